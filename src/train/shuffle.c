// A seeded permutation for every epoch (Fisher, Yates, 1938).
#include "train/shuffle.h"

#include "kernel/kernel.h"

void shuffle(int32_t *order, int64_t n, uint64_t seed, uint32_t epoch) {
  for (int64_t i = 0; i < n; i++) order[i] = (int32_t)i;
  uint32_t bits[4] = {0};
  for (int64_t i = n - 1; i > 0; i--) {
    if ((n - 1 - i) % 4 == 0) random_block(bits, seed, RANDOM_SHUFFLE, epoch, (uint32_t)((n - 1 - i) / 4), 0);
    // Scaling 32 bits to 0..i favours no place by more than i / 2³².
    int64_t j = (int64_t)(((uint64_t)bits[(n - 1 - i) % 4] * (uint64_t)(i + 1)) >> 32);
    int32_t held = order[i];
    order[i] = order[j];
    order[j] = held;
  }
}
