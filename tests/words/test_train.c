// Skip-gram with negative sampling: its gradient against differences of its loss, its steps against their plain
// definition bit for bit, what chance decides, and the same bits in every build.
#include <stdlib.h>

#include "check.h"
#include "kernel/kernel.h"
#include "words.h"
#include "words/model.h"
#include "words/pair.h"

#define FROZEN_V 434922891
#define FROZEN_U 2036373170

enum { WORDS = 40, TOKENS = 3000, PAIRS = 512 };
static int32_t counts[WORDS], tokens[TOKENS];
static gn_error error;

// Words i with chance about 1/(i+1); every hundredth a mark. The same in every build.
static void make_text(void) {
  memset(counts, 0, sizeof counts);
  for (int i = 0; i < TOKENS; i++) {
    uint32_t r[4];
    random_block(r, 7, RANDOM_USER, (uint32_t)i, 0, 0);
    const float x = random_unit(r[0]);
    const int32_t word = i < WORDS ? i : (int32_t)(exp_f32(x * log_f32(WORDS))) - 1;
    tokens[i] = i % 100 == 99 ? -1 : word;
    if (tokens[i] >= 0) counts[word]++;
  }
}

static gn_words_settings usual(void) { // whatever a learner begins with
  return (gn_words_settings){
      .width = 10, .window = 5, .negatives = 5, .epochs = 2, .rate = 0.05F, .sample = 0.05F, .power = 0.75F, .seed = 1};
}

static gn_words *begun(const gn_words_settings *s) {
  make_text();
  void *memory = malloc((size_t)gn_words_memory(WORDS, TOKENS, s));
  gn_words *w = gn_words_begin(memory, counts, WORDS, tokens, TOKENS, s, &error);
  CHECK_INT(error.code, GN_OK);
  return w;
}

// ---------------------------------------------------------------- gradient

static double loss_of(const float *v, const float *u, int32_t width, int32_t word, const gn_words_pair *pairs,
                      int32_t n) {
  double loss = 0;
  for (int32_t i = 0; i < n; i++) {
    double x = 0;
    for (int32_t k = 0; k < width; k++) x += (double)u[pairs[i].word * width + k] * (double)v[word * width + k];
    loss += log(1 + exp(pairs[i].label ? -x : x));
  }
  return loss;
}

static bool all_differ(const gn_words_pair *pairs, int32_t n) {
  for (int32_t i = 0; i < n; i++)
    for (int32_t k = 0; k < i; k++)
      if (pairs[i].word == pairs[k].word) return false;
  return true;
}

// A step moves every number by −rate·∂L/∂number. Only of steps whose words all differ: else u moves meanwhile.
static void gradient_against_differences(void) {
  gn_words_settings s = usual();
  s.window = 1;
  s.negatives = 2;
  s.rate = 0.5F;
  gn_words *w = begun(&s);
  const int32_t n = WORDS * s.width;
  float *tables[] = {gn_words_vectors(w), gn_words_neighbours(w)};
  for (int t = 0; t < 2; t++)
    for (int32_t i = 0; i < n; i++) tables[t][i] = (float)((i * 37 + t * 11) % 19 - 9) / 12;
  float *before = malloc(2 * (size_t)n * sizeof *before);
  int checked = 0;
  for (int tried = 0; tried < 1000 && checked < 20; tried++) {
    gn_words_pair pairs[PAIRS];
    int32_t count;
    gn_words_state state;
    const int32_t word = gn_words_next(w, pairs, PAIRS, &count);
    gn_words_state_of(w, &state);
    memcpy(before, tables[0], (size_t)n * sizeof *before);
    memcpy(before + n, tables[1], (size_t)n * sizeof *before);
    gn_words_train(w, 1);
    if (!all_differ(pairs, count)) continue;
    checked++;
    gn_words_state after;
    gn_words_state_of(w, &after);
    CHECK_NEAR(after.loss * (double)after.pairs, loss_of(before, before + n, s.width, word, pairs, count), 1e-5);
    for (int t = 0; t < 2; t++)
      for (int32_t i = 0; i < n; i++) {
        float *x = before + (t == 0 ? 0 : n) + i;
        const float was = *x, h = 1e-2F;
        const double moved = (double)(tables[t][i] - was) / (double)state.rate;
        *x = was + h;
        const double above = loss_of(before, before + n, s.width, word, pairs, count);
        *x = was - h;
        const double below = loss_of(before, before + n, s.width, word, pairs, count);
        *x = was;
        CHECK_NEAR(-moved, (above - below) / (2 * (double)h), 5e-5);
      }
  }
  CHECK(checked == 20);
  free(before);
  free(w);
}

