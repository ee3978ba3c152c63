// Nets that between them hold every operation, with data for the gradient check and the terms check. An operation
// without a case fails the tests (cases_of_every_op).
#ifndef CASES_H
#define CASES_H

#include "../check.h"
#include "../golden/golden.h"
#include "glassnet.h"

enum { CASE_SAMPLES = 3 };

typedef struct op_case {
  const char *op, *notation;
  bool apart; // inputs far from 0 and from each other, so that no step of the check crosses a kink
} op_case;

static const op_case op_cases[] = {
    {"in", "in 5; tanh", false},
    {"in", "a: in 4; b: in 4; in 4; tanh; add a b", false},
    {"standardize", "in 2 3; standardize 0.3 2", false},
    {"dense", "in 7; dense 5", false},
    {"dense", "in 3 4; dense 2 bias=0", false},
    {"dense", "in 90 4; dense 3", false}, // 270 rows: more than one block of the matrix product
    {"dense", "in 4; dense 270; dense 3", false},
    {"dense", "in 6; a: dense 6; tanh; dense 6 w=a", false},
    {"conv", "in 2 5 6; conv 3 3", false},
    {"conv", "in 2 5 6; conv 2 3 stride=2 pad=1", false},
    {"conv", "in 1 5 7; conv 3 2 stride=3 pad=2 bias=0", false},
    {"conv", "in 2 4 4; conv 2 4", false},
    {"conv", "in 3 3 2; conv 2 1", false},
    {"conv", "in 1 4 4; conv 2 3 pad=3; tanh; conv 1 3", false},
    {"maxpool", "in 2 6 5; maxpool 2", true},
    {"maxpool", "in 1 5 6; maxpool 3 stride=1 pad=1", true},
    {"maxpool", "in 1 7 5; maxpool 3 stride=2 pad=1", true},
    {"maxpool", "in 1 5 5; maxpool 2 stride=3", true},
    {"avgpool", "in 2 6 5; avgpool 2", false},
    {"avgpool", "in 1 5 6; avgpool 3 stride=1 pad=1", false},
    {"avgpool", "in 1 5 5; avgpool 2 stride=3 pad=1", false},
    {"upsample", "in 2 3 2; upsample 2", false},
    {"upsample", "in 1 2 3; tanh; upsample 3; conv 2 2", false},
    {"upsample", "in 3 2 2; upsample 1", false},
    {"flatten", "in 2 3 2; flatten; dense 3", false},
    {"relu", "in 3 4; relu", true},
    {"leaky_relu", "in 3 4; leaky_relu", true},
    {"leaky_relu", "in 2 3 3; leaky_relu 0.3", true},
    {"sigmoid", "in 11; sigmoid", false},
    {"tanh", "in 11; tanh", false},
    {"gelu", "in 11; gelu", false},
    {"batchnorm", "in 5; batchnorm eps=0.5", false},
    {"batchnorm", "in 3 2 4; batchnorm", false},
    {"batchnorm", "in 1 4 4; conv 2 3 bias=0; batchnorm eps=0.1; tanh; flatten; dense 4; softmax_ce", false},
    {"layernorm", "in 9; layernorm", false},
    {"layernorm", "in 3 7; layernorm eps=0.01; tanh; dense 2", false},
    {"layernorm", "in 2 2 6; a: layernorm; add a", false},
    {"softmax", "in 3 5; softmax", false},
    {"softmax_ce", "in 6; softmax_ce", false},
    {"softmax_ce", "in 4 5; softmax_ce", false},
    {"softmax_ce", "in 5; dense 7; tanh; dense 4; softmax_ce", false},
    {"mse", "in 5; mse", false},
    {"mse", "in 2 2 3; tanh; mse", false},
    {"mse", "in 5; a: dense 4; softmax_ce; from a; sigmoid; dense 3; mse numbers", false},
    {"dropout", "in 4 9; dropout 0.4", false},
    {"dropout", "in 9; dropout; dense 3; dropout 0.2", false},
    {"droppath", "in 4 9; droppath 0.4", false},
    {"droppath", "in 6; a: tanh; dense 6; droppath 0.3; add a; droppath", false},
    {"add", "in 6; a: tanh; dense 6; add a", false},
    {"add", "in 4; a: tanh; b: sigmoid; add a b", false},
    {"add", "in 4; a: tanh; add a", false}, // the same row twice
    {"concat", "in 5; a: tanh; dense 3; concat a", false},
    {"concat", "in 2 3; a: tanh; dense 4; concat a a", false},
    {"concat", "in 2 3 3; a: tanh; conv 3 1; b: sigmoid; concat a b", false},
    {"mul", "in 3 4; a: tanh; dense 4; mul a", false},
    {"slice", "in 3 7; slice 2 4; tanh", false},
    {"slice", "in 5; slice 0 5", false},
    {"slice", "in 4 3; slice 1 2 axis=first; tanh", false},
    {"embed", "in 6 ids=4; embed 3; tanh", false},
    {"embed", "in 5 ids=7; e: embed 4; tanh; dense 7 w=e bias=0; softmax_ce", false},
    {"pos", "in 3 5; pos; tanh", false},
    {"pos", "in 4 ids=5; embed 6; pos learned; tanh", false},
    {"heads", "in 3 4; heads 2; tanh", false},
    {"merge", "in 2 3 4; merge; tanh", false},
    {"scores", "q: in 2 3 4; k: in 2 5 4; from q; scores k", false},
    {"scores", "in 3 4; tanh; q: dense 4; scores q", false}, // the same row twice
    {"scale", "in 3 4; q: tanh; scores q; scale", false},
    {"scale", "in 5; scale -2.5", false},
    {"mask", "in 2 4 4; tanh; mask causal; softmax", false},
    {"mask", "src: in 5 ids=2; s: in 2 3 5; tanh; mask pad=src; softmax", false},
    {"mask", "src: in 3 ids=2; s: in 4 3; tanh; mask causal pad=src; softmax", false},
    {"mix", "a: in 2 3 5; v: in 2 5 4; from a; mix v", false},
    {"mix", "in 4 4; tanh; a: softmax; mix a", false}, // the same row twice
    {"mix",
     "in 4 ids=3; e: embed 6; pos learned; n: layernorm; dense 6; q: heads 2; from n; dense 6 bias=0; k: heads 2; from "
     "n; "
     "dense 6; v: heads 2; from q; scores k; scale; mask causal; softmax; mix v; merge; dense 6; add e; dense 3 "
     "bias=0; softmax_ce",
     false},
    {"zeros", "in 3 4; loop h=5 { u: dense 5; from h; dense 5 bias=0; add u; h: tanh }", false},
    {"at_time", "in 3 4; loop h=2 { dense 2; h: tanh }", false},
    {"stack", "in 4 3; loop h=3 { tanh; h: add h }; flatten; dense 4; softmax_ce", false},
};
enum { OP_CASES = sizeof op_cases / sizeof op_cases[0] };

