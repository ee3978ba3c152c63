// Where a number comes from: the rows' own terms, put together.
#include "net/net.h"

float gn_number(const gn_net *net, gn_ref what) {
  if (what.kind == GN_CONSTANT) return 1;
  if (what.kind == GN_PARAM) return net->params[what.id]->v[what.index];
  if (what.kind == GN_STATE) return net->states[what.id]->v[what.index];
  if (what.kind == GN_PARAM_GRADIENT) return net->params[what.id]->total[what.index];
  const row *r = net->rows[what.id];
  int64_t at = what.sample * r->size + what.index;
  switch (what.kind) {
  case GN_VALUE:
    return r->y[at];
  case GN_GRADIENT:
    return r->dy[at];
  case GN_LOSS:
    return r->loss[what.sample];
  case GN_TARGET:
    return r->op->wanted(r, what.sample, what.index);
  default:
    return r->op->cost(r, what.sample, what.index);
  }
}

// The page that is left for the next row, after those that have written theirs.
static void ask_row(const gn_net *net, const gn_pass *is, const row *r, const op_ask *ask, term_writer *all,
                    gn_form *form) {
  if (!r->op->terms) return;
  pass p = pass_of(net, is);
  r->op->terms(r, &p, ask, all, form);
}

static bool exists(const gn_net *net, const gn_pass *is, gn_ref what) {
  bool param_kind = what.kind == GN_PARAM || what.kind == GN_PARAM_GRADIENT;
  if (what.kind < GN_VALUE || (what.kind > GN_LOSS && what.kind != GN_STATE) || what.id < 0 || what.index < 0)
    return false;
  if (param_kind) {
    if (what.id >= net->param_count || what.index >= net->params[what.id]->size) return false;
    return what.kind == GN_PARAM || net->params[what.id]->total;
  }
  if (what.kind == GN_STATE) return what.id < net->state_count && what.index < net->states[what.id]->size;
  if (what.id >= net->row_count || what.sample < 0 || what.sample >= is->n) return false;
  const row *r = net->rows[what.id];
  if (what.kind == GN_LOSS) return r->op->loss && is->targets;
  return what.index < r->size && (what.kind == GN_VALUE || r->dy);
}

int64_t gn_terms(const gn_net *net, const gn_pass *is, gn_ref what, int64_t first, int64_t max, gn_term *terms,
                 gn_form *form) {
  term_writer w = {.out = terms, .first = first, .max = max, .count = 0};
  *form = GN_FORM_NONE;
  if (!exists(net, is, what)) return -1;
  op_ask ask = {.sample = what.sample, .index = what.index};
  if (what.kind == GN_VALUE || what.kind == GN_LOSS) {
    ask.part = what.kind == GN_VALUE ? OP_Y : OP_LOSS;
    ask_row(net, is, net->rows[what.id], &ask, &w, form);
  } else if (what.kind == GN_GRADIENT || what.kind == GN_PARAM_GRADIENT) {
    *form = GN_FORM_SUM;
    for (int32_t i = 0; i < net->row_count; i++) {
      const row *r = net->rows[i];
      bool of_value = what.kind == GN_GRADIENT;
      if (r->op->loss && !is->targets) continue;
      ask.part = of_value ? OP_DX : OP_DW;
      for (ask.which = 0; ask.which < (of_value ? r->inputs : OP_MAX_PARAMS); ask.which++) {
        bool uses = of_value ? r->in[ask.which] == what.id : r->w[ask.which] == net->params[what.id];
        if (uses) ask_row(net, is, r, &ask, &w, form);
      }
    }
  }
  return w.count;
}
