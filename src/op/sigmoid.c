// sigmoid: y = 1 / (1 + exp(−x)); slope y·(1 − y).
#include "op/op.h"

#include "kernel/kernel.h"

static void forward(const row *r, const pass *p) {
  sigmoid_map(r->y, r->x[0], p->is.n * r->size);
}

static void backward(const row *r, const pass *p) {
  sigmoid_back(r->dx[0], r->dy, r->y, p->is.n * r->size);
}

static float slope(const row *r, float x, float y) {
  (void)r;
  (void)x;
  return y * (1 - y);
}

const op op_sigmoid = {
    .name = "sigmoid",
    .formula = "y = \\frac{1}{1 + e^{-x}}",
    .least_inputs = 1,
    .most_inputs = 1,
    .shape = shape_same,
    .forward = forward,
    .backward = backward,
    .terms = terms_elementwise,
    .slope = slope,
};
