// Training in slices, shuffled or not: the same seed gives the same losses, and an epoch shows every sample once.
#include "../check.h"
#include "../golden/golden.h"
#include "train.h"

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
  const gn_data data = {.images = images, .labels = labels, .count = COUNT, .size = PIXELS};
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
  const gn_data data = {.images = images, .labels = labels, .count = COUNT, .size = PIXELS};
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
  const gn_data data = {.images = images, .labels = labels, .count = COUNT, .size = PIXELS};
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
  const gn_data data = {.images = images, .labels = labels, .count = COUNT, .size = PIXELS};
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
  const gn_data data = {.images = images, .labels = labels, .count = COUNT, .size = PIXELS};
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

// What the page shows of a step, on a net of its own: forward, backward and gn_update give the bits of the trainer's.
static void a_step_can_be_taken_by_hand(void) {
  static uint8_t images[COUNT * PIXELS], labels[COUNT];
  fill_data(images, labels);
  const gn_data data = {.images = images, .labels = labels, .count = COUNT, .size = PIXELS};
  gn_net *net = net_of(small, GN_SLICE, 5), *shown = net_of(small, GN_SLICE, 5);
  gn_trainer *t = trainer_of(net, &data, 8);
  if (t && shown) {
    gn_settings *s = gn_trainer_settings(t);
    s->optimizer = gn_optimizer_find("adamw");
    s->batch = 10;
    s->clip_norm = 0.05;
    s->warmup_steps = 4;
    s->l1 = 0.01;
    gn_param_freeze(net, 1, true);
    gn_param_freeze(shown, 1, true);
    float frozen[9];
    memcpy(frozen, gn_param_values(shown, 1), sizeof frozen);
    for (int step = 0; step < 5; step++) {
      gn_trainer_step(t);
      memcpy(gn_row_values(shown, 0), gn_row_values(net, 0), (size_t)(10 * PIXELS) * sizeof(float));
      memcpy(gn_target_values(shown, 0), gn_target_values(net, 0), 10 * sizeof(float));
      const gn_pass pass = {
          .n = 10, .batch = gn_pass_batch(s, 10), .training = true, .targets = true, .step = (uint32_t)step};
      gn_zero_gradients(shown);
      gn_forward(shown, &pass);
      gn_backward(shown, &pass);
      const double factor = gn_clip_factor(shown, s);
      CHECK(factor < 1);
      const float w = gn_param_values(shown, 0)[7], g = gn_param_gradients(shown, 0)[7];
      CHECK(fabs((double)gn_update_gradient(shown, s, 0, 7) - (factor * (double)g + (w > 0 ? 0.01 : -0.01))) < 1e-7);
      gn_update(shown, s, step, step + 1);
      for (int32_t p = 0; p < gn_params(net); p++) {
        CHECK(same_bits(gn_param_values(net, p), gn_param_values(shown, p), gn_param_size(net, p)));
        CHECK(same_bits(gn_param_gradients(net, p), gn_param_gradients(shown, p), gn_param_size(net, p)));
        for (int32_t k = 0; k < gn_optimizer_slots(s->optimizer); k++)
          CHECK(same_bits(gn_param_state(net, p, k), gn_param_state(shown, p, k), gn_param_size(net, p)));
      }
    }
    CHECK(same_bits(frozen, gn_param_values(shown, 1), 9));
  }
  gn_trainer_free(t);
  gn_net_free(net);
  gn_net_free(shown);
}

// A step is one thing: what is changed in its middle waits for the next.
static void settings_hold_for_a_whole_step(void) {
  static uint8_t images[COUNT * PIXELS], labels[COUNT];
  fill_data(images, labels);
  const gn_data data = {.images = images, .labels = labels, .count = COUNT, .size = PIXELS};
  const int32_t reduction = gn_setting_find("reduction"), optimizer = gn_optimizer_find("adam");
  for (int at = 1; at < 20; at += 3) { // in the first slice, between slices, in the second, before the update
    gn_net *net = net_of(small, GN_SLICE, 5), *same = net_of(small, GN_SLICE, 5);
    gn_trainer *t = trainer_of(net, &data, 8), *u = trainer_of(same, &data, 8);
    if (t && u) {
      gn_settings *s = gn_trainer_settings(t);
      s->batch = gn_trainer_settings(u)->batch = 2 * GN_SLICE;
      for (int k = 0; k < at; k++) CHECK(!gn_trainer_advance(t));
      CHECK(gn_setting_set(s, reduction, 1));
      s->rate = 3;
      s->optimizer = optimizer;
      s->l2 = 0.5;
      while (!gn_trainer_advance(t)) CHECK_INT(gn_trainer_pass(t).batch, 2 * GN_SLICE);
      gn_trainer_step(u);
      for (int step = 0; step < 2; step++) {
        for (int32_t p = 0; p < gn_params(net); p++)
          CHECK(same_bits(gn_param_values(net, p), gn_param_values(same, p), gn_param_size(net, p)));
        *gn_trainer_settings(u) = *s; // from the next step on
        gn_trainer_step(t);
        gn_trainer_step(u);
      }
    }
    gn_trainer_free(t);
    gn_trainer_free(u);
    gn_net_free(net);
    gn_net_free(same);
  }
}

static void data_that_does_not_fit_is_refused(void) {
  static uint8_t images[COUNT * PIXELS], labels[COUNT];
  fill_data(images, labels);
  const gn_data data = {.images = images, .labels = labels, .count = COUNT, .size = PIXELS},
                wrong = {.images = images, .labels = labels, .count = COUNT, .size = PIXELS - 1};
  gn_error error = {0};
  gn_net *net = net_of(small, GN_SLICE, 5), *two = net_of("in 12; a: dense 5; softmax_ce; from a; mse", GN_SLICE, 5);
  gn_net *few = net_of("in 12; dense 4; softmax_ce", GN_SLICE, 5);
  if (net && two && few) {
    CHECK(!gn_trainer_new(net, &wrong, 1, &error));
    CHECK_INT(error.code, GN_DATA_FIT);
    CHECK(!gn_trainer_new(two, &data, 1, &error));
    CHECK_INT(error.code, GN_DATA_ENDS);
    CHECK_INT(error.arg[0], 1);
    CHECK_INT(error.arg[1], 2);
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
  RUN(a_step_can_be_taken_by_hand);
  RUN(settings_hold_for_a_whole_step);
  RUN(data_that_does_not_fit_is_refused);
  return check_done();
}
