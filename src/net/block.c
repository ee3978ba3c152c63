// block = ("repeat" N | "loop" STATE=N|NAME …) "{" rows "}". The text of a block is read once per copy, so that shapes
// and names are worked out by the same code as everywhere.
#include "net/parser.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Reads the block's text once, in a scope of its own; the brace stands at p->now.
static bool block_once(parser *p, scope *s, int32_t x) {
  token opened = p->now;
  if (p->scopes >= GN_MAX_ROWS) return parser_fail_limit(p, GN_TOO_MANY_ROWS, opened, GN_MAX_ROWS);
  s->outer = p->scope;
  s->number = ++p->scopes;
  s->x = x;
  memset(s->count, 0, sizeof s->count);
  p->scope = s;
  p->last = x;
  parser_next(p);
  bool good = parse_rows(p, opened);
  p->scope = s->outer;
  return good;
}

static bool block_name(parser *p, scope *s, const char *local, int32_t copy_number, token at) {
  char piece[GN_MAX_NAME];
  if (copy_number >= 0)
    snprintf(piece, sizeof piece, ".%d.", copy_number);
  else
    strcpy(piece, ".");
  strcpy(s->suffix, p->scope->suffix);
  return name_full(p, s->prefix, local, piece, at);
}

static bool repeat(parser *p, const char *local, token word) {
  token n = p->now;
  if (n.kind != TOKEN_NUMBER) return parser_fail(p, n.kind == TOKEN_BAD ? GN_BAD_NUMBER : GN_UNEXPECTED, n);
  if (!(n.number >= 1 && n.number <= GN_MAX_ROWS) || n.number != (double)(int64_t)n.number) {
    parser_fail(p, GN_OUT_OF_RANGE, n);
    name_copy(p->error->hint, "repeat", 6);
    p->error->limit[0] = 1;
    p->error->limit[1] = GN_MAX_ROWS;
    return false;
  }
  parser_next(p);
  if (!parser_at(p, '{')) return parser_fail(p, GN_UNEXPECTED, p->now);
  if (p->last < 0) return parser_fail(p, GN_NO_INPUT, word);
  int64_t brace = p->now.at;
  for (int32_t i = 0; i < (int32_t)n.number; i++) {
    scope s = {0};
    parser_jump(p, brace);
    if (!block_name(p, &s, local, i, word) || !block_once(p, &s, p->last)) return false;
  }
  parser_next(p); // the closing brace
  return name_row(p, local, p->last, word);
}

// STATE=64 starts from zeros, STATE=NAME from a row.
static bool loop_states(parser *p, scope *s, token word) {
  while (p->now.kind == TOKEN_WORD) {
    token key = p->now;
    parser_next(p);
    if (!parser_at(p, '=')) return parser_fail(p, GN_UNEXPECTED, p->now);
    parser_next(p);
    token value = p->now;
    if (s->state_count == MAX_STATES) return parser_fail_limit(p, GN_EXTRA_ARG, key, MAX_STATES);
    state *held = &s->states[s->state_count];
    if (key.length >= GN_MAX_NAME) return parser_fail_limit(p, GN_NAME_TOO_LONG, key, GN_MAX_NAME - 1);
    name_copy(held->name, p->text + key.at, key.length);
    if (state_find(s, held->name)) return parser_fail(p, GN_DUPLICATE_NAME, key);
    if (strcmp(held->name, "x") == 0) return parser_fail(p, GN_RESERVED_NAME, key);
    s->state_count++;
    if (value.kind == TOKEN_NUMBER) {
      row_plan plan = row_plan_of(&op_zeros, value);
      bool had[OP_MAX_ARGS] = {false};
      if (!parse_arg(p, &plan, had, 0, value)) return false;
      size_t need = strlen(s->prefix) + strlen(held->name) + 1;
      if (need >= GN_MAX_NAME) return parser_fail_limit(p, GN_PATH_TOO_LONG, key, GN_MAX_NAME - 1);
      strcpy(plan.name, s->prefix);
      strcat(plan.name, held->name);
      held->row = row_add(p->net, &plan, p->error);
    } else {
      held->row = name_find(p, value);
    }
    if (held->row < 0) return false;
    parser_next(p);
  }
  if (s->state_count > 0) return true;
  parser_fail(p, GN_MISSING_ARG, word);
  name_copy(p->error->hint, "h", 1);
  return false;
}

