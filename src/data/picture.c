// Picture of a digit → 28×28: grey, ink from paper, specks away, then fit and centre as for strokes.
#include "data.h"

#include <math.h>
#include <stdlib.h>

#include "data/digit.h"
#include "data/fail.h"
#include "data/paper.h"

enum { SIDE = GN_DIGIT_SIDE, WORK = 256 }; // longer side of the picture while it is worked on
#define MAX_PIXELS ((int64_t)1 << 28)

// Lines thinner than this (pixels of the 28) would fade when scaled down; a pen of MNIST's is not.
static const double THIN = 2.0;
// A blot with less than this share of the ink is dirt.
static const double SPECK = 0.03;

typedef struct plane {
  float *v; // (h,w) grey 0..255, then ink 0..1
  int32_t w, h;
} plane;

// Means over blocks of pixels; transparent ones show what is behind.
static void shrink(plane *p, const uint8_t *rgba, int32_t w, int32_t h, double behind) {
  for (int32_t y = 0; y < p->h; y++) {
    const int64_t y0 = (int64_t)y * h / p->h, y1 = (int64_t)(y + 1) * h / p->h;
    for (int32_t x = 0; x < p->w; x++) {
      const int64_t x0 = (int64_t)x * w / p->w, x1 = (int64_t)(x + 1) * w / p->w;
      double sum = 0.0;
      for (int64_t j = y0; j < y1; j++) {
        for (int64_t i = x0; i < x1; i++) {
          const uint8_t *c = rgba + 4 * (j * w + i);
          const double grey = 0.299 * c[0] + 0.587 * c[1] + 0.114 * c[2], cover = c[3] / 255.0; // ITU-R BT.601
          sum += cover * grey + (1.0 - cover) * behind;
        }
      }
      p->v[y * p->w + x] = (float)(sum / (double)((y1 - y0) * (x1 - x0)));
    }
  }
}

// Numbers the blot of touching ink, diagonals included, that `start` is in. How many pixels; they are in `queue`.
static int32_t flood(int32_t *blot, int32_t *queue, const plane *p, int32_t start, int32_t number) {
  int32_t first = 0, last = 0;
  queue[last++] = start;
  blot[start] = number;
  while (first < last) {
    const int32_t at = queue[first++], x = at % p->w, y = at / p->w;
    for (int32_t j = y > 0 ? y - 1 : 0; j <= y + 1 && j < p->h; j++) {
      for (int32_t i = x > 0 ? x - 1 : 0; i <= x + 1 && i < p->w; i++) {
        const int32_t next = j * p->w + i;
        if (blot[next] != 0 || p->v[next] <= 0.0f) continue;
        blot[next] = number;
        queue[last++] = next;
      }
    }
  }
  return last;
}

static void remove_specks(plane *p, int32_t *blot, int32_t *queue) {
  double total = 0.0;
  const int32_t n = p->w * p->h;
  for (int32_t i = 0; i < n; i++) {
    total += (double)p->v[i];
    blot[i] = 0;
  }
  int32_t number = 0;
  for (int32_t i = 0; i < n; i++) {
    if (blot[i] != 0 || p->v[i] <= 0.0f) continue;
    const int32_t size = flood(blot, queue, p, i, ++number);
    double ink = 0.0;
    for (int32_t k = 0; k < size; k++) ink += (double)p->v[queue[k]];
    for (int32_t k = 0; k < size && ink < SPECK * total; k++) p->v[queue[k]] = 0.0f;
  }
}

// ---------------------------------------------------------------- scaling

typedef struct place { // target = (source − from)·scale + to
  double from[2], to[2], scale;
} place;

// Means over what each of the 28×28 covers of the plane; nothing lies outside it.
static void average(float out[GN_DIGIT_PIXELS], const plane *p, const place *where) {
  for (int32_t y = 0; y < SIDE; y++) {
    const double y0 = (y - where->to[1]) / where->scale + where->from[1], y1 = y0 + 1.0 / where->scale;
    for (int32_t x = 0; x < SIDE; x++) {
      const double x0 = (x - where->to[0]) / where->scale + where->from[0], x1 = x0 + 1.0 / where->scale;
      double sum = 0.0;
      for (int32_t j = y0 < 0.0 ? 0 : (int32_t)y0; j < p->h && j < y1; j++) {
        const double rows = (j + 1 < y1 ? j + 1 : y1) - (j > y0 ? j : y0);
        for (int32_t i = x0 < 0.0 ? 0 : (int32_t)x0; i < p->w && i < x1; i++) {
          const double columns = (i + 1 < x1 ? i + 1 : x1) - (i > x0 ? i : x0);
          if (rows > 0.0 && columns > 0.0) sum += rows * columns * (double)p->v[j * p->w + i];
        }
      }
      const double ink = sum * where->scale * where->scale;
      out[y * SIDE + x] = ink < 1.0 ? (float)ink : 1.0f;
    }
  }
}

