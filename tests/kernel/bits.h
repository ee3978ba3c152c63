// What the kernel tests share: bit-exact comparison with NaNs made alike, test values, awkward lengths and offsets.
#ifndef BITS_H
#define BITS_H

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { BITS_LENGTHS = 68, BITS_OFFSETS = 4, BITS_ROOM = 80 };

static const float specials[] = {0.0f,    -0.0f,    1.0f,      -1.0f,      0.5f,        -2.5f,  3.0e38f,  -3.0e38f,
                                 FLT_MIN, -FLT_MIN, 0x1p-149f, -0x1p-149f, 0x1.8p-130f, 1e-20f, -1e20f,   88.7f,
                                 -88.0f,  -104.5f,  INFINITY,  -INFINITY,  NAN,         -NAN,   16777216, 0.92f};
enum { SPECIALS = sizeof specials / sizeof specials[0] };

static inline uint32_t float_bits(float x) {
  uint32_t u;
  if (x != x) return 0x7FC00000u;
  memcpy(&u, &x, sizeof u);
  return u;
}

static inline float bits_float(uint32_t u) {
  float x;
  memcpy(&x, &u, sizeof x);
  return x;
}

static inline bool same_float(float a, float b) {
  return float_bits(a) == float_bits(b);
}

// Index of the first difference, or −1
static inline int64_t first_difference(const float *a, const float *b, int64_t n) {
  for (int64_t i = 0; i < n; i++)
    if (!same_float(a[i], b[i])) return i;
  return -1;
}

static inline uint32_t scramble(uint32_t u) { // of a counter
  u = (u ^ (u >> 16)) * 0x7FEB352Du;
  u = (u ^ (u >> 15)) * 0x846CA68Bu;
  return u ^ (u >> 16);
}

static inline float some_float(uint32_t i) {
  return (float)((int32_t)scramble(i) >> 8) * 0x1p-21f;
} // −4..4

// Ordinary numbers; with `special`, every third or so is an awkward one.
static inline void fill_some(float *x, int64_t n, uint32_t seed, bool special) {
  for (int64_t i = 0; i < n; i++) {
    uint32_t u = scramble(seed * 7919u + (uint32_t)i);
    x[i] = special && u % 3 == 0 ? specials[(u >> 8) % SPECIALS] : some_float(u);
  }
}

#endif
