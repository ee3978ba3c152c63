// glassnet: a neural network you can see into. The public header of the C core; text.h, for text, stands beside it.
//
// Start here. A model is one line of text ("in 784; dense 16; relu; dense 10; softmax_ce"). gn_net_new turns it into a
// *tape*: one row per operation, in the order they run. Each row has values y, gradients dy and perhaps parameters, all
// in one arena that is sized before anything runs. Forward runs the rows first to last, backward last to first;
// training is the same two in a loop. Every number can be asked where it comes from (gn_terms).
//
//   net/     notation → shapes → arena → tape; forward, backward, one step at a time
//   op/      one operation per file          opt/   one optimiser per file
//   kernel/  SIMD kernels, each beneath its scalar definition
//   data/    shuffling, batches, augmentation, pen strokes → 28×28, files
//
// Letters: B samples in the slice, C channels, H height, W width, T time, N features. Shapes are per sample, channels
// first; buffers are row-major with the sample outermost: // (B,C,H,W). Losses are in nats. Sizes are 64-bit.
// The core has no global state, does not print and does not exit. Input that cannot be used yields a gn_error;
// a programmer's mistake is an assert.
#ifndef GLASSNET_H
#define GLASSNET_H

#include <stdbool.h>
#include <stdint.h>

#define GN_VERSION "0.1.0"
#define GN_FORMAT_VERSION 1 // of files and links; others are refused

#define GN_MAX_RANK 4
#define GN_MAX_NAME 96
#define GN_MAX_ROWS 4096                   // of an expanded tape
#define GN_MAX_NOTATION 65536              // bytes
#define GN_MAX_DIM (1 << 24)               // of one axis; float holds every integer up to here
#define GN_MAX_FLOATS ((int64_t)400 << 20) // of one arena: 1.6 GB, below the 2 GB of a page's memory

enum { GN_DIGIT_SIDE = 28, GN_DIGIT_BOX = 20, GN_DIGIT_PIXELS = GN_DIGIT_SIDE * GN_DIGIT_SIDE };

typedef struct gn_shape {
  int32_t rank;             // 0..GN_MAX_RANK
  int32_t dim[GN_MAX_RANK]; // 1 where unused
} gn_shape;

// ---------------------------------------------------------------- errors

