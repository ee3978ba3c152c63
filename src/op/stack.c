// stack: a loop's states, T of (C), as (T,C). Made by `loop`.
#include "op/op.h"

#include "kernel/kernel.h"

#include <string.h>

static bool shape(row *r, int32_t slice, gn_error *error) {
  (void)slice;
  (void)error;
  r->shape = (gn_shape){2, {r->inputs, r->xs[0]->dim[0], 1, 1}};
  return true;
}

static void forward(const row *r, const pass *p) {
  int64_t n = r->shape.dim[1];
  for (int32_t b = 0; b < p->is.n; b++)
    for (int32_t t = 0; t < r->inputs; t++)
      memcpy(r->y + b * r->size + t * n, r->x[t] + b * n, (size_t)n * sizeof(float));
}

static void backward(const row *r, const pass *p) {
  int64_t n = r->shape.dim[1];
  for (int32_t b = 0; b < p->is.n; b++)
    for (int32_t t = 0; t < r->inputs; t++)
      if (r->dx[t]) add_to(r->dx[t] + b * n, r->dy + b * r->size + t * n, n);
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  (void)p;
  *form = GN_FORM_SUM;
  int64_t n = r->shape.dim[1];
  if (ask->part == OP_Y) {
    int32_t t = (int32_t)(ask->index / n);
    term_put(w, r->y[ask->sample * r->size + ask->index], ref_value(r, t, ask->sample, ask->index % n), 1,
             ref_constant());
  } else {
    int64_t i = ask->which * n + ask->index;
    term_put(w, r->dy[ask->sample * r->size + i], ref_dy(r, ask->sample, i), 1, ref_constant());
  }
}

const op op_stack = {
    .name = "stack",
    .formula = "y_{t,c} = x^{(t)}_c",
    .hidden = true,
    .least_inputs = 1,
    .most_inputs = OP_ANY_INPUTS,
    .shape = shape,
    .forward = forward,
    .backward = backward,
    .terms = terms,
};
