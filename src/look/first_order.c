// What a small step should do to the loss: L(w + Δw) ≈ L(w) + g·Δw (Taylor, first order). Sums in double.
#include "look.h"
#include "net/net.h"

#include <math.h>

void gn_first_order(gn_prediction *out, const gn_net *before, const gn_net *after) {
  double change = 0, gradient = 0, step = 0;
  for (int32_t p = 0; p < before->param_count; p++) {
    const param *w = before->params[p], *moved = after->params[p];
    for (int64_t i = 0; i < w->size; i++) {
      const double g = (double)w->total[i], by = (double)moved->v[i] - (double)w->v[i];
      change += g * by;
      gradient += g * g;
      step += by * by;
    }
  }
  *out = (gn_prediction){.change = change, .gradient = sqrt(gradient), .step = sqrt(step)};
}
