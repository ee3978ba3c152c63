// What a trainer is fed: blocks that arrive one after another, samples held out, numbers in place of pictures and
// classes; and what a net makes of each sample.
#include "../check.h"
#include "train.h"

enum { COUNT = 50, BLOCK = 20, SIZE = 3 };

static gn_net *net_of(const char *notation) {
  const gn_config config = {.slice = GN_SLICE, .flags = GN_GRADIENTS | GN_OPTIMIZER, .seed = 5};
  gn_error error;
  gn_net *net = gn_net_new(notation, (int64_t)strlen(notation), &config, &error);
  if (!net) CHECK_FAIL("\"%s\": %s at %d (%s)", notation, gn_code_name(error.code), error.at, error.name);
  return net;
}

static gn_trainer *trainer_of(gn_net *net, const gn_data *data, uint64_t seed) {
  gn_error error = {0};
  gn_trainer *t = net ? gn_trainer_new(net, data, seed, &error) : NULL;
  if (!t) CHECK_FAIL("no trainer: %s", gn_code_name(error.code));
  return t;
}

static uint8_t images[COUNT * SIZE], labels[COUNT];
static float numbers[COUNT * SIZE], targets[COUNT * 2];

// Sample i's first number is i, or i / 255 as a picture, so that the input row tells which samples came.
static void fill_data(void) {
  for (int i = 0; i < COUNT; i++) {
    labels[i] = (uint8_t)(i % 4);
    targets[2 * i] = (float)i / COUNT;
    targets[2 * i + 1] = 1 - (float)i / COUNT;
    for (int k = 0; k < SIZE; k++) images[i * SIZE + k] = k ? (uint8_t)(i * 37 + k * 101) : (uint8_t)i;
    for (int k = 0; k < SIZE; k++) numbers[i * SIZE + k] = k ? (float)((i * 7 + k * 5) % 11) / 11 - 0.5f : (float)i;
  }
}

static const gn_data pictures = {.images = images, .labels = labels, .count = COUNT, .size = SIZE};
static const char *const classifier = "in 3; dense 4; softmax_ce";

// The order of `epochs` epochs with nothing learnt, and how many samples those were.
static int64_t orders(int32_t *order, const gn_data *data, uint64_t seed, int epochs, bool shuffled) {
  gn_net *net = net_of(classifier);
  gn_trainer *t = trainer_of(net, data, seed);
  int64_t n = 0;
  if (t) {
    gn_settings *s = gn_trainer_settings(t);
    s->batch = 1;
    s->rate = 0;
    s->shuffle = shuffled;
    while (gn_trainer_epoch(t) < epochs) {
      gn_trainer_step(t);
      order[n++] = (int32_t)lrintf(gn_row_values(net, 0)[0] * (data->images ? 255.0f : 1.0f));
    }
  }
  gn_trainer_free(t);
  gn_net_free(net);
  return n;
}

static void first_epoch_goes_block_by_block(void) {
  gn_data data = pictures;
  data.block = BLOCK;
  int32_t order[2 * COUNT], plain[2 * COUNT];
  CHECK_INT(orders(order, &data, 8, 2, true), 2 * COUNT);
  int seen[COUNT] = {0}, moved = 0, strayed = 0;
  for (int i = 0; i < COUNT; i++) {
    CHECK_INT(order[i] / BLOCK, i / BLOCK);
    seen[order[i]]++;
    moved += order[i] != i;
    strayed += order[COUNT + i] / BLOCK != i / BLOCK;
  }
  for (int i = 0; i < COUNT; i++) CHECK_INT(seen[i], 1);
  CHECK(moved > COUNT / 2);   // shuffled inside
  CHECK(strayed > COUNT / 4); // later epochs mix all of it
  int alike = 0;
  for (int i = 0; i < BLOCK; i++) alike += order[BLOCK + i] == order[i] + BLOCK;
  CHECK(alike < BLOCK / 2); // each block is shuffled its own way
  orders(plain, &pictures, 8, 2, true);
  CHECK(memcmp(plain, order, sizeof order / 2) != 0);
  CHECK(memcmp(plain + COUNT, order + COUNT, sizeof order / 2) == 0);
  data.block = COUNT; // one block is none
  orders(order, &data, 8, 2, true);
  CHECK(memcmp(plain, order, sizeof order) == 0);
}

