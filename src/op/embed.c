// embed D: token i becomes row i of the table W (V,D): the product of a one-hot vector and W, without the zeros.
#include "op/op.h"

#include "kernel/kernel.h"

#include <string.h>

static const op_arg args[] = {{"size", true, true, true, 0, 1, GN_MAX_DIM}};

static int64_t width_of(const row *r) {
  return r->shape.dim[1];
}

static bool shape(row *r, int32_t slice, gn_error *error) {
  (void)slice;
  int32_t vocabulary = (int32_t)row_arg(r->from[0], "ids"), size = (int32_t)r->arg[0];
  if (r->from[0]->op != &op_in || vocabulary == 0) {
    row_fail(r, error, GN_NEEDS_IDS);
    error->a = *r->xs[0];
    return false;
  }
  if (!row_wants_rank(r, 0, 1, error)) return false;
  r->shape = (gn_shape){2, {r->xs[0]->dim[0], size, 1, 1}};
  r->want[0].shape = (gn_shape){2, {vocabulary, size, 1, 1}};
  r->want[0].fan_in = size;
  r->want[0].fan_out = size;
  r->want[0].deviation = 1; // N(0,1), as PyTorch's
  r->wants = 1;
  r->scratch_size = times_capped(vocabulary, size);
  return true;
}

// Whatever stands in the input, a row of the table: 0 for what is no token.
static int64_t token_of(const row *r, float x) {
  return x >= 0 && x < (float)r->w[0]->shape.dim[0] ? (int64_t)x : 0;
}

static void forward(const row *r, const pass *p) {
  int64_t n = width_of(r), tokens = p->is.n * r->shape.dim[0];
  for (int64_t t = 0; t < tokens; t++)
    memcpy(r->y + t * n, r->w[0]->v + token_of(r, r->x[0][t]) * n, (size_t)n * sizeof(float));
}

// Only rows of the table that were looked up are touched: dw of the others stays as it is.
static void backward_params(const row *r, const pass *p, int32_t b0, int32_t b1) { // dw[i] = Σ dy over the tokens i
  int64_t n = width_of(r), length = r->shape.dim[0], first = b0 * length, end = b1 * length;
  float *dw = p->scratch;
  for (int64_t t = first; t < end; t++) fill(dw + token_of(r, r->x[0][t]) * n, 0, n);
  for (int64_t t = first; t < end; t++) add_to(dw + token_of(r, r->x[0][t]) * n, r->dy + t * n, n);
  for (int64_t t = first; t < end; t++) { // once for each token: what has been added is zeroed
    int64_t at = token_of(r, r->x[0][t]) * n;
    add_to(r->w[0]->d + at, dw + at, n);
    fill(dw + at, 0, n);
  }
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  int64_t n = width_of(r), length = r->shape.dim[0], column = ask->index % n;
  *form = GN_FORM_SUM;
  if (ask->part == OP_Y) {
    int64_t at = token_of(r, r->x[0][ask->sample * length + ask->index / n]) * n + column;
    term_put(w, 1, ref_constant(), r->w[0]->v[at], ref_param(r, 0, at));
    return;
  }
  for (int64_t t = 0; t < p->is.n * length; t++) { // OP_DW
    if (token_of(r, r->x[0][t]) != ask->index / n) continue;
    int64_t b = t / length, from = t % length * n + column;
    term_put(w, 1, ref_constant(), r->dy[b * r->size + from], ref_dy(r, (int32_t)b, from));
  }
}

const op op_embed = {
    .name = "embed",
    .formula = "y_{t,k} = w_{x_t,k}",
    .args = args,
    .arg_count = 1,
    .least_inputs = 1,
    .most_inputs = 1,
    .ids = true,
    .sequence = true,
    .shape = shape,
    .forward = forward,
    .backward_params = backward_params,
    .terms = terms,
};
