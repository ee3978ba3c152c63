#ifndef GN_SOFTMAX_H
#define GN_SOFTMAX_H

#include "op/op.h"

// y = softmax of x, n numbers; returns ln Σ exp(x).
float softmax_row(float *y, const float *x, int64_t n);

#endif
