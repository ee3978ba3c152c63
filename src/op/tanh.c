// tanh: y = tanh x; slope 1 − y².
#include "op/op.h"

#include "kernel/kernel.h"

static void forward(const row *r, const pass *p) {
  tanh_map(r->y, r->x[0], p->is.n * r->size);
}

static void backward(const row *r, const pass *p) {
  tanh_back(r->dx[0], r->dy, r->y, p->is.n * r->size);
}

static float slope(const row *r, float x, float y) {
  (void)r;
  (void)x;
  return 1 - y * y;
}

const op op_tanh = {
    .name = "tanh",
    .formula = "y = \\tanh x",
    .least_inputs = 1,
    .most_inputs = 1,
    .shape = shape_same,
    .forward = forward,
    .backward = backward,
    .terms = terms_elementwise,
    .slope = slope,
};
