// in D [D [D]] [ids=V]: what comes from outside. y = x.
#include "op/op.h"

static const op_arg args[] = {
    {"size", true, true, true, 0, 1, GN_MAX_DIM},
    {"size2", true, false, true, 0, 1, GN_MAX_DIM},
    {"size3", true, false, true, 0, 1, GN_MAX_DIM},
    {"ids", false, false, true, 0, 1, GN_MAX_DIM}, // integers 0..ids−1
};

static bool shape(row *r, int32_t slice, gn_error *error) {
  (void)slice;
  (void)error;
  r->shape = (gn_shape){0, {1, 1, 1, 1}};
  for (int32_t i = 0; i < 3 && r->arg[i] > 0; i++) r->shape.dim[r->shape.rank++] = (int32_t)r->arg[i];
  return true;
}

static void forward(const row *r, const pass *p) {
  (void)r;
  (void)p;
}

const op op_in = {
    .name = "in",
    .formula = "y = x",
    .args = args,
    .arg_count = 4,
    .shape = shape,
    .forward = forward,
};
