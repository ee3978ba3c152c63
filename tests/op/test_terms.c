// Where every number of every case comes from: the terms of a sum add up to it, their values and weights are the very
// numbers they point at, and pages of a listing are the listing.
#include <stdlib.h>

#include "cases.h"

enum { MOST_TERMS = 4096 };
static gn_term terms[MOST_TERMS];

static bool same_ref(gn_ref a, gn_ref b) {
  return a.kind == b.kind && a.id == b.id && a.sample == b.sample && a.index == b.index;
}

static void check_part(const gn_net *net, float value, gn_ref from, const char *notation) {
  if (from.kind == GN_CONSTANT) return;
  const float there = gn_number(net, from);
  if (there != value) // no tolerance: it is the same number
    CHECK_FAIL("\"%s\": a term says %.9g of kind %d, id %d, index %lld, which is %.9g", notation, (double)value,
               (int)from.kind, (int)from.id, (long long)from.index, (double)there);
}

// Returns the number's form.
static gn_form check_number(const gn_net *net, const gn_pass *pass, gn_ref what, const char *notation) {
  gn_form form = GN_FORM_NONE, again = GN_FORM_NONE;
  const int64_t count = gn_terms(net, pass, what, 0, MOST_TERMS, terms, &form);
  if (count < 0 || count > MOST_TERMS) {
    CHECK_FAIL("\"%s\": kind %d, id %d, index %lld has %lld terms", notation, (int)what.kind, (int)what.id,
               (long long)what.index, (long long)count);
    return form;
  }
  CHECK_INT(gn_terms(net, pass, what, 0, 0, NULL, &again), count);
  CHECK_INT(again, form);
  if (form == GN_FORM_NONE) CHECK_INT(count, 0);
  if (form == GN_FORM_FUNCTION) CHECK(count > 0);
  double sum = 0, size = 0;
  for (int64_t i = 0; i < count; i++) {
    const double term = (double)terms[i].value * (double)terms[i].weight;
    sum += term;
    size += fabs(term);
    check_part(net, terms[i].value, terms[i].value_from, notation);
    check_part(net, terms[i].weight, terms[i].weight_from, notation);
  }
  // A float sum of n products is off by at most n + 1 roundings of 2⁻²⁴ of their sizes; weights that are themselves
  // computed, such as softmax's, bring some more.
  const double number = (double)gn_number(net, what), allowed = size * (double)(count + 8) * 0x1p-24 + 1e-37;
  if (form == GN_FORM_SUM && !(fabs(sum - number) <= allowed))
    CHECK_FAIL("\"%s\": kind %d, id %d, index %lld is %.9g, its %lld terms add up to %.9g", notation, (int)what.kind,
               (int)what.id, (long long)what.index, number, (long long)count, sum);
  for (int64_t first = 0; first <= count + 3; first += 3) {
    gn_term page[3];
    memset(page, 0, sizeof page);
    CHECK_INT(gn_terms(net, pass, what, first, 3, page, &again), count);
    for (int64_t i = first; i < first + 3 && i < count; i++)
      CHECK(page[i - first].value == terms[i].value && page[i - first].weight == terms[i].weight &&
            same_ref(page[i - first].value_from, terms[i].value_from) &&
            same_ref(page[i - first].weight_from, terms[i].weight_from));
  }
  return form;
}

static void check_case(const op_case *c) {
  gn_net *net = case_net(c);
  if (!net) return;
  const gn_pass pass = case_pass(net);
  gn_forward(net, &pass);
  gn_zero_gradients(net);
  case_backward(net, &pass);
  const int32_t last = gn_rows(net) - 1;
  for (int32_t r = 0; r < gn_rows(net) && !check_state.bad; r++) {
    const int64_t n = case_size(gn_row_shape(net, r));
    for (int32_t b = 0; b < CASE_SAMPLES; b++) {
      for (int64_t i = 0; i < n && !check_state.bad; i++) {
        const gn_form y = check_number(net, &pass, (gn_ref){GN_VALUE, r, b, i}, c->notation);
        CHECK((y == GN_FORM_NONE) == (gn_row_inputs(net, r) == 0)); // only what comes from outside is just given
        // The last row's gradient was set by hand where there is no loss: nothing in the net explains it.
        if (gn_row_gradients(net, r) && !gn_row_is_loss(net, r) && (gn_targets(net) > 0 || r != last))
          check_number(net, &pass, (gn_ref){GN_GRADIENT, r, b, i}, c->notation);
      }
      if (gn_row_is_loss(net, r))
        CHECK_INT(check_number(net, &pass, (gn_ref){GN_LOSS, r, b, 0}, c->notation), GN_FORM_SUM);
    }
  }
  for (int32_t p = 0; p < gn_params(net); p++)
    for (int64_t i = 0; i < gn_param_size(net, p) && !check_state.bad; i++) {
      CHECK_INT(check_number(net, &pass, (gn_ref){GN_PARAM, p, 0, i}, c->notation), GN_FORM_NONE);
      CHECK_INT(check_number(net, &pass, (gn_ref){GN_PARAM_GRADIENT, p, 0, i}, c->notation), GN_FORM_SUM);
    }
  gn_net_free(net);
}

