// Writing JSON to standard output, and the clock.
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cli.h"

void cli_json_bytes(const uint8_t *text, int64_t n) {
  putchar('"');
  int32_t length;
  for (int64_t at = 0; at < n; at += length) {
    const int32_t code = gn_character(text, n, at, &length);
    if (code == '"' || code == '\\')
      printf("\\%c", (int)code);
    else if (code < 0x20)
      printf("\\u%04x", code < 0 ? 0xFFFDu : (unsigned)code);
    else
      fwrite(text + at, 1, (size_t)length, stdout);
  }
  putchar('"');
}

int64_t cli_whole(uint8_t *text, int64_t n) {
  int64_t to = 0;
  int32_t length;
  for (int64_t at = 0; at < n; at += length) {
    if (gn_character(text, n, at, &length) < 0) continue;
    memmove(text + to, text + at, (size_t)length);
    to += length;
  }
  return to;
}

bool cli_is_whole(const uint8_t *text, int64_t n) {
  int32_t length;
  for (int64_t at = 0; at < n; at += length)
    if (gn_character(text, n, at, &length) < 0) return false;
  return true;
}

void cli_json_text(const char *text) {
  cli_json_bytes((const uint8_t *)text, (int64_t)strlen(text));
}

bool cli_json_error(const char *wrong) {
  printf("{\"error\":");
  cli_json_text(wrong);
  printf("}\n");
  return false;
}

void cli_json_real(const char *key, double value, int digits) {
  if (isfinite(value))
    printf("\"%s\":%.*g", key, digits, value);
  else
    printf("\"%s\":null", key); // JSON has no word for it
}

void cli_json_number(const char *key, double value) {
  cli_json_real(key, value, 17);
}

void cli_json_whole(const char *key, int64_t value) {
  printf("\"%s\":%" PRId64, key, value);
}

double cli_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}
