// The different pieces of a text and how often each is there: what byte-pair encoding learns from.
#ifndef GN_TEXT_CORPUS_H
#define GN_TEXT_CORPUS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct corpus_piece {
  int32_t at, bytes; // its first appearance in the text
  int32_t count;
} corpus_piece;

typedef struct corpus {
  corpus_piece *pieces; // by first appearance
  int32_t count;
  int64_t bytes; // of all of them, each once
} corpus;

// False: no memory. Freed by corpus_free.
bool corpus_read(corpus *c, const uint8_t *text, int64_t bytes, int32_t split);
void corpus_free(corpus *c);

#endif
