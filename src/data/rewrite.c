// Sequences that are copied, reversed or sorted: tasks of which everybody sees whether an answer is right.
#include "data.h"

#include "kernel/kernel.h"

int32_t gn_rewrite_count(void) {
  return GN_REWRITE_SORT + 1;
}

const char *gn_rewrite_name(int32_t rewrite) {
  static const char *const names[] = {
#define X(NAME, name) #name,
    GN_REWRITES(X)
#undef X
  };
  return names[rewrite];
}

static void sorted(int32_t *y, const int32_t *x, int32_t n) { // by insertion: there are few
  for (int32_t i = 0; i < n; i++) {
    int32_t k = i;
    for (; k > 0 && y[k - 1] > x[i]; k--) y[k] = y[k - 1];
    y[k] = x[i];
  }
}

void gn_rewrite_apply(int32_t *tokens, int32_t rewrite, int32_t length) {
  const int32_t *x = tokens;
  int32_t *y = tokens + length + 1;
  if (rewrite == GN_REWRITE_SORT) sorted(y, x, length);
  for (int32_t k = 0; rewrite != GN_REWRITE_SORT && k < length; k++)
    y[k] = x[rewrite == GN_REWRITE_REVERSE ? length - 1 - k : k];
}

void gn_rewrite_make(int32_t *tokens, int32_t rewrite, int32_t length, int32_t letters, uint64_t seed, int64_t first,
                     int64_t count) {
  for (int64_t i = 0; i < count; i++, tokens += 2 * (int64_t)length + 1) {
    uint32_t bits[4];
    for (int32_t k = 0; k < length; k++) {
      if (k % 4 == 0) random_block(bits, seed, RANDOM_DATA, (uint32_t)(first + i), (uint32_t)(k / 4), 1);
      tokens[k] = (int32_t)(random_unit(bits[k % 4]) * (float)letters);
    }
    tokens[length] = letters;
    gn_rewrite_apply(tokens, rewrite, length);
  }
}
