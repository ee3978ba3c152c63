// Made sets: points of the plane in classes or with a number, and curves over a line. Sample i is a pure function of
// (set, classes, noise, seed, i). Points lie within about ±1, where TensorFlow Playground's, whose shapes the first
// rows follow, lie within ±6. Classes take turns, so that each is as large as the next.
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "data/made.h"
#include "data.h"

static const double TURN = 6.283185307179586;

// Each draws a point p of class k of n from even numbers u in [0,1) and normal ones z; noise is a deviation.
typedef void draw(double p[2], const float u[4], const float z[4], int32_t k, int32_t n, double noise);
// Each tells the number of a point.
typedef double height(double x, double y);

static void polar(double p[2], double radius, double turns) {
  p[0] = radius * sin_f64(TURN * turns);
  p[1] = radius * cos_f64(TURN * turns);
}

static void wobble(double p[2], const float z[4], double noise) {
  p[0] += noise * (double)z[0];
  p[1] += noise * (double)z[1];
}

// Class 0 is a disc, 1 a ring around it.
static void circle(double p[2], const float u[4], const float z[4], int32_t k, int32_t n, double noise) {
  (void)n;
  const double share = sqrt((double)u[0]); // of the area, not of the radius
  polar(p, k == 0 ? 0.42 * share : 0.58 + 0.25 * (double)u[0], (double)u[1]);
  wobble(p, z, noise);
}

// Class 1 where x and y have one sign.
static void xor
    (double p[2], const float u[4], const float z[4], int32_t k, int32_t n, double noise) {
      (void)n;
      const double side = u[2] < 0.5f ? -1 : 1;
      p[0] = side * (0.05 + 0.78 * (double)u[0]);
      p[1] = (k == 1 ? side : -side) * (0.05 + 0.78 * (double)u[1]);
      wobble(p, z, noise);
    }

    // Clouds around a circle, the first at the upper right.
    static void gauss(double p[2], const float u[4], const float z[4], int32_t k, int32_t n, double noise) {
  (void)u;
  polar(p, 0.47, 0.125 + (double)k / n);
  wobble(p, z, 0.11 + noise);
}

// Archimedes' r = a·t, 1.75 turns of it, one arm for each class.
static void spiral(double p[2], const float u[4], const float z[4], int32_t k, int32_t n, double noise) {
  polar(p, 0.85 * (double)u[0], 1.75 * (double)u[0] + (double)k / n);
  wobble(p, z, noise);
}

// Two half circles, each with an end inside the other.
static void moons(double p[2], const float u[4], const float z[4], int32_t k, int32_t n, double noise) {
  (void)n;
  const double x = cos_f64(0.5 * TURN * (double)u[0]), y = sin_f64(0.5 * TURN * (double)u[0]);
  p[0] = 0.6 * (k == 0 ? x - 0.5 : 0.5 - x);
  p[1] = 0.6 * (k == 0 ? y - 0.25 : 0.25 - y);
  wobble(p, z, noise);
}

// One around the other, with as much room between as they are wide.
static void rings(double p[2], const float u[4], const float z[4], int32_t k, int32_t n, double noise) {
  polar(p, 0.9 * (k + 0.5 + 0.5 * (double)u[0]) / n, (double)u[1]);
  wobble(p, z, noise);
}

static double plane(double x, double y) {
  return 0.5 * (x + y);
}

// Six hills and hollows in turn.
static double bumps(double x, double y) {
  double sum = 0;
  for (int32_t i = 0; i < 6; i++) {
    const double dx = x - 0.65 * (i % 3 - 1), dy = y - (i < 3 ? 0.42 : -0.42);
    sum += ((i % 3 + i / 3) % 2 == 0 ? 1 : -1) * exp_f64(-(dx * dx + dy * dy) / 0.045);
  }
  return sum;
}

static double sine(double x, double y) {
  (void)y;
  return sin_f64(TURN * x);
}
static double step(double x, double y) {
  (void)y;
  return x < 0 ? -0.8 : 0.8;
}
static double polynomial(double x, double y) { // Chebyshev's third, T₃
  (void)y;
  return x * (4 * x * x - 3);
}

// X(name, numbers of a point, least classes, most classes, draw, height)
#define MADE(X)                                                                                                        \
  X(circle, 2, 2, 2, circle, NULL)                                                                                     \
  X(xor, 2, 2, 2, xor, NULL)                                                                                           \
  X(gauss, 2, 2, GN_PLANE_CLASSES, gauss, NULL)                                                                        \
  X(spiral, 2, 2, GN_PLANE_CLASSES, spiral, NULL)                                                                      \
  X(moons, 2, 2, 2, moons, NULL)                                                                                       \
  X(rings, 2, 2, GN_PLANE_CLASSES, rings, NULL)                                                                        \
  X(plane, 2, 0, 0, NULL, plane)                                                                                       \
  X(bumps, 2, 0, 0, NULL, bumps)                                                                                       \
  X(sine, 1, 0, 0, NULL, sine)                                                                                         \
  X(step, 1, 0, 0, NULL, step)                                                                                         \
  X(polynomial, 1, 0, 0, NULL, polynomial)

static const struct {
  const char *name;
  int32_t size, least, most;
  draw *draw;
  height *height;
} made[] = {
#define X(name, size, least, most, draw, height) {#name, size, least, most, draw, height},
    MADE(X)
#undef X
};
enum { MADE_COUNT = sizeof made / sizeof *made };

int32_t gn_plane_count(void) {
  return MADE_COUNT;
}
const char *gn_plane_name(int32_t set) {
  return made[set].name;
}
int32_t gn_plane_find(const char *name) {
  for (int32_t i = 0; i < MADE_COUNT; i++)
    if (strcmp(made[i].name, name) == 0) return i;
  return -1;
}
int32_t gn_plane_size(int32_t set) {
  return made[set].size;
}
int32_t gn_plane_least_classes(int32_t set) {
  return made[set].least;
}
int32_t gn_plane_most_classes(int32_t set) {
  return made[set].most;
}

void gn_plane_make(float *x, uint8_t *labels, float *targets, int32_t set, int32_t classes, double noise, uint64_t seed,
                   int64_t first, int64_t count) {
  const int32_t size = made[set].size, least = made[set].least, most = made[set].most;
  const int32_t n = classes < least ? least : classes > most ? most : classes;
  for (int64_t i = 0; i < count; i++) {
    uint32_t bits[4];
    float u[4], z[4];
    made_block(bits, seed, first + i, MADE_EVEN);
    for (int32_t k = 0; k < 4; k++) u[k] = random_unit(bits[k]);
    made_block(bits, seed, first + i, MADE_NORMAL);
    random_normals(z, bits);
    double p[2] = {2 * (double)u[0] - 1, 2 * (double)u[1] - 1};
    if (made[set].draw) {
      const int32_t label = (int32_t)((first + i) % n);
      made[set].draw(p, u, z, label, n, noise);
      labels[i] = (uint8_t)label;
    } else {
      targets[i] = (float)(made[set].height(p[0], p[1]) + noise * (double)z[0]);
    }
    for (int32_t k = 0; k < size; k++) x[i * size + k] = (float)p[k];
  }
}
