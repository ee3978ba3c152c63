// layernorm [eps=1e-5]: y = w·x̂ + b with x̂ = (x − mean) / √(var + ε), mean and variance over the last axis (Ba, Kiros,
// Hinton, 2016). w (N), b (N).
#include "op/norm.h"

#include "kernel/kernel.h"

#include <math.h>

static const op_arg args[] = {{"eps", false, false, false, 1e-5, 1e-12, 1}};

static int32_t width_of(const row *r) {
  return r->shape.dim[r->shape.rank - 1];
}
static int64_t groups_of(const row *r) { // per sample
  return r->size / width_of(r);
}

static bool shape(row *r, int32_t slice, gn_error *error) {
  shape_same(r, slice, error);
  int64_t size = shape_size(&r->shape);
  norm_wants(r, width_of(r));
  r->saved_size = 2 * (size / width_of(r)); // mean and scale of each group
  r->scratch_size = 3 * (int64_t)width_of(r);
  return true;
}

static void forward(const row *r, const pass *p) {
  int64_t n = width_of(r), groups = p->is.n * groups_of(r);
  for (int64_t g = 0; g < groups; g++) {
    const float *x = r->x[0] + g * n;
    float *y = r->y + g * n, mean = sum(x, n) / (float)n;
    affine(y, x, 1, -mean, n);
    float scale = 1 / sqrtf(dot(y, y, n) / (float)n + (float)r->arg[0]);
    r->saved[2 * g] = mean;
    r->saved[2 * g + 1] = scale;
    for (int64_t i = 0; i < n; i++) y[i] = y[i] * scale * r->w[0]->v[i] + r->w[1]->v[i];
  }
}

// x̂ = (x − mean)·scale, w·dy = d  →  dx = scale·(d − mean(d) − x̂·mean(d·x̂))
static void backward(const row *r, const pass *p) {
  int64_t n = width_of(r), groups = p->is.n * groups_of(r);
  float *hat = p->scratch, *d = hat + n;
  for (int64_t g = 0; g < groups; g++) {
    float scale = r->saved[2 * g + 1], *dx = r->dx[0] + g * n;
    affine(hat, r->x[0] + g * n, 1, -r->saved[2 * g], n);
    scale_by(hat, scale, n);
    for (int64_t i = 0; i < n; i++) d[i] = r->dy[g * n + i] * r->w[0]->v[i];
    float mean = sum(d, n) / (float)n, along = dot(d, hat, n) / (float)n;
    for (int64_t i = 0; i < n; i++) dx[i] += scale * (d[i] - mean - hat[i] * along);
  }
}

static float hat_of(const row *r, int64_t at) {
  int64_t g = at / width_of(r);
  return (r->x[0][at] - r->saved[2 * g]) * r->saved[2 * g + 1];
}

static void backward_params(const row *r, const pass *p, int32_t b0, int32_t b1) { // dw = Σ dy·x̂, db = Σ dy
  int64_t n = width_of(r), groups = groups_of(r);
  float *dw = p->scratch;
  fill(dw, 0, n);
  for (int64_t g = b0 * groups; g < b1 * groups; g++)
    for (int64_t i = 0; i < n; i++) dw[i] += r->dy[g * n + i] * hat_of(r, g * n + i);
  add_to(r->w[0]->d, dw, n);
  sum_rows(r->w[1]->d, r->dy + b0 * r->size, (b1 - b0) * groups, n);
}

// ∂x̂_j/∂x_i = scale·((i = j) − 1/n − x̂_i·x̂_j/n)
static void terms_dx(const row *r, const op_ask *ask, term_writer *w) {
  int64_t n = width_of(r), base = ask->sample * r->size, first = ask->index / n * n, i = base + ask->index;
  for (int64_t j = first; j < first + n; j++) {
    float along = hat_of(r, i) * hat_of(r, base + j);
    float slope = r->saved[2 * (i / n) + 1] * ((float)(base + j == i) - (1 + along) / (float)n);
    term_put(w, r->dy[base + j], ref_dy(r, ask->sample, j), slope * r->w[0]->v[j % n], ref_constant());
  }
}

static void terms_dw(const row *r, const pass *p, const op_ask *ask, term_writer *w) {
  int64_t n = width_of(r);
  for (int32_t b = 0; b < p->is.n; b++)
    for (int64_t i = ask->index; i < r->size; i += n)
      term_put(w, r->dy[b * r->size + i], ref_dy(r, b, i), ask->which == 0 ? hat_of(r, b * r->size + i) : 1,
               ref_constant());
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  int64_t n = width_of(r), i = ask->index, first = i / n * n;
  *form = ask->part == OP_Y ? GN_FORM_FUNCTION : GN_FORM_SUM;
  if (ask->part == OP_DX) {
    terms_dx(r, ask, w);
  } else if (ask->part == OP_DW) {
    terms_dw(r, p, ask, w);
  } else {
    for (int64_t j = first; j < first + n; j++)
      term_put(w, r->x[0][ask->sample * r->size + j], ref_value(r, 0, ask->sample, j), 1, ref_constant());
    term_put(w, r->w[0]->v[i % n], ref_param(r, 0, i % n), 1, ref_constant());
    term_put(w, r->w[1]->v[i % n], ref_param(r, 1, i % n), 1, ref_constant());
  }
}

const op op_layernorm = {
    .name = "layernorm",
    .formula = "y_i = w_i\\, \\frac{x_i - \\mu}{\\sqrt{\\sigma^2 + \\varepsilon}} + b_i, \\quad "
               "\\mu = \\tfrac{1}{n} \\sum_j x_j, \\quad \\sigma^2 = \\tfrac{1}{n} \\sum_j (x_j - \\mu)^2",
    .args = args,
    .arg_count = 1,
    .least_inputs = 1,
    .most_inputs = 1,
    .shape = shape,
    .forward = forward,
    .backward = backward,
    .backward_params = backward_params,
    .terms = terms,
};