// One step: the rows of the block, with x = row t of what came in.
static bool loop_step(parser *p, scope *s, int32_t sequence, int32_t t, const char *suffix, token word) {
  row_plan plan = row_plan_of(&op_at_time, word);
  snprintf(s->suffix, sizeof s->suffix, "%s", suffix);
  if (strlen(s->prefix) + strlen(suffix) + 2 > GN_MAX_NAME)
    return parser_fail_limit(p, GN_PATH_TOO_LONG, word, GN_MAX_NAME - 1);
  strcpy(plan.name, s->prefix);
  strcat(plan.name, "x");
  strcat(plan.name, suffix);
  plan.in = &sequence;
  plan.inputs = 1;
  plan.arg[0] = t;
  int32_t x = row_add(p->net, &plan, p->error);
  if (x < 0) return false;
  for (int32_t i = 0; i < s->state_count; i++) s->states[i].set = false;
  token brace = p->now;
  if (!block_once(p, s, x)) return false;
  for (int32_t i = 0; i < s->state_count; i++)
    if (!s->states[i].set) {
      parser_fail(p, GN_LOOP_STATE, brace);
      name_copy(p->error->name, s->states[i].name, (int64_t)strlen(s->states[i].name));
      return false;
    }
  return true;
}

static bool loop(parser *p, const char *local, token word) {
  scope s = {0};
  char name_of[GN_MAX_NAME], suffix[GN_MAX_NAME];
  if (!block_name(p, &s, local, -1, word) || !name_full(p, name_of, local, p->scope->suffix, word)) return false;
  if (p->last < 0) return parser_fail(p, GN_NO_INPUT, word);
  int32_t sequence = p->last;
  if (!loop_states(p, &s, word)) return false;
  if (!parser_at(p, '{')) return parser_fail(p, GN_UNEXPECTED, p->now);
  const gn_shape *shape = &p->net->rows[sequence]->shape;
  if (shape->rank != 2) {
    parser_fail(p, GN_LOOP_INPUT, word);
    p->error->a = *shape;
    return false;
  }
  int64_t brace = p->now.at;
  int32_t steps = shape->dim[0];
  if (steps > GN_MAX_ROWS) return parser_fail_limit(p, GN_TOO_MANY_ROWS, word, GN_MAX_ROWS);
  int32_t *states = calloc((size_t)steps, sizeof(int32_t)); // the first state's row, step by step
  bool good = states != NULL;
  if (!states) parser_fail(p, GN_NO_MEMORY, word);
  for (int32_t t = 0; good && t < steps; t++) {
    parser_jump(p, brace);
    good = snprintf(suffix, sizeof suffix, "%s@%d", p->scope->suffix, t) < (int)sizeof suffix
               ? loop_step(p, &s, sequence, t, suffix, word)
               : parser_fail_limit(p, GN_PATH_TOO_LONG, word, GN_MAX_NAME - 1);
    if (good) states[t] = s.states[0].row;
  }
  row_plan plan = row_plan_of(&op_stack, word);
  plan.in = states;
  plan.inputs = steps;
  if (good) parser_next(p); // the closing brace
  good = good && parser_add_row(p, &plan, local, word);
  free(states);
  return good;
}

bool parse_block(parser *p, token word, const char *given_name, bool is_loop) {
  char local[GN_MAX_NAME];
  int32_t ordinal = ++p->scope->count[is_loop ? COUNT_LOOP : COUNT_REPEAT];
  if (given_name)
    strcpy(local, given_name);
  else
    snprintf(local, sizeof local, "%s%d", is_loop ? "loop" : "repeat", ordinal);
  if (!given_name && name_in(p, p->scope->number, local) >= 0) return parser_fail(p, GN_DUPLICATE_NAME, word);
  if (p->depth == MAX_DEPTH) return parser_fail_limit(p, GN_TOO_DEEP, word, MAX_DEPTH);
  p->depth++;
  bool good = is_loop ? loop(p, local, word) : repeat(p, local, word);
  p->depth--;
  return good;
}
