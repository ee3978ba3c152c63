// The command-line program over the core: glassnet COMMAND [--flag value]…
#include <stdio.h>
#include <string.h>

#include "cli.h"

static void usage(FILE *to) {
  fprintf(to, "usage: glassnet COMMAND [--flag value]…\n\n");
#define X(name, help) fprintf(to, "  %-8s %s\n", #name, help);
  COMMANDS(X)
#undef X
  fprintf(to, "\nglassnet COMMAND --help lists the flags. Answers are JSON lines on standard output, messages go to\n"
              "standard error. Exit code 0: done; 1: the input cannot be used; 2: the command line cannot be used.\n");
}

int main(int argc, char **argv) {
  if (argc < 2) {
    usage(stderr);
    return CLI_BAD_USAGE;
  }
  const char *command = argv[1];
  if (strcmp(command, "--help") == 0 || strcmp(command, "-h") == 0 || strcmp(command, "help") == 0) {
    usage(stdout);
    return CLI_DONE;
  }
  if (strcmp(command, "--version") == 0) {
    printf("glassnet %s\n", GN_VERSION);
    return CLI_DONE;
  }
  int code = CLI_BAD_USAGE;
#define X(name, help)                                                                                                  \
  if (strcmp(command, #name) == 0) {                                                                                   \
    code = cli_##name(argc - 2, argv + 2);                                                                             \
    goto done;                                                                                                         \
  }
  COMMANDS(X)
#undef X
  fprintf(stderr, "glassnet: there is no command \"%s\"; glassnet --help lists them\n", command);
  return CLI_BAD_USAGE;
done:
  // An answer that did not reach its reader is no answer.
  if (fflush(stdout) != 0 || ferror(stdout)) {
    fprintf(stderr, "glassnet: standard output cannot be written\n");
    return CLI_BAD_INPUT;
  }
  return code;
}
