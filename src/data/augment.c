// Augmentation: y(p) = x(M·(p − middle − shift) + middle + elastic(p)), then thicker or thinner strokes; or, for a
// share of the samples, another drawing of the same digit.
#include <string.h>

#include "data/digit.h"
#include "data/field.h"
#include "data/forms.h"

enum { SIDE = GN_DIGIT_SIDE };

const gn_augment gn_augment_default = {
    .shift_px = 1.0f,
    .rotate_deg = 10.0f,
    .scale = 0.12f,
    .shear = 0.2f,
    .elastic_px = 0.8f,
    .stroke = 0.8f,
    .forms = 0.3f,
};

static uint8_t to_byte(float v) {
  return v <= 0.0f ? 0 : v >= 255.0f ? 255 : (uint8_t)(v + 0.5f);
}

// ---------------------------------------------------------------- another drawing

static void draw_form(uint8_t out[GN_DIGIT_PIXELS], int32_t label, chance *c) {
  form_drawing drawing;
  form_draw(&drawing, label, (int32_t)chance_between(c, 0.0f, (float)form_count(label)), c);
  gn_digit digit;
  const float pen = PEN_MNIST * chance_between(c, 0.8f, 1.3f);
  gn_digit_from_strokes(drawing.xy, drawing.points, drawing.strokes, 0.0f, pen, GN_DIGIT_ALL, &digit, NULL);
  for (int32_t i = 0; i < GN_DIGIT_PIXELS; i++) out[i] = to_byte(255.0f * digit.pixels[i]);
}

// ---------------------------------------------------------------- the same drawing, deformed

static float pixel(const uint8_t *image, int32_t x, int32_t y) {
  return x < 0 || x >= SIDE || y < 0 || y >= SIDE ? 0.0f : (float)image[y * SIDE + x];
}

// Between the four pixels around (x, y), whose middles lie at +1/2.
static float between(const uint8_t *image, float x, float y) {
  x -= 0.5f;
  y -= 0.5f;
  if (!(x > -1.0f && x < (float)SIDE && y > -1.0f && y < (float)SIDE)) return 0.0f;
  const int32_t i = (int32_t)(x + 1.0f) - 1, j = (int32_t)(y + 1.0f) - 1;
  const float u = x - (float)i, v = y - (float)j;
  const float top = pixel(image, i, j) * (1.0f - u) + pixel(image, i + 1, j) * u;
  const float bottom = pixel(image, i, j + 1) * (1.0f - u) + pixel(image, i + 1, j + 1) * u;
  return top * (1.0f - v) + bottom * v;
}

typedef struct linear_map {
  float m[2][2]; // from the new place to the old
  float shift[2];
} linear_map;

static linear_map random_map(const gn_augment *how, chance *c) {
  const double turn = (double)chance_between(c, -how->rotate_deg, how->rotate_deg) * 0.017453292519943295;
  const float cosine = (float)cos_f64(turn), sine = (float)sin_f64(turn);
  const float sx = 1.0f + chance_between(c, -how->scale, how->scale);
  const float sy = 1.0f + chance_between(c, -how->scale, how->scale);
  const float shear = chance_between(c, -how->shear, how->shear);
  linear_map a = {{{cosine / sx, (shear * cosine - sine) / sx}, {sine / sy, (shear * sine + cosine) / sy}},
                  {0.0f, 0.0f}};
  for (int32_t i = 0; i < 2; i++) a.shift[i] = chance_between(c, -how->shift_px, how->shift_px);
  return a;
}

static void deform(uint8_t out[GN_DIGIT_PIXELS], const uint8_t in[GN_DIGIT_PIXELS], const gn_augment *how, chance *c) {
  const linear_map a = random_map(how, c);
  field elastic;
  if (how->elastic_px > 0.0f) field_random(&elastic, c, how->elastic_px);
  for (int32_t y = 0; y < SIDE; y++) {
    for (int32_t x = 0; x < SIDE; x++) {
      const float px = (float)x + 0.5f - MASS_CENTRE - a.shift[0], py = (float)y + 0.5f - MASS_CENTRE - a.shift[1];
      float d[2] = {0.0f, 0.0f};
      if (how->elastic_px > 0.0f) field_at(d, &elastic, (float)x + 0.5f, (float)y + 0.5f);
      const float sx = a.m[0][0] * px + a.m[0][1] * py + MASS_CENTRE + d[0];
      const float sy = a.m[1][0] * px + a.m[1][1] * py + MASS_CENTRE + d[1];
      out[y * SIDE + x] = to_byte(between(in, sx, sy));
    }
  }
}

// Mixes in the greatest (least) of a pixel and its four neighbours, which is two pixels thicker (thinner).
static void change_stroke(uint8_t image[GN_DIGIT_PIXELS], float by_px) {
  uint8_t from[GN_DIGIT_PIXELS];
  memcpy(from, image, sizeof from);
  float share = by_px < 0.0f ? -0.5f * by_px : 0.5f * by_px;
  share = share > 1.0f ? 1.0f : share;
  for (int32_t y = 0; y < SIDE; y++) {
    for (int32_t x = 0; x < SIDE; x++) {
      const float here = pixel(from, x, y);
      const float around[4] = {pixel(from, x - 1, y), pixel(from, x + 1, y), pixel(from, x, y - 1),
                               pixel(from, x, y + 1)};
      float v = here;
      for (int32_t i = 0; i < 4; i++)
        if (by_px > 0.0f ? around[i] > v : around[i] < v) v = around[i];
      image[y * SIDE + x] = to_byte(here + share * (v - here));
    }
  }
}

void gn_augment_image(uint8_t out[GN_DIGIT_PIXELS], const uint8_t in[GN_DIGIT_PIXELS], int32_t label,
                      const gn_augment *how, uint64_t seed, uint32_t epoch, uint32_t sample) {
  chance c = chance_of(seed, epoch, sample);
  if (how->forms > 0.0f && form_count(label) > 0 && chance_between(&c, 0.0f, 1.0f) < how->forms) {
    draw_form(out, label, &c);
    return;
  }
  deform(out, in, how, &c);
  if (how->stroke > 0.0f) change_stroke(out, chance_between(&c, -how->stroke, how->stroke));
}
