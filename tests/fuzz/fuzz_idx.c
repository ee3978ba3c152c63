// Any bytes as an IDX file: an error or a payload that lies within them.
#include <stdlib.h>

#include "data.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
  int32_t rank, dims[4];
  const uint8_t *payload;
  gn_error error;
  if (!gn_idx_parse(bytes, (int64_t)count, &rank, dims, &payload, &error)) {
    if (error.code == GN_OK) abort();
    return 0;
  }
  const int64_t total = (int64_t)dims[0] * dims[1] * dims[2] * dims[3];
  if (rank < 1 || rank > 4 || payload < bytes || payload + total != bytes + count) abort();
  return 0;
}
