// A run of training in the caller's memory: its settings checked, its parts laid out, its vectors at their start.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "data/fail.h"
#include "kernel/kernel.h"
#include "words/model.h"

enum { ALIGN = 16 };

void gn_words_usual(gn_words_settings *s) {
#define X(kind, name, otherwise, least, most) s->name = (otherwise);
  GN_WORDS_SETTINGS(X)
#undef X
  s->seed = 1;
}

static int64_t rounded(int64_t bytes) {
  return (bytes + ALIGN - 1) / ALIGN * ALIGN;
}

static bool out_of_range(gn_error *error, const char *name, double least, double most) {
  data_fail(error, GN_OUT_OF_RANGE, -1);
  if (error != NULL) {
    snprintf(error->hint, sizeof error->hint, "%s", name);
    error->limit[0] = least;
    error->limit[1] = most;
  }
  return false;
}

static bool settings_good(const gn_words_settings *s, gn_error *error) {
#define X(kind, name, otherwise, least, most)                                                                          \
  if (!(s->name >= (least) && s->name <= (most))) return out_of_range(error, #name, (double)(least), (double)(most));
  GN_WORDS_SETTINGS(X)
#undef X
  return true;
}

static bool tokens_good(const int32_t *counts, int32_t words, const int32_t *tokens, int64_t n, gn_error *error) {
  if (words < 2 || n < 2) return data_fail(error, GN_NO_SAMPLES, -1);
  if (words > GN_WORDS_MOST) return out_of_range(error, "words", 2, GN_WORDS_MOST);
  if (n > GN_WORDS_TOKENS) return data_fail2(error, GN_TEXT_TOO_LONG, -1, n, GN_WORDS_TOKENS);
  for (int32_t i = 0; i < words; i++)
    if (counts[i] < 1) return out_of_range(error, "counts", 1, INT32_MAX);
  int64_t there = 0;
  for (int64_t i = 0; i < n; i++) {
    if (tokens[i] < -1 || tokens[i] >= words) return data_fail2(error, GN_TOKEN, i, tokens[i], words);
    there += tokens[i] >= 0;
  }
  return there > 1 || data_fail(error, GN_NO_SAMPLES, -1);
}

static int64_t table_bytes(int32_t words, int32_t width) {
  return rounded((int64_t)words * width * (int64_t)sizeof(float));
}

int64_t gn_words_memory(int32_t words, int64_t n, const gn_words_settings *s) {
  return rounded(sizeof(gn_words)) + 2 * table_bytes(words, s->width) + rounded(s->width * (int64_t)sizeof(float)) +
         rounded(words * (int64_t)sizeof(slot)) + rounded(words * (int64_t)sizeof(uint32_t)) +
         rounded(n * (int64_t)sizeof(int32_t));
}

// Uniform in ±½/width, as word2vec begins; u begins with zeros.
static void initialise(gn_words *w) {
  const int64_t n = (int64_t)w->words * w->settings.width;
  uint32_t block[4];
  for (int64_t i = 0; i < n; i++) {
    if (i % 4 == 0) random_block(block, w->settings.seed, RANDOM_WORDS, (uint32_t)(i / 4), 0, WORDS_INIT);
    w->v[i] = (random_unit(block[i % 4]) - 0.5F) / (float)w->settings.width;
  }
  memset(w->u, 0, (size_t)n * sizeof *w->u);
}

gn_words *gn_words_begin(void *memory, const int32_t *counts, int32_t words, const int32_t *tokens, int64_t n,
                         const gn_words_settings *settings, gn_error *error) {
  if (!settings_good(settings, error) || !tokens_good(counts, words, tokens, n, error)) return NULL;
  gn_words *w = memory;
  char *at = (char *)memory + rounded(sizeof *w);
  *w = (gn_words){.settings = *settings, .words = words, .n = n, .counts = counts, .tokens = tokens, .loss = NAN};
  w->v = (float *)(void *)at;
  at += table_bytes(words, settings->width);
  w->u = (float *)(void *)at;
  at += table_bytes(words, settings->width);
  w->e = (float *)(void *)at;
  at += rounded(settings->width * (int64_t)sizeof(float));
  w->table = (slot *)(void *)at;
  at += rounded(words * (int64_t)sizeof(slot));
  w->stays = (uint32_t *)(void *)at;
  at += rounded(words * (int64_t)sizeof(uint32_t));
  w->kept = (int32_t *)(void *)at;
  // A vector has two numbers at least: room for a double and more, before the vectors are there.
  deal_table(w->table, (double *)(void *)w->v, (int32_t *)(void *)w->u, counts, words, settings->power);
  deal_stays(w->stays, counts, words, settings->sample);
  initialise(w);
  deal_epoch(w, 0);
  words_settle(w);
  data_good(error);
  return w;
}

float *gn_words_vectors(gn_words *w) {
  return w->v;
}

float *gn_words_neighbours(gn_words *w) {
  return w->u;
}

void gn_words_resume(gn_words *w, int64_t read) {
  const int64_t all = w->n * w->settings.epochs;
  const int64_t at = read < 0 ? 0 : read > all ? all : read;
  w->epoch = (int32_t)(at / w->n);
  w->loss = NAN;
  w->pairs = 0;
  if (w->epoch < w->settings.epochs) deal_epoch(w, at % w->n);
  words_settle(w);
}
