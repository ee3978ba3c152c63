// Register tiles, for the kernels that sum products: up to TILE_MOST rows × TILE_WIDE (or 4) columns of the result stay
// in registers, each as vectors along its columns, while k runs; every element is summed from zero in the order of k.
// A kernel says where a row's factor of k is (AT), and where the columns are (TILE_LOAD); the rest is here.
#ifndef GN_TILE_H
#define GN_TILE_H

#include "kernel/simd.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Five rows: ten sums, two vectors of columns, a factor and a product are 14 of the 15 registers that V8 gives out on
// x86. A sixth row would wait for its sums to come back from memory.
enum { TILE_MOST = 5, TILE_WIDE = 8 };

#define TILE_ROWS_1(X) X(0)
#define TILE_ROWS_2(X) TILE_ROWS_1(X) X(1)
#define TILE_ROWS_3(X) TILE_ROWS_2(X) X(2)
#define TILE_ROWS_4(X) TILE_ROWS_3(X) X(3)
#define TILE_ROWS_5(X) TILE_ROWS_4(X) X(4)

#define TILE_ROWS_6(X) TILE_ROWS_5(X) X(5)
#define TILE_ROWS_7(X) TILE_ROWS_6(X) X(6)
#define TILE_ROWS_8(X) TILE_ROWS_7(X) X(7)
#define TILE_ROWS_9(X) TILE_ROWS_8(X) X(8)
#define TILE_ROWS_10(X) TILE_ROWS_9(X) X(9)
#define TILE_ROWS_11(X) TILE_ROWS_10(X) X(10)
#define TILE_ROWS_12(X) TILE_ROWS_11(X) X(11)

#define TILE_ZERO_4(i) v128_t s##i = wasm_f32x4_splat(0.0f);
#define TILE_ZERO_8(i) v128_t s##i = wasm_f32x4_splat(0.0f), t##i = s##i;

#define TILE_LOAD_4(b) v128_t b0 = wasm_v128_load(b);
#define TILE_LOAD_8(b) v128_t b0 = wasm_v128_load(b), b1 = wasm_v128_load((b) + 4);

// gcc 12 would do all loads first and spill the sums: 20 % (SSE4.1) to 40 % (AVX) slower.
#if defined(__GNUC__) && !defined(__clang__) && defined(__SSE2__)
#define TILE_KEEP_ORDER(u, v) __asm__ volatile("" : "+x"(u), "+x"(v))
#else
#define TILE_KEEP_ORDER(u, v)
#endif

#define TILE_STEP_4(i, AT)                                                                                             \
  {                                                                                                                    \
    v128_t w = simd_splat_at(&AT(i));                                                                                  \
    s##i = wasm_f32x4_add(s##i, wasm_f32x4_mul(w, b0));                                                                \
  }
