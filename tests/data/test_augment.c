// Augmentation: nothing at strength zero, what each strength does, and the forms that replace a sample.
#include <stdlib.h>

#include "check.h"
#include "data/forms.h"
#include "train.h"

enum { SIDE = GN_DIGIT_SIDE };
static uint8_t in[GN_DIGIT_PIXELS], out[GN_DIGIT_PIXELS], again[GN_DIGIT_PIXELS];

// A plus of soft bars, its mass where MNIST has it.
static void make_image(void) {
  memset(in, 0, sizeof in);
  for (int32_t i = 5; i < 24; i++) {
    in[i * SIDE + 13] = in[i * SIDE + 15] = in[13 * SIDE + i] = in[15 * SIDE + i] = 120;
    in[i * SIDE + 14] = in[14 * SIDE + i] = 255;
  }
}

static double ink(const uint8_t *image) {
  double sum = 0;
  for (int32_t i = 0; i < GN_DIGIT_PIXELS; i++) sum += image[i];
  return sum / 255;
}

static void mass_of(const uint8_t *image, double *x, double *y) {
  double total = 0;
  *x = *y = 0;
  for (int32_t i = 0; i < GN_DIGIT_PIXELS; i++) {
    total += image[i];
    *x += image[i] * (i % SIDE + 0.5);
    *y += image[i] * (i / SIDE + 0.5);
  }
  *x /= total;
  *y /= total;
}

static void zero_strength_changes_nothing(void) {
  make_image();
  for (int32_t i = 0; i < GN_DIGIT_PIXELS; i++) in[i] = (uint8_t)(in[i] ^ (i * 7 % 256));
  const gn_augment none = {0};
  for (uint32_t s = 0; s < 20; s++) {
    gn_augment_image(out, in, 3, &none, 7, 2, s);
    CHECK(memcmp(in, out, sizeof in) == 0);
  }
}

static void the_same_arguments_give_the_same_image(void) {
  make_image();
  gn_augment_image(out, in, 4, &gn_augment_default, 5, 6, 7);
  gn_augment_image(again, in, 4, &gn_augment_default, 5, 6, 7);
  CHECK(memcmp(out, again, sizeof out) == 0);
  const uint64_t keys[3][3] = {{6, 6, 7}, {5, 7, 7}, {5, 6, 8}};
  for (int i = 0; i < 3; i++) {
    gn_augment_image(again, in, 4, &gn_augment_default, keys[i][0], (uint32_t)keys[i][1], (uint32_t)keys[i][2]);
    CHECK(memcmp(out, again, sizeof out) != 0);
  }
}

static void a_shift_moves_the_mass(void) {
  make_image();
  const gn_augment how = {.shift_px = 2.0f};
  double most = 0, mean = 0;
  for (uint32_t s = 0; s < 200; s++) {
    gn_augment_image(out, in, 0, &how, 1, 0, s);
    double x, y;
    mass_of(out, &x, &y);
    CHECK(fabs(x - 14.5) <= 2.05 && fabs(y - 14.5) <= 2.05);
    most = fabs(x - 14.5) > most ? fabs(x - 14.5) : most;
    mean += (x - 14.5) / 200;
  }
  CHECK(most > 1.7);
  CHECK_NEAR(mean, 0, 0.3);
}

static void turning_keeps_the_mass_and_the_ink(void) {
  make_image();
  const gn_augment how = {.rotate_deg = 30.0f};
  int32_t changed = 0;
  for (uint32_t s = 0; s < 50; s++) {
    gn_augment_image(out, in, 0, &how, 1, 0, s);
    double x, y;
    mass_of(out, &x, &y);
    CHECK_NEAR(x, 14.5, 0.1);
    CHECK_NEAR(y, 14.5, 0.1);
    CHECK_NEAR(ink(out) / ink(in), 1, 0.06);
    changed += memcmp(in, out, sizeof in) != 0;
  }
  CHECK(changed > 45);
}

static void scaling_changes_the_ink_by_the_area(void) {
  make_image();
  const gn_augment how = {.scale = 0.2f};
  double least = 9, most = 0;
  for (uint32_t s = 0; s < 200; s++) {
    gn_augment_image(out, in, 0, &how, 1, 0, s);
    const double share = ink(out) / ink(in);
    least = share < least ? share : least;
    most = share > most ? share : most;
  }
  CHECK(least > 0.6 && least < 0.75);
  CHECK(most > 1.3 && most < 1.48);
}

