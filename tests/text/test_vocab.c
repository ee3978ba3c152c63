// Vocabulary files: what is written is read again; each way of being broken, with its place.
#include <stdlib.h>

#include "check.h"
#include "text.h"
#include "text/vocab_file.h"

static gn_error error;
static vocab_file f;

static void small_file(void) { // "ab", "abc", and one special
  file_begin(&f, GN_SPLIT_GPT2, 2, 1, 0);
  file_merge(&f, 'a', 'b');
  file_merge(&f, 256, 'c');
  file_special(&f, "<end>");
}

static gn_vocab *read_file(void) {
  // Of exactly that size, so that AddressSanitizer sees a step beyond.
  uint8_t *copy = malloc((size_t)f.count + 1);
  if (copy == NULL) return NULL;
  memcpy(copy + 1, f.bytes, (size_t)f.count);
  gn_vocab *v = gn_vocab_read(copy + 1, f.count, &error);
  free(copy);
  return v;
}

static void refuse(gn_code code, int32_t at) {
  gn_vocab *v = read_file();
  CHECK(v == NULL);
  gn_vocab_free(v);
  CHECK_TEXT(gn_code_name(error.code), gn_code_name((int32_t)code));
  CHECK_INT(error.at, at);
}

static void check_token(const gn_vocab *v, int32_t token, const char *want) {
  int32_t length;
  const uint8_t *bytes = gn_vocab_token(v, token, &length);
  CHECK_INT(length, strlen(want));
  CHECK(memcmp(bytes, want, strlen(want)) == 0);
}

static void a_file_is_read(void) {
  small_file();
  gn_vocab *v = read_file();
  CHECK(v != NULL);
  if (v == NULL) return;
  CHECK_INT(error.code, GN_OK);
  CHECK_INT(gn_vocab_tokens(v), 259);
  CHECK_INT(gn_vocab_merges(v), 2);
  CHECK_INT(gn_vocab_split(v), GN_SPLIT_GPT2);
  check_token(v, 'z', "z");
  check_token(v, 256, "ab");
  check_token(v, 257, "abc");
  check_token(v, 258, "<end>");
  gn_pair p;
  CHECK(gn_vocab_pair(v, 257, &p));
  CHECK(p.left == 256 && p.right == 'c' && p.count == 0);
  CHECK(!gn_vocab_pair(v, 'c', &p));
  CHECK(!gn_vocab_pair(v, 258, &p));
  gn_vocab_free(v);
  gn_vocab_free(NULL);
}

static void bytes_may_be_in_any_order(void) {
  file_begin(&f, GN_SPLIT_GPT2, 1, 0, 200);
  file_merge(&f, 0, 255);
  gn_vocab *v = read_file();
  CHECK(v != NULL);
  if (v == NULL) return;
  check_token(v, 0, "\xC8");
  check_token(v, 256, "\xC8\xC7");
  gn_vocab_free(v);
}

static void what_is_learnt_is_saved(void) {
  const char text[] = "low lower lowest";
  gn_bpe *b = gn_bpe_new((const uint8_t *)text, (int64_t)strlen(text), GN_SPLIT_WORDS, 3, &error);
  CHECK(b != NULL);
  if (b == NULL) return;
  while (gn_bpe_step(b)) {
  }
  f.count = gn_bpe_bytes(b);
  CHECK_INT(f.count, FILE_HEADER + 3 * 4);
  CHECK_INT(gn_bpe_save(b, f.bytes), f.count);
  gn_vocab *v = read_file();
  CHECK(v != NULL);
  if (v != NULL) {
    CHECK_INT(gn_vocab_split(v), GN_SPLIT_WORDS);
    CHECK_INT(gn_vocab_tokens(v), 259);
    for (int32_t i = 0; i < gn_bpe_merges(b); i++) {
      gn_pair want, got = {0};
      int32_t length, as_long;
      gn_bpe_merge(b, i, &want);
      CHECK(gn_vocab_pair(v, GN_BYTES + i, &got));
      CHECK(got.left == want.left && got.right == want.right);
      const uint8_t *bytes = gn_bpe_token(b, GN_BYTES + i, &length), *same = gn_vocab_token(v, GN_BYTES + i, &as_long);
      CHECK_INT(as_long, length);
      CHECK(memcmp(bytes, same, (size_t)length) == 0);
    }
  }
  gn_vocab_free(v);
  gn_bpe_free(b);
}

