// Any bytes as a text: words that are in it, as often as it has them, and a run that stays finite. The first bytes are
// the settings.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "words.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void *room(size_t bytes) {
  void *made = malloc(bytes + 16);
  if (made == NULL) abort();
  return made;
}

static void train(const gn_word *words, int32_t n, const int32_t *tokens, int64_t length, const uint8_t *head) {
  gn_words_settings s;
  gn_words_usual(&s);
  s.width = head[0] % 12;
  s.window = head[1] % 5;
  s.negatives = head[2] % 6;
  s.epochs = 1 + head[3] % 3;
  s.sample = (float)head[4] / 255;
  int32_t *counts = room(sizeof *counts * (size_t)n);
  for (int32_t i = 0; i < n; i++) counts[i] = words[i].count;
  void *memory = room((size_t)gn_words_memory(n, length, &s));
  gn_error error;
  gn_words *w = gn_words_begin(memory, counts, n, tokens, length, &s, &error);
  if ((w != NULL) != (error.code == GN_OK)) abort();
  if (w != NULL) {
    gn_words_pair pairs[8];
    int32_t pair_count;
    gn_words_next(w, pairs, 8, &pair_count);
    gn_words_train(w, 500);
    gn_words_state state;
    gn_words_state_of(w, &state);
    gn_words_resume(w, state.read - head[5]);
    gn_words_train(w, 100);
    for (int64_t i = 0; i < (int64_t)n * s.width; i++)
      if (!isfinite(gn_words_vectors(w)[i])) abort();
    int32_t ids[4];
    float cosines[4];
    gn_words_nearest(ids, cosines, 4, gn_words_vectors(w), gn_words_vectors(w), n, s.width, NULL, 0);
  }
  free(memory);
  free(counts);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
  if (count < 8) return 0;
  const uint8_t *head = bytes, *text = bytes + 8;
  const int64_t size = (int64_t)count - 8;
  int32_t *ends = room(sizeof *ends * (size_t)size);
  const int64_t units = gn_words_split(ends, text, size);
  if (head[6] % 4 == 0) // a cut that somebody else made
    for (int64_t i = 0; i < units; i++) ends[i] += (int32_t)(head[7] % 7) - 3;
  const int32_t most = 1 + head[7];
  gn_word *words = room(sizeof *words * (size_t)most);
  int32_t *tokens = room(sizeof *tokens * (size_t)units);
  int32_t *work = room(sizeof *work * (size_t)gn_words_work(units));
  int64_t length;
  const int32_t n = gn_words_read(words, most, tokens, &length, work, text, size, ends, units, 1 + head[6] % 3);
  for (int32_t i = 0; i < n; i++)
    if (words[i].at < 0 || words[i].at + words[i].length > size || (i > 0 && words[i - 1].count < words[i].count))
      abort();
  for (int64_t i = 0; i < length; i++)
    if (tokens[i] < -1 || tokens[i] >= n) abort();
  train(words, n, tokens, length, head);
  free(work);
  free(tokens);
  free(words);
  free(ends);
  return 0;
}
