// What chance decides: which words are drawn as negatives, and which occurrences are left out.
#include <math.h>

#include "kernel/kernel.h"
#include "words/model.h"

#define WHOLE 4294967296.0 // 2³²

static uint32_t chance_of(double share) {
  return share >= 1 ? UINT32_MAX : (uint32_t)(share * WHOLE);
}

// The alias method (M. Vose, 1991): each of `words` slots of equal size is shared by two words at most. scaled (words),
// stack (words) are room to work in: words that want less than a slot from its front, the others from its back.
void deal_table(slot *table, double *scaled, int32_t *stack, const int32_t *counts, int32_t words, float power) {
  double all = 0;
  for (int32_t i = 0; i < words; i++) {
    scaled[i] = pow_f64(counts[i], (double)power);
    all += scaled[i];
  }
  int32_t small = 0, large = words;
  for (int32_t i = 0; i < words; i++) {
    scaled[i] *= (double)words / all;
    if (scaled[i] < 1)
      stack[small++] = i;
    else
      stack[--large] = i;
  }
  while (small > 0 && large < words) {
    const int32_t s = stack[--small], l = stack[large];
    table[s] = (slot){chance_of(scaled[s]), l};
    scaled[l] -= 1 - scaled[s];
    if (scaled[l] >= 1) continue;
    large++;
    stack[small++] = l;
  }
  // What rounding has left over is a whole slot.
  while (small > 0) {
    const int32_t s = stack[--small];
    table[s] = (slot){UINT32_MAX, s};
  }
  for (; large < words; large++) table[stack[large]] = (slot){UINT32_MAX, stack[large]};
}

// The high half of bits·words is the slot, the low one decides within it.
int32_t deal_draw(const slot *table, int32_t words, uint32_t bits) {
  const uint64_t at = (uint64_t)bits * (uint64_t)words;
  const int32_t i = (int32_t)(at >> 32);
  return (uint32_t)at <= table[i].chance ? i : table[i].other;
}

// √(t/f) + t/f, as word2vec has it; its paper says 1 − √(t/f) are left out.
void deal_stays(uint32_t *stays, const int32_t *counts, int32_t words, float sample) {
  double all = 0;
  for (int32_t i = 0; i < words; i++) all += counts[i];
  for (int32_t i = 0; i < words; i++) {
    const double share = (double)sample * all / counts[i];
    stays[i] = sample == 0 ? UINT32_MAX : chance_of(sqrt(share) + share);
  }
}

void deal_epoch(gn_words *w, int64_t from) {
  w->kept_count = 0;
  w->at = 0;
  uint32_t block[4];
  for (int64_t i = 0; i < w->n; i++) {
    if (i % 4 == 0)
      random_block(block, w->settings.seed, RANDOM_WORDS, (uint32_t)(i / 4), (uint32_t)w->epoch, WORDS_STAYS);
    const int32_t word = w->tokens[i];
    if (word >= 0 && block[i % 4] > w->stays[word]) continue;
    if (i < from) w->at = w->kept_count + 1;
    w->kept[w->kept_count++] = (int32_t)i;
  }
}
