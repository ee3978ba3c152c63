// What a row costs: the multiplications of one sample.
#include "look.h"
#include "net/net.h"

int64_t gn_row_products(const gn_net *net, int32_t number) {
  const row *r = net->rows[number];
  return r->op->products ? r->op->products(r) : 0;
}
