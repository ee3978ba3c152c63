// A walk down a function: gradient, noise, then the step of the very optimiser that trains networks.
#include "train.h"
#include "surface/table.h"

#include "kernel/kernel.h"
#include "opt/opt.h"

#include <math.h>

_Static_assert(sizeof((walker *)0)->state == 2 * OPT_SLOTS * sizeof(float), "room for the state of two weights");

walker walker_at(int32_t number, const gn_settings *settings, const double start[2], double noise, uint64_t seed) {
  const surface *s = surface_table[number];
  return (walker){.s = s,
                  .settings = settings,
                  .noise = noise,
                  .seed = seed,
                  .w = {(float)start[0], s->dims == 1 ? 0 : (float)start[1]}};
}

// Of step t, for both weights: a pure function of (seed, t).
static void add_noise(float d[2], double noise, uint64_t seed, int64_t t) {
  uint32_t bits[4];
  float z[4];
  random_block(bits, seed, RANDOM_WALK, (uint32_t)t, (uint32_t)((uint64_t)t >> 32), 0);
  random_normals(z, bits);
  for (int i = 0; i < 2; i++) d[i] += (float)noise * z[i];
}

bool walker_step(walker *by, gn_walk_step *step) {
  const surface *s = by->s;
  const opt *o = opt_table[by->settings->optimizer];
  gn_settings now = *by->settings;
  now.rate = gn_schedule_rate(by->settings, by->made);
  const float w[2] = {by->w[0], by->w[1]};
  const slope here = s->at((double)w[0], (double)w[1]);
  float d[2] = {(float)here.gradient[0], (float)here.gradient[1]};
  if (by->noise > 0) add_noise(d, by->noise, by->seed, by->made);
  if (s->dims == 1) d[1] = 0;
  float m[2] = {d[0], d[1]}, scale[2] = {1, 1};
  by->made++;
  o->update(by->w, by->state, d, s->dims, by->made, &now);
  if (o->parts) o->parts(m, scale, by->state, d, s->dims, by->made, &now);
  *step = (gn_walk_step){.value = here.value, .rate = now.rate};
  for (int i = 0; i < 2; i++) {
    step->w[i] = (double)w[i];
    step->gradient[i] = (double)d[i];
    step->m[i] = (double)m[i];
    step->scale[i] = (double)scale[i];
    step->step[i] = (double)by->w[i] - (double)w[i];
  }
  return isfinite(step->value) && isfinite(step->step[0]) && isfinite(step->step[1]);
}

int64_t gn_walk(gn_walk_step *steps, int64_t count, int32_t number, const gn_settings *settings, const double start[2],
                double noise, uint64_t seed) {
  walker by = walker_at(number, settings, start, noise, seed);
  for (int64_t t = 0; t < count; t++)
    if (!walker_step(&by, &steps[t])) return t + 1;
  return count;
}
