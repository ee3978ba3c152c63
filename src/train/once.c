// One update outside a trainer: the gradients are already there, `step` counts from 1.
#include "net/net.h"
#include "opt/opt.h"

void gn_update(gn_net *net, const gn_settings *settings, int64_t step) {
  const opt *o = opt_table[settings->optimizer];
  for (int32_t i = 0; i < net->param_count; i++) {
    param *p = net->params[i];
    o->update(p->v, p->state, p->total, p->size, step, settings);
  }
}

float *gn_param_state(const gn_net *net, int32_t i) {
  return net->params[i]->state;
}

int32_t gn_optimizer_slots(int32_t optimizer) {
  return opt_table[optimizer]->slots;
}