#define TILE_STEP_8(i, AT)                                                                                             \
  {                                                                                                                    \
    v128_t w = simd_splat_at(&AT(i));                                                                                  \
    s##i = wasm_f32x4_add(s##i, wasm_f32x4_mul(w, b0));                                                                \
    t##i = wasm_f32x4_add(t##i, wasm_f32x4_mul(w, b1));                                                                \
    TILE_KEEP_ORDER(s##i, t##i);                                                                                       \
  }

// The sums are added to the row that TO says.
#define TILE_STORE_4(i, TO) wasm_v128_store(TO(i), wasm_f32x4_add(wasm_v128_load(TO(i)), s##i));
#define TILE_STORE_8(i, TO)                                                                                            \
  TILE_STORE_4(i, TO) wasm_v128_store(TO(i) + 4, wasm_f32x4_add(wasm_v128_load(TO(i) + 4), t##i));

// ---- indexed.c: c[to[i] + j] += Σ over p < k, from zero, of x[from[i] + at[p]] · b[p,j], for all i < rows and j <
// width; b (k, width), width 8 or 4. Rows that overlap are added in the order of i.
void indexed_sums(float *c, const int32_t *to, const float *x, const int32_t *from, ptrdiff_t rows, const int32_t *at,
                  const float *b, ptrdiff_t width, ptrdiff_t k);

// ---- indexed.c: y[i·ldy + j] = b[i] + Σ over p < k, from zero, of a[i·lda + p] · x[at[p] + j], for all i < rows, j <
// n
void sums_along(float *y, ptrdiff_t ldy, const float *b, ptrdiff_t rows, const float *a, ptrdiff_t lda, const float *x,
                const int32_t *at, ptrdiff_t k, ptrdiff_t n);

// ---- sparse.c: sums over those p alone that a list of places names. Twelve sums, a weight and a product are 14
// registers.
enum { SPARSE_MOST = 12 };
// at (last − first): where x is not zero, from first to last − 1, below 65536, in order; how many.
ptrdiff_t nonzero_places(uint16_t *at, const float *x, ptrdiff_t first, ptrdiff_t last);
bool mostly_zero(const float *x, ptrdiff_t rows, ptrdiff_t n); // x (rows,n), as far as a few of its rows tell
// y[j] += Σ over p < k, from zero, of x[at[p]] · b[at[p],j], for j < 4·vectors; b (…, 4·vectors), vectors ≤ SPARSE_MOST
void weighted_rows(float *y, const float *x, const uint16_t *at, ptrdiff_t k, const float *b, ptrdiff_t vectors);
// The same of runs of b (…,8) that overlap: y[j] += Σ of x[at[p]] · b[8·at[p] + j], for j < 8·length ≤ 4·SPARSE_MOST
void weighted_runs(float *y, const float *x, const uint16_t *at, ptrdiff_t k, const float *b, ptrdiff_t length);
// And back: y[8·at[p] + j] += x[at[p]] · w[j], for each p < k in order
void spread_runs(float *y, const float *x, const uint16_t *at, ptrdiff_t k, const float *w, ptrdiff_t length);
// c[i·ldc + j] += Σ over p < k, from zero, of a[at[p],i,j] · x[p,j], for i < rows ≤ SPARSE_MOST, j < 4; a (…,rows,4)
void outer_sums(float *c, ptrdiff_t ldc, const float *a, const uint8_t *at, ptrdiff_t k, const float *x,
                ptrdiff_t rows);

static inline void even_places(int32_t *at, int64_t step, int64_t n) {
  for (int64_t i = 0; i < n; i++) at[i] = (int32_t)(i * step);
}

// ---- panels: (k, width). What stands beyond column n is never used: zero, the last column again, or nothing at all.

void panel_straight(float *panel, const float *b, ptrdiff_t ldb, ptrdiff_t n, ptrdiff_t width, ptrdiff_t k);
void panel_turned(float *panel, const float *b, ptrdiff_t ldb, ptrdiff_t n, ptrdiff_t width, ptrdiff_t k); // b (n,k)
void panel_back(float *b, ptrdiff_t ldb, const float *panel, ptrdiff_t n, ptrdiff_t width, ptrdiff_t k);   // b (n,k)

// Four rows of four become its columns.
static inline void tile_turn(v128_t *x0, v128_t *x1, v128_t *x2, v128_t *x3) {
  const v128_t lo01 = wasm_i32x4_shuffle(*x0, *x1, 0, 4, 1, 5), hi01 = wasm_i32x4_shuffle(*x0, *x1, 2, 6, 3, 7);
  const v128_t lo23 = wasm_i32x4_shuffle(*x2, *x3, 0, 4, 1, 5), hi23 = wasm_i32x4_shuffle(*x2, *x3, 2, 6, 3, 7);
  *x0 = wasm_i32x4_shuffle(lo01, lo23, 0, 1, 4, 5);
  *x1 = wasm_i32x4_shuffle(lo01, lo23, 2, 3, 6, 7);
  *x2 = wasm_i32x4_shuffle(hi01, hi23, 0, 1, 4, 5);
  *x3 = wasm_i32x4_shuffle(hi01, hi23, 2, 3, 6, 7);
}

static inline ptrdiff_t tile_least(ptrdiff_t a, ptrdiff_t b) {
  return a < b ? a : b;
}
// How many of the rows left the next tile takes, of at most `most`: all tiles nearly the same.
static inline ptrdiff_t tile_share(ptrdiff_t left, ptrdiff_t most) {
  const ptrdiff_t tiles_left = (left + most - 1) / most;
  return (left + tiles_left - 1) / tiles_left;
}
static inline ptrdiff_t tile_rows(ptrdiff_t left) {
  return tile_share(left, TILE_MOST);
}
// Of a panel that holds n ≤ TILE_WIDE columns.
static inline ptrdiff_t tile_width(ptrdiff_t n) {
  return n > 4 ? TILE_WIDE : 4;
}

#endif
