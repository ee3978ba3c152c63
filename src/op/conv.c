// conv OUT KERNEL [stride=1] [pad=0]: y[o] = b[o] + Σ over c, i, j of w[o,c,i,j] · x[c, h·stride+i−pad,
// w·stride+j−pad]. W (O,C,k,k), b (O).
#include "op/window.h"

static const op_arg args[] = {
    {"out", true, true, true, 0, 1, 1 << 16},      {"kernel", true, true, true, 0, 1, 1 << 12},
    {"stride", false, false, true, 1, 1, 1 << 12}, {"pad", false, false, true, 0, 0, 1 << 12},
    {"bias", false, false, true, 1, 0, 1},         {"dilation", false, false, true, 1, 1, 1 << 12},
    {"groups", false, false, true, 1, 1, 1 << 16},
};

static int64_t patch_of(const window *v) {
  return (int64_t)v->channels * v->kernel * v->kernel;
}
static int64_t area_of(const window *v) {
  return (int64_t)v->out_height * v->out_width;
}

static bool only_one(const row *r, int32_t i, gn_error *error) {
  if (r->arg[i] == 1) return true;
  row_fail(r, error, GN_UNSUPPORTED);
  for (int32_t c = 0; args[i].key[c]; c++) error->hint[c] = args[i].key[c];
  error->arg[0] = 1;
  return false;
}

static bool shape(row *r, int32_t slice, gn_error *error) {
  (void)slice;
  if (!only_one(r, 5, error) || !only_one(r, 6, error)) return false;
  int32_t o = (int32_t)r->arg[0], k = (int32_t)r->arg[1];
  if (!window_shape(r, o, false, error)) return false;
  window v = window_of(r);
  int64_t patch = patch_of(&v), area = area_of(&v);
  if (patch > GN_MAX_FLOATS / o || patch > GN_MAX_FLOATS / area) {
    row_fail(r, error, GN_TOO_BIG);
    error->arg[0] = times_capped(patch, o > area ? o : area);
    error->arg[1] = GN_MAX_FLOATS;
    return false;
  }
  r->want[0].shape = (gn_shape){4, {o, v.channels, k, k}};
  r->want[1].shape = (gn_shape){1, {o, 1, 1, 1}};
  r->want[1].bias = true;
  for (int32_t i = 0; i < 2; i++) r->want[i].fan_in = patch, r->want[i].fan_out = (int64_t)o * k * k;
  r->wants = r->arg[4] != 0 ? 2 : 1;
  r->scratch_size = conv_scratch(&v, o);
  return true;
}

static void forward(const row *r, const pass *p) {
  const window v = window_of(r);
  conv_forward(r->y, r->x[0], r->w[0]->v, r->w[1] ? r->w[1]->v : NULL, &v, r->shape.dim[0], p->is.n, p->scratch);
}

static void backward(const row *r, const pass *p) {
  const window v = window_of(r);
  conv_inputs(r->dx[0], r->dy, r->w[0]->v, &v, r->shape.dim[0], p->is.n, p->scratch);
}

static void backward_params(const row *r, const pass *p, int32_t b0, int32_t b1) {
  const window v = window_of(r);
  const int64_t o = r->shape.dim[0], area = area_of(&v), image = (int64_t)v.channels * v.height * v.width;
  conv_weights(r->w[0]->d, r->dy + b0 * r->size, r->x[0] + b0 * image, &v, o, b1 - b0, p->scratch);
  for (int64_t i = 0; i < o && r->w[1]; i++) {
    float db = 0;
    for (int32_t b = b0; b < b1; b++) db += sum(r->dy + b * r->size + i * area, area);
    r->w[1]->d[i] += db;
  }
}

static void terms_y(const row *r, const op_ask *ask, term_writer *w) {
  window v = window_of(r);
  int64_t patch = patch_of(&v), area = area_of(&v), o = ask->index / area, k = v.kernel;
  int64_t top = ask->index % area / v.out_width * v.stride - v.pad;
  int64_t left = ask->index % v.out_width * v.stride - v.pad;
  const float *x = r->x[0] + ask->sample * (int64_t)v.channels * v.height * v.width;
  if (r->w[1]) term_put(w, 1, ref_constant(), r->w[1]->v[o], ref_param(r, 1, o));
  for (int64_t c = 0; c < v.channels; c++)
    for (int64_t i = 0; i < k; i++)
      for (int64_t j = 0; j < k; j++) {
        int64_t h = top + i, l = left + j;
        if (h < 0 || h >= v.height || l < 0 || l >= v.width) continue; // padding adds nothing
        int64_t at = (c * v.height + h) * v.width + l, weight = o * patch + (c * k + i) * k + j;
        term_put(w, x[at], ref_value(r, 0, ask->sample, at), r->w[0]->v[weight], ref_param(r, 0, weight));
      }
}

static void terms_dx(const row *r, const op_ask *ask, term_writer *w) {
  window v = window_of(r);
  int64_t patch = patch_of(&v), area = area_of(&v), k = v.kernel;
  int64_t c = ask->index / ((int64_t)v.height * v.width), h = ask->index / v.width % v.height;
  int64_t l = ask->index % v.width;
  for (int64_t o = 0; o < r->shape.dim[0]; o++)
    for (int64_t i = 0; i < k; i++)
      for (int64_t j = 0; j < k; j++) {
        int64_t up = h + v.pad - i, side = l + v.pad - j;
        if (up < 0 || side < 0 || up % v.stride != 0 || side % v.stride != 0) continue;
        up /= v.stride;
        side /= v.stride;
        if (up >= v.out_height || side >= v.out_width) continue;
        int64_t at = o * area + up * v.out_width + side, weight = o * patch + (c * k + i) * k + j;
        term_put(w, r->dy[ask->sample * r->size + at], ref_dy(r, ask->sample, at), r->w[0]->v[weight],
                 ref_param(r, 0, weight));
      }
}

static void terms_dw(const row *r, const pass *p, const op_ask *ask, term_writer *w) {
  window v = window_of(r);
  int64_t patch = patch_of(&v), area = area_of(&v), k = v.kernel;
  int64_t o = ask->which == 1 ? ask->index : ask->index / patch;
  int64_t c = ask->index % patch / (k * k), i = ask->index / k % k, j = ask->index % k;
  int64_t image = (int64_t)v.channels * v.height * v.width;
  for (int32_t b = 0; b < p->is.n; b++)
    for (int64_t q = 0; q < area; q++) {
      float dy = r->dy[b * r->size + o * area + q];
      gn_ref dy_from = ref_dy(r, b, o * area + q);
      if (ask->which == 1) {
        term_put(w, 1, ref_constant(), dy, dy_from);
        continue;
      }
      int64_t h = q / v.out_width * v.stride - v.pad + i, l = q % v.out_width * v.stride - v.pad + j;
      if (h < 0 || h >= v.height || l < 0 || l >= v.width) continue;
      int64_t at = (c * v.height + h) * v.width + l;
      term_put(w, r->x[0][b * image + at], ref_value(r, 0, b, at), dy, dy_from);
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
  return r->size * (r->w[0]->size / r->shape.dim[0]);
}

const op op_conv = {
    .name = "conv",
    .formula = "y_{o,h,l} = b_o + \\sum_{c,i,j} w_{o,c,i,j}\\, x_{c,\\,hs+i-p,\\,ls+j-p}",
    .args = args,
    .arg_count = 7,
    .least_inputs = 1,
    .most_inputs = 1,
    .shape = shape,
    .forward = forward,
    .backward = backward,
    .backward_params = backward_params,
    .terms = terms,
    .products = products,
};
