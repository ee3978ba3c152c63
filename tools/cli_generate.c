// glassnet generate: {"text":…,"ids":[…]}, what was given and what the model writes after it.
#include "look.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

typedef struct how {
  double temperature;
  int64_t top, count;
  uint64_t seed;
} how;

// The probabilities of the token after the last `seen` ones.
static const float *after(gn_net *net, const int32_t *tokens, int64_t seen) {
  const int32_t in = gn_input_row(net, 0), out = cli_output_row(net);
  const int64_t window = cli_shape_size(gn_row_shape(net, in)), places = gn_target_size(net, 0);
  const int64_t n = seen < window ? seen : window, classes = cli_shape_size(gn_row_shape(net, out)) / places;
  float *x = gn_row_values(net, in);
  // A net that answers at every place is read at the last one; of what comes after it, it knows nothing. One that
  // answers once has its tokens at the end.
  const int64_t first = places == 1 ? window - n : 0;
  for (int64_t i = 0; i < window; i++) x[i] = 0;
  for (int64_t i = 0; i < n; i++) x[first + i] = (float)tokens[seen - n + i];
  const gn_pass pass = {.n = 1, .batch = 1};
  gn_forward(net, &pass);
  return gn_row_values(net, out) + (places == 1 ? 0 : n - 1) * classes;
}

static int go_on(gn_net *net, cli_vocab *vocab, int32_t *tokens, int64_t n, const how *h) {
  const int64_t places = gn_target_size(net, 0);
  const int32_t classes = (int32_t)(cli_shape_size(gn_row_shape(net, cli_output_row(net))) / places);
  float *q = malloc((size_t)classes * sizeof *q);
  if (!q) return cli_fail("out of memory");
  for (int64_t i = 0; i < h->count; i++, n++)
    tokens[n] = gn_choose(q, after(net, tokens, n), classes, h->temperature, (int32_t)h->top, h->seed, (uint32_t)i);
  free(q);
  printf("{\"ids\":[");
  int64_t bytes = 0;
  const uint8_t *piece;
  for (int64_t i = 0; i < n; i++) {
    printf("%s%d", i ? "," : "", (int)tokens[i]);
    bytes += cli_token_text(vocab, tokens[i], &piece);
  }
  printf("],\"text\":");
  uint8_t *text = malloc((size_t)bytes + 1);
  if (!text) return cli_fail("out of memory");
  int64_t at = 0;
  for (int64_t i = 0; i < n; i++) {
    const int64_t length = cli_token_text(vocab, tokens[i], &piece);
    memcpy(text + at, piece, (size_t)length);
    at += length;
  }
  const int64_t whole = cli_whole(text, bytes);
  cli_json_bytes(text, whole);
  if (whole < bytes) {
    printf(",");
    cli_json_whole("stray_bytes", bytes - whole);
  }
  printf("}\n");
  free(text);
  return CLI_DONE;
}

static bool fits(const gn_net *net, const cli_vocab *vocab) {
  if (gn_inputs(net) != 1 || gn_targets(net) != 1 || gn_input_ids(net, 0) == 0) {
    cli_fail("this model does not go on with a text: it wants one \"in T ids=V\" and one loss row");
    return false;
  }
  const int64_t places = gn_target_size(net, 0);
  const int64_t classes = cli_shape_size(gn_row_shape(net, cli_output_row(net))) / places;
  if (vocab->count == classes && vocab->count <= gn_input_ids(net, 0)) return true;
  cli_fail("the vocabulary has %d tokens, the model tells %lld apart", (int)vocab->count, (long long)classes);
  return false;
}

static int generate(gn_net *net, cli_vocab *vocab, const char *prompt, const how *h) {
  const cli_bytes given = {(uint8_t *)(uintptr_t)prompt, (int64_t)strlen(prompt)};
  int32_t *prompt_tokens = NULL;
  const int64_t n = cli_encode(vocab, &given, &prompt_tokens);
  int32_t *tokens = n < 0 ? NULL : malloc((size_t)(n + 1 + h->count) * sizeof *tokens);
  int code = CLI_BAD_INPUT;
  bool known = tokens != NULL;
  for (int64_t i = 0; known && i < n; i++) {
    tokens[i] = prompt_tokens[i];
    if (tokens[i] >= 0) continue;
    cli_fail("the model has never met character %lld of --text", (long long)i + 1);
    known = false;
  }
  if (known && n == 0) cli_fail("--text is empty: the model goes on from something");
  if (known && n > 0) code = go_on(net, vocab, tokens, n, h);
  free(prompt_tokens);
  free(tokens);
  return code;
}

int cli_generate(int argc, char **argv) {
  const char *weights = NULL, *text = "\n";
  cli_source from = {0};
  how h = {.temperature = 1, .count = 200};
  const cli_flag flags[] = {
      {"weights", "F", "of a model that has learnt from a text (safetensors)", CLI_TEXT, &weights, 0, 0, NULL, NULL},
      {"data", "text:FILE", "that text, if it was cut into characters", CLI_TEXT, &from.data, 0, 0, NULL, NULL},
      {"vocab", "gpt2|FILE", "the vocabulary that it was cut by", CLI_TEXT, &from.vocab, 0, 0, NULL, NULL},
      {"tokens", "FILE", "the tokens of whole characters that it was cut by", CLI_TEXT, &from.tokens, 0, 0, NULL, NULL},
      {"text", "WORDS", "to go on from (a line break)", CLI_TEXT, &text, 0, 0, NULL, NULL},
      {"count", "N", "tokens to add (200)", CLI_WHOLE, &h.count, 0, 1e6, NULL, NULL},
      {"temperature", "X", "below 1 bolder, above 1 wilder, 0 always the likeliest (1)", CLI_REAL, &h.temperature, 0,
       100, NULL, NULL},
      {"top", "K", "choose among the K likeliest only (0: all)", CLI_WHOLE, &h.top, 0, 1e6, NULL, NULL},
      {"seed", "N", "of what is chosen (0)", CLI_SEED, &h.seed, 0, 0, NULL, NULL}};
  int code;
  if (!cli_flags(
          argc, argv,
          "glassnet generate: go on writing, a token at a time. Bytes that make no character are left out of the text\n"
          "and counted as \"stray_bytes\"; \"ids\" holds all.",
          flags, (int32_t)(sizeof flags / sizeof *flags), &code))
    return code;
  if (!weights || !(from.vocab || from.tokens || from.data)) {
    fprintf(stderr, "glassnet: generate wants --weights, and --vocab, --tokens or --data\n");
    return CLI_BAD_USAGE;
  }
  if (!from.vocab && !from.tokens && !cli_is_text(&from)) {
    fprintf(stderr, "glassnet: --data is text:FILE here\n");
    return CLI_BAD_USAGE;
  }
  const gn_config config = {.slice = 1};
  gn_net *net = cli_net(NULL, weights, &config);
  cli_vocab vocab = {0};
  code = CLI_BAD_INPUT;
  if (net && cli_load_vocab(&from, NULL, &vocab) && fits(net, &vocab)) code = generate(net, &vocab, text, &h);
  cli_free_vocab(&vocab);
  gn_net_free(net);
  return code;
}
