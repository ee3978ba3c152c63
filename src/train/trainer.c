// Training: shuffle → mini-batch → slices → forward, backward → update.
#include "train/trainer.h"

#include <assert.h>
#include <stdlib.h>

gn_trainer *gn_trainer_new(gn_net *net, const gn_data *data, uint64_t seed, gn_error *error) {
  if (!feed_fits(net, data, error)) return NULL;
  gn_trainer *t = calloc(1, sizeof(gn_trainer));
  int32_t *order = calloc((size_t)data->count, sizeof(int32_t));
  if (!t || !order) {
    free(t);
    free(order);
    *error = (gn_error){.code = GN_NO_MEMORY, .at = -1, .row = -1};
    return NULL;
  }
  *t = (gn_trainer){.net = net, .data = *data, .settings = gn_settings_default(), .seed = seed, .order = order};
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

bool gn_trainer_ready(const gn_trainer *t, gn_error *error) {
  int32_t whole = gn_whole_batch(t->net), slice = t->net->config.slice;
  int64_t batch = t->settings.batch < t->data.count ? t->settings.batch : t->data.count;
  *error = (gn_error){.code = GN_OK, .at = -1, .row = -1};
  if (whole < 0 || batch <= slice) return true;
  row_fail(t->net->rows[whole], error, GN_NORM_SLICE);
  error->arg[0] = batch;
  error->arg[1] = slice;
  return false;
}

double gn_trainer_step(gn_trainer *t) {
  gn_error error;
  assert(gn_trainer_ready(t, &error));
  if (t->position == 0) feed_order(t);
  int64_t left = t->data.count - t->position;
  int32_t batch = left < t->settings.batch ? (int32_t)left : t->settings.batch;
  double loss = 0;
  if (t->settings.zero_gradients) gn_zero_gradients(t->net);
  for (int32_t first = 0; first < batch; first += t->net->config.slice) {
    int32_t n = batch - first < t->net->config.slice ? batch - first : t->net->config.slice;
    gn_pass is = {n, gn_pass_batch(&t->settings, batch), true, true, (uint32_t)t->steps, (uint32_t)first};
    feed_slice(t, t->position + first, n);
    gn_forward(t->net, &is);
    gn_backward(t->net, &is);
    gn_settle(t->net, &is);
    loss += gn_loss(t->net, &is);
  }
  update(t);
  t->steps++;
  t->position += batch;
  if (t->position == t->data.count) {
    t->position = 0;
    t->epoch++;
  }
  return loss / batch;
}

static int32_t largest(const float *y, int32_t n) {
  int32_t best = 0;
  for (int32_t i = 1; i < n; i++)
    if (y[i] > y[best]) best = i;
  return best;
}

gn_score gn_evaluate(gn_net *net, const gn_data *data, int64_t first, int64_t count) {
  gn_score score = {0, 0, 0};
  const row *out = net->rows[net->targets[0]];
  for (int64_t at = first; at < first + count; at += net->config.slice) {
    int64_t left = first + count - at;
    int32_t n = left < net->config.slice ? (int32_t)left : net->config.slice;
    gn_pass is = {n, n, false, true, 0, 0};
    for (int32_t b = 0; b < n; b++) feed_sample(net, b, data, at + b);
    gn_forward(net, &is);
    score.loss += gn_loss(net, &is);
    for (int32_t b = 0; b < n; b++)
      score.correct += largest(out->y + b * out->size, (int32_t)out->size) == data->labels[at + b];
  }
  score.count = count;
  score.loss = count > 0 ? score.loss / (double)count : 0;
  return score;
}
