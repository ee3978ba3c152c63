// heads H: (T,D) → (H,T,D/H). Each head gets its own D/H columns; no number changes.
#include "op/heads.h"

static const op_arg args[] = {{"count", true, true, true, 0, 1, GN_MAX_DIM}};

static bool shape(row *r, int32_t slice, gn_error *error) {
  (void)slice;
  const gn_shape *x = r->xs[0];
  int32_t heads = (int32_t)r->arg[0];
  if (!row_wants_rank(r, 0, 2, error)) return false;
  if (x->dim[1] % heads != 0) {
    row_fail(r, error, GN_NOT_DIVISIBLE);
    error->arg[0] = heads;
    error->a = *x;
    return false;
  }
  r->shape = (gn_shape){3, {heads, x->dim[0], x->dim[1] / heads, 1}};
  return true;
}

static void forward(const row *r, const pass *p) {
  for (int32_t b = 0; b < p->is.n; b++) heads_split(r->y + b * r->size, r->x[0] + b * r->size, &r->shape);
}

static void backward(const row *r, const pass *p) {
  for (int32_t b = 0; b < p->is.n; b++) heads_join(r->dx[0] + b * r->size, r->dy + b * r->size, &r->shape);
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  (void)p;
  int64_t base = ask->sample * r->size;
  *form = GN_FORM_SUM;
  if (ask->part == OP_Y) {
    int64_t from = heads_joined(&r->shape, ask->index);
    term_put(w, r->x[0][base + from], ref_value(r, 0, ask->sample, from), 1, ref_constant());
  } else {
    int64_t from = heads_parted(&r->shape, ask->index);
    term_put(w, r->dy[base + from], ref_dy(r, ask->sample, from), 1, ref_constant());
  }
}

const op op_heads = {
    .name = "heads",
    .formula = "y_{h,t,k} = x_{t,\\,h \\frac{D}{H} + k}",
    .args = args,
    .arg_count = 1,
    .least_inputs = 1,
    .most_inputs = 1,
    .sequence = true,
    .shape = shape,
    .forward = forward,
    .backward = backward,
    .terms = terms,
};
