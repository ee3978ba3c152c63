// mul: a gate.
#include "hand.h"

static void number_by_number(void) {
  hand h = hand_new("a: in 3; b: in 3; mul a", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 2, 3);
  SET(hand_x(&h, 1), 10, 0, -2);
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, 10, 0, -6);
  BACKWARD(&h, 1, 2, 3);
  SAME(hand_dx(&h, 0), 0, 10, 0, -6);
  SAME(hand_dx(&h, 1), 0, 1, 4, 9);
  TERMS(&h, GN_VALUE, 2, 2, GN_FORM_SUM, 0, -2, 3);
  TERMS(&h, GN_GRADIENT, 1, 1, GN_FORM_SUM, 0, 2, 2);
  hand_free(&h);
}

static void with_itself_it_is_the_square(void) {
  hand h = hand_new("in 2; a: scale 1; mul a", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 3, -4);
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, 9, 16);
  BACKWARD(&h, 1, 10);
  SAME(hand_dx(&h, 0), 0, 6, -80);
  hand_free(&h);
}

// An LSTM is ordinary rows: gates are slices, sigmoids and products.
static void an_lstm_has_its_parameters(void) {
  static const char lstm[] =
      "in 32 ids=65; embed 24; dense 256; loop h=64 c=64 { from h; dense 256 bias=0; z: add x; slice 0 64; i: sigmoid; "
      "from z; slice 64 64; f: sigmoid; from z; slice 192 64; o: sigmoid; from z; slice 128 64; tanh; g: mul i; from "
      "f; "
      "mul c; c: add g; tanh; h: mul o }; dense 65; softmax_ce";
  hand h = hand_new(lstm, 1);
  if (h.net) CHECK_INT((int)gn_param_total(h.net), 28569);
  hand_free(&h);
}

static void refused(void) {
  hand_refused("a: in 3; in 4; mul a", GN_SHAPES_DIFFER, "mul a");
  hand_refused("in 3; mul", GN_INPUTS, "mul");
  hand_refused("a: in 3; b: in 3; mul a b", GN_INPUTS, "mul a b");
}

int main(void) {
  RUN(number_by_number);
  RUN(with_itself_it_is_the_square);
  RUN(an_lstm_has_its_parameters);
  RUN(refused);
  return check_done();
}
