// All that a training run is at one moment, between two steps, as bytes; the run goes on from there to the same bits.
#include "train.h"
#include "opt/opt.h"
#include "train/trainer.h"

#include <string.h>

enum { CHECKPOINT_MAGIC = 0x6b634e47, CHECKPOINT_VERSION = 1 }; // "GNck"

typedef struct head {
  uint32_t magic, version;
  int64_t params, count;   // floats of all parameters, samples of an epoch: must be the trainer's own
  uint64_t seed, net_seed; // of order and augmentation; of dropout
  int64_t epoch, position, steps, updates;
  double mean;
  int32_t last_optimizer, shuffled;
  gn_settings settings;
} head;

int64_t gn_trainer_bytes(const gn_trainer *t) {
  int64_t floats = (2 + OPT_SLOTS) * gn_param_total(t->net);
  for (int32_t i = 0; i < t->net->state_count; i++) floats += t->net->states[i]->size;
  return (int64_t)sizeof(head) + t->net->param_count + floats * (int64_t)sizeof(float);
}

// Of each parameter: whether it is frozen, its values, gradients (which may add up from step to step) and the
// optimiser's state; then the model state. Which way, `out` says.
static uint8_t *copy_part(float *part, int64_t size, uint8_t *bytes, bool out) {
  const size_t all = (size_t)size * sizeof(float);
  memcpy(out ? (void *)bytes : (void *)part, out ? (void *)part : (void *)bytes, all);
  return bytes + all;
}

static void copy_all(const gn_trainer *t, uint8_t *bytes, bool out) {
  for (int32_t i = 0; i < t->net->param_count; i++) {
    param *p = t->net->params[i];
    if (out)
      *bytes = p->frozen;
    else
      p->frozen = *bytes != 0;
    bytes = copy_part(p->v, p->size, bytes + 1, out);
    bytes = copy_part(p->total, p->size, bytes, out);
    bytes = copy_part(p->state, OPT_SLOTS * p->size, bytes, out);
  }
  for (int32_t i = 0; i < t->net->state_count; i++)
    bytes = copy_part(t->net->states[i]->v, t->net->states[i]->size, bytes, out);
}

void gn_trainer_save(const gn_trainer *t, uint8_t *bytes) {
  head h;
  memset(&h, 0, sizeof h); // padding too: the same run gives the same bytes
  h.magic = CHECKPOINT_MAGIC;
  h.version = CHECKPOINT_VERSION;
  h.params = gn_param_total(t->net);
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
  const bool fits = size == gn_trainer_bytes(t) && h.params == gn_param_total(t->net) && h.count == t->count;
  const bool sound = h.position >= 0 && h.position < t->count && h.epoch >= 0 && h.steps >= 0 && h.updates >= 0 &&
                     h.last_optimizer >= 0 && h.last_optimizer < opt_total && h.settings.optimizer >= 0 &&
                     h.settings.optimizer < opt_total && h.settings.batch >= 1;
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
