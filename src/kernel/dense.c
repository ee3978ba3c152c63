// A dense layer forward, and the gradient of its weights, bit for bit as gemm makes them. Where inputs are mostly zero,
// four fifths of a written digit's, those terms are left out: where the other factors are finite such a term is ±0, and
// no sum that begins with +0 is ever −0, so it changes nothing. Forward, lanes run along outputs and each sample has
// its list of inputs; for the weights, lanes run along four inputs, which have a list of samples.
#include "kernel/ref.h"
#include "kernel/tile.h"

#include <string.h>

void dense_forward_ref(float *y, const float *x, const float *w, const float *b, int64_t m, int64_t n, int64_t k) {
  for (int64_t i = 0; i < m * n; i++) y[i] = b ? b[i % n] : 0;
  gemm_ref(y, x, w, GEMM_NT, m, n, k);
}

void dense_weights_ref(float *dw, const float *dy, const float *x, int64_t m, int64_t n, int64_t k, float *part) {
  for (int64_t i = 0; i < n * k; i++) part[i] = 0;
  gemm_ref(part, dy, x, GEMM_TN, n, k, m);
  for (int64_t i = 0; i < n * k; i++) dw[i] += part[i];
}

static int64_t most_of(int64_t a, int64_t b) {
  return a > b ? a : b;
}
static ptrdiff_t blocks_of(int64_t k) {
  return (ptrdiff_t)((k + GEMM_KC - 1) / GEMM_KC);
}

// For few samples the weights would be turned for too little; with many, their lists would take too much room.
enum { LEAST_SPARSE = 3, MOST_SPARSE = 32 };
static bool may_be_sparse(int64_t m) {
  return m >= LEAST_SPARSE && m <= MOST_SPARSE;
}

// For passes of m samples and of fewer.
int64_t dense_scratch(int64_t m, int64_t n, int64_t k) {
  const int64_t block = m < GEMM_KC ? m : GEMM_KC, few = m < MOST_SPARSE ? m : MOST_SPARSE, fours = (k + 3) / 4;
  const int64_t plain = gemm_scratch(GEMM_NT, m, n, k);
  const int64_t forward = 4 * SPARSE_MOST * GEMM_KC + few * blocks_of(k) + few * k / 2 + 1;
  const int64_t weights = 3 * n + (1 + TILE_WIDE) * block + TILE_WIDE * n;
  const int64_t sparse = 4 * SPARSE_MOST * block + 4 * (fours * block + 1) + fours + 1 + fours * block / 4 + 2;
  return most_of(most_of(plain, m >= LEAST_SPARSE ? forward : 0), most_of(weights, sparse) + (m > block ? n * k : 0));
}

// ---- forward

static void begin(float *y, const float *b, ptrdiff_t m, ptrdiff_t n) {
  for (ptrdiff_t i = 0; i < m; i++, y += n) {
    if (b)
      memcpy(y, b, (size_t)n * sizeof *y);
    else
      fill(y, 0, n);
  }
}

// panel_turned, and whether b's are all finite: then their sum is, unless it overflows, which is told as not finite.
static bool finite_turned(float *panel, const float *b, ptrdiff_t ldb, ptrdiff_t n, ptrdiff_t width, ptrdiff_t k) {
  const ptrdiff_t whole_n = n / 4 * 4, whole_k = k / 4 * 4;
  v128_t total = wasm_f32x4_splat(0.0f);
  for (ptrdiff_t j = 0; j < whole_n; j += 4) {
    const float *r0 = b + j * ldb, *r1 = r0 + ldb, *r2 = r1 + ldb, *r3 = r2 + ldb;
    float *to = panel + j;
    for (ptrdiff_t p = 0; p < whole_k; p += 4, to += 4 * width) {
      v128_t x0 = wasm_v128_load(r0 + p), x1 = wasm_v128_load(r1 + p);
      v128_t x2 = wasm_v128_load(r2 + p), x3 = wasm_v128_load(r3 + p);
      total = wasm_f32x4_add(total, wasm_f32x4_add(wasm_f32x4_add(x0, x1), wasm_f32x4_add(x2, x3)));
      tile_turn(&x0, &x1, &x2, &x3);
      wasm_v128_store(to, x0);
      wasm_v128_store(to + width, x1);
      wasm_v128_store(to + 2 * width, x2);
      wasm_v128_store(to + 3 * width, x3);
    }
  }
  float lanes[4], rest = 0;
  wasm_v128_store(lanes, total);
  for (ptrdiff_t j = 0; j < width; j++)
    for (ptrdiff_t p = j < whole_n ? whole_k : 0; p < k; p++) {
      panel[p * width + j] = j < n ? b[j * ldb + p] : 0;
      rest += panel[p * width + j];
    }
  return all_finite(lanes, 4) && all_finite(&rest, 1);
}

