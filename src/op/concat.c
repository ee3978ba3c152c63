// concat NAME …: the inputs one after the other, along the channels of (C,H,W), else along the last axis.
#include "op/op.h"

#include "kernel/kernel.h"

#include <string.h>

static int32_t axis_of(const gn_shape *s) {
  return s->rank == 3 ? 0 : s->rank - 1;
}

static bool shape(row *r, int32_t slice, gn_error *error) {
  (void)slice;
  int32_t axis = axis_of(r->xs[0]);
  int64_t total = 0;
  for (int32_t i = 0; i < r->inputs; i++) {
    gn_shape s = *r->xs[i];
    total += s.dim[axis];
    s.dim[axis] = r->xs[0]->dim[axis];
    if (!shape_equal(r->xs[0], &s) || total > GN_MAX_DIM) {
      row_fail(r, error, GN_SHAPES_DIFFER);
      error->a = *r->xs[0];
      error->b = *r->xs[i];
      return false;
    }
  }
  r->shape = *r->xs[0];
  r->shape.dim[axis] = (int32_t)total;
  return true;
}

// A sample of input i is `rows` pieces of `piece_of` floats; y's rows are the pieces in a line.
static int64_t rows_of(const row *r) {
  int64_t rows = 1;
  for (int32_t a = 0; a < axis_of(&r->shape); a++) rows *= r->shape.dim[a];
  return rows;
}
static int64_t piece_of(const row *r, int32_t i) {
  return shape_size(r->xs[i]) / rows_of(r);
}

static void forward(const row *r, const pass *p) {
  int64_t rows = p->is.n * rows_of(r), wide = r->size / rows_of(r), at = 0;
  for (int32_t i = 0; i < r->inputs; i++) {
    int64_t n = piece_of(r, i);
    for (int64_t k = 0; k < rows; k++) memcpy(r->y + k * wide + at, r->x[i] + k * n, (size_t)n * sizeof(float));
    at += n;
  }
}

static void backward(const row *r, const pass *p) { // each input gets its own piece of dy
  int64_t rows = p->is.n * rows_of(r), wide = r->size / rows_of(r), at = 0;
  for (int32_t i = 0; i < r->inputs; i++) {
    int64_t n = piece_of(r, i);
    for (int64_t k = 0; k < rows && r->dx[i]; k++) add_to(r->dx[i] + k * n, r->dy + k * wide + at, n);
    at += n;
  }
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  (void)p;
  int64_t wide = r->size / rows_of(r), at = 0, base = ask->sample * r->size;
  *form = GN_FORM_SUM;
  for (int32_t i = 0; i < r->inputs; i++) {
    int64_t n = piece_of(r, i);
    if (ask->part == OP_DX && i == ask->which) {
      int64_t from = ask->index / n * wide + at + ask->index % n;
      term_put(w, r->dy[base + from], ref_dy(r, ask->sample, from), 1, ref_constant());
    }
    int64_t column = ask->index % wide - at;
    if (ask->part == OP_Y && column >= 0 && column < n) {
      int64_t from = ask->index / wide * n + column;
      term_put(w, r->x[i][ask->sample * n * rows_of(r) + from], ref_value(r, i, ask->sample, from), 1, ref_constant());
    }
    at += n;
  }
}

const op op_concat = {
    .name = "concat",
    .formula = "y = [x^{(0)}, x^{(1)}, \\dots]",
    .least_inputs = 2,
    .most_inputs = OP_ANY_INPUTS,
    .shape = shape,
    .forward = forward,
    .backward = backward,
    .terms = terms,
};
