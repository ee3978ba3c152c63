// avgpool: the mean of each window, padding counted as zeros.
#include "hand.h"

static void forward_and_backward(void) {
  hand h = hand_new("in 1 4 4; avgpool 2", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 5, 2, 0, 3, 4, 8, 7, -1, -2, 0, 0.5f, -3, -4, 6, 1);
  gn_forward(h.net, &h.pass);
  // 13 / 4, 17 / 4, −10 / 4, 7.5 / 4
  SAME(hand_y(&h), 0, 3.25f, 4.25f, -2.5f, 1.875f);
  BACKWARD(&h, 4, 8, 12, -16);
  SAME(hand_dx(&h, 0), 0, 1, 1, 2, 2, 1, 1, 2, 2, 3, 3, -4, -4, 3, 3, -4, -4);
  TERMS(&h, GN_VALUE, 1, 1, GN_FORM_SUM, 0, 2, 0.25f, 0, 0.25f, 8, 0.25f, 7, 0.25f);
  TERMS(&h, GN_GRADIENT, 0, 15, GN_FORM_SUM, 0, -16, 0.25f);
  hand_free(&h);
}

static void padding_counts(void) {
  hand h = hand_new("in 1 2 2; avgpool 3 stride=1 pad=1", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 9, 18, 27, 36); // every window holds all four: 90 / 9
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 2e-6, 10, 10, 10, 10);
  BACKWARD(&h, 9, 9, 9, -18);
  SAME(hand_dx(&h, 0), 1e-6, 1, 1, 1, 1); // (9 + 9 + 9 − 18) / 9
  hand_free(&h);
}

static void refused(void) {
  gn_error e = hand_refused("in 1 8 8; avgpool 3 pad=2", GN_WINDOW_PAD, "avgpool 3 pad=2");
  CHECK_INT(e.arg[0], 3);
  CHECK_INT(e.arg[1], 2);
  CHECK_INT(hand_refused("in 1 8 3; avgpool 4", GN_WINDOW_TOO_BIG, "avgpool 4").arg[1], 3);
  CHECK_INT(hand_refused("in 8 8; avgpool 2", GN_RANK, "avgpool 2").a.rank, 2);
}

int main(void) {
  RUN(forward_and_backward);
  RUN(padding_counts);
  RUN(refused);
  return check_done();
}
