// One pair of words: the kernel beneath gn_words_train, and its scalar definition.
#ifndef GN_WORDS_PAIR_H
#define GN_WORDS_PAIR_H

#include <stdint.h>

// e += g·u, then u += g·v; (n) each. What v is to gain is gathered in e, as it stays until all its pairs are done.
void pair_update(float *e, float *u, const float *v, float g, int64_t n);
void pair_update_ref(float *e, float *u, const float *v, float g, int64_t n);

#endif
