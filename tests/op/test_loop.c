// zeros, at_time, stack: the rows of which a loop is made.
#include "hand.h"

static void running_sum(void) {
  hand h = hand_new("in 3 2; loop h=2 { h: add h }", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 1, 2, 3, 4, 5, 6);
  gn_forward(h.net, &h.pass);
  CHECK_INT(gn_row_shape(h.net, h.last)->rank, 2);
  CHECK_INT(gn_row_shape(h.net, h.last)->dim[0], 3);
  CHECK_INT(gn_row_shape(h.net, h.last)->dim[1], 2);
  SAME(hand_y(&h), 0, 1, 2, 1 + 3, 2 + 4, 1 + 3 + 5, 2 + 4 + 6);
  BACKWARD(&h, 1, 10, 2, 20, 4, 40);
  SAME(hand_dx(&h, 0), 0, 1 + 2 + 4, 10 + 20 + 40, 2 + 4, 20 + 40, 4, 40); // x at t is in every later sum
  hand_free(&h);
}

// h_t = w·h_{t−1} + x_t: the weight's gradient gathers over time.
static void shared_weight_over_time(void) {
  hand h = hand_new("in 3 1; loop h=1 { from h; dense 1 bias=0; h: add x }", 1);
  if (!h.net) return;
  CHECK_INT(gn_params(h.net), 1);
  SET(hand_x(&h, 0), 1, 2, 3);
  SET(gn_param_values(h.net, 0), 10);
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, 1, 12, 123);
  BACKWARD(&h, 0, 0, 1);
  SAME(hand_dx(&h, 0), 0, 100, 10, 1);
  // dh₃ = 1, dh₂ = 10; dw = dh₃·h₂ + dh₂·h₁ (+ dh₁·h₀, and h₀ = 0)
  SAME(gn_param_gradients(h.net, 0), 0, 12 + 10 * 1);
  TERMS(&h, GN_GRADIENT, 0, 2, GN_FORM_SUM, 0, 1, 1);
  hand_free(&h);
}

static void started_from_a_row(void) {
  hand h = hand_new("s: in 2; in 2 2; loop h=s { h: add h }", 1);
  if (!h.net) return;
  SET(hand_x(&h, 0), 100, 200);
  SET(hand_x(&h, 1), 1, 2, 3, 4);
  gn_forward(h.net, &h.pass);
  SAME(hand_y(&h), 0, 101, 202, 104, 206);
  BACKWARD(&h, 1, 2, 3, 4);
  SAME(hand_dx(&h, 0), 0, 4, 6);
  hand_free(&h);
}

static void refused(void) {
  CHECK_TEXT(hand_refused("in 3; stack", GN_UNKNOWN_OP, "stack").name, "stack"); // not written by hand
  gn_error e = {0};
  const char *flat = "in 3; loop h=3 { h: add h }";
  const gn_config config = {.slice = 1};
  CHECK(!gn_net_new(flat, (int64_t)strlen(flat), &config, &e));
  CHECK_INT(e.code, GN_LOOP_INPUT);
  CHECK_INT(e.a.rank, 1);
}

int main(void) {
  RUN(running_sum);
  RUN(shared_weight_over_time);
  RUN(started_from_a_row);
  RUN(refused);
  return check_done();
}
