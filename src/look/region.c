// What a net of points says all over the plane: its decision regions, or the surface or curve it has learnt.
#include "net/net.h"

static float at(int32_t i, int32_t n) { // the middle of cell i of n
  return GN_PLANE_REACH * ((2 * (float)i + 1) / (float)n - 1);
}

bool gn_plane_grid(gn_net *net, int32_t w, int32_t h, float *y, uint8_t *winner, float *share) {
  if (net->input_count != 1) return false;
  const row *in = net->rows[net->inputs[0]];
  const row *out = net->rows[net->target_count > 0 ? net->targets[0] : net->row_count - 1];
  if (in->size != 2 && !(in->size == 1 && h == 1)) return false;
  const int64_t cells = (int64_t)w * h;
  for (int64_t first = 0; first < cells; first += net->config.slice) {
    const int32_t n = cells - first < net->config.slice ? (int32_t)(cells - first) : net->config.slice;
    for (int32_t b = 0; b < n; b++) {
      float *x = in->y + b * in->size;
      x[0] = at((int32_t)((first + b) % w), w);
      if (in->size == 2) x[1] = -at((int32_t)((first + b) / w), h);
    }
    gn_forward(net, &(gn_pass){.n = n, .batch = n});
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
