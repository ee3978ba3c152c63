// Training: every setting once, changes to the images, and the loop of mini-batches with its scores. Part of the core;
// glassnet.h has the net that is trained, data.h what it learns from.
#ifndef GN_TRAIN_H
#define GN_TRAIN_H

#include "data.h"

// ---------------------------------------------------------------- settings of training

enum { GN_REAL, GN_WHOLE, GN_SWITCH, GN_CHOICE };
enum { GN_NEXT_STEP, GN_NEXT_EPOCH }; // when a change takes effect

#define GN_FIELD_REAL double
#define GN_FIELD_WHOLE int32_t
#define GN_FIELD_SWITCH bool
#define GN_FIELD_CHOICE int32_t

// Every setting, once: X(KIND, name, default, least, most, when), and the strengths of augmentation, A(name, default,
// least, most), which are called augment_NAME. From here come the fields of gn_settings, what gn_setting_… says, the
// flags of the command line, the layout for the page. Defaults are PyTorch's where it has one.
#define GN_SETTINGS(X, A)                                                                                              \
  X(CHOICE, optimizer, 0, 0, 0, NEXT_STEP)                                                                             \
  X(WHOLE, batch, 32, 1, 1 << 30, NEXT_STEP) /* samples per step */                                                    \
  X(REAL, rate, 0.1, 0, 1e6, NEXT_STEP)      /* learning rate, where its schedule begins */                            \
  X(REAL, momentum, 0.9, 0, 1, NEXT_STEP)    /* of momentum, nesterov */                                               \
  X(REAL, beta1, 0.9, 0, 0.999999, NEXT_STEP)                                                                          \
  X(REAL, beta2, 0.999, 0, 0.999999, NEXT_STEP)                                                                        \
  X(REAL, alpha, 0.99, 0, 1, NEXT_STEP)          /* of rmsprop: how much of the mean of squares stays */               \
  X(REAL, eps, 1e-8, 0, 1, NEXT_STEP)            /* beside the root; PyTorch's adagrad has 1e-10 */                    \
  X(REAL, weight_decay, 0.01, 0, 1e3, NEXT_STEP) /* of adamw: apart from the gradient */                               \
  X(CHOICE, schedule, 0, 0, 0, NEXT_STEP)                                                                              \
  X(WHOLE, warmup_steps, 0, 0, 1 << 30, NEXT_STEP)      /* rising evenly, before any schedule */                       \
  X(WHOLE, schedule_steps, 1000, 1, 1 << 30, NEXT_STEP) /* of cosine, from the end of the warm-up */                   \
  X(REAL, final_rate, 0, 0, 1e6, NEXT_STEP)             /* of cosine: reached then, and kept */                        \
  X(REAL, gamma, 0.1, 1e-6, 10, NEXT_STEP)              /* of step, exponential: the factor … */                     \
  X(WHOLE, step_every, 1000, 1, 1 << 30, NEXT_STEP)     /* … for every so many steps */                              \
  X(REAL, clip_value, 0, 0, 1e6, NEXT_STEP)             /* each gradient into ±clip_value; 0: not */                  \
  X(REAL, clip_norm, 0, 0, 1e6, NEXT_STEP)              /* all gradients' norm down to this; 0: not */                 \
  X(REAL, l1, 0, 0, 1e3, NEXT_STEP)                     /* g += l1·sign(w) */                                         \
  X(REAL, l2, 0, 0, 1e3, NEXT_STEP)                     /* g += l2·w: PyTorch's weight_decay */                       \
  X(REAL, max_norm, 0, 0, 1e6, NEXT_STEP)               /* of each unit's incoming weights; 0: not */                  \
  X(CHOICE, reduction, 0, 0, 0, NEXT_STEP)              /* the batch's loss is the mean or the sum of its samples' */  \
  X(SWITCH, zero_gradients, 1, 0, 1, NEXT_STEP)         /* before each batch, else they add up */                      \
  X(SWITCH, shuffle, 1, 0, 1, NEXT_EPOCH)               /* every epoch anew, else in the order of the data */          \
  X(SWITCH, augmented, 0, 0, 1, NEXT_STEP)                                                                             \
  A(shift_px, 1, 0, 28)     /* ± pixels */                                                                            \
  A(rotate_deg, 8, 0, 180)  /* ± degrees */                                                                           \
  A(scale, 0.1, 0, 0.9)     /* ± share: 0.1 is 0.9 … 1.1, each axis on its own */                                   \
  A(shear, 0.15, 0, 2)      /* ± x per y */                                                                           \
  A(elastic_px, 0.7, 0, 10) /* displacement of Simard, Steinkraus, Platt (2003) */                                     \
  A(stroke, 0.5, 0, 8)      /* ± pixels of stroke width */                                                            \
  A(forms, 0.4, 0, 1)       /* share of samples replaced by pen forms that MNIST lacks (barred 7, slashed 0 …) */

