// Functions of one variable: x²; two valleys; x³, whose slope is zero where it has no minimum; a saturated sigmoid.
#include "surface/table.h"

#include "kernel/kernel.h"

static slope parabola(double x, double y) {
  (void)y;
  return (slope){.value = x * x, .gradient = {2 * x}, .xx = 2};
}

// ½(x² − 1)² + 0.3x + 0.32: the left valley is the lower one.
static slope valleys(double x, double y) {
  (void)y;
  const double r = x * x - 1;
  return (slope){.value = 0.5 * r * r + 0.3 * x + 0.32, .gradient = {2 * x * r + 0.3}, .xx = 6 * x * x - 2};
}

static slope cubic(double x, double y) {
  (void)y;
  return (slope){.value = x * x * x, .gradient = {3 * x * x}, .xx = 6 * x};
}

// (1 − s)², s = σ(x), s′ = s(1 − s) ⇒ f′ = −2s(1 − s)², f″ = −2s(1 − s)²(1 − 3s)
static slope saturated(double x, double y) {
  (void)y;
  const double s = 1 / (1 + exp_f64(-x)), r = 1 - s;
  return (slope){.value = r * r, .gradient = {-2 * s * r * r}, .xx = -2 * s * r * r * (1 - 3 * s)};
}

const surface surface_parabola = {"parabola", "x^2", 1, {-3}, {3}, {-2.5}, parabola};
const surface surface_valleys = {"valleys", "\\tfrac{1}{2} (x^2-1)^2 + 0.3x + 0.32", 1, {-2}, {2}, {1.8}, valleys};
const surface surface_cubic = {"cubic", "x^3", 1, {-2}, {2}, {1.6}, cubic};
const surface surface_saturated = {"saturated", "(1 - \\sigma(x))^2", 1, {-8}, {4}, {-6}, saturated};
