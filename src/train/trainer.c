// Training: shuffle → mini-batch → slices → forward, backward → update.
#include "net/net.h"
#include "opt/opt.h"
#include "train/shuffle.h"

#include <stdlib.h>

struct gn_trainer {
  gn_net *net;
  gn_data data;
  gn_settings settings;
  uint64_t seed;
  int32_t *order;          // (count) of this epoch
  int64_t epoch, position; // epochs completed; samples of this one already seen
  int64_t steps;
  int64_t updates; // since the optimiser's state was last zero
  int32_t last_optimizer;
};

gn_settings gn_settings_default(void) {
  return (gn_settings){
      .optimizer = 0,
      .batch = 32,
      .rate = 0.1,
      .momentum = 0.9,
      .beta1 = 0.9,
      .beta2 = 0.999,
      .eps = 1e-8,
      .shuffle = true,
      .augment = gn_augment_default,
  };
}

static bool fail(gn_error *error, gn_code code) {
  *error = (gn_error){.code = (int32_t)code, .at = -1, .row = -1};
  return false;
}

static bool data_fits(const gn_net *net, const gn_data *data, gn_error *error) {
  if (net->input_count != 1 || net->target_count != 1) return fail(error, GN_DATA_FIT);
  const row *in = net->rows[net->inputs[0]], *loss = net->rows[net->targets[0]];
  error->a = in->shape;
  if (in->size != data->size || data->count < 1 || loss->shape.rank != 1) {
    fail(error, GN_DATA_FIT);
    error->a = in->shape;
    error->arg[0] = data->size;
    return false;
  }
  for (int64_t i = 0; i < data->count; i++)
    if (data->labels[i] >= loss->shape.dim[0]) {
      fail(error, GN_LABEL);
      error->arg[0] = data->labels[i];
      error->arg[1] = loss->shape.dim[0];
      error->arg[2] = i;
      return false;
    }
  return true;
}

static void order_epoch(gn_trainer *t) {
  if (t->settings.shuffle)
    shuffle(t->order, t->data.count, t->seed, (uint32_t)t->epoch);
  else
    for (int64_t i = 0; i < t->data.count; i++) t->order[i] = (int32_t)i;
}

gn_trainer *gn_trainer_new(gn_net *net, const gn_data *data, uint64_t seed, gn_error *error) {
  if (!data_fits(net, data, error)) return NULL;
  gn_trainer *t = calloc(1, sizeof(gn_trainer));
  int32_t *order = calloc((size_t)data->count, sizeof(int32_t));
  if (!t || !order) {
    free(t);
    free(order);
    fail(error, GN_NO_MEMORY);
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

// Pixels 0..255 become 0..1 by a true division, as in PyTorch's ToTensor.
static void load_sample(gn_net *net, int32_t b, const uint8_t *image, int32_t label) {
  const row *in = net->rows[net->inputs[0]];
  float *x = in->y + b * in->size;
  for (int64_t i = 0; i < in->size; i++) x[i] = (float)image[i] / 255.0f;
  gn_target_class(net, 0, b, label);
}

static void load_slice(gn_trainer *t, int64_t first, int32_t n) {
  for (int32_t b = 0; b < n; b++) {
    int64_t i = t->order[first + b];
    const uint8_t *image = t->data.images + i * t->data.size;
    uint8_t changed[GN_DIGIT_PIXELS];
    if (t->settings.augmented && t->data.size == GN_DIGIT_PIXELS) {
      gn_augment_image(changed, image, t->data.labels[i], &t->settings.augment, t->seed, (uint32_t)t->epoch,
                       (uint32_t)i);
      image = changed;
    }
    load_sample(t->net, b, image, t->data.labels[i]);
  }
}

// Another optimiser starts from zero state, whatever the one before has left there.
static void update(gn_trainer *t) {
  const opt *o = opt_table[t->settings.optimizer];
  bool fresh = t->updates == 0 || t->last_optimizer != t->settings.optimizer;
  t->last_optimizer = t->settings.optimizer;
  t->updates = fresh ? 1 : t->updates + 1;
  for (int32_t i = 0; i < t->net->param_count; i++) {
    param *p = t->net->params[i];
    for (int64_t k = 0; fresh && k < OPT_SLOTS * p->size; k++) p->state[k] = 0;
    o->update(p->v, p->state, p->total, p->size, t->updates, &t->settings);
  }
}

double gn_trainer_step(gn_trainer *t) {
  if (t->position == 0) order_epoch(t);
  int64_t left = t->data.count - t->position;
  int32_t batch = left < t->settings.batch ? (int32_t)left : t->settings.batch;
  double loss = 0;
  gn_zero_gradients(t->net);
  for (int32_t first = 0; first < batch; first += t->net->config.slice) {
    int32_t n = batch - first < t->net->config.slice ? batch - first : t->net->config.slice;
    gn_pass is = {n, batch, true, true, (uint32_t)t->steps, (uint32_t)first};
    load_slice(t, t->position + first, n);
    gn_forward(t->net, &is);
    gn_backward(t->net, &is);
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
    for (int32_t b = 0; b < n; b++) load_sample(net, b, data->images + (at + b) * data->size, data->labels[at + b]);
    gn_forward(net, &is);
    score.loss += gn_loss(net, &is);
    for (int32_t b = 0; b < n; b++)
      score.correct += largest(out->y + b * out->size, (int32_t)out->size) == data->labels[at + b];
  }
  score.count = count;
  score.loss = count > 0 ? score.loss / (double)count : 0;
  return score;
}
