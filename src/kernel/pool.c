// Mean over windows of 2×2 that do not overlap, the usual pooling: y = (((x00 + x01) + x10) + x11)·¼ of one plane, and
// back, dx += dy·¼. Width and height are those of y; a last odd column or row of x, which no window takes, is left out.
#include "kernel/ref.h"
#include "kernel/simd.h"

static void mean_row(float *y, const float *x0, const float *x1, int64_t from, int64_t width) {
  for (int64_t i = from; i < width; i++) {
    float total = 0;
    total += x0[2 * i];
    total += x0[2 * i + 1];
    total += x1[2 * i];
    total += x1[2 * i + 1];
    y[i] = total * 0.25f;
  }
}

static void mean_row_back(float *dx0, float *dx1, const float *dy, int64_t from, int64_t width) {
  for (int64_t i = from; i < width; i++) {
    const float each = dy[i] * 0.25f;
    dx0[2 * i] += each;
    dx0[2 * i + 1] += each;
    dx1[2 * i] += each;
    dx1[2 * i + 1] += each;
  }
}

void mean_2x2_ref(float *y, const float *x, int64_t height, int64_t width, int64_t x_width) {
  for (int64_t h = 0; h < height; h++, y += width, x += 2 * x_width) mean_row(y, x, x + x_width, 0, width);
}

void mean_2x2_back_ref(float *dx, const float *dy, int64_t height, int64_t width, int64_t x_width) {
  for (int64_t h = 0; h < height; h++, dy += width, dx += 2 * x_width) mean_row_back(dx, dx + x_width, dy, 0, width);
}

void mean_2x2(float *y, const float *x, int64_t height, int64_t width, int64_t x_width) {
  const v128_t zero = wasm_f32x4_splat(0.0f), share = wasm_f32x4_splat(0.25f);
  for (int64_t h = 0; h < height; h++, y += width, x += 2 * x_width) {
    const float *x0 = x, *x1 = x + x_width;
    int64_t i = 0;
    for (; i + 4 <= width; i += 4) {
      const v128_t a = wasm_v128_load(x0 + 2 * i), b = wasm_v128_load(x0 + 2 * i + 4);
      const v128_t c = wasm_v128_load(x1 + 2 * i), d = wasm_v128_load(x1 + 2 * i + 4);
      v128_t total = wasm_f32x4_add(zero, wasm_i32x4_shuffle(a, b, 0, 2, 4, 6));
      total = wasm_f32x4_add(total, wasm_i32x4_shuffle(a, b, 1, 3, 5, 7));
      total = wasm_f32x4_add(total, wasm_i32x4_shuffle(c, d, 0, 2, 4, 6));
      total = wasm_f32x4_add(total, wasm_i32x4_shuffle(c, d, 1, 3, 5, 7));
      wasm_v128_store(y + i, wasm_f32x4_mul(total, share));
    }
    mean_row(y, x0, x1, i, width);
  }
}

static inline void add_at(float *y, v128_t x) {
  wasm_v128_store(y, wasm_f32x4_add(wasm_v128_load(y), x));
}

void mean_2x2_back(float *dx, const float *dy, int64_t height, int64_t width, int64_t x_width) {
  const v128_t share = wasm_f32x4_splat(0.25f);
  for (int64_t h = 0; h < height; h++, dy += width, dx += 2 * x_width) {
    float *dx0 = dx, *dx1 = dx + x_width;
    int64_t i = 0;
    for (; i + 4 <= width; i += 4) {
      const v128_t each = wasm_f32x4_mul(wasm_v128_load(dy + i), share);
      const v128_t left = wasm_i32x4_shuffle(each, each, 0, 0, 1, 1),
                   right = wasm_i32x4_shuffle(each, each, 2, 2, 3, 3);
      add_at(dx0 + 2 * i, left);
      add_at(dx0 + 2 * i + 4, right);
      add_at(dx1 + 2 * i, left);
      add_at(dx1 + 2 * i + 4, right);
    }
    mean_row_back(dx0, dx1, dy, i, width);
  }
}
