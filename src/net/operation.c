// operation = WORD { NUMBER | WORD | KEY=NUMBER | KEY=WORD | KEY=NAME | NAME }
#include "net/parser.h"

#include <stdio.h>
#include <string.h>

static bool is_word(const op *o, int32_t i) {
  return i >= 0 && o->words && o->words[i];
}

static bool word_arg(parser *p, row_plan *plan, bool *given, int32_t i, token value) {
  const char *const *words = plan->op->words[i], *key = plan->op->args[i].key;
  for (int32_t k = 0; value.kind == TOKEN_WORD && words[k]; k++) {
    if (!token_is(p, value, words[k])) continue;
    plan->arg[i] = k;
    return given[i] = true;
  }
  parser_fail(p, GN_BAD_WORD, value);
  return row_hint(p->error, key);
}

bool parse_arg(parser *p, row_plan *plan, bool *given, int32_t i, token value) {
  const op_arg *a = &plan->op->args[i];
  if (is_word(plan->op, i)) return word_arg(p, plan, given, i, value);
  if (value.kind != TOKEN_NUMBER) return parser_fail(p, GN_BAD_NUMBER, value);
  if (!(value.number >= a->least && value.number <= a->most)) {
    parser_fail_arg(p, GN_OUT_OF_RANGE, value, plan->op, a->key, (int64_t)strlen(a->key));
    p->error->limit[0] = a->least;
    p->error->limit[1] = a->most;
    return false;
  }
  if (a->whole && value.number != (double)(int64_t)value.number)
    return parser_fail_arg(p, GN_NOT_WHOLE, value, plan->op, a->key, (int64_t)strlen(a->key));
  plan->arg[i] = value.number;
  given[i] = true;
  return true;
}

typedef struct given {
  bool arg[OP_MAX_ARGS];
  bool weight, init, gain, row;
} given;

typedef struct reading {
  row_plan plan;
  int32_t in[MAX_NAMED_INPUTS + 1];
  given had;
} reading;

// `key=value`: w, init and gain for whatever has parameters, else one of the operation's own.
static bool key_set(parser *p, reading *r, token key, token value) {
  row_plan *plan = &r->plan;
  given *had = &r->had;
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
  else if (plan->op->row_key && token_is(p, key, plan->op->row_key))
    seen = &had->row;
  for (int32_t i = 0; i < plan->op->arg_count; i++)
    if (token_is(p, key, plan->op->args[i].key)) seen = &had->arg[own = i];
  if (!seen) return parser_fail_arg(p, GN_UNKNOWN_KEY, key, plan->op, text, key.length);
  if (*seen) return parser_fail_arg(p, GN_DUPLICATE_KEY, key, plan->op, text, key.length);
  if (own >= 0) return parse_arg(p, plan, had->arg, own, value);
  *seen = true;
  if (seen == &had->row) return (r->in[plan->inputs++] = name_find(p, value)) >= 0;
  plan->drawn = had->init || had->gain;
  if (seen == &had->weight) return (plan->weight_of = name_find(p, value)) >= 0;
  if (seen == &had->gain) {
    plan->gain = value.number;
    return value.kind == TOKEN_NUMBER || parser_fail(p, GN_BAD_NUMBER, value);
  }
  plan->scheme = value.kind == TOKEN_WORD ? init_find(p->text + value.at, value.length) : -1;
  if (plan->scheme < 0) {
    parser_fail(p, GN_BAD_WORD, value);
    name_copy(p->error->hint, "init", 4);
    return false;
  }
  if (!had->gain) plan->gain = gn_init_gain(plan->scheme);
  return true;
}

static int32_t next_positional(const op *o, const bool *had) {
  for (int32_t i = 0; i < o->arg_count && o->args[i].positional; i++)
    if (!had[i]) return i;
  return -1;
}

