// Sums without the terms that have a factor of zero: where the other terms are, and tiles that follow such a list. A
// tile is one row or one column of vectors; its factors lie side by side, so that the list alone says where.
#include "kernel/tile.h"

#include <string.h>

// Which of four are not zero, by their bits in a mask.
static const struct {
  uint8_t at[4], count;
} of_mask[16] = {
    {{0}, 0}, {{0}, 1},    {{1}, 1},    {{0, 1}, 2},    {{2}, 1},    {{0, 2}, 2},    {{1, 2}, 2},    {{0, 1, 2}, 3},
    {{3}, 1}, {{0, 3}, 2}, {{1, 3}, 2}, {{0, 1, 3}, 3}, {{2, 3}, 2}, {{0, 2, 3}, 3}, {{1, 2, 3}, 3}, {{0, 1, 2, 3}, 4},
};

static uint32_t nonzero_mask(const float *x) {
  return (uint32_t)wasm_i32x4_bitmask(wasm_f32x4_ne(wasm_v128_load(x), wasm_f32x4_splat(0.0f)));
}

// Four places are written at once, of which some count: no branch depends on the numbers.
ptrdiff_t nonzero_places(uint8_t *at, const float *x, ptrdiff_t n) {
  ptrdiff_t lives = 0, p = 0;
  for (; p + 4 <= n; p += 4) {
    const uint32_t mask = nonzero_mask(x + p);
    uint32_t four; // bytes, of which none carries into the next
    memcpy(&four, of_mask[mask].at, sizeof four);
    four += (uint32_t)p * 0x01010101u;
    memcpy(at + lives, &four, sizeof four);
    lives += of_mask[mask].count;
  }
  for (; p < n; p++) {
    at[lives] = (uint8_t)p;
    lives += x[p] != 0;
  }
  return lives;
}

bool mostly_zero(const float *x, ptrdiff_t rows, ptrdiff_t n) {
  ptrdiff_t lives = 0, seen = 0;
  for (ptrdiff_t i = 0; i<rows; i += rows> 1 ? rows - 1 : 1) // the first and the last
    for (ptrdiff_t p = 0; p + 4 <= n; p += 4, seen += 4) lives += of_mask[nonzero_mask(x + i * n + p)].count;
  return 2 * lives < seen;
}

// ---- tiles

#define ADD(i) s##i = wasm_f32x4_add(s##i, wasm_f32x4_mul(weight, wasm_v128_load(row + 4 * i)));

#define STORE(i) wasm_v128_store(y + 4 * i, wasm_f32x4_add(wasm_v128_load(y + 4 * i), s##i));
#define WEIGHTED(V)                                                                                                    \
  static void weighted_##V(float *y, const float *x, const uint8_t *at, ptrdiff_t k, const float *b) {                 \
    TILE_ROWS_##V(TILE_ZERO_4) for (ptrdiff_t p = 0; p < k; p++) {                                                     \
      const ptrdiff_t place = at[p];                                                                                   \
      const float *row = b + place * (4 * V);                                                                          \
      const v128_t weight = simd_splat_at(x + place);                                                                  \
      TILE_ROWS_##V(ADD)                                                                                               \
    }                                                                                                                  \
    TILE_ROWS_##V(STORE)                                                                                               \
  }

#define STORE_ROW(i)                                                                                                   \
  wasm_v128_store(c, wasm_f32x4_add(wasm_v128_load(c), s##i));                                                         \
  c += ldc;
#define OUTER(R)                                                                                                       \
  static void outer_##R(float *c, ptrdiff_t ldc, const float *a, const uint8_t *at, ptrdiff_t k, const float *x) {     \
    TILE_ROWS_##R(TILE_ZERO_4) for (ptrdiff_t p = 0; p < k; p++, x += 4) {                                             \
      const float *row = a + (ptrdiff_t)at[p] * (4 * R);                                                               \
      const v128_t weight = wasm_v128_load(x);                                                                         \
      TILE_ROWS_##R(ADD)                                                                                               \
    }                                                                                                                  \
    TILE_ROWS_##R(STORE_ROW)                                                                                           \
  }

#define BOTH(N)                                                                                                        \
  WEIGHTED(N)                                                                                                          \
  OUTER(N)
BOTH(1)
BOTH(2)
BOTH(3)
BOTH(4)
BOTH(5)
BOTH(6)
BOTH(7)
BOTH(8)
BOTH(9)
BOTH(10)
BOTH(11)
BOTH(12)

#define NAMES(f)                                                                                                       \
  { f##_1, f##_2, f##_3, f##_4, f##_5, f##_6, f##_7, f##_8, f##_9, f##_10, f##_11, f##_12 }

typedef void weighted(float *y, const float *x, const uint8_t *at, ptrdiff_t k, const float *b);
static weighted *const weighteds[SPARSE_MOST] = NAMES(weighted);

void weighted_rows(float *y, const float *x, const uint8_t *at, ptrdiff_t k, const float *b, ptrdiff_t vectors) {
  weighteds[vectors - 1](y, x, at, k, b);
}

typedef void outer(float *c, ptrdiff_t ldc, const float *a, const uint8_t *at, ptrdiff_t k, const float *x);
static outer *const outers[SPARSE_MOST] = NAMES(outer);

void outer_sums(float *c, ptrdiff_t ldc, const float *a, const uint8_t *at, ptrdiff_t k, const float *x,
                ptrdiff_t rows) {
  outers[rows - 1](c, ldc, a, at, k, x);
}
