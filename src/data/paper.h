// Tells ink from paper in a grey picture.
#ifndef GN_DATA_PAPER_H
#define GN_DATA_PAPER_H

#include <stdbool.h>
#include <stdint.h>

// grey (h,w) 0..255 becomes ink 0..1, whichever of the two was darker. False: there is no ink.
bool paper_to_ink(float *grey, int32_t w, int32_t h);

#endif
