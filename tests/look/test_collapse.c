// Two dense layers without a function between them: one matrix, by hand and against the two.
#include "../check.h"
#include "look.h"

static gn_net *net_of(const char *notation, int32_t slice) {
  gn_error error;
  gn_config config = {.slice = slice, .seed = 7};
  gn_net *net = gn_net_new(notation, (int64_t)strlen(notation), &config, &error);
  if (!net) CHECK_FAIL("\"%s\": %s", notation, gn_code_name(error.code));
  return net;
}

static void by_hand(void) {
  gn_net *net = net_of("in 2; dense 2; leaky_relu 1; dense 1", 2);
  if (!net) return;
  const float w1[4] = {1, 2, 3, 4}, b1[2] = {10, 20}, w2[2] = {5, -1}, b2[1] = {0.5f}, x[4] = {9, 9, 1, -1};
  memcpy(gn_param_values(net, 0), w1, sizeof w1);
  memcpy(gn_param_values(net, 1), b1, sizeof b1);
  memcpy(gn_param_values(net, 2), w2, sizeof w2);
  memcpy(gn_param_values(net, 3), b2, sizeof b2);
  memcpy(gn_row_values(net, 0), x, sizeof x);
  gn_pass pass = {.n = 2, .batch = 2};
  gn_forward(net, &pass);
  CHECK_INT(gn_collapse_first(net, 3), 1);
  float w[2], b[1], y[1];
  CHECK_NEAR(gn_collapse(net, 3, 1, w, b, y), 0, 0);
  CHECK_NEAR(w[0], 5 * 1 - 1 * 3, 0);
  CHECK_NEAR(w[1], 5 * 2 - 1 * 4, 0);
  CHECK_NEAR(b[0], 5 * 10 - 1 * 20 + 0.5, 0);
  CHECK_NEAR(y[0], 2 - 6 + 30.5, 0); // of the second sample, (1, −1)
  gn_term terms[3];
  CHECK_INT(gn_collapse_terms(net, 3, 1, terms), 2); // w[0, 1] = 5 · 2 + (−1) · 4
  CHECK_NEAR(terms[0].value, 2, 0);
  CHECK_NEAR(terms[0].weight, 5, 0);
  CHECK_NEAR(terms[1].value, 4, 0);
  CHECK_INT(terms[1].value_from.kind, GN_PARAM);
  CHECK_INT(terms[1].value_from.index, 3);
  CHECK_INT(terms[1].weight_from.id, 2);
  CHECK_INT(gn_collapse_terms(net, 3, 2, terms), 3); // b[0] = 5 · 10 + (−1) · 20 + 0.5
  CHECK_NEAR(terms[0].value * terms[0].weight + terms[1].value * terms[1].weight, 30, 0);
  CHECK_NEAR(terms[2].weight, 0.5, 0);
  gn_net_free(net);
}

static void without_biases(void) {
  gn_net *net = net_of("in 3; dense 4 bias=0; dense 2 bias=0", 1);
  if (!net) return;
  gn_pass pass = {.n = 1, .batch = 1};
  for (int i = 0; i < 3; i++) gn_row_values(net, 0)[i] = (float)(i + 1);
  gn_forward(net, &pass);
  float w[6], b[2], y[2];
  CHECK_NEAR(gn_collapse(net, 2, 0, w, b, y), 0, 1e-6);
  CHECK_NEAR(b[0], 0, 0);
  gn_term terms[5];
  CHECK_INT(gn_collapse_terms(net, 2, 6, terms), 0);
  gn_net_free(net);
}

// Every cell is the sum of its terms, and the numbers of the terms are the parameters they point at.
static void terms_of_every_cell(void) {
  gn_net *net = net_of("in 1 5 6; flatten; dense 7; dropout 0.3; dense 3; softmax_ce", 1);
  if (!net) return;
  for (int i = 0; i < 30; i++) gn_row_values(net, 0)[i] = (float)(i % 7) / 7;
  gn_pass pass = {.n = 1, .batch = 1};
  gn_forward(net, &pass);
  float w[90], b[3], y[3];
  CHECK_INT(gn_collapse_first(net, 4), 2);
  CHECK(gn_collapse(net, 4, 0, w, b, y) < 1e-6f);
  for (int64_t i = 0; i < 93; i++) {
    gn_term terms[8];
    double sum = 0;
    const int64_t count = gn_collapse_terms(net, 4, i, terms);
    CHECK_INT(count, i < 90 ? 7 : 8);
    for (int64_t k = 0; k < count; k++) {
      sum += (double)terms[k].value * (double)terms[k].weight;
      if (terms[k].value_from.kind == GN_PARAM) CHECK_NEAR(gn_number(net, terms[k].value_from), terms[k].value, 0);
      CHECK_NEAR(gn_number(net, terms[k].weight_from), terms[k].weight, 0);
    }
    CHECK_NEAR(sum, i < 90 ? w[i] : b[i - 90], 1e-6);
  }
  gn_net_free(net);
}

static void not_where_something_bends(void) {
  static const struct {
    const char *notation;
    int32_t row;
  } none[] = {
      {"in 3; dense 4; relu; dense 2", 3},
      {"in 3; dense 4; leaky_relu 0.5; dense 2", 3},
      {"in 3; dense 4", 1},
      {"in 3; dense 4; layernorm; dense 2", 3},
      {"in 2 3; dense 4; dense 2", 2},
      {"in 3; tanh", 1},
      {"in 1 4 4; conv 2 3; flatten; dense 2", 3},
  };
  for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
    gn_net *net = net_of(none[i].notation, 1);
    if (!net) continue;
    if (gn_collapse_first(net, none[i].row) != -1) CHECK_FAIL("\"%s\" collapses", none[i].notation);
    gn_net_free(net);
  }
}

int main(void) {
  RUN(by_hand);
  RUN(without_biases);
  RUN(terms_of_every_cell);
  RUN(not_where_something_bends);
  return check_done();
}
