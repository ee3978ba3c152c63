// Which samples are held out of training, and which labels are spoiled: each decided by itself, from (seed, i), so that
// neither the order nor the size of the set changes it, and a set may come piece by piece.
#include "data/made.h"
#include "data.h"

int64_t gn_data_split(uint8_t *held, int64_t first, int64_t count, double share, uint64_t seed) {
  int64_t chosen = 0;
  for (int64_t i = 0; i < count; i++) {
    uint32_t bits[4];
    made_block(bits, seed, first + i, MADE_SPLIT);
    held[i] = (double)random_unit(bits[0]) < share;
    chosen += held[i];
  }
  return chosen;
}

int64_t gn_data_noise(uint8_t *labels, const uint8_t *held, int64_t first, int64_t count, int32_t classes, double share,
                      uint64_t seed) {
  int64_t redrawn = 0;
  for (int64_t i = 0; i < count; i++) {
    uint32_t bits[4];
    made_block(bits, seed, first + i, MADE_LABEL);
    if ((held && held[i]) || !((double)random_unit(bits[0]) < share)) continue;
    labels[i] = (uint8_t)(((uint64_t)bits[1] * (uint64_t)classes) >> 32);
    redrawn++;
  }
  return redrawn;
}
