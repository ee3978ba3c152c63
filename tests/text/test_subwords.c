// Units of whole characters: they spell the text to the byte, each is a character or a token of several, and none ends
// within one.
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "text.h"

enum { MOST = 4096 };
static gn_error error;
static int32_t tokens[MOST], ends[MOST], units[MOST], unit_of[GN_MAX_TOKENS], characters[MOST];
static uint8_t work[(0x110000 + GN_BYTES + 7) / 8];

typedef struct words {
  gn_vocab *vocab;
  int32_t alphabet, units;
} words;

static words learnt(const uint8_t *text, int64_t bytes, int32_t merges) {
  words w = {0};
  gn_bpe *bpe = gn_bpe_new(text, bytes, GN_SPLIT_GPT2, merges, &error);
  if (!bpe) return w;
  while (gn_bpe_step(bpe)) {
  }
  const int64_t size = gn_bpe_bytes(bpe);
  uint8_t *file = malloc((size_t)size);
  if (file) {
    gn_bpe_save(bpe, file);
    w.vocab = gn_vocab_read(file, size, &error);
  }
  free(file);
  gn_bpe_free(bpe);
  CHECK_INT(gn_alphabet_work(), (int64_t)sizeof work);
  w.alphabet = gn_alphabet(characters, MOST, work, text, bytes);
  if (w.vocab) w.units = gn_subwords(unit_of, w.vocab, w.alphabet);
  return w;
}

static int64_t encode(const words *w, const uint8_t *text, int64_t bytes) {
  int32_t *room = malloc(sizeof(int32_t) * (size_t)(gn_encode_work(w->vocab, bytes) + 1));
  if (!room) return -1;
  const int64_t n = gn_encode(w->vocab, tokens, ends, room, text, bytes);
  free(room);
  return gn_subword_encode(units, unit_of, characters, w->alphabet, tokens, ends, n, text, bytes);
}

static int32_t spell(const words *w, int32_t unit, uint8_t *out) {
  if (unit < w->alphabet) return gn_alphabet_text(out, characters[unit]);
  for (int32_t token = 0; token < gn_vocab_tokens(w->vocab); token++)
    if (unit_of[token] == unit) {
      int32_t length;
      const uint8_t *text = gn_vocab_token(w->vocab, token, &length);
      memcpy(out, text, (size_t)length);
      return length;
    }
  CHECK_FAIL("no unit %d", unit);
  return 0;
}

static void check_spelling(const words *w, const uint8_t *text, int64_t bytes) {
  static uint8_t spelt[4 * MOST];
  int64_t at = 0;
  const int64_t n = encode(w, text, bytes);
  for (int64_t i = 0; i < n; i++) at += spell(w, units[i], spelt + at);
  CHECK_INT(at, bytes);
  CHECK(memcmp(spelt, text, (size_t)bytes) == 0);
}

static void whole_words_and_characters(void) {
  const char *text = "the cat the dog the cat. 明月明月 é é é";
  const int64_t bytes = (int64_t)strlen(text);
  words w = learnt((const uint8_t *)text, bytes, 60);
  CHECK(w.vocab != NULL);
  if (!w.vocab) return;
  check_spelling(&w, (const uint8_t *)text, bytes);
  CHECK(w.units > w.alphabet);
  CHECK(encode(&w, (const uint8_t *)text, bytes) < 17);           // words are one unit each
  CHECK_INT(encode(&w, (const uint8_t *)"\xe6\x98\x8e", 3), 1);   // 明
  CHECK(units[0] < w.alphabet && characters[units[0]] == 0x660e); // a character, not a token of one
  CHECK_INT(encode(&w, (const uint8_t *)"\xe6\x97\xa5", 3), 1);   // 日, which it has never met
  CHECK_INT(units[0], -1);
  CHECK_INT(encode(&w, (const uint8_t *)"", 0), 0);
  gn_vocab_free(w.vocab);
}

// Random text of few letters of one to four bytes, with stray bytes between: merges join halves of characters.
static void any_text(void) {
  static const char *const letters[] = {"a", "b", " ", "é", "ê", "明", "昌", "\xf0\x9f\x98\x80", "\x98", "\xe6"};
  uint32_t state = 5;
  for (int32_t trial = 0; trial < 60; trial++) {
    uint8_t text[1200];
    int64_t bytes = 0;
    const uint32_t kinds = 2 + (uint32_t)trial % 9;
    for (int32_t i = 0; i < 250; i++) {
      state = state * 1664525 + 1013904223;
      const char *letter = letters[(state >> 8) % kinds + (trial % 2 && kinds < 8 ? 2 : 0)];
      memcpy(text + bytes, letter, strlen(letter));
      bytes += (int64_t)strlen(letter);
    }
    words w = learnt(text, bytes, 1 + trial * 3);
    CHECK(w.vocab != NULL);
    if (!w.vocab) return;
    check_spelling(&w, text, bytes);
    gn_vocab_free(w.vocab);
  }
}

static void characters_are_counted(void) {
  CHECK_INT(gn_characters((const uint8_t *)"a明é", 6), 3);
  CHECK_INT(gn_characters((const uint8_t *)"a明é", 5), -1);
  CHECK_INT(gn_characters((const uint8_t *)"\x98z", 2), -1);
  CHECK_INT(gn_characters(NULL, 0), 0);
}

int main(void) {
  RUN(characters_are_counted);
  RUN(whole_words_and_characters);
  RUN(any_text);
  return check_done();
}
