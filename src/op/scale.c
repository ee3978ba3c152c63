// scale [BY]: y = BY · x. After `scores` it is 1/√d, d the length of a query, unless it is said: dot products of longer
// vectors spread wider, and softmax would lose its gradient (Vaswani et al., 2017).
#include "op/op.h"

#include "kernel/kernel.h"

#include <math.h>

static const op_arg args[] = {{"by", true, false, false, 0, -1e6, 1e6}};

static bool shape(row *r, int32_t slice, gn_error *error) {
  if (r->arg[0] == 0 && r->from[0]->op != &op_scores) {
    row_fail(r, error, GN_MISSING_ARG);
    return row_hint(error, args[0].key);
  }
  return shape_same(r, slice, error);
}

static float factor(const row *r) {
  if (r->arg[0] != 0) return (float)r->arg[0];
  const gn_shape *q = r->from[0]->xs[0];
  return (float)(1 / sqrt(q->dim[q->rank - 1]));
}

static void forward(const row *r, const pass *p) {
  affine(r->y, r->x[0], factor(r), 0, p->is.n * r->size);
}

static void backward(const row *r, const pass *p) {
  axpy(r->dx[0], factor(r), r->dy, p->is.n * r->size);
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  (void)p;
  int64_t i = ask->index, at = ask->sample * r->size + i;
  *form = GN_FORM_SUM;
  if (ask->part == OP_Y)
    term_put(w, r->x[0][at], ref_value(r, 0, ask->sample, i), factor(r), ref_constant());
  else
    term_put(w, r->dy[at], ref_dy(r, ask->sample, i), factor(r), ref_constant());
}

const op op_scale = {
    .name = "scale",
    .formula = "y = \\frac{x}{\\sqrt{d}}",
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
