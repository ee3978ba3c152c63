// The logit lens (nostalgebraist, 2020): what a net with residual links would answer if it ended after a layer. Each
// layer only adds to the stream of vectors, so that the last rows, which read the answer from it, can read it anywhere.
#include "look.h"
#include "net/net.h"

#include <string.h>

// Where the stream ends: the last `add` before the answer, with nothing but single rows between.
static const row *stream_end(const gn_net *net) {
  const row *r = net->rows[net->row_count - 1];
  while (r->inputs == 1) r = r->from[0];
  return r->op == &op_add ? r : NULL;
}

int32_t gn_stream(const gn_net *net, int32_t *rows, int32_t most) {
  int32_t count = 0;
  const row *end = stream_end(net);
  for (const row *r = end; r; count++) {
    if (count < most) rows[count] = r->number;
    const row *before = NULL; // the link past the layer: of what is added, the row that came first
    for (int32_t i = 0; r->op == &op_add && i < r->inputs; i++)
      if (!before || r->from[i]->number < before->number) before = r->from[i];
    r = before;
  }
  const int32_t written = count < most ? count : most;
  for (int32_t i = 0; i < written / 2; i++) {
    const int32_t held = rows[i];
    rows[i] = rows[written - 1 - i];
    rows[written - 1 - i] = held;
  }
  return count;
}

void gn_lens(gn_net *net, const gn_pass *is, int32_t number) {
  const row *end = stream_end(net), *at = net->rows[number];
  if (!end || at->size != end->size) return;
  if (at == end)
    gn_forward_row(net, is, end->number);
  else
    memcpy(end->y, at->y, (size_t)(is->n * end->size) * sizeof(float));
  for (int32_t i = end->number + 1; i < net->row_count; i++) gn_forward_row(net, is, i);
}

int32_t gn_likeliest(int32_t *places, const float *p, int32_t n, int32_t most) {
  int32_t count = 0;
  for (int32_t i = 0; i < n; i++) {
    int32_t k = count < most ? count++ : most;
    for (; k > 0 && (p[i] > p[places[k - 1]]); k--)
      if (k < most) places[k] = places[k - 1];
    if (k < most) places[k] = i;
  }
  return count;
}
