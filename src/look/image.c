// Images to try a network on: nothing but noise, and the average of a digit.
#include "look.h"
#include "kernel/kernel.h"

void gn_noise_image(float y[GN_DIGIT_PIXELS], uint64_t seed) {
  for (int32_t i = 0; i < GN_DIGIT_PIXELS; i += 4) {
    uint32_t bits[4];
    random_block(bits, seed, RANDOM_USER, (uint32_t)(i / 4), 0, 0);
    for (int32_t j = 0; j < 4; j++) y[i + j] = random_unit(bits[j]);
  }
}

int64_t gn_average_image(float y[GN_DIGIT_PIXELS], const gn_data *data, int32_t label) {
  int64_t count = 0;
  fill(y, 0, GN_DIGIT_PIXELS);
  const bool usable = data->images && data->size == GN_DIGIT_PIXELS && (label < 0 || data->labels);
  for (int64_t k = 0; usable && k < data->count; k++) {
    if (label >= 0 && data->labels[k] != label) continue;
    for (int32_t i = 0; i < GN_DIGIT_PIXELS; i++) y[i] += (float)data->images[k * GN_DIGIT_PIXELS + i];
    count++;
  }
  scale_by(y, count > 0 ? 1 / (255.0f * (float)count) : 0, GN_DIGIT_PIXELS);
  return count;
}
