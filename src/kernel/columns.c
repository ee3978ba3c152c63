// Convolution by its definition: a matrix product with the image's columns, columns[c,ky,kx][oy,ox] = x[c,
// oy·stride + ky − pad, ox·stride + kx − pad], 0 outside the image. col2im_add is the transpose of that: it adds every
// column entry back to the pixel it came from, in the order of (ky,kx).
#include "kernel/ref.h"

#include <string.h>

// Where in the image window o sees with its cell k, −1: outside.
static int64_t seen(int32_t o, int32_t k, int32_t size, const window *w) {
  const int64_t at = (int64_t)o * w->stride + k - w->pad;
  return at < size ? at : -1;
}

// The pixel that column entry i comes from, −1: none.
static int64_t pixel_of(int64_t i, const window *w) {
  const int64_t ox = i % w->out_width, oy = i / w->out_width % w->out_height;
  const int64_t cell = i / w->out_width / w->out_height, kx = cell % w->kernel, ky = cell / w->kernel % w->kernel;
  const int64_t y = seen((int32_t)oy, (int32_t)ky, w->height, w), x = seen((int32_t)ox, (int32_t)kx, w->width, w);
  return y < 0 || x < 0 ? -1 : (cell / w->kernel / w->kernel * w->height + y) * w->width + x;
}

static int64_t image_of(const window *w) {
  return (int64_t)w->channels * w->height * w->width;
}
static int64_t patch_of(const window *w) {
  return (int64_t)w->channels * w->kernel * w->kernel;
}
static int64_t area_of(const window *w) {
  return (int64_t)w->out_height * w->out_width;
}

void im2col_ref(float *columns, const float *x, const window *w) {
  for (int64_t i = 0; i < patch_of(w) * area_of(w); i++) {
    const int64_t pixel = pixel_of(i, w);
    columns[i] = pixel < 0 ? 0 : x[pixel];
  }
}

void col2im_add_ref(float *dx, const float *columns, const window *w) {
  for (int64_t i = 0; i < patch_of(w) * area_of(w); i++) {
    const int64_t pixel = pixel_of(i, w);
    if (pixel >= 0) dx[pixel] += columns[i];
  }
}

void conv_forward_ref(float *y, const float *x, const float *w, const float *bias, const window *v, int64_t outputs,
                      int64_t images, float *columns) { // y = b + W · columns
  for (int64_t i = 0; i < images * outputs; i++)
    for (int64_t q = 0; q < area_of(v); q++) y[i * area_of(v) + q] = bias ? bias[i % outputs] : 0;
  for (int64_t b = 0; b < images; b++) {
    im2col_ref(columns, x + b * image_of(v), v);
    gemm_ref(y + b * outputs * area_of(v), w, columns, GEMM_NN, outputs, area_of(v), patch_of(v));
  }
}

void conv_inputs_ref(float *dx, const float *dy, const float *w, const window *v, int64_t outputs, int64_t images,
                     float *columns) { // dcolumns = Wᵀ · dy
  for (int64_t b = 0; b < images; b++) {
    memset(columns, 0, (size_t)(patch_of(v) * area_of(v)) * sizeof *columns);
    gemm_ref(columns, w, dy + b * outputs * area_of(v), GEMM_TN, patch_of(v), area_of(v), outputs);
    col2im_add_ref(dx + b * image_of(v), columns, v);
  }
}

void conv_weights_ref(float *dw, const float *dy, const float *x, const window *v, int64_t outputs, int64_t images,
                      float *columns) { // dW = Σ dy · columnsᵀ
  const int64_t patch = patch_of(v), area = area_of(v);
  float *part = columns + patch * area;
  memset(part, 0, (size_t)(patch * outputs) * sizeof *part);
  for (int64_t b = 0; b < images; b++) {
    im2col_ref(columns, x + b * image_of(v), v);
    gemm_ref(part, dy + b * outputs * area, columns, GEMM_NT, outputs, patch, area);
  }
  for (int64_t i = 0; i < patch * outputs; i++) dw[i] += part[i];
}
