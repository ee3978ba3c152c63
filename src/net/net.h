// The inside of a net: its rows, its parameters and the one arena that holds every number.
#ifndef GN_NET_H
#define GN_NET_H

#include "op/op.h"

typedef enum init_scheme {
  INIT_UNIFORM, // U(±gain/√fan_in), PyTorch's default for dense and conv
  INIT_ZERO,
  INIT_CONSTANT, // gain
  INIT_NORMAL,   // N(0, gain²)
  INIT_XAVIER,   // U(±gain·√(6/(fan_in+fan_out))), Glorot, Bengio, 2010
  INIT_HE,       // N(0, gain²·2/fan_in), He et al., 2015
} init_scheme;

int32_t init_find(const char *name, int64_t length); // −1: none
void init_param(param *p, uint64_t seed);

struct gn_net {
  char *notation;
  gn_config config;
  row **rows;
  int32_t row_count, row_room;
  param **params;
  int32_t param_count, param_room;
  param **states; // kept values of rows, as parameters without gradients
  int32_t state_count, state_room;
  int32_t *inputs, *targets; // row numbers of `in` and loss rows
  int32_t input_count, target_count;
  void *block; // as allocated; arena begins at its first aligned byte
  float *arena;
  int64_t floats;         // of the arena
  float *value_gradients; // where its last two parts begin
  float *scratch;
};

// notation.c: fills rows and params from net->notation.
bool notation_parse(gn_net *net, gn_error *error);
// arena.c: sizes the arena, allocates it, and gives every row and parameter its place.
bool arena_lay(gn_net *net, gn_error *error);
// run.c
int32_t slice_parts(int32_t samples); // of at most GN_SLICE samples each
struct pass pass_of(const gn_net *net, const gn_pass *is);

#endif
