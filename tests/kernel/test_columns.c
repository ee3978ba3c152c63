// The columns that define a convolution, and their transpose, by hand.
#include "../check.h"
#include "bits.h"
#include "kernel/ref.h"

// 2×2 image, kernel 2, padding 1: the middle window sees 1 2 3 4, the corners one pixel each
static void with_padding(void) {
  const float x[] = {1, 2, 3, 4}, want[] = {0, 0, 0, 0, 1, 2, 0, 3, 4, 0, 0, 0, 1, 2, 0, 3, 4, 0,
                                            0, 1, 2, 0, 3, 4, 0, 0, 0, 1, 2, 0, 3, 4, 0, 0, 0, 0};
  float columns[36], dx[] = {0, 0, 0, 0};
  const window w = {1, 2, 2, 2, 1, 1, 3, 3};
  im2col_ref(columns, x, &w);
  CHECK_INT(first_difference(columns, want, 36), -1);
  col2im_add_ref(dx, columns, &w); // each pixel is seen by four windows
  for (int i = 0; i < 4; i++) CHECK_NEAR(dx[i], 4 * x[i], 0);
}

// Two channels of 3×4, kernel 2, stride 2: one row of two windows; the last row is not seen.
static void with_stride(void) {
  const float x[] = {1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 10, 20, 30, 40, 50, 60, 70, 80, 0, 0, 0, 0};
  const float want[] = {1, 3, 2, 4, 5, 7, 6, 8, 10, 30, 20, 40, 50, 70, 60, 80};
  float columns[16], dx[24] = {0};
  const window w = {2, 3, 4, 2, 2, 0, 1, 2};
  im2col_ref(columns, x, &w);
  CHECK_INT(first_difference(columns, want, 16), -1);
  col2im_add_ref(dx, columns, &w);
  CHECK_INT(first_difference(dx, x, 24), -1);
}

int main(void) {
  RUN(with_padding);
  RUN(with_stride);
  return check_done();
}
