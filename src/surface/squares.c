// Least squares: a line wt + b through five points, w (x) and b (y) by their mean squared error. It is quadratic, so
// setting its derivative to zero gives two linear equations, and a formula.
#include "surface/table.h"

enum { POINTS = 5 };
static const double T[POINTS] = {0, 1, 2, 3, 4}, Y[POINTS] = {1.1, 1.3, 2.4, 2.2, 3.3};

static slope at(double w, double b) {
  slope s = {.value = 0};
  for (int i = 0; i < POINTS; i++) {
    const double e = w * T[i] + b - Y[i], share = 1.0 / POINTS;
    s.value += share * e * e;
    s.gradient[0] += share * 2 * e * T[i];
    s.gradient[1] += share * 2 * e;
    s.xx += share * 2 * T[i] * T[i];
    s.xy += share * 2 * T[i];
    s.yy += share * 2;
  }
  return s;
}

int32_t gn_squares_points(double *t, double *y) {
  for (int i = 0; i < POINTS; i++) {
    if (t) t[i] = T[i];
    if (y) y[i] = Y[i];
  }
  return POINTS;
}

// w = Σ(t − t̄)(y − ȳ) / Σ(t − t̄)², b = ȳ − w·t̄
void gn_squares_solve(double w[2]) {
  double mean_t = 0, mean_y = 0, above = 0, below = 0;
  for (int i = 0; i < POINTS; i++) {
    mean_t += T[i] / POINTS;
    mean_y += Y[i] / POINTS;
  }
  for (int i = 0; i < POINTS; i++) {
    above += (T[i] - mean_t) * (Y[i] - mean_y);
    below += (T[i] - mean_t) * (T[i] - mean_t);
  }
  w[0] = above / below;
  w[1] = mean_y - w[0] * mean_t;
}

const surface surface_squares = {
    "squares", "\\tfrac{1}{5} \\sum_i (w t_i + b - y_i)^2", 2, {-1.5, -2}, {2.5, 4}, {-1, 3.4}, at};