// ---------------------------------------------------------------- steps

// The plain definition, with the pairs that gn_words_next says.
static void plain_step(float *v, float *u, const gn_words_pair *pairs, int32_t n, int32_t word, int32_t width,
                       float rate) {
  float e[GN_WORDS_WIDTH] = {0};
  float *vc = v + word * width;
  for (int32_t i = 0; i < n; i++) {
    float *uo = u + pairs[i].word * width;
    float lane[4] = {0};
    int32_t k = 0;
    for (; k + 4 <= width; k += 4)
      for (int l = 0; l < 4; l++) lane[l] += uo[k + l] * vc[k + l];
    float x = (lane[0] + lane[2]) + (lane[1] + lane[3]);
    for (; k < width; k++) x += uo[k] * vc[k];
    const float step = (1 - sigmoid_f32(pairs[i].label ? x : -x)) * rate, g = pairs[i].label ? step : -step;
    for (k = 0; k < width; k++) {
      e[k] += g * uo[k];
      uo[k] += g * vc[k];
    }
  }
  for (int32_t k = 0; k < width; k++) vc[k] += e[k];
}

static void steps_by_their_definition(void) {
  const gn_words_settings s = usual();
  gn_words *w = begun(&s);
  const size_t size = (size_t)(WORDS * s.width) * sizeof(float);
  float *v = malloc(size), *u = malloc(size);
  memcpy(v, gn_words_vectors(w), size);
  memcpy(u, gn_words_neighbours(w), size);
  gn_words_pair pairs[PAIRS];
  int32_t count, steps = 0;
  for (bool more = true; more; steps++) {
    gn_words_state state;
    gn_words_state_of(w, &state);
    const int32_t word = gn_words_next(w, pairs, PAIRS, &count);
    CHECK(word >= 0);
    CHECK_NEAR(state.rate, fmax(0.05 * (1 - state.progress), 5e-6), 1e-8);
    plain_step(v, u, pairs, count, word, s.width, state.rate);
    more = gn_words_train(w, 1);
    if (memcmp(v, gn_words_vectors(w), size) != 0 || memcmp(u, gn_words_neighbours(w), size) != 0) {
      CHECK_FAIL("other bits after step %d", steps);
      break;
    }
  }
  CHECK(steps > TOKENS);
  CHECK_INT(gn_words_next(w, pairs, PAIRS, &count), -1);
  gn_words_state state;
  gn_words_state_of(w, &state);
  CHECK(state.progress == 1 && state.read == 2 * TOKENS);
  free(v);
  free(u);
  free(w);
}

static void neighbours_stand_beside(void) {
  gn_words_settings s = usual();
  s.sample = 0;
  s.window = 2;
  gn_words *w = begun(&s);
  for (int32_t at = 0; at < 98; at++) {
    gn_words_pair pairs[PAIRS];
    int32_t count, seen = 0;
    CHECK_INT(gn_words_next(w, pairs, PAIRS, &count), tokens[at]);
    for (int32_t i = 0; i < count; i++) {
      if (!pairs[i].label) continue;
      bool beside = false;
      for (int32_t k = at - 2; k <= at + 2; k++) beside |= k >= 0 && k != at && k < 99 && tokens[k] == pairs[i].word;
      CHECK(beside);
      seen++;
    }
    CHECK(seen >= 1 && seen <= 4);
    gn_words_train(w, 1);
  }
  free(w);
}

static void in_pieces_as_in_one(void) {
  const gn_words_settings s = usual();
  gn_words *one = begun(&s), *two = begun(&s);
  const size_t size = (size_t)(WORDS * s.width) * sizeof(float);
  gn_words_train(one, TOKENS);
  gn_words_train(two, 777);
  gn_words_state state;
  gn_words_state_of(two, &state);
  gn_words *three = begun(&s); // as from a file
  memcpy(gn_words_vectors(three), gn_words_vectors(two), size);
  memcpy(gn_words_neighbours(three), gn_words_neighbours(two), size);
  gn_words_resume(three, state.read);
  gn_words_train(three, TOKENS - 777);
  CHECK(memcmp(gn_words_vectors(one), gn_words_vectors(three), size) == 0);
  CHECK(memcmp(gn_words_neighbours(one), gn_words_neighbours(three), size) == 0);
  gn_words_resume(three, INT64_MAX);
  CHECK(!gn_words_train(three, 5));
  gn_words_resume(three, -5);
  CHECK(gn_words_train(three, 5));
  free(one);
  free(two);
  free(three);
}

