// A gradient by two ways: backpropagation, and the central difference (L(w+ε) − L(w−ε)) / 2ε.
#include "look.h"

#include <math.h>

static double mean_loss(gn_net *net, const gn_pass *pass) {
  gn_forward(net, pass);
  return gn_loss(net, pass) / pass->batch;
}

float gn_check_weight(float weight, double by) {
  return (float)((double)weight + by);
}

void gn_check_conclude(gn_check *check, float weight, double epsilon) {
  // w ± ε as rounded to float: divided by the distance that it really is
  const double distance = (double)gn_check_weight(weight, epsilon) - (double)gn_check_weight(weight, -epsilon);
  check->numeric = distance > 0 ? (check->above - check->below) / distance : 0;
  const double size = fmax(fabs(check->analytic), fabs(check->numeric));
  check->error = size > 0 ? fabs(check->analytic - check->numeric) / size : 0;
}

void gn_gradient_check(gn_check *check, gn_net *net, const gn_pass *pass, int32_t param, int64_t index,
                       double epsilon) {
  float *w = &gn_param_values(net, param)[index];
  const float kept = *w;
  *w = gn_check_weight(kept, epsilon);
  check->above = mean_loss(net, pass);
  *w = gn_check_weight(kept, -epsilon);
  check->below = mean_loss(net, pass);
  *w = kept; // before the last pass: what it leaves behind is the unchanged net's
  check->loss = mean_loss(net, pass);
  gn_zero_gradients(net);
  gn_backward(net, pass);
  check->analytic = (double)gn_param_gradients(net, param)[index];
  gn_check_conclude(check, kept, epsilon);
}
