// batchnorm [momentum=0.1] [eps=1e-5]: y = w·x̂ + b with x̂ = (x − mean) / √(var + ε) (Ioffe, Szegedy, 2015). Mean and
// variance are those of a channel over the batch, or of a feature of (N); in evaluation the running ones, which
// training leads along: running += momentum·(mean − running), with the variance by m − 1. w (C), b (C).
#include "op/norm.h"

#include "kernel/kernel.h"

#include <math.h>

static const op_arg args[] = {
    {"momentum", false, false, false, 0.1, 0, 1},
    {"eps", false, false, false, 1e-5, 1e-12, 1},
};

// Channel c of sample b is the `area` numbers at (b·channels + c)·area; a feature is a channel of one number.
static int64_t channels_of(const row *r) {
  return r->shape.dim[0];
}
static int64_t area_of(const row *r) {
  return r->size / r->shape.dim[0];
}
static float *mean_of(const row *r) { // kept with the first sample: (C) mean, (C) scale
  return r->saved;
}
static float *scale_of(const row *r) {
  return r->saved + channels_of(r);
}

static bool shape(row *r, int32_t slice, gn_error *error) {
  if (r->xs[0]->rank != 1 && r->xs[0]->rank != 3) {
    row_fail(r, error, GN_RANK);
    error->arg[0] = 3;
    error->a = *r->xs[0];
    return false;
  }
  shape_same(r, slice, error);
  r->size = shape_size(&r->shape);
  int32_t c = r->shape.dim[0];
  norm_wants(r, c);
  r->saved_size = 3 * (int64_t)c; // mean, scale, variance
  r->scratch_size = area_of(r);
  r->keep[0].name = "running_mean";
  r->keep[1].name = "running_var";
  r->keep[0].shape = r->keep[1].shape = r->want[0].shape;
  r->keep[1].start = 1;
  r->keeps = 2;
  return true;
}

// The batch's mean and scale of channel c, and its variance; y is left holding x − mean.
static void measure(const row *r, const pass *p, int64_t c) {
  int64_t channels = channels_of(r), area = area_of(r);
  double count = (double)(p->is.n * area), total = 0, squares = 0;
  for (int64_t b = 0; b < p->is.n; b++) total += (double)sum(r->x[0] + (b * channels + c) * area, area);
  float mean = (float)(total / count);
  for (int64_t b = 0; b < p->is.n; b++) {
    float *y = r->y + (b * channels + c) * area;
    affine(y, r->x[0] + (b * channels + c) * area, 1, -mean, area);
    squares += (double)dot(y, y, area);
  }
  mean_of(r)[c] = mean;
  scale_of(r)[c] = (float)(1 / sqrt(squares / count + r->arg[1]));
  r->saved[2 * channels + c] = (float)(squares / count);
}

static void forward(const row *r, const pass *p) {
  int64_t channels = channels_of(r), area = area_of(r);
  for (int64_t c = 0; c < channels; c++) {
    if (p->is.training) {
      measure(r, p, c);
    } else {
      mean_of(r)[c] = r->kept[0]->v[c];
      scale_of(r)[c] = (float)(1 / sqrt((double)r->kept[1]->v[c] + r->arg[1]));
    }
    float scale = scale_of(r)[c] * r->w[0]->v[c];
    for (int64_t b = 0; b < p->is.n; b++) {
      float *y = r->y + (b * channels + c) * area;
      if (!p->is.training) affine(y, r->x[0] + (b * channels + c) * area, 1, -mean_of(r)[c], area);
      affine(y, y, scale, r->w[1]->v[c], area);
    }
  }
}

// After a step, not in forward: a pass may be run again, to look at it, and changes nothing.
static void settle(const row *r, const pass *p) {
  int64_t channels = channels_of(r), count = p->is.n * area_of(r);
  float keep = 1 - (float)r->arg[0], take = (float)r->arg[0];
  float unbiased = count > 1 ? (float)count / (float)(count - 1) : 1;
  for (int64_t c = 0; c < channels; c++) {
    r->kept[0]->v[c] = keep * r->kept[0]->v[c] + take * mean_of(r)[c];
    r->kept[1]->v[c] = keep * r->kept[1]->v[c] + take * unbiased * r->saved[2 * channels + c];
  }
}

static float hat_of(const row *r, int64_t at, int64_t c) {
  return (r->x[0][at] - mean_of(r)[c]) * scale_of(r)[c];
}

// Σ dy and Σ dy·x̂ of channel c over samples b0..b1−1.
static void gather(float *plain, float *along, const row *r, const pass *p, int64_t c, int32_t b0, int32_t b1) {
  int64_t area = area_of(r);
  double s = 0, h = 0;
  for (int64_t b = b0; b < b1; b++) {
    int64_t at = (b * channels_of(r) + c) * area;
    affine(p->scratch, r->x[0] + at, 1, -mean_of(r)[c], area);
    s += (double)sum(r->dy + at, area);
    h += (double)dot(r->dy + at, p->scratch, area);
  }
  *plain = (float)s;
  *along = (float)(h * (double)scale_of(r)[c]);
}

