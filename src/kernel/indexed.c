// Tiles whose terms lie anywhere: c (R,W) += Σ over p of a[i][rows[p]] · b[columns[p]], W from there on.
#include "kernel/tile.h"

#define POINT(i) const float *a##i = a[i];
#define AT(i) a##i[row]
#define STEP_4(i) TILE_STEP_4(i, AT)
#define STEP_8(i) TILE_STEP_8(i, AT)

#define TILE(R, W)                                                                                                     \
  static void tile_##R##x##W(float *c, ptrdiff_t ldc, const float *const a[TILE_MOST], const int32_t *rows,            \
                             const float *b, const int32_t *columns, ptrdiff_t k) {                                    \
    TILE_ROWS_##R(POINT) TILE_ROWS_##R(TILE_ZERO_##W) for (ptrdiff_t p = 0; p < k; p++) {                              \
      const ptrdiff_t row = rows[p];                                                                                   \
      const float *column = b + columns[p];                                                                            \
      TILE_LOAD_##W(column) TILE_ROWS_##R(STEP_##W)                                                                    \
    }                                                                                                                  \
    TILE_ROWS_##R(TILE_STORE_##W)                                                                                      \
  }
#define TILES(W) TILE(1, W) TILE(2, W) TILE(3, W) TILE(4, W) TILE(5, W)
TILES(4)
TILES(8)

#define NAMES(W)                                                                                                       \
  { tile_1x##W, tile_2x##W, tile_3x##W, tile_4x##W, tile_5x##W }
static tile_indexed_sum *const tiles[2][TILE_MOST] = {NAMES(4), NAMES(8)};

tile_indexed_sum *tile_indexed(ptrdiff_t rows, ptrdiff_t width) {
  return tiles[width == TILE_WIDE][rows - 1];
}
