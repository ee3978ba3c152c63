// Random numbers of sample i of a set: a pure function of (seed, i, what for).
#ifndef GN_DATA_MADE_H
#define GN_DATA_MADE_H

#include "kernel/kernel.h"

typedef enum made_for { MADE_EVEN, MADE_NORMAL, MADE_SPLIT, MADE_LABEL } made_for;

static inline void made_block(uint32_t bits[4], uint64_t seed, int64_t i, made_for what) {
  random_block(bits, seed, RANDOM_DATA, (uint32_t)i, (uint32_t)((uint64_t)i >> 32), (uint32_t)what);
}

#endif
