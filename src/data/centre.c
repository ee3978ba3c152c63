// Centre of mass to the middle: Σ ink·x / Σ ink, rounded to a whole-pixel shift as in MNIST, where no pixel was
// resampled for it. In its 60,000 training images the centre lies evenly between 14.0 and 15.0 (pixel edges) on both
// axes. The shift stops at the border, so that no ink is lost.
#include "data.h"

#include <math.h>

#include "data/digit.h"

enum { SIDE = GN_DIGIT_SIDE };

// Whole pixels by which ink that spans first..last may and should move.
static int32_t shift_of(float mass, int32_t first, int32_t last) {
  const int32_t wanted = (int32_t)floorf(MASS_CENTRE - mass + 0.5f);
  const int32_t least = -first, most = SIDE - 1 - last;
  return wanted < least ? least : wanted > most ? most : wanted;
}

void digit_centre(gn_digit *digit, uint32_t stages) {
  double total = 0.0, sum_x = 0.0, sum_y = 0.0;
  int32_t left = SIDE, right = -1, top = SIDE, bottom = -1;
  for (int32_t y = 0; y < SIDE; y++) {
    for (int32_t x = 0; x < SIDE; x++) {
      const double ink = (double)digit->fitted[y * SIDE + x];
      if (ink <= 0.0) continue;
      total += ink;
      sum_x += ink * (x + 0.5);
      sum_y += ink * (y + 0.5);
      left = x < left ? x : left;
      right = x > right ? x : right;
      top = y < top ? y : top;
      bottom = y;
    }
  }
  digit->mass[0] = total > 0.0 ? (float)(sum_x / total) : MASS_CENTRE;
  digit->mass[1] = total > 0.0 ? (float)(sum_y / total) : MASS_CENTRE;
  int32_t dx = 0, dy = 0;
  if ((stages & GN_DIGIT_CENTRE) && total > 0.0) {
    dx = shift_of(digit->mass[0], left, right);
    dy = shift_of(digit->mass[1], top, bottom);
  }
  digit->shift[0] = (float)dx;
  digit->shift[1] = (float)dy;
  for (int32_t y = 0; y < SIDE; y++) {
    for (int32_t x = 0; x < SIDE; x++) {
      const int32_t fy = y - dy, fx = x - dx;
      const bool inside = fx >= 0 && fx < SIDE && fy >= 0 && fy < SIDE;
      digit->pixels[y * SIDE + x] = inside ? digit->fitted[fy * SIDE + fx] : 0.0f;
    }
  }
}
