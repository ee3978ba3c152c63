// Sums whose factors lie anywhere, as a convolution has them: c[to[i] + j] += Σ over p of x[from[i] + at[p]] · b[p,j].
#include "kernel/tile.h"

typedef void tile(float *c, const int32_t *to, const float *x, const int32_t *from, const int32_t *at, const float *b,
                  ptrdiff_t k);

#define POINT(i) const float *x##i = x + from[i];
#define AT(i) x##i[place]
#define TO(i) (c + to[i])
#define STEP_4(i) TILE_STEP_4(i, AT)
#define STEP_8(i) TILE_STEP_8(i, AT)
#define STORE_4(i) TILE_STORE_4(i, TO)
#define STORE_8(i) TILE_STORE_8(i, TO)

#define TILE(R, W)                                                                                                     \
  static inline void tile_##R##x##W(float *c, const int32_t *to, const float *x, const int32_t *from,                  \
                                    const int32_t *at, const float *b, ptrdiff_t k) {                                  \
    TILE_ROWS_##R(POINT) TILE_ROWS_##R(TILE_ZERO_##W) for (ptrdiff_t p = 0; p < k; p++, b += W) {                      \
      const ptrdiff_t place = at[p];                                                                                   \
      TILE_LOAD_##W(b) TILE_ROWS_##R(STEP_##W)                                                                         \
    }                                                                                                                  \
    TILE_ROWS_##R(STORE_##W)                                                                                           \
  }
#define TILES(W) TILE(1, W) TILE(2, W) TILE(3, W) TILE(4, W) TILE(5, W)
TILES(4)
TILES(8)

#define NAMES(W)                                                                                                       \
  { tile_1x##W, tile_2x##W, tile_3x##W, tile_4x##W, tile_5x##W }
static tile *const tiles[2][TILE_MOST] = {NAMES(4), NAMES(8)};

#define WHOLE(W)                                                                                                       \
  static ptrdiff_t whole_##W(float *c, const int32_t *to, const float *x, const int32_t *from, ptrdiff_t rows,         \
                             const int32_t *at, const float *b, ptrdiff_t k) {                                         \
    ptrdiff_t i = 0;                                                                                                   \
    for (; rows - i >= 2 * TILE_MOST || rows - i == TILE_MOST; i += TILE_MOST)                                         \
      tile_5x##W(c, to + i, x, from + i, at, b, k);                                                                    \
    return i;                                                                                                          \
  }
WHOLE(4)
WHOLE(8)

void indexed_sums(float *c, const int32_t *to, const float *x, const int32_t *from, ptrdiff_t rows, const int32_t *at,
                  const float *b, ptrdiff_t width, ptrdiff_t k) {
  ptrdiff_t i = width == TILE_WIDE ? whole_8(c, to, x, from, rows, at, b, k) : whole_4(c, to, x, from, rows, at, b, k);
  for (ptrdiff_t n = 0; i < rows; i += n) {
    n = tile_rows(rows - i);
    tiles[width == TILE_WIDE][n - 1](c, to + i, x, from + i, at, b, k);
  }
}
