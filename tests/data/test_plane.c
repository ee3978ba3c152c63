// The made sets: each is where its formula says, alike for alike numbers, and learnt by a small net; and what a net
// says over the plane.
#include "../check.h"
#include "look.h"
#include "train.h"

enum { COUNT = 1200 };
static float x[2 * COUNT], targets[COUNT];
static uint8_t labels[COUNT];

static int32_t make(const char *name, int32_t classes, double noise) {
  const int32_t set = gn_plane_find(name);
  if (set < 0) CHECK_FAIL("no set \"%s\"", name);
  if (set >= 0) gn_plane_make(x, labels, targets, set, classes, noise, 7, 0, COUNT);
  return set;
}

static double radius(int i) {
  return hypot((double)x[2 * i], (double)x[2 * i + 1]);
}

static void classes_take_turns_within_reach(void) {
  for (int32_t set = 0; set < gn_plane_count(); set++) {
    CHECK_INT(gn_plane_find(gn_plane_name(set)), set);
    for (int32_t n = gn_plane_least_classes(set); n <= gn_plane_most_classes(set); n++) {
      gn_plane_make(x, labels, targets, set, n, 0, 7, 0, COUNT);
      for (int i = 0; i < COUNT * gn_plane_size(set); i++)
        CHECK(fabsf(x[i]) <= 1.0f || strcmp(gn_plane_name(set), "gauss") == 0);
      for (int i = 0; n > 0 && i < COUNT; i++) CHECK_INT(labels[i], i % n);
      for (int i = 0; n == 0 && i < COUNT; i++) CHECK(fabsf(targets[i]) <= 1.05f);
    }
  }
  CHECK_INT(gn_plane_find("nothing"), -1);
}

static void sample_i_is_a_pure_function(void) {
  static float part[2 * COUNT], other[2 * COUNT];
  static uint8_t part_labels[COUNT];
  for (int32_t set = 0; set < gn_plane_count(); set++) {
    const int32_t size = gn_plane_size(set);
    float part_targets[50];
    gn_plane_make(x, labels, targets, set, 3, 0.1, 7, 0, COUNT);
    gn_plane_make(part, part_labels, part_targets, set, 3, 0.1, 7, 100, 50);
    CHECK(memcmp(part, x + 100 * size, sizeof(float) * 50 * (size_t)size) == 0);
    if (gn_plane_least_classes(set) > 0)
      CHECK(memcmp(part_labels, labels + 100, 50) == 0);
    else
      CHECK(memcmp(part_targets, targets + 100, sizeof part_targets) == 0);
    gn_plane_make(other, part_labels, targets, set, 3, 0.1, 8, 0, COUNT);
    CHECK(memcmp(other, x, sizeof(float) * COUNT * (size_t)size) != 0);
  }
}

static void shapes_are_what_they_are_called(void) {
  make("circle", 2, 0);
  for (int i = 0; i < COUNT; i++) CHECK(labels[i] == 0 ? radius(i) < 0.43 : radius(i) > 0.57 && radius(i) < 0.84);
  make("xor", 2, 0);
  for (int i = 0; i < COUNT; i++) CHECK((x[2 * i] * x[2 * i + 1] > 0) == (labels[i] == 1));
  make("rings", 4, 0);
  for (int i = 0; i < COUNT; i++) CHECK_INT((int)(radius(i) / 0.9 * 4), labels[i]);
  make("spiral", 3, 0);
  for (int i = 0; i < COUNT; i++) { // the angle less what the arm has turned is the arm's own
    const double angle = atan2((double)x[2 * i], (double)x[2 * i + 1]) / 6.283185307179586;
    const double own = angle - 1.75 * radius(i) / 0.85 - labels[i] / 3.0;
    if (radius(i) > 0.01) CHECK_NEAR(own - round(own), 0, 1e-4);
  }
  make("moons", 2, 0);
  for (int i = 0; i < COUNT; i++) {
    const double side = labels[i] == 0 ? 1 : -1, px = side * (double)x[2 * i] / 0.6,
                 py = side * (double)x[2 * i + 1] / 0.6;
    CHECK_NEAR(hypot(px + 0.5, py + 0.25), 1, 1e-5);
    CHECK(py + 0.25 > -1e-5);
  }
  make("gauss", 2, 0);
  double mean[4] = {0};
  for (int i = 0; i < COUNT; i++)
    for (int k = 0; k < 2; k++) mean[2 * labels[i] + k] += (double)x[2 * i + k] / (COUNT / 2);
  for (int k = 0; k < 4; k++) CHECK_NEAR(mean[k], k < 2 ? 0.332 : -0.332, 0.02);
}