// False, and y is to be made otherwise: a weight is not finite.
static bool sparse_forward(float *y, const float *x, const float *w, const float *b, ptrdiff_t m, ptrdiff_t n,
                           ptrdiff_t k, float *scratch) {
  const ptrdiff_t blocks = blocks_of(k);
  float *panel = scratch;                                          // (GEMM_KC, 4·vectors)
  int32_t *lives = (int32_t *)(panel + 4 * SPARSE_MOST * GEMM_KC); // (m,blocks): how many
  uint16_t *places = (uint16_t *)(lives + m * blocks);             // (m,k): which, in their block
  for (ptrdiff_t i = 0; i < m; i++)
    for (ptrdiff_t q = 0, p = i * k; q < blocks; q++, p += GEMM_KC)
      lives[i * blocks + q] = (int32_t)nonzero_places(places + p, x + p, 0, tile_least(k - q * GEMM_KC, GEMM_KC));
  begin(y, b, m, n);
  for (ptrdiff_t j = 0, left, vectors; j < n; j += left) {
    vectors = tile_share((n - j + 3) / 4, SPARSE_MOST), left = tile_least(n - j, 4 * vectors);
    for (ptrdiff_t q = 0, p = 0; q < blocks; q++, p += GEMM_KC) {
      if (!finite_turned(panel, w + j * k + p, k, left, 4 * vectors, tile_least(k - p, GEMM_KC))) return false;
      for (ptrdiff_t i = 0; i < m; i++) {
        float *to = y + i * n + j, last[4 * SPARSE_MOST];
        if (left < 4 * vectors) to = memcpy(last, to, (size_t)left * sizeof *to);
        weighted_rows(to, x + i * k + p, places + i * k + p, lives[i * blocks + q], panel, vectors);
        if (left < 4 * vectors) memcpy(y + i * n + j, last, (size_t)left * sizeof *to);
      }
    }
  }
  return true;
}

void dense_forward(float *y, const float *x, const float *w, const float *b, int64_t m, int64_t n, int64_t k,
                   float *scratch) {
  const ptrdiff_t samples = (ptrdiff_t)m, outputs = (ptrdiff_t)n, inputs = (ptrdiff_t)k;
  if (may_be_sparse(m) && mostly_zero(x, samples, inputs) &&
      sparse_forward(y, x, w, b, samples, outputs, inputs, scratch))
    return;
  begin(y, b, samples, outputs);
  gemm(y, x, w, GEMM_NT, m, n, k, scratch);
}

// ---- weights: dw += the sum over m ≤ GEMM_KC samples

static void plain_block(float *dw, const float *dy, const float *x, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k,
                        float *scratch) {
  int32_t *from = (int32_t *)scratch, *to = from + n, *ends = to + n, *at = ends + n;
  float *panel = scratch + 3 * n + m, *sums = panel + TILE_WIDE * m;
  even_places(from, 1, n);
  even_places(to, k, n);
  even_places(at, n, m);
  for (ptrdiff_t j = 0; j < k; j += TILE_WIDE) {
    const ptrdiff_t left = tile_least(k - j, TILE_WIDE), width = tile_width(left);
    panel_straight(panel, x + j, k, left, width, m);
    if (left == width) {
      indexed_sums(dw + j, to, dy, from, n, at, panel, width, m);
      continue;
    }
    even_places(ends, width, n);
    fill(sums, 0, width * n);
    indexed_sums(sums, ends, dy, from, n, at, panel, width, m);
    for (ptrdiff_t o = 0; o < n; o++)
      for (ptrdiff_t i = 0; i < left; i++) dw[o * k + j + i] += sums[o * width + i];
  }
}

