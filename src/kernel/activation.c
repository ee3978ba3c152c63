// Activations, y = f(x) and dx += dy·f′, each a scalar function of one element and the same on four lanes.
#include "kernel/math_simd.h"
#include "kernel/ref.h"

#define LOAD(p) wasm_v128_load(p)
#define SPLAT(a) wasm_f32x4_splat(a)
#define MUL(a, b) wasm_f32x4_mul(a, b)
#define ADD(a, b) wasm_f32x4_add(a, b)
#define SUB(a, b) wasm_f32x4_sub(a, b)

// ---- relu: y = x < 0 ? 0 : x;  dx += x ≤ 0 ? 0 : dy
// + 0 makes −0 into +0: LLVM 15 compiles the scalar form to WASM's f32.max, which does so too, though C keeps −0.

void relu_map_ref(float *y, const float *x, int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] = (x[i] < 0 ? 0 : x[i]) + 0.0f;
}

void relu_map(float *y, const float *x, int64_t n) {
  int64_t i = 0;
  for (; i + 4 <= n; i += 4) {
    v128_t positive = wasm_f32x4_pmax(LOAD(x + i), SPLAT(0.0f));
    wasm_v128_store(y + i, ADD(positive, SPLAT(0.0f)));
  }
  relu_map_ref(y + i, x + i, n - i);
}

void relu_back_ref(float *dx, const float *dy, const float *x, int64_t n) {
  for (int64_t i = 0; i < n; i++) dx[i] += x[i] <= 0 ? 0 : dy[i];
}

void relu_back(float *dx, const float *dy, const float *x, int64_t n) {
  int64_t i = 0;
  for (; i + 4 <= n; i += 4) {
    v128_t passed = wasm_v128_andnot(LOAD(dy + i), wasm_f32x4_le(LOAD(x + i), SPLAT(0.0f)));
    wasm_v128_store(dx + i, ADD(LOAD(dx + i), passed));
  }
  relu_back_ref(dx + i, dy + i, x + i, n - i);
}

// ---- leaky relu: y = x > 0 ? x : x·slope;  dx += x > 0 ? dy : dy·slope

void leaky_relu_map_ref(float *y, const float *x, float slope, int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] = x[i] > 0 ? x[i] : x[i] * slope;
}

void leaky_relu_map(float *y, const float *x, float slope, int64_t n) {
  int64_t i = 0;
  for (; i + 4 <= n; i += 4) {
    v128_t v = LOAD(x + i), positive = wasm_f32x4_gt(v, SPLAT(0.0f));
    wasm_v128_store(y + i, wasm_v128_bitselect(v, MUL(v, SPLAT(slope)), positive));
  }
  leaky_relu_map_ref(y + i, x + i, slope, n - i);
}

void leaky_relu_back_ref(float *dx, const float *dy, const float *x, float slope, int64_t n) {
  for (int64_t i = 0; i < n; i++) dx[i] += x[i] > 0 ? dy[i] : dy[i] * slope;
}

void leaky_relu_back(float *dx, const float *dy, const float *x, float slope, int64_t n) {
  int64_t i = 0;
  for (; i + 4 <= n; i += 4) {
    v128_t d = LOAD(dy + i), positive = wasm_f32x4_gt(LOAD(x + i), SPLAT(0.0f));
    wasm_v128_store(dx + i, ADD(LOAD(dx + i), wasm_v128_bitselect(d, MUL(d, SPLAT(slope)), positive)));
  }
  leaky_relu_back_ref(dx + i, dy + i, x + i, slope, n - i);
}

// ---- sigmoid: y = 1/(1+e^−x);  dx += dy·(1−y)·y

void sigmoid_map_ref(float *y, const float *x, int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] = sigmoid_f32(x[i]);
}

void sigmoid_map(float *y, const float *x, int64_t n) {
  int64_t i = 0;
  for (; i + 4 <= n; i += 4) wasm_v128_store(y + i, simd_sigmoid(LOAD(x + i)));
  sigmoid_map_ref(y + i, x + i, n - i);
}