// X(CODE): what `name`, `arg`, `a` and `b` of gn_error hold for it. The sentence is the caller's, in its language.
#define GN_CODES(X)                                                                                                    \
  X(OK)                                                                                                                \
  X(NO_MEMORY)                                                                                                         \
  X(TOO_BIG) /* arg0 floats needed, arg1 floats allowed */                                                             \
  /* notation: at, length = the place in the text */                                                                   \
  X(EMPTY)          /* nothing in the text */                                                                          \
  X(TOO_LONG)       /* arg0 bytes, arg1 allowed */                                                                     \
  X(TOO_MANY_ROWS)  /* arg0 allowed */                                                                                 \
  X(TOO_DEEP)       /* arg0 allowed nesting of braces */                                                               \
  X(UNEXPECTED)     /* name = the piece that does not belong here */                                                   \
  X(NAME_TOO_LONG)  /* arg0 allowed */                                                                                 \
  X(PATH_TOO_LONG)  /* arg0 allowed of a full name, which the blocks around it lead: "repeat1.0.dense1" */             \
  X(UNKNOWN_OP)     /* name = the word; b names the nearest operation in `hint` */                                     \
  X(UNKNOWN_NAME)   /* name = a row that does not exist (yet) */                                                       \
  X(DUPLICATE_NAME) /* name */                                                                                         \
  X(RESERVED_NAME)  /* name = `x` within braces, a state outside its row … */                                        \
  X(MISSING_ARG)    /* name = operation, hint = argument */                                                            \
  X(EXTRA_ARG)      /* name = operation, hint = the piece too many */                                                  \
  X(UNKNOWN_KEY)    /* name = operation, hint = key */                                                                 \
  X(DUPLICATE_KEY)  /* name = operation, hint = key */                                                                 \
  X(BAD_NUMBER)     /* name = the piece */                                                                             \
  X(BAD_WORD)       /* name = the word, hint = the key that does not take it */                                        \
  X(OUT_OF_RANGE)   /* hint = argument; limit[0] smallest, limit[1] largest allowed */                                 \
  X(NOT_WHOLE)      /* hint = argument: it counts something */                                                         \
  X(UNCLOSED)       /* at = the brace never closed */                                                                  \
  X(UNOPENED)       /* at = a closing brace without its opening one */                                                 \
  X(NO_INPUT)       /* the first row is no `in`, name = operation */                                                   \
  X(INPUTS)         /* name = operation; arg0 least, arg1 most, arg2 given inputs */                                   \
  X(AFTER_LOSS)     /* name = operation: a loss row has no successors */                                               \
  X(RANK)           /* name = operation; arg0 axes wanted; a = shape given */                                          \
  X(DENSE_ON_IMAGE) /* a = shape given: flatten first */                                                               \
  X(SHAPES_DIFFER)  /* name = operation; a, b = shapes that clash */                                                   \
  X(WINDOW_TOO_BIG) /* name = operation; arg0 kernel, arg1 padded size; a = input */                                   \
  X(WINDOW_PAD)     /* name = operation; arg0 kernel, arg1 pad: more than half */                                      \
  X(UNSUPPORTED)    /* name = operation, hint = argument; arg0 the one value allowed */                                \
  X(LOOP_INPUT)     /* a = shape given: a loop wants (T,C) */                                                          \
  X(LOOP_STATE)     /* name = state that no row of the block sets */                                                   \
  X(STATE_SHAPE)    /* name = state; a = shape it has, b = shape it is set to */                                       \
  X(SHARED_SHAPE)   /* name = row whose weight is shared; a = wanted, b = its shape */                                 \
  X(NO_WEIGHT)      /* name = row without a weight to share */                                                         \
  X(NEEDS_EMBED)    /* name = operation that cannot take integers */                                                   \
  X(NEEDS_IDS)      /* name = operation that takes only integers; a = shape given */                                   \
  X(NOT_DIVISIBLE)  /* name = operation; arg0 must divide the last axis; a = shape given */                            \
  /* data and files */                                                                                                 \
  X(NORM_SLICE)     /* name = operation that needs its batch in one slice; arg0 batch, arg1 slice */                   \
  X(DATA_FIT)       /* a = the model's input, arg0 numbers in a sample: or not one `in` and one loss */                \
  X(LABEL)          /* arg0 label, arg1 classes of the model, arg2 sample */                                           \
  X(TARGET_FIT)     /* arg0 numbers in a sample's target, arg1 numbers that the model answers with */                  \
  X(NO_CLASSES)     /* name = loss that wants classes, where the data has numbers */                                   \
  X(NO_SAMPLES)     /* nothing to train on: none at all, or all are held out */                                        \
  X(FILE_TRUNCATED) /* arg0 bytes wanted, arg1 bytes there */                                                          \
  X(FILE_FORMAT)    /* at = byte where it stops making sense */                                                        \
  X(FILE_VERSION)   /* arg0 version found, arg1 version understood */                                                  \
  X(FILE_TYPE)      /* name = tensor, hint = its type: only F32 is read */                                             \
  X(TENSOR_MISSING) /* name = tensor the model has and the file has not */                                             \
  X(TENSOR_SHAPE)   /* name = tensor; a = the model's shape, b = the file's */                                         \
  X(NOT_FINITE)     /* name = tensor; arg0 index of the first NaN or infinity */                                       \
  X(CSV_EMPTY)      /* no row of data */                                                                               \
  X(CSV_BINARY)     /* at = a zero byte: no text, or text in UTF-16 */                                                 \
  X(CSV_ONE_COLUMN) /* nothing to learn from: wants features and a target */                                           \
  X(CSV_TOO_WIDE)   /* arg0 columns, arg1 allowed */                                                                   \
  X(CSV_QUOTE)      /* line arg0, column arg1: never closed, or text behind it */                                      \
  X(CSV_FIELDS)     /* line arg0 has arg1 fields, arg2 wanted */                                                       \
  X(CSV_MISSING)    /* line arg0, column arg1: nothing there */                                                        \
  X(CSV_NUMBER)     /* line arg0, column arg1: name is no number */                                                    \
  X(CSV_TOO_MANY)   /* line arg0, column arg1: name is one class too many */                                           \
  X(CSV_ONE_CLASS)  /* the target is the same in every row */                                                          \
  X(TEXT_TOO_LONG)  /* arg0 bytes, arg1 allowed */                                                                     \
  X(TOKEN)          /* arg0 token, arg1 tokens of the vocabulary; at = its place in the list */                        \
  X(NO_INK)         /* no stroke with a finite point; a blank picture */                                               \
  X(PICTURE)        /* arg0 × arg1: picture without pixels, or too large */

typedef enum gn_code {
#define X(code) GN_##code,
  GN_CODES(X)
#undef X
} gn_code;

typedef struct gn_error {
  int32_t code;   // gn_code
  int32_t at;     // byte offset in the text or file; −1: no place
  int32_t length; // bytes of the piece that is meant
  int32_t row;    // tape row, −1: none
  int64_t arg[3];
  double limit[2];
  gn_shape a, b;
  char name[GN_MAX_NAME];
  char hint[GN_MAX_NAME];
} gn_error;

const char *gn_code_name(int32_t code); // "WINDOW_TOO_BIG"; the key of its sentence

// ---------------------------------------------------------------- registries (for palettes, docs and tests)

