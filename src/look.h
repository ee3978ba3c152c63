// Looking: what a view asks for besides the numbers themselves. Nothing here changes what a net has learnt. Part of the
// core; glassnet.h has the net that is looked at.
#ifndef GN_LOOK_H
#define GN_LOOK_H

#include "data.h"

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

// Of a number of a layernorm, batchnorm or standardize row, after forward: out = the mean, √(var + ε) or the given
// deviation, x̂ = (x − mean)/deviation, w·x̂, and x, so that y = w·x̂ + b; standardize has neither w nor b. False: it is
// no such number.
bool gn_normed(const gn_net *net, int32_t row, int32_t sample, int64_t index, float out[5]);

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
// The same piece by piece, where the losses on both sides are had one operation at a time: the parameter moved as
// floats move, and `numeric` and `error` from what has been found. `weight`: the parameter in between.
float gn_check_weight(float weight, double by);
void gn_check_conclude(gn_check *check, float weight, double epsilon);

// each (n): that parameter's gradient of each sample's own loss, after forward and backward, which it leaves again.
void gn_sample_gradients(float *each, gn_net *net, const gn_pass *pass, int32_t param, int64_t index);
// Of samples b0..b1−1 alone, in their places of `each`. What stands in the parameters' gradients is lost.
void gn_sample_gradients_part(float *each, gn_net *net, const gn_pass *pass, int32_t param, int64_t index, int32_t b0,
                              int32_t b1);

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
