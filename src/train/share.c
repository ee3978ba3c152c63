// A step whose slices are computed in several places. A batch's gradient is the sum of its slices' in their order, each
// joining in one addition; so it has the same bits wherever a slice was computed.
#include "train.h"
#include "kernel/kernel.h"
#include "train/trainer.h"

#include <assert.h>

bool gn_trainer_divides(const gn_trainer *t) {
  return gn_whole_batch(t->net) < 0 && t->net->state_count == 0;
}

int32_t gn_trainer_begin(gn_trainer *t) {
  if (t->batch == 0) trainer_begin(t);
  return t->batch;
}

gn_pass gn_trainer_deal(gn_trainer *t, int32_t first) {
  assert(t->batch > 0 && t->at == 0 && first >= t->first && first < t->batch);
  const gn_pass is = trainer_pass(t, first);
  feed_slice(t, t->position + first, is.n);
  return is;
}

void gn_trainer_slice(gn_trainer *t) {
  const int32_t first = t->first;
  assert(t->batch > 0 && first < t->batch);
  while (t->first == first) gn_trainer_advance(t);
}

void gn_trainer_take(gn_trainer *t, const float *gradients, double loss) {
  assert(t->batch > 0 && t->at == 0 && t->first < t->batch);
  for (int32_t i = 0; i < t->net->param_count; gradients += t->net->params[i++]->size)
    add_to(t->net->params[i]->total, gradients, t->net->params[i]->size);
  t->loss += loss;
  t->first += trainer_pass(t, t->first).n;
}
