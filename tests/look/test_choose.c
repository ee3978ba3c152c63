// gn_choose: temperature, the likeliest few, and draws that follow the probabilities.
#include "../check.h"
#include "look.h"

static const float p[5] = {0.1f, 0.4f, 0.2f, 0.2f, 0.1f};

static void temperature_one_changes_nothing(void) {
  float q[5];
  int32_t count[5] = {0};
  for (uint32_t draw = 0; draw < 20000; draw++) {
    const int32_t i = gn_choose(q, p, 5, 1, 0, 3, draw);
    CHECK(i >= 0 && i < 5);
    if (i >= 0 && i < 5) count[i]++;
  }
  for (int i = 0; i < 5; i++) {
    CHECK_NEAR((double)q[i], (double)p[i], 1e-6);
    CHECK_NEAR(count[i] / 20000.0, (double)p[i], 0.012); // three and a half deviations
  }
  CHECK_INT(gn_choose(q, p, 5, 1, 0, 3, 77), gn_choose(q, p, 5, 1, 0, 3, 77));
}

static void cold_is_sharper_and_hot_is_flatter(void) {
  float q[5];
  gn_choose(q, p, 5, 0.5, 0, 1, 1); // squares: 1 16 4 4 1
  CHECK_NEAR((double)q[1], 16 / 26.0, 1e-6);
  CHECK_NEAR((double)q[0], 1 / 26.0, 1e-6);
  gn_choose(q, p, 5, 2, 0, 1, 1);
  CHECK_NEAR((double)(q[1] / q[0]), 2, 1e-5);
  for (uint32_t draw = 0; draw < 50; draw++) CHECK_INT(gn_choose(q, p, 5, 0, 0, 1, draw), 1);
  CHECK_NEAR((double)q[1], 1, 0);
}

static void only_the_likeliest_are_kept(void) {
  float q[5];
  for (uint32_t draw = 0; draw < 200; draw++) {
    const int32_t i = gn_choose(q, p, 5, 1, 2, 9, draw);
    CHECK(i == 1 || i == 2); // of equals, the first
  }
  CHECK_NEAR((double)q[1], 2 / 3.0, 1e-6);
  CHECK_NEAR((double)q[2], 1 / 3.0, 1e-6);
  CHECK(q[0] == 0 && q[3] == 0 && q[4] == 0);
  gn_choose(q, p, 5, 1, 4, 9, 0);
  CHECK(q[0] > 0 && q[4] == 0);
  gn_choose(q, p, 5, 1, 99, 9, 0);
  CHECK(q[4] > 0);
}

static void what_cannot_be_is_never_chosen(void) {
  const float zeros[4] = {0, 0, 1, 0};
  float q[4];
  for (uint32_t draw = 0; draw < 50; draw++) CHECK_INT(gn_choose(q, zeros, 4, 1.7, 3, 4, draw), 2);
  float alike[3] = {1 / 3.0f, 1 / 3.0f, 1 / 3.0f};
  gn_choose(alike, alike, 3, 1, 1, 4, 0); // in place
  CHECK(alike[0] == 1 && alike[1] == 0 && alike[2] == 0);
}

int main(void) {
  RUN(temperature_one_changes_nothing);
  RUN(cold_is_sharper_and_hot_is_flatter);
  RUN(only_the_likeliest_are_kept);
  RUN(what_cannot_be_is_never_chosen);
  return check_done();
}
