// Adds one row to a net that is being built: arguments, inputs, shape, parameters.
#ifndef GN_BUILD_H
#define GN_BUILD_H

#include "net/net.h"

typedef struct row_plan { // what the notation says of a row
  const op *op;
  char name[GN_MAX_NAME]; // full: "loop1.dense2@7"
  char base[GN_MAX_NAME]; // that its parameters bear: "loop1.dense2"
  bool repeated;          // in a loop: parameters of the same base are the same ones
  int64_t at, length;
  double arg[OP_MAX_ARGS];
  char field[GN_MAX_NAME];
  const int32_t *in; // (inputs)
  int32_t inputs;
  int32_t weight_of; // row whose weight is shared; −1: none
  int32_t scheme;    // init_scheme
  double gain;
  bool drawn; // init= or gain= says how its weights begin; else the net does
} row_plan;

// The new row's number, or −1 and *error.
int32_t row_add(gn_net *net, const row_plan *plan, gn_error *error);

bool build_fail(gn_error *error, gn_code code, int64_t at, int64_t length);

#endif
