// What a point is: eigenvalues by hand, directions, Newton's step, the way out of a saddle.
#include "../check.h"
#include "surface.h"

static gn_point at(const char *name, double x, double y) {
  gn_point p;
  gn_surface_at(&p, gn_surface_find(name), (const double[2]){x, y});
  return p;
}

// (1 − w1·w2)² at the origin: H = [[0, −2], [−2, 0]], λ² − 4 = 0.
static void the_product_has_a_saddle_at_the_origin(void) {
  const gn_point p = at("product", 0, 0);
  const double half = sqrt(0.5);
  CHECK_NEAR(p.value, 1, 0);
  CHECK_NEAR(p.length, 0, 0);
  CHECK_NEAR(p.hessian[0], 0, 0);
  CHECK_NEAR(p.hessian[1], -2, 0);
  CHECK_NEAR(p.hessian[2], 0, 0);
  CHECK_NEAR(p.determinant, -4, 0);
  CHECK_NEAR(p.eigenvalue[0], -2, 1e-15);
  CHECK_NEAR(p.eigenvalue[1], 2, 1e-15);
  CHECK_NEAR(p.eigenvector[0][0], half, 1e-15);
  CHECK_NEAR(p.eigenvector[0][1], half, 1e-15);
  CHECK_NEAR(p.eigenvector[1][0], half, 1e-15);
  CHECK_NEAR(p.eigenvector[1][1], -half, 1e-15);
  CHECK_INT(p.kind, GN_SADDLE);
  double to[2];
  CHECK(gn_surface_escape(to, gn_surface_find("product"), (const double[2]){0, 0}));
  CHECK_NEAR(to[0], to[1], 1e-15);
  CHECK_NEAR(hypot(to[0], to[1]), 4.0 / 50, 1e-12);
}

static void eigenvectors_are_what_they_should_be(void) {
  for (int32_t f = 0; f < gn_surface_count(); f++)
    for (int i = 0; i < 12; i++) {
      if (gn_surface_dims(f) == 1) continue;
      gn_point p;
      gn_surface_at(&p, f, (const double[2]){0.3 * i - 1.7, 1.1 - 0.17 * i});
      CHECK_NEAR(p.eigenvalue[0] + p.eigenvalue[1], p.trace, 1e-9 * (1 + fabs(p.trace)));
      CHECK_NEAR(p.eigenvalue[0] * p.eigenvalue[1], p.determinant, 1e-9 * (1 + fabs(p.determinant)));
      for (int k = 0; k < 2; k++) {
        const double *v = p.eigenvector[k], l = p.eigenvalue[k], bound = 1e-9 * (1 + fabs(l));
        CHECK_NEAR(hypot(v[0], v[1]), 1, 1e-12);
        CHECK(v[0] >= 0);
        CHECK_NEAR(p.hessian[0] * v[0] + p.hessian[1] * v[1], l * v[0], bound);
        CHECK_NEAR(p.hessian[1] * v[0] + p.hessian[2] * v[1], l * v[1], bound);
      }
      CHECK_NEAR(p.eigenvector[0][0] * p.eigenvector[1][0] + p.eigenvector[0][1] * p.eigenvector[1][1], 0, 1e-12);
    }
}

static void signs_tell_and_zero_decides_nothing(void) {
  CHECK_INT(at("saddle", 0, 0).kind, GN_SADDLE);
  CHECK_INT(at("saddle", 0, 1).kind, GN_MINIMUM);
  CHECK_INT(at("saddle", 0, 0.5).kind, GN_SLOPING);
  CHECK_INT(at("bowl", 0, 0).kind, GN_MINIMUM);
  CHECK_INT(at("trough", 0, 0).kind, GN_UNDECIDED); // is a minimum
  CHECK_INT(at("shelf", 0, 0).kind, GN_UNDECIDED);  // is none
  CHECK_INT(at("cubic", 0, 0).kind, GN_UNDECIDED);
  CHECK_INT(at("parabola", 0, 0).kind, GN_MINIMUM);
  const int32_t f = gn_surface_find("basins");
  double to[2];
  CHECK(gn_surface_flat(to, f, (const double[2]){-0.2, -0.9}));
  CHECK_INT(at("basins", to[0], to[1]).kind, GN_MAXIMUM);
  CHECK(gn_surface_flat(to, f, (const double[2]){3.2, 1.8}));
  CHECK_INT(at("basins", to[0], to[1]).kind, GN_MINIMUM);
  CHECK_NEAR(at("basins", to[0], to[1]).length, 0, 1e-12);
  CHECK(!gn_surface_escape(to, f, (const double[2]){to[0], to[1]})); // no way down
  CHECK(!gn_surface_newton(to, gn_surface_find("relu"), (const double[2]){-1, -1}));
  CHECK_NEAR(to[0], -1, 0);
}

