// The parameters whose gradients are largest, and how many are exactly zero.
#include "net/net.h"

#include <math.h>

static float size_of(const gn_net *net, gn_ref at) {
  return fabsf(net->params[at.id]->total[at.index]);
}

// Kept in order as they come: of equal ones the earlier stays first.
int64_t gn_steepest(gn_ref *refs, const gn_net *net, int64_t max) {
  int64_t count = 0;
  for (int32_t p = 0; p < net->param_count; p++)
    for (int64_t i = 0; net->params[p]->total && i < net->params[p]->size; i++) {
      gn_ref what = {GN_PARAM_GRADIENT, p, 0, i};
      float size = size_of(net, what);
      if (!(size > 0) || (count == max && !(max > 0 && size > size_of(net, refs[max - 1])))) continue;
      int64_t at = count < max ? count++ : max - 1;
      for (; at > 0 && size_of(net, refs[at - 1]) < size; at--) refs[at] = refs[at - 1];
      refs[at] = what;
    }
  return count;
}

int64_t gn_zeros(const float *x, int64_t n) {
  int64_t count = 0;
  for (int64_t i = 0; i < n; i++) count += x[i] == 0;
  return count;
}
