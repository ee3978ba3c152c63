// What a net makes of samples it does not learn from: loss, right answers, and which classes it takes for which.
#include "train.h"
#include "train/trainer.h"

static int32_t largest(const float *y, int32_t n) {
  int32_t best = 0;
  for (int32_t i = 1; i < n; i++)
    if (y[i] > y[best]) best = i;
  return best;
}

static bool wanted(const gn_data *data, int64_t i, int32_t part) {
  const bool held = data->held && data->held[i];
  return part == GN_ALL || held == (part == GN_HELD);
}

gn_score gn_confusion(gn_net *net, const gn_data *data, int64_t first, int64_t count, int32_t part, int32_t *matrix,
                      int32_t *answers, float *losses) {
  gn_score score = {0, 0, 0};
  const row *out = net->rows[net->targets[0]];
  int64_t at = first, places[GN_SLICE];
  const int32_t most = net->config.slice < GN_SLICE ? net->config.slice : GN_SLICE;
  while (true) {
    int32_t n = 0;
    for (; at < first + count && n < most; at++)
      if (wanted(data, at, part)) places[n++] = at;
    if (n == 0) break;
    gn_pass is = {n, n, false, true, 0, 0};
    for (int32_t b = 0; b < n; b++) feed_sample(net, b, data, places[b]);
    gn_forward(net, &is);
    score.loss += gn_loss(net, &is);
    score.count += n;
    for (int32_t b = 0; b < n; b++) {
      const int64_t i = places[b];
      if (losses) losses[i - first] = out->loss[b];
      if (!data->labels) continue;
      const int32_t answer = largest(out->y + b * out->size, (int32_t)out->size), label = data->labels[i];
      score.correct += answer == label;
      if (answers) answers[i - first] = answer;
      if (matrix && label < out->size) matrix[label * out->size + answer]++;
    }
  }
  score.loss = score.count > 0 ? score.loss / (double)score.count : 0;
  return score;
}

gn_score gn_evaluate(gn_net *net, const gn_data *data, int64_t first, int64_t count) {
  return gn_confusion(net, data, first, count, GN_ALL, NULL, NULL, NULL);
}
