// im2col and its transpose against their definitions over kernels, strides and paddings.
#include "../check.h"
#include "bits.h"
#include "kernel/ref.h"

#include <stdlib.h>

static window window_of(int32_t c, int32_t h, int32_t w, int32_t k, int32_t stride, int32_t pad) {
  return (window){c, h, w, k, stride, pad, (h + 2 * pad - k) / stride + 1, (w + 2 * pad - k) / stride + 1};
}

static void compare(const window *w) {
  int64_t image = (int64_t)w->channels * w->height * w->width;
  int64_t size = (int64_t)w->channels * w->kernel * w->kernel * w->out_height * w->out_width;
  size_t image_bytes = (size_t)image * sizeof(float), bytes = (size_t)size * sizeof(float);
  float *x = malloc(image_bytes), *got = malloc(bytes), *want = malloc(bytes);
  float *dx = malloc(image_bytes), *dx_want = malloc(image_bytes);
  fill_some(x, image, (uint32_t)size, true);
  fill_some(got, size, 1, false);
  im2col(got, x, w);
  im2col_ref(want, x, w);
  bool same = first_difference(got, want, size) < 0;
  fill_some(got, size, (uint32_t)image, image % 2);
  fill_some(dx, image, 3, false);
  memcpy(dx_want, dx, image_bytes);
  col2im_add(dx, got, w);
  col2im_add_ref(dx_want, got, w);
  bool same_back = first_difference(dx, dx_want, image) < 0;
  if (!same || !same_back)
    CHECK_FAIL("c=%d %dx%d kernel=%d stride=%d pad=%d %s", w->channels, w->height, w->width, w->kernel, w->stride,
               w->pad, same ? "back" : "forth");
  free(x);
  free(got);
  free(want);
  free(dx);
  free(dx_want);
}

static void windows(void) {
  for (int32_t h = 1; h <= 11; h++)
    for (int32_t w = 1; w <= 17; w += 2)
      for (int32_t k = 1; k <= 7; k++)
        for (int32_t stride = 1; stride <= 4; stride++)
          for (int32_t pad = 0; pad <= 4; pad++) {
            if (h + 2 * pad < k || w + 2 * pad < k) continue;
            window v = window_of(1 + (h + w) % 3, h, w, k, stride, pad);
            compare(&v);
          }
}

static void lenet(void) {
  window first = window_of(1, 28, 28, 5, 1, 2), second = window_of(6, 14, 14, 5, 1, 0);
  compare(&first);
  compare(&second);
}

// 2×2 image, kernel 2, padding 1: the middle window sees 1 2 3 4, the corners one pixel each
static void by_hand(void) {
  const float x[] = {1, 2, 3, 4}, want[] = {0, 0, 0, 0, 1, 2, 0, 3, 4, 0, 0, 0, 1, 2, 0, 3, 4, 0,
                                            0, 1, 2, 0, 3, 4, 0, 0, 0, 1, 2, 0, 3, 4, 0, 0, 0, 0};
  float columns[36], dx[] = {0, 0, 0, 0};
  window w = window_of(1, 2, 2, 2, 1, 1);
  im2col(columns, x, &w);
  CHECK_INT(first_difference(columns, want, 36), -1);
  col2im_add(dx, columns, &w); // each pixel is seen by four windows
  for (int i = 0; i < 4; i++) CHECK_NEAR(dx[i], 4 * x[i], 0);
}

int main(void) {
  RUN(by_hand);
  RUN(lenet);
  RUN(windows);
  return check_done();
}