static void stroke_makes_thicker_and_thinner(void) {
  make_image();
  const gn_augment how = {.stroke = 1.0f};
  double least = 9, most = 0;
  for (uint32_t s = 0; s < 100; s++) {
    gn_augment_image(out, in, 0, &how, 1, 0, s);
    const double share = ink(out) / ink(in);
    least = share < least ? share : least;
    most = share > most ? share : most;
  }
  CHECK(least < 0.75);
  CHECK(most > 1.25);
}

static void elastic_bends_by_its_pixels(void) {
  make_image();
  double before = 0;
  for (int i = 1; i <= 3; i++) { // the further, the more differs
    const gn_augment how = {.elastic_px = (float)i};
    double changed = 0;
    for (uint32_t s = 0; s < 50; s++) {
      gn_augment_image(out, in, 0, &how, 1, 0, s);
      for (int32_t k = 0; k < GN_DIGIT_PIXELS; k++) changed += abs(out[k] - in[k]) / (255.0 * 50);
    }
    CHECK(changed > before + 5);
    before = changed;
  }
}

static void forms_replace_their_share(void) {
  make_image();
  const gn_augment how = {.forms = 0.25f};
  int32_t replaced = 0;
  for (uint32_t s = 0; s < 2000; s++) {
    gn_augment_image(out, in, 7, &how, 1, 0, s);
    replaced += memcmp(in, out, sizeof in) != 0;
  }
  CHECK_NEAR(replaced / 2000.0, 0.25, 0.04);
  const gn_augment all = {.forms = 1.0f};
  gn_augment_image(out, in, 10, &all, 1, 0, 0); // no digit: stays
  CHECK(memcmp(in, out, sizeof in) == 0);
}

// Every form of every digit, many hands: ink, in the middle, inside.
static void forms_look_like_digits(void) {
  for (int32_t label = 0; label < 10; label++) {
    CHECK(form_count(label) >= 10);
    double mean = 0;
    for (int32_t form = 0; form < form_count(label); form++) {
      for (uint32_t s = 0; s < 20; s++) {
        chance c = chance_of(3, 0, s);
        form_drawing d;
        form_draw(&d, label, form, &c);
        CHECK(d.strokes >= 1 && d.strokes <= FORM_MAX_STROKES);
        CHECK(d.total >= 3 && d.total < FORM_MAX_POINTS);
        int32_t points = 0;
        for (int32_t i = 0; i < d.strokes; i++) points += d.points[i];
        CHECK_INT(points, d.total);
        gn_digit digit;
        gn_error error;
        CHECK(gn_digit_from_strokes(d.xy, d.points, d.strokes, 0, 0, GN_DIGIT_ALL, &digit, &error));
        double sum = 0;
        for (int32_t i = 0; i < GN_DIGIT_PIXELS; i++) sum += (double)digit.pixels[i];
        mean += sum / (20.0 * form_count(label));
      }
    }
    // MNIST's own means run from 60 (ones) to 136 (noughts).
    CHECK(mean > 50 && mean < 160);
  }
  CHECK_INT(form_count(-1), 0);
  CHECK_INT(form_count(10), 0);
  CHECK(form_text(0, -1) == NULL);
}

// Every build makes the very same images: gcc, clang, WebAssembly.
static void every_build_gives_the_same_bits(void) {
  make_image();
  uint32_t hash = 2166136261u; // FNV-1a
  for (uint32_t s = 0; s < 300; s++) {
    gn_augment_image(out, in, (int32_t)(s % 10), &gn_augment_default, 11, s / 100, s);
    for (int32_t i = 0; i < GN_DIGIT_PIXELS; i++) hash = (hash ^ out[i]) * 16777619u;
  }
  CHECK_INT(hash, 368033039); // a new form or strength changes it
}

int main(void) {
  RUN(zero_strength_changes_nothing);
  RUN(the_same_arguments_give_the_same_image);
  RUN(a_shift_moves_the_mass);
  RUN(turning_keeps_the_mass_and_the_ink);
  RUN(scaling_changes_the_ink_by_the_area);
  RUN(stroke_makes_thicker_and_thinner);
  RUN(elastic_bends_by_its_pixels);
  RUN(forms_replace_their_share);
  RUN(forms_look_like_digits);
  RUN(every_build_gives_the_same_bits);
  return check_done();
}
