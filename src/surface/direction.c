// How fast a function grows in a direction u: D_u f = ∇f·u = ‖∇f‖·cos θ.
#include "surface/table.h"

#include "kernel/kernel.h"

#include <math.h>

static const double TURN = 6.283185307179586;

// The angle of (x, y) of length 1, −π … π: what it lacks is added over and over, its sine in place of itself. The C
// library's atan2 is not the same in every build.
static double angle_of(double x, double y) {
  double angle = x >= 0 ? y : (y < 0 ? -TURN / 2 - y : TURN / 2 - y);
  for (int i = 0; i < 6; i++) angle += y * cos_f64(angle) - x * sin_f64(angle);
  return angle;
}

void gn_surface_direction(gn_direction *d, int32_t number, const double w[2], double angle) {
  const surface *s = surface_table[number];
  const slope here = s->at(w[0], w[1]);
  const double gx = here.gradient[0], gy = here.gradient[1], length = sqrt(gx * gx + gy * gy), e = 1e-4;
  const double u = cos_f64(angle), v = s->dims == 1 ? 0 : sin_f64(angle);
  const double ahead = s->at(w[0] + e * u, w[1] + e * v).value, behind = s->at(w[0] - e * u, w[1] - e * v).value;
  *d = (gn_direction){.u = {u, v}, .derivative = gx * u + gy * v, .measured = (ahead - behind) / (2 * e)};
  if (length == 0) return;
  d->cosine = d->derivative / length;
  d->steepest = angle_of(gx / length, gy / length);
}

void gn_surface_dial(double *derivative, int32_t n, int32_t number, const double w[2]) {
  const slope here = surface_table[number]->at(w[0], w[1]);
  for (int32_t i = 0; i < n; i++) {
    const double angle = TURN * i / (n - 1);
    derivative[i] = here.gradient[0] * cos_f64(angle) + here.gradient[1] * sin_f64(angle);
  }
}
