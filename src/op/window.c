// Sizes of a sliding window: ⌊(n + 2·pad − kernel) / stride⌋ + 1.
#include "op/window.h"

static int32_t stride_of(const row *r) { // the pools' default stride, 0, means: the kernel's size
  double stride = row_arg(r, "stride");
  return (int32_t)(stride != 0 ? stride : row_arg(r, "kernel"));
}

bool window_shape(row *r, int32_t channels, bool half_pad, gn_error *error) {
  const gn_shape *x = r->xs[0];
  int64_t kernel = (int64_t)row_arg(r, "kernel"), pad = (int64_t)row_arg(r, "pad");
  if (x->rank != 3) {
    row_fail(r, error, GN_RANK);
    error->arg[0] = 3;
    error->a = *x;
    return false;
  }
  if (half_pad && 2 * pad > kernel) {
    row_fail(r, error, GN_WINDOW_PAD);
    error->arg[0] = kernel;
    error->arg[1] = pad;
    return false;
  }
  r->shape = (gn_shape){3, {channels, 1, 1, 1}};
  for (int32_t axis = 1; axis < 3; axis++) {
    int64_t padded = x->dim[axis] + 2 * pad;
    if (kernel > padded) {
      row_fail(r, error, GN_WINDOW_TOO_BIG);
      error->arg[0] = kernel;
      error->arg[1] = padded;
      error->a = *x;
      return false;
    }
    r->shape.dim[axis] = (int32_t)((padded - kernel) / stride_of(r) + 1);
  }
  return true;
}

window window_of(const row *r) {
  const gn_shape *x = r->xs[0];
  return (window){
      .channels = x->dim[0],
      .height = x->dim[1],
      .width = x->dim[2],
      .kernel = (int32_t)row_arg(r, "kernel"),
      .stride = stride_of(r),
      .pad = (int32_t)row_arg(r, "pad"),
      .out_height = r->shape.dim[1],
      .out_width = r->shape.dim[2],
  };
}
