// What stands near: cosines, a·b / (|a|·|b|).
#include <math.h>

#include "kernel/kernel.h"
#include "words.h"

static float length_of(const float *x, int32_t width) {
  return sqrtf(dot(x, x, width));
}

static float cosine(const float *a, float a_length, const float *b, int32_t width) {
  const float both = a_length * length_of(b, width);
  return both > 0 ? dot(a, b, width) / both : 0;
}

float gn_words_cosine(const float *a, const float *b, int32_t width) {
  return cosine(a, length_of(a, width), b, width);
}

void gn_words_unpack(float *vectors, const int8_t *packed, const float *scales, int64_t words, int32_t width) {
  for (int64_t i = 0; i < words; i++)
    for (int32_t k = 0; k < width; k++) vectors[i * width + k] = scales[i] * (float)packed[i * width + k];
}

static bool is_among(int32_t id, const int32_t *list, int32_t n) {
  for (int32_t i = 0; i < n; i++)
    if (list[i] == id) return true;
  return false;
}

int32_t gn_words_nearest(int32_t *ids, float *cosines, int32_t most, const float *query, const float *vectors,
                         int32_t words, int32_t width, const int32_t *without, int32_t omitted) {
  const float length = length_of(query, width);
  int32_t n = 0;
  for (int32_t id = 0; id < words && most > 0; id++) {
    if (is_among(id, without, omitted)) continue;
    const float c = cosine(query, length, vectors + (int64_t)id * width, width);
    if (n == most && !(c > cosines[n - 1])) continue;
    int32_t at = n < most ? n++ : n - 1;
    for (; at > 0 && c > cosines[at - 1]; at--) {
      cosines[at] = cosines[at - 1];
      ids[at] = ids[at - 1];
    }
    cosines[at] = c;
    ids[at] = id;
  }
  return n;
}

void gn_words_analogy(float *query, const float *a, const float *b, const float *c, int32_t width) {
  fill(query, 0, width);
  const float *of[] = {a, b, c}, sign[] = {1, -1, 1};
  for (int i = 0; i < 3; i++) {
    const float length = length_of(of[i], width);
    if (length > 0) axpy(query, sign[i] / length, of[i], width);
  }
}
