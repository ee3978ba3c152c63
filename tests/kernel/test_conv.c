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

// Forward, with a bias of its own, in the form that the other two have.
static void forward(float *y, const float *x, const float *w, const window *v, int64_t outputs, int64_t images,
                    float *scratch) {
  const float bias[] = {0.5f, -0.0f, -3, 1e-3f, 0, 7, 0.25f, -1, 2, 4, -0.0f};
  conv_forward(y, x, w, outputs <= 11 ? bias : NULL, v, outputs, images, scratch);
}
static void forward_ref(float *y, const float *x, const float *w, const window *v, int64_t outputs, int64_t images,
                        float *scratch) {
  const float bias[] = {0.5f, -0.0f, -3, 1e-3f, 0, 7, 0.25f, -1, 2, 4, -0.0f};
  conv_forward_ref(y, x, w, outputs <= 11 ? bias : NULL, v, outputs, images, scratch);
}

// What the three kernels are given; `lit` says which pixels of each image are not zero.
typedef struct given {
  const window *v;
  int64_t outputs;
  bool special_x, special_w, special_dy;
  bool (*lit)(int32_t row, int32_t col);
} given;

static void put_out(float *x, const given *g) {
  for (int64_t i = 0; i < IMAGES * (int64_t)g->v->channels * g->v->height; i++)
    for (int32_t j = 0; j < g->v->width; j++)
      if (g->lit && !g->lit((int32_t)(i % g->v->height), j)) x[i * g->v->width + j] = j % 2 ? 0 : -0.0f;
}

static bool agree(kernel *got_by, kernel *want_by, const given *g, float *got, float *want, int64_t size,
                  const float *a, const float *b) {
  const window *v = g->v;
  const int64_t patch = (int64_t)v->channels * v->kernel * v->kernel;
  const int64_t area = (int64_t)v->out_height * v->out_width;
  float *scratch = some(conv_scratch(v, g->outputs), 4, false), *columns = some(patch * (area + g->outputs), 5, false);
  got_by(got, a, b, v, g->outputs, IMAGES, scratch);
  want_by(want, a, b, v, g->outputs, IMAGES, columns);
  bool same = first_difference(got, want, size) < 0;
  free(got);
  free(want);
  free(scratch);
  free(columns);
  return same;
}

static void compare_given(const given *g) {
  const window *v = g->v;
  const int64_t x_size = IMAGES * (int64_t)v->channels * v->height * v->width;
  const int64_t y_size = IMAGES * g->outputs * (int64_t)v->out_height * v->out_width;
  const int64_t w_size = g->outputs * (int64_t)v->channels * v->kernel * v->kernel;
  float *x = some(x_size, 2, g->special_x), *w = some(w_size, 3, g->special_w), *dy = some(y_size, 6, g->special_dy);
  put_out(x, g);
  const bool y = agree(forward, forward_ref, g, some(y_size, 1, false), some(y_size, 7, false), y_size, x, w);
  const bool from_special = g->special_x && g->special_dy; // finite slopes may make a −0 that was there a 0
  const bool dx = agree(conv_inputs, conv_inputs_ref, g, some(x_size, 1, from_special), some(x_size, 1, from_special),
                        x_size, dy, w);
  const bool dw = agree(conv_weights, conv_weights_ref, g, some(w_size, 1, g->special_w), some(w_size, 1, g->special_w),
                        w_size, dy, x);
  if (!y || !dx || !dw)
    CHECK_FAIL("c=%d %dx%d kernel=%d stride=%d pad=%d outputs=%d special=%d%d%d:%s%s%s", v->channels, v->height,
               v->width, v->kernel, v->stride, v->pad, (int)g->outputs, g->special_x, g->special_w, g->special_dy,
               y ? "" : " forward", dx ? "" : " inputs", dw ? "" : " weights");
  free(x);
  free(w);
  free(dy);
}

static void compare(const window *v, int64_t outputs, bool special) {
  compare_given(&(given){v, outputs, special, special, special, NULL});
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

static bool nowhere(int32_t row, int32_t col) {
  (void)row;
  return col < 0;
}
static bool at_corner(int32_t row, int32_t col) {
  return row == 0 && col == 0;
}
static bool at_end(int32_t row, int32_t col) {
  return row > 8 && col > 9;
}
static bool on_cross(int32_t row, int32_t col) {
  return (row == 5 && col > 2 && col < 8) || (col == 4 && row > 2 && row < 8);
}
static bool speckled(int32_t row, int32_t col) {
  return (row * 7 + col * 3) % 5 == 0;
}

// Much of the image is blank, and some of the other factors may be infinite or no number.
static void blank(void) {
  bool (*const lit[])(int32_t, int32_t) = {nowhere, at_corner, at_end, on_cross, speckled};
  for (int i = 0; i < 5; i++)
    for (int32_t k = 1; k <= 5; k++)
      for (int32_t stride = 1; stride <= 3; stride++)
        for (int32_t pad = 0; pad <= 4; pad += 2)
          for (int32_t special = 0; special < 8; special++) {
            const window v = window_of(1 + k % 2 * 2, 10, 12, k, stride, pad);
            compare_given(&(given){&v, 1 + 3 * k % 11, special & 4, special & 1, special & 2, lit[i]});
          }
  for (int32_t channels = 2; channels <= 5; channels++) // the largest kernel that goes by ink, and one more
    for (int32_t k = 5; k <= 7; k++)
      for (int i = 0; i < 5; i++) {
        const window v = window_of(channels, 20, 19, k, 1, 3);
        compare_given(&(given){&v, 9, false, false, false, lit[i]});
      }
  const window one = window_of(1, 1, 1, 1, 1, 0); // more outputs than all else
  compare_given(&(given){&one, 65, false, false, false, nowhere});
  const window large = window_of(1, 28, 28, 5, 1, 2); // several blocks of terms, some of them blank
  for (int i = 0; i < 5; i++)
    for (int64_t outputs = 4; outputs <= 18; outputs += 7)
      compare_given(&(given){&large, outputs, false, false, false, lit[i]});
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
  float y[9];
  const window v = window_of(1, 2, 2, 2, 1, 1);
  float *scratch = malloc((size_t)conv_scratch(&v, 1) * sizeof *scratch);
  conv_forward(y, x, w, NULL, &v, 1, 1, scratch);
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
  RUN(blank);
  RUN(windows);
  return check_done();
}
