// One row: checks its inputs, lets the operation infer its shape, finds or makes its parameters.
#include "net/build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool build_fail(gn_error *error, gn_code code, int64_t at, int64_t length) {
  *error = (gn_error){.code = (int32_t)code, .at = (int32_t)at, .length = (int32_t)length, .row = -1};
  return false;
}

// A row and the five arrays of its inputs, in one piece.
static row *row_new(const row_plan *plan) {
  size_t n = (size_t)plan->inputs;
  size_t each = sizeof(const row *) + sizeof(const gn_shape *) + sizeof(const float *) + sizeof(float *);
  each += sizeof(int32_t);
  row *r = calloc(1, sizeof(row) + n * each);
  if (!r) return NULL;
  r->from = (const row **)(r + 1);
  r->xs = (const gn_shape **)(r->from + n);
  r->x = (const float **)(r->xs + n);
  r->dx = (float **)(r->x + n);
  int32_t *in = (int32_t *)(r->dx + n);
  if (n > 0) memcpy(in, plan->in, n * sizeof(int32_t));
  r->in = in;
  r->inputs = plan->inputs;
  r->op = plan->op;
  r->at = (int32_t)plan->at;
  r->length = (int32_t)plan->length;
  memcpy(r->arg, plan->arg, sizeof r->arg);
  memcpy(r->name, plan->name, sizeof r->name);
  memcpy(r->field, plan->field, sizeof r->field);
  return r;
}

static bool room_for(void **array, int32_t count, int32_t *room) {
  if (count < *room) return true;
  int32_t more = *room == 0 ? 16 : 2 * *room;
  void *grown = realloc(*array, (size_t)more * sizeof(void *));
  if (!grown) return false;
  *array = grown;
  *room = more;
  return true;
}

static bool inputs_fit(const gn_net *net, row *r, gn_error *error) {
  if (r->inputs < r->op->least_inputs || r->inputs > r->op->most_inputs) {
    row_fail(r, error, GN_INPUTS);
    error->arg[0] = r->op->least_inputs;
    error->arg[1] = r->op->most_inputs;
    error->arg[2] = r->inputs;
    return false;
  }
  for (int32_t i = 0; i < r->inputs; i++) {
    const row *x = net->rows[r->in[i]];
    if (x->op->loss) return row_fail(r, error, GN_AFTER_LOSS);
    if (x->op == &op_in && row_arg(x, "ids") > 0 && !r->op->ids) return row_fail(r, error, GN_NEEDS_EMBED);
    r->from[i] = x;
    r->xs[i] = &x->shape;
  }
  return true;
}

static bool too_big(const row *r, int64_t size, gn_error *error) {
  if (size <= GN_MAX_FLOATS) return false;
  row_fail(r, error, GN_TOO_BIG);
  error->arg[0] = size;
  error->arg[1] = GN_MAX_FLOATS;
  return true;
}

static param *param_find(param **params, int32_t count, const char *name) {
  for (int32_t i = 0; i < count; i++)
    if (strcmp(params[i]->name, name) == 0) return params[i];
  return NULL;
}

static bool share(row *r, int32_t i, param *p, gn_error *error) {
  if (!shape_equal(&p->shape, &r->want[i].shape)) {
    row_fail(r, error, GN_SHARED_SHAPE);
    error->a = r->want[i].shape;
    error->b = p->shape;
    return false;
  }
  p->shared = true;
  r->w[i] = p;
  return true;
}

