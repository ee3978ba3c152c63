// gn_stream, gn_lens: a net that ends after a layer answers like one that has no more layers.
#include "../check.h"
#include "look.h"

#include <string.h>

static gn_net *net_of(const char *notation) {
  gn_error error;
  const gn_config config = {.slice = 2, .seed = 7};
  gn_net *net = gn_net_new(notation, (int64_t)strlen(notation), &config, &error);
  CHECK(net != NULL);
  return net;
}

static const char *const LAYERS[3] = {
    "in 8; a: tanh; layernorm; dense 5; softmax_ce",
    "in 8; a: tanh; dense 6; relu; dense 8; b: add a; layernorm; dense 5; softmax_ce",
    "in 8; a: tanh; dense 6; relu; dense 8; b: add a; layernorm; dense 8; add b; layernorm; dense 5; softmax_ce",
};

static void put(gn_net *net) {
  for (int32_t i = 0; i < 16; i++) gn_row_values(net, 0)[i] = (float)((i * 7) % 11) / 5 - 1;
}

// Parameters by what they belong to: the layers' are at the front, the head's are the last four.
static void share(gn_net *to, const gn_net *from) {
  const int32_t n = gn_params(to), all = gn_params(from);
  for (int32_t i = 0; i < n; i++) {
    const int32_t k = i < n - 4 ? i : all - n + i;
    CHECK_INT(gn_param_size(to, i), gn_param_size(from, k));
    memcpy(gn_param_values(to, i), gn_param_values(from, k), (size_t)gn_param_size(to, i) * sizeof(float));
  }
}

static void ends_after_each_layer(void) {
  gn_net *whole = net_of(LAYERS[2]);
  const gn_pass pass = {.n = 2, .batch = 2};
  put(whole);
  gn_forward(whole, &pass);
  int32_t rows[8];
  CHECK_INT(gn_stream(whole, rows, 8), 3);
  float answer[10];
  const int32_t out = gn_rows(whole) - 1;
  memcpy(answer, gn_row_values(whole, out), sizeof answer);
  for (int i = 0; i < 3; i++) {
    gn_net *part = net_of(LAYERS[i]);
    share(part, whole);
    put(part);
    gn_forward(part, &pass);
    gn_lens(whole, &pass, rows[i]);
    const float *seen = gn_row_values(whole, out), *own = gn_row_values(part, gn_rows(part) - 1);
    CHECK(memcmp(seen, own, sizeof answer) == 0);
    CHECK((memcmp(seen, answer, sizeof answer) == 0) == (i == 2)); // and as it was at the end
    gn_net_free(part);
  }
  gn_net_free(whole);
}

static void only_where_there_is_a_stream(void) {
  static const char *const none[] = {
      "in 8; dense 5; softmax_ce",
      "in 8; a: tanh; dense 4; b: relu; from a; dense 4; concat b; dense 5; softmax_ce",
  };
  for (int i = 0; i < 2; i++) {
    gn_net *net = net_of(none[i]);
    CHECK_INT(gn_stream(net, NULL, 0), 0);
    gn_net_free(net);
  }
  gn_net *net = net_of(LAYERS[2]);
  int32_t rows[2] = {-1, -1};
  CHECK_INT(gn_stream(net, rows, 1), 3); // no more is written than there is room for
  CHECK_INT(rows[1], -1);
  gn_net_free(net);
}

static void the_likeliest_first(void) {
  const float p[6] = {0.1f, 0.3f, 0.05f, 0.3f, 0.2f, 0.05f};
  int32_t places[6];
  CHECK_INT(gn_likeliest(places, p, 6, 3), 3);
  CHECK(places[0] == 1 && places[1] == 3 && places[2] == 4);
  CHECK_INT(gn_likeliest(places, p, 6, 9), 6);
  CHECK(places[3] == 0 && places[4] == 2 && places[5] == 5);
  CHECK_INT(gn_likeliest(places, p, 6, 0), 0);
}

int main(void) {
  RUN(ends_after_each_layer);
  RUN(only_where_there_is_a_stream);
  RUN(the_likeliest_first);
  return check_done();
}
