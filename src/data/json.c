// JSON as RFC 8259 has it, without numbers that are not whole: what the header of a safetensors file needs.
#include "data/json.h"

#include <stddef.h>

#include "text/utf8.h"

static void skip_space(json *j) {
  while (j->at < j->length) {
    const char c = j->text[j->at];
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') return;
    j->at++;
  }
}

bool json_take(json *j, char piece) {
  skip_space(j);
  if (j->at >= j->length || j->text[j->at] != piece) return false;
  j->at++;
  return true;
}

bool json_end(json *j) {
  skip_space(j);
  return j->at == j->length;
}

bool json_take_count(json *j, int64_t *n) {
  skip_space(j);
  int64_t at = j->at, value = 0;
  while (at < j->length && j->text[at] >= '0' && j->text[at] <= '9') {
    value = value * 10 + (j->text[at] - '0');
    if (value > (int64_t)1 << 53) return false;
    at++;
  }
  const bool leading_zero = at - j->at > 1 && j->text[j->at] == '0';
  if (at == j->at || leading_zero) return false;
  j->at = at;
  *n = value;
  return true;
}

// Four hexadecimal digits at p, −1 if they are not.
static int32_t hex4(const char *p, int64_t left) {
  if (left < 4) return -1;
  int32_t v = 0;
  for (int i = 0; i < 4; i++) {
    const char c = p[i];
    const int32_t d = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (d < 0) return -1;
    v = v * 16 + d;
  }
  return v;
}

// Reads one character of a string's inside; its length in the text, 0 if it is malformed. code: its code point, or −1
// for a byte above 0x7F that stands for itself.
static int64_t next_char(const char *p, int64_t left, int32_t *code) {
  const uint8_t c = (uint8_t)p[0];
  *code = c < 0x80 ? c : -1;
  if (c < 0x20) return 0;
  if (c != '\\') return utf8_length((const uint8_t *)p, left);
  if (left < 2) return 0;
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  for (int i = 0; from[i] != '\0'; i++) {
    if (p[1] != from[i]) continue;
    *code = (uint8_t)to[i];
    return 2;
  }
  if (p[1] != 'u') return 0;
  *code = hex4(p + 2, left - 2);
  if (*code < 0 || (*code >= 0xDC00 && *code <= 0xDFFF)) return 0;
  if (*code < 0xD800 || *code > 0xDBFF) return 6;
  if (left < 12 || p[6] != '\\' || p[7] != 'u') return 0;
  const int32_t low = hex4(p + 8, left - 8);
  if (low < 0xDC00 || low > 0xDFFF) return 0;
  *code = 0x10000 + ((*code - 0xD800) << 10) + (low - 0xDC00);
  return 12;
}

bool json_take_string(json *j, json_string *s) {
  skip_space(j);
  if (j->at >= j->length || j->text[j->at] != '"') return false;
  for (int64_t at = j->at + 1; at < j->length;) {
    if (j->text[at] == '"') {
      *s = (json_string){j->text + j->at + 1, at - j->at - 1};
      j->at = at + 1;
      return true;
    }
    int32_t code;
    const int64_t n = next_char(j->text + at, j->length - at, &code);
    if (n == 0) return false;
    at += n;
  }
  return false;
}

// The decoded bytes of one character; how many. *used: its length in the text.
static int64_t decode_char(uint8_t out[4], const char *p, int64_t left, int64_t *used) {
  int32_t c;
  *used = next_char(p, left, &c);
  if (c < 0) {
    for (int64_t i = 0; i < *used && i < 4; i++) out[i] = (uint8_t)p[i];
    return *used;
  }
  if (c < 0x80) {
    out[0] = (uint8_t)c;
    return 1;
  }
  const int64_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  static const uint8_t mark[5] = {0, 0, 0xC0, 0xE0, 0xF0};
  for (int64_t i = n - 1; i > 0; i--, c >>= 6) out[i] = (uint8_t)(0x80 | (c & 0x3F));
  out[0] = (uint8_t)(mark[n] | c);
  return n;
}

int64_t json_decode(json_string s, char *out, int64_t room) {
  for (int pass = 0; pass < 2; pass++) {
    int64_t length = 0, used = 0;
    for (int64_t at = 0; at < s.length; at += used) {
      uint8_t bytes[4];
      const int64_t n = decode_char(bytes, s.text + at, s.length - at, &used);
      for (int64_t i = 0; i < n; i++, length++)
        if (pass == 1) out[length] = (char)bytes[i];
    }
    if (pass == 1) out[length] = '\0';
    if (pass == 1 || length >= room) return length;
  }
  return 0;
}

typedef struct cursor {
  json_string s;
  int64_t at, have, next;
  uint8_t bytes[4];
} cursor;

static int next_byte(cursor *c) { // −1 at the end
  if (c->next == c->have) {
    if (c->at == c->s.length) return -1;
    int64_t used;
    c->have = decode_char(c->bytes, c->s.text + c->at, c->s.length - c->at, &used);
    c->at += used;
    c->next = 0;
  }
  return c->bytes[c->next++];
}

int json_compare(json_string a, json_string b) {
  cursor x = {.s = a}, y = {.s = b};
  for (;;) {
    const int p = next_byte(&x), q = next_byte(&y);
    if (p != q) return p < q ? -1 : 1;
    if (p < 0) return 0;
  }
}

int json_order(json_string s, const char *text) {
  cursor x = {.s = s};
  for (;; text++) {
    const int p = next_byte(&x), q = *text == '\0' ? -1 : (uint8_t)*text;
    if (p != q) return p < q ? -1 : 1;
    if (p < 0) return 0;
  }
}

bool json_is(json_string s, const char *text) {
  return json_order(s, text) == 0;
}

int64_t json_encode(char *out, const char *text) {
  static const char hex[] = "0123456789abcdef";
  int64_t n = 0;
  for (; *text != '\0'; text++) {
    const uint8_t c = (uint8_t)*text;
    char piece[6] = {(char)c, 0, 0, 0, 0, 0};
    int64_t length = 1;
    if (c == '"' || c == '\\' || c == '\n' || c == '\t') {
      piece[0] = '\\';
      piece[1] = c == '\n' ? 'n' : c == '\t' ? 't' : (char)c;
      length = 2;
    } else if (c < 0x20) {
      const char escape[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
      for (int i = 0; i < 6; i++) piece[i] = escape[i];
      length = 6;
    }
    for (int64_t i = 0; i < length; i++, n++)
      if (out != NULL) out[n] = piece[i];
  }
  return n;
}
