// What conv and the pools share: a k×k window that slides over (C,H,W).
#ifndef GN_WINDOW_H
#define GN_WINDOW_H

#include "kernel/kernel.h"
#include "op/op.h"

// From the arguments kernel, stride, pad of the row and the shape of its input; sets r->shape with `channels`
// channels, or fails with what does not fit. Output size: ⌊(n + 2·pad − kernel) / stride⌋ + 1.
bool window_shape(row *r, int32_t channels, bool half_pad, gn_error *error);
window window_of(const row *r);

#endif
