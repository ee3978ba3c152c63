// Quadratic functions of two variables: a bowl, and a canyon two thousand times steeper across than along.
#include "surface/table.h"

static slope quadratic(double x, double y, double a, double b) { // ½(ax² + by²)
  return (slope){.value = 0.5 * (a * x * x + b * y * y), .gradient = {a * x, b * y}, .xx = a, .yy = b};
}

static slope bowl(double x, double y) {
  return quadratic(x, y, 1, 3);
}

static slope canyon(double x, double y) {
  return quadratic(x, y, 0.002, 4);
}

const surface surface_bowl = {"bowl", "\\tfrac{1}{2} (x^2 + 3y^2)", 2, {-3, -3}, {3, 3}, {-2.4, 1.8}, bowl};
const surface surface_canyon = {"canyon", "\\tfrac{1}{2} (0.002x^2 + 4y^2)", 2, {-12, -1.2}, {12, 1.2}, {-10, 0.8},
                                canyon};