static void it_waits_for_what_the_next_step_needs(void) {
  gn_data data = pictures;
  data.block = BLOCK;
  gn_net *net = net_of(classifier);
  gn_trainer *t = trainer_of(net, &data, 8);
  if (t) {
    gn_trainer_settings(t)->batch = 10;
    CHECK(gn_trainer_waits(t, 0));
    CHECK(!gn_trainer_waits(t, BLOCK));
    gn_trainer_step(t);
    CHECK(!gn_trainer_waits(t, BLOCK));
    gn_trainer_step(t);
    CHECK(gn_trainer_waits(t, BLOCK));
    CHECK(!gn_trainer_waits(t, 2 * BLOCK));
    gn_trainer_settings(t)->batch = 30; // reaches into the last block
    CHECK(gn_trainer_waits(t, 2 * BLOCK));
    CHECK(!gn_trainer_waits(t, COUNT));
    gn_trainer_step(t);
    CHECK_INT(gn_trainer_epoch(t), 1);
    CHECK(gn_trainer_waits(t, 2 * BLOCK)); // mixed now
    gn_trainer_settings(t)->shuffle = false;
    CHECK(!gn_trainer_waits(t, 30));
    CHECK(gn_trainer_waits(t, 29));
  }
  gn_trainer_free(t);
  gn_net_free(net);
}

static void what_is_held_out_is_not_trained_on(void) {
  uint8_t held[COUNT];
  int64_t kept = 0;
  for (int i = 0; i < COUNT; i++) {
    held[i] = i % 3 == 1;
    kept += !held[i];
  }
  gn_data data = pictures;
  data.held = held;
  data.block = BLOCK;
  int32_t order[2 * COUNT];
  for (int shuffled = 0; shuffled < 2; shuffled++) {
    CHECK_INT(orders(order, &data, 8, 2, shuffled), 2 * kept);
    int seen[COUNT] = {0};
    for (int64_t i = 0; i < 2 * kept; i++) seen[order[i]]++;
    for (int i = 0; i < COUNT; i++) CHECK_INT(seen[i], held[i] ? 0 : 2);
    for (int64_t i = 1; i < kept; i++) CHECK(order[i - 1] / BLOCK <= order[i] / BLOCK);
  }
  memset(held, 1, sizeof held);
  gn_error error = {0};
  gn_net *net = net_of(classifier);
  if (net) {
    CHECK(!gn_trainer_new(net, &data, 1, &error));
    CHECK_INT(error.code, GN_NO_SAMPLES);
    held[7] = 0;
    gn_trainer *t = trainer_of(net, &data, 1);
    if (t) CHECK_INT(gn_trainer_count(t), 1);
    gn_trainer_free(t);
  }
  gn_net_free(net);
}

// Pictures as numbers, classes as one-hot targets: the same numbers by the other way.
static void numbers_and_targets_are_taken(void) {
  float same[COUNT * SIZE], one_hot[COUNT * 4] = {0};
  for (int i = 0; i < COUNT * SIZE; i++) same[i] = (float)images[i] / 255.0f;
  for (int i = 0; i < COUNT; i++) one_hot[4 * i + labels[i]] = 1;
  const gn_data other = {.numbers = same, .targets = one_hot, .count = COUNT, .size = SIZE, .target_size = 4};
  gn_net *a = net_of("in 3; dense 4; mse"), *b = net_of("in 3; dense 4; mse");
  gn_trainer *ta = trainer_of(a, &pictures, 8), *tb = trainer_of(b, &other, 8);
  if (ta && tb) {
    gn_trainer_settings(tb)->augmented = true; // means nothing to numbers
    for (int step = 0; step < 10; step++) CHECK(gn_trainer_step(ta) == gn_trainer_step(tb));
    const gn_score sa = gn_evaluate(a, &pictures, 0, COUNT), sb = gn_evaluate(b, &other, 0, COUNT);
    CHECK(sa.loss == sb.loss);
    CHECK(sa.correct > 0);
    CHECK_INT(sb.correct, 0);
    CHECK_INT(sb.count, COUNT);
  }
  gn_trainer_free(ta);
  gn_trainer_free(tb);
  gn_net_free(a);
  gn_net_free(b);
}

