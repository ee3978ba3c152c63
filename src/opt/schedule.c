// The learning rate of each step: a pure function of (settings, step). PyTorch's formulas, held at the end where its
// cosine would rise again.
#include "train.h"
#include "opt/schedule.h"

#include "kernel/kernel.h"

#include <string.h>

static double constant(const gn_settings *s, int64_t t) {
  (void)t;
  return s->rate;
}

static double step(const gn_settings *s, int64_t t) {
  const int64_t times = t / s->step_every;
  return s->rate * pow_f64(s->gamma, (double)times);
}

static double exponential(const gn_settings *s, int64_t t) {
  return s->rate * pow_f64(s->gamma, (double)t / (double)s->step_every);
}

// Half a cosine (Loshchilov, Hutter, 2017).
static double cosine(const gn_settings *s, int64_t t) {
  const double pi = 3.14159265358979323846;
  if (t >= s->schedule_steps) return s->final_rate;
  return s->final_rate + (s->rate - s->final_rate) * 0.5 * (1 + cos_f64(pi * ((double)t / (double)s->schedule_steps)));
}

const schedule schedule_table[] = {
    {"constant", "\\eta_t = \\eta_0", "", constant},
    {"step", "\\eta_t = \\eta_0\\, \\gamma^{\\lfloor t/s \\rfloor}", "gamma step_every", step},
    {"exponential", "\\eta_t = \\eta_0\\, \\gamma^{t/s}", "gamma step_every", exponential},
    {"cosine", "\\eta_t = \\eta_T + \\tfrac12 (\\eta_0 - \\eta_T) (1 + \\cos \\tfrac{\\pi t}{T})",
     "schedule_steps final_rate", cosine},
};
const int32_t schedule_total = (int32_t)(sizeof schedule_table / sizeof schedule_table[0]);

// Warm-up: rate/W, 2·rate/W, …, rate in its W steps (Goyal et al., 2017), then the schedule from its beginning.
double gn_schedule_rate(const gn_settings *s, int64_t t) {
  if (t < s->warmup_steps) return s->rate * ((double)(t + 1) / (double)s->warmup_steps);
  return schedule_table[s->schedule].rate(s, t - s->warmup_steps);
}

int32_t gn_schedule_count(void) {
  return schedule_total;
}
const char *gn_schedule_name(int32_t i) {
  return schedule_table[i].name;
}
const char *gn_schedule_formula(int32_t i) {
  return schedule_table[i].formula;
}
int32_t gn_schedule_find(const char *name) {
  for (int32_t i = 0; i < schedule_total; i++)
    if (strcmp(schedule_table[i].name, name) == 0) return i;
  return -1;
}
