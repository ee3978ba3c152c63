// Text, natively: `text encode VOCAB TEXT` or `text merges N TEXT` prints the seconds that it took.
// Built by measure/text.mjs from src/text/ alone.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "text.h"

static double now_s(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static uint8_t *read_file(const char *path, int64_t *bytes) {
  FILE *file = fopen(path, "rb");
  if (!file || fseek(file, 0, SEEK_END) != 0) exit(1);
  *bytes = ftell(file);
  rewind(file);
  uint8_t *data = malloc((size_t)*bytes + 1);
  if (!data || fread(data, 1, (size_t)*bytes, file) != (size_t)*bytes) exit(1);
  fclose(file);
  return data;
}

static double encode(const char *vocab_path, const uint8_t *text, int64_t bytes) {
  gn_error error;
  int64_t size;
  uint8_t *file = read_file(vocab_path, &size);
  gn_vocab *vocab = gn_vocab_read(file, size, &error);
  if (!vocab) exit(1);
  int32_t *tokens = malloc((size_t)bytes * sizeof *tokens);
  int32_t *work = malloc((size_t)gn_encode_work(vocab, bytes) * sizeof *work);
  if (!tokens || !work) exit(1);
  gn_encode(vocab, tokens, NULL, work, text, bytes); // warm
  const double began = now_s();
  gn_encode(vocab, tokens, NULL, work, text, bytes);
  const double spent = now_s() - began;
  free(tokens);
  free(work);
  free(file);
  gn_vocab_free(vocab);
  return spent;
}

static double learn(int32_t merges, const uint8_t *text, int64_t bytes) {
  gn_error error;
  const double began = now_s();
  gn_bpe *bpe = gn_bpe_new(text, bytes, GN_SPLIT_GPT2, merges, &error);
  while (bpe && gn_bpe_step(bpe)) {
  }
  const double spent = now_s() - began;
  gn_bpe_free(bpe);
  return spent;
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  int64_t bytes;
  uint8_t *text = read_file(argv[3], &bytes);
  const bool merges = strcmp(argv[1], "merges") == 0;
  printf("%.6f\n", merges ? learn((int32_t)strtol(argv[2], NULL, 10), text, bytes) : encode(argv[2], text, bytes));
  free(text);
  return 0;
}
