// What a net of points says all over the plane: its decision regions, the surface or curve it has learnt, and the same
// of any unit within it.
#include "look.h"
#include "net/net.h"

static float at(int32_t i, int32_t n, float reach) { // the middle of cell i of n
  return reach * ((2 * (float)i + 1) / (float)n - 1);
}

static bool fits(const gn_net *net, const gn_plane_view *view) {
  if (net->input_count != 1 || view->w < 1 || view->h < 1) return false;
  const int64_t size = net->rows[net->inputs[0]]->size;
  if (view->across < 0 || view->across >= size) return false;
  return view->up < 0 ? view->h == 1 : view->up < size && view->up != view->across;
}

// Cells first, first + 1 … into the slice, and through the net. Returns how many.
static int32_t run(gn_net *net, const gn_plane_view *view, int64_t first) {
  const row *in = net->rows[net->inputs[0]];
  const int64_t left = (int64_t)view->w * view->h - first;
  const int32_t n = left < net->config.slice ? (int32_t)left : net->config.slice;
  for (int32_t b = 0; b < n; b++) {
    float *x = in->y + b * in->size;
    for (int64_t k = 0; k < in->size; k++) x[k] = view->rest ? view->rest[k] : 0;
    x[view->across] = at((int32_t)((first + b) % view->w), view->w, view->reach);
    if (view->up >= 0) x[view->up] = -at((int32_t)((first + b) / view->w), view->h, view->reach);
  }
  gn_forward(net, &(gn_pass){.n = n, .batch = n});
  return n;
}

bool gn_plane_rows(gn_net *net, const gn_plane_view *view, const int32_t *rows, int32_t count, float *y) {
  if (!fits(net, view)) return false;
  const int64_t cells = (int64_t)view->w * view->h;
  for (int64_t first = 0; first < cells; first += net->config.slice) {
    const int32_t n = run(net, view, first);
    float *plane = y + first;
    for (int32_t i = 0; i < count; i++) {
      const row *r = net->rows[rows[i]];
      for (int64_t k = 0; k < r->size; k++, plane += cells)
        for (int32_t b = 0; b < n; b++) plane[b] = r->y[b * r->size + k];
    }
  }
  return true;
}

bool gn_plane_grid(gn_net *net, int32_t w, int32_t h, float *y, uint8_t *winner, float *share) {
  const int64_t size = net->input_count == 1 ? net->rows[net->inputs[0]]->size : 0;
  const gn_plane_view view = {.w = w, .h = h, .up = size == 2 ? 1 : -1, .reach = GN_PLANE_REACH};
  if (size > 2 || !fits(net, &view)) return false;
  const row *out = net->rows[net->target_count > 0 ? net->targets[0] : net->row_count - 1];
  const int64_t cells = (int64_t)w * h;
  for (int64_t first = 0; first < cells; first += net->config.slice) {
    const int32_t n = run(net, &view, first);
    for (int32_t b = 0; b < n; b++) {
      const float *p = out->y + b * out->size;
      int64_t best = 0;
      for (int64_t k = 1; k < out->size; k++) best = p[k] > p[best] ? k : best;
      if (winner) winner[first + b] = (uint8_t)best;
      if (share) share[first + b] = p[best];
      for (int64_t k = 0; y && k < out->size; k++) y[(first + b) * out->size + k] = p[k];
    }
  }
  return true;
}
