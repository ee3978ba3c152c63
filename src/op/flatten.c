// flatten: the same numbers as one axis, and in the same place.
#include "op/op.h"

#include "kernel/kernel.h"

static bool shape(row *r, int32_t slice, gn_error *error) {
  (void)slice;
  int64_t size = shape_size(r->xs[0]);
  if (size > GN_MAX_DIM) {
    row_fail(r, error, GN_TOO_BIG);
    error->arg[0] = size;
    error->arg[1] = GN_MAX_DIM;
    return false;
  }
  r->shape = (gn_shape){1, {(int32_t)size, 1, 1, 1}};
  return true;
}

static void forward(const row *r, const pass *p) {
  (void)r, (void)p;
}

static void backward(const row *r, const pass *p) {
  add_to(r->dx[0], r->dy, p->is.n * r->size);
}

static float slope(const row *r, float x, float y) {
  (void)r;
  (void)x;
  (void)y;
  return 1;
}

const op op_flatten = {
    .name = "flatten",
    .formula = "y_{(cH+h)W+l} = x_{c,h,l}",
    .least_inputs = 1,
    .most_inputs = 1,
    .view = true,
    .shape = shape,
    .forward = forward,
    .backward = backward,
    .terms = terms_elementwise,
    .slope = slope,
};
