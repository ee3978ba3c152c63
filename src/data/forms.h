// Digits as people write them, drawn by a random hand.
#ifndef GN_DATA_FORMS_H
#define GN_DATA_FORMS_H

#include "data/chance.h"

enum { FORM_MAX_POINTS = 512, FORM_MAX_STROKES = 8, FORM_MAX_KNOTS = 32 };

typedef struct form_drawing {
  float xy[2 * FORM_MAX_POINTS];
  int32_t points[FORM_MAX_STROKES];
  int32_t strokes, total;
} form_drawing;

// The ways of writing a digit: texts of knots "x,y", about 100 high, y down. `!` after a knot makes it a corner, else
// the line runs smoothly through it; `|` lifts the pen; `o` starts a ring, closed and begun anywhere.
int32_t form_count(int32_t label);
const char *form_text(int32_t label, int32_t form);

void form_draw(form_drawing *d, int32_t label, int32_t form, chance *c);

#endif
