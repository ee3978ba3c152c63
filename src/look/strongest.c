// The largest |w·x| of a dense row: a heap of the best so far, its least at the top.
#include "look.h"
#include "net/net.h"

#include <math.h>

typedef struct candidate {
  float size;
  int64_t at; // of the weight
} candidate;

// Of equal ones the earlier wins, so that the choice does not flicker.
static bool weaker(candidate a, candidate b) {
  return a.size < b.size || (a.size == b.size && a.at > b.at);
}

static void sink(candidate *heap, int64_t count, int64_t i) {
  for (;;) {
    int64_t child = 2 * i + 1;
    if (child >= count) return;
    if (child + 1 < count && weaker(heap[child + 1], heap[child])) child++;
    if (!weaker(heap[child], heap[i])) return;
    candidate held = heap[i];
    heap[i] = heap[child];
    heap[child] = held;
    i = child;
  }
}

static void rise(candidate *heap, int64_t i) {
  while (i > 0 && weaker(heap[i], heap[(i - 1) / 2])) {
    candidate held = heap[i];
    heap[i] = heap[(i - 1) / 2];
    heap[(i - 1) / 2] = held;
    i = (i - 1) / 2;
  }
}

static int64_t collect(candidate *heap, int64_t max, const float *w, const float *x, int64_t outs, int64_t ins) {
  int64_t count = 0;
  for (int64_t o = 0; o < outs; o++)
    for (int64_t i = 0; i < ins; i++) {
      if (x[i] == 0) continue;
      candidate c = {fabsf(w[o * ins + i] * x[i]), o * ins + i};
      if (!(c.size > 0)) continue; // nothing flows, or NaN
      if (count < max) {
        heap[count] = c;
        rise(heap, count++);
      } else if (weaker(heap[0], c)) {
        heap[0] = c;
        sink(heap, count, 0);
      }
    }
  return count;
}

int64_t gn_strongest(const gn_net *net, int32_t number, int32_t sample, int64_t max, gn_term *terms) {
  const row *r = net->rows[number];
  if (r->op != &op_dense || r->shape.rank != 1) return 0;
  int64_t outs = r->size, ins = shape_size(r->xs[0]);
  const float *x = r->x[0] + sample * ins, *w = r->w[0]->v;
  candidate heap[GN_MAX_STRONGEST];
  int64_t room = max < GN_MAX_STRONGEST ? max : GN_MAX_STRONGEST;
  int64_t count = room > 0 ? collect(heap, room, w, x, outs, ins) : 0;
  for (int64_t left = count; left > 0; left--) { // the least goes last
    int64_t at = heap[0].at;
    heap[0] = heap[left - 1];
    sink(heap, left - 1, 0);
    terms[left - 1] = (gn_term){x[at % ins], w[at], ref_value(r, 0, sample, at % ins), ref_param(r, 0, at)};
  }
  return count;
}
