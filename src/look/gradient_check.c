// A gradient by two ways: backpropagation, and the central difference (L(w+ε) − L(w−ε)) / 2ε.
#include "look.h"

#include <math.h>

static double mean_loss(gn_net *net, const gn_pass *pass) {
  gn_forward(net, pass);
  return gn_loss(net, pass) / pass->batch;
}

void gn_gradient_check(gn_check *check, gn_net *net, const gn_pass *pass, int32_t param, int64_t index,
                       double epsilon) {
  float *w = &gn_param_values(net, param)[index];
  const float kept = *w;
  const float high = (float)((double)kept + epsilon), low = (float)((double)kept - epsilon);
  *w = high;
  check->above = mean_loss(net, pass);
  *w = low;
  check->below = mean_loss(net, pass);
  *w = kept; // before the last pass: what it leaves behind is the unchanged net's
  check->loss = mean_loss(net, pass);
  gn_zero_gradients(net);
  gn_backward(net, pass);
  check->analytic = (double)gn_param_gradients(net, param)[index];
  // w ± ε as rounded to float: divided by the distance that it really is
  const double distance = (double)high - (double)low;
  check->numeric = distance > 0 ? (check->above - check->below) / distance : 0;
  const double size = fmax(fabs(check->analytic), fabs(check->numeric));
  check->error = size > 0 ? fabs(check->analytic - check->numeric) / size : 0;
}
