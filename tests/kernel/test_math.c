// The elementary functions against libm's double ones: float in ulp of the true value, double relative.
#include "../check.h"
#include "bits.h"
#include "kernel/kernel.h"

static const uint64_t HASH = 0xe5b2c735e5bfa75bu; // frozen; changes only when a formula does

// |got − want| in units of want's last place (a denormal's last place is 2^−149)
static double ulps(float got, double want) {
  if (want != want) return got != got ? 0 : 1e9;
  if (same_float(got, (float)want)) return 0;
  if (isinf(got) || isinf(want)) return fabs(want) > 3.4028235e38 && isinf(got) ? 0 : 1e9;
  int e;
  frexp(want, &e);
  if (e < -125) e = -125;
  return fabs((double)got - want) / ldexp(1, e - 24);
}

static double sigmoid_libm(double x) {
  return 1 / (1 + exp(-x));
}

static const struct {
  const char *name;
  float (*ours)(float);
  double (*libm)(double);
} floats[] = {{"exp_f32", exp_f32, exp},    {"log_f32", log_f32, log},
              {"tanh_f32", tanh_f32, tanh}, {"sigmoid_f32", sigmoid_f32, sigmoid_libm},
              {"erf_f32", erf_f32, erf},    {"log1p_f32", log1p_f32, log1p}};

static void float_functions(void) {
  for (int f = 0; f < 6; f++) {
    double worst = 0;
    float at = 0;
    for (uint64_t u = 0; u <= UINT32_MAX; u += 4093) { // a million floats of every magnitude
      float x = bits_float((uint32_t)u);
      double error = ulps(floats[f].ours(x), floats[f].libm((double)x));
      if (error > worst) {
        worst = error;
        at = x;
      }
    }
    for (int i = 0; i < SPECIALS; i++) {
      double error = ulps(floats[f].ours(specials[i]), floats[f].libm((double)specials[i]));
      if (error > worst) {
        worst = error;
        at = specials[i];
      }
    }
    printf("  %s: %.3f ulp at %a\n", floats[f].name, worst, (double)at);
    if (!(worst <= 2)) CHECK_FAIL("%s is off by %.3f ulp at %a", floats[f].name, worst, (double)at);
  }
}

static void zeros_and_signs(void) {
  CHECK(same_float(tanh_f32(-0.0f), -0.0f));
  CHECK(same_float(erf_f32(-0.0f), -0.0f));
  CHECK(same_float(log_f32(1), 0.0f));
  CHECK(same_float(log_f32(-0.0f), -INFINITY));
  CHECK(same_float(log1p_f32(-0.0f), -0.0f));
  CHECK(same_float(log1p_f32(-1), -INFINITY));
  CHECK(same_float(exp_f32(-INFINITY), 0.0f));
  CHECK(same_float(tanh_f32(INFINITY), 1.0f));
  CHECK(same_float(erf_f32(-INFINITY), -1.0f));
  CHECK(same_float(sigmoid_f32(-INFINITY), 0.0f));
}

static double relative(double got, double want) {
  if (want != want) return got != got ? 0 : 1e9;
  if (got == want) return 0;
  if (isinf(got) || isinf(want)) return 1e9;
  return fabs(got - want) / fmax(fabs(want), 0x1p-1000);
}

static double unit(uint32_t i) {
  return (double)scramble(i) * 0x1p-32;
}

static void report(const char *name, double worst, double bound) {
  printf("  %s: %.2e\n", name, worst);
  if (!(worst <= bound)) CHECK_FAIL("%s is off by %.3g", name, worst);
}

