// What can be set about training: the rows of GN_SETTINGS, each readable by number and by name.
#include "train.h"

#include <stddef.h>
#include <string.h>

#include "opt/opt.h"
#include "opt/schedule.h"

typedef struct setting {
  const char *name;
  size_t at; // of its field
  double least, most;
  int32_t kind;
  uint32_t when;
} setting;

enum { REDUCTION_MEAN, REDUCTION_SUM, REDUCTIONS };
static int32_t reduction_count(void) {
  return REDUCTIONS;
}
static const char *reduction_name(int32_t k) {
  return k == REDUCTION_SUM ? "sum" : "mean";
}

enum {
#define X(kind, name, otherwise, least, most, when) AT_##name,
#define A(name, otherwise, least, most) AT_augment_##name,
  GN_SETTINGS(X, A)
#undef X
#undef A
      SETTINGS
};

static const setting table[SETTINGS] = {
#define X(kind, name, otherwise, least, most, when)                                                                    \
  {#name, offsetof(gn_settings, name), least, most, GN_##kind, GN_##when},
#define A(name, otherwise, least, most)                                                                                \
  {"augment_" #name, offsetof(gn_settings, augment_##name), least, most, GN_REAL, GN_NEXT_STEP},
    GN_SETTINGS(X, A)
#undef X
#undef A
};

// A choice's names come from its registry.
static const struct {
  int32_t setting;
  int32_t (*count)(void);
  const char *(*name)(int32_t);
} choices[] = {
    {AT_optimizer, gn_optimizer_count, gn_optimizer_name},
    {AT_schedule, gn_schedule_count, gn_schedule_name},
    {AT_reduction, reduction_count, reduction_name},
};

gn_settings gn_settings_default(void) {
  return (gn_settings) {
#define X(kind, name, otherwise, least, most, when) .name = otherwise,
#define A(name, otherwise, least, most) .augment_##name = otherwise,
    GN_SETTINGS(X, A)
#undef X
#undef A
  };
}

gn_augment gn_settings_augment(const gn_settings *s) {
  return (gn_augment) {
#define X(kind, name, otherwise, least, most, when)
#define A(name, otherwise, least, most) .name = (float)s->augment_##name,
    GN_SETTINGS(X, A)
#undef X
#undef A
  };
}

int32_t gn_setting_count(void) {
  return SETTINGS;
}
const char *gn_setting_name(int32_t i) {
  return table[i].name;
}
int32_t gn_setting_kind(int32_t i) {
  return table[i].kind;
}
uint32_t gn_setting_when(int32_t i) {
  return table[i].when;
}
double gn_setting_default(int32_t i) {
  const gn_settings usual = gn_settings_default();
  return gn_setting_get(&usual, i);
}
double gn_setting_least(int32_t i) {
  return table[i].least;
}
double gn_setting_most(int32_t i) {
  return table[i].kind == GN_CHOICE ? gn_setting_choices(i) - 1 : table[i].most;
}

int32_t gn_setting_find(const char *name) {
  for (int32_t i = 0; i < SETTINGS; i++)
    if (strcmp(table[i].name, name) == 0) return i;
  return -1;
}

int32_t gn_setting_choices(int32_t i) {
  for (size_t c = 0; c < sizeof choices / sizeof *choices; c++)
    if (choices[c].setting == i) return choices[c].count();
  return 0;
}
const char *gn_setting_choice(int32_t i, int32_t k) {
  for (size_t c = 0; c < sizeof choices / sizeof *choices; c++)
    if (choices[c].setting == i) return choices[c].name(k);
  return "";
}

double gn_setting_get(const gn_settings *s, int32_t i) {
  const char *field = (const char *)s + table[i].at;
  switch (table[i].kind) {
  case GN_REAL:
    return *(const double *)(const void *)field;
  case GN_SWITCH:
    return *(const bool *)(const void *)field;
  default:
    return *(const int32_t *)(const void *)field;
  }
}

bool gn_setting_set(gn_settings *s, int32_t i, double value) {
  if (!(value >= table[i].least && value <= gn_setting_most(i))) return false;
  char *field = (char *)s + table[i].at;
  if (table[i].kind == GN_REAL) {
    *(double *)(void *)field = value;
    return true;
  }
  if (value != (double)(int32_t)value) return false;
  if (table[i].kind == GN_SWITCH)
    *(bool *)(void *)field = value != 0;
  else
    *(int32_t *)(void *)field = (int32_t)value;
  return true;
}

int32_t gn_pass_batch(const gn_settings *s, int32_t samples) {
  return s->reduction == REDUCTION_SUM ? 1 : samples;
}

// ---------------------------------------------------------------- what has an effect

static bool has_word(const char *words, const char *word) {
  size_t length = strlen(word);
  for (const char *at = words; (at = strstr(at, word)) != NULL; at += length)
    if ((at == words || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0')) return true;
  return false;
}

// An optimiser, or a schedule, names the settings that it reads; those that some of them read are theirs alone.
static bool optimizer_reads(const gn_settings *s, const char *name) {
  bool somebody = false;
  for (int32_t o = 0; o < opt_total; o++) somebody = somebody || has_word(opt_table[o]->reads, name);
  return !somebody || has_word(opt_table[s->optimizer]->reads, name);
}
static bool schedule_reads(const gn_settings *s, const char *name) {
  bool somebody = false;
  for (int32_t k = 0; k < schedule_total; k++) somebody = somebody || has_word(schedule_table[k].reads, name);
  return !somebody || has_word(schedule_table[s->schedule].reads, name);
}

bool gn_setting_used(const gn_settings *s, int32_t i) {
  if (strncmp(table[i].name, "augment_", 8) == 0) return s->augmented;
  return optimizer_reads(s, table[i].name) && schedule_reads(s, table[i].name);
}
