// zeros N: the state a loop starts from, (N) zeros. Made by `loop`.
#include "op/op.h"

#include "kernel/kernel.h"

static const op_arg args[] = {{"size", true, true, true, 0, 1, GN_MAX_DIM}};

static bool shape(row *r, int32_t slice, gn_error *error) {
  (void)slice;
  (void)error;
  r->shape = (gn_shape){1, {(int32_t)r->arg[0], 1, 1, 1}};
  return true;
}

static void forward(const row *r, const pass *p) {
  fill(r->y, 0, p->is.n * r->size);
}

const op op_zeros = {
    .name = "zeros",
    .formula = "y = 0",
    .args = args,
    .arg_count = 1,
    .hidden = true,
    .shape = shape,
    .forward = forward,
};
