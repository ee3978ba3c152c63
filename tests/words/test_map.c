// Principal components against covariances that are known.
#include <stdlib.h>

#include "check.h"
#include "kernel/kernel.h"
#include "words.h"

enum { N = 400, W = 12 };
static float v[N * W], places[N * 3], directions[3 * W], shares[3];

static double *work_of(int32_t width) {
  return malloc((size_t)gn_words_map_work(width) * sizeof(double));
}

// Sines of whole waves stand on each other, and each has the same mean square: cloud of known axes, shifted by 5.
static void make_cloud(const double *spread, int axes) {
  for (int i = 0; i < N; i++)
    for (int k = 0; k < W; k++) {
      double x = 5;
      for (int a = 0; a < axes; a++) {
        const double axis = sqrt(2.0 / W) * cos(3.14159265358979 * (k + 0.5) * (a + 1) / W); // DCT: orthonormal
        x += spread[a] * sqrt(2) * sin(6.28318530717959 * (a + 1) * i / N) * axis;
      }
      v[i * W + k] = (float)x;
    }
}

static void known_axes(void) {
  const double spread[] = {3, 2, 1.9, 0.5};
  make_cloud(spread, 4);
  double *work = work_of(W), all = 0;
  gn_words_map(places, directions, shares, work, v, NULL, N, W, 3, false, NULL);
  for (int a = 0; a < 4; a++) all += spread[a] * spread[a];
  for (int a = 0; a < 3; a++) {
    CHECK_NEAR(shares[a], spread[a] * spread[a] / all, 1e-5);
    double length = 0, along = 0, mean = 0, square = 0;
    for (int k = 0; k < W; k++) {
      length += (double)directions[a * W + k] * (double)directions[a * W + k];
      along += (double)directions[a * W + k] * sqrt(2.0 / W) * cos(3.14159265358979 * (k + 0.5) * (a + 1) / W);
    }
    for (int i = 0; i < N; i++) {
      mean += (double)places[i * 3 + a] / N;
      square += (double)places[i * 3 + a] * (double)places[i * 3 + a] / N;
    }
    CHECK_NEAR(length, 1, 1e-5);
    CHECK_NEAR(fabs(along), 1, 1e-5);
    CHECK_NEAR(mean, 0, 1e-5);
    CHECK_NEAR(square, spread[a] * spread[a], 1e-4);
  }
  free(work);
}

static void signs(void) {
  const double spread[] = {3, 2, 1};
  make_cloud(spread, 3);
  double *work = work_of(W);
  gn_words_map(places, directions, shares, work, v, NULL, N, W, 3, false, NULL);
  float before[3 * W];
  for (int a = 0; a < 3; a++) {
    float size = 0;
    for (int k = 0; k < W; k++) size = fmaxf(size, fabsf(directions[a * W + k]));
    int large = 0;
    while (fabsf(directions[a * W + large]) < 0.99F * size) large++;
    CHECK(directions[a * W + large] > 0);
    for (int k = 0; k < W; k++) before[a * W + k] = a == 1 ? -directions[a * W + k] : directions[a * W + k];
  }
  float turned[3 * W];
  gn_words_map(places, turned, shares, work, v, NULL, N, W, 3, false, before);
  for (int i = 0; i < 3 * W; i++) CHECK(turned[i] == before[i]);
  free(work);
}

static void some_rows_and_their_directions(void) {
  const float rows[] = {10, 0, 0, 0.5F, 7, 7, 0, -3, -20, 0};
  const int32_t ids[] = {0, 1, 3, 4};
  double *work = work_of(2);
  gn_words_map(places, directions, shares, work, rows, ids, 4, 2, 2, true, NULL);
  for (int i = 0; i < 4; i++) CHECK_NEAR(hypot(places[2 * i], places[2 * i + 1]), 1, 1e-6);
  CHECK_NEAR(shares[0], 0.5, 1e-6);
  CHECK_NEAR(shares[1], 0.5, 1e-6);
  free(work);
}

static void nothing_that_differs(void) {
  float same[W * 3];
  for (int i = 0; i < W * 3; i++) same[i] = 2;
  double *work = work_of(W);
  for (int64_t n = 0; n <= 3; n++) {
    gn_words_map(places, directions, shares, work, same, NULL, n, W, 3, n == 2, NULL);
    for (int a = 0; a < 3; a++) CHECK_NEAR(shares[a], 0, 1e-9);
    for (int i = 0; i < n * 3; i++) CHECK_NEAR(places[i], 0, 1e-6);
  }
  free(work);
}

// A large one, against power iteration with deflation in plain loops.
static void against_power_iteration(void) {
  enum { M = 300, D = 40 };
  static float x[M * D];
  static double c[D][D];
  for (int i = 0; i < M * D; i++) {
    uint32_t r[4];
    random_block(r, 5, RANDOM_USER, (uint32_t)i, 0, 0);
    x[i] = (random_unit(r[0]) - 0.5F) * (float)(1 + 8 / (1 + i % D));
  }
  double mean[D] = {0};
  for (int i = 0; i < M; i++)
    for (int k = 0; k < D; k++) mean[k] += (double)x[i * D + k] / M;
  memset(c, 0, sizeof c);
  for (int i = 0; i < M; i++)
    for (int k = 0; k < D; k++)
      for (int l = 0; l < D; l++) c[k][l] += ((double)x[i * D + k] - mean[k]) * ((double)x[i * D + l] - mean[l]) / M;
  double *work = work_of(D), trace = 0;
  for (int k = 0; k < D; k++) trace += c[k][k];
  static float dirs[3 * D];
  gn_words_map(places, dirs, shares, work, x, NULL, 100, D, 3, false, NULL); // other rows: nothing is left over of it
  static float where[M * 3];
  gn_words_map(where, dirs, shares, work, x, NULL, M, D, 3, false, NULL);
  for (int a = 0; a < 3; a++) {
    double q[D], next[D], value = 0;
    for (int k = 0; k < D; k++) q[k] = 1 + k % 3;
    for (int round = 0; round < 20000; round++) {
      value = 0;
      for (int k = 0; k < D; k++) {
        next[k] = 0;
        for (int l = 0; l < D; l++) next[k] += c[k][l] * q[l];
        value += next[k] * next[k];
      }
      value = sqrt(value);
      for (int k = 0; k < D; k++) q[k] = next[k] / value;
    }
    double along = 0;
    for (int k = 0; k < D; k++) along += q[k] * (double)dirs[a * D + k];
    CHECK_NEAR(fabs(along), 1, 1e-5);
    CHECK_NEAR(shares[a], value / trace, 1e-6);
    for (int k = 0; k < D; k++)
      for (int l = 0; l < D; l++) c[k][l] -= value * q[k] * q[l];
  }
  free(work);
}

int main(void) {
  RUN(known_axes);
  RUN(signs);
  RUN(some_rows_and_their_directions);
  RUN(nothing_that_differs);
  RUN(against_power_iteration);
  return check_done();
}
