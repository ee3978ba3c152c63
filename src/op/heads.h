// Columns to heads and back: (T,H·d) ↔ (H,T,d). `s` is the shape with the heads apart.
#ifndef GN_HEADS_H
#define GN_HEADS_H

#include "op/op.h"

int64_t heads_parted(const gn_shape *s, int64_t joined);       // where a number of (T,H·d) lies in (H,T,d)
int64_t heads_joined(const gn_shape *s, int64_t parted);       // and back
void heads_split(float *y, const float *x, const gn_shape *s); // (H,T,d) = (T,H·d)
void heads_join(float *y, const float *x, const gn_shape *s);  // (T,H·d) += (H,T,d)
#endif
