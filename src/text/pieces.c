// GPT-2's pieces, by hand: 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
// The first alternative that fits wins, so it is also the order of what follows. (openai/gpt-2, encoder.py)
#include <stddef.h>
#include <string.h>

#include "text/classes.h"
#include "text/split.h"
#include "text/utf8.h"

static text_class kind_of(const uint8_t *text, int64_t bytes, int64_t at, int32_t *length) {
  const text_class c = text_class_of(utf8_read(text + at, bytes - at, length));
  return c == TEXT_IDEOGRAPH ? TEXT_LETTER : c == TEXT_MARK ? TEXT_OTHER : c;
}

static int64_t contraction(const uint8_t *text, int64_t left) {
  static const char tails[][3] = {"s", "t", "re", "ve", "m", "ll", "d"};
  if (text[0] != '\'') return 0;
  for (size_t k = 0; k < sizeof tails / sizeof *tails; k++) {
    const int64_t n = (int64_t)strlen(tails[k]);
    if (left > n && memcmp(text + 1, tails[k], (size_t)n) == 0) return 1 + n;
  }
  return 0;
}

int64_t piece_end(const uint8_t *text, int64_t bytes, int64_t at) {
  const int64_t tail = contraction(text + at, bytes - at);
  if (tail > 0) return at + tail;
  int32_t length;
  text_class kind = kind_of(text, bytes, at, &length);
  int64_t end = at + length, last = at;
  if (text[at] == ' ' && end < bytes) { // " ?" takes a space along, if something else follows
    kind = kind_of(text, bytes, end, &length);
    if (kind != TEXT_SPACE) end += length;
  }
  for (; end < bytes && kind_of(text, bytes, end, &length) == kind; end += length) last = end;
  // \s+(?!\S) gives its last space back to what follows, unless it has no other.
  return kind == TEXT_SPACE && end < bytes && last > at ? last : end;
}
