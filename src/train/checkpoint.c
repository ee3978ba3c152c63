// All that a training run is at one moment, between two steps, as bytes; the run goes on from there to the same bits.
#include "opt/opt.h"
#include "train/trainer.h"

#include <string.h>

enum { CHECKPOINT_MAGIC = 0x6b634e47, CHECKPOINT_VERSION = 1 }; // "GNck"

typedef struct head {
  uint32_t magic, version;
  int64_t params, states;  // floats of all parameters, of the model state,
  int64_t count;           // samples of an epoch: must be the trainer's own
  uint64_t seed, net_seed; // of order and augmentation; of dropout
  int64_t epoch, position, steps, updates;
  double mean;
  int32_t last_optimizer, shuffled;
  gn_settings settings;
} head;

static int64_t state_total(const gn_net *net) {
  int64_t total = 0;
  for (int32_t i = 0; i < net->state_count; i++) total += net->states[i]->size;
  return total;
}

int64_t gn_trainer_bytes(const gn_trainer *t) {
  return (int64_t)sizeof(head) + t->net->param_count +
         ((2 + OPT_SLOTS) * gn_param_total(t->net) + state_total(t->net)) * (int64_t)sizeof(float);
}

static uint8_t *copy_floats(uint8_t *bytes, float *floats, int64_t n, bool out) {
  const size_t size = (size_t)n * sizeof(float);
  memcpy(out ? (void *)bytes : (void *)floats, out ? (void *)floats : (void *)bytes, size);
  return bytes + size;
}

// Of each parameter: whether it is frozen, its values, gradients (which may add up from step to step) and the
// optimiser's state; then the model state. Which way, `out` says.
static void copy_all(const gn_trainer *t, uint8_t *bytes, bool out) {
  for (int32_t i = 0; i < t->net->param_count; i++) {
    param *p = t->net->params[i];
    if (out)
      *bytes = p->frozen;
    else
      p->frozen = *bytes != 0;
    bytes++;
    bytes = copy_floats(bytes, p->v, p->size, out);
    bytes = copy_floats(bytes, p->total, p->size, out);
    bytes = copy_floats(bytes, p->state, OPT_SLOTS * p->size, out);
  }
  for (int32_t i = 0; i < t->net->state_count; i++)
    bytes = copy_floats(bytes, t->net->states[i]->v, t->net->states[i]->size, out);
}

void gn_trainer_save(const gn_trainer *t, uint8_t *bytes) {
  head h;
  memset(&h, 0, sizeof h); // padding too: the same run gives the same bytes
  h.magic = CHECKPOINT_MAGIC;
  h.version = CHECKPOINT_VERSION;
  h.params = gn_param_total(t->net);
  h.states = state_total(t->net);
  h.count = t->count;
  h.seed = t->seed;
  h.net_seed = t->net->config.seed;
  h.epoch = t->epoch;
  h.position = t->position;
  h.steps = t->steps;
  h.updates = t->updates;
  h.mean = t->mean;
  h.last_optimizer = t->last_optimizer;
  h.shuffled = t->position > 0 && t->shuffled; // of an epoch under way
  h.settings = t->settings;
  memcpy(bytes, &h, sizeof h);
  copy_all(t, bytes + sizeof h, true);
}

bool gn_trainer_load(gn_trainer *t, const uint8_t *bytes, int64_t size, gn_error *error) {
  head h = {0};
  *error = (gn_error){.code = GN_FILE_FORMAT, .at = 0, .row = -1};
  if (size >= (int64_t)sizeof h) memcpy(&h, bytes, sizeof h);
  const bool ours = h.magic == CHECKPOINT_MAGIC && h.version == CHECKPOINT_VERSION;
  const bool fits = size == gn_trainer_bytes(t) && h.params == gn_param_total(t->net) &&
                    h.states == state_total(t->net) && h.count == t->count;
  const bool sound = h.position >= 0 && h.position < t->count && h.epoch >= 0 && h.steps >= 0 && h.updates >= 0 &&
                     h.last_optimizer >= 0 && h.last_optimizer < opt_total && settings_sound(&h.settings);
  if (!ours || !fits || !sound) return false;
  t->seed = h.seed;
  t->net->config.seed = h.net_seed;
  t->epoch = h.epoch;
  t->position = h.position;
  t->steps = h.steps;
  t->updates = h.updates;
  t->mean = h.mean;
  t->last_optimizer = h.last_optimizer;
  t->settings = h.settings;
  t->batch = 0;
  t->shuffled = h.shuffled != 0;
  feed_order(t);
  copy_all(t, (uint8_t *)(uintptr_t)(bytes + sizeof h), false);
  *error = (gn_error){.code = GN_OK, .at = -1, .row = -1};
  return true;
}