// ---------------------------------------------------------------- augmentation

typedef struct gn_augment { // strengths; 0 leaves that change out. What each is, GN_SETTINGS says
#define X(kind, name, otherwise, least, most, when)
#define A(name, otherwise, least, most) float name;
  GN_SETTINGS(X, A)
#undef X
#undef A
} gn_augment;

extern const gn_augment gn_augment_default;

// One image, changed; a pure function of (image, label, seed, epoch, sample). size (28,28), 0..255.
void gn_augment_image(uint8_t out[GN_DIGIT_PIXELS], const uint8_t in[GN_DIGIT_PIXELS], int32_t label,
                      const gn_augment *how, uint64_t seed, uint32_t epoch, uint32_t sample);

// ---------------------------------------------------------------- training

typedef struct gn_settings { // all may change between two steps
#define X(kind, name, otherwise, least, most, when) GN_FIELD_##kind name;
#define A(name, otherwise, least, most) double augment_##name;
  GN_SETTINGS(X, A)
#undef X
#undef A
} gn_settings;

gn_settings gn_settings_default(void);
gn_augment gn_settings_augment(const gn_settings *settings); // its strengths

// The settings one by one, as the page and the command line see them. A setting is its number here, and its name in
// records and links; every value is a double: 0 or 1 of a switch, a number of the registry of a choice.
int32_t gn_setting_count(void);
const char *gn_setting_name(int32_t i);
int32_t gn_setting_find(const char *name); // −1: none
int32_t gn_setting_kind(int32_t i);        // GN_REAL, GN_WHOLE, GN_SWITCH, GN_CHOICE
uint32_t gn_setting_when(int32_t i);       // GN_NEXT_STEP, GN_NEXT_EPOCH
double gn_setting_default(int32_t i);
double gn_setting_least(int32_t i);
double gn_setting_most(int32_t i);
int32_t gn_setting_choices(int32_t i); // 0: it is no choice
const char *gn_setting_choice(int32_t i, int32_t k);
double gn_setting_get(const gn_settings *settings, int32_t i);
// False, and nothing changes: out of range, NaN, or not whole where it counts something.
bool gn_setting_set(gn_settings *settings, int32_t i, double value);
// Whether it has any effect, the others being what they are: sgd has no beta1.
bool gn_setting_used(const gn_settings *settings, int32_t i);

// The learning rate of step 0, 1, …: the schedule's, behind its warm-up.
double gn_schedule_rate(const gn_settings *settings, int64_t step);

// What a pass's `batch` is for a batch of so many samples: it, for the mean of their losses; 1 for the sum.
int32_t gn_pass_batch(const gn_settings *settings, int32_t samples);
// Changes the weights by the gradients that are there, as a step of training does; the net has GN_OPTIMIZER. `step`
// keys the schedule; t = 1, 2, … counts the updates of this optimiser, whose state begins at zero with the first.
void gn_update(gn_net *net, const gn_settings *settings, int64_t step, int64_t t);
double gn_clip_factor(const gn_net *net, const gn_settings *settings); // what clip_norm multiplies them by: 1, or less
// What the optimiser gets for one weight: its gradient, clipped, and the slopes of L1 and L2.
float gn_update_gradient(const gn_net *net, const gn_settings *settings, int32_t param, int64_t index);

typedef struct gn_trainer gn_trainer;

// Trains `net` (slice GN_SLICE, GN_GRADIENTS | GN_OPTIMIZER, one input, one target) on `data`, which stays the
// caller's. NULL with *error when they do not fit.
gn_trainer *gn_trainer_new(gn_net *net, const gn_data *data, uint64_t seed, gn_error *error);
void gn_trainer_free(gn_trainer *trainer);
gn_settings *gn_trainer_settings(gn_trainer *trainer);
// Whether it can step with these settings; to be asked before the first step, and again when `batch` has changed.
bool gn_trainer_ready(const gn_trainer *trainer, gn_error *error);
double gn_trainer_step(gn_trainer *trainer);       // one mini-batch; its mean loss
double gn_trainer_loss(const gn_trainer *trainer); // of the last step

// The same, one operation at a time: each row forward and back, slice after slice, then the update. True: that was the
// update, the step is done. Settings take effect where the next step begins.
bool gn_trainer_advance(gn_trainer *trainer);
typedef struct gn_moment {
  int32_t batch;         // samples of the step under way, 0: none is
  int32_t first;         // of the slice
  int32_t row;           // the next operation's, −1: none
  bool backward, update; // the next operation goes back; is the update
} gn_moment;
gn_moment gn_trainer_moment(const gn_trainer *trainer);
gn_pass gn_trainer_pass(const gn_trainer *trainer); // of the slice under way

