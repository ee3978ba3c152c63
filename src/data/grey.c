// Any picture as grey pixels for a net, as it is: nothing is cropped, centred or thickened, as for a digit. The longer
// side fills the square; each pixel is the mean of what lies beneath it; around the picture is 0.
#include "data.h"
#include "data/fail.h"

enum { MOST_PIXELS = 1 << 26 };

// ITU-R BT.601's luma; what is transparent shows nothing, 0.
static double luma(const uint8_t p[4]) {
  return (0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2]) * p[3] / 255.0;
}

typedef struct span {
  double from, to;
} span;

// How much of i … i+1 lies within.
static double share(span s, int32_t i) {
  const double from = i > s.from ? i : s.from, to = i + 1 < s.to ? i + 1 : s.to;
  return to > from ? to - from : 0.0;
}

static int32_t begin_of(span s) {
  return s.from > 0.0 ? (int32_t)s.from : 0;
}

bool gn_picture_grey(uint8_t *grey, int32_t side, const uint8_t *rgba, int32_t w, int32_t h, bool invert,
                     gn_error *error) {
  if (w < 1 || h < 1 || (int64_t)w * h > MOST_PIXELS) return data_fail2(error, GN_PICTURE, -1, w, h);
  const double cell = (double)(w > h ? w : h) / side; // pixels of the picture beneath one of the grey
  for (int32_t y = 0; y < side; y++) {
    const span down = {0.5 * h + (y - 0.5 * side) * cell, 0.5 * h + (y + 1 - 0.5 * side) * cell};
    for (int32_t x = 0; x < side; x++) {
      const span across = {0.5 * w + (x - 0.5 * side) * cell, 0.5 * w + (x + 1 - 0.5 * side) * cell};
      double sum = 0.0;
      for (int32_t j = begin_of(down); j < h && j < down.to; j++)
        for (int32_t i = begin_of(across); i < w && i < across.to; i++) {
          const double light = luma(rgba + 4 * ((int64_t)j * w + i));
          sum += share(down, j) * share(across, i) * (invert ? 255.0 - light : light);
        }
      grey[y * side + x] = (uint8_t)(sum / (cell * cell) + 0.5);
    }
  }
  return data_good(error);
}
