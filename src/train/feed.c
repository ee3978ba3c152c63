// What a trainer is fed: which samples make up a batch, and how one gets into the slice.
#include "train/shuffle.h"
#include "train/trainer.h"

static bool fail(gn_error *error, gn_code code) {
  *error = (gn_error){.code = (int32_t)code, .at = -1, .row = -1};
  return false;
}

bool feed_fits(const gn_net *net, const gn_data *data, gn_error *error) {
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

void feed_order(gn_trainer *t) {
  if (t->settings.shuffle)
    shuffle(t->order, t->data.count, t->seed, (uint32_t)t->epoch);
  else
    for (int64_t i = 0; i < t->data.count; i++) t->order[i] = (int32_t)i;
}

// Pixels 0..255 become 0..1 by a true division, as in PyTorch's ToTensor.
static void put_sample(gn_net *net, int32_t b, const uint8_t *image, int32_t label) {
  const row *in = net->rows[net->inputs[0]];
  float *x = in->y + b * in->size;
  for (int64_t i = 0; i < in->size; i++) x[i] = (float)image[i] / 255.0f;
  gn_target_class(net, 0, b, label);
}

void feed_slice(gn_trainer *t, int64_t first, int32_t n) {
  const gn_augment how = gn_settings_augment(&t->settings);
  for (int32_t b = 0; b < n; b++) {
    int64_t i = t->order[first + b];
    const uint8_t *image = t->data.images + i * t->data.size;
    uint8_t changed[GN_DIGIT_PIXELS];
    if (t->settings.augmented && t->data.size == GN_DIGIT_PIXELS) {
      gn_augment_image(changed, image, t->data.labels[i], &how, t->seed, (uint32_t)t->epoch, (uint32_t)i);
      image = changed;
    }
    put_sample(t->net, b, image, t->data.labels[i]);
  }
}

void feed_sample(gn_net *net, int32_t b, const gn_data *data, int64_t i) {
  put_sample(net, b, data->images + i * data->size, data->labels[i]);
}
