// One update of the weights: clip the gradients → add L1 and L2 → the optimiser that the settings name → max-norm.
// The gradients themselves stay what backward made them.
#include "train.h"
#include "kernel/kernel.h"
#include "opt/opt.h"
#include "train/trainer.h"

#include <math.h>

// By value: into ±most. NaN stays NaN.
static float clip(float g, float most) {
  return g > most ? most : g < -most ? -most : g;
}

double gn_clip_factor(const gn_net *net, const gn_settings *s) {
  if (s->clip_norm == 0) return 1;
  double squares = 0;
  float most = s->clip_value > 0 ? (float)s->clip_value : INFINITY;
  for (int32_t i = 0; i < net->param_count; i++) {
    const param *p = net->params[i];
    for (int64_t k = 0; k < p->size && !p->frozen; k++) {
      double g = (double)clip(p->total[k], most);
      squares += g * g;
    }
  }
  double factor = s->clip_norm / (sqrt(squares) + 1e-6); // as in PyTorch
  return factor < 1 ? factor : 1;
}

double clipped_norm(const param *p, const gn_settings *s, double factor) {
  const float most = s->clip_value > 0 ? (float)s->clip_value : INFINITY;
  double squares = 0;
  for (int64_t k = 0; k < p->size; k++) {
    double g = (double)clip(p->total[k], most);
    squares += g * g;
  }
  return factor * sqrt(squares);
}

// What the optimiser gets for weight i of p: its gradient, clipped, with the slopes of L1 and L2.
static float effective_at(const param *p, int64_t i, const gn_settings *s, float factor) {
  float most = s->clip_value > 0 ? (float)s->clip_value : INFINITY, l1 = (float)s->l1, l2 = (float)s->l2;
  float w = p->v[i], sign = (float)((w > 0) - (w < 0));
  return factor * clip(p->total[i], most) + l1 * sign + l2 * w;
}

static const float *effective(float *g, const param *p, const gn_settings *s, float factor) {
  if (s->clip_value == 0 && factor == 1 && s->l1 == 0 && s->l2 == 0) return p->total;
  for (int64_t i = 0; i < p->size; i++) g[i] = effective_at(p, i, s, factor);
  return g;
}

float gn_update_gradient(const gn_net *net, const gn_settings *s, int32_t id, int64_t index) {
  return effective_at(net->params[id], index, s, (float)gn_clip_factor(net, s));
}

// Weights that lead into one unit, of a dense or conv row, get no longer than `most` (Srebro, Shraibman, 2005).
static void shorten(param *p, double most) {
  if (p->shape.rank < 2) return; // biases, norms
  int64_t units = p->shape.dim[0], n = p->size / units;
  for (float *w = p->v; w < p->v + p->size; w += n) {
    double squares = 0;
    for (int64_t i = 0; i < n; i++) squares += (double)w[i] * (double)w[i];
    if (squares > most * most) scale_by(w, (float)(most / sqrt(squares)), n);
  }
}

void gn_update(gn_net *net, const gn_settings *settings, int64_t step, int64_t t) {
  gn_settings now = *settings;
  now.rate = gn_schedule_rate(settings, step);
  float factor = (float)gn_clip_factor(net, settings);
  for (int32_t i = 0; i < net->param_count; i++) {
    param *p = net->params[i];
    if (t == 1) fill(p->state, 0, OPT_SLOTS * p->size);
    if (p->frozen) continue;
    opt_table[now.optimizer]->update(p->v, p->state, effective(net->scratch, p, &now, factor), p->size, t, &now);
    if (now.max_norm > 0) shorten(p, now.max_norm);
  }
}

// Another optimiser starts from zero state, whatever the one before has left there.
void update(gn_trainer *t) {
  bool fresh = t->updates == 0 || t->last_optimizer != t->now.optimizer;
  t->last_optimizer = t->now.optimizer;
  t->updates = fresh ? 1 : t->updates + 1;
  gn_update(t->net, &t->now, t->steps, t->updates);
}
