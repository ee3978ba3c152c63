// A line of notation with another loss, or with another activation function, as the page's own controls write it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static const char *const ACTIVATIONS[] = {"relu", "leaky_relu", "sigmoid", "tanh", "gelu"};
static const char NONE[] = "leaky_relu 1"; // the identity, and the rows stay the same
static const char BETWEEN[] = ";{}";
static const char SPACE[] = " \t\r\n";
static const char WORD[] = "abcdefghijklmnopqrstuvwxyz_0123456789";

typedef struct piece {
  const char *at, *op; // where it begins; its operation, behind a name
  size_t op_length, length;
} piece;

static piece piece_at(const char *text) {
  piece p = {.at = text + strspn(text, SPACE)};
  p.length = strcspn(p.at, BETWEEN);
  while (p.length > 0 && strchr(SPACE, p.at[p.length - 1])) p.length--;
  const char *colon = memchr(p.at, ':', p.length);
  p.op = colon ? colon + 1 + strspn(colon + 1, SPACE) : p.at;
  p.op_length = strspn(p.op, WORD);
  return p;
}

static bool is(const piece *p, const char *op) {
  return p->op_length == strlen(op) && memcmp(p->op, op, p->op_length) == 0;
}

static bool activates(const piece *p) {
  for (size_t i = 0; i < sizeof ACTIVATIONS / sizeof *ACTIVATIONS; i++)
    if (is(p, ACTIVATIONS[i])) return true;
  return false;
}

// Every activation function of the line.
static void activate(char *out, const char *line, const char *name) {
  const char *with = strcmp(name, "none") == 0 ? NONE : name;
  for (const char *from = line; *from != '\0';) {
    const piece p = piece_at(from);
    const char *end = p.at + p.length;
    if (activates(&p)) {
      out += sprintf(out, "%.*s%s", (int)(p.op - from), from, with);
      from = end;
    }
    end += strcspn(end, BETWEEN);
    if (*end != '\0') end++;
    memcpy(out, from, (size_t)(end - from));
    out += end - from;
    from = end;
  }
  *out = '\0';
}

// Behind the same softmax. False: the line ends with something else.
static bool lose(char *out, const char *line, const char *loss) {
  piece before = {0}, last = {0};
  for (const char *from = line;;) {
    const piece p = piece_at(from);
    if (p.length > 0) before = last, last = p;
    const char *end = p.at + p.length + strcspn(p.at + p.length, BETWEEN);
    if (*end == '\0') break;
    from = end + 1;
  }
  const bool squares = before.at && is(&before, "softmax") && is(&last, "mse");
  if (!last.at || !(squares || is(&last, "softmax_ce"))) return false;
  const char *from = squares ? before.at : last.at;
  sprintf(out, "%.*s%s", (int)(from - line), line, strcmp(loss, "mse") == 0 ? "softmax; mse" : "softmax_ce");
  return true;
}

static char *changed(const char *line, const char *loss, const char *activation, int *code) {
  const size_t room = 4 * strlen(line) + sizeof NONE + sizeof "softmax; mse"; // an activation is 4 letters at least
  char *active = malloc(room), *out = malloc(room);
  *code = CLI_DONE;
  if (!active || !out) {
    *code = cli_fail("out of memory");
  } else {
    if (activation)
      activate(active, line, activation);
    else
      memcpy(active, line, strlen(line) + 1);
    if (!loss)
      memcpy(out, active, strlen(active) + 1);
    else if (!lose(out, active, loss))
      *code = cli_fail("--loss changes a model that ends with softmax_ce, or with softmax; mse");
  }
  free(active);
  if (*code == CLI_DONE) return out;
  free(out);
  return NULL;
}

char *cli_line(const char *line, const char *loss, const char *activation, int *code) {
  *code = CLI_BAD_USAGE;
  if (activation && strcmp(activation, "none") != 0) {
    const piece asked = piece_at(activation);
    if (!activates(&asked) || asked.op[asked.op_length] != '\0' || asked.op != activation) {
      cli_fail("--activation is relu, leaky_relu, sigmoid, tanh, gelu or none, not \"%s\"", activation);
      return NULL;
    }
  }
  if (loss && strcmp(loss, "cross_entropy") != 0 && strcmp(loss, "mse") != 0) {
    cli_fail("--loss is cross_entropy or mse, not \"%s\"", loss);
    return NULL;
  }
  return changed(line, loss, activation, code);
}