// Thickens by `nib` pixels: every pixel of the plane that is mostly ink becomes a dot.
static void thicken(float out[GN_DIGIT_PIXELS], const plane *p, const place *where, double nib) {
  pen_field dots;
  pen_lift(&dots, (float)nib);
  for (int32_t j = 0; j < p->h; j++) {
    for (int32_t i = 0; i < p->w; i++) {
      if (p->v[j * p->w + i] < 0.5f) continue;
      const float x = (float)((i + 0.5 - where->from[0]) * where->scale + where->to[0]);
      const float y = (float)((j + 0.5 - where->from[1]) * where->scale + where->to[1]);
      pen_line(&dots, x, y, x, y);
    }
  }
  float ink[GN_DIGIT_PIXELS];
  pen_ink(ink, &dots);
  for (int32_t i = 0; i < GN_DIGIT_PIXELS; i++) out[i] = ink[i] > out[i] ? ink[i] : out[i];
}

// Width of the strokes in pixels of the plane: twice the ink over the length of its outline, ∫|∇ink|.
static double stroke_width(const plane *p) {
  double ink = 0.0, outline = 0.0;
  for (int32_t y = 0; y < p->h; y++) {
    for (int32_t x = 0; x < p->w; x++) {
      const double here = (double)p->v[y * p->w + x];
      const double left = x > 0 ? (double)p->v[y * p->w + x - 1] : 0.0;
      const double above = y > 0 ? (double)p->v[(y - 1) * p->w + x] : 0.0;
      ink += here;
      outline += sqrt((here - left) * (here - left) + (here - above) * (here - above));
    }
  }
  return outline > 0.0 ? 2.0 * ink / outline : 1.0;
}

// Left, top, right, bottom of the pixels that are mostly ink.
static bool bounds(double box[4], const plane *p) {
  bool any = false;
  for (int32_t y = 0; y < p->h; y++) {
    for (int32_t x = 0; x < p->w; x++) {
      if (p->v[y * p->w + x] < 0.5f) continue;
      if (!any || x < box[0]) box[0] = x;
      if (!any) box[1] = y;
      if (!any || x + 1 > box[2]) box[2] = x + 1;
      box[3] = y + 1;
      any = true;
    }
  }
  return any;
}

static void fit(gn_digit *digit, const plane *p, uint32_t stages, const double box[4]) {
  const double side = SIDE, target = GN_DIGIT_BOX;
  const place on_pad = {{0.5 * p->w, 0.5 * p->h}, {0.5 * side, 0.5 * side}, side / (p->w > p->h ? p->w : p->h)};
  average(digit->pad, p, &on_pad);
  place where = on_pad;
  double nib = THIN - stroke_width(p) * where.scale;
  if (stages & GN_DIGIT_FIT) {
    const double longer = box[2] - box[0] > box[3] - box[1] ? box[2] - box[0] : box[3] - box[1];
    where.from[0] = 0.5 * (box[0] + box[2]);
    where.from[1] = 0.5 * (box[1] + box[3]);
    where.scale = target / longer;
    nib = THIN - stroke_width(p) * where.scale;
    // What the pen adds has to fit too; a dot of the pen's own size stays one.
    if (nib > 0.0) where.scale = (target - nib) / longer;
  }
  average(digit->fitted, p, &where);
  if (nib > 0.0) thicken(digit->fitted, p, &where, nib);
}

// Grey, ink, box. False: there is no ink.
static bool read_ink(plane *p, const uint8_t *rgba, int32_t w, int32_t h, double behind, double box[4]) {
  int32_t *blot = malloc(2 * sizeof *blot * (size_t)(p->w * p->h));
  if (blot == NULL) return false;
  shrink(p, rgba, w, h, behind);
  bool good = paper_to_ink(p->v, p->w, p->h);
  if (good) {
    remove_specks(p, blot, blot + p->w * p->h);
    good = bounds(box, p);
  }
  free(blot);
  return good;
}

bool gn_digit_from_picture(const uint8_t *rgba, int32_t w, int32_t h, uint32_t stages, gn_digit *digit,
                           gn_error *error) {
  if (w < 1 || h < 1 || (int64_t)w * h > MAX_PIXELS) return data_fail2(error, GN_PICTURE, -1, w, h);
  const int32_t longer = w > h ? w : h;
  plane p = {NULL, w, h};
  if (longer > WORK) {
    p.w = (int32_t)((int64_t)w * WORK / longer);
    p.h = (int32_t)((int64_t)h * WORK / longer);
    p.w = p.w < 1 ? 1 : p.w;
    p.h = p.h < 1 ? 1 : p.h;
  }
  p.v = malloc(sizeof *p.v * (size_t)(p.w * p.h));
  if (p.v == NULL) return data_fail(error, GN_NO_MEMORY, -1);

  double box[4] = {0.0, 0.0, 0.0, 0.0};
  // White ink on nothing is invisible on white paper; then the paper is black.
  const bool good = read_ink(&p, rgba, w, h, 255.0, box) || read_ink(&p, rgba, w, h, 0.0, box);
  if (good) {
    fit(digit, &p, stages, box);
    for (int32_t i = 0; i < 4; i++) digit->box[i] = (float)(box[i] * (i % 2 ? h : w) / (i % 2 ? p.h : p.w));
    digit_centre(digit, stages);
  }
  free(p.v);
  return good ? data_good(error) : data_fail(error, GN_NO_INK, -1);
}
