// Convolution of images of which few pixels are not zero, by those pixels. One of them is seen by each window at
// another cell: by one window at the last cell of a row of cells, by the next window at the cell before. So in a plane
// of windows whose rows are as wide as the padded image's, what belongs to the windows that see it at one row of cells
// is one run, whose place is the pixel's own. Behind a row's windows such a plane has kernel − 1 places that are none.
#ifndef GN_INK_H
#define GN_INK_H

#include "kernel/windows.h"

typedef struct ink {
  const window *v;
  const float *image; // padded
  uint16_t *at;       // of each channel the places that are not zero, in order
  int32_t *starts;    // of each of its rows, and the end: (channels, padded height + 1)
  float *plane;       // (out height, width of the padded image, 8 outputs), with room before
} ink;

// In this order a panel holds the weights of eight outputs: (channels, k, k from the last column, 8).
static inline ptrdiff_t ink_cell(ptrdiff_t p, const window *v) {
  return (p / v->kernel * v->kernel + v->kernel - 1 - p % v->kernel) * TILE_WIDE;
}

bool ink_fits(const window *v);
int64_t ink_scratch(const window *v); // floats
ink ink_begin(float *scratch, const window *v);
// Takes in another image; false: it is not mostly zero, or not all finite.
bool ink_take(ink *k, const float *image);
// y (outputs, area) = b (8) + …, of at most eight outputs; panel finite
void ink_forward(float *y, const ink *k, const float *panel, const float *b, ptrdiff_t outputs);
// panel += block after block of GEMM_KC windows, the sum over them, of at most eight outputs; dy (outputs, area) finite
void ink_weights(float *panel, const ink *k, const float *dy, ptrdiff_t outputs);

#endif
