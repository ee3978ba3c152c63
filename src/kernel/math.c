// exp, log, log1p, tanh, sigmoid, erf (float): a range reduction and a minimax polynomial each, in plain + − × ÷, so
// that every build gives the same bits. math_simd.h is the same, four at a time. The double functions are in
// math_f64.c.
#include "kernel/kernel.h"
#include "kernel/poly.h"

#include <string.h>

static uint32_t bits_of(float x) {
  uint32_t u;
  memcpy(&u, &x, sizeof u);
  return u;
}

static float float_of(uint32_t u) {
  float x;
  memcpy(&x, &u, sizeof x);
  return x;
}

static float magnitude(float x) {
  return float_of(bits_of(x) & 0x7FFFFFFFu);
}

static float with_sign_of(float y, float x) {
  return float_of(bits_of(y) | (bits_of(x) & 0x80000000u));
}

// e^x = 2ⁿ·e^r. The two factors of 2ⁿ let results run into the denormals with one rounding.
float exp_f32(float x) {
  x = POLY_EXP_MOST < x ? POLY_EXP_MOST : x;
  x = x < POLY_EXP_LEAST ? POLY_EXP_LEAST : x;
  float z = x * POLY_LOG2E + POLY_ROUND;
  uint32_t m = bits_of(z) - POLY_ROUND_BITS + 254u; // n + 2·127
  float n = z - POLY_ROUND;
  float whole = x - n * POLY_LN2_HI, rest = n * POLY_LN2_LO; // exact, tiny: r in two parts
  float r = whole - rest;
  float q = (((POLY_E4 * r + POLY_E3) * r + POLY_E2) * r + POLY_E1) * r + POLY_E0;
  float y = 1.0f + whole, lost = whole - (y - 1.0f);
  y += lost + ((r * r) * q - rest);
  uint32_t half = m >> 1;
  return (y * float_of(half << 23)) * float_of((m - half) << 23);
}

// ln(1+f) = f − s·(f − z·L), √½ ≤ 1+f < √2: what is taken off f
static float log_rest(float f) {
  float s = f / (2.0f + f), z = s * s;
  float l = z * (((POLY_L3 * z + POLY_L2) * z + POLY_L1) * z + POLY_L0);
  return s * (f - l);
}

// x = 2ᵏ·(1+f), √½ ≤ 1+f < √2
float log_f32(float x) {
  if (!(x > 0)) return x == 0 ? -1.0f / 0.0f : float_of(0x7FC00000u);
  if (x == 1.0f / 0.0f) return x;
  float k = 0;
  if (x < 0x1p-126f) {
    x *= 0x1p23f;
    k = -23;
  }
  uint32_t u = bits_of(x) - 0x3F3504F3u; // √½
  k += (float)((int32_t)(u + (127u << 23)) >> 23) - 127.0f;
  float f = float_of((u & 0x7FFFFFu) + 0x3F3504F3u) - 1.0f;
  return k * POLY_LN2_HI + (f - (log_rest(f) - k * POLY_LN2_LO));
}

// ln(1+x). Near 0 x itself is f, with all its digits; elsewhere what 1 + x lost in rounding is put back.
float log1p_f32(float x) {
  if (-0.25f < x && x < 0.375f) return x - log_rest(x);
  float u = 1.0f + x;
  if (!(u > 0) || u == 1.0f / 0.0f) return log_f32(u);
  float lost = x < 1.0f ? x - (u - 1.0f) : 1.0f - (u - x);
  return log_f32(u) + lost / u;
}

// tanh|x| = e/(e+2), e = exp(2|x|) − 1 = 2ⁿ·(r + d) + (2ⁿ − 1): no cancellation near 0. Where n = 0, that is
// |x| < 0.17, |x| + (d − |x|·e)/(e+2) is the same with a smaller rounding error.
float tanh_f32(float x) {
  float u = magnitude(x);
  u = POLY_TANH_MOST < u ? POLY_TANH_MOST : u;
  float t = u + u;
  float z = t * POLY_LOG2E + POLY_ROUND;
  float two_n = float_of((bits_of(z) - POLY_ROUND_BITS + 127u) << 23);
  float n = z - POLY_ROUND;
  float whole = t - n * POLY_LN2_HI, rest = n * POLY_LN2_LO;
  float r = whole - rest;
  float q = (((POLY_M4 * r + POLY_M3) * r + POLY_M2) * r + POLY_M1) * r + POLY_M0;
  float d = (r * r) * q - rest;
  float most = two_n - 1.0f, more = two_n * whole;
  float e = most + more, lost = more - (e - most);
  e += lost + two_n * d;
  bool small = n == 0;
  float y = (small ? u : 0) + (small ? d - u * e : e) / (e + 2.0f);
  return with_sign_of(y, x);
}

// 1/(1+e^−x) = e^x/(1+e^x): whichever exp cannot overflow. What 1 + z lost in rounding is put back at the end.
float sigmoid_f32(float x) {
  float z = exp_f32(-magnitude(x));
  float below = 1.0f + z, lost = z - (below - 1.0f);
  float y = (x < 0 ? z : 1.0f) / below;
  return y - y * lost;
}

float erf_f32(float x) {
  float t = magnitude(x);
  t = POLY_ERF_MOST < t ? POLY_ERF_MOST : t;
  if (t > POLY_ERF_SPLIT) {
    float g = ((POLY_B6 * t + POLY_B5) * t + POLY_B4) * t + POLY_B3;
    g = ((g * t + POLY_B2) * t + POLY_B1) * t + POLY_B0;
    return with_sign_of(1.0f - exp_f32(-g), x);
  }
  float s = t * t;
  float q = ((POLY_A6 * s + POLY_A5) * s + POLY_A4) * s + POLY_A3;
  q = ((q * s + POLY_A2) * s + POLY_A1) * s + POLY_A0;
  return with_sign_of(t + t * q, x);
}
