// C += op(A)·op(B). A tile of C, up to 5 rows × 8 columns, stays in registers while k runs; B's columns lie in packed
// panels of 8 (or 4) when they are transposed or read often, and are read where they are when not; A is always read
// where it is. Lanes run along columns, so every element is summed in the order of k, as in gemm_ref.
#include "kernel/kernel.h"
#include "kernel/tile.h"

#include <stddef.h>

void gemm_ref(float *c, const float *a, const float *b, gemm_form form, int64_t m, int64_t n, int64_t k) {
  for (int64_t i = 0; i < m; i++)
    for (int64_t j = 0; j < n; j++)
      for (int64_t start = 0; start < k; start += GEMM_KC) {
        int64_t end = k - start < GEMM_KC ? k : start + GEMM_KC;
        float s = 0;
        for (int64_t p = start; p < end; p++)
          s += (form == GEMM_TN ? a[p * m + i] : a[i * k + p]) * (form == GEMM_NT ? b[j * k + p] : b[p * n + j]);
        c[i * n + j] += s;
      }
}

// ---- tiles: c (R,W) += a (R,k) · b (k,W)

typedef void tile(float *c, ptrdiff_t ldc, const float *a, ptrdiff_t lda, const float *b, ptrdiff_t ldb, ptrdiff_t k);

// a[row,k]: A's rows (k contiguous) or its columns (rows contiguous)
#define POINT_ROWS(i) const float *a##i = a + i * lda;
#define POINT_COLS(i)
#define AT_ROWS(i) a##i[p]
#define AT_COLS(i) a[i]
#define NEXT_ROWS
#define NEXT_COLS a += lda;

#define TO(i) (c + i * ldc)
#define STORE_4(i) TILE_STORE_4(i, TO)
#define STORE_8(i) TILE_STORE_8(i, TO)

#define STEP_4_ROWS(i) TILE_STEP_4(i, AT_ROWS)
#define STEP_8_ROWS(i) TILE_STEP_8(i, AT_ROWS)
#define STEP_4_COLS(i) TILE_STEP_4(i, AT_COLS)
#define STEP_8_COLS(i) TILE_STEP_8(i, AT_COLS)

#define TILE(R, W, A)                                                                                                  \
  static void tile_##R##x##W##_##A(float *c, ptrdiff_t ldc, const float *a, ptrdiff_t lda, const float *b,             \
                                   ptrdiff_t ldb, ptrdiff_t k) {                                                       \
    TILE_ROWS_##R(POINT_##A) TILE_ROWS_##R(TILE_ZERO_##W) for (ptrdiff_t p = 0; p < k; p++, b += ldb){                 \
        TILE_LOAD_##W(b) TILE_ROWS_##R(STEP_##W##_##A) NEXT_##A} TILE_ROWS_##R(STORE_##W)                              \
  }
#define TILES(W, A) TILE(1, W, A) TILE(2, W, A) TILE(3, W, A) TILE(4, W, A) TILE(5, W, A)
TILES(4, ROWS)
TILES(8, ROWS)
TILES(4, COLS)
TILES(8, COLS)

