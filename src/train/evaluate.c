// How good a net is on a set: right answers and mean loss.
#include "train/trainer.h"

static int32_t largest(const float *y, int32_t n) {
  int32_t best = 0;
  for (int32_t i = 1; i < n; i++)
    if (y[i] > y[best]) best = i;
  return best;
}

gn_score gn_evaluate(gn_net *net, const gn_data *data, int64_t first, int64_t count) {
  gn_score score = {0, 0, 0};
  const row *out = net->rows[net->targets[0]];
  for (int64_t at = first; at < first + count; at += net->config.slice) {
    int64_t left = first + count - at;
    int32_t n = left < net->config.slice ? (int32_t)left : net->config.slice;
    gn_pass is = {n, n, false, true, 0, 0};
    for (int32_t b = 0; b < n; b++) feed_sample(net, b, data, at + b);
    gn_forward(net, &is);
    score.loss += gn_loss(net, &is);
    for (int32_t b = 0; b < n; b++)
      score.correct += largest(out->y + b * out->size, (int32_t)out->size) == data->labels[at + b];
  }
  score.count = count;
  score.loss = count > 0 ? score.loss / (double)count : 0;
  return score;
}
