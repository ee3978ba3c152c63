// The settings of training as flags: --augment-shift-px 2, --optimizer adam, --shuffle=off. Which there are, what they
// take and what they are when nothing is said comes from the core. A switch alone means on.
#include "train.h"

#include <stdio.h>
#include <string.h>

#include "cli.h"

enum { NAME_ROOM = 32, HELP_ROOM = 240 };

// "0 … 1e+06 (sgd 0.1, momentum 0.02, …)"
static void describe_rate(char help[HELP_ROOM], int32_t i) {
  size_t at = (size_t)snprintf(help, HELP_ROOM, "%.10g … %.10g (", gn_setting_least(i), gn_setting_most(i));
  for (int32_t o = 0; o < gn_optimizer_count() && at < HELP_ROOM; o++)
    at += (size_t)snprintf(help + at, HELP_ROOM - at, "%s%s %.10g", o > 0 ? ", " : "", gn_optimizer_name(o),
                           gn_optimizer_usual_rate(o));
  if (at < HELP_ROOM) snprintf(help + at, HELP_ROOM - at, "; of points adam, adamw %.10g)", CLI_POINTS_RATE);
}

// "0 … 1 (0.9)", "constant, step, … (constant)"
static void describe(char help[HELP_ROOM], int32_t i) {
  const double usual = gn_setting_default(i);
  if (strcmp(gn_setting_name(i), "rate") == 0) {
    describe_rate(help, i);
  } else if (gn_setting_kind(i) == GN_SWITCH) {
    snprintf(help, HELP_ROOM, "on or off (%s)", usual != 0 ? "on" : "off");
  } else if (gn_setting_kind(i) != GN_CHOICE) {
    snprintf(help, HELP_ROOM, "%.10g … %.10g (%.10g)", gn_setting_least(i), gn_setting_most(i), usual);
  } else {
    size_t at = 0;
    for (int32_t k = 0; k < gn_setting_choices(i) && at < HELP_ROOM; k++)
      at += (size_t)snprintf(help + at, HELP_ROOM - at, "%s%s", k > 0 ? ", " : "", gn_setting_choice(i, k));
    if (at < HELP_ROOM)
      snprintf(help + at, HELP_ROOM - at, " (%s%s)", gn_setting_choice(i, (int32_t)usual),
               strcmp(gn_setting_name(i), "optimizer") == 0 ? "; of points adam" : "");
  }
}

cli_flag cli_setting_flag(const char *name, const char *help, const char *setting, gn_settings *to, bool *given) {
  static const char *const takes[] = {[GN_REAL] = "X", [GN_WHOLE] = "N", [GN_SWITCH] = NULL, [GN_CHOICE] = "NAME"};
  const int32_t i = gn_setting_find(setting);
  return (cli_flag){.name = name,
                    .takes = takes[gn_setting_kind(i)],
                    .help = help,
                    .kind = CLI_SETTING,
                    .to = to,
                    .given = &given[i],
                    .setting = setting};
}

int32_t cli_setting_flags(cli_flag *flags, gn_settings *to, bool *given) {
  static char names[CLI_MAX_FLAGS][NAME_ROOM], helps[CLI_MAX_FLAGS][HELP_ROOM];
  for (int32_t i = 0; i < gn_setting_count(); i++) {
    snprintf(names[i], NAME_ROOM, "%s", gn_setting_name(i));
    for (char *c = names[i]; *c != '\0'; c++)
      if (*c == '_') *c = '-';
    describe(helps[i], i);
    flags[i] = cli_setting_flag(names[i], helps[i], gn_setting_name(i), to, given);
  }
  return gn_setting_count();
}

bool cli_set_setting(const cli_flag *flag, const char *text) {
  const int32_t i = gn_setting_find(flag->setting);
  double value = -1; // below every range
  switch (gn_setting_kind(i)) {
  case GN_CHOICE:
    for (int32_t k = 0; k < gn_setting_choices(i); k++)
      if (strcmp(gn_setting_choice(i, k), text) == 0) value = k;
    break;
  case GN_SWITCH:
    value = !text || strcmp(text, "on") == 0 ? 1 : strcmp(text, "off") == 0 ? 0 : -1;
    break;
  case GN_WHOLE: // digits alone: not 1e3
    if (strspn(text, "0123456789") != strlen(text)) return false;
    return cli_real(text, &value) && gn_setting_set(flag->to, i, value);
  default:
    if (!cli_real(text, &value)) return false;
    break;
  }
  return gn_setting_set(flag->to, i, value);
}

void cli_say_setting(const cli_flag *flag, const char *wrong) {
  const int32_t i = gn_setting_find(flag->setting);
  switch (gn_setting_kind(i)) {
  case GN_CHOICE:
    fprintf(stderr, "glassnet: there is no %s \"%s\"; there are", flag->name, wrong);
    for (int32_t k = 0; k < gn_setting_choices(i); k++)
      fprintf(stderr, "%s %s", k > 0 ? "," : "", gn_setting_choice(i, k));
    fprintf(stderr, "\n");
    break;
  case GN_SWITCH:
    fprintf(stderr, "glassnet: --%s is on or off, not \"%s\"\n", flag->name, wrong);
    break;
  default:
    fprintf(stderr, "glassnet: --%s wants a %s from %.10g to %.10g, not \"%s\"\n", flag->name,
            gn_setting_kind(i) == GN_WHOLE ? "whole number" : "number", gn_setting_least(i), gn_setting_most(i), wrong);
  }
}
