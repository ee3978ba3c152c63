// Hostile notations, long, deep or senseless: a quick answer and no crash.
#include <stdlib.h>

#include "../check.h"
#include "glassnet.h"

static gn_error refuse(const char *text, int64_t length, gn_code code) {
  const gn_config config = {.slice = 16, .flags = GN_GRADIENTS | GN_OPTIMIZER};
  gn_error e = {0};
  gn_net *net = gn_net_new(text, length, &config, &e);
  if (net) CHECK_FAIL("accepted: %.40s…", text);
  gn_net_free(net);
  if (e.code != (int32_t)code)
    CHECK_FAIL("%s, should be %s: %.40s…", gn_code_name(e.code), gn_code_name((int32_t)code), text);
  return e;
}

static size_t put(char *to, const char *word) { // without its NUL
  size_t n = 0;
  for (; word[n]; n++) to[n] = word[n];
  return n;
}

static void long_and_deep(void) {
  enum { LONG = GN_MAX_NOTATION + 1 };
  char *text = malloc(LONG);
  CHECK(text);
  if (!text) return;
  const gn_config config = {.slice = 1};
  gn_error e;
  memset(text, ' ', LONG);
  e = refuse(text, LONG, GN_TOO_LONG);
  CHECK_INT(e.arg[0], LONG);
  CHECK_INT(e.arg[1], GN_MAX_NOTATION);
  refuse(text, LONG - 1, GN_EMPTY);
  static const char *const fillers[] = {"{",
                                        "}",
                                        ";",
                                        "a",
                                        "a:",
                                        "9",
                                        ".",
                                        "-",
                                        "=",
                                        "in 3;",
                                        "relu;",
                                        "repeat 2 {",
                                        "in 2 2; loop h=2 {",
                                        "\xff",
                                        "\xe2\x86",
                                        "w=",
                                        "a: in 1; add a;",
                                        "from in1;"};
  for (size_t k = 0; k < sizeof fillers / sizeof fillers[0]; k++) {
    const size_t n = strlen(fillers[k]);
    for (size_t i = 0; i < LONG - 1; i++) text[i] = fillers[k][i % n];
    gn_net_free(gn_net_new(text, LONG - 1, &config, &e));
    put(text, "in 2 2;");
    gn_net_free(gn_net_new(text, LONG - 1, &config, &e));
  }
  int n = sprintf(text, "in 3");
  for (int i = 0; i < 16; i++) n += sprintf(text + n, "; repeat 1 {");
  n += sprintf(text + n, " relu ");
  for (int i = 0; i < 16; i++) n += sprintf(text + n, "}");
  gn_net *net = gn_net_new(text, n, &config, &e);
  if (!net) CHECK_INT(e.code, GN_PATH_TOO_LONG); // sixteen levels are allowed, if their names fit
  gn_net_free(net);
  n = sprintf(text, "in 3");
  for (int i = 0; i < 4500; i++) n += sprintf(text + n, "; a: repeat 1{");
  e = refuse(text, n, GN_TOO_DEEP);
  n = sprintf(text, "in 3; relu");
  for (int i = 0; i < 5000; i++) n += sprintf(text + n, "; relu");
  e = refuse(text, n, GN_TOO_MANY_ROWS);
  CHECK_INT(e.arg[0], GN_MAX_ROWS);
  free(text);
}

static void bombs(void) {
  static const char *const bomb[] = {
      "in 3; repeat 4096 { relu; repeat 4096 { relu; repeat 4096 { relu } } }",
      "in 3; repeat 4096 { repeat 4096 { repeat 4096 { from x } } }",
      "in 3; repeat 4096 { a: repeat 4096 { from x } }",
      "in 4096 3; loop h=3 { h: relu }",
      "in 16777216 3; loop h=3 { h: relu }",
      "s: in 64 3; loop h=3 { from s; loop g=3 { from s; loop f=3 { f: relu }; from x; g: relu }; from x; h: relu }",
  };
  for (size_t i = 0; i < sizeof bomb / sizeof bomb[0]; i++) {
    const gn_error e = refuse(bomb[i], (int64_t)strlen(bomb[i]), GN_TOO_MANY_ROWS);
    CHECK_INT(e.arg[0], GN_MAX_ROWS);
  }
}

static void many_names_looked_up_often(void) {
  char *text = malloc(GN_MAX_NOTATION);
  CHECK(text);
  if (!text) return;
  int n = sprintf(text, "zz: in 1");
  for (int i = 0; i < 3000; i++) n += sprintf(text + n, ";a%d:from zz", i);
  n += sprintf(text + n, ";repeat 4000{");
  while (n < GN_MAX_NOTATION - 20) n += sprintf(text + n, "from zz;");
  n += sprintf(text + n, "}");
  const gn_config config = {.slice = 1};
  gn_error e;
  gn_net_free(gn_net_new(text, n, &config, &e)); // it would be minutes of looking
  CHECK_INT(e.code, GN_TOO_MANY_ROWS);
  free(text);
}

static void nonsense(void) {
  static const char *const words[] = {"in",   " ",    "3",      ";",   "dense", "conv", ":",   "=",   "{",      "}",
                                      "from", "x",    "repeat", "2",   "loop",  "h",    "add", "w",   "1e9",    "-",
                                      "a",    "relu", "\n",     "mse", "tanh",  "4",    "28",  "pad", "concat", "h=4"};
  char text[400];
  uint32_t state = 12345;
  const gn_config config = {.slice = 2, .flags = GN_GRADIENTS | GN_OPTIMIZER};
  int accepted = 0;
  for (int k = 0; k < 20000; k++) {
    size_t n = (size_t)snprintf(text, sizeof text, "in 4 4;");
    for (int i = 0; i < 1 + k % 30; i++) {
      state = state * 1664525u + 1013904223u;
      n += put(text + n, words[(state >> 16) % (sizeof words / sizeof words[0])]);
      text[n] = ' ';
      n += (state >> 30) != 0;
    }
    gn_error e = {0};
    gn_net *net = gn_net_new(text, (int64_t)(n * ((state >> 8) & 7) / 7), &config, &e);
    if (!net) CHECK(e.code > GN_OK && e.at >= -1 && e.at <= (int32_t)n && e.length >= 0);
    accepted += net != NULL;
    gn_net_free(net);
  }
  CHECK(accepted > 100); // some of it is sense, so the rest was not refused at its first byte
}

int main(void) {
  RUN(long_and_deep);
  RUN(bombs);
  RUN(many_names_looked_up_often);
  RUN(nonsense);
  return check_done();
}
