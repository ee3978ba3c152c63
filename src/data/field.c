// d(x,y) = Σ B(x/7 − i)·B(y/7 − j)·n_ij: normal numbers smoothed by the cubic B-spline B.
//
// Simard, Steinkraus and Platt (2003) smooth one random number per pixel with a Gaussian of 4 pixels. A cubic B-spline
// of spacing 7 has that very deviation (7/√3 = 4.04) and looks like it, for 49 numbers instead of 784.
#include "data/field.h"

static const float SPACING = 7.0f;
// The mean of Σ B² over a cell is 151/315 in one dimension; its root squared is what smoothing leaves of a deviation.
static const float KEPT = 151.0f / 315.0f;

void field_random(field *f, chance *c, float rms_px) {
  for (int32_t axis = 0; axis < 2; axis++)
    for (int32_t i = 0; i < FIELD_POINTS; i++)
      for (int32_t j = 0; j < FIELD_POINTS; j++) f->at[axis][i][j] = chance_normal(c, 0.0f, rms_px / KEPT);
}

spline spline_at(float v) {
  const float u = v / SPACING;
  const int32_t cell = u < 0.0f ? 0 : u >= (float)(FIELD_POINTS - 3) ? FIELD_POINTS - 4 : (int32_t)u;
  float t = u - (float)cell;
  t = t < 0.0f ? 0.0f : t > 1.0f ? 1.0f : t;
  const float s = 1.0f - t;
  return (spline){cell,
                  {s * s * s / 6.0f, (3.0f * t * t * t - 6.0f * t * t + 4.0f) / 6.0f,
                   (3.0f * s * s * s - 6.0f * s * s + 4.0f) / 6.0f, t * t * t / 6.0f}};
}

field_line field_along(const field *f, const spline *y) {
  field_line line;
  for (int32_t axis = 0; axis < 2; axis++) {
    for (int32_t j = 0; j < FIELD_POINTS; j++) {
      line.at[axis][j] = 0.0f;
      for (int32_t i = 0; i < 4; i++) line.at[axis][j] += y->share[i] * f->at[axis][y->first + i][j];
    }
  }
  return line;
}

void field_at(float d[2], const field_line *line, const spline *x) {
  for (int32_t axis = 0; axis < 2; axis++) {
    const float *n = &line->at[axis][x->first];
    d[axis] = x->share[0] * n[0] + x->share[1] * n[1] + x->share[2] * n[2] + x->share[3] * n[3];
  }
}
