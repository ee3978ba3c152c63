// What an operation is. One file defines one `const op op_NAME`; one row of OPS makes it known to the parser, the
// gradient check, the page's palette and the docs.
#ifndef GN_OP_H
#define GN_OP_H

#include <stddef.h>

#include "glassnet.h"

#define OPS(X)                                                                                                         \
  X(in)                                                                                                                \
  X(standardize)                                                                                                       \
  X(dense)                                                                                                             \
  X(conv)                                                                                                              \
  X(maxpool)                                                                                                           \
  X(avgpool)                                                                                                           \
  X(upsample)                                                                                                          \
  X(flatten)                                                                                                           \
  X(relu)                                                                                                              \
  X(leaky_relu)                                                                                                        \
  X(sigmoid)                                                                                                           \
  X(tanh)                                                                                                              \
  X(gelu)                                                                                                              \
  X(batchnorm)                                                                                                         \
  X(layernorm)                                                                                                         \
  X(softmax)                                                                                                           \
  X(softmax_ce)                                                                                                        \
  X(mse)                                                                                                               \
  X(dropout)                                                                                                           \
  X(droppath)                                                                                                          \
  X(add)                                                                                                               \
  X(concat)                                                                                                            \
  X(mul)                                                                                                               \
  X(slice)                                                                                                             \
  X(embed)                                                                                                             \
  X(pos)                                                                                                               \
  X(heads)                                                                                                             \
  X(scores)                                                                                                            \
  X(scale)                                                                                                             \
  X(mask)                                                                                                              \
  X(mix)                                                                                                               \
  X(merge)                                                                                                             \
  X(zeros)                                                                                                             \
  X(at_time)                                                                                                           \
  X(stack)

enum {
#define X(name) OP_##name,
  OPS(X)
#undef X
      OP_COUNT
};

enum { OP_MAX_ARGS = 10, OP_MAX_PARAMS = 2, OP_MAX_KEPT = 2, OP_ANY_INPUTS = GN_MAX_ROWS };

// One argument of the notation. Positional ones come first in the table, in their order.
typedef struct op_arg {
  const char *key;
  bool positional; // may also be written key=value
  bool required;
  bool whole;       // an integer
  double otherwise; // default
  double least, most;
} op_arg;

typedef struct param {
  char name[GN_MAX_NAME + 8]; // "conv1.weight"
  gn_shape shape;
  int64_t size;
  int64_t fan_in, fan_out;
  int32_t scheme; // init_scheme
  double gain;    // of the scheme
  int32_t number; // among the parameters
  int32_t row;    // that owns it: the first that uses it
  bool shared;    // by several rows: d is then a part's own, and total what they add up to
  bool frozen;    // no update changes it
  float *v;       // values
  float *d;       // gradients of the part of a slice at hand, or NULL
  float *parts;   // (parts of a slice, size) all of them, where shared
  float *total;   // gradients of all samples; = d unless shared
  float *state;   // of the optimiser, (OPT_SLOTS, size), or NULL
} param;

typedef struct row {
  const struct op *op;
  char name[GN_MAX_NAME];
  int32_t number;          // of the row in the tape
  int32_t at, length;      // its piece of the notation
  double arg[OP_MAX_ARGS]; // in the order of op->args
  char field[GN_MAX_NAME]; // of the data: `in` and loss rows
  int32_t inputs;
  const int32_t *in;        // (inputs) row numbers
  const struct row **from;  // (inputs) those rows
  const gn_shape **xs;      // (inputs) their shapes
  const float **x;          // (inputs) their values, (B, shape)
  float **dx;               // (inputs) their gradients, or NULL where none is wanted
  gn_shape shape;           // of y, set by op->shape
  int64_t size;             // floats of y per sample
  param *w[OP_MAX_PARAMS];  // NULL where there is none
  param *kept[OP_MAX_KEPT]; // model state: values that training leads along, without gradients
  float *y, *dy;            // (B, shape)
  float *saved;             // (B, saved_size): what forward keeps for backward
  float *target;            // (B, target_size), loss rows
  float *loss;              // (B), loss rows
  // Asked for by op->shape; the net provides them:
  struct {
    gn_shape shape;
    int64_t fan_in, fan_out;
    bool bias;
    bool constant; // begins at `start` unless init= says otherwise
    float start;
    float deviation; // > 0: begins as N(0, deviation²) unless init= says otherwise
  } want[OP_MAX_PARAMS];
  struct {
    const char *name;
    gn_shape shape;
    float start;
  } keep[OP_MAX_KEPT];
  int32_t wants;        // parameters
  int32_t keeps;        // kept values
  int64_t saved_size;   // floats per sample
  int64_t target_size;  // floats per sample
  int64_t scratch_size; // floats in all, for `samples`
} row;

