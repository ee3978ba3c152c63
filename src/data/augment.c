// Augmentation: y(p) = x(M·(p − middle − shift) + middle + elastic(p)), then thicker or thinner strokes; or, for a
// share of the samples, another drawing of the same digit.
#include "train.h"

#include <stddef.h>

#include "data/canvas.h"
#include "data/digit.h"
#include "data/field.h"
#include "data/forms.h"

enum { SIDE = GN_DIGIT_SIDE };

// What trains LeNet-5 to read both MNIST's test set and pens of other countries.
const gn_augment gn_augment_default = {
#define X(kind, name, otherwise, least, most, when)
#define A(name, otherwise, least, most) .name = (float)otherwise,
    GN_SETTINGS(X, A)
#undef X
#undef A
};

static uint8_t to_byte(float v) {
  return v <= 0.0f ? 0 : v >= 255.0f ? 255 : (uint8_t)(v + 0.5f);
}

// ---------------------------------------------------------------- another drawing

static void draw_form(uint8_t out[GN_DIGIT_PIXELS], int32_t label, chance *c) {
  form_drawing drawing;
  form_draw(&drawing, label, (int32_t)chance_between(c, 0.0f, (float)form_count(label)), c);
  gn_digit digit;
  // Mostly our own pen; now and then a fine liner or a marker.
  const float least = chance_between(c, 0.0f, 1.0f) < 0.15f ? 0.6f : 0.85f;
  const float pen = PEN_MNIST * chance_between(c, least, 2.05f - least);
  gn_digit_from_strokes(drawing.xy, drawing.points, drawing.strokes, 0.0f, pen, GN_DIGIT_ALL, &digit, NULL);
  for (int32_t i = 0; i < GN_DIGIT_PIXELS; i++) out[i] = to_byte(255.0f * digit.pixels[i]);
}

// ---------------------------------------------------------------- the same drawing, deformed

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
  const bool elastic = how->elastic_px > 0.0f;
  field bend;
  if (elastic) field_random(&bend, c, how->elastic_px);
  canvas from;
  canvas_of_bytes(&from, in);
  spline at[SIDE];
  for (int32_t i = 0; i < SIDE; i++) at[i] = spline_at((float)i + 0.5f);

  for (int32_t y = 0; y < SIDE; y++) {
    field_line line;
    if (elastic) line = field_along(&bend, &at[y]);
    const float py = (float)y + 0.5f - MASS_CENTRE - a.shift[1];
    for (int32_t x = 0; x < SIDE; x++) {
      const float px = (float)x + 0.5f - MASS_CENTRE - a.shift[0];
      float d[2] = {0.0f, 0.0f};
      if (elastic) field_at(d, &line, &at[x]);
      out[y * SIDE + x] = to_byte(canvas_between(&from, a.m[0][0] * px + a.m[0][1] * py + MASS_CENTRE + d[0],
                                                 a.m[1][0] * px + a.m[1][1] * py + MASS_CENTRE + d[1]));
    }
  }
}

static void change_stroke(uint8_t image[GN_DIGIT_PIXELS], float by_px) {
  canvas from;
  canvas_of_bytes(&from, image);
  for (int32_t y = 0; y < SIDE; y++)
    for (int32_t x = 0; x < SIDE; x++) image[y * SIDE + x] = to_byte(canvas_stroke(&from, x, y, by_px));
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