static void regression_learns(void) {
  const gn_data data = {.numbers = numbers, .targets = targets, .count = COUNT, .size = SIZE, .target_size = 2};
  gn_net *net = net_of("in 3; standardize mean=25 std=15; dense 2; mse");
  gn_trainer *t = trainer_of(net, &data, 8);
  if (t) {
    const double before = gn_evaluate(net, &data, 0, COUNT).loss;
    for (int step = 0; step < 300; step++) gn_trainer_step(t);
    const double after = gn_evaluate(net, &data, 0, COUNT).loss;
    if (!(after < 0.01 * before)) CHECK_FAIL("loss %g, then %g", before, after);
  }
  gn_trainer_free(t);
  gn_net_free(net);
}

static void data_of_the_wrong_kind_is_refused(void) {
  const gn_data regression = {.numbers = numbers, .targets = targets, .count = COUNT, .size = SIZE, .target_size = 2};
  const gn_data none = {.images = images, .labels = labels, .count = 0, .size = SIZE};
  gn_net *net = net_of(classifier), *three = net_of("in 3; dense 3; mse");
  gn_error error = {0};
  if (net && three) {
    CHECK(!gn_data_fits(net, &regression, &error));
    CHECK_INT(error.code, GN_NO_CLASSES);
    CHECK_TEXT(error.name, "softmax_ce");
    CHECK(!gn_data_fits(three, &regression, &error));
    CHECK_INT(error.code, GN_TARGET_FIT);
    CHECK_INT(error.arg[0], 2);
    CHECK_INT(error.arg[1], 3);
    CHECK(!gn_data_fits(net, &none, &error));
    CHECK_INT(error.code, GN_NO_SAMPLES);
    CHECK(gn_data_fits(net, &pictures, &error));
  }
  gn_net_free(net);
  gn_net_free(three);
}

static void confusion_counts_what_is_taken_for_what(void) {
  enum { CLASSES = 5 };
  uint8_t held[COUNT];
  for (int i = 0; i < COUNT; i++) held[i] = i % 3 == 1;
  gn_data data = pictures;
  data.held = held;
  gn_net *net = net_of("in 3; dense 5; softmax_ce");
  if (!net) return;
  int32_t whole[CLASSES * CLASSES] = {0}, pieces[CLASSES * CLASSES] = {0}, answers[COUNT];
  float losses[COUNT];
  const gn_score all = gn_confusion(net, &data, 0, COUNT, GN_ALL, whole, answers, losses);
  const gn_score plain = gn_evaluate(net, &data, 0, COUNT);
  CHECK(all.loss == plain.loss && all.correct == plain.correct && all.count == plain.count);
  int64_t right = 0, total = 0;
  double loss = 0;
  int32_t by_hand[CLASSES * CLASSES] = {0};
  for (int i = 0; i < COUNT; i++) {
    // One at a time, by the net itself.
    for (int k = 0; k < SIZE; k++) gn_row_values(net, 0)[k] = (float)images[i * SIZE + k] / 255.0f;
    gn_target_class(net, 0, 0, labels[i]);
    const gn_pass pass = {.n = 1, .batch = 1, .targets = true};
    gn_forward(net, &pass);
    const float *p = gn_row_values(net, gn_target_row(net, 0));
    int best = 0;
    for (int k = 1; k < CLASSES; k++) best = p[k] > p[best] ? k : best;
    CHECK_INT(answers[i], best);
    CHECK(losses[i] == gn_row_losses(net, gn_target_row(net, 0))[0]);
    by_hand[labels[i] * CLASSES + best]++;
    right += best == labels[i];
    loss += (double)losses[i];
  }
  CHECK(memcmp(by_hand, whole, sizeof whole) == 0);
  CHECK_INT(all.correct, right);
  CHECK_NEAR(all.loss, loss / COUNT, 1e-9);
  for (int at = 0; at < COUNT; at += 7)
    total += gn_confusion(net, &data, at, COUNT - at < 7 ? COUNT - at : 7, GN_ALL, pieces, NULL, NULL).count;
  CHECK_INT(total, COUNT);
  CHECK(memcmp(pieces, whole, sizeof whole) == 0);

  int32_t parts[CLASSES * CLASSES] = {0}, marks[COUNT];
  for (int i = 0; i < COUNT; i++) marks[i] = -7;
  const gn_score kept = gn_confusion(net, &data, 0, COUNT, GN_TRAINED, parts, marks, NULL);
  for (int i = 0; i < COUNT; i++) CHECK_INT(marks[i], held[i] ? -7 : answers[i]);
  const gn_score rest = gn_confusion(net, &data, 0, COUNT, GN_HELD, parts, marks, NULL);
  for (int i = 0; i < COUNT; i++) CHECK_INT(marks[i], answers[i]);
  CHECK_INT(kept.count + rest.count, COUNT);
  CHECK_INT(kept.correct + rest.correct, right);
  CHECK_INT(rest.count, 17);
  CHECK(memcmp(parts, whole, sizeof whole) == 0);
  data.held = NULL;
  CHECK_INT(gn_confusion(net, &data, 0, COUNT, GN_HELD, NULL, NULL, NULL).count, 0);
  CHECK_INT(gn_confusion(net, &data, 0, COUNT, GN_TRAINED, NULL, NULL, NULL).count, COUNT);
  gn_net_free(net);
}

