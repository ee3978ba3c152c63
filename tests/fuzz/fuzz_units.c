// Any bytes as a file of units: an error with its code, or units that spell what follows. And any bytes as a text whose
// units are learnt, written as a file and read again.
#include <stdlib.h>
#include <string.h>

#include "text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void *room(size_t bytes) {
  void *made = malloc(bytes + 1);
  if (made == NULL) abort();
  return made;
}

// How many characters are not among the units; the others are spelt as they stand.
static int64_t spell(const gn_units *u, const uint8_t *text, int64_t bytes) {
  int32_t *units = room(sizeof *units * (size_t)bytes);
  int32_t *work = room(sizeof *work * (size_t)gn_units_work(u, bytes));
  int64_t at = 0, unknown = 0;
  const int64_t n = gn_units_encode(u, units, work, text, bytes);
  if (n > bytes) abort();
  for (int64_t i = 0; i < n; i++) {
    int32_t length;
    uint8_t one[4];
    if (units[i] < -1 || units[i] >= gn_units_count(u)) abort();
    if (units[i] < 0) {
      gn_character(text, bytes, at, &length);
      unknown++;
    } else {
      const uint8_t *piece = gn_units_text(u, units[i], one, &length);
      if (length > bytes - at || memcmp(piece, text + at, (size_t)length) != 0) abort();
    }
    at += length;
  }
  if (at != bytes) abort();
  free(units);
  free(work);
  return unknown;
}

static gn_units *read(const uint8_t *file, int64_t bytes) {
  gn_error error;
  gn_units *u = gn_units_read(file, bytes, &error);
  if ((u != NULL) != (error.code == GN_OK)) abort();
  return u;
}

static void learn(const uint8_t *text, int64_t bytes, int32_t longer) {
  gn_error error;
  gn_bpe *bpe = gn_bpe_new(text, bytes, GN_SPLIT_GPT2, 2 * longer, &error);
  if (bpe == NULL) abort();
  const int32_t found = gn_bpe_step_longer(bpe, longer);
  uint8_t *work = room((size_t)gn_alphabet_work());
  const int32_t alphabet = gn_alphabet(NULL, 0, work, text, bytes);
  int32_t *characters = room(sizeof *characters * (size_t)alphabet);
  gn_alphabet(characters, alphabet, work, text, bytes);
  const int64_t size = gn_bpe_bytes(bpe);
  uint8_t *vocab = room((size_t)size), *file = room((size_t)gn_units_bytes(alphabet, size));
  gn_bpe_save(bpe, vocab);
  if (gn_units_save(file, characters, alphabet, vocab, size) != gn_units_bytes(alphabet, size)) abort();
  gn_units *u = read(file, gn_units_bytes(alphabet, size));
  if (alphabet > 0) {
    if (u == NULL || gn_units_characters(u) != alphabet || gn_units_count(u) != alphabet + found) abort();
    if (spell(u, text, bytes) != 0) abort();
  }
  gn_units_free(u);
  free(file);
  free(vocab);
  free(characters);
  free(work);
  gn_bpe_free(bpe);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
  gn_units *u = read(bytes, (int64_t)count);
  if (u != NULL) spell(u, bytes, (int64_t)count);
  gn_units_free(u);
  if (count > 1) learn(bytes + 1, (int64_t)count - 1, bytes[0]);
  return 0;
}