void sigmoid_back_ref(float *dx, const float *dy, const float *y, int64_t n) {
  for (int64_t i = 0; i < n; i++) dx[i] += dy[i] * ((1.0f - y[i]) * y[i]);
}

void sigmoid_back(float *dx, const float *dy, const float *y, int64_t n) {
  int64_t i = 0;
  for (; i + 4 <= n; i += 4) {
    v128_t v = LOAD(y + i), slope = MUL(SUB(SPLAT(1.0f), v), v);
    wasm_v128_store(dx + i, ADD(LOAD(dx + i), MUL(LOAD(dy + i), slope)));
  }
  sigmoid_back_ref(dx + i, dy + i, y + i, n - i);
}

// ---- tanh;  dx += dy·(1−y²)

void tanh_map_ref(float *y, const float *x, int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] = tanh_f32(x[i]);
}

void tanh_map(float *y, const float *x, int64_t n) {
  int64_t i = 0;
  if (n >= 4) {
    simd_tanh_begun begun = simd_tanh_begin(LOAD(x));
    for (; i + 8 <= n; i += 4) {
      const simd_tanh_begun next = simd_tanh_begin(LOAD(x + i + 4));
      wasm_v128_store(y + i, simd_tanh_end(begun));
      begun = next;
    }
    wasm_v128_store(y + i, simd_tanh_end(begun));
    i += 4;
  }
  tanh_map_ref(y + i, x + i, n - i);
}

void tanh_back_ref(float *dx, const float *dy, const float *y, int64_t n) {
  for (int64_t i = 0; i < n; i++) dx[i] += dy[i] * (1.0f - y[i] * y[i]);
}

void tanh_back(float *dx, const float *dy, const float *y, int64_t n) {
  int64_t i = 0;
  for (; i + 4 <= n; i += 4) {
    v128_t v = LOAD(y + i), slope = SUB(SPLAT(1.0f), MUL(v, v));
    wasm_v128_store(dx + i, ADD(LOAD(dx + i), MUL(LOAD(dy + i), slope)));
  }
  tanh_back_ref(dx + i, dy + i, y + i, n - i);
}

// ---- gelu: y = x·Φ(x), Φ(x) = (1 + erf(x/√2))/2;  dx += dy·(Φ(x) + x·φ(x)), φ(x) = e^(−x²/2)/√(2π)

static float normal_cdf(float x) {
  return 0.5f * (1.0f + erf_f32(x * POLY_SQRT_HALF));
}

static v128_t simd_normal_cdf(v128_t x) {
  return MUL(SPLAT(0.5f), ADD(SPLAT(1.0f), simd_erf(MUL(x, SPLAT(POLY_SQRT_HALF)))));
}

void gelu_map_ref(float *y, const float *x, int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] = x[i] * normal_cdf(x[i]);
}

void gelu_map(float *y, const float *x, int64_t n) {
  int64_t i = 0;
  for (; i + 4 <= n; i += 4) {
    v128_t v = LOAD(x + i);
    wasm_v128_store(y + i, MUL(v, simd_normal_cdf(v)));
  }
  gelu_map_ref(y + i, x + i, n - i);
}

float gelu_slope(float x) {
  float density = exp_f32((x * x) * -0.5f) * POLY_INV_SQRT_2PI;
  return normal_cdf(x) + x * density;
}

static v128_t simd_gelu_slope(v128_t x) {
  v128_t density = MUL(simd_exp(MUL(MUL(x, x), SPLAT(-0.5f))), SPLAT(POLY_INV_SQRT_2PI));
  return ADD(simd_normal_cdf(x), MUL(x, density));
}

void gelu_back_ref(float *dx, const float *dy, const float *x, int64_t n) {
  for (int64_t i = 0; i < n; i++) dx[i] += dy[i] * gelu_slope(x[i]);
}

void gelu_back(float *dx, const float *dy, const float *x, int64_t n) {
  int64_t i = 0;
  for (; i + 4 <= n; i += 4)
    wasm_v128_store(dx + i, ADD(LOAD(dx + i), MUL(LOAD(dy + i), simd_gelu_slope(LOAD(x + i)))));
  gelu_back_ref(dx + i, dy + i, x + i, n - i);
}
