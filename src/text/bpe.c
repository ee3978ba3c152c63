// Byte-pair encoding, learned: count all pairs of neighbours, join the most frequent, again.
#include "text/bpe.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "data/fail.h"
#include "text/corpus.h"
#include "text/table.h"

// ---------------------------------------------------------------- one block, counted before

// First run, with base NULL, counts; the second hands out places.
typedef struct layout {
  uint8_t *base;
  int64_t at;
} layout;

static void *take(layout *l, int64_t count, size_t size) {
  void *here = l->base ? l->base + l->at : NULL;
  l->at += (count * (int64_t)size + 7) / 8 * 8;
  return here;
}

static void lay(gn_bpe *b, layout *l, const corpus *c) {
  take(l, 1, sizeof(gn_bpe));
  b->pieces = take(l, c->count, sizeof(piece));
  b->learnt = take(l, b->most, sizeof(merge));
  b->places = take(l, c->bytes, sizeof(place));
  b->pairs = take(l, b->pair_room, sizeof(pair));
  b->heap = take(l, b->pair_room, sizeof(int32_t));
  b->slots = take(l, (int64_t)1 << b->bits, sizeof(int32_t));
  b->text = take(l, c->bytes, 1);
}

static void fill(gn_bpe *b, const corpus *c, const uint8_t *text) {
  int32_t at = 0;
  for (int32_t i = 0; i < GN_BYTES; i++) b->bytes[i] = (uint8_t)i;
  for (int32_t i = 0; i < b->pair_room; i++) b->heap[i] = i;
  for (int32_t i = 0; i < c->count; i++) {
    const corpus_piece *from = &c->pieces[i];
    b->pieces[i] = (piece){at, from->bytes, from->count};
    memcpy(b->text + at, text + from->at, (size_t)from->bytes);
    const int32_t end = at + from->bytes;
    for (int32_t k = at; k < end; k++)
      b->places[k] = (place){b->text[k], k + 1 < end ? k + 1 : -1, k > at ? k - 1 : -1, -1, -1, from->count};
    at = end;
  }
  for (int32_t k = 0; k < at; k++)
    if (b->places[k].next >= 0) pairs_link(b, k);
}

gn_bpe *gn_bpe_new(const uint8_t *text, int64_t bytes, int32_t split, int32_t merges, gn_error *error) {
  assert(merges >= 0 && merges <= GN_MAX_TOKENS - GN_BYTES);
  if (bytes > GN_MAX_TEXT) {
    data_fail2(error, GN_TEXT_TOO_LONG, -1, bytes, GN_MAX_TEXT);
    return NULL;
  }
  data_fail(error, GN_NO_MEMORY, -1);
  corpus c;
  if (!corpus_read(&c, text, bytes, split)) return NULL;
  // A pair has a place, and every byte is the place of one pair at most.
  gn_bpe b = {.split = split,
              .most = merges,
              .tokens = bytes,
              .piece_count = c.count,
              .pair_room = (int32_t)(c.bytes - c.count),
              .bits = table_bits(c.bytes - c.count),
              .joining = -1};
  layout count = {NULL, 0};
  lay(&b, &count, &c);
  gn_bpe *made = count.at < PTRDIFF_MAX ? calloc(1, (size_t)count.at) : NULL;
  if (made != NULL) {
    layout hand = {(uint8_t *)made, 0};
    lay(&b, &hand, &c);
    b.memory = hand.at;
    *made = b;
    fill(made, &c, text);
    data_good(error);
  }
  corpus_free(&c);
  return made;
}

void gn_bpe_free(gn_bpe *b) {
  free(b);
}

// ---------------------------------------------------------------- a step

// x a b y → x ab y
static void join(gn_bpe *b, int32_t at, int32_t made) {
  place *left = &b->places[at];
  const int32_t right = left->next, next = b->places[right].next, previous = left->previous;
  if (previous >= 0) pairs_unlink(b, previous);
  pairs_unlink(b, at);
  if (next >= 0) pairs_unlink(b, right);
  left->token = made;
  left->next = next;
  if (next >= 0) b->places[next].previous = at;
  b->places[right].token = -1;
  if (previous >= 0) pairs_link(b, previous);
  if (next >= 0) pairs_link(b, at);
  b->tokens -= left->weight;
}

