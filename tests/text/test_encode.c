// Encoding against its definition, in short and in long pieces; decoding gives every byte back.
#include <stdlib.h>

#include "check.h"
#include "text.h"
#include "text/vocab_file.h"

static gn_error error;
static vocab_file f;
static uint32_t state = 1;

static uint32_t random_below(uint32_t n) {
  state = state * 1664525 + 1013904223;
  return (state >> 8) % n;
}

enum { LONGEST = 4096 };
static int32_t tokens[LONGEST], ends[LONGEST];

static int64_t encode(const gn_vocab *v, const uint8_t *text, int64_t bytes) {
  int32_t *work = malloc(sizeof(int32_t) * (size_t)(gn_encode_work(v, bytes) + 1));
  if (work == NULL) return -1;
  const int64_t n = gn_encode(v, tokens, ends, work, text, bytes);
  free(work);
  return n;
}

// "lo", "low", " low", " lowe"
static gn_vocab *low(void) {
  file_begin(&f, GN_SPLIT_GPT2, 4, 1, 0);
  file_merge(&f, 'l', 'o');
  file_merge(&f, 256, 'w');
  file_merge(&f, ' ', 257);
  file_merge(&f, 258, 'e');
  file_special(&f, "<end>");
  return gn_vocab_read(f.bytes, f.count, &error);
}

static void check_tokens(const gn_vocab *v, const char *text, const int32_t *want, int32_t count) {
  const int64_t n = encode(v, (const uint8_t *)text, (int64_t)strlen(text));
  CHECK_INT(n, count);
  for (int32_t i = 0; i < n && i < count; i++)
    if (tokens[i] != want[i]) CHECK_FAIL("token %d of \"%s\" is %d, should be %d", i, text, tokens[i], want[i]);
}

#define TOKENS(v, text, ...)                                                                                           \
  check_tokens(v, text, (const int32_t[]){__VA_ARGS__}, sizeof((const int32_t[]){__VA_ARGS__}) / sizeof(int32_t))

static void by_hand(void) {
  gn_vocab *v = low();
  CHECK(v != NULL);
  if (v == NULL) return;
  TOKENS(v, "low lower", 257, 259, 'r');
  TOKENS(v, "slow", 's', 257);
  CHECK(ends[0] == 1 && ends[1] == 4);
  TOKENS(v, "<end>", '<', 'e', 'n', 'd', '>'); // plain text
  CHECK_INT(encode(v, NULL, 0), 0);
  gn_vocab_use(v, 2); // as if training had stopped there
  TOKENS(v, "low lower", 257, ' ', 257, 'e', 'r');
  gn_vocab_use(v, 0);
  TOKENS(v, "low", 'l', 'o', 'w');
  gn_vocab_use(v, 4);
  TOKENS(v, " low", 258);
  gn_vocab_free(v);
}

static void decoding(void) {
  gn_vocab *v = low();
  CHECK(v != NULL);
  if (v == NULL) return;
  uint8_t text[16];
  CHECK_INT(gn_decode(v, text, (const int32_t[]){257, 260, 0}, 3, &error), 9);
  CHECK(memcmp(text, "low<end>\0", 9) == 0);
  CHECK_INT(gn_decode(v, NULL, (const int32_t[]){257, 260, 0}, 3, &error), 9);
  CHECK_INT(gn_decode(v, text, NULL, 0, &error), 0);
  CHECK_INT(error.code, GN_OK);
  CHECK_INT(gn_decode(v, text, (const int32_t[]){0, 261}, 2, &error), -1);
  CHECK_INT(error.code, GN_TOKEN);
  CHECK_INT(error.at, 1);
  CHECK_INT(error.arg[0], 261);
  CHECK_INT(error.arg[1], 261);
  CHECK_INT(gn_decode(v, text, (const int32_t[]){-1}, 1, &error), -1);
  for (int32_t byte = 0; byte < 256; byte++) {
    const uint8_t one = (uint8_t)byte;
    CHECK_INT(encode(v, &one, 1), 1);
    CHECK_INT(gn_decode(v, text, tokens, 1, &error), 1);
    CHECK_INT(text[0], byte);
  }
  gn_vocab_free(v);
}