static void every_truncation_is_told(void) {
  small_file();
  const int64_t whole = f.count;
  for (f.count = 0; f.count < whole; f.count++) {
    refuse(GN_FILE_TRUNCATED, -1);
    CHECK_INT(error.arg[1], f.count);
    CHECK(error.arg[0] > f.count && error.arg[0] <= whole);
  }
}

static void every_wrong_piece_has_its_place(void) {
  for (int32_t i = 0; i < 8; i++) {
    small_file();
    f.bytes[i] ^= 1;
    refuse(GN_FILE_FORMAT, i);
    f.count = i + 1; // though there is no more
    refuse(GN_FILE_FORMAT, i);
  }
  small_file();
  f.bytes[8] = 2;
  refuse(GN_FILE_VERSION, -1);
  CHECK_INT(error.arg[0], 2);
  CHECK_INT(error.arg[1], GN_VOCAB_VERSION);
  small_file();
  f.bytes[12] = (uint8_t)gn_split_count();
  refuse(GN_FILE_FORMAT, 12);
  small_file();
  f.bytes[15] = 0x80;
  refuse(GN_FILE_FORMAT, 12);
  small_file();
  f.bytes[18] = 1; // 65,538 merges
  refuse(GN_FILE_FORMAT, 16);
  small_file();
  f.bytes[20] = f.bytes[21] = 0xFF; // 65,535 specials
  refuse(GN_FILE_FORMAT, 20);
  small_file();
  f.bytes[24 + 7] = 3; // a byte twice
  refuse(GN_FILE_FORMAT, 24 + 7);
  small_file();
  f.bytes[FILE_HEADER + 1] = 1; // merge 0 of token 256 + 'a'
  refuse(GN_FILE_FORMAT, FILE_HEADER);
  small_file();
  f.bytes[FILE_HEADER + 4 + 2] = 1;
  f.bytes[FILE_HEADER + 4 + 3] = 1; // merge 1 of itself
  refuse(GN_FILE_FORMAT, FILE_HEADER + 4 + 2);
  small_file();
  memcpy(f.bytes + FILE_HEADER + 4, f.bytes + FILE_HEADER, 4); // a pair twice
  refuse(GN_FILE_FORMAT, FILE_HEADER + 4);
  small_file();
  f.count++; // more than it says
  refuse(GN_FILE_FORMAT, (int32_t)f.count - 1);
}

static void tokens_that_grow_without_end(void) {
  file_begin(&f, GN_SPLIT_GPT2, 13, 0, 0);
  for (uint32_t i = 0; i < 13; i++) file_merge(&f, i == 0 ? 'a' : 255 + i, i == 0 ? 'a' : 255 + i);
  refuse(GN_FILE_FORMAT, FILE_HEADER + 4 * 12); // 8192 bytes
  enum { MANY = 9000 };                         // of 2,050 bytes each: more than all tokens may have
  file_begin(&f, GN_SPLIT_GPT2, MANY, 0, 0);
  for (uint32_t i = 0; i < 11; i++) file_merge(&f, i == 0 ? 'a' : 255 + i, i == 0 ? 'a' : 255 + i);
  for (uint32_t i = 11; i < 11 + 256; i++) file_merge(&f, 266, i - 11);
  for (uint32_t i = 11 + 256; i < MANY; i++) file_merge(&f, 267 + i % 256, i / 256);
  // 256 of 1, 2 + 4 + … + 2048, 256 of 2049, and 7926 of 2050 bytes are within 2^24
  refuse(GN_FILE_FORMAT, FILE_HEADER + 4 * (11 + 256 + 7926));
  file_begin(&f, GN_SPLIT_GPT2, 0, 1, 0);
  file_u16(&f, GN_MAX_TOKEN_BYTES + 1);
  f.count += GN_MAX_TOKEN_BYTES + 1;
  refuse(GN_FILE_FORMAT, FILE_HEADER);
}

int main(void) {
  RUN(a_file_is_read);
  RUN(bytes_may_be_in_any_order);
  RUN(what_is_learnt_is_saved);
  RUN(every_truncation_is_told);
  RUN(every_wrong_piece_has_its_place);
  RUN(tokens_that_grow_without_end);
  return check_done();
}
