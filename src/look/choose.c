// Choosing the next token: probabilities made sharper or flatter by a temperature, cut to the likeliest, and one drawn.
#include "look.h"

#include "kernel/kernel.h"

// The k-th largest of p: all that are larger, and so many of those equal to it, stay.
static float nth_largest(const float *p, int32_t n, int32_t k, int32_t *equals) {
  float bound = 2;
  int32_t above = 0;
  while (true) { // the next smaller value, until k are at or above it
    float next = -1;
    int32_t count = 0;
    for (int32_t i = 0; i < n; i++) {
      if (p[i] < bound && p[i] > next) next = p[i], count = 0;
      count += p[i] == next;
    }
    if (above + count >= k || next < 0) {
      *equals = k - above;
      return next;
    }
    above += count;
    bound = next;
  }
}

int32_t gn_choose(float *q, const float *p, int32_t n, double temperature, int32_t top, uint64_t seed, uint32_t draw) {
  int32_t equals = n, kept = top < 1 || top > n ? n : top;
  if (temperature <= 0) kept = 1;
  const float least = kept < n ? nth_largest(p, n, kept, &equals) : -1;
  const float highest = max_of(p, n);
  double total = 0;
  for (int32_t i = 0; i < n; i++) {
    const bool stays = p[i] > least || (p[i] == least && equals-- > 0);
    // p^(1/T), in parts of the largest, which cannot overflow
    q[i] = !stays || p[i] <= 0 ? 0 : kept == 1 ? 1 : exp_f32((float)((double)log_f32(p[i] / highest) / temperature));
    total += (double)q[i];
  }
  uint32_t bits[4];
  random_block(bits, seed, RANDOM_USER, draw, 0, 1);
  double left = (double)random_unit(bits[0]) * total;
  int32_t chosen = 0;
  for (int32_t i = 0; i < n; i++) {
    if (left >= 0 && q[i] > 0) chosen = i; // the last of them, should roundings leave some over
    left -= (double)q[i];
    q[i] = (float)((double)q[i] / total);
  }
  return chosen;
}