static void the_gradient_is_the_steepest_direction(void) {
  const int32_t f = gn_surface_find("bowl");
  const double w[2] = {1, 1}; // ∇f = (1, 3)
  double dial[361];
  gn_surface_dial(dial, 361, f, w);
  int steepest = 0;
  for (int i = 0; i < 361; i++)
    if (dial[i] > dial[steepest]) steepest = i;
  CHECK_INT(steepest, 72); // atan 3 = 71.57°
  CHECK_NEAR(dial[0], 1, 1e-12);
  CHECK_NEAR(dial[90], 3, 1e-12);
  for (int i = 0; i < 180; i++) CHECK_NEAR(dial[i], -dial[i + 180], 1e-12);
  for (int i = 0; i < 12; i++) {
    gn_direction d;
    gn_surface_direction(&d, f, w, 0.5 * i);
    CHECK_NEAR(d.derivative, sqrt(10) * cos(0.5 * i - d.steepest), 1e-12);
    CHECK_NEAR(d.derivative, d.measured, 1e-8);
    CHECK_NEAR(d.cosine, cos(0.5 * i - d.steepest), 1e-12);
    CHECK_NEAR(hypot(d.u[0], d.u[1]), 1, 1e-12);
  }
  for (int i = -17; i <= 18; i++) { // all around the gradient is (x, 3y)
    gn_direction d;
    const double angle = i * 3.14159265358979 / 18;
    gn_surface_direction(&d, f, (const double[2]){2 * cos(angle), 2 * sin(angle) / 3}, 0);
    CHECK_NEAR(d.steepest, angle, 1e-12);
  }
  gn_direction d;
  gn_surface_direction(&d, f, (const double[2]){0, 0}, 1);
  CHECK_NEAR(d.cosine, 0, 0);
  CHECK_NEAR(d.derivative, 0, 0);
}

// Of a quadratic function the second order is all there is; of others it errs by the third power of the step.
static void taylor_foretells_a_step(void) {
  double v[3];
  gn_surface_taylor(v, gn_surface_find("bowl"), (const double[2]){1, 1}, (const double[2]){-0.5, -1});
  CHECK_NEAR(v[0], 2 - 0.5 - 3, 1e-12); // f = 2, ∇f = (1, 3)
  CHECK_NEAR(v[1], -1.5 + 0.5 * (0.25 + 3), 1e-12);
  CHECK_NEAR(v[2], v[1], 1e-12);
  for (int32_t f = 0; f < gn_surface_count(); f++) {
    const double w[2] = {0.7, gn_surface_dims(f) == 1 ? 0 : 0.6};
    double error[2][2];
    for (int i = 0; i < 2; i++) {
      const double h = i == 0 ? 1e-2 : 5e-3, by[2] = {h, gn_surface_dims(f) == 1 ? 0 : -0.5 * h};
      gn_surface_taylor(v, f, w, by);
      error[i][0] = fabs(v[2] - v[0]);
      error[i][1] = fabs(v[2] - v[1]);
    }
    CHECK(error[1][0] < 0.3 * error[0][0] + 1e-12);  // a quarter
    CHECK(error[1][1] < 0.15 * error[0][1] + 1e-12); // an eighth
  }
}

int main(void) {
  RUN(the_product_has_a_saddle_at_the_origin);
  RUN(eigenvectors_are_what_they_should_be);
  RUN(signs_tell_and_zero_decides_nothing);
  RUN(the_gradient_is_the_steepest_direction);
  RUN(taylor_foretells_a_step);
  return check_done();
}
