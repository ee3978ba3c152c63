// scores K: how well each query meets each key, s_ij = q_i · k_j. q (H,T,d), k (H,S,d) → (H,T,S); or without the heads.
#include "op/attend.h"

#include "kernel/kernel.h"

static bool shape(row *r, int32_t slice, gn_error *error) {
  (void)slice;
  const gn_shape *q = r->xs[0], *k = r->xs[1];
  if (!attend_rank(r, 0, error)) return false;
  int32_t last = q->rank - 1;
  gn_shape same = *k;
  if (same.rank == q->rank) same.dim[last - 1] = q->dim[last - 1];
  if (!shape_equal(q, &same)) return attend_clash(r, error);
  r->shape = *q;
  r->shape.dim[last] = k->dim[last - 1];
  int64_t t = q->dim[last - 1], s = k->dim[last - 1], d = q->dim[last];
  attend_scratch(r, gemm_scratch(GEMM_NT, t, s, d));
  attend_scratch(r, gemm_scratch(GEMM_NN, t, d, s));
  attend_scratch(r, dense_scratch(t, s, d));
  return true;
}

typedef struct sizes {
  int64_t t, s, d; // queries, keys, width
} sizes;
static sizes sizes_of(const row *r) {
  int32_t last = r->shape.rank - 1;
  return (sizes){r->shape.dim[last - 1], r->shape.dim[last], r->xs[0]->dim[last]};
}

static void forward(const row *r, const pass *p) {
  sizes z = sizes_of(r);
  int64_t heads = p->is.n * r->size / (z.t * z.s);
  fill(r->y, 0, p->is.n * r->size);
  for (int64_t h = 0; h < heads; h++)
    gemm(r->y + h * z.t * z.s, r->x[0] + h * z.t * z.d, r->x[1] + h * z.s * z.d, GEMM_NT, z.t, z.s, z.d, p->scratch);
}

static void backward(const row *r, const pass *p) { // dq_i = Σ_j ds_ij·k_j, dk_j = Σ_i ds_ij·q_i
  sizes z = sizes_of(r);
  int64_t heads = p->is.n * r->size / (z.t * z.s);
  for (int64_t h = 0; h < heads; h++) {
    const float *ds = r->dy + h * z.t * z.s;
    int64_t q = h * z.t * z.d, k = h * z.s * z.d;
    if (r->dx[0]) gemm(r->dx[0] + q, ds, r->x[1] + k, GEMM_NN, z.t, z.d, z.s, p->scratch);
    if (r->dx[1]) dense_weights(r->dx[1] + k, ds, r->x[0] + q, z.t, z.s, z.d, p->scratch);
  }
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  (void)p;
  sizes z = sizes_of(r);
  int64_t per[2] = {shape_size(r->xs[0]), shape_size(r->xs[1])};
  int32_t b = ask->sample;
  *form = GN_FORM_SUM;
  if (ask->part == OP_Y) {
    int64_t h = ask->index / (z.t * z.s), i = ask->index / z.s % z.t, j = ask->index % z.s;
    for (int64_t c = 0; c < z.d; c++) {
      int64_t q = (h * z.t + i) * z.d + c, k = (h * z.s + j) * z.d + c;
      term_put(w, r->x[0][b * per[0] + q], ref_value(r, 0, b, q), r->x[1][b * per[1] + k], ref_value(r, 1, b, k));
    }
    return;
  }
  // An element of q meets all keys, one of k all queries.
  bool of_q = ask->which == 0;
  int64_t c = ask->index % z.d, mine = of_q ? z.t : z.s, others = of_q ? z.s : z.t;
  int64_t h = ask->index / z.d / mine, at = ask->index / z.d % mine;
  for (int64_t o = 0; o < others; o++) {
    int64_t s = h * z.t * z.s + (of_q ? at * z.s + o : o * z.s + at), x = (h * others + o) * z.d + c;
    int32_t other = of_q ? 1 : 0;
    term_put(w, r->dy[b * r->size + s], ref_dy(r, b, s), r->x[other][b * per[other] + x], ref_value(r, other, b, x));
  }
}

static int64_t products(const row *r) {
  return r->size * r->xs[0]->dim[r->xs[0]->rank - 1];
}

const op op_scores = {
    .name = "scores",
    .formula = "s_{i,j} = \\sum_k q_{i,k}\\, k_{j,k}",
    .least_inputs = 2,
    .most_inputs = 2,
    .sequence = true,
    .shape = shape,
    .forward = forward,
    .backward = backward,
    .terms = terms,
    .products = products,
};
