// ink = clamp((|grey − paper| − noise) / (full − noise), 0, 1), where paper(x,y) is a quadratic surface.
//
// A photograph is brighter on one side and darker in its corners, so the paper's brightness is fitted by least squares.
// What belongs to it is found by Otsu's threshold (1979) on the difference from the last fit: of the two classes the
// one that most of the border is in. That also tells white chalk from black pencil.
#include "data/paper.h"

#include <math.h>
#include <stddef.h>

enum { TERMS = 6, ROUNDS = 4, BINS = 256 };

// A digit fainter than this against its paper (of 255), or than this many deviations of the noise, is no digit.
static const double LEAST_CONTRAST = 10.0, LEAST_DEVIATIONS = 4.0;

typedef struct surface {
  double of[TERMS]; // 1 x y xx xy yy, x and y from −1 to 1
} surface;

static void powers(double p[TERMS], int32_t x, int32_t y, int32_t w, int32_t h) {
  const double u = w > 1 ? 2.0 * x / (w - 1) - 1.0 : 0.0, v = h > 1 ? 2.0 * y / (h - 1) - 1.0 : 0.0;
  p[0] = 1.0;
  p[1] = u;
  p[2] = v;
  p[3] = u * u;
  p[4] = u * v;
  p[5] = v * v;
}

static double height_at(const surface *s, int32_t x, int32_t y, int32_t w, int32_t h) {
  double p[TERMS], sum = 0.0;
  powers(p, x, y, w, h);
  for (int32_t i = 0; i < TERMS; i++) sum += s->of[i] * p[i];
  return sum;
}

// The classes of Otsu's threshold over values −255..255.
typedef struct classes {
  double threshold;
  double share[2], mean[2], deviation[2]; // of those below it, and above
} classes;

static int32_t bin_of(double v) {
  const int32_t b = (int32_t)((v + 255.0) * (BINS / 510.0));
  return b < 0 ? 0 : b >= BINS ? BINS - 1 : b;
}

static classes otsu(const double histogram[BINS]) {
  double total = 0.0, sum = 0.0, squares = 0.0;
  for (int32_t i = 0; i < BINS; i++) {
    const double v = (i + 0.5) * (510.0 / BINS) - 255.0;
    total += histogram[i];
    sum += histogram[i] * v;
    squares += histogram[i] * v * v;
  }
  classes best = {.threshold = 0.0};
  double best_spread = -1.0, n = 0.0, s = 0.0, q = 0.0;
  for (int32_t i = 0; i + 1 < BINS; i++) {
    const double v = (i + 0.5) * (510.0 / BINS) - 255.0;
    n += histogram[i];
    s += histogram[i] * v;
    q += histogram[i] * v * v;
    if (n <= 0.0 || n >= total) continue;
    const double below = s / n, above = (sum - s) / (total - n);
    const double spread = n * (total - n) * (above - below) * (above - below);
    if (spread <= best_spread) continue;
    best_spread = spread;
    const double var0 = q / n - below * below, var1 = (squares - q) / (total - n) - above * above;
    best = (classes){(i + 1) * (510.0 / BINS) - 255.0,
                     {n / total, 1.0 - n / total},
                     {below, above},
                     {var0 > 0.0 ? sqrt(var0) : 0.0, var1 > 0.0 ? sqrt(var1) : 0.0}};
  }
  return best;
}

// Solves the symmetric a·x = b by elimination; terms the picture says nothing about (a single row) stay 0.
static void solve(double x[TERMS], double a[TERMS][TERMS], double b[TERMS]) {
  for (int32_t i = 0; i < TERMS; i++) {
    a[i][i] += 1e-6 * (a[0][0] + 1.0);
    for (int32_t r = i + 1; r < TERMS; r++) {
      const double share = a[r][i] / a[i][i];
      for (int32_t k = i; k < TERMS; k++) a[r][k] -= share * a[i][k];
      b[r] -= share * b[i];
    }
  }
  for (int32_t i = TERMS - 1; i >= 0; i--) {
    x[i] = b[i];
    for (int32_t k = i + 1; k < TERMS; k++) x[i] -= a[i][k] * x[k];
    x[i] /= a[i][i];
  }
}

bool paper_to_ink(float *grey, int32_t w, int32_t h) {
  surface paper = {{0.0}};
  classes c;
  int32_t ink = 1; // which class is ink
  for (int32_t round = 0;; round++) {
    double histogram[BINS] = {0.0};
    int64_t border[2] = {0, 0};
    for (int32_t y = 0; y < h; y++)
      for (int32_t x = 0; x < w; x++) histogram[bin_of((double)grey[y * w + x] - height_at(&paper, x, y, w, h))] += 1.0;
    c = otsu(histogram);
    for (int32_t y = 0; y < h; y++)
      for (int32_t x = 0; x < w; x += y == 0 || y == h - 1 || x == w - 1 ? 1 : w - 1)
        border[(double)grey[y * w + x] - height_at(&paper, x, y, w, h) >= c.threshold]++;
    ink = border[0] > border[1] ? 1 : 0;
    if (round == ROUNDS) break;

    double a[TERMS][TERMS] = {{0.0}}, b[TERMS] = {0.0};
    for (int32_t y = 0; y < h; y++) {
      for (int32_t x = 0; x < w; x++) {
        const double v = (double)grey[y * w + x];
        if ((v - height_at(&paper, x, y, w, h) >= c.threshold) == (ink == 1)) continue;
        double p[TERMS];
        powers(p, x, y, w, h);
        for (int32_t i = 0; i < TERMS; i++) {
          b[i] += v * p[i];
          for (int32_t k = 0; k < TERMS; k++) a[i][k] += p[i] * p[k];
        }
      }
    }
    solve(paper.of, a, b);
  }
  const double contrast = c.mean[1] - c.mean[0], noise = c.deviation[1 - ink];
  if (contrast < LEAST_CONTRAST || contrast < LEAST_DEVIATIONS * noise) return false;

  const double sign = ink == 1 ? 1.0 : -1.0, base = sign * c.mean[1 - ink];
  const double floor_of_ink = base + 0.15 * contrast + noise, full = base + 0.95 * contrast;
  for (int32_t y = 0; y < h; y++) {
    for (int32_t x = 0; x < w; x++) {
      const double v = sign * ((double)grey[y * w + x] - height_at(&paper, x, y, w, h));
      const double share = (v - floor_of_ink) / (full - floor_of_ink);
      grey[y * w + x] = share <= 0.0 ? 0.0f : share >= 1.0 ? 1.0f : (float)share;
    }
  }
  return true;
}
