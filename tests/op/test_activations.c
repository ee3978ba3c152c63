// relu, leaky_relu, sigmoid, tanh, gelu: at points whose values are known.
#include "hand.h"

static void relu(void) {
  hand h = hand_new("in 4; relu", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), -2, 0, 3, NAN);
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, 0, 0, 3);
  CHECK(isnan(hand_y(&h)[3])); // x < 0 ? 0 : x lets it through
  BACKWARD(&h, 5, 6, 7, 0);
  SAME(hand_dx(&h, 0), 0, 0, 0, 7); // slope 0 at 0, as in PyTorch
  TERMS(&h, GN_VALUE, 1, 2, GN_FORM_FUNCTION, 0, 3, 1);
  TERMS(&h, GN_GRADIENT, 0, 0, GN_FORM_SUM, 0, 5, 0);
  TERMS(&h, GN_GRADIENT, 0, 2, GN_FORM_SUM, 0, 7, 1);
  hand_free(&h);
}

static void leaky_relu(void) {
  hand h = hand_new("in 3; leaky_relu 0.25", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), -2, 0, 3);
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, -0.5f, 0, 3);
  BACKWARD(&h, 4, 8, 7);
  SAME(hand_dx(&h, 0), 0, 1, 2, 7); // the lower slope at 0
  TERMS(&h, GN_GRADIENT, 0, 0, GN_FORM_SUM, 0, 4, 0.25f);
  hand_free(&h);
  h = hand_new("in 1; leaky_relu", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), -1);
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, -0.01f);
  hand_free(&h);
}

static void sigmoid(void) {
  hand h = hand_new("in 4; sigmoid", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 0, 1.0986123f, -200, 200); // ln 3: 1 / (1 + 1/3)
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 1e-7, 0.5f, 0.75f, 0, 1);
  BACKWARD(&h, 4, 16, 1, 1);
  SAME(hand_dx(&h, 0), 1e-6, 1, 3, 0, 0); // y·(1 − y): ¼ and 3/16
  TERMS(&h, GN_GRADIENT, 0, 1, GN_FORM_SUM, 1e-7, 16, 0.1875f);
  hand_free(&h);
}

static void tanh_(void) {
  hand h = hand_new("in 4; tanh", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 0, 0.69314718f, -90, 90); // ln 2: (2 − ½) / (2 + ½)
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 1e-7, 0, 0.6f, -1, 1);
  BACKWARD(&h, 3, 100, 1, 1);
  SAME(hand_dx(&h, 0), 2e-5, 3, 64, 0, 0); // 1 − y²
  TERMS(&h, GN_VALUE, 1, 1, GN_FORM_FUNCTION, 1e-7, 0.69314718f, 1);
  TERMS(&h, GN_GRADIENT, 0, 1, GN_FORM_SUM, 2e-7, 100, 0.64f);
  hand_free(&h);
}

static void gelu(void) {
  hand h = hand_new("in 4; gelu", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 0, 1, -1, 40);
  gn_forward(h.net, &h.pass);
  // Φ(1) = 0.84134475, φ(1) = 0.24197072
  SAME(hand_y(&h), 2e-7, 0, 0.84134475f, -0.15865525f, 40);
  BACKWARD(&h, 2, 1, 1, 1);
  SAME(hand_dx(&h, 0), 3e-7, 1, 0.84134475f + 0.24197072f, 0.15865525f - 0.24197072f, 1); // Φ + x·φ
  hand_free(&h);
}

static void refused(void) {
  CHECK_TEXT(hand_refused("in 3; relu 2", GN_EXTRA_ARG, "2").name, "relu");
  CHECK_TEXT(hand_refused("in 3; leaky_relu 11", GN_OUT_OF_RANGE, "11").hint, "slope");
  CHECK_TEXT(hand_refused("in 3; tanh x=2", GN_UNKNOWN_KEY, "x").name, "tanh");
}

int main(void) {
  RUN(relu);
  RUN(leaky_relu);
  RUN(sigmoid);
  RUN(tanh_);
  RUN(gelu);
  RUN(refused);
  return check_done();
}
