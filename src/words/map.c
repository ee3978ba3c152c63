// Principal components: eigenvectors of the covariance C of the largest eigenvalues. Subspace iteration Q ← orth(C·Q)
// with the Rayleigh–Ritz step: the eigenvectors of Qᵀ·C·Q, a few numbers square, by Jacobi's rotations.
#include <math.h>
#include <string.h>

#include "kernel/kernel.h"
#include "words.h"

enum { BASIS = 8, MOST_ROUNDS = 400, SWEEPS = 30 };
#define SETTLED 1e-12 // of the sum of eigenvalues, from one round to the next

typedef struct space {
  int32_t width, basis;
  double *c;        // (width, width)
  double *q, *cq;   // (BASIS, width): rows of length 1 that stand on each other
  double *mean, *x; // (width)
} space;

int64_t gn_words_map_work(int32_t width) {
  return (int64_t)width * width + 2 * BASIS * (int64_t)width + 2 * (int64_t)width;
}

static double dot_f64(const double *a, const double *b, int32_t n) {
  double s = 0;
  for (int32_t i = 0; i < n; i++) s += a[i] * b[i];
  return s;
}

static void take(double *x, const float *row, int32_t width, bool unit) {
  const double length = unit ? sqrt((double)dot(row, row, width)) : 1;
  for (int32_t i = 0; i < width; i++) x[i] = length > 0 ? (double)row[i] / length : 0;
}

static const float *row_of(const float *vectors, const int32_t *ids, int64_t i, int32_t width) {
  return vectors + (ids != NULL ? ids[i] : i) * width;
}

static void covariance(space *s, const float *vectors, const int32_t *ids, int64_t n, bool unit) {
  const int32_t width = s->width;
  memset(s->mean, 0, (size_t)width * sizeof *s->mean);
  memset(s->c, 0, (size_t)width * (size_t)width * sizeof *s->c);
  for (int64_t i = 0; i < n; i++) {
    take(s->x, row_of(vectors, ids, i, width), width, unit);
    for (int32_t k = 0; k < width; k++) s->mean[k] += s->x[k] / (double)n;
  }
  for (int64_t i = 0; i < n; i++) {
    take(s->x, row_of(vectors, ids, i, width), width, unit);
    for (int32_t k = 0; k < width; k++) s->x[k] -= s->mean[k];
    for (int32_t k = 0; k < width; k++) {
      double *to = s->c + (int64_t)k * width;
      const double by = s->x[k] / (double)n;
      for (int32_t l = 0; l <= k; l++) to[l] += by * s->x[l];
    }
  }
  for (int32_t k = 0; k < width; k++)
    for (int32_t l = k + 1; l < width; l++) s->c[(int64_t)k * width + l] = s->c[(int64_t)l * width + k];
}

// Gram–Schmidt, twice, as once leaves rounding errors. A row that the others make up becomes 0.
static void orthonormal(space *s) {
  const int32_t width = s->width;
  for (int32_t i = 0; i < s->basis; i++) {
    double *row = s->q + (int64_t)i * width;
    const double before = dot_f64(row, row, width);
    for (int twice = 0; twice < 2; twice++)
      for (int32_t k = 0; k < i; k++) {
        const double *other = s->q + (int64_t)k * width, by = dot_f64(row, other, width);
        for (int32_t l = 0; l < width; l++) row[l] -= by * other[l];
      }
    const double left = dot_f64(row, row, width);
    const double by = left > before * 1e-24 && left > 0 ? 1 / sqrt(left) : 0;
    for (int32_t l = 0; l < width; l++) row[l] *= by;
  }
}

static void times_covariance(space *s) {
  for (int32_t i = 0; i < s->basis; i++)
    for (int32_t k = 0; k < s->width; k++)
      s->cq[(int64_t)i * s->width + k] = dot_f64(s->c + (int64_t)k * s->width, s->q + (int64_t)i * s->width, s->width);
}

// One of Jacobi's rotations: a (BASIS, BASIS) symmetric, its (p, q) becomes 0; t gathers the eigenvectors in its rows.
static void rotate(double *a, double *t, int32_t n, int32_t p, int32_t q) {
  const double apq = a[p * BASIS + q];
  if (apq == 0) return;
  const double theta = (a[q * BASIS + q] - a[p * BASIS + p]) / (2 * apq);
  const double tan = (theta < 0 ? -1 : 1) / (fabs(theta) + sqrt(theta * theta + 1));
  const double cos = 1 / sqrt(tan * tan + 1), sin = tan * cos;
  for (int32_t k = 0; k < n; k++) {
    const double x = a[k * BASIS + p], y = a[k * BASIS + q];
    a[k * BASIS + p] = cos * x - sin * y;
    a[k * BASIS + q] = sin * x + cos * y;
  }
  for (int32_t k = 0; k < n; k++) {
    const double x = a[p * BASIS + k], y = a[q * BASIS + k];
    a[p * BASIS + k] = cos * x - sin * y;
    a[q * BASIS + k] = sin * x + cos * y;
    const double v = t[p * BASIS + k], w = t[q * BASIS + k];
    t[p * BASIS + k] = cos * v - sin * w;
    t[q * BASIS + k] = sin * v + cos * w;
  }
}

