// The characters of a text as a vocabulary: there and back, whatever the bytes are.
#include "check.h"
#include "text.h"

static uint8_t work[1 << 18];

static void there_and_back(const char *text, int64_t bytes, int32_t different) {
  int32_t characters[64], tokens[256];
  CHECK(gn_alphabet_work() <= (int64_t)sizeof work);
  const int32_t count = gn_alphabet(characters, 64, work, (const uint8_t *)text, bytes);
  CHECK_INT(count, different);
  for (int32_t i = 1; i < count; i++) CHECK(characters[i - 1] < characters[i]);
  const int64_t n = gn_alphabet_encode(tokens, characters, count, (const uint8_t *)text, bytes);
  uint8_t again[512];
  int64_t at = 0;
  for (int64_t i = 0; i < n; i++) {
    CHECK(tokens[i] >= 0 && tokens[i] < count);
    at += gn_alphabet_text(again + at, characters[tokens[i]]);
  }
  CHECK_INT(at, bytes);
  CHECK(memcmp(again, text, (size_t)bytes) == 0);
}

static void of_every_length(void) {
  there_and_back("banana", 6, 3);
  there_and_back("", 0, 0);
  there_and_back("\0a\0", 3, 2);
  there_and_back("床前明月光，疑是地上霜。", 36, 12);
  there_and_back("aé中\U0001F600\U0001F600é", 16, 4);
  there_and_back("\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF",
                 25, 9);
}

static void bytes_that_are_no_characters(void) {
  there_and_back("\xFF\x80 \xE4\xB8", 5, 5);
  there_and_back("\xED\xA0\x80", 3, 3); // a surrogate
}

static void what_is_not_in_it(void) {
  const int32_t characters[] = {'a', 'c'};
  int32_t tokens[4];
  CHECK_INT(gn_alphabet_encode(tokens, characters, 2, (const uint8_t *)"cba\xFF", 4), 4);
  CHECK_INT(tokens[0], 1);
  CHECK_INT(tokens[1], -1);
  CHECK_INT(tokens[2], 0);
  CHECK_INT(tokens[3], -1);
}

static void no_more_than_there_is_room_for(void) {
  int32_t characters[3] = {0, 0, 77};
  CHECK_INT(gn_alphabet(characters, 2, work, (const uint8_t *)"dcba", 4), 4);
  CHECK(characters[0] == 'a' && characters[1] == 'b' && characters[2] == 77);
}

int main(void) {
  RUN(of_every_length);
  RUN(bytes_that_are_no_characters);
  RUN(what_is_not_in_it);
  RUN(no_more_than_there_is_room_for);
  return check_done();
}
