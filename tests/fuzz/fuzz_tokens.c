// Any bytes as text: cut without a loss, learnt from, and encoded with what was learnt as it was cut at the end.
#include <stdlib.h>
#include <string.h>

#include "text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void check_split(int32_t split, const uint8_t *text, int64_t count) {
  for (int64_t at = 0, end; at < count; at = end) {
    end = gn_split_end(split, text, count, at);
    if (end <= at || end > count) abort();
  }
}

static gn_bpe *learn(const uint8_t *text, int64_t count, int32_t split, int32_t merges) {
  gn_error error;
  gn_bpe *b = gn_bpe_new(text, count, split, merges, &error);
  if (b == NULL) abort();
  int64_t tokens = gn_bpe_tokens(b), last = INT64_MAX;
  if (tokens != count) abort();
  for (;;) {
    gn_pair best[2], chosen;
    const int32_t found = gn_bpe_best(b, best, 2);
    if (!gn_bpe_step(b)) {
      if (found > 0 && gn_bpe_merges(b) < merges) abort();
      break;
    }
    gn_bpe_merge(b, gn_bpe_merges(b) - 1, &chosen);
    if (found == 0 || memcmp(&best[0], &chosen, sizeof chosen) != 0) abort();
    if (chosen.count < 1 || chosen.count > last || gn_bpe_tokens(b) >= tokens) abort();
    tokens = gn_bpe_tokens(b);
    last = chosen.count;
  }
  return b;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  if (size < 2) return 0;
  const int32_t split = bytes[0] % gn_split_count(), merges = bytes[1];
  const uint8_t *text = bytes + 2;
  const int64_t count = (int64_t)size - 2;
  check_split(split, text, count);
  gn_bpe *b = learn(text, count, split, merges);
  uint8_t *file = malloc((size_t)gn_bpe_bytes(b));
  gn_error error;
  if (file == NULL || gn_bpe_save(b, file) != gn_bpe_bytes(b)) abort();
  gn_vocab *v = gn_vocab_read(file, gn_bpe_bytes(b), &error);
  if (v == NULL) abort();
  int32_t *tokens = malloc((size_t)(count + 1) * sizeof *tokens);
  int32_t *work = malloc((size_t)(gn_encode_work(v, count) + 1) * sizeof *work);
  uint8_t *again = malloc((size_t)count + 1);
  if (!tokens || !work || !again) abort();
  const int64_t n = gn_encode(v, tokens, NULL, work, text, count);
  if (n != gn_bpe_tokens(b)) abort();
  if (gn_decode(v, again, tokens, n, &error) != count || memcmp(again, text, (size_t)count) != 0) abort();
  if (count > 0) { // the first piece, by itself
    gn_piece p;
    gn_bpe_piece(b, 0, &p);
    int32_t *ids = malloc(sizeof *ids * (size_t)p.tokens);
    if (ids == NULL || p.bytes != gn_split_end(split, text, count, 0)) abort();
    if (gn_bpe_piece_tokens(b, 0, ids) != p.tokens || memcmp(ids, tokens, sizeof *ids * (size_t)p.tokens) != 0) abort();
    free(ids);
  }
  free(tokens);
  free(work);
  free(again);
  free(file);
  gn_vocab_free(v);
  gn_bpe_free(b);
  return 0;
}
