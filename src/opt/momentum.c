// momentum: m = μ·m + g, w −= η·m. The rate stands outside m, as in PyTorch; Polyak (1964) has it inside.
#include "train.h"
#include "opt/opt.h"

static void update(float *w, float *state, const float *d, int64_t n, int64_t t, const gn_settings *s) {
  (void)t;
  float rate = (float)s->rate, keep = (float)s->momentum, *m = state;
  for (int64_t i = 0; i < n; i++) {
    m[i] = settled(keep * m[i] + d[i]);
    w[i] -= rate * m[i];
  }
}

static void parts(float *m, float *scale, const float *state, const float *d, int64_t n, int64_t t,
                  const gn_settings *s) {
  (void)d;
  (void)t;
  (void)s;
  for (int64_t i = 0; i < n; i++) m[i] = state[i], scale[i] = 1;
}

const opt opt_momentum = {
    .name = "momentum",
    .formula = "m \\leftarrow \\mu\\, m + g, \\quad w \\leftarrow w - \\eta\\, m",
    .reads = "momentum",
    .rate = 0.01,
    .usual = 0.02,
    .slots = 1,
    .slot = {"m"},
    .update = update,
    .parts = parts,
};
