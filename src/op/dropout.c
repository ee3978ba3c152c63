// dropout [P=0.5]: in training each number is zeroed with probability p and the others grow by 1 / (1 − p); in
// evaluation y = x (Srivastava et al., 2014, in the "inverted" form).
#include "op/op.h"

#include "kernel/kernel.h"

#include <string.h>

static const op_arg args[] = {{"p", true, false, false, 0.5, 0, 0.999}};

static bool shape(row *r, int32_t slice, gn_error *error) {
  shape_same(r, slice, error);
  r->saved_size = shape_size(&r->shape); // the factor of each number
  return true;
}

static void draw_factors(float *factor, const row *r, const pass *p, uint32_t sample) {
  float drop = (float)r->arg[0], keep = 1 / (1 - drop);
  uint64_t key = p->seed + (uint64_t)r->number * UINT64_C(0x9E3779B97F4A7C15); // each row its own numbers
  for (int64_t i = 0; i < r->size; i += 4) {
    uint32_t bits[4];
    random_block(bits, key, RANDOM_DROPOUT, p->is.step, sample, (uint32_t)(i / 4));
    for (int64_t j = i; j < i + 4 && j < r->size; j++) factor[j] = random_unit(bits[j - i]) < drop ? 0 : keep;
  }
}

static void forward(const row *r, const pass *p) {
  for (int32_t b = 0; b < p->is.n; b++) {
    float *factor = r->saved + b * r->size;
    if (p->is.training)
      draw_factors(factor, r, p, p->is.sample + (uint32_t)b);
    else
      fill(factor, 1, r->size);
  }
  for (int64_t i = 0; i < p->is.n * r->size; i++) r->y[i] = r->x[0][i] * r->saved[i];
}

static void backward(const row *r, const pass *p) { // y = x · factor  →  dx = dy · factor
  for (int64_t i = 0; i < p->is.n * r->size; i++) r->dx[0][i] += r->dy[i] * r->saved[i];
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  (void)p;
  int64_t at = ask->sample * r->size + ask->index;
  *form = GN_FORM_SUM;
  if (ask->part == OP_Y)
    term_put(w, r->x[0][at], ref_value(r, 0, ask->sample, ask->index), r->saved[at], ref_constant());
  else
    term_put(w, r->dy[at], ref_dy(r, ask->sample, ask->index), r->saved[at], ref_constant());
}

const op op_dropout = {
    .name = "dropout",
    .formula = "y = \\frac{m\\,x}{1 - p}, \\quad m \\sim \\text{Bernoulli}(1 - p)",
    .args = args,
    .arg_count = 1,
    .least_inputs = 1,
    .most_inputs = 1,
    .shape = shape,
    .forward = forward,
    .backward = backward,
    .terms = terms,
};
