// log, exp, sin, cos, pow (double) in plain + − × ÷, for schedules, initialisation and optimisers: exactness of the
// bits across builds matters here, speed does not. Series are Taylor's, long enough for 53 bits.
#include "kernel/kernel.h"

#include <string.h>

#define LN2_HI 0x1.62e42fefp-1 // 33 bits
#define LN2_LO 0x1.473de6af278edp-34
#define ROUND 0x1.8p52 // x + ROUND − ROUND is x rounded to the nearest integer, |x| < 2⁵¹

static const double infinity = 1.0 / 0.0;

static uint64_t bits_of(double x) {
  uint64_t u;
  memcpy(&u, &x, sizeof u);
  return u;
}

static double double_of(uint64_t u) {
  double x;
  memcpy(&x, &u, sizeof x);
  return x;
}

static double nan_f64(void) {
  return double_of(0x7FF8000000000000u);
}

// A sum of two doubles, |lo| ≪ |hi|: pow needs more than 53 bits of log x.
typedef struct pair {
  double hi, lo;
} pair;

static pair pair_sum(double a, double b) { // |a| ≥ |b|
  double hi = a + b;
  return (pair){hi, b - (hi - a)};
}

static pair pair_product(double a, double b) { // exact (Dekker, 1971); |a|, |b| < 2⁹⁰⁰
  double c = 0x1.0000002p27 * a, a1 = c - (c - a), a2 = a - a1;
  double d = 0x1.0000002p27 * b, b1 = d - (d - b), b2 = b - b1;
  double hi = a * b;
  return (pair){hi, ((a1 * b1 - hi) + a1 * b2 + a2 * b1) + a2 * b2};
}

// Finite x > 0. x = 2ᵏ·(1+f), s = f/(2+f), log(1+f) = 2s + 2s³/3 + 2s⁵/5 + …
static pair log_pair(double x) {
  double k = 0;
  if (x < 0x1p-1022) {
    x *= 0x1p52;
    k = -52;
  }
  uint64_t u = bits_of(x) - 0x3FE6A09E667F3BCDu; // √½
  k += (double)(((u + ((uint64_t)1023 << 52)) >> 52) & 0x7FF) - 1023.0;
  double f = double_of((u & 0xFFFFFFFFFFFFFu) + 0x3FE6A09E667F3BCDu) - 1.0;
  pair t = pair_sum(2.0, f);
  double s = f / t.hi;
  pair back = pair_product(s, t.hi);
  double s_lo = (((f - back.hi) - back.lo) - s * t.lo) / t.hi;
  double z = s * s, series = 0;
  for (int i = 25; i >= 3; i -= 2) series = (series + 2.0 / i) * z; // z ≤ 0.0295
  pair sum = pair_sum(k * LN2_HI, 2.0 * s);
  if (k == 0) sum = (pair){2.0 * s, 0};
  double small = sum.lo + (2.0 * s_lo + s * series + k * LN2_LO);
  return pair_sum(sum.hi, small);
}

double log_f64(double x) {
  if (!(x > 0)) return x == 0 ? -infinity : nan_f64();
  if (x == infinity) return x;
  pair l = log_pair(x);
  return l.hi + l.lo;
}

// e^(hi+lo) = 2ⁿ·e^r; 2ⁿ in two factors for the denormals
static double exp_pair(double hi, double lo) {
  if (hi > 720) return infinity;
  if (hi < -760) return 0;
  double n = (hi * 0x1.71547652b82fep0 + ROUND) - ROUND;
  double r = ((hi - n * LN2_HI) - n * LN2_LO) + lo;
  double q = 0;
  for (int i = 14; i >= 2; i--) q = (q + 1.0) * r / i; // r/2! …
  double y = 1.0 + (r + r * q);
  uint64_t m = (uint64_t)((int64_t)n + 2 * 1023), half = m >> 1;
  return (y * double_of(half << 52)) * double_of((m - half) << 52);
}

double exp_f64(double x) {
  return x == x ? exp_pair(x, 0) : x;
}

// x − n·π/2 in |r| ≤ π/4; n mod 4 says which of ±sin r, ±cos r. Good to about 1e-16 for |x| < 2²⁰; beyond, the error
// grows with |x|.
static double reduce(double x, int *quarter) {
  double n = (x * 0x1.45f306dc9c883p-1 + ROUND) - ROUND;
  *quarter = (int)(bits_of(n + ROUND) & 3);
  return ((x - n * 0x1.921fb544p0) - n * 0x1.0b4611a6p-34) - n * 0x1.3198a2e037073p-69;
}

static double sin_series(double r) {
  double z = r * r, q = 0;
  for (int i = 20; i >= 2; i -= 2) q = -(1.0 + q) * z / (i * (i + 1));
  return r + r * q;
}

static double cos_series(double r) {
  double z = r * r, q = 0;
  for (int i = 21; i >= 1; i -= 2) q = -(1.0 + q) * z / (i * (i + 1));
  return 1.0 + q;
}

static double sin_of_quarter(double x, int shift) {
  if (!(x - x == 0)) return nan_f64();
  int quarter;
  double r = reduce(x, &quarter);
  quarter = (quarter + shift) & 3;
  double y = quarter & 1 ? cos_series(r) : sin_series(r);
  return quarter & 2 ? -y : y;
}

double sin_f64(double x) {
  return x == 0 ? x : sin_of_quarter(x, 0);
}
double cos_f64(double x) {
  return sin_of_quarter(x, 1);
}

// x^y = e^(y·log x), the logarithm and the product in pairs
double pow_f64(double x, double y) {
  if (y == 0 || x == 1) return 1;
  if (!(x >= 0) || y != y) return nan_f64();
  if (x == 0) return y > 0 ? 0 : infinity;
  if (x == infinity) return y > 0 ? infinity : 0;
  double rough = y * log_f64(x);
  if (rough > 720) return infinity;
  if (rough < -760) return 0;
  pair l = log_pair(x), p = pair_product(l.hi, y);
  return exp_pair(p.hi, p.lo + l.lo * y);
}
