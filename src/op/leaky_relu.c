// leaky_relu [SLOPE=0.01]: y = x above zero, slope·x below (Maas, Hannun, Ng, 2013).
#include "op/op.h"

#include "kernel/kernel.h"

static const op_arg args[] = {{"slope", true, false, false, 0.01, -10, 10}};

static void forward(const row *r, const pass *p) {
  leaky_relu_map(r->y, r->x[0], (float)r->arg[0], p->is.n * r->size);
}

static void backward(const row *r, const pass *p) {
  leaky_relu_back(r->dx[0], r->dy, r->x[0], (float)r->arg[0], p->is.n * r->size);
}

static float slope(const row *r, float x, float y) {
  (void)y;
  return x > 0 ? 1 : (float)r->arg[0];
}

const op op_leaky_relu = {
    .name = "leaky_relu",
    .formula = "y = \\begin{cases} x & x > 0 \\\\ s\\,x & x \\le 0 \\end{cases}",
    .args = args,
    .arg_count = 1,
    .least_inputs = 1,
    .most_inputs = 1,
    .shape = shape_same,
    .forward = forward,
    .backward = backward,
    .terms = terms_elementwise,
    .slope = slope,
};
