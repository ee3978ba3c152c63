#ifndef GN_SHUFFLE_H
#define GN_SHUFFLE_H

#include <stdint.h>

// order = a permutation of 0..n−1, a pure function of (seed, epoch). Fisher–Yates.
void shuffle(int32_t *order, int64_t n, uint64_t seed, uint32_t epoch);

#endif
