// dense: y = W x + b.
#include "hand.h"

static void forward_and_backward(void) {
  hand h = hand_new("in 3; dense 2", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 2, 3);
  SET(gn_param_values(h.net, 0), 1, 0, -1, 2, 1, 0.5f); // (2,3)
  SET(gn_param_values(h.net, 1), 0.5f, -1);
  gn_forward(h.net, &h.pass);
  // 1·1 + 0·2 − 1·3 + 0.5 = −1.5;  2·1 + 1·2 + 0.5·3 − 1 = 4.5
  SAME(hand_y(&h), 0, -1.5f, 4.5f);
  BACKWARD(&h, 1, -2);
  // dx = Wᵀ dy: 1·1 − 2·2 = −3;  0·1 − 1·2 = −2;  −1·1 − 0.5·2 = −2
  SAME(hand_dx(&h, 0), 0, -3, -2, -2);
  SAME(gn_param_gradients(h.net, 0), 0, 1, 2, 3, -2, -4, -6); // dy xᵀ
  SAME(gn_param_gradients(h.net, 1), 0, 1, -2);
  TERMS(&h, GN_VALUE, 1, 1, GN_FORM_SUM, 0, 1, -1, 1, 2, 2, 1, 3, 0.5f); // the bias first
  TERMS(&h, GN_GRADIENT, 0, 0, GN_FORM_SUM, 0, 1, 1, -2, 2);
  TERMS(&h, GN_PARAM_GRADIENT, 0, 5, GN_FORM_SUM, 0, 3, -2);
  TERMS(&h, GN_PARAM_GRADIENT, 1, 1, GN_FORM_SUM, 0, 1, -2);
  CHECK_TEXT(gn_param_name(h.net, 0), "dense1.weight");
  CHECK_TEXT(gn_param_name(h.net, 1), "dense1.bias");
  hand_free(&h);
}

static void each_row_of_a_sequence_and_each_sample(void) {
  hand h = hand_new("in 2 2; dense 1 bias=0", 2);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 2, 3, 4, 5, 6, 7, 8); // (2,2,2)
  SET(gn_param_values(h.net, 0), 10, 1);
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, 12, 34, 56, 78);
  BACKWARD(&h, 1, 1, 0, -1);
  SAME(hand_dx(&h, 0), 0, 10, 1, 10, 1, 0, 0, -10, -1);
  SAME(gn_param_gradients(h.net, 0), 0, 1 + 3 - 7, 2 + 4 - 8);
  // over samples and their rows
  TERMS(&h, GN_PARAM_GRADIENT, 0, 1, GN_FORM_SUM, 0, 2, 1, 4, 1, 6, 0, 8, -1);
  hand_free(&h);
}

static void refused(void) {
  gn_error e = hand_refused("in 1 4 5; dense 3", GN_DENSE_ON_IMAGE, "dense 3");
  CHECK_INT(e.a.rank, 3);
  CHECK_INT(e.a.dim[0], 1);
  CHECK_INT(e.a.dim[1], 4);
  CHECK_INT(e.a.dim[2], 5);
  CHECK_TEXT(hand_refused("in 3; dense", GN_MISSING_ARG, "dense").hint, "out");
  CHECK_TEXT(hand_refused("in 3; dense 0", GN_OUT_OF_RANGE, "0").hint, "out");
}

int main(void) {
  RUN(forward_and_backward);
  RUN(each_row_of_a_sequence_and_each_sample);
  RUN(refused);
  return check_done();
}
