// glassnet trace: every activation and gradient of one test sample, as safetensors named as in the notation:
// conv1.y, conv1.dy, conv1.weight, conv1.dweight …; a loss row has .y (its probabilities) and .loss.
#include "data.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

typedef struct trace_tensor {
  char name[2 * GN_MAX_NAME];
  gn_shape shape;
  const float *values;
  int64_t count;
} trace_tensor;

typedef struct trace_list {
  trace_tensor *items;
  int64_t count, room;
} trace_list;

static bool put(trace_list *list, const char *name, const gn_shape *shape, const float *values) {
  if (!values) return true;
  if (list->count == list->room) {
    int64_t room = list->room ? 2 * list->room : 64;
    trace_tensor *items = realloc(list->items, (size_t)room * sizeof *items);
    if (!items) return false;
    list->items = items;
    list->room = room;
  }
  trace_tensor *t = &list->items[list->count++];
  snprintf(t->name, sizeof t->name, "%s", name);
  t->shape = *shape;
  t->values = values;
  t->count = cli_shape_size(shape);
  return true;
}

// "conv1.weight" → "conv1.dweight"
static void gradient_name(char *out, size_t room, const char *name) {
  const char *dot = strrchr(name, '.');
  int before = dot ? (int)(dot - name) + 1 : 0;
  snprintf(out, room, "%.*sd%s", before, name, name + before);
}

static bool collect(const gn_net *net, trace_list *list) {
  const gn_shape one = {.rank = 1, .dim = {1, 1, 1, 1}};
  char name[2 * GN_MAX_NAME];
  bool ok = true;
  for (int32_t r = 0; r < gn_rows(net) && ok; r++) {
    const char *row = gn_row_name(net, r);
    const gn_shape *shape = gn_row_shape(net, r);
    snprintf(name, sizeof name, "%s.y", row);
    ok = put(list, name, shape, gn_row_values(net, r));
    if (gn_row_is_loss(net, r)) {
      snprintf(name, sizeof name, "%s.loss", row);
      ok = ok && put(list, name, &one, gn_row_losses(net, r));
      continue;
    }
    snprintf(name, sizeof name, "%s.dy", row);
    ok = ok && put(list, name, shape, gn_row_gradients(net, r));
  }
  for (int32_t p = 0; p < gn_params(net) && ok; p++) {
    const char *param = gn_param_name(net, p);
    ok = put(list, param, gn_param_shape(net, p), gn_param_values(net, p));
    gradient_name(name, sizeof name, param);
    ok = ok && put(list, name, gn_param_shape(net, p), gn_param_gradients(net, p));
  }
  return ok;
}

// Writes into out unless it is NULL; returns the bytes it takes.
static int64_t header(const trace_list *list, int64_t index, int label, char *out, size_t room) {
  int64_t used = 0, at = 0;
#define PUT(...) used += snprintf(out ? out + used : NULL, out ? room - (size_t)used : 0, __VA_ARGS__)
  PUT("{\"__metadata__\":{\"format\":\"pt\",\"index\":\"%" PRId64 "\",\"label\":\"%d\"}", index, label);
  for (int64_t i = 0; i < list->count; i++) {
    const trace_tensor *t = &list->items[i];
    PUT(",\"%s\":{\"dtype\":\"F32\",\"shape\":[", t->name);
    for (int32_t d = 0; d < t->shape.rank; d++) PUT("%s%d", d ? "," : "", (int)t->shape.dim[d]);
    PUT("],\"data_offsets\":[%" PRId64 ",%" PRId64 "]}", at, at + 4 * t->count);
    at += 4 * t->count;
  }
  PUT("}");
#undef PUT
  return used;
}