static bool param_give(gn_net *net, row *r, const row_plan *plan, int32_t i, gn_error *error) {
  char name[sizeof net->params[0]->name];
  snprintf(name, sizeof name, "%s.%s", plan->base, r->want[i].bias ? "bias" : "weight");
  if (plan->weight_of >= 0 && !r->want[i].bias) {
    param *theirs = net->rows[plan->weight_of]->w[0];
    return theirs ? share(r, i, theirs, error) : row_fail(r, error, GN_NO_WEIGHT);
  }
  param *before = plan->repeated ? param_find(net->params, net->param_count, name) : NULL;
  if (before) return share(r, i, before, error);
  int64_t size = shape_size(&r->want[i].shape);
  if (too_big(r, size, error)) return false;
  param *p = calloc(1, sizeof(param));
  if (!p || !room_for((void **)&net->params, net->param_count, &net->param_room)) {
    free(p);
    return row_fail(r, error, GN_NO_MEMORY);
  }
  memcpy(p->name, name, sizeof name);
  p->shape = r->want[i].shape;
  p->size = size;
  p->fan_in = r->want[i].fan_in;
  p->fan_out = r->want[i].fan_out;
  int32_t scheme = plan->drawn ? plan->scheme : net->config.init;
  // Only PyTorch's draws biases; the others are about weights and start biases at zero.
  p->scheme = r->want[i].bias && scheme != INIT_UNIFORM ? INIT_ZERO : scheme;
  p->gain = plan->drawn ? plan->gain : net->config.gain != 0 ? net->config.gain : gn_init_gain(scheme);
  if (r->want[i].deviation > 0 && !plan->drawn && scheme == INIT_UNIFORM) {
    p->scheme = INIT_NORMAL;
    p->gain = (double)r->want[i].deviation;
  }
  if (r->want[i].constant && !plan->drawn) {
    p->scheme = INIT_CONSTANT;
    p->gain = (double)r->want[i].start;
  }
  p->number = net->param_count;
  p->row = r->number;
  net->params[net->param_count++] = p;
  r->w[i] = p;
  return true;
}

static bool keep_give(gn_net *net, row *r, const row_plan *plan, int32_t i, gn_error *error) {
  char name[sizeof net->states[0]->name];
  snprintf(name, sizeof name, "%s.%s", plan->base, r->keep[i].name);
  param *before = plan->repeated ? param_find(net->states, net->state_count, name) : NULL;
  if (before) {
    r->kept[i] = before; // a loop's steps lead the same values along
    return shape_equal(&before->shape, &r->keep[i].shape) || row_fail(r, error, GN_SHAPES_DIFFER);
  }
  param *p = calloc(1, sizeof(param));
  if (!p || !room_for((void **)&net->states, net->state_count, &net->state_room)) {
    free(p);
    return row_fail(r, error, GN_NO_MEMORY);
  }
  memcpy(p->name, name, sizeof name);
  p->shape = r->keep[i].shape;
  p->size = shape_size(&p->shape);
  p->scheme = INIT_CONSTANT;
  p->gain = (double)r->keep[i].start;
  p->number = net->state_count;
  p->row = r->number;
  net->states[net->state_count++] = p;
  r->kept[i] = p;
  return true;
}

int32_t row_add(gn_net *net, const row_plan *plan, gn_error *error) {
  if (net->row_count >= GN_MAX_ROWS) {
    build_fail(error, GN_TOO_MANY_ROWS, plan->at, plan->length);
    error->arg[0] = GN_MAX_ROWS;
    return -1;
  }
  row *r = row_new(plan);
  if (!r || !room_for((void **)&net->rows, net->row_count, &net->row_room)) {
    free(r);
    build_fail(error, GN_NO_MEMORY, plan->at, plan->length);
    return -1;
  }
  r->number = net->row_count;
  net->rows[net->row_count++] = r; // from here on the net frees it
  if (!inputs_fit(net, r, error) || !r->op->shape(r, net->config.slice, error)) return -1;
  r->size = shape_size(&r->shape);
  if (too_big(r, r->size, error) || too_big(r, r->scratch_size, error)) return -1;
  for (int32_t i = 0; i < r->wants; i++)
    if (!param_give(net, r, plan, i, error)) return -1;
  for (int32_t i = 0; i < r->keeps; i++)
    if (!keep_give(net, r, plan, i, error)) return -1;
  return r->number;
}
