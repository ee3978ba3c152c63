// What goes into each activation row over a set, counted along the axis of its own curve: once through the set for how
// far the numbers reach, once more to count them.
#include "look.h"
#include "look/bin.h"
#include "train/trainer.h"

#include <math.h>

static bool counted(const row *r) {
  return r->op->slope && r->op != &op_flatten;
}

// The next of 1, 2, 5, 10, 20 … that is no smaller.
static float round_reach(float most) {
  static const double factors[] = {2, 2.5, 2};
  double reach = 0.001;
  for (int i = 0; i < 99 && reach < (double)most; i++) reach *= factors[i % 3];
  return (float)reach;
}

static void reach_of(const row *r, int32_t n, gn_spread *spread) {
  for (int64_t k = 0; k < n * r->size; k++) {
    const float size = fabsf(r->x[0][k]);
    if (isfinite(size) && size > spread->reach) spread->reach = size;
  }
}

static void count_row(const row *r, int32_t n, int32_t bins, int32_t *counts, gn_spread *spread) {
  for (int64_t k = 0; k < n * r->size; k++) {
    const float x = r->x[0][k];
    if (x != x) continue;
    counts[bin_of(x, bins, -spread->reach, spread->reach)]++;
    spread->count++;
  }
}

void gn_spread_inputs(gn_net *net, const gn_data *data, int64_t first, int64_t count, int32_t bins, int32_t *counts,
                      gn_spread *spread) {
  for (int32_t i = 0; i < net->row_count; i++) spread[i] = (gn_spread){0, 0};
  for (int64_t i = 0; i < (int64_t)net->row_count * bins; i++) counts[i] = 0;
  for (int turn = 0; turn < 2; turn++) {
    for (int64_t at = first; at < first + count; at += net->config.slice) {
      const int64_t left = first + count - at;
      const int32_t n = left < net->config.slice ? (int32_t)left : net->config.slice;
      const gn_pass is = {.n = n, .batch = n};
      for (int32_t b = 0; b < n; b++) feed_sample(net, b, data, at + b);
      gn_forward(net, &is);
      for (int32_t i = 0; i < net->row_count; i++) {
        const row *r = net->rows[i];
        if (!counted(r)) continue;
        if (turn == 0)
          reach_of(r, n, &spread[i]);
        else
          count_row(r, n, bins, counts + (int64_t)i * bins, &spread[i]);
      }
    }
    for (int32_t i = 0; turn == 0 && i < net->row_count; i++)
      if (counted(net->rows[i])) spread[i].reach = round_reach(spread[i].reach > 0 ? spread[i].reach : 1);
  }
}
