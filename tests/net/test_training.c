// Training in slices, shuffled or not: the same seed gives the same losses, and an epoch shows every sample once.
#include "../check.h"
#include "../golden/golden.h"
#include "glassnet.h"

static gn_net *net_of(const char *notation, int32_t slice, uint64_t seed) {
  const gn_config config = {.slice = slice, .flags = GN_GRADIENTS | GN_INPUT_GRADIENTS | GN_OPTIMIZER, .seed = seed};
  gn_error error;
  gn_net *net = gn_net_new(notation, (int64_t)strlen(notation), &config, &error);
  if (!net) CHECK_FAIL("\"%s\": %s at %d (%s)", notation, gn_code_name(error.code), error.at, error.name);
  return net;
}

static bool same_bits(const float *a, const float *b, int64_t n) {
  return memcmp(a, b, (size_t)n * sizeof *a) == 0;
}

enum { COUNT = 50, PIXELS = 12, CLASSES = 5 };

// Sample i's first pixel is i, so that a net of one weight can tell which samples it has seen.
static void fill_data(uint8_t images[COUNT * PIXELS], uint8_t labels[COUNT]) {
  for (uint32_t i = 0; i < COUNT * PIXELS; i++) images[i] = golden_pixel(i);
  for (uint32_t i = 0; i < COUNT; i++) {
    images[i * PIXELS] = (uint8_t)i;
    labels[i] = golden_label(i, CLASSES);
  }
}

static gn_trainer *trainer_of(gn_net *net, const gn_data *data, uint64_t seed) {
  gn_error error;
  gn_trainer *t = net ? gn_trainer_new(net, data, seed, &error) : NULL;
  if (!t) CHECK_FAIL("no trainer");
  return t;
}

static const char *const small = "in 12; dense 9; tanh; dropout 0.2; dense 5; softmax_ce";

static void training_is_reproducible(void) {
  static uint8_t images[COUNT * PIXELS], labels[COUNT];
  fill_data(images, labels);
  const gn_data data = {images, labels, COUNT, PIXELS};
  double first[20] = {0};
  int changed = 0;
  for (int k = 0; k < 3; k++) {
    gn_net *net = net_of(small, GN_SLICE, 5);
    gn_trainer *t = trainer_of(net, &data, k < 2 ? 8 : 9);
    for (int step = 0; t && step < 20; step++) {
      const double loss = gn_trainer_step(t);
      if (k == 0) first[step] = loss;
      if (k == 1) CHECK(loss == first[step]);
      if (k == 2) changed += loss != first[step];
    }
    gn_trainer_free(t);
    gn_net_free(net);
  }
  CHECK(changed > 0); // another seed, another order
}

static void epochs_and_positions(void) {
  static uint8_t images[COUNT * PIXELS], labels[COUNT];
  fill_data(images, labels);
  const gn_data data = {images, labels, COUNT, PIXELS};
  gn_net *net = net_of(small, GN_SLICE, 5);
  gn_trainer *t = trainer_of(net, &data, 8);
  if (t) {
    gn_trainer_settings(t)->batch = 20;
    static const int64_t position[] = {20, 40, 0, 20}, epoch[] = {0, 0, 1, 1}; // the third batch holds the last 10
    for (int k = 0; k < 4; k++) {
      gn_trainer_step(t);
      CHECK_INT(gn_trainer_steps(t), k + 1);
      CHECK_INT(gn_trainer_position(t), position[k]);
      CHECK_INT(gn_trainer_epoch(t), epoch[k]);
    }
  }
  gn_trainer_free(t);
  gn_net_free(net);
}

// With a rate of 0 nothing moves, and the input row shows which samples came: first pixel = number of the sample.
static void an_epoch_shows_each_sample_once(void) {
  static uint8_t images[COUNT * PIXELS], labels[COUNT];
  fill_data(images, labels);
  const gn_data data = {images, labels, COUNT, PIXELS};
  gn_net *net = net_of(small, GN_SLICE, 5);
  gn_trainer *t = trainer_of(net, &data, 8);
  if (t) {
    gn_trainer_settings(t)->batch = 10;
    gn_trainer_settings(t)->rate = 0;
    int order[3][COUNT], moved = 0, changed = 0;
    for (int e = 0; e < 3; e++) {
      int seen[COUNT] = {0};
      if (e == 2) gn_trainer_settings(t)->shuffle = false;
      for (int step = 0; step < COUNT / 10; step++) {
        gn_trainer_step(t);
        for (int b = 0; b < 10; b++) {
          const int i = (int)lrintf(gn_row_values(net, 0)[b * PIXELS] * 255);
          CHECK(i >= 0 && i < COUNT);
          if (i < 0 || i >= COUNT) continue;
          order[e][step * 10 + b] = i;
          seen[i]++;
        }
      }
      for (int i = 0; i < COUNT; i++) CHECK_INT(seen[i], 1);
    }
    for (int i = 0; i < COUNT; i++) {
      moved += order[0][i] != i;
      changed += order[0][i] != order[1][i];
      CHECK_INT(order[2][i], i); // in the order of the data
    }
    CHECK(moved > COUNT / 2 && changed > COUNT / 2);
  }
  gn_trainer_free(t);
  gn_net_free(net);
}

