// Four minima of different depth: Himmelblau's function (1972) over 200, tilted. Its formula ends in the tilt.
#include "surface/table.h"

// A = x² + y − 11, B = x + y² − 7: A² + B² ⇒ 2A·(2x, 1) + 2B·(1, 2y)
static slope at(double x, double y) {
  const double a = x * x + y - 11, b = x + y * y - 7, c = 1 / 200.0, tilt = 0.05;
  return (slope){.value = c * (a * a + b * b) + tilt * (x + y) + 0.4,
                 .gradient = {c * (4 * x * a + 2 * b) + tilt, c * (2 * a + 4 * y * b) + tilt},
                 .xx = c * (4 * a + 8 * x * x + 2),
                 .xy = c * 4 * (x + y),
                 .yy = c * (2 + 4 * b + 8 * y * y)};
}

const surface surface_basins = {"basins", "\\tfrac{(x^2 + y - 11)^2 + (x + y^2 - 7)^2}{200} + \\tfrac{x + y}{20} + 0.4",
                                2,        {-5, -5},
                                {5, 5},   {0.4, 4.6},
                                at};
