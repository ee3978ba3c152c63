// A dense layer forward, and the gradient of its weights, bit for bit as gemm makes them, but without the terms whose
// input is zero, four fifths of a written digit's: where the other factors are finite such a term is ±0, and no sum
// that begins with +0 is ever −0, so it changes nothing. Forward, lanes run along samples and the inputs that are zero
// in all of these are left out; for the weights, lanes run along inputs and the samples are left out.
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

// Few samples, few outputs or many samples: a product like any other.
static bool is_plain(int64_t m, int64_t n) {
  return m <= 2 || m > n || m > 4 * TILE_WIDE;
}

int64_t dense_scratch(int64_t m, int64_t n, int64_t k) {
  const int64_t block = m < GEMM_KC ? m : GEMM_KC, plain = gemm_scratch(GEMM_NT, m, n, k);
  const int64_t weights = 11 * n + 9 * block + (m > GEMM_KC ? n * k : 0), forward = 10 * n + 9 * GEMM_KC;
  const int64_t most = forward > weights ? forward : weights;
  return plain > most ? plain : most;
}

// ---- forward

// Which of the k inputs are not zero in all n samples (rows of x, ldx apart). How many.
static ptrdiff_t live_inputs(int32_t *at, const float *x, ptrdiff_t ldx, ptrdiff_t n, ptrdiff_t k) {
  ptrdiff_t lives = 0, p = 0;
  for (; p + 4 <= k; p += 4) {
    v128_t any = wasm_v128_load(x + p);
    for (ptrdiff_t s = 1; s < n; s++) any = wasm_v128_or(any, wasm_v128_load(x + s * ldx + p));
    at[lives] = (int32_t)p; // written over by the next unless it counts
    lives += wasm_f32x4_extract_lane(any, 0) != 0;
    at[lives] = (int32_t)p + 1;
    lives += wasm_f32x4_extract_lane(any, 1) != 0;
    at[lives] = (int32_t)p + 2;
    lives += wasm_f32x4_extract_lane(any, 2) != 0;
    at[lives] = (int32_t)p + 3;
    lives += wasm_f32x4_extract_lane(any, 3) != 0;
  }
  for (; p < k; p++) {
    bool any = false;
    for (ptrdiff_t s = 0; s < n; s++) any |= x[s * ldx + p] != 0;
    at[lives] = (int32_t)p;
    lives += any;
  }
  return lives;
}

// panel (lives, width): of n samples the inputs at those places.
static void gather(float *panel, const float *x, ptrdiff_t ldx, ptrdiff_t n, ptrdiff_t width, const int32_t *at,
                   ptrdiff_t lives) {
  for (ptrdiff_t j = 0; j < n; j += 4) {
    const float *r0 = x + j * ldx, *r1 = x + tile_least(j + 1, n - 1) * ldx;
    const float *r2 = x + tile_least(j + 2, n - 1) * ldx, *r3 = x + tile_least(j + 3, n - 1) * ldx;
    float *to = panel + j;
    for (ptrdiff_t i = 0; i < lives; i++, to += width) {
      const ptrdiff_t p = at[i];
      to[0] = r0[p];
      to[1] = r1[p];
      to[2] = r2[p];
      to[3] = r3[p];
    }
  }
}

void dense_forward(float *y, const float *x, const float *w, const float *b, int64_t m, int64_t n, int64_t k,
                   float *scratch) {
  if (is_plain(m, n)) {
    for (int64_t i = 0; i < m; i++) {
      if (b)
        memcpy(y + i * n, b, (size_t)n * sizeof *y);
      else
        fill(y + i * n, 0, n);
    }
    gemm(y, x, w, GEMM_NT, m, n, k, scratch);
    return;
  }
  const ptrdiff_t outputs = (ptrdiff_t)n, inputs = (ptrdiff_t)k;
  const bool finite = all_finite(w, n * k);
  int32_t *from = (int32_t *)scratch, *to = from + n, *at = to + n;
  float *panel = scratch + 2 * n + GEMM_KC, *sums = panel + TILE_WIDE * GEMM_KC; // sums (outputs, samples of a panel)
  even_places(from, inputs, outputs);
  even_places(to, TILE_WIDE, outputs);
  for (int64_t j = 0; j < m; j += TILE_WIDE) {
    const ptrdiff_t left = tile_least((ptrdiff_t)(m - j), TILE_WIDE), width = tile_width(left);
    for (ptrdiff_t o = 0; o < outputs; o++) {
      const v128_t first = wasm_f32x4_splat(b ? b[o] : 0);
      wasm_v128_store(sums + o * TILE_WIDE, first);
      wasm_v128_store(sums + o * TILE_WIDE + 4, first);
    }
    for (ptrdiff_t p = 0; p < inputs; p += GEMM_KC) {
      const ptrdiff_t kc = tile_least(inputs - p, GEMM_KC);
      const float *part = x + j * k + p;
      const ptrdiff_t lives = finite ? live_inputs(at, part, inputs, left, kc) : kc;
      if (lives == kc) {
        even_places(at, 1, kc);
        panel_turned(panel, part, inputs, left, width, kc);
      } else {
        gather(panel, part, inputs, left, width, at, lives);
      }
      indexed_sums(sums, to, w + p, from, outputs, at, panel, width, lives);
    }
    panel_back(y + j * n, outputs, sums, left, TILE_WIDE, outputs);
  }
}

