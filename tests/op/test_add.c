// add: the sum of rows of one shape.
#include "hand.h"

static void forward_and_backward(void) {
  hand h = hand_new("a: in 2; b: in 2; in 2; add a b a", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 2);
  SET(hand_x(&h, 1), 10, 20);
  SET(hand_x(&h, 2), 100, 200);
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, 100 + 1 + 10 + 1, 200 + 2 + 20 + 2);
  BACKWARD(&h, 5, -6);
  SAME(hand_dx(&h, 0), 0, 10, -12); // it came in twice
  SAME(hand_dx(&h, 1), 0, 5, -6);
  SAME(hand_dx(&h, 2), 0, 5, -6);
  TERMS(&h, GN_VALUE, 3, 1, GN_FORM_SUM, 0, 200, 1, 2, 1, 20, 1, 2, 1);
  TERMS(&h, GN_GRADIENT, 0, 0, GN_FORM_SUM, 0, 5, 1, 5, 1);
  TERMS(&h, GN_GRADIENT, 1, 1, GN_FORM_SUM, 0, -6, 1);
  hand_free(&h);
}

static void refused(void) {
  gn_error e = hand_refused("a: in 3; in 4; add a", GN_SHAPES_DIFFER, "add a");
  CHECK_INT(e.a.dim[0], 4);
  CHECK_INT(e.b.dim[0], 3);
  e = hand_refused("in 3; add", GN_INPUTS, "add");
  CHECK_INT(e.arg[0], 2);
  CHECK_INT(e.arg[2], 1);
  CHECK_TEXT(hand_refused("in 3; add nobody", GN_UNKNOWN_NAME, "nobody").name, "nobody");
}

int main(void) {
  RUN(forward_and_backward);
  RUN(refused);
  return check_done();
}
