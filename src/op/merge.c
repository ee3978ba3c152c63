// merge: (H,T,d) → (T,H·d). The heads side by side again.
#include "op/heads.h"

#include "kernel/kernel.h"

#include <string.h>

int64_t heads_parted(const gn_shape *s, int64_t joined) {
  int64_t d = s->dim[2], wide = s->dim[0] * d, t = joined / wide, h = joined % wide / d;
  return (h * s->dim[1] + t) * d + joined % d;
}
int64_t heads_joined(const gn_shape *s, int64_t parted) {
  int64_t d = s->dim[2], h = parted / d / s->dim[1], t = parted / d % s->dim[1];
  return (t * s->dim[0] + h) * d + parted % d;
}

void heads_split(float *y, const float *x, const gn_shape *s) {
  int64_t d = s->dim[2], pieces = (int64_t)s->dim[0] * s->dim[1];
  for (int64_t i = 0; i < pieces; i++) memcpy(y + i * d, x + heads_joined(s, i * d), (size_t)d * sizeof(float));
}
void heads_join(float *y, const float *x, const gn_shape *s) {
  int64_t d = s->dim[2], pieces = (int64_t)s->dim[0] * s->dim[1];
  for (int64_t i = 0; i < pieces; i++) add_to(y + heads_joined(s, i * d), x + i * d, d);
}

static bool shape(row *r, int32_t slice, gn_error *error) {
  (void)slice;
  const gn_shape *x = r->xs[0];
  if (!row_wants_rank(r, 0, 3, error)) return false;
  int64_t width = (int64_t)x->dim[0] * x->dim[2];
  if (width > GN_MAX_DIM) {
    row_fail(r, error, GN_TOO_BIG);
    error->arg[0] = width;
    error->arg[1] = GN_MAX_DIM;
    return false;
  }
  r->shape = (gn_shape){2, {x->dim[1], (int32_t)width, 1, 1}};
  return true;
}

static void forward(const row *r, const pass *p) {
  fill(r->y, 0, p->is.n * r->size);
  for (int32_t b = 0; b < p->is.n; b++) heads_join(r->y + b * r->size, r->x[0] + b * r->size, r->xs[0]);
}

static void backward(const row *r, const pass *p) {
  const gn_shape *s = r->xs[0];
  int64_t d = s->dim[2], pieces = (int64_t)s->dim[0] * s->dim[1];
  for (int32_t b = 0; b < p->is.n; b++)
    for (int64_t i = 0; i < pieces; i++)
      add_to(r->dx[0] + b * r->size + i * d, r->dy + b * r->size + heads_joined(s, i * d), d);
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  (void)p;
  int64_t base = ask->sample * r->size;
  *form = GN_FORM_SUM;
  if (ask->part == OP_Y) {
    int64_t from = heads_parted(r->xs[0], ask->index);
    term_put(w, r->x[0][base + from], ref_value(r, 0, ask->sample, from), 1, ref_constant());
  } else {
    int64_t from = heads_joined(r->xs[0], ask->index);
    term_put(w, r->dy[base + from], ref_dy(r, ask->sample, from), 1, ref_constant());
  }
}

const op op_merge = {
    .name = "merge",
    .formula = "y_{t,\\,hd + k} = x_{h,t,k}",
    .least_inputs = 1,
    .most_inputs = 1,
    .sequence = true,
    .shape = shape,
    .forward = forward,
    .backward = backward,
    .terms = terms,
};
