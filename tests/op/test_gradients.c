// The gradient check of every operation: backward against differences of forward, for inputs and parameters.
#include <stdlib.h>

#include "cases.h"

// Fourth-order central difference: f'(v) ≈ (8·(f(v+h) − f(v−h)) − (f(v+2h) − f(v−2h))) / 12h, error h⁴·f⁗′/30.
// With h = 1/32 that is 3e-8·f⁗′, and float's roundings of f (2⁻²⁴ each) count up to 18/12h = 48 times: about 3e-6 of
// the size of f for each. Some of them meet, so 2e-5 of it, plus 1e-4 of the slope, is allowed (the worst case seen is
// four tenths of that); a wrong factor or index misses by far more.
static const float step_h = 1.0f / 32;

static double objective(gn_net *net, const gn_pass *pass, double *size) {
  gn_forward(net, pass);
  double f = 0;
  *size = 1;
  if (gn_targets(net) > 0) {
    f = gn_loss(net, pass) / pass->batch;
    *size += fabs(f);
    return f;
  }
  const int32_t last = gn_rows(net) - 1;
  const float *y = gn_row_values(net, last);
  for (int64_t i = 0; i < pass->n * case_size(gn_row_shape(net, last)); i++) {
    f += (double)case_dy(i) * (double)y[i];
    if (fabs((double)y[i]) > *size) *size = fabs((double)y[i]);
  }
  return f;
}

static double worst; // error in parts of what is allowed

static void check_slope(gn_net *net, const gn_pass *pass, float *v, float got, const char *notation, const char *what,
                        int64_t i) {
  const float kept = *v;
  double f[4], at[4], size = 1;
  const float steps[4] = {-2, -1, 1, 2};
  for (int k = 0; k < 4; k++) {
    *v = kept + steps[k] * step_h;
    at[k] = (double)*v;
    f[k] = objective(net, pass, &size);
  }
  *v = kept;
  // v ± h as rounded: each pair is divided by the distance it really has.
  const double near_slope = (f[2] - f[1]) / (at[2] - at[1]), far_slope = (f[3] - f[0]) / (at[3] - at[0]);
  const double want = (4 * near_slope - far_slope) / 3, allowed = 2e-5 * size + 1e-4 * fabs(want);
  const double error = fabs((double)got - want);
  if (error / allowed > worst) worst = error / allowed;
  if (!(error <= allowed))
    CHECK_FAIL("\"%s\": gradient of %s[%lld] is %.9g, differences say %.9g", notation, what, (long long)i, (double)got,
               want);
}

static void check_case(const op_case *c) {
  gn_net *net = case_net(c);
  if (!net) return;
  const gn_pass pass = case_pass(net);
  gn_forward(net, &pass);
  gn_zero_gradients(net);
  case_backward(net, &pass);
  for (int32_t k = 0; k < gn_inputs(net) && !check_state.bad; k++) {
    const int32_t row = gn_input_row(net, k);
    float *x = gn_row_values(net, row);
    const float *dx = gn_row_gradients(net, row); // NULL: whole numbers have no slope
    for (int64_t i = 0; dx && i < CASE_SAMPLES * case_size(gn_row_shape(net, row)) && !check_state.bad; i++)
      check_slope(net, &pass, &x[i], dx[i], c->notation, gn_row_name(net, row), i);
  }
  for (int32_t p = 0; p < gn_params(net) && !check_state.bad; p++)
    for (int64_t i = 0; i < gn_param_size(net, p) && !check_state.bad; i++)
      check_slope(net, &pass, &gn_param_values(net, p)[i], gn_param_gradients(net, p)[i], c->notation,
                  gn_param_name(net, p), i);
  gn_net_free(net);
}

static void gradient_of_every_case(void) {
  for (int32_t i = 0; i < OP_CASES; i++) {
    const bool bad = check_state.bad;
    check_state.bad = false; // go on after a bad case
    check_case(&op_cases[i]);
    check_state.bad |= bad;
  }
  if (!(worst > 1e-4)) CHECK_FAIL("an error of %.2g of the tolerance: has anything been compared?", worst);
}

// Each row's share of the parameters' gradients, taken sample by sample or in ranges, adds up to the whole.
static void check_ranges(const op_case *c) {
  gn_net *net = case_net(c);
  if (!net) return;
  const gn_pass pass = case_pass(net);
  gn_forward(net, &pass);
  gn_zero_gradients(net);
  case_backward(net, &pass);
  int64_t total = 0;
  for (int32_t p = 0; p < gn_params(net); p++) total += gn_param_size(net, p);
  float *whole = calloc((size_t)(total + 1), sizeof *whole);
  CHECK(whole);
  int64_t at = 0;
  for (int32_t p = 0; whole && p < gn_params(net); p++) {
    memcpy(whole + at, gn_param_gradients(net, p), (size_t)gn_param_size(net, p) * sizeof *whole);
    at += gn_param_size(net, p);
  }
  static const int32_t cuts[][CASE_SAMPLES + 1] = {{0, 3, 3, 3}, {0, 1, 2, 3}, {0, 1, 3, 3}, {0, 0, 2, 3}};
  for (size_t k = 0; whole && k < sizeof cuts / sizeof cuts[0]; k++) {
    gn_zero_gradients(net);
    for (int32_t r = gn_rows(net) - 1; r >= 0; r--)
      for (int32_t i = 0; gn_row_params(net, r) > 0 && i < CASE_SAMPLES; i++)
        gn_backward_params(net, &pass, r, cuts[k][i], cuts[k][i + 1]);
    at = 0;
    for (int32_t p = 0; p < gn_params(net); p++) {
      double squares = 0;
      for (int64_t i = 0; i < gn_param_size(net, p); i++) squares += (double)whole[at + i] * (double)whole[at + i];
      const double rms = sqrt(squares / (double)gn_param_size(net, p));
      for (int64_t i = 0; i < gn_param_size(net, p) && !check_state.bad; i++) {
        const double got = (double)gn_param_gradients(net, p)[i], want = (double)whole[at + i];
        // One range is the same sum; several are summed in another order: some roundings of the larger terms.
        if (!(fabs(got - want) <= (k == 0 ? 0 : 4e-6 * rms + 4e-6 * fabs(want))))
          CHECK_FAIL("\"%s\": %s[%lld] adds up to %.9g over ranges %d, not %.9g", c->notation, gn_param_name(net, p),
                     (long long)i, got, (int)k, want);
      }
      at += gn_param_size(net, p);
    }
  }
  free(whole);
  gn_net_free(net);
}

static void ranges_of_samples_add_up(void) {
  for (int32_t i = 0; i < OP_CASES; i++) check_ranges(&op_cases[i]);
}

int main(void) {
  RUN(cases_of_every_op);
  RUN(gradient_of_every_case);
  RUN(ranges_of_samples_add_up);
  return check_done();
}
