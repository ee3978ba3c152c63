// Words for examples worked by hand: a net of one operation, numbers in, numbers out.
#ifndef HAND_H
#define HAND_H

#include "../check.h"
#include "glassnet.h"

typedef struct hand {
  gn_net *net; // NULL: the notation was refused, which is reported
  gn_pass pass;
  int32_t last; // row
} hand;

static inline hand hand_new(const char *notation, int32_t samples) {
  const gn_config config = {.slice = samples, .flags = GN_GRADIENTS | GN_INPUT_GRADIENTS, .seed = 3};
  gn_error error;
  hand h = {.net = gn_net_new(notation, (int64_t)strlen(notation), &config, &error),
            .pass = {.n = samples, .batch = samples}};
  if (h.net)
    h.last = gn_rows(h.net) - 1;
  else
    CHECK_FAIL("\"%s\": %s at %d (%s)", notation, gn_code_name(error.code), error.at, error.name);
  return h;
}

static inline void hand_free(hand *h) {
  gn_net_free(h->net);
}
static inline float *hand_x(const hand *h, int32_t i) {
  return gn_row_values(h->net, gn_input_row(h->net, i));
}
static inline float *hand_dx(const hand *h, int32_t i) {
  return gn_row_gradients(h->net, gn_input_row(h->net, i));
}
static inline float *hand_y(const hand *h) {
  return gn_row_values(h->net, h->last);
}

// Backward from a given gradient of the last row.
static inline void hand_backward(const hand *h, const float *dy, int64_t n) {
  gn_zero_gradients(h->net);
  gn_backward_begin(h->net, &h->pass);
  memcpy(gn_row_gradients(h->net, h->last), dy, (size_t)n * sizeof *dy);
  for (int32_t r = h->last; r >= 0; r--) gn_backward_row(h->net, &h->pass, r);
}

#define HAND_COUNT(...) (sizeof((const float[]){__VA_ARGS__}) / sizeof(float))
// SET(to, numbers …), BACKWARD(hand, numbers …), SAME(got, tolerance, numbers …)
#define SET(to, ...) memcpy((to), (const float[]){__VA_ARGS__}, sizeof((const float[]){__VA_ARGS__}))
#define BACKWARD(h, ...) hand_backward((h), (const float[]){__VA_ARGS__}, (int64_t)HAND_COUNT(__VA_ARGS__))
#define SAME(got, tolerance, ...)                                                                                      \
  hand_same(#got, __LINE__, (got), (tolerance), (const float[]){__VA_ARGS__}, (int64_t)HAND_COUNT(__VA_ARGS__))

static inline void hand_same(const char *what, int line, const float *got, double tolerance, const float *want,
                             int64_t n) {
  for (int64_t i = 0; i < n; i++)
    if (!(fabs((double)got[i] - (double)want[i]) <= tolerance))
      CHECK_FAIL("line %d: %s[%lld] is %.9g, should be %.9g", line, what, (long long)i, (double)got[i],
                 (double)want[i]);
}

// The terms of a number: TERMS(hand, kind, id, index, form, tolerance, value, weight, value, weight …), of sample 0.
#define TERMS(h, kind, id, index, form, tolerance, ...)                                                                \
  hand_terms((h), (gn_ref){(kind), (id), 0, (index)}, (form), __LINE__, (tolerance), (const float[]){__VA_ARGS__},     \
             (int64_t)HAND_COUNT(__VA_ARGS__) / 2)

static inline void hand_terms(const hand *h, gn_ref what, gn_form form, int line, double tolerance, const float *want,
                              int64_t n) {
  gn_term got[64];
  gn_form got_form = GN_FORM_NONE;
  const int64_t count = gn_terms(h->net, &h->pass, what, 0, 64, got, &got_form);
  if (count != n || got_form != form) {
    CHECK_FAIL("line %d: %lld terms of form %d, should be %lld of form %d", line, (long long)count, (int)got_form,
               (long long)n, (int)form);
    return;
  }
  for (int64_t i = 0; i < n; i++) {
    if (!(fabs((double)got[i].value - (double)want[2 * i]) <= tolerance) ||
        !(fabs((double)got[i].weight - (double)want[2 * i + 1]) <= tolerance))
      CHECK_FAIL("line %d: term %lld is %.9g · %.9g, should be %.9g · %.9g", line, (long long)i, (double)got[i].value,
                 (double)got[i].weight, (double)want[2 * i], (double)want[2 * i + 1]);
  }
}

// The notation is refused with this code, at this piece of the text.
static inline gn_error hand_refused(const char *notation, gn_code code, const char *piece) {
  const gn_config config = {.slice = 1};
  gn_error error = {0};
  gn_net *net = gn_net_new(notation, (int64_t)strlen(notation), &config, &error);
  if (net) {
    CHECK_FAIL("\"%s\" was accepted", notation);
    gn_net_free(net);
    return error;
  }
  const char *found = strstr(notation, piece);
  if (error.code != (int32_t)code)
    CHECK_FAIL("\"%s\": %s, should be %s", notation, gn_code_name(error.code), gn_code_name((int32_t)code));
  if (!found || error.at != found - notation || error.length != (int32_t)strlen(piece))
    CHECK_FAIL("\"%s\": refused at %d, %d bytes, should be at \"%s\"", notation, error.at, error.length, piece);
  return error;
}

#endif