// q becomes the Ritz vectors within the space it spans, the largest value first; values (basis). cq follows it.
static void ritz(space *s, double *values) {
  double a[BASIS * BASIS] = {0}, t[BASIS * BASIS] = {0};
  const int32_t n = s->basis, width = s->width;
  for (int32_t i = 0; i < n; i++) {
    t[i * BASIS + i] = 1;
    for (int32_t k = 0; k <= i; k++)
      a[i * BASIS + k] = a[k * BASIS + i] = dot_f64(s->q + (int64_t)i * width, s->cq + (int64_t)k * width, width);
  }
  for (int sweep = 0; sweep < SWEEPS; sweep++)
    for (int32_t p = 0; p < n; p++)
      for (int32_t q = p + 1; q < n; q++) rotate(a, t, n, p, q);
  int32_t order[BASIS];
  for (int32_t i = 0; i < n; i++) {
    int32_t at = i;
    for (; at > 0 && a[order[at - 1] * BASIS + order[at - 1]] < a[i * BASIS + i]; at--) order[at] = order[at - 1];
    order[at] = i;
  }
  for (int32_t i = 0; i < n; i++) values[i] = a[order[i] * BASIS + order[i]];
  for (int32_t k = 0; k < width; k++) {
    double was[BASIS], moved[BASIS];
    for (int32_t i = 0; i < n; i++) {
      was[i] = s->q[(int64_t)i * width + k];
      moved[i] = s->cq[(int64_t)i * width + k];
    }
    for (int32_t i = 0; i < n; i++) {
      double q = 0, cq = 0;
      for (int32_t l = 0; l < n; l++) {
        q += t[order[i] * BASIS + l] * was[l];
        cq += t[order[i] * BASIS + l] * moved[l];
      }
      s->q[(int64_t)i * width + k] = q;
      s->cq[(int64_t)i * width + k] = cq;
    }
  }
}

// Any start that nothing stands on by chance will do; this one is the same each time.
static void start(space *s) {
  uint32_t block[4] = {0};
  for (int64_t i = 0; i < (int64_t)s->basis * s->width; i++) {
    if (i % 4 == 0) random_block(block, 1, RANDOM_WORDS, (uint32_t)(i / 4), 0, UINT32_MAX);
    s->q[i] = (double)random_unit(block[i % 4]) - 0.5;
  }
}

static void iterate(space *s, double *values) {
  start(s);
  orthonormal(s);
  double last = 0;
  for (int round = 0; round < MOST_ROUNDS; round++) {
    times_covariance(s);
    ritz(s, values);
    double all = 0;
    for (int32_t i = 0; i < GN_WORDS_AXES && i < s->basis; i++) all += values[i];
    if (fabs(all - last) <= SETTLED * fabs(all)) return;
    last = all;
    memcpy(s->q, s->cq, (size_t)s->basis * (size_t)s->width * sizeof *s->q);
    orthonormal(s);
  }
  times_covariance(s);
  ritz(s, values);
}

static void fix_sign(double *axis, const float *before, int32_t width) {
  double towards = 0;
  for (int32_t i = 0; i < width && before != NULL; i++) towards += axis[i] * (double)before[i];
  double size = 0;
  for (int32_t i = 0; i < width; i++) size = fabs(axis[i]) > size ? fabs(axis[i]) : size;
  int32_t large = 0; // the first of about that size: of two that rounding might tell apart always the same
  while (fabs(axis[large]) < 0.99 * size) large++;
  if (towards == 0) towards = axis[large];
  for (int32_t i = 0; i < width && towards < 0; i++) axis[i] = -axis[i];
}

void gn_words_map(float *places, float *directions, float *shares, double *work, const float *vectors,
                  const int32_t *ids, int64_t n, int32_t width, int32_t axes, bool unit, const float *before) {
  space s = {.width = width, .basis = width < BASIS ? width : BASIS, .c = work};
  s.q = s.c + (int64_t)width * width;
  s.cq = s.q + (int64_t)BASIS * width;
  s.mean = s.cq + (int64_t)BASIS * width;
  s.x = s.mean + width;
  covariance(&s, vectors, ids, n, unit);
  double values[BASIS] = {0}, all = 0;
  iterate(&s, values);
  for (int32_t k = 0; k < width; k++) all += s.c[(int64_t)k * width + k];
  for (int32_t i = 0; i < axes; i++) {
    double *axis = s.q + (int64_t)i * width;
    fix_sign(axis, before != NULL ? before + (int64_t)i * width : NULL, width);
    shares[i] = all > 0 ? (float)(values[i] / all) : 0;
    for (int32_t k = 0; k < width; k++) directions[(int64_t)i * width + k] = (float)axis[k];
  }
  for (int64_t i = 0; i < n; i++) {
    take(s.x, row_of(vectors, ids, i, width), width, unit);
    for (int32_t k = 0; k < width; k++) s.x[k] -= s.mean[k];
    for (int32_t a = 0; a < axes; a++) places[i * axes + a] = (float)dot_f64(s.x, s.q + (int64_t)a * width, width);
  }
}
