// Learning merges: an example by hand, ties, runs; every step of many small texts against counting anew.
#include <stdlib.h>

#include "check.h"
#include "text.h"

static gn_error error;

static gn_bpe *new_bpe(const char *text, int64_t bytes, int32_t split, int32_t merges) {
  gn_bpe *b = gn_bpe_new((const uint8_t *)text, bytes, split, merges, &error);
  if (b == NULL) CHECK_FAIL("%s", gn_code_name(error.code));
  return b;
}

static void check_merge(const gn_bpe *b, int32_t i, int32_t left, int32_t right, int32_t count, const char *token) {
  gn_pair p;
  int32_t length;
  gn_bpe_merge(b, i, &p);
  CHECK_INT(p.left, left);
  CHECK_INT(p.right, right);
  CHECK_INT(p.count, count);
  const uint8_t *bytes = gn_bpe_token(b, GN_BYTES + i, &length);
  CHECK_INT(length, strlen(token));
  CHECK(memcmp(bytes, token, strlen(token)) == 0);
}

// "low", " lower", " lowest"
static void by_hand(void) {
  const char text[] = "low lower lowest";
  gn_bpe *b = new_bpe(text, (int64_t)strlen(text), GN_SPLIT_GPT2, 100);
  if (b == NULL) return;
  gn_pair best[GN_BEST_PAIRS];
  CHECK_INT(gn_bpe_tokens(b), 16);
  CHECK_INT(gn_bpe_best(b, best, GN_BEST_PAIRS), 7); // lo ow | _l we | er es st
  CHECK(best[0].left == 'l' && best[0].right == 'o' && best[0].count == 3);
  CHECK(best[1].left == 'o' && best[1].right == 'w' && best[1].count == 3);
  CHECK(best[2].left == ' ' && best[2].right == 'l' && best[2].count == 2);
  CHECK(best[3].left == 'w' && best[3].right == 'e' && best[3].count == 2);
  CHECK(best[6].left == 's' && best[6].right == 't' && best[6].count == 1);
  CHECK_INT(gn_bpe_best(b, best, 2), 2);
  int32_t steps = 0;
  while (gn_bpe_step(b)) steps++;
  CHECK_INT(steps, 7);
  CHECK_INT(gn_bpe_merges(b), 7);
  check_merge(b, 0, 'l', 'o', 3, "lo"); // before (o, w): the smaller left token
  check_merge(b, 1, 256, 'w', 3, "low");
  check_merge(b, 2, ' ', 257, 2, " low");
  check_merge(b, 3, 258, 'e', 2, " lowe");
  check_merge(b, 4, 's', 't', 1, "st");
  check_merge(b, 5, 259, 'r', 1, " lower"); // before (259, 260): the smaller right token
  check_merge(b, 6, 259, 260, 1, " lowest");
  CHECK_INT(gn_bpe_tokens(b), 3);
  CHECK_INT(gn_bpe_best(b, best, GN_BEST_PAIRS), 0);
  gn_bpe_free(b);
}

static void pieces_are_counted(void) {
  const char text[] = "a bc a bc bc\n";
  gn_bpe *b = new_bpe(text, (int64_t)strlen(text), GN_SPLIT_GPT2, 1);
  if (b == NULL) return;
  CHECK(gn_bpe_step(b));
  CHECK(!gn_bpe_step(b)); // as many as were asked for
  check_merge(b, 0, ' ', 'b', 3, " b");
  static const gn_piece want[] = {{(const uint8_t *)"a", 1, 1, 1},
                                  {(const uint8_t *)" bc", 3, 3, 2},
                                  {(const uint8_t *)" a", 2, 1, 2},
                                  {(const uint8_t *)"\n", 1, 1, 1}};
  CHECK_INT(gn_bpe_pieces(b), 4);
  for (int32_t i = 0; i < gn_bpe_pieces(b) && i < 4; i++) {
    gn_piece p;
    gn_bpe_piece(b, i, &p);
    CHECK_INT(p.bytes, want[i].bytes);
    CHECK_INT(p.count, want[i].count);
    CHECK_INT(p.tokens, want[i].tokens);
    CHECK(memcmp(p.text, want[i].text, (size_t)want[i].bytes) == 0);
  }
  int32_t ids[2];
  CHECK_INT(gn_bpe_piece_tokens(b, 1, ids), 2);
  CHECK(ids[0] == 256 && ids[1] == 'c');
  CHECK_INT(gn_bpe_tokens(b), 10);
  gn_bpe_free(b);
}

static void runs_are_joined_from_the_left(void) {
  gn_bpe *b = new_bpe("aaaaaaa", 7, GN_SPLIT_WHOLE, 100);
  if (b == NULL) return;
  int32_t ids[7];
  CHECK(gn_bpe_step(b));
  check_merge(b, 0, 'a', 'a', 6, "aa"); // neighbours, though only three fit side by side
  CHECK_INT(gn_bpe_piece_tokens(b, 0, ids), 4);
  CHECK(ids[0] == 256 && ids[1] == 256 && ids[2] == 256 && ids[3] == 'a');
  gn_bpe_free(b);
}

static void nothing_to_join(void) {
  gn_bpe *b = new_bpe("", 0, GN_SPLIT_GPT2, 5);
  if (b != NULL) CHECK(!gn_bpe_step(b));
  gn_bpe_free(b);
  b = new_bpe("abc", 3, GN_SPLIT_BYTES, 5);
  if (b != NULL) CHECK(!gn_bpe_step(b));
  gn_bpe_free(b);
  b = new_bpe("abab", 4, GN_SPLIT_WHOLE, 0);
  if (b != NULL) CHECK(!gn_bpe_step(b));
  gn_bpe_free(b);
  gn_bpe_free(NULL);
}

