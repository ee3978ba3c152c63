// Forward and backward, one row at a time; the whole pass is that in a loop.
#include "kernel/kernel.h"
#include "net/net.h"

pass pass_of(const gn_net *net, const gn_pass *is) {
  return (pass){.is = *is, .seed = net->config.seed, .scratch = net->scratch};
}

// The row as samples b.. see it.
static void shift(row *r, int64_t b) {
  r->y += b * r->size;
  if (r->dy) r->dy += b * r->size;
  if (r->saved) r->saved += b * r->saved_size;
  if (r->target) r->target += b * r->target_size;
  if (r->loss) r->loss += b;
  for (int32_t i = 0; i < r->inputs; i++) {
    r->x[i] += b * r->from[i]->size;
    if (r->dx[i]) r->dx[i] += b * r->from[i]->size;
  }
}

typedef void run(const row *r, const pass *p);

// Samples b0..b1−1 alone; those of a row that must see the whole batch at once all come with the last of them.
static void run_part(run *way, row *r, pass p, int32_t b0, int32_t b1) {
  if (r->op->whole_batch) {
    if (b1 == p.is.n) way(r, &p);
    return;
  }
  p.is.n = b1 - b0;
  p.is.sample += (uint32_t)b0;
  shift(r, b0);
  way(r, &p);
  shift(r, -b0);
}

void gn_forward_part(gn_net *net, const gn_pass *is, int32_t number, int32_t b0, int32_t b1) {
  row *r = net->rows[number];
  run_part(r->op->forward, r, pass_of(net, is), b0, b1);
}

void gn_forward_row(gn_net *net, const gn_pass *is, int32_t number) {
  gn_forward_part(net, is, number, 0, is->n);
}

void gn_forward(gn_net *net, const gn_pass *is) {
  for (int32_t i = 0; i < net->row_count; i++) gn_forward_row(net, is, i);
}

// A slice, however many samples it holds, adds up the gradients of its parameters by parts of GN_SLICE samples: a
// batch's gradient has the same bits in one large slice as in many small ones.
int32_t slice_parts(int32_t samples) {
  return (samples + GN_SLICE - 1) / GN_SLICE;
}

static void zero_shared(const row *r, int32_t parts) {
  for (int32_t i = 0; i < OP_MAX_PARAMS; i++)
    if (r->w[i] && r->w[i]->shared && r->w[i]->d) fill(r->w[i]->parts, 0, parts * r->w[i]->size);
}

static void choose_part(const row *r, int32_t part) {
  for (int32_t i = 0; i < OP_MAX_PARAMS; i++)
    if (r->w[i] && r->w[i]->shared) r->w[i]->d = r->w[i]->parts + part * r->w[i]->size;
}

// A shared parameter's rows add up in its gradient of each part, and those join the others in one addition each.
static void join_shared(const row *r, int32_t parts, bool at_owner_only) {
  for (int32_t i = 0; i < OP_MAX_PARAMS; i++) {
    param *w = r->w[i];
    if (!w || !w->shared || !w->d || (at_owner_only && w->row != r->number)) continue;
    for (int32_t part = 0; part < parts; part++) add_to(w->total, w->parts + part * w->size, w->size);
  }
}

void gn_backward_begin(gn_net *net, const gn_pass *is) {
  for (int32_t i = 0; i < net->row_count; i++) {
    row *r = net->rows[i];
    if (r->dy) fill(r->dy, 0, is->n * r->size);
    zero_shared(r, slice_parts(is->n));
  }
}

static bool passes_back(const row *r) {
  for (int32_t i = 0; i < r->inputs; i++)
    if (r->dx[i]) return true;
  return false;
}

static void params_part(row *r, const pass *p, int32_t b0, int32_t b1) {
  if (r->op->whole_batch && b1 < p->is.n) return;
  for (int32_t first = r->op->whole_batch ? 0 : b0; first < b1; first += GN_SLICE) {
    choose_part(r, first / GN_SLICE);
    r->op->backward_params(r, p, first, b1 - first < GN_SLICE ? b1 : first + GN_SLICE);
  }
  choose_part(r, 0);
  if (b1 == p->is.n) join_shared(r, slice_parts(b1), true);
}

void gn_backward_part(gn_net *net, const gn_pass *is, int32_t number, int32_t b0, int32_t b1) {
  row *r = net->rows[number];
  pass p = pass_of(net, is);
  if (r->op->loss && !is->targets) return; // nothing was compared, so nothing comes back
  if (r->op->backward && passes_back(r)) run_part(r->op->backward, r, p, b0, b1);
  if (r->w[0] && r->w[0]->d) params_part(r, &p, b0, b1);
}

void gn_backward_row(gn_net *net, const gn_pass *is, int32_t number) {
  gn_backward_part(net, is, number, 0, is->n);
}

void gn_backward(gn_net *net, const gn_pass *is) {
  gn_backward_begin(net, is);
  for (int32_t i = net->row_count - 1; i >= 0; i--) gn_backward_row(net, is, i);
}

void gn_backward_params(gn_net *net, const gn_pass *is, int32_t number, int32_t b0, int32_t b1) {
  row *r = net->rows[number];
  pass p = pass_of(net, is);
  if (!r->w[0] || !r->w[0]->d) return;
  zero_shared(r, 1);
  r->op->backward_params(r, &p, b0, b1);
  join_shared(r, 1, false);
}

void gn_settle(gn_net *net, const gn_pass *is) {
  pass p = pass_of(net, is);
  for (int32_t i = 0; i < net->row_count; i++)
    if (net->rows[i]->op->settle) net->rows[i]->op->settle(net->rows[i], &p);
}

void gn_zero_gradients(gn_net *net) {
  for (int32_t i = 0; i < net->param_count; i++)
    if (net->params[i]->total) fill(net->params[i]->total, 0, net->params[i]->size);
}

double gn_loss(const gn_net *net, const gn_pass *is) {
  double total = 0;
  for (int32_t i = 0; i < net->target_count; i++)
    for (int32_t b = 0; b < is->n; b++) total += (double)net->rows[net->targets[i]]->loss[b];
  return total;
}
