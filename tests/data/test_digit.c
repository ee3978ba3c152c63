// Strokes and pictures → 28×28: fit, centre, invariances, hard input.
#include <float.h>
#include <stdlib.h>

#include "check.h"
#include "data.h"

enum { SIDE = GN_DIGIT_SIDE };
static gn_digit digit, other;
static gn_error error;

// A seven with a bar: two strokes.
static const float seven[] = {10, 10, 60, 12, 30, 110, 15, 60, 55, 58};
static const int32_t seven_points[] = {3, 2};

static bool draw(gn_digit *d, const float *xy, int32_t n) {
  return gn_digit_from_strokes(xy, &n, 1, 0, 0, GN_DIGIT_ALL, d, &error);
}

static double mass_of(const float *image, double *x, double *y) {
  double total = 0;
  *x = *y = 0;
  for (int32_t i = 0; i < GN_DIGIT_PIXELS; i++) {
    total += (double)image[i];
    *x += (double)image[i] * (i % SIDE + 0.5);
    *y += (double)image[i] * (i / SIDE + 0.5);
  }
  *x /= total;
  *y /= total;
  return total;
}

static void box_of(const float *image, int32_t box[4]) {
  box[0] = box[1] = SIDE;
  box[2] = box[3] = 0;
  for (int32_t i = 0; i < GN_DIGIT_PIXELS; i++) {
    const int32_t x = i % SIDE, y = i / SIDE;
    if (image[i] <= 0) continue;
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x + 1 > box[2]) box[2] = x + 1;
    if (y + 1 > box[3]) box[3] = y + 1;
  }
}

static double difference(const gn_digit *a, const gn_digit *b) {
  double most = 0;
  for (int32_t i = 0; i < GN_DIGIT_PIXELS; i++) {
    const double d = fabs((double)a->pixels[i] - (double)b->pixels[i]);
    if (!(d <= most)) most = d;
  }
  return most;
}

static void check_range(const gn_digit *d) {
  for (int32_t i = 0; i < GN_DIGIT_PIXELS; i++)
    if (!(d->pad[i] >= 0 && d->pad[i] <= 1 && d->fitted[i] >= 0 && d->fitted[i] <= 1 && d->pixels[i] >= 0 &&
          d->pixels[i] <= 1))
      CHECK_FAIL("pixel %d out of range", i);
}

// A pen of 4 on a line from (0,0) to (0,8), 20 high with its round ends: coverage by hand.
static void a_line_has_the_coverage_of_its_pen(void) {
  const float xy[] = {0, 0, 0, 8};
  const int32_t n = 2;
  CHECK(gn_digit_from_strokes(xy, &n, 1, 0, 4, GN_DIGIT_FIT, &digit, &error));
  for (int32_t x = 0; x < SIDE; x++) { // half-way: 4 pixels wide around 14
    const double want = x >= 12 && x < 16 ? 1 : 0;
    CHECK_NEAR(digit.fitted[14 * SIDE + x], want, 1e-6);
  }
  CHECK_NEAR(digit.fitted[3 * SIDE + 14], 0, 1e-6);
  CHECK(digit.fitted[4 * SIDE + 14] > 0.9f);
  CHECK(digit.fitted[23 * SIDE + 14] > 0.9f);
  CHECK_NEAR(digit.fitted[24 * SIDE + 14], 0, 1e-6);
}

static void the_ink_fits_the_box(void) {
  CHECK(gn_digit_from_strokes(seven, seven_points, 2, 280, 0, GN_DIGIT_ALL, &digit, &error));
  int32_t box[4];
  box_of(digit.fitted, box);
  CHECK_INT(box[1], 4);
  CHECK_INT(box[3], 24);
  CHECK(box[0] >= 4 && box[2] <= 24);
  CHECK(abs(box[0] - (SIDE - box[2])) <= 1);
  check_range(&digit);
}

static void the_mass_is_in_the_middle(void) {
  CHECK(gn_digit_from_strokes(seven, seven_points, 2, 280, 0, GN_DIGIT_ALL, &digit, &error));
  double x, y, fx, fy;
  mass_of(digit.pixels, &x, &y);
  CHECK_NEAR(x, 14.5, 0.5);
  CHECK_NEAR(y, 14.5, 0.5);
  mass_of(digit.fitted, &fx, &fy);
  CHECK_NEAR(digit.mass[0], fx, 1e-4);
  CHECK_NEAR(digit.mass[1], fy, 1e-4);
  CHECK_NEAR(digit.shift[0], x - fx, 1e-4);
  CHECK_NEAR(digit.shift[1], y - fy, 1e-4);
}

