// A hash table with open addressing over the pieces of a text; its size is known from their number.
#include "text/corpus.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "text/table.h"

static uint32_t hash_bytes(const uint8_t *p, int64_t n) { // FNV-1a (Fowler, Noll, Vo)
  uint32_t h = 2166136261u;
  for (int64_t i = 0; i < n; i++) h = (h ^ p[i]) * 16777619u;
  return h;
}

static void add(corpus *c, int32_t *slots, int32_t bits, const uint8_t *text, int32_t at, int32_t bytes) {
  const uint32_t mask = ((uint32_t)1 << bits) - 1;
  for (uint32_t s = table_slot(hash_bytes(text + at, bytes), bits);; s = (s + 1) & mask) {
    if (slots[s] == 0) {
      c->pieces[c->count] = (corpus_piece){at, bytes, 1};
      c->bytes += bytes;
      slots[s] = ++c->count;
      return;
    }
    corpus_piece *known = &c->pieces[slots[s] - 1];
    if (known->bytes == bytes && memcmp(text + known->at, text + at, (size_t)bytes) == 0) {
      known->count++;
      return;
    }
  }
}

bool corpus_read(corpus *c, const uint8_t *text, int64_t bytes, int32_t split) {
  *c = (corpus){0};
  const int64_t most = gn_split_all(NULL, split, text, bytes);
  const int32_t bits = table_bits(most);
  int32_t *slots = calloc((size_t)1 << bits, sizeof *slots);
  c->pieces = calloc((size_t)most + 1, sizeof *c->pieces);
  const bool good = slots != NULL && c->pieces != NULL;
  for (int64_t at = 0; good && at < bytes;) {
    const int64_t end = gn_split_end(split, text, bytes, at);
    add(c, slots, bits, text, (int32_t)at, (int32_t)(end - at));
    at = end;
  }
  free(slots);
  if (!good) corpus_free(c);
  return good;
}

void corpus_free(corpus *c) {
  free(c->pieces);
  *c = (corpus){0};
}
