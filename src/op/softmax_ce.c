// softmax_ce [FIELD]: probabilities p = softmax(x) on the last axis, and the cross-entropy −ln p[target] in nats, the
// mean over a sample's rows. Its gradient is p − onehot(target). Of the likeliest class −ln p = ln(1 + Σ exp(xₖ − x))
// over the others: no loss is too small to have all its digits.
#include "op/softmax.h"

#include "kernel/kernel.h"

static int64_t width_of(const row *r) {
  return r->shape.dim[r->shape.rank - 1];
}

static bool shape(row *r, int32_t slice, gn_error *error) {
  (void)slice;
  (void)error;
  r->shape = *r->xs[0];
  r->target_size = shape_size(&r->shape) / width_of(r); // one class number a row
  r->saved_size = 2 * r->target_size;                   // ln Σ exp x: the largest x, and the rest
  return true;
}

static float minus_log(const row *r, int64_t i, float x) { // −ln p = ln Σ exp x − x
  return (r->saved[2 * i] - x) + r->saved[2 * i + 1];
}

static void forward(const row *r, const pass *p) {
  int64_t n = width_of(r), rows = r->target_size;
  for (int32_t b = 0; b < p->is.n; b++) {
    float loss = 0;
    for (int64_t i = b * rows; i < (b + 1) * rows; i++) {
      softmax_log all = softmax_row_log(r->y + i * n, r->x[0] + i * n, n);
      r->saved[2 * i] = all.largest;
      r->saved[2 * i + 1] = all.rest;
      if (p->is.targets) loss += minus_log(r, i, r->x[0][i * n + (int64_t)r->target[i]]);
    }
    if (p->is.targets) r->loss[b] = loss / (float)rows;
  }
}

static float share_of(const row *r, const pass *p) {
  return 1 / ((float)r->target_size * (float)p->is.batch);
}

static void backward(const row *r, const pass *p) { // −ln p[t] = ln Σ exp x − x[t]  →  dx = (p − onehot) · share
  int64_t n = width_of(r), rows = p->is.n * r->target_size;
  float share = share_of(r, p);
  axpy(r->dx[0], share, r->y, rows * n);
  for (int64_t i = 0; i < rows; i++) r->dx[0][i * n + (int64_t)r->target[i]] -= share;
}

static float wanted(const row *r, int32_t sample, int64_t index) {
  int64_t n = width_of(r);
  return (int64_t)r->target[sample * r->target_size + index / n] == index % n;
}

static float cost(const row *r, int32_t sample, int64_t index) { // −ln p
  return minus_log(r, sample * r->target_size + index / width_of(r), r->x[0][sample * r->size + index]);
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  *form = ask->part == OP_Y ? GN_FORM_FUNCTION : GN_FORM_SUM;
  int32_t b = ask->sample;
  int64_t i = ask->index, n = width_of(r), at = b * r->size + i;
  if (ask->part == OP_Y) {
    for (int64_t j = i / n * n; j < i / n * n + n; j++)
      term_put(w, r->x[0][b * r->size + j], ref_value(r, 0, b, j), 1, ref_constant());
  } else if (ask->part == OP_DX) {
    term_put(w, r->y[at], ref_out(r, b, i), share_of(r, p), ref_constant());
    term_put(w, wanted(r, b, i), (gn_ref){GN_TARGET, r->number, b, i}, -share_of(r, p), ref_constant());
  } else { // Σ_k onehot_k · (−ln p_k)
    for (int64_t j = 0; j < r->size; j++)
      term_put(w, cost(r, b, j), (gn_ref){GN_COST, r->number, b, j}, wanted(r, b, j) / (float)r->target_size,
               r->target_size == 1 ? (gn_ref){GN_TARGET, r->number, b, j} : ref_constant());
  }
}

const op op_softmax_ce = {
    .name = "softmax_ce",
    .formula = "L = -\\sum_k y_k \\ln p_k, \\quad p_i = \\frac{e^{x_i}}{\\sum_j e^{x_j}}",
    .loss = true,
    .least_inputs = 1,
    .most_inputs = 1,
    .shape = shape,
    .forward = forward,
    .backward = backward,
    .terms = terms,
    .cost = cost,
    .wanted = wanted,
};
