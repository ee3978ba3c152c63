// mse [FIELD]: the mean over a sample's numbers of (x − t)². y is x itself.
#include "op/op.h"

#include "kernel/kernel.h"

#include <string.h>

static bool shape(row *r, int32_t slice, gn_error *error) {
  (void)slice;
  (void)error;
  r->shape = *r->xs[0];
  r->target_size = shape_size(&r->shape);
  return true;
}

static float wanted(const row *r, int32_t sample, int64_t index) {
  return r->target[sample * r->size + index];
}

static float cost(const row *r, int32_t sample, int64_t index) {
  float miss = r->y[sample * r->size + index] - wanted(r, sample, index);
  return miss * miss;
}

static void forward(const row *r, const pass *p) {
  memcpy(r->y, r->x[0], (size_t)(p->is.n * r->size) * sizeof(float));
  if (!p->is.targets) return;
  for (int32_t b = 0; b < p->is.n; b++) {
    float total = 0;
    for (int64_t i = 0; i < r->size; i++) total += cost(r, b, i);
    r->loss[b] = total / (float)r->size;
  }
}

static float share_of(const row *r, const pass *p) {
  return 2 / ((float)r->size * (float)p->is.batch);
}

static void backward(const row *r, const pass *p) { // (x − t)² / size  →  dx = 2·(x − t) / size
  float share = share_of(r, p);
  for (int64_t i = 0; i < p->is.n * r->size; i++) r->dx[0][i] += (r->y[i] - r->target[i]) * share;
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  int32_t b = ask->sample;
  int64_t i = ask->index, at = b * r->size + i;
  *form = GN_FORM_SUM;
  if (ask->part == OP_Y) {
    term_put(w, r->x[0][at], ref_value(r, 0, b, i), 1, ref_constant());
  } else if (ask->part == OP_DX) {
    term_put(w, r->y[at], ref_out(r, b, i), share_of(r, p), ref_constant());
    term_put(w, r->target[at], (gn_ref){GN_TARGET, r->number, b, i}, -share_of(r, p), ref_constant());
  } else {
    for (int64_t j = 0; j < r->size; j++)
      term_put(w, cost(r, b, j), (gn_ref){GN_COST, r->number, b, j}, 1 / (float)r->size, ref_constant());
  }
}

const op op_mse = {
    .name = "mse",
    .formula = "L = \\frac{1}{n} \\sum_k (x_k - y_k)^2",
    .loss = true,
    .numbers = true,
    .least_inputs = 1,
    .most_inputs = 1,
    .shape = shape,
    .forward = forward,
    .backward = backward,
    .terms = terms,
    .cost = cost,
    .wanted = wanted,
};
