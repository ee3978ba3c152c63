// What a net learns from: samples in memory, made ones, tables and files, weights on their way in and out, and a
// drawing on its way to 28×28. Part of the core; glassnet.h stands beside it.
#ifndef GN_DATA_H
#define GN_DATA_H

#include "glassnet.h"

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
// header. The target is the column called label, class, target or kind; else y, unless x and y are a point and another
// column says what it is; else the last; else, of 785 columns, the first, as MNIST is passed on. It is classes if it
// holds words, or whole numbers of at most GN_CSV_MAX_CLASSES kinds; else a number to learn. gn_csv_look finds out what
// there is, gn_csv_read copies it into the caller's memory; `text` stays the same and in place from one to the other
// and for the names.
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

#endif
