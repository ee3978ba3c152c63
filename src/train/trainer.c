// Training: shuffle → mini-batch → slices → forward, backward → update.
#include "train/trainer.h"

#include <stdlib.h>

gn_trainer *gn_trainer_new(gn_net *net, const gn_data *data, uint64_t seed, gn_error *error) {
  if (!gn_data_fits(net, data, error)) return NULL;
  const int64_t count = feed_count(data);
  if (count < 1) {
    *error = (gn_error){.code = GN_NO_SAMPLES, .at = -1, .row = -1};
    return NULL;
  }
  gn_trainer *t = calloc(1, sizeof(gn_trainer));
  int32_t *order = calloc((size_t)data->count, sizeof(int32_t));
  if (!t || !order) {
    free(t);
    free(order);
    *error = (gn_error){.code = GN_NO_MEMORY, .at = -1, .row = -1};
    return NULL;
  }
  *t = (gn_trainer){
      .net = net, .data = *data, .settings = gn_settings_default(), .seed = seed, .order = order, .count = count};
  return t;
}

void gn_trainer_free(gn_trainer *t) {
  if (!t) return;
  free(t->order);
  free(t);
}

gn_settings *gn_trainer_settings(gn_trainer *t) {
  return &t->settings;
}
int64_t gn_trainer_steps(const gn_trainer *t) {
  return t->steps;
}
int64_t gn_trainer_epoch(const gn_trainer *t) {
  return t->epoch;
}
int64_t gn_trainer_position(const gn_trainer *t) {
  return t->position;
}
int64_t gn_trainer_count(const gn_trainer *t) {
  return t->count;
}

// Samples of the next step.
static int32_t next_batch(const gn_trainer *t) {
  int64_t left = t->count - t->position;
  return left < t->settings.batch ? (int32_t)left : t->settings.batch;
}

bool gn_trainer_waits(gn_trainer *t, int64_t loaded) {
  if (loaded >= t->data.count) return false;
  if (t->position == 0) feed_order(t); // as the step will find it
  const int32_t *next = t->order + t->position;
  for (int32_t b = 0, batch = next_batch(t); b < batch; b++)
    if (next[b] >= loaded) return true;
  return false;
}

double gn_trainer_step(gn_trainer *t) {
  if (t->position == 0) feed_order(t);
  int32_t batch = next_batch(t);
  double loss = 0;
  gn_zero_gradients(t->net);
  for (int32_t first = 0; first < batch; first += t->net->config.slice) {
    int32_t n = batch - first < t->net->config.slice ? batch - first : t->net->config.slice;
    gn_pass is = {n, batch, true, true, (uint32_t)t->steps, (uint32_t)first};
    feed_slice(t, t->position + first, n);
    gn_forward(t->net, &is);
    gn_backward(t->net, &is);
    loss += gn_loss(t->net, &is);
  }
  update(t);
  t->steps++;
  t->position += batch;
  if (t->position == t->count) {
    t->position = 0;
    t->epoch++;
  }
  return loss / batch;
}
