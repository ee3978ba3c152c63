// at_time T: row T of (T,C), what a loop sees at that step. Made by `loop`.
#include "op/op.h"

#include "kernel/kernel.h"

#include <string.h>

static const op_arg args[] = {{"time", true, true, true, 0, 0, GN_MAX_DIM}};

static bool shape(row *r, int32_t slice, gn_error *error) {
  (void)slice;
  (void)error;
  r->shape = (gn_shape){1, {r->xs[0]->dim[1], 1, 1, 1}};
  return true;
}

static int64_t start_of(const row *r, int32_t b) {
  return b * shape_size(r->xs[0]) + (int64_t)r->arg[0] * r->size;
}

static void forward(const row *r, const pass *p) {
  for (int32_t b = 0; b < p->is.n; b++)
    memcpy(r->y + b * r->size, r->x[0] + start_of(r, b), (size_t)r->size * sizeof(float));
}

static void backward(const row *r, const pass *p) {
  for (int32_t b = 0; b < p->is.n; b++) add_to(r->dx[0] + start_of(r, b), r->dy + b * r->size, r->size);
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  (void)p;
  *form = GN_FORM_SUM;
  int64_t offset = (int64_t)r->arg[0] * r->size;
  if (ask->part == OP_Y) {
    term_put(w, r->y[ask->sample * r->size + ask->index], ref_value(r, 0, ask->sample, offset + ask->index), 1,
             ref_constant());
  } else if (ask->index >= offset && ask->index < offset + r->size) {
    int64_t i = ask->index - offset;
    term_put(w, r->dy[ask->sample * r->size + i], ref_dy(r, ask->sample, i), 1, ref_constant());
  }
}

const op op_at_time = {
    .name = "at_time",
    .formula = "y_c = x_{t,c}",
    .args = args,
    .arg_count = 1,
    .hidden = true,
    .least_inputs = 1,
    .most_inputs = 1,
    .shape = shape,
    .forward = forward,
    .backward = backward,
    .terms = terms,
};
