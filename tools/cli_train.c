// glassnet train: {"epoch":…,"train_loss":…,"test_loss":…,"test_accuracy":…,"samples_per_s":…} per epoch.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

typedef struct train_options {
  const char *model, *data, *optimizer, *order, *strengths, *init_from, *out;
  int64_t epochs, batch, limit;
  uint64_t seed;
  double rate, final_rate, momentum, beta1, beta2, eps;
  bool augment, log_steps, progress;
} train_options;

// "rotate_deg=10,shift_px=1" over the strengths that are there.
static bool set_strengths(const char *text, gn_augment *how) {
  struct {
    const char *name;
    float *to;
  } known[] = {{"shift_px", &how->shift_px}, {"rotate_deg", &how->rotate_deg}, {"scale", &how->scale},
               {"shear", &how->shear},       {"elastic_px", &how->elastic_px}, {"stroke", &how->stroke},
               {"forms", &how->forms}};
  const size_t count = sizeof known / sizeof *known;
  while (text && *text) {
    size_t name = strcspn(text, "=,"), all = strcspn(text, ",");
    char number[32] = "";
    if (name < all && all - name - 1 < sizeof number) memcpy(number, text + name + 1, all - name - 1);
    double value = 0;
    size_t i = 0;
    while (i < count && (strlen(known[i].name) != name || strncmp(known[i].name, text, name) != 0)) i++;
    if (i == count || !cli_real(number, &value) || value < 0 || value > 1000) {
      fprintf(stderr, "glassnet: --strengths cannot use \"%.*s\"; it takes", (int)all, text);
      for (size_t k = 0; k < count; k++) fprintf(stderr, "%s %s=X", k ? "," : "", known[k].name);
      fprintf(stderr, "\n");
      return false;
    }
    *known[i].to = (float)value;
    text += all + (text[all] == ',');
  }
  return true;
}

static bool choose(const train_options *o, gn_settings *s) {
  s->optimizer = gn_optimizer_find(o->optimizer);
  if (s->optimizer < 0) {
    fprintf(stderr, "glassnet: there is no optimizer \"%s\"; there are", o->optimizer);
    for (int32_t i = 0; i < gn_optimizer_count(); i++) fprintf(stderr, "%s %s", i ? "," : "", gn_optimizer_name(i));
    fprintf(stderr, "\n");
    return false;
  }
  bool shuffled = strcmp(o->order, "shuffled") == 0;
  if (!shuffled && strcmp(o->order, "sequential") != 0) {
    fprintf(stderr, "glassnet: --order is shuffled or sequential, not \"%s\"\n", o->order);
    return false;
  }
  s->batch = (int32_t)o->batch;
  s->rate = o->rate;
  s->momentum = o->momentum;
  s->beta1 = o->beta1;
  s->beta2 = o->beta2;
  s->eps = o->eps;
  s->shuffle = shuffled;
  s->augmented = o->augment || o->strengths;
  s->augment = gn_augment_default;
  return set_strengths(o->strengths, &s->augment);
}

static bool save(const gn_net *net, const char *path) {
  int64_t bytes = gn_weights_bytes(net);
  uint8_t *file = malloc((size_t)bytes);
  if (!file) {
    cli_fail("out of memory");
    return false;
  }
  gn_weights_save(net, file);
  bool saved = cli_write(path, file, bytes);
  free(file);
  return saved;
}

// Along half a cosine from the first rate to the last (Loshchilov, Hutter, 2017).
static double rate_at(const train_options *o, int64_t step, int64_t steps) {
  const double pi = 3.14159265358979323846;
  double done = steps > 1 ? (double)step / (double)(steps - 1) : 0;
  return o->final_rate + (o->rate - o->final_rate) * 0.5 * (1 + cos(pi * done));
}

static void show_progress(int64_t step, int64_t steps, double *shown) {
  double now = cli_seconds();
  if (step < steps && now - *shown < 0.25) return;
  *shown = now;
  fprintf(stderr, "progress %.4f\n", (double)step / (double)steps);
}

static bool epoch(gn_trainer *trainer, const train_options *o, int64_t count, int64_t steps, double *loss,
                  double *seconds) {
  static double shown = -1;
  gn_settings *s = gn_trainer_settings(trainer);
  int64_t before = gn_trainer_epoch(trainer);
  double sum = 0, start = cli_seconds();
  while (gn_trainer_epoch(trainer) == before) {
    int64_t left = count - gn_trainer_position(trainer), step = gn_trainer_steps(trainer);
    if (o->final_rate >= 0) s->rate = rate_at(o, step, steps);
    double mean = gn_trainer_step(trainer);
    sum += mean * (double)(left < s->batch ? left : s->batch);
    if (o->log_steps) {
      printf("{");
      cli_json_whole("step", step + 1);
      printf(",");
      cli_json_number("loss", mean);
      printf("}\n");
    }
    if (o->progress) show_progress(step + 1, steps, &shown);
  }
  *loss = sum / (double)count;
  *seconds = cli_seconds() - start;
  return fflush(stdout) == 0;
}

static void report(int64_t number, double loss, gn_score score, double per_second) {
  printf("{");
  cli_json_whole("epoch", number);
  printf(",");
  cli_json_number("train_loss", loss);
  printf(",");
  cli_json_number("test_loss", score.loss);
  printf(",");
  cli_json_real("test_accuracy", (double)score.correct / (double)score.count, 9);
  printf(",");
  cli_json_real("samples_per_s", per_second, 6);
  printf("}\n");
  fflush(stdout);
}

