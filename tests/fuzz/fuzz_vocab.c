// Any bytes as a vocabulary file: an error with its code, or a vocabulary that encodes what follows it and gives it
// back.
#include <stdlib.h>
#include <string.h>

#include "text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

// The fuzzer need not find the head: what is no file gives the number of merges, the pieces, the merges, then text.
static gn_vocab *made(const uint8_t **bytes, size_t *count) {
  static uint8_t file[280 + 4 * 255];
  if (*count < 2) return NULL;
  const size_t merges = (*bytes)[0], split = (*bytes)[1] % (size_t)gn_split_count(), size = 280 + 4 * merges;
  *bytes += 2;
  *count -= 2;
  memset(file, 0, sizeof file);
  memcpy(file, "GNTOKENS\1", 9);
  file[12] = (uint8_t)split;
  file[16] = (uint8_t)merges;
  for (int i = 0; i < 256; i++) file[24 + i] = (uint8_t)i;
  const size_t given = *count < 4 * merges ? *count : 4 * merges;
  memcpy(file + 280, *bytes, given);
  for (size_t i = 0; i < merges; i++) { // mostly of tokens that there are
    file[280 + 4 * i + 1] &= 1;
    file[280 + 4 * i + 3] &= 1;
  }
  *bytes += given;
  *count -= given;
  gn_error error;
  gn_vocab *v = gn_vocab_read(file, (int64_t)size, &error);
  if ((v != NULL) != (error.code == GN_OK)) abort();
  return v;
}

static void use(const gn_vocab *v, const uint8_t *text, size_t count) {
  int32_t *tokens = malloc((count + 1) * sizeof *tokens), *ends = malloc((count + 1) * sizeof *ends);
  int32_t *work = malloc(sizeof *work * (size_t)(gn_encode_work(v, (int64_t)count) + 1));
  uint8_t *again = malloc(count + 1);
  gn_error error;
  if (!tokens || !ends || !work || !again) abort();
  const int64_t n = gn_encode(v, tokens, ends, work, text, (int64_t)count);
  if (gn_decode(v, NULL, tokens, n, &error) != (int64_t)count) abort();
  gn_decode(v, again, tokens, n, &error);
  if (memcmp(again, text, count) != 0) abort();
  for (int64_t i = 0, at = 0; i < n; i++) {
    int32_t length;
    const uint8_t *token = gn_vocab_token(v, tokens[i], &length);
    if (ends[i] != at + length || memcmp(token, text + at, (size_t)length) != 0) abort();
    at = ends[i];
  }
  free(tokens);
  free(ends);
  free(work);
  free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
  gn_error error;
  gn_vocab *v = gn_vocab_read(bytes, (int64_t)count, &error);
  if ((v != NULL) != (error.code == GN_OK)) abort();
  if (v == NULL) v = made(&bytes, &count);
  if (v != NULL) use(v, bytes, count);
  gn_vocab_free(v);
  return 0;
}
