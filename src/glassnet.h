// glassnet: a neural network you can see into. The public header of the C core's nets. Beside it stand data.h, what
// they learn from; train.h, how; look.h and surface.h, what views ask for besides; text.h and words.h, for text.
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
  X(DATA_ENDS)      /* arg0 inputs, arg1 losses of the model, where one of each is wanted */                           \
  X(DATA_FIT)       /* a = the model's input, arg0 numbers in a sample */                                              \
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
double gn_optimizer_rate(int32_t optimizer);       // a learning rate to begin with; PyTorch's default where it has one
double gn_optimizer_usual_rate(int32_t optimizer); // what training takes where nobody has chosen one
int32_t gn_optimizer_slots(int32_t optimizer);     // numbers that it keeps per parameter
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
// Of samples b0..b1−1 alone, b0 a multiple of GN_SLICE: part after part to the last sample is the row.
void gn_forward_part(gn_net *net, const gn_pass *pass, int32_t row, int32_t b0, int32_t b1);
void gn_backward_part(gn_net *net, const gn_pass *pass, int32_t row, int32_t b0, int32_t b1);
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

#endif
