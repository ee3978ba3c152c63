// What batchnorm and layernorm share: y = w·x̂ + b over a group of numbers, x̂ = (x − mean)·scale.
#ifndef GN_NORM_H
#define GN_NORM_H

#include "op/op.h"

// Asks for the weight, which begins at 1, and the bias, which begins at 0, of n numbers each.
void norm_wants(row *r, int32_t n);

#endif
