// Sums, dot products, maxima and the element-wise y += x family. A sum's order is part of its definition: four lanes,
// (l0+l2)+(l1+l3), then the tail in order, so that one vector register computes it without changing a bit.
#include "kernel/math_simd.h"
#include "kernel/ref.h"

#define NOT_A_NUMBER (0.0f / 0.0f)
#define NEGATIVE_INFINITY (-1.0f / 0.0f)

static float lanes_sum(v128_t s) {
  return (wasm_f32x4_extract_lane(s, 0) + wasm_f32x4_extract_lane(s, 2)) +
         (wasm_f32x4_extract_lane(s, 1) + wasm_f32x4_extract_lane(s, 3));
}

// ---- sum = Σ x

float sum_ref(const float *x, int64_t n) {
  float lane[4] = {0, 0, 0, 0};
  int64_t i = 0;
  for (; i + 4 <= n; i += 4)
    for (int l = 0; l < 4; l++) lane[l] += x[i + l];
  float s = (lane[0] + lane[2]) + (lane[1] + lane[3]);
  for (; i < n; i++) s += x[i];
  return s;
}

float sum(const float *x, int64_t n) {
  v128_t lanes = wasm_f32x4_splat(0.0f);
  int64_t i = 0;
  for (; i + 4 <= n; i += 4) lanes = wasm_f32x4_add(lanes, wasm_v128_load(x + i));
  float s = lanes_sum(lanes);
  for (; i < n; i++) s += x[i];
  return s;
}

// ---- dot = Σ x·y

float dot_ref(const float *x, const float *y, int64_t n) {
  float lane[4] = {0, 0, 0, 0};
  int64_t i = 0;
  for (; i + 4 <= n; i += 4)
    for (int l = 0; l < 4; l++) lane[l] += x[i + l] * y[i + l];
  float s = (lane[0] + lane[2]) + (lane[1] + lane[3]);
  for (; i < n; i++) s += x[i] * y[i];
  return s;
}

float dot(const float *x, const float *y, int64_t n) {
  v128_t lanes = wasm_f32x4_splat(0.0f);
  int64_t i = 0;
  for (; i + 4 <= n; i += 4)
    lanes = wasm_f32x4_add(lanes, wasm_f32x4_mul(wasm_v128_load(x + i), wasm_v128_load(y + i)));
  float s = lanes_sum(lanes);
  for (; i < n; i++) s += x[i] * y[i];
  return s;
}

// ---- max. Lanes as in a sum; of equal ones (+0 and −0) the earlier of the comparison stays.

static float larger(float a, float b) {
  return a < b ? b : a;
}

float max_of_ref(const float *x, int64_t n) {
  float lane[4] = {NEGATIVE_INFINITY, NEGATIVE_INFINITY, NEGATIVE_INFINITY, NEGATIVE_INFINITY};
  bool any_nan = false;
  int64_t i = 0;
  for (; i + 4 <= n; i += 4)
    for (int l = 0; l < 4; l++) {
      any_nan |= x[i + l] != x[i + l];
      lane[l] = larger(lane[l], x[i + l]);
    }
  float m = larger(larger(lane[0], lane[2]), larger(lane[1], lane[3]));
  for (; i < n; i++) {
    any_nan |= x[i] != x[i];
    m = larger(m, x[i]);
  }
  return any_nan ? NOT_A_NUMBER : m;
}

float max_of(const float *x, int64_t n) {
  v128_t most = wasm_f32x4_splat(NEGATIVE_INFINITY), nans = wasm_i32x4_splat(0);
  int64_t i = 0;
  for (; i + 4 <= n; i += 4) {
    v128_t v = wasm_v128_load(x + i);
    nans = wasm_v128_or(nans, wasm_f32x4_ne(v, v));
    most = wasm_f32x4_pmax(most, v);
  }
  bool any_nan = wasm_v128_any_true(nans);
  float m = larger(larger(wasm_f32x4_extract_lane(most, 0), wasm_f32x4_extract_lane(most, 2)),
                   larger(wasm_f32x4_extract_lane(most, 1), wasm_f32x4_extract_lane(most, 3)));
  for (; i < n; i++) {
    any_nan |= x[i] != x[i];
    m = larger(m, x[i]);
  }
  return any_nan ? NOT_A_NUMBER : m;
}

// ---- whether every x·0 is 0

bool all_finite_ref(const float *x, int64_t n) {
  float s = 0;
  for (int64_t i = 0; i < n; i++) s += x[i] * 0;
  return s == 0;
}