bool gn_bpe_step(gn_bpe *b) {
  if (b->merges == b->most || b->live == 0) return false;
  const int32_t best = b->heap[0];
  const pair p = b->pairs[best];
  if (p.too_long) return false;
  const int32_t length = token_length(b, p.left) + token_length(b, p.right);
  if (GN_BYTES + b->learned + length > GN_MAX_VOCAB_BYTES) return false;
  const int32_t made = GN_BYTES + b->merges;
  b->learnt[b->merges++] = (merge){p.left, p.right, p.count, p.first, length};
  b->learned += length;
  b->joining = best;
  for (int32_t at; (at = b->pairs[best].first) >= 0;) {
    // In a run like a a a the leftmost two are joined, and the places are in no order: from its beginning then.
    if (p.left == p.right)
      while (b->places[at].previous >= 0 && b->places[b->places[at].previous].token == p.left)
        at = b->places[at].previous;
    for (; at >= 0 && b->places[at].token == p.left; at = b->places[at].next) {
      const int32_t next = b->places[at].next;
      if (next < 0 || b->places[next].token != p.right) break;
      join(b, at, made);
    }
  }
  b->joining = -1;
  pairs_drop(b, best);
  return true;
}

// ---------------------------------------------------------------- looking

int32_t gn_bpe_best(const gn_bpe *b, gn_pair *pairs, int32_t most) {
  // The next best is below one that was taken, or the first.
  int32_t open[GN_BEST_PAIRS + 1] = {0}, count = b->live > 0, found = 0;
  while (found < most && found < GN_BEST_PAIRS && count > 0) {
    int32_t k = 0;
    for (int32_t i = 1; i < count; i++)
      if (pair_better(b, b->heap[open[i]], b->heap[open[k]])) k = i;
    const int32_t at = open[k];
    const pair *p = &b->pairs[b->heap[at]];
    if (p->too_long) break;
    pairs[found++] = (gn_pair){p->left, p->right, p->count};
    open[k] = open[--count];
    for (int32_t below = 2 * at + 1; below <= 2 * at + 2 && below < b->live; below++) open[count++] = below;
  }
  return found;
}

int64_t gn_bpe_memory(const gn_bpe *b) {
  return b->memory;
}
int32_t gn_bpe_merges(const gn_bpe *b) {
  return b->merges;
}
int64_t gn_bpe_tokens(const gn_bpe *b) {
  return b->tokens;
}
int32_t gn_bpe_pieces(const gn_bpe *b) {
  return b->piece_count;
}

void gn_bpe_merge(const gn_bpe *b, int32_t i, gn_pair *out) {
  assert(i >= 0 && i < b->merges);
  *out = (gn_pair){b->learnt[i].left, b->learnt[i].right, b->learnt[i].count};
}

int32_t token_length(const gn_bpe *b, int32_t id) {
  return id < GN_BYTES ? 1 : b->learnt[id - GN_BYTES].length;
}

const uint8_t *gn_bpe_token(const gn_bpe *b, int32_t id, int32_t *length) {
  assert(id >= 0 && id < GN_BYTES + b->merges);
  *length = token_length(b, id);
  return id < GN_BYTES ? b->bytes + id : b->text + b->learnt[id - GN_BYTES].at;
}

int32_t gn_bpe_piece_tokens(const gn_bpe *b, int32_t i, int32_t *tokens) {
  assert(i >= 0 && i < b->piece_count);
  int32_t n = 0;
  for (int32_t at = b->pieces[i].at; at >= 0; at = b->places[at].next, n++)
    if (tokens != NULL) tokens[n] = b->places[at].token;
  return n;
}

void gn_bpe_piece(const gn_bpe *b, int32_t i, gn_piece *out) {
  assert(i >= 0 && i < b->piece_count);
  const piece *p = &b->pieces[i];
  *out = (gn_piece){b->text + p->at, p->bytes, p->count, gn_bpe_piece_tokens(b, i, NULL)};
}
