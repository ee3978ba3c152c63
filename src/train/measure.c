// What a step does to each parameter: the length of its gradient, of itself, of its change.
#include "train.h"
#include "train/trainer.h"

#include <math.h>
#include <stdlib.h>

double gn_norm(const float *x, int64_t n) {
  double sum = 0;
  for (int64_t i = 0; i < n; i++) sum += (double)x[i] * (double)x[i];
  return sqrt(sum);
}

static double distance(const float *x, const float *y, int64_t n) {
  double sum = 0;
  for (int64_t i = 0; i < n; i++) {
    double d = (double)x[i] - (double)y[i];
    sum += d * d;
  }
  return sqrt(sum);
}

bool gn_trainer_step_measured(gn_trainer *t, gn_measure *measures) {
  const gn_net *net = t->net;
  if (!t->before) t->before = malloc((size_t)gn_param_total(net) * sizeof(float));
  float *to = t->before;
  for (int32_t i = 0; to && i < net->param_count; to += net->params[i++]->size)
    for (int64_t k = 0; k < net->params[i]->size; k++) to[k] = net->params[i]->v[k];
  gn_trainer_step(t);
  if (!t->before) return false;
  const float *was = t->before;
  const double factor = gn_clip_factor(net, &t->now);
  for (int32_t i = 0; i < net->param_count; was += net->params[i++]->size) {
    const param *p = net->params[i];
    measures[i] = (gn_measure){gn_norm(p->total, p->size), gn_norm(p->v, p->size), distance(p->v, was, p->size),
                               clipped_norm(p, &t->now, factor)};
  }
  return true;
}
