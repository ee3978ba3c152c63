// What batchnorm and layernorm share.
#include "op/norm.h"

void norm_wants(row *r, int32_t n) {
  for (int32_t i = 0; i < 2; i++) {
    r->want[i].shape = (gn_shape){1, {n, 1, 1, 1}};
    r->want[i].fan_in = r->want[i].fan_out = n;
    r->want[i].bias = i == 1;
    r->want[i].constant = true;
    r->want[i].start = i == 0;
  }
  r->wants = 2;
}
