// Pen strokes → 28×28 as MNIST's makers made it: the ink is scaled, keeping its proportions, until it fits a box of
// 20×20, then moved so that its centre of mass is in the middle (LeCun, Bottou, Bengio, Haffner, 1998).
//
// MNIST began as scanned bitmaps and had to be resampled. Strokes are lines, so the pen is drawn straight into the
// 28×28 at its final scale: sharp at any size, and as wide as MNIST's however large the drawing was.
#include "data.h"

#include <math.h>

#include "data/digit.h"
#include "data/fail.h"

// Points closer than this to the last one drawn add nothing to see (pixels of the 28).
static const double STEP = 0.1;
// Ink smaller than this share of the pen's width is a dot, not a digit to be enlarged.
static const double DOT = 0.25;

// So far off the pad that it does not matter where; keeps floats finite.
static const double OUTSIDE = 1e4;

typedef struct drawing {
  const float *xy;
  const int32_t *points;
  int32_t strokes;
} drawing;

typedef struct place { // target = (source − from)·scale + to
  double from[2], to[2], scale;
} place;

static double clamp(double v, double least, double most) {
  return v < least ? least : v > most ? most : v;
}

static bool finite2(const float *p) {
  return p[0] - p[0] == 0.0f && p[1] - p[1] == 0.0f;
}

// Left, top, right, bottom of the finite points.
static bool bounds(double box[4], const drawing *d) {
  bool any = false;
  const float *p = d->xy;
  for (int32_t s = 0; s < d->strokes; s++) {
    for (int32_t i = 0; i < d->points[s]; i++, p += 2) {
      if (!finite2(p)) continue;
      const double x = (double)p[0], y = (double)p[1];
      if (!any || x < box[0]) box[0] = x;
      if (!any || y < box[1]) box[1] = y;
      if (!any || x > box[2]) box[2] = x;
      if (!any || y > box[3]) box[3] = y;
      any = true;
    }
  }
  return any;
}

static void draw(float ink[GN_DIGIT_PIXELS], const drawing *d, const place *where, double nib) {
  pen_field p;
  pen_lift(&p, (float)nib);
  const float *at = d->xy;
  for (int32_t s = 0; s < d->strokes; s++) {
    double last[2] = {0.0, 0.0}, now[2] = {0.0, 0.0};
    int64_t seen = 0;
    bool waiting = false; // `now` is not drawn yet
    for (int32_t i = 0; i < d->points[s]; i++, at += 2) {
      if (!finite2(at)) continue;
      for (int32_t k = 0; k < 2; k++)
        now[k] = clamp(((double)at[k] - where->from[k]) * where->scale + where->to[k], -OUTSIDE, OUTSIDE);
      seen++;
      waiting = seen > 1 && fabs(now[0] - last[0]) < STEP && fabs(now[1] - last[1]) < STEP;
      if (waiting) continue;
      if (seen > 1) pen_line(&p, (float)last[0], (float)last[1], (float)now[0], (float)now[1]);
      last[0] = now[0];
      last[1] = now[1];
    }
    if (seen > 0 && (waiting || seen == 1)) pen_line(&p, (float)last[0], (float)last[1], (float)now[0], (float)now[1]);
  }
  pen_ink(ink, &p);
}

bool gn_digit_from_strokes(const float *xy, const int32_t *points, int32_t strokes, float pad, float pen,
                           uint32_t stages, gn_digit *digit, gn_error *error) {
  const drawing d = {xy, points, strokes};
  double box[4] = {0.0, 0.0, 0.0, 0.0};
  if (!bounds(box, &d)) return data_fail(error, GN_NO_INK, -1);

  const double side = GN_DIGIT_SIDE, target = GN_DIGIT_BOX;
  const double nib = !(pen > 0.0f) ? (double)PEN_MNIST : clamp((double)pen, 1.0, target);
  const double middle[2] = {0.5 * (box[0] + box[2]), 0.5 * (box[1] + box[3])};
  const double longer = box[2] - box[0] > box[3] - box[1] ? box[2] - box[0] : box[3] - box[1];
  const bool has_pad = pad > 0.0f && pad - pad == 0.0f;

  place on_pad = {{middle[0], middle[1]}, {0.5 * side, 0.5 * side}, longer > 0.0 ? (side - nib) / longer : 1.0};
  if (has_pad) on_pad = (place){{0.0, 0.0}, {0.0, 0.0}, side / (double)pad};
  draw(digit->pad, &d, &on_pad, nib);

  // The pen's own width is part of the ink that has to fit.
  const double least = has_pad ? DOT * nib / on_pad.scale : 0.0;
  const double extent = longer > least ? longer : least;
  const place in_box = {{middle[0], middle[1]}, {0.5 * side, 0.5 * side}, extent > 0.0 ? (target - nib) / extent : 1.0};
  draw(digit->fitted, &d, (stages & GN_DIGIT_FIT) ? &in_box : &on_pad, nib);

  const double edge = 0.5 * nib / on_pad.scale, most = 3.4e38; // of a float
  digit->box[0] = (float)clamp(box[0] - edge, -most, most);
  digit->box[1] = (float)clamp(box[1] - edge, -most, most);
  digit->box[2] = (float)clamp(box[2] + edge, -most, most);
  digit->box[3] = (float)clamp(box[3] + edge, -most, most);
  digit_centre(digit, stages);
  return data_good(error);
}
