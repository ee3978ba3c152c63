// The pairs of neighbouring tokens: found by hash, ranked in a heap, each with the list of its places. All counts are
// kept up to date, so that a merge costs as much as it has places.
#include "text/bpe.h"
#include "text/table.h"

bool pair_better(const gn_bpe *b, int32_t p, int32_t q) {
  const pair *x = &b->pairs[p], *y = &b->pairs[q];
  if (x->too_long != y->too_long) return y->too_long;
  if (x->count != y->count) return x->count > y->count;
  return x->left != y->left ? x->left < y->left : x->right < y->right;
}

// ---------------------------------------------------------------- the heap: each is better than both below it

static void put(gn_bpe *b, int32_t at, int32_t p) {
  b->heap[at] = p;
  b->pairs[p].ranked = at;
}

static void rise(gn_bpe *b, int32_t at) {
  const int32_t p = b->heap[at];
  for (; at > 0 && pair_better(b, p, b->heap[(at - 1) / 2]); at = (at - 1) / 2) put(b, at, b->heap[(at - 1) / 2]);
  put(b, at, p);
}

static void sink(gn_bpe *b, int32_t at) {
  const int32_t p = b->heap[at];
  for (int32_t below; (below = 2 * at + 1) < b->live; at = below) {
    if (below + 1 < b->live && pair_better(b, b->heap[below + 1], b->heap[below])) below++;
    if (!pair_better(b, b->heap[below], p)) break;
    put(b, at, b->heap[below]);
  }
  put(b, at, p);
}

// ---------------------------------------------------------------- the table

static uint32_t home(const gn_bpe *b, int32_t left, int32_t right) {
  return table_slot((uint64_t)left << 32 | (uint32_t)right, b->bits);
}

static uint32_t slot_of(const gn_bpe *b, int32_t left, int32_t right) { // its own, or the empty one for it
  uint32_t s = home(b, left, right);
  for (; b->slots[s] != 0; s = (s + 1) & (((uint32_t)1 << b->bits) - 1)) {
    const pair *p = &b->pairs[b->slots[s] - 1];
    if (p->left == left && p->right == right) break;
  }
  return s;
}

// Those behind it move up, where that brings them nearer to home (Knuth, 6.4, algorithm R).
static void vacate(gn_bpe *b, uint32_t hole) {
  const uint32_t mask = ((uint32_t)1 << b->bits) - 1;
  for (uint32_t s = (hole + 1) & mask; b->slots[s] != 0; s = (s + 1) & mask) {
    const pair *p = &b->pairs[b->slots[s] - 1];
    if (((s - home(b, p->left, p->right)) & mask) < ((s - hole) & mask)) continue;
    b->slots[hole] = b->slots[s];
    hole = s;
  }
  b->slots[hole] = 0;
}

static int32_t find_or_make(gn_bpe *b, int32_t left, int32_t right) {
  const uint32_t s = slot_of(b, left, right);
  if (b->slots[s] != 0) return b->slots[s] - 1;
  const int32_t at = b->live++, p = b->heap[at];
  const bool too_long = token_length(b, left) + token_length(b, right) > GN_MAX_TOKEN_BYTES;
  b->pairs[p] = (pair){left, right, 0, -1, at, too_long};
  b->slots[s] = p + 1;
  return p;
}

void pairs_drop(gn_bpe *b, int32_t p) {
  vacate(b, slot_of(b, b->pairs[p].left, b->pairs[p].right));
  const int32_t at = b->pairs[p].ranked, last = --b->live;
  put(b, at, b->heap[last]);
  put(b, last, p);
  if (at < last) {
    sink(b, at);
    rise(b, at);
  }
}

// ---------------------------------------------------------------- places

void pairs_link(gn_bpe *b, int32_t at) {
  place *x = &b->places[at];
  const int32_t p = find_or_make(b, x->token, b->places[x->next].token);
  pair *to = &b->pairs[p];
  x->before = -1;
  x->after = to->first;
  if (to->first >= 0) b->places[to->first].before = at;
  to->first = at;
  to->count += x->weight;
  rise(b, to->ranked);
}

void pairs_unlink(gn_bpe *b, int32_t at) {
  place *x = &b->places[at];
  const int32_t p = b->slots[slot_of(b, x->token, b->places[x->next].token)] - 1;
  pair *from = &b->pairs[p];
  if (x->after >= 0) b->places[x->after].before = x->before;
  if (x->before >= 0)
    b->places[x->before].after = x->after;
  else
    from->first = x->after;
  if (p == b->joining) return; // it goes as a whole, at the end of the step
  from->count -= x->weight;
  if (from->first < 0)
    pairs_drop(b, p);
  else
    sink(b, from->ranked);
}
