// When memory runs out at any allocation: NO_MEMORY, and nothing is left behind (AddressSanitizer looks).
#include <stdlib.h>

#include "check.h"
#include "text/vocab_file.h"

static int allowed; // allocations that succeed

static void *short_calloc(size_t count, size_t size) {
  return allowed-- > 0 ? calloc(count, size) : NULL;
}

// The source itself, which takes its memory there; the linker takes it before the library's.
#define calloc short_calloc
#include "text/vocab.c"
#undef calloc

static void reading(void) {
  gn_error error = {0};
  static vocab_file f;
  file_begin(&f, GN_SPLIT_GPT2, 1, 0, 0);
  file_merge(&f, 'a', 'b');
  for (int n = 0; n < 3; n++) {
    allowed = n;
    gn_vocab *v = gn_vocab_read(f.bytes, f.count, &error);
    CHECK((v != NULL) == (n == 2));
    CHECK_INT(error.code, n == 2 ? GN_OK : GN_NO_MEMORY);
    gn_vocab_free(v);
  }
}

int main(void) {
  RUN(reading);
  return check_done();
}
