// text:FILE as something to train on: cut into tokens, the end of it kept to test on.
#include "data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static const char PREFIX[] = "text:";

bool cli_is_text(const cli_source *from) {
  return strncmp(from->data, PREFIX, strlen(PREFIX)) == 0;
}

static gn_vocab *read_vocab(const char *name) {
  const bool gpt2 = strcmp(name, "gpt2") == 0;
  const char *path = gpt2 ? CLI_TEXT_DATA "/gpt2.vocab" : name;
  cli_bytes file;
  gn_error error = {0};
  if (!cli_read(path, &file)) {
    if (gpt2) fprintf(stderr, "glassnet: ./start --build makes it\n");
    return NULL;
  }
  gn_vocab *vocab = gn_vocab_read(file.data, file.count, &error);
  free(file.data);
  if (!vocab) cli_fail_error(path, &error);
  return vocab;
}

static gn_units *read_units(const char *path) {
  cli_bytes file;
  gn_error error = {0};
  if (!cli_read(path, &file)) return NULL;
  gn_units *units = gn_units_read(file.data, file.count, &error);
  free(file.data);
  if (!units) cli_fail_error(path, &error);
  return units;
}

static bool load_characters(const cli_bytes *text, cli_vocab *vocab) {
  uint8_t *work = malloc((size_t)gn_alphabet_work());
  if (work) vocab->count = gn_alphabet(NULL, 0, work, text->data, text->count);
  vocab->characters = malloc(((size_t)vocab->count + 1) * sizeof(int32_t));
  if (work && vocab->characters) gn_alphabet(vocab->characters, vocab->count, work, text->data, text->count);
  free(work);
  if (vocab->count > 0 && vocab->characters) return true;
  cli_fail(text->count == 0 ? "there is nothing in the text" : "out of memory");
  return false;
}

bool cli_load_vocab(const cli_source *from, cli_bytes *text, cli_vocab *vocab) {
  cli_bytes own = {0};
  *vocab = (cli_vocab){0};
  bool loaded = true;
  if (from->vocab && from->tokens) return cli_fail("--vocab or --tokens, not both"), false;
  if (text || !(from->vocab || from->tokens)) loaded = cli_read(from->data + strlen(PREFIX), &own);
  if (loaded && from->tokens) {
    vocab->units = read_units(from->tokens);
    vocab->count = vocab->units ? gn_units_count(vocab->units) : 0;
    loaded = vocab->units != NULL;
  } else if (loaded && from->vocab) {
    vocab->bpe = read_vocab(from->vocab);
    vocab->count = vocab->bpe ? gn_vocab_tokens(vocab->bpe) : 0;
    loaded = vocab->bpe != NULL;
  } else if (loaded) {
    loaded = load_characters(&own, vocab);
  }
  if (!loaded) cli_free_vocab(vocab);
  if (text && loaded)
    *text = own;
  else
    free(own.data);
  return loaded;
}

void cli_free_vocab(cli_vocab *vocab) {
  gn_vocab_free(vocab->bpe);
  gn_units_free(vocab->units);
  free(vocab->characters);
  *vocab = (cli_vocab){0};
}

int64_t cli_encode(const cli_vocab *vocab, const cli_bytes *text, int32_t **tokens) {
  if (text->count > GN_MAX_TEXT) return cli_fail("this text is too long"), -1;
  const int64_t work_size = vocab->bpe     ? gn_encode_work(vocab->bpe, text->count)
                            : vocab->units ? gn_units_work(vocab->units, text->count)
                                           : 0;
  int32_t *work = malloc(((size_t)work_size + 1) * sizeof *work);
  *tokens = malloc(((size_t)text->count + 1) * sizeof **tokens);
  int64_t n = -1;
  if (!work || !*tokens)
    cli_fail("out of memory");
  else if (vocab->bpe)
    n = gn_encode(vocab->bpe, *tokens, NULL, work, text->data, text->count);
  else if (vocab->units)
    n = gn_units_encode(vocab->units, *tokens, work, text->data, text->count);
  else
    n = gn_alphabet_encode(*tokens, vocab->characters, vocab->count, text->data, text->count);
  free(work);
  return n;
}

int64_t cli_token_text(cli_vocab *vocab, int32_t token, const uint8_t **text) {
  int32_t length = 0;
  if (vocab->bpe) {
    *text = gn_vocab_token(vocab->bpe, token, &length);
    return length;
  }
  if (vocab->units) {
    *text = gn_units_text(vocab->units, token, vocab->one, &length);
    return length;
  }
  *text = vocab->one;
  return gn_alphabet_text(vocab->one, vocab->characters[token]);
}

// Without characters that there is no token for, as the page leaves them out. How many tokens are left.
static int64_t without_unknown(int32_t *tokens, int64_t n) {
  int64_t kept = 0;
  for (int64_t i = 0; i < n; i++)
    if (tokens[i] >= 0) tokens[kept++] = tokens[i];
  return kept;
}

// Windows that begin at every token to learn from, windows side by side to test on.
bool cli_load_text(const cli_source *from, cli_set *learn, cli_set *test) {
  cli_bytes text = {0};
  cli_vocab vocab;
  if (from->label_noise > 0) return cli_fail("a text has no labels to draw anew"), false;
  if (!cli_load_vocab(from, &text, &vocab)) return false;
  const int64_t all = cli_encode(&vocab, &text, &learn->tokens);
  const int64_t n = all < 0 ? all : without_unknown(learn->tokens, all);
  const double share = from->validation >= 0 ? from->validation : 0.1;
  const int64_t kept = n - (int64_t)((double)n * share), size = from->window;
  const int32_t kinds = vocab.count;
  const double per_byte = (double)n / (double)text.count;
  free(text.data);
  cli_free_vocab(&vocab);
  if (n < 0) return false;
  if (kept <= size) {
    cli_fail("the text has %lld tokens to learn from; a sample takes %lld and the one after them", (long long)kept,
             (long long)size);
    return false;
  }
  if (from->kinds > 0 && kinds != from->kinds) {
    cli_fail("the text is cut into %d different tokens, the model tells %lld apart", (int)kinds,
             (long long)from->kinds);
    return false;
  }
  learn->data = (gn_data){.tokens = learn->tokens, .count = kept - size, .size = (int32_t)size, .stride = 1};
  if (n - kept <= size) return true;
  test->data =
      (gn_data){.tokens = learn->tokens + kept, .count = (n - kept - 1) / size, .size = (int32_t)size, .stride = size};
  test->per_byte = per_byte;
  return true;
}
