// upsample FACTOR: each cell of a map becomes FACTOR × FACTOR cells of the same value (nearest neighbour).
#include "op/op.h"

static const op_arg args[] = {{"factor", true, true, true, 0, 1, 1 << 12}};

static bool shape(row *r, int32_t slice, gn_error *error) {
  (void)slice;
  if (!row_wants_rank(r, 0, 3, error)) return false;
  r->shape = *r->xs[0];
  for (int32_t axis = 1; axis < 3; axis++) {
    int64_t size = r->xs[0]->dim[axis] * (int64_t)r->arg[0];
    if (size > GN_MAX_DIM) {
      row_fail(r, error, GN_TOO_BIG);
      error->arg[0] = size;
      error->arg[1] = GN_MAX_DIM;
      return false;
    }
    r->shape.dim[axis] = (int32_t)size;
  }
  return true;
}

// The cell of x that cell i of y copies; y is (C, H·f, W·f).
static int64_t source_of(const row *r, int64_t i) {
  int64_t f = (int64_t)r->arg[0], width = r->shape.dim[2], line = i / width; // of all channels: f lines copy one
  return line / f * r->xs[0]->dim[2] + i % width / f;
}

static void forward(const row *r, const pass *p) {
  int64_t from = shape_size(r->xs[0]);
  for (int32_t b = 0; b < p->is.n; b++)
    for (int64_t i = 0; i < r->size; i++) r->y[b * r->size + i] = r->x[0][b * from + source_of(r, i)];
}

static void backward(const row *r, const pass *p) { // y_i = x_source(i)  →  dx_source(i) += dy_i
  int64_t from = shape_size(r->xs[0]);
  for (int32_t b = 0; b < p->is.n; b++)
    for (int64_t i = 0; i < r->size; i++) r->dx[0][b * from + source_of(r, i)] += r->dy[b * r->size + i];
}

static void terms_dx(const row *r, const op_ask *ask, term_writer *w) {
  int64_t f = (int64_t)r->arg[0], width = r->xs[0]->dim[2], line = ask->index / width, l = ask->index % width;
  for (int64_t i = 0; i < f; i++)
    for (int64_t j = 0; j < f; j++) {
      int64_t at = (line * f + i) * r->shape.dim[2] + l * f + j;
      term_put(w, r->dy[ask->sample * r->size + at], ref_dy(r, ask->sample, at), 1, ref_constant());
    }
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  (void)p;
  *form = GN_FORM_SUM;
  if (ask->part != OP_Y) {
    terms_dx(r, ask, w);
    return;
  }
  int64_t at = source_of(r, ask->index), from = shape_size(r->xs[0]);
  term_put(w, r->x[0][ask->sample * from + at], ref_value(r, 0, ask->sample, at), 1, ref_constant());
}

const op op_upsample = {
    .name = "upsample",
    .formula = "y_{c,h,l} = x_{c,\\,\\lfloor h/f \\rfloor,\\,\\lfloor l/f \\rfloor}",
    .args = args,
    .arg_count = 1,
    .least_inputs = 1,
    .most_inputs = 1,
    .shape = shape,
    .forward = forward,
    .backward = backward,
    .terms = terms,
};
