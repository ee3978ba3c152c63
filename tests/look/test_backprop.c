// What the step view asks for: gradient check, samples' gradients, the largest, the predicted loss, counts of paths.
#include "../check.h"
#include "look.h"
#include "train.h"

#include <stdlib.h>

enum { SAMPLES = 5 };

static gn_net *net_of(const char *notation, gn_pass *pass) {
  gn_error error;
  gn_config config = {.slice = SAMPLES, .flags = GN_GRADIENTS | GN_INPUT_GRADIENTS | GN_OPTIMIZER, .seed = 11};
  gn_net *net = gn_net_new(notation, (int64_t)strlen(notation), &config, &error);
  CHECK(net != NULL);
  if (!net) exit(1);
  const gn_shape *s = gn_row_shape(net, 0);
  const int64_t size = (int64_t)s->dim[0] * s->dim[1] * s->dim[2] * s->dim[3];
  for (int64_t i = 0; i < SAMPLES * size; i++)
    gn_row_values(net, 0)[i] = (float)((i * 7919) % 31) / 31 - (i % size == 0 ? (float)((i * 7919) % 31) / 31 : 0.3f);
  for (int32_t b = 0; b < SAMPLES; b++) CHECK(gn_target_class(net, 0, b, b % 3));
  *pass = (gn_pass){.n = SAMPLES, .batch = SAMPLES, .targets = true};
  gn_forward(net, pass);
  gn_zero_gradients(net);
  gn_backward(net, pass);
  return net;
}

static const char *const nets[] = {
    "in 6; dense 7; tanh; dense 3; softmax_ce",
    "in 1 6 6; conv 2 3; tanh; avgpool 2; flatten; dense 3; softmax_ce",
    "in 6; a: dense 5; tanh; b: dense 5; from a; add b; dense 3; mse",
    "in 4 3; loop h=5 { u: dense 5; from h; dense 5 bias=0; add u; h: tanh }; flatten; dense 3; softmax_ce",
};

static void check_agrees(void) {
  for (size_t k = 0; k < sizeof nets / sizeof nets[0]; k++) {
    gn_pass pass;
    gn_net *net = net_of(nets[k], &pass);
    for (int32_t p = 0; p < gn_params(net); p++)
      for (int64_t i = 0; i < gn_param_size(net, p); i += 3) {
        const float w = gn_param_values(net, p)[i], g = gn_param_gradients(net, p)[i];
        const double loss = gn_loss(net, &pass) / SAMPLES;
        gn_check c;
        gn_gradient_check(&c, net, &pass, p, i, 1e-2);
        CHECK_NEAR(c.analytic, g, 0);
        CHECK_NEAR(c.numeric, g, 2e-4 + 2e-3 * fabs((double)g));
        CHECK_NEAR(c.loss, loss, 0);
        CHECK(gn_param_values(net, p)[i] == w && gn_param_gradients(net, p)[i] == g);
        if (g > 1e-2f) CHECK(c.above > c.loss && c.below < c.loss && c.error < 0.05);
        // In pieces it is the same, to the bit.
        gn_check pieces = {.analytic = (double)g, .loss = loss};
        gn_param_values(net, p)[i] = gn_check_weight(w, 1e-2);
        gn_forward(net, &pass);
        pieces.above = gn_loss(net, &pass) / SAMPLES;
        gn_param_values(net, p)[i] = gn_check_weight(w, -1e-2);
        gn_forward(net, &pass);
        pieces.below = gn_loss(net, &pass) / SAMPLES;
        gn_param_values(net, p)[i] = w;
        gn_forward(net, &pass);
        gn_check_conclude(&pieces, w, 1e-2);
        CHECK_INT(memcmp(&pieces, &c, sizeof c), 0);
      }
    gn_net_free(net);
  }
}

