// One-hot vectors are all as far from each other; numbers are not.
#include "../check.h"
#include "look.h"

static void numbers_have_an_order(void) {
  const float x[3] = {0, 1, 2};
  float d[9];
  gn_distances(d, x, 3, 1);
  const float want[9] = {0, 1, 2, 1, 0, 1, 2, 1, 0};
  for (int i = 0; i < 9; i++) CHECK_NEAR(d[i], want[i], 0);
}

static void one_hot_has_none(void) {
  float x[5 * 5], d[5 * 5];
  for (int k = 0; k < 5; k++) {
    for (int i = 0; i < 5; i++) x[5 * k + i] = 99;
    gn_onehot(x + 5 * k, 5, k);
    for (int i = 0; i < 5; i++) CHECK_NEAR(x[5 * k + i], i == k, 0);
  }
  gn_distances(d, x, 5, 5);
  for (int a = 0; a < 5; a++)
    for (int b = 0; b < 5; b++) CHECK_NEAR(d[5 * a + b], a == b ? 0 : 1.41421356, 1e-7);
  CHECK_INT(gn_zeros(x, 25), 20);
}

static void three_axes(void) {
  const float x[6] = {1, 2, 3, 3, 5, 9}; // (2, 3, 6) apart
  float d[4];
  gn_distances(d, x, 2, 3);
  CHECK_NEAR(d[1], 7, 0);
  CHECK_NEAR(d[2], 7, 0);
}

int main(void) {
  RUN(numbers_have_an_order);
  RUN(one_hot_has_none);
  RUN(three_axes);
  return check_done();
}
