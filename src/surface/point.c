// One point of a function: value, gradient, Hessian, its eigenvalues and eigenvectors, and what kind of point it is.
#include "surface/table.h"

#include <math.h>

static const double ZERO = 1e-9; // what rounding leaves of a gradient or an eigenvalue that is zero

// Of [[a, b], [b, c]]: λ = ½(a + c) ∓ √(¼(a − c)² + b²). A vector with (a − λ)x + by = 0 is (b, λ − a), or (λ − c, b),
// whichever is the longer.
static void eigen(gn_point *p, double a, double b, double c) {
  const double middle = 0.5 * (a + c), half = 0.5 * (a - c), reach = sqrt(half * half + b * b);
  p->eigenvalue[0] = middle - reach;
  p->eigenvalue[1] = middle + reach;
  double x = b, y = p->eigenvalue[0] - a;
  if (fabs(p->eigenvalue[0] - c) > fabs(y)) x = p->eigenvalue[0] - c, y = b;
  const double length = sqrt(x * x + y * y);
  if (length == 0)
    x = 1, y = 0; // all directions are alike
  else
    x /= length, y /= length;
  if (x < 0 || (x == 0 && y < 0)) x = -x, y = -y;
  p->eigenvector[0][0] = x;
  p->eigenvector[0][1] = y;
  // the other at right angles
  p->eigenvector[1][0] = y < 0 ? -y : y;
  p->eigenvector[1][1] = y < 0 ? x : -x;
  if (p->eigenvector[1][0] == 0) p->eigenvector[1][1] = 1;
}

static int32_t kind(const gn_point *p) {
  if (p->length > ZERO) return GN_SLOPING;
  if (p->eigenvalue[0] < -ZERO && p->eigenvalue[1] > ZERO) return GN_SADDLE;
  if (p->eigenvalue[0] > ZERO) return GN_MINIMUM;
  return p->eigenvalue[1] < -ZERO ? GN_MAXIMUM : GN_UNDECIDED;
}

void gn_surface_at(gn_point *p, int32_t number, const double w[2]) {
  const surface *s = surface_table[number];
  const slope here = s->at(w[0], w[1]);
  *p = (gn_point){.value = here.value,
                  .gradient = {here.gradient[0], here.gradient[1]},
                  .length = sqrt(here.gradient[0] * here.gradient[0] + here.gradient[1] * here.gradient[1]),
                  .hessian = {here.xx, here.xy, here.yy}};
  if (s->dims == 1) {
    p->trace = p->determinant = p->eigenvalue[0] = p->eigenvalue[1] = here.xx;
    p->eigenvector[0][0] = p->eigenvector[1][0] = 1;
  } else {
    p->trace = here.xx + here.yy;
    p->determinant = here.xx * here.yy - here.xy * here.xy;
    eigen(p, here.xx, here.xy, here.yy);
  }
  p->kind = kind(p);
}
