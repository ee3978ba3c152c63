// A smooth random displacement field over the 28×28.
#ifndef GN_DATA_FIELD_H
#define GN_DATA_FIELD_H

#include "data/chance.h"

enum { FIELD_POINTS = 7 }; // 4 cells of 7 pixels and the spline's margin

typedef struct field {
  float at[2][FIELD_POINTS][FIELD_POINTS];
} field;

void field_random(field *f, chance *c, float rms_px); // displacements of this root mean square

// The four control points that reach to a coordinate of 0..28 (beyond, as at the border), and their shares.
typedef struct spline {
  int32_t first;
  float share[4];
} spline;
spline spline_at(float v);

// The field along the line of one y; then at an x of it.
typedef struct field_line {
  float at[2][FIELD_POINTS];
} field_line;
field_line field_along(const field *f, const spline *y);
void field_at(float d[2], const field_line *line, const spline *x);

#endif