// A step whose slices are computed in several places: begun here, its batch's samples in return; some slices computed
// here, the others by nets of the same line, seed and parameters, whose gradients are then taken, slice after slice.
// What is missing of them gn_trainer_step or gn_trainer_advance computes, and makes the update. The same bits wherever
// a slice was computed. Divides is false for a net whose rows see the whole batch or carry state from slice to slice.
bool gn_trainer_divides(const gn_trainer *trainer);
int32_t gn_trainer_begin(gn_trainer *trainer);
// Puts what the slice from sample `first` on takes in into the net's inputs and targets, to be read there; its pass.
// Between two slices, like the others.
gn_pass gn_trainer_deal(gn_trainer *trainer, int32_t first);
void gn_trainer_slice(gn_trainer *trainer); // the next slice, here
// The next slice, from elsewhere: its gradients (gn_param_total), parameter after parameter, and the sum of its losses.
void gn_trainer_take(gn_trainer *trainer, const float *gradients, double loss);

// Lengths (Euclidean) of a parameter's gradient, of its values after a step, of the change that the step made, and of
// the gradient once it had been clipped.
typedef struct gn_measure {
  double gradient, weight, update, clipped;
} gn_measure;
double gn_norm(const float *x, int64_t n);
// A step that also fills measures (gn_params). False: no memory to measure with; the step is made all the same.
bool gn_trainer_step_measured(gn_trainer *trainer, gn_measure *measures);

// A step that looks at the result of each operation. True: one was NaN or infinite, and the step was left there.
typedef struct gn_fault {
  gn_ref what;   // the number: of a row's values, losses or gradients, of a parameter or its gradient
  float value;   // it
  bool backward; // on the way back
  int64_t step;  // 1, 2, …
} gn_fault;
bool gn_trainer_step_watched(gn_trainer *trainer, gn_fault *fault);
int64_t gn_not_finite(const float *x, int64_t n); // place of the first NaN or infinity, −1: none

// A checkpoint: parameters, optimiser's state, settings and the place in the data, between two steps. Loaded into a
// trainer of the same model and data, the run goes on to the same bits. False: not a checkpoint of such a one.
int64_t gn_trainer_bytes(const gn_trainer *trainer);
void gn_trainer_save(const gn_trainer *trainer, uint8_t *bytes);
bool gn_trainer_load(gn_trainer *trainer, const uint8_t *bytes, int64_t size, gn_error *error);

int64_t gn_trainer_steps(const gn_trainer *trainer);
int64_t gn_trainer_epoch(const gn_trainer *trainer);    // epochs completed
int64_t gn_trainer_position(const gn_trainer *trainer); // samples of this epoch already seen
int64_t gn_trainer_count(const gn_trainer *trainer);    // samples of an epoch: those not held out
// The next step needs samples beyond the first `loaded` of the data.
bool gn_trainer_waits(gn_trainer *trainer, int64_t loaded);
// What the next step takes in, between two steps, without taking it: of a batch of `most` samples, or of those that the
// epoch has left, samples (most), their numbers in the data, and x (most, size) as the net will get them, augmented
// where that is set. Returns how many there are.
int32_t gn_trainer_next(gn_trainer *trainer, int32_t most, int32_t *samples, float *x);
// Updates since the optimiser's state was last zero, and the optimiser whose state it is: another begins anew.
int64_t gn_trainer_updates(const gn_trainer *trainer);
int32_t gn_trainer_optimizer(const gn_trainer *trainer);
// A step was made elsewhere with this run's state: it counts as so many updates, by this optimiser.
void gn_trainer_updated(gn_trainer *trainer, int64_t updates, int32_t optimizer);

typedef struct gn_score {
  int64_t count, correct; // correct: 0 where the targets are numbers
  double loss;            // mean, nats
} gn_score;

typedef enum gn_part { GN_ALL, GN_TRAINED, GN_HELD } gn_part; // which samples: see gn_data.held

// Samples first..first+count−1 of `data`, evaluation mode; no gradient is touched.
gn_score gn_evaluate(gn_net *net, const gn_data *data, int64_t first, int64_t count);
// The same for a part of them. Each of these may be NULL, and is untouched for samples that are left out:
// matrix (classes, classes), +1 at (label, answer), so that a set can be counted piece by piece; classes is the size of
// the net's answer; answers (count), the class with the largest output; losses (count), nats.
// Where the targets are numbers there is no class: neither matrix nor answers are written.
gn_score gn_confusion(gn_net *net, const gn_data *data, int64_t first, int64_t count, int32_t part, int32_t *matrix,
                      int32_t *answers, float *losses);

#endif
