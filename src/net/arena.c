// One arena, sized in 64 bits before anything runs:
// parameters | gradients | optimiser state | model state | values | saved, targets, losses | value gradients | scratch
#include "net/net.h"
#include "opt/opt.h"

#include <stdlib.h>

enum { ALIGN_FLOATS = 16 }; // every tensor begins on a cache line

// First run, with base NULL, counts; the second hands out places. `*at` never exceeds GN_MAX_FLOATS by more than one
// tensor, each of which is checked when its row is added, so the sum cannot overflow.
typedef struct layout {
  float *base;
  int64_t at;
} layout;

static float *take(layout *l, int64_t size) {
  if (size == 0) return NULL;
  float *place = l->base ? l->base + l->at : NULL;
  int64_t padded = (size + ALIGN_FLOATS - 1) / ALIGN_FLOATS * ALIGN_FLOATS;
  l->at = l->at > INT64_MAX - padded ? INT64_MAX : l->at + padded;
  return place;
}

static void lay_params(gn_net *net, layout *l) {
  bool gradients = net->config.flags & GN_GRADIENTS, optimizer = net->config.flags & GN_OPTIMIZER;
  for (int32_t i = 0; i < net->param_count; i++) net->params[i]->v = take(l, net->params[i]->size);
  for (int32_t i = 0; i < net->param_count && gradients; i++) {
    param *p = net->params[i];
    p->total = take(l, p->size);
    p->parts = p->shared ? take(l, times_capped(slice_parts(net->config.slice), p->size)) : NULL;
    p->d = p->shared ? p->parts : p->total;
  }
  for (int32_t i = 0; i < net->param_count && optimizer; i++)
    net->params[i]->state = take(l, OPT_SLOTS * net->params[i]->size);
  for (int32_t i = 0; i < net->state_count; i++) net->states[i]->v = take(l, net->states[i]->size);
}

static bool wants_gradient(const gn_net *net, const row *r, const bool *wanted) {
  if (!(net->config.flags & GN_GRADIENTS) || r->op->loss) return false;
  if (r->op == &op_in) return (net->config.flags & GN_INPUT_GRADIENTS) && row_arg(r, "ids") == 0;
  if (r->w[0]) return true;
  for (int32_t i = 0; i < r->inputs; i++)
    if (wanted[r->in[i]]) return true;
  return false;
}

static void lay_rows(gn_net *net, layout *l, bool *wanted) {
  int64_t slice = net->config.slice, scratch = 0;
  for (int32_t i = 0; i < net->param_count && (net->config.flags & GN_OPTIMIZER); i++) // the gradient that it gets
    if (net->params[i]->size > scratch) scratch = net->params[i]->size;
  for (int32_t i = 0; i < net->row_count; i++) {
    row *r = net->rows[i];
    r->y = r->op->view ? net->rows[r->in[0]]->y : take(l, times_capped(slice, r->size));
  }
  for (int32_t i = 0; i < net->row_count; i++) {
    row *r = net->rows[i];
    r->saved = take(l, times_capped(slice, r->saved_size));
    r->target = take(l, times_capped(slice, r->target_size));
    r->loss = take(l, r->op->loss ? slice : 0);
    if (r->scratch_size > scratch) scratch = r->scratch_size;
  }
  if (l->base) net->value_gradients = l->base + l->at;
  for (int32_t i = 0; i < net->row_count; i++) {
    row *r = net->rows[i];
    wanted[i] = wants_gradient(net, r, wanted);
    r->dy = take(l, wanted[i] ? times_capped(slice, r->size) : 0);
  }
  net->scratch = take(l, scratch);
}

static void link_rows(gn_net *net) {
  for (int32_t i = 0; i < net->row_count; i++) {
    row *r = net->rows[i];
    for (int32_t j = 0; j < r->inputs; j++) {
      r->x[j] = net->rows[r->in[j]]->y;
      r->dx[j] = net->rows[r->in[j]]->dy;
    }
  }
}

bool arena_lay(gn_net *net, gn_error *error) {
  bool *wanted = calloc((size_t)net->row_count, sizeof(bool));
  layout count = {NULL, 0};
  if (wanted) {
    lay_params(net, &count);
    lay_rows(net, &count, wanted);
  }
  *error = (gn_error){.code = GN_NO_MEMORY, .at = -1, .row = -1};
  if (wanted && count.at > GN_MAX_FLOATS) {
    *error = (gn_error){.code = GN_TOO_BIG, .at = -1, .row = -1, .arg = {count.at, GN_MAX_FLOATS, 0}};
  } else if (wanted) {
    size_t edge = ALIGN_FLOATS * sizeof(float);
    net->block = calloc(1, (size_t)count.at * sizeof(float) + edge);
    net->arena = net->block ? (float *)(((uintptr_t)net->block + edge - 1) / edge * edge) : NULL;
  }
  if (wanted && net->arena) {
    layout place = {net->arena, 0};
    net->floats = count.at;
    lay_params(net, &place);
    lay_rows(net, &place, wanted);
    link_rows(net);
    *error = (gn_error){.code = GN_OK, .at = -1, .row = -1};
  }
  free(wanted);
  return net->arena != NULL;
}
