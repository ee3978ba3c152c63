// adamw: w −= η·λ·w, then adam: the weights decay apart from the gradient, which Adam would rescale (Loshchilov,
// Hutter, 2019).
#include "train.h"
#include "opt/opt.h"

#include "kernel/kernel.h"

static void update(float *w, float *state, const float *d, int64_t n, int64_t t, const gn_settings *s) {
  scale_by(w, (float)(1 - s->rate * s->weight_decay), n);
  opt_adam.update(w, state, d, n, t, s);
}

static void parts(float *m, float *scale, const float *state, const float *d, int64_t n, int64_t t,
                  const gn_settings *s) {
  opt_adam.parts(m, scale, state, d, n, t, s);
}

const opt opt_adamw = {
    .name = "adamw",
    .formula = "m \\leftarrow \\beta_1 m + (1-\\beta_1) g, \\quad v \\leftarrow \\beta_2 v + (1-\\beta_2) g^2, \\quad "
               "w \\leftarrow (1 - \\eta\\lambda)\\, w - \\eta\\, \\frac{m/(1-\\beta_1^t)}{\\sqrt{v/(1-\\beta_2^t)} + "
               "\\varepsilon}",
    .reads = "beta1 beta2 eps weight_decay",
    .rate = 0.001,
    .usual = 0.002,
    .slots = 2,
    .slot = {"m", "v"},
    .update = update,
    .parts = parts,
};
