// A hole in a plateau: 1 − exp(−½(x² + y²)). Away from it the gradient all but vanishes.
#include "surface/table.h"

#include "kernel/kernel.h"

static slope at(double x, double y) {
  const double e = exp_f64(-0.5 * (x * x + y * y));
  return (slope){
      .value = 1 - e, .gradient = {x * e, y * e}, .xx = (1 - x * x) * e, .xy = -x * y * e, .yy = (1 - y * y) * e};
}

const surface surface_plateau = {"plateau", "1 - e^{-\\frac{1}{2} (x^2 + y^2)}", 2, {-4, -4}, {4, 4}, {-3.2, 2.4}, at};
