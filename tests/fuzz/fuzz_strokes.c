// Any bytes as pen strokes: every number of the result is finite and in its range.
#include <stdlib.h>
#include <string.h>

#include "data.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

enum { STROKES = 8 };

static void check(const gn_digit *d) {
  for (int32_t i = 0; i < GN_DIGIT_PIXELS; i++)
    if (!(d->pad[i] >= 0 && d->pad[i] <= 1 && d->fitted[i] >= 0 && d->fitted[i] <= 1 && d->pixels[i] >= 0 &&
          d->pixels[i] <= 1))
      abort();
  for (int32_t i = 0; i < 4; i++)
    if (d->box[i] - d->box[i] != 0) abort();
  if (!(d->mass[0] >= 0 && d->mass[0] <= GN_DIGIT_SIDE && d->mass[1] >= 0 && d->mass[1] <= GN_DIGIT_SIDE)) abort();
}

// stages | pad | pen | points of each stroke | coordinates
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
  enum { HEAD = 1 + 4 + 4 + STROKES };
  if (count < HEAD) return 0;
  float pad, pen;
  memcpy(&pad, bytes + 1, 4);
  memcpy(&pen, bytes + 5, 4);
  const int32_t total = (int32_t)((count - HEAD) / 8);
  float *xy = malloc(8 * (size_t)total + 8);
  memcpy(xy, bytes + HEAD, 8 * (size_t)total);
  int32_t points[STROKES], left = total;
  for (int32_t s = 0; s < STROKES; s++) {
    points[s] = (int8_t)bytes[9 + s]; // negative ones too
    if (points[s] > left) points[s] = left;
    if (points[s] > 0) left -= points[s];
  }
  gn_digit digit;
  gn_error error;
  if (gn_digit_from_strokes(xy, points, STROKES, pad, pen, bytes[0], &digit, &error))
    check(&digit);
  else if (error.code != GN_NO_INK)
    abort();
  free(xy);
  return 0;
}
