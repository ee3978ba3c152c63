// The functions of math.c on four lanes: the same operations in the same order, so the same bits.
#ifndef GN_MATH_SIMD_H
#define GN_MATH_SIMD_H

#include "kernel/poly.h"
#include "kernel/simd.h"

#include <stdint.h>

// a·x + b, rounded twice
static inline v128_t simd_mul_add(v128_t a, v128_t x, float b) {
  return wasm_f32x4_add(wasm_f32x4_mul(a, x), wasm_f32x4_splat(b));
}

static inline v128_t simd_with_sign_of(v128_t y, v128_t x) {
  return wasm_v128_or(y, wasm_v128_and(x, wasm_i32x4_splat(INT32_MIN)));
}

// n = x/ln2 rounded, `bits` is n as an integer; r = whole − rest = x − n·ln2
typedef struct simd_reduced {
  v128_t n, bits, whole, rest, r;
} simd_reduced;

static inline simd_reduced simd_reduce(v128_t x) {
  v128_t z = simd_mul_add(x, wasm_f32x4_splat(POLY_LOG2E), POLY_ROUND);
  v128_t n = wasm_f32x4_sub(z, wasm_f32x4_splat(POLY_ROUND));
  v128_t whole = wasm_f32x4_sub(x, wasm_f32x4_mul(n, wasm_f32x4_splat(POLY_LN2_HI)));
  v128_t rest = wasm_f32x4_mul(n, wasm_f32x4_splat(POLY_LN2_LO));
  v128_t bits = wasm_i32x4_sub(z, wasm_i32x4_splat((int32_t)POLY_ROUND_BITS));
  return (simd_reduced){n, bits, whole, rest, wasm_f32x4_sub(whole, rest)};
}

static inline v128_t simd_exp(v128_t x) {
  x = wasm_f32x4_pmin(x, wasm_f32x4_splat(POLY_EXP_MOST));
  x = wasm_f32x4_pmax(x, wasm_f32x4_splat(POLY_EXP_LEAST));
  simd_reduced s = simd_reduce(x);
  v128_t r = s.r, m = wasm_i32x4_add(s.bits, wasm_i32x4_splat(254));
  v128_t q = simd_mul_add(wasm_f32x4_splat(POLY_E4), r, POLY_E3);
  q = simd_mul_add(q, r, POLY_E2);
  q = simd_mul_add(q, r, POLY_E1);
  q = simd_mul_add(q, r, POLY_E0);
  v128_t d = wasm_f32x4_sub(wasm_f32x4_mul(wasm_f32x4_mul(r, r), q), s.rest);
  v128_t one = wasm_f32x4_splat(1.0f), y = wasm_f32x4_add(one, s.whole);
  v128_t lost = wasm_f32x4_sub(s.whole, wasm_f32x4_sub(y, one));
  y = wasm_f32x4_add(y, wasm_f32x4_add(lost, d));
  v128_t half = wasm_u32x4_shr(m, 1);
  y = wasm_f32x4_mul(y, wasm_i32x4_shl(half, 23));
  return wasm_f32x4_mul(y, wasm_i32x4_shl(wasm_i32x4_sub(m, half), 23));
}

// In two halves, so that a loop may begin one vector while it ends another: each waits long for its own results.
typedef struct simd_tanh_begun {
  v128_t x, u, large, two_n, whole, d;
} simd_tanh_begun;

static inline simd_tanh_begun simd_tanh_begin(v128_t x) {
  v128_t u = wasm_f32x4_pmin(wasm_f32x4_abs(x), wasm_f32x4_splat(POLY_TANH_MOST));
  simd_reduced s = simd_reduce(wasm_f32x4_add(u, u));
  v128_t r = s.r, two_n = wasm_i32x4_shl(wasm_i32x4_add(s.bits, wasm_i32x4_splat(127)), 23);
  v128_t q = simd_mul_add(wasm_f32x4_splat(POLY_M4), r, POLY_M3);
  q = simd_mul_add(q, r, POLY_M2);
  q = simd_mul_add(q, r, POLY_M1);
  q = simd_mul_add(q, r, POLY_M0);
  v128_t d = wasm_f32x4_sub(wasm_f32x4_mul(wasm_f32x4_mul(r, r), q), s.rest);
  return (simd_tanh_begun){x, u, wasm_f32x4_ne(s.n, wasm_f32x4_splat(0.0f)), two_n, s.whole, d};
}

static inline v128_t simd_tanh_end(simd_tanh_begun b) {
  v128_t most = wasm_f32x4_sub(b.two_n, wasm_f32x4_splat(1.0f)), more = wasm_f32x4_mul(b.two_n, b.whole);
  v128_t e = wasm_f32x4_add(most, more), lost = wasm_f32x4_sub(more, wasm_f32x4_sub(e, most));
  e = wasm_f32x4_add(e, wasm_f32x4_add(lost, wasm_f32x4_mul(b.two_n, b.d)));
  v128_t above = wasm_v128_bitselect(e, wasm_f32x4_sub(b.d, wasm_f32x4_mul(b.u, e)), b.large);
  v128_t share = wasm_f32x4_div(above, wasm_f32x4_add(e, wasm_f32x4_splat(2.0f)));
  return simd_with_sign_of(wasm_f32x4_add(wasm_v128_andnot(b.u, b.large), share), b.x);
}

static inline v128_t simd_sigmoid(v128_t x) {
  v128_t one = wasm_f32x4_splat(1.0f);
  v128_t z = simd_exp(wasm_f32x4_neg(wasm_f32x4_abs(x)));
  v128_t negative = wasm_f32x4_lt(x, wasm_f32x4_splat(0.0f));
  v128_t below = wasm_f32x4_add(one, z), lost = wasm_f32x4_sub(z, wasm_f32x4_sub(below, one));
  v128_t y = wasm_f32x4_div(wasm_v128_bitselect(z, one, negative), below);
  return wasm_f32x4_sub(y, wasm_f32x4_mul(y, lost));
}

static inline v128_t simd_erf(v128_t x) {
  v128_t t = wasm_f32x4_pmin(wasm_f32x4_abs(x), wasm_f32x4_splat(POLY_ERF_MOST));
  v128_t g = simd_mul_add(wasm_f32x4_splat(POLY_B6), t, POLY_B5);
  g = simd_mul_add(g, t, POLY_B4);
  g = simd_mul_add(g, t, POLY_B3);
  g = simd_mul_add(g, t, POLY_B2);
  g = simd_mul_add(g, t, POLY_B1);
  g = simd_mul_add(g, t, POLY_B0);
  v128_t far = wasm_f32x4_sub(wasm_f32x4_splat(1.0f), simd_exp(wasm_f32x4_neg(g)));
  v128_t s = wasm_f32x4_mul(t, t);
  v128_t q = simd_mul_add(wasm_f32x4_splat(POLY_A6), s, POLY_A5);
  q = simd_mul_add(q, s, POLY_A4);
  q = simd_mul_add(q, s, POLY_A3);
  q = simd_mul_add(q, s, POLY_A2);
  q = simd_mul_add(q, s, POLY_A1);
  q = simd_mul_add(q, s, POLY_A0);
  v128_t near = wasm_f32x4_add(t, wasm_f32x4_mul(t, q));
  v128_t is_far = wasm_f32x4_gt(t, wasm_f32x4_splat(POLY_ERF_SPLIT));
  return simd_with_sign_of(wasm_v128_bitselect(far, near, is_far), x);
}

#endif
