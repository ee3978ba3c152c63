// gemm against its scalar definition, bit for bit: all small sizes, both sides of GEMM_KC, both its forms, unaligned
// operands, special values; and that nothing outside C and the stated scratch is written.
#include "../check.h"
#include "bits.h"
#include "kernel/kernel.h"

#include <stdlib.h>

static const char *const names[] = {"NN", "NT", "TN"};

static bool agree(gemm_form form, int64_t m, int64_t n, int64_t k, int offset, bool special) {
  int64_t scratch_size = gemm_scratch(form, m, n, k);
  // Exactly as long as stated, so that the sanitizers see a read past an end.
  float *a_room = malloc((size_t)(m * k + offset + 1) * sizeof(float)), *a = a_room + offset + 1;
  float *b_room = malloc((size_t)(k * n + offset + 1) * sizeof(float)), *b = b_room + offset + 1;
  float *c = malloc((size_t)(m * n + 2 + offset) * sizeof(float)), *want = malloc((size_t)(m * n + 1) * sizeof(float));
  float *scratch = malloc((size_t)(scratch_size + 1) * sizeof(float));
  uint32_t seed = (uint32_t)(m * 1009 + n * 31 + k);
  fill_some(a, m * k, seed, special);
  fill_some(b, k * n, seed + 1, special);
  fill_some(want, m * n, seed + 2, special);
  memcpy(c + 1 + offset, want, (size_t)(m * n) * sizeof(float));
  c[offset] = 77;
  scratch[scratch_size] = 78;
  gemm(c + 1 + offset, a, b, form, m, n, k, scratch);
  gemm_ref(want, a, b, form, m, n, k);
  int64_t at = first_difference(c + 1 + offset, want, m * n);
  bool fine = at < 0 && c[offset] == 77 && scratch[scratch_size] == 78;
  if (!fine)
    CHECK_FAIL("%s m=%d n=%d k=%d offset=%d: differs at %d", names[form], (int)m, (int)n, (int)k, offset, (int)at);
  free(a_room);
  free(b_room);
  free(c);
  free(want);
  free(scratch);
  return fine;
}

static void small_sizes(void) {
  static const int64_t ks[] = {0, 1, 2, 3, 4, 5, 7, 8, 16, 19};
  for (int form = 0; form < GEMM_TN; form++)
    for (int64_t m = 0; m <= 20; m++)
      for (int64_t n = 0; n <= 20; n++)
        for (int k = 0; k < 10; k++)
          if (!agree((gemm_form)form, m, n, ks[k], (int)((m + n) % 4), false)) return;
}

static void special_values(void) {
  for (int form = 0; form < GEMM_TN; form++)
    for (int64_t m = 1; m <= 14; m++)
      for (int64_t n = 1; n <= 18; n++)
        if (!agree((gemm_form)form, m, n, 3, (int)(n % 4), true)) return;
}

static void all_lengths(void) {
  for (int form = 0; form < GEMM_TN; form++)
    for (int64_t l = 0; l < BITS_LENGTHS; l++) {
      if (!agree((gemm_form)form, l, 5, 6, 1, false)) return;
      if (!agree((gemm_form)form, 5, l, 6, 2, false)) return;
      if (!agree((gemm_form)form, 5, 6, l, 3, false)) return;
      if (!agree((gemm_form)form, l, l, l, 0, false)) return;
    }
}

static void long_sums(void) {
  static const int64_t ks[] = {GEMM_KC - 1, GEMM_KC, GEMM_KC + 1, 2 * GEMM_KC, 784};
  static const int64_t sizes[][2] = {{1, 1},   {1, 16},  {2, 130}, {8, 10}, {16, 16},
                                     {16, 10}, {10, 16}, {33, 50}, {6, 25}};
  for (int form = 0; form < GEMM_TN; form++)
    for (int k = 0; k < 5; k++)
      for (int s = 0; s < 9; s++)
        if (!agree((gemm_form)form, sizes[s][0], sizes[s][1], ks[k], s % 4, false)) return;
}

// 2×3 times 3×2 by hand, in the three layouts
static void by_hand(void) {
  const float nn_a[] = {1, 2, 3, 4, 5, 6}, nn_b[] = {7, 8, 9, 10, 11, 12}, want[] = {58.5f, 64, 139, 154};
  const float nt_b[] = {7, 9, 11, 8, 10, 12}, tn_a[] = {1, 4, 2, 5, 3, 6};
  for (int form = 0; form < 3; form++) {
    float c[] = {0.5f, 0, 0, 0}, scratch[64];
    CHECK(gemm_scratch((gemm_form)form, 2, 2, 3) <= 64);
    if (form == GEMM_TN)
      gemm_ref(c, tn_a, nn_b, GEMM_TN, 2, 2, 3);
    else
      gemm(c, nn_a, form == GEMM_NT ? nt_b : nn_b, (gemm_form)form, 2, 2, 3, scratch);
    for (int i = 0; i < 4; i++) CHECK_NEAR(c[i], want[i], 0);
  }
}

// The order is the definition's: 1e8 + 1 − 1e8 is 0 in order, whatever lanes could do.
static void order_of_sum(void) {
  float a[GEMM_KC + 3], b[GEMM_KC + 3], scratch[8 * GEMM_KC], c = 1;
  for (int i = 0; i < GEMM_KC + 3; i++) {
    a[i] = 0;
    b[i] = 1;
  }
  a[0] = 1e8f;
  a[1] = 1;
  a[2] = -1e8f;
  a[GEMM_KC] = 3;
  CHECK(gemm_scratch(GEMM_NT, 1, 1, GEMM_KC + 3) <= 8 * GEMM_KC);
  gemm(&c, a, b, GEMM_NT, 1, 1, GEMM_KC + 3, scratch);
  CHECK_NEAR(c, 4, 0);
}

int main(void) {
  RUN(by_hand);
  RUN(order_of_sum);
  RUN(small_sizes);
  RUN(special_values);
  RUN(all_lengths);
  RUN(long_sums);
  return check_done();
}