// Against the deviations themselves, one batch after the other.
static void noise_of_batches(void) {
  enum { COUNT = 24, USED = 16, SIZE = 6 };
  gn_pass pass;
  gn_net *net = net_of("in 6; dense 3; softmax_ce", &pass);
  float x[COUNT * SIZE];
  uint8_t labels[COUNT], held[COUNT];
  for (int i = 0; i < COUNT * SIZE; i++) x[i] = (float)((i * 7919) % 31) / 31;
  for (int i = 0; i < COUNT; i++) {
    labels[i] = (uint8_t)((i * 5) % 3);
    held[i] = i % 6 == 1;
  }
  const gn_data data = {.numbers = x, .labels = labels, .held = held, .count = COUNT, .size = SIZE, .target_size = 1};
  const int32_t sizes[3] = {1, 4, 8};
  gn_noise noise[3];
  CHECK_INT(gn_gradient_noise(noise, net, &data, COUNT, sizes, 3), USED);
  const int64_t n = gn_param_total(net);
  double each[USED][21] = {{0}}, mean[21] = {0};
  CHECK_INT(n, 21);
  for (int i = 0, k = 0; k < USED; i++) {
    if (held[i]) continue;
    memcpy(gn_row_values(net, 0), x + i * SIZE, sizeof(float) * SIZE);
    gn_target_class(net, 0, 0, labels[i]);
    pass.n = pass.batch = 1;
    gn_forward(net, &pass);
    gn_zero_gradients(net);
    gn_backward(net, &pass);
    for (int64_t j = 0; j < n; j++) {
      each[k][j] = j < 18 ? gn_param_gradients(net, 0)[j] : gn_param_gradients(net, 1)[j - 18];
      mean[j] += each[k][j] / USED;
    }
    k++;
  }
  double length = 0;
  for (int j = 0; j < 21; j++) length += mean[j] * mean[j];
  for (int s = 0; s < 3; s++) {
    double spread = 0;
    for (int first = 0; first < USED; first += sizes[s])
      for (int j = 0; j < 21; j++) {
        double g = 0;
        for (int i = first; i < first + sizes[s]; i++) g += each[i][j] / sizes[s];
        spread += (g - mean[j]) * (g - mean[j]);
      }
    CHECK_NEAR(noise[s].noise, sqrt(spread / (USED / sizes[s] - 1)), 1e-9);
    CHECK_NEAR(noise[s].gradient, sqrt(length), 1e-9);
  }
  const int32_t whole[1] = {16};
  CHECK_INT(gn_gradient_noise(noise, net, &data, 17, whole, 1), USED);
  CHECK_NEAR(noise[0].noise, 0, 0);
  gn_net_free(net);
}

static void samples_have_their_mean(void) {
  for (size_t k = 0; k < sizeof nets / sizeof nets[0]; k++) {
    gn_pass pass;
    gn_net *net = net_of(nets[k], &pass);
    for (int32_t p = 0; p < gn_params(net); p++) {
      const int64_t i = gn_param_size(net, p) / 2;
      const float g = gn_param_gradients(net, p)[i];
      float each[SAMPLES], parts[SAMPLES];
      gn_sample_gradients_part(parts, net, &pass, p, i, 2, SAMPLES);
      gn_sample_gradients_part(parts, net, &pass, p, i, 0, 2);
      gn_sample_gradients(each, net, &pass, p, i);
      CHECK(gn_param_gradients(net, p)[i] == g);
      CHECK_INT(memcmp(parts, each, sizeof each), 0);
      double mean = 0;
      for (int32_t b = 0; b < SAMPLES; b++) mean += (double)each[b] / SAMPLES;
      CHECK_NEAR(mean, g, 1e-6);
      // alone in its batch, the third sample gives the same
      gn_net *alone = net_of(nets[k], &pass);
      const int32_t *dim = gn_row_shape(net, 0)->dim;
      const int64_t size = (int64_t)dim[0] * dim[1] * dim[2];
      memmove(gn_row_values(alone, 0), gn_row_values(alone, 0) + 2 * size, (size_t)size * sizeof(float));
      CHECK(gn_target_class(alone, 0, 0, 2));
      gn_pass one = {.n = 1, .batch = 1, .targets = true};
      gn_forward(alone, &one);
      gn_zero_gradients(alone);
      gn_backward(alone, &one);
      CHECK_NEAR(gn_param_gradients(alone, p)[i], each[2], 1e-5);
      gn_net_free(alone);
    }
    gn_net_free(net);
  }
}

