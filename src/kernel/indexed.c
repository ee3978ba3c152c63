// Sums whose factors lie anywhere, as a convolution has them: c[to[i] + j] += Σ over p of x[from[i] + at[p]] · b[p,j],
// and y[i,j] = b[i] + Σ over p of a[i,p] · x[at[p] + j].
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

// ---- lanes along x

typedef void along(float *y, ptrdiff_t ldy, const float *b, const float *a, ptrdiff_t lda, const float *x,
                   const int32_t *at, ptrdiff_t k);

#define ALONG_POINT(i) const float *a##i = a + i * lda;
#define ALONG_AT(i) a##i[p]
#define ALONG_STEP_4(i) TILE_STEP_4(i, ALONG_AT)
#define ALONG_STEP_8(i) TILE_STEP_8(i, ALONG_AT)
#define ALONG_STORE_4(i) wasm_v128_store(y + i * ldy, wasm_f32x4_add(wasm_f32x4_splat(b[i]), s##i));
#define ALONG_STORE_8(i)                                                                                               \
  ALONG_STORE_4(i) wasm_v128_store(y + i * ldy + 4, wasm_f32x4_add(wasm_f32x4_splat(b[i]), t##i));

#define ALONG(R, W)                                                                                                    \
  static void along_##R##x##W(float *y, ptrdiff_t ldy, const float *b, const float *a, ptrdiff_t lda, const float *x,  \
                              const int32_t *at, ptrdiff_t k) {                                                        \
    TILE_ROWS_##R(ALONG_POINT) TILE_ROWS_##R(TILE_ZERO_##W) for (ptrdiff_t p = 0; p < k; p++){                         \
        TILE_LOAD_##W(x + at[p]) TILE_ROWS_##R(ALONG_STEP_##W)} TILE_ROWS_##R(ALONG_STORE_##W)                         \
  }
#define ALONGS(W) ALONG(1, W) ALONG(2, W) ALONG(3, W) ALONG(4, W) ALONG(5, W)
ALONGS(4)
ALONGS(8)

#define ALONG_NAMES(W)                                                                                                 \
  { along_1x##W, along_2x##W, along_3x##W, along_4x##W, along_5x##W }
static along *const alongs[2][TILE_MOST] = {ALONG_NAMES(4), ALONG_NAMES(8)};

static void along_one(float *y, ptrdiff_t ldy, const float *b, ptrdiff_t rows, const float *a, ptrdiff_t lda,
                      const float *x, const int32_t *at, ptrdiff_t k) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    float s = 0;
    for (ptrdiff_t p = 0; p < k; p++) s += a[i * lda + p] * x[at[p]];
    y[i * ldy] = b[i] + s;
  }
}

void sums_along(float *y, ptrdiff_t ldy, const float *b, ptrdiff_t rows, const float *a, ptrdiff_t lda, const float *x,
                const int32_t *at, ptrdiff_t k, ptrdiff_t n) {
  for (ptrdiff_t i = 0, r; i < rows; i += r, y += r * ldy, b += r, a += r * lda) {
    r = tile_rows(rows - i);
    ptrdiff_t j = 0;
    for (; j + 8 <= n; j += 8) alongs[1][r - 1](y + j, ldy, b, a, lda, x + j, at, k);
    for (; j + 4 <= n; j += 4) alongs[0][r - 1](y + j, ldy, b, a, lda, x + j, at, k);
    for (; j < n; j++) along_one(y + j, ldy, b, r, a, lda, x + j, at, k);
  }
}
