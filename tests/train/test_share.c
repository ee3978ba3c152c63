// A step whose slices are computed by other nets is the same step to the last bit.
#include <stdlib.h>

#include "../check.h"
#include "../golden/golden.h"
#include "train.h"

enum { COUNT = 90, PIXELS = 28 * 28, CLASSES = 10, WINDOW = 6, TOKENS = 7 };

static uint8_t images[COUNT * PIXELS], labels[COUNT];
static int32_t tokens[COUNT + WINDOW];

static gn_net *net_of(const char *notation, uint32_t flags) {
  const gn_config config = {.slice = GN_SLICE, .flags = GN_GRADIENTS | flags, .seed = 5};
  gn_error error;
  gn_net *net = gn_net_new(notation, (int64_t)strlen(notation), &config, &error);
  if (!net) CHECK_FAIL("\"%s\": %s at %d (%s)", notation, gn_code_name(error.code), error.at, error.name);
  return net;
}

static void copy(float *to, const float *from, int64_t n) {
  memcpy(to, from, (size_t)n * sizeof *to);
}

// The slice from sample `first` on, by another net; its gradients and loss.
static double elsewhere(gn_net *other, float *gradients, gn_trainer *t, const gn_net *net, int32_t first) {
  const gn_pass is = gn_trainer_deal(t, first);
  const int32_t in = gn_input_row(net, 0);
  int64_t size = 1;
  for (int32_t i = 0; i < gn_row_shape(net, in)->rank; i++) size *= gn_row_shape(net, in)->dim[i];
  copy(gn_row_values(other, in), gn_row_values(net, in), is.n * size);
  copy(gn_target_values(other, 0), gn_target_values(net, 0), is.n * gn_target_size(net, 0));
  for (int32_t i = 0; i < gn_params(net); i++)
    copy(gn_param_values(other, i), gn_param_values(net, i), gn_param_size(net, i));
  gn_zero_gradients(other);
  gn_forward(other, &is);
  gn_backward(other, &is);
  for (int32_t i = 0; i < gn_params(net); gradients += gn_param_size(net, i++))
    copy(gradients, gn_param_gradients(other, i), gn_param_size(net, i));
  return gn_loss(other, &is);
}

// Slices from `own` on are computed elsewhere, all but the last `missing` of them.
static void shared_step(gn_trainer *t, gn_net *net, gn_net *other, float *gradients, int32_t own, int32_t missing) {
  const int32_t batch = gn_trainer_begin(t), slices = (batch + GN_SLICE - 1) / GN_SLICE;
  double losses[8];
  CHECK_INT(gn_trainer_begin(t), batch); // under way, it does not begin again
  for (int32_t i = own; i < slices; i++)
    losses[i] = elsewhere(other, gradients + i * gn_param_total(net), t, net, i * GN_SLICE);
  for (int32_t i = 0; i < own && i < slices; i++) gn_trainer_slice(t);
  for (int32_t i = own; i < slices - missing; i++) gn_trainer_take(t, gradients + i * gn_param_total(net), losses[i]);
  gn_trainer_step(t);
}

static bool same_params(const gn_net *a, const gn_net *b) {
  for (int32_t i = 0; i < gn_params(a); i++)
    if (memcmp(gn_param_values(a, i), gn_param_values(b, i), (size_t)gn_param_size(a, i) * sizeof(float)) != 0)
      return false;
  return true;
}

static void check_shared(const char *notation, const gn_data *data, const gn_settings *how) {
  gn_net *alone = net_of(notation, GN_OPTIMIZER), *here = net_of(notation, GN_OPTIMIZER), *other = net_of(notation, 0);
  gn_error error;
  gn_trainer *a = alone ? gn_trainer_new(alone, data, 5, &error) : NULL;
  gn_trainer *b = here ? gn_trainer_new(here, data, 5, &error) : NULL;
  float *gradients = here ? calloc((size_t)(8 * gn_param_total(here)), sizeof(float)) : NULL;
  CHECK(a && b && other && gradients);
  if (a && b && other && gradients) {
    CHECK(gn_trainer_divides(a));
    *gn_trainer_settings(a) = *gn_trainer_settings(b) = *how;
    for (int32_t step = 0; step < 12; step++) {
      const double loss = gn_trainer_step(a);
      shared_step(b, here, other, gradients, step % 4, step % 5 == 4);
      CHECK(gn_trainer_loss(b) == loss);
      CHECK_INT(gn_trainer_position(b), gn_trainer_position(a));
    }
    CHECK(same_params(alone, here));
  }
  free(gradients);
  gn_trainer_free(a);
  gn_trainer_free(b);
  gn_net_free(alone);
  gn_net_free(here);
  gn_net_free(other);
}

// 90 samples by 40: three slices, the third of 8; and an epoch's last batch of 10 has one.
static void the_same_bits_wherever_a_slice_is_computed(void) {
  for (uint32_t i = 0; i < COUNT * PIXELS; i++) images[i] = golden_pixel(i);
  for (uint32_t i = 0; i < COUNT; i++) labels[i] = golden_label(i, CLASSES);
  for (int32_t i = 0; i < COUNT + WINDOW; i++) tokens[i] = (i * i + 3) % TOKENS;
  const gn_data digits = {.images = images, .labels = labels, .count = COUNT, .size = PIXELS};
  const gn_data text = {.tokens = tokens, .count = COUNT - 1, .size = WINDOW, .stride = 1};
  static const char *const nets[] = {
      "in 1 28 28; conv 6 5 pad=2; tanh; avgpool 2; conv 8 5; tanh; flatten; dropout 0.3; dense 10; softmax_ce",
      "in 1 28 28; flatten; dense 33; layernorm; relu; dropout 0.1; dense 10; mse",
      "in 1 28 28; flatten; dense 12; a: dense 12; tanh; dense 12 w=a; tanh; dense 10; softmax_ce",
  };
  gn_settings how = gn_settings_default();
  how.batch = 40;
  for (size_t i = 0; i < sizeof nets / sizeof *nets; i++) check_shared(nets[i], &digits, &how);
  check_shared("in 6 ids=7; embed 9; pos learned; dense 7; softmax_ce", &text, &how);
  how.optimizer = gn_optimizer_find("adam");
  how.rate = 0.003;
  how.l2 = how.clip_norm = 0.01;
  how.augmented = true;
  check_shared(nets[0], &digits, &how);
  how.zero_gradients = false;
  how.reduction = 1; // the sum
  check_shared(nets[1], &digits, &how);
}

static void batch_statistics_do_not_divide(void) {
  const gn_data digits = {.images = images, .labels = labels, .count = COUNT, .size = PIXELS};
  gn_net *net = net_of("in 784; dense 9; batchnorm; dense 10; softmax_ce", GN_OPTIMIZER);
  gn_error error;
  gn_trainer *t = net ? gn_trainer_new(net, &digits, 5, &error) : NULL;
  CHECK(t && !gn_trainer_divides(t));
  gn_trainer_free(t);
  gn_net_free(net);
}

int main(void) {
  RUN(the_same_bits_wherever_a_slice_is_computed);
  RUN(batch_statistics_do_not_divide);
  return check_done();
}
