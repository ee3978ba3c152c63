// A net from its notation, and everything that can be asked about it.
#include "net/net.h"

#include "kernel/kernel.h"
#include "opt/opt.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

const char *gn_code_name(int32_t code) {
  static const char *const names[] = {
#define X(code) #code,
    GN_CODES(X)
#undef X
  };
  return code >= 0 && code < (int32_t)(sizeof names / sizeof names[0]) ? names[code] : "";
}

static bool list_ends(gn_net *net, gn_error *error) {
  net->inputs = calloc((size_t)net->row_count, sizeof(int32_t));
  net->targets = calloc((size_t)net->row_count, sizeof(int32_t));
  if (!net->inputs || !net->targets) {
    *error = (gn_error){.code = GN_NO_MEMORY, .at = -1, .row = -1};
    return false;
  }
  for (int32_t i = 0; i < net->row_count; i++) {
    if (net->rows[i]->op == &op_in) net->inputs[net->input_count++] = i;
    if (net->rows[i]->op->loss) net->targets[net->target_count++] = i;
  }
  return true;
}

static bool take_notation(gn_net *net, const char *notation, int64_t length, gn_error *error) {
  *error = (gn_error){.code = GN_NO_MEMORY, .at = -1, .row = -1};
  if (length > GN_MAX_NOTATION) {
    *error = (gn_error){.code = GN_TOO_LONG, .at = GN_MAX_NOTATION, .row = -1, .arg = {length, GN_MAX_NOTATION, 0}};
    return false;
  }
  const char *nul = length > 0 ? memchr(notation, 0, (size_t)length) : NULL;
  if (nul) {
    *error = (gn_error){.code = GN_UNEXPECTED, .at = (int32_t)(nul - notation), .length = 1, .row = -1};
    return false;
  }
  net->notation = calloc((size_t)(length > 0 ? length : 0) + 1, 1);
  if (net->notation && length > 0) memcpy(net->notation, notation, (size_t)length);
  return net->notation != NULL;
}

gn_net *gn_net_new(const char *notation, int64_t length, const gn_config *config, gn_error *error) {
  gn_net *net = calloc(1, sizeof(gn_net));
  if (!net) {
    *error = (gn_error){.code = GN_NO_MEMORY, .at = -1, .row = -1};
    return NULL;
  }
  assert(config->init >= 0 && config->init < gn_init_count());
  net->config = *config;
  if (!take_notation(net, notation, length, error) || !notation_parse(net, error) || !list_ends(net, error) ||
      !arena_lay(net, error)) {
    gn_net_free(net);
    return NULL;
  }
  gn_net_init(net, config->seed);
  return net;
}

void gn_net_free(gn_net *net) {
  if (!net) return;
  for (int32_t i = 0; i < net->row_count; i++) free(net->rows[i]);
  for (int32_t i = 0; i < net->param_count; i++) free(net->params[i]);
  for (int32_t i = 0; i < net->state_count; i++) free(net->states[i]);
  free(net->states);
  free(net->rows);
  free(net->params);
  free(net->inputs);
  free(net->targets);
  free(net->notation);
  free(net->block);
  free(net);
}

void gn_net_init(gn_net *net, uint64_t seed) {
  net->config.seed = seed;
  for (int32_t i = 0; i < net->param_count; i++) {
    param *p = net->params[i];
    init_param(p, seed);
    if (p->total) fill(p->total, 0, p->size);
    if (p->state) fill(p->state, 0, OPT_SLOTS * p->size);
  }
  for (int32_t i = 0; i < net->state_count; i++) init_param(net->states[i], seed);
}

const char *gn_net_notation(const gn_net *net) {
  return net->notation;
}
int32_t gn_net_slice(const gn_net *net) {
  return net->config.slice;
}
int64_t gn_net_bytes(const gn_net *net) {
  return net->floats * (int64_t)sizeof(float);
}

