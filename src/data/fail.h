// Filling in a gn_error, for src/data.
#ifndef GN_DATA_FAIL_H
#define GN_DATA_FAIL_H

#include <stddef.h>

#include "glassnet.h"

// Sets *error (which may be NULL) to `code` at byte `at`, −1: no place. Always false, so that it can be returned.
static inline bool data_fail(gn_error *error, gn_code code, int64_t at) {
  if (error != NULL)
    *error = (gn_error){.code = (int32_t)code, .at = at > INT32_MAX ? INT32_MAX : (int32_t)at, .row = -1};
  return false;
}

static inline bool data_fail2(gn_error *error, gn_code code, int64_t at, int64_t arg0, int64_t arg1) {
  data_fail(error, code, at);
  if (error != NULL) {
    error->arg[0] = arg0;
    error->arg[1] = arg1;
  }
  return false;
}

static inline bool data_good(gn_error *error) {
  data_fail(error, GN_OK, -1);
  return true;
}

#endif
