// A dense layer forward and the gradient of its weights against their definitions, bit for bit: sizes on both sides of
// a tile and of GEMM_KC, inputs of which many or all are zero, factors that are infinite or no number.
#include "../check.h"
#include "bits.h"
#include "kernel/ref.h"

#include <stdlib.h>

typedef struct given {
  int64_t m, n, k;
  uint32_t live; // of a thousand inputs; those left stand together, as ink does
  bool special_x, special_w, bias;
} given;

static float *some(int64_t n, uint32_t seed, bool special) {
  float *x = malloc((size_t)n * sizeof *x); // no float more, so that reading past its end is seen
  fill_some(x, n, seed, special);
  return x;
}

static void blot(float *x, const given *g) {
  for (int64_t s = 0; s < g->m; s++)
    for (int64_t i = 0; i < g->k; i++)
      if (scramble((uint32_t)(i / 3 + (s / 4) * 977)) % 1000 >= g->live) x[s * g->k + i] = (i + s) % 3 ? 0 : -0.0f;
}

static void compare(const given *g) {
  const int64_t m = g->m, n = g->n, k = g->k;
  float *x = some(m * k, 1, g->special_x), *w = some(n * k, 2, g->special_w), *b = some(n, 3, g->special_w);
  float *dy = some(m * n, 4, g->special_w), *scratch = some(dense_scratch(m, n, k), 5, false);
  float *y = some(m * n, 6, false), *y_want = some(m * n, 7, false);
  float *dw = some(n * k, 8, false), *dw_want = some(n * k, 8, false), *part = some(n * k, 9, false);
  blot(x, g);
  dense_forward(y, x, w, g->bias ? b : NULL, m, n, k, scratch);
  dense_forward_ref(y_want, x, w, g->bias ? b : NULL, m, n, k);
  dense_weights(dw, dy, x, m, n, k, scratch);
  dense_weights_ref(dw_want, dy, x, m, n, k, part);
  const int64_t at = first_difference(y, y_want, m * n), dw_at = first_difference(dw, dw_want, n * k);
  if (at >= 0 || dw_at >= 0)
    CHECK_FAIL("m=%d n=%d k=%d live=%d special=%d%d bias=%d: forward %d, weights %d", (int)m, (int)n, (int)k,
               (int)g->live, g->special_x, g->special_w, g->bias, (int)at, (int)dw_at);
  free(x);
  free(w);
  free(b);
  free(dy);
  free(scratch);
  free(y);
  free(y_want);
  free(dw);
  free(dw_want);
  free(part);
}

static void sizes(void) {
  static const int64_t ms[] = {1, 2, 3, 4, 5, 8, 9, 13, 16, 33}, ns[] = {1, 2, 5, 9, 10, 16, 17, 33};
  static const int64_t ks[] = {1, 3, 4, 7, 8, 9, 12, 25, 66};
  static const uint32_t lives[] = {0, 300, 1000};
  for (int m = 0; m < 10; m++)
    for (int n = 0; n < 8; n++)
      for (int k = 0; k < 9; k++)
        for (int l = 0; l < 3; l++) compare(&(given){ms[m], ns[n], ks[k], lives[l], false, false, (m + n + k) % 2});
}

static void special_values(void) {
  for (int64_t m = 1; m <= 20; m += 3)
    for (int special = 1; special < 4; special++)
      for (uint32_t live = 0; live <= 900; live += 300)
        compare(&(given){m, 21, 19, live, special & 1, special & 2, m % 2});
}

// More terms than a block has, forward and back.
static void long_sums(void) {
  for (uint32_t live = 0; live <= 1000; live += 250) {
    compare(&(given){16, 18, 784, live, false, false, true});
    compare(&(given){16, 17, GEMM_KC + 1, live, false, false, false});
    compare(&(given){2 * GEMM_KC + 5, 6, 11, live, false, false, true});
    compare(&(given){GEMM_KC, 3, 8, live, false, false, false});
  }
}

// One sample of two inputs, two outputs.
static void by_hand(void) {
  const float x[] = {2, 3}, w[] = {1, 10, 100, 1000}, b[] = {0.5f, 0.25f}, dy[] = {5, 7};
  float y[2], dw[] = {1, 1, 1, 1}, *scratch = some(dense_scratch(1, 2, 2), 1, false);
  dense_forward(y, x, w, b, 1, 2, 2, scratch);
  dense_weights(dw, dy, x, 1, 2, 2, scratch);
  CHECK_NEAR(y[0], 32.5, 0);
  CHECK_NEAR(y[1], 3200.25, 0);
  CHECK_NEAR(dw[0], 11, 0);
  CHECK_NEAR(dw[1], 16, 0);
  CHECK_NEAR(dw[2], 15, 0);
  CHECK_NEAR(dw[3], 22, 0);
  free(scratch);
}

int main(void) {
  RUN(by_hand);
  RUN(sizes);
  RUN(special_values);
  RUN(long_sums);
  return check_done();
}
