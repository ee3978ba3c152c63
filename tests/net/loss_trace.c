// Prints the bits of the loss of each of 200 steps, for several nets, optimisers and data orders. Built natively by
// two compilers and as WebAssembly: tests/tools/parity.test.mjs wants the same lines from all.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "train.h"

enum { SAMPLES = 200, BATCH = 24 /* one slice and a half */, SIDE = 28, PIXELS = SIDE * SIDE, STEPS = 200 };

// Numerical Recipes' linear congruence: whole numbers, so the data are the same everywhere.
static uint32_t next(uint32_t *state) {
  return *state = *state * 1664525u + 1013904223u;
}

// Class k: a bar of its own place and slant, under noise.
static void draw(uint8_t *image, int32_t k, uint32_t *state) {
  for (int32_t i = 0; i < PIXELS; i++) image[i] = (uint8_t)(next(state) >> 27);
  int32_t shift = (int32_t)(next(state) >> 30);
  for (int32_t h = 4; h < 24; h++) {
    int32_t w = 4 + 2 * k + shift + (k % 3 - 1) * (h - 14) / 4;
    for (int32_t d = 0; d < 3; d++)
      if (w + d >= 0 && w + d < SIDE) image[h * SIDE + w + d] = (uint8_t)(200 + (next(state) >> 27));
  }
}

// The bits, with every NaN alike: which of them it is, the standard leaves open.
static uint64_t bits_of(double x) {
  uint64_t bits;
  if (x != x) return UINT64_C(0x7ff8000000000000);
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

typedef struct trial {
  const char *name, *notation, *optimizer;
  double rate;
  bool augmented;
} trial;

static const trial TRIALS[] = {
    {"mlp sgd", "in 1 28 28; flatten; dense 16; relu; dense 16; relu; dense 10; softmax_ce", "sgd", 0.1, false},
    {"lenet adam augmented",
     "in 1 28 28; conv 6 5 pad=2; tanh; avgpool 2; conv 16 5; tanh; avgpool 2; flatten; dense 120; tanh; dense 84; "
     "tanh; dense 10; softmax_ce",
     "adam", 0.002, true},
    {"branches momentum",
     "in 1 28 28; standardize 0.1307 0.3081; conv 4 3 stride=2; a: leaky_relu; conv 4 3 pad=1; gelu; add a; s: maxpool "
     "2; from a; avgpool 2; concat s; flatten; dropout 0.3; dense 12; sigmoid; dense 10; mse",
     "momentum", 0.02, false},
    {"norms nesterov",
     "in 1 28 28; conv 4 5 stride=3 bias=0; batchnorm; relu; flatten; dense 16; layernorm; tanh; dense 10; softmax_ce",
     "nesterov", 0.02, false},
    {"down and up",
     "in 1 28 28; conv 4 3 pad=1; s: relu; maxpool 2; conv 4 3 pad=1; tanh; upsample 2; droppath 0.3; add s; avgpool "
     "4; "
     "flatten; dense 10; softmax_ce",
     "momentum", 0.05, false},
    {"diverging", "in 1 28 28; flatten; dense 16; relu; dense 10; softmax_ce", "sgd", 1e6, false},
};

static bool run(const trial *t, const gn_data *data) {
  gn_error error = {0};
  const gn_config config = {
      .slice = strstr(t->notation, "batchnorm") ? BATCH : GN_SLICE, .flags = GN_GRADIENTS | GN_OPTIMIZER, .seed = 7};
  gn_net *net = gn_net_new(t->notation, (int64_t)strlen(t->notation), &config, &error);
  gn_trainer *trainer = net ? gn_trainer_new(net, data, 7, &error) : NULL;
  if (trainer) {
    gn_settings *s = gn_trainer_settings(trainer);
    s->optimizer = gn_optimizer_find(t->optimizer);
    s->batch = BATCH;
    s->rate = t->rate;
    s->shuffle = true;
    s->augmented = t->augmented;
    for (int32_t i = 0; i < STEPS; i++) printf("%s %d %016" PRIx64 "\n", t->name, i, bits_of(gn_trainer_step(trainer)));
    gn_score score = gn_evaluate(net, data, 0, SAMPLES);
    printf("%s: %" PRId64 " right, loss %016" PRIx64 "\n", t->name, score.correct, bits_of(score.loss));
  } else
    printf("%s: %s at %d\n", t->name, gn_code_name(error.code), (int)error.at);
  gn_trainer_free(trainer);
  gn_net_free(net);
  return trainer != NULL;
}

// Every optimiser with every schedule, behind a warm-up, all that can be done to gradients turned on: the bits of the
// last loss and of the sum of the weights' bits.
static bool run_ways(const gn_data *data) {
  const char *text = "in 1 28 28; flatten; dense 12; gelu; dense 10; softmax_ce";
  bool good = true;
  for (int32_t o = 0; o < gn_optimizer_count(); o++)
    for (int32_t k = 0; k < gn_schedule_count(); k++) {
      gn_error error = {0};
      const gn_config config = {
          .slice = GN_SLICE, .flags = GN_GRADIENTS | GN_OPTIMIZER, .seed = 7, .init = o % gn_init_count()};
      gn_net *net = gn_net_new(text, (int64_t)strlen(text), &config, &error);
      gn_trainer *t = net ? gn_trainer_new(net, data, 7, &error) : NULL;
      double loss = 0;
      uint64_t all = 0;
      if (t) {
        gn_settings *s = gn_trainer_settings(t);
        *s = gn_settings_default();
        s->optimizer = o;
        s->rate = gn_optimizer_rate(o);
        s->schedule = k;
        s->warmup_steps = 3;
        s->schedule_steps = s->step_every = 7;
        s->clip_value = 0.01;
        s->clip_norm = 0.3;
        s->l1 = 1e-4;
        s->l2 = 1e-3;
        s->max_norm = 1.5;
        for (int32_t i = 0; i < 15; i++) loss = gn_trainer_step(t);
        for (int32_t p = 0; p < gn_params(net); p++)
          for (int64_t i = 0; i < gn_param_size(net, p); i++)
            all = all * 31 + bits_of((double)gn_param_values(net, p)[i]);
      }
      printf("%s, %s: %016" PRIx64 " %016" PRIx64 "\n", gn_optimizer_name(o), gn_schedule_name(k), bits_of(loss), all);
      good = good && t;
      gn_trainer_free(t);
      gn_net_free(net);
    }
  return good;
}

int main(void) {
  uint8_t *images = malloc(SAMPLES * PIXELS), labels[SAMPLES];
  if (!images) return 1;
  uint32_t state = 1;
  for (int32_t i = 0; i < SAMPLES; i++) {
    labels[i] = (uint8_t)(i % 10);
    draw(images + i * PIXELS, labels[i], &state);
  }
  const gn_data data = {.images = images, .labels = labels, .count = SAMPLES, .size = PIXELS};
  bool good = true;
  for (size_t i = 0; i < sizeof TRIALS / sizeof *TRIALS; i++) good = run(&TRIALS[i], &data) && good;
  good = run_ways(&data) && good;
  free(images);
  return good ? 0 : 1;
}