// The definition: the earliest merge that fits anywhere, at its leftmost place; again.
static int64_t slowly(const gn_vocab *v, int32_t *y, const uint8_t *text, int64_t bytes) {
  int64_t count = 0;
  for (int64_t at = 0; at < bytes;) {
    const int64_t end = gn_split_end(gn_vocab_split(v), text, bytes, at);
    int32_t *x = y + count;
    int64_t n = 0;
    for (; at < end; at++)
      for (int32_t token = 0; token < GN_BYTES; token++) {
        int32_t length;
        if (*gn_vocab_token(v, token, &length) == text[at]) x[n++] = token;
        if (*gn_vocab_token(v, token, &length) == text[at]) break;
      }
    for (int32_t token = GN_BYTES; token < GN_BYTES + gn_vocab_merges(v); token++) {
      gn_pair p;
      gn_vocab_pair(v, token, &p);
      int64_t i = 0;
      while (i + 1 < n && (x[i] != p.left || x[i + 1] != p.right)) i++;
      if (i + 1 >= n) continue;
      x[i] = token;
      memmove(x + i + 1, x + i + 2, sizeof *x * (size_t)(n - i - 2));
      n--;
      token = GN_BYTES - 1;
    }
    count += n;
  }
  return count;
}

// Any merges of three letters and of each other, learnt from nothing.
static gn_vocab *any_vocab(uint32_t merges, int32_t split) {
  static uint32_t pairs[256][2];
  file_begin(&f, (uint32_t)split, merges, 0, (uint8_t)random_below(256));
  const uint8_t first = f.bytes[24];
  for (uint32_t i = 0; i < merges; i++) {
    bool fresh = false;
    while (!fresh) {
      for (int k = 0; k < 2; k++) {
        const uint32_t pick = random_below(3 + i);
        pairs[i][k] = pick < 3 ? (uint8_t)("ab "[pick] - first) : 256 + pick - 3;
      }
      fresh = true;
      for (uint32_t j = 0; j < i; j++) fresh &= pairs[j][0] != pairs[i][0] || pairs[j][1] != pairs[i][1];
    }
    file_merge(&f, pairs[i][0], pairs[i][1]);
  }
  return gn_vocab_read(f.bytes, f.count, &error); // NULL: a token came out too long
}

static void as_defined(void) {
  static int32_t want[LONGEST];
  static uint8_t text[LONGEST], again[LONGEST];
  int32_t compared = 0, joins = 0;
  for (int32_t round = 0; round < 3000; round++) {
    gn_vocab *v = any_vocab(1 + random_below(40), round % 2 ? GN_SPLIT_WHOLE : GN_SPLIT_GPT2);
    if (v == NULL) continue;
    const uint32_t letters = 1 + random_below(3);
    const int64_t bytes = random_below(round % 8 == 0 ? 700 : 30);
    for (int64_t i = 0; i < bytes; i++) text[i] = (uint8_t) "ab "[random_below(letters)];
    const int64_t n = encode(v, text, bytes), count = slowly(v, want, text, bytes);
    bool same = n == count;
    for (int64_t i = 0; i < n && same; i++) same = tokens[i] == want[i];
    if (!same) CHECK_FAIL("round %d, %d bytes: %d tokens, should be %d", round, (int)bytes, (int)n, (int)count);
    CHECK_INT(gn_decode(v, NULL, tokens, n, &error), bytes);
    CHECK_INT(gn_decode(v, again, tokens, n, &error), bytes);
    CHECK(memcmp(text, again, (size_t)bytes) == 0);
    if (n > 0) CHECK_INT(ends[n - 1], bytes);
    compared += bytes > 256;
    joins += n < bytes;
    gn_vocab_free(v);
    if (check_state.bad) return;
  }
  CHECK(compared > 100 && joins > 1000);
}

static void any_bytes_come_back(void) {
  const char learn[] = "the quick brown fox \xE6\x88\x91\xE4\xBB\xAC the \xFF\xFE \xE6\x88\x91 thing";
  for (int32_t split = 0; split < gn_split_count(); split++) {
    gn_bpe *b = gn_bpe_new((const uint8_t *)learn, (int64_t)strlen(learn), split, 40, &error);
    if (b == NULL) return;
    while (gn_bpe_step(b)) {
    }
    f.count = gn_bpe_save(b, f.bytes);
    gn_bpe_free(b);
    gn_vocab *v = gn_vocab_read(f.bytes, f.count, &error);
    CHECK(v != NULL);
    for (int32_t round = 0; round < 200 && v != NULL; round++) {
      static uint8_t text[LONGEST], again[LONGEST];
      const int64_t bytes = random_below(600);
      for (int64_t i = 0; i < bytes; i++)
        text[i] = round % 2 ? (uint8_t)random_below(256) : (uint8_t)learn[(uint32_t)i % strlen(learn)];
      const int64_t n = encode(v, text, bytes);
      CHECK_INT(gn_decode(v, again, tokens, n, &error), bytes);
      CHECK(memcmp(text, again, (size_t)bytes) == 0);
    }
    gn_vocab_free(v);
  }
}

int main(void) {
  RUN(by_hand);
  RUN(decoding);
  RUN(as_defined);
  RUN(any_bytes_come_back);
  return check_done();
}
