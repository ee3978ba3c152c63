// The parameters whose gradients are largest, or smallest, and how many are exactly zero.
#include "look.h"
#include "net/net.h"

#include <math.h>

static float size_of(const gn_net *net, gn_ref at) {
  return fabsf(net->params[at.id]->total[at.index]);
}

// Kept in order as they come: of equal ones the earlier stays first.
static int64_t ranked(gn_ref *refs, const gn_net *net, int64_t max, bool least) {
  int64_t count = 0;
  for (int32_t p = 0; p < net->param_count; p++)
    for (int64_t i = 0; net->params[p]->total && i < net->params[p]->size; i++) {
      gn_ref what = {GN_PARAM_GRADIENT, p, 0, i};
      const float size = least ? -size_of(net, what) : size_of(net, what);
      if (!least && !(size > 0)) continue;
      int64_t at = count;
      for (; at > 0; at--) {
        const float other = size_of(net, refs[at - 1]);
        if (!(size > (least ? -other : other))) break;
        if (at < max) refs[at] = refs[at - 1];
      }
      if (at >= max) continue;
      refs[at] = what;
      if (count < max) count++;
    }
  return count;
}

int64_t gn_steepest(gn_ref *refs, const gn_net *net, int64_t max) {
  return ranked(refs, net, max, false);
}

int64_t gn_flattest(gn_ref *refs, const gn_net *net, int64_t max) {
  return ranked(refs, net, max, true);
}

int64_t gn_zeros(const float *x, int64_t n) {
  int64_t count = 0;
  for (int64_t i = 0; i < n; i++) count += x[i] == 0;
  return count;
}
