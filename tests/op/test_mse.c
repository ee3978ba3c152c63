// mse: the mean of (x − t)² over a sample's numbers.
#include "hand.h"

static void forward_and_backward(void) {
  hand h = hand_new("in 3; mse", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 2, 4);
  SET(gn_target_values(h.net, 0), 0, 2, 1);
  h.pass.targets = true;
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, 1, 2, 4);
  CHECK_NEAR(gn_row_losses(h.net, 1)[0], 10.0 / 3, 3e-7); // (1 + 0 + 9) / 3
  gn_zero_gradients(h.net);
  gn_backward(h.net, &h.pass);
  SAME(hand_dx(&h, 0), 2e-7, 2.0f / 3, 0, 2); // 2·(x − t) / 3
  TERMS(&h, GN_LOSS, 1, 0, GN_FORM_SUM, 1e-7, 1, 1.0f / 3, 0, 1.0f / 3, 9, 1.0f / 3);
  TERMS(&h, GN_GRADIENT, 0, 2, GN_FORM_SUM, 1e-7, 4, 2.0f / 3, 1, -2.0f / 3);
  hand_free(&h);
}

static void a_class_is_one_hot(void) {
  hand h = hand_new("in 3; mse", 2);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 2, 4, 0, 0, 0);
  gn_target_class(h.net, 0, 0, 1);
  gn_target_class(h.net, 0, 1, 2);
  SAME(gn_target_values(h.net, 0), 0, 0, 1, 0, 0, 0, 1);
  h.pass.targets = true;
  gn_forward(h.net, &h.pass);
  SAME(gn_row_losses(h.net, 1), 1e-6, 6, 1.0f / 3); // (1 + 1 + 16) / 3
  gn_zero_gradients(h.net);
  gn_backward(h.net, &h.pass);
  SAME(hand_dx(&h, 0), 1e-6, 1.0f / 3, 1.0f / 3, 4.0f / 3, 0, 0, -1.0f / 3); // halves, for a batch of 2
  hand_free(&h);
}

int main(void) {
  RUN(forward_and_backward);
  RUN(a_class_is_one_hot);
  return check_done();
}
