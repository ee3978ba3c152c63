// dropout: in training each number is 0 with probability p, else grown by 1 / (1 − p).
#include "hand.h"

static void forward_and_backward(void) {
  hand h = hand_new("in 4; dropout 0.5", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 2, 3, 4);
  gn_forward(h.net, &h.pass); // evaluation
  SAME(hand_y(&h), 0, 1, 2, 3, 4);
  h.pass.training = true;
  gn_forward(h.net, &h.pass);
  float factor[4];
  for (int i = 0; i < 4; i++) {
    factor[i] = hand_y(&h)[i] / hand_x(&h, 0)[i];
    CHECK(factor[i] == 0 || factor[i] == 2);
  }
  BACKWARD(&h, 10, 20, 30, 40);
  for (int i = 0; i < 4; i++) {
    CHECK_NEAR(hand_dx(&h, 0)[i], (float)(i + 1) * 10 * factor[i], 0);
    TERMS(&h, GN_VALUE, 1, i, GN_FORM_SUM, 0, (float)(i + 1), factor[i]);
    TERMS(&h, GN_GRADIENT, 0, i, GN_FORM_SUM, 0, (float)(i + 1) * 10, factor[i]);
  }
  hand_free(&h);
}

enum { MANY = 10000 };

static void ones(const hand *h, int32_t n) {
  for (int32_t i = 0; i < n; i++) hand_x(h, 0)[i] = 1;
}

static void share_that_is_dropped(void) {
  hand h = hand_new("in 10000; dropout 0.3", 1);
  if (!h.net) return;
  ones(&h, MANY);
  h.pass.training = true;
  gn_forward(h.net, &h.pass);
  int zeros = 0;
  for (int i = 0; i < MANY; i++) {
    if (hand_y(&h)[i] == 0)
      zeros++;
    else
      CHECK_NEAR(hand_y(&h)[i], 1 / 0.7, 2e-7);
  }
  CHECK_NEAR(zeros, 0.3 * MANY, 4 * sqrt(0.3 * 0.7 * MANY)); // four standard deviations
  hand_free(&h);
}

static bool same_bits(const float *a, const float *b, int64_t n) {
  return memcmp(a, b, (size_t)n * sizeof *a) == 0;
}

// A mask depends on seed, step, row and the sample's place in the batch, not on how the batch was sliced.
static void mask_is_a_function_of_its_place(void) {
  hand h = hand_new("in 200; dropout; dropout", 3);
  if (!h.net) return;
  float first[400], again[400];
  ones(&h, 600);
  h.pass = (gn_pass){.n = 3, .batch = 3, .training = true, .step = 4, .sample = 0};
  gn_forward(h.net, &h.pass);
  memcpy(first, gn_row_values(h.net, 1) + 200, sizeof first); // samples 1 and 2
  gn_forward(h.net, &h.pass);
  CHECK(same_bits(first, gn_row_values(h.net, 1) + 200, 400));
  CHECK(!same_bits(first, gn_row_values(h.net, 1), 200)); // samples differ
  CHECK(!same_bits(first, first + 200, 200));
  int both = 0;
  for (int i = 0; i < 600; i++) both += hand_y(&h)[i] != 0;
  CHECK_NEAR(both, 150, 4 * sqrt(600 * 0.25 * 0.75)); // two rows drop independently: a quarter stays
  h.pass.n = 2;
  h.pass.sample = 1;
  gn_forward(h.net, &h.pass);
  memcpy(again, gn_row_values(h.net, 1), sizeof again);
  CHECK(same_bits(first, again, 400));
  h.pass.step = 5;
  gn_forward(h.net, &h.pass);
  CHECK(!same_bits(first, gn_row_values(h.net, 1), 400));
  hand_free(&h);
}

static void refused(void) {
  gn_error e = hand_refused("in 3; dropout 1", GN_OUT_OF_RANGE, "1"); // nothing would be left to grow
  CHECK_TEXT(e.hint, "p");
  CHECK_NEAR(e.limit[1], 0.999, 0);
}

int main(void) {
  RUN(forward_and_backward);
  RUN(share_that_is_dropped);
  RUN(mask_is_a_function_of_its_place);
  RUN(refused);
  return check_done();
}
