// The simplest vocabulary: the different characters of a text, in the order of their code points.
#include "text.h"

#include "text/utf8.h"

#include <string.h>

enum { POINTS = 0x110000, STRAY = POINTS }; // STRAY + b: byte b, where there is no UTF-8

static int32_t character_at(const uint8_t *text, int64_t bytes, int64_t at, int32_t *length) {
  const int32_t point = gn_character(text, bytes, at, length);
  return point >= 0 ? point : STRAY + text[at];
}

int64_t gn_alphabet_work(void) {
  return (POINTS + GN_BYTES + 7) / 8;
}

int32_t gn_alphabet(int32_t *characters, int32_t most, uint8_t *work, const uint8_t *text, int64_t bytes) {
  memset(work, 0, (size_t)gn_alphabet_work());
  int32_t length = 1, count = 0;
  for (int64_t at = 0; at < bytes; at += length) {
    const int32_t c = character_at(text, bytes, at, &length);
    work[c / 8] = (uint8_t)(work[c / 8] | 1u << c % 8);
  }
  for (int32_t i = 0; i < (int32_t)gn_alphabet_work(); i++)
    for (int32_t c = 8 * i, bits = work[i]; bits != 0; c++, bits >>= 1) {
      if (!(bits & 1)) continue;
      if (count < most) characters[count] = c;
      count++;
    }
  return count;
}

static int32_t find(const int32_t *characters, int32_t count, int32_t c) {
  int32_t low = 0, high = count;
  while (low < high) {
    const int32_t middle = low + (high - low) / 2;
    if (characters[middle] < c)
      low = middle + 1;
    else
      high = middle;
  }
  return low < count && characters[low] == c ? low : -1;
}

int64_t gn_alphabet_encode(int32_t *tokens, const int32_t *characters, int32_t count, const uint8_t *text,
                           int64_t bytes) {
  int64_t n = 0;
  int32_t length = 1;
  for (int64_t at = 0; at < bytes; at += length)
    tokens[n++] = find(characters, count, character_at(text, bytes, at, &length));
  return n;
}

int32_t gn_alphabet_text(uint8_t out[4], int32_t character) {
  if (character >= STRAY) {
    out[0] = (uint8_t)(character - STRAY);
    return 1;
  }
  return utf8_write(out, character);
}