bool all_finite(const float *x, int64_t n) {
  const v128_t zero = wasm_f32x4_splat(0.0f);
  v128_t s = zero, t = zero;
  int64_t i = 0;
  for (; i + 16 <= n; i += 16) {
    const v128_t a = wasm_f32x4_mul(wasm_v128_load(x + i), zero), b = wasm_f32x4_mul(wasm_v128_load(x + i + 4), zero);
    const v128_t c = wasm_f32x4_mul(wasm_v128_load(x + i + 8), zero),
                 d = wasm_f32x4_mul(wasm_v128_load(x + i + 12), zero);
    s = wasm_f32x4_add(s, wasm_f32x4_add(a, b));
    t = wasm_f32x4_add(t, wasm_f32x4_add(c, d));
  }
  return !wasm_v128_any_true(wasm_f32x4_ne(wasm_f32x4_add(s, t), zero)) && all_finite_ref(x + i, n - i);
}

// ---- y += x

void add_to_ref(float *y, const float *x, int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] += x[i];
}

void add_to(float *y, const float *x, int64_t n) {
  int64_t i = 0;
  for (; i + 4 <= n; i += 4) wasm_v128_store(y + i, wasm_f32x4_add(wasm_v128_load(y + i), wasm_v128_load(x + i)));
  for (; i < n; i++) y[i] += x[i];
}

// ---- y += a·x

void axpy_ref(float *y, float a, const float *x, int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] += a * x[i];
}

void axpy(float *y, float a, const float *x, int64_t n) {
  v128_t va = wasm_f32x4_splat(a);
  int64_t i = 0;
  for (; i + 4 <= n; i += 4)
    wasm_v128_store(y + i, wasm_f32x4_add(wasm_v128_load(y + i), wasm_f32x4_mul(va, wasm_v128_load(x + i))));
  for (; i < n; i++) y[i] += a * x[i];
}

// ---- y *= a

void scale_by_ref(float *y, float a, int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] *= a;
}

void scale_by(float *y, float a, int64_t n) {
  v128_t va = wasm_f32x4_splat(a);
  int64_t i = 0;
  for (; i + 4 <= n; i += 4) wasm_v128_store(y + i, wasm_f32x4_mul(wasm_v128_load(y + i), va));
  for (; i < n; i++) y[i] *= a;
}

// ---- y = x·a + b

void affine_ref(float *y, const float *x, float a, float b, int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] = x[i] * a + b;
}

void affine(float *y, const float *x, float a, float b, int64_t n) {
  v128_t va = wasm_f32x4_splat(a);
  int64_t i = 0;
  for (; i + 4 <= n; i += 4) wasm_v128_store(y + i, simd_mul_add(wasm_v128_load(x + i), va, b));
  for (; i < n; i++) y[i] = x[i] * a + b;
}

// ---- y = a

void fill_ref(float *y, float a, int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] = a;
}

void fill(float *y, float a, int64_t n) {
  v128_t va = wasm_f32x4_splat(a);
  int64_t i = 0;
  for (; i + 4 <= n; i += 4) wasm_v128_store(y + i, va);
  for (; i < n; i++) y[i] = a;
}

// ---- y (rows,n) += b (n)

void add_rows_ref(float *y, const float *b, int64_t rows, int64_t n) {
  for (int64_t r = 0; r < rows; r++)
    for (int64_t i = 0; i < n; i++) y[r * n + i] += b[i];
}

void add_rows(float *y, const float *b, int64_t rows, int64_t n) {
  for (int64_t r = 0; r < rows; r++) add_to(y + r * n, b, n);
}

// ---- y (n) += Σ over rows of x (rows,n)

void sum_rows_ref(float *y, const float *x, int64_t rows, int64_t n) {
  for (int64_t i = 0; i < n; i++) {
    float s = 0;
    for (int64_t r = 0; r < rows; r++) s += x[r * n + i];
    y[i] += s;
  }
}

void sum_rows(float *y, const float *x, int64_t rows, int64_t n) {
  int64_t i = 0;
  for (; i + 4 <= n; i += 4) {
    v128_t s = wasm_f32x4_splat(0.0f);
    for (int64_t r = 0; r < rows; r++) s = wasm_f32x4_add(s, wasm_v128_load(x + r * n + i));
    wasm_v128_store(y + i, wasm_f32x4_add(wasm_v128_load(y + i), s));
  }
  for (; i < n; i++) {
    float s = 0;
    for (int64_t r = 0; r < rows; r++) s += x[r * n + i];
    y[i] += s;
  }
}

// ---- y = exp(x − shift); returns Σ y

float exp_shifted_ref(float *y, const float *x, float shift, int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] = exp_f32(x[i] - shift);
  return sum_ref(y, n);
}

float exp_shifted(float *y, const float *x, float shift, int64_t n) {
  v128_t vshift = wasm_f32x4_splat(shift), lanes = wasm_f32x4_splat(0.0f);
  int64_t i = 0;
  for (; i + 4 <= n; i += 4) {
    v128_t e = simd_exp(wasm_f32x4_sub(wasm_v128_load(x + i), vshift));
    wasm_v128_store(y + i, e);
    lanes = wasm_f32x4_add(lanes, e);
  }
  float s = lanes_sum(lanes);
  for (; i < n; i++) {
    y[i] = exp_f32(x[i] - shift);
    s += y[i];
  }
  return s;
}
