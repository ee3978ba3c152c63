// Characters: each well-formed one in one, each other byte by itself.
#include "check.h"
#include "text.h"

static int32_t length;

static int32_t at(const char *text, int64_t bytes, int64_t place) {
  return gn_character((const uint8_t *)text, bytes, place, &length);
}

static void first_and_last_of_each_length(void) {
  static const struct {
    const char *text;
    int32_t code;
  } cases[] = {{"\x01", 1},
               {"\x7F", 0x7F},
               {"\xC2\x80", 0x80},
               {"\xDF\xBF", 0x7FF},
               {"\xE0\xA0\x80", 0x800},
               {"\xED\x9F\xBF", 0xD7FF},
               {"\xEE\x80\x80", 0xE000},
               {"\xEF\xBF\xBF", 0xFFFF},
               {"\xF0\x90\x80\x80", 0x10000},
               {"\xF4\x8F\xBF\xBF", 0x10FFFF}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const int64_t bytes = (int64_t)strlen(cases[i].text);
    CHECK_INT(at(cases[i].text, bytes, 0), cases[i].code);
    CHECK_INT(length, bytes);
    if (bytes == 1) continue;
    CHECK_INT(at(cases[i].text, bytes - 1, 0), -1); // cut off
    CHECK_INT(length, 1);
    CHECK_INT(at(cases[i].text, bytes, 1), -1); // begun in the middle
  }
  CHECK_INT(at("\0x", 2, 0), 0);
}

// What is longer than needed, a surrogate or beyond the last code point (RFC 3629, 3 and 4).
static void malformed(void) {
  static const char *const texts[] = {"\xC0\x80",     "\xC1\xBF",         "\xE0\x9F\xBF",     "\xED\xA0\x80",
                                      "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF5\x80\x80\x80", "\xF4\x90\x80\x80",
                                      "\xFF\x80",     "\x80\x80",         "\xE4\xB8\x41"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    CHECK_INT(at(texts[i], (int64_t)strlen(texts[i]), 0), -1);
    CHECK_INT(length, 1);
  }
  CHECK_INT(at("\xE4\xB8\x41", 3, 2), 'A'); // no byte is eaten
}

int main(void) {
  RUN(first_and_last_of_each_length);
  RUN(malformed);
  return check_done();
}
