// softmax: y_i = exp(x_i) / Σ exp(x_j), on the last axis.
#include "hand.h"

static void forward_and_backward(void) {
  hand h = hand_new("in 3; softmax", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 0, 0.69314718f, 1.6094379f); // ln 1, ln 2, ln 5
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 1e-7, 0.125f, 0.25f, 0.625f);
  BACKWARD(&h, 8, 0, 0);
  // dx_i = y_i · (dy_i − Σ dy·y), and Σ dy·y = 8 / 8
  SAME(hand_dx(&h, 0), 1e-6, 0.125f * 7, -0.25f, -0.625f);
  TERMS(&h, GN_VALUE, 1, 0, GN_FORM_FUNCTION, 1e-7, 0, 1, 0.69314718f, 1, 1.6094379f, 1);
  // ∂y_j/∂x_0 = y_0·([j = 0] − y_j)
  TERMS(&h, GN_GRADIENT, 0, 0, GN_FORM_SUM, 1e-7, 8, 0.109375f, 0, -0.03125f, 0, -0.078125f);
  hand_free(&h);
}

static void large_numbers_and_rows(void) {
  hand h = hand_new("in 2 2; softmax", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 3e38f, 3e38f, -1000, -1000 + 1.0986123f); // ln 3 apart
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 2e-5, 0.5f, 0.5f, 0.25f, 0.75f); // −998.9 is 6e-5 wide
  hand_free(&h);
}

int main(void) {
  RUN(forward_and_backward);
  RUN(large_numbers_and_rows);
  return check_done();
}