static void numbers_are_those_of_the_formula(void) {
  make("plane", 0, 0);
  for (int i = 0; i < COUNT; i++) CHECK_NEAR(targets[i], (x[2 * i] + x[2 * i + 1]) / 2, 1e-6);
  make("sine", 0, 0);
  for (int i = 0; i < COUNT; i++) CHECK_NEAR(targets[i], sin(6.283185307179586 * (double)x[i]), 1e-6);
  make("step", 0, 0);
  for (int i = 0; i < COUNT; i++) CHECK_NEAR(targets[i], x[i] < 0 ? -0.8 : 0.8, 1e-6);
  make("polynomial", 0, 0);
  for (int i = 0; i < COUNT; i++) CHECK_NEAR(targets[i], cos(3 * acos((double)x[i])), 1e-5);
  make("bumps", 0, 0);
  double highest = 0, lowest = 0;
  for (int i = 0; i < COUNT; i++) {
    highest = fmax(highest, (double)targets[i]);
    lowest = fmin(lowest, (double)targets[i]);
  }
  CHECK(highest > 0.9 && lowest < -0.9);
  static float clean[COUNT];
  make("sine", 0, 0);
  memcpy(clean, targets, sizeof clean);
  make("sine", 0, 0.2);
  double squares = 0;
  for (int i = 0; i < COUNT; i++) squares += pow((double)(targets[i] - clean[i]), 2) / COUNT;
  CHECK_NEAR(sqrt(squares), 0.2, 0.02);
}

static gn_net *net_of(const char *notation) {
  gn_error error;
  gn_net *net = gn_net_new(notation, (int64_t)strlen(notation),
                           &(gn_config){.slice = GN_SLICE, .flags = GN_GRADIENTS | GN_OPTIMIZER, .seed = 3}, &error);
  if (!net) CHECK_FAIL("%s", gn_code_name(error.code));
  return net;
}

static gn_score learn(gn_net *net, const gn_data *data, int steps) {
  gn_error error = {0};
  gn_trainer *t = gn_trainer_new(net, data, 1, &error);
  if (!t) CHECK_FAIL("%s", gn_code_name(error.code));
  if (t) {
    gn_settings *s = gn_trainer_settings(t);
    s->optimizer = gn_optimizer_find("adam");
    s->rate = 0.01;
    for (int step = 0; step < steps; step++) gn_trainer_step(t);
  }
  gn_trainer_free(t);
  return gn_evaluate(net, data, 0, data->count);
}

