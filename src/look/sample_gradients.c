// One parameter's gradient, sample by sample; the batch's is their mean.
#include "look.h"
#include "net/net.h"

void gn_sample_gradients_part(float *each, gn_net *net, const gn_pass *is, int32_t number, int64_t index, int32_t b0,
                              int32_t b1) {
  const param *w = net->params[number];
  for (int32_t b = b0; b < b1; b++) {
    gn_zero_gradients(net);
    for (int32_t i = net->row_count - 1; i >= 0; i--)
      for (int32_t k = 0; k < OP_MAX_PARAMS; k++)
        if (net->rows[i]->w[k] == w) {
          gn_backward_params(net, is, i, b, b + 1);
          break;
        }
    each[b] = w->total[index] * (float)is->batch; // its share of the mean is 1/batch
  }
}

void gn_sample_gradients(float *each, gn_net *net, const gn_pass *is, int32_t number, int64_t index) {
  gn_sample_gradients_part(each, net, is, number, index, 0, is->n);
  gn_zero_gradients(net);
  gn_backward(net, is);
}
