// What an optimiser remembers of a gradient that stays away ends as zero, not as a number too small to be normal.
#include "opt/opt.h"

#include "check.h"

#include <math.h>

static void decays(const char *name) {
  const int32_t id = gn_optimizer_find(name);
  const opt *o = opt_table[id];
  gn_settings s = gn_settings_default();
  s.optimizer = id;
  float w[3] = {1, -2, 3}, state[3 * OPT_SLOTS] = {0};
  const float first[3] = {1e-3f, -4, 0}, none[3] = {0};
  o->update(w, state, first, 3, 1, &s);
  for (int64_t t = 2; t < 200000; t++) {
    o->update(w, state, none, 3, t, &s);
    for (int32_t i = 0; i < 3 * o->slots; i++)
      if (fpclassify(state[i]) == FP_SUBNORMAL) {
        CHECK_FAIL("%s: state %d is %g at step %lld", name, i, (double)state[i], (long long)t);
        return;
      }
  }
  for (int32_t i = 0; i < 3 * o->slots; i++) CHECK(state[i] == 0);
  for (int32_t i = 0; i < 3; i++) CHECK(isfinite(w[i]));
}

static void moments(void) {
  decays("momentum");
  decays("nesterov");
  decays("rmsprop");
  decays("adam");
  decays("adamw");
}

// What is no number stays none, so that it is found.
static void faults(void) {
  CHECK(isnan(settled(NAN)));
  CHECK(isinf(settled(-INFINITY)));
  CHECK(settled(-1e-30f) == -1e-30f);
}

int main(void) {
  RUN(moments);
  RUN(faults);
  return check_done();
}
