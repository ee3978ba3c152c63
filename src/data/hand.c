// A random hand writes a form: its knots are displaced, strokes are set down a little elsewhere and end too early or
// too late, the whole is warped, slanted, stretched and turned; then Catmull–Rom splines run through the knots.
#include <math.h>

#include "data/field.h"
#include "data/forms.h"

typedef struct knot {
  float x, y;
  bool corner;
} knot;

typedef struct stroke {
  knot knots[FORM_MAX_KNOTS];
  int32_t count;
  bool ring;
} stroke;

// ---------------------------------------------------------------- reading a form's text

static const char *read_number(float *out, const char *p) {
  const bool negative = *p == '-';
  if (negative) p++;
  int32_t v = 0;
  for (; *p >= '0' && *p <= '9'; p++) v = v * 10 + (*p - '0');
  *out = (float)(negative ? -v : v);
  return p;
}

// Reads one stroke; where the next begins, or the end of the text.
static const char *read_stroke(stroke *s, const char *p) {
  s->count = 0;
  s->ring = false;
  for (; *p != '\0' && *p != '|'; p++) {
    if (*p == 'o') s->ring = true;
    if ((*p != '-' && (*p < '0' || *p > '9')) || s->count == FORM_MAX_KNOTS) continue;
    knot *k = &s->knots[s->count++];
    p = read_number(&k->x, p);
    p = read_number(&k->y, p + 1); // past the comma
    k->corner = *p == '!';
    if (!k->corner) p--;
  }
  return *p == '|' ? p + 1 : p;
}

// ---------------------------------------------------------------- the hand

typedef struct hand {
  field warp;
  float slant, width, cosine, sine;
  float knot_noise, place_noise, end_noise; // of 100
  float tremor;
  int32_t steps; // of a spline between two knots
} hand;

static void hand_random(hand *h, chance *c) {
  field_random(&h->warp, c, chance_between(c, 0.2f, 1.4f));
  h->slant = chance_normal(c, 0.12f, 0.22f);
  h->width = (float)exp_f64((double)chance_normal(c, 0.0f, 0.22f));
  const double turn = (double)chance_normal(c, 0.0f, 0.10f);
  h->cosine = (float)cos_f64(turn);
  h->sine = (float)sin_f64(turn);
  h->knot_noise = chance_between(c, 0.5f, 3.5f);
  h->place_noise = chance_between(c, 0.5f, 4.0f);
  h->end_noise = chance_between(c, 0.0f, 6.0f);
  h->tremor = chance_between(c, 0.0f, 1.0f) < 0.3f ? chance_between(c, 0.2f, 1.0f) : 0.0f;
  h->steps = chance_between(c, 0.0f, 1.0f) < 0.15f ? 2 : 6;
}

// A ring becomes an open stroke that begins anywhere, in either direction, and meets or passes its beginning.
static void open_ring(stroke *s, chance *c) {
  stroke r = {.count = s->count + 1};
  const int32_t start = (int32_t)chance_between(c, 0.0f, (float)s->count);
  const bool backwards = chance_between(c, 0.0f, 1.0f) < 0.3f;
  for (int32_t i = 0; i <= s->count; i++) {
    const int32_t step = backwards ? s->count - i : i;
    r.knots[i] = s->knots[(start + step) % s->count];
  }
  *s = r;
}

static void lengthen(knot *end, const knot *before, float by) {
  const float dx = end->x - before->x, dy = end->y - before->y, length = sqrtf(dx * dx + dy * dy);
  if (length <= 1.0f) return;
  const float share = by < -0.5f * length ? -0.5f : by / length; // never past the knot before
  end->x += share * dx;
  end->y += share * dy;
}

static void shake(stroke *s, const hand *h, chance *c) {
  float mx = 0.0f, my = 0.0f;
  for (int32_t i = 0; i < s->count; i++) {
    mx += s->knots[i].x / (float)s->count;
    my += s->knots[i].y / (float)s->count;
  }
  const float dx = chance_normal(c, 0.0f, h->place_noise), dy = chance_normal(c, 0.0f, h->place_noise);
  const float turn = chance_normal(c, 0.0f, 0.02f * h->place_noise), size = chance_normal(c, 1.0f, 0.05f);
  for (int32_t i = 0; i < s->count; i++) {
    knot *k = &s->knots[i];
    const float x = (k->x - mx) * size, y = (k->y - my) * size;
    k->x = mx + dx + x - turn * y + chance_normal(c, 0.0f, h->knot_noise);
    k->y = my + dy + y + turn * x + chance_normal(c, 0.0f, h->knot_noise);
  }
  lengthen(&s->knots[0], &s->knots[1], chance_normal(c, 0.0f, h->end_noise));
  lengthen(&s->knots[s->count - 1], &s->knots[s->count - 2], chance_normal(c, 0.0f, h->end_noise));
}

static void put_point(form_drawing *d, const hand *h, chance *c, float x, float y) {
  if (d->total == FORM_MAX_POINTS) return;
  float moved[2];
  const spline across = spline_at(4.0f + 0.2f * x), down = spline_at(4.0f + 0.2f * y); // 100 are the box's 20 pixels
  const field_line line = field_along(&h->warp, &down);
  field_at(moved, &line, &across);
  x += 5.0f * moved[0];
  y += 5.0f * moved[1];
  x = (x - 30.0f) * h->width - h->slant * (y - 50.0f);
  y -= 50.0f;
  if (h->tremor > 0.0f) {
    x += chance_normal(c, 0.0f, h->tremor);
    y += chance_normal(c, 0.0f, h->tremor);
  }
  float *p = d->xy + 2 * d->total++;
  p[0] = h->cosine * x - h->sine * y;
  p[1] = h->sine * x + h->cosine * y;
  d->points[d->strokes - 1]++;
}

static float catmull_rom(float a, float b, float e, float f, float t) {
  return b + 0.5f * t * (e - a + t * (2.0f * a - 5.0f * b + 4.0f * e - f + t * (3.0f * (b - e) + f - a)));
}

static void draw_stroke(form_drawing *d, const stroke *s, const hand *h, chance *c) {
  put_point(d, h, c, s->knots[0].x, s->knots[0].y);
  for (int32_t i = 0; i + 1 < s->count; i++) {
    const knot *from = &s->knots[i], *to = from + 1;
    // Beyond a corner or an end the line is continued by its own mirror image, so it leaves straight.
    const bool first = i == 0 || from->corner, last = i + 2 == s->count || to->corner;
    const knot before = first ? (knot){2.0f * from->x - to->x, 2.0f * from->y - to->y, false} : from[-1];
    const knot after = last ? (knot){2.0f * to->x - from->x, 2.0f * to->y - from->y, false} : to[1];
    for (int32_t k = 1; k <= h->steps; k++) {
      const float t = (float)k / (float)h->steps;
      put_point(d, h, c, catmull_rom(before.x, from->x, to->x, after.x, t),
                catmull_rom(before.y, from->y, to->y, after.y, t));
    }
  }
}

void form_draw(form_drawing *d, int32_t label, int32_t form, chance *c) {
  hand h;
  hand_random(&h, c);
  d->strokes = 0;
  d->total = 0;
  for (const char *p = form_text(label, form); *p != '\0' && d->strokes < FORM_MAX_STROKES;) {
    stroke s;
    p = read_stroke(&s, p);
    if (s.count < 2) continue; // the forms have none such
    if (s.ring) open_ring(&s, c);
    shake(&s, &h, c);
    d->points[d->strokes++] = 0;
    draw_stroke(d, &s, &h, c);
  }
}