typedef struct pass {
  gn_pass is;
  uint64_t seed;
  float *scratch;
} pass;

// Takes all terms of a listing and keeps those of the page first..first+max−1.
typedef struct term_writer {
  gn_term *out;
  int64_t first, max, count;
} term_writer;

typedef enum op_part { OP_Y, OP_DX, OP_DW, OP_LOSS } op_part;

typedef struct op_ask {
  op_part part;
  int32_t which;  // input of OP_DX, parameter of OP_DW
  int32_t sample; // of OP_Y, OP_DX, OP_LOSS
  int64_t index;
} op_ask;

typedef struct op {
  const char *name;
  const char *formula; // LaTeX
  const op_arg *args;
  int32_t arg_count;
  // (arg_count) of an argument that is written as a word, the words for 0, 1, …, then NULL; NULL: it is a number, or
  // all are.
  const char *const *const *words;
  const char *row_key; // KEY=NAME gives one more input; NULL: none does
  int32_t least_inputs, most_inputs;
  bool loss;        // its row ends a path and has targets
  bool numbers;     // a loss whose targets are numbers of y's shape, not classes
  bool hidden;      // made by `loop`, not written by hand
  bool ids;         // takes integers
  bool sequence;    // is about tokens or places in time
  bool whole_batch; // in training it must see all of a batch at once
  bool view;        // y is its only input's own memory, in another shape: forward has nothing to do
  // Sets row->shape, wants, saved_size, target_size, scratch_size from row->xs and row->arg, for slices of `slice`.
  bool (*shape)(row *r, int32_t slice, gn_error *error);
  void (*forward)(const row *r, const pass *p);  // y = …
  void (*backward)(const row *r, const pass *p); // dx += …, for each dx that is not NULL
  // dw += the sum over samples b0..b1−1, added in one addition per element, so that a slice's gradient is the same
  // number whether it is added to others or not. NULL: no parameters.
  void (*backward_params)(const row *r, const pass *p, int32_t b0, int32_t b1);
  // After a training step's passes: leads the row's kept values along. Forward leaves them, so it can be run again.
  void (*settle)(const row *r, const pass *p);
  // Writes the terms of y[index], or of this row's share of dx or dw; see gn_terms.
  void (*terms)(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form);
  // Multiplications of two numbers, weight × input or both computed, that y of one sample takes. NULL: none.
  int64_t (*products)(const row *r);
  // Element-wise rows: dy/dx at one number; x and y are its input and output. terms_elementwise and the plotted
  // derivative read it.
  float (*slope)(const row *r, float x, float y);
  // Loss rows: element `index` of what the loss sums (GN_COST), and of the target (GN_TARGET).
  float (*cost)(const row *r, int32_t sample, int64_t index);
  float (*wanted)(const row *r, int32_t sample, int64_t index);
} op;

#define X(name) extern const op op_##name;
OPS(X)
#undef X

extern const op *const op_table[];
const op *op_find(const char *name, int64_t length);    // NULL: none
const op *op_nearest(const char *name, int64_t length); // one or two letters away, not hidden; NULL: none
int32_t op_number(const op *o);                         // in the registry

// ---- helpers that operations share (op.c)

double row_arg(const row *r, const char *key);
int64_t times_capped(int64_t a, int64_t b); // of sizes ≥ 0; INT64_MAX when it would overflow
int64_t shape_size(const gn_shape *s);
bool shape_equal(const gn_shape *a, const gn_shape *b);
// Fails with `code` at this row; the caller fills in what the code's comment lists.
bool row_fail(const row *r, gn_error *error, gn_code code);
bool row_hint(gn_error *error, const char *hint); // false
// Fails unless input i has so many axes.
bool row_wants_rank(const row *r, int32_t i, int32_t axes, gn_error *error);
// y has the shape of the first input.
bool shape_same(row *r, int32_t slice, gn_error *error);

void term_put(term_writer *w, float value, gn_ref value_from, float weight, gn_ref weight_from);
gn_ref ref_value(const row *r, int32_t input, int32_t sample, int64_t index); // of an input's value
gn_ref ref_out(const row *r, int32_t sample, int64_t index);                  // of y
gn_ref ref_dy(const row *r, int32_t sample, int64_t index);
gn_ref ref_param(const row *r, int32_t which, int64_t index);
gn_ref ref_constant(void);

// Terms of an element-wise row: y = f(x) is a function of x; dx = dy · slope.
void terms_elementwise(const row *r, const pass *p, const op_ask *ask, term_writer *w, gn_form *form);
#endif
