// Operator cases of libonnx-testdata, frozen by tools/golden/make_onnx.py: our forward pass gives their outputs.
#include <stdlib.h>

#include "../check.h"
#include "glassnet.h"

typedef enum onnx_compare { ONNX_Y, ONNX_LOSS_NONE, ONNX_LOSS_MEAN, ONNX_LOSS_SUM } onnx_compare;

typedef struct onnx_case {
  const char *name, *notation;
  int32_t samples;
  bool training;
  onnx_compare compare;
  const float *in[3];     // (samples, shape) of each `in` row
  const float *params[2]; // weight, bias
  const float *target;    // (samples, target size)
  const float *want;
  int64_t wants;
  const float *log_prob; // (samples, shape) of a loss row, or NULL
} onnx_case;

#include "../golden/onnx_cases.h"

// Both sides compute in float, in different orders: 1e-5 of the value is some hundred roundings, and 1e-6 covers
// results near zero.
static void near(const onnx_case *c, const char *what, int64_t i, double got, double want) {
  if (!(fabs(got - want) <= 1e-5 * fabs(want) + 1e-6))
    CHECK_FAIL("%s: %s[%lld] is %.9g, should be %.9g", c->name, what, (long long)i, got, want);
}

static void run_case(const onnx_case *c) {
  const gn_config config = {.slice = c->samples};
  gn_error error;
  gn_net *net = gn_net_new(c->notation, (int64_t)strlen(c->notation), &config, &error);
  if (!net) {
    CHECK_FAIL("%s: \"%s\": %s at %d (%s)", c->name, c->notation, gn_code_name(error.code), error.at, error.name);
    return;
  }
  for (int32_t i = 0; i < gn_inputs(net); i++) {
    const int32_t row = gn_input_row(net, i);
    int64_t size = c->samples;
    for (int32_t d = 0; d < gn_row_shape(net, row)->rank; d++) size *= gn_row_shape(net, row)->dim[d];
    memcpy(gn_row_values(net, row), c->in[i], (size_t)size * sizeof(float));
  }
  for (int32_t i = 0; i < gn_params(net); i++)
    memcpy(gn_param_values(net, i), c->params[i], (size_t)gn_param_size(net, i) * sizeof(float));
  if (c->target)
    memcpy(gn_target_values(net, 0), c->target, (size_t)(c->samples * gn_target_size(net, 0)) * sizeof(float));

  const gn_pass pass = {.n = c->samples, .batch = c->samples, .training = c->training, .targets = c->target != NULL};
  gn_forward(net, &pass);
  const int32_t last = gn_rows(net) - 1;
  const float *y = gn_row_values(net, last);
  if (c->compare == ONNX_Y) {
    for (int64_t i = 0; i < c->wants; i++) near(c, "y", i, y[i], c->want[i]);
  } else if (c->compare == ONNX_LOSS_NONE) {
    for (int64_t i = 0; i < c->wants; i++) near(c, "loss", i, gn_row_losses(net, last)[i], c->want[i]);
  } else {
    const double mean = c->compare == ONNX_LOSS_MEAN ? c->samples : 1;
    near(c, "loss", 0, gn_loss(net, &pass) / mean, c->want[0]);
  }
  if (c->log_prob) {
    int64_t size = c->samples;
    for (int32_t d = 0; d < gn_row_shape(net, last)->rank; d++) size *= gn_row_shape(net, last)->dim[d];
    for (int64_t i = 0; i < size; i++) near(c, "log y", i, log((double)y[i]), c->log_prob[i]);
  }
  gn_net_free(net);
}

static void every_case(void) {
  const size_t cases = sizeof onnx_cases / sizeof onnx_cases[0];
  CHECK(cases > 90);
  for (size_t i = 0; i < cases; i++) run_case(&onnx_cases[i]);
}

int main(void) {
  RUN(every_case);
  return check_done();
}
