// layernorm: y = w·(x − mean) / √(var + ε) + b over the last axis.
#include "hand.h"
#include "look.h"

static void forward_and_backward(void) {
  hand h = hand_new("in 2 2; layernorm eps=0.25", 1);
  if (!h.net) return;
  CHECK_INT(gn_param_size(h.net, 0), 2);
  SAME(gn_param_values(h.net, 0), 0, 1, 1);
  SAME(gn_param_values(h.net, 1), 0, 0, 0);
  SET(hand_x(&h, 0), 1, 4, 7, 7); // mean 2.5, variance 2.25, √(2.25 + 0.25) = 1.5811388; then nothing to scale
  SET(gn_param_values(h.net, 0), 2, 3);
  SET(gn_param_values(h.net, 1), 0.5f, 0);
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 1e-6, 0.5f - 1.8973666f, 2.8460499f, 0.5f, 0);
  BACKWARD(&h, 1, 0, 0, 1);
  // d = w·dy = (2, 0); dx = (d − 1 − x̂·mean(d·x̂)) / 1.5811388, x̂ = ∓0.9486833. Second row: d = (0, 3), √0.25 = 0.5
  SAME(hand_dx(&h, 0), 1e-6, 0.06324555f, -0.06324555f, -3, 3);
  SAME(gn_param_gradients(h.net, 0), 1e-6, -0.9486833f, 0);
  SAME(gn_param_gradients(h.net, 1), 1e-6, 1, 1);
  TERMS(&h, GN_VALUE, 1, 1, GN_FORM_FUNCTION, 1e-7, 1, 1, 4, 1, 3, 1, 0, 1);
  TERMS(&h, GN_GRADIENT, 0, 0, GN_FORM_SUM, 1e-6, 1, 0.06324555f, 0, -0.09486833f);
  TERMS(&h, GN_PARAM_GRADIENT, 0, 0, GN_FORM_SUM, 1e-6, 1, -0.9486833f, 0, 0);
  hand_free(&h);
}

static void taken_apart(void) {
  hand h = hand_new("in 2 2; layernorm eps=0.25", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 4, 7, 7);
  SET(gn_param_values(h.net, 0), 2, 3);
  gn_forward(h.net, &h.pass);
  float out[5] = {0};
  CHECK(gn_normed(h.net, 1, 0, 1, out));
  SAME(out, 1e-6, 2.5f, 1.5811388f, 0.9486833f, 2.8460499f, 4);
  CHECK(out[3] == hand_y(&h)[1]); // b is 0
  CHECK(gn_normed(h.net, 1, 0, 2, out));
  SAME(out, 1e-6, 7, 0.5f, 0, 0, 7);
  CHECK(!gn_normed(h.net, 0, 0, 0, out)); // another operation, or none
  CHECK(!gn_normed(h.net, 2, 0, 0, out));
  CHECK(!gn_normed(h.net, 1, 0, 4, out));
  CHECK(!gn_normed(h.net, 1, 1, 0, out));
  hand_free(&h);
}

static void any_scale_of_x_gives_the_same(void) {
  hand h = hand_new("in 3; layernorm", 2);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 2, 4, 1000, 2000, 4000);
  gn_forward(h.net, &h.pass);
  for (int i = 0; i < 3; i++) CHECK_NEAR(hand_y(&h)[i], hand_y(&h)[3 + i], 1e-5);
  hand_free(&h);
}

int main(void) {
  RUN(forward_and_backward);
  RUN(taken_apart);
  RUN(any_scale_of_x_gives_the_same);
  return check_done();
}
