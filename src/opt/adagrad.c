// adagrad: v = v + g², w −= η·g / (√v + ε): each weight's rate falls with all that its gradients have been (Duchi,
// Hazan, Singer, 2011). The sum never falls, so neither does a step grow; adagrad_mean divides by the mean.
#include "train.h"
#include "opt/opt.h"

#include <math.h>

static void update(float *w, float *state, const float *d, int64_t n, int64_t t, const gn_settings *s) {
  (void)t;
  float rate = (float)s->rate, eps = (float)s->eps, *v = state;
  for (int64_t i = 0; i < n; i++) {
    v[i] += d[i] * d[i];
    w[i] -= rate * (d[i] / (sqrtf(v[i]) + eps));
  }
}

static void parts(float *m, float *scale, const float *state, const float *d, int64_t n, int64_t t,
                  const gn_settings *s) {
  (void)t;
  for (int64_t i = 0; i < n; i++) m[i] = d[i], scale[i] = sqrtf(state[i]) + (float)s->eps;
}

const opt opt_adagrad = {
    .name = "adagrad",
    .formula = "v \\leftarrow v + g^2, \\quad w \\leftarrow w - \\eta\\, \\frac{g}{\\sqrt{v} + \\varepsilon}",
    .reads = "eps",
    .rate = 0.01,
    .usual = 0.02,
    .slots = 1,
    .slot = {"v"},
    .update = update,
    .parts = parts,
};
