// The notation of a model: rows, blocks and names → row_add for every row of the expanded tape.
//
//   rows  = { row (";" | line break) }            row   = [ NAME ":" ] ( from | block | operation )
//   from  = "from" NAME                           block = ("repeat" N | "loop" STATE=N|NAME …) "{" rows "}"
//   operation = WORD { NUMBER | KEY=NUMBER | NAME }
//
// A block's text is read once per copy, so that shapes and names are worked out by the same code as everywhere.
#include "net/build.h"
#include "net/lex.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 16, MAX_STATES = 4, MAX_NAMED_INPUTS = 64 };

typedef struct state {
  char name[GN_MAX_NAME];
  int32_t row; // that holds it now
  bool set;    // by a row of this step
} state;

typedef struct scope {
  struct scope *outer;
  int32_t number;           // tells its names from those of other scopes
  char prefix[GN_MAX_NAME]; // of the names of its rows: "repeat1.0."
  char suffix[GN_MAX_NAME]; // "@7" in a loop
  int32_t x;                // what came into the block; −1 at the top
  state states[MAX_STATES];
  int32_t state_count;
  int32_t count[64]; // rows of each operation so far; the last two: repeat, loop
} scope;

typedef struct name {
  char text[GN_MAX_NAME];
  int32_t scope, row;
} name;

typedef struct parser {
  gn_net *net;
  gn_error *error;
  const char *text;
  int64_t length;
  token now;
  scope *scope;
  int32_t scopes, depth;
  int32_t last; // row that the next one takes as its input; −1: none
  name names[GN_MAX_ROWS];
  int32_t name_count;
} parser;

enum { COUNT_REPEAT = 62, COUNT_LOOP = 63 };

static void next(parser *p) {
  p->now = lex(p->text, p->length, p->now.at + p->now.length);
}
static void jump(parser *p, int64_t to) {
  p->now = lex(p->text, p->length, to);
}
static bool is_mark(const parser *p, char c) {
  return p->now.kind == TOKEN_MARK && p->now.mark == c;
}
static bool row_ends(const parser *p) {
  return p->now.kind == TOKEN_END || p->now.kind == TOKEN_BREAK || is_mark(p, '}');
}
static bool token_is(const parser *p, token t, const char *word) {
  return t.kind == TOKEN_WORD && (int64_t)strlen(word) == t.length &&
         memcmp(p->text + t.at, word, (size_t)t.length) == 0;
}

static void copy(char to[GN_MAX_NAME], const char *from, int64_t length) {
  if (length > GN_MAX_NAME - 1) length = GN_MAX_NAME - 1;
  memcpy(to, from, (size_t)length);
  to[length] = 0;
}

// Fails at a token, with the token as the name.
static bool fail(parser *p, gn_code code, token t) {
  build_fail(p->error, code, t.at, t.length);
  copy(p->error->name, p->text + t.at, t.length);
  return false;
}
static bool fail_arg(parser *p, gn_code code, token t, const op *o, const char *hint, int64_t length) {
  fail(p, code, t);
  copy(p->error->name, o->name, (int64_t)strlen(o->name));
  copy(p->error->hint, hint, length);
  return false;
}
static bool fail_limit(parser *p, gn_code code, token t, int64_t limit) {
  fail(p, code, t);
  p->error->arg[0] = limit;
  return false;
}

static bool name_add(parser *p, const char *text, int32_t number, token at) {
  if (p->name_count == GN_MAX_ROWS) return fail_limit(p, GN_TOO_MANY_ROWS, at, GN_MAX_ROWS);
  name *n = &p->names[p->name_count++];
  copy(n->text, text, (int64_t)strlen(text));
  n->scope = p->scope->number;
  n->row = number;
  return true;
}

static state *state_find(scope *s, const char *text) {
  for (int32_t i = 0; i < s->state_count; i++)
    if (strcmp(s->states[i].name, text) == 0) return &s->states[i];
  return NULL;
}

static int32_t name_in(const parser *p, int32_t where, const char *text) {
  for (int32_t i = p->name_count - 1; i >= 0; i--)
    if (p->names[i].scope == where && strcmp(p->names[i].text, text) == 0) return p->names[i].row;
  return -1;
}

