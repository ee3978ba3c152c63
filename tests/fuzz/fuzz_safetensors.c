// Any bytes as a file of weights: all parameters are set to finite numbers, or none is touched. What was loaded is
// saved and must load again.
#include <stdlib.h>
#include <string.h>

#include "data.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static const char notation[] = "in 3; dense 2; relu; dense 2; softmax_ce";
enum { FLOATS = 14 };

static gn_net *net_new(void) {
  const gn_config config = {.slice = 1, .seed = 1};
  gn_error error;
  gn_net *net = gn_net_new(notation, (int64_t)strlen(notation), &config, &error);
  if (net == NULL) abort();
  return net;
}

static void copy_params(float out[FLOATS], const gn_net *net) {
  for (int32_t p = 0; p < gn_params(net); p++) {
    memcpy(out, gn_param_values(net, p), sizeof(float) * (size_t)gn_param_size(net, p));
    out += gn_param_size(net, p);
  }
}

// Files must begin with the length of their header; so that the fuzzer need not guess it, an input that begins with
// `{` is taken for the header and the data after its last brace.
static uint8_t *with_length(const uint8_t *bytes, size_t *count) {
  size_t header = 0;
  for (size_t i = 0; i < *count; i++)
    if (bytes[i] == '}') header = i + 1;
  uint8_t *file = malloc(*count + 8);
  for (int i = 0; i < 8; i++) file[i] = (uint8_t)((uint64_t)header >> (8 * i));
  memcpy(file + 8, bytes, *count);
  *count += 8;
  return file;
}

static void try_file(const uint8_t *file, size_t count) {
  gn_net *net = net_new();
  float before[FLOATS], after[FLOATS];
  copy_params(before, net);
  gn_error error;
  char text[64];
  gn_weights_notation(file, (int64_t)count, text, sizeof text, &error);
  const bool loaded = gn_weights_load(net, file, (int64_t)count, &error);
  copy_params(after, net);
  if (loaded != (error.code == GN_OK)) abort();
  if (!loaded && memcmp(before, after, sizeof before) != 0) abort();
  for (int32_t i = 0; i < FLOATS; i++)
    if (after[i] - after[i] != 0) abort();
  if (loaded) {
    const int64_t bytes = gn_weights_bytes(net);
    uint8_t *again = malloc((size_t)bytes);
    if (gn_weights_save(net, again) != bytes || !gn_weights_load(net, again, bytes, &error)) abort();
    copy_params(before, net);
    if (memcmp(before, after, sizeof before) != 0) abort();
    free(again);
  }
  gn_net_free(net);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
  if (count > 0 && bytes[0] == '{') {
    uint8_t *file = with_length(bytes, &count);
    try_file(file, count);
    free(file);
  } else {
    try_file(bytes, count);
  }
  return 0;
}