static void no_ink_is_lost_by_centring(void) {
  // An L whose mass is far to one corner.
  const float xy[] = {0, 0, 0, 100, 0, 0, 0, 100, 0, 0, 100, 0, 0, 0, 2, 0, 2, 100};
  CHECK(draw(&digit, xy, 9));
  double x, y;
  CHECK_NEAR(mass_of(digit.pixels, &x, &y), mass_of(digit.fitted, &x, &y), 1e-3);
}

static void place_and_size_do_not_matter(void) {
  CHECK(gn_digit_from_strokes(seven, seven_points, 2, 0, 0, GN_DIGIT_ALL, &digit, &error));
  static const float scales[] = {1e-30f, 1e-3f, 0.5f, 7.0f, 1e30f};
  for (int s = 0; s < 5; s++) {
    float xy[10];
    for (int i = 0; i < 10; i++) xy[i] = seven[i] * scales[s] + (s == 2 ? 1000.0f : 0.0f);
    CHECK(gn_digit_from_strokes(xy, seven_points, 2, 0, 0, GN_DIGIT_ALL, &other, &error));
    CHECK_NEAR(difference(&digit, &other), 0, 1e-4);
  }
}

static void stages_can_be_left_out(void) {
  const float xy[] = {140, 140, 140, 200};
  const int32_t n = 2;
  CHECK(gn_digit_from_strokes(xy, &n, 1, 280, 2, 0, &digit, &error));
  CHECK(memcmp(digit.pad, digit.fitted, sizeof digit.pad) == 0);
  CHECK(memcmp(digit.pad, digit.pixels, sizeof digit.pad) == 0);
  CHECK_NEAR(digit.pad[17 * SIDE + 13], 1, 1e-6);
  CHECK_NEAR(digit.box[0], 130, 1e-3); // 140 less half the pen
  CHECK_NEAR(digit.box[3], 210, 1e-3);
  CHECK(gn_digit_from_strokes(xy, &n, 1, 280, 2, GN_DIGIT_FIT, &digit, &error));
  CHECK(memcmp(digit.fitted, digit.pixels, sizeof digit.pad) == 0);
  CHECK(memcmp(digit.pad, digit.pixels, sizeof digit.pad) != 0);
}

static void a_dot_is_a_dot(void) {
  const float xy[] = {33, 44};
  CHECK(draw(&digit, xy, 1));
  double x, y;
  const double ink = mass_of(digit.pixels, &x, &y);
  CHECK(ink > 3 && ink < 8); // about π·1.3²
  CHECK_NEAR(x, 14.5, 0.5);
  // A tap that slipped by a pixel of the pad is one too, but without a pad any size is a drawing.
  const float tap[] = {100, 100, 101, 100};
  const int32_t n = 2;
  CHECK(gn_digit_from_strokes(tap, &n, 1, 280, 0, GN_DIGIT_ALL, &digit, &error));
  CHECK(mass_of(digit.pixels, &x, &y) < 30);
  CHECK(draw(&digit, tap, 2));
  CHECK(mass_of(digit.pixels, &x, &y) > 40);
}

static void hard_points_are_survived(void) {
  const float broken[] = {NAN, 1, 0, 0, INFINITY, 5, 0, 10, 3, NAN};
  CHECK(draw(&digit, broken, 5));
  const float line[] = {0, 0, 0, 10};
  CHECK(draw(&other, line, 2));
  CHECK_NEAR(difference(&digit, &other), 0, 0);
  const float widest[] = {-FLT_MAX, -FLT_MAX, FLT_MAX, FLT_MAX};
  CHECK(draw(&digit, widest, 2));
  check_range(&digit);
  const int32_t n = 2;
  CHECK(gn_digit_from_strokes(widest, &n, 1, 1e-30f, 1e30f, 0, &digit, &error));
  check_range(&digit);
  const float least[] = {0, 0, 1e-45f, 1e-45f};
  CHECK(draw(&digit, least, 2));
  check_range(&digit);
  CHECK(gn_digit_from_strokes(least, &n, 1, NAN, NAN, GN_DIGIT_ALL, &digit, &error));
  CHECK(gn_digit_from_strokes(least, &n, 1, -1, -INFINITY, GN_DIGIT_ALL, &digit, &error));
  check_range(&digit);
}