// Made again up to where another run was left, however many words are left out by chance just there.
static void ends_where_it_is_told_to(void) {
  gn_words_settings s = usual();
  s.sample = 1e-4F;
  const size_t size = (size_t)(WORDS * s.width) * sizeof(float);
  gn_words *one = begun(&s);
  for (int i = 0; i < 40; i++) {
    gn_words_train(one, 1 + i % 3);
    gn_words_state at, again;
    gn_words_state_of(one, &at);
    gn_words *two = begun(&s);
    CHECK(gn_words_train_to(two, INT64_MAX, at.read));
    gn_words_state_of(two, &again);
    CHECK(again.read == at.read);
    CHECK(memcmp(gn_words_vectors(one), gn_words_vectors(two), size) == 0);
    CHECK(gn_words_train_to(two, 5, at.read)); // it is there
    gn_words_state_of(two, &again);
    CHECK(again.read == at.read && again.pairs == 0);
    free(two);
  }
  free(one);
}

static void nothing_is_read_at_first(void) {
  gn_words_settings s = usual();
  s.sample = 1e-6F; // hardly a word stays
  gn_words *w = begun(&s);
  CHECK(w->kept[0] > 0);
  gn_words_state state;
  gn_words_state_of(w, &state);
  CHECK(state.read == 0 && state.progress == 0);
  free(w);
}

// An epoch in which no word stays: the next one is of a later epoch, and said before the step that takes it.
static void what_comes_next_is_known_at_once(void) {
  gn_words_settings s = usual();
  s.sample = 1e-9F;
  s.epochs = 1000;
  gn_words_pair pairs[PAIRS];
  int32_t count;
  gn_words *w = begun(&s);
  CHECK(w->epoch > 0 && w->epoch < s.epochs);
  CHECK(gn_words_next(w, pairs, PAIRS, &count) >= 0);
  gn_words_resume(w, 0);
  CHECK(gn_words_next(w, pairs, PAIRS, &count) >= 0);
  CHECK(gn_words_train(w, 0));
  free(w);
}

static void learns(void) { // words 2k and 2k+1 stand in pairs
  for (int i = 0; i < WORDS; i++) counts[i] = 0;
  for (int i = 0; i < TOKENS; i++) {
    uint32_t r[4];
    random_block(r, 3, RANDOM_USER, (uint32_t)(i / 3), 0, 0);
    tokens[i] = i % 3 == 2 ? -1 : (int32_t)(r[0] % (WORDS / 2)) * 2 + i % 3;
    if (tokens[i] >= 0) counts[tokens[i]]++;
  }
  gn_words_settings s = usual();
  s.sample = 0;
  s.epochs = 20;
  s.rate = 0.2F;
  gn_words *w =
      gn_words_begin(malloc((size_t)gn_words_memory(WORDS, TOKENS, &s)), counts, WORDS, tokens, TOKENS, &s, &error);
  gn_words_state state;
  gn_words_train(w, 100);
  gn_words_state_of(w, &state);
  CHECK_NEAR(state.loss, 6 * log(2), 0.3); // one neighbour and five drawn, each of which might be either
  while (gn_words_train(w, 2000)) gn_words_state_of(w, &state);
  CHECK(state.loss < 1.5);
  for (int32_t word = 0; word < WORDS; word++) {
    gn_words_pair pairs[WORDS];
    for (int32_t i = 0; i < WORDS; i++) pairs[i].word = i;
    gn_words_scores(w, word, pairs, WORDS);
    for (int32_t i = 0; i < WORDS; i++) CHECK(i == (word ^ 1) || pairs[i].score < pairs[word ^ 1].score);
  }
  free(w);
}

static uint32_t bits_of(const float *x, int64_t n) { // FNV-1a
  uint32_t h = 2166136261u;
  const uint8_t *bytes = (const uint8_t *)x;
  for (size_t i = 0; i < (size_t)n * sizeof *x; i++) h = (h ^ bytes[i]) * 16777619u;
  return h;
}

static void the_same_bits_in_every_build(void) {
  const gn_words_settings s = usual();
  gn_words *w = begun(&s);
  while (gn_words_train(w, 1000)) {
  }
  CHECK_INT(bits_of(gn_words_vectors(w), WORDS * s.width), FROZEN_V);
  CHECK_INT(bits_of(gn_words_neighbours(w), WORDS * s.width), FROZEN_U);
  free(w);
}

// ---------------------------------------------------------------- chance

