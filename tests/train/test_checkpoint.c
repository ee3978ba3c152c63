// A run goes on from a checkpoint to the same bits; one operation at a time it makes the same steps; steps are
// measured.
#include <stdlib.h>

#include "../check.h"
#include "../golden/golden.h"
#include "train.h"

enum { COUNT = 50, PIXELS = 12, CLASSES = 5 };

typedef struct run {
  uint8_t images[COUNT * PIXELS], labels[COUNT];
  gn_net *net;
  gn_trainer *trainer;
} run;

static run *run_new(const char *notation, uint64_t seed) {
  run *r = calloc(1, sizeof *r);
  if (!r) return NULL;
  for (uint32_t i = 0; i < COUNT * PIXELS; i++) r->images[i] = golden_pixel(i);
  for (uint32_t i = 0; i < COUNT; i++) r->labels[i] = golden_label(i, CLASSES);
  const gn_config config = {.slice = 32, .flags = GN_GRADIENTS | GN_OPTIMIZER, .seed = seed};
  const gn_data data = {.images = r->images, .labels = r->labels, .count = COUNT, .size = PIXELS};
  gn_error error;
  r->net = gn_net_new(notation, (int64_t)strlen(notation), &config, &error);
  r->trainer = r->net ? gn_trainer_new(r->net, &data, seed, &error) : NULL;
  if (!r->trainer) CHECK_FAIL("no trainer: %s", gn_code_name(error.code));
  return r;
}

static void run_free(run *r) {
  if (!r) return;
  gn_trainer_free(r->trainer);
  gn_net_free(r->net);
  free(r);
}

static const char *const small = "in 12; dense 9; batchnorm; tanh; dropout 0.2; dense 5; softmax_ce";

static bool same_params(const gn_net *a, const gn_net *b) {
  for (int32_t i = 0; i < gn_params(a); i++)
    if (memcmp(gn_param_values(a, i), gn_param_values(b, i), (size_t)gn_param_size(a, i) * sizeof(float)) != 0)
      return false;
  for (int32_t i = 0; i < gn_states(a); i++)
    if (memcmp(gn_state_values(a, i), gn_state_values(b, i), (size_t)gn_state_size(a, i) * sizeof(float)) != 0)
      return false;
  return true;
}

// Saved after 7 steps in the middle of an epoch whose order was drawn, with another optimiser since and shuffling off.
static void a_run_goes_on_to_the_same_bits(void) {
  run *a = run_new(small, 3), *b = run_new(small, 4);
  if (a && a->trainer && b && b->trainer) {
    gn_trainer_settings(a->trainer)->batch = 20;
    for (int i = 0; i < 6; i++) gn_trainer_step(a->trainer);
    gn_trainer_settings(a->trainer)->optimizer = gn_optimizer_find("adam");
    gn_trainer_settings(a->trainer)->shuffle = false;
    gn_trainer_step(a->trainer);
    const int64_t bytes = gn_trainer_bytes(a->trainer);
    uint8_t *kept = malloc((size_t)bytes);
    gn_error error;
    if (kept) {
      gn_trainer_save(a->trainer, kept);
      CHECK(gn_trainer_load(b->trainer, kept, bytes, &error));
      CHECK(gn_trainer_loss(a->trainer) == gn_trainer_loss(b->trainer));
      for (int i = 0; i < 20; i++) CHECK(gn_trainer_step(a->trainer) == gn_trainer_step(b->trainer));
      CHECK_INT(gn_trainer_epoch(b->trainer), gn_trainer_epoch(a->trainer));
      CHECK(same_params(a->net, b->net));
    }
    free(kept);
  }
  run_free(a);
  run_free(b);
}

static void what_is_no_checkpoint_changes_nothing(void) {
  run *a = run_new(small, 3), *other = run_new("in 12; dense 8; tanh; dense 5; softmax_ce", 3);
  if (a && a->trainer && other && other->trainer) {
    const int64_t bytes = gn_trainer_bytes(a->trainer);
    uint8_t *kept = malloc((size_t)bytes);
    gn_error error;
    gn_trainer_step(a->trainer);
    if (kept) {
      gn_trainer_save(a->trainer, kept);
      CHECK(!gn_trainer_load(other->trainer, kept, bytes, &error));
      CHECK_INT(error.code, GN_FILE_FORMAT);
      CHECK(!gn_trainer_load(a->trainer, kept, bytes - 1, &error));
      CHECK(!gn_trainer_load(a->trainer, kept, 3, &error));
      kept[0] ^= 1;
      CHECK(!gn_trainer_load(a->trainer, kept, bytes, &error));
      CHECK_INT(gn_trainer_steps(a->trainer), 1);
    }
    free(kept);
  }
  run_free(a);
  run_free(other);
}