static void nothing_is_no_ink(void) {
  const float bad[] = {NAN, NAN};
  const int32_t one = 1, none = 0, negative = -5;
  CHECK(!gn_digit_from_strokes(bad, &one, 1, 0, 0, GN_DIGIT_ALL, &digit, &error));
  CHECK_INT(error.code, GN_NO_INK);
  CHECK(!gn_digit_from_strokes(NULL, NULL, 0, 0, 0, GN_DIGIT_ALL, &digit, &error));
  CHECK_INT(error.code, GN_NO_INK);
  CHECK(!gn_digit_from_strokes(bad, &none, 1, 0, 0, GN_DIGIT_ALL, &digit, &error));
  CHECK(!gn_digit_from_strokes(bad, &negative, 1, 0, 0, GN_DIGIT_ALL, &digit, &error));
  CHECK(!gn_digit_from_strokes(bad, &one, -1, 0, 0, GN_DIGIT_ALL, &digit, &error));
  CHECK_INT(error.code, GN_NO_INK);
}

// A spiral of a million points looks like the same with two thousand.
static void a_million_points(void) {
  const int32_t many = 1000000, few = 2000;
  float *xy = malloc(sizeof(float) * 2 * (size_t)many);
  for (int32_t round = 0; round < 2; round++) {
    const int32_t n = round == 0 ? few : many;
    for (int32_t i = 0; i < n; i++) {
      const double t = (double)i / (n - 1);
      xy[2 * i] = (float)(t * 100 * cos(12 * t));
      xy[2 * i + 1] = (float)(t * 100 * sin(12 * t));
    }
    CHECK(draw(round == 0 ? &other : &digit, xy, n));
  }
  CHECK_NEAR(difference(&digit, &other), 0, 0.02);
  free(xy);
}

// ---------------------------------------------------------------- pictures

static uint8_t *picture(int32_t w, int32_t h, uint8_t paper) {
  uint8_t *rgba = malloc(4 * (size_t)w * (size_t)h);
  for (int64_t i = 0; i < (int64_t)w * h; i++) {
    memset(rgba + 4 * i, paper, 3);
    rgba[4 * i + 3] = 255;
  }
  return rgba;
}

static void bar(uint8_t *rgba, int32_t w, int32_t x0, int32_t y0, int32_t x1, int32_t y1, uint8_t grey) {
  for (int32_t y = y0; y < y1; y++)
    for (int32_t x = x0; x < x1; x++) memset(rgba + 4 * (y * w + x), grey, 3);
}

static void a_picture_is_fitted(void) {
  uint8_t *rgba = picture(300, 200, 240);
  bar(rgba, 300, 100, 50, 112, 150, 30); // 12 × 100: 2.4 × 20
  CHECK(gn_digit_from_picture(rgba, 300, 200, GN_DIGIT_ALL, &digit, &error));
  int32_t box[4];
  box_of(digit.fitted, box);
  CHECK_INT(box[1], 4);
  CHECK_INT(box[3], 24);
  CHECK_NEAR(digit.box[0], 100, 1.2); // worked on at 256 wide
  CHECK_NEAR(digit.box[1], 50, 1.2);
  CHECK_NEAR(digit.box[2], 112, 1.2);
  CHECK_NEAR(digit.box[3], 150, 1.2);
  double x, y;
  CHECK_NEAR(mass_of(digit.pixels, &x, &y), 48, 4);
  check_range(&digit);
  free(rgba);
}

static void dark_or_light_is_found_out(void) {
  uint8_t *dark = picture(100, 100, 255), *light = picture(100, 100, 0);
  bar(dark, 100, 40, 20, 50, 80, 0);
  bar(light, 100, 40, 20, 50, 80, 255);
  CHECK(gn_digit_from_picture(dark, 100, 100, GN_DIGIT_ALL, &digit, &error));
  CHECK(gn_digit_from_picture(light, 100, 100, GN_DIGIT_ALL, &other, &error));
  CHECK_NEAR(difference(&digit, &other), 0, 0.02);
  free(dark);
  free(light);
}

