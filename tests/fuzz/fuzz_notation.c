// Any bytes as a notation: an error or a net, never a crash. A net that fits is run forward and backward.
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "glassnet.h"

int LLVMFuzzerTestOneInput(const uint8_t *text, size_t length);

enum { RUN_BYTES = 1 << 20 }; // larger nets are built but not run: the fuzzer's time is short

static void check_error(const gn_error *error, int64_t length) {
  if (error->code <= GN_OK || strcmp(gn_code_name(error->code), "") == 0) abort();
  // The place lies within the text.
  if (error->at < -1 || error->at > length || error->length < 0) abort();
  if (error->at >= 0 && error->at + error->length > length) abort();
  if (!memchr(error->name, '\0', sizeof error->name) || !memchr(error->hint, '\0', sizeof error->hint)) abort();
}

static void run(gn_net *net) {
  for (int32_t i = 0; i < gn_inputs(net); i++) {
    int32_t row = gn_input_row(net, i), ids = gn_input_ids(net, i);
    float *x = gn_row_values(net, row);
    const gn_shape *shape = gn_row_shape(net, row);
    int64_t size = 1;
    for (int32_t d = 0; d < shape->rank; d++) size *= shape->dim[d];
    for (int64_t k = 0; k < size; k++) x[k] = ids ? (float)(k % ids) : (float)(k % 7) - 3;
  }
  for (int32_t i = 0; i < gn_targets(net); i++) gn_target_class(net, i, 0, 0);
  const gn_pass pass = {.n = 1, .batch = 1, .training = true, .targets = true};
  gn_forward(net, &pass);
  gn_zero_gradients(net);
  gn_backward(net, &pass);
}

int LLVMFuzzerTestOneInput(const uint8_t *text, size_t length) {
  gn_error error = {0};
  const gn_config config = {.slice = 1, .flags = GN_GRADIENTS};
  gn_net *net = gn_net_new((const char *)text, (int64_t)length, &config, &error);
  if (!net)
    check_error(&error, (int64_t)length);
  else {
    // What it kept is the text, and gives the same net again.
    const char *kept = gn_net_notation(net);
    if (strlen(kept) != length || memcmp(kept, text, length) != 0) abort();
    if (gn_net_bytes(net) <= RUN_BYTES) run(net);
  }
  gn_net_free(net);
  return 0;
}
