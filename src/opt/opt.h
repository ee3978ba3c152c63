// What an optimiser is. One file defines one `const opt opt_NAME`; one row of OPTIMIZERS makes it known.
#ifndef GN_OPT_H
#define GN_OPT_H

#include "train.h"

#include <math.h>

#define OPTIMIZERS(X)                                                                                                  \
  X(sgd)                                                                                                               \
  X(momentum)                                                                                                          \
  X(nesterov)                                                                                                          \
  X(adagrad)                                                                                                           \
  X(adagrad_mean)                                                                                                      \
  X(rmsprop)                                                                                                           \
  X(adam)                                                                                                              \
  X(adamw)

enum { OPT_SLOTS = 2 }; // most state an optimiser keeps, in floats per parameter

typedef struct opt {
  const char *name;
  const char *formula;         // LaTeX
  const char *reads;           // the settings that it alone reads, by name, with spaces between them
  double rate;                 // a learning rate to begin with: PyTorch's default where it has one
  double usual;                // of a small network, which bears more and is to learn before one's eyes
  int32_t slots;               // ≤ OPT_SLOTS
  const char *slot[OPT_SLOTS]; // their letters in the formula
  // w −= …, from the gradient d; state (slots, n); t = 1, 2, … counts its updates; s->rate is this step's.
  void (*update)(float *w, float *state, const float *d, int64_t n, int64_t t, const gn_settings *s);
  // What the update was made of, from the state it left: w −= rate·m/scale, m the direction and scale the size of
  // gradients so far. NULL: d itself, and 1.
  void (*parts)(float *m, float *scale, const float *state, const float *d, int64_t n, int64_t t, const gn_settings *s);
} opt;

// What has decayed to almost nothing becomes nothing. Left to itself it would end as a denormal number, of which sums
// take many times as long, and each weight of a pixel that is rarely lit has one; it is too small to move a weight.
static inline float settled(float x) {
  return fabsf(x) < 0x1p-120f ? 0 : x;
}

#define X(name) extern const opt opt_##name;
OPTIMIZERS(X)
#undef X

extern const opt *const opt_table[];
extern const int32_t opt_total;
#endif