static void a_shadow_and_dirt_are_removed(void) {
  uint8_t *clean = picture(120, 120, 250), *photo = picture(120, 120, 250);
  for (int32_t y = 0; y < 120; y++)
    for (int32_t x = 0; x < 120; x++) memset(photo + 4 * (y * 120 + x), 230 - x - y / 3, 3);
  bar(clean, 120, 50, 30, 62, 90, 20);
  for (int32_t y = 30; y < 90; y++)
    for (int32_t x = 50; x < 62; x++) memset(photo + 4 * (y * 120 + x), 120 - x - y / 3, 3);
  bar(photo, 120, 5, 5, 7, 7, 60);
  CHECK(gn_digit_from_picture(clean, 120, 120, GN_DIGIT_ALL, &digit, &error));
  CHECK(gn_digit_from_picture(photo, 120, 120, GN_DIGIT_ALL, &other, &error));
  CHECK_NEAR(difference(&digit, &other), 0, 0.25);
  free(clean);
  free(photo);
}

static void thin_lines_do_not_fade(void) {
  uint8_t *rgba = picture(256, 256, 255);
  bar(rgba, 256, 127, 20, 128, 236, 0);
  CHECK(gn_digit_from_picture(rgba, 256, 256, GN_DIGIT_ALL, &digit, &error));
  double x, y;
  CHECK(mass_of(digit.pixels, &x, &y) > 30);
  int32_t box[4];
  box_of(digit.fitted, box);
  CHECK(box[1] >= 4 && box[3] <= 24);
  free(rgba);
}

static void transparent_pictures_have_ink(void) {
  uint8_t *rgba = picture(60, 60, 255);
  for (int32_t i = 0; i < 60 * 60; i++) rgba[4 * i + 3] = 0;
  CHECK(!gn_digit_from_picture(rgba, 60, 60, GN_DIGIT_ALL, &digit, &error));
  for (int32_t y = 10; y < 50; y++)
    for (int32_t x = 28; x < 33; x++) rgba[4 * (y * 60 + x) + 3] = 255;
  CHECK(gn_digit_from_picture(rgba, 60, 60, GN_DIGIT_ALL, &digit, &error)); // white on nothing
  for (int32_t i = 0; i < 60 * 60; i++) memset(rgba + 4 * i, 0, 3);
  CHECK(gn_digit_from_picture(rgba, 60, 60, GN_DIGIT_ALL, &other, &error)); // black on nothing
  CHECK_NEAR(difference(&digit, &other), 0, 0.02);
  free(rgba);
}

static void bad_pictures_are_refused(void) {
  uint8_t *rgba = picture(40, 40, 128);
  CHECK(!gn_digit_from_picture(rgba, 40, 40, GN_DIGIT_ALL, &digit, &error));
  CHECK_INT(error.code, GN_NO_INK);
  CHECK(!gn_digit_from_picture(rgba, 1, 1, GN_DIGIT_ALL, &digit, &error));
  CHECK_INT(error.code, GN_NO_INK);
  static const int32_t sizes[][2] = {{0, 5}, {5, 0}, {-1, 5}, {1 << 20, 1 << 20}, {INT32_MAX, INT32_MAX}};
  for (int i = 0; i < 5; i++) {
    CHECK(!gn_digit_from_picture(rgba, sizes[i][0], sizes[i][1], GN_DIGIT_ALL, &digit, &error));
    CHECK_INT(error.code, GN_PICTURE);
    CHECK_INT(error.arg[0], sizes[i][0]);
  }
  uint32_t noise = 1;
  for (int32_t i = 0; i < 40 * 40; i++, noise = noise * 1664525u + 1013904223u)
    memset(rgba + 4 * i, 200 + (int)(noise >> 29), 3);
  CHECK(!gn_digit_from_picture(rgba, 40, 40, GN_DIGIT_ALL, &digit, &error));
  CHECK_INT(error.code, GN_NO_INK);
  free(rgba);
}

int main(void) {
  RUN(a_line_has_the_coverage_of_its_pen);
  RUN(the_ink_fits_the_box);
  RUN(the_mass_is_in_the_middle);
  RUN(no_ink_is_lost_by_centring);
  RUN(place_and_size_do_not_matter);
  RUN(stages_can_be_left_out);
  RUN(a_dot_is_a_dot);
  RUN(hard_points_are_survived);
  RUN(nothing_is_no_ink);
  RUN(a_million_points);
  RUN(a_picture_is_fitted);
  RUN(dark_or_light_is_found_out);
  RUN(a_shadow_and_dirt_are_removed);
  RUN(thin_lines_do_not_fade);
  RUN(transparent_pictures_have_ink);
  RUN(bad_pictures_are_refused);
  return check_done();
}
