// standardize MEAN STD: y = (x − mean) / std
#include "op/op.h"

#include "kernel/kernel.h"

static const op_arg args[] = {
    {"mean", true, true, false, 0, -1e6, 1e6},
    {"std", true, true, false, 1, 1e-6, 1e6},
};

static void forward(const row *r, const pass *p) {
  float mean = (float)r->arg[0], std = (float)r->arg[1];
  affine(r->y, r->x[0], 1 / std, -mean / std, p->is.n * r->size);
}

static void backward(const row *r, const pass *p) { // y = x / std − …
  axpy(r->dx[0], 1 / (float)r->arg[1], r->dy, p->is.n * r->size);
}

static float slope(const row *r, float x, float y) {
  (void)x;
  (void)y;
  return 1 / (float)r->arg[1];
}

const op op_standardize = {
    .name = "standardize",
    .formula = "y = \\frac{x - \\mu}{\\sigma}",
    .args = args,
    .arg_count = 2,
    .least_inputs = 1,
    .most_inputs = 1,
    .shape = shape_same,
    .forward = forward,
    .backward = backward,
    .terms = terms_elementwise,
    .slope = slope,
};
