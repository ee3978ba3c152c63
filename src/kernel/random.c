// Philox4x32-10 (Salmon, Moraes, Dror, Shaw, 2011): ten rounds of two 32×32→64 products that mix a counter with a key.
// Number i is reached without the numbers before it, so every draw is a pure function of what it is for.
#include "kernel/kernel.h"
#include "kernel/ref.h"

#include <math.h>

void philox(uint32_t out[4], const uint32_t counter[4], const uint32_t key[2]) {
  uint32_t a = counter[0], b = counter[1], c = counter[2], d = counter[3], k0 = key[0], k1 = key[1];
  for (int round = 0; round < 10; round++) {
    uint64_t p = (uint64_t)0xD2511F53u * a, q = (uint64_t)0xCD9E8D57u * c;
    a = (uint32_t)(q >> 32) ^ b ^ k0;
    c = (uint32_t)(p >> 32) ^ d ^ k1;
    b = (uint32_t)q;
    d = (uint32_t)p;
    k0 += 0x9E3779B9u; // golden ratio
    k1 += 0xBB67AE85u; // √3 − 1
  }
  out[0] = a;
  out[1] = b;
  out[2] = c;
  out[3] = d;
}

void random_block(uint32_t out[4], uint64_t seed, random_stream stream, uint32_t a, uint32_t b, uint32_t c) {
  philox(out, (const uint32_t[4]){a, b, c, (uint32_t)stream},
         (const uint32_t[2]){(uint32_t)seed, (uint32_t)(seed >> 32)});
}

float random_unit(uint32_t bits) {
  return (float)(bits >> 8) * 0x1p-24f;
}

// √(−2 ln u)·(cos 2πv, sin 2πv), u in (0,1], v in [0,1)
void random_normals(float out[4], const uint32_t in[4]) {
  for (int i = 0; i < 4; i += 2) {
    double u = ((double)in[i] + 1.0) * 0x1p-32, v = (double)in[i + 1] * 0x1p-32;
    double radius = sqrt(-2.0 * log_f64(u)), angle = v * 0x1.921fb54442d18p2;
    out[i] = (float)(radius * cos_f64(angle));
    out[i + 1] = (float)(radius * sin_f64(angle));
  }
}
