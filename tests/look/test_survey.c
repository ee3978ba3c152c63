// Dead and saturated units, and units that are copies, made by hand and found.
#include "../check.h"
#include "look.h"

#include <math.h>

enum { COUNT = 20, SIZE = 3 };

static gn_net *net_of(const char *notation) {
  const gn_config config = {.slice = GN_SLICE, .seed = 1};
  gn_error error;
  gn_net *net = gn_net_new(notation, (int64_t)strlen(notation), &config, &error);
  if (!net) CHECK_FAIL("%s", gn_code_name(error.code));
  return net;
}

static gn_data data_of(uint8_t images[COUNT * SIZE], uint8_t labels[COUNT]) {
  for (int i = 0; i < COUNT * SIZE; i++) images[i] = (uint8_t)(40 + 3 * i);
  for (int i = 0; i < COUNT; i++) labels[i] = (uint8_t)(i % 2);
  return (gn_data){.images = images, .labels = labels, .count = COUNT, .size = SIZE};
}

static void a_dead_unit_is_counted(void) {
  uint8_t images[COUNT * SIZE], labels[COUNT], alive[16];
  const gn_data data = data_of(images, labels);
  gn_net *net = net_of("in 3; dense 4; relu; dense 2; softmax_ce");
  if (net) {
    gn_activity activity[8];
    CHECK_INT(gn_survey_units(net), 4);
    for (int i = 0; i < 12; i++) gn_param_values(net, 0)[i] = i < 3 ? -1.0f : 1.0f; // inputs are positive
    for (int i = 0; i < 4; i++) gn_param_values(net, 1)[i] = 0;
    gn_survey(net, &data, 0, COUNT, alive, activity);
    CHECK_INT(activity[2].units, 4);
    CHECK_INT(activity[2].silent, 1);
    CHECK_NEAR(activity[2].flat, 0.25, 1e-12);
    CHECK_INT(activity[1].units, 0); // a dense row has no slope
    CHECK_INT(gn_twins(net, 0), 3);
  }
  gn_net_free(net);
}

static void saturation_is_counted(void) {
  uint8_t images[COUNT * SIZE], labels[COUNT], alive[16];
  const gn_data data = data_of(images, labels);
  gn_net *net = net_of("in 3; dense 2; tanh; dense 2; softmax_ce");
  if (net) {
    gn_activity activity[8];
    for (int i = 0; i < 6; i++) gn_param_values(net, 0)[i] = i < 3 ? 0.0f : 1.0f;
    gn_param_values(net, 1)[0] = 0;  // slope 1 throughout
    gn_param_values(net, 1)[1] = 40; // slope 0 to the last bit
    gn_survey(net, &data, 0, COUNT, alive, activity);
    CHECK_INT(activity[2].silent, 1);
    CHECK_NEAR(activity[2].flat, 0.5, 1e-12);
    CHECK_INT(gn_twins(net, 0), 0);
  }
  gn_net_free(net);
}

// Counted one sample at a time on a net of slice 1, with another way to find the bin.
static void inputs_are_counted_along_the_curve(void) {
  enum { BINS = 7, ROWS = 9 };
  const char *notation = "in 1 1 3; flatten; dense 5; tanh; dense 4; relu; dense 2; softmax_ce";
  uint8_t images[COUNT * SIZE], labels[COUNT];
  const gn_data data = data_of(images, labels);
  const gn_config one = {.slice = 1, .seed = 1};
  gn_error error;
  gn_net *net = net_of(notation), *alone = gn_net_new(notation, (int64_t)strlen(notation), &one, &error);
  if (net && alone) {
    int32_t counts[ROWS * BINS], plain[ROWS][BINS] = {{0}};
    gn_spread spread[ROWS];
    float most[ROWS] = {0};
    const int rows[] = {3, 5};
    for (int k = 0; k < 5; k++) gn_param_values(net, 1)[k] = 3.0f * (float)(k - 2); // reaches beyond 5
    memcpy(gn_param_values(alone, 1), gn_param_values(net, 1), 5 * sizeof(float));
    gn_spread_inputs(net, &data, 1, COUNT - 2, BINS, counts, spread);
    for (int turn = 0; turn < 2; turn++)
      for (int i = 1; i < COUNT - 1; i++) {
        for (int k = 0; k < SIZE; k++) gn_row_values(alone, 0)[k] = (float)images[i * SIZE + k] / 255.0f;
        gn_forward(alone, &(gn_pass){.n = 1, .batch = 1});
        for (int a = 0; a < 2; a++) {
          const int at = rows[a], n = gn_row_shape(alone, at)->dim[0];
          const float *x = gn_row_values(alone, at - 1), reach = spread[at].reach;
          for (int k = 0; k < n && turn == 0; k++) most[at] = fmaxf(most[at], fabsf(x[k]));
          for (int k = 0; k < n && turn == 1; k++)
            for (int bin = 0; bin < BINS; bin++) {
              const double low = -reach + 2.0 * reach * bin / BINS, high = -reach + 2.0 * reach * (bin + 1) / BINS;
              plain[at][bin] += (double)x[k] >= low && (double)x[k] < high;
            }
        }
      }
    for (int row = 0; row < gn_rows(net); row++) {
      const bool is = row == 3 || row == 5;
      CHECK_INT(spread[row].count, is ? (COUNT - 2) * gn_row_shape(net, row)->dim[0] : 0);
      for (int bin = 0; bin < BINS; bin++) CHECK_INT(counts[row * BINS + bin], plain[row][bin]);
      if (is) CHECK(spread[row].reach >= most[row] && spread[row].reach <= 2.5f * most[row]);
    }
    CHECK_NEAR(spread[3].reach, 10, 1e-6);
    gn_param_values(net, 1)[0] = NAN; // counts nowhere, and the axis stays one
    gn_spread_inputs(net, &data, 0, COUNT, BINS, counts, spread);
    CHECK_INT(spread[3].count, COUNT * 4);
    CHECK_NEAR(spread[3].reach, 10, 1e-6);
  }
  gn_net_free(net);
  gn_net_free(alone);
}

int main(void) {
  RUN(a_dead_unit_is_counted);
  RUN(saturation_is_counted);
  RUN(inputs_are_counted_along_the_curve);
  return check_done();
}
