// heads, scores, scale, mask, mix, merge: attention, one visible row after the other.
#include "hand.h"

static void heads_part_columns_and_merge_joins_them(void) {
  hand h = hand_new("in 2 4; heads 2", 1), m = hand_new("in 2 2 2; merge", 1);
  if (!h.net || !m.net) return;
  SET(hand_x(&h, 0), 1, 2, 3, 4, 5, 6, 7, 8);
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, 1, 2, 5, 6, 3, 4, 7, 8);
  BACKWARD(&h, 1, 2, 5, 6, 3, 4, 7, 8);
  SAME(hand_dx(&h, 0), 0, 1, 2, 3, 4, 5, 6, 7, 8);
  SET(hand_x(&m, 0), 1, 2, 5, 6, 3, 4, 7, 8);
  gn_forward(m.net, &m.pass);
  SAME(hand_y(&m), 0, 1, 2, 3, 4, 5, 6, 7, 8);
  BACKWARD(&m, 1, 2, 3, 4, 5, 6, 7, 8);
  SAME(hand_dx(&m, 0), 0, 1, 2, 5, 6, 3, 4, 7, 8);
  hand_free(&h);
  hand_free(&m);
}

static void scores_of_three_keys(void) {
  hand h = hand_new("q: in 1 2 2; k: in 1 3 2; from q; scores k; scale", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 2, 3, 4);
  SET(hand_x(&h, 1), 1, 0, 0, 1, 2, 2);
  gn_forward(h.net, &h.pass);
  SAME(gn_row_values(h.net, 2), 0, 1, 2, 6, 3, 4, 14);
  SAME(hand_y(&h), 1e-6, 0.70710678f, 1.41421356f, 4.24264069f, 2.12132034f, 2.82842712f, 9.89949494f);
  BACKWARD(&h, 1, 0, 0, 0, 0, 1);
  SAME(hand_dx(&h, 0), 1e-6, 0.70710678f, 0, 1.41421356f, 1.41421356f);
  SAME(hand_dx(&h, 1), 1e-6, 0.70710678f, 1.41421356f, 0, 0, 2.12132034f, 2.82842712f);
  TERMS(&h, GN_VALUE, 2, 5, GN_FORM_SUM, 0, 3, 2, 4, 2);
  TERMS(&h, GN_VALUE, 3, 1, GN_FORM_SUM, 1e-7, 2, 0.70710678f);
  hand_free(&h);
}

static void a_masked_key_gets_no_attention_at_all(void) {
  hand h = hand_new("in 3 3; mask causal; softmax", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 100, 100, 0, 0, 100, 0, 0, 0);
  gn_forward(h.net, &h.pass);
  SAME(gn_row_values(h.net, 1), 0, 1, -1e9f, -1e9f, 0, 0, -1e9f, 0, 0, 0);
  SAME(hand_y(&h), 1e-7, 1, 0, 0, 0.5f, 0.5f, 0, 1 / 3.0f, 1 / 3.0f, 1 / 3.0f);
  CHECK(hand_y(&h)[1] == 0 && hand_y(&h)[5] == 0);
  BACKWARD(&h, 1, 7, 7, 2, 1, 7, 1, 2, 3);
  CHECK(hand_dx(&h, 0)[1] == 0 && hand_dx(&h, 0)[2] == 0 && hand_dx(&h, 0)[5] == 0);
  hand_free(&h);
}

static void padding_is_not_looked_at(void) {
  hand h = hand_new("src: in 3 ids=5; s: in 2 2 3; mask pad=src", 2);
  if (!h.net) return;
  SET(hand_x(&h, 0), 4, 0, 1, 0, 0, 0);
  for (int i = 0; i < 24; i++) hand_x(&h, 1)[i] = (float)i;
  gn_forward(h.net, &h.pass);
  const float o = -1e9f;
  SAME(hand_y(&h), 0, 0, o, 2, 3, o, 5, 6, o, 8, 9, o, 11, o, o, o, o, o, o, o, o, o, o, o, o);
  hand_free(&h);
  h = hand_new("src: in 2 ids=5; s: in 1 2; mask pad=src; softmax", 1); // all masked: no NaN
  if (!h.net) return;
  SET(hand_x(&h, 0), 0, 0);
  SET(hand_x(&h, 1), 1, 2);
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, 0.5f, 0.5f);
  hand_free(&h);
}

static void mix_weighs_values(void) {
  hand h = hand_new("a: in 1 2 3; v: in 1 3 2; from a; mix v", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 0, 0, 0.5f, 0.25f, 0.25f);
  SET(hand_x(&h, 1), 1, 2, 3, 4, 5, 6);
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, 1, 2, 2.5f, 3.5f);
  BACKWARD(&h, 1, 10, 2, 0);
  SAME(hand_dx(&h, 0), 0, 21, 43, 65, 2, 6, 10);
  SAME(hand_dx(&h, 1), 0, 2, 10, 0.5f, 0, 0.5f, 0);
  TERMS(&h, GN_VALUE, 2, 2, GN_FORM_SUM, 0, 1, 0.5f, 3, 0.25f, 5, 0.25f);
  hand_free(&h);
}

static void refused(void) {
  gn_error e = hand_refused("in 3 6; heads 4", GN_NOT_DIVISIBLE, "heads 4");
  CHECK_INT((int)e.arg[0], 4);
  CHECK_INT(e.a.dim[1], 6);
  hand_refused("in 6; heads 2", GN_RANK, "heads 2");
  hand_refused("in 6; merge", GN_RANK, "merge");
  hand_refused("q: in 2 3 4; k: in 2 5 3; from q; scores k", GN_SHAPES_DIFFER, "scores k");
  hand_refused("q: in 2 3 4; k: in 3 5 4; from q; scores k", GN_SHAPES_DIFFER, "scores k");
  hand_refused("q: in 3 4; k: in 3 5 4; from q; scores k", GN_SHAPES_DIFFER, "scores k");
  hand_refused("a: in 2 3 4; v: in 2 5 4; from a; mix v", GN_SHAPES_DIFFER, "mix v");
  hand_refused("in 3 4; scores", GN_INPUTS, "scores");
  CHECK_TEXT(hand_refused("in 3 4; scale", GN_MISSING_ARG, "scale").hint, "by");
  CHECK_TEXT(hand_refused("in 3 3; mask", GN_MISSING_ARG, "mask").hint, "causal");
  hand_refused("in 3 3; mask round", GN_BAD_WORD, "round");
  hand_refused("src: in 4 ids=3; in 3 3; mask pad=src", GN_SHAPES_DIFFER, "mask pad=src");
  hand_refused("in 3 3; mask causal kind=causal", GN_DUPLICATE_KEY, "kind");
  hand_refused("in 3 3; mask pad=nobody", GN_UNKNOWN_NAME, "nobody");
}

int main(void) {
  RUN(heads_part_columns_and_merge_joins_them);
  RUN(scores_of_three_keys);
  RUN(a_masked_key_gets_no_attention_at_all);
  RUN(padding_is_not_looked_at);
  RUN(mix_weighs_values);
  RUN(refused);
  return check_done();
}