static void small_nets_learn_them(void) {
  static const struct {
    const char *set, *notation;
    int32_t classes;
  } cases[] = {{"circle", "in 2; dense 16; tanh; dense 2; softmax_ce", 2},
               {"xor", "in 2; dense 16; tanh; dense 2; softmax_ce", 2},
               {"gauss", "in 2; dense 16; tanh; dense 5; softmax_ce", 5},
               {"moons", "in 2; dense 16; tanh; dense 2; softmax_ce", 2},
               {"rings", "in 2; dense 24; tanh; dense 16; tanh; dense 3; softmax_ce", 3},
               {"spiral", "in 2; dense 24; tanh; dense 16; tanh; dense 3; softmax_ce", 3}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    make(cases[i].set, cases[i].classes, 0);
    gn_net *net = net_of(cases[i].notation);
    const gn_data data = {.numbers = x, .labels = labels, .count = COUNT, .size = 2};
    if (net) {
      const gn_score score = learn(net, &data, 4000);
      if (score.correct < COUNT * 19 / 20) CHECK_FAIL("%s: %lld right", cases[i].set, (long long)score.correct);
    }
    gn_net_free(net);
  }
  static const char *const curves[] = {"plane", "bumps", "sine", "step", "polynomial"};
  for (int i = 0; i < 5; i++) {
    const int32_t set = make(curves[i], 0, 0);
    gn_net *net = net_of(gn_plane_size(set) == 2 ? "in 2; dense 32; tanh; dense 16; tanh; dense 1; mse"
                                                 : "in 1; dense 32; tanh; dense 16; tanh; dense 1; mse");
    const gn_data data = {
        .numbers = x, .targets = targets, .count = COUNT, .size = gn_plane_size(set), .target_size = 1};
    if (net) {
      const gn_score score = learn(net, &data, 4000);
      if (!(score.loss < 0.02)) CHECK_FAIL("%s: loss %g", curves[i], score.loss);
    }
    gn_net_free(net);
  }
}

static void grid_is_what_the_net_says_there(void) {
  enum { W = 9, H = 7 };
  static float y[W * H * 3], share[W * H];
  static uint8_t winner[W * H];
  gn_net *net = net_of("in 2; dense 8; tanh; dense 3; softmax_ce");
  if (!net) return;
  CHECK(gn_plane_grid(net, W, H, y, winner, share));
  for (int r = 0; r < H; r++)
    for (int c = 0; c < W; c++) {
      gn_row_values(net, 0)[0] = (float)(-1.2 + 2.4 * (c + 0.5) / W);
      gn_row_values(net, 0)[1] = (float)(1.2 - 2.4 * (r + 0.5) / H);
      gn_forward(net, &(gn_pass){.n = 1, .batch = 1});
      const float *p = gn_row_values(net, gn_target_row(net, 0));
      const int i = r * W + c;
      for (int k = 0; k < 3; k++) {
        CHECK_NEAR(y[3 * i + k], p[k], 1e-6);
        CHECK(share[i] >= y[3 * i + k]);
      }
      CHECK(share[i] == y[3 * i + winner[i]]);
    }
  CHECK(y[0] != y[3 * (W * H - 1)]);
  gn_net_free(net);
  net = net_of("in 1; dense 1; mse");
  CHECK(net && gn_plane_grid(net, W, 1, y, NULL, NULL));
  CHECK(net && !gn_plane_grid(net, W, 2, y, NULL, NULL));
  if (net) CHECK_NEAR(y[W - 1] - y[0], 2.4 * (W - 1) / W * (double)gn_param_values(net, 0)[0], 1e-5);
  gn_net_free(net);
  net = net_of("in 3; dense 1; mse");
  CHECK(net && !gn_plane_grid(net, W, H, y, NULL, NULL));
  gn_net_free(net);
}

static void every_unit_has_its_picture(void) {
  enum { W = 7, H = 5, CELLS = W * H };
  static float y[(4 + 3) * CELLS];
  gn_net *net = net_of("in 3; dense 4; tanh; dense 3; softmax_ce");
  if (!net) return;
  const float rest[3] = {9, 0.25f, 9};
  const gn_plane_view view = {.w = W, .h = H, .across = 2, .up = 0, .reach = 3, .rest = rest};
  const int32_t rows[2] = {2, gn_target_row(net, 0)};
  CHECK(gn_plane_rows(net, &view, rows, 2, y));
  for (int r = 0; r < H; r++)
    for (int c = 0; c < W; c++) {
      float *point = gn_row_values(net, 0);
      point[0] = (float)(3 - 6 * (r + 0.5) / H);
      point[1] = 0.25f;
      point[2] = (float)(-3 + 6 * (c + 0.5) / W);
      gn_forward(net, &(gn_pass){.n = 1, .batch = 1});
      const int i = r * W + c;
      for (int k = 0; k < 4; k++) CHECK_NEAR(y[k * CELLS + i], gn_row_values(net, rows[0])[k], 1e-6);
      for (int k = 0; k < 3; k++) CHECK_NEAR(y[(4 + k) * CELLS + i], gn_row_values(net, rows[1])[k], 1e-6);
    }
  const gn_plane_view wrong[] = {{.w = W, .h = H, .across = 3, .up = 0, .reach = 1},
                                 {.w = W, .h = H, .across = 1, .up = 1, .reach = 1},
                                 {.w = W, .h = H, .across = 1, .up = -1, .reach = 1},
                                 {.w = W, .h = 0, .across = 1, .up = 0, .reach = 1}};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) CHECK(!gn_plane_rows(net, &wrong[i], rows, 2, y));
  gn_net_free(net);
}

