// Words of a text: which there are, in which order, and the text as them.
#include "check.h"
#include "words.h"

enum { ROOM = 256 };
static gn_word words[ROOM];
static int32_t tokens[ROOM], ends[ROOM], work[8 * ROOM];
static int64_t count;

static int32_t read_cut(const char *text, int64_t bytes, int64_t units, int32_t least, int32_t most) {
  CHECK(gn_words_work(units) <= (int64_t)(sizeof work / sizeof *work));
  return gn_words_read(words, most, tokens, &count, work, (const uint8_t *)text, bytes, ends, units, least);
}

static int32_t read_text(const char *text, int32_t least, int32_t most) {
  const int64_t bytes = (int64_t)strlen(text);
  const int64_t units = gn_words_split(ends, (const uint8_t *)text, bytes);
  return read_cut(text, bytes, units, least, most);
}

static bool is(int32_t i, const char *text, const char *word, int32_t times) {
  return words[i].length == (int32_t)strlen(word) && words[i].count == times &&
         memcmp(text + words[i].at, word, (size_t)words[i].length) == 0;
}

static void tokens_are(const int32_t *want, int64_t n) {
  CHECK_INT(count, n);
  for (int64_t i = 0; i < n && i < count; i++) CHECK_INT(tokens[i], want[i]);
}

static void the_commonest_first(void) {
  const char *text = "the sea, the whale - the sea: a ship";
  CHECK_INT(read_text(text, 1, ROOM), 5);
  CHECK(is(0, text, "the", 3) && is(1, text, "sea", 2) && is(2, text, "whale", 1) && is(4, text, "ship", 1));
  tokens_are((int32_t[]){0, 1, 0, 2, 0, 1, 3, 4}, 8);
}

static void what_is_rare_is_left_out(void) {
  const char *text = "the sea, the whale - the sea: a ship";
  CHECK_INT(read_text(text, 2, ROOM), 2);
  tokens_are((int32_t[]){0, 1, 0, 0, 1}, 5);
  CHECK_INT(read_text(text, 1, 1), 1);
  tokens_are((int32_t[]){0, 0, 0}, 3);
  CHECK_INT(read_text(text, 9, ROOM), 0);
  CHECK_INT(count, 0);
}

static void paragraphs(void) {
  CHECK_INT(read_text("a b\nc\n\nb\n\n\n\n, \n\na", 1, ROOM), 3);
  tokens_are((int32_t[]){0, 1, 2, -1, 1, -1, 0}, 7);
  read_text("a a\n\nb\n\na", 2, ROOM); // what lies between two marks is left out: one mark
  tokens_are((int32_t[]){0, 0, -1, 0}, 4);
}

static void chinese_characters(void) {
  const char *text = "床前明月光，疑是地上霜。举头望明月，低头思故乡。";
  CHECK_INT(read_text(text, 2, ROOM), 3);
  CHECK(is(0, text, "明", 2) && is(1, text, "月", 2) && is(2, text, "头", 2));
}

static void another_cut(void) { // "床前" "明月" "光", "，", "明月"
  const char *text = "床前明月光，明月";
  const int32_t cut[] = {6, 12, 15, 18, 24, 24, 99};
  memcpy(ends, cut, sizeof cut);
  CHECK_INT(read_cut(text, 24, 7, 1, ROOM), 3);
  CHECK(is(0, text, "明月", 2) && is(1, text, "床前", 1) && is(2, text, "光", 1));
  tokens_are((int32_t[]){1, 0, 2, 0}, 4);
}

static void nothing_to_read(void) {
  CHECK_INT(read_text("", 1, ROOM), 0);
  CHECK_INT(read_text("... \n\n \xFF\xC0 !", 1, ROOM), 0);
  CHECK_INT(count, 0);
}

int main(void) {
  RUN(the_commonest_first);
  RUN(what_is_rare_is_left_out);
  RUN(paragraphs);
  RUN(chinese_characters);
  RUN(another_cut);
  RUN(nothing_to_read);
  return check_done();
}
