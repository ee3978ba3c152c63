// adam: m = β₁·m + (1 − β₁)·g, v = β₂·v + (1 − β₂)·g², w −= η·m̂ / (√v̂ + ε), where m̂ = m / (1 − β₁ᵗ) and likewise v̂
// (Kingma, Ba, 2015).
#include "train.h"
#include "opt/opt.h"

#include "kernel/kernel.h"

#include <math.h>

static void update(float *w, float *state, const float *d, int64_t n, int64_t t, const gn_settings *s) {
  float *m = state, *v = state + n;
  float b1 = (float)s->beta1, b2 = (float)s->beta2, c1 = (float)(1 - s->beta1), c2 = (float)(1 - s->beta2);
  // m̂ / (√v̂ + ε) = root · m / (√v + root·ε) / (1 − β₁ᵗ): one division for each weight, not two
  const double root = sqrt(1 - pow_f64(s->beta2, (double)t));
  float rate = (float)(root * s->rate / (1 - pow_f64(s->beta1, (double)t))), eps = (float)(root * s->eps);
  for (int64_t i = 0; i < n; i++) {
    m[i] = settled(b1 * m[i] + c1 * d[i]);
    v[i] = settled(b2 * v[i] + c2 * d[i] * d[i]);
    w[i] -= rate * (m[i] / (sqrtf(v[i]) + eps));
  }
}

static void parts(float *m, float *scale, const float *state, const float *d, int64_t n, int64_t t,
                  const gn_settings *s) {
  (void)d;
  const float held = (float)(1 - pow_f64(s->beta1, (double)t)), root = (float)sqrt(1 - pow_f64(s->beta2, (double)t));
  for (int64_t i = 0; i < n; i++) {
    m[i] = state[i] / held;
    scale[i] = sqrtf(state[n + i]) / root + (float)s->eps;
  }
}

const opt opt_adam = {
    .name = "adam",
    .formula = "m \\leftarrow \\beta_1 m + (1-\\beta_1) g, \\quad v \\leftarrow \\beta_2 v + (1-\\beta_2) g^2, \\quad "
               "w \\leftarrow w - \\eta\\, \\frac{m/(1-\\beta_1^t)}{\\sqrt{v/(1-\\beta_2^t)} + \\varepsilon}",
    .reads = "beta1 beta2 eps",
    .rate = 0.001,
    .usual = 0.002,
    .slots = 2,
    .slot = {"m", "v"},
    .update = update,
    .parts = parts,
};
