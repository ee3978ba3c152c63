// Packs columns of a matrix into a panel, row by row of k, for the tiles; and back.
#include "kernel/tile.h"

void panel_straight(float *panel, const float *b, ptrdiff_t ldb, ptrdiff_t n, ptrdiff_t width, ptrdiff_t k) {
  if (n == TILE_WIDE) {
    for (ptrdiff_t p = 0; p < k; p++, b += ldb, panel += TILE_WIDE) {
      wasm_v128_store(panel, wasm_v128_load(b));
      wasm_v128_store(panel + 4, wasm_v128_load(b + 4));
    }
    return;
  }
  for (ptrdiff_t p = 0; p < k; p++, b += ldb, panel += width)
    for (ptrdiff_t j = 0; j < width; j++) panel[j] = j < n ? b[j] : 0;
}

// The last columns first: what is written beyond column n of a narrower panel lies in the next row, whose own come
// later.
void panel_turned(float *panel, const float *b, ptrdiff_t ldb, ptrdiff_t n, ptrdiff_t width, ptrdiff_t k) {
  for (ptrdiff_t j = (n - 1) / 4 * 4; j >= 0; j -= 4) {
    const float *r0 = b + j * ldb, *r1 = b + tile_least(j + 1, n - 1) * ldb;
    const float *r2 = b + tile_least(j + 2, n - 1) * ldb, *r3 = b + tile_least(j + 3, n - 1) * ldb;
    float *to = panel + j;
    ptrdiff_t p = 0;
    for (; p + 4 <= k; p += 4, to += 4 * width) {
      v128_t x0 = wasm_v128_load(r0 + p), x1 = wasm_v128_load(r1 + p);
      v128_t x2 = wasm_v128_load(r2 + p), x3 = wasm_v128_load(r3 + p);
      tile_turn(&x0, &x1, &x2, &x3);
      wasm_v128_store(to, x0);
      wasm_v128_store(to + width, x1);
      wasm_v128_store(to + 2 * width, x2);
      wasm_v128_store(to + 3 * width, x3);
    }
    for (; p < k; p++, to += width) {
      to[0] = r0[p];
      to[1] = r1[p];
      to[2] = r2[p];
      to[3] = r3[p];
    }
  }
}

void panel_back(float *b, ptrdiff_t ldb, const float *panel, ptrdiff_t n, ptrdiff_t width, ptrdiff_t k) {
  for (ptrdiff_t j = 0; j < n; j += 4) {
    const ptrdiff_t rows = tile_least(n - j, 4);
    const float *from = panel + j;
    ptrdiff_t p = 0;
    for (; p + 4 <= k; p += 4, from += 4 * width) {
      v128_t x0 = wasm_v128_load(from), x1 = wasm_v128_load(from + width);
      v128_t x2 = wasm_v128_load(from + 2 * width), x3 = wasm_v128_load(from + 3 * width);
      tile_turn(&x0, &x1, &x2, &x3);
      float *to = b + j * ldb + p;
      wasm_v128_store(to, x0);
      if (rows > 1) wasm_v128_store(to + ldb, x1);
      if (rows > 2) wasm_v128_store(to + 2 * ldb, x2);
      if (rows > 3) wasm_v128_store(to + 3 * ldb, x3);
    }
    for (; p < k; p++, from += width)
      for (ptrdiff_t r = 0; r < rows; r++) b[(j + r) * ldb + p] = from[r];
  }
}
