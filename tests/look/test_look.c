// What views ask for, against plain ways to work it out.
#include "../check.h"
#include "look.h"

#include <stdlib.h>

static gn_net *net_of(const char *notation) {
  gn_error error;
  gn_config config = {.slice = 1, .seed = 7};
  return gn_net_new(notation, (int64_t)strlen(notation), &config, &error);
}

static void strongest(void) {
  gn_net *net = net_of("in 5; dense 4 bias=0; relu");
  const float x[5] = {1, 0, -2, 3, 0.5f};
  memcpy(gn_row_values(net, 0), x, sizeof x);
  gn_pass pass = {1, 1, false, false, 0, 0};
  gn_forward(net, &pass);
  gn_term terms[30];
  const float *w = gn_param_values(net, 0);
  CHECK_INT(gn_strongest(net, 1, 0, 30, terms), 16); // 20 weights, four of them on the pixel that is 0
  for (int32_t i = 0; i < 16; i++) {
    int64_t at = terms[i].weight_from.index;
    CHECK_NEAR(terms[i].weight, w[at], 0);
    CHECK_NEAR(terms[i].value, x[at % 5], 0);
    CHECK_INT(terms[i].value_from.index, at % 5);
    if (i > 0) CHECK(fabsf(terms[i].value * terms[i].weight) <= fabsf(terms[i - 1].value * terms[i - 1].weight));
  }
  gn_term few[3];
  CHECK_INT(gn_strongest(net, 1, 0, 3, few), 3);
  for (int32_t i = 0; i < 3; i++) CHECK_INT(few[i].weight_from.index, terms[i].weight_from.index);
  CHECK_INT(gn_strongest(net, 2, 0, 3, few), 0); // relu has no weights
  CHECK_INT(gn_strongest(net, 1, 0, 0, few), 0);
  gn_net_free(net);
}

static void curve(void) {
  gn_net *net = net_of("in 3; tanh; leaky_relu 0.25; softmax");
  const float x[3] = {-1, 0, 2};
  float y[3], slope[3];
  CHECK(gn_curve(net, 1, y, slope, x, 3));
  for (int32_t i = 0; i < 3; i++) {
    CHECK_NEAR(y[i], tanh(x[i]), 1e-6);
    CHECK_NEAR(slope[i], 1 - tanh(x[i]) * tanh(x[i]), 1e-6);
  }
  CHECK(gn_curve(net, 2, y, slope, x, 3));
  CHECK_NEAR(y[0], -0.25, 0);
  CHECK_NEAR(slope[0], 0.25, 0);
  CHECK_NEAR(slope[2], 1, 0);
  CHECK(!gn_curve(net, 3, y, slope, x, 3));
  gn_net_free(net);
}

static void rank(void) {
  gn_term terms[6] = {{.value = 1, .weight = 2},  {.value = 3, .weight = -3}, {.value = 0, .weight = 7},
                      {.value = -2, .weight = 1}, {.value = 4, .weight = 1},  {.value = 1, .weight = -4}};
  const int32_t wanted[6] = {1, 4, 5, 0, 3, 2};
  const float sums[7] = {-9, 0, -4, 0, -2, 0, 0};
  float products[6], rest[7];
  int32_t order[6], scratch[6];
  gn_rank_terms(products, order, rest, scratch, terms, 6);
  CHECK_NEAR(products[1], -9, 0);
  for (int32_t i = 0; i < 6; i++) CHECK_INT(order[i], wanted[i]);
  for (int32_t i = 0; i < 7; i++) CHECK_NEAR(rest[i], sums[i], 0);
  terms[0].value = NAN;
  gn_rank_terms(products, order, rest, scratch, terms, 6);
  CHECK_INT(order[5], 0);
  gn_rank_terms(products, order, rest, scratch, terms, 0);
  CHECK_NEAR(rest[0], 0, 0);
}

static void histogram(void) {
  const float x[7] = {-9, -1, -0.1f, 0, 0.99f, 5, NAN};
  int32_t counts[2];
  gn_histogram(counts, 2, -1, 1, x, 7);
  CHECK_INT(counts[0], 3);
  CHECK_INT(counts[1], 3);
}

