// Augmentation: y(p) = x(M·(p − middle − shift) + middle + elastic(p)), then thicker or thinner strokes; or, for a
// share of the samples, another drawing of the same digit.
#include <string.h>

#include "data/digit.h"
#include "data/field.h"
#include "data/forms.h"

enum { SIDE = GN_DIGIT_SIDE };

// What trains LeNet-5 to read both MNIST's test set and pens of other countries.
const gn_augment gn_augment_default = {
    .shift_px = 1.0f,
    .rotate_deg = 8.0f,
    .scale = 0.1f,
    .shear = 0.15f,
    .elastic_px = 0.7f,
    .stroke = 0.5f,
    .forms = 0.4f,
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

// The image with a margin of nothing, so that what lies outside needs no question.
enum { MARGIN = 3, WIDE = SIDE + 2 * MARGIN };
typedef struct canvas {
  float at[WIDE][WIDE]; // pixel (x,y) is at[y + MARGIN][x + MARGIN]
} canvas;

static void to_canvas(canvas *to, const uint8_t image[GN_DIGIT_PIXELS]) {
  memset(to, 0, sizeof *to);
  for (int32_t y = 0; y < SIDE; y++)
    for (int32_t x = 0; x < SIDE; x++) to->at[y + MARGIN][x + MARGIN] = (float)image[y * SIDE + x];
}

// Pixel edges → canvas, where a pixel's middle is a whole number; kept where four pixels lie around it.
static float on_canvas(float v) {
  v += (float)MARGIN - 0.5f;
  return !(v > 1.0f) ? 1.0f : v > (float)(WIDE - 3) ? (float)(WIDE - 3) : v;
}

// Catmull and Rom's cubic: sharper than a straight line between two pixels, and exact at a pixel's middle.
static void cubic(float w[4], float t) {
  w[0] = 0.5f * t * (t * (2.0f - t) - 1.0f);
  w[1] = 0.5f * (t * t * (3.0f * t - 5.0f) + 2.0f);
  w[2] = 0.5f * t * (t * (4.0f - 3.0f * t) + 1.0f);
  w[3] = 0.5f * t * t * (t - 1.0f);
}

static float between(const canvas *from, float x, float y) {
  x = on_canvas(x);
  y = on_canvas(y);
  const int32_t i = (int32_t)x, j = (int32_t)y;
  float across[4], down[4], sum = 0.0f;
  cubic(across, x - (float)i);
  cubic(down, y - (float)j);
  for (int32_t k = 0; k < 4; k++) {
    const float *v = &from->at[j - 1 + k][i - 1];
    sum += down[k] * (across[0] * v[0] + across[1] * v[1] + across[2] * v[2] + across[3] * v[3]);
  }
  return sum;
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
  const bool elastic = how->elastic_px > 0.0f;
  field bend;
  if (elastic) field_random(&bend, c, how->elastic_px);
  canvas from;
  to_canvas(&from, in);
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
      out[y * SIDE + x] = to_byte(between(&from, a.m[0][0] * px + a.m[0][1] * py + MASS_CENTRE + d[0],
                                          a.m[1][0] * px + a.m[1][1] * py + MASS_CENTRE + d[1]));
    }
  }
}

// Mixes in the greatest (least) of a pixel and its four neighbours, which is two pixels thicker (thinner).
static void change_stroke(uint8_t image[GN_DIGIT_PIXELS], float by_px) {
  canvas from;
  to_canvas(&from, image);
  const float half = by_px < 0.0f ? -0.5f * by_px : 0.5f * by_px, share = half > 1.0f ? 1.0f : half;
  const float sign = by_px < 0.0f ? -1.0f : 1.0f;
  for (int32_t y = 0; y < SIDE; y++) {
    for (int32_t x = 0; x < SIDE; x++) {
      const float *here = &from.at[y + MARGIN][x + MARGIN];
      float v = sign * here[0];
      v = v > sign * here[-1] ? v : sign * here[-1];
      v = v > sign * here[1] ? v : sign * here[1];
      v = v > sign * here[-WIDE] ? v : sign * here[-WIDE];
      v = v > sign * here[WIDE] ? v : sign * here[WIDE];
      image[y * SIDE + x] = to_byte(here[0] + share * (sign * v - here[0]));
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
