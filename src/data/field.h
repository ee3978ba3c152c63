// A smooth random displacement field over the 28×28.
#ifndef GN_DATA_FIELD_H
#define GN_DATA_FIELD_H

#include "data/chance.h"

enum { FIELD_POINTS = 7 }; // 4 cells of 7 pixels and the spline's margin

typedef struct field {
  float at[2][FIELD_POINTS][FIELD_POINTS];
} field;

void field_random(field *f, chance *c, float rms_px);        // displacements of this root mean square
void field_at(float d[2], const field *f, float x, float y); // at a place of 0..28; beyond, as at the border

#endif
