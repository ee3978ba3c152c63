// softmax_ce: −ln p[target], the mean over a sample's rows; dx = p − onehot.
#include "hand.h"

static void forward_and_backward(void) {
  hand h = hand_new("in 3; softmax_ce", 2);
  if (!h.net) return;
  SET(hand_x(&h, 0), 0, 0.69314718f, 1.6094379f, 0, 0, 0); // p = ⅛, ¼, ⅝ and thirds
  gn_forward(h.net, &h.pass);                              // without targets: probabilities only
  SAME(hand_y(&h), 1e-7, 0.125f, 0.25f, 0.625f, 1.0f / 3, 1.0f / 3, 1.0f / 3);
  h.pass.targets = true;
  gn_target_class(h.net, 0, 0, 2);
  gn_target_class(h.net, 0, 1, 0);
  gn_forward(h.net, &h.pass);
  SAME(gn_row_losses(h.net, 1), 2e-7, 0.47000363f, 1.0986123f); // ln 8/5, ln 3
  CHECK_NEAR(gn_loss(h.net, &h.pass), 0.47000363 + 1.0986123, 4e-7);
  gn_zero_gradients(h.net);
  gn_backward(h.net, &h.pass);
  // halves, for the mean over a batch of 2
  SAME(hand_dx(&h, 0), 1e-7, 0.0625f, 0.125f, -0.1875f, -1.0f / 3, 1.0f / 6, 1.0f / 6);
  TERMS(&h, GN_LOSS, 1, 0, GN_FORM_SUM, 4e-7, 2.0794415f, 0, 1.3862944f, 0, 0.47000363f, 1); // Σ t·(−ln p)
  TERMS(&h, GN_GRADIENT, 0, 2, GN_FORM_SUM, 1e-7, 0.625f, 0.5f, 1, -0.5f);
  hand_free(&h);
}

static void rows_of_a_sequence(void) {
  hand h = hand_new("in 2 2; softmax_ce", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 0, 0, 0, 1.0986123f); // ½ ½; ¼ ¾
  SET(gn_target_values(h.net, 0), 0, 1);
  CHECK_INT(gn_target_size(h.net, 0), 2);
  h.pass.targets = true;
  gn_forward(h.net, &h.pass);
  CHECK_NEAR(gn_row_losses(h.net, 1)[0], (0.69314718 + 0.28768207) / 2, 2e-7); // ln 2, ln 4/3
  gn_zero_gradients(h.net);
  gn_backward(h.net, &h.pass);
  SAME(hand_dx(&h, 0), 1e-7, -0.25f, 0.25f, 0.125f, -0.125f);
  hand_free(&h);
}

static void a_sure_and_wrong_net_has_a_finite_loss(void) {
  hand h = hand_new("in 2; softmax_ce", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 500, -500); // p[1] is 0 in float, its logarithm is not
  gn_target_class(h.net, 0, 0, 1);
  h.pass.targets = true;
  gn_forward(h.net, &h.pass);
  CHECK_NEAR(gn_row_losses(h.net, 1)[0], 1000, 0);
  hand_free(&h);
}

// A float cannot hold ln Σ exp x − x of these; of their logarithm it has every digit.
static void a_tiny_loss_has_all_its_digits(void) {
  const float x[5] = {9, 13, 17, 40, 80}; // what the others lie below the right class
  for (int i = 0; i < 5; i++) {
    hand h = hand_new("in 4; softmax_ce", 1);
    if (!h.net) return;
    SET(hand_x(&h, 0), 100 - x[i], 100, 99 - x[i], -1000);
    gn_target_class(h.net, 0, 0, 1);
    h.pass.targets = true;
    gn_forward(h.net, &h.pass);
    double loss = gn_row_losses(h.net, 1)[0], want = log1p(exp(-(double)x[i]) + exp(-(double)x[i] - 1));
    CHECK_NEAR(loss / want, 1, 5e-7);
    TERMS(&h, GN_LOSS, 1, 0, GN_FORM_SUM, 2e-4, x[i], 0, (float)loss, 1, x[i] + 1, 0, 1100, 0);
    hand_free(&h);
  }
}

static void refused(void) {
  CHECK_TEXT(hand_refused("in 3; softmax_ce; relu", GN_AFTER_LOSS, "relu").name, "relu");
}

int main(void) {
  RUN(forward_and_backward);
  RUN(rows_of_a_sequence);
  RUN(a_sure_and_wrong_net_has_a_finite_loss);
  RUN(a_tiny_loss_has_all_its_digits);
  RUN(refused);
  return check_done();
}
