// w2·(w1·x + b1) + b2 = (w2·w1)·x + (w2·b1 + b2): without a function between them two dense layers are one matrix.
#include "look.h"
#include "net/net.h"

#include "kernel/kernel.h"

#include <math.h>

static bool is_flat(const row *r) { // y = x in evaluation
  if (r->op == &op_leaky_relu) return r->arg[0] == 1;
  return r->op == &op_flatten || r->op == &op_dropout || r->op == &op_droppath;
}

static bool is_whole(const row *r) { // a dense row that takes all its input at once
  return r->op == &op_dense && r->shape.rank == 1;
}

int32_t gn_collapse_first(const gn_net *net, int32_t number) {
  const row *r = net->rows[number];
  if (!is_whole(r)) return -1;
  for (r = r->from[0]; is_flat(r);) r = r->from[0];
  return is_whole(r) ? r->number : -1;
}

typedef struct pair {
  const row *first, *second;
  const float *w1, *b1, *w2, *b2; // (K,I), (K) or NULL, (O,K), (O) or NULL
  int64_t outputs, inner, inputs;
} pair;

static pair pair_of(const gn_net *net, int32_t number) {
  const row *second = net->rows[number], *first = net->rows[gn_collapse_first(net, number)];
  return (pair){
      .first = first,
      .second = second,
      .w1 = first->w[0]->v,
      .b1 = first->w[1] ? first->w[1]->v : NULL,
      .w2 = second->w[0]->v,
      .b2 = second->w[1] ? second->w[1]->v : NULL,
      .outputs = second->size,
      .inner = first->size,
      .inputs = shape_size(first->xs[0]),
  };
}

float gn_collapse(const gn_net *net, int32_t number, int32_t sample, float *w, float *b, float *y) {
  pair p = pair_of(net, number);
  const float *x = p.first->x[0] + sample * p.inputs, *had = p.second->y + sample * p.outputs;
  float most = 0;
  for (int64_t o = 0; o < p.outputs; o++) {
    float *line = w + o * p.inputs;
    fill(line, 0, p.inputs);
    for (int64_t k = 0; k < p.inner; k++) axpy(line, p.w2[o * p.inner + k], p.w1 + k * p.inputs, p.inputs);
    b[o] = (p.b1 ? dot(p.w2 + o * p.inner, p.b1, p.inner) : 0) + (p.b2 ? p.b2[o] : 0);
    y[o] = dot(line, x, p.inputs) + b[o];
    float apart = fabsf(y[o] - had[o]);
    if (!(apart <= most)) most = apart; // NaN too
  }
  return most;
}

int64_t gn_collapse_terms(const gn_net *net, int32_t number, int64_t index, gn_term *terms) {
  pair p = pair_of(net, number);
  int64_t cells = p.outputs * p.inputs, count = 0;
  bool bias = index >= cells;
  int64_t o = bias ? index - cells : index / p.inputs, i = index % p.inputs;
  for (int64_t k = 0; k < p.inner && (!bias || p.b1); k++) {
    int64_t from = bias ? k : k * p.inputs + i, by = o * p.inner + k;
    terms[count++] = (gn_term){.value = bias ? p.b1[from] : p.w1[from],
                               .weight = p.w2[by],
                               .value_from = ref_param(p.first, bias ? 1 : 0, from),
                               .weight_from = ref_param(p.second, 0, by)};
  }
  if (bias && p.b2)
    terms[count++] = (gn_term){
        .value = 1, .weight = p.b2[o], .value_from = ref_constant(), .weight_from = ref_param(p.second, 1, o)};
  return count;
}
