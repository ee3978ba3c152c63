// batchnorm: y = w·(x − mean) / √(var + ε) + b over the batch; running statistics in evaluation.
#include "look.h"
#include "train.h"
#include "hand.h"

#include <stdlib.h>

static void forward_and_backward(void) {
  hand h = hand_new("in 1; batchnorm eps=0.25", 2);
  if (!h.net) return;
  h.pass.training = true;
  SET(hand_x(&h, 0), 1, 4); // mean 2.5, variance 2.25, √(2.25 + 0.25) = 1.5811388
  gn_param_values(h.net, 0)[0] = 2;
  gn_param_values(h.net, 1)[0] = 0.5f;
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 1e-6, 0.5f - 1.8973666f, 0.5f + 1.8973666f);
  BACKWARD(&h, 1, 0);
  // x̂ = ∓0.9486833; dx = 2/1.5811388 · (dy − 1/2 − x̂·(−0.9486833)/2)
  SAME(hand_dx(&h, 0), 1e-6, 1.2649111f * 0.05f, -1.2649111f * 0.05f);
  SAME(gn_param_gradients(h.net, 0), 1e-6, -0.9486833f);
  SAME(gn_param_gradients(h.net, 1), 1e-6, 1);
  TERMS(&h, GN_VALUE, 1, 0, GN_FORM_FUNCTION, 1e-7, 1, 1, 4, 1, 2, 1, 0.5f, 1);
  TERMS(&h, GN_GRADIENT, 0, 0, GN_FORM_SUM, 1e-6, 1, 1.2649111f * 0.05f, 0, -1.2649111f * 0.05f);
  TERMS(&h, GN_PARAM_GRADIENT, 0, 0, GN_FORM_SUM, 1e-6, 1, -0.9486833f, 0, 0.9486833f);
  hand_free(&h);
}

// Forward leaves the running statistics alone; settling leads them along, with the variance by m − 1.
static void running_statistics(void) {
  hand h = hand_new("in 2 1 2; batchnorm momentum=0.5", 2);
  if (!h.net) return;
  h.pass.training = true;
  CHECK_INT(gn_states(h.net), 2);
  CHECK(strcmp(gn_state_name(h.net, 0), "batchnorm1.running_mean") == 0);
  CHECK(strcmp(gn_state_name(h.net, 1), "batchnorm1.running_var") == 0);
  CHECK_INT(gn_state_size(h.net, 0), 2);
  CHECK_INT(gn_state_shape(h.net, 1)->dim[0], 2);
  SET(hand_x(&h, 0), 1, 2, 10, 10, 3, 6, 10, 10); // channel 0: 1 2 3 6; channel 1 stands still
  gn_forward(h.net, &h.pass);
  gn_forward(h.net, &h.pass);
  SAME(gn_state_values(h.net, 0), 0, 0, 0);
  SAME(gn_state_values(h.net, 1), 0, 1, 1);
  SAME(hand_y(&h) + 2, 0, 0, 0);
  gn_settle(h.net, &h.pass);
  SAME(gn_state_values(h.net, 0), 1e-6, 1.5f, 5);
  SAME(gn_state_values(h.net, 1), 1e-6, 0.5f + 0.5f * 14 / 3, 0.5f);
  h.pass.training = false;
  gn_state_values(h.net, 0)[0] = 1;
  gn_state_values(h.net, 1)[0] = 4;
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 1e-5, 0, 0.5f);
  BACKWARD(&h, 1, 0, 0, 0, 0, 0, 0, 0);
  SAME(hand_dx(&h, 0), 1e-5, 0.5f, 0, 0, 0, 0, 0, 0, 0); // each number for itself
  TERMS(&h, GN_VALUE, 1, 1, GN_FORM_FUNCTION, 1e-7, 2, 1, 1, 1, 4, 1, 1, 1, 0, 1);
  TERMS(&h, GN_GRADIENT, 0, 0, GN_FORM_SUM, 1e-5, 1, 0.5f);
  gn_form form;
  CHECK_INT(gn_terms(h.net, &h.pass, (gn_ref){GN_STATE, 1, 0, 0}, 0, 0, NULL, &form), 0);
  CHECK_INT(form, GN_FORM_NONE);
  CHECK(gn_number(h.net, (gn_ref){GN_STATE, 1, 0, 0}) == 4);
  gn_net_init(h.net, 1);
  SAME(gn_state_values(h.net, 0), 0, 0, 0);
  SAME(gn_state_values(h.net, 1), 0, 1, 1);
  hand_free(&h);
}

