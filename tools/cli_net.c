// A net from a name, a notation or a file of weights, and whether data fits it.
#include "data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

int64_t cli_shape_size(const gn_shape *shape) {
  int64_t size = 1;
  for (int32_t i = 0; i < shape->rank; i++) size *= shape->dim[i];
  return size;
}

int32_t cli_output_row(const gn_net *net) {
  return gn_targets(net) > 0 ? gn_target_row(net, 0) : gn_rows(net) - 1;
}

// The notation in a file's metadata, in memory of its own, or NULL.
static char *notation_of(const char *path, const cli_bytes *file) {
  gn_error error = {0};
  int64_t length = gn_weights_notation(file->data, file->count, NULL, 0, &error);
  if (error.code != GN_OK) {
    cli_fail_error(path, &error);
    return NULL;
  }
  if (length <= 0) {
    cli_fail("%s holds no notation; say which model it is with --model", path);
    return NULL;
  }
  char *notation = malloc((size_t)length + 1);
  if (!notation)
    cli_fail("out of memory");
  else
    gn_weights_notation(file->data, file->count, notation, length + 1, &error);
  return notation;
}

static gn_net *net_of(const char *model, const char *path, const cli_bytes *file, const gn_config *config) {
  char *own = NULL;
  const char *notation = model ? cli_model_notation(model) : NULL;
  if (!notation) notation = model ? model : (own = notation_of(path, file));
  if (!notation) return NULL;
  gn_error error = {0};
  gn_net *net = gn_net_new(notation, (int64_t)strlen(notation), config, &error);
  if (!net) {
    cli_fail_notation(notation, &error);
    if (error.code == GN_UNKNOWN_OP && !strpbrk(notation, " ;\n"))
      cli_fail("nor is there a shipped model of that name; glassnet models lists them");
  }
  free(own);
  if (net && path && !gn_weights_load(net, file->data, file->count, &error)) {
    cli_fail_error(path, &error);
    gn_net_free(net);
    return NULL;
  }
  return net;
}

gn_net *cli_net(const char *model, const char *weights, const gn_config *config) {
  cli_bytes file = {0};
  if (weights && !cli_read(weights, &file)) return NULL;
  gn_net *net = net_of(model, weights, &file, config);
  free(file.data);
  return net;
}

bool cli_net_fits(const gn_net *net, int64_t size, bool target) {
  if (gn_inputs(net) != 1 || gn_input_ids(net, 0) != 0) {
    cli_fail("this model wants more than one input or integers, not one sample");
    return false;
  }
  int64_t wants = cli_shape_size(gn_row_shape(net, gn_input_row(net, 0)));
  if (wants != size) {
    cli_fail("this model takes %lld numbers, a sample has %lld", (long long)wants, (long long)size);
    return false;
  }
  if (target && gn_targets(net) != 1) {
    cli_fail("this model has %d loss rows; one is wanted", (int)gn_targets(net));
    return false;
  }
  return true;
}

bool cli_set_fits(const gn_net *net, const cli_set *set) {
  if (!set->data.tokens && !cli_net_fits(net, set->data.size, true)) return false;
  gn_error error = {0};
  if (gn_data_fits(net, &set->data, &error)) return true;
  char sentence[512];
  cli_explain(&error, sentence, sizeof sentence);
  cli_fail("%s", sentence);
  return false;
}