int32_t gn_op_count(void);
const char *gn_op_name(int32_t op);
bool gn_op_is_loss(int32_t op);
bool gn_op_is_sequence(int32_t op); // about tokens or places in time
bool gn_op_is_hidden(int32_t op);   // made by `loop`, not written by hand
// Arguments in the order of the notation, positional ones first.
int32_t gn_op_args(int32_t op);
const char *gn_op_arg_key(int32_t op, int32_t i);
const char *gn_op_arg_word(int32_t op, int32_t i, int32_t word); // its words for 0, 1, …; NULL: no more, or a number
const char *gn_op_row_key(int32_t op);                           // KEY=NAME gives one more input; or NULL
int32_t gn_op_most_inputs(int32_t op);                           // > 1: names of rows among its arguments
bool gn_op_arg_positional(int32_t op, int32_t i);
bool gn_op_arg_required(int32_t op, int32_t i);
bool gn_op_arg_whole(int32_t op, int32_t i); // an integer
double gn_op_arg_default(int32_t op, int32_t i);
double gn_op_arg_least(int32_t op, int32_t i);
double gn_op_arg_most(int32_t op, int32_t i);
const char *gn_op_formula(int32_t op); // LaTeX

int32_t gn_optimizer_count(void);
const char *gn_optimizer_name(int32_t optimizer);
int32_t gn_optimizer_find(const char *name);         // −1: none
const char *gn_optimizer_formula(int32_t optimizer); // LaTeX
double gn_optimizer_rate(int32_t optimizer);   // a learning rate to begin with; PyTorch's default where it has one
int32_t gn_optimizer_slots(int32_t optimizer); // numbers that it keeps per parameter
const char *gn_optimizer_slot(int32_t optimizer, int32_t slot); // their letter in the formula: "m", "v"

int32_t gn_schedule_count(void);
const char *gn_schedule_name(int32_t schedule);
int32_t gn_schedule_find(const char *name);        // −1: none
const char *gn_schedule_formula(int32_t schedule); // LaTeX

// Initial weights, init= of the notation. What a gain does, gn_init_formula says; biases start at 0 but for the first.
int32_t gn_init_count(void);
const char *gn_init_name(int32_t init);
int32_t gn_init_find(const char *name);    // −1: none
const char *gn_init_formula(int32_t init); // LaTeX
double gn_init_gain(int32_t init);         // the usual one

// ---------------------------------------------------------------- nets

enum {
  GN_GRADIENTS = 1,       // gradients of values and parameters: backward is possible
  GN_INPUT_GRADIENTS = 2, // also those of the `in` rows
  GN_OPTIMIZER = 4,       // room for any optimiser's state
};

#define GN_SLICE 16 // samples that are computed together when training; fixes the order of summation

typedef struct gn_config {
  int32_t slice;  // samples held at once: 1 for a probe, GN_SLICE to train
  uint32_t flags; // GN_GRADIENTS …
  uint64_t seed;  // of initialisation and dropout
  int32_t init;   // how weights begin where the notation has no init=: a number of gn_init_…; 0: as in PyTorch
  double gain;    // of it; 0: its usual one
} gn_config;

typedef struct gn_net gn_net;

// A net with its initial weights, or NULL and *error. `notation` need not end in NUL.
gn_net *gn_net_new(const char *notation, int64_t length, const gn_config *config, gn_error *error);
void gn_net_free(gn_net *net);

const char *gn_net_notation(const gn_net *net);
int32_t gn_net_slice(const gn_net *net);
int64_t gn_net_bytes(const gn_net *net);      // of the arena
void gn_net_init(gn_net *net, uint64_t seed); // initial weights again; optimiser state zeroed

// Rows of the tape.
int32_t gn_rows(const gn_net *net);
const char *gn_row_name(const gn_net *net, int32_t row);
int32_t gn_row_op(const gn_net *net, int32_t row);
int32_t gn_row_at(const gn_net *net, int32_t row);     // byte offset in the notation
int32_t gn_row_length(const gn_net *net, int32_t row); // bytes of its piece of notation
const gn_shape *gn_row_shape(const gn_net *net, int32_t row);
int32_t gn_row_inputs(const gn_net *net, int32_t row);
int32_t gn_row_input(const gn_net *net, int32_t row, int32_t i); // row number
int32_t gn_row_params(const gn_net *net, int32_t row);
int32_t gn_row_param(const gn_net *net, int32_t row, int32_t i);                    // parameter number
int32_t gn_row_arg(const gn_net *net, int32_t row, const char *key, double *value); // 1: it has that argument
bool gn_row_is_loss(const gn_net *net, int32_t row);
float *gn_row_values(const gn_net *net, int32_t row);    // (B, shape)
float *gn_row_gradients(const gn_net *net, int32_t row); // (B, shape) or NULL
float *gn_row_losses(const gn_net *net, int32_t row);    // (B) nats, of a loss row, or NULL

