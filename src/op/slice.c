// slice FROM SIZE [axis=first]: SIZE of the last axis, from number FROM on, or of the first one: of a text, its places.
#include "op/op.h"

#include "kernel/kernel.h"

#include <string.h>

enum { LAST, FIRST };
static const char *const axes[] = {"last", "first", NULL};
static const char *const *const words[] = {NULL, NULL, axes};
static const op_arg args[] = {
    {"from", true, true, true, 0, 0, GN_MAX_DIM},
    {"size", true, true, true, 0, 1, GN_MAX_DIM},
    {"axis", false, false, true, LAST, LAST, FIRST},
};

static bool shape(row *r, int32_t slice, gn_error *error) {
  const int32_t axis = r->arg[2] == FIRST ? 0 : r->xs[0]->rank - 1;
  int32_t width = r->xs[0]->dim[axis], from = (int32_t)r->arg[0], size = (int32_t)r->arg[1];
  if (from >= width || size > width - from) {
    row_fail(r, error, GN_OUT_OF_RANGE);
    error->limit[0] = from < width;
    error->limit[1] = from < width ? width - from : width - 1;
    return row_hint(error, from < width ? args[1].key : args[0].key);
  }
  shape_same(r, slice, error);
  r->shape.dim[axis] = size;
  return true;
}

typedef struct cut {
  int64_t wide, from, n; // floats of a line that come in, where the piece begins, and its own
} cut;
static cut cut_of(const row *r) {
  const gn_shape *x = r->xs[0];
  const int64_t all = shape_size(x), line = r->arg[2] == FIRST ? all : x->dim[x->rank - 1];
  const int64_t each = r->arg[2] == FIRST ? all / x->dim[0] : 1;
  return (cut){line, (int64_t)r->arg[0] * each, (int64_t)r->arg[1] * each};
}

static void forward(const row *r, const pass *p) {
  cut c = cut_of(r);
  for (int64_t i = 0; i < p->is.n * r->size / c.n; i++)
    memcpy(r->y + i * c.n, r->x[0] + i * c.wide + c.from, (size_t)c.n * sizeof(float));
}

static void backward(const row *r, const pass *p) {
  cut c = cut_of(r);
  for (int64_t i = 0; i < p->is.n * r->size / c.n; i++) add_to(r->dx[0] + i * c.wide + c.from, r->dy + i * c.n, c.n);
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  (void)p;
  cut c = cut_of(r);
  int64_t line = ask->index / (ask->part == OP_Y ? c.n : c.wide), lines = r->size / c.n;
  *form = GN_FORM_SUM;
  if (ask->part == OP_Y) {
    int64_t from = line * c.wide + c.from + ask->index % c.n;
    term_put(w, r->x[0][ask->sample * lines * c.wide + from], ref_value(r, 0, ask->sample, from), 1, ref_constant());
    return;
  }
  int64_t column = ask->index % c.wide - c.from, at = line * c.n + column;
  if (column >= 0 && column < c.n)
    term_put(w, r->dy[ask->sample * r->size + at], ref_dy(r, ask->sample, at), 1, ref_constant());
}

const op op_slice = {
    .name = "slice",
    .formula = "y_i = x_{from + i}",
    .args = args,
    .arg_count = 3,
    .words = words,
    .least_inputs = 1,
    .most_inputs = 1,
    .shape = shape,
    .forward = forward,
    .backward = backward,
    .terms = terms,
};
