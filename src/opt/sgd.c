// sgd: w −= η·g
#include "train.h"
#include "opt/opt.h"

static void update(float *w, float *state, const float *d, int64_t n, int64_t t, const gn_settings *s) {
  (void)state;
  (void)t;
  float rate = (float)s->rate;
  for (int64_t i = 0; i < n; i++) w[i] -= rate * d[i];
}

const opt opt_sgd = {
    .name = "sgd",
    .formula = "w \\leftarrow w - \\eta\\, g",
    .reads = "",
    .rate = 0.1,
    .usual = 0.1,
    .slots = 0,
    .update = update,
};