// A bare word is the next argument, if that is a word; the field of a loss's targets; or one more input.
static bool word_set(parser *p, reading *r, token t) {
  const op *o = r->plan.op;
  int32_t next = next_positional(o, r->had.arg);
  if (is_word(o, next)) return parse_arg(p, &r->plan, r->had.arg, next, t);
  if (o->loss && !r->plan.field[0]) {
    if (t.length >= GN_MAX_NAME) return parser_fail_limit(p, GN_NAME_TOO_LONG, t, GN_MAX_NAME - 1);
    name_copy(r->plan.field, p->text + t.at, t.length);
    return true;
  }
  if (o->most_inputs < 2 || o->row_key || r->plan.inputs > MAX_NAMED_INPUTS)
    return parser_fail_arg(p, GN_EXTRA_ARG, t, o, p->text + t.at, t.length);
  int32_t found = name_find(p, t);
  r->in[r->plan.inputs++] = found;
  return found >= 0;
}

// One argument; p->now is the token after it.
static bool argument(parser *p, reading *r) {
  const op *o = r->plan.op;
  token t = p->now, value;
  parser_next(p);
  if (t.kind == TOKEN_WORD && parser_at(p, '=')) {
    parser_next(p);
    value = p->now;
    if (parser_row_ends(p)) return parser_fail(p, GN_BAD_NUMBER, t);
    parser_next(p);
    r->plan.length = value.at + value.length - r->plan.at;
    return key_set(p, r, t, value);
  }
  r->plan.length = t.at + t.length - r->plan.at;
  if (t.kind == TOKEN_WORD) return word_set(p, r, t);
  int32_t i = next_positional(o, r->had.arg);
  bool number = i >= 0 && !is_word(o, i); // is what should stand here
  if (t.kind != TOKEN_NUMBER) return parser_fail(p, t.kind == TOKEN_BAD && number ? GN_BAD_NUMBER : GN_UNEXPECTED, t);
  if (i < 0) return parser_fail_arg(p, GN_EXTRA_ARG, t, o, p->text + t.at, t.length);
  return parse_arg(p, &r->plan, r->had.arg, i, t);
}

static bool unknown(parser *p, token word) {
  parser_fail(p, GN_UNKNOWN_OP, word);
  const op *near = op_nearest(p->text + word.at, word.length);
  if (near) name_copy(p->error->hint, near->name, (int64_t)strlen(near->name));
  return false;
}

bool parse_operation(parser *p, token start, token word, const char *given_name) {
  const op *o = op_find(p->text + word.at, word.length);
  if (!o || o->hidden) return unknown(p, word);
  reading r = {.plan = row_plan_of(o, start), .in = {p->last}};
  r.plan.in = r.in;
  r.plan.inputs = o->most_inputs > 0;
  r.plan.length = word.at + word.length - start.at;
  if (r.plan.inputs && p->last < 0) return parser_fail(p, GN_NO_INPUT, word);
  while (!parser_row_ends(p))
    if (!argument(p, &r)) return false;
  for (int32_t i = 0; i < o->arg_count; i++)
    if (o->args[i].required && !r.had.arg[i])
      return parser_fail_arg(p, GN_MISSING_ARG, word, o, o->args[i].key, (int64_t)strlen(o->args[i].key));
  char local[GN_MAX_NAME];
  int32_t ordinal = ++p->scope->count[op_number(o)];
  snprintf(local, sizeof local, "%s%d", o->name, ordinal);
  if (given_name)
    name_copy(local, given_name, (int64_t)strlen(given_name));
  else if (name_in(p, p->scope->number, local) >= 0)
    return parser_fail(p, GN_DUPLICATE_NAME, word);
  const char *field = o->loss ? "y" : given_name ? given_name : "x";
  if (!r.plan.field[0] && (o->loss || o == &op_in)) name_copy(r.plan.field, field, (int64_t)strlen(field));
  return parser_add_row(p, &r.plan, local, word);
}