static void samples_are_held_out_one_by_one(void) {
  enum { N = 20000 };
  static uint8_t held[N], part[N];
  CHECK_NEAR(gn_data_split(held, 0, N, 0.2, 7), 0.2 * N, 200);
  CHECK_INT(gn_data_split(part, 300, 500, 0.2, 7), gn_data_split(held + 300, 300, 500, 0.2, 7));
  CHECK(memcmp(part, held + 300, 500) == 0);
  gn_data_split(part, 0, N, 0.3, 7); // more of them: those before, and others
  for (int i = 0; i < N; i++) CHECK(part[i] >= held[i]);
  gn_data_split(part, 0, N, 0.2, 8);
  CHECK(memcmp(part, held, N) != 0);
  CHECK_INT(gn_data_split(held, 0, N, 0, 7), 0);
  CHECK_INT(gn_data_split(held, 0, N, 1, 7), N);
}

static void labels_are_redrawn_one_by_one(void) {
  enum { N = 20000 };
  static uint8_t noisy[N], part[N];
  memset(noisy, 3, N);
  memset(part, 3, N);
  CHECK_INT(gn_data_noise(noisy, NULL, 0, N, 10, 0, 7), 0);
  CHECK_INT(memcmp(noisy, part, N), 0);
  CHECK_NEAR(gn_data_noise(noisy, NULL, 0, N, 10, 0.4, 7), 0.4 * N, 250);
  int changed = 0, counts[10] = {0};
  for (int i = 0; i < N; i++) changed += noisy[i] != 3;
  CHECK_NEAR(changed, 0.36 * N, 250); // a tenth of them fell on 3 again
  gn_data_noise(part, NULL, 0, 700, 10, 0.4, 7);
  gn_data_noise(part + 700, NULL, 700, N - 700, 10, 0.4, 7);
  CHECK_INT(memcmp(noisy, part, N), 0);
  CHECK_INT(gn_data_noise(noisy, NULL, 0, N, 10, 1, 7), N);
  for (int i = 0; i < N; i++) counts[noisy[i]]++;
  for (int k = 0; k < 10; k++) CHECK_NEAR(counts[k], N / 10, 200);
  static uint8_t held[N];
  for (int i = 0; i < N; i++) held[i] = i % 4 == 0;
  memset(noisy, 77, N);
  CHECK_INT(gn_data_noise(noisy, held, 0, N, 10, 1, 7), N / 4 * 3);
  for (int i = 0; i < N; i++) CHECK((noisy[i] == 77) == (held[i] == 1)); // what is validated on stays as it was
}

int main(void) {
  RUN(classes_take_turns_within_reach);
  RUN(sample_i_is_a_pure_function);
  RUN(shapes_are_what_they_are_called);
  RUN(numbers_are_those_of_the_formula);
  RUN(small_nets_learn_them);
  RUN(grid_is_what_the_net_says_there);
  RUN(every_unit_has_its_picture);
  RUN(samples_are_held_out_one_by_one);
  RUN(labels_are_redrawn_one_by_one);
  return check_done();
}
