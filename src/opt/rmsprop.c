// rmsprop: v = α·v + (1 − α)·g², w −= η·g / (√v + ε): AdaGrad that forgets (Tieleman, Hinton, 2012).
#include "train.h"
#include "opt/opt.h"

#include <math.h>

static void update(float *w, float *state, const float *d, int64_t n, int64_t t, const gn_settings *s) {
  (void)t;
  float rate = (float)s->rate, eps = (float)s->eps, keep = (float)s->alpha, take = (float)(1 - s->alpha), *v = state;
  for (int64_t i = 0; i < n; i++) {
    v[i] = settled(keep * v[i] + take * d[i] * d[i]);
    w[i] -= rate * (d[i] / (sqrtf(v[i]) + eps));
  }
}

static void parts(float *m, float *scale, const float *state, const float *d, int64_t n, int64_t t,
                  const gn_settings *s) {
  (void)t;
  for (int64_t i = 0; i < n; i++) m[i] = d[i], scale[i] = sqrtf(state[i]) + (float)s->eps;
}

const opt opt_rmsprop = {
    .name = "rmsprop",
    .formula = "v \\leftarrow \\alpha v + (1-\\alpha) g^2, \\quad w \\leftarrow w - \\eta\\, \\frac{g}{\\sqrt{v} + "
               "\\varepsilon}",
    .reads = "alpha eps",
    .rate = 0.01,
    .usual = 0.001,
    .slots = 1,
    .slot = {"v"},
    .update = update,
    .parts = parts,
};