static void one_operation_at_a_time_is_the_same_step(void) {
  run *a = run_new(small, 3), *b = run_new(small, 3);
  if (a && a->trainer && b && b->trainer) {
    const int32_t rows = gn_rows(a->net), slices = 1; // 32 samples
    CHECK_INT(gn_trainer_moment(b->trainer).batch, 0);
    for (int step = 0; step < 3; step++) {
      gn_trainer_step(a->trainer);
      int calls = 1;
      bool done = gn_trainer_advance(b->trainer);
      for (; !done; calls++) {
        const gn_moment m = gn_trainer_moment(b->trainer);
        if (calls == rows) CHECK(m.backward && m.row == rows - 1);
        if (calls == 2 * rows * slices) CHECK(m.update && m.row == -1);
        done = gn_trainer_advance(b->trainer);
      }
      if (step == 0) CHECK_INT(calls, 2 * rows * slices + 1);
      CHECK(gn_trainer_loss(a->trainer) == gn_trainer_loss(b->trainer));
    }
    CHECK(same_params(a->net, b->net));
  }
  run_free(a);
  run_free(b);
}

// Plain descent moves each parameter by the rate times its gradient.
static void a_step_is_measured(void) {
  run *a = run_new("in 12; dense 9; tanh; dense 5; softmax_ce", 3),
      *b = run_new("in 12; dense 9; tanh; dense 5; softmax_ce", 3);
  if (a && a->trainer && b && b->trainer) {
    gn_measure m[4];
    CHECK_INT(gn_params(a->net), 4);
    gn_trainer_settings(a->trainer)->rate = gn_trainer_settings(b->trainer)->rate = 0.25;
    CHECK(gn_trainer_step_measured(a->trainer, m));
    gn_trainer_step(b->trainer);
    CHECK(same_params(a->net, b->net)); // looking changes nothing
    for (int i = 0; i < 4; i++) {
      CHECK(m[i].gradient > 0);
      CHECK_NEAR(m[i].update, 0.25 * m[i].gradient, 1e-6 * m[i].weight + 1e-7);
      CHECK_NEAR(m[i].weight, gn_norm(gn_param_values(a->net, i), gn_param_size(a->net, i)), 0);
    }
    for (int i = 0; i < 4; i++) CHECK_NEAR(m[i].clipped, m[i].gradient, 0);
    CHECK_NEAR(gn_norm((const float[]){3, 4}, 2), 5, 0);
  }
  run_free(a);
  run_free(b);
}

// All clipped gradients together are as long as clip_norm says; each of their numbers is within clip_value.
static void a_clipped_gradient_is_measured(void) {
  run *a = run_new("in 12; dense 9; tanh; dense 5; softmax_ce", 3);
  if (a && a->trainer) {
    gn_measure m[4];
    gn_settings *s = gn_trainer_settings(a->trainer);
    s->clip_norm = 0.01;
    CHECK(gn_trainer_step_measured(a->trainer, m));
    double squares = 0, whole = 0;
    for (int i = 0; i < 4; i++) squares += m[i].clipped * m[i].clipped, whole += m[i].gradient * m[i].gradient;
    CHECK(whole > 4 * 0.01 * 0.01);
    CHECK_NEAR(squares, 0.01 * 0.01, 1e-8);
    s->clip_norm = 0;
    s->clip_value = 1e-6; // below nearly all of them
    CHECK(gn_trainer_step_measured(a->trainer, m));
    for (int i = 0; i < 4; i++) {
      const double most = 1e-6 * sqrt((double)gn_param_size(a->net, i));
      CHECK(m[i].clipped <= 1.000001 * most && m[i].clipped > 0.5 * most);
    }
  }
  run_free(a);
}

// A rate so large that a weight overflows: the fault is found at the operation that made it, not where it shows.
static void the_first_fault_is_found(void) {
  run *a = run_new("in 12; dense 9; relu; dense 5; softmax_ce", 3);
  if (a && a->trainer) {
    gn_fault fault = {.step = 0};
    CHECK(!gn_trainer_step_watched(a->trainer, &fault));
    gn_param_values(a->net, 2)[7] = INFINITY;
    CHECK(gn_trainer_step_watched(a->trainer, &fault));
    CHECK_INT(fault.step, 2);
    CHECK_INT(fault.what.kind, GN_VALUE);
    CHECK_INT(fault.what.id, 3); // the second dense row: its first neuron reads that weight
    CHECK_INT(fault.what.index, 0);
    CHECK(!fault.backward && !isfinite(fault.value));
    CHECK_INT(gn_not_finite((const float[]){0, NAN, 1}, 3), 1);
    CHECK_INT(gn_not_finite((const float[]){0, 1}, 2), -1);
  }
  run_free(a);
  a = run_new("in 12; dense 9; relu; dense 5; softmax_ce", 3);
  if (a && a->trainer) {
    gn_fault fault = {.step = 0};
    gn_trainer_settings(a->trainer)->rate = 1e38;
    bool found = false;
    for (int i = 0; i < 10 && !found; i++) found = gn_trainer_step_watched(a->trainer, &fault);
    CHECK(found && fault.step <= 3);
  }
  run_free(a);
}

int main(void) {
  RUN(the_first_fault_is_found);
  RUN(a_run_goes_on_to_the_same_bits);
  RUN(what_is_no_checkpoint_changes_nothing);
  RUN(one_operation_at_a_time_is_the_same_step);
  RUN(a_step_is_measured);
  RUN(a_clipped_gradient_is_measured);
  return check_done();
}
