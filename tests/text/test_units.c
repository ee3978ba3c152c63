// Files of units: what is written is read, cuts a text as before, and what anybody has broken is refused with its
// place.
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "text.h"

static const char TEXT[] = "the cat the dog the cat. 明月明月 é é é";
static uint8_t file[8192], vocab[8192], work[(0x110000 + GN_BYTES + 7) / 8];
static int32_t characters[64], units[256], room[2048];
static int64_t size;
static gn_error error;

// With so many longer units; 0: without a vocabulary.
static void written(int32_t longer) {
  const uint8_t *text = (const uint8_t *)TEXT;
  const int64_t bytes = (int64_t)strlen(TEXT);
  const int32_t count = gn_alphabet(characters, 64, work, text, bytes);
  int64_t vocab_bytes = 0;
  if (longer > 0) {
    gn_bpe *bpe = gn_bpe_new(text, bytes, GN_SPLIT_GPT2, 200, &error);
    CHECK(bpe != NULL);
    if (!bpe) return;
    CHECK_INT(gn_bpe_step_longer(bpe, longer), longer);
    CHECK_INT(gn_bpe_step_longer(bpe, longer), longer); // there are as many already
    vocab_bytes = gn_bpe_save(bpe, vocab);
    gn_bpe_free(bpe);
  }
  size = gn_units_save(file, characters, count, vocab, vocab_bytes);
  CHECK_INT(size, gn_units_bytes(count, vocab_bytes));
}

static void there_and_back(int32_t longer) {
  written(longer);
  gn_units *u = gn_units_read(file, size, &error);
  CHECK(u != NULL);
  if (!u) return;
  const uint8_t *text = (const uint8_t *)TEXT;
  const int64_t bytes = (int64_t)strlen(TEXT);
  CHECK_INT(gn_units_count(u), gn_units_characters(u) + longer);
  CHECK(gn_units_work(u, bytes) <= 2048);
  const int64_t n = gn_units_encode(u, units, room, text, bytes);
  CHECK(longer > 0 ? n < 25 : n == gn_characters(text, bytes));
  int64_t at = 0;
  for (int64_t i = 0; i < n; i++) {
    uint8_t one[4];
    int32_t length = 0;
    CHECK(units[i] >= 0);
    const uint8_t *piece = gn_units_text(u, units[i], one, &length);
    CHECK(memcmp(piece, text + at, (size_t)length) == 0);
    at += length;
  }
  CHECK_INT(at, bytes);
  CHECK_INT(gn_units_encode(u, units, room, (const uint8_t *)"日", 3), 1);
  CHECK_INT(units[0], -1);
  gn_units_free(u);
}

static void characters_alone(void) {
  there_and_back(0);
}
static void with_longer_units(void) {
  there_and_back(8);
}

static void refused(int32_t code, int32_t at) {
  CHECK(gn_units_read(file, size, &error) == NULL);
  CHECK_INT(error.code, code);
  CHECK_INT(error.at, at);
}

static void broken(int64_t at, uint8_t byte, int32_t code, int32_t place) {
  written(8);
  file[at] = byte;
  refused(code, place);
}

static void what_is_broken(void) {
  written(8);
  const int32_t from = 20 + 4 * gn_alphabet(NULL, 0, work, (const uint8_t *)TEXT, (int64_t)strlen(TEXT));
  broken(3, 'x', GN_FILE_FORMAT, 3);
  broken(8, 9, GN_FILE_VERSION, -1);
  broken(24, file[20], GN_FILE_FORMAT, 24); // twice the same character
  broken(22, 0x7F, GN_FILE_FORMAT, 20);     // no such character
  broken(from + 2, 'x', GN_FILE_FORMAT, from + 2);
  broken(from + 281, 9, GN_FILE_FORMAT, from + 280); // a merge of a token that is not there yet
  written(8);
  file[12] = file[13] = 0; // no characters
  refused(GN_FILE_FORMAT, 12);
  written(8);
  size--;
  refused(GN_FILE_TRUNCATED, -1);
  CHECK_INT(error.arg[0], size + 1);
  size += 2;
  refused(GN_FILE_FORMAT, (int32_t)size - 1);
  size = 11;
  refused(GN_FILE_TRUNCATED, -1);
}

int main(void) {
  RUN(characters_alone);
  RUN(with_longer_units);
  RUN(what_is_broken);
  return check_done();
}