static inline int64_t case_size(const gn_shape *s) {
  int64_t n = 1;
  for (int32_t i = 0; i < s->rank; i++) n *= s->dim[i];
  return n;
}

static inline uint32_t case_number(const char *what, uint32_t i, uint32_t below) {
  return golden_hash(what, i) % (below > 0 ? below : 1);
}

// A permutation of levels 0.15 apart, none nearer to 0 than 0.075.
static inline void case_levels(float *x, int64_t n, uint32_t salt) {
  const int64_t half = n / 2;
  for (int64_t i = 0; i < n; i++) x[i] = 0.15f * ((float)(i - half) + 0.5f);
  for (int64_t i = n - 1; i > 0; i--) {
    const int64_t j = (int64_t)case_number("levels", salt + (uint32_t)i, (uint32_t)(i + 1));
    const float swap = x[i];
    x[i] = x[j];
    x[j] = swap;
  }
}

// The net of a case with weights, inputs and targets in place, or NULL, which is reported.
static inline gn_net *case_net(const op_case *c) {
  const gn_config config = {.slice = CASE_SAMPLES, .flags = GN_GRADIENTS | GN_INPUT_GRADIENTS, .seed = 7};
  gn_error error;
  gn_net *net = gn_net_new(c->notation, (int64_t)strlen(c->notation), &config, &error);
  if (!net) {
    CHECK_FAIL("\"%s\": %s at %d (%s)", c->notation, gn_code_name(error.code), error.at, error.name);
    return NULL;
  }
  for (int32_t p = 0; p < gn_params(net); p++) {
    const float outputs = (float)gn_param_shape(net, p)->dim[0];
    const float scale = 1.5f * sqrtf(outputs / (float)gn_param_size(net, p));
    for (int64_t i = 0; i < gn_param_size(net, p); i++)
      gn_param_values(net, p)[i] = golden_value(gn_param_name(net, p), (uint32_t)i, scale);
  }
  for (int32_t k = 0; k < gn_inputs(net); k++) {
    const int32_t row = gn_input_row(net, k);
    const int64_t n = case_size(gn_row_shape(net, row));
    for (int64_t b = 0; b < CASE_SAMPLES; b++) {
      float *x = gn_row_values(net, row) + b * n;
      const int32_t ids = gn_input_ids(net, k);
      for (int64_t i = 0; i < n && ids > 0; i++) x[i] = (float)case_number("id", (uint32_t)(b * n + i), (uint32_t)ids);
      if (ids > 0) continue;
      if (c->apart)
        case_levels(x, n, (uint32_t)(b * 1000));
      else
        for (int64_t i = 0; i < n; i++) x[i] = golden_value(gn_row_name(net, row), (uint32_t)(b * n + i), 1.5f);
    }
  }
  for (int32_t k = 0; k < gn_targets(net); k++) {
    const gn_shape *s = gn_row_shape(net, gn_target_row(net, k));
    const bool numbers = gn_target_size(net, k) == case_size(s); // of mse; else class numbers
    for (int64_t i = 0; i < CASE_SAMPLES * gn_target_size(net, k); i++)
      gn_target_values(net, k)[i] = numbers ? golden_value("target", (uint32_t)i, 1)
                                            : (float)case_number("class", (uint32_t)i, (uint32_t)s->dim[s->rank - 1]);
  }
  return net;
}

