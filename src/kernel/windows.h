// The windows of a convolution: how much there is of what, in floats.
#ifndef GN_WINDOWS_H
#define GN_WINDOWS_H

#include "kernel/kernel.h"
#include "kernel/tile.h"

static inline int64_t image_of(const window *v) {
  return (int64_t)v->channels * v->height * v->width;
}
static inline int64_t patch_of(const window *v) {
  return (int64_t)v->channels * v->kernel * v->kernel;
}
static inline int64_t area_of(const window *v) {
  return (int64_t)v->out_height * v->out_width;
}
static inline int64_t row_of(const window *v) { // of the padded image
  return v->width + 2 * (int64_t)v->pad;
}
static inline int64_t plane_of(const window *v) {
  return row_of(v) * (v->height + 2 * (int64_t)v->pad);
}
static inline int64_t panels_of(int64_t n) { // floats of a row in all panels
  return (n + TILE_WIDE - 1) / TILE_WIDE * TILE_WIDE;
}

#endif
