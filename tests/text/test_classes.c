// The class of every code point that Unicode 15.0 has, against Unicode's own files.
#include <stdlib.h>

#include "check.h"
#include "golden/unicode.h"
#include "text/classes.h"

static void all_code_points(void) {
  static const char letters[] = "OLINSM"; // of text_class, in its order
  int32_t code = 0, wrong = 0;
  for (size_t i = 0; i < sizeof unicode_runs / sizeof *unicode_runs; i++)
    for (const char *run = unicode_runs[i]; *run != '\0';) {
      char *letter;
      const int32_t end = code + (int32_t)strtol(run, &letter, 10);
      for (; code < end; code++) // what is not assigned yet may be anything later
        if (*letter != 'U' && letters[text_class_of(code)] != *letter && wrong++ < 10)
          CHECK_FAIL("U+%04X is %c, should be %c", (unsigned)code, letters[text_class_of(code)], *letter);
      run = letter + 1;
    }
  CHECK_INT(code, 0x110000);
  CHECK_INT(wrong, 0);
}

static void no_code_point(void) {
  CHECK_INT(text_class_of(-1), TEXT_OTHER);
  CHECK_INT(text_class_of(0x110000), TEXT_OTHER);
}

int main(void) {
  RUN(all_code_points);
  RUN(no_code_point);
  return check_done();
}