int32_t gn_rows(const gn_net *net) {
  return net->row_count;
}
const char *gn_row_name(const gn_net *net, int32_t i) {
  return net->rows[i]->name;
}
int32_t gn_row_op(const gn_net *net, int32_t i) {
  return op_number(net->rows[i]->op);
}
int32_t gn_row_at(const gn_net *net, int32_t i) {
  return net->rows[i]->at;
}
int32_t gn_row_length(const gn_net *net, int32_t i) {
  return net->rows[i]->length;
}
const gn_shape *gn_row_shape(const gn_net *net, int32_t i) {
  return &net->rows[i]->shape;
}
int32_t gn_row_inputs(const gn_net *net, int32_t i) {
  return net->rows[i]->inputs;
}
int32_t gn_row_input(const gn_net *net, int32_t i, int32_t j) {
  return net->rows[i]->in[j];
}
int32_t gn_row_params(const gn_net *net, int32_t i) {
  return net->rows[i]->wants;
}
int32_t gn_row_param(const gn_net *net, int32_t i, int32_t j) {
  return net->rows[i]->w[j]->number;
}
bool gn_row_is_loss(const gn_net *net, int32_t i) {
  return net->rows[i]->op->loss;
}
float *gn_row_values(const gn_net *net, int32_t i) {
  return net->rows[i]->y;
}
float *gn_row_gradients(const gn_net *net, int32_t i) {
  return net->rows[i]->dy;
}
float *gn_row_losses(const gn_net *net, int32_t i) {
  return net->rows[i]->loss;
}

int32_t gn_row_arg(const gn_net *net, int32_t i, const char *key, double *value) {
  const row *r = net->rows[i];
  for (int32_t a = 0; a < r->op->arg_count; a++)
    if (strcmp(r->op->args[a].key, key) == 0) {
      *value = r->arg[a];
      return 1;
    }
  return 0;
}

int32_t gn_params(const gn_net *net) {
  return net->param_count;
}
const char *gn_param_name(const gn_net *net, int32_t i) {
  return net->params[i]->name;
}
const gn_shape *gn_param_shape(const gn_net *net, int32_t i) {
  return &net->params[i]->shape;
}
int64_t gn_param_size(const gn_net *net, int32_t i) {
  return net->params[i]->size;
}
float *gn_param_values(const gn_net *net, int32_t i) {
  return net->params[i]->v;
}
float *gn_param_gradients(const gn_net *net, int32_t i) {
  return net->params[i]->total;
}
float *gn_param_state(const gn_net *net, int32_t i, int32_t slot) {
  return net->params[i]->state ? net->params[i]->state + slot * net->params[i]->size : NULL;
}
void gn_param_freeze(gn_net *net, int32_t i, bool frozen) {
  net->params[i]->frozen = frozen;
}
bool gn_param_frozen(const gn_net *net, int32_t i) {
  return net->params[i]->frozen;
}

int64_t gn_param_total(const gn_net *net) {
  int64_t total = 0;
  for (int32_t i = 0; i < net->param_count; i++) total += net->params[i]->size;
  return total;
}

int32_t gn_states(const gn_net *net) {
  return net->state_count;
}
const char *gn_state_name(const gn_net *net, int32_t i) {
  return net->states[i]->name;
}
const gn_shape *gn_state_shape(const gn_net *net, int32_t i) {
  return &net->states[i]->shape;
}
int64_t gn_state_size(const gn_net *net, int32_t i) {
  return net->states[i]->size;
}
float *gn_state_values(const gn_net *net, int32_t i) {
  return net->states[i]->v;
}

int32_t gn_whole_batch(const gn_net *net) {
  for (int32_t i = 0; i < net->row_count; i++)
    if (net->rows[i]->op->whole_batch) return i;
  return -1;
}

int32_t gn_inputs(const gn_net *net) {
  return net->input_count;
}
int32_t gn_input_row(const gn_net *net, int32_t i) {
  return net->inputs[i];
}
const char *gn_input_field(const gn_net *net, int32_t i) {
  return net->rows[net->inputs[i]]->field;
}
int32_t gn_input_ids(const gn_net *net, int32_t i) {
  return (int32_t)row_arg(net->rows[net->inputs[i]], "ids");
}
int32_t gn_targets(const gn_net *net) {
  return net->target_count;
}
int32_t gn_target_row(const gn_net *net, int32_t i) {
  return net->targets[i];
}
const char *gn_target_field(const gn_net *net, int32_t i) {
  return net->rows[net->targets[i]]->field;
}
float *gn_target_values(const gn_net *net, int32_t i) {
  return net->rows[net->targets[i]]->target;
}
int64_t gn_target_size(const gn_net *net, int32_t i) {
  return net->rows[net->targets[i]]->target_size;
}

bool gn_target_class(gn_net *net, int32_t i, int32_t b, int32_t klass) {
  row *r = net->rows[net->targets[i]];
  float *target = r->target + b * r->target_size;
  if (klass < 0 || klass >= r->shape.dim[r->shape.rank - 1]) return false;
  if (r->op->numbers) {
    fill(target, 0, r->target_size);
    target[klass] = 1;
  } else {
    target[0] = (float)klass;
  }
  return true;
}
