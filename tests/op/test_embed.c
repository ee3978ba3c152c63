// embed: a row of the table for each token.
#include "hand.h"

static void looks_up_and_leaves_the_rest_alone(void) {
  hand h = hand_new("in 3 ids=4; embed 2", 2);
  if (!h.net) return;
  SET(gn_param_values(h.net, 0), 0, 1, 10, 11, 20, 21, 30, 31);
  SET(hand_x(&h, 0), 2, 0, 2, 3, 3, 2);
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, 20, 21, 0, 1, 20, 21, 30, 31, 30, 31, 20, 21);
  BACKWARD(&h, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  SAME(gn_param_gradients(h.net, 0), 0, 3, 4, 0, 0, 1 + 5 + 11, 2 + 6 + 12, 7 + 9, 8 + 10);
  CHECK(gn_row_gradients(h.net, 0) == NULL);
  TERMS(&h, GN_VALUE, 1, 5, GN_FORM_SUM, 0, 1, 21);
  TERMS(&h, GN_PARAM_GRADIENT, 0, 4, GN_FORM_SUM, 0, 1, 1, 1, 5, 1, 11);
  gn_form form;
  CHECK_INT(gn_terms(h.net, &h.pass, (gn_ref){GN_PARAM_GRADIENT, 0, 0, 2}, 0, 0, NULL, &form), 0);
  hand_free(&h);
}

// The same numbers as a one-hot vector times the table.
static void is_one_hot_times_the_table(void) {
  hand h = hand_new("in 2 ids=3; embed 4", 1), hot = hand_new("in 2 3; dense 4 bias=0", 1);
  if (!h.net || !hot.net) return;
  for (int v = 0; v < 3; v++)
    for (int k = 0; k < 4; k++) gn_param_values(hot.net, 0)[k * 3 + v] = gn_param_values(h.net, 0)[v * 4 + k];
  SET(hand_x(&h, 0), 2, 1);
  SET(hand_x(&hot, 0), 0, 0, 1, 0, 1, 0);
  gn_forward(h.net, &h.pass);
  gn_forward(hot.net, &hot.pass);
  CHECK(memcmp(hand_y(&h), hand_y(&hot), 8 * sizeof(float)) == 0);
  hand_free(&h);
  hand_free(&hot);
}

static void what_is_no_token_counts_as_the_first(void) {
  hand h = hand_new("in 4 ids=3; embed 1", 1);
  if (!h.net) return;
  SET(gn_param_values(h.net, 0), 5, 6, 7);
  SET(hand_x(&h, 0), NAN, -1, 3, 1e30f);
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, 5, 5, 5, 5);
  hand_free(&h);
}

static void begins_as_pytorch_does_unless_it_is_said(void) {
  hand h = hand_new("in 2 ids=500; embed 40; from in1; embed 40 init=normal gain=0.02", 1);
  if (!h.net) return;
  for (int p = 0; p < 2; p++) {
    double square = 0;
    for (int i = 0; i < 20000; i++) square += pow((double)gn_param_values(h.net, p)[i], 2);
    CHECK_NEAR(sqrt(square / 20000), p == 0 ? 1 : 0.02, p == 0 ? 0.03 : 6e-4);
  }
  hand_free(&h);
}

static void refused(void) {
  CHECK_TEXT(hand_refused("in 8; embed 4", GN_NEEDS_IDS, "embed 4").name, "embed");
  hand_refused("in 8 ids=5; embed", GN_MISSING_ARG, "embed");
  CHECK_INT((int)hand_refused("in 2 8 ids=5; embed 4", GN_RANK, "embed 4").arg[0], 1);
}

int main(void) {
  RUN(looks_up_and_leaves_the_rest_alone);
  RUN(is_one_hot_times_the_table);
  RUN(what_is_no_token_counts_as_the_first);
  RUN(begins_as_pytorch_does_unless_it_is_said);
  RUN(refused);
  return check_done();
}
