// droppath [P=0.5]: stochastic depth. In training all of a sample is zeroed with probability p, or grows by
// 1 / (1 − p); in evaluation y = x. At the end of a residual branch it leaves the branch out (Huang et al., 2016, in
// the "inverted" form).
#include "op/op.h"

#include "kernel/kernel.h"

static const op_arg args[] = {{"p", true, false, false, 0.5, 0, 0.999}};

static bool shape(row *r, int32_t slice, gn_error *error) {
  shape_same(r, slice, error);
  r->saved_size = 1; // the factor of the sample
  return true;
}

static float draw_factor(const row *r, const pass *p, uint32_t sample) {
  float drop = (float)r->arg[0];
  uint64_t key = p->seed + (uint64_t)r->number * UINT64_C(0x9E3779B97F4A7C15); // each row its own numbers
  uint32_t bits[4];
  random_block(bits, key, RANDOM_DROPOUT, p->is.step, sample, 0);
  return random_unit(bits[0]) < drop ? 0 : 1 / (1 - drop);
}

static void forward(const row *r, const pass *p) {
  for (int32_t b = 0; b < p->is.n; b++) {
    float factor = p->is.training ? draw_factor(r, p, p->is.sample + (uint32_t)b) : 1;
    r->saved[b] = factor;
    for (int64_t i = b * r->size; i < (b + 1) * r->size; i++) r->y[i] = r->x[0][i] * factor;
  }
}

static void backward(const row *r, const pass *p) { // y = x · factor  →  dx = dy · factor
  for (int32_t b = 0; b < p->is.n; b++)
    for (int64_t i = b * r->size; i < (b + 1) * r->size; i++) r->dx[0][i] += r->dy[i] * r->saved[b];
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  (void)p;
  int64_t at = ask->sample * r->size + ask->index;
  *form = GN_FORM_SUM;
  if (ask->part == OP_Y)
    term_put(w, r->x[0][at], ref_value(r, 0, ask->sample, ask->index), r->saved[ask->sample], ref_constant());
  else
    term_put(w, r->dy[at], ref_dy(r, ask->sample, ask->index), r->saved[ask->sample], ref_constant());
}

const op op_droppath = {
    .name = "droppath",
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
