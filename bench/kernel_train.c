// Samples/s of training steps in the core alone: kernel_train [NAME] <DIGITS. Not a test: the median and the best of
// many short runs of each net, on real digits, so that what is zero in them is zero here: COUNT images, then their
// labels, without the heads of the IDX files. Built by hand with src/, natively or by emcc.
#include "train.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { COUNT = 4096, PIXELS = 784, RUNS = 201 };

static const struct {
  const char *name, *notation, *optimizer;
  int32_t batch;
} tasks[] = {
    {"mlp-16-16", "in 784; dense 16; relu; dense 16; relu; dense 10; softmax_ce", "sgd", 32},
    {"mlp-16-16-b1", "in 784; dense 16; relu; dense 16; relu; dense 10; softmax_ce", "sgd", 1},
    {"mlp-16-16-b1024", "in 784; dense 16; relu; dense 16; relu; dense 10; softmax_ce", "sgd", 1024},
    {"mlp-128", "in 784; dense 128; relu; dense 10; softmax_ce", "sgd", 32},
    {"mlp-128-adam", "in 784; dense 128; relu; dense 10; softmax_ce", "adam", 32},
    {"lenet5",
     "in 1 28 28; conv 6 5 pad=2; tanh; avgpool 2; conv 16 5; tanh; avgpool 2; flatten; dense 120; tanh; dense 84; "
     "tanh; dense 10; softmax_ce",
     "sgd", 32},
    {"lenet5-b128",
     "in 1 28 28; conv 6 5 pad=2; tanh; avgpool 2; conv 16 5; tanh; avgpool 2; flatten; dense 120; tanh; dense 84; "
     "tanh; dense 10; softmax_ce",
     "sgd", 128},
};

static double now_s(void) {
  return (double)clock() / CLOCKS_PER_SEC;
} // CPU time: other programs count little

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static bool run(size_t i, const gn_data *data) {
  gn_error error;
  gn_config config = {.slice = GN_SLICE, .flags = GN_GRADIENTS | GN_OPTIMIZER, .seed = 1};
  const char *notation = tasks[i].notation;
  gn_net *net = gn_net_new(notation, (int64_t)strlen(notation), &config, &error);
  gn_trainer *trainer = net ? gn_trainer_new(net, data, 1, &error) : NULL;
  if (!trainer) {
    gn_net_free(net);
    return false;
  }
  gn_settings *settings = gn_trainer_settings(trainer);
  settings->batch = tasks[i].batch;
  settings->optimizer = gn_optimizer_find(tasks[i].optimizer);
  settings->rate = strcmp(tasks[i].optimizer, "adam") == 0 ? 0.001 : 0.05;
  double rates[RUNS], first = gn_trainer_step(trainer), last = 0;
  for (int run = 0; run < RUNS; run++) {
    double start = now_s();
    int64_t samples = 0;
    for (; now_s() - start < 0.004; samples += tasks[i].batch) last = gn_trainer_step(trainer);
    rates[run] = (double)samples / (now_s() - start);
  }
  qsort(rates, RUNS, sizeof *rates, by_size);
  printf("%-16s %9.0f samples/s  best %9.0f  loss %.4f -> %.4f\n", tasks[i].name, rates[RUNS / 2], rates[RUNS - 1],
         first, last);
  gn_trainer_free(trainer);
  gn_net_free(net);
  return true;
}

int main(int argc, char **argv) {
  uint8_t *digits = malloc((size_t)COUNT * (PIXELS + 1));
  if (!digits || fread(digits, PIXELS + 1, COUNT, stdin) != COUNT) {
    fprintf(stderr, "kernel_train: %d images and their labels are wanted on standard input\n", COUNT);
    return 2;
  }
  const gn_data data = {.images = digits, .labels = digits + (size_t)COUNT * PIXELS, .count = COUNT, .size = PIXELS};
  bool ok = true;
  for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++)
    if (argc < 2 || strcmp(argv[1], tasks[i].name) == 0) ok = run(i, &data) && ok;
  free(digits);
  return ok ? 0 : 1;
}
