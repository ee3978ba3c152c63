// What a function to walk on is. One file defines a few kin; one row of SURFACES makes each known.
#ifndef GN_SURFACE_TABLE_H
#define GN_SURFACE_TABLE_H

#include "train.h"
#include "surface.h"

#define SURFACES(X)                                                                                                    \
  X(parabola)                                                                                                          \
  X(valleys)                                                                                                           \
  X(cubic)                                                                                                             \
  X(saturated)                                                                                                         \
  X(bowl)                                                                                                              \
  X(canyon)                                                                                                            \
  X(saddle)                                                                                                            \
  X(plateau)                                                                                                           \
  X(basins)                                                                                                            \
  X(product)                                                                                                           \
  X(relu)                                                                                                              \
  X(squares)                                                                                                           \
  X(trough)                                                                                                            \
  X(shelf)

typedef struct slope {
  double value, gradient[2];
  double xx, xy, yy; // the Hessian
} slope;

typedef struct surface {
  const char *name;
  const char *formula; // LaTeX
  int32_t dims;
  double low[2], high[2], start[2];
  slope (*at)(double x, double y);
} surface;

#define X(name) extern const surface surface_##name;
SURFACES(X)
#undef X

extern const surface *const surface_table[];
extern const int32_t surface_total;

// The middle of cell i of n.
static inline double surface_place(const surface *s, int32_t axis, int32_t i, int32_t n) {
  return s->low[axis] + (s->high[axis] - s->low[axis]) * (2 * (double)i + 1) / (2 * (double)n);
}
static inline double surface_span(const surface *s, int32_t axis) {
  return s->high[axis] - s->low[axis];
}

// Somebody on the way down.
typedef struct walker {
  const surface *s;
  const gn_settings *settings;
  double noise;
  uint64_t seed;
  int64_t made; // steps
  float w[2], state[4];
} walker;
walker walker_at(int32_t surface, const gn_settings *settings, const double start[2], double noise, uint64_t seed);
// Makes a step and says what it was made of. False: it has a number that is not finite.
bool walker_step(walker *by, gn_walk_step *step);

#endif
