// Whole nets against PyTorch 1.13 (tools/golden/make_torch.py): values and gradients of every row, gradients of every
// parameter, ten steps of each optimiser.
#include <stdlib.h>

#include "../check.h"
#include "../golden/golden.h"
#include "../golden/torch_branches.h"
#include "../golden/torch_coder.h"
#include "../golden/torch_lenet.h"
#include "../golden/torch_mlp.h"
#include "train.h"

// PyTorch computed in double. Its own float run strays from that by up to 5e-6 of a tensor's root mean square (1.5e-5
// for Adam, which divides by gradients near zero); ours may stray six times as far.
static const double near_pass = 3e-5, near_steps = 1e-4;

static void compare(const char *what, const float *got, const golden_tensor *want, double tolerance) {
  const double rms = want->norm / sqrt((double)want->size);
  double sum = 0, squares = 0;
  for (int64_t i = 0; i < want->size; i++) {
    sum += (double)got[i];
    squares += (double)got[i] * (double)got[i];
    if (i % want->stride) continue;
    const double g = (double)got[i], w = (double)want->values[i / want->stride];
    if (!(fabs(g - w) <= tolerance * (rms + fabs(w)))) {
      CHECK_FAIL("%s of %s[%lld] is %.9g, should be %.9g (root mean square %.2g)", what, want->name, (long long)i, g, w,
                 rms);
      return;
    }
  }
  CHECK_NEAR(sum, want->sum, tolerance * rms * (double)want->size);
  CHECK_NEAR(sqrt(squares), want->norm, tolerance * want->norm);
}

static gn_net *make(const golden_net *g, int32_t slice, uint32_t flags) {
  const gn_config config = {.slice = slice, .flags = flags, .seed = 1};
  gn_error error;
  gn_net *net = gn_net_new(g->notation, (int64_t)strlen(g->notation), &config, &error);
  if (!net) CHECK_FAIL("\"%s\": %s at %d (%s)", g->notation, gn_code_name(error.code), error.at, error.name);
  return net;
}

static int32_t find_row(const gn_net *net, const char *name) {
  for (int32_t r = 0; r < gn_rows(net); r++)
    if (strcmp(gn_row_name(net, r), name) == 0) return r;
  CHECK_FAIL("no row is called %s", name);
  return 0;
}

static int32_t find_param(const gn_net *net, const golden_tensor *t) {
  for (int32_t p = 0; p < gn_params(net); p++) {
    if (strcmp(gn_param_name(net, p), t->name) != 0) continue;
    CHECK_INT(gn_param_size(net, p), t->size);
    return p;
  }
  CHECK_FAIL("no parameter is called %s", t->name);
  return 0;
}

static bool start(gn_net *net, const golden_net *g) { // the formula's weights
  CHECK_INT(gn_params(net), g->params);
  for (int32_t i = 0; i < g->params && !check_state.bad; i++) {
    const golden_tensor *t = &g->initial[i];
    float *w = gn_param_values(net, find_param(net, t));
    double sum = 0;
    for (int64_t k = 0; k < t->size; k++) sum += (double)(w[k] = golden_value(t->name, (uint32_t)k, t->scale));
    CHECK_NEAR(sum, t->sum, 1e-9 * t->norm); // the same formula on both sides
  }
  return !check_state.bad;
}

