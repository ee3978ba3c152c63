// gelu: y = x·Φ(x), Φ the normal distribution by erf (Hendrycks, Gimpel, 2016); slope Φ(x) + x·φ(x).
#include "op/op.h"

#include "kernel/kernel.h"

static void forward(const row *r, const pass *p) {
  gelu_map(r->y, r->x[0], p->is.n * r->size);
}

static void backward(const row *r, const pass *p) {
  gelu_back(r->dx[0], r->dy, r->x[0], p->is.n * r->size);
}

static float slope(const row *r, float x, float y) {
  (void)r;
  (void)y;
  return gelu_slope(x);
}

const op op_gelu = {
    .name = "gelu",
    .formula = "y = x\\,\\Phi(x) = \\tfrac{x}{2}\\left(1 + \\operatorname{erf}\\tfrac{x}{\\sqrt 2}\\right)",
    .least_inputs = 1,
    .most_inputs = 1,
    .shape = shape_same,
    .forward = forward,
    .backward = backward,
    .terms = terms_elementwise,
    .slope = slope,
};
