// Noise of a batch's gradient: the same samples cut into batches of several sizes, and how far their gradients lie from
// that of all. Over K batches it is √(K/(K−1) · (mean |g|² − |ḡ|²)).
#include "look.h"
#include "train/trainer.h"

#include <math.h>
#include <stdlib.h>

static double squares(const double *g, int64_t n) {
  double total = 0;
  for (int64_t i = 0; i < n; i++) total += g[i] * g[i];
  return total;
}

// Adds the gradient of one sample's own loss.
static void add_gradient(double *g, gn_net *net, const gn_data *data, int64_t sample) {
  const gn_pass is = {1, 1, false, true, 0, 0};
  feed_sample(net, 0, data, sample);
  gn_forward(net, &is);
  gn_zero_gradients(net);
  gn_backward(net, &is);
  for (int32_t i = 0; i < net->param_count; i++)
    for (int64_t k = 0; k < net->params[i]->size; k++) *g++ += (double)net->params[i]->total[k];
}

// What a full batch has summed goes on to the next larger one.
static void hand_on(double *to, double *from, int64_t n) {
  for (int64_t i = 0; i < n; i++) {
    to[i] += from[i];
    from[i] = 0;
  }
}

int64_t gn_gradient_noise(gn_noise *noise, gn_net *net, const gn_data *data, int64_t count, const int32_t *sizes,
                          int32_t n) {
  const int64_t size = gn_param_total(net);
  int64_t used = 0;
  for (int64_t i = 0; i < data->count && used < count; i++) used += !(data->held && data->held[i]);
  used -= used % sizes[n - 1];
  double *sums = calloc((size_t)(size * (n + 1)), sizeof *sums); // of the batch under way of each size, and of all
  if (!sums) return -1;
  for (int32_t i = 0; i < n; i++) noise[i].noise = 0;
  for (int64_t at = 0, done = 0; done < used; at++) {
    if (data->held && data->held[at]) continue;
    add_gradient(sums, net, data, at);
    done++;
    for (int32_t i = 0; i < n && done % sizes[i] == 0; i++) {
      const double mean = 1.0 / sizes[i];
      noise[i].noise += squares(sums + i * size, size) * mean * mean;
      hand_on(sums + (i + 1) * size, sums + i * size, size);
    }
  }
  const double all = used > 0 ? squares(sums + n * size, size) / ((double)used * (double)used) : 0;
  for (int32_t i = 0; i < n; i++) {
    const int64_t whole = used / sizes[i];
    const double batches = (double)whole;
    const double spread = batches > 1 ? (noise[i].noise / batches - all) * batches / (batches - 1) : 0;
    noise[i] = (gn_noise){sqrt(all), sqrt(spread > 0 ? spread : 0)};
  }
  free(sums);
  return used;
}
