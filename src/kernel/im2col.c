// im2col: columns[c,ky,kx][oy,ox] = x[c, oy·stride + ky − pad, ox·stride + kx − pad], 0 outside the image: a
// convolution becomes one matrix product. col2im_add is its transpose: it adds every column entry back to the pixel it
// came from, in the order of (ky,kx).
#include "kernel/ref.h"
#include "kernel/simd.h"

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
  int64_t first, last;
} range;

static range range_inside(int64_t out, int64_t stride, int64_t shift, int64_t size) {
  int64_t first = shift < 0 ? (-shift + stride - 1) / stride : 0;
  int64_t last = size > shift ? (size - shift + stride - 1) / stride : 0;
  if (last > out) last = out;
  if (first > last) first = last;
  return (range){first, last};
}

static void copy_strided(float *y, const float *x, int64_t stride, int64_t n) {
  int64_t i = 0;
  if (stride == 1)
    for (; i + 4 <= n; i += 4) wasm_v128_store(y + i, wasm_v128_load(x + i));
  for (; i < n; i++) y[i] = x[i * stride];
}

static void add_strided(float *y, const float *x, int64_t stride, int64_t n) {
  int64_t i = 0;
  if (stride == 1)
    for (; i + 4 <= n; i += 4) wasm_v128_store(y + i, wasm_f32x4_add(wasm_v128_load(y + i), wasm_v128_load(x + i)));
  for (; i < n; i++) y[i * stride] += x[i];
}

void im2col(float *columns, const float *x, const window *w) {
  int64_t plane = (int64_t)w->height * w->width, out_w = w->out_width;
  for (int64_t c = 0; c < w->channels; c++)
    for (int64_t ky = 0; ky < w->kernel; ky++)
      for (int64_t kx = 0; kx < w->kernel; kx++) {
        range ys = range_inside(w->out_height, w->stride, ky - w->pad, w->height);
        range xs = range_inside(out_w, w->stride, kx - w->pad, w->width);
        if (xs.first == xs.last) ys.first = ys.last = 0;
        fill(columns, 0, ys.first * out_w);
        for (int64_t oy = ys.first; oy < ys.last; oy++) {
          float *to = columns + oy * out_w;
          const float *from = x + c * plane + (oy * w->stride + ky - w->pad) * w->width;
          for (int64_t ox = 0; ox < xs.first; ox++) to[ox] = 0;
          copy_strided(to + xs.first, from + (xs.first * w->stride + kx - w->pad), w->stride, xs.last - xs.first);
          for (int64_t ox = xs.last; ox < out_w; ox++) to[ox] = 0;
        }
        fill(columns + ys.last * out_w, 0, (w->out_height - ys.last) * out_w);
        columns += w->out_height * out_w;
      }
}

void col2im_add(float *dx, const float *columns, const window *w) {
  int64_t plane = (int64_t)w->height * w->width, out_w = w->out_width;
  for (int64_t c = 0; c < w->channels; c++)
    for (int64_t ky = 0; ky < w->kernel; ky++)
      for (int64_t kx = 0; kx < w->kernel; kx++) {
        range ys = range_inside(w->out_height, w->stride, ky - w->pad, w->height);
        range xs = range_inside(out_w, w->stride, kx - w->pad, w->width);
        for (int64_t oy = ys.first; oy < ys.last && xs.first < xs.last; oy++) {
          float *to = dx + c * plane + (oy * w->stride + ky - w->pad) * w->width;
          add_strided(to + (xs.first * w->stride + kx - w->pad), columns + oy * out_w + xs.first, w->stride,
                      xs.last - xs.first);
        }
        columns += w->out_height * out_w;
      }
}
