// How text is cut into units. Each returns where the unit that begins at byte `at` < bytes ends.
#ifndef GN_TEXT_SPLIT_H
#define GN_TEXT_SPLIT_H

#include <stdint.h>

int64_t word_end(const uint8_t *text, int64_t bytes, int64_t at);  // words.c
int64_t piece_end(const uint8_t *text, int64_t bytes, int64_t at); // pieces.c

#endif
