// The registry of functions to walk on.
#include "surface/table.h"

#include <string.h>

const surface *const surface_table[] = {
#define X(name) &surface_##name,
    SURFACES(X)
#undef X
};
const int32_t surface_total = (int32_t)(sizeof surface_table / sizeof surface_table[0]);

int32_t gn_surface_count(void) {
  return surface_total;
}
const char *gn_surface_name(int32_t i) {
  return surface_table[i]->name;
}
const char *gn_surface_formula(int32_t i) {
  return surface_table[i]->formula;
}
int32_t gn_surface_dims(int32_t i) {
  return surface_table[i]->dims;
}
double gn_surface_low(int32_t i, int32_t axis) {
  return surface_table[i]->low[axis];
}
double gn_surface_high(int32_t i, int32_t axis) {
  return surface_table[i]->high[axis];
}
double gn_surface_start(int32_t i, int32_t axis) {
  return surface_table[i]->start[axis];
}

int32_t gn_surface_find(const char *name) {
  for (int32_t i = 0; i < surface_total; i++)
    if (strcmp(surface_table[i]->name, name) == 0) return i;
  return -1;
}
