// Words of a text: a hash table with open addressing, then sorted by how often each is there.
#include <string.h>

#include "text.h"
#include "text/classes.h"
#include "text/table.h"
#include "words.h"

enum { PART = -1 };

static uint32_t hash_bytes(const uint8_t *p, int64_t n) { // FNV-1a (Fowler, Noll, Vo)
  uint32_t h = 2166136261u;
  for (int64_t i = 0; i < n; i++) h = (h ^ p[i]) * 16777619u;
  return h;
}

static bool is_word(const uint8_t *text, int64_t bytes) {
  int32_t length;
  const text_class kind = text_class_of(gn_character(text, bytes, 0, &length));
  return kind == TEXT_LETTER || kind == TEXT_IDEOGRAPH || kind == TEXT_NUMBER;
}

// Two line breaks or more in a unit: a paragraph ends. (\r\n has one.)
static int32_t breaks(const uint8_t *text, int64_t bytes) {
  int32_t n = 0;
  for (int64_t i = 0; i < bytes; i++) n += text[i] == '\n';
  return n;
}

int64_t gn_words_split(int32_t *ends, const uint8_t *text, int64_t bytes) {
  return gn_split_all(ends, GN_SPLIT_WORDS, text, bytes);
}

int64_t gn_words_work(int64_t units) { // slots, then (at, bytes, count, place) of each different word
  return ((int64_t)1 << table_bits(units)) + 4 * units;
}

typedef struct found {
  int32_t at, bytes, count, place; // place: in the order of counts; −1: left out
} found;

static int32_t look_up(found *all, int32_t *n, int32_t *slots, int32_t bits, const uint8_t *text, int32_t at,
                       int32_t bytes) {
  const uint32_t mask = ((uint32_t)1 << bits) - 1;
  for (uint32_t s = table_slot(hash_bytes(text + at, bytes), bits);; s = (s + 1) & mask) {
    if (slots[s] == 0) {
      all[*n] = (found){at, bytes, 0, -1};
      slots[s] = ++*n;
    }
    found *known = &all[slots[s] - 1];
    if (known->bytes == bytes && memcmp(text + known->at, text + at, (size_t)bytes) == 0) {
      known->count++;
      return slots[s] - 1;
    }
  }
}

static bool before(const found *all, int32_t a, int32_t b) {
  return all[a].count != all[b].count ? all[a].count > all[b].count : a < b;
}

// Heapsort: the order is total, so that any way of sorting gives it.
static void sink(int32_t *order, int32_t n, int32_t i, const found *all) {
  for (int32_t child; (child = 2 * i + 1) < n; i = child) {
    if (child + 1 < n && before(all, order[child], order[child + 1])) child++;
    if (!before(all, order[i], order[child])) return;
    const int32_t up = order[child];
    order[child] = order[i];
    order[i] = up;
  }
}

static void sort(int32_t *order, int32_t n, const found *all) {
  for (int32_t i = n / 2 - 1; i >= 0; i--) sink(order, n, i, all);
  for (int32_t end = n - 1; end > 0; end--) {
    const int32_t last = order[0];
    order[0] = order[end];
    order[end] = last;
    sink(order, end, 0, all);
  }
}

int32_t gn_words_read(gn_word *words, int32_t most, int32_t *tokens, int64_t *count, int32_t *work, const uint8_t *text,
                      int64_t bytes, const int32_t *ends, int64_t units, int32_t least) {
  const int32_t bits = table_bits(units);
  int32_t *slots = work;
  found *all = (found *)(void *)(work + ((int64_t)1 << bits));
  memset(slots, 0, sizeof *slots << bits);
  int32_t different = 0;
  int64_t n = 0;
  int32_t at = 0;
  for (int64_t i = 0; i < units && at < bytes; i++) {
    const int32_t end = ends[i] > bytes ? (int32_t)bytes : ends[i];
    if (end <= at) continue;
    if (is_word(text + at, end - at))
      tokens[n++] = look_up(all, &different, slots, bits, text, at, end - at);
    else if (n > 0 && tokens[n - 1] != PART && breaks(text + at, end - at) > 1)
      tokens[n++] = PART;
    at = end;
  }
  // The slots are done with: there is room in them for the order.
  int32_t frequent = 0;
  for (int32_t i = 0; i < different; i++)
    if (all[i].count >= least) slots[frequent++] = i;
  sort(slots, frequent, all);
  const int32_t there = frequent < most ? frequent : most;
  for (int32_t i = 0; i < there; i++) {
    found *f = &all[slots[i]];
    f->place = i;
    words[i] = (gn_word){f->at, f->bytes, f->count};
  }
  int64_t kept = 0;
  for (int64_t i = 0; i < n; i++) {
    const int32_t word = tokens[i] == PART ? PART : all[tokens[i]].place;
    if (word >= 0 || (tokens[i] == PART && kept > 0 && tokens[kept - 1] != PART)) tokens[kept++] = word;
  }
  *count = kept;
  return there;
}
