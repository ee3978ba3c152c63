// pos [sinusoidal|learned]: each place t adds its own vector. Sinusoidal (Vaswani et al., 2017): sin and cos of t at
// wavelengths from 2π to 2π·10000; learned: a table W (T,D).
#include "op/op.h"

#include "kernel/kernel.h"

#include <string.h>

enum { SINUSOIDAL, LEARNED };
static const char *const kinds[] = {"sinusoidal", "learned", NULL};
static const char *const *const words[] = {kinds};
static const op_arg args[] = {{"kind", true, false, true, SINUSOIDAL, SINUSOIDAL, LEARNED}};

static bool shape(row *r, int32_t slice, gn_error *error) {
  if (!row_wants_rank(r, 0, 2, error)) return false;
  shape_same(r, slice, error);
  r->scratch_size = shape_size(&r->shape);
  if (r->arg[0] != LEARNED) return true;
  r->want[0].shape = r->shape;
  r->want[0].fan_in = r->want[0].fan_out = r->shape.dim[1];
  r->want[0].deviation = 0.02F; // small beside the tokens: as in GPT-2
  r->wants = 1;
  return true;
}

static float wave(int64_t t, int64_t i, int64_t width) {
  int64_t even = i - i % 2;
  double rate = exp_f64(-(double)even / (double)width * 9.210340371976184); // 10000^(−2⌊i/2⌋/D)
  return (float)(i % 2 == 0 ? sin_f64((double)t * rate) : cos_f64((double)t * rate));
}

static void forward(const row *r, const pass *p) {
  int64_t n = r->shape.dim[1];
  const float *table = r->w[0] ? r->w[0]->v : p->scratch;
  for (int64_t i = 0; i < r->size && !r->w[0]; i++) p->scratch[i] = wave(i / n, i % n, n);
  memcpy(r->y, r->x[0], (size_t)(p->is.n * r->size) * sizeof(float));
  for (int32_t b = 0; b < p->is.n; b++) add_to(r->y + b * r->size, table, r->size);
}

static void backward(const row *r, const pass *p) {
  add_to(r->dx[0], r->dy, p->is.n * r->size);
}

static void backward_params(const row *r, const pass *p, int32_t b0, int32_t b1) { // dw = Σ dy over the samples
  (void)p;
  if (r->w[0]) sum_rows(r->w[0]->d, r->dy + b0 * r->size, b1 - b0, r->size);
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  int64_t i = ask->index, at = ask->sample * r->size + i, n = r->shape.dim[1];
  *form = GN_FORM_SUM;
  if (ask->part == OP_DX) {
    term_put(w, r->dy[at], ref_dy(r, ask->sample, i), 1, ref_constant());
  } else if (ask->part == OP_DW) {
    for (int32_t b = 0; b < p->is.n; b++) term_put(w, 1, ref_constant(), r->dy[b * r->size + i], ref_dy(r, b, i));
  } else {
    term_put(w, r->x[0][at], ref_value(r, 0, ask->sample, i), 1, ref_constant());
    if (r->w[0])
      term_put(w, r->w[0]->v[i], ref_param(r, 0, i), 1, ref_constant());
    else
      term_put(w, wave(i / n, i % n, n), ref_constant(), 1, ref_constant());
  }
}

const op op_pos = {
    .name = "pos",
    .formula = "y_{t,i} = x_{t,i} + p_{t,i}, \\quad p_{t,2k} = \\sin\\frac{t}{10000^{2k/d}}, \\quad p_{t,2k+1} = "
               "\\cos\\frac{t}{10000^{2k/d}}",
    .args = args,
    .words = words,
    .arg_count = 1,
    .least_inputs = 1,
    .most_inputs = 1,
    .sequence = true,
    .shape = shape,
    .forward = forward,
    .backward = backward,
    .backward_params = backward_params,
    .terms = terms,
};
