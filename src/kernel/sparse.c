// Sums without the terms that have a factor of zero: where the other terms are, and tiles that follow such a list. A
// tile is one row or one column of vectors; its factors lie side by side, so that the list alone says where.
#include "kernel/tile.h"

#include <string.h>

// Which of four are not zero, by their bits in a mask.
static const uint16_t of_mask[16][4] = {
    {0}, {0},    {1},    {0, 1},    {2},    {0, 2},    {1, 2},    {0, 1, 2},
    {3}, {0, 3}, {1, 3}, {0, 1, 3}, {2, 3}, {0, 2, 3}, {1, 2, 3}, {0, 1, 2, 3},
};

static uint32_t nonzero_mask(const float *x) {
  return (uint32_t)wasm_i32x4_bitmask(wasm_f32x4_ne(wasm_v128_load(x), wasm_f32x4_splat(0.0f)));
}

// Four places are written at once, of which some count: no branch depends on the numbers.
ptrdiff_t nonzero_places(uint16_t *at, const float *x, ptrdiff_t first, ptrdiff_t last) {
  const uint64_t each = 0x0001000100010001;
  uint16_t *end = at;
  uint64_t base = (uint64_t)first * each; // no place carries into the next
  ptrdiff_t p = first;
  for (; p + 4 <= last; p += 4, base += 4 * each) {
    const uint32_t mask = nonzero_mask(x + p);
    uint64_t four;
    memcpy(&four, of_mask[mask], sizeof four);
    four += base;
    uint16_t places[4];
    memcpy(places, &four, sizeof places);
    memcpy(end, places, sizeof places);
    end += __builtin_popcount(mask);
  }
  for (; p < last; p++) {
    *end = (uint16_t)p;
    end += x[p] != 0;
  }
  return end - at;
}

bool mostly_zero(const float *x, ptrdiff_t rows, ptrdiff_t n) {
  const ptrdiff_t step = rows > 1 ? rows - 1 : 1; // the first and the last
  ptrdiff_t lives = 0, seen = 0;
  for (ptrdiff_t i = 0; i < rows; i += step)
    for (ptrdiff_t p = 0; p + 4 <= n; p += 4, seen += 4) lives += __builtin_popcount(nonzero_mask(x + i * n + p));
  return 2 * lives < seen;
}

// ---- tiles

#define ADD(i) s##i = wasm_f32x4_add(s##i, wasm_f32x4_mul(weight, wasm_v128_load(row + 4 * i)));

#define STORE(i) wasm_v128_store(y + 4 * i, wasm_f32x4_add(wasm_v128_load(y + 4 * i), s##i));
#define WEIGHTED(name, V, step)                                                                                        \
  static void name##_##V(float *y, const float *x, const uint16_t *at, ptrdiff_t k, const float *b) {                  \
    TILE_ROWS_##V(TILE_ZERO_4) for (ptrdiff_t p = 0; p < k; p++) {                                                     \
      const ptrdiff_t place = at[p];                                                                                   \
      const float *row = b + place * (step);                                                                           \
      const v128_t weight = simd_splat_at(x + place);                                                                  \
      TILE_ROWS_##V(ADD)                                                                                               \
    }                                                                                                                  \
    TILE_ROWS_##V(STORE)                                                                                               \
  }
#define ROWS(V) WEIGHTED(rows, V, 4 * V)
#define RUN(V) WEIGHTED(run, V, TILE_WIDE)

#define WEIGHT(i) const v128_t w##i = wasm_v128_load(w + 4 * i);
#define GIVE(i) wasm_v128_store(to + 4 * i, wasm_f32x4_add(wasm_v128_load(to + 4 * i), wasm_f32x4_mul(factor, w##i)));
#define SPREAD(V)                                                                                                      \
  static void spread_##V(float *y, const float *x, const uint16_t *at, ptrdiff_t k, const float *w) {                  \
    TILE_ROWS_##V(WEIGHT) for (ptrdiff_t p = 0; p < k; p++) {                                                          \
      const ptrdiff_t place = at[p];                                                                                   \
      float *to = y + place * TILE_WIDE;                                                                               \
      const v128_t factor = simd_splat_at(x + place);                                                                  \
      TILE_ROWS_##V(GIVE)                                                                                              \
    }                                                                                                                  \
  }

#define STORE_ROW(i) wasm_v128_store(c + i * ldc, wasm_f32x4_add(wasm_v128_load(c + i * ldc), s##i));
#define OUTER(R)                                                                                                       \
  static void outer_##R(float *c, ptrdiff_t ldc, const float *a, const uint8_t *at, ptrdiff_t k, const float *x) {     \
    TILE_ROWS_##R(TILE_ZERO_4) for (ptrdiff_t p = 0; p < k; p++, x += 4) {                                             \
      const float *row = a + (ptrdiff_t)at[p] * (4 * R);                                                               \
      const v128_t weight = wasm_v128_load(x);                                                                         \
      TILE_ROWS_##R(ADD)                                                                                               \
    }                                                                                                                  \
    TILE_ROWS_##R(STORE_ROW)                                                                                           \
  }

ROWS(1)
ROWS(2)
ROWS(3)
ROWS(4)
ROWS(5)
ROWS(6)
ROWS(7)
ROWS(8)
ROWS(9)
ROWS(10)
ROWS(11)
ROWS(12)

RUN(2)
SPREAD(2)
RUN(4)
SPREAD(4)
RUN(6)
SPREAD(6)
RUN(8)
SPREAD(8)
RUN(10)
SPREAD(10)
RUN(12)
SPREAD(12)

OUTER(1)
OUTER(2)
OUTER(3)
OUTER(4)
OUTER(5)
OUTER(6)
OUTER(7)
OUTER(8)
OUTER(9)
OUTER(10)
OUTER(11)
OUTER(12)

#define NAMES(f)                                                                                                       \
  { f##_1, f##_2, f##_3, f##_4, f##_5, f##_6, f##_7, f##_8, f##_9, f##_10, f##_11, f##_12 }

typedef void weighted(float *y, const float *x, const uint16_t *at, ptrdiff_t k, const float *b);
static weighted *const row_tiles[SPARSE_MOST] = NAMES(rows);
static weighted *const run_tiles[SPARSE_MOST / 2] = {run_2, run_4, run_6, run_8, run_10, run_12};

void weighted_rows(float *y, const float *x, const uint16_t *at, ptrdiff_t k, const float *b, ptrdiff_t vectors) {
  row_tiles[vectors - 1](y, x, at, k, b);
}

void weighted_runs(float *y, const float *x, const uint16_t *at, ptrdiff_t k, const float *b, ptrdiff_t length) {
  run_tiles[length - 1](y, x, at, k, b);
}

static weighted *const spread_tiles[SPARSE_MOST / 2] = {spread_2, spread_4, spread_6, spread_8, spread_10, spread_12};

void spread_runs(float *y, const float *x, const uint16_t *at, ptrdiff_t k, const float *w, ptrdiff_t length) {
  spread_tiles[length - 1](y, x, at, k, w);
}

typedef void outer(float *c, ptrdiff_t ldc, const float *a, const uint8_t *at, ptrdiff_t k, const float *x);
static outer *const outer_tiles[SPARSE_MOST] = NAMES(outer);

void outer_sums(float *c, ptrdiff_t ldc, const float *a, const uint8_t *at, ptrdiff_t k, const float *x,
                ptrdiff_t rows) {
  outer_tiles[rows - 1](c, ldc, a, at, k, x);
}
