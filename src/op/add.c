// add NAME …: y = x₀ + x₁ + …, of the same shape. A residual link is the last operation of its block.
#include "op/op.h"

#include "kernel/kernel.h"

#include <string.h>

static bool shape(row *r, int32_t slice, gn_error *error) {
  for (int32_t i = 1; i < r->inputs; i++)
    if (!shape_equal(r->xs[0], r->xs[i])) {
      row_fail(r, error, GN_SHAPES_DIFFER);
      error->a = *r->xs[0];
      error->b = *r->xs[i];
      return false;
    }
  return shape_same(r, slice, error);
}

static void forward(const row *r, const pass *p) {
  int64_t n = p->is.n * r->size;
  memcpy(r->y, r->x[0], (size_t)n * sizeof(float));
  for (int32_t i = 1; i < r->inputs; i++) add_to(r->y, r->x[i], n);
}

static void backward(const row *r, const pass *p) { // y = x₀ + x₁  →  each dx = dy
  for (int32_t i = 0; i < r->inputs; i++)
    if (r->dx[i]) add_to(r->dx[i], r->dy, p->is.n * r->size);
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  (void)p;
  int64_t at = ask->sample * r->size + ask->index;
  *form = GN_FORM_SUM;
  if (ask->part == OP_DX) {
    term_put(w, r->dy[at], ref_dy(r, ask->sample, ask->index), 1, ref_constant());
    return;
  }
  for (int32_t i = 0; i < r->inputs; i++)
    term_put(w, r->x[i][at], ref_value(r, i, ask->sample, ask->index), 1, ref_constant());
}

const op op_add = {
    .name = "add",
    .formula = "y = \\sum_i x^{(i)}",
    .least_inputs = 2,
    .most_inputs = OP_ANY_INPUTS,
    .shape = shape,
    .forward = forward,
    .backward = backward,
    .terms = terms,
};
