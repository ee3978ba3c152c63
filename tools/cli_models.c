// glassnet models: {"name":…,"notation":…,"parameters":…} per shipped model.
#include <stdio.h>
#include <string.h>

#include "cli.h"

#define MLP_16_16 "in 1 28 28; flatten; dense 16; relu; dense 16; relu; dense 10; softmax_ce"
#define MLP_128 "in 1 28 28; flatten; dense 128; relu; dense 10; softmax_ce"
#define LENET5                                                                                                         \
  "in 1 28 28; conv 6 5 pad=2; tanh; avgpool 2; conv 16 5; tanh; avgpool 2; flatten; dense 120; tanh; dense 84; "      \
  "tanh; "                                                                                                             \
  "dense 10; softmax_ce"

// How each is trained is in tools/models.json; "-plain" is trained on MNIST as it is, without augmentation.
static const struct {
  const char *name, *notation;
} shipped[] = {
    {"mlp-16-16", MLP_16_16},       {"mlp-128", MLP_128},       {"lenet5", LENET5},
    {"mlp-16-16-plain", MLP_16_16}, {"mlp-128-plain", MLP_128}, {"lenet5-plain", LENET5},
};

int32_t cli_model_count(void) {
  return (int32_t)(sizeof shipped / sizeof *shipped);
}
const char *cli_model_name(int32_t i) {
  return shipped[i].name;
}

const char *cli_model_notation(const char *name) {
  for (int32_t i = 0; i < cli_model_count(); i++)
    if (strcmp(shipped[i].name, name) == 0) return shipped[i].notation;
  return NULL;
}

int cli_models(int argc, char **argv) {
  int code;
  if (!cli_flags(argc, argv, "glassnet models: the shipped models, a line each", NULL, 0, &code)) return code;
  for (int32_t i = 0; i < cli_model_count(); i++) {
    gn_net *net = cli_net(shipped[i].name, NULL, &(gn_config){.slice = 1});
    if (!net) return CLI_BAD_INPUT;
    printf("{\"name\":");
    cli_json_text(shipped[i].name);
    printf(",\"notation\":");
    cli_json_text(shipped[i].notation);
    printf(",");
    cli_json_whole("parameters", gn_param_total(net));
    printf("}\n");
    gn_net_free(net);
  }
  return CLI_DONE;
}
