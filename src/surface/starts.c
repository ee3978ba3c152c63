// Many walks from an even grid of starts, and which of them end at one place.
#include "train.h"
#include "surface/table.h"

#include <assert.h>
#include <math.h>

static const double NEAR = 1 / 40.0;   // of the picture
static const double LEVEL = 0.02;      // a smaller eigenvalue, as a share of the larger or of 1, makes level ground
static const double SAME_VALUE = 0.01; // of what the ends differ by

static void walk(gn_start *to, int64_t steps, int32_t number, const gn_settings *settings, double noise,
                 uint64_t seed) {
  walker by = walker_at(number, settings, to->from, noise, seed);
  gn_walk_step step;
  bool finite = true;
  for (int64_t t = 0; t < steps && finite; t++) finite = walker_step(&by, &step);
  to->at[0] = (double)by.w[0];
  to->at[1] = (double)by.w[1];
  to->value = by.s->at(to->at[0], to->at[1]).value;
  if (!finite || !isfinite(to->value)) to->group = -1;
}

static bool level(int32_t number, const double w[2]) {
  gn_point p;
  gn_surface_at(&p, number, w);
  const double a = fabs(p.eigenvalue[0]), b = fabs(p.eigenvalue[1]), most = a > b ? a : b;
  return surface_table[number]->dims == 2 && (a < b ? a : b) < LEVEL * (most > 1 ? most : 1);
}

static bool one_place(const gn_start *a, const gn_start *b, int32_t number, double near_value) {
  if (!(fabs(a->value - b->value) <= near_value)) return false;
  const surface *s = surface_table[number];
  const double x = (a->at[0] - b->at[0]) / surface_span(s, 0);
  const double y = s->dims == 1 ? 0 : (a->at[1] - b->at[1]) / surface_span(s, 1);
  return x * x + y * y < NEAR * NEAR || (level(number, a->at) && level(number, b->at));
}

// Groups in the order of their lowest value; a group is what hangs together, link by link.
static int32_t gather(gn_start *starts, gn_group *groups, int32_t n, int32_t number) {
  double least = INFINITY, most = -INFINITY;
  for (int32_t i = 0; i < n; i++) {
    if (starts[i].group == -1) continue;
    least = fmin(least, starts[i].value);
    most = fmax(most, starts[i].value);
  }
  const double near_value = SAME_VALUE * (most - least) + 1e-6;
  int16_t queue[GN_MAX_STARTS];
  int32_t count = 0;
  while (true) {
    int32_t first = -1; // the lowest that belongs to none yet
    for (int32_t i = 0; i < n; i++)
      if (starts[i].group == -2 && (first < 0 || starts[i].value < starts[first].value)) first = i;
    if (first < 0) return count;
    gn_group *group = &groups[count];
    *group = (gn_group){{starts[first].at[0], starts[first].at[1]}, starts[first].value, 0};
    starts[first].group = count;
    queue[group->count++] = (int16_t)first;
    for (int32_t done = 0; done < group->count; done++)
      for (int32_t i = 0; i < n; i++)
        if (starts[i].group == -2 && one_place(&starts[queue[done]], &starts[i], number, near_value)) {
          starts[i].group = count;
          queue[group->count++] = (int16_t)i;
        }
    count++;
  }
}

int32_t gn_starts(gn_start *starts, gn_group *groups, int32_t columns, int32_t rows, int64_t steps, int32_t number,
                  const gn_settings *settings, double noise, uint64_t seed) {
  const surface *s = surface_table[number];
  const int32_t n = columns * rows;
  assert(n <= GN_MAX_STARTS);
  for (int32_t i = 0; i < n; i++) {
    gn_start *to = &starts[i];
    *to = (gn_start){.from = {surface_place(s, 0, i % columns, columns)}, .group = -2};
    if (s->dims == 2) to->from[1] = surface_place(s, 1, i / columns, rows);
    walk(to, steps, number, settings, noise, seed);
  }
  return gather(starts, groups, n, number);
}
