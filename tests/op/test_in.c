// in, standardize: what comes from outside.
#include "hand.h"
#include "look.h"

static void standardize(void) {
  hand h = hand_new("in 1 1 2; standardize 0.5 2", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1.5f, -3.5f);
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, 0.5f, -2); // (x − 0.5) / 2
  float out[5] = {0};
  CHECK(gn_normed(h.net, 1, 0, 1, out));
  SAME(out, 0, 0.5f, 2, -2, -2, -3.5f);
  BACKWARD(&h, 6, -4);
  SAME(hand_dx(&h, 0), 0, 3, -2);
  TERMS(&h, GN_VALUE, 1, 0, GN_FORM_FUNCTION, 0, 1.5f, 1);
  TERMS(&h, GN_GRADIENT, 0, 1, GN_FORM_SUM, 0, -4, 0.5f);
  hand_free(&h);
}

static void shapes_and_fields(void) {
  hand h = hand_new("left: in 2 3; right: in 4; dense 1; y: mse", 1);
  if (!h.net) return;
  CHECK_INT(gn_inputs(h.net), 2);
  CHECK_INT(gn_row_shape(h.net, gn_input_row(h.net, 0))->rank, 2);
  CHECK_TEXT(gn_input_field(h.net, 0), "left");
  CHECK_TEXT(gn_input_field(h.net, 1), "right");
  CHECK_INT(gn_input_ids(h.net, 0), 0);
  gn_form form;
  CHECK_INT(gn_terms(h.net, &h.pass, (gn_ref){GN_VALUE, 0, 0, 0}, 0, 0, NULL, &form), 0);
  CHECK_INT(form, GN_FORM_NONE);
  hand_free(&h);
}

static void refused(void) {
  CHECK_TEXT(hand_refused("in", GN_MISSING_ARG, "in").hint, "size");
  gn_error e = hand_refused("in 16777217", GN_OUT_OF_RANGE, "16777217");
  CHECK_NEAR(e.limit[0], 1, 0);
  CHECK_NEAR(e.limit[1], 1 << 24, 0);
  hand_refused("in 2.5", GN_NOT_WHOLE, "2.5");
  hand_refused("in 1 2 3 4", GN_EXTRA_ARG, "4");
  CHECK_TEXT(hand_refused("in 3; standardize 3 0", GN_OUT_OF_RANGE, "0").hint, "std");
  CHECK_TEXT(hand_refused("in 8 ids=65; dense 4", GN_NEEDS_EMBED, "dense 4").name, "dense");
}

int main(void) {
  RUN(standardize);
  RUN(shapes_and_fields);
  RUN(refused);
  return check_done();
}
