// The registry of operations and the few things that operations share.
#include "op/op.h"

#include <string.h>

const op *const op_table[] = {
#define X(name) &op_##name,
    OPS(X)
#undef X
};

const op *op_find(const char *name, int64_t length) {
  for (int32_t i = 0; i < OP_COUNT; i++)
    if ((int64_t)strlen(op_table[i]->name) == length && memcmp(op_table[i]->name, name, (size_t)length) == 0)
      return op_table[i];
  return NULL;
}

int32_t op_number(const op *o) {
  for (int32_t i = 0; i < OP_COUNT; i++)
    if (op_table[i] == o) return i;
  return -1;
}

// Levenshtein's distance, of words of fewer than 16 letters.
static int32_t distance(const char *a, int64_t m, const char *b, int64_t n) {
  int32_t line[17];
  for (int32_t j = 0; j <= n; j++) line[j] = j;
  for (int32_t i = 1; i <= m; i++) {
    int32_t corner = line[0];
    line[0] = i;
    for (int32_t j = 1; j <= n; j++) {
      int32_t change = corner + (a[i - 1] != b[j - 1]), drop = 1 + (line[j] < line[j - 1] ? line[j] : line[j - 1]);
      corner = line[j];
      line[j] = change < drop ? change : drop;
    }
  }
  return line[n];
}

const op *op_nearest(const char *name, int64_t length) {
  const op *best = NULL;
  int32_t least = length > 3 ? 3 : 2;
  for (int32_t i = 0; i < OP_COUNT && length <= 16; i++) {
    const op *o = op_table[i];
    int32_t d = distance(name, length, o->name, (int64_t)strlen(o->name));
    if (!o->hidden && d < least) best = o, least = d;
  }
  return best;
}

int32_t gn_op_count(void) {
  return OP_COUNT;
}
const char *gn_op_name(int32_t o) {
  return op_table[o]->name;
}
const char *gn_op_formula(int32_t o) {
  return op_table[o]->formula;
}
bool gn_op_is_loss(int32_t o) {
  return op_table[o]->loss;
}
bool gn_op_is_sequence(int32_t o) {
  return op_table[o]->sequence;
}
bool gn_op_is_hidden(int32_t o) {
  return op_table[o]->hidden;
}
int32_t gn_op_args(int32_t o) {
  return op_table[o]->arg_count;
}
const char *gn_op_arg_key(int32_t o, int32_t i) {
  return op_table[o]->args[i].key;
}
const char *gn_op_arg_word(int32_t o, int32_t i, int32_t word) {
  const char *const *const *words = op_table[o]->words;
  for (int32_t k = 0; words && words[i] && words[i][k]; k++)
    if (k == word) return words[i][k];
  return NULL;
}
const char *gn_op_row_key(int32_t o) {
  return op_table[o]->row_key;
}
int32_t gn_op_most_inputs(int32_t o) {
  return op_table[o]->most_inputs;
}
bool gn_op_arg_positional(int32_t o, int32_t i) {
  return op_table[o]->args[i].positional;
}
bool gn_op_arg_required(int32_t o, int32_t i) {
  return op_table[o]->args[i].required;
}
bool gn_op_arg_whole(int32_t o, int32_t i) {
  return op_table[o]->args[i].whole;
}
double gn_op_arg_default(int32_t o, int32_t i) {
  return op_table[o]->args[i].otherwise;
}
double gn_op_arg_least(int32_t o, int32_t i) {
  return op_table[o]->args[i].least;
}
double gn_op_arg_most(int32_t o, int32_t i) {
  return op_table[o]->args[i].most;
}

double row_arg(const row *r, const char *key) {
  for (int32_t i = 0; i < r->op->arg_count; i++)
    if (strcmp(r->op->args[i].key, key) == 0) return r->arg[i];
  return 0;
}

int64_t times_capped(int64_t a, int64_t b) {
  return b != 0 && a > INT64_MAX / b ? INT64_MAX : a * b;
}

int64_t shape_size(const gn_shape *s) {
  int64_t size = 1;
  for (int32_t i = 0; i < s->rank; i++) size = times_capped(size, s->dim[i]);
  return size;
}

bool shape_equal(const gn_shape *a, const gn_shape *b) {
  if (a->rank != b->rank) return false;
  for (int32_t i = 0; i < a->rank; i++)
    if (a->dim[i] != b->dim[i]) return false;
  return true;
}

bool row_hint(gn_error *error, const char *hint) {
  strncpy(error->hint, hint, GN_MAX_NAME - 1);
  return false;
}

bool row_wants_rank(const row *r, int32_t i, int32_t axes, gn_error *error) {
  if (r->xs[i]->rank == axes) return true;
  row_fail(r, error, GN_RANK);
  error->arg[0] = axes;
  error->a = *r->xs[i];
  return false;
}

bool shape_same(row *r, int32_t slice, gn_error *error) {
  (void)slice;
  (void)error;
  r->shape = *r->xs[0];
  return true;
}

bool row_fail(const row *r, gn_error *error, gn_code code) {
  *error = (gn_error){.code = (int32_t)code, .at = r->at, .length = r->length, .row = r->number};
  strncpy(error->name, r->op->name, GN_MAX_NAME - 1);
  return false;
}

void term_put(term_writer *w, float value, gn_ref value_from, float weight, gn_ref weight_from) {
  int64_t i = w->count++ - w->first;
  if (i >= 0 && i < w->max)
    w->out[i] = (gn_term){.value = value, .weight = weight, .value_from = value_from, .weight_from = weight_from};
}

gn_ref ref_value(const row *r, int32_t input, int32_t sample, int64_t index) {
  return (gn_ref){GN_VALUE, r->in[input], sample, index};
}
gn_ref ref_out(const row *r, int32_t sample, int64_t index) {
  return (gn_ref){GN_VALUE, r->number, sample, index};
}
gn_ref ref_dy(const row *r, int32_t sample, int64_t index) {
  return (gn_ref){GN_GRADIENT, r->number, sample, index};
}
gn_ref ref_param(const row *r, int32_t which, int64_t index) {
  return (gn_ref){GN_PARAM, r->w[which]->number, 0, index};
}
gn_ref ref_constant(void) {
  return (gn_ref){GN_CONSTANT, -1, 0, 0};
}

void terms_elementwise(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  (void)p;
  int64_t i = ask->index, at = ask->sample * r->size + i;
  if (ask->part == OP_Y) {
    *form = GN_FORM_FUNCTION;
    term_put(w, r->x[0][at], ref_value(r, 0, ask->sample, i), 1, ref_constant());
  } else {
    *form = GN_FORM_SUM;
    term_put(w, r->dy[at], ref_dy(r, ask->sample, i), r->op->slope(r, r->x[0][at], r->y[at]), ref_constant());
  }
}
