// Every function's gradient and Hessian against central differences; the pictures of them; hand-worked values.
#include "../check.h"
#include "surface.h"

enum { PLACES = 7 };

static double value(int32_t f, double x, double y) {
  gn_point p;
  gn_surface_at(&p, f, (const double[2]){x, y});
  return p.value;
}

static double between(int32_t f, int32_t axis, int i) {
  const double low = gn_surface_low(f, axis), high = gn_surface_high(f, axis);
  return low + (high - low) * (0.07 + 0.86 * i / (PLACES - 1)); // not on the edge of a ReLU
}

static void derivatives_are_those_of_the_values(void) {
  for (int32_t f = 0; f < gn_surface_count(); f++)
    for (int i = 0; i < PLACES * PLACES; i++) {
      const double x = between(f, 0, i % PLACES) + 0.011;
      const double y = gn_surface_dims(f) == 1 ? 0 : between(f, 1, i / PLACES) + 0.013, e = 1e-4;
      gn_point p;
      gn_surface_at(&p, f, (const double[2]){x, y});
      const double scale = 1 + fabs(p.value) + p.length, bound = 1e-5 * scale;
      CHECK_NEAR(p.gradient[0], (value(f, x + e, y) - value(f, x - e, y)) / (2 * e), bound);
      CHECK_NEAR(p.hessian[0], (value(f, x + e, y) - 2 * p.value + value(f, x - e, y)) / (e * e), bound);
      if (gn_surface_dims(f) == 1) continue;
      CHECK_NEAR(p.gradient[1], (value(f, x, y + e) - value(f, x, y - e)) / (2 * e), bound);
      CHECK_NEAR(p.hessian[2], (value(f, x, y + e) - 2 * p.value + value(f, x, y - e)) / (e * e), bound);
      const double mixed =
          value(f, x + e, y + e) - value(f, x + e, y - e) - value(f, x - e, y + e) + value(f, x - e, y - e);
      CHECK_NEAR(p.hessian[1], mixed / (4 * e * e), bound);
    }
}

static void each_has_a_name_and_a_start_within_its_picture(void) {
  for (int32_t f = 0; f < gn_surface_count(); f++) {
    CHECK_INT(gn_surface_find(gn_surface_name(f)), f);
    CHECK(gn_surface_formula(f)[0] != 0);
    for (int32_t axis = 0; axis < gn_surface_dims(f); axis++) {
      CHECK(gn_surface_low(f, axis) < gn_surface_start(f, axis));
      CHECK(gn_surface_start(f, axis) < gn_surface_high(f, axis));
    }
  }
  CHECK_INT(gn_surface_find("nothing"), -1);
}

// (ReLU(w2·ReLU(w1)) − 1)²: loss 1 and no gradient in three quadrants; every point of w1·w2 = 1 is a minimum.
static void relu_is_flat_in_three_quadrants(void) {
  const int32_t f = gn_surface_find("relu");
  const double flat[3][2] = {{-1, 1}, {1, -1}, {-1, -1}}, lowest[3][2] = {{1, 1}, {2, 0.5}, {0.5, 2}};
  gn_point p;
  for (int i = 0; i < 3; i++) {
    gn_surface_at(&p, f, flat[i]);
    CHECK_NEAR(p.value, 1, 0);
    CHECK_NEAR(p.length, 0, 0);
    CHECK_INT(p.kind, GN_UNDECIDED);
    gn_surface_at(&p, f, lowest[i]);
    CHECK_NEAR(p.value, 0, 0);
    CHECK_NEAR(p.length, 0, 0);
    CHECK_INT(p.kind, GN_UNDECIDED); // along the curve of minima nothing changes
    CHECK_NEAR(p.eigenvalue[0], 0, 1e-12);
  }
  gn_surface_at(&p, f, (const double[2]){0.5, 1}); // r = ½: ∇ = −2r·(1, ½)
  CHECK_NEAR(p.value, 0.25, 0);
  CHECK_NEAR(p.gradient[0], -1, 0);
  CHECK_NEAR(p.gradient[1], -0.5, 0);
}