// The row that a name means here: innermost block first, then a full name from anywhere. −1: fails.
static int32_t name_find(parser *p, token t) {
  char text[GN_MAX_NAME];
  if (t.kind == TOKEN_WORD && t.length < GN_MAX_NAME) {
    copy(text, p->text + t.at, t.length);
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
  fail(p, t.kind == TOKEN_WORD ? GN_UNKNOWN_NAME : GN_UNEXPECTED, t);
  return -1;
}

// "repeat1.0." + "dense2" + "@7"
static bool full_name(parser *p, char out[GN_MAX_NAME], const char *local, const char *suffix, token at) {
  size_t need = strlen(p->scope->prefix) + strlen(local) + strlen(suffix);
  if (need >= GN_MAX_NAME) return fail_limit(p, GN_NAME_TOO_LONG, at, GN_MAX_NAME - 1);
  strcpy(out, p->scope->prefix);
  strcat(out, local);
  strcat(out, suffix);
  return true;
}

// A row's own name is free unless something in this block bears it; a state may be set once a step.
static bool name_free(parser *p, const char *text, token at) {
  const state *held = state_find(p->scope, text);
  if (p->scope->x >= 0 && strcmp(text, "x") == 0) return fail(p, GN_RESERVED_NAME, at);
  if ((held && held->set) || (!held && name_in(p, p->scope->number, text) >= 0)) return fail(p, GN_DUPLICATE_NAME, at);
  return true;
}

// Makes the row and lets its name, or the state it sets, mean it.
static bool add_row(parser *p, row_plan *plan, const char *local, token at) {
  if (!full_name(p, plan->name, local, p->scope->suffix, at) || !full_name(p, plan->base, local, "", at)) return false;
  plan->repeated = p->scope->suffix[0] != 0;
  int32_t added = row_add(p->net, plan, p->error);
  if (added < 0) return false;
  p->last = added;
  state *held = state_find(p->scope, local);
  if (!held) return name_add(p, local, added, at);
  const gn_shape *was = &p->net->rows[held->row]->shape, *is = &p->net->rows[added]->shape;
  if (!shape_equal(was, is)) {
    fail(p, GN_STATE_SHAPE, at);
    copy(p->error->name, local, (int64_t)strlen(local));
    p->error->a = *was;
    p->error->b = *is;
    return false;
  }
  held->row = added;
  held->set = true;
  return true;
}

static row_plan plan_of(const op *o, token start) {
  row_plan plan = {.op = o, .at = start.at, .length = start.length, .weight_of = -1, .gain = init_gain(INIT_UNIFORM)};
  for (int32_t i = 0; i < o->arg_count; i++) plan.arg[i] = o->args[i].otherwise;
  return plan;
}

// ---------------------------------------------------------------- an operation

static bool arg_set(parser *p, row_plan *plan, bool *given, int32_t i, token value) {
  const op_arg *a = &plan->op->args[i];
  if (value.kind != TOKEN_NUMBER) return fail(p, GN_BAD_NUMBER, value);
  bool whole =
      !a->whole || (value.number >= -1e15 && value.number <= 1e15 && value.number == (double)(int64_t)value.number);
  if (!(value.number >= a->least && value.number <= a->most) || !whole) {
    fail_arg(p, GN_OUT_OF_RANGE, value, plan->op, a->key, (int64_t)strlen(a->key));
    p->error->arg[0] = (int64_t)a->least;
    p->error->arg[1] = (int64_t)a->most;
    return false;
  }
  plan->arg[i] = value.number;
  given[i] = true;
  return true;
}

typedef struct given {
  bool arg[OP_MAX_ARGS];
  bool weight, init, gain;
} given;

// `key=value`: w, init and gain for whatever has parameters, else one of the operation's own.
static bool key_set(parser *p, row_plan *plan, given *had, token key, token value) {
  bool params = plan->op->backward_params != NULL;
  const char *text = p->text + key.at;
  bool *seen = NULL;
  int32_t own = -1;
  if (params && token_is(p, key, "w"))
    seen = &had->weight;
  else if (params && token_is(p, key, "init"))
    seen = &had->init;
  else if (params && token_is(p, key, "gain"))
    seen = &had->gain;
  for (int32_t i = 0; i < plan->op->arg_count; i++)
    if (token_is(p, key, plan->op->args[i].key)) seen = &had->arg[own = i];
  if (!seen) return fail_arg(p, GN_UNKNOWN_KEY, key, plan->op, text, key.length);
  if (*seen) return fail_arg(p, GN_DUPLICATE_KEY, key, plan->op, text, key.length);
  if (own >= 0) return arg_set(p, plan, had->arg, own, value);
  *seen = true;
  if (seen == &had->weight) return (plan->weight_of = name_find(p, value)) >= 0;
  if (seen == &had->gain) {
    plan->gain = value.number;
    return value.kind == TOKEN_NUMBER || fail(p, GN_BAD_NUMBER, value);
  }
  plan->scheme = value.kind == TOKEN_WORD ? init_find(p->text + value.at, value.length) : -1;
  if (plan->scheme < 0) {
    fail(p, GN_BAD_WORD, value);
    copy(p->error->hint, "init", 4);
    return false;
  }
  if (!had->gain) plan->gain = init_gain(plan->scheme);
  return true;
}

static int32_t next_positional(const op *o, const bool *had) {
  for (int32_t i = 0; i < o->arg_count && o->args[i].positional; i++)
    if (!had[i]) return i;
  return -1;
}

static bool operation(parser *p, token start, token word, const char *given_name) {
  const op *o = op_find(p->text + word.at, word.length);
  if (!o || o->hidden) {
    fail(p, GN_UNKNOWN_OP, word);
    const op *near = op_nearest(p->text + word.at, word.length);
    if (near) copy(p->error->hint, near->name, (int64_t)strlen(near->name));
    return false;
  }
  row_plan plan = plan_of(o, start);
  int32_t in[MAX_NAMED_INPUTS + 1] = {p->last};
  given had = {{0}, false, false, false};
  plan.in = in;
  plan.inputs = o->most_inputs > 0;
  if (plan.inputs && p->last < 0) return fail(p, GN_NO_INPUT, word);
  int64_t end = word.at + word.length;
  while (!row_ends(p)) {
    token t = p->now;
    next(p);
    if (t.kind == TOKEN_WORD && is_mark(p, '=')) {
      next(p);
      token value = p->now;
      if (row_ends(p)) return fail(p, GN_BAD_NUMBER, t);
      if (!key_set(p, &plan, &had, t, value)) return false;
      t = value;
      next(p);
    } else if (t.kind == TOKEN_NUMBER) {
      int32_t i = next_positional(o, had.arg);
      if (i < 0) return fail_arg(p, GN_EXTRA_ARG, t, o, p->text + t.at, t.length);
      if (!arg_set(p, &plan, had.arg, i, t)) return false;
    } else if (t.kind == TOKEN_WORD && o->loss && !plan.field[0]) {
      if (t.length >= GN_MAX_NAME) return fail_limit(p, GN_NAME_TOO_LONG, t, GN_MAX_NAME - 1);
      copy(plan.field, p->text + t.at, t.length);
    } else if (t.kind == TOKEN_WORD && o->most_inputs > 1 && plan.inputs <= MAX_NAMED_INPUTS) {
      int32_t found = name_find(p, t);
      if (found < 0) return false;
      in[plan.inputs++] = found;
    } else if (t.kind == TOKEN_WORD) {
      return fail_arg(p, GN_EXTRA_ARG, t, o, p->text + t.at, t.length);
    } else {
      return fail(p, t.kind == TOKEN_BAD && t.length > 0 ? GN_BAD_NUMBER : GN_UNEXPECTED, t);
    }
    end = t.at + t.length;
  }
  for (int32_t i = 0; i < o->arg_count; i++)
    if (o->args[i].required && !had.arg[i])
      return fail_arg(p, GN_MISSING_ARG, word, o, o->args[i].key, (int64_t)strlen(o->args[i].key));
  plan.length = end - start.at;
  char local[GN_MAX_NAME];
  int32_t ordinal = ++p->scope->count[op_number(o)];
  if (given_name)
    copy(local, given_name, (int64_t)strlen(given_name));
  else
    snprintf(local, sizeof local, "%s%d", o->name, ordinal);
  if (!plan.field[0] && o == &op_in)
    copy(plan.field, given_name ? given_name : "x", given_name ? (int64_t)strlen(given_name) : 1);
  if (!plan.field[0] && o->loss) copy(plan.field, "y", 1);
  if (!given_name && name_in(p, p->scope->number, local) >= 0) return fail(p, GN_DUPLICATE_NAME, word);
  return add_row(p, &plan, local, word);
}

// ---------------------------------------------------------------- blocks

static bool rows(parser *p, token opened);

// Reads the block's text once, in a scope of its own; the brace stands at p->now.
static bool block_once(parser *p, scope *s, int32_t x) {
  token opened = p->now;
  if (p->scopes >= GN_MAX_ROWS) return fail_limit(p, GN_TOO_MANY_ROWS, opened, GN_MAX_ROWS);
  s->outer = p->scope;
  s->number = ++p->scopes;
  s->x = x;
  memset(s->count, 0, sizeof s->count);
  p->scope = s;
  p->last = x;
  next(p);
  bool good = rows(p, opened);
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
  return full_name(p, s->prefix, local, piece, at);
}

static bool repeat(parser *p, const char *local, token word) {
  token n = p->now;
  if (n.kind != TOKEN_NUMBER) return fail(p, n.kind == TOKEN_BAD ? GN_BAD_NUMBER : GN_UNEXPECTED, n);
  if (!(n.number >= 1 && n.number <= GN_MAX_ROWS) || n.number != (double)(int64_t)n.number) {
    fail(p, GN_OUT_OF_RANGE, n);
    copy(p->error->hint, "repeat", 6);
    p->error->arg[0] = 1;
    p->error->arg[1] = GN_MAX_ROWS;
    return false;
  }
  next(p);
  if (!is_mark(p, '{')) return fail(p, GN_UNEXPECTED, p->now);
  if (p->last < 0) return fail(p, GN_NO_INPUT, word);
  int64_t brace = p->now.at;
  for (int32_t i = 0; i < (int32_t)n.number; i++) {
    scope s = {0};
    jump(p, brace);
    if (!block_name(p, &s, local, i, word) || !block_once(p, &s, p->last)) return false;
  }
  next(p); // the closing brace
  return name_add(p, local, p->last, word);
}

// STATE=64 starts from zeros, STATE=NAME from a row.
static bool loop_states(parser *p, scope *s, token word) {
  while (p->now.kind == TOKEN_WORD) {
    token key = p->now;
    next(p);
    if (!is_mark(p, '=')) return fail(p, GN_UNEXPECTED, p->now);
    next(p);
    token value = p->now;
    if (s->state_count == MAX_STATES) return fail_limit(p, GN_EXTRA_ARG, key, MAX_STATES);
    state *held = &s->states[s->state_count];
    if (key.length >= GN_MAX_NAME) return fail_limit(p, GN_NAME_TOO_LONG, key, GN_MAX_NAME - 1);
    copy(held->name, p->text + key.at, key.length);
    if (state_find(s, held->name)) return fail(p, GN_DUPLICATE_NAME, key);
    if (strcmp(held->name, "x") == 0) return fail(p, GN_RESERVED_NAME, key);
    s->state_count++;
    if (value.kind == TOKEN_NUMBER) {
      row_plan plan = plan_of(&op_zeros, value);
      bool had[OP_MAX_ARGS] = {false};
      if (!arg_set(p, &plan, had, 0, value)) return false;
      size_t need = strlen(s->prefix) + strlen(held->name) + 1;
      if (need >= GN_MAX_NAME) return fail_limit(p, GN_NAME_TOO_LONG, key, GN_MAX_NAME - 1);
      strcpy(plan.name, s->prefix);
      strcat(plan.name, held->name);
      held->row = row_add(p->net, &plan, p->error);
    } else {
      held->row = name_find(p, value);
    }
    if (held->row < 0) return false;
    next(p);
  }
  if (s->state_count > 0) return true;
  fail(p, GN_MISSING_ARG, word);
  copy(p->error->hint, "h", 1);
  return false;
}

// One step: the rows of the block, with x = row t of what came in.
static bool loop_step(parser *p, scope *s, int32_t sequence, int32_t t, const char *suffix, token word) {
  row_plan plan = plan_of(&op_at_time, word);
  snprintf(s->suffix, sizeof s->suffix, "%s", suffix);
  if (strlen(s->prefix) + strlen(suffix) + 2 > GN_MAX_NAME)
    return fail_limit(p, GN_NAME_TOO_LONG, word, GN_MAX_NAME - 1);
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
      fail(p, GN_LOOP_STATE, brace);
      copy(p->error->name, s->states[i].name, (int64_t)strlen(s->states[i].name));
      return false;
    }
  return true;
}

