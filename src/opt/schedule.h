// What a schedule is: one row of schedule.c.
#ifndef GN_SCHEDULE_H
#define GN_SCHEDULE_H

#include "train.h"

typedef struct schedule {
  const char *name;
  const char *formula; // LaTeX
  const char *reads;   // the settings that it alone reads, by name, with spaces between them
  double (*rate)(const gn_settings *s, int64_t t); // t = 0, 1, … counts from the end of the warm-up
} schedule;

extern const schedule schedule_table[];
extern const int32_t schedule_total;

#endif
