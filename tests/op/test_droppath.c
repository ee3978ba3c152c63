// droppath: in training all of a sample is 0 with probability p, else grown by 1 / (1 − p).
#include "hand.h"

enum { MANY = 4000 };

static void forward_and_backward(void) {
  hand h = hand_new("in 2; droppath 0.75", 8);
  if (!h.net) return;
  for (int i = 0; i < 16; i++) hand_x(&h, 0)[i] = (float)(i + 1);
  h.pass.n = h.pass.batch = 8;
  gn_forward(h.net, &h.pass); // evaluation
  for (int i = 0; i < 16; i++) CHECK_NEAR(hand_y(&h)[i], i + 1, 0);
  h.pass.training = true;
  gn_forward(h.net, &h.pass);
  float dy[16];
  for (int i = 0; i < 16; i++) dy[i] = (float)(i - 7);
  hand_backward(&h, dy, 16);
  int dropped = 0;
  for (int b = 0; b < 8; b++) {
    float factor = hand_y(&h)[2 * b] / (float)(2 * b + 1); // 0, or 1 / (1 − 0.75)
    CHECK(factor == 0 || factor == 4);
    dropped += factor == 0;
    for (int i = 2 * b; i < 2 * b + 2; i++) {
      CHECK_NEAR(hand_y(&h)[i], (float)(i + 1) * factor, 0); // both numbers of a sample share its fate
      CHECK_NEAR(hand_dx(&h, 0)[i], dy[i] * factor, 0);
    }
  }
  CHECK(dropped > 0 && dropped < 8);
  float first = hand_y(&h)[0];
  TERMS(&h, GN_VALUE, 1, 0, GN_FORM_SUM, 0, 1, first);
  TERMS(&h, GN_GRADIENT, 0, 1, GN_FORM_SUM, 0, dy[1], first);
  hand_free(&h);
}

// A dropped branch leaves the residual link: y = a.
static void a_branch_left_out(void) {
  hand h = hand_new("in 3; a: scale 2; scale 5; droppath 0.5; add a", 16);
  if (!h.net) return;
  for (int i = 0; i < 48; i++) hand_x(&h, 0)[i] = 1;
  h.pass.n = h.pass.batch = 16;
  h.pass.training = true;
  gn_forward(h.net, &h.pass);
  int without = 0;
  for (int b = 0; b < 16; b++) {
    float y = hand_y(&h)[3 * b];
    CHECK(y == 2 || y == 22); // 2, or 2 + 2 · 5 / (1 − 0.5)
    without += y == 2;
    CHECK(hand_y(&h)[3 * b + 1] == y && hand_y(&h)[3 * b + 2] == y);
  }
  CHECK(without > 0 && without < 16);
  hand_free(&h);
}

static void share_that_is_dropped(void) {
  hand h = hand_new("in 1; droppath 0.3", MANY);
  if (!h.net) return;
  for (int i = 0; i < MANY; i++) hand_x(&h, 0)[i] = 1;
  h.pass.n = h.pass.batch = MANY;
  h.pass.training = true;
  gn_forward(h.net, &h.pass);
  int zeros = 0;
  double mean = 0;
  for (int i = 0; i < MANY; i++) {
    zeros += hand_y(&h)[i] == 0;
    mean += (double)hand_y(&h)[i] / MANY;
  }
  CHECK_NEAR(zeros, 0.3 * MANY, 4 * sqrt(0.3 * 0.7 * MANY)); // four standard deviations
  CHECK_NEAR(mean, 1, 4 * sqrt(0.3 / 0.7 / MANY));           // what is kept grows as much as is lost
  hand_free(&h);
}

// The draw depends on seed, step, row and the sample's place in the batch, not on how the batch was sliced.
static void draw_is_a_function_of_its_place(void) {
  hand h = hand_new("in 1; droppath; droppath", 64);
  if (!h.net) return;
  float first[64], again[64];
  for (int i = 0; i < 64; i++) hand_x(&h, 0)[i] = 1;
  h.pass = (gn_pass){.n = 64, .batch = 64, .training = true, .step = 4, .sample = 0};
  gn_forward(h.net, &h.pass);
  memcpy(first, gn_row_values(h.net, 1), sizeof first);
  int both = 0;
  for (int i = 0; i < 64; i++) both += hand_y(&h)[i] != 0;
  CHECK(both > 4 && both < 32); // two rows drop independently: about a quarter stays
  h.pass.n = 32;
  h.pass.sample = 32;
  gn_forward(h.net, &h.pass);
  memcpy(again, gn_row_values(h.net, 1), sizeof again);
  CHECK(memcmp(first + 32, again, 32 * sizeof *again) == 0);
  h.pass.step = 5;
  gn_forward(h.net, &h.pass);
  CHECK(memcmp(again, gn_row_values(h.net, 1), 32 * sizeof *again) != 0);
  hand_free(&h);
}

static void refused(void) {
  gn_error e = hand_refused("in 3; droppath 1", GN_OUT_OF_RANGE, "1"); // nothing would be left to grow
  CHECK_TEXT(e.hint, "p");
}

int main(void) {
  RUN(forward_and_backward);
  RUN(a_branch_left_out);
  RUN(share_that_is_dropped);
  RUN(draw_is_a_function_of_its_place);
  RUN(refused);
  return check_done();
}
