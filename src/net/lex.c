// Tokens: words, numbers, the marks : = { } and breaks.
#include "net/lex.h"

static bool digit(char c) {
  return c >= '0' && c <= '9';
}
static bool letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
static bool inside(char c) {
  return letter(c) || digit(c) || c == '.' || c == '@';
}

// Digits up to 2^53 and a power of ten up to 10^22 are exact, so their quotient is rounded once.
static token number(const char *text, int64_t length, int64_t at) {
  int64_t i = at, digits = 0, point = 0;
  double mantissa = 0, power = 1;
  bool minus = text[i] == '-', after = false;
  if (minus || text[i] == '+') i++;
  for (; i < length && (digit(text[i]) || (text[i] == '.' && !after)); i++) {
    if (text[i] == '.') {
      after = true;
      continue;
    }
    mantissa = mantissa * 10 + (text[i] - '0');
    digits++;
    point += after;
  }
  int64_t exponent = 0;
  if (i < length && (text[i] == 'e' || text[i] == 'E')) {
    bool down = i + 1 < length && text[i + 1] == '-';
    int64_t j = i + 1 + (down || (i + 1 < length && text[i + 1] == '+'));
    if (j < length && digit(text[j])) {
      for (; j < length && digit(text[j]); j++)
        if (exponent < 1000) exponent = exponent * 10 + (text[j] - '0');
      exponent = down ? -exponent : exponent;
      i = j;
    }
  }
  exponent -= point;
  for (int64_t e = exponent < 0 ? -exponent : exponent; e > 0 && power < 1e300; e--) power *= 10;
  bool bad = digits == 0;
  for (; i < length && inside(text[i]); i++) bad = true;
  double value = exponent < 0 ? mantissa / power : mantissa * power;
  return (token){bad ? TOKEN_BAD : TOKEN_NUMBER, at, i - at, 0, minus ? -value : value};
}

token lex(const char *text, int64_t length, int64_t from) {
  int64_t i = from;
  while (i < length && (text[i] == ' ' || text[i] == '\t' || text[i] == '\r')) i++;
  if (i >= length) return (token){TOKEN_END, length, 0, 0, 0};
  char c = text[i];
  if (c == ';' || c == '\n') return (token){TOKEN_BREAK, i, 1, 0, 0};
  if (c == ':' || c == '=' || c == '{' || c == '}') return (token){TOKEN_MARK, i, 1, c, 0};
  if (digit(c) || c == '-' || c == '+' || c == '.') return number(text, length, i);
  int64_t end = i + 1;
  if (letter(c)) {
    while (end < length && inside(text[end])) end++;
    return (token){TOKEN_WORD, i, end - i, 0, 0};
  }
  while (end < length && ((unsigned char)text[end] & 0xC0) == 0x80) end++; // a whole UTF-8 character
  return (token){TOKEN_BAD, i, end - i, 0, 0};
}
