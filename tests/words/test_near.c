// Neighbours and analogies, against a plain definition.
#include "check.h"
#include "words.h"

static void the_nearest(void) {
  const float v[] = {1, 0, 2, 2, 0, 3, -1, 0, 0, 0, 10, 0};
  int32_t ids[6];
  float cosines[6];
  CHECK_INT(gn_words_nearest(ids, cosines, 6, v, v, 6, 2, (int32_t[]){0}, 1), 5);
  const int32_t want[] = {5, 1, 2, 4, 3}; // of equal ones the first: 2 stands upright, 4 has no direction
  const float cos[] = {1, 0.70710678F, 0, 0, -1};
  for (int i = 0; i < 5; i++) {
    CHECK_INT(ids[i], want[i]);
    CHECK_NEAR(cosines[i], cos[i], 1e-6);
  }
  CHECK_INT(gn_words_nearest(ids, cosines, 2, v, v, 6, 2, NULL, 0), 2);
  CHECK(ids[0] == 0 && ids[1] == 5);
  CHECK_INT(gn_words_nearest(ids, cosines, 0, v, v, 6, 2, NULL, 0), 0);
  CHECK_INT(gn_words_nearest(ids, cosines, 3, v, v, 0, 2, NULL, 0), 0);
}

static void many_against_a_plain_search(void) {
  enum { N = 200, W = 7 };
  static float v[N * W];
  for (int i = 0; i < N * W; i++) v[i] = (float)((i * 7919) % 1009 - 500) / 300;
  int32_t ids[10];
  float cosines[10];
  for (int q = 0; q < 20; q++) {
    CHECK_INT(gn_words_nearest(ids, cosines, 10, v + q * W, v, N, W, (int32_t[]){q}, 1), 10);
    for (int i = 0; i < 10; i++) { // as many are better, or as good and before it, as its place says
      const float own = gn_words_cosine(v + q * W, v + ids[i] * W, W);
      int better = 0;
      for (int k = 0; k < N; k++) {
        const float cosine = gn_words_cosine(v + q * W, v + k * W, W);
        better += k != q && (cosine > own || (cosine == own && k < ids[i]));
      }
      CHECK(cosines[i] == own);
      CHECK_INT(better, i);
    }
  }
}

static void an_analogy(void) {
  // king, man, woman, queen: royalty and sex as two of three numbers
  const float v[] = {2, 1, 0.1F, 0, 3, 0, 0, -3, 0, 2, -1, 0.1F, 0.1F, 0, 5};
  float query[3];
  gn_words_analogy(query, v, v + 3, v + 6, 3);
  CHECK_NEAR(query[0], 2 / sqrt(5.01), 1e-6);
  CHECK_NEAR(query[1], 1 / sqrt(5.01) - 2, 1e-6);
  int32_t id;
  float cosine;
  CHECK_INT(gn_words_nearest(&id, &cosine, 1, query, v, 5, 3, (int32_t[]){0, 1, 2}, 3), 1);
  CHECK_INT(id, 3);
}

static void unpacked(void) {
  const int8_t packed[] = {127, -127, 0, 1, 2, -128};
  float v[6];
  gn_words_unpack(v, packed, (const float[]){0.5F, 2}, 2, 3);
  const float want[] = {63.5F, -63.5F, 0, 2, 4, -256};
  for (int i = 0; i < 6; i++) CHECK(v[i] == want[i]);
}

int main(void) {
  RUN(the_nearest);
  RUN(many_against_a_plain_search);
  RUN(an_analogy);
  RUN(unpacked);
  return check_done();
}
