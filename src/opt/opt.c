// The registry of optimisers.
#include "opt/opt.h"

#include <string.h>

const opt *const opt_table[] = {
#define X(name) &opt_##name,
    OPTIMIZERS(X)
#undef X
};
const int32_t opt_total = (int32_t)(sizeof opt_table / sizeof opt_table[0]);

int32_t gn_optimizer_count(void) {
  return opt_total;
}
const char *gn_optimizer_name(int32_t i) {
  return opt_table[i]->name;
}
const char *gn_optimizer_formula(int32_t i) {
  return opt_table[i]->formula;
}
double gn_optimizer_rate(int32_t i) {
  return opt_table[i]->rate;
}
double gn_optimizer_usual_rate(int32_t i) {
  return opt_table[i]->usual;
}
int32_t gn_optimizer_slots(int32_t i) {
  return opt_table[i]->slots;
}
const char *gn_optimizer_slot(int32_t i, int32_t slot) {
  return opt_table[i]->slot[slot];
}

int32_t gn_optimizer_find(const char *name) {
  for (int32_t i = 0; i < opt_total; i++)
    if (strcmp(opt_table[i]->name, name) == 0) return i;
  return -1;
}