static bool loop(parser *p, const char *local, token word) {
  scope s = {0};
  char name_of[GN_MAX_NAME], suffix[GN_MAX_NAME];
  if (!block_name(p, &s, local, -1, word) || !full_name(p, name_of, local, p->scope->suffix, word)) return false;
  if (p->last < 0) return fail(p, GN_NO_INPUT, word);
  int32_t sequence = p->last, in[GN_MAX_ROWS];
  if (!loop_states(p, &s, word)) return false;
  if (!is_mark(p, '{')) return fail(p, GN_UNEXPECTED, p->now);
  const gn_shape *shape = &p->net->rows[sequence]->shape;
  if (shape->rank != 2) {
    fail(p, GN_LOOP_INPUT, word);
    p->error->a = *shape;
    return false;
  }
  int64_t brace = p->now.at;
  int32_t steps = shape->dim[0];
  if (steps > GN_MAX_ROWS) return fail_limit(p, GN_TOO_MANY_ROWS, word, GN_MAX_ROWS);
  for (int32_t t = 0; t < steps; t++) {
    if (snprintf(suffix, sizeof suffix, "%s@%d", p->scope->suffix, t) >= (int)sizeof suffix)
      return fail_limit(p, GN_NAME_TOO_LONG, word, GN_MAX_NAME - 1);
    jump(p, brace);
    if (!loop_step(p, &s, sequence, t, suffix, word)) return false;
    in[t] = s.states[0].row;
  }
  next(p); // the closing brace
  row_plan plan = plan_of(&op_stack, word);
  plan.in = in;
  plan.inputs = steps;
  return add_row(p, &plan, local, word);
}

