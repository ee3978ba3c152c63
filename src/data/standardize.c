// Each feature to mean 0 and deviation 1: x = (x − mean) / deviation, both over the samples to train on alone, so that
// nothing is learnt from those held out.
#include <math.h>

#include "data.h"

void gn_data_standardize(float *x, float *mean, float *deviation, int64_t count, int32_t size, const uint8_t *held) {
  for (int32_t k = 0; k < size; k++) {
    double sum = 0, squares = 0;
    int64_t n = 0;
    for (int64_t i = 0; i < count; i++)
      if (!held || !held[i]) {
        sum += (double)x[i * size + k];
        n++;
      }
    const double middle = n > 0 ? sum / (double)n : 0;
    for (int64_t i = 0; i < count; i++) {
      const double d = (double)x[i * size + k] - middle;
      if (!held || !held[i]) squares += d * d;
    }
    const double wide = n > 0 ? sqrt(squares / (double)n) : 0;
    mean[k] = (float)middle;
    deviation[k] = wide > 0 ? (float)wide : 1; // a feature that never changes becomes 0
    for (int64_t i = 0; i < count; i++)
      x[i * size + k] = (float)(((double)x[i * size + k] - middle) / (wide > 0 ? wide : 1));
  }
}