static int train(const train_options *o, gn_net *net, const cli_set *learn, const cli_set *test) {
  gn_data data = learn->data;
  if (o->limit > 0 && o->limit < data.count) data.count = o->limit;
  gn_error error = {0};
  gn_trainer *trainer = gn_trainer_new(net, &data, o->seed, &error);
  if (!trainer) return cli_fail_error("train", &error);
  int code = CLI_DONE;
  if (!choose(o, gn_trainer_settings(trainer))) code = CLI_BAD_USAGE;
  int64_t batches = (data.count + o->batch - 1) / o->batch, steps = batches * o->epochs;
  for (int64_t e = 1; e <= o->epochs && code == CLI_DONE; e++) {
    double loss, seconds;
    bool heard = epoch(trainer, o, data.count, steps, &loss, &seconds);
    report(e, loss, gn_evaluate(net, &test->data, 0, test->data.count), (double)data.count / seconds);
    // After every epoch, so that a run that is stopped has not been for nothing.
    if (o->out && !save(net, o->out)) code = CLI_BAD_INPUT;
    if (!heard) code = CLI_BAD_INPUT; // nobody reads: glassnet.c says so
  }
  if (code == CLI_DONE && o->epochs == 0 && o->out && !save(net, o->out)) code = CLI_BAD_INPUT;
  gn_trainer_free(trainer);
  return code;
}

int cli_train(int argc, char **argv) {
  const gn_settings usual = gn_settings_default();
  train_options o = {.optimizer = gn_optimizer_name(usual.optimizer),
                     .order = "shuffled",
                     .epochs = 1,
                     .batch = usual.batch,
                     .rate = usual.rate,
                     .final_rate = -1,
                     .momentum = usual.momentum,
                     .beta1 = usual.beta1,
                     .beta2 = usual.beta2,
                     .eps = usual.eps};
  const cli_flag flags[] = {
      {"model", "SPEC|NAME", "a line of notation, or a shipped model", CLI_TEXT, &o.model, 0, 0, NULL},
      {"data", "DIR", "folder with MNIST's four IDX files", CLI_TEXT, &o.data, 0, 0, NULL},
      {"epochs", "N", "times through the training set (1)", CLI_WHOLE, &o.epochs, 0, 1e6, NULL},
      {"batch", "N", "samples per step (32)", CLI_WHOLE, &o.batch, 1, 1 << 30, NULL},
      {"lr", "X", "learning rate", CLI_REAL, &o.rate, 0, 1e6, NULL},
      {"final-lr", "X", "let the rate fall along a cosine to X", CLI_REAL, &o.final_rate, 0, 1e6, NULL},
      {"optimizer", "NAME", "sgd, momentum, adam …", CLI_TEXT, &o.optimizer, 0, 0, NULL},
      {"momentum", "X", "of momentum", CLI_REAL, &o.momentum, 0, 1, NULL},
      {"beta1", "X", "of adam", CLI_REAL, &o.beta1, 0, 1, NULL},
      {"beta2", "X", "of adam", CLI_REAL, &o.beta2, 0, 1, NULL},
      {"eps", "X", "of adam", CLI_REAL, &o.eps, 0, 1, NULL},
      {"seed", "N", "of weights, order, dropout and augmentation (0)", CLI_SEED, &o.seed, 0, 0, NULL},
      {"augment", NULL, "shift, turn, stretch … each picture anew each time", CLI_SWITCH, &o.augment, 0, 0, NULL},
      {"strengths", "K=X,…", "of augmentation, such as rotate_deg=10,shift_px=1", CLI_TEXT, &o.strengths, 0, 0, NULL},
      {"limit", "N", "train on the first N samples only", CLI_WHOLE, &o.limit, 1, 1e9, NULL},
      {"init-from", "F", "start from these weights (safetensors)", CLI_TEXT, &o.init_from, 0, 0, NULL},
      {"order", "WORD", "shuffled (anew each epoch) or sequential", CLI_TEXT, &o.order, 0, 0, NULL},
      {"log-steps", NULL, "also a line with the loss of each mini-batch", CLI_SWITCH, &o.log_steps, 0, 0, NULL},
      {"progress", NULL, "share of the work done, on standard error", CLI_SWITCH, &o.progress, 0, 0, NULL},
      {"out", "F", "write the weights here after each epoch", CLI_TEXT, &o.out, 0, 0, NULL}};
  int code;
  if (!cli_flags(argc, argv, "glassnet train: train a model on MNIST; a line per epoch", flags,
                 (int32_t)(sizeof flags / sizeof *flags), &code))
    return code;
  if (!o.data || !(o.model || o.init_from)) {
    fprintf(stderr, "glassnet: train wants --data, and --model or --init-from\n");
    return CLI_BAD_USAGE;
  }
  gn_settings tried = usual; // a wrong word is refused before anything is read
  if (!choose(&o, &tried)) return CLI_BAD_USAGE;
  gn_net *net = cli_net(o.model, o.init_from,
                        &(gn_config){.slice = GN_SLICE, .flags = GN_GRADIENTS | GN_OPTIMIZER, .seed = o.seed});
  cli_set learn = {0}, test = {0};
  code = CLI_BAD_INPUT;
  if (net && cli_load_set(o.data, "train", &learn) && cli_load_set(o.data, "t10k", &test) &&
      cli_set_fits(net, &learn) && cli_set_fits(net, &test) && (!o.out || cli_can_write(o.out)))
    code = train(&o, net, &learn, &test);
  cli_free_set(&learn);
  cli_free_set(&test);
  gn_net_free(net);
  return code;
}