static void check_pass(const golden_net *g) {
  gn_net *net = make(g, g->batch, GN_GRADIENTS | GN_INPUT_GRADIENTS);
  if (!net || !start(net, g)) {
    gn_net_free(net);
    return;
  }
  float *x = gn_row_values(net, gn_input_row(net, 0));
  for (int32_t i = 0; i < g->batch * g->pixels; i++) x[i] = (float)golden_pixel((uint32_t)i) / 255.0f;
  for (int32_t b = 0; b < g->batch; b++) gn_target_class(net, 0, b, golden_label((uint32_t)b, (uint32_t)g->classes));
  const gn_pass pass = {.n = g->batch, .batch = g->batch, .training = true, .targets = true};
  gn_forward(net, &pass);
  gn_zero_gradients(net);
  gn_backward(net, &pass);
  CHECK_NEAR(gn_loss(net, &pass) / g->batch, g->loss, 1e-6 * g->loss);
  for (int32_t i = 0; i < g->ys; i++)
    compare("y", gn_row_values(net, find_row(net, g->y[i].name)), &g->y[i], near_pass);
  for (int32_t i = 0; i < g->dys; i++)
    compare("dy", gn_row_gradients(net, find_row(net, g->dy[i].name)), &g->dy[i], near_pass);
  for (int32_t i = 0; i < g->params; i++)
    compare("gradient", gn_param_gradients(net, find_param(net, &g->dw[i])), &g->dw[i], near_pass);
  gn_net_free(net);
}

static void check_steps(const golden_net *g) {
  uint8_t *bytes = malloc((size_t)g->count * (size_t)(g->pixels + 1));
  CHECK(bytes);
  if (!bytes) return;
  uint8_t *labels = bytes + (size_t)g->count * (size_t)g->pixels;
  for (int32_t i = 0; i < g->count * g->pixels; i++) bytes[i] = golden_pixel((uint32_t)i);
  for (int32_t i = 0; i < g->count; i++) labels[i] = golden_label((uint32_t)i, (uint32_t)g->classes);
  const gn_data data = {.images = bytes, .labels = labels, .count = g->count, .size = g->pixels};
  for (int32_t k = 0; k < g->runs; k++) {
    const golden_run *run = &g->run[k];
    gn_net *net = make(g, GN_SLICE, GN_GRADIENTS | GN_OPTIMIZER);
    gn_error error = {0};
    gn_trainer *trainer = net && start(net, g) ? gn_trainer_new(net, &data, 1, &error) : NULL;
    if (trainer) {
      gn_settings *s = gn_trainer_settings(trainer);
      *s = gn_settings_default();
      s->optimizer = gn_optimizer_find(run->optimizer);
      s->rate = run->rate;
      s->batch = g->batch;
      s->shuffle = s->augmented = false;
      for (int step = 0; step < 10; step++) CHECK_NEAR(gn_trainer_step(trainer), run->losses[step], 2e-6);
      for (int32_t i = 0; i < g->params; i++)
        compare(run->optimizer, gn_param_values(net, find_param(net, &run->params[i])), &run->params[i], near_steps);
    } else {
      CHECK_FAIL("no trainer for \"%s\": %s", g->notation, gn_code_name(error.code));
    }
    gn_trainer_free(trainer);
    gn_net_free(net);
  }
  free(bytes);
}

static void mlp_pass(void) {
  check_pass(&golden_mlp);
}
static void mlp_steps(void) {
  check_steps(&golden_mlp);
}
static void mlp_mse_pass(void) {
  check_pass(&golden_mlp_mse);
}
static void mlp_mse_steps(void) {
  check_steps(&golden_mlp_mse);
}
static void lenet_pass(void) {
  check_pass(&golden_lenet);
}
static void lenet_steps(void) {
  check_steps(&golden_lenet);
}
static void branches_pass(void) {
  check_pass(&golden_branches);
}
static void branches_steps(void) {
  check_steps(&golden_branches);
}
static void coder_pass(void) {
  check_pass(&golden_coder);
}
static void coder_steps(void) {
  check_steps(&golden_coder);
}
static void rnn_pass(void) {
  check_pass(&golden_rnn);
}
static void rnn_steps(void) {
  check_steps(&golden_rnn);
}

int main(void) {
  RUN(mlp_pass);
  RUN(mlp_steps);
  RUN(mlp_mse_pass);
  RUN(mlp_mse_steps);
  RUN(lenet_pass);
  RUN(lenet_steps);
  RUN(branches_pass);
  RUN(branches_steps);
  RUN(coder_pass);
  RUN(coder_steps);
  RUN(rnn_pass);
  RUN(rnn_steps);
  return check_done();
}
