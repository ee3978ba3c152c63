// UTF-8 as RFC 3629 has it: the shortest form, no surrogates, nothing above U+10FFFF.
#ifndef GN_TEXT_UTF8_H
#define GN_TEXT_UTF8_H

#include <stdint.h>

// Bytes of the character at p, of which there are left ≥ 1; 0 if there is none.
static inline int32_t utf8_length(const uint8_t *p, int64_t left) {
  if (p[0] < 0x80) return 1;
  const int32_t n = p[0] >= 0xC2 && p[0] <= 0xDF ? 2 : (p[0] & 0xF0) == 0xE0 ? 3 : p[0] >= 0xF0 && p[0] <= 0xF4 ? 4 : 0;
  if (n == 0 || n > left) return 0;
  for (int32_t i = 1; i < n; i++)
    if ((p[i] & 0xC0) != 0x80) return 0;
  if (p[0] == 0xE0 && p[1] < 0xA0) return 0;
  if (p[0] == 0xED && p[1] > 0x9F) return 0;
  if (p[0] == 0xF0 && p[1] < 0x90) return 0;
  if (p[0] == 0xF4 && p[1] > 0x8F) return 0;
  return n;
}

// The code point of the character at p and its length. A byte that does not belong to one counts by itself: −1, 1.
int32_t utf8_read(const uint8_t *p, int64_t left, int32_t *length);
int32_t utf8_write(uint8_t out[4], int32_t code); // its bytes' number; code is no surrogate

#endif
