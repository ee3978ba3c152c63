// When memory runs out at any allocation: NO_MEMORY, and nothing is left behind (AddressSanitizer looks).
#include <stdlib.h>

#include "check.h"

static int allowed; // allocations that succeed

static void *short_calloc(size_t count, size_t size) {
  return allowed-- > 0 ? calloc(count, size) : NULL;
}

// The sources themselves, which take their memory there; the linker takes these before the library's.
#define calloc short_calloc
#include "text/bpe.c"
#include "text/corpus.c"
#undef calloc

static void learning(void) {
  gn_error error = {0};
  gn_bpe *b = NULL;
  for (int n = 0; n < 3; n++) {
    allowed = n;
    b = gn_bpe_new((const uint8_t *)"low lower", 9, GN_SPLIT_GPT2, 3, &error);
    CHECK(b == NULL);
    CHECK_INT(error.code, GN_NO_MEMORY);
  }
  allowed = 3;
  b = gn_bpe_new((const uint8_t *)"low lower", 9, GN_SPLIT_GPT2, 3, &error);
  CHECK(b != NULL);
  CHECK_INT(error.code, GN_OK);
  gn_bpe_free(b);
}

int main(void) {
  RUN(learning);
  return check_done();
}