// Of four inputs the samples in which one is not zero: panel (lives,4), and which.
static ptrdiff_t live_samples(float *panel, uint8_t *at, const float *x, ptrdiff_t ldx, ptrdiff_t m) {
  ptrdiff_t lives = 0;
  for (ptrdiff_t s = 0; s < m; s++) {
    const v128_t four = wasm_v128_load(x + s * ldx);
    wasm_v128_store(panel + 4 * lives, four); // written over by the next unless it counts
    at[lives] = (uint8_t)s;
    lives += wasm_v128_any_true(four);
  }
  return lives;
}

static void sparse_block(float *dw, const float *dy, const float *x, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k,
                         float *scratch) {
  const ptrdiff_t fours = (k + 3) / 4, last = k % 4;
  float *slopes = scratch, *panel = slopes + 4 * SPARSE_MOST * m; // (m,rows,4); (lives,4) of every four inputs
  int32_t *ends = (int32_t *)(panel + 4 * (fours * m + 1));       // (fours): of each in the panel
  uint8_t *at = (uint8_t *)(ends + fours);                        // which sample each of the panel is
  ptrdiff_t lives = 0;
  for (ptrdiff_t g = 0; g < k / 4; g++)
    ends[g] = (int32_t)(lives += live_samples(panel + 4 * lives, at + lives, x + 4 * g, k, m));
  for (ptrdiff_t s = 0; s < m && last > 0; s++) {
    float four[4] = {0};
    memcpy(four, x + s * k + k - last, (size_t)last * sizeof *four);
    memcpy(panel + 4 * lives, four, sizeof four);
    at[lives++] = (uint8_t)s;
  }
  ends[fours - 1] = (int32_t)lives;
  for (ptrdiff_t o = 0, rows; o < n; o += rows) {
    rows = tile_share(n - o, SPARSE_MOST);
    for (ptrdiff_t s = 0; s < m; s++)
      for (ptrdiff_t r = 0; r < rows; r++)
        wasm_v128_store(slopes + 4 * (s * rows + r), simd_splat_at(dy + s * n + o + r));
    for (ptrdiff_t g = 0, first = 0; g < fours; first = ends[g++]) {
      float *to = dw + o * k + 4 * g;
      const ptrdiff_t count = ends[g] - first;
      if (count == 0) continue;
      if (4 * g + 4 <= k) {
        outer_sums(to, k, slopes, at + first, count, panel + 4 * first, rows);
        continue;
      }
      float sums[4 * SPARSE_MOST] = {0};
      outer_sums(sums, 4, slopes, at + first, count, panel + 4 * first, rows);
      for (ptrdiff_t r = 0; r < rows; r++)
        for (ptrdiff_t i = 0; i < last; i++) to[r * k + i] += sums[4 * r + i];
    }
  }
}

static void weights_block(float *dw, const float *dy, const float *x, int64_t m, int64_t n, int64_t k, float *scratch) {
  const ptrdiff_t samples = (ptrdiff_t)m, outputs = (ptrdiff_t)n, inputs = (ptrdiff_t)k;
  if (mostly_zero(x, samples, inputs) && all_finite(dy, m * n))
    sparse_block(dw, dy, x, samples, outputs, inputs, scratch);
  else
    plain_block(dw, dy, x, samples, outputs, inputs, scratch);
}

void dense_weights(float *dw, const float *dy, const float *x, int64_t m, int64_t n, int64_t k, float *scratch) {
  if (m <= GEMM_KC) {
    weights_block(dw, dy, x, m, n, k, scratch);
    return;
  }
  fill(scratch, 0, n * k); // several blocks: sum them apart first
  for (int64_t i = 0; i < m; i += GEMM_KC)
    weights_block(scratch, dy + i * n, x + i * k, m - i < GEMM_KC ? m - i : GEMM_KC, n, k, scratch + n * k);
  add_to(dw, scratch, n * k);
}