// Parameters. A shared one is listed once.
int32_t gn_params(const gn_net *net);
const char *gn_param_name(const gn_net *net, int32_t param); // "conv1.weight"
const gn_shape *gn_param_shape(const gn_net *net, int32_t param);
int64_t gn_param_size(const gn_net *net, int32_t param); // floats
float *gn_param_values(const gn_net *net, int32_t param);
float *gn_param_gradients(const gn_net *net, int32_t param); // or NULL
int64_t gn_param_total(const gn_net *net);                   // floats of all parameters
// The optimiser's state of a parameter, as many floats: slot 0, 1 … of gn_optimizer_slots. NULL without GN_OPTIMIZER.
float *gn_param_state(const gn_net *net, int32_t param, int32_t slot);
// A frozen parameter has gradients, but no update changes it and clipping does not count it.
void gn_param_freeze(gn_net *net, int32_t param, bool frozen);
bool gn_param_frozen(const gn_net *net, int32_t param);

// Model state: numbers that training leads along without gradients, such as "batchnorm1.running_mean".
int32_t gn_states(const gn_net *net);
const char *gn_state_name(const gn_net *net, int32_t state);
const gn_shape *gn_state_shape(const gn_net *net, int32_t state);
int64_t gn_state_size(const gn_net *net, int32_t state); // floats
float *gn_state_values(const gn_net *net, int32_t state);
// The first row that must see a whole batch in one slice to train (batchnorm); −1: none does.
int32_t gn_whole_batch(const gn_net *net);

// Inputs (`in` rows) and targets (loss rows), in tape order, with the field of the data they bind to.
int32_t gn_inputs(const gn_net *net);
int32_t gn_input_row(const gn_net *net, int32_t i);
const char *gn_input_field(const gn_net *net, int32_t i);
int32_t gn_input_ids(const gn_net *net, int32_t i); // size of its vocabulary; 0: floats
int32_t gn_targets(const gn_net *net);
int32_t gn_target_row(const gn_net *net, int32_t i);
const char *gn_target_field(const gn_net *net, int32_t i);
float *gn_target_values(const gn_net *net, int32_t i); // (B, gn_target_size): class numbers, or numbers for mse
int64_t gn_target_size(const gn_net *net, int32_t i);  // floats per sample
// Sample b's target is this class: its number for softmax_ce, one-hot for mse. False: there is no such class.
bool gn_target_class(gn_net *net, int32_t i, int32_t b, int32_t klass);

// ---------------------------------------------------------------- running

typedef struct gn_pass {
  int32_t n;       // samples in the slice now, 1..slice
  int32_t batch;   // samples in the whole batch: gradients are those of the mean over it
  bool training;   // dropout on, norms by the batch's own statistics
  bool targets;    // the targets are set: compute losses
  uint32_t step;   // of training, and
  uint32_t sample; // position in the batch of the slice's first sample: they key the random numbers
} gn_pass;

void gn_forward(gn_net *net, const gn_pass *pass);
void gn_backward(gn_net *net, const gn_pass *pass);     // adds to the parameters' gradients
void gn_zero_gradients(gn_net *net);                    // the one place that does
void gn_settle(gn_net *net, const gn_pass *pass);       // after both, in training: leads the model state along
double gn_loss(const gn_net *net, const gn_pass *pass); // sum over the slice's samples and the loss rows

// One operation at a time; running rows in order is gn_forward, in reverse order gn_backward.
void gn_forward_row(gn_net *net, const gn_pass *pass, int32_t row);
void gn_backward_begin(gn_net *net, const gn_pass *pass); // zeroes the gradients of values
void gn_backward_row(gn_net *net, const gn_pass *pass, int32_t row);
// Gradients of a row's parameters from samples b0..b1−1 alone, added to those there.
void gn_backward_params(gn_net *net, const gn_pass *pass, int32_t row, int32_t b0, int32_t b1);

// ---------------------------------------------------------------- where a number comes from

typedef enum gn_kind {
  GN_CONSTANT, // a number of the formula, such as 1 for a bias
  GN_VALUE,    // y of a row
  GN_GRADIENT, // dy of a row
  GN_PARAM,
  GN_PARAM_GRADIENT,
  GN_LOSS,   // a loss row's loss of one sample
  GN_TARGET, // what a loss row wants: one-hot, or the number
  GN_COST,   // what a loss row sums, per element: −ln p, or (y − t)²
  GN_STATE,  // a running statistic
} gn_kind;

typedef struct gn_ref {
  int32_t kind;   // gn_kind
  int32_t id;     // row, or parameter
  int32_t sample; // in the slice; 0 for parameters
  int64_t index;  // within the sample's tensor, or the parameter
} gn_ref;

typedef struct gn_term {
  float value, weight; // the term is value · weight
  gn_ref value_from, weight_from;
} gn_term;

typedef enum gn_form {
  GN_FORM_NONE,     // a given number: input, parameter
  GN_FORM_SUM,      // the number is the sum of value · weight over the terms
  GN_FORM_FUNCTION, // the number is the row's formula; the terms are its operands
} gn_form;

// Terms first..first+max−1 of the number `what`, after the pass that made it. Returns how many it has in all, −1 if
// there is no such number. The gradient of a row has the terms of every row that uses it.
int64_t gn_terms(const gn_net *net, const gn_pass *pass, gn_ref what, int64_t first, int64_t max, gn_term *terms,
                 gn_form *form);