// What comes next is told beforehand: the very samples, as the step then takes them in, epoch after epoch.
static void the_next_batch_is_the_one_that_comes(bool augmented) {
  enum { DIGITS = 45, BATCH = 20 };
  static uint8_t digits[DIGITS * GN_DIGIT_PIXELS], classes[DIGITS], held[DIGITS];
  static float x[BATCH * GN_DIGIT_PIXELS];
  for (int i = 0; i < DIGITS; i++) {
    classes[i] = (uint8_t)(i % 4);
    held[i] = i % 9 == 2;
    for (int k = 0; k < GN_DIGIT_PIXELS; k++)
      digits[i * GN_DIGIT_PIXELS + k] = (uint8_t)(k / 28 > 4 && k / 28 < 20 && k % 28 == 10 ? 250 - i : 0);
  }
  const gn_data data = {
      .images = digits, .labels = classes, .count = DIGITS, .size = GN_DIGIT_PIXELS, .block = 20, .held = held};
  gn_net *net = net_of("in 1 28 28; flatten; dense 4; softmax_ce");
  gn_trainer *t = trainer_of(net, &data, 9);
  if (t) {
    gn_settings *s = gn_trainer_settings(t);
    s->batch = BATCH;
    s->augmented = augmented;
    s->optimizer = gn_optimizer_find("adam");
    CHECK_INT(gn_trainer_updates(t), 0);
    for (int step = 0; step < 5; step++) {
      int32_t samples[BATCH];
      const int32_t n = gn_trainer_next(t, BATCH, samples, x);
      CHECK_INT(n, step % 2 == 0 ? BATCH : 20); // 40 of 45 are trained on
      for (int32_t b = 0; b < n; b++) CHECK(!held[samples[b]]);
      for (bool ended = false; !ended;) {
        ended = gn_trainer_advance(t);
        const gn_moment m = gn_trainer_moment(t);
        if (ended || m.backward || m.row != 1) continue;
        const int32_t count = n - m.first < GN_SLICE ? n - m.first : GN_SLICE;
        CHECK(memcmp(gn_row_values(net, 0), x + m.first * GN_DIGIT_PIXELS,
                     (size_t)count * GN_DIGIT_PIXELS * sizeof *x) == 0);
        const bool plain = x[m.first * GN_DIGIT_PIXELS + 10 * 28 + 10] * 255 == 250 - (float)samples[m.first];
        if (!augmented) CHECK(plain);
      }
      CHECK_INT(gn_trainer_updates(t), step + 1);
      CHECK_INT(gn_trainer_optimizer(t), s->optimizer);
    }
    // Of a smaller batch it is the first of them; beyond the epoch's end there are none.
    int32_t few[3], all[BATCH];
    gn_trainer_next(t, BATCH, all, x);
    CHECK_INT(gn_trainer_next(t, 3, few, x), 3);
    for (int b = 0; b < 3; b++) CHECK_INT(few[b], all[b]);
    s->batch = 25;
    gn_trainer_step(t);
    CHECK_INT(gn_trainer_next(t, BATCH, all, x),
              gn_trainer_position(t) == 0 ? BATCH : 40 - (int)gn_trainer_position(t));
  }
  gn_trainer_free(t);
  gn_net_free(net);
}

static void the_next_batch_is_known(void) {
  the_next_batch_is_the_one_that_comes(false);
  the_next_batch_is_the_one_that_comes(true);
}

int main(void) {
  fill_data();
  RUN(first_epoch_goes_block_by_block);
  RUN(it_waits_for_what_the_next_step_needs);
  RUN(what_is_held_out_is_not_trained_on);
  RUN(numbers_and_targets_are_taken);
  RUN(regression_learns);
  RUN(data_of_the_wrong_kind_is_refused);
  RUN(the_next_batch_is_known);
  RUN(confusion_counts_what_is_taken_for_what);
  return check_done();
}
