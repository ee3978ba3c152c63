// glassnet tokens: {"text":…} per line → {"ids":[…],"text":…} per line, the text put together again from the tokens.
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

// cJSON refuses half of a surrogate pair, and its strings end at a zero. So that both can be in a text, the first is
// made U+FFFD before it reads the line, as TextEncoder does; the second is C0 80 meanwhile, which no UTF-8 holds.
static const char ZERO[] = "\xC0\x80";

static int32_t escaped(const char *at) { // of \uXXXX; −1: something else
  int32_t code = 0;
  if (at[0] != '\\' || at[1] != 'u') return -1;
  for (int i = 2; i < 6; i++) {
    const char *digits = "0123456789abcdef", *d = at[i] ? strchr(digits, at[i] | (at[i] > '9' ? 0x20 : 0)) : NULL;
    if (!d) return -1;
    code = code * 16 + (int32_t)(d - digits);
  }
  return code;
}

// In place: nothing grows.
static void make_readable(char *line) {
  char *to = line;
  bool inside = false;
  for (const char *at = line; *at;) {
    size_t n = 1;
    const char *from = at;
    const int32_t code = inside ? escaped(at) : -1;
    if (*at == '"') inside = !inside;
    if (code >= 0xD800 && code <= 0xDFFF) {
      const int32_t low = code < 0xDC00 ? escaped(at + 6) : -1;
      n = low >= 0xDC00 && low <= 0xDFFF ? 12 : 6;
      if (n == 6) from = "\\ufffd";
      at += n;
    } else if (code == 0) {
      n = 2;
      from = ZERO;
      at += 6;
    } else {
      n = inside && *at == '\\' && at[1] ? 2 : 1;
      at += n;
    }
    memmove(to, from, n);
    to += n;
  }
  *to = '\0';
}

static int64_t restore_zeros(char *text) { // its length
  char *to = text;
  for (const char *at = text; *at; to++) {
    const bool zero = strncmp(at, ZERO, 2) == 0;
    *to = *at;
    if (zero) *to = '\0';
    at += zero ? 2 : 1;
  }
  return to - text;
}

static bool is_utf8(const char *line, int64_t n) {
  int32_t length;
  for (int64_t at = 0; at < n; at += length)
    if (gn_character((const uint8_t *)line, n, at, &length) < 0) return false;
  return true;
}

// Of a text that the tokens spell.
static void print(cli_vocab *vocab, const int32_t *ids, int64_t n, uint8_t *again) {
  const uint8_t *piece;
  int64_t at = 0;
  printf("{\"ids\":[");
  for (int64_t i = 0; i < n; i++) {
    printf("%s%d", i ? "," : "", (int)ids[i]);
    const int64_t length = cli_token_text(vocab, ids[i], &piece);
    memcpy(again + at, piece, (size_t)length);
    at += length;
  }
  printf("],\"text\":");
  cli_json_bytes(again, at);
  printf("}\n");
}

// The character, counted from 1, that no token is of; 0: each has one.
static int64_t first_unknown(cli_vocab *vocab, const int32_t *ids, int64_t n) {
  int64_t characters = 0;
  const uint8_t *piece;
  for (int64_t i = 0; i < n; i++) {
    if (ids[i] < 0) return characters + 1;
    const int64_t length = cli_token_text(vocab, ids[i], &piece);
    if (!vocab->bpe) characters += gn_characters(piece, length);
  }
  return 0;
}

static bool answer(cli_vocab *vocab, const uint8_t *text, int64_t bytes) {
  const cli_bytes given = {(uint8_t *)(uintptr_t)text, bytes};
  int32_t *ids = NULL;
  uint8_t *again = malloc((size_t)bytes + 1);
  const int64_t n = again ? cli_encode(vocab, &given, &ids) : -1;
  const int64_t unknown = n < 0 ? 0 : first_unknown(vocab, ids, n);
  char wrong[80] = "out of memory";
  if (unknown > 0) snprintf(wrong, sizeof wrong, "character %lld is not among the tokens", (long long)unknown);
  const bool good = n >= 0 && unknown == 0;
  if (good) print(vocab, ids, n, again);
  free(ids);
  free(again);
  return good || cli_json_error(wrong);
}

static bool read_line(cli_vocab *vocab, char *line, size_t length) {
  if (length > GN_MAX_TEXT) return cli_json_error("this line is too long");
  if (!is_utf8(line, (int64_t)length)) return cli_json_error("this line is not UTF-8");
  if (memchr(line, '\0', length)) return cli_json_error("this line is not JSON");
  make_readable(line);
  cJSON *json = cJSON_ParseWithOpts(line, NULL, true);
  if (!json) return cli_json_error("this line is not JSON");
  const cJSON *text = cJSON_GetObjectItemCaseSensitive(json, "text");
  const bool good = cJSON_IsString(text)
                        ? answer(vocab, (const uint8_t *)text->valuestring, restore_zeros(text->valuestring))
                        : cli_json_error("a line is {\"text\":\"…\"}");
  cJSON_Delete(json);
  return good;
}

int cli_tokens(int argc, char **argv) {
  cli_source from = {0};
  const cli_flag flags[] = {{"vocab", "gpt2|FILE", "the vocabulary, of GPT-2 or of glassnet bpe --merges", CLI_TEXT,
                             &from.vocab, 0, 0, NULL, NULL},
                            {"tokens", "FILE",
                             "the tokens of whole characters, of the page or of glassnet bpe --longer", CLI_TEXT,
                             &from.tokens, 0, 0, NULL, NULL}};
  int code;
  if (!cli_flags(
          argc, argv,
          "glassnet tokens: reads {\"text\":\"…\"} per line; prints the numbers of its tokens, and what they spell.\n"
          "All is text: \"<|endoftext|>\" too. A line that cannot be used is answered by {\"error\":…}, the exit code\n"
          "is then 1.",
          flags, 2, &code))
    return code;
  if (!from.vocab && !from.tokens) {
    fprintf(stderr, "glassnet: tokens wants --vocab or --tokens\n");
    return CLI_BAD_USAGE;
  }
  cli_vocab vocab;
  if (!cli_load_vocab(&from, NULL, &vocab)) return CLI_BAD_INPUT;
  char *line = NULL;
  size_t room = 0;
  ssize_t length;
  code = CLI_DONE;
  while ((length = getline(&line, &room, stdin)) >= 0) {
    if (length > 0 && line[length - 1] == '\n') line[--length] = '\0';
    if (!read_line(&vocab, line, (size_t)length)) code = CLI_BAD_INPUT;
    fflush(stdout); // whoever asks may wait for the answer
  }
  if (ferror(stdin)) code = cli_fail("standard input cannot be read");
  free(line);
  cli_free_vocab(&vocab);
  return code;
}
