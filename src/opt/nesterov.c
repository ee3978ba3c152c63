// nesterov: m = μ·m + g, w −= η·(g + μ·m): momentum that looks ahead (Nesterov, 1983; in this form Sutskever et al.,
// 2013, and PyTorch).
#include "train.h"
#include "opt/opt.h"

static void update(float *w, float *state, const float *d, int64_t n, int64_t t, const gn_settings *s) {
  (void)t;
  float rate = (float)s->rate, keep = (float)s->momentum, *m = state;
  for (int64_t i = 0; i < n; i++) {
    m[i] = settled(keep * m[i] + d[i]);
    w[i] -= rate * (d[i] + keep * m[i]);
  }
}

static void parts(float *m, float *scale, const float *state, const float *d, int64_t n, int64_t t,
                  const gn_settings *s) {
  (void)t;
  for (int64_t i = 0; i < n; i++) m[i] = d[i] + (float)s->momentum * state[i], scale[i] = 1;
}

const opt opt_nesterov = {
    .name = "nesterov",
    .formula = "m \\leftarrow \\mu\\, m + g, \\quad w \\leftarrow w - \\eta\\, (g + \\mu\\, m)",
    .reads = "momentum",
    .rate = 0.01,
    .usual = 0.02,
    .slots = 1,
    .slot = {"m"},
    .update = update,
    .parts = parts,
};
