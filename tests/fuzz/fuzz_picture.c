// Any bytes as a picture: every number of the result is finite and in its range.
#include <stdlib.h>
#include <string.h>

#include "data.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

// width | height | stages | pixels, repeated as often as it takes
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
  if (count < 5) return 0;
  const int32_t w = (bytes[0] | (bytes[3] & 1) << 8) - 1, h = bytes[1] - 1;
  const size_t size = w > 0 && h > 0 ? 4 * (size_t)w * (size_t)h : 4;
  uint8_t *rgba = malloc(size);
  for (size_t i = 0; i < size; i++) rgba[i] = bytes[4 + i % (count - 4)];
  gn_digit digit;
  gn_error error;
  if (gn_digit_from_picture(rgba, w, h, bytes[2], &digit, &error)) {
    for (int32_t i = 0; i < GN_DIGIT_PIXELS; i++)
      if (!(digit.pad[i] >= 0 && digit.pad[i] <= 1 && digit.fitted[i] >= 0 && digit.fitted[i] <= 1 &&
            digit.pixels[i] >= 0 && digit.pixels[i] <= 1))
        abort();
    if (!(digit.box[0] >= 0 && digit.box[0] < digit.box[2] && digit.box[2] <= (float)w + 0.01f)) abort();
  } else if (error.code != GN_NO_INK && error.code != GN_PICTURE) {
    abort();
  }
  free(rgba);
  return 0;
}
