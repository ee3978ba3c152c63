// What a frozen golden vector of a net looks like, and the formula both sides draw weights and pixels from.
#ifndef GOLDEN_H
#define GOLDEN_H

#include <stdbool.h>
#include <stdint.h>

// Number i of the tensor called `name`: a hash, so that nothing large has to be frozen. tools/golden/make_torch.py has
// the same lines.
static inline uint32_t golden_hash(const char *name, uint32_t i) {
  uint32_t h = 2166136261u; // FNV-1a of the name
  for (; *name; name++) h = (h ^ (uint8_t)*name) * 16777619u;
  h ^= i * 2654435761u;
  h = (h ^ (h >> 16)) * 2246822507u;
  h = (h ^ (h >> 13)) * 3266489909u;
  return h ^ (h >> 16);
}
// In (−scale, scale): 24 bits, exact but for the one rounding of the product.
static inline float golden_value(const char *name, uint32_t i, float scale) {
  return ((float)(golden_hash(name, i) >> 8) * 0x1p-23f - 1.0f) * scale;
}
static inline uint8_t golden_pixel(uint32_t i) {
  return (uint8_t)(golden_hash("pixels", i) >> 24);
}
static inline uint8_t golden_label(uint32_t i, uint32_t classes) {
  return (uint8_t)(golden_hash("labels", i) % classes);
}

// A tensor: every `stride`-th of its numbers, and the sum and root of the sum of squares of all of them.
typedef struct golden_tensor {
  const char *name; // "conv1.weight"; of a row: its name
  int64_t size;
  float scale; // of the formula, initial weights only
  int64_t stride;
  const float *values;
  double sum, norm;
} golden_tensor;

typedef struct golden_run { // ten steps of one optimiser
  const char *optimizer;
  double rate;
  const double *losses;
  const golden_tensor *params;
} golden_run;

typedef struct golden_net {
  const char *notation;
  int32_t batch, count, classes, pixels; // samples per step, samples in all, floats per sample
  double loss;                           // mean of the first batch
  int32_t ys;
  const golden_tensor *y; // of rows, first batch
  int32_t dys;
  const golden_tensor *dy; // of the mean loss
  int32_t params;
  const golden_tensor *initial, *dw;
  int32_t runs;
  const golden_run *run;
} golden_net;

#endif
