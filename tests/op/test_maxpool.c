// maxpool: the largest of each window; the gradient goes to that one.
#include "hand.h"

static void forward_and_backward(void) {
  hand h = hand_new("in 1 4 4; maxpool 2", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 5, 2, 0, 3, 4, 8, 7, -1, -2, 0, 0.5f, -3, -4, 6, 1);
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, 5, 8, -1, 6);
  BACKWARD(&h, 1, 2, 3, 4);
  SAME(hand_dx(&h, 0), 0, 0, 1, 0, 0, 0, 0, 2, 0, 3, 0, 0, 0, 0, 0, 4, 0);
  TERMS(&h, GN_VALUE, 1, 0, GN_FORM_SUM, 0, 1, 0, 5, 1, 3, 0, 4, 0);
  TERMS(&h, GN_GRADIENT, 0, 1, GN_FORM_SUM, 0, 1, 1);
  TERMS(&h, GN_GRADIENT, 0, 0, GN_FORM_SUM, 0, 1, 0);
  hand_free(&h);
}

static void windows_that_overlap_share_a_cell(void) {
  hand h = hand_new("in 1 2 2; maxpool 3 stride=1 pad=1", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), -1, -2, -3, -4); // padding is no zero: the largest stays −1
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, -1, -1, -1, -1);
  BACKWARD(&h, 1, 2, 3, 4);
  SAME(hand_dx(&h, 0), 0, 1 + 2 + 3 + 4, 0, 0, 0);
  TERMS(&h, GN_GRADIENT, 0, 0, GN_FORM_SUM, 0, 1, 1, 2, 1, 3, 1, 4, 1);
  hand_free(&h);
}

static void ties_and_nan(void) {
  hand h = hand_new("in 1 2 4; maxpool 2", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 3, 3, 9, 1, 3, 3, NAN, 2);
  gn_forward(h.net, &h.pass);
  CHECK_NEAR(hand_y(&h)[0], 3, 0);
  CHECK(isnan(hand_y(&h)[1]));
  BACKWARD(&h, 1, 1);
  SAME(hand_dx(&h, 0), 0, 1, 0, 0, 0, 0, 0, 1, 0); // of equals the first, as in PyTorch
  hand_free(&h);
}

static void stride_other_than_the_kernel(void) {
  hand h = hand_new("in 1 1 7; maxpool 1 stride=3", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 2, 3, 4, 5, 6, 7);
  gn_forward(h.net, &h.pass);
  CHECK_INT(gn_row_shape(h.net, 1)->dim[2], 3); // ⌊(7 − 1) / 3⌋ + 1
  SAME(hand_y(&h), 0, 1, 4, 7);
  hand_free(&h);
}

static void refused(void) {
  gn_error e = hand_refused("in 1 8 8; maxpool 2 pad=2", GN_WINDOW_PAD, "maxpool 2 pad=2");
  CHECK_INT(e.arg[0], 2);
  CHECK_INT(e.arg[1], 2);
  e = hand_refused("in 1 8 3; maxpool 4", GN_WINDOW_TOO_BIG, "maxpool 4");
  CHECK_INT(e.arg[0], 4);
  CHECK_INT(e.arg[1], 3);
  CHECK_INT(e.a.dim[1], 8);
  CHECK_INT(hand_refused("in 8; maxpool 2", GN_RANK, "maxpool 2").arg[0], 3);
}

int main(void) {
  RUN(forward_and_backward);
  RUN(windows_that_overlap_share_a_cell);
  RUN(ties_and_nan);
  RUN(stride_other_than_the_kernel);
  RUN(refused);
  return check_done();
}
