// Resampling of a 28×28 image, and thicker or thinner strokes.
#include "data/canvas.h"

#include <string.h>

enum { SIDE = GN_DIGIT_SIDE, MARGIN = CANVAS_MARGIN, WIDE = CANVAS_WIDE };

void canvas_of_bytes(canvas *to, const uint8_t image[GN_DIGIT_PIXELS]) {
  memset(to, 0, sizeof *to);
  for (int32_t y = 0; y < SIDE; y++)
    for (int32_t x = 0; x < SIDE; x++) to->at[y + MARGIN][x + MARGIN] = (float)image[y * SIDE + x];
}

void canvas_of_floats(canvas *to, const float image[GN_DIGIT_PIXELS]) {
  memset(to, 0, sizeof *to);
  for (int32_t y = 0; y < SIDE; y++) memcpy(&to->at[y + MARGIN][MARGIN], image + y * SIDE, SIDE * sizeof(float));
}

// Pixel edges → canvas, where a pixel's middle is a whole number; kept where four pixels lie around it.
static float on_canvas(float v) {
  v += (float)MARGIN - 0.5f;
  return !(v > 1.0f) ? 1.0f : v > (float)(WIDE - 3) ? (float)(WIDE - 3) : v;
}

static void cubic(float w[4], float t) {
  w[0] = 0.5f * t * (t * (2.0f - t) - 1.0f);
  w[1] = 0.5f * (t * t * (3.0f * t - 5.0f) + 2.0f);
  w[2] = 0.5f * t * (t * (4.0f - 3.0f * t) + 1.0f);
  w[3] = 0.5f * t * t * (t - 1.0f);
}

float canvas_between(const canvas *from, float x, float y) {
  x = on_canvas(x);
  y = on_canvas(y);
  const int32_t i = (int32_t)x, j = (int32_t)y;
  float across[4], down[4], sum = 0.0f;
  cubic(across, x - (float)i);
  cubic(down, y - (float)j);
  for (int32_t k = 0; k < 4; k++) {
    const float *v = &from->at[j - 1 + k][i - 1];
    sum += down[k] * (across[0] * v[0] + across[1] * v[1] + across[2] * v[2] + across[3] * v[3]);
  }
  return sum;
}

float canvas_stroke(const canvas *from, int32_t x, int32_t y, float by_px) {
  const float half = by_px < 0.0f ? -0.5f * by_px : 0.5f * by_px, share = half > 1.0f ? 1.0f : half;
  const float sign = by_px < 0.0f ? -1.0f : 1.0f;
  const float *here = &from->at[y + MARGIN][x + MARGIN];
  float v = sign * here[0];
  v = v > sign * here[-1] ? v : sign * here[-1];
  v = v > sign * here[1] ? v : sign * here[1];
  v = v > sign * here[-WIDE] ? v : sign * here[-WIDE];
  v = v > sign * here[WIDE] ? v : sign * here[WIDE];
  return here[0] + share * (sign * v - here[0]);
}