static void double_functions(void) {
  double worst[5] = {0, 0, 0, 0, 0};
  for (uint32_t i = 0; i < 200000; i++) {
    double u = unit(2 * i), v = unit(2 * i + 1);
    double positive = ldexp(1 + u, (int)(v * 2040) - 1022), near_one = 1 + (u - 0.5) * ldexp(1, -(int)(v * 40));
    worst[0] = fmax(worst[0], relative(log_f64(positive), log(positive)));
    worst[0] = fmax(worst[0], relative(log_f64(near_one), log(near_one)));
    double x = (u - 0.5) * 1400, small = (u - 0.5) * ldexp(1, -(int)(v * 40));
    worst[1] = fmax(worst[1], relative(exp_f64(x), exp(x)));
    worst[1] = fmax(worst[1], relative(exp_f64(small), exp(small)));
    double angle = (u - 0.5) * ldexp(1, (int)(v * 21));
    worst[2] = fmax(worst[2], relative(sin_f64(angle), sin(angle)));
    worst[3] = fmax(worst[3], relative(cos_f64(angle), cos(angle)));
    double base = ldexp(1 + u, (int)(v * 60) - 30), power = (unit(3 * i + 1) - 0.5) * 60;
    worst[4] = fmax(worst[4], relative(pow_f64(base, power), pow(base, power)));
    worst[4] = fmax(worst[4], relative(pow_f64(0.999, (double)i), pow(0.999, (double)i)));
  }
  static const char *const names[] = {"log_f64", "exp_f64", "sin_f64", "cos_f64", "pow_f64"};
  for (int i = 0; i < 5; i++) report(names[i], worst[i], 1e-14);
}

static void double_specials(void) {
  static const double xs[] = {0,   -0.0, 1,       -1,       0.5,    INFINITY, -INFINITY, (double)NAN, 5e-324, 1e-310,
                              710, -745, 1.7e308, 709.7827, -708.5, 2,        1e-300,    1e300,       -800,   800};
  for (int i = 0; i < 20; i++) {
    double x = xs[i];
    CHECK(relative(log_f64(x), log(x)) < 1e-14);
    CHECK(relative(exp_f64(x), exp(x)) < 1e-14 || (exp(x) < 0x1p-1022 && fabs(exp_f64(x) - exp(x)) <= 5e-324));
    if (!(fabs(x) < INFINITY)) CHECK(sin_f64(x) != sin_f64(x) && cos_f64(x) != cos_f64(x));
    for (int j = 0; j < 20 && x >= 0; j++) {
      double got = pow_f64(fabs(x), xs[j]), want = pow(fabs(x), xs[j]);
      if (!(relative(got, want) < 1e-14 || (want < 0x1p-1022 && fabs(got - want) <= 5e-324)))
        CHECK_FAIL("pow(%g, %g) is %.17g, should be %.17g", x, xs[j], got, want);
    }
  }
  CHECK(signbit(sin_f64(-0.0)));
  CHECK(cos_f64(0) == 1);
}

// The bits themselves, over a walk through all arguments: gcc, clang and WASM must reach the same number.
static uint64_t hash_of(uint64_t hash, uint64_t bits) {
  return (hash ^ bits) * 0x9E3779B97F4A7C15u;
}

static void same_bits_everywhere(void) {
  uint64_t hash = 1;
  for (int f = 0; f < 6; f++)
    for (uint64_t u = 0; u <= UINT32_MAX; u += 40009)
      hash = hash_of(hash, float_bits(floats[f].ours(bits_float((uint32_t)u))));
  for (uint32_t i = 0; i < 20000; i++) {
    double u = unit(2 * i), v = (unit(2 * i + 1) - 0.5) * 200;
    const double ys[] = {log_f64(u), exp_f64(v), sin_f64(v), cos_f64(v), pow_f64(u, v)};
    for (int j = 0; j < 5; j++) {
      uint64_t bits;
      memcpy(&bits, &ys[j], sizeof bits);
      hash = hash_of(hash, bits);
    }
  }
  if (hash != HASH) CHECK_FAIL("hash is %llx", (unsigned long long)hash);
}

int main(void) {
  RUN(float_functions);
  RUN(zeros_and_signs);
  RUN(double_functions);
  RUN(double_specials);
  RUN(same_bits_everywhere);
  return check_done();
}
