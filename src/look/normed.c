// layernorm taken apart: y = w·x̂ + b, x̂ = (x − mean) / √(var + ε), with the mean and scale that forward has kept.
#include "look.h"
#include "net/net.h"

bool gn_normed(const gn_net *net, int32_t number, int32_t sample, int64_t index, float out[4]) {
  if (number < 0 || number >= gn_rows(net)) return false;
  const row *r = net->rows[number];
  if (r->op != &op_layernorm || index < 0 || index >= r->size || sample < 0 || sample >= net->config.slice)
    return false;
  const int64_t at = sample * r->size + index, group = at / r->shape.dim[r->shape.rank - 1];
  const float mean = r->saved[2 * group], scale = r->saved[2 * group + 1];
  out[0] = mean;
  out[1] = 1 / scale;
  out[2] = (r->x[0][at] - mean) * scale;
  out[3] = out[2] * r->w[0]->v[index % r->shape.dim[r->shape.rank - 1]];
  return true;
}
