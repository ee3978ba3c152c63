// Open addressing: where a key of a hash table of 2^bits slots is looked for first.
#ifndef GN_TEXT_TABLE_H
#define GN_TEXT_TABLE_H

#include <stdint.h>

static inline int32_t table_bits(int64_t keys) { // at most half full
  int32_t bits = 1;
  while (((int64_t)1 << bits) < 2 * keys) bits++;
  return bits;
}

// The high bits of a product with 2^64 / φ (D. Knuth, The Art of Computer Programming, 6.4).
static inline uint32_t table_slot(uint64_t key, int32_t bits) {
  return (uint32_t)(key * 0x9E3779B97F4A7C15u >> (64 - bits));
}

#endif