static void no_token_grows_too_long(void) {
  enum { LONG = 3 * GN_MAX_TOKEN_BYTES };
  char *text = malloc(LONG);
  if (text == NULL) return;
  memset(text, 'a', LONG);
  gn_bpe *b = new_bpe(text, LONG, GN_SPLIT_WHOLE, 1000);
  free(text);
  if (b == NULL) return;
  int32_t length = 0, longest = 0;
  while (gn_bpe_step(b)) {
    gn_bpe_token(b, GN_BYTES + gn_bpe_merges(b) - 1, &length);
    if (length > longest) longest = length;
  }
  CHECK_INT(longest, GN_MAX_TOKEN_BYTES);
  CHECK_INT(gn_bpe_tokens(b), 3);
  gn_bpe_free(b);
}

static void too_long_a_text(void) {
  CHECK(gn_bpe_new(NULL, GN_MAX_TEXT + 1, GN_SPLIT_GPT2, 1, &error) == NULL);
  CHECK_INT(error.code, GN_TEXT_TOO_LONG);
  CHECK_INT(error.arg[0], GN_MAX_TEXT + 1);
  CHECK_INT(error.arg[1], GN_MAX_TEXT);
}

// ---------------------------------------------------------------- from the definition, slowly

enum { ROOM = 64 };
typedef struct slow {
  int32_t token[ROOM];
  bool ends[ROOM]; // a piece
  int32_t n;
} slow;

static void slow_new(slow *s, const uint8_t *text, int64_t bytes, int32_t split) {
  s->n = (int32_t)bytes;
  for (int64_t at = 0; at < bytes;) {
    const int64_t end = gn_split_end(split, text, bytes, at);
    for (; at < end; at++) {
      s->token[at] = text[at];
      s->ends[at] = at + 1 == end;
    }
  }
}

static gn_pair slow_best(const slow *s) {
  gn_pair best = {0, 0, 0};
  for (int32_t i = 0; i + 1 < s->n; i++) {
    if (s->ends[i]) continue;
    gn_pair p = {s->token[i], s->token[i + 1], 0};
    for (int32_t k = 0; k + 1 < s->n; k++)
      p.count += !s->ends[k] && s->token[k] == p.left && s->token[k + 1] == p.right;
    const bool smaller = p.left != best.left ? p.left < best.left : p.right < best.right;
    if (p.count > best.count || (p.count == best.count && smaller)) best = p;
  }
  return best;
}

static void slow_join(slow *s, gn_pair p, int32_t made) {
  int32_t n = 0;
  for (int32_t i = 0; i < s->n; i++, n++) {
    s->token[n] = s->token[i];
    s->ends[n] = s->ends[i];
    if (i + 1 == s->n || s->ends[i] || s->token[i] != p.left || s->token[i + 1] != p.right) continue;
    s->token[n] = made;
    s->ends[n] = s->ends[++i];
  }
  s->n = n;
}

static void as_counting_anew_each_time(void) {
  uint32_t random = 1;
  for (int32_t round = 0; round < 4000; round++) {
    uint8_t text[ROOM];
    random = random * 1664525 + 1013904223;
    const int64_t bytes = 1 + (random >> 16) % ROOM;
    const uint32_t letters = 1 + (uint32_t)round % 4;
    for (int64_t i = 0; i < bytes; i++) {
      random = random * 1664525 + 1013904223;
      text[i] = (uint8_t) "ab c"[(random >> 16) % letters];
    }
    const int32_t split = round % 3 == 0 ? GN_SPLIT_GPT2 : GN_SPLIT_WHOLE;
    gn_bpe *b = new_bpe((const char *)text, bytes, split, ROOM);
    if (b == NULL) return;
    slow s;
    slow_new(&s, text, bytes, split);
    for (;;) {
      const gn_pair want = slow_best(&s);
      gn_pair best[GN_BEST_PAIRS], got;
      const int32_t found = gn_bpe_best(b, best, GN_BEST_PAIRS);
      for (int32_t i = 1; i < found; i++)
        CHECK(best[i - 1].count > best[i].count ||
              (best[i - 1].count == best[i].count &&
               (best[i - 1].left < best[i].left ||
                (best[i - 1].left == best[i].left && best[i - 1].right < best[i].right))));
      if (!gn_bpe_step(b)) {
        CHECK_INT(want.count, 0);
        CHECK_INT(found, 0);
        break;
      }
      const int32_t i = gn_bpe_merges(b) - 1;
      gn_bpe_merge(b, i, &got);
      CHECK(got.left == want.left && got.right == want.right && got.count == want.count);
      CHECK(best[0].left == want.left && best[0].right == want.right && best[0].count == want.count);
      slow_join(&s, want, GN_BYTES + i);
      CHECK_INT(gn_bpe_tokens(b), s.n);
      if (check_state.bad) break;
    }
    gn_bpe_free(b);
    if (check_state.bad) {
      CHECK_FAIL("round %d: %.*s", (int)round, (int)bytes, (const char *)text);
      return;
    }
  }
}

int main(void) {
  RUN(by_hand);
  RUN(pieces_are_counted);
  RUN(runs_are_joined_from_the_left);
  RUN(nothing_to_join);
  RUN(no_token_grows_too_long);
  RUN(too_long_a_text);
  RUN(as_counting_anew_each_time);
  return check_done();
}
