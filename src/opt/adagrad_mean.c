// adagrad_mean: v = v + g², w −= η·g / (√(v/t) + ε): AdaGrad with the mean of the squares so far, as Hung-yi Lee
// teaches it. After a long flat stretch the mean is small, and the first steep gradient makes a large step.
#include "train.h"
#include "opt/opt.h"

#include <math.h>

static void update(float *w, float *state, const float *d, int64_t n, int64_t t, const gn_settings *s) {
  float rate = (float)s->rate, eps = (float)s->eps, root = (float)sqrt((double)t), *v = state;
  for (int64_t i = 0; i < n; i++) {
    v[i] += d[i] * d[i];
    w[i] -= rate * (d[i] / (sqrtf(v[i]) / root + eps));
  }
}

static void parts(float *m, float *scale, const float *state, const float *d, int64_t n, int64_t t,
                  const gn_settings *s) {
  const float root = (float)sqrt((double)t);
  for (int64_t i = 0; i < n; i++) m[i] = d[i], scale[i] = sqrtf(state[i]) / root + (float)s->eps;
}

const opt opt_adagrad_mean = {
    .name = "adagrad_mean",
    .formula = "v \\leftarrow v + g^2, \\quad w \\leftarrow w - \\eta\\, \\frac{g}{\\sqrt{v/t} + \\varepsilon}",
    .reads = "eps",
    .rate = 0.001,
    .usual = 0.02,
    .slots = 1,
    .slot = {"v"},
    .update = update,
    .parts = parts,
};
