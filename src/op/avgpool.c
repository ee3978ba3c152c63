// avgpool KERNEL [stride=KERNEL] [pad=0]: y = Σ x / kernel² over the window; padding counts as zeros, as in PyTorch.
#include "op/pool.h"

#include "kernel/kernel.h"

static const op_arg args[] = {
    {"kernel", true, true, true, 0, 1, 1 << 12},
    {"stride", false, false, true, 0, 1, 1 << 12},
    {"pad", false, false, true, 0, 0, 1 << 12},
};

static bool shape(row *r, int32_t slice, gn_error *error) {
  (void)slice;
  return window_shape(r, r->xs[0]->rank > 0 ? r->xs[0]->dim[0] : 1, true, error);
}

static float share_of(const window *v) {
  return 1 / (float)(v->kernel * v->kernel);
}

static bool is_usual(const window *v) {
  return v->kernel == 2 && v->stride == 2 && v->pad == 0;
}

static void forward(const row *r, const pass *p) {
  window v = window_of(r);
  int64_t image = (int64_t)v.height * v.width, area = (int64_t)v.out_height * v.out_width, out = 0;
  float share = share_of(&v);
  if (is_usual(&v)) {
    for (int64_t plane = 0; plane < (int64_t)p->is.n * v.channels; plane++)
      mean_2x2(r->y + plane * area, r->x[0] + plane * image, v.out_height, v.out_width, v.width);
    return;
  }
  for (int64_t plane = 0; plane < (int64_t)p->is.n * v.channels; plane++) {
    const float *x = r->x[0] + plane * image;
    for (int64_t oh = 0; oh < v.out_height; oh++)
      for (int64_t ow = 0; ow < v.out_width; ow++, out++) {
        pool_cells in = pool_cells_of(&v, oh, ow);
        float total = 0;
        for (int64_t h = in.top; h < in.bottom; h++)
          for (int64_t w = in.left; w < in.right; w++) total += x[h * v.width + w];
        r->y[out] = total * share;
      }
  }
}

static void backward(const row *r, const pass *p) { // y = Σ x · share  →  dx += dy · share, for every cell
  window v = window_of(r);
  int64_t image = (int64_t)v.height * v.width, area = (int64_t)v.out_height * v.out_width, out = 0;
  float share = share_of(&v);
  if (is_usual(&v)) {
    for (int64_t plane = 0; plane < (int64_t)p->is.n * v.channels; plane++)
      mean_2x2_back(r->dx[0] + plane * image, r->dy + plane * area, v.out_height, v.out_width, v.width);
    return;
  }
  for (int64_t plane = 0; plane < (int64_t)p->is.n * v.channels; plane++) {
    float *dx = r->dx[0] + plane * image;
    for (int64_t oh = 0; oh < v.out_height; oh++)
      for (int64_t ow = 0; ow < v.out_width; ow++, out++) {
        pool_cells in = pool_cells_of(&v, oh, ow);
        float each = r->dy[out] * share;
        for (int64_t h = in.top; h < in.bottom; h++)
          for (int64_t w = in.left; w < in.right; w++) dx[h * v.width + w] += each;
      }
  }
}

static void terms_y(const row *r, const op_ask *ask, term_writer *w) {
  window v = window_of(r);
  int64_t area = (int64_t)v.out_height * v.out_width, image = (int64_t)v.height * v.width, c = ask->index / area;
  pool_cells in = pool_cells_of(&v, ask->index % area / v.out_width, ask->index % v.out_width);
  const float *x = r->x[0] + (ask->sample * v.channels + c) * image;
  for (int64_t h = in.top; h < in.bottom; h++)
    for (int64_t l = in.left; l < in.right; l++) {
      int64_t at = h * v.width + l;
      term_put(w, x[at], ref_value(r, 0, ask->sample, c * image + at), share_of(&v), ref_constant());
    }
}

static void terms_dx(const row *r, const op_ask *ask, term_writer *w) {
  window v = window_of(r);
  int64_t area = (int64_t)v.out_height * v.out_width, image = (int64_t)v.height * v.width;
  int64_t c = ask->index / image, h = ask->index % image / v.width, l = ask->index % v.width;
  for (int64_t q = c * area; q < (c + 1) * area; q++) {
    pool_cells in = pool_cells_of(&v, q % area / v.out_width, q % v.out_width);
    if (h < in.top || h >= in.bottom || l < in.left || l >= in.right) continue;
    term_put(w, r->dy[ask->sample * r->size + q], ref_dy(r, ask->sample, q), share_of(&v), ref_constant());
  }
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  (void)p;
  *form = GN_FORM_SUM;
  if (ask->part == OP_Y)
    terms_y(r, ask, w);
  else
    terms_dx(r, ask, w);
}

const op op_avgpool = {
    .name = "avgpool",
    .formula = "y_{c,h,l} = \\frac{1}{k^2} \\sum_{i,j} x_{c,\\,hs+i-p,\\,ls+j-p}",
    .args = args,
    .arg_count = 3,
    .least_inputs = 1,
    .most_inputs = 1,
    .shape = shape,
    .forward = forward,
    .backward = backward,
    .terms = terms,
};
