// Every byte at every place of a vector and of what is left over, against a division.
#include "../check.h"
#include "bits.h"
#include "kernel/ref.h"

static void every_byte(void) {
  uint8_t x[256 + 37];
  float y[256 + 37], want[256 + 37];
  for (int first = 0; first < 40; first++) {
    const int64_t n = 256 + first % 37;
    for (int64_t i = 0; i < n; i++) x[i] = (uint8_t)(i + 7 * first);
    pixels(y, x, n);
    pixels_ref(want, x, n);
    CHECK_INT(first_difference(y, want, n), -1);
  }
}

static void lengths(void) { // and nothing beyond the end is written
  uint8_t x[40];
  for (int i = 0; i < 40; i++) x[i] = (uint8_t)(255 - i);
  for (int64_t n = 0; n < 40; n++) {
    float y[40], want[40];
    for (int i = 0; i < 40; i++) y[i] = want[i] = -1;
    pixels(y, x, n);
    pixels_ref(want, x, n);
    CHECK_INT(first_difference(y, want, 40), -1);
  }
}

static void by_hand(void) {
  const uint8_t x[] = {0, 51, 255};
  float y[3];
  pixels(y, x, 3);
  CHECK_NEAR(y[0], 0, 0);
  CHECK_NEAR(y[1], 51.0f / 255.0f, 0);
  CHECK_NEAR(y[2], 1, 0);
}

int main(void) {
  RUN(by_hand);
  RUN(every_byte);
  RUN(lengths);
  return check_done();
}
