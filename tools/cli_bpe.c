// glassnet bpe: a line per merge, {"merge":…,"left":…,"right":…,"token":…,"text":…,"count":…}, then one of the whole.
// A token that is no text, but parts of characters, is told as "bytes":[…] instead.
#include <stdio.h>
#include <stdlib.h>

#include "cli.h"

static void print_merge(const gn_bpe *bpe, int32_t i) {
  gn_pair pair;
  int32_t length;
  gn_bpe_merge(bpe, i, &pair);
  printf("{");
  cli_json_whole("merge", i + 1);
  printf(",");
  cli_json_whole("left", pair.left);
  printf(",");
  cli_json_whole("right", pair.right);
  printf(",");
  cli_json_whole("token", GN_BYTES + i);
  const uint8_t *token = gn_bpe_token(bpe, GN_BYTES + i, &length);
  if (cli_is_whole(token, length)) {
    printf(",\"text\":");
    cli_json_bytes(token, length);
  } else {
    printf(",\"bytes\":");
    for (int32_t k = 0; k < length; k++) printf("%c%d", k ? ',' : '[', token[k]);
    printf("]");
  }
  printf(",");
  cli_json_whole("count", pair.count);
  printf("}\n");
}

static int save(const gn_bpe *bpe, const char *path) {
  uint8_t *file = malloc((size_t)gn_bpe_bytes(bpe));
  if (!file) return cli_fail("out of memory");
  const int64_t bytes = gn_bpe_save(bpe, file);
  const int code = cli_write(path, file, bytes) ? CLI_DONE : CLI_BAD_INPUT;
  free(file);
  return code;
}

// With the characters of the text and so many longer tokens, as the page's small GPT has them.
static int save_units(const gn_bpe *bpe, const cli_bytes *text, const char *path) {
  uint8_t *work = malloc((size_t)gn_alphabet_work()), *vocab = malloc((size_t)gn_bpe_bytes(bpe));
  const int32_t count = work ? gn_alphabet(NULL, 0, work, text->data, text->count) : 0;
  const int64_t bytes = gn_units_bytes(count, gn_bpe_bytes(bpe));
  int32_t *characters = malloc(((size_t)count + 1) * sizeof *characters);
  uint8_t *file = malloc((size_t)bytes);
  int code = CLI_BAD_INPUT;
  if (!work || !vocab || !characters || !file) {
    cli_fail("out of memory");
  } else if (count == 0) {
    cli_fail("there is nothing in the text");
  } else {
    gn_alphabet(characters, count, work, text->data, text->count);
    gn_units_save(file, characters, count, vocab, gn_bpe_save(bpe, vocab));
    if (cli_write(path, file, bytes)) code = CLI_DONE;
  }
  free(work);
  free(vocab);
  free(characters);
  free(file);
  return code;
}

static void list_splits(void) {
  for (int32_t i = 0; i < gn_split_count(); i++) fprintf(stderr, "%s%s", i ? ", " : "", gn_split_name(i));
}

int cli_bpe(int argc, char **argv) {
  const char *text = NULL, *out = NULL, *split_name = gn_split_name(GN_SPLIT_GPT2);
  int64_t merges = -1, longer = -1;
  const cli_flag flags[] = {
      {"text", "F", "what to learn from, any bytes", CLI_TEXT, &text, 0, 0, NULL, NULL},
      {"merges", "N", "at most so many; fewer when nothing is left to join", CLI_WHOLE, &merges, 0,
       GN_MAX_TOKENS - GN_BYTES, NULL, NULL},
      {"longer", "N",
       "instead: until N tokens are two characters or more; --out is then for --tokens, here and on the page",
       CLI_WHOLE, &longer, 0, GN_MAX_TOKENS - GN_BYTES, NULL, NULL},
      {"out", "FILE", "the vocabulary, for glassnet tokens --vocab", CLI_TEXT, &out, 0, 0, NULL, NULL},
      {"split", "HOW", "pieces across which nothing is joined: bytes, …, whole (gpt2)", CLI_TEXT, &split_name, 0, 0,
       NULL, NULL}};
  int code;
  if (!cli_flags(argc, argv,
                 "glassnet bpe: learns a vocabulary by byte-pair encoding, and prints every merge.\n"
                 "Of pairs as frequent as each other, that with the smaller left, then right token is joined first.\n"
                 "A token that is a part of a character has \"bytes\" in place of \"text\".",
                 flags, 5, &code))
    return code;
  if (!text || (merges < 0) == (longer < 0)) {
    fprintf(stderr, "glassnet: bpe wants --text and --merges, or --text and --longer\n");
    return CLI_BAD_USAGE;
  }
  const int32_t split = gn_split_find(split_name);
  if (split < 0) {
    fprintf(stderr, "glassnet: --split is one of ");
    list_splits();
    fprintf(stderr, ", not \"%s\"\n", split_name);
    return CLI_BAD_USAGE;
  }
  cli_bytes bytes;
  if ((out && !cli_can_write(out)) || !cli_read(text, &bytes)) return CLI_BAD_INPUT;
  gn_error error = {0};
  const double began = cli_seconds();
  gn_bpe *bpe =
      gn_bpe_new(bytes.data, bytes.count, split, merges < 0 ? GN_MAX_TOKENS - GN_BYTES : (int32_t)merges, &error);
  if (!bpe) {
    free(bytes.data);
    return cli_fail_error(text, &error);
  }
  if (longer >= 0) gn_bpe_step_longer(bpe, (int32_t)longer);
  while (longer < 0 && gn_bpe_step(bpe)) {
  }
  const double seconds = cli_seconds() - began;
  for (int32_t i = 0; i < gn_bpe_merges(bpe); i++) print_merge(bpe, i);
  printf("{");
  cli_json_whole("merges", gn_bpe_merges(bpe));
  printf(",");
  cli_json_whole("bytes", bytes.count);
  printf(",");
  cli_json_whole("tokens", gn_bpe_tokens(bpe));
  printf(",");
  cli_json_real("seconds", seconds, 4);
  printf("}\n");
  code = !out ? CLI_DONE : longer < 0 ? save(bpe, out) : save_units(bpe, &bytes, out);
  free(bytes.data);
  gn_bpe_free(bpe);
  return code;
}
