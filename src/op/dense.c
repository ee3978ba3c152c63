// dense OUT [bias=1]: y = W x + b, on the last axis. W (N,K), b (N).
#include "op/op.h"

#include "kernel/kernel.h"

static const op_arg args[] = {
    {"out", true, true, true, 0, 1, GN_MAX_DIM},
    {"bias", false, false, true, 1, 0, 1},
};

static int32_t inputs_of(const row *r) {
  return r->xs[0]->dim[r->xs[0]->rank - 1];
}
static int32_t outputs_of(const row *r) {
  return r->shape.dim[r->shape.rank - 1];
}

static bool shape(row *r, int32_t slice, gn_error *error) {
  const gn_shape *x = r->xs[0];
  if (x->rank > 2) {
    row_fail(r, error, GN_DENSE_ON_IMAGE);
    error->a = *x;
    return false;
  }
  int32_t k = inputs_of(r), n = (int32_t)r->arg[0];
  r->shape = *x;
  r->shape.dim[x->rank - 1] = n;
  r->want[0].shape = (gn_shape){2, {n, k, 1, 1}};
  r->want[1].shape = (gn_shape){1, {n, 1, 1, 1}};
  r->want[1].bias = true;
  for (int32_t i = 0; i < 2; i++) r->want[i].fan_in = k, r->want[i].fan_out = n;
  r->wants = r->arg[1] != 0 ? 2 : 1;
  int64_t m = slice * (shape_size(x) / k);
  int64_t both = dense_scratch(m, n, k), back = gemm_scratch(GEMM_NN, m, k, n);
  r->scratch_size = both > back ? both : back;
  return true;
}

static void forward(const row *r, const pass *p) {
  int64_t k = inputs_of(r), n = outputs_of(r), m = p->is.n * r->size / n;
  dense_forward(r->y, r->x[0], r->w[0]->v, r->w[1] ? r->w[1]->v : NULL, m, n, k, p->scratch);
}

static void backward(const row *r, const pass *p) { // y[n] = Σ w[n,k]·x[k]  →  dx[k] = Σ dy[n]·w[n,k]
  int64_t k = inputs_of(r), n = outputs_of(r), m = p->is.n * r->size / n;
  gemm(r->dx[0], r->dy, r->w[0]->v, GEMM_NN, m, k, n, p->scratch);
}

static void backward_params(const row *r, const pass *p, int32_t b0, int32_t b1) { // dw[n,k] = Σ dy[n]·x[k]
  int64_t k = inputs_of(r), n = outputs_of(r), m = (b1 - b0) * r->size / n;
  const float *x = r->x[0] + b0 * (r->size / n) * k, *dy = r->dy + b0 * r->size;
  dense_weights(r->w[0]->d, dy, x, m, n, k, p->scratch);
  if (r->w[1]) sum_rows(r->w[1]->d, dy, m, n);
}

static void terms_y(const row *r, const op_ask *ask, term_writer *w) {
  int64_t k = inputs_of(r), n = outputs_of(r), at = ask->index / n, o = ask->index % n;
  const float *x = r->x[0] + ask->sample * (r->size / n) * k + at * k;
  if (r->w[1]) term_put(w, 1, ref_constant(), r->w[1]->v[o], ref_param(r, 1, o));
  for (int64_t i = 0; i < k; i++)
    term_put(w, x[i], ref_value(r, 0, ask->sample, at * k + i), r->w[0]->v[o * k + i], ref_param(r, 0, o * k + i));
}

static void terms_dx(const row *r, const op_ask *ask, term_writer *w) {
  int64_t k = inputs_of(r), n = outputs_of(r), at = ask->index / k, i = ask->index % k;
  for (int64_t o = 0; o < n; o++)
    term_put(w, r->dy[ask->sample * r->size + at * n + o], ref_dy(r, ask->sample, at * n + o), r->w[0]->v[o * k + i],
             ref_param(r, 0, o * k + i));
}

static void terms_dw(const row *r, const pass *p, const op_ask *ask, term_writer *w) {
  int64_t k = inputs_of(r), n = outputs_of(r), rows = r->size / n;
  int64_t o = ask->which == 1 ? ask->index : ask->index / k, i = ask->index % k;
  for (int32_t b = 0; b < p->is.n; b++)
    for (int64_t at = 0; at < rows; at++) {
      float dy = r->dy[b * r->size + at * n + o];
      gn_ref dy_from = ref_dy(r, b, at * n + o);
      if (ask->which == 1)
        term_put(w, 1, ref_constant(), dy, dy_from);
      else
        term_put(w, r->x[0][(b * rows + at) * k + i], ref_value(r, 0, b, at * k + i), dy, dy_from);
    }
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  *form = GN_FORM_SUM;
  if (ask->part == OP_Y)
    terms_y(r, ask, w);
  else if (ask->part == OP_DX)
    terms_dx(r, ask, w);
  else
    terms_dw(r, p, ask, w);
}

static int64_t products(const row *r) {
  return r->size * r->w[0]->shape.dim[1];
}

const op op_dense = {
    .name = "dense",
    .formula = "y_n = b_n + \\sum_k w_{n,k}\\, x_k",
    .args = args,
    .arg_count = 2,
    .least_inputs = 1,
    .most_inputs = 1,
    .shape = shape,
    .forward = forward,
    .backward = backward,
    .backward_params = backward_params,
    .terms = terms,
    .products = products,
};
