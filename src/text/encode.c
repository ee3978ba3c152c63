// Text → tokens: in each piece the earliest merge that fits, leftmost first, until none does. And back.
#include <assert.h>

#include "data/fail.h"
#include "text/split.h"
#include "text/vocab.h"

enum { SHORT = 256, NONE = INT32_MAX };

// The token that two neighbours make, NONE: no merge joins them. Earlier merges make smaller tokens.
static int32_t joined(const gn_vocab *v, int32_t left, int32_t right) {
  const int32_t token = v->slots[vocab_slot(v, left, right)];
  return token != 0 && token < GN_BYTES + v->used ? token : NONE;
}

// ---------------------------------------------------------------- a short piece: looks at all its pairs each time

static int32_t encode_short(const gn_vocab *v, int32_t *tokens, const uint8_t *text, int32_t n) {
  int32_t token[SHORT], made[SHORT];
  for (int32_t i = 0; i < n; i++) token[i] = v->byte_token[text[i]];
  for (int32_t i = 0; i + 1 < n; i++) made[i] = joined(v, token[i], token[i + 1]);
  while (n > 1) {
    int32_t least = made[0], at = 0;
    for (int32_t i = 1; i + 1 < n; i++)
      if (made[i] < least) least = made[at = i];
    if (least == NONE) break;
    token[at] = least;
    n--;
    for (int32_t i = at + 1; i < n; i++) token[i] = token[i + 1];
    for (int32_t i = at + 1; i + 1 < n; i++) made[i] = made[i + 1];
    if (at > 0) made[at - 1] = joined(v, token[at - 1], least);
    if (at + 1 < n) made[at] = joined(v, least, token[at + 1]);
  }
  memcpy(tokens, token, (size_t)n * sizeof *tokens);
  return n;
}

// ---------------------------------------------------------------- a long one: its pairs in chains, one for each merge
//
// What a merge makes only fits into later merges, so that the chains are gone through once, in their order.

typedef struct chains {
  const gn_vocab *v;
  int32_t *token;  // (n) of what begins there, −1: nothing does; where a longer token ends, ~ its beginning
  int32_t *after;  // (n) the next place in the chain, −1: none
  int32_t *before; // (n) the one before; ~ the merge: it is the first; IDLE: in no chain
  int32_t *first;  // (merges) of each chain, −1: none
  int32_t n, last; // last: merge that has a chain
} chains;

enum { IDLE = INT32_MIN };

static int32_t next_of(const chains *c, int32_t at) { // n: none
  return at + vocab_length(c->v, c->token[at]);
}

static int32_t previous_of(const chains *c, int32_t at) { // −1: none
  if (at == 0) return -1;
  const int32_t end = c->token[at - 1];
  return end >= 0 ? at - 1 : ~end;
}

static void enter(chains *c, int32_t at) {
  const int32_t next = next_of(c, at), made = next < c->n ? joined(c->v, c->token[at], c->token[next]) : NONE;
  c->before[at] = IDLE;
  if (made == NONE) return;
  const int32_t merge = made - GN_BYTES;
  c->after[at] = c->first[merge];
  if (c->after[at] >= 0) c->before[c->after[at]] = at;
  c->before[at] = ~merge;
  c->first[merge] = at;
  if (merge > c->last) c->last = merge;
}

static void leave(chains *c, int32_t at) {
  const int32_t after = c->after[at], before = c->before[at];
  if (before == IDLE) return;
  if (after >= 0) c->before[after] = before;
  if (before >= 0)
    c->after[before] = after;
  else
    c->first[~before] = after;
}

static void join(chains *c, int32_t at, int32_t made) {
  const int32_t right = next_of(c, at), end = next_of(c, right), previous = previous_of(c, at);
  if (previous >= 0) leave(c, previous);
  leave(c, at);
  leave(c, right);
  c->token[right] = -1;
  c->token[at] = made;
  c->token[end - 1] = ~at;
  if (previous >= 0) enter(c, previous);
  enter(c, at);
}

static int32_t encode_long(const gn_vocab *v, int32_t *tokens, int32_t *work, const uint8_t *text, int32_t n) {
  chains c = {v, tokens, work + v->merges, work + v->merges + n, work, n, -1};
  for (int32_t i = 0; i < v->used; i++) c.first[i] = -1;
  for (int32_t i = 0; i < n; i++) tokens[i] = v->byte_token[text[i]];
  for (int32_t i = 0; i < n; i++) enter(&c, i);
  for (int32_t merge = 0; merge <= c.last; merge++) {
    const parts *p = &v->pairs[merge];
    for (int32_t at; (at = c.first[merge]) >= 0;) {
      // In a run like a a a the leftmost two are joined, and the chain is in no order: from its beginning then.
      if (p->left == p->right)
        for (int32_t previous; (previous = previous_of(&c, at)) >= 0 && tokens[previous] == p->left;) at = previous;
      while (at < n && tokens[at] == p->left) {
        const int32_t next = next_of(&c, at);
        if (next >= n || tokens[next] != p->right) break;
        join(&c, at, GN_BYTES + merge);
        at = next_of(&c, at);
      }
    }
  }
  int32_t count = 0;
  for (int32_t at = 0; at < n;) {
    const int32_t token = tokens[at];
    at = next_of(&c, at);
    tokens[count++] = token;
  }
  return count;
}

// ---------------------------------------------------------------- all of a text

int64_t gn_encode_work(const gn_vocab *v, int64_t bytes) {
  return bytes > SHORT ? v->merges + 2 * bytes : 0;
}

int64_t gn_encode(const gn_vocab *v, int32_t *tokens, int32_t *ends, int32_t *work, const uint8_t *text,
                  int64_t bytes) {
  assert(bytes <= GN_MAX_TEXT);
  int64_t count = 0;
  for (int64_t at = 0; at < bytes;) {
    const int64_t end = gn_split_end(v->split, text, bytes, at);
    const int32_t n = (int32_t)(end - at);
    int32_t *to = tokens + count; // no piece has more tokens than bytes, so this is never ahead of `at`
    count += n <= SHORT ? encode_short(v, to, text + at, n) : encode_long(v, to, work, text + at, n);
    at = end;
  }
  int64_t at = 0;
  for (int64_t i = 0; i < count && ends != NULL; i++) ends[i] = (int32_t)(at += vocab_length(v, tokens[i]));
  return count;
}

int64_t gn_decode(const gn_vocab *v, uint8_t *text, const int32_t *tokens, int64_t n, gn_error *error) {
  int64_t bytes = 0;
  for (int64_t i = 0; i < n; i++) {
    if (tokens[i] < 0 || tokens[i] >= gn_vocab_tokens(v)) {
      data_fail2(error, GN_TOKEN, i, tokens[i], gn_vocab_tokens(v));
      return -1;
    }
    const int32_t length = vocab_length(v, tokens[i]);
    if (text != NULL) memcpy(text + bytes, v->bytes + v->at[tokens[i]], (size_t)length);
    bytes += length;
  }
  data_good(error);
  return bytes;
}
