// A text as training data: windows, the token after each as the target, and a net that learns it.
#include "../check.h"
#include "train.h"

enum { LENGTH = 60, WINDOW = 6, TOKENS = 5 };

static void count_up(int32_t tokens[LENGTH]) { // 0 1 2 3 4 0 1 …
  for (int32_t i = 0; i < LENGTH; i++) tokens[i] = i % TOKENS;
}

static gn_net *net_of(const char *notation) {
  const gn_config config = {.slice = GN_SLICE, .flags = GN_GRADIENTS | GN_OPTIMIZER, .seed = 2};
  gn_error error;
  gn_net *net = gn_net_new(notation, (int64_t)strlen(notation), &config, &error);
  if (!net) CHECK_FAIL("\"%s\": %s at %d (%s)", notation, gn_code_name(error.code), error.at, error.name);
  return net;
}

static void check_windows(const char *notation, int32_t targets) {
  static int32_t tokens[LENGTH];
  for (int32_t i = 0; i < LENGTH; i++) tokens[i] = (i * i + 3) % TOKENS;
  const gn_data data = {.tokens = tokens, .count = LENGTH - WINDOW, .size = WINDOW, .stride = 1};
  gn_net *net = net_of(notation);
  gn_error error;
  gn_trainer *t = net ? gn_trainer_new(net, &data, 1, &error) : NULL;
  CHECK(t);
  if (t) {
    gn_settings *s = gn_trainer_settings(t);
    s->batch = 4;
    int32_t samples[4];
    float x[4 * WINDOW];
    for (int step = 0; step < 30; step++) {
      const int32_t n = gn_trainer_next(t, 4, samples, x);
      gn_trainer_step(t);
      for (int32_t b = 0; b < n; b++) {
        CHECK(samples[b] >= 0 && samples[b] < LENGTH - WINDOW);
        for (int32_t k = 0; k < WINDOW; k++) CHECK_INT((int)x[b * WINDOW + k], tokens[samples[b] + k]);
        for (int32_t k = 0; k < targets; k++)
          CHECK_INT((int)gn_target_values(net, 0)[b * targets + k], tokens[samples[b] + WINDOW + 1 - targets + k]);
      }
    }
  }
  gn_trainer_free(t);
  gn_net_free(net);
}

static void targets_are_the_tokens_after(void) {
  check_windows("in 6 ids=5; embed 4; dense 5; softmax_ce", WINDOW);
}
static void or_only_the_last(void) {
  check_windows("in 6 ids=5; embed 4; flatten; dense 5; softmax_ce", 1);
}

static void or_the_last_few(void) {
  check_windows("in 6 ids=5; embed 4; slice 4 2 axis=first; dense 5; softmax_ce", 2);
}

static double learn(const char *notation, int steps, double *before) {
  static int32_t tokens[LENGTH];
  count_up(tokens);
  const gn_data data = {.tokens = tokens, .count = LENGTH - WINDOW, .size = WINDOW, .stride = 1};
  gn_net *net = net_of(notation);
  gn_error error;
  gn_trainer *t = net ? gn_trainer_new(net, &data, 1, &error) : NULL;
  double loss = -1;
  CHECK(t);
  if (t) {
    gn_settings *s = gn_trainer_settings(t);
    s->optimizer = gn_optimizer_find("adam");
    s->rate = 0.01;
    s->batch = 8;
    *before = gn_evaluate(net, &data, 0, data.count).loss;
    for (int step = 0; step < steps; step++) gn_trainer_step(t);
    loss = gn_evaluate(net, &data, 0, data.count).loss;
  }
  gn_trainer_free(t);
  gn_net_free(net);
  return loss;
}

static void a_small_gpt_learns_to_count(void) {
  static const char gpt[] =
      "in 6 ids=5; e: embed 8; pos learned; n: layernorm; dense 8; q: heads 2; from n; dense 8; k: heads 2; from n; "
      "dense 8; v: heads 2; from q; scores k; scale; mask causal; softmax; mix v; merge; dense 8; add pos1; layernorm; "
      "dense 5; softmax_ce";
  double before = 0, first = learn(gpt, 60, &before);
  CHECK(before > 1.2 && first < 0.3);
  CHECK(learn(gpt, 60, &before) == first); // to the last bit
}

static void refused(void) {
  static const int32_t tokens[10] = {0, 1, 2, 3, 4, 5, 0, 0, -1, 0};
  gn_net *net = net_of("in 4 ids=5; embed 3; dense 9; softmax_ce");
  gn_error e;
  gn_data data = {.tokens = tokens, .count = 1, .size = 4, .stride = 1}; // tokens 0..4
  CHECK(gn_data_fits(net, &data, &e));
  data.stride = 6; // whatever the stride, one sample is the first
  CHECK(gn_data_fits(net, &data, &e));
  data.count = 2;
  data.stride = 1;
  CHECK(!gn_data_fits(net, &data, &e));
  CHECK_INT(e.code, GN_LABEL);
  CHECK_INT((int)e.arg[0], 5);
  CHECK_INT((int)e.arg[1], 5);
  CHECK_INT((int)e.arg[2], 5);
  data = (gn_data){.tokens = tokens + 6, .count = 1, .size = 3, .stride = 1};
  CHECK(!gn_data_fits(net, &data, &e));
  CHECK_INT(e.code, GN_DATA_FIT);
  gn_net_free(net);
  net = net_of("in 4; dense 9; softmax_ce");
  data = (gn_data){.tokens = tokens, .count = 1, .size = 4, .stride = 1};
  CHECK(!gn_data_fits(net, &data, &e));
  CHECK_INT(e.code, GN_DATA_FIT);
  gn_net_free(net);
  net = net_of("in 4 ids=9; embed 18; heads 2; softmax_ce"); // eight answers to four tokens
  CHECK(!gn_data_fits(net, &data, &e));
  CHECK_INT(e.code, GN_TARGET_FIT);
  gn_net_free(net);
}

int main(void) {
  RUN(targets_are_the_tokens_after);
  RUN(or_only_the_last);
  RUN(or_the_last_few);
  RUN(a_small_gpt_learns_to_count);
  RUN(refused);
  return check_done();
}
