// A digit shifted, turned, scaled, and its strokes thickened or thinned, by as much as the learner says: the same
// resampling as augmentation, without chance.
#include "look.h"
#include "data/canvas.h"
#include "data/digit.h"
#include "kernel/kernel.h"

static float clamp_ink(float v) {
  return v > 0 ? (v < 1 ? v : 1) : 0;
}

static void move(float y[GN_DIGIT_PIXELS], const float x[GN_DIGIT_PIXELS], const gn_change *how) {
  canvas from;
  canvas_of_floats(&from, x);
  const double turn = (double)how->rotate_deg * 0.017453292519943295;
  const float cosine = (float)cos_f64(turn) / how->scale, sine = (float)sin_f64(turn) / how->scale;
  for (int32_t row = 0; row < GN_DIGIT_SIDE; row++)
    for (int32_t column = 0; column < GN_DIGIT_SIDE; column++) {
      const float px = (float)column + 0.5f - MASS_CENTRE - how->shift_x_px;
      const float py = (float)row + 0.5f - MASS_CENTRE - how->shift_y_px;
      y[row * GN_DIGIT_SIDE + column] = clamp_ink(
          canvas_between(&from, cosine * px + sine * py + MASS_CENTRE, cosine * py - sine * px + MASS_CENTRE));
    }
}

void gn_change_image(float y[GN_DIGIT_PIXELS], const float x[GN_DIGIT_PIXELS], const gn_change *how) {
  move(y, x, how);
  // One turn of canvas_stroke makes a stroke at most two pixels thicker or thinner; stronger changes take several.
  for (float left = how->stroke_px; left != 0;) {
    const float by = left > 2 ? 2 : left < -2 ? -2 : left;
    canvas from;
    canvas_of_floats(&from, y);
    for (int32_t i = 0; i < GN_DIGIT_PIXELS; i++)
      y[i] = clamp_ink(canvas_stroke(&from, i % GN_DIGIT_SIDE, i / GN_DIGIT_SIDE, by));
    left -= by;
  }
}
