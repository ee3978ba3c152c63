// Where a run breaks: the first operation of a step whose result is NaN or infinite.
#include "train.h"

#include <math.h>

#include "train/trainer.h"

int64_t gn_not_finite(const float *x, int64_t n) {
  for (int64_t i = 0; i < n; i++)
    if (!isfinite(x[i])) return i;
  return -1;
}

// One of `n` samples' tensors of `size` floats.
static bool found(gn_fault *fault, gn_kind kind, int32_t id, const float *x, int64_t size, int32_t n) {
  const int64_t i = x ? gn_not_finite(x, n * size) : -1;
  if (i < 0) return false;
  fault->what = (gn_ref){.kind = (int32_t)kind, .id = id, .sample = (int32_t)(i / size), .index = i % size};
  fault->value = x[i];
  return true;
}

static bool in_params(const gn_net *net, gn_fault *fault, bool gradients) {
  for (int32_t i = 0; i < net->param_count; i++) {
    const param *p = net->params[i];
    if (found(fault, gradients ? GN_PARAM_GRADIENT : GN_PARAM, i, gradients ? p->total : p->v, p->size, 1)) return true;
  }
  return false;
}

static bool after(const gn_net *net, gn_fault *fault, const gn_moment *done, int32_t n) {
  if (done->update) return in_params(net, fault, false);
  const row *r = net->rows[done->row];
  if (!done->backward)
    return found(fault, GN_VALUE, r->number, r->y, r->size, n) ||
           (r->op->loss && found(fault, GN_LOSS, r->number, r->loss, 1, n));
  for (int32_t i = 0; i < r->inputs; i++)
    if (found(fault, GN_GRADIENT, r->in[i], r->dx[i], net->rows[r->in[i]]->size, n)) return true;
  return r->w[0] && in_params(net, fault, true);
}

bool gn_trainer_step_watched(gn_trainer *t, gn_fault *fault) {
  for (bool ended = false; !ended;) {
    const int64_t step = t->steps + 1;
    // A step that has not begun begins with its first row.
    const gn_moment doing = t->batch > 0 ? gn_trainer_moment(t) : (gn_moment){.row = 0};
    const int32_t first = t->first, batch = t->batch, slice = t->net->config.slice;
    ended = gn_trainer_advance(t);
    const int32_t left = (batch > 0 ? batch - first : t->batch), n = left < slice ? left : slice;
    if (after(t->net, fault, &doing, n)) {
      fault->step = step;
      fault->backward = doing.backward;
      return true;
    }
  }
  return false;
}
