// Two with an eigenvalue of zero at the origin, and all else alike: x² + y⁴ has a minimum there, x² + y³ has none.
#include "surface/table.h"

static slope trough(double x, double y) {
  return (slope){.value = x * x + y * y * y * y, .gradient = {2 * x, 4 * y * y * y}, .xx = 2, .yy = 12 * y * y};
}

static slope shelf(double x, double y) {
  return (slope){.value = x * x + y * y * y, .gradient = {2 * x, 3 * y * y}, .xx = 2, .yy = 6 * y};
}

const surface surface_trough = {"trough", "x^2 + y^4", 2, {-2, -2}, {2, 2}, {-1.4, 1.4}, trough};
const surface surface_shelf = {"shelf", "x^2 + y^3", 2, {-2, -2}, {2, 2}, {-1.4, 1.4}, shelf};