static void terms_of_every_number(void) {
  for (int32_t i = 0; i < OP_CASES; i++) {
    const bool bad = check_state.bad;
    check_state.bad = false;
    check_case(&op_cases[i]);
    check_state.bad |= bad;
  }
}

static void a_number_that_is_not_there_has_no_terms(void) {
  const op_case c = {"dense", "in 3; dense 2; softmax_ce", false};
  gn_net *net = case_net(&c);
  if (!net) return;
  const gn_pass pass = case_pass(net);
  gn_forward(net, &pass);
  gn_zero_gradients(net);
  gn_backward(net, &pass);
  static const gn_ref none[] = {
      {GN_VALUE, -1, 0, 0}, {GN_VALUE, 3, 0, 0},          {GN_VALUE, 1, 0, 2},          {GN_VALUE, 1, 0, -1},
      {GN_VALUE, 1, 3, 0},  {GN_VALUE, 1, -1, 0},         {GN_GRADIENT, 7, 0, 0},       {GN_GRADIENT, 1, 0, INT64_MAX},
      {GN_LOSS, 1, 0, 0},   {GN_LOSS, 2, 3, 0},           {GN_PARAM, 2, 0, 0},          {GN_PARAM, 0, 0, 6},
      {GN_PARAM, -1, 0, 0}, {GN_PARAM_GRADIENT, 1, 0, 2}, {GN_PARAM_GRADIENT, 9, 0, 0}, {99, 0, 0, 0},
  };
  gn_form form;
  for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
    if (gn_terms(net, &pass, none[i], 0, MOST_TERMS, terms, &form) != -1)
      CHECK_FAIL("number %d is none, and yet has terms", (int)i);
  gn_net_free(net);
}

// Design: "a first-layer kernel gradient of LeNet has 25,088 terms at batch 32", 784 for each sample.
static void listing_of_a_large_sum_is_paged(void) {
  const char *lenet = "in 1 28 28; conv 6 5 pad=2; tanh; avgpool 2; flatten; dense 10; softmax_ce";
  const gn_config config = {.slice = 32, .flags = GN_GRADIENTS, .seed = 7};
  gn_error error;
  gn_net *net = gn_net_new(lenet, (int64_t)strlen(lenet), &config, &error);
  CHECK(net);
  if (!net) return;
  for (int32_t i = 0; i < 32 * 784; i++) gn_row_values(net, 0)[i] = golden_value("x", (uint32_t)i, 1);
  for (int32_t b = 0; b < 32; b++) gn_target_class(net, 0, b, b % 10);
  const gn_pass pass = {.n = 32, .batch = 32, .training = true, .targets = true};
  gn_forward(net, &pass);
  gn_zero_gradients(net);
  gn_backward(net, &pass);
  const gn_ref middle = {GN_PARAM_GRADIENT, 0, 0, 12}; // the centre of the first kernel meets every pixel
  gn_form form;
  double sum = 0, size = 0;
  for (int64_t first = 0; first < 25088; first += 1000) {
    CHECK_INT(gn_terms(net, &pass, middle, first, 1000, terms, &form), 25088);
    for (int64_t i = 0; i < 1000 && first + i < 25088; i++) {
      sum += (double)terms[i].value * (double)terms[i].weight;
      size += fabs((double)terms[i].value * (double)terms[i].weight);
    }
  }
  // In float the sum runs in blocks of at most 784: 1e-5 of the sizes is more than their roundings come to.
  CHECK_NEAR(sum, gn_number(net, middle), 1e-5 * size);
  gn_net_free(net);
}

int main(void) {
  RUN(terms_of_every_number);
  RUN(a_number_that_is_not_there_has_no_terms);
  RUN(listing_of_a_large_sum_is_paged);
  return check_done();
}
