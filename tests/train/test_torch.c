// Sixty steps of training against PyTorch 1.13 (tools/golden/make_torch_train.py): each optimiser, schedule, way of
// clipping, regularisation and reduction.
#include <stdlib.h>

#include "../check.h"
#include "../golden/golden.h"
#include "../golden/torch_train.h"
#include "train.h"

// PyTorch in float strays from PyTorch in double by up to 2.2e-6 of the weights' root mean square; ours may by ten
// times that.
static const double near = 2e-5;
enum { MOST_PIXELS = 16 };

// "optimizer=adam rate=0.02 30:rate=0.01": sets those that are due before this step.
static void apply(gn_settings *s, const char *words, int step) {
  while (*words != '\0') {
    int due = 0, used = 0;
    char name[40], value[40];
    if (sscanf(words, "%d:%n", &due, &used) != 1 || used == 0) due = used = 0;
    words += used;
    if (sscanf(words, "%39[^=]=%39s%n", name, value, &used) != 2) {
      CHECK_FAIL("cannot read \"%s\"", words);
      return;
    }
    words += used + (words[used] == ' ');
    const int32_t i = gn_setting_find(name);
    double number = atof(value);
    for (int32_t k = 0; i >= 0 && k < gn_setting_choices(i); k++)
      if (strcmp(gn_setting_choice(i, k), value) == 0) number = k;
    if (due == step && (i < 0 || !gn_setting_set(s, i, number))) CHECK_FAIL("%s cannot be %s", name, value);
  }
}

static void start(gn_net *net, const float *scale, const char *frozen) {
  for (int32_t p = 0; p < gn_params(net); p++) {
    for (int64_t k = 0; k < gn_param_size(net, p); k++)
      gn_param_values(net, p)[k] = golden_value(gn_param_name(net, p), (uint32_t)k, scale[p]);
    gn_param_freeze(net, p, strcmp(gn_param_name(net, p), frozen) == 0);
    CHECK(gn_param_frozen(net, p) == (strcmp(gn_param_name(net, p), frozen) == 0));
  }
}

static void compare(const gn_net *net, int run) {
  double squares = 0;
  const int count = train_runs[run].count;
  for (int k = 0; k < count; k++) squares += train_runs[run].weights[k] * train_runs[run].weights[k];
  const double allowed = near * sqrt(squares / count);
  int at = 0;
  for (int32_t p = 0; p < gn_params(net) + gn_states(net); p++) {
    const int32_t state = p - gn_params(net);
    const char *name = state < 0 ? gn_param_name(net, p) : gn_state_name(net, state);
    const float *values = state < 0 ? gn_param_values(net, p) : gn_state_values(net, state);
    const int64_t size = state < 0 ? gn_param_size(net, p) : gn_state_size(net, state);
    for (int64_t k = 0; k < size && at < count; k++, at++) {
      const double got = (double)values[k], want = train_runs[run].weights[at];
      if (fabs(got - want) <= allowed) continue;
      CHECK_FAIL("%s: %s[%lld] is %.9g, should be %.9g", train_runs[run].name, name, (long long)k, got, want);
      return;
    }
  }
  CHECK_INT(at, count);
}

static void train_as(int run) {
  const char *notation = train_runs[run].notation;
  // Two slices a batch, but where a row must see it whole.
  const gn_config config = {
      .slice = strstr(notation, "batchnorm") ? TRAIN_BATCH : 4, .flags = GN_GRADIENTS | GN_OPTIMIZER, .seed = 1};
  gn_error error = {0};
  gn_net *net = gn_net_new(notation, (int64_t)strlen(notation), &config, &error);
  uint8_t bytes[TRAIN_COUNT * MOST_PIXELS], labels[TRAIN_COUNT];
  const int32_t pixels = strstr(notation, "in 5;") ? 5 : 16;
  for (int32_t i = 0; i < TRAIN_COUNT * pixels; i++) bytes[i] = golden_pixel((uint32_t)i);
  for (int32_t i = 0; i < TRAIN_COUNT; i++) labels[i] = golden_label((uint32_t)i, 3);
  const gn_data data = {.images = bytes, .labels = labels, .count = TRAIN_COUNT, .size = pixels};
  gn_trainer *t = net ? gn_trainer_new(net, &data, 1, &error) : NULL;
  CHECK(t != NULL);
  if (t) {
    start(net, train_runs[run].scale, train_runs[run].frozen);
    gn_settings *s = gn_trainer_settings(t);
    s->batch = TRAIN_BATCH;
    s->shuffle = false;
    for (int step = 0; step < TRAIN_STEPS; step++) {
      apply(s, train_runs[run].settings, step);
      const double loss = gn_trainer_step(t), want = train_runs[run].losses[step / TRAIN_EVERY];
      if (step % TRAIN_EVERY == TRAIN_EVERY - 1 && !(fabs(loss - want) <= near))
        CHECK_FAIL("%s: loss of step %d is %.9g, should be %.9g", train_runs[run].name, step, loss, want);
    }
    compare(net, run);
    CHECK_NEAR(gn_evaluate(net, &data, 0, TRAIN_COUNT).loss, train_runs[run].evaluated, near);
  }
  gn_trainer_free(t);
  gn_net_free(net);
}

static void every_run(void) {
  for (size_t run = 0; run < sizeof train_runs / sizeof *train_runs; run++) train_as((int)run);
}

// An optimiser, schedule or other choice without a run is found here.
static void every_choice_has_a_run(void) {
  for (int32_t i = 0; i < gn_setting_count(); i++)
    for (int32_t k = 0; k < gn_setting_choices(i); k++) {
      gn_settings s = gn_settings_default();
      bool met = false;
      for (size_t run = 0; run < sizeof train_runs / sizeof *train_runs; run++) {
        gn_settings with = s;
        apply(&with, train_runs[run].settings, 0);
        met = met || gn_setting_get(&with, i) == k;
      }
      if (!met)
        CHECK_FAIL("%s %s has no run in tests/golden/torch_train.h", gn_setting_name(i), gn_setting_choice(i, k));
    }
}

int main(void) {
  RUN(every_run);
  RUN(every_choice_has_a_run);
  return check_done();
}
