// Functions of one and of two variables, to be walked down by the optimisers that train networks. Part of the core;
// glassnet.h stands beside it. A function is its number in the registry; a point is w (2), of which a function of one
// variable reads the first. Values are doubles; a walk's weights are floats, as a network's are.
#ifndef GN_SURFACE_H
#define GN_SURFACE_H

#include "train.h"

int32_t gn_surface_count(void);
const char *gn_surface_name(int32_t surface);    // "canyon"
const char *gn_surface_formula(int32_t surface); // LaTeX
int32_t gn_surface_dims(int32_t surface);        // 1, 2
int32_t gn_surface_find(const char *name);       // −1: none
// What of it is worth a picture, and a place to begin.
double gn_surface_low(int32_t surface, int32_t axis);
double gn_surface_high(int32_t surface, int32_t axis);
double gn_surface_start(int32_t surface, int32_t axis);

// ---------------------------------------------------------------- at one point

// What a point is. The signs of the Hessian's eigenvalues tell, where the gradient is zero; an eigenvalue of zero
// leaves it undecided.
enum { GN_SLOPING, GN_MINIMUM, GN_MAXIMUM, GN_SADDLE, GN_UNDECIDED };

typedef struct gn_point {
  double value;
  double gradient[2], length; // of the gradient
  double hessian[3];          // xx, xy, yy
  double trace, determinant;
  double eigenvalue[2];     // the smaller first; of one variable both are f″
  double eigenvector[2][2]; // of length 1, the first number not negative
  int32_t kind;             // GN_SLOPING …
} gn_point;
void gn_surface_at(gn_point *out, int32_t surface, const double w[2]);

// The directional derivative D_u f = ∇f·u = ‖∇f‖·cos θ, u = (cos angle, sin angle), θ between u and ∇f. `measured` is
// (f(w + εu) − f(w − εu)) / 2ε with ε = 1e-4: what the slope is when one goes there and looks.
typedef struct gn_direction {
  double u[2];
  double derivative, cosine, steepest; // steepest: the angle of ∇f; cosine and it are 0 where ∇f is zero
  double measured;
} gn_direction;
void gn_surface_direction(gn_direction *out, int32_t surface, const double w[2], double angle);
// D_u f at n angles, evenly from 0 to 2π, both included.
void gn_surface_dial(double *derivative, int32_t n, int32_t surface, const double w[2]);

// What a step `by` from w leads to: to first order f + ∇f·by, to second f + ∇f·by + ½ by·H·by (Taylor), and really.
void gn_surface_taylor(double values[3], int32_t surface, const double w[2], const double by[2]);

// Newton's step w − H⁻¹∇f, which solves a quadratic function at once. False: H has no inverse, `to` is w.
bool gn_surface_newton(double to[2], int32_t surface, const double w[2]);
// A point with ∇f = 0, by Newton's step over and over: the nearest, as a rule. False: it came to none.
bool gn_surface_flat(double to[2], int32_t surface, const double w[2]);
// A little along the eigenvector of a negative eigenvalue: the way out of a saddle. False: there is none.
bool gn_surface_escape(double to[2], int32_t surface, const double w[2]);

// Least squares as taught: points (t, y), and the line wt + b with the least mean squared error by its formula.
int32_t gn_squares_points(double *t, double *y); // either may be NULL; how many there are
void gn_squares_solve(double w[2]);              // w, b

// ---------------------------------------------------------------- pictures

// At the middle of each cell of a grid, w across and h down, up on the page being up: value (h,w), and shade (h,w), 0
// at the least and 1 at the greatest value of the grid, the root drawing out what lies low. Of one variable h is 1.
void gn_surface_grid(float *value, float *shade, int32_t w, int32_t h, int32_t surface);
// Lines where grid (h,w) is `level`, by marching squares (Lorensen and Cline's cubes, 1987, in the plane): segments
// (n,4) x, y, x, y in cells, 0 at the middle of the first. Returns how many, at most max.
int32_t gn_contour(float *segments, int32_t max, const float *grid, int32_t w, int32_t h, float level);
// f and f′ at n places, evenly from the lowest to the highest.
void gn_surface_curve(double *value, double *slope, int32_t n, int32_t surface);

// ---------------------------------------------------------------- walks

// One step: where it begins, what the optimiser is given, what it makes of it. step = −rate·m/scale, element by element
// (and what AdamW lets decay): m is the direction, in which signs cancel; scale the size, in which squares cannot.
typedef struct gn_walk_step {
  double w[2], value;
  double gradient[2]; // with its noise
  double m[2], scale[2];
  double rate;    // the schedule's
  double step[2]; // Δw
} gn_walk_step;
// The first `count` steps of `settings`' optimiser, rate and schedule from a start. Noise is normal, its deviation
// `noise`, a pure function of (seed, step): walks with one seed meet the same. Returns how many steps there are: the
// last is the first with a number that is not finite.
int64_t gn_walk(gn_walk_step *steps, int64_t count, int32_t surface, const gn_settings *settings, const double start[2],
                double noise, uint64_t seed);

// Many walks at once, from the middles of an even grid, and where each is after so many steps.
typedef struct gn_start {
  double from[2], at[2], value;
  int32_t group; // of those that ended at one place; −1: it ran away
} gn_start;
typedef struct gn_group {
  double at[2], value; // of its first
  int32_t count;
} gn_group;
enum { GN_MAX_STARTS = 1024 };
// starts (rows,columns), the lower left first; of one variable rows is 1. groups (rows·columns), lowest value first.
// One place: ends less than a fortieth of the picture apart, or of one value on ground that is level. Returns how many
// groups.
int32_t gn_starts(gn_start *starts, gn_group *groups, int32_t columns, int32_t rows, int64_t steps, int32_t surface,
                  const gn_settings *settings, double noise, uint64_t seed);

#endif
