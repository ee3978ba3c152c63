// The table of settings: every one can be found, read and set by number, and refuses what it cannot be.
#include "../check.h"
#include "train.h"

static void every_setting_is_sound(void) {
  const gn_settings usual = gn_settings_default();
  CHECK(gn_setting_count() > 25);
  for (int32_t i = 0; i < gn_setting_count(); i++) {
    const char *name = gn_setting_name(i);
    const double least = gn_setting_least(i), most = gn_setting_most(i), start = gn_setting_default(i);
    CHECK_INT(gn_setting_find(name), i);
    CHECK(gn_setting_get(&usual, i) == start);
    gn_settings s = usual;
    if (!gn_setting_set(&s, i, start)) CHECK_FAIL("%s: its default %g is out of its range", name, start);
    CHECK(memcmp(&s, &usual, sizeof s) == 0);
    CHECK(least < most);
    CHECK(gn_setting_set(&s, i, most) && gn_setting_get(&s, i) == most);
    CHECK(gn_setting_set(&s, i, least) && gn_setting_get(&s, i) == least);
    const gn_settings before = s;
    const double wrong[] = {least - 1, most * 1.0001 + 1, (double)NAN, (double)INFINITY, -(double)INFINITY, 1e300};
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++)
      if (gn_setting_set(&s, i, wrong[k])) CHECK_FAIL("%s takes %g", name, wrong[k]);
    if (gn_setting_kind(i) != GN_REAL && gn_setting_set(&s, i, least + 0.5)) CHECK_FAIL("%s takes half a step", name);
    CHECK(memcmp(&s, &before, sizeof s) == 0);
    if (gn_setting_kind(i) == GN_CHOICE)
      CHECK_INT(gn_setting_choices(i), most + 1);
    else
      CHECK_INT(gn_setting_choices(i), 0);
    for (int32_t k = 0; k < gn_setting_choices(i); k++) CHECK(strlen(gn_setting_choice(i, k)) > 0);
  }
  CHECK_INT(gn_setting_find("no such thing"), -1);
}

static bool used(const gn_settings *s, const char *name) {
  const int32_t i = gn_setting_find(name);
  if (i < 0) CHECK_FAIL("there is no setting %s", name);
  return i >= 0 && gn_setting_used(s, i);
}

static void only_what_has_an_effect_is_used(void) {
  gn_settings s = gn_settings_default();
  CHECK(used(&s, "rate") && used(&s, "batch") && used(&s, "shuffle") && used(&s, "warmup_steps"));
  CHECK(!used(&s, "momentum") && !used(&s, "beta1") && !used(&s, "eps"));
  s.optimizer = gn_optimizer_find("momentum");
  CHECK(used(&s, "momentum") && !used(&s, "beta1"));
  s.optimizer = gn_optimizer_find("adam");
  CHECK(!used(&s, "momentum") && used(&s, "beta1") && used(&s, "beta2") && used(&s, "eps"));
  CHECK(!used(&s, "gamma") && !used(&s, "final_rate"));
  s.schedule = gn_schedule_find("cosine");
  CHECK(!used(&s, "gamma") && used(&s, "final_rate") && used(&s, "schedule_steps"));
  s.schedule = gn_schedule_find("step");
  CHECK(used(&s, "gamma") && used(&s, "step_every") && !used(&s, "final_rate"));
  CHECK(used(&s, "augmented") && !used(&s, "augment_shift_px"));
  s.augmented = true;
  CHECK(used(&s, "augment_shift_px") && used(&s, "augment_forms"));
}

// The words in which an optimiser or a schedule names its settings are settings, every one of them.
static void every_optimizers_setting_is_used_by_some(void) {
  static const char *const theirs[] = {"momentum", "beta1", "beta2", "alpha", "eps", "weight_decay"};
  for (size_t k = 0; k < sizeof theirs / sizeof *theirs; k++) {
    int32_t users = 0;
    for (int32_t o = 0; o < gn_optimizer_count(); o++) {
      gn_settings s = gn_settings_default();
      s.optimizer = o;
      users += used(&s, theirs[k]);
    }
    CHECK(users > 0 && users < gn_optimizer_count());
  }
}

static void strengths_are_those_of_the_settings(void) {
  gn_settings s = gn_settings_default();
  gn_augment usual = gn_settings_augment(&s);
  CHECK(memcmp(&usual, &gn_augment_default, sizeof usual) == 0);
  CHECK(gn_setting_set(&s, gn_setting_find("augment_shear"), 0.25));
  CHECK(gn_settings_augment(&s).shear == 0.25f);
}

static void schedules_give_the_rates_they_say(void) {
  gn_settings s = gn_settings_default();
  s.rate = 0.8;
  for (int64_t t = 0; t < 5000; t += 1000) CHECK(gn_schedule_rate(&s, t) == 0.8);
  s.schedule = gn_schedule_find("step");
  s.gamma = 0.5;
  s.step_every = 10;
  CHECK(gn_schedule_rate(&s, 9) == 0.8);
  CHECK_NEAR(gn_schedule_rate(&s, 10), 0.4, 1e-15);
  CHECK_NEAR(gn_schedule_rate(&s, 39), 0.1, 1e-15);
  s.schedule = gn_schedule_find("exponential");
  CHECK_NEAR(gn_schedule_rate(&s, 5), 0.8 * sqrt(0.5), 1e-14);
  CHECK_NEAR(gn_schedule_rate(&s, 30), 0.1, 1e-14);
  s.schedule = gn_schedule_find("cosine");
  s.schedule_steps = 100;
  s.final_rate = 0.2;
  CHECK(gn_schedule_rate(&s, 0) == 0.8);
  CHECK_NEAR(gn_schedule_rate(&s, 50), 0.5, 1e-14);
  CHECK_NEAR(gn_schedule_rate(&s, 25), 0.2 + 0.3 * (1 + sqrt(0.5)), 1e-14);
  CHECK(gn_schedule_rate(&s, 100) == 0.2 && gn_schedule_rate(&s, 5000) == 0.2);
  s.warmup_steps = 4;
  for (int64_t t = 0; t < 4; t++) CHECK_NEAR(gn_schedule_rate(&s, t), 0.2 * (double)(t + 1), 1e-15);
  CHECK(gn_schedule_rate(&s, 4) == 0.8 && gn_schedule_rate(&s, 104) == 0.2);
  for (int32_t k = 0; k < gn_schedule_count(); k++) {
    s.schedule = k;
    CHECK_INT(gn_schedule_find(gn_schedule_name(k)), k);
    CHECK(gn_schedule_rate(&s, 1) == 0.4 && gn_schedule_rate(&s, 4) == 0.8); // the same warm-up before each
  }
  CHECK_INT(gn_schedule_find("no such thing"), -1);
}

// One that is forgotten would be 0, and nothing would be learnt.
static void every_optimizer_has_a_usual_rate(void) {
  for (int32_t o = 0; o < gn_optimizer_count(); o++) CHECK(gn_optimizer_usual_rate(o) > 0);
  const gn_settings s = gn_settings_default();
  CHECK(gn_optimizer_usual_rate(s.optimizer) == s.rate);
}

int main(void) {
  RUN(every_optimizer_has_a_usual_rate);
  RUN(every_setting_is_sound);
  RUN(only_what_has_an_effect_is_used);
  RUN(every_optimizers_setting_is_used_by_some);
  RUN(strengths_are_those_of_the_settings);
  RUN(schedules_give_the_rates_they_say);
  return check_done();
}
