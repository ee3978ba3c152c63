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
  static const int64_t ms[] = {1, 2, 3, 4, 5, 8, 9, 13, 16, 33}, ns[] = {1, 2, 5, 9, 10, 16, 17, 33, 48, 49, 97};
  static const int64_t ks[] = {1, 3, 4, 7, 8, 9, 12, 25, 66};
  static const uint32_t lives[] = {0, 200, 500, 1000};
  for (int m = 0; m < 10; m++)
    for (int n = 0; n < 11; n++)
      for (int k = 0; k < 9; k++)
        for (int l = 0; l < 4; l++) compare(&(given){ms[m], ns[n], ks[k], lives[l], false, false, (m + n + k) % 2});
}

static void special_values(void) {
  for (int64_t m = 1; m <= 20; m += 3)
    for (int special = 1; special < 4; special++)
      for (uint32_t live = 0; live <= 900; live += 150)
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

// Passes of fewer samples than the scratch is made for, of any number of them.
static void smaller_passes(void) {
  enum { N = 8, K = 8, MOST = 300 };
  float *x = some(MOST * K, 1, false), *w = some(N * K, 2, false), *y = some(MOST * N, 3, false);
  float *want = some(MOST * N, 4, false), *dw = some(N * K, 5, false), *dw_want = some(N * K, 5, false);
  float *part = some(N * K, 6, false);
  for (int64_t i = 0; i < MOST * K; i++) x[i] = i % 5 ? 0 : x[i];
  for (int64_t most = 1; most <= MOST; most += most < 40 ? 1 : 26)
    for (int64_t m = 1; m <= most; m += m < 36 ? 1 : 40) {
      float *scratch = some(dense_scratch(most, N, K), 7, false);
      dense_forward(y, x, w, NULL, m, N, K, scratch);
      dense_forward_ref(want, x, w, NULL, m, N, K);
      dense_weights(dw, y, x, m, N, K, scratch);
      dense_weights_ref(dw_want, want, x, m, N, K, part);
      CHECK_INT(first_difference(y, want, m * N), -1);
      CHECK_INT(first_difference(dw, dw_want, N * K), -1);
      free(scratch);
    }
  free(x);
  free(w);
  free(y);
  free(want);
  free(dw);
  free(dw_want);
  free(part);
}

// Finite weights whose sum is not: whatever way is taken then, the numbers are the same.
static void large_weights(void) {
  enum { M = 5, N = 7, K = 12 };
  float x[M * K] = {0}, w[N * K], y[M * N], want[M * N], *scratch = some(dense_scratch(M, N, K), 1, false);
  for (int i = 0; i < M; i++) x[i * K + i] = 0.5f, x[i * K + 11] = -0.25f;
  for (int i = 0; i < N * K; i++) w[i] = 3e38f;
  dense_forward(y, x, w, NULL, M, N, K, scratch);
  dense_forward_ref(want, x, w, NULL, M, N, K);
  CHECK_INT(first_difference(y, want, M * N), -1);
  CHECK_NEAR(y[0], 0.25 * 3e38, 1e32);
  free(scratch);
}

// One weight that is not finite, wherever it stands, where all inputs are zero that it meets.
static void one_infinite(void) {
  enum { M = 4, N = 51, K = 270 };
  float *x = some(M * K, 1, false), *w = some(N * K, 2, false), *scratch = some(dense_scratch(M, N, K), 3, false);
  float y[M * N], want[M * N];
  memset(x, 0, M * K * sizeof *x);
  for (int i = 0; i < M; i++) x[i * K + 100 + i] = 1;
  static const int at[] = {0, 47 * K + 255, 48 * K + 256, 50 * K + 269, 50 * K, 269};
  for (int i = 0; i < 6; i++) {
    const float before = w[at[i]];
    w[at[i]] = i % 2 ? NAN : INFINITY;
    dense_forward(y, x, w, NULL, M, N, K, scratch);
    dense_forward_ref(want, x, w, NULL, M, N, K);
    CHECK_INT(first_difference(y, want, M * N), -1);
    CHECK(y[at[i] / K] != y[at[i] / K]); // 0 · ∞
    w[at[i]] = before;
  }
  free(x);
  free(w);
  free(scratch);
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
  RUN(smaller_passes);
  RUN(large_weights);
  RUN(one_infinite);
  return check_done();
}
