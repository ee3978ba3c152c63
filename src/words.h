// glassnet's word vectors: words from a text, vectors that are learnt from who stands beside whom, and what is asked of
// vectors: neighbours, analogies, a map. A library of its own (glassnet_words), beside glassnet.h and text.h.
//
// Skip-gram with negative sampling (T. Mikolov, I. Sutskever, K. Chen, G. Corrado, J. Dean, 2013). A word c that has o
// beside it, and words n drawn from the whole text, which stand for all that are not there:
//   L = −ln σ(uₒ·v_c) − Σₙ ln σ(−uₙ·v_c)
// v are the word vectors, u those of the words as neighbours. The caller gives all memory; nothing here allocates. The
// same seed gives the same bits, in every build.
#ifndef GN_WORDS_H
#define GN_WORDS_H

#include "glassnet.h"

#define GN_WORDS_MOST 65536                // words of a vocabulary
#define GN_WORDS_TOKENS ((int64_t)1 << 27) // words of a text
enum { GN_WORDS_WIDTH = 512, GN_WORDS_WINDOW = 32, GN_WORDS_NEGATIVES = 20, GN_WORDS_AXES = 3 };

// ---------------------------------------------------------------- words of a text

typedef struct gn_word { // by how often it is there, the commonest first; of equal ones the one that comes first
  int32_t at, length;    // its first appearance in the text, bytes
  int32_t count;
} gn_word;

// ends: where each unit of the text ends, cut as by GN_SPLIT_WORDS of text.h; at most one per byte, or NULL. Their
// number.
int64_t gn_words_split(int32_t *ends, const uint8_t *text, int64_t bytes);
// ends (units): where each unit of the text ends and the next one begins, as gn_words_split or any other cut has it; a
// last one that is beyond the text ends with it. A unit that begins with a letter or a digit is a word; those that are
// there `least` times or more are in the vocabulary, at most `most` of them. tokens (units): the text as words, −1
// where a paragraph ends: at spaces with two line breaks. words (most), work (gn_words_work). *count: of tokens.
// Returns how many words there are.
int32_t gn_words_read(gn_word *words, int32_t most, int32_t *tokens, int64_t *count, int32_t *work, const uint8_t *text,
                      int64_t bytes, const int32_t *ends, int64_t units, int32_t least);
int64_t gn_words_work(int64_t units); // int32s

// ---------------------------------------------------------------- learning

// X(kind, name, otherwise, least, most)
#define GN_WORDS_SETTINGS(X)                                                                                           \
  X(int32_t, width, 32, 2, GN_WORDS_WIDTH)        /* numbers of a vector */                                            \
  X(int32_t, window, 3, 1, GN_WORDS_WINDOW)       /* neighbours to each side, at most: 1..window, drawn each time */   \
  X(int32_t, negatives, 5, 1, GN_WORDS_NEGATIVES) /* drawn for each pair, by count^power */                            \
  X(int32_t, epochs, 30, 1, 1000)                                                                                      \
  X(float, rate, 0.05F, 0, 10)  /* falls in a straight line to rate/10000 */                                           \
  X(float, sample, 1e-2F, 0, 1) /* share t of the text: a word with share f stays with √(t/f) + t/f; 0: all stay */  \
  X(float, power, 0.75F, 0, 1)

typedef struct gn_words_settings {
#define X(kind, name, otherwise, least, most) kind name;
  GN_WORDS_SETTINGS(X)
#undef X
  uint32_t seed;
} gn_words_settings;

void gn_words_usual(gn_words_settings *settings);

typedef struct gn_words gn_words;

typedef struct gn_words_state {
  double progress; // 0..1 of all epochs
  double loss;     // nats a pair, mean of the last call of gn_words_train; NaN where it had none
  int64_t read;    // words of the text so far, those left out by chance too
  int64_t pairs;   // of the last call
  int32_t epoch;
  float rate;
} gn_words_state;

typedef struct gn_words_pair {
  int32_t word;  // o or n
  int32_t label; // 1: stands there, 0: drawn
  float score;   // σ(u·v_c)
} gn_words_pair;

// counts (words), tokens (n): as gn_words_read made them, used until the end; −1 parts. memory: gn_words_memory bytes,
// of 16 each. NULL and *error: OUT_OF_RANGE with its setting in `hint`, TOKEN, NO_SAMPLES.
int64_t gn_words_memory(int32_t words, int64_t n, const gn_words_settings *settings);
gn_words *gn_words_begin(void *memory, const int32_t *counts, int32_t words, const int32_t *tokens, int64_t n,
                         const gn_words_settings *settings, gn_error *error);
// Takes so many words of the text, each with its neighbours, one update for each neighbour. False: there are no more.
bool gn_words_train(gn_words *w, int64_t steps);
// The same, but ends where so many words have been read, as in gn_words_state: of a run that is made again up to there.
bool gn_words_train_to(gn_words *w, int64_t steps, int64_t read);
void gn_words_state_of(const gn_words *w, gn_words_state *state);
// The word that the next step takes, and its pairs with their scores of now; at most `most` are written. −1: the end.
int32_t gn_words_next(const gn_words *w, gn_words_pair *pairs, int32_t most, int32_t *count);
// What those pairs score now for that word.
void gn_words_scores(const gn_words *w, int32_t word, gn_words_pair *pairs, int32_t count);
float *gn_words_vectors(gn_words *w);    // v (words, width), row-major; may be written
float *gn_words_neighbours(gn_words *w); // u (words, width)
// Goes on from there: of a run that was kept with both tables. tokens read, as in gn_words_state.
void gn_words_resume(gn_words *w, int64_t read);

// ---------------------------------------------------------------- asking

// vectors (words, width): learnt or given.
void gn_words_unpack(float *vectors, const int8_t *packed, const float *scales, int64_t words, int32_t width);

// The words with the largest cosine to a query (width), the largest first, of equal ones the first; without those of
// `without` (omitted). ids, cosines (most). Their number. A vector without length has cosine 0.
int32_t gn_words_nearest(int32_t *ids, float *cosines, int32_t most, const float *query, const float *vectors,
                         int32_t words, int32_t width, const int32_t *without, int32_t omitted);
// query = a/|a| − b/|b| + c/|c|, (width) each: "a is to b as … is to c" (3CosAdd of O. Levy, Y. Goldberg, 2014).
void gn_words_analogy(float *query, const float *a, const float *b, const float *c, int32_t width);
float gn_words_cosine(const float *a, const float *b, int32_t width);

// A map: the directions in which vectors differ most, principal components (K. Pearson, 1901), by subspace iteration
// with the Rayleigh–Ritz step. ids (n) of the rows of vectors that are on it, or NULL: the first n. unit: of each only
// its direction, as a cosine sees it. places (n, axes): around their mean; directions (axes, width): of length 1, the
// first number of about the largest size positive, or, with `before` (axes, width), turned towards it; shares (axes) of
// the variance. work: gn_words_map_work doubles. axes ≤ GN_WORDS_AXES and ≤ width.
int64_t gn_words_map_work(int32_t width);
void gn_words_map(float *places, float *directions, float *shares, double *work, const float *vectors,
                  const int32_t *ids, int64_t n, int32_t width, int32_t axes, bool unit, const float *before);

#endif
