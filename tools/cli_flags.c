// --flag value, --flag=value and --switch, from a table; unknown flags and values out of range are refused.
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

bool cli_real(const char *text, double *value) {
  // strtod alone would take "", " 1", "nan" and "0x1p3" too.
  if (*text == '\0' || strspn(text, "0123456789+-.eE") != strlen(text)) return false;
  char *end;
  *value = strtod(text, &end);
  return *end == '\0' && isfinite(*value);
}

static void help(const char *summary, const cli_flag *flags, int32_t count) {
  printf("%s\n\n", summary);
  for (int32_t i = 0; i < count; i++) {
    char left[64];
    snprintf(left, sizeof left, "--%s%s%s", flags[i].name, flags[i].takes ? " " : "",
             flags[i].takes ? flags[i].takes : "");
    printf("  %-26s %s\n", left, flags[i].help);
  }
  printf("  %-26s %s\n", "--help", "this text");
}

static bool set_whole(const cli_flag *flag, const char *text) {
  if (*text == '\0' || strspn(text, "0123456789") != strlen(text)) return false;
  errno = 0;
  unsigned long long value = strtoull(text, NULL, 10);
  if (errno != 0) return false;
  if (flag->kind == CLI_SEED) {
    *(uint64_t *)flag->to = value;
    return true;
  }
  if (value > (unsigned long long)flag->most || (double)value < flag->least) return false;
  *(int64_t *)flag->to = (int64_t)value;
  return true;
}

static bool set(const cli_flag *flag, const char *text) {
  switch (flag->kind) {
  case CLI_SWITCH:
    break;
  case CLI_TEXT:
    *(const char **)flag->to = text;
    return true;
  case CLI_WHOLE:
  case CLI_SEED:
    return set_whole(flag, text);
  case CLI_SETTING:
    return cli_set_setting(flag, text);
  case CLI_REAL: {
    double value;
    if (!cli_real(text, &value) || value < flag->least || value > flag->most) return false;
    *(double *)flag->to = value;
    return true;
  }
  }
  return false;
}

static void say_range(const cli_flag *flag, const char *text) {
  const char *kind = flag->kind == CLI_REAL ? "number" : "whole number";
  if (flag->kind == CLI_SETTING)
    cli_say_setting(flag, text);
  else if (flag->kind == CLI_SEED)
    fprintf(stderr, "glassnet: --%s wants a whole number below 2^64, not \"%s\"\n", flag->name, text);
  else
    fprintf(stderr, "glassnet: --%s wants a %s from %.10g to %.10g, not \"%s\"\n", flag->name, kind, flag->least,
            flag->most, text);
}

static const cli_flag *find(const cli_flag *flags, int32_t count, const char *name, size_t length) {
  for (int32_t i = 0; i < count; i++)
    if (strlen(flags[i].name) == length && strncmp(flags[i].name, name, length) == 0) return &flags[i];
  return NULL;
}

bool cli_flags(int argc, char **argv, const char *summary, const cli_flag *flags, int32_t count, int *code) {
  *code = CLI_BAD_USAGE;
  for (int i = 0; i < argc; i++) {
    const char *word = argv[i];
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
      help(summary, flags, count);
      *code = CLI_DONE;
      return false;
    }
    if (strncmp(word, "--", 2) != 0) {
      fprintf(stderr, "glassnet: \"%s\" is no flag; --help lists them\n", word);
      return false;
    }
    const char *equals = strchr(word, '=');
    size_t length = equals ? (size_t)(equals - word - 2) : strlen(word) - 2;
    const cli_flag *flag = find(flags, count, word + 2, length);
    if (!flag) {
      fprintf(stderr, "glassnet: there is no flag %.*s; --help lists them\n", (int)(length + 2), word);
      return false;
    }
    if (flag->given) *flag->given = true;
    if (flag->kind == CLI_SWITCH) {
      if (equals) {
        fprintf(stderr, "glassnet: --%s takes no value\n", flag->name);
        return false;
      }
      *(bool *)flag->to = true;
      continue;
    }
    if (!equals && !flag->takes) {
      cli_set_setting(flag, NULL);
      continue;
    }
    const char *text = equals ? equals + 1 : i + 1 < argc ? argv[++i] : NULL;
    if (!text) {
      fprintf(stderr, "glassnet: --%s wants a value: %s\n", flag->name, flag->takes);
      return false;
    }
    if (!set(flag, text)) {
      say_range(flag, text);
      return false;
    }
  }
  return true;
}