float gn_number(const gn_net *net, gn_ref what); // the number itself

// ---------------------------------------------------------------- data

typedef struct gn_data {
  const uint8_t *images; // (count, size), 0..255, become 0..1; or NULL:
  const float *numbers;  // (count, size)
  const uint8_t *labels; // (count) classes; or NULL:
  const float *targets;  // (count, target_size) numbers, for mse and its like
  int64_t count;
  int32_t size, target_size;
  // 0, or samples that arrive together: the first epoch takes block after block, shuffled inside each, so that training
  // can begin while the rest is fetched, with the same numbers however fast that is. What has not come yet is zero.
  int64_t block;
  const uint8_t *held; // (count) 1: held out of training; or NULL: none is
  // ((count − 1)·stride + size + 1) a text instead of all of the above: sample i is the tokens from number i·stride on,
  // and its target the token after each of them, or after the last ones only where the net answers fewer times.
  const int32_t *tokens;
  int64_t stride; // ≥ 1
} gn_data;

// Whether a net of one input and one target can take all of `data`.
bool gn_data_fits(const gn_net *net, const gn_data *data, gn_error *error);

// held (count) = 1 for about this share of samples first..first+count−1; returns for how many. A sample is held out or
// not by itself, from (seed, its number).
int64_t gn_data_split(uint8_t *held, int64_t first, int64_t count, double share, uint64_t seed);
// Likewise draws the labels (count) of a share of them anew, from all classes alike, but of none that held (count, or
// NULL) holds out; returns of how many.
int64_t gn_data_noise(uint8_t *labels, const uint8_t *held, int64_t first, int64_t count, int32_t classes, double share,
                      uint64_t seed);

// Sequences to be rewritten, for nets that read one and write another. X(NAME, name).
#define GN_REWRITES(X)                                                                                                 \
  X(COPY, copy)                                                                                                        \
  X(REVERSE, reverse)                                                                                                  \
  X(SORT, sort)
typedef enum gn_rewrite {
#define X(NAME, name) GN_REWRITE_##NAME,
  GN_REWRITES(X)
#undef X
} gn_rewrite;
int32_t gn_rewrite_count(void);
const char *gn_rewrite_name(int32_t rewrite);
// tokens (count, 2·length + 1): so many tokens 0..letters−1, drawn evenly, then the token `letters`, then the first
// ones rewritten. Sample i is a pure function of (length, letters, seed, i), whatever is made of it.
void gn_rewrite_make(int32_t *tokens, int32_t rewrite, int32_t length, int32_t letters, uint64_t seed, int64_t first,
                     int64_t count);
// tokens (2·length + 1), the last `length` of them written from the first.
void gn_rewrite_apply(int32_t *tokens, int32_t rewrite, int32_t length);

// Made sets: points of the plane in classes (circle, xor, gauss, spiral, moons, rings) or with a number to learn
// (plane, bumps), and curves over a line (sine, step, polynomial), all within about ±1.
enum { GN_PLANE_CLASSES = 12 }; // at most
int32_t gn_plane_count(void);
const char *gn_plane_name(int32_t set);
int32_t gn_plane_find(const char *name);     // −1: none
int32_t gn_plane_size(int32_t set);          // numbers of a point: 2, or 1 of a curve
int32_t gn_plane_least_classes(int32_t set); // 0: it has numbers to learn, one a point
int32_t gn_plane_most_classes(int32_t set);
// Samples first..first+count−1: x (count, size), and labels (count) or targets (count), whichever the set has; the
// other may be NULL. Sample i is a pure function of the rest. noise: the deviation by which a point, or the number of
// one, is moved. Classes out of range are the nearest that is within.
void gn_plane_make(float *x, uint8_t *labels, float *targets, int32_t set, int32_t classes, double noise, uint64_t seed,
                   int64_t first, int64_t count);

// x (count, size): each feature to mean 0, deviation 1, which are written to mean (size) and deviation (size); both are
// taken over the samples that held (count, or NULL) does not hold out.
void gn_data_standardize(float *x, float *mean, float *deviation, int64_t count, int32_t size, const uint8_t *held);

