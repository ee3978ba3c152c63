// mask [causal] [pad=SRC]: scores that must not count become −10⁹, of which softmax makes exactly 0: those of keys
// after the query, and of keys where the tokens of SRC are 0. Not −∞: a query that may look nowhere would get NaN.
#include "op/op.h"

#include "kernel/kernel.h"

#include <string.h>

enum { OPEN, CAUSAL };
static const float OUT = -1e9F;
static const char *const kinds[] = {"open", "causal", NULL};
static const char *const *const words[] = {kinds};
static const op_arg args[] = {{"kind", true, false, true, OPEN, OPEN, CAUSAL}};

static bool shape(row *r, int32_t slice, gn_error *error) {
  const gn_shape *x = r->xs[0];
  if (x->rank != 2 && !row_wants_rank(r, 0, 3, error)) return false;
  if (r->arg[0] == OPEN && r->inputs < 2) {
    row_fail(r, error, GN_MISSING_ARG);
    return row_hint(error, kinds[CAUSAL]);
  }
  if (r->inputs == 2 && (r->xs[1]->rank != 1 || r->xs[1]->dim[0] != x->dim[x->rank - 1])) {
    row_fail(r, error, GN_SHAPES_DIFFER);
    error->a = *x;
    error->b = *r->xs[1];
    return false;
  }
  return shape_same(r, slice, error);
}

static bool is_out(const row *r, int64_t sample, int64_t index) {
  int32_t last = r->shape.rank - 1;
  int64_t s = r->shape.dim[last], t = r->shape.dim[last - 1], i = index / s % t, j = index % s;
  if (r->arg[0] == CAUSAL && j > i) return true;
  return r->inputs == 2 && r->x[1][sample * s + j] == 0;
}

// One line of scores: those of query i, and how many of its keys come before those that are too late.
typedef struct line {
  int64_t at, keys, seen;
  const float *pad; // (S) tokens, or NULL
} line;
static line line_of(const row *r, int64_t number) {
  int32_t last = r->shape.rank - 1;
  int64_t s = r->shape.dim[last], i = number % r->shape.dim[last - 1];
  int64_t seen = r->arg[0] == CAUSAL && i + 1 < s ? i + 1 : s;
  return (line){number * s, s, seen, r->inputs == 2 ? r->x[1] + number * s / r->size * s : NULL};
}

static void forward(const row *r, const pass *p) {
  int64_t lines = p->is.n * r->size / r->shape.dim[r->shape.rank - 1];
  for (int64_t k = 0; k < lines; k++) {
    line l = line_of(r, k);
    memcpy(r->y + l.at, r->x[0] + l.at, (size_t)l.seen * sizeof(float));
    fill(r->y + l.at + l.seen, OUT, l.keys - l.seen);
    for (int64_t j = 0; l.pad && j < l.seen; j++)
      if (l.pad[j] == 0) r->y[l.at + j] = OUT;
  }
}

static void backward(const row *r, const pass *p) {
  int64_t lines = p->is.n * r->size / r->shape.dim[r->shape.rank - 1];
  for (int64_t k = 0; k < lines && r->dx[0]; k++) {
    line l = line_of(r, k);
    for (int64_t j = 0; j < l.seen; j++)
      if (!l.pad || l.pad[j] != 0) r->dx[0][l.at + j] += r->dy[l.at + j];
  }
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  (void)p;
  int64_t i = ask->index, at = ask->sample * r->size + i;
  bool out = is_out(r, ask->sample, i);
  *form = GN_FORM_SUM;
  if (ask->part == OP_DX)
    term_put(w, r->dy[at], ref_dy(r, ask->sample, i), out ? 0 : 1, ref_constant());
  else if (out)
    term_put(w, OUT, ref_constant(), 1, ref_constant());
  else
    term_put(w, r->x[0][at], ref_value(r, 0, ask->sample, i), 1, ref_constant());
}

const op op_mask = {
    .name = "mask",
    .formula = "y_{i,j} = \\begin{cases} x_{i,j} & j \\le i \\\\ -10^9 & j > i \\end{cases}",
    .args = args,
    .words = words,
    .arg_count = 1,
    .row_key = "pad",
    .least_inputs = 1,
    .most_inputs = 2,
    .ids = true,
    .sequence = true,
    .shape = shape,
    .forward = forward,
    .backward = backward,
    .terms = terms,
};
