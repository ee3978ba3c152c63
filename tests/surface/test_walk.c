// Walks: by hand, in their parts, from one seed to the same bits, AdaGrad's jump in its mean form only, many starts.
#include "train.h"
#include "../check.h"
#include "surface.h"

static gn_settings with(const char *optimizer, double rate) {
  gn_settings s = gn_settings_default();
  s.optimizer = gn_optimizer_find(optimizer);
  s.rate = rate;
  return s;
}

// x² from 2 at η = 0.1: each step takes a fifth off.
static void a_step_is_the_rate_times_the_slope(void) {
  gn_walk_step steps[20];
  const gn_settings s = with("sgd", 0.1);
  CHECK_INT(gn_walk(steps, 20, gn_surface_find("parabola"), &s, (const double[2]){2, 0}, 0, 1), 20);
  double x = 2;
  for (int t = 0; t < 20; t++) {
    CHECK_NEAR(steps[t].w[0], x, 1e-6);
    CHECK_NEAR(steps[t].value, x * x, 1e-5);
    CHECK_NEAR(steps[t].gradient[0], 2 * x, 1e-5);
    CHECK_NEAR(steps[t].step[0], -0.2 * x, 1e-6);
    CHECK_NEAR(steps[t].w[1], 0, 0);
    CHECK_NEAR(steps[t].step[1], 0, 0);
    x *= 0.8;
  }
}

static void every_step_is_its_direction_over_its_size(void) {
  gn_walk_step steps[60];
  for (int32_t o = 0; o < gn_optimizer_count(); o++) {
    gn_settings s = with(gn_optimizer_name(o), 0.05);
    s.schedule = 2; // exponential
    s.step_every = 30;
    s.weight_decay = 0;
    CHECK_INT(gn_walk(steps, 60, gn_surface_find("basins"), &s, (const double[2]){0.4, 4.6}, 0.1, 3), 60);
    for (int t = 0; t < 60; t++) {
      CHECK_NEAR(steps[t].rate, gn_schedule_rate(&s, t), 0);
      for (int i = 0; i < 2; i++) {
        const double made = -steps[t].rate * steps[t].m[i] / steps[t].scale[i];
        CHECK_NEAR(steps[t].step[i], made, 2e-6 * (1 + fabs(made)));
        if (t > 0) CHECK_NEAR(steps[t].w[i], steps[t - 1].w[i] + steps[t - 1].step[i], 0);
      }
    }
  }
}

// In signs that alternate m cancels and the scale does not.
static void signs_cancel_in_m_and_squares_do_not(void) {
  gn_walk_step steps[200];
  const gn_settings s = with("adam", 0.001);
  gn_walk(steps, 200, gn_surface_find("bowl"), &s, (const double[2]){0, 0}, 1, 5); // nothing but noise
  double m = 0, scale = 0;
  for (int t = 100; t < 200; t++) {
    m += fabs(steps[t].m[0]) / 100;
    scale += steps[t].scale[0] / 100;
  }
  CHECK(m < 0.5 * scale);
  CHECK_NEAR(scale, 1, 0.3);
}

static int differences(const gn_walk_step *a, const gn_walk_step *b, int n) {
  int count = 0;
  for (int t = 0; t < n; t++) count += a[t].w[0] != b[t].w[0] || a[t].w[1] != b[t].w[1] || a[t].value != b[t].value;
  return count;
}

static void one_seed_gives_the_same_bits(void) {
  static gn_walk_step a[100], b[100];
  const gn_settings s = with("adam", 0.05);
  const int32_t f = gn_surface_find("saddle");
  const double start[2] = {-1.6, 0.0001};
  gn_walk(a, 100, f, &s, start, 0.1, 7);
  gn_walk(b, 100, f, &s, start, 0.1, 7);
  CHECK_INT(differences(a, b, 100), 0);
  gn_walk(b, 100, f, &s, start, 0.1, 8);
  CHECK_INT(differences(a, b, 100), 99); // all but the start
}

