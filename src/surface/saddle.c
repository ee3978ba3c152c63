// A saddle at the origin between two minima at (0, ±1): ½x² + ¼(1 − y²)². The Hessian at the origin is diag(1, −1).
#include "surface/table.h"

static slope at(double x, double y) {
  const double r = 1 - y * y;
  return (slope){.value = 0.5 * x * x + 0.25 * r * r, .gradient = {x, -y * r}, .xx = 1, .yy = 3 * y * y - 1};
}

const surface surface_saddle = {
    "saddle", "\\tfrac{1}{2} x^2 + \\tfrac{1}{4} (1 - y^2)^2", 2, {-2, -2}, {2, 2}, {-1.6, 0.0001}, at};
