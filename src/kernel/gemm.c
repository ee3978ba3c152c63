// C += op(A)·op(B). A tile of C, up to 6 rows × 8 columns, stays in registers while k runs; B's columns lie in packed
// panels of 8 (or 4) when they are transposed or read often, and are read where they are when not; A is always read
// where it is. Lanes run along columns, so every element is summed in the order of k, as in gemm_ref.
#include "kernel/kernel.h"
#include "kernel/simd.h"

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

// ---- tiles: c (R, 4·V) += a (R,k) · b (k, 4·V)

enum { ROWS = 6, WIDE = 8 };

typedef void tile(float *c, ptrdiff_t ldc, const float *a, ptrdiff_t lda, const float *b, ptrdiff_t ldb, ptrdiff_t k);

#define ROWS_1(X) X(0)
#define ROWS_2(X) ROWS_1(X) X(1)
#define ROWS_3(X) ROWS_2(X) X(2)
#define ROWS_4(X) ROWS_3(X) X(3)
#define ROWS_5(X) ROWS_4(X) X(4)
#define ROWS_6(X) ROWS_5(X) X(5)

#define ZERO_4(i) v128_t s##i = wasm_f32x4_splat(0.0f);
#define ZERO_8(i) v128_t s##i = wasm_f32x4_splat(0.0f), t##i = s##i;
#define STORE_4(i) wasm_v128_store(c + i * ldc, wasm_f32x4_add(wasm_v128_load(c + i * ldc), s##i));
#define STORE_8(i)                                                                                                     \
  STORE_4(i)                                                                                                           \
  wasm_v128_store(c + i * ldc + 4, wasm_f32x4_add(wasm_v128_load(c + i * ldc + 4), t##i));

// a[row,k]: A's rows (k contiguous) or its columns (rows contiguous)
#define POINT_ROWS(i) const float *a##i = a + i * lda;
#define POINT_COLS(i)
#define AT_ROWS(i) a##i[p]
#define AT_COLS(i) a[i]
#define NEXT_ROWS
#define NEXT_COLS a += lda;

// gcc 12 would do all loads first and spill the sums: 20 % (SSE4.1) to 40 % (AVX) slower.
#if defined(__GNUC__) && !defined(__clang__) && defined(__SSE2__)
#define KEEP_ORDER(u, v) __asm__ volatile("" : "+x"(u), "+x"(v))
#else
#define KEEP_ORDER(u, v)
#endif

#define STEP_4(i, AT)                                                                                                  \
  {                                                                                                                    \
    v128_t w = simd_splat_at(&AT(i));                                                                                  \
    s##i = wasm_f32x4_add(s##i, wasm_f32x4_mul(w, b0));                                                                \
  }
#define STEP_8(i, AT)                                                                                                  \
  {                                                                                                                    \
    v128_t w = simd_splat_at(&AT(i));                                                                                  \
    s##i = wasm_f32x4_add(s##i, wasm_f32x4_mul(w, b0));                                                                \
    t##i = wasm_f32x4_add(t##i, wasm_f32x4_mul(w, b1));                                                                \
    KEEP_ORDER(s##i, t##i);                                                                                            \
  }

#define STEP_4_ROWS(i) STEP_4(i, AT_ROWS)
#define STEP_8_ROWS(i) STEP_8(i, AT_ROWS)
#define STEP_4_COLS(i) STEP_4(i, AT_COLS)
#define STEP_8_COLS(i) STEP_8(i, AT_COLS)

#define LOAD_4 v128_t b0 = wasm_v128_load(b);
#define LOAD_8 LOAD_4 v128_t b1 = wasm_v128_load(b + 4);

#define TILE(R, W, A)                                                                                                  \
  static void tile_##R##x##W##_##A(float *c, ptrdiff_t ldc, const float *a, ptrdiff_t lda, const float *b,             \
                                   ptrdiff_t ldb, ptrdiff_t k) {                                                       \
    ROWS_##R(POINT_##A) ROWS_##R(ZERO_##W) for (ptrdiff_t p = 0; p < k; p++, b += ldb){                                \
        LOAD_##W ROWS_##R(STEP_##W##_##A) NEXT_##A} ROWS_##R(STORE_##W)                                                \
  }
#define TILES(W, A) TILE(1, W, A) TILE(2, W, A) TILE(3, W, A) TILE(4, W, A) TILE(5, W, A) TILE(6, W, A)
TILES(4, ROWS)
TILES(8, ROWS)
TILES(4, COLS)
TILES(8, COLS)

#define NAMES(W, A)                                                                                                    \
  { tile_1x##W##_##A, tile_2x##W##_##A, tile_3x##W##_##A, tile_4x##W##_##A, tile_5x##W##_##A, tile_6x##W##_##A }
static tile *const tiles[2][2][ROWS] = {{NAMES(4, ROWS), NAMES(8, ROWS)}, {NAMES(4, COLS), NAMES(8, COLS)}};

static ptrdiff_t least(ptrdiff_t a, ptrdiff_t b) {
  return a < b ? a : b;
}

// ---- panels: (k, width). What stands beyond column n is never used: zero, or the last column again.

static void pack_straight(float *panel, const float *b, ptrdiff_t ldb, ptrdiff_t n, ptrdiff_t width, ptrdiff_t k) {
  if (n == WIDE) {
    for (ptrdiff_t p = 0; p < k; p++, b += ldb, panel += WIDE) {
      wasm_v128_store(panel, wasm_v128_load(b));
      wasm_v128_store(panel + 4, wasm_v128_load(b + 4));
    }
    return;
  }
  for (ptrdiff_t p = 0; p < k; p++, b += ldb, panel += width)
    for (ptrdiff_t j = 0; j < width; j++) panel[j] = j < n ? b[j] : 0;
}

static void pack_turned(float *panel, const float *b, ptrdiff_t ldb, ptrdiff_t n, ptrdiff_t width, ptrdiff_t k) {
  for (ptrdiff_t j = 0; j < width; j += 4) {
    const float *r0 = b + j * ldb, *r1 = b + least(j + 1, n - 1) * ldb;
    const float *r2 = b + least(j + 2, n - 1) * ldb, *r3 = b + least(j + 3, n - 1) * ldb;
    float *to = panel + j;
    ptrdiff_t p = 0;
    for (; p + 4 <= k; p += 4, to += 4 * width) {
      v128_t x0 = wasm_v128_load(r0 + p), x1 = wasm_v128_load(r1 + p);
      v128_t x2 = wasm_v128_load(r2 + p), x3 = wasm_v128_load(r3 + p);
      v128_t lo01 = wasm_i32x4_shuffle(x0, x1, 0, 4, 1, 5), hi01 = wasm_i32x4_shuffle(x0, x1, 2, 6, 3, 7);
      v128_t lo23 = wasm_i32x4_shuffle(x2, x3, 0, 4, 1, 5), hi23 = wasm_i32x4_shuffle(x2, x3, 2, 6, 3, 7);
      wasm_v128_store(to, wasm_i32x4_shuffle(lo01, lo23, 0, 1, 4, 5));
      wasm_v128_store(to + width, wasm_i32x4_shuffle(lo01, lo23, 2, 3, 6, 7));
      wasm_v128_store(to + 2 * width, wasm_i32x4_shuffle(hi01, hi23, 0, 1, 4, 5));
      wasm_v128_store(to + 3 * width, wasm_i32x4_shuffle(hi01, hi23, 2, 3, 6, 7));
    }
    for (; p < k; p++, to += width) {
      to[0] = r0[p];
      to[1] = r1[p];
      to[2] = r2[p];
      to[3] = r3[p];
    }
  }
}

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
  x.blocks = (x.m + ROWS - 1) / ROWS;
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
    tile *run = tiles[x->a_cols][width == WIDE][rows - 1];
    const float *a_block = a + i * (x->a_cols ? 1 : x->lda);
    if (n == width && !x->c_turned) {
      run(c + i * ldc, ldc, a_block, x->lda, b, ldb, k);
      continue;
    }
    float part[ROWS * WIDE] = {0};
    run(part, width, a_block, x->lda, b, ldb, k);
    for (ptrdiff_t r = 0; r < rows; r++)
      for (ptrdiff_t j = 0; j < n; j++)
        *(x->c_turned ? c + j * ldc + i + r : c + (i + r) * ldc + j) += part[r * width + j];
  }
}

// A whole panel is read where it lies unless many rows read it, each with a step of ldb through memory.
static bool needs_panel(const product *x, ptrdiff_t n, ptrdiff_t width) {
  return x->b_turned || (x->m > 3 * ROWS && x->k > 2 * WIDE) || n < width;
}

static ptrdiff_t width_of(ptrdiff_t n) {
  return n > 4 ? WIDE : 4;
}

int64_t gemm_scratch(gemm_form form, int64_t m, int64_t n, int64_t k) {
  product x = plan(NULL, NULL, form, m, n, k);
  ptrdiff_t last = x.n % WIDE == 0 ? WIDE : x.n % WIDE;
  return needs_panel(&x, last, width_of(last)) ? WIDE * (int64_t)least(x.k, GEMM_KC) : 0;
}

void gemm(float *c, const float *a, const float *b, gemm_form form, int64_t m, int64_t n, int64_t k, float *scratch) {
  product x = plan(a, b, form, m, n, k);
  for (ptrdiff_t p = 0; p < x.k; p += GEMM_KC) {
    ptrdiff_t kc = least(x.k - p, GEMM_KC);
    const float *a_part = x.a + (x.a_cols ? p * x.lda : p);
    for (ptrdiff_t j = 0; j < x.n; j += WIDE) {
      ptrdiff_t n_panel = least(x.n - j, WIDE), width = width_of(n_panel), ldb = x.ldb;
      const float *b_part = x.b + (x.b_turned ? j * x.ldb + p : p * x.ldb + j);
      if (needs_panel(&x, n_panel, width)) {
        if (x.b_turned)
          pack_turned(scratch, b_part, ldb, n_panel, width, kc);
        else
          pack_straight(scratch, b_part, ldb, n_panel, width, kc);
        b_part = scratch;
        ldb = width;
      }
      panel_product(c + (x.c_turned ? j * x.m : j), &x, a_part, b_part, ldb, n_panel, width, kc);
    }
  }
}
