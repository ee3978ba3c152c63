// Running a net: the same seed gives the same bits, one row at a time is the whole pass, slices add up to the
// batch.
#include <stdlib.h>

#include "../check.h"
#include "../golden/golden.h"
#include "glassnet.h"

// Every kind of row: branches, a loop, dropout, a shared weight.
static const char *const zoo =
    "in 6 8; s: standardize 0.1 0.9; loop h=8 { u: dense 8; from h; dense 8 bias=0; add u; h: tanh }; a: dropout 0.3; "
    "dense 8; gelu; add a; flatten; b: dense 12; leaky_relu; d: dense 12; sigmoid; dense 12 w=d; concat b; dense 5; "
    "softmax_ce";
static const char *const pictures =
    "in 2 8 8; conv 4 3 pad=1; relu; maxpool 2; dropout; conv 3 3 pad=1 stride=2; tanh; "
    "avgpool 2; flatten; dense 5; softmax_ce";

static gn_net *net_of(const char *notation, int32_t slice, uint64_t seed) {
  const gn_config config = {.slice = slice, .flags = GN_GRADIENTS | GN_INPUT_GRADIENTS | GN_OPTIMIZER, .seed = seed};
  gn_error error;
  gn_net *net = gn_net_new(notation, (int64_t)strlen(notation), &config, &error);
  if (!net) CHECK_FAIL("\"%s\": %s at %d (%s)", notation, gn_code_name(error.code), error.at, error.name);
  return net;
}

static int64_t size_of(const gn_net *net, int32_t row) {
  int64_t n = 1;
  for (int32_t i = 0; i < gn_row_shape(net, row)->rank; i++) n *= gn_row_shape(net, row)->dim[i];
  return n;
}

// Samples first..first+n−1 of an endless set.
static gn_pass load(gn_net *net, int32_t first, int32_t n, int32_t batch) {
  const int64_t size = size_of(net, 0);
  for (int64_t i = 0; i < n * size; i++)
    gn_row_values(net, 0)[i] = golden_value("x", (uint32_t)(first * size + i), 1.5f);
  for (int32_t b = 0; b < n; b++) gn_target_class(net, 0, b, golden_label((uint32_t)(first + b), 5));
  return (gn_pass){.n = n, .batch = batch, .training = true, .targets = true, .step = 3, .sample = (uint32_t)first};
}

static float *gradients_of(const gn_net *net) { // copied, all parameters' in a line
  float *all = calloc((size_t)gn_param_total(net), sizeof *all);
  int64_t at = 0;
  for (int32_t p = 0; all && p < gn_params(net); p++) {
    memcpy(all + at, gn_param_gradients(net, p), (size_t)gn_param_size(net, p) * sizeof *all);
    at += gn_param_size(net, p);
  }
  if (!all) CHECK_FAIL("no memory");
  return all;
}

static bool same_bits(const float *a, const float *b, int64_t n) {
  return memcmp(a, b, (size_t)n * sizeof *a) == 0;
}

static void a_seed_fixes_every_bit(void) {
  gn_net *a = net_of(zoo, 4, 42), *b = net_of(zoo, 4, 42), *c = net_of(zoo, 4, 43);
  if (a && b && c) {
    int64_t differ = 0;
    for (int32_t p = 0; p < gn_params(a); p++) {
      CHECK(same_bits(gn_param_values(a, p), gn_param_values(b, p), gn_param_size(a, p)));
      differ += !same_bits(gn_param_values(a, p), gn_param_values(c, p), gn_param_size(a, p));
    }
    CHECK_INT(differ, gn_params(a));
    const gn_pass pass = load(a, 0, 4, 4);
    load(b, 0, 4, 4);
    gn_forward(a, &pass);
    gn_forward(b, &pass);
    gn_backward(a, &pass);
    gn_backward(b, &pass);
    for (int32_t r = 0; r < gn_rows(a); r++) {
      CHECK(same_bits(gn_row_values(a, r), gn_row_values(b, r), 4 * size_of(a, r)));
      CHECK((gn_row_gradients(a, r) != NULL) == !gn_row_is_loss(a, r) || gn_row_inputs(a, r) == 0);
      if (gn_row_gradients(a, r)) CHECK(same_bits(gn_row_gradients(a, r), gn_row_gradients(b, r), 4 * size_of(a, r)));
    }
    gn_net_init(c, 42); // the same start again
    for (int32_t p = 0; p < gn_params(a); p++)
      CHECK(same_bits(gn_param_values(a, p), gn_param_values(c, p), gn_param_size(a, p)));
  }
  gn_net_free(a);
  gn_net_free(b);
  gn_net_free(c);
}

