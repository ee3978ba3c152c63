// What a trainer is fed: which samples make up a batch, and how one gets into the slice.
#include "train.h"
#include "kernel/kernel.h"
#include "train/shuffle.h"
#include "train/trainer.h"

#include <assert.h>
#include <string.h>

static bool fail(gn_error *error, gn_code code, int64_t arg0, int64_t arg1, int64_t arg2) {
  *error = (gn_error){.code = (int32_t)code, .at = -1, .row = -1, .arg = {arg0, arg1, arg2}};
  return false;
}

// Every token must be one that the net can look up and one that it can answer.
static bool text_fits(const row *in, const row *loss, const gn_data *data, gn_error *error) {
  const int64_t ids = (int64_t)row_arg(in, "ids"), classes = loss->shape.dim[loss->shape.rank - 1];
  if (ids == 0 || in->size != data->size || in->shape.rank != 1) {
    fail(error, GN_DATA_FIT, data->size, 0, 0);
    error->a = in->shape;
    return false;
  }
  if (loss->op->numbers || loss->target_size > data->size)
    return fail(error, GN_TARGET_FIT, data->size, loss->target_size, 0);
  const int64_t tokens = (data->count - 1) * data->stride + data->size + 1;
  for (int64_t i = 0; i < tokens; i++)
    if (data->tokens[i] < 0 || data->tokens[i] >= (ids < classes ? ids : classes))
      return fail(error, GN_LABEL, data->tokens[i], ids < classes ? ids : classes, i);
  return true;
}

bool gn_data_fits(const gn_net *net, const gn_data *data, gn_error *error) {
  if (net->input_count != 1 || net->target_count != 1)
    return fail(error, GN_DATA_ENDS, net->input_count, net->target_count, 0);
  const row *in = net->rows[net->inputs[0]], *loss = net->rows[net->targets[0]];
  if (data->count < 1) return fail(error, GN_NO_SAMPLES, 0, 0, 0);
  if (data->tokens) return text_fits(in, loss, data, error);
  if (in->size != data->size || (data->labels && loss->shape.rank != 1)) {
    fail(error, GN_DATA_FIT, data->size, 0, 0);
    error->a = in->shape;
    return false;
  }
  if (!data->labels && !loss->op->numbers) {
    fail(error, GN_NO_CLASSES, 0, 0, 0);
    strcpy(error->name, loss->op->name);
    return false;
  }
  if (!data->labels && data->target_size != loss->target_size)
    return fail(error, GN_TARGET_FIT, data->target_size, loss->target_size, 0);
  for (int64_t i = 0; data->labels && i < data->count; i++)
    if (data->labels[i] >= loss->shape.dim[0]) return fail(error, GN_LABEL, data->labels[i], loss->shape.dim[0], i);
  return true;
}

int64_t feed_count(const gn_data *data) {
  int64_t count = data->count;
  for (int64_t i = 0; data->held && i < data->count; i++) count -= data->held[i] != 0;
  return count;
}

void feed_order(gn_trainer *t) {
  const gn_data *data = &t->data;
  const int64_t block = t->epoch == 0 && data->block > 0 ? data->block : data->count;
  for (int64_t first = 0; t->shuffled && first < data->count; first += block)
    shuffle(t->order + first, first, data->count - first < block ? data->count - first : block, t->seed,
            (uint32_t)t->epoch, (uint32_t)(first / block));
  for (int64_t i = 0; !t->shuffled && i < data->count; i++) t->order[i] = (int32_t)i;
  int64_t kept = 0;
  for (int64_t i = 0; data->held && i < data->count; i++)
    if (!data->held[t->order[i]]) t->order[kept++] = t->order[i];
}

void feed_epoch(gn_trainer *t) {
  t->shuffled = t->settings.shuffle;
  feed_order(t);
}

// x (size) = sample i, with another image than its own unless `image` is NULL.
static void put_input(float *x, const gn_data *data, int64_t i, const uint8_t *image) {
  for (int32_t k = 0; data->tokens && k < data->size; k++) x[k] = (float)data->tokens[i * data->stride + k];
  if (data->tokens) return;
  if (!image && data->images) image = data->images + i * data->size;
  if (image)
    pixels(x, image, data->size);
  else
    memcpy(x, data->numbers + i * data->size, (size_t)data->size * sizeof *x);
}

// x (size) = sample i as training takes it in.
static void put_trained(float *x, const gn_trainer *t, const gn_settings *s, int64_t i) {
  const gn_data *data = &t->data;
  uint8_t changed[GN_DIGIT_PIXELS];
  const bool changes = s->augmented && data->images && data->size == GN_DIGIT_PIXELS;
  const gn_augment how = gn_settings_augment(s);
  if (changes)
    gn_augment_image(changed, data->images + i * data->size, data->labels ? data->labels[i] : -1, &how, t->seed,
                     (uint32_t)t->epoch, (uint32_t)i);
  put_input(x, data, i, changes ? changed : NULL);
}

static void put_target(gn_net *net, int32_t b, const gn_data *data, int64_t i) {
  const row *loss = net->rows[net->targets[0]];
  const int32_t classes = loss->shape.dim[loss->shape.rank - 1];
  for (int64_t k = 0; data->tokens && k < loss->target_size; k++) { // checked again: the text may have come since
    const int32_t token = data->tokens[i * data->stride + data->size + 1 - loss->target_size + k];
    loss->target[b * loss->target_size + k] = token >= 0 && token < classes ? (float)token : 0;
  }
  if (data->tokens) return;
  if (data->labels)
    gn_target_class(net, 0, b, data->labels[i]);
  else
    memcpy(loss->target + b * loss->target_size, data->targets + i * data->target_size,
           (size_t)loss->target_size * sizeof *loss->target);
}

void feed_slice(gn_trainer *t, int64_t first, int32_t n) {
  const row *in = t->net->rows[t->net->inputs[0]];
  const gn_data *data = &t->data;
  for (int32_t b = 0; data->images && b < n; b++)
    touch(data->images + (int64_t)t->order[first + b] * data->size, data->size);
  for (int32_t b = 0; b < n; b++) {
    int64_t i = t->order[first + b];
    put_trained(in->y + b * in->size, t, &t->now, i);
    put_target(t->net, b, &t->data, i);
  }
}

int32_t gn_trainer_next(gn_trainer *t, int32_t most, int32_t *samples, float *x) {
  assert(t->batch == 0);
  if (t->position == 0) feed_epoch(t); // as the step will find it
  const int64_t left = t->count - t->position;
  const int32_t n = left < most ? (int32_t)left : most;
  for (int32_t b = 0; b < n; b++) {
    samples[b] = t->order[t->position + b];
    put_trained(x + (int64_t)b * t->data.size, t, &t->settings, samples[b]);
  }
  return n;
}

void feed_sample(gn_net *net, int32_t b, const gn_data *data, int64_t i) {
  const row *in = net->rows[net->inputs[0]];
  put_input(in->y + b * in->size, data, i, NULL);
  put_target(net, b, data, i);
}
