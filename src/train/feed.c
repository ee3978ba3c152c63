// What a trainer is fed: which samples make up a batch, and how one gets into the slice.
#include "train/shuffle.h"
#include "train/trainer.h"

#include <string.h>

static bool fail(gn_error *error, gn_code code, int64_t arg0, int64_t arg1, int64_t arg2) {
  *error = (gn_error){.code = (int32_t)code, .at = -1, .row = -1, .arg = {arg0, arg1, arg2}};
  return false;
}

bool gn_data_fits(const gn_net *net, const gn_data *data, gn_error *error) {
  if (net->input_count != 1 || net->target_count != 1) return fail(error, GN_DATA_FIT, 0, 0, 0);
  const row *in = net->rows[net->inputs[0]], *loss = net->rows[net->targets[0]];
  if (data->count < 1) return fail(error, GN_NO_SAMPLES, 0, 0, 0);
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

// Sample i, with another image than its own unless `image` is NULL.
static void put_sample(gn_net *net, int32_t b, const gn_data *data, int64_t i, const uint8_t *image) {
  const row *in = net->rows[net->inputs[0]], *loss = net->rows[net->targets[0]];
  float *x = in->y + b * in->size;
  if (!image && data->images) image = data->images + i * data->size;
  if (image) // 0..255 become 0..1 by a true division, as in PyTorch's ToTensor
    for (int64_t k = 0; k < in->size; k++) x[k] = (float)image[k] / 255.0f;
  else
    memcpy(x, data->numbers + i * data->size, (size_t)in->size * sizeof *x);
  if (data->labels)
    gn_target_class(net, 0, b, data->labels[i]);
  else
    memcpy(loss->target + b * loss->target_size, data->targets + i * data->target_size,
           (size_t)loss->target_size * sizeof *loss->target);
}

void feed_slice(gn_trainer *t, int64_t first, int32_t n) {
  const gn_data *data = &t->data;
  const bool changes = t->now.augmented && data->images && data->size == GN_DIGIT_PIXELS;
  const gn_augment how = gn_settings_augment(&t->now);
  for (int32_t b = 0; b < n; b++) {
    int64_t i = t->order[first + b];
    uint8_t changed[GN_DIGIT_PIXELS];
    if (changes)
      gn_augment_image(changed, data->images + i * data->size, data->labels ? data->labels[i] : -1, &how, t->seed,
                       (uint32_t)t->epoch, (uint32_t)i);
    put_sample(t->net, b, data, i, changes ? changed : NULL);
  }
}

void feed_sample(gn_net *net, int32_t b, const gn_data *data, int64_t i) {
  put_sample(net, b, data, i, NULL);
}