// CSV: fields between commas, semicolons (a comma is then a decimal point) or tabs, quoted or not, with or without a
// header. The target is the column called label, class, target or y; else the last; else, of 785 columns, the first, as
// MNIST is passed on. It is classes if it holds words, or whole numbers of at most GN_CSV_MAX_CLASSES kinds; else a
// number to learn. gn_csv_look finds out what there is, gn_csv_read copies it into the caller's memory; `text` stays
// the same and in place from one to the other and for the names.
enum { GN_CSV_MAX_COLUMNS = 4096, GN_CSV_MAX_CLASSES = 64 };
typedef struct gn_csv_class {
  const char *text; // in the file
  int64_t length;
  double value; // where classes are numbers
} gn_csv_class;
typedef struct gn_csv {
  int64_t rows;        // without the header
  int32_t columns;     // of the file
  int32_t size;        // features of a row
  int32_t target;      // column
  int32_t classes;     // 0: numbers
  bool header;         // the first row is one
  bool words;          // the classes are words, in the order of their bytes; else numbers, smallest first
  bool images;         // 784 features of 0..255 each
  char separator;      // , ; or tab
  int64_t begin, line; // of the first row: byte, and line from 1
  gn_csv_class names[GN_CSV_MAX_CLASSES];
} gn_csv;
bool gn_csv_look(gn_csv *csv, const char *text, int64_t bytes, gn_error *error);
// The same with a target of one's own choice: its column, or −1; and what it is to be learnt as. When it fails at a
// row, `columns` and the texts of its fields can be asked for all the same.
typedef enum gn_csv_kind { GN_CSV_EITHER, GN_CSV_CLASSES, GN_CSV_NUMBERS } gn_csv_kind;
bool gn_csv_look_at(gn_csv *csv, const char *text, int64_t bytes, int32_t target, int32_t kind, gn_error *error);
// Into x (rows, size), or images (rows, size) if that is not NULL and csv->images; and labels (rows) or targets (rows),
// whichever it has; the other may be NULL.
void gn_csv_read(const gn_csv *csv, float *x, uint8_t *images, uint8_t *labels, float *targets, const char *text,
                 int64_t bytes);
// A name, with NUL, cut off where `room` ends; its whole length. Of a column "" without a header.
int64_t gn_csv_class_name(const gn_csv *csv, char *name, int64_t room, int32_t klass);
int64_t gn_csv_column_name(const gn_csv *csv, char *name, int64_t room, int32_t column, const char *text,
                           int64_t bytes);
// What stands in a field: row 0 is the first, header or not. −1: there is no such field.
int64_t gn_csv_field(const gn_csv *csv, char *name, int64_t room, int64_t row, int32_t column, const char *text,
                     int64_t bytes);

// IDX, the format of MNIST's files: dims[0..*rank−1], and where the bytes begin. 8-bit unsigned only.
bool gn_idx_parse(const uint8_t *file, int64_t bytes, int32_t *rank, int32_t dims[4], const uint8_t **payload,
                  gn_error *error);

// Safetensors. `gn_weights_bytes` is the size of the file that `gn_weights_save` writes.
int64_t gn_weights_bytes(const gn_net *net);
int64_t gn_weights_save(const gn_net *net, uint8_t *file);
// Sets every parameter from the file, or none of them. Tensors the model lacks are ignored.
bool gn_weights_load(gn_net *net, const uint8_t *file, int64_t bytes, gn_error *error);
// The notation kept in the file's metadata: its length, copied (with NUL) if it fits into `room`; 0: there is none.
int64_t gn_weights_notation(const uint8_t *file, int64_t bytes, char *notation, int64_t room, gn_error *error);

// ---------------------------------------------------------------- digits: strokes or picture → 28×28

enum {                 // stages of the way, each can be left out
  GN_DIGIT_FIT = 1,    // crop to the ink and scale its longer side to 20 pixels, else the whole pad is scaled to 28
  GN_DIGIT_CENTRE = 2, // move the centre of mass to the middle, else the middle of the box (with FIT) or nothing
  GN_DIGIT_ALL = 3,
};

typedef struct gn_digit {
  float pad[GN_DIGIT_PIXELS];    // (28,28) 0..1: the drawing as it lies on the pad
  float fitted[GN_DIGIT_PIXELS]; // (28,28): cropped and scaled, in the middle by its box
  float pixels[GN_DIGIT_PIXELS]; // (28,28): centred by mass; what the network sees
  float box[4];                  // left, top, right, bottom of the ink, in the units of the strokes or picture
  float mass[2];                 // x, y of the centre of mass of `fitted`, pixels from the left and top
  float shift[2];                // x, y by which the last stage moved it, pixels
} gn_digit;

// strokes: points[s] points each, x then y, y down, one after the other in xy. `pad` is the side of the square pad in
// the same units; 0: the ink's own box. `pen` is the pen's width in pixels of the 28; 0: as in MNIST.
// Returns false with NO_INK when no point is finite; points that are not finite are left out.
bool gn_digit_from_strokes(const float *xy, const int32_t *points, int32_t strokes, float pad, float pen,
                           uint32_t stages, gn_digit *digit, gn_error *error);
// A picture: rgba (h,w,4), dark on light or light on dark, which is found out from its border.
bool gn_digit_from_picture(const uint8_t *rgba, int32_t w, int32_t h, uint32_t stages, gn_digit *digit,
                           gn_error *error);

// Any picture, no digit: rgba (h,w,4) → grey (side,side), 0..255. The longer side fills the square, around it is 0;
// `invert` turns dark on light into light on dark, as MNIST and Fashion-MNIST are.
bool gn_picture_grey(uint8_t *grey, int32_t side, const uint8_t *rgba, int32_t w, int32_t h, bool invert,
                     gn_error *error);

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