static void steepest(void) {
  gn_pass pass;
  gn_net *net = net_of(nets[0], &pass);
  gn_ref refs[20], all[200];
  CHECK_INT(gn_steepest(refs, net, 20), 20);
  CHECK_INT(gn_steepest(refs, net, 0), 0);
  const int64_t count = gn_steepest(all, net, 200);
  int64_t zeros = 0;
  for (int32_t p = 0; p < gn_params(net); p++) zeros += gn_zeros(gn_param_gradients(net, p), gn_param_size(net, p));
  CHECK_INT(count + zeros, gn_param_total(net));
  CHECK(zeros >= 7); // the first pixel is blank in every sample
  for (int64_t i = 0; i < count; i++) {
    if (i < 20) CHECK(all[i].id == refs[i].id && all[i].index == refs[i].index);
    if (i > 0) CHECK(fabsf(gn_number(net, all[i])) <= fabsf(gn_number(net, all[i - 1])));
  }
  // The other way round the zeros come first, and then what was last.
  CHECK_INT(gn_flattest(refs, net, 0), 0);
  CHECK_INT(gn_flattest(refs, net, 20), 20);
  for (int64_t i = 0; i < 20 && i < zeros; i++) CHECK(gn_number(net, refs[i]) == 0);
  gn_ref rising[200];
  CHECK_INT(gn_flattest(rising, net, 200), gn_param_total(net));
  for (int64_t i = 1; i < gn_param_total(net); i++)
    CHECK(fabsf(gn_number(net, rising[i])) >= fabsf(gn_number(net, rising[i - 1])));
  for (int64_t i = 0; i < 20; i++) CHECK(rising[i].id == refs[i].id && rising[i].index == refs[i].index);
  gn_net_free(net);
}

static void update_and_prediction(void) {
  gn_pass pass;
  gn_net *net = net_of(nets[0], &pass), *after = net_of(nets[0], &pass);
  const double before = gn_loss(net, &pass) / SAMPLES;
  gn_settings settings = gn_settings_default();
  settings.rate = 1e-2;
  gn_update(after, &settings, 0, 1);
  gn_prediction said;
  gn_first_order(&said, net, after);
  // plain descent: Δw = −η·g, so the change is −η·‖g‖²
  CHECK_NEAR(said.change, -settings.rate * said.gradient * said.gradient, 1e-6);
  CHECK_NEAR(said.step, settings.rate * said.gradient, 1e-6);
  gn_forward(after, &pass);
  const double change = gn_loss(after, &pass) / SAMPLES - before;
  CHECK(said.change < 0);
  CHECK_NEAR(change, said.change, 0.05 * fabs(said.change));
  settings.optimizer = gn_optimizer_find("adam");
  CHECK_INT(gn_optimizer_slots(settings.optimizer), 2);
  gn_update(after, &settings, 0, 1);
  const float g = gn_param_gradients(after, 0)[3];
  CHECK_NEAR(gn_param_state(after, 0, 0)[3], 0.1 * (double)g, 1e-7);
  CHECK_NEAR(gn_param_state(after, 0, 1)[3], 1e-3 * (double)g * (double)g, 1e-9);
  gn_net_free(net);
  gn_net_free(after);
}

static void paths(void) {
  gn_pass pass;
  gn_net *net = net_of("in 6; dense 7; relu; dense 4; relu; dense 3; softmax_ce", &pass);
  CHECK_NEAR(gn_paths(net, &pass, 0), 6 * 7 * 4 * 3, 0);
  CHECK_NEAR(gn_paths(net, &pass, 4), 4 * 3, 0);
  CHECK_NEAR(gn_paths(net, &pass, 5), 3, 0);
  gn_net_free(net);
  net = net_of(nets[1], &pass); // (1,6,6) → (2,4,4) → (2,2,2): a cell has one pooled cell, a pooled one three classes
  CHECK_NEAR(gn_paths(net, &pass, 0), 2.0 * 9 * 16 * 3, 0);
  gn_net_free(net);
  net = net_of("in 6; a: dense 5; tanh; b: tanh; from a; add b; dense 3; mse", &pass); // two ways round
  CHECK_NEAR(gn_paths(net, &pass, 0), 6 * 5 * 2 * 3, 0);
  gn_net_free(net);
}

int main(void) {
  RUN(check_agrees);
  RUN(noise_of_batches);
  RUN(samples_have_their_mean);
  RUN(steepest);
  RUN(update_and_prediction);
  RUN(paths);
  return check_done();
}
