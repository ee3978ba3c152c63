// One table of the ways to cut text.
#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "text.h"
#include "text/split.h"
#include "text/utf8.h"

static const char *const names[] = {
#define X(NAME, name) #name,
    GN_SPLITS(X)
#undef X
};

int32_t gn_split_count(void) {
  return (int32_t)(sizeof names / sizeof *names);
}

const char *gn_split_name(int32_t split) {
  return names[split];
}

int32_t gn_split_find(const char *name) {
  for (int32_t i = 0; i < gn_split_count(); i++)
    if (strcmp(names[i], name) == 0) return i;
  return -1;
}

int64_t gn_split_end(int32_t split, const uint8_t *text, int64_t bytes, int64_t at) {
  assert(at >= 0 && at < bytes);
  int32_t length;
  switch ((gn_split)split) {
  case GN_SPLIT_BYTES:
    return at + 1;
  case GN_SPLIT_CHARACTERS:
    utf8_read(text + at, bytes - at, &length);
    return at + length;
  case GN_SPLIT_WORDS:
    return word_end(text, bytes, at);
  case GN_SPLIT_GPT2:
    return piece_end(text, bytes, at);
  case GN_SPLIT_WHOLE:
    break;
  }
  return bytes;
}

int64_t gn_split_all(int32_t *ends, int32_t split, const uint8_t *text, int64_t bytes) {
  assert(bytes <= INT32_MAX);
  int64_t n = 0;
  for (int64_t at = 0; at < bytes; n++) {
    at = gn_split_end(split, text, bytes, at);
    if (ends != NULL) ends[n] = (int32_t)at;
  }
  return n;
}