// ---- weights

// Of n ≤ TILE_WIDE inputs, the samples in which one is not zero, or all: panel (lives, width), and where their dy
// begin.
static ptrdiff_t live_samples(float *panel, int32_t *at, const float *x, ptrdiff_t ldx, ptrdiff_t n, ptrdiff_t m,
                              ptrdiff_t outputs, bool all) {
  const ptrdiff_t width = tile_width(n);
  ptrdiff_t lives = 0;
  for (ptrdiff_t s = 0; s < m; s++, x += ldx) {
    float *to = panel + lives * width;
    if (n == TILE_WIDE) {
      const v128_t low = wasm_v128_load(x), high = wasm_v128_load(x + 4);
      wasm_v128_store(to, low);
      wasm_v128_store(to + 4, high);
      at[lives] = (int32_t)(s * outputs);
      lives += all || wasm_v128_any_true(wasm_v128_or(low, high));
      continue;
    }
    for (ptrdiff_t j = 0; j < width; j++) to[j] = j < n ? x[j] : 0;
    at[lives++] = (int32_t)(s * outputs);
  }
  return lives;
}

// dw += the sum over m ≤ GEMM_KC samples
static void weights_block(float *dw, const float *dy, const float *x, ptrdiff_t m, ptrdiff_t outputs, ptrdiff_t inputs,
                          float *scratch) {
  const bool all = !all_finite(dy, m * outputs);
  int32_t *from = (int32_t *)scratch, *to = from + outputs, *ends = to + outputs, *at = ends + outputs;
  float *panel = scratch + 3 * outputs + m, *sums = panel + TILE_WIDE * m;
  even_places(from, 1, outputs);
  even_places(to, inputs, outputs);
  for (ptrdiff_t j = 0; j < inputs; j += TILE_WIDE) {
    const ptrdiff_t left = tile_least(inputs - j, TILE_WIDE), width = tile_width(left);
    const ptrdiff_t lives = live_samples(panel, at, x + j, inputs, left, m, outputs, all);
    if (lives == 0) continue;
    if (left == width) {
      indexed_sums(dw + j, to, dy, from, outputs, at, panel, width, lives);
      continue;
    }
    even_places(ends, width, outputs);
    fill(sums, 0, width * outputs);
    indexed_sums(sums, ends, dy, from, outputs, at, panel, width, lives);
    for (ptrdiff_t o = 0; o < outputs; o++)
      for (ptrdiff_t i = 0; i < left; i++) dw[o * inputs + j + i] += sums[o * width + i];
  }
}

void dense_weights(float *dw, const float *dy, const float *x, int64_t m, int64_t n, int64_t k, float *scratch) {
  if (m <= GEMM_KC) {
    weights_block(dw, dy, x, (ptrdiff_t)m, (ptrdiff_t)n, (ptrdiff_t)k, scratch);
    return;
  }
  fill(scratch, 0, n * k); // several blocks: sum them apart first
  for (int64_t i = 0; i < m; i += GEMM_KC)
    weights_block(scratch, dy + i * n, x + i * k, tile_least((ptrdiff_t)(m - i), GEMM_KC), (ptrdiff_t)n, (ptrdiff_t)k,
                  scratch + n * k);
  add_to(dw, scratch, n * k);
}
