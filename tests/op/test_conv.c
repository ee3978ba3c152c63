// conv: y[o] = b[o] + Σ w[o,c,i,j] · x[c, h·stride+i−pad, w·stride+j−pad].
#include "hand.h"

static void forward_and_backward(void) {
  hand h = hand_new("in 1 3 3; conv 1 2", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 2, 3, 4, 5, 6, 7, 8, 9);
  SET(gn_param_values(h.net, 0), 1, 2, 0, -1);
  SET(gn_param_values(h.net, 1), 10);
  gn_forward(h.net, &h.pass);
  // 1 + 2·2 − 5 + 10;  2 + 2·3 − 6 + 10;  4 + 2·5 − 8 + 10;  5 + 2·6 − 9 + 10
  SAME(hand_y(&h), 0, 10, 12, 16, 18);
  BACKWARD(&h, 1, 0, -1, 2);
  // dy (0,0) = 1 puts 1, 2, 0, −1 at (0,0), (0,1), (1,0), (1,1); (1,0) puts −1 times that a row below, (1,1) twice it
  SAME(hand_dx(&h, 0), 0, 1, 2, 0, -1, -1 - 2 + 2, 4, 0, 1, -2);
  // dw (i,j) = 1·x(i,j) − 1·x(1+i,j) + 2·x(1+i,1+j)
  SAME(gn_param_gradients(h.net, 0), 0, 1 - 4 + 10, 2 - 5 + 12, 4 - 7 + 16, 5 - 8 + 18);
  SAME(gn_param_gradients(h.net, 1), 0, 1 - 1 + 2);
  TERMS(&h, GN_VALUE, 1, 3, GN_FORM_SUM, 0, 1, 10, 5, 1, 6, 2, 8, 0, 9, -1);
  TERMS(&h, GN_GRADIENT, 0, 4, GN_FORM_SUM, 0, 2, 1, -1, 2, 0, 0, 1, -1);
  TERMS(&h, GN_PARAM_GRADIENT, 0, 1, GN_FORM_SUM, 0, 2, 1, 3, 0, 5, -1, 6, 2);
  TERMS(&h, GN_PARAM_GRADIENT, 1, 0, GN_FORM_SUM, 0, 1, 1, 1, 0, 1, -1, 1, 2);
  hand_free(&h);
}

static void stride_and_padding(void) {
  hand h = hand_new("in 1 3 3; conv 1 3 stride=2 pad=1 bias=0", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 2, 3, 4, 5, 6, 7, 8, 9);
  SET(gn_param_values(h.net, 0), 1, 2, 3, 4, 5, 6, 7, 8, 9);
  gn_forward(h.net, &h.pass);
  // Four of the nine cells lie inside: 1·5 + 2·6 + 4·8 + 5·9;  2·4 + 3·5 + 5·7 + 6·8;  4·2 + 5·3 + 7·5 + 8·6;
  // 5·1 + 6·2 + 8·4 + 9·5
  SAME(hand_y(&h), 0, 94, 106, 106, 94);
  TERMS(&h, GN_VALUE, 1, 0, GN_FORM_SUM, 0, 1, 5, 2, 6, 4, 8, 5, 9);
  BACKWARD(&h, 1, 10, 100, 1000);
  // x (0,0) meets only y (0,0), by w (1,1); the centre meets all four, by the corners of w
  CHECK_NEAR(hand_dx(&h, 0)[0], 5, 0);
  CHECK_NEAR(hand_dx(&h, 0)[4], 9 * 1 + 7 * 10 + 3 * 100 + 1 * 1000, 0);
  TERMS(&h, GN_GRADIENT, 0, 0, GN_FORM_SUM, 0, 1, 5);
  // w (0,0) meets only the centre, at y (1,1)
  TERMS(&h, GN_PARAM_GRADIENT, 0, 0, GN_FORM_SUM, 0, 5, 1000);
  hand_free(&h);
}

static void channels(void) {
  hand h = hand_new("in 2 1 2; conv 2 1", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 2, 3, 4);                    // (2,1,2)
  SET(gn_param_values(h.net, 0), 1, 10, 100, -1000); // (2,2,1,1)
  SET(gn_param_values(h.net, 1), 0, 0.5f);
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, 1 + 30, 2 + 40, 100 - 3000 + 0.5f, 200 - 4000 + 0.5f);
  hand_free(&h);
}

static void refused(void) {
  gn_error e = hand_refused("in 1 4 5; conv 2 7 pad=1", GN_WINDOW_TOO_BIG, "conv 2 7 pad=1");
  CHECK_INT(e.arg[0], 7);
  CHECK_INT(e.arg[1], 6);
  CHECK_INT(e.a.dim[1], 4);
  e = hand_refused("in 4 5; conv 2 3", GN_RANK, "conv 2 3");
  CHECK_INT(e.arg[0], 3);
  CHECK_INT(e.a.rank, 2);
  e = hand_refused("in 1 9 9; conv 2 3 dilation=2", GN_UNSUPPORTED, "conv 2 3 dilation=2");
  CHECK_TEXT(e.hint, "dilation");
  CHECK_INT(e.arg[0], 1);
  CHECK_TEXT(hand_refused("in 2 9 9; conv 2 3 groups=2", GN_UNSUPPORTED, "conv 2 3 groups=2").hint, "groups");
  CHECK_TEXT(hand_refused("in 2 9 9; conv 2", GN_MISSING_ARG, "conv").hint, "kernel");
}

int main(void) {
  RUN(forward_and_backward);
  RUN(stride_and_padding);
  RUN(channels);
  RUN(refused);
  return check_done();
}
