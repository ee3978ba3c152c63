// Which of `bins` equal parts of low..high a number falls into; what lies outside falls into the first or last.
#ifndef GN_BIN_H
#define GN_BIN_H

#include <stdint.h>

static inline int32_t bin_of(float x, int32_t bins, float low, float high) {
  const float at = (x - low) / (high - low) * (float)bins;
  return !(at > 0) ? 0 : at < (float)bins ? (int32_t)at : bins - 1;
}

#endif
