// relu: y = max(0, x); slope 1 above zero, 0 at and below it.
#include "op/op.h"

#include "kernel/kernel.h"

static void forward(const row *r, const pass *p) {
  relu_map(r->y, r->x[0], p->is.n * r->size);
}

static void backward(const row *r, const pass *p) {
  relu_back(r->dx[0], r->dy, r->x[0], p->is.n * r->size);
}

static float slope(const row *r, float x, float y) {
  (void)r;
  (void)y;
  return x > 0;
}

const op op_relu = {
    .name = "relu",
    .formula = "y = \\max(0, x)",
    .least_inputs = 1,
    .most_inputs = 1,
    .shape = shape_same,
    .forward = forward,
    .backward = backward,
    .terms = terms_elementwise,
    .slope = slope,
};
