// The notation of a model: rows, blocks and names → row_add for every row of the expanded tape.
//
//   rows  = { row (";" | line break) }            row   = [ NAME ":" ] ( from | block | operation )
//   from  = "from" NAME                           block = ("repeat" N | "loop" STATE=N|NAME …) "{" rows "}"
//   operation = WORD { NUMBER | KEY=NUMBER | NAME }
//
// operation.c and block.c read the two longer ones; names are in parser.c.
#include "net/parser.h"

#include <stdlib.h>
#include <string.h>

static bool one_row(parser *p) {
  token start = p->now, word = start;
  char given_name[GN_MAX_NAME] = "";
  if (word.kind != TOKEN_WORD) return parser_fail(p, GN_UNEXPECTED, word);
  parser_next(p);
  if (parser_at(p, ':')) {
    if (word.length >= GN_MAX_NAME) return parser_fail_limit(p, GN_NAME_TOO_LONG, word, GN_MAX_NAME - 1);
    name_copy(given_name, p->text + word.at, word.length);
    if (!name_free(p, given_name, word)) return false;
    parser_next(p);
    word = p->now;
    if (word.kind != TOKEN_WORD) return parser_fail(p, GN_UNEXPECTED, word);
    parser_next(p);
  }
  const char *own = given_name[0] ? given_name : NULL;
  bool good;
  if (token_is(p, word, "from")) {
    p->last = name_find(p, p->now);
    good = p->last >= 0 && (!own || name_row(p, own, p->last, start));
    if (good) parser_next(p);
  } else if (token_is(p, word, "repeat") || token_is(p, word, "loop")) {
    good = parse_block(p, word, own, token_is(p, word, "loop"));
  } else {
    good = parse_operation(p, start, word, own);
  }
  if (!good) return false;
  return parser_row_ends(p) || parser_fail(p, GN_UNEXPECTED, p->now);
}

// Rows up to the closing brace of `opened`, which stays at p->now, or to the end of the text at the top.
bool parse_rows(parser *p, token opened) {
  bool inside = opened.kind == TOKEN_MARK;
  for (;;) {
    while (p->now.kind == TOKEN_BREAK) parser_next(p);
    if (parser_at(p, '}')) return inside || parser_fail(p, GN_UNOPENED, p->now);
    if (p->now.kind == TOKEN_END) return !inside || parser_fail(p, GN_UNCLOSED, opened);
    if (!one_row(p)) return false;
  }
}

bool notation_parse(gn_net *net, gn_error *error) {
  parser *p = calloc(1, sizeof(parser));
  if (!p) return build_fail(error, GN_NO_MEMORY, 0, 0);
  scope top = {.x = -1};
  p->net = net;
  p->error = error;
  p->text = net->notation;
  p->length = (int64_t)strlen(net->notation);
  p->scope = &top;
  p->last = -1;
  parser_jump(p, 0);
  bool good = parse_rows(p, (token){0});
  if (good && net->row_count == 0) good = build_fail(error, GN_EMPTY, 0, p->length);
  free(p);
  return good;
}
