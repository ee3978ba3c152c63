// What second derivatives are good for: Newton's step, points with zero gradient, the way out of a saddle.
#include "surface/table.h"

#include <math.h>

enum { MOST_STEPS = 400 };
static const double LEVEL = 1e-13; // a gradient no longer than this

static bool step(double by[2], const surface *s, const slope *here) {
  const double determinant = s->dims == 1 ? here->xx : here->xx * here->yy - here->xy * here->xy;
  if (fabs(determinant) < 1e-14) return false;
  if (s->dims == 1) {
    by[0] = -here->gradient[0] / here->xx;
    by[1] = 0;
  } else {
    by[0] = -(here->yy * here->gradient[0] - here->xy * here->gradient[1]) / determinant;
    by[1] = -(here->xx * here->gradient[1] - here->xy * here->gradient[0]) / determinant;
  }
  return true;
}

bool gn_surface_newton(double to[2], int32_t number, const double w[2]) {
  const surface *s = surface_table[number];
  const slope here = s->at(w[0], w[1]);
  double by[2];
  to[0] = w[0];
  to[1] = w[1];
  if (!step(by, s, &here)) return false;
  to[0] += by[0];
  to[1] += by[1];
  return true;
}

// A full step may leap far where the function is almost level: none is longer than a tenth of the picture.
bool gn_surface_flat(double to[2], int32_t number, const double w[2]) {
  const surface *s = surface_table[number];
  double x = w[0], y = w[1];
  for (int i = 0; i < MOST_STEPS; i++) {
    const slope here = s->at(x, y);
    if (fabs(here.gradient[0]) <= LEVEL && fabs(here.gradient[1]) <= LEVEL) {
      to[0] = x;
      to[1] = y;
      return true;
    }
    double by[2];
    if (!step(by, s, &here)) return false;
    const double across = fabs(by[0]) / surface_span(s, 0), up = s->dims == 1 ? 0 : fabs(by[1]) / surface_span(s, 1);
    const double most = across > up ? across : up, share = most > 0.1 ? 0.1 / most : 1;
    x += share * by[0];
    y += share * by[1];
    if (x < s->low[0] || x > s->high[0] || y < s->low[1] || y > s->high[1]) return false;
  }
  return false;
}

// A fiftieth of the picture.
bool gn_surface_escape(double to[2], int32_t number, const double w[2]) {
  const surface *s = surface_table[number];
  gn_point p;
  gn_surface_at(&p, number, w);
  to[0] = w[0];
  to[1] = w[1];
  if (!(p.eigenvalue[0] < -1e-9)) return false;
  const double far = surface_span(s, 0) / 50;
  to[0] += far * p.eigenvector[0][0];
  to[1] += far * p.eigenvector[0][1];
  return true;
}
