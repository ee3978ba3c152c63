// 1110xxxx 10yyyyyy 10zzzzzz → xxxxyyyyyyzzzzzz
#include "text.h"
#include "text/utf8.h"

int32_t utf8_read(const uint8_t *p, int64_t left, int32_t *length) {
  const int32_t n = utf8_length(p, left);
  *length = n > 0 ? n : 1;
  if (n == 0) return -1;
  if (n == 1) return p[0];
  int32_t code = p[0] & (0xFF >> (n + 1));
  for (int32_t i = 1; i < n; i++) code = code << 6 | (p[i] & 0x3F);
  return code;
}

int32_t utf8_write(uint8_t out[4], int32_t code) {
  if (code < 0x80) {
    out[0] = (uint8_t)code;
    return 1;
  }
  const int32_t n = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  for (int32_t i = n - 1; i > 0; i--, code >>= 6) out[i] = (uint8_t)(0x80 | (code & 0x3F));
  out[0] = (uint8_t)((0xF00 >> n & 0xFF) | code);
  return n;
}

int32_t gn_character(const uint8_t *text, int64_t bytes, int64_t at, int32_t *length) {
  return utf8_read(text + at, bytes - at, length);
}
