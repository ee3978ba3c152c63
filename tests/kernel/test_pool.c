// The mean over 2×2 windows and its gradient against their definition, for every width, odd planes and special values.
#include "../check.h"
#include "bits.h"
#include "kernel/ref.h"

#include <stdlib.h>

static void compare(int64_t height, int64_t width, int64_t x_width, bool special) {
  const int64_t x_size = 2 * height * x_width, y_size = height * width;
  float *x = malloc((size_t)x_size * sizeof *x), *dx = malloc((size_t)x_size * sizeof *x);
  float *y = malloc((size_t)y_size * sizeof *y), *want = malloc((size_t)y_size * sizeof *y);
  fill_some(x, x_size, (uint32_t)width, special);
  mean_2x2(y, x, height, width, x_width);
  mean_2x2_ref(want, x, height, width, x_width);
  const bool same = first_difference(y, want, y_size) < 0;
  memcpy(dx, x, (size_t)x_size * sizeof *x);
  mean_2x2_back(dx, y, height, width, x_width);
  mean_2x2_back_ref(x, y, height, width, x_width);
  const bool same_back = first_difference(dx, x, x_size) < 0;
  if (!same || !same_back)
    CHECK_FAIL("%d x %d of %d %s", (int)height, (int)width, (int)x_width, same ? "back" : "forth");
  free(x);
  free(dx);
  free(y);
  free(want);
}

static void sizes(void) {
  for (int64_t width = 1; width <= 15; width++)
    for (int64_t odd = 0; odd < 2; odd++)
      for (int64_t height = 1; height <= 3; height++) compare(height, width, 2 * width + odd, false);
}

static void special_values(void) {
  compare(7, 13, 27, true);
}

static void by_hand(void) {
  const float x[] = {1, 2, 9, 3, 6, 9};
  float y = 0, dx[6] = {0};
  mean_2x2(&y, x, 1, 1, 3);
  CHECK_NEAR(y, 3, 0);
  mean_2x2_back(dx, &y, 1, 1, 3);
  CHECK_NEAR(dx[4], 0.75, 0);
  CHECK_NEAR(dx[2], 0, 0);
}

int main(void) {
  RUN(by_hand);
  RUN(sizes);
  RUN(special_values);
  return check_done();
}