static void statistics_lie_in_the_file(void) {
  hand h = hand_new("in 2; batchnorm", 2), g = hand_new("in 2; batchnorm", 2);
  if (!h.net || !g.net) return;
  for (int i = 0; i < 2; i++) {
    gn_state_values(h.net, i)[0] = (float)(3 + i);
    gn_state_values(h.net, i)[1] = (float)(5 + i);
  }
  const int64_t bytes = gn_weights_bytes(h.net);
  uint8_t *file = malloc((size_t)bytes);
  gn_error error;
  if (file && gn_weights_save(h.net, file) == bytes) {
    CHECK(gn_weights_load(g.net, file, bytes, &error));
    SAME(gn_state_values(g.net, 0), 0, 3, 5);
    SAME(gn_state_values(g.net, 1), 0, 4, 6);
  } else {
    CHECK_FAIL("not saved");
  }
  free(file);
  hand_free(&h);
  hand_free(&g);
}

// A batch that does not fit into a slice is said, and so is a shape without channels.
static void what_does_not_fit_is_refused(void) {
  const uint8_t images[40] = {0}, labels[20] = {0};
  const gn_data data = {.images = images, .labels = labels, .count = 20, .size = 2};
  const gn_config config = {.slice = 8, .flags = GN_GRADIENTS | GN_OPTIMIZER, .seed = 1};
  const char *text = "in 2; batchnorm; dense 2; softmax_ce";
  gn_error error = {0};
  gn_net *net = gn_net_new(text, (int64_t)strlen(text), &config, &error);
  CHECK(net);
  if (!net) return;
  CHECK_INT(gn_whole_batch(net), 1);
  gn_trainer *t = gn_trainer_new(net, &data, 1, &error);
  CHECK(t);
  if (t) {
    CHECK(!gn_trainer_ready(t, &error));
    CHECK_INT(error.code, GN_NORM_SLICE);
    CHECK_INT(error.row, 1);
    CHECK_INT(error.arg[0], 20); // all there is, of the 32 asked for
    CHECK_INT(error.arg[1], 8);
    gn_trainer_settings(t)->batch = 8;
    CHECK(gn_trainer_ready(t, &error));
    CHECK_INT(error.code, GN_OK);
    for (int k = 0; k < 3; k++) CHECK(gn_trainer_step(t) > 0); // the last batch has 4
  }
  gn_trainer_free(t);
  gn_net_free(net);
  hand_refused("in 3 4; batchnorm", GN_RANK, "batchnorm");
}

// Steps of a loop share weights and statistics.
static void a_loop_has_one_norm(void) {
  hand h = hand_new("in 3 2; loop h=2 { u: dense 2; from h; dense 2 bias=0; add u; batchnorm; h: tanh }", 2);
  if (!h.net) return;
  CHECK_INT(gn_states(h.net), 2);
  h.pass.training = true;
  gn_forward(h.net, &h.pass);
  gn_settle(h.net, &h.pass);
  // x = 0, so every step's mean is the bias of u, and what comes back is 0: running = (1 − 0.9³)·bias
  for (int32_t p = 0; p < gn_params(h.net); p++)
    if (strcmp(gn_param_name(h.net, p), "loop1.u.bias") == 0)
      for (int i = 0; i < 2; i++)
        CHECK_NEAR(gn_state_values(h.net, 0)[i], 0.271 * (double)gn_param_values(h.net, p)[i], 1e-6);
  hand_free(&h);
}

// In training by the batch's mean, in evaluation by the running one.
static void taken_apart(void) {
  hand h = hand_new("in 1; batchnorm eps=0.25", 2);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 4);
  gn_param_values(h.net, 0)[0] = 2;
  h.pass.training = true;
  gn_forward(h.net, &h.pass);
  float out[5] = {0};
  CHECK(gn_normed(h.net, 1, 1, 0, out));
  SAME(out, 1e-6, 2.5f, 1.5811388f, 0.9486833f, 1.8973666f, 4);
  h.pass.training = false;
  gn_state_values(h.net, 0)[0] = 3;
  gn_state_values(h.net, 1)[0] = 3.75f;
  gn_forward(h.net, &h.pass);
  CHECK(gn_normed(h.net, 1, 0, 0, out));
  SAME(out, 1e-6, 3, 2, -1, -2, 1);
  CHECK(!gn_normed(h.net, 1, 2, 0, out));
  hand_free(&h);
}

int main(void) {
  RUN(forward_and_backward);
  RUN(taken_apart);
  RUN(running_statistics);
  RUN(statistics_lie_in_the_file);
  RUN(what_does_not_fit_is_refused);
  RUN(a_loop_has_one_norm);
  return check_done();
}
