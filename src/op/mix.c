// mix V: what each query takes with it, y_i = Σ_j a_ij·v_j. a (H,T,S), v (H,S,d) → (H,T,d); or without the heads.
#include "op/attend.h"

#include "kernel/kernel.h"

bool attend_rank(const row *r, int32_t i, gn_error *error) {
  return r->xs[i]->rank == 2 || row_wants_rank(r, i, 3, error);
}

bool attend_clash(const row *r, gn_error *error) {
  row_fail(r, error, GN_SHAPES_DIFFER);
  error->a = *r->xs[0];
  error->b = *r->xs[1];
  return false;
}

void attend_scratch(row *r, int64_t size) {
  if (size > r->scratch_size) r->scratch_size = size;
}

static bool shape(row *r, int32_t slice, gn_error *error) {
  (void)slice;
  const gn_shape *a = r->xs[0], *v = r->xs[1];
  if (!attend_rank(r, 0, error)) return false;
  int32_t last = a->rank - 1;
  if (v->rank != a->rank || v->dim[last - 1] != a->dim[last] || (last == 2 && v->dim[0] != a->dim[0]))
    return attend_clash(r, error);
  r->shape = *a;
  r->shape.dim[last] = v->dim[last];
  int64_t t = a->dim[last - 1], s = a->dim[last], d = v->dim[last];
  attend_scratch(r, gemm_scratch(GEMM_NN, t, d, s));
  attend_scratch(r, gemm_scratch(GEMM_NT, t, s, d));
  attend_scratch(r, dense_scratch(t, s, d));
  return true;
}

typedef struct sizes {
  int64_t t, s, d; // queries, keys, width
} sizes;
static sizes sizes_of(const row *r) {
  int32_t last = r->shape.rank - 1;
  return (sizes){r->shape.dim[last - 1], r->xs[0]->dim[last], r->shape.dim[last]};
}

static void forward(const row *r, const pass *p) {
  sizes z = sizes_of(r);
  int64_t heads = p->is.n * r->size / (z.t * z.d);
  fill(r->y, 0, p->is.n * r->size);
  for (int64_t h = 0; h < heads; h++)
    gemm(r->y + h * z.t * z.d, r->x[0] + h * z.t * z.s, r->x[1] + h * z.s * z.d, GEMM_NN, z.t, z.d, z.s, p->scratch);
}

static void backward(const row *r, const pass *p) { // da_ij = dy_i·v_j, dv_j = Σ_i a_ij·dy_i
  sizes z = sizes_of(r);
  int64_t heads = p->is.n * r->size / (z.t * z.d);
  for (int64_t h = 0; h < heads; h++) {
    const float *dy = r->dy + h * z.t * z.d;
    int64_t a = h * z.t * z.s, v = h * z.s * z.d;
    if (r->dx[0]) gemm(r->dx[0] + a, dy, r->x[1] + v, GEMM_NT, z.t, z.s, z.d, p->scratch);
    if (r->dx[1]) dense_weights(r->dx[1] + v, r->x[0] + a, dy, z.t, z.s, z.d, p->scratch);
  }
}

static void terms(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form) {
  (void)p;
  sizes z = sizes_of(r);
  int64_t per_a = shape_size(r->xs[0]), per_v = shape_size(r->xs[1]), i = ask->index;
  int32_t b = ask->sample;
  *form = GN_FORM_SUM;
  if (ask->part == OP_Y) {
    int64_t place = i / z.d, h = place / z.t;
    for (int64_t j = 0; j < z.s; j++) {
      int64_t a = place * z.s + j, v = (h * z.s + j) * z.d + i % z.d;
      term_put(w, r->x[1][b * per_v + v], ref_value(r, 1, b, v), r->x[0][b * per_a + a], ref_value(r, 0, b, a));
    }
  } else if (ask->which == 0) {
    int64_t place = i / z.s, h = place / z.t, j = i % z.s;
    for (int64_t c = 0; c < z.d; c++) {
      int64_t y = place * z.d + c, v = (h * z.s + j) * z.d + c;
      term_put(w, r->dy[b * r->size + y], ref_dy(r, b, y), r->x[1][b * per_v + v], ref_value(r, 1, b, v));
    }
  } else {
    int64_t h = i / z.d / z.s, j = i / z.d % z.s;
    for (int64_t t = 0; t < z.t; t++) {
      int64_t y = (h * z.t + t) * z.d + i % z.d, a = (h * z.t + t) * z.s + j;
      term_put(w, r->dy[b * r->size + y], ref_dy(r, b, y), r->x[0][b * per_a + a], ref_value(r, 0, b, a));
    }
  }
}

static int64_t products(const row *r) {
  return r->size * r->xs[0]->dim[r->xs[0]->rank - 1];
}

const op op_mix = {
    .name = "mix",
    .formula = "y_{i,k} = \\sum_j a_{i,j}\\, v_{j,k}",
    .least_inputs = 2,
    .most_inputs = 2,
    .sequence = true,
    .shape = shape,
    .forward = forward,
    .backward = backward,
    .terms = terms,
    .products = products,
};
