// Ink of a round pen: clamp(r + 1/2 − distance to the line, 0, 1), the share of a pixel under it.
//
// Taking the nearest line of all gives the union of the strokes, so nothing darkens where they cross. The squared
// distance is kept and the root is taken once per pixel, which makes a line cost only its own pixels.
#include <math.h>

#include "data/digit.h"

enum { SIDE = GN_DIGIT_SIDE };

static const float FAR = 1e9f;

void pen_lift(pen_field *p, float width) {
  p->reach = 0.5f * width + 0.5f;
  for (int32_t i = 0; i < GN_DIGIT_PIXELS; i++) p->near[i] = FAR;
}

static int32_t clamp_pixel(float v) {
  return v < 0.0f ? 0 : v > (float)(SIDE - 1) ? SIDE - 1 : (int32_t)v;
}

static float clamp01(float v) {
  return v < 0.0f ? 0.0f : v > 1.0f ? 1.0f : v;
}

void pen_line(pen_field *p, float x0, float y0, float x1, float y1) {
  const float dx = x1 - x0, dy = y1 - y0, square = dx * dx + dy * dy;
  const float along_x = square > 0.0f ? dx / square : 0.0f, along_y = square > 0.0f ? dy / square : 0.0f;
  const float top = (y0 < y1 ? y0 : y1) - p->reach, bottom = (y0 < y1 ? y1 : y0) + p->reach;
  if (bottom < 0.0f || top > (float)SIDE) return;

  for (int32_t y = clamp_pixel(top); y <= clamp_pixel(bottom); y++) {
    const float py = (float)y + 0.5f;
    // Only the part of the line within reach of this row of pixels can touch it.
    float t0 = 0.0f, t1 = 1.0f;
    if (dy != 0.0f) {
      const float ta = (py - p->reach - y0) / dy, tb = (py + p->reach - y0) / dy;
      t0 = clamp01(ta < tb ? ta : tb);
      t1 = clamp01(ta < tb ? tb : ta);
    }
    const float xa = x0 + t0 * dx, xb = x0 + t1 * dx;
    const float left = (xa < xb ? xa : xb) - p->reach, right = (xa < xb ? xb : xa) + p->reach;
    if (right < 0.0f || left > (float)SIDE) continue;
    float *near = p->near + y * SIDE;
    for (int32_t x = clamp_pixel(left); x <= clamp_pixel(right); x++) {
      const float px = (float)x + 0.5f;
      const float t = clamp01((px - x0) * along_x + (py - y0) * along_y);
      const float ex = x0 + t * dx - px, ey = y0 + t * dy - py, d = ex * ex + ey * ey;
      if (d < near[x]) near[x] = d;
    }
  }
}

void pen_ink(float ink[GN_DIGIT_PIXELS], const pen_field *p) {
  for (int32_t i = 0; i < GN_DIGIT_PIXELS; i++) ink[i] = clamp01(p->reach - sqrtf(p->near[i]));
}