static void rows_one_at_a_time(const char *notation) {
  gn_net *whole = net_of(notation, 3, 1), *steps = net_of(notation, 3, 1);
  if (whole && steps) {
    const gn_pass pass = load(whole, 0, 3, 3);
    load(steps, 0, 3, 3);
    gn_forward(whole, &pass);
    gn_zero_gradients(whole);
    gn_backward(whole, &pass);
    for (int32_t r = 0; r < gn_rows(steps); r++) gn_forward_row(steps, &pass, r);
    gn_zero_gradients(steps);
    gn_backward_begin(steps, &pass);
    for (int32_t r = gn_rows(steps) - 1; r >= 0; r--) gn_backward_row(steps, &pass, r);
    for (int32_t r = 0; r < gn_rows(whole); r++) {
      CHECK(same_bits(gn_row_values(whole, r), gn_row_values(steps, r), 3 * size_of(whole, r)));
      if (gn_row_gradients(whole, r))
        CHECK(same_bits(gn_row_gradients(whole, r), gn_row_gradients(steps, r), 3 * size_of(whole, r)));
    }
    for (int32_t p = 0; p < gn_params(whole); p++)
      CHECK(same_bits(gn_param_gradients(whole, p), gn_param_gradients(steps, p), gn_param_size(whole, p)));
    CHECK(gn_loss(whole, &pass) == gn_loss(steps, &pass));
  }
  gn_net_free(whole);
  gn_net_free(steps);
}

static void one_row_at_a_time_is_the_pass(void) {
  rows_one_at_a_time(zoo);
  rows_one_at_a_time(pictures);
}

// Forward and backward in parts of 16 and 32 samples, the last of them smaller: nothing differs by a bit.
static void parts_of_rows(const char *notation) {
  enum { N = 90, CUTS = 4 };
  static const int32_t cut[CUTS] = {0, GN_SLICE, 3 * GN_SLICE, N};
  gn_net *whole = net_of(notation, N, 1), *parts = net_of(notation, N, 1);
  if (whole && parts) {
    const gn_pass pass = load(whole, 0, N, N);
    load(parts, 0, N, N);
    gn_forward(whole, &pass);
    gn_zero_gradients(whole);
    gn_backward(whole, &pass);
    for (int32_t r = 0; r < gn_rows(parts); r++)
      for (int k = 1; k < CUTS; k++) gn_forward_part(parts, &pass, r, cut[k - 1], cut[k]);
    gn_zero_gradients(parts);
    gn_backward_begin(parts, &pass);
    for (int32_t r = gn_rows(parts) - 1; r >= 0; r--)
      for (int k = 1; k < CUTS; k++) gn_backward_part(parts, &pass, r, cut[k - 1], cut[k]);
    for (int32_t r = 0; r < gn_rows(whole); r++) {
      CHECK(same_bits(gn_row_values(whole, r), gn_row_values(parts, r), N * size_of(whole, r)));
      if (gn_row_gradients(whole, r))
        CHECK(same_bits(gn_row_gradients(whole, r), gn_row_gradients(parts, r), N * size_of(whole, r)));
    }
    for (int32_t p = 0; p < gn_params(whole); p++)
      CHECK(same_bits(gn_param_gradients(whole, p), gn_param_gradients(parts, p), gn_param_size(whole, p)));
    CHECK(gn_loss(whole, &pass) == gn_loss(parts, &pass));
  }
  gn_net_free(whole);
  gn_net_free(parts);
}

static void a_row_in_parts_is_the_row(void) {
  parts_of_rows(zoo);
  parts_of_rows(pictures);
  parts_of_rows(
      "in 2 8 8; conv 4 3; batchnorm; relu; upsample 2; flatten; dense 8; batchnorm; layernorm; dense 5; mse");
  parts_of_rows(
      "in 6 ids=11; embed 8; pos learned; t: dense 8; q: heads 2; from t; dense 8; k: heads 2; from q; scores k; "
      "scale; mask causal; softmax; mix k; merge; add t; droppath 0.3; slice 0 4; flatten; dense 5; softmax_ce");
}

