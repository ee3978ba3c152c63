// An activation as a function: the row's own forward and slope, at points of the caller's choice.
#include "look.h"
#include "net/net.h"

bool gn_curve(const gn_net *net, int32_t number, float *y, float *slope, const float *x, int64_t n) {
  const row *r = net->rows[number];
  if (!r->op->slope || r->op == &op_flatten) return false;
  row alone = *r;
  alone.x = &x;
  alone.y = y;
  alone.size = n;
  pass p = {.is = {.n = 1, .batch = 1}};
  r->op->forward(&alone, &p);
  for (int64_t i = 0; i < n; i++) slope[i] = r->op->slope(r, x[i], y[i]);
  return true;
}
