// The order in which a card lists terms: largest |value·weight| first, by merging runs, so that equal ones keep theirs.
#include "look.h"

#include <math.h>

static bool before(const float *products, int32_t a, int32_t b) { // NaN last
  float p = fabsf(products[a]), q = fabsf(products[b]);
  return p > q || (p == p && q != q);
}

static void merge(int32_t *to, const int32_t *from, int64_t low, int64_t middle, int64_t high, const float *products) {
  int64_t i = low, j = middle;
  for (int64_t k = low; k < high; k++) {
    bool right = i == middle || (j < high && before(products, from[j], from[i]));
    to[k] = right ? from[j++] : from[i++];
  }
}

void gn_rank_terms(float *products, int32_t *order, float *rest, int32_t *scratch, const gn_term *terms, int64_t n) {
  for (int64_t i = 0; i < n; i++) {
    products[i] = terms[i].value * terms[i].weight;
    order[i] = (int32_t)i;
  }
  int32_t *from = order, *to = scratch;
  for (int64_t run = 1; run < n; run *= 2) {
    for (int64_t low = 0; low < n; low += 2 * run) {
      int64_t middle = low + run < n ? low + run : n, high = low + 2 * run < n ? low + 2 * run : n;
      merge(to, from, low, middle, high, products);
    }
    int32_t *held = from;
    from = to;
    to = held;
  }
  if (from != order)
    for (int64_t i = 0; i < n; i++) order[i] = from[i];
  double sum = 0;
  rest[n] = 0;
  for (int64_t i = n - 1; i >= 0; i--) {
    sum += (double)products[order[i]];
    rest[i] = (float)sum;
  }
}