// 32 samples in two slices: each slice's own gradient, taken from zero, adds up to what the two leave together, and to
// what one slice of all of them does.
static void slices_add_up(const char *notation) {
  gn_net *net = net_of(notation, GN_SLICE, 1), *wide = net_of(notation, 2 * GN_SLICE, 1);
  if (net && wide) {
    float *part[2] = {NULL, NULL}, *both = NULL, *once = NULL;
    double loss = 0;
    for (int k = 0; k < 2; k++) {
      const gn_pass pass = load(net, k * GN_SLICE, GN_SLICE, 2 * GN_SLICE);
      gn_forward(net, &pass);
      gn_zero_gradients(net);
      gn_backward(net, &pass);
      part[k] = gradients_of(net);
    }
    gn_zero_gradients(net);
    for (int k = 0; k < 2; k++) {
      const gn_pass pass = load(net, k * GN_SLICE, GN_SLICE, 2 * GN_SLICE);
      gn_forward(net, &pass);
      gn_backward(net, &pass);
      loss += gn_loss(net, &pass);
    }
    both = gradients_of(net);
    const gn_pass pass = load(wide, 0, 2 * GN_SLICE, 2 * GN_SLICE);
    gn_forward(wide, &pass);
    gn_zero_gradients(wide);
    gn_backward(wide, &pass);
    once = gradients_of(wide);
    CHECK_NEAR(loss, gn_loss(wide, &pass), 1e-9);
    if (part[0] && part[1] && both && once) {
      double squares = 0;
      const int64_t n = gn_param_total(net);
      for (int64_t i = 0; i < n; i++) squares += (double)both[i] * (double)both[i];
      const double rms = sqrt(squares / (double)n);
      CHECK(rms > 0);
      for (int64_t i = 0; i < n && !check_state.bad; i++) {
        CHECK(both[i] == part[0][i] + part[1][i]); // one addition, nothing else
        CHECK(both[i] == once[i]);
      }
    }
    free(part[0]);
    free(part[1]);
    free(both);
    free(once);
  }
  gn_net_free(net);
  gn_net_free(wide);
}

static void a_batch_is_the_sum_of_its_slices(void) {
  slices_add_up(zoo);
  slices_add_up(pictures);
}

// A sample's values do not depend on which others are in its slice, nor on where in the slice it lies.
static void a_sample_is_alone(void) {
  gn_net *many = net_of(zoo, 5, 1), *one = net_of(zoo, 1, 1);
  if (many && one) {
    const gn_pass all = load(many, 0, 5, 5);
    gn_forward(many, &all);
    gn_zero_gradients(many);
    gn_backward(many, &all);
    for (int32_t b = 0; b < 5; b++) {
      const gn_pass pass = load(one, b, 1, 5);
      gn_forward(one, &pass);
      gn_zero_gradients(one);
      gn_backward(one, &pass);
      for (int32_t r = 0; r < gn_rows(one); r++) {
        const int64_t n = size_of(one, r);
        CHECK(same_bits(gn_row_values(one, r), gn_row_values(many, r) + b * n, n));
        if (gn_row_gradients(one, r)) CHECK(same_bits(gn_row_gradients(one, r), gn_row_gradients(many, r) + b * n, n));
      }
    }
  }
  gn_net_free(many);
  gn_net_free(one);
}

static void flags_give_what_they_say(void) {
  const char *text = "in 4; dense 3; relu; dense 2; softmax_ce";
  const gn_config bare = {.slice = 1}, some = {.slice = 1, .flags = GN_GRADIENTS};
  gn_error error;
  gn_net *a = gn_net_new(text, (int64_t)strlen(text), &bare, &error);
  gn_net *b = gn_net_new(text, (int64_t)strlen(text), &some, &error);
  CHECK(a && b);
  if (a && b) {
    CHECK(!gn_param_gradients(a, 0) && !gn_row_gradients(a, 1));
    CHECK(gn_param_gradients(b, 0) && gn_row_gradients(b, 1) && !gn_row_gradients(b, 0));
    CHECK(gn_net_bytes(a) < gn_net_bytes(b));
    const gn_pass pass = load(a, 0, 1, 1);
    gn_forward(a, &pass);
    gn_backward(a, &pass); // nothing to do, and no crash
    CHECK(gn_loss(a, &pass) > 0);
  }
  gn_net_free(a);
  gn_net_free(b);
  gn_net_free(NULL);
}

