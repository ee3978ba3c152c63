// slice: a piece of the last axis, or of the first.
#include "hand.h"

static void a_piece_of_each_line(void) {
  hand h = hand_new("in 2 4; slice 1 2", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 2, 3, 4, 5, 6, 7, 8);
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, 2, 3, 6, 7);
  BACKWARD(&h, 1, 2, 3, 4);
  SAME(hand_dx(&h, 0), 0, 0, 1, 2, 0, 0, 3, 4, 0);
  TERMS(&h, GN_VALUE, 1, 3, GN_FORM_SUM, 0, 7, 1);
  TERMS(&h, GN_GRADIENT, 0, 6, GN_FORM_SUM, 0, 4, 1);
  hand_free(&h);
}

static void some_of_the_lines(void) {
  hand h = hand_new("in 3 2; slice 1 2 axis=first", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 2, 3, 4, 5, 6);
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, 3, 4, 5, 6);
  BACKWARD(&h, 1, 2, 3, 4);
  SAME(hand_dx(&h, 0), 0, 0, 0, 1, 2, 3, 4);
  TERMS(&h, GN_VALUE, 1, 3, GN_FORM_SUM, 0, 6, 1);
  TERMS(&h, GN_GRADIENT, 0, 4, GN_FORM_SUM, 0, 3, 1);
  hand_free(&h);
}

static void refused(void) {
  hand_refused("in 3 9; slice 2 2 axis=first", GN_OUT_OF_RANGE, "slice 2 2 axis=first");
  gn_error e = hand_refused("in 5; slice 3 4", GN_OUT_OF_RANGE, "slice 3 4");
  CHECK_TEXT(e.hint, "size");
  CHECK_NEAR(e.limit[1], 2, 0);
  e = hand_refused("in 5; slice 5 1", GN_OUT_OF_RANGE, "slice 5 1");
  CHECK_TEXT(e.hint, "from");
  CHECK_NEAR(e.limit[1], 4, 0);
}

int main(void) {
  RUN(a_piece_of_each_line);
  RUN(some_of_the_lines);
  RUN(refused);
  return check_done();
}