static void what_runs_away_ends_the_walk(void) {
  static gn_walk_step steps[5000];
  const gn_settings s = with("sgd", 1.2); // each step 1.4 times as long as the one before
  const int64_t made = gn_walk(steps, 5000, gn_surface_find("parabola"), &s, (const double[2]){2, 0}, 0, 1);
  CHECK(made > 200 && made < 400);
  for (int64_t t = 0; t + 1 < made; t++) CHECK(isfinite(steps[t].value));
  CHECK(!isfinite(steps[made - 1].value) || !isfinite(steps[made - 1].step[0]));
}

// The largest loss after a long flat stretch, and the step of the first jump: the loss thirty times what it was at its
// lowest, and above 0.003.
static double worst(const char *form, int32_t schedule, uint64_t seed, int *first) {
  static gn_walk_step steps[3000];
  gn_settings s = with(form, 0.1);
  s.schedule = schedule;
  CHECK_INT(gn_walk(steps, 3000, gn_surface_find("canyon"), &s, (const double[2]){-10, 0.8}, 1e-3, seed), 3000);
  double least = 1, most = 0;
  *first = -1;
  for (int t = 0; t < 3000; t++) {
    least = fmin(least, steps[t].value);
    if (t < 700 || steps[t].value < 0.003 || steps[t].value < 30 * least) continue;
    if (*first < 0) *first = t;
    most = fmax(most, steps[t].value);
  }
  return most;
}

static void adagrad_jumps_in_its_mean_form_only(void) {
  for (uint64_t seed = 1; seed <= 5; seed++) {
    int first;
    CHECK(worst("adagrad_mean", 0, seed, &first) > 0.01);
    if (!(first > 950 && first < 1150)) CHECK_FAIL("the jump of seed %d is at step %d", (int)seed, first);
    CHECK_NEAR(worst("adagrad", 0, seed, &first), 0, 0);
    CHECK_NEAR(worst("adagrad_mean", 2, seed, &first), 0, 0); // its rate decays: ten times less in a thousand steps
  }
}

static void many_starts_end_where_their_valley_is(void) {
  static gn_start starts[100];
  static gn_group groups[100];
  gn_settings s = with("sgd", 0.1);
  s.rate = 0.2;
  int32_t n = gn_starts(starts, groups, 10, 10, 600, gn_surface_find("basins"), &s, 0, 1);
  CHECK_INT(n, 4);
  int32_t all = 0;
  for (int32_t i = 0; i < n; i++) {
    all += groups[i].count;
    if (i > 0) CHECK(groups[i].value > groups[i - 1].value);
  }
  CHECK_INT(all, 100);
  CHECK(groups[0].at[0] < 0 && groups[0].at[1] < 0); // the lowest lies lower left
  for (int i = 0; i < 100; i++) {
    const gn_group *g = &groups[starts[i].group];
    CHECK(hypot(starts[i].at[0] - g->at[0], starts[i].at[1] - g->at[1]) < 0.1);
  }
  // Three quadrants of (ReLU(w2·ReLU(w1)) − 1)² never leave, at a loss of 1.
  s.rate = 0.1;
  n = gn_starts(starts, groups, 10, 10, 500, gn_surface_find("relu"), &s, 0, 1);
  CHECK_INT(n, 2);
  CHECK_INT(groups[0].count + groups[1].count, 100);
  CHECK_INT(groups[1].count, 75);
  CHECK_NEAR(groups[1].value, 1, 0);
  CHECK_NEAR(groups[0].value, 0, 1e-6);
  s.rate = 5;
  gn_starts(starts, groups, 10, 10, 300, gn_surface_find("bowl"), &s, 0, 1);
  CHECK_INT(starts[0].group, -1);
  n = gn_starts(starts, groups, 12, 1, 300, gn_surface_find("valleys"), &(gn_settings){.rate = 0.05, .step_every = 1},
                0, 1);
  CHECK_INT(n, 2);
}

int main(void) {
  RUN(a_step_is_the_rate_times_the_slope);
  RUN(every_step_is_its_direction_over_its_size);
  RUN(signs_cancel_in_m_and_squares_do_not);
  RUN(one_seed_gives_the_same_bits);
  RUN(what_runs_away_ends_the_walk);
  RUN(adagrad_jumps_in_its_mean_form_only);
  RUN(many_starts_end_where_their_valley_is);
  return check_done();
}