// Lengths (Euclidean) of a parameter's gradient, of its values after a step, and of the change that the step made.
typedef struct gn_measure {
  double gradient, weight, update;
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

// ---------------------------------------------------------------- looking: what a view asks for besides the numbers

// The next token from p (n) probabilities: q (n) ∝ p^(1/temperature) over the `top` likeliest of them (0: all), and one
// drawn from q, a pure function of (seed, draw). Temperature 0: the likeliest. q may be p.
int32_t gn_choose(float *q, const float *p, int32_t n, double temperature, int32_t top, uint64_t seed, uint32_t draw);

// places (most): of the largest of p (n), largest first, of equals the first. Returns how many: most or n.
int32_t gn_likeliest(int32_t *places, const float *p, int32_t n, int32_t most);

// The rows of the stream that residual links make, first to last: what goes into the first layer, then each `add`. At
// most `most` are written; of a net without them there are none. Returns how many there are.
int32_t gn_stream(const gn_net *net, int32_t *rows, int32_t most);
// After forward: the rows after the stream's end as if it ended at `row`, one of gn_stream; at its end, as they were.
// The logit lens (nostalgebraist, 2020).
void gn_lens(gn_net *net, const gn_pass *pass, int32_t row);

// A net of two inputs at the middle of each cell of a grid, w across and h down, over ±GN_PLANE_REACH, up on the page
// being up; or of one input, h = 1. Each of y (h, w, outputs), winner (h, w), the largest output, and share (h, w),
// what that is, may be NULL. The slice's values are changed. False: the net takes something else.
#define GN_PLANE_REACH 1.2f
bool gn_plane_grid(gn_net *net, int32_t w, int32_t h, float *y, uint8_t *winner, float *share);

// The same of any rows (count of them), and of nets with more inputs: two of those are the axes. y: for each row, for
// each of its numbers, a plane (h, w). False: the net has no such inputs.
typedef struct gn_plane_view {
  int32_t w, h;
  int32_t across, up; // inputs; up −1: none, and h is 1
  float reach;        // the plane is ±reach each way
  const float *rest;  // (inputs) what the others are; NULL: 0
} gn_plane_view;
bool gn_plane_rows(gn_net *net, const gn_plane_view *view, const int32_t *rows, int32_t count, float *y);

// The strongest terms w·x of a dense row that takes all its input at once, for one sample, largest |w·x| first; value
// is x, weight is w. Returns how many were written: at most max (and GN_MAX_STRONGEST), 0 for other rows.
enum { GN_MAX_STRONGEST = 512 };
int64_t gn_strongest(const gn_net *net, int32_t row, int32_t sample, int64_t max, gn_term *terms);

// Multiplications of two numbers, weight × input or both computed, that a row's values of one sample take; padding is
// multiplied too. Additions, means and functions are not counted.
int64_t gn_row_products(const gn_net *net, int32_t row);

// Two dense rows with nothing between them that is not linear are one: w (O,I) = w2·w1, b (O) = w2·b1 + b2. `row` is
// the second; the first, or −1 where there is none: between them may stand flatten, a leaky_relu of slope 1, and what
// does nothing in evaluation.
int32_t gn_collapse_first(const gn_net *net, int32_t row);
// For such a row: w, b, and y (O) = w·x + b of a sample of an evaluation's slice. Returns the largest |y − the row's|.
float gn_collapse(const gn_net *net, int32_t row, int32_t sample, float *w, float *b, float *y);
// The terms of w[index], or of b[index − O·I]: as many as the first row has outputs, and for a bias b2. Values are
// parameters of the first row, weights of the second. terms: room for outputs + 1.
int64_t gn_collapse_terms(const gn_net *net, int32_t row, int64_t index, gn_term *terms);

// One-hot: y (n) is 0, but 1 at `klass`.
void gn_onehot(float *y, int64_t n, int64_t klass);
// d (count,count): Euclidean distances between the rows of x (count,size).
void gn_distances(float *d, const float *x, int64_t count, int64_t size);

// n terms in the order of a list: products (n) = value·weight, in the terms' own order; order (n), their places by
// falling |product|, equal ones as they came; rest (n+1), what those from place i of the order on sum to, so that
// rest[0] is the sum of all. scratch (n). n < 2³¹.
void gn_rank_terms(float *products, int32_t *order, float *rest, int32_t *scratch, const gn_term *terms, int64_t n);

// An element-wise row's function and its derivative at n points: y = f(x), slope = f′(x). False: it is not one.
bool gn_curve(const gn_net *net, int32_t row, float *y, float *slope, const float *x, int64_t n);

// How alive an activation row is over a set.
typedef struct gn_activity {
  int64_t units;  // 0: not an activation row
  int64_t silent; // of them, those whose slope is 0 for every sample: they learn nothing
  double flat;    // share of slopes below 0.05, over units and samples
} gn_activity;
int64_t gn_survey_units(const gn_net *net); // of all activation rows
// Over samples first..first+count−1 of data, evaluation mode. alive (gn_survey_units), activity (gn_rows).
void gn_survey(gn_net *net, const gn_data *data, int64_t first, int64_t count, uint8_t *alive, gn_activity *activity);
// Units of a weight (its first axis) that are the same numbers as another's, and so will stay.
int64_t gn_twins(const gn_net *net, int32_t param);

// What goes into an activation row over a set.
typedef struct gn_spread {
  int64_t count; // numbers; 0: not an activation row
  float reach;   // 1, 2 or 5 · a power of ten: no finite number is beyond ±it
} gn_spread;
// Over samples first..first+count−1 of data, evaluation mode: spread (gn_rows), and counts (gn_rows, bins), how many of
// a row's inputs fall into each of `bins` equal parts of ±reach, as gn_histogram counts.
void gn_spread_inputs(gn_net *net, const gn_data *data, int64_t first, int64_t count, int32_t bins, int32_t *counts,
                      gn_spread *spread);

// How many of x (n) fall into each of `bins` equal parts of low..high; what lies outside counts into the first and
// last, NaN nowhere.
void gn_histogram(int32_t *counts, int32_t bins, float low, float high, const float *x, int64_t n);

// Softmax at a temperature > 0: y = exp(x/T) / sum. exps (n), the numerators, and *sum may be asked for too, or NULL;
// they are those of x less its largest, so that nothing overflows.
void gn_softmax(float *y, float *exps, float *sum, const float *x, int64_t n, float temperature);

// Both losses of one answer p (n) for a class, in nats and in squares: −ln p, and the mean of (p − onehot)².
void gn_losses(float *cross_entropy, float *squared, const float *p, int64_t n, int32_t klass);

// An image (28,28) moved, turned, scaled about its middle, then thickened (> 0) or thinned (< 0) by pixels.
typedef struct gn_change {
  float shift_x_px, shift_y_px; // right, down
  float rotate_deg;             // clockwise
  float scale;                  // > 0
  float stroke_px;              // at most ±8
} gn_change;
void gn_change_image(float y[GN_DIGIT_PIXELS], const float x[GN_DIGIT_PIXELS], const gn_change *how);
// Each pixel drawn evenly from 0..1: means nothing.
void gn_noise_image(float y[GN_DIGIT_PIXELS], uint64_t seed);
// The mean of the images with a label, or of all (label −1). Returns how many there were.
int64_t gn_average_image(float y[GN_DIGIT_PIXELS], const gn_data *data, int32_t label);

// ---------------------------------------------------------------- looking at a step of backpropagation

// A gradient against the central difference of the batch's mean loss. Losses are added in double, but each is a float:
// that is what limits a small ε. Leaves the net as after forward and backward, the parameter to the bit as it was.
typedef struct gn_check {
  double analytic, numeric;
  double error;              // |analytic − numeric| / the larger of the two; 0 when both are 0
  double loss, below, above; // at w, w − ε, w + ε
} gn_check;
void gn_gradient_check(gn_check *check, gn_net *net, const gn_pass *pass, int32_t param, int64_t index, double epsilon);

// each (n): that parameter's gradient of each sample's own loss, after forward and backward, which it leaves again.
void gn_sample_gradients(float *each, gn_net *net, const gn_pass *pass, int32_t param, int64_t index);

// The first `count` samples of data (held ones left out) in batches of each of sizes (n), ascending, each a multiple of
// the one before: noise (n), how far a batch's gradient lies from that of all of them (standard deviation, Euclidean),
// beside the length of that. Evaluation mode. Leaves other gradients behind. Returns how many samples were used: a
// multiple of the largest size; −1: no memory. A size of which there are not two batches has noise 0.
typedef struct gn_noise {
  double gradient, noise;
} gn_noise;
int64_t gn_gradient_noise(gn_noise *noise, gn_net *net, const gn_data *data, int64_t count, const int32_t *sizes,
                          int32_t n);

// The parameters with the largest |gradient|, largest first, those of zero left out. Returns how many, at most max.
int64_t gn_steepest(gn_ref *refs, const gn_net *net, int64_t max);
// Those with the smallest |gradient|, smallest first, zeros among them. Returns how many, at most max.
int64_t gn_flattest(gn_ref *refs, const gn_net *net, int64_t max);
int64_t gn_zeros(const float *x, int64_t n); // how many are exactly 0

// What the gradient of `before` says of the step to `after`'s parameters (the same model).
typedef struct gn_prediction {
  double change;         // of the loss, to first order: g·Δw
  double gradient, step; // lengths of g and Δw
} gn_prediction;
void gn_first_order(gn_prediction *out, const gn_net *before, const gn_net *after);

// Paths from a parameter's numbers to the loss of one sample, after forward with targets. −1: no memory to count.
double gn_paths(const gn_net *net, const gn_pass *pass, int32_t param);

#endif