static inline gn_pass case_pass(const gn_net *net) {
  return (gn_pass){
      .n = CASE_SAMPLES, .batch = CASE_SAMPLES, .training = true, .targets = gn_targets(net) > 0, .step = 5};
}

// Gradient of row y's number i that the checks start from, where no loss gives one.
static inline float case_dy(int64_t i) {
  return golden_value("dy", (uint32_t)i, 1);
}

// Backward from the losses, or from case_dy at the last row.
static inline void case_backward(gn_net *net, const gn_pass *pass) {
  if (gn_targets(net) > 0) {
    gn_backward(net, pass);
    return;
  }
  const int32_t last = gn_rows(net) - 1;
  gn_backward_begin(net, pass);
  for (int64_t i = 0; i < pass->n * case_size(gn_row_shape(net, last)); i++)
    gn_row_gradients(net, last)[i] = case_dy(i);
  for (int32_t r = last; r >= 0; r--) gn_backward_row(net, pass, r);
}

static inline void cases_of_every_op(void) {
  for (int32_t o = 0; o < gn_op_count(); o++) {
    bool met = false;
    for (int32_t i = 0; i < OP_CASES && !met; i++) {
      if (strcmp(op_cases[i].op, gn_op_name(o)) != 0) continue;
      gn_net *net = case_net(&op_cases[i]);
      for (int32_t r = 0; net && r < gn_rows(net) && !met; r++) met = gn_row_op(net, r) == o;
      gn_net_free(net);
    }
    if (!met) CHECK_FAIL("operation %s has no case in tests/op/cases.h", gn_op_name(o));
  }
}

#endif
