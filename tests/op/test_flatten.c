// flatten: (C,H,W) → (C·H·W), the same numbers.
#include "hand.h"

static void forward_and_backward(void) {
  hand h = hand_new("in 2 1 2; flatten", 2);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 2, 3, 4, 5, 6, 7, 8);
  gn_forward(h.net, &h.pass);
  CHECK_INT(gn_row_shape(h.net, 1)->rank, 1);
  CHECK_INT(gn_row_shape(h.net, 1)->dim[0], 4);
  SAME(hand_y(&h), 0, 1, 2, 3, 4, 5, 6, 7, 8);
  BACKWARD(&h, 8, 7, 6, 5, 4, 3, 2, 1);
  SAME(hand_dx(&h, 0), 0, 8, 7, 6, 5, 4, 3, 2, 1);
  TERMS(&h, GN_GRADIENT, 0, 2, GN_FORM_SUM, 0, 6, 1);
  hand_free(&h);
}

static void refused(void) { // an axis may not exceed 2²⁴, whose float is still exact
  gn_error e = hand_refused("in 4096 4096 2; flatten", GN_TOO_BIG, "flatten");
  CHECK_INT(e.arg[0], 1 << 25);
  CHECK_INT(e.arg[1], 1 << 24);
}

int main(void) {
  RUN(forward_and_backward);
  RUN(refused);
  return check_done();
}
