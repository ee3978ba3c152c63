// A picture as grey pixels: means of what lies beneath, the shape kept, the middle in the middle.
#include "../check.h"
#include "data.h"

enum { SIDE = GN_DIGIT_SIDE };
static uint8_t grey[GN_DIGIT_PIXELS], rgba[4 * 112 * 112];
static gn_error error;

static void set(int32_t i, int r, int g, int b, int a) {
  const int c[4] = {r, g, b, a};
  for (int k = 0; k < 4; k++) rgba[4 * i + k] = (uint8_t)c[k];
}

static void its_own_size_is_left_alone(void) {
  for (int i = 0; i < GN_DIGIT_PIXELS; i++) set(i, i % 256, i % 256, i % 256, 255);
  CHECK(gn_picture_grey(grey, SIDE, rgba, SIDE, SIDE, false, &error));
  for (int i = 0; i < GN_DIGIT_PIXELS; i++) CHECK_INT(grey[i], i % 256);
  CHECK(gn_picture_grey(grey, SIDE, rgba, SIDE, SIDE, true, &error));
  for (int i = 0; i < GN_DIGIT_PIXELS; i++) CHECK_INT(grey[i], 255 - i % 256);
}

static void four_by_four_become_their_mean(void) {
  for (int y = 0; y < 112; y++)
    for (int x = 0; x < 112; x++) {
      const int v = (x / 4 + y / 4) % 2 ? 200 : 100, d = (x + y) % 2 ? 40 : -40;
      set(y * 112 + x, v + d, v + d, v + d, 255);
    }
  CHECK(gn_picture_grey(grey, SIDE, rgba, 112, 112, false, &error));
  for (int i = 0; i < GN_DIGIT_PIXELS; i++) CHECK_INT(grey[i], (i % SIDE + i / SIDE) % 2 ? 200 : 100);
}

static void a_wide_one_keeps_its_shape(void) {
  for (int i = 0; i < 112 * 56; i++) set(i, 255, 255, 255, 255);
  CHECK(gn_picture_grey(grey, SIDE, rgba, 112, 56, false, &error));
  for (int i = 0; i < GN_DIGIT_PIXELS; i++) CHECK_INT(grey[i], i / SIDE >= 7 && i / SIDE < 21 ? 255 : 0);
  for (int i = 0; i < 10 * 7; i++) set(i, 255, 255, 255, 255); // small ones grow; no pixel is passed by
  CHECK(gn_picture_grey(grey, SIDE, rgba, 7, 10, false, &error));
  double total = 0;
  for (int i = 0; i < GN_DIGIT_PIXELS; i++) total += grey[i] / 255.0;
  CHECK_NEAR(total, 784 * 0.7, 0.5);
}

static void colours_and_transparency(void) {
  static const int want[4] = {76, 150, 29, 0};
  for (int k = 0; k < 4; k++) {
    for (int i = 0; i < 16; i++)
      set(i, k == 0 || k == 3 ? 255 : 0, k == 1 ? 255 : 0, k == 2 ? 255 : 0, k == 3 ? 0 : 255);
    CHECK(gn_picture_grey(grey, SIDE, rgba, 4, 4, false, &error));
    CHECK_INT(grey[0], want[k]);
    CHECK_INT(grey[400], want[k]);
  }
}

static void no_picture_is_refused(void) {
  CHECK(!gn_picture_grey(grey, SIDE, rgba, 0, 4, false, &error));
  CHECK_INT(error.code, GN_PICTURE);
  CHECK(!gn_picture_grey(grey, SIDE, rgba, 1 << 20, 1 << 20, false, &error));
  CHECK_INT(error.code, GN_PICTURE);
}

int main(void) {
  RUN(its_own_size_is_left_alone);
  RUN(four_by_four_become_their_mean);
  RUN(a_wide_one_keeps_its_shape);
  RUN(colours_and_transparency);
  RUN(no_picture_is_refused);
  return check_done();
}
