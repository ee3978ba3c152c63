// pos: what each place adds.
#include "hand.h"

static void sinusoidal(void) {
  hand h = hand_new("in 3 4; pos", 2);
  if (!h.net) return;
  for (int i = 0; i < 24; i++) hand_x(&h, 0)[i] = (float)i;
  gn_forward(h.net, &h.pass);
  for (int b = 0; b < 2; b++)
    for (int t = 0; t < 3; t++) { // wavelengths 2π and 2π·100
      const double wave[4] = {sin(t), cos(t), sin(t / 100.0), cos(t / 100.0)};
      for (int k = 0; k < 4; k++)
        CHECK_NEAR((double)hand_y(&h)[(b * 3 + t) * 4 + k], (b * 3 + t) * 4 + k + wave[k], 2e-6);
    }
  CHECK_INT(gn_params(h.net), 0);
  TERMS(&h, GN_VALUE, 1, 5, GN_FORM_SUM, 1e-7, 5, 1, 0.540302306f, 1);
  hand_free(&h);
}

static void learned(void) {
  hand h = hand_new("in 2 2; pos learned", 2);
  if (!h.net) return;
  CHECK_TEXT(gn_param_name(h.net, 0), "pos1.weight");
  SET(gn_param_values(h.net, 0), 10, 20, 30, 40);
  SET(hand_x(&h, 0), 1, 2, 3, 4, 5, 6, 7, 8);
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, 11, 22, 33, 44, 15, 26, 37, 48);
  BACKWARD(&h, 1, 2, 3, 4, 5, 6, 7, 8);
  SAME(hand_dx(&h, 0), 0, 1, 2, 3, 4, 5, 6, 7, 8);
  SAME(gn_param_gradients(h.net, 0), 0, 6, 8, 10, 12);
  TERMS(&h, GN_PARAM_GRADIENT, 0, 1, GN_FORM_SUM, 0, 1, 2, 1, 6);
  hand_free(&h);
}

static void refused(void) {
  hand_refused("in 4; pos", GN_RANK, "pos");
  gn_error e = hand_refused("in 2 4; pos learnt", GN_BAD_WORD, "learnt");
  CHECK_TEXT(e.name, "learnt");
  CHECK_TEXT(e.hint, "kind");
  hand_refused("in 2 4; pos kind=3", GN_BAD_WORD, "3");
  hand_refused("in 2 4; pos learned sinusoidal", GN_EXTRA_ARG, "sinusoidal");
}

int main(void) {
  RUN(sinusoidal);
  RUN(learned);
  RUN(refused);
  return check_done();
}