static void softmax(void) {
  const float x[3] = {1000, 1001, 999};
  float y[3], exps[3], sum;
  gn_softmax(y, exps, &sum, x, 3, 2);
  CHECK_NEAR(exps[1], 1, 0);
  CHECK_NEAR(exps[0], exp(-0.5), 1e-6);
  CHECK_NEAR(sum, 1 + exp(-0.5) + exp(-1), 1e-6);
  CHECK_NEAR(y[0], exp(-0.5) / (1 + exp(-0.5) + exp(-1)), 1e-6);
  gn_softmax(y, NULL, NULL, x, 3, 1e-3f);
  CHECK_NEAR(y[1], 1, 0);
}

static void losses(void) {
  const float p[4] = {0.1f, 0.2f, 0.3f, 0.4f};
  float ce, squared;
  gn_losses(&ce, &squared, p, 4, 2);
  CHECK_NEAR(ce, -log(0.3), 1e-6);
  const float sure[3] = {1e-9f, 1, 2e-12f};
  gn_losses(&ce, &squared, sure, 3, 1);
  CHECK_NEAR(ce / 1.002e-9, 1, 1e-6);
  gn_losses(&ce, &squared, p, 4, 2);
  CHECK_NEAR(squared, (0.01 + 0.04 + 0.49 + 0.16) / 4, 1e-7);
}

static void images(void) {
  float y[GN_DIGIT_PIXELS], again[GN_DIGIT_PIXELS], mean = 0;
  gn_noise_image(y, 3);
  gn_noise_image(again, 3);
  CHECK(memcmp(y, again, sizeof y) == 0);
  for (int32_t i = 0; i < GN_DIGIT_PIXELS; i++) mean += y[i] / GN_DIGIT_PIXELS;
  CHECK_NEAR(mean, 0.5, 0.04); // four standard deviations of the mean of 784
  gn_noise_image(again, 4);
  CHECK(memcmp(y, again, sizeof y) != 0);

  static uint8_t pictures[3][GN_DIGIT_PIXELS];
  const uint8_t labels[3] = {1, 2, 1};
  pictures[0][5] = 255;
  pictures[1][5] = 51;
  gn_data data = {.images = pictures[0], .labels = labels, .count = 3, .size = GN_DIGIT_PIXELS};
  CHECK_INT(gn_average_image(y, &data, 1), 2);
  CHECK_NEAR(y[5], 0.5, 1e-6);
  CHECK_INT(gn_average_image(y, &data, -1), 3);
  CHECK_NEAR(y[5], 0.4, 1e-6);
  CHECK_INT(gn_average_image(y, &data, 9), 0);
  CHECK_NEAR(y[5], 0, 0);
}

static void changes(void) {
  float x[GN_DIGIT_PIXELS] = {0}, y[GN_DIGIT_PIXELS];
  x[10 * 28 + 12] = 1;
  gn_change how = {0, 0, 0, 1, 0};
  gn_change_image(y, x, &how);
  for (int32_t i = 0; i < GN_DIGIT_PIXELS; i++) CHECK_NEAR(y[i], x[i], 1e-6); // nothing asked, nothing changed
  how.shift_x_px = 3;
  how.shift_y_px = -2;
  gn_change_image(y, x, &how);
  CHECK_NEAR(y[8 * 28 + 15], 1, 1e-6);
  how = (gn_change){0, 0, 90, 1, 0}; // (12.5, 10.5) about (14.5, 14.5): 2 left and 4 up turn to 4 right and 2 up
  gn_change_image(y, x, &how);
  CHECK_NEAR(y[12 * 28 + 18], 1, 1e-5);
  how = (gn_change){0, 0, 0, 1, 2};
  gn_change_image(y, x, &how);
  CHECK_NEAR(y[10 * 28 + 13], 1, 1e-6);
  CHECK_NEAR(y[10 * 28 + 14], 0, 1e-6);
  how.stroke_px = 4;
  gn_change_image(y, x, &how);
  CHECK_NEAR(y[10 * 28 + 14], 1, 1e-6);
  how.stroke_px = -2;
  gn_change_image(y, x, &how);
  CHECK_NEAR(y[10 * 28 + 12], 0, 1e-6);
}

int main(void) {
  RUN(changes);
  RUN(strongest);
  RUN(curve);
  RUN(rank);
  RUN(histogram);
  RUN(softmax);
  RUN(losses);
  RUN(images);
  return check_done();
}
