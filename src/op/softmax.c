// softmax: y_i = exp(x_i) / Σ exp(x_j), on the last axis; the largest x is taken off first, so that nothing overflows.
#include "op/softmax.h"

#include "kernel/kernel.h"

static void softmax_row(float *y, const float *x, int64_t n) {
  float total = exp_shifted(y, x, max_of(x, n), n);
  scale_by(y, 1 / total, n);
}

static int64_t place_of(float value, const float *x, int64_t n) {
  int64_t i = 0;
  while (i < n && x[i] != value) i++;
  return i;
}

softmax_log softmax_row_log(float *y, const float *x, int64_t n) {
  float largest = max_of(x, n);
  float total = exp_shifted(y, x, largest, n);
  int64_t top = place_of(largest, x, n);
  float rest = total; // not finite, where nothing is the largest
  if (top < n) {
    float one = y[top];
    y[top] = 0;
    rest = sum(y, n);
    y[top] = one;
  }
  scale_by(y, 1 / total, n);
  return (softmax_log){largest, top < n ? log1p_f32(rest) : log_f32(rest)};
}

static int64_t width_of(const row *r) {
  return r->shape.dim[r->shape.rank - 1];
}

static void forward(const row *r, const pass *p) {
  int64_t n = width_of(r);
  for (int64_t at = 0; at < p->is.n * r->size; at += n) softmax_row(r->y + at, r->x[0] + at, n);
}

static void backward(const row *r, const pass *p) { // dx_i = y_i · (dy_i − Σ_j dy_j·y_j)
  int64_t n = width_of(r);
  for (int64_t at = 0; at < p->is.n * r->size; at += n) {
    float mean = dot(r->dy + at, r->y + at, n);
    for (int64_t i = at; i < at + n; i++) r->dx[0][i] += r->y[i] * (r->dy[i] - mean);
  }
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  (void)p;
  int64_t n = width_of(r), start = ask->index / n * n, base = ask->sample * r->size;
  float y = r->y[base + ask->index];
  *form = ask->part == OP_Y ? GN_FORM_FUNCTION : GN_FORM_SUM;
  for (int64_t j = start; j < start + n; j++) {
    if (ask->part == OP_Y)
      term_put(w, r->x[0][base + j], ref_value(r, 0, ask->sample, j), 1, ref_constant());
    else // ∂y_j/∂x_i = y_i · ((i = j) − y_j)
      term_put(w, r->dy[base + j], ref_dy(r, ask->sample, j), y * ((float)(j == ask->index) - r->y[base + j]),
               ref_constant());
  }
}

const op op_softmax = {
    .name = "softmax",
    .formula = "y_i = \\frac{e^{x_i}}{\\sum_j e^{x_j}}",
    .least_inputs = 1,
    .most_inputs = 1,
    .shape = shape_same,
    .forward = forward,
    .backward = backward,
    .terms = terms,
};
