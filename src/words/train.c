// Skip-gram with negative sampling, a word of the text at a time:
//   L = −ln σ(uₒ·v) − Σₙ ln σ(−uₙ·v);  ∂L/∂uₒ = (σ(uₒ·v) − 1)·v, ∂L/∂uₙ = σ(uₙ·v)·v, ∂L/∂v = Σ (σ − label)·u
// u moves at once, v when all pairs of its word are done.
#include <math.h>
#include <string.h>

#include "kernel/kernel.h"
#include "words/model.h"
#include "words/pair.h"

#define LEAST_RATE 1e-4    // of the first one
#define LEAST_SHARE 1e-14F // ln of a σ smaller than that counts as of that: 32 nats

static const int32_t *token_at(const gn_words *w, int64_t at) {
  return &w->tokens[w->kept[at]];
}

bool words_settle(gn_words *w) {
  while (w->epoch < w->settings.epochs) {
    while (w->at < w->kept_count && *token_at(w, w->at) < 0) w->at++;
    if (w->at < w->kept_count) return true;
    if (++w->epoch < w->settings.epochs) deal_epoch(w, 0);
  }
  return false;
}

static int64_t words_read(const gn_words *w) {
  if (w->epoch >= w->settings.epochs) return w->n * w->settings.epochs;
  if (w->at == 0) return w->epoch * w->n; // what is left out before the first word is not read yet
  return w->epoch * w->n + (w->at < w->kept_count ? w->kept[w->at] : w->n);
}

static double progress_of(const gn_words *w) {
  return (double)words_read(w) / ((double)w->n * w->settings.epochs);
}

static float rate_of(const gn_words *w) {
  const double left = 1 - progress_of(w);
  return (float)((double)w->settings.rate * (left > LEAST_RATE ? left : LEAST_RATE));
}

// ---------------------------------------------------------------- the pairs of a word

typedef struct draws { // of one word at one place
  const gn_words *w;
  uint32_t at, epoch, block[4];
  uint32_t next;
} draws;

static uint32_t draw(draws *d) {
  if (d->next % 4 == 0)
    random_block(d->block, d->w->settings.seed, RANDOM_WORDS, d->at, d->epoch, WORDS_STEP + d->next / 4);
  return d->block[d->next++ % 4];
}

typedef struct range { // of kept, to both sides of a word
  int64_t from, to;
} range;

static range neighbours_of(const gn_words *w, int32_t reach) {
  range r = {w->at, w->at};
  while (r.from > 0 && w->at - r.from < reach && *token_at(w, r.from - 1) >= 0) r.from--;
  while (r.to + 1 < w->kept_count && r.to - w->at < reach && *token_at(w, r.to + 1) >= 0) r.to++;
  return r;
}

// 1..window: who stands nearer is a neighbour more often.
static int32_t reach_of(draws *d) {
  return 1 + (int32_t)((uint64_t)draw(d) * (uint64_t)d->w->settings.window >> 32);
}

static draws draws_of(const gn_words *w) {
  return (draws){.w = w, .at = (uint32_t)w->kept[w->at], .epoch = (uint32_t)w->epoch};
}

// Of v with u: −ln σ(±u·v) as the share σ, and the step of both.
static float pair(gn_words *w, const float *v, int32_t word, bool label, float rate) {
  const int64_t width = w->settings.width;
  float *u = w->u + word * width;
  const float score = dot(u, v, width);
  const float share = sigmoid_f32(label ? score : -score);
  const float g = (1 - share) * rate;
  pair_update(w->e, u, v, label ? g : -g, width);
  return share > LEAST_SHARE ? share : LEAST_SHARE;
}

static void step(gn_words *w) {
  const int64_t width = w->settings.width;
  const int32_t centre = *token_at(w, w->at);
  float *v = w->v + centre * width;
  const float rate = rate_of(w);
  draws d = draws_of(w);
  const range r = neighbours_of(w, reach_of(&d));
  memset(w->e, 0, (size_t)width * sizeof *w->e);
  for (int64_t k = r.from; k <= r.to; k++) {
    if (k == w->at) continue;
    const int32_t there = *token_at(w, k);
    double share = (double)pair(w, v, there, true, rate); // the losses' sum is one logarithm of the product
    for (int32_t i = 0; i < w->settings.negatives; i++) {
      const int32_t drawn = deal_draw(w->table, w->words, draw(&d));
      if (drawn != there) share *= (double)pair(w, v, drawn, false, rate);
    }
    w->loss -= log_f64(share);
    w->pairs++;
  }
  add_to(v, w->e, width);
  w->at++;
}

bool gn_words_train(gn_words *w, int64_t steps) {
  return gn_words_train_to(w, steps, INT64_MAX);
}

bool gn_words_train_to(gn_words *w, int64_t steps, int64_t read) {
  w->loss = 0;
  w->pairs = 0;
  bool more = w->epoch < w->settings.epochs;
  for (int64_t i = 0; more && i < steps && words_read(w) < read; i++) {
    step(w);
    more = words_settle(w);
  }
  return more;
}

void gn_words_state_of(const gn_words *w, gn_words_state *state) {
  *state = (gn_words_state){
      .progress = progress_of(w),
      .loss = w->pairs > 0 ? w->loss / (double)w->pairs : NAN,
      .read = words_read(w),
      .pairs = w->pairs,
      .epoch = w->epoch,
      .rate = rate_of(w),
  };
}

// ---------------------------------------------------------------- looked at

void gn_words_scores(const gn_words *w, int32_t word, gn_words_pair *pairs, int32_t count) {
  const int64_t width = w->settings.width;
  for (int32_t i = 0; i < count; i++)
    pairs[i].score = sigmoid_f32(dot(w->u + pairs[i].word * width, w->v + word * width, width));
}

int32_t gn_words_next(const gn_words *w, gn_words_pair *pairs, int32_t most, int32_t *count) {
  *count = 0;
  if (w->epoch >= w->settings.epochs) return -1;
  draws d = draws_of(w);
  const range r = neighbours_of(w, reach_of(&d));
  for (int64_t k = r.from; k <= r.to; k++) {
    if (k == w->at) continue;
    const int32_t there = *token_at(w, k);
    if (*count < most) pairs[(*count)++] = (gn_words_pair){there, 1, 0};
    for (int32_t i = 0; i < w->settings.negatives; i++) {
      const int32_t drawn = deal_draw(w->table, w->words, draw(&d));
      if (drawn != there && *count < most) pairs[(*count)++] = (gn_words_pair){drawn, 0, 0};
    }
  }
  const int32_t word = *token_at(w, w->at);
  gn_words_scores(w, word, pairs, *count);
  return word;
}