static void negatives_by_their_power(void) {
  make_text();
  slot table[WORDS];
  double scaled[WORDS], want[WORDS], all = 0;
  int32_t stack[WORDS], drawn[WORDS] = {0};
  deal_table(table, scaled, stack, counts, WORDS, 0.75F);
  for (int i = 0; i < WORDS; i++) all += want[i] = pow(counts[i], 0.75);
  enum { DRAWS = 1 << 20 };
  for (uint32_t i = 0; i < DRAWS; i++) drawn[deal_draw(table, WORDS, i << 12 | i % 4096)]++;
  for (int i = 0; i < WORDS; i++) CHECK_NEAR((double)drawn[i] / DRAWS, want[i] / all, 2e-4);
  int32_t same[] = {5, 5, 5};
  deal_table(table, scaled, stack, same, 3, 1);
  for (int i = 0; i < 3; i++) CHECK(deal_draw(table, 3, (uint32_t)i * 1431655766u) == i);
}

static void what_is_common_stays_less(void) {
  const int32_t of[] = {9000, 900, 100};
  uint32_t stays[3];
  deal_stays(stays, of, 3, 0.01F);
  CHECK_NEAR(stays[0] / 0x1p32, sqrt(0.01 / 0.9) + 0.01 / 0.9, 1e-6);
  CHECK_NEAR(stays[1] / 0x1p32, sqrt(0.01 / 0.09) + 0.01 / 0.09, 1e-6);
  CHECK_INT(stays[2], UINT32_MAX);
  deal_stays(stays, of, 3, 0);
  CHECK_INT(stays[0], UINT32_MAX);
}

static void kernel_by_its_definition(void) {
  for (int n = 0; n < 40; n++) {
    float e[2][41], u[2][41], v[41];
    for (int t = 0; t < 2; t++)
      for (int i = 0; i < 41; i++) {
        e[t][i] = (float)(i * 7 % 11) / 3;
        u[t][i] = (float)(i * 5 % 13) / -7;
        v[i] = (float)(i * 3 % 17) / 9;
      }
    pair_update(e[0], u[0], v, -0.37F, n);
    pair_update_ref(e[1], u[1], v, -0.37F, n);
    CHECK(memcmp(e[0], e[1], sizeof e[0]) == 0 && memcmp(u[0], u[1], sizeof u[0]) == 0);
  }
}

// ---------------------------------------------------------------- refused

static void refuses(gn_words_settings s, int32_t words, int64_t n, gn_code code, const char *hint) {
  CHECK(gn_words_begin(NULL, counts, words, tokens, n, &s, &error) == NULL);
  CHECK_INT(error.code, code);
  CHECK_TEXT(error.hint, hint);
}

static void what_cannot_be(void) {
  make_text();
  const gn_words_settings good = usual();
  gn_words_settings s = good;
  s.width = 1;
  refuses(s, WORDS, TOKENS, GN_OUT_OF_RANGE, "width");
  s = good;
  s.rate = NAN;
  refuses(s, WORDS, TOKENS, GN_OUT_OF_RANGE, "rate");
  s = good;
  s.window = GN_WORDS_WINDOW + 1;
  refuses(s, WORDS, TOKENS, GN_OUT_OF_RANGE, "window");
  refuses(good, GN_WORDS_MOST + 1, TOKENS, GN_OUT_OF_RANGE, "words");
  refuses(good, 1, TOKENS, GN_NO_SAMPLES, "");
  refuses(good, WORDS, 1, GN_NO_SAMPLES, "");
  tokens[5] = WORDS;
  refuses(good, WORDS, TOKENS, GN_TOKEN, "");
  CHECK_INT(error.at, 5);
  tokens[5] = -2;
  refuses(good, WORDS, TOKENS, GN_TOKEN, "");
  tokens[5] = 0;
  counts[3] = 0;
  refuses(good, WORDS, TOKENS, GN_OUT_OF_RANGE, "counts");
  counts[3] = 1;
  for (int i = 0; i < 10; i++) tokens[i] = -1;
  refuses(good, WORDS, 10, GN_NO_SAMPLES, "");
}

int main(void) {
  RUN(gradient_against_differences);
  RUN(steps_by_their_definition);
  RUN(neighbours_stand_beside);
  RUN(in_pieces_as_in_one);
  RUN(ends_where_it_is_told_to);
  RUN(nothing_is_read_at_first);
  RUN(what_comes_next_is_known_at_once);
  RUN(learns);
  RUN(the_same_bits_in_every_build);
  RUN(negatives_by_their_power);
  RUN(what_is_common_stays_less);
  RUN(kernel_by_its_definition);
  RUN(what_cannot_be);
  return check_done();
}
