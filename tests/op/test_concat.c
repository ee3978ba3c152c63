// concat: rows one after the other, on the channels of (C,H,W), else on the last axis.
#include "hand.h"

static void channels(void) {
  hand h = hand_new("a: in 1 1 2; in 2 1 2; concat a", 2);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 2, 3, 4);
  SET(hand_x(&h, 1), 10, 20, 30, 40, 50, 60, 70, 80);
  gn_forward(h.net, &h.pass);
  CHECK_INT(gn_row_shape(h.net, 2)->dim[0], 3);
  SAME(hand_y(&h), 0, 10, 20, 30, 40, 1, 2, 50, 60, 70, 80, 3, 4);
  BACKWARD(&h, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  SAME(hand_dx(&h, 0), 0, 5, 6, 11, 12);
  SAME(hand_dx(&h, 1), 0, 1, 2, 3, 4, 7, 8, 9, 10);
  TERMS(&h, GN_VALUE, 2, 5, GN_FORM_SUM, 0, 2, 1);
  TERMS(&h, GN_GRADIENT, 0, 1, GN_FORM_SUM, 0, 6, 1);
  hand_free(&h);
}

static void rows_of_a_sequence(void) {
  hand h = hand_new("a: in 2 1; in 2 2; concat a a", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 2);
  SET(hand_x(&h, 1), 10, 20, 30, 40);
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, 10, 20, 1, 1, 30, 40, 2, 2);
  BACKWARD(&h, 1, 2, 3, 4, 5, 6, 7, 8);
  SAME(hand_dx(&h, 0), 0, 3 + 4, 7 + 8);
  SAME(hand_dx(&h, 1), 0, 1, 2, 5, 6);
  TERMS(&h, GN_VALUE, 2, 6, GN_FORM_SUM, 0, 2, 1);
  TERMS(&h, GN_GRADIENT, 0, 1, GN_FORM_SUM, 0, 7, 1, 8, 1);
  hand_free(&h);
}

static void refused(void) {
  gn_error e = hand_refused("a: in 1 4 4; in 2 4 5; concat a", GN_SHAPES_DIFFER, "concat a");
  CHECK_INT(e.a.dim[2], 5);
  CHECK_INT(e.b.dim[2], 4);
  hand_refused("a: in 4; in 1 4; concat a", GN_SHAPES_DIFFER, "concat a");
  hand_refused("in 4; concat", GN_INPUTS, "concat");
}

int main(void) {
  RUN(channels);
  RUN(rows_of_a_sequence);
  RUN(refused);
  return check_done();
}
