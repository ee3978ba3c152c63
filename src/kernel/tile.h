// Register tiles, for the kernels that sum products: up to TILE_MOST rows × TILE_WIDE (or 4) columns of the result stay
// in registers, each as vectors along its columns, while k runs; every element is summed from zero in the order of k.
// A kernel says where a row's factor of k is (AT), and where the columns are (TILE_LOAD); the rest is here.
#ifndef GN_TILE_H
#define GN_TILE_H

#include "kernel/simd.h"

#include <stddef.h>

// Five rows: ten sums, two vectors of columns, a factor and a product are 14 of the 15 registers that V8 gives out on
// x86. A sixth row would wait for its sums to come back from memory.
enum { TILE_MOST = 5, TILE_WIDE = 8 };

#define TILE_ROWS_1(X) X(0)
#define TILE_ROWS_2(X) TILE_ROWS_1(X) X(1)
#define TILE_ROWS_3(X) TILE_ROWS_2(X) X(2)
#define TILE_ROWS_4(X) TILE_ROWS_3(X) X(3)
#define TILE_ROWS_5(X) TILE_ROWS_4(X) X(4)

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

static inline void even_places(int32_t *at, int64_t step, int64_t n) {
  for (int64_t i = 0; i < n; i++) at[i] = (int32_t)(i * step);
}

// ---- panels: (k, width). What stands beyond column n is never used: zero, the last column again, or nothing at all.

void panel_straight(float *panel, const float *b, ptrdiff_t ldb, ptrdiff_t n, ptrdiff_t width, ptrdiff_t k);
void panel_turned(float *panel, const float *b, ptrdiff_t ldb, ptrdiff_t n, ptrdiff_t width, ptrdiff_t k); // b (n,k)
void panel_back(float *b, ptrdiff_t ldb, const float *panel, ptrdiff_t n, ptrdiff_t width, ptrdiff_t k);   // b (n,k)

static inline ptrdiff_t tile_least(ptrdiff_t a, ptrdiff_t b) {
  return a < b ? a : b;
}
// How many rows of those left the next tile takes: all tiles nearly the same.
static inline ptrdiff_t tile_rows(ptrdiff_t left) {
  const ptrdiff_t tiles_left = (left + TILE_MOST - 1) / TILE_MOST;
  return (left + tiles_left - 1) / tiles_left;
}
// Of a panel that holds n ≤ TILE_WIDE columns.
static inline ptrdiff_t tile_width(ptrdiff_t n) {
  return n > 4 ? TILE_WIDE : 4;
}

#endif
