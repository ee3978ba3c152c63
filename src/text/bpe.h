// The inside of a BPE trainer: the pieces as lists of tokens (bpe.c), and the pairs in them (pairs.c).
#ifndef GN_TEXT_BPE_H
#define GN_TEXT_BPE_H

#include "text.h"

// A place in the pieces, laid end to end, where a token begins. Each but the last of its piece is the left of one
// pair; `after` and `before` chain the places of the same pair. −1: none.
typedef struct place {
  int32_t token;
  int32_t next, previous; // where the neighbours begin
  int32_t after, before;
  int32_t weight; // how often the piece is in the text
} place;

typedef struct pair {
  int32_t left, right;
  int32_t count;
  int32_t first;  // of its places; −1: none
  int32_t ranked; // where it is in the heap
  bool too_long;  // to become a token: ranks last
} pair;

typedef struct merge {
  int32_t left, right, count; // the pair it was made of, and its count then
  int32_t at, length;         // its bytes, where they are in the pieces
} merge;

typedef struct piece {
  int32_t at, bytes, count;
} piece;

struct gn_bpe {
  int64_t memory;
  int32_t split;
  int32_t merges, most;
  int32_t learned; // bytes of all tokens, end to end
  int64_t tokens;
  int32_t piece_count;
  piece *pieces;  // (piece_count)
  uint8_t *text;  // the pieces' bytes, end to end
  place *places;  // one per byte of `text`
  merge *learnt;  // (most): tokens 256 …
  pair *pairs;    // (pair_room)
  int32_t *heap;  // (pair_room): the best pair first; behind `live`, the numbers that are free
  int32_t *slots; // (2^bits) pair + 1, 0: empty
  int32_t live, pair_room, bits;
  uint8_t bytes[GN_BYTES]; // 0, 1, … 255
  int32_t joining;         // the pair that a step is about; −1: no step is under way
};

int32_t token_length(const gn_bpe *b, int32_t id);

// pairs.c
bool pair_better(const gn_bpe *b, int32_t p, int32_t q); // p is joined before q
void pairs_link(gn_bpe *b, int32_t at);                  // the pair that begins there exists (again)
void pairs_unlink(gn_bpe *b, int32_t at);                // and no longer
void pairs_drop(gn_bpe *b, int32_t p);                   // one without places

#endif
