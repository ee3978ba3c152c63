// Random numbers of one augmented sample: a pure function of (seed, epoch, sample) and of how many were drawn before.
#ifndef GN_DATA_CHANCE_H
#define GN_DATA_CHANCE_H

#include "kernel/kernel.h"

typedef struct chance {
  uint64_t seed;
  uint32_t epoch, sample, drawn; // drawn: blocks
  uint32_t bits[4];
  float normals[4];
  int32_t bits_left, normals_left;
} chance;

static inline chance chance_of(uint64_t seed, uint32_t epoch, uint32_t sample) {
  return (chance){.seed = seed, .epoch = epoch, .sample = sample};
}

// least ≤ … < most
static inline float chance_between(chance *c, float least, float most) {
  if (c->bits_left == 0) {
    random_block(c->bits, c->seed, RANDOM_AUGMENT, c->epoch, c->sample, c->drawn++);
    c->bits_left = 4;
  }
  return least + (most - least) * random_unit(c->bits[--c->bits_left]);
}

// Normal, cut off at 2.5 deviations: a wobble of the hand, never a leap.
static inline float chance_normal(chance *c, float mean, float deviation) {
  if (c->normals_left == 0) {
    uint32_t bits[4];
    random_block(bits, c->seed, RANDOM_AUGMENT, c->epoch, c->sample, c->drawn++);
    random_normals(c->normals, bits);
    c->normals_left = 4;
  }
  const float z = c->normals[--c->normals_left];
  return mean + deviation * (z < -2.5f ? -2.5f : z > 2.5f ? 2.5f : z);
}

#endif
