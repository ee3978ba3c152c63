// One update of the weights by the optimiser that the settings name.
#include "opt/opt.h"
#include "train/trainer.h"

// Another optimiser starts from zero state, whatever the one before has left there.
void update(gn_trainer *t) {
  const opt *o = opt_table[t->settings.optimizer];
  bool fresh = t->updates == 0 || t->last_optimizer != t->settings.optimizer;
  t->last_optimizer = t->settings.optimizer;
  t->updates = fresh ? 1 : t->updates + 1;
  gn_settings now = t->settings;
  now.rate = gn_schedule_rate(&t->settings, t->steps);
  for (int32_t i = 0; i < t->net->param_count; i++) {
    param *p = t->net->params[i];
    for (int64_t k = 0; fresh && k < OPT_SLOTS * p->size; k++) p->state[k] = 0;
    o->update(p->v, p->state, p->total, p->size, t->updates, &now);
  }
}
