// A normalisation taken apart: y = w·x̂ + b, x̂ = (x − mean) / deviation, with the mean and scale that forward has used.
#include "look.h"
#include "net/net.h"

bool gn_normed(const gn_net *net, int32_t number, int32_t sample, int64_t index, float out[5]) {
  if (number < 0 || number >= gn_rows(net)) return false;
  const row *r = net->rows[number];
  if (index < 0 || index >= r->size || sample < 0 || sample >= net->config.slice) return false;
  const int64_t at = sample * r->size + index;
  const float *w = NULL;
  float scale;
  if (r->op == &op_layernorm) {
    const int64_t n = r->shape.dim[r->shape.rank - 1];
    out[0] = r->saved[2 * (at / n)];
    scale = r->saved[2 * (at / n) + 1];
    w = r->w[0]->v + index % n;
  } else if (r->op == &op_batchnorm) {
    const int64_t channels = r->shape.dim[0], c = index / (r->size / channels);
    out[0] = r->saved[c];
    scale = r->saved[channels + c];
    w = r->w[0]->v + c;
  } else if (r->op == &op_standardize) {
    out[0] = (float)r->arg[0];
    scale = 1 / (float)r->arg[1];
  } else {
    return false;
  }
  out[1] = 1 / scale;
  out[2] = w ? (r->x[0][at] - out[0]) * scale : r->y[at];
  out[3] = w ? out[2] * *w : out[2];
  out[4] = r->x[0][at];
  return true;
}