// A sample's mask comes from its place in the batch, in whichever slice it is computed.
static void second_slice_has_masks_of_its_own(void) {
  static uint8_t images[COUNT * PIXELS], labels[COUNT];
  fill_data(images, labels);
  const gn_data data = {images, labels, COUNT, PIXELS};
  gn_net *net = net_of("in 12; dropout; dense 5; softmax_ce", GN_SLICE, 5);
  gn_trainer *t = trainer_of(net, &data, 8);
  if (t) {
    *gn_trainer_settings(t) = (gn_settings){.batch = 2 * GN_SLICE, .rate = 0};
    gn_trainer_step(t);
    float trained[GN_SLICE * PIXELS];
    memcpy(trained, gn_row_values(net, 1), sizeof trained); // of the second slice, whose input is still there
    gn_pass pass = {.n = GN_SLICE, .batch = 2 * GN_SLICE, .training = true, .targets = true, .sample = GN_SLICE};
    gn_forward(net, &pass);
    CHECK(same_bits(trained, gn_row_values(net, 1), GN_SLICE * PIXELS));
    pass.sample = 0;
    gn_forward(net, &pass);
    CHECK(!same_bits(trained, gn_row_values(net, 1), GN_SLICE * PIXELS));
  }
  gn_trainer_free(t);
  gn_net_free(net);
}

static void every_optimizer_learns(void) {
  static uint8_t images[COUNT * PIXELS], labels[COUNT];
  fill_data(images, labels);
  const gn_data data = {images, labels, COUNT, PIXELS};
  for (int32_t o = 0; o < gn_optimizer_count(); o++) {
    CHECK_INT(gn_optimizer_find(gn_optimizer_name(o)), o);
    gn_net *net = net_of("in 12; dense 32; tanh; dense 5; softmax_ce", GN_SLICE, 5);
    gn_trainer *t = trainer_of(net, &data, 8);
    if (t) {
      gn_trainer_settings(t)->optimizer = o;
      gn_trainer_settings(t)->rate = 10 * gn_optimizer_rate(o); // a small net bears more than the usual rate
      const gn_score before = gn_evaluate(net, &data, 0, COUNT);
      for (int step = 0; step < 1000; step++) gn_trainer_step(t);
      const gn_score after = gn_evaluate(net, &data, 0, COUNT);
      if (!(after.loss < 0.5 * before.loss && after.correct > before.correct))
        CHECK_FAIL("%s: loss %g, then %g; %lld right, then %lld", gn_optimizer_name(o), before.loss, after.loss,
                   (long long)before.correct, (long long)after.correct);
      CHECK_INT(after.count, COUNT);
    }
    gn_trainer_free(t);
    gn_net_free(net);
  }
  CHECK_INT(gn_optimizer_find("no such thing"), -1);
}

static void data_that_does_not_fit_is_refused(void) {
  static uint8_t images[COUNT * PIXELS], labels[COUNT];
  fill_data(images, labels);
  const gn_data data = {images, labels, COUNT, PIXELS}, wrong = {images, labels, COUNT, PIXELS - 1};
  gn_error error = {0};
  gn_net *net = net_of(small, GN_SLICE, 5), *two = net_of("in 12; a: dense 5; softmax_ce; from a; mse", GN_SLICE, 5);
  gn_net *few = net_of("in 12; dense 4; softmax_ce", GN_SLICE, 5);
  if (net && two && few) {
    CHECK(!gn_trainer_new(net, &wrong, 1, &error));
    CHECK_INT(error.code, GN_DATA_FIT);
    CHECK(!gn_trainer_new(two, &data, 1, &error));
    CHECK_INT(error.code, GN_DATA_FIT);
    CHECK(!gn_trainer_new(few, &data, 1, &error));
    CHECK_INT(error.code, GN_LABEL);
    CHECK_INT(error.arg[0], 4);
    CHECK_INT(error.arg[1], 4);
  }
  gn_net_free(net);
  gn_net_free(two);
  gn_net_free(few);
}

int main(void) {
  RUN(training_is_reproducible);
  RUN(epochs_and_positions);
  RUN(an_epoch_shows_each_sample_once);
  RUN(second_slice_has_masks_of_its_own);
  RUN(every_optimizer_learns);
  RUN(data_that_does_not_fit_is_refused);
  return check_done();
}
