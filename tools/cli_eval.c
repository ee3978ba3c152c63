// glassnet eval: {"count":…,"correct":…,"test_loss":…,"test_accuracy":…}
#include "train.h"

#include <stdio.h>

#include "cli.h"

int cli_eval(int argc, char **argv) {
  const char *weights = NULL, *data = NULL, *model = NULL;
  int64_t limit = 0;
  const cli_flag flags[] = {
      {"weights", "F", "weights (safetensors)", CLI_TEXT, &weights, 0, 0, NULL, NULL},
      {"data", "DIR", "folder with MNIST's IDX files", CLI_TEXT, &data, 0, 0, NULL, NULL},
      {"model", "SPEC|NAME", "if the weights do not name their notation", CLI_TEXT, &model, 0, 0, NULL, NULL},
      {"limit", "N", "the first N samples only", CLI_WHOLE, &limit, 1, 1e9, NULL, NULL}};
  int code;
  if (!cli_flags(argc, argv, "glassnet eval: loss and accuracy on the test set", flags, 4, &code)) return code;
  if (!weights || !data) {
    fprintf(stderr, "glassnet: eval wants --weights and --data\n");
    return CLI_BAD_USAGE;
  }
  gn_net *net = cli_net(model, weights, &(gn_config){.slice = GN_SLICE});
  cli_set test = {0};
  code = CLI_BAD_INPUT;
  if (net && cli_load_set(data, "t10k", &test) && cli_set_fits(net, &test)) {
    int64_t count = limit > 0 && limit < test.data.count ? limit : test.data.count;
    gn_score score = gn_evaluate(net, &test.data, 0, count);
    printf("{");
    cli_json_whole("count", score.count);
    printf(",");
    cli_json_whole("correct", score.correct);
    printf(",");
    cli_json_number("test_loss", score.loss);
    printf(",");
    cli_json_real("test_accuracy", (double)score.correct / (double)score.count, 9);
    printf("}\n");
    code = CLI_DONE;
  }
  cli_free_set(&test);
  gn_net_free(net);
  return code;
}