// ---------------------------------------------------------------- initial weights

static void moments(const char *notation, double *mean, double *deviation, double *most) {
  *mean = *deviation = *most = NAN;
  gn_net *net = net_of(notation, 1, 9);
  if (!net) return;
  double sum = 0, squares = 0, largest = 0;
  const int64_t n = gn_param_size(net, 0);
  for (int64_t i = 0; i < n; i++) {
    const double w = (double)gn_param_values(net, 0)[i];
    sum += w;
    squares += w * w;
    if (fabs(w) > largest) largest = fabs(w);
  }
  *mean = sum / (double)n;
  *deviation = sqrt(squares / (double)n - *mean * *mean);
  *most = largest;
  gn_net_free(net);
}

// 100 × 400 weights: a mean strays by σ/200, a deviation by σ/283; four times that is allowed.
static void initial_weights_have_their_moments(void) {
  static const struct {
    const char *notation;
    double deviation, most; // most: bound of a uniform draw, 0: none
  } kinds[] = {
      {"in 400; dense 100", 0.05 / 1.7320508, 0.05},                         // U(±1/√fan_in)
      {"in 400; dense 100 init=xavier", 0.10954451 / 1.7320508, 0.10954451}, // U(±√(6/500))
      {"in 400; dense 100 init=he", 0.070710678, 0},                         // N(0, 2/fan_in)
      {"in 400; dense 100 init=normal gain=0.3", 0.3, 0},
  };
  for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
    double mean, deviation, most;
    moments(kinds[k].notation, &mean, &deviation, &most);
    CHECK_NEAR(mean, 0, 4 * kinds[k].deviation / 200);
    CHECK_NEAR(deviation, kinds[k].deviation, 4 * kinds[k].deviation / 283);
    if (kinds[k].most > 0) {
      CHECK(most <= kinds[k].most * (1 + 1e-6));
      CHECK(most > kinds[k].most * 0.999);
    } else {
      CHECK(most > 3 * kinds[k].deviation && most < 6.5 * kinds[k].deviation);
    }
  }
  double mean, deviation, most;
  moments("in 40; dense 10 init=zero", &mean, &deviation, &most);
  CHECK_NEAR(most, 0, 0);
  moments("in 40; dense 10 init=constant gain=0.25", &mean, &deviation, &most);
  CHECK_NEAR(mean, 0.25, 1e-7);
  CHECK_NEAR(most, 0.25, 0);
}

static gn_net *begun(const char *notation, int32_t init, double gain) {
  const gn_config config = {.slice = 1, .seed = 9, .init = init, .gain = gain};
  gn_error error;
  gn_net *net = gn_net_new(notation, (int64_t)strlen(notation), &config, &error);
  CHECK(net);
  return net;
}

// The net's choice is what every row would say by itself, but for rows that do say something.
static void a_net_begins_as_chosen(void) {
  for (int32_t k = 0; k < gn_init_count(); k++) {
    char all[200];
    CHECK_INT(gn_init_find(gn_init_name(k)), k);
    for (int own = 0; own < 2; own++) {
      const double gain = own ? gn_init_gain(k) : 0.5;
      snprintf(all, sizeof all, "in 6; dense 5 init=%s gain=%.17g; tanh; dense 4 init=normal; dense 3 gain=2",
               gn_init_name(k), gain);
      gn_net *written = begun(all, 0, 0);
      gn_net *chosen = begun("in 6; dense 5; tanh; dense 4 init=normal; dense 3 gain=2", k, own ? 0 : gain);
      for (int32_t p = 0; written && chosen && p < gn_params(written); p++)
        CHECK(same_bits(gn_param_values(written, p), gn_param_values(chosen, p), gn_param_size(written, p)));
      gn_net_free(written);
      gn_net_free(chosen);
    }
  }
  CHECK_INT(gn_init_find("no such thing"), -1);
}

int main(void) {
  RUN(a_seed_fixes_every_bit);
  RUN(one_row_at_a_time_is_the_pass);
  RUN(a_row_in_parts_is_the_row);
  RUN(a_batch_is_the_sum_of_its_slices);
  RUN(a_sample_is_alone);
  RUN(flags_give_what_they_say);
  RUN(initial_weights_have_their_moments);
  RUN(a_net_begins_as_chosen);
  return check_done();
}
