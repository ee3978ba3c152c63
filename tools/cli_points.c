// Points, made or of a table, dealt as in the page's view Points: some are kept for the test, labels of the others are
// spoiled, the numbers of a table are standardised.
#include "data.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"

static void move_point(cli_set *to, int64_t at, const cli_set *from, int64_t i) {
  const int64_t size = from->data.size;
  memmove(to->numbers + at * size, from->numbers + i * size, (size_t)size * sizeof(float));
  if (from->classes)
    to->classes[at] = from->classes[i];
  else
    to->targets[at] = from->targets[i];
}

// Those to test on leave `learn`; the others close up, in their order.
static bool part(cli_set *learn, cli_set *test, const uint8_t *kept, int64_t tests) {
  if (tests > 0 && !cli_room_for(test, tests, learn->data.size, false, learn->classes != NULL)) return false;
  int64_t n = 0, t = 0;
  for (int64_t i = 0; i < learn->data.count; i++)
    if (kept[i])
      move_point(test, t++, learn, i);
    else
      move_point(learn, n++, learn, i);
  learn->data.count = n;
  return true;
}

static int32_t count_classes(const cli_set *set) {
  int32_t most = 0;
  for (int64_t i = 0; i < set->data.count; i++)
    if (set->classes[i] >= most) most = set->classes[i] + 1;
  return most;
}

// Features, and numbers to learn.
static void standardise(cli_set *set, float *moments, const uint8_t *spared) {
  const gn_data *data = &set->data;
  gn_data_standardize(set->numbers, moments, moments + data->size, data->count, data->size, spared);
  if (set->targets) gn_data_standardize(set->targets, moments, moments + 1, data->count, 1, spared);
}

bool cli_deal(const cli_source *from, cli_set *learn, cli_set *test) {
  gn_data *data = &learn->data;
  const int64_t count = data->count;
  const size_t room = (size_t)count;
  uint8_t *kept = malloc(room), *spared = malloc(room),
          *held = malloc(room); // for the test; or else held out; of the rest
  float *moments = malloc(2 * sizeof *moments * (size_t)data->size);
  bool dealt = kept && spared && held && moments;
  if (!dealt) cli_fail("out of memory");
  if (dealt) {
    int64_t tests = gn_data_split(kept, 0, count, from->held, from->deal), n = 0;
    if (tests == count) { // of very few points the draw may take all
      memset(kept, 0, room);
      tests = 0;
    }
    const double share = from->validation > 0 ? from->validation : 0;
    gn_data_split(held, 0, count - tests, share, from->seed);
    for (int64_t i = 0; i < count; i++) spared[i] = kept[i] || held[n++];
    if (learn->classes)
      gn_data_noise(learn->classes, spared, 0, count, count_classes(learn), from->label_noise, from->deal);
    if (learn->alone && !from->raw) standardise(learn, moments, spared);
    dealt = part(learn, test, kept, tests);
    if (share > 0) {
      data->held = learn->held = held;
      held = NULL; // the set's now
    }
  }
  free(kept);
  free(spared);
  free(held);
  free(moments);
  return dealt;
}
