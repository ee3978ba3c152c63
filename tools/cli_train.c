// glassnet train: {"epoch":…,"train_loss":…,"test_loss":…,"test_accuracy":…,"samples_per_s":…} per epoch.
#include "train.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

typedef struct train_options {
  const char *model, *loss, *activation, *order, *init, *init_from, *freeze, *out;
  int64_t epochs, block, bits;
  cli_source from;
  double gain;
  gn_settings settings;
  bool log_steps, progress, whole_schedule; // no length of it was given: it ends with the last step
} train_options;

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

// Every parameter to `bits` significant binary digits, halves to even: what is left compresses.
static void round_weights(gn_net *net, int bits) {
  for (int32_t p = 0; p < gn_params(net); p++) {
    float *w = gn_param_values(net, p);
    for (int64_t i = 0; i < gn_param_size(net, p); i++) {
      int exponent;
      double part = frexp((double)w[i], &exponent);
      if (isfinite(w[i])) w[i] = (float)ldexp(rint(ldexp(part, bits)), exponent - bits);
    }
  }
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

// "test_loss":…,"test_accuracy":…; no accuracy where the targets are numbers.
static void report_score(const char *on, gn_score score, bool classes) {
  char key[32];
  snprintf(key, sizeof key, "%s_loss", on);
  cli_json_number(key, score.loss);
  printf(",");
  if (!classes) return;
  snprintf(key, sizeof key, "%s_accuracy", on);
  cli_json_real(key, (double)score.correct / (double)score.count, 9);
  printf(",");
}

static void report(int64_t number, double loss, gn_net *net, const gn_data *data, const cli_set *set,
                   double per_second) {
  const gn_data *test = &set->data;
  printf("{");
  cli_json_whole("epoch", number);
  printf(",");
  cli_json_number("train_loss", loss);
  printf(",");
  const gn_score held = gn_confusion(net, data, 0, data->held ? data->count : 0, GN_HELD, NULL, NULL, NULL);
  if (held.count > 0) report_score("validation", held, data->labels != NULL);
  if (test->count > 0) {
    const gn_score score = gn_evaluate(net, test, 0, test->count);
    report_score("test", score, test->labels != NULL);
    if (set->per_byte > 0) {
      cli_json_real("test_bits_per_byte", score.loss * set->per_byte / log(2), 9);
      printf(",");
    }
  }
  cli_json_real("samples_per_s", per_second, 6);
  printf("}\n");
  fflush(stdout);
}

static int train(const train_options *o, gn_net *net, const cli_set *learn, const cli_set *test) {
  gn_data data = learn->data;
  if (o->from.samples > 0 && o->from.samples < data.count) data.count = o->from.samples;
  data.block = o->block;
  gn_error error = {0};
  gn_trainer *trainer = gn_trainer_new(net, &data, o->from.seed, &error);
  if (!trainer) return cli_fail_error("train", &error);
  int code = CLI_DONE;
  gn_settings *s = gn_trainer_settings(trainer);
  *s = o->settings;
  const int64_t count = gn_trainer_count(trainer);
  int64_t batches = (count + s->batch - 1) / s->batch, steps = batches * o->epochs;
  int64_t cooling = steps - 1 - s->warmup_steps; // the last step is the first at the schedule's end
  if (o->whole_schedule) s->schedule_steps = cooling < 1 ? 1 : cooling < INT32_MAX ? (int32_t)cooling : INT32_MAX;
  for (int64_t e = 1; e <= o->epochs && code == CLI_DONE; e++) {
    double loss, seconds;
    bool heard = epoch(trainer, o, count, steps, &loss, &seconds);
    if (e == o->epochs && o->bits < FLT_MANT_DIG) round_weights(net, (int)o->bits);
    report(e, loss, net, &data, test, (double)count / seconds);
    // After every epoch, so that a run that is stopped has not been for nothing.
    if (o->out && !save(net, o->out)) code = CLI_BAD_INPUT;
    if (!heard) code = CLI_BAD_INPUT; // nobody reads: glassnet.c says so
  }
  if (code == CLI_DONE && o->epochs == 0 && o->out && !save(net, o->out)) code = CLI_BAD_INPUT;
  gn_trainer_free(trainer);
  return code;
}

static bool find_init(const train_options *o, gn_config *config, int *code) {
  config->init = gn_init_find(o->init);
  config->gain = o->gain;
  if (config->init >= 0) return true;
  fprintf(stderr, "glassnet: there is no init \"%s\"; there are", o->init);
  for (int32_t i = 0; i < gn_init_count(); i++) fprintf(stderr, "%s %s", i > 0 ? "," : "", gn_init_name(i));
  fprintf(stderr, "\n");
  *code = CLI_BAD_USAGE;
  return false;
}

// Names of layers, with commas between: what they have learnt stays as it is.
static bool freeze(gn_net *net, const char *names) {
  for (const char *name = names; name;) {
    const char *comma = strchr(name, ',');
    const size_t length = comma ? (size_t)(comma - name) : strlen(name);
    bool found = false;
    for (int32_t p = 0; p < gn_params(net); p++) {
      const char *param = gn_param_name(net, p);
      if (strncmp(param, name, length) != 0 || param[length] != '.' || length == 0) continue;
      gn_param_freeze(net, p, true);
      found = true;
    }
    if (!found) {
      fprintf(stderr, "glassnet: --freeze: no layer with parameters is called \"%.*s\"; there are", (int)length, name);
      for (int32_t p = 0; p < gn_params(net); p++) fprintf(stderr, "%s %s", p > 0 ? "," : "", gn_param_name(net, p));
      fprintf(stderr, "\n");
      return false;
    }
    name = comma ? comma + 1 : NULL;
  }
  return true;
}

// What nobody has chosen is as the page has it: its view Points learns with Adam, and at a rate of its own.
static void settle(gn_settings *s, const bool *given, bool points) {
  const int32_t adam = gn_optimizer_find("adam");
  if (points && !given[gn_setting_find("optimizer")]) s->optimizer = adam;
  if (given[gn_setting_find("rate")]) return;
  const bool adaptive = s->optimizer == adam || s->optimizer == gn_optimizer_find("adamw");
  s->rate = points && adaptive ? CLI_POINTS_RATE : gn_optimizer_usual_rate(s->optimizer);
}

static bool apply_order(const train_options *o, gn_settings *s, int *code) {
  if (*o->order == '\0') return true;
  s->shuffle = strcmp(o->order, "shuffled") == 0;
  if (s->shuffle || strcmp(o->order, "sequential") == 0) return true;
  fprintf(stderr, "glassnet: --order is shuffled or sequential, not \"%s\"\n", o->order);
  *code = CLI_BAD_USAGE;
  return false;
}

int cli_train(int argc, char **argv) {
  train_options o = {.from = {.seed = 1, .deal = 1, .held = 0.2, .validation = -1},
                     .order = "",
                     .init = gn_init_name(0),
                     .epochs = 1,
                     .bits = FLT_MANT_DIG,
                     .settings = gn_settings_default()};
  gn_settings *to = &o.settings;
  bool given[CLI_MAX_FLAGS] = {false};
  const cli_flag own[] = {
      {"model", "SPEC|NAME", "a line of notation, or a shipped model", CLI_TEXT, &o.model, 0, 0, NULL, NULL},
      {"data", "WHERE", "MNIST's four IDX files in a folder, a CSV file, text:FILE, or plane:NAME (spiral …)", CLI_TEXT,
       &o.from.data, 0, 0, NULL, NULL},
      {"vocab", "gpt2|FILE", "of a text: what it is cut by; without it, into characters", CLI_TEXT, &o.from.vocab, 0, 0,
       NULL, NULL},
      {"tokens", "FILE", "of a text: the tokens of whole characters that it is cut by, of the page or of glassnet bpe",
       CLI_TEXT, &o.from.tokens, 0, 0, NULL, NULL},
      {"epochs", "N", "times through the training set (1)", CLI_WHOLE, &o.epochs, 0, 1e6, NULL, NULL},
      {"seed", "N", "of weights, order, dropout and augmentation (1)", CLI_SEED, &o.from.seed, 0, 0, NULL, NULL},
      {"samples", "N", "train on the first N samples only; of a plane: points, with those kept for the test (300)",
       CLI_WHOLE, &o.from.samples, 1, 1e9, NULL, NULL},
      {"classes", "N", "of a plane that can have several", CLI_WHOLE, &o.from.classes, 2, GN_PLANE_CLASSES, NULL, NULL},
      {"noise", "X", "of a plane: how far points are moved, a deviation (0)", CLI_REAL, &o.from.noise, 0, 10, NULL,
       NULL},
      {"deal", "N", "of points, a plane's or a table's: which they are, and which are kept for the test (1)", CLI_SEED,
       &o.from.deal, 0, 0, NULL, NULL},
      {"held", "SHARE", "of points: kept for the test (0.2)", CLI_REAL, &o.from.held, 0, 0.9, NULL, NULL},
      {"validation", "SHARE",
       "samples held out of training (0; of a CSV file of pictures 0.2; of a text its end, to test on: 0.1)", CLI_REAL,
       &o.from.validation, 0, 1, NULL, NULL},
      {"label-noise", "SHARE", "labels to train on that are drawn anew (0)", CLI_REAL, &o.from.label_noise, 0, 1, NULL,
       NULL},
      {"raw", NULL, "numbers of a CSV file as they are, not to mean 0, deviation 1", CLI_SWITCH, &o.from.raw, 0, 0,
       NULL, NULL},
      {"block", "N", "the first epoch takes N samples after N, as the page fetches them", CLI_WHOLE, &o.block, 1, 1e9,
       NULL, NULL},
      {"count", "N", "another word for --samples", CLI_WHOLE, &o.from.samples, 1, 1e9, NULL, NULL},
      {"limit", "N", "another word for --samples", CLI_WHOLE, &o.from.samples, 1, 1e9, NULL, NULL},
      {"flip", "SHARE", "another word for --label-noise", CLI_REAL, &o.from.label_noise, 0, 1, NULL, NULL},
      {"loss", "NAME", "cross_entropy or mse, in place of the model's own", CLI_TEXT, &o.loss, 0, 0, NULL, NULL},
      {"activation", "NAME", "of all layers: relu, leaky_relu, sigmoid, tanh, gelu, none", CLI_TEXT, &o.activation, 0,
       0, NULL, NULL},
      {"init", "NAME", "weights that the model says nothing of: uniform (as in PyTorch), xavier, he …", CLI_TEXT,
       &o.init, 0, 0, NULL, NULL},
      {"gain", "X", "of --init; 0: its usual one", CLI_REAL, &o.gain, 0, 1e6, NULL, NULL},
      {"init-from", "F", "start from these weights (safetensors)", CLI_TEXT, &o.init_from, 0, 0, NULL, NULL},
      {"freeze", "NAMES", "layers that keep their parameters, such as conv1,dense1", CLI_TEXT, &o.freeze, 0, 0, NULL,
       NULL},
      {"order", "WORD", "shuffled or sequential: --shuffle on or off", CLI_TEXT, &o.order, 0, 0, NULL, NULL},
      {"log-steps", NULL, "also a line with the loss of each mini-batch", CLI_SWITCH, &o.log_steps, 0, 0, NULL, NULL},
      {"progress", NULL, "share of the work done, on standard error", CLI_SWITCH, &o.progress, 0, 0, NULL, NULL},
      {"round-bits", "N",
       "weights of the last epoch to N significant binary digits, so that the file compresses better (24: all)",
       CLI_WHOLE, &o.bits, 2, FLT_MANT_DIG, NULL, NULL},
      {"out", "F", "write the weights here after each epoch", CLI_TEXT, &o.out, 0, 0, NULL, NULL},
      cli_setting_flag("lr", "short for --rate", "rate", to, given),
      cli_setting_flag("augment", "short for --augmented", "augmented", to, given)};
  const int32_t count = (int32_t)(sizeof own / sizeof *own);
  cli_flag flags[CLI_MAX_FLAGS];
  memcpy(flags, own, sizeof own);
  int code;
  if (!cli_flags(argc, argv, "glassnet train: train a model; a line per epoch", flags,
                 count + cli_setting_flags(flags + count, to, given), &code) ||
      !apply_order(&o, to, &code))
    return code;
  gn_config config = {.slice = GN_SLICE, .flags = GN_GRADIENTS | GN_OPTIMIZER, .seed = o.from.seed};
  if (!find_init(&o, &config, &code)) return code;
  o.whole_schedule = !given[gn_setting_find("schedule_steps")];
  if (!o.from.data || !(o.model || o.init_from)) {
    fprintf(stderr, "glassnet: train wants --data, and --model or --init-from\n");
    return CLI_BAD_USAGE;
  }
  char *line = NULL;
  if (o.loss || o.activation) {
    const char *shipped = o.model ? cli_model_notation(o.model) : NULL;
    if (!o.model) {
      fprintf(stderr, "glassnet: --loss and --activation change the line of --model\n");
      return CLI_BAD_USAGE;
    }
    line = cli_line(shipped ? shipped : o.model, o.loss, o.activation, &code);
    if (!line) return code;
    o.model = line;
  }
  gn_net *net = cli_net(o.model, o.init_from, &config);
  if (net && gn_whole_batch(net) >= 0 && to->batch > config.slice) { // it must see the batch in one slice
    gn_net_free(net);
    config.slice = to->batch;
    net = cli_net(o.model, o.init_from, &config);
  }
  cli_set learn = {0}, test = {0};
  if (net) o.from.window = cli_shape_size(gn_row_shape(net, gn_input_row(net, 0)));
  if (net && gn_input_ids(net, 0) > 0 && gn_targets(net) == 1)
    o.from.kinds = cli_shape_size(gn_row_shape(net, cli_output_row(net))) / gn_target_size(net, 0);
  code = CLI_BAD_INPUT;
  if (net && freeze(net, o.freeze) && cli_load(&o.from, &learn, &test) && cli_set_fits(net, &learn) &&
      (test.data.count == 0 || cli_set_fits(net, &test)) &&
      cli_part(&o.from, &learn, &test, cli_shape_size(gn_row_shape(net, gn_target_row(net, 0)))) &&
      (!o.out || cli_can_write(o.out))) {
    settle(to, given, learn.numbers != NULL);
    code = train(&o, net, &learn, &test);
  }
  cli_free_set(&learn);
  cli_free_set(&test);
  gn_net_free(net);
  free(line);
  return code;
}
