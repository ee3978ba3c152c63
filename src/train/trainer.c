// Training: shuffle → mini-batch → slices → forward, backward → update.
#include "train.h"
#include "train/trainer.h"

#include <assert.h>
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
  free(t->before);
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
int64_t gn_trainer_updates(const gn_trainer *t) {
  return t->updates;
}
int32_t gn_trainer_optimizer(const gn_trainer *t) {
  return t->last_optimizer;
}
void gn_trainer_updated(gn_trainer *t, int64_t updates, int32_t optimizer) {
  t->updates = updates;
  t->last_optimizer = optimizer;
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
  if (t->batch > 0 || loaded >= t->data.count) return false; // a step under way has what it needs
  if (t->position == 0) feed_epoch(t);                       // as the step will find it
  const int32_t *next = t->order + t->position;
  for (int32_t b = 0, batch = next_batch(t); b < batch; b++)
    if (next[b] >= loaded) return true;
  return false;
}

bool gn_trainer_ready(const gn_trainer *t, gn_error *error) {
  int32_t whole = gn_whole_batch(t->net), slice = t->net->config.slice;
  int64_t batch = t->settings.batch < t->count ? t->settings.batch : t->count;
  *error = (gn_error){.code = GN_OK, .at = -1, .row = -1};
  if (whole < 0 || batch <= slice) return true;
  row_fail(t->net->rows[whole], error, GN_NORM_SLICE);
  error->arg[0] = batch;
  error->arg[1] = slice;
  return false;
}

void trainer_begin(gn_trainer *t) {
  if (t->position == 0) feed_epoch(t);
  t->now = t->settings;
  t->batch = next_batch(t);
  t->first = t->at = 0;
  t->loss = 0;
  if (t->now.zero_gradients) gn_zero_gradients(t->net);
}

static void end_step(gn_trainer *t) {
  update(t);
  t->mean = t->loss / t->batch;
  t->steps++;
  t->position += t->batch;
  t->batch = 0;
  if (t->position == t->count) {
    t->position = 0;
    t->epoch++;
  }
}

gn_pass trainer_pass(const gn_trainer *t, int32_t first) {
  int32_t left = t->batch - first, slice = t->net->config.slice;
  const int32_t share = gn_pass_batch(&t->now, t->batch);
  return (gn_pass){left < slice ? left : slice, share, true, true, (uint32_t)t->steps, (uint32_t)first};
}

gn_pass gn_trainer_pass(const gn_trainer *t) {
  return trainer_pass(t, t->first);
}

bool gn_trainer_advance(gn_trainer *t) {
  const int32_t rows = t->net->row_count;
  gn_error error;
  assert(t->batch > 0 || gn_trainer_ready(t, &error));
  if (t->batch == 0) trainer_begin(t);
  if (t->first >= t->batch) {
    end_step(t);
    return true;
  }
  const gn_pass is = gn_trainer_pass(t);
  if (t->at == 0) feed_slice(t, t->position + t->first, is.n);
  if (t->at == rows) gn_backward_begin(t->net, &is);
  if (t->at < rows)
    gn_forward_row(t->net, &is, t->at);
  else
    gn_backward_row(t->net, &is, 2 * rows - 1 - t->at);
  if (++t->at == 2 * rows) {
    gn_settle(t->net, &is);
    t->loss += gn_loss(t->net, &is);
    t->first += is.n;
    t->at = 0;
  }
  return false;
}

double gn_trainer_step(gn_trainer *t) {
  while (!gn_trainer_advance(t)) {
  }
  return t->mean;
}

double gn_trainer_loss(const gn_trainer *t) {
  return t->mean;
}

gn_moment gn_trainer_moment(const gn_trainer *t) {
  const int32_t rows = t->net->row_count;
  gn_moment m = {.batch = t->batch, .first = t->first, .row = -1, .backward = false, .update = false};
  if (t->batch == 0) return m;
  m.update = t->first >= t->batch;
  m.backward = !m.update && t->at >= rows;
  if (!m.update) m.row = m.backward ? 2 * rows - 1 - t->at : t->at;
  return m;
}
