// Steps that strokes and pictures share on their way to 28×28. Coordinates are pixel edges: pixel i covers i … i+1.
#ifndef GN_DATA_DIGIT_H
#define GN_DATA_DIGIT_H

#include "data.h"

// With this width, digits drawn from forms.c have the mean ink of MNIST's training images: 102.4 of 784.
#define PEN_MNIST 2.6f
// Where MNIST's makers put the centre of mass: between 14.0 and 15.0, so 14.5 after whole-pixel shifts.
#define MASS_CENTRE 14.5f

// ---- pen.c: a round pen drawn along lines.
typedef struct pen_field {
  float near[GN_DIGIT_PIXELS]; // (28,28) squared distance of the pixel's middle from the nearest line
  float reach;                 // half the width + half a pixel: beyond it there is no ink
} pen_field;
void pen_lift(pen_field *p, float width);
void pen_line(pen_field *p, float x0, float y0, float x1, float y1);
void pen_ink(float ink[GN_DIGIT_PIXELS], const pen_field *p); // 0..1

// ---- centre.c: pixels, mass and shift of the digit from `fitted`.
void digit_centre(gn_digit *digit, uint32_t stages);

#endif
