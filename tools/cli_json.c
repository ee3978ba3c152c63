// Writing JSON to standard output, and the clock.
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <time.h>

#include "cli.h"

void cli_json_text(const char *text) {
  putchar('"');
  for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
    if (*c == '"' || *c == '\\')
      printf("\\%c", *c);
    else if (*c < 0x20)
      printf("\\u%04x", *c);
    else
      putchar(*c);
  }
  putchar('"');
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