#define NAMES(W, A)                                                                                                    \
  { tile_1x##W##_##A, tile_2x##W##_##A, tile_3x##W##_##A, tile_4x##W##_##A, tile_5x##W##_##A }
static tile *const tiles[2][2][TILE_MOST] = {{NAMES(4, ROWS), NAMES(8, ROWS)}, {NAMES(4, COLS), NAMES(8, COLS)}};

// ---- the product

typedef struct product {
  const float *a, *b;
  ptrdiff_t m, n, k; // of the product as the tiles see it: lanes along n
  ptrdiff_t lda, ldb;
  ptrdiff_t blocks; // of rows: the first `longer` of them have rows + 1, the others `rows`
  ptrdiff_t rows, longer;
  bool a_cols;   // A is (k,m)
  bool b_turned; // B is (n,k)
  bool c_turned; // C is (n,m)
} product;

// Aᵀ or Bᵀ has to be made for NT, whichever is cheaper: C = A·Bᵀ, or Cᵀ = B·Aᵀ.
static product plan(const float *a, const float *b, gemm_form form, int64_t m, int64_t n, int64_t k) {
  product x = {.a = a, .b = b, .m = (ptrdiff_t)m, .n = (ptrdiff_t)n, .k = (ptrdiff_t)k};
  x.a_cols = form == GEMM_TN;
  x.b_turned = form == GEMM_NT;
  x.c_turned = form == GEMM_NT && m > 2 && m < n;
  if (x.c_turned) {
    x.a = b;
    x.b = a;
    x.m = (ptrdiff_t)n;
    x.n = (ptrdiff_t)m;
  }
  x.lda = x.a_cols ? x.m : x.k;
  x.ldb = x.b_turned ? x.k : x.n;
  x.blocks = (x.m + TILE_MOST - 1) / TILE_MOST;
  x.rows = x.blocks ? x.m / x.blocks : 0;
  x.longer = x.m - x.blocks * x.rows;
  return x;
}

// One panel of columns j .. j+n−1 against all rows.
static void panel_product(float *c, const product *x, const float *a, const float *b, ptrdiff_t ldb, ptrdiff_t n,
                          ptrdiff_t width, ptrdiff_t k) {
  ptrdiff_t ldc = x->c_turned ? x->m : x->n, i = 0, rows = 0;
  for (ptrdiff_t block = 0; block < x->blocks; block++, i += rows) {
    rows = x->rows + (block < x->longer);
    tile *run = tiles[x->a_cols][width == TILE_WIDE][rows - 1];
    const float *a_block = a + i * (x->a_cols ? 1 : x->lda);
    if (n == width && !x->c_turned) {
      run(c + i * ldc, ldc, a_block, x->lda, b, ldb, k);
      continue;
    }
    float part[TILE_MOST * TILE_WIDE] = {0};
    run(part, width, a_block, x->lda, b, ldb, k);
    for (ptrdiff_t r = 0; r < rows; r++)
      for (ptrdiff_t j = 0; j < n; j++)
        *(x->c_turned ? c + j * ldc + i + r : c + (i + r) * ldc + j) += part[r * width + j];
  }
}

// A whole panel is read where it lies unless many rows read it, each with a step of ldb through memory.
static bool needs_panel(const product *x, ptrdiff_t n, ptrdiff_t width) {
  return x->b_turned || (x->m > 3 * TILE_MOST && x->k > 2 * TILE_WIDE) || n < width;
}

int64_t gemm_scratch(gemm_form form, int64_t m, int64_t n, int64_t k) {
  product x = plan(NULL, NULL, form, m, n, k);
  ptrdiff_t last = x.n % TILE_WIDE == 0 ? TILE_WIDE : x.n % TILE_WIDE;
  return needs_panel(&x, last, tile_width(last)) ? TILE_WIDE * (int64_t)tile_least(x.k, GEMM_KC) : 0;
}

void gemm(float *c, const float *a, const float *b, gemm_form form, int64_t m, int64_t n, int64_t k, float *scratch) {
  product x = plan(a, b, form, m, n, k);
  for (ptrdiff_t p = 0; p < x.k; p += GEMM_KC) {
    ptrdiff_t kc = tile_least(x.k - p, GEMM_KC);
    const float *a_part = x.a + (x.a_cols ? p * x.lda : p);
    for (ptrdiff_t j = 0; j < x.n; j += TILE_WIDE) {
      ptrdiff_t n_panel = tile_least(x.n - j, TILE_WIDE), width = tile_width(n_panel), ldb = x.ldb;
      const float *b_part = x.b + (x.b_turned ? j * x.ldb + p : p * x.ldb + j);
      if (needs_panel(&x, n_panel, width)) {
        if (x.b_turned)
          panel_turned(scratch, b_part, ldb, n_panel, width, kc);
        else
          panel_straight(scratch, b_part, ldb, n_panel, width, kc);
        b_part = scratch;
        ldb = width;
      }
      panel_product(c + (x.c_turned ? j * x.m : j), &x, a_part, b_part, ldb, n_panel, width, kc);
    }
  }
}