// dx = w·scale·(dy − mean(dy) − x̂·mean(dy·x̂)); in evaluation mean and scale are given, and dx = w·scale·dy
static void backward(const row *r, const pass *p) {
  int64_t channels = channels_of(r), area = area_of(r);
  float share = 1 / (float)(p->is.n * area);
  for (int64_t c = 0; c < channels; c++) {
    float plain = 0, along = 0, scale = scale_of(r)[c] * r->w[0]->v[c];
    if (p->is.training) gather(&plain, &along, r, p, c, 0, p->is.n);
    for (int64_t b = 0; b < p->is.n; b++)
      for (int64_t i = (b * channels + c) * area; i < (b * channels + c + 1) * area; i++)
        r->dx[0][i] += scale * (r->dy[i] - plain * share - hat_of(r, i, c) * (along * share));
  }
}

static void backward_params(const row *r, const pass *p, int32_t b0, int32_t b1) { // dw = Σ dy·x̂, db = Σ dy
  for (int64_t c = 0; c < channels_of(r); c++) {
    float plain, along;
    gather(&plain, &along, r, p, c, b0, b1);
    r->w[0]->d[c] += along;
    r->w[1]->d[c] += plain;
  }
}

// ∂x̂_j/∂x_i = scale·((i = j) − 1/m − x̂_i·x̂_j/m), over the whole batch; in evaluation scale·(i = j)
static void terms_dx(const row *r, const pass *p, const op_ask *ask, term_writer *w) {
  int64_t area = area_of(r), c = ask->index / area, own = ask->sample * r->size + ask->index;
  float scale = scale_of(r)[c] * r->w[0]->v[c], share = 1 / (float)(p->is.n * area);
  for (int32_t b = 0; b < p->is.n; b++)
    for (int64_t j = c * area; j < (c + 1) * area; j++) {
      int64_t at = b * r->size + j;
      if (!p->is.training && at != own) continue;
      float others = p->is.training ? (1 + hat_of(r, own, c) * hat_of(r, at, c)) * share : 0;
      term_put(w, r->dy[at], ref_dy(r, b, j), scale * ((float)(at == own) - others), ref_constant());
    }
}

static void terms_dw(const row *r, const pass *p, const op_ask *ask, term_writer *w) {
  int64_t area = area_of(r), c = ask->index;
  for (int32_t b = 0; b < p->is.n; b++)
    for (int64_t i = c * area; i < (c + 1) * area; i++)
      term_put(w, r->dy[b * r->size + i], ref_dy(r, b, i), ask->which == 0 ? hat_of(r, b * r->size + i, c) : 1,
               ref_constant());
}

// Operands: in training the channel's numbers of the whole batch, else the number itself and the running two.
static void terms_y(const row *r, const pass *p, const op_ask *ask, term_writer *w) {
  int64_t area = area_of(r), c = ask->index / area;
  if (p->is.training) {
    for (int32_t b = 0; b < p->is.n; b++)
      for (int64_t i = c * area; i < (c + 1) * area; i++)
        term_put(w, r->x[0][b * r->size + i], ref_value(r, 0, b, i), 1, ref_constant());
  } else {
    term_put(w, r->x[0][ask->sample * r->size + ask->index], ref_value(r, 0, ask->sample, ask->index), 1,
             ref_constant());
    for (int32_t k = 0; k < 2; k++)
      term_put(w, r->kept[k]->v[c], (gn_ref){GN_STATE, r->kept[k]->number, 0, c}, 1, ref_constant());
  }
  for (int32_t k = 0; k < 2; k++) term_put(w, r->w[k]->v[c], ref_param(r, k, c), 1, ref_constant());
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  *form = ask->part == OP_Y ? GN_FORM_FUNCTION : GN_FORM_SUM;
  if (ask->part == OP_Y)
    terms_y(r, p, ask, w);
  else if (ask->part == OP_DX)
    terms_dx(r, p, ask, w);
  else
    terms_dw(r, p, ask, w);
}

const op op_batchnorm = {
    .name = "batchnorm",
    .formula = "y = w_c\\, \\frac{x - \\mu_c}{\\sqrt{\\sigma_c^2 + \\varepsilon}} + b_c, \\quad "
               "\\mu_c = \\tfrac{1}{n} \\sum x, \\quad \\sigma_c^2 = \\tfrac{1}{n} \\sum (x - \\mu_c)^2",
    .args = args,
    .arg_count = 2,
    .least_inputs = 1,
    .most_inputs = 1,
    .whole_batch = true,
    .shape = shape,
    .forward = forward,
    .backward = backward,
    .backward_params = backward_params,
    .settle = settle,
    .terms = terms,
};