// t̄ = 2, ȳ = 2.06; Σ(t − t̄)(y − ȳ) = 1.92 + 0.76 + 0 + 0.14 + 2.48 = 5.3, Σ(t − t̄)² = 10.
static void least_squares_has_a_formula(void) {
  double w[2], t[8], y[8];
  gn_squares_solve(w);
  CHECK_NEAR(w[0], 0.53, 1e-12);
  CHECK_NEAR(w[1], 1.0, 1e-12);
  const int32_t n = gn_squares_points(t, y), f = gn_surface_find("squares");
  CHECK_INT(n, 5);
  double mean = 0;
  for (int i = 0; i < n; i++) mean += (w[0] * t[i] + w[1] - y[i]) * (w[0] * t[i] + w[1] - y[i]) / n;
  gn_point p;
  gn_surface_at(&p, f, w);
  CHECK_NEAR(p.value, mean, 1e-12);
  CHECK_NEAR(p.length, 0, 1e-12);
  CHECK_INT(p.kind, GN_MINIMUM);
  // Newton's step from anywhere goes there: the function is quadratic.
  double to[2];
  CHECK(gn_surface_newton(to, f, (const double[2]){-1, 3}));
  CHECK_NEAR(to[0], w[0], 1e-12);
  CHECK_NEAR(to[1], w[1], 1e-12);
}

static void pictures_show_the_function(void) {
  enum { W = 40, H = 30 };
  float values[W * H], shades[W * H], segments[4 * 500];
  const int32_t f = gn_surface_find("bowl");
  gn_surface_grid(values, shades, W, H, f);
  // The upper left cell: its middle is at (−3 + 3/40, 3 − 3/30).
  CHECK_NEAR(values[0], value(f, -3 + 3.0 / W, 3 - 3.0 / H), 1e-5);
  float least = 2, most = -1;
  for (int i = 0; i < W * H; i++) {
    if (shades[i] < least) least = shades[i];
    if (shades[i] > most) most = shades[i];
  }
  CHECK_NEAR(least, 0, 0);
  CHECK_NEAR(most, 1, 0);
  // ½(x² + 3y²) = 2 is an ellipse: every end of a segment lies on it, and it closes.
  const int32_t n = gn_contour(segments, 500, values, W, H, 2);
  CHECK(n > 30 && n < 500);
  double round = 0;
  for (int i = 0; i < n; i++) {
    const float *s = segments + 4 * (int64_t)i;
    for (int k = 0; k < 4; k += 2) {
      const double x = -3 + 6 * ((double)s[k] + 0.5) / W, y = 3 - 6 * ((double)s[k + 1] + 0.5) / H;
      CHECK_NEAR(value(f, x, y), 2, 0.03);
    }
    round += hypot((double)(s[2] - s[0]) * 6 / W, (double)(s[3] - s[1]) * 6 / H);
  }
  CHECK_NEAR(round, 10.11, 0.1); // Ramanujan's formula for half axes 2 and 2/√3
  CHECK_INT(gn_contour(segments, 7, values, W, H, 2), 7);
  double y[5], slope[5];
  gn_surface_curve(y, slope, 5, gn_surface_find("parabola"));
  for (int i = 0; i < 5; i++) {
    const double x = -3 + 1.5 * i;
    CHECK_NEAR(y[i], x * x, 1e-12);
    CHECK_NEAR(slope[i], 2 * x, 1e-12);
  }
}

// A checkerboard of two cells: the middle decides which corners belong together.
static void a_contour_through_a_saddle_joins_what_belongs_together(void) {
  const float low[4] = {0, 1, 1, 0}, high[4] = {0, 3, 3, 0};
  float s[8];
  CHECK_INT(gn_contour(s, 2, low, 2, 2, 0.6f), 2); // the middle, ½, is below: the corners that are 0 are joined
  CHECK_NEAR(s[0], 0.6, 1e-6);                     // above → at the right
  CHECK_NEAR(s[2], 1, 0);
  CHECK_INT(gn_contour(s, 2, high, 2, 2, 0.6f), 2); // 1½ is above: each 0 stands alone
  CHECK_NEAR(s[0], 0.2, 1e-6);                      // above → at the left
  CHECK_NEAR(s[2], 0, 0);
}

int main(void) {
  RUN(derivatives_are_those_of_the_values);
  RUN(each_has_a_name_and_a_start_within_its_picture);
  RUN(relu_is_flat_in_three_quadrants);
  RUN(least_squares_has_a_formula);
  RUN(pictures_show_the_function);
  RUN(a_contour_through_a_saddle_joins_what_belongs_together);
  return check_done();
}
