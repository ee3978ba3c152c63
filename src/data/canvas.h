// An image to resample: its pixels with a margin of nothing around them, so that what lies outside needs no question.
#ifndef GN_DATA_CANVAS_H
#define GN_DATA_CANVAS_H

#include "glassnet.h"

enum { CANVAS_MARGIN = 3, CANVAS_WIDE = GN_DIGIT_SIDE + 2 * CANVAS_MARGIN };

typedef struct canvas {
  float at[CANVAS_WIDE][CANVAS_WIDE]; // pixel (x,y) is at[y + CANVAS_MARGIN][x + CANVAS_MARGIN]
} canvas;

void canvas_of_bytes(canvas *to, const uint8_t image[GN_DIGIT_PIXELS]);
void canvas_of_floats(canvas *to, const float image[GN_DIGIT_PIXELS]);

// The image at a place between pixels, in pixel edges: Catmull and Rom's cubic, exact at a pixel's middle.
float canvas_between(const canvas *from, float x, float y);

// Pixel (x,y) mixed with the greatest (by_px > 0) or least of itself and its four neighbours, which is two pixels
// thicker or thinner.
float canvas_stroke(const canvas *from, int32_t x, int32_t y, float by_px);

#endif