static bool write_trace(const char *path, const trace_list *list, int64_t index, int label) {
  int64_t text = header(list, index, label, NULL, 0), padded = (text + 7) / 8 * 8, floats = 0;
  for (int64_t i = 0; i < list->count; i++) floats += list->items[i].count;
  int64_t bytes = 8 + padded + 4 * floats;
  uint8_t *file = malloc((size_t)bytes + 1);
  if (!file) {
    cli_fail("out of memory");
    return false;
  }
  for (int i = 0; i < 8; i++) file[i] = (uint8_t)((uint64_t)padded >> (8 * i));
  header(list, index, label, (char *)file + 8, (size_t)text + 1);
  memset(file + 8 + text, ' ', (size_t)(padded - text));
  uint8_t *to = file + 8 + padded;
  for (int64_t i = 0; i < list->count; i++) {
    memcpy(to, list->items[i].values, (size_t)(4 * list->items[i].count));
    to += 4 * list->items[i].count;
  }
  bool written = cli_write(path, file, bytes);
  free(file);
  return written;
}

static void run(gn_net *net, const gn_data *data, int64_t index) {
  float *x = gn_row_values(net, gn_input_row(net, 0));
  for (int32_t i = 0; i < data->size; i++) x[i] = (float)data->images[index * data->size + i] / 255.0f;
  gn_target_class(net, 0, 0, data->labels[index]);
  const gn_pass pass = {.n = 1, .batch = 1, .targets = true};
  gn_zero_gradients(net);
  gn_forward(net, &pass);
  gn_backward(net, &pass);
}

int cli_trace(int argc, char **argv) {
  const char *weights = NULL, *data = NULL, *model = NULL, *out = NULL;
  int64_t index = 0;
  bool given = false;
  const cli_flag flags[] = {
      {"weights", "F", "weights (safetensors)", CLI_TEXT, &weights, 0, 0, NULL, NULL},
      {"data", "DIR", "folder with MNIST's IDX files", CLI_TEXT, &data, 0, 0, NULL, NULL},
      {"index", "I", "which sample of the test set, from 0", CLI_WHOLE, &index, 0, 1e9, &given, NULL},
      {"out", "F", "write the tensors here (safetensors)", CLI_TEXT, &out, 0, 0, NULL, NULL},
      {"model", "SPEC|NAME", "if the weights do not name their notation", CLI_TEXT, &model, 0, 0, NULL, NULL}};
  int code;
  if (!cli_flags(argc, argv, "glassnet trace: every activation and gradient of one test sample", flags, 5, &code))
    return code;
  if (!weights || !data || !given || !out) {
    fprintf(stderr, "glassnet: trace wants --weights, --data, --index and --out\n");
    return CLI_BAD_USAGE;
  }
  gn_net *net = cli_net(model, weights, &(gn_config){.slice = 1, .flags = GN_GRADIENTS | GN_INPUT_GRADIENTS});
  cli_set test = {0};
  trace_list list = {0};
  code = CLI_BAD_INPUT;
  if (net && cli_load_set(data, "t10k", &test) && cli_set_fits(net, &test)) {
    if (index >= test.data.count)
      cli_fail("there is no sample %" PRId64 ", there are %" PRId64, index, test.data.count);
    else {
      run(net, &test.data, index);
      if (!collect(net, &list))
        cli_fail("out of memory");
      else if (write_trace(out, &list, index, test.data.labels[index]))
        code = CLI_DONE;
    }
  }
  if (code == CLI_DONE) {
    const float *y = gn_row_values(net, cli_output_row(net));
    int32_t best = 0, n = (int32_t)cli_shape_size(gn_row_shape(net, cli_output_row(net)));
    for (int32_t i = 1; i < n; i++)
      if (y[i] > y[best]) best = i;
    printf("{");
    cli_json_whole("index", index);
    printf(",\"label\":%d,\"digit\":%d,", test.data.labels[index], (int)best);
    cli_json_number("loss", gn_loss(net, &(gn_pass){.n = 1, .batch = 1, .targets = true}));
    printf(",");
    cli_json_whole("tensors", list.count);
    printf("}\n");
  }
  free(list.items);
  cli_free_set(&test);
  gn_net_free(net);
  return code;
}
