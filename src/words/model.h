// What a run of training holds. All of it lies in the caller's memory, behind this.
#ifndef GN_WORDS_MODEL_H
#define GN_WORDS_MODEL_H

#include "words.h"

typedef struct slot { // of the table that negatives are drawn from
  uint32_t chance;    // of this word itself, in 2⁻³²; else
  int32_t other;
} slot;

struct gn_words {
  gn_words_settings settings;
  int32_t words;
  int64_t n;              // tokens
  const int32_t *counts;  // (words)
  const int32_t *tokens;  // (n)
  float *v, *u;           // (words, width)
  float *e;               // (width): what v gains from its pairs
  slot *table;            // (words)
  uint32_t *stays;        // (words): chance that an occurrence stays, in 2⁻³²
  int32_t *kept;          // (n): places in tokens of what stays in this epoch; marks of parts always do
  int64_t kept_count, at; // next: kept[at], a word unless all epochs are done
  int32_t epoch;
  double loss;   // of the last call, nats
  int64_t pairs; // of the last call
};

// What random numbers are for: with the epoch and the place in the text they are the whole counter.
enum { WORDS_INIT, WORDS_STAYS, WORDS_STEP };

void deal_table(slot *table, double *scaled, int32_t *stack, const int32_t *counts, int32_t words, float power);
int32_t deal_draw(const slot *table, int32_t words, uint32_t bits);
void deal_stays(uint32_t *stays, const int32_t *counts, int32_t words, float sample);
void deal_epoch(gn_words *w, int64_t from); // fills kept; next is the first one at `from` or behind it
bool words_settle(gn_words *w);             // past marks of parts and ends of epochs. False: all are done

#endif
