#ifndef GN_SOFTMAX_H
#define GN_SOFTMAX_H

#include "op/op.h"

// y = softmax of x, n numbers. ln Σ exp x is largest + rest: the largest x, and ln(1 + what the others come to beside
// it), which keeps its digits where they come to next to nothing.
typedef struct softmax_log {
  float largest, rest;
} softmax_log;
softmax_log softmax_row_log(float *y, const float *x, int64_t n);

#endif
