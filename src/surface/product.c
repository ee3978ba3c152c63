// Two weights in a row, w1 (x) and w2 (y), that shall turn 1 into 1: (1 − w1·w2)², and the same with a ReLU after each.
#include "surface/table.h"

// r = 1 − xy: f = r² ⇒ ∇f = −2r·(y, x), f_xy = −2r + 2xy
static slope product(double x, double y) {
  const double r = 1 - x * y;
  return (slope){
      .value = r * r, .gradient = {-2 * r * y, -2 * r * x}, .xx = 2 * y * y, .xy = -2 * r + 2 * x * y, .yy = 2 * x * x};
}

// (ReLU(w2·ReLU(w1)) − 1)²: where one weight is not positive the output is 0, whatever the other does. ReLU′(0) = 0.
static slope relu(double x, double y) {
  return x > 0 && y > 0 ? product(x, y) : (slope){.value = 1};
}

const surface surface_product = {"product", "(1 - w_1 w_2)^2", 2, {-2, -2}, {2, 2}, {-1.6, 1.2}, product};
const surface surface_relu = {
    "relu", "(\\mathrm{ReLU}(w_2\\, \\mathrm{ReLU}(w_1 x)) - y)^2, \\quad x = y = 1", 2, {-2, -2}, {2, 2}, {1.6, 0.2},
    relu};
