// Convolution and both its gradients against their definition over kernels, strides, paddings and numbers of outputs.
#include "../check.h"
#include "bits.h"
#include "kernel/ref.h"

#include <stdlib.h>

typedef void kernel(float *to, const float *a, const float *b, const window *v, int64_t outputs, int64_t images,
                    float *scratch);

enum { IMAGES = 2 };

static window window_of(int32_t c, int32_t h, int32_t w, int32_t k, int32_t stride, int32_t pad) {
  return (window){c, h, w, k, stride, pad, (h + 2 * pad - k) / stride + 1, (w + 2 * pad - k) / stride + 1};
}

static float *some(int64_t n, uint32_t seed, bool special) {
  float *x = malloc((size_t)n * sizeof *x); // no float more, so that reading past its end is seen
  fill_some(x, n, seed, special);
  return x;
}

static bool agree(kernel *got_by, kernel *want_by, const window *v, int64_t outputs, const int64_t size[3],
                  bool special) {
  const int64_t patch = (int64_t)v->channels * v->kernel * v->kernel;
  const int64_t area = (int64_t)v->out_height * v->out_width;
  float *got = some(size[0], 1, special), *want = some(size[0], 1, special);
  float *a = some(size[1], 2, special), *b = some(size[2], 3, special);
  float *scratch = some(conv_scratch(v, outputs), 4, false), *columns = some(patch * (area + outputs), 5, false);
  got_by(got, a, b, v, outputs, IMAGES, scratch);
  want_by(want, a, b, v, outputs, IMAGES, columns);
  bool same = first_difference(got, want, size[0]) < 0;
  free(got);
  free(want);
  free(a);
  free(b);
  free(scratch);
  free(columns);
  return same;
}

static void compare(const window *v, int64_t outputs, bool special) {
  const int64_t x = IMAGES * (int64_t)v->channels * v->height * v->width;
  const int64_t y = IMAGES * outputs * (int64_t)v->out_height * v->out_width;
  const int64_t w = outputs * (int64_t)v->channels * v->kernel * v->kernel;
  const bool forward = agree(conv_forward, conv_forward_ref, v, outputs, (int64_t[]){y, x, w}, special);
  const bool inputs = agree(conv_inputs, conv_inputs_ref, v, outputs, (int64_t[]){x, y, w}, special);
  const bool weights = agree(conv_weights, conv_weights_ref, v, outputs, (int64_t[]){w, y, x}, special);
  if (!forward || !inputs || !weights)
    CHECK_FAIL("c=%d %dx%d kernel=%d stride=%d pad=%d outputs=%d special=%d:%s%s%s", v->channels, v->height, v->width,
               v->kernel, v->stride, v->pad, (int)outputs, special, forward ? "" : " forward", inputs ? "" : " inputs",
               weights ? "" : " weights");
}

static void windows(void) {
  for (int32_t h = 1; h <= 9; h += 2)
    for (int32_t w = 1; w <= 21; w += 2)
      for (int32_t k = 1; k <= 5; k++)
        for (int32_t stride = 1; stride <= 2; stride++)
          for (int32_t pad = 0; pad <= 2; pad++) {
            if (h + 2 * pad < k || w + 2 * pad < k) continue;
            const window v = window_of(1 + (h + w) / 2 % 7, h, w, k, stride, pad);
            compare(&v, 1 + (h + 3 * w + k) % 11, false);
          }
}

static void special_values(void) {
  const window v = window_of(3, 6, 11, 3, 1, 1);
  compare(&v, 5, true);
}

static void lenet(void) {
  const window first = window_of(1, 28, 28, 5, 1, 2), second = window_of(6, 14, 14, 5, 1, 0);
  compare(&first, 6, false);
  compare(&second, 16, false);
}

// More terms to a sum than a block of the matrix product has: patch, area, outputs.
static void long_sums(void) {
  const window deep = window_of(31, 6, 7, 3, 1, 1), wide = window_of(2, 5, 5, 2, 1, 0);
  compare(&deep, 4, false);
  compare(&wide, GEMM_KC + 3, false);
}

// 1·1 + 2·10 + 3·100 + 4·1000 in the middle of a 2×2 image under a 2×2 kernel, padding 1
static void by_hand(void) {
  const float x[] = {1, 2, 3, 4}, w[] = {1, 10, 100, 1000};
  float y[9] = {0};
  const window v = window_of(1, 2, 2, 2, 1, 1);
  float *scratch = malloc((size_t)conv_scratch(&v, 1) * sizeof *scratch);
  conv_forward(y, x, w, &v, 1, 1, scratch);
  CHECK_NEAR(y[4], 4321, 0);
  CHECK_NEAR(y[0], 1000, 0);
  CHECK_NEAR(y[8], 4, 0);
  free(scratch);
}

int main(void) {
  RUN(by_hand);
  RUN(lenet);
  RUN(long_sums);
  RUN(special_values);
  RUN(windows);
  return check_done();
}
