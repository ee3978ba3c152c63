// What gradient and Hessian foretell of a step, and what comes of it.
#include "surface/table.h"

void gn_surface_taylor(double values[3], int32_t number, const double w[2], const double by[2]) {
  const surface *s = surface_table[number];
  const slope here = s->at(w[0], w[1]);
  const double x = by[0], y = s->dims == 1 ? 0 : by[1];
  values[0] = here.value + here.gradient[0] * x + here.gradient[1] * y;
  values[1] = values[0] + 0.5 * (here.xx * x * x + 2 * here.xy * x * y + here.yy * y * y);
  values[2] = s->at(w[0] + x, w[1] + y).value;
}
