// mul NAME: y = a · b, number by number, of the same shape. A gate.
#include "op/op.h"

static bool shape(row *r, int32_t slice, gn_error *error) {
  if (!shape_equal(r->xs[0], r->xs[1])) {
    row_fail(r, error, GN_SHAPES_DIFFER);
    error->a = *r->xs[0];
    error->b = *r->xs[1];
    return false;
  }
  return shape_same(r, slice, error);
}

static void forward(const row *r, const pass *p) {
  for (int64_t i = 0; i < p->is.n * r->size; i++) r->y[i] = r->x[0][i] * r->x[1][i];
}

static void backward(const row *r, const pass *p) { // y = a·b  →  da = dy·b, db = dy·a
  for (int32_t k = 0; k < 2; k++)
    for (int64_t i = 0; i < p->is.n * r->size && r->dx[k]; i++) r->dx[k][i] += r->dy[i] * r->x[1 - k][i];
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  (void)p;
  int64_t i = ask->index, at = ask->sample * r->size + i;
  int32_t b = ask->sample, other = ask->part == OP_Y ? 1 : 1 - ask->which;
  *form = GN_FORM_SUM;
  if (ask->part == OP_Y)
    term_put(w, r->x[0][at], ref_value(r, 0, b, i), r->x[other][at], ref_value(r, other, b, i));
  else
    term_put(w, r->dy[at], ref_dy(r, b, i), r->x[other][at], ref_value(r, other, b, i));
}

static int64_t products(const row *r) {
  return r->size;
}

const op op_mul = {
    .name = "mul",
    .formula = "y = a \\cdot b",
    .least_inputs = 2,
    .most_inputs = 2,
    .shape = shape,
    .forward = forward,
    .backward = backward,
    .terms = terms,
    .products = products,
};
