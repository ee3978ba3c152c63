// im2col: columns[c,ky,kx][oy,ox] = x[c, oy·stride + ky − pad, ox·stride + kx − pad], 0 outside the image: a
// convolution becomes one matrix product. col2im_add is its transpose: it adds every column entry back to the pixel it
// came from, in the order of (ky,kx).
#include "kernel/ref.h"
#include "kernel/simd.h"

#include <stddef.h>

void im2col_ref(float *columns, const float *x, const window *w) {
  int64_t i = 0;
  for (int32_t c = 0; c < w->channels; c++)
    for (int32_t ky = 0; ky < w->kernel; ky++)
      for (int32_t kx = 0; kx < w->kernel; kx++)
        for (int32_t oy = 0; oy < w->out_height; oy++)
          for (int32_t ox = 0; ox < w->out_width; ox++) {
            int64_t iy = (int64_t)oy * w->stride + ky - w->pad, ix = (int64_t)ox * w->stride + kx - w->pad;
            bool inside = iy >= 0 && iy < w->height && ix >= 0 && ix < w->width;
            columns[i++] = inside ? x[((int64_t)c * w->height + iy) * w->width + ix] : 0;
          }
}

void col2im_add_ref(float *dx, const float *columns, const window *w) {
  int64_t i = 0;
  for (int32_t c = 0; c < w->channels; c++)
    for (int32_t ky = 0; ky < w->kernel; ky++)
      for (int32_t kx = 0; kx < w->kernel; kx++)
        for (int32_t oy = 0; oy < w->out_height; oy++)
          for (int32_t ox = 0; ox < w->out_width; ox++, i++) {
            int64_t iy = (int64_t)oy * w->stride + ky - w->pad, ix = (int64_t)ox * w->stride + kx - w->pad;
            bool inside = iy >= 0 && iy < w->height && ix >= 0 && ix < w->width;
            if (inside) dx[((int64_t)c * w->height + iy) * w->width + ix] += columns[i];
          }
}

// The outputs 0 ≤ first ≤ last ≤ out whose input o·stride + shift lies in 0..size−1.
typedef struct range {
  ptrdiff_t first, last;
} range;

static range range_inside(ptrdiff_t out, ptrdiff_t stride, ptrdiff_t shift, ptrdiff_t size) {
  ptrdiff_t first = shift < 0 ? (-shift + stride - 1) / stride : 0;
  ptrdiff_t last = size > shift ? (size - shift + stride - 1) / stride : 0;
  if (last > out) last = out;
  if (first > last) first = last;
  return (range){first, last};
}

// Of a row that is at least a vector long, the last four are copied once more instead of one by one.
static inline void copy_strided(float *y, const float *x, ptrdiff_t stride, ptrdiff_t n) {
  ptrdiff_t i = 0;
  if (stride == 1 && n >= 4) {
    for (; i + 4 <= n; i += 4) wasm_v128_store(y + i, wasm_v128_load(x + i));
    wasm_v128_store(y + n - 4, wasm_v128_load(x + n - 4));
    return;
  }
  for (; i < n; i++) y[i] = x[i * stride];
}

static inline void add_strided(float *y, const float *x, ptrdiff_t stride, ptrdiff_t n) {
  ptrdiff_t i = 0;
  if (stride == 1)
    for (; i + 4 <= n; i += 4) wasm_v128_store(y + i, wasm_f32x4_add(wasm_v128_load(y + i), wasm_v128_load(x + i)));
  for (; i < n; i++) y[i * stride] += x[i];
}

// What one (c,ky,kx) sees of the image: outputs rows.first..last−1 by cols.first..last−1, and the pixel of the first.
typedef struct view {
  range rows, cols;
  ptrdiff_t pixel;
} view;

static view view_of(const window *w, int32_t c, int32_t ky, int32_t kx) {
  view v = {range_inside(w->out_height, w->stride, ky - w->pad, w->height),
            range_inside(w->out_width, w->stride, kx - w->pad, w->width), 0};
  if (v.cols.first == v.cols.last) v.rows.first = v.rows.last = 0;
  int64_t y = v.rows.first * w->stride + ky - w->pad, x = v.cols.first * w->stride + kx - w->pad;
  v.pixel = (ptrdiff_t)(((int64_t)c * w->height + y) * w->width + x);
  return v;
}

void im2col(float *columns, const float *x, const window *w) {
  ptrdiff_t out_w = w->out_width, step = (ptrdiff_t)w->stride * w->width;
  for (int32_t c = 0; c < w->channels; c++)
    for (int32_t ky = 0; ky < w->kernel; ky++)
      for (int32_t kx = 0; kx < w->kernel; kx++) {
        view v = view_of(w, c, ky, kx);
        ptrdiff_t before = v.cols.first, inside = v.cols.last - before, after = out_w - v.cols.last, pixel = v.pixel;
        float *end = columns + out_w * w->out_height;
        fill(columns, 0, v.rows.first * out_w);
        columns += v.rows.first * out_w;
        for (ptrdiff_t rows = v.rows.last - v.rows.first; rows > 0; rows--, columns += out_w, pixel += step) {
          for (ptrdiff_t i = 0; i < before; i++) columns[i] = 0;
          copy_strided(columns + before, x + pixel, w->stride, inside);
          for (ptrdiff_t i = 0; i < after; i++) columns[before + inside + i] = 0;
        }
        fill(columns, 0, end - columns);
        columns = end;
      }
}

void col2im_add(float *dx, const float *columns, const window *w) {
  ptrdiff_t out_w = w->out_width, step = (ptrdiff_t)w->stride * w->width;
  for (int32_t c = 0; c < w->channels; c++)
    for (int32_t ky = 0; ky < w->kernel; ky++)
      for (int32_t kx = 0; kx < w->kernel; kx++) {
        view v = view_of(w, c, ky, kx);
        const float *from = columns + v.rows.first * out_w + v.cols.first;
        ptrdiff_t pixel = v.pixel, inside = v.cols.last - v.cols.first;
        for (ptrdiff_t rows = v.rows.last - v.rows.first; rows > 0; rows--, from += out_w, pixel += step)
          add_strided(dx + pixel, from, w->stride, inside);
        columns += out_w * w->out_height;
      }
}
