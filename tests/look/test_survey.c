// Dead and saturated units, and units that are copies, made by hand and found.
#include "../check.h"
#include "glassnet.h"

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

int main(void) {
  RUN(a_dead_unit_is_counted);
  RUN(saturation_is_counted);
  return check_done();
}
