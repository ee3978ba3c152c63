// C += op(A)·op(B). A tile of C, up to 5 rows × 8 columns, stays in registers while k runs; B's columns lie in packed
// panels of 8 (or 4) when they are transposed or read often, and are read where they are when not; A is always read
// where it is. Lanes run along columns, so every element is summed in the order of k, as in gemm_ref.
#include "kernel/kernel.h"
#include "kernel/tile.h"

#include <assert.h>
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

#define POINT(i) const float *a##i = a + i * lda;
#define AT(i) a##i[p]
#define TO(i) (c + i * ldc)
#define STEP_4(i) TILE_STEP_4(i, AT)
#define STEP_8(i) TILE_STEP_8(i, AT)
#define STORE_4(i) TILE_STORE_4(i, TO)
#define STORE_8(i) TILE_STORE_8(i, TO)

#define TILE(R, W)                                                                                                     \
  static void tile_##R##x##W(float *c, ptrdiff_t ldc, const float *a, ptrdiff_t lda, const float *b, ptrdiff_t ldb,    \
                             ptrdiff_t k) {                                                                            \
    TILE_ROWS_##R(POINT) TILE_ROWS_##R(TILE_ZERO_##W) for (ptrdiff_t p = 0; p < k; p++, b += ldb){                     \
        TILE_LOAD_##W(b) TILE_ROWS_##R(STEP_##W)} TILE_ROWS_##R(STORE_##W)                                             \
  }
#define TILES(W) TILE(1, W) TILE(2, W) TILE(3, W) TILE(4, W) TILE(5, W)
TILES(4)
TILES(8)

#define NAMES(W)                                                                                                       \
  { tile_1x##W, tile_2x##W, tile_3x##W, tile_4x##W, tile_5x##W }
static tile *const tiles[2][TILE_MOST] = {NAMES(4), NAMES(8)};

// ---- the product

typedef struct product {
  const float *a, *b;
  ptrdiff_t m, n, k, ldb;
  ptrdiff_t blocks; // of rows: the first `longer` of them have rows + 1, the others `rows`
  ptrdiff_t rows, longer;
  bool b_turned; // B is (n,k)
} product;

static product plan(const float *a, const float *b, gemm_form form, int64_t m, int64_t n, int64_t k) {
  product x = {.a = a, .b = b, .m = (ptrdiff_t)m, .n = (ptrdiff_t)n, .k = (ptrdiff_t)k};
  x.b_turned = form == GEMM_NT;
  x.ldb = x.b_turned ? x.k : x.n;
  x.blocks = (x.m + TILE_MOST - 1) / TILE_MOST;
  x.rows = x.blocks ? x.m / x.blocks : 0;
  x.longer = x.m - x.blocks * x.rows;
  return x;
}

// One panel of columns j .. j+n−1 against all rows.
static void panel_product(float *c, const product *x, const float *a, const float *b, ptrdiff_t ldb, ptrdiff_t n,
                          ptrdiff_t width, ptrdiff_t k) {
  for (ptrdiff_t block = 0, i = 0, rows = 0; block < x->blocks; block++, i += rows) {
    rows = x->rows + (block < x->longer);
    assert(rows > 0 && rows <= TILE_MOST);
    tile *run = tiles[width == TILE_WIDE][rows - 1];
    if (n == width) {
      run(c + i * x->n, x->n, a + i * x->k, x->k, b, ldb, k);
      continue;
    }
    float part[TILE_MOST * TILE_WIDE] = {0};
    run(part, width, a + i * x->k, x->k, b, ldb, k);
    for (ptrdiff_t r = 0; r < rows; r++)
      for (ptrdiff_t j = 0; j < n; j++) c[(i + r) * x->n + j] += part[r * width + j];
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
  assert(form != GEMM_TN);
  product x = plan(a, b, form, m, n, k);
  for (ptrdiff_t p = 0; p < x.k; p += GEMM_KC) {
    ptrdiff_t kc = tile_least(x.k - p, GEMM_KC);
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
      panel_product(c + j, &x, x.a + p, b_part, ldb, n_panel, width, kc);
    }
  }
}
