// The inside of a vocabulary.
#ifndef GN_TEXT_VOCAB_H
#define GN_TEXT_VOCAB_H

#include <string.h>

#include "text.h"
#include "text/table.h"

#define VOCAB_MAGIC "GNTOKENS"
enum {
  VOCAB_VERSION_AT = 8,
  VOCAB_SPLIT_AT = 12,
  VOCAB_MERGES_AT = 16,
  VOCAB_SPECIALS_AT = 20,
  VOCAB_BYTES_AT = 24,
  VOCAB_HEADER = VOCAB_BYTES_AT + GN_BYTES,
  VOCAB_MERGE = 4, // bytes of one
};

typedef struct parts {
  uint16_t left, right;
} parts;

struct gn_vocab {
  int32_t split, merges, specials;
  int32_t used;                  // merges that encoding takes
  int32_t bits;                  // of the table
  uint16_t byte_token[GN_BYTES]; // of each byte
  uint32_t *at;                  // (tokens + 1): where each token's bytes begin
  uint8_t *bytes;                // of all tokens, end to end
  parts *pairs;                  // (merges)
  uint16_t *slots;               // (2^bits): token that a pair makes, 0: empty
};

static inline uint32_t vocab_slot(const gn_vocab *v, int32_t left, int32_t right) { // the pair's, or an empty one
  uint32_t s = table_slot((uint32_t)left << 16 | (uint32_t)right, v->bits);
  for (; v->slots[s] != 0; s = (s + 1) & (((uint32_t)1 << v->bits) - 1)) {
    const parts *p = &v->pairs[v->slots[s] - GN_BYTES];
    if (p->left == left && p->right == right) break;
  }
  return s;
}

static inline int32_t vocab_length(const gn_vocab *v, int32_t token) {
  return (int32_t)(v->at[token + 1] - v->at[token]);
}

#endif
