// One-hot vectors, and distances.
#include "kernel/kernel.h"
#include "look.h"

#include <math.h>

void gn_onehot(float *y, int64_t n, int64_t klass) {
  fill(y, 0, n);
  y[klass] = 1;
}

void gn_distances(float *d, const float *x, int64_t count, int64_t size) {
  for (int64_t a = 0; a < count; a++)
    for (int64_t b = 0; b < count; b++) {
      float squares = 0;
      for (int64_t i = 0; i < size; i++) {
        float apart = x[a * size + i] - x[b * size + i];
        squares += apart * apart;
      }
      d[a * count + b] = sqrtf(squares);
    }
}
