// upsample: each cell becomes factor × factor cells; back, their gradients are added.
#include "hand.h"

static void forward_and_backward(void) {
  hand h = hand_new("in 2 1 2; upsample 2", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, -2, 3, 0.5f);
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, 1, 1, -2, -2, 1, 1, -2, -2, 3, 3, 0.5f, 0.5f, 3, 3, 0.5f, 0.5f);
  BACKWARD(&h, 1, 2, 10, 20, 3, 4, 30, 40, 0, 1, -1, -1, 0, 0, -1, -2);
  SAME(hand_dx(&h, 0), 0, 10, 100, 1, -5); // 1 + 2 + 3 + 4, …
  TERMS(&h, GN_VALUE, 1, 6, GN_FORM_SUM, 0, -2, 1);
  TERMS(&h, GN_GRADIENT, 0, 1, GN_FORM_SUM, 0, 10, 1, 20, 1, 30, 1, 40, 1);
  hand_free(&h);
}

// Lines are not as many as columns, and the factor is odd; the second sample is not the first.
static void shapes(void) {
  hand h = hand_new("in 1 2 1; upsample 3", 2);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 2, 3, 4);
  h.pass.n = h.pass.batch = 2;
  gn_forward(h.net, &h.pass);
  CHECK_INT(gn_row_shape(h.net, 1)->dim[1], 6);
  CHECK_INT(gn_row_shape(h.net, 1)->dim[2], 3);
  SAME(hand_y(&h), 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, //
       3, 3, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4);
  hand_free(&h);
}

// What a mean pool made smaller, upsample makes as large again: the mean of a mean is itself.
static void undoes_a_pool(void) {
  hand h = hand_new("in 1 4 4; upsample 2; avgpool 2", 1);
  if (!h.net) return;
  for (int i = 0; i < 16; i++) hand_x(&h, 0)[i] = (float)i;
  gn_forward(h.net, &h.pass);
  for (int i = 0; i < 16; i++) CHECK_NEAR(hand_y(&h)[i], i, 0);
  hand_free(&h);
}

static void refused(void) {
  CHECK_INT(hand_refused("in 8 8; upsample 2", GN_RANK, "upsample 2").a.rank, 2);
  CHECK_TEXT(hand_refused("in 1 8 8; upsample 0", GN_OUT_OF_RANGE, "0").hint, "factor");
  CHECK_TEXT(hand_refused("in 1 8 8; upsample 1.5", GN_NOT_WHOLE, "1.5").hint, "factor");
  gn_error e = hand_refused("in 1 1 16777216; upsample 4096", GN_TOO_BIG, "upsample 4096");
  CHECK_INT(e.arg[0], INT64_C(68719476736));
}

int main(void) {
  RUN(forward_and_backward);
  RUN(shapes);
  RUN(undoes_a_pool);
  RUN(refused);
  return check_done();
}
