// Walks the cells of one pooling window that lie inside the image.
#ifndef GN_POOL_H
#define GN_POOL_H

#include "op/window.h"

typedef struct pool_cells {
  int64_t top, bottom, left, right; // half-open, clipped to the image
} pool_cells;

static inline pool_cells pool_cells_of(const window *v, int64_t oh, int64_t ow) {
  int64_t h = oh * v->stride - v->pad, w = ow * v->stride - v->pad;
  return (pool_cells){
      .top = h < 0 ? 0 : h,
      .bottom = h + v->kernel > v->height ? v->height : h + v->kernel,
      .left = w < 0 ? 0 : w,
      .right = w + v->kernel > v->width ? v->width : w + v->kernel,
  };
}
#endif