static bool block(parser *p, token word, const char *given_name, bool is_loop) {
  char local[GN_MAX_NAME];
  int32_t ordinal = ++p->scope->count[is_loop ? COUNT_LOOP : COUNT_REPEAT];
  if (given_name)
    strcpy(local, given_name);
  else
    snprintf(local, sizeof local, "%s%d", is_loop ? "loop" : "repeat", ordinal);
  if (!given_name && name_in(p, p->scope->number, local) >= 0) return fail(p, GN_DUPLICATE_NAME, word);
  if (p->depth == MAX_DEPTH) return fail_limit(p, GN_TOO_DEEP, word, MAX_DEPTH);
  p->depth++;
  bool good = is_loop ? loop(p, local, word) : repeat(p, local, word);
  p->depth--;
  return good;
}

static bool one_row(parser *p) {
  token start = p->now, word = start;
  char given_name[GN_MAX_NAME] = "";
  if (word.kind != TOKEN_WORD) return fail(p, GN_UNEXPECTED, word);
  next(p);
  if (is_mark(p, ':')) {
    if (word.length >= GN_MAX_NAME) return fail_limit(p, GN_NAME_TOO_LONG, word, GN_MAX_NAME - 1);
    copy(given_name, p->text + word.at, word.length);
    if (!name_free(p, given_name, word)) return false;
    next(p);
    word = p->now;
    if (word.kind != TOKEN_WORD) return fail(p, GN_UNEXPECTED, word);
    next(p);
  }
  const char *own = given_name[0] ? given_name : NULL;
  bool good;
  if (token_is(p, word, "from")) {
    p->last = name_find(p, p->now);
    good = p->last >= 0 && (!own || name_add(p, own, p->last, start));
    if (good) next(p);
  } else if (token_is(p, word, "repeat") || token_is(p, word, "loop")) {
    good = block(p, word, own, token_is(p, word, "loop"));
  } else {
    good = operation(p, start, word, own);
  }
  if (!good) return false;
  return row_ends(p) || fail(p, GN_UNEXPECTED, p->now);
}

// Rows up to the closing brace of `opened`, which stays at p->now, or to the end of the text at the top.
static bool rows(parser *p, token opened) {
  bool inside = opened.kind == TOKEN_MARK;
  for (;;) {
    while (p->now.kind == TOKEN_BREAK) next(p);
    if (is_mark(p, '}')) return inside || fail(p, GN_UNOPENED, p->now);
    if (p->now.kind == TOKEN_END) return !inside || fail(p, GN_UNCLOSED, opened);
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
  jump(p, 0);
  bool good = rows(p, (token){0});
  if (good && net->row_count == 0) good = build_fail(error, GN_EMPTY, 0, p->length);
  free(p);
  return good;
}
