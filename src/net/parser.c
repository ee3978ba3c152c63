// The place in the text, scopes, names, and what a failure says.
#include "net/parser.h"

#include <string.h>

void parser_next(parser *p) {
  p->now = lex(p->text, p->length, p->now.at + p->now.length);
}
void parser_jump(parser *p, int64_t to) {
  p->now = lex(p->text, p->length, to);
}
bool parser_at(const parser *p, char c) {
  return p->now.kind == TOKEN_MARK && p->now.mark == c;
}
bool parser_row_ends(const parser *p) {
  return p->now.kind == TOKEN_END || p->now.kind == TOKEN_BREAK || parser_at(p, '}');
}
bool token_is(const parser *p, token t, const char *word) {
  return t.kind == TOKEN_WORD && (int64_t)strlen(word) == t.length &&
         memcmp(p->text + t.at, word, (size_t)t.length) == 0;
}

void name_copy(char to[GN_MAX_NAME], const char *from, int64_t length) {
  if (length > GN_MAX_NAME - 1) length = GN_MAX_NAME - 1;
  memcpy(to, from, (size_t)length);
  to[length] = 0;
}

// Fails at a token, with the token as the name.
bool parser_fail(parser *p, gn_code code, token t) {
  build_fail(p->error, code, t.at, t.length);
  name_copy(p->error->name, p->text + t.at, t.length);
  return false;
}
bool parser_fail_arg(parser *p, gn_code code, token t, const op *o, const char *hint, int64_t length) {
  parser_fail(p, code, t);
  name_copy(p->error->name, o->name, (int64_t)strlen(o->name));
  name_copy(p->error->hint, hint, length);
  return false;
}
bool parser_fail_limit(parser *p, gn_code code, token t, int64_t limit) {
  parser_fail(p, code, t);
  p->error->arg[0] = limit;
  return false;
}

static bool name_add(parser *p, const char *text, int32_t number, token at) {
  if (p->name_count == GN_MAX_ROWS) return parser_fail_limit(p, GN_TOO_MANY_ROWS, at, GN_MAX_ROWS);
  name *n = &p->names[p->name_count++];
  name_copy(n->text, text, (int64_t)strlen(text));
  n->scope = p->scope->number;
  n->row = number;
  return true;
}

state *state_find(scope *s, const char *text) {
  for (int32_t i = 0; i < s->state_count; i++)
    if (strcmp(s->states[i].name, text) == 0) return &s->states[i];
  return NULL;
}

int32_t name_in(const parser *p, int32_t where, const char *text) {
  for (int32_t i = p->name_count - 1; i >= 0; i--)
    if (p->names[i].scope == where && strcmp(p->names[i].text, text) == 0) return p->names[i].row;
  return -1;
}

// The row that a name means here: innermost block first, then a full name from anywhere. −1: fails.
int32_t name_find(parser *p, token t) {
  char text[GN_MAX_NAME];
  if (++p->lookups > MAX_LOOKUPS) {
    parser_fail_limit(p, GN_TOO_MANY_ROWS, t, GN_MAX_ROWS);
    return -1;
  }
  if (t.kind == TOKEN_WORD && t.length < GN_MAX_NAME) {
    name_copy(text, p->text + t.at, t.length);
    for (scope *s = p->scope; s; s = s->outer) {
      const state *held = state_find(s, text);
      if (held) return held->row;
      if (s->x >= 0 && strcmp(text, "x") == 0) return s->x;
      int32_t found = name_in(p, s->number, text);
      if (found >= 0) return found;
    }
    for (int32_t i = 0; i < p->net->row_count; i++)
      if (strcmp(p->net->rows[i]->name, text) == 0) return i;
  }
  parser_fail(p, t.kind == TOKEN_WORD ? GN_UNKNOWN_NAME : GN_UNEXPECTED, t);
  return -1;
}

// "repeat1.0." + "dense2" + "@7"
bool name_full(parser *p, char out[GN_MAX_NAME], const char *local, const char *suffix, token at) {
  size_t need = strlen(p->scope->prefix) + strlen(local) + strlen(suffix);
  if (need >= GN_MAX_NAME) return parser_fail_limit(p, GN_PATH_TOO_LONG, at, GN_MAX_NAME - 1);
  strcpy(out, p->scope->prefix);
  strcat(out, local);
  strcat(out, suffix);
  return true;
}

// A row's own name is free unless something in this block bears it; a state may be set once a step.
bool name_free(parser *p, const char *text, token at) {
  const state *held = state_find(p->scope, text);
  if (p->scope->x >= 0 && strcmp(text, "x") == 0) return parser_fail(p, GN_RESERVED_NAME, at);
  if ((held && held->set) || (!held && name_in(p, p->scope->number, text) >= 0))
    return parser_fail(p, GN_DUPLICATE_NAME, at);
  return true;
}

// A state keeps its shape from step to step.
static bool state_set(parser *p, state *held, int32_t number, token at) {
  const gn_shape *was = &p->net->rows[held->row]->shape, *is = &p->net->rows[number]->shape;
  if (!shape_equal(was, is)) {
    parser_fail(p, GN_STATE_SHAPE, at);
    name_copy(p->error->name, held->name, (int64_t)strlen(held->name));
    p->error->a = *was;
    p->error->b = *is;
    return false;
  }
  held->row = number;
  held->set = true;
  return true;
}

bool name_row(parser *p, const char *local, int32_t number, token at) {
  state *held = state_find(p->scope, local);
  return held ? state_set(p, held, number, at) : name_add(p, local, number, at);
}

bool parser_add_row(parser *p, row_plan *plan, const char *local, token at) {
  if (!name_full(p, plan->name, local, p->scope->suffix, at) || !name_full(p, plan->base, local, "", at)) return false;
  plan->repeated = p->scope->suffix[0] != 0;
  int32_t added = row_add(p->net, plan, p->error);
  if (added < 0) return false;
  p->last = added;
  return name_row(p, local, added, at);
}

row_plan row_plan_of(const op *o, token start) {
  row_plan plan = {
      .op = o, .at = start.at, .length = start.length, .weight_of = -1, .gain = gn_init_gain(INIT_UNIFORM)};
  for (int32_t i = 0; i < o->arg_count; i++) plan.arg[i] = o->args[i].otherwise;
  return plan;
}
