// Small sums that views show: histogram, softmax at a temperature, two losses side by side.
#include "look.h"
#include "kernel/kernel.h"
#include "look/bin.h"

void gn_histogram(int32_t *counts, int32_t bins, float low, float high, const float *x, int64_t n) {
  for (int32_t i = 0; i < bins; i++) counts[i] = 0;
  for (int64_t i = 0; i < n; i++) {
    if (x[i] != x[i]) continue;
    counts[bin_of(x[i], bins, low, high)]++;
  }
}

void gn_softmax(float *y, float *exps, float *sum_of, const float *x, int64_t n, float temperature) {
  float largest = max_of(x, n), total = 0;
  for (int64_t i = 0; i < n; i++) {
    y[i] = exp_f32((x[i] - largest) / temperature);
    if (exps) exps[i] = y[i];
    total += y[i];
  }
  for (int64_t i = 0; i < n; i++) y[i] /= total;
  if (sum_of) *sum_of = total;
}

void gn_losses(float *cross_entropy, float *squared, const float *p, int64_t n, int32_t klass) {
  *squared = 0;
  float others = 0;
  for (int64_t i = 0; i < n; i++) {
    float miss = p[i] - (float)(i == klass);
    if (i != klass) others += p[i];
    *squared += miss * miss / (float)n;
  }
  *cross_entropy = others < 0.25f ? -log1p_f32(-others) : -log_f32(p[klass]); // near 1, p has lost what the others have
}
