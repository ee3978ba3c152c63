// The inside of a trainer: the loop (trainer.c), what feeds it (feed.c) and what changes the weights (update.c).
#ifndef GN_TRAINER_H
#define GN_TRAINER_H

#include "train.h"
#include "net/net.h"

struct gn_trainer {
  gn_net *net;
  gn_data data;
  gn_settings settings; // for the next step
  gn_settings now;      // of the step under way
  uint64_t seed;
  int32_t *order;          // (count) of this epoch, room for all of the data
  int64_t count;           // samples of an epoch: those not held out
  int64_t epoch, position; // epochs completed; samples of this one already seen
  int64_t steps;
  int64_t updates; // since the optimiser's state was last zero
  int32_t last_optimizer;
  bool shuffled; // this epoch's order
  int32_t batch; // samples of the step under way, 0: none is
  int32_t first; // of them, the slice's first
  int32_t at;    // operations of the slice already run: R forward, then R backward
  double loss;   // sum over the samples of the slices done
  double mean;   // of the last step
  float *before; // (gn_param_total) parameters before a measured step, or NULL
};

// trainer.c
void trainer_begin(gn_trainer *t);                        // a step, none being under way
gn_pass trainer_pass(const gn_trainer *t, int32_t first); // of the slice that begins there

// update.c
double clipped_norm(const param *p, const gn_settings *s, double factor); // gn_norm of its clipped gradient

// feed.c
int64_t feed_count(const gn_data *data); // samples that are not held out
void feed_order(gn_trainer *t);          // this epoch's
void feed_epoch(gn_trainer *t);          // an epoch begins, with the settings as they are
// Samples first..first+n−1 of this epoch's order into the slice.
void feed_slice(gn_trainer *t, int64_t first, int32_t n);
// Sample i of `data` into place b of the slice, as it is.
void feed_sample(gn_net *net, int32_t b, const gn_data *data, int64_t i);

// update.c: w −= …, from the gradients of the whole batch.
void update(gn_trainer *t);

#endif
