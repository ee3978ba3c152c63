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

// Weights of the four control points around v, and the first of them.
static int32_t spline(float w[4], float v) {
  const float u = v / SPACING;
  int32_t cell = u < 0.0f ? 0 : u >= (float)(FIELD_POINTS - 3) ? FIELD_POINTS - 4 : (int32_t)u;
  float t = u - (float)cell;
  t = t < 0.0f ? 0.0f : t > 1.0f ? 1.0f : t;
  const float s = 1.0f - t;
  w[0] = s * s * s / 6.0f;
  w[1] = (3.0f * t * t * t - 6.0f * t * t + 4.0f) / 6.0f;
  w[2] = (3.0f * s * s * s - 6.0f * s * s + 4.0f) / 6.0f;
  w[3] = t * t * t / 6.0f;
  return cell;
}

void field_at(float d[2], const field *f, float x, float y) {
  float wx[4], wy[4];
  const int32_t j0 = spline(wx, x), i0 = spline(wy, y);
  for (int32_t axis = 0; axis < 2; axis++) {
    d[axis] = 0.0f;
    for (int32_t i = 0; i < 4; i++) {
      const float *n = &f->at[axis][i0 + i][j0];
      d[axis] += wy[i] * (wx[0] * n[0] + wx[1] * n[1] + wx[2] * n[2] + wx[3] * n[3]);
    }
  }
}
