// gn_rewrite_make: letters drawn evenly, a mark, and the letters copied, reversed or sorted.
#include "../check.h"
#include "data.h"

enum { LENGTH = 7, LETTERS = 10, WIDE = 2 * LENGTH + 1, COUNT = 3000 };
static int32_t tokens[COUNT * WIDE], copies[COUNT * WIDE], again[COUNT * WIDE];

static void by_hand(void) {
  int32_t t[7] = {3, 0, 2, 9, -1, -1, -1};
  gn_rewrite_apply(t, GN_REWRITE_COPY, 3);
  CHECK(t[3] == 9 && t[4] == 3 && t[5] == 0 && t[6] == 2);
  gn_rewrite_apply(t, GN_REWRITE_REVERSE, 3);
  CHECK(t[4] == 2 && t[5] == 0 && t[6] == 3);
  gn_rewrite_apply(t, GN_REWRITE_SORT, 3);
  CHECK(t[4] == 0 && t[5] == 2 && t[6] == 3);
}

static void each_sample_is_its_own(void) {
  int32_t drawn[LETTERS] = {0};
  gn_rewrite_make(copies, GN_REWRITE_COPY, LENGTH, LETTERS, 5, 0, COUNT);
  for (int32_t rewrite = 0; rewrite < gn_rewrite_count(); rewrite++) {
    gn_rewrite_make(tokens, rewrite, LENGTH, LETTERS, 5, 0, COUNT);
    gn_rewrite_make(again, rewrite, LENGTH, LETTERS, 5, 100, 20); // a part is what it is within the whole
    CHECK(memcmp(again, tokens + 100 * WIDE, 20 * WIDE * sizeof *tokens) == 0);
    for (int32_t i = 0; i < COUNT; i++) {
      const int32_t *t = tokens + i * WIDE;
      CHECK_INT(t[LENGTH], LETTERS);
      CHECK(memcmp(t, copies + i * WIDE, LENGTH * sizeof *t) == 0); // the same letters, whatever is made of them
      int32_t balance[LETTERS] = {0};
      for (int32_t k = 0; k < LENGTH; k++) {
        CHECK(t[k] >= 0 && t[k] < LETTERS);
        drawn[t[k]] += rewrite == GN_REWRITE_COPY;
        balance[t[k]]++;
        balance[t[LENGTH + 1 + k]]--;
        if (rewrite == GN_REWRITE_SORT && k > 0) CHECK(t[LENGTH + k] <= t[LENGTH + 1 + k]);
      }
      for (int32_t k = 0; k < LETTERS; k++) CHECK_INT(balance[k], 0);
    }
  }
  for (int32_t k = 0; k < LETTERS; k++) CHECK_NEAR(drawn[k], COUNT * LENGTH / LETTERS, 174); // four deviations
  gn_rewrite_make(again, GN_REWRITE_COPY, LENGTH, LETTERS, 6, 0, COUNT);
  int32_t same = 0;
  for (int32_t i = 0; i < COUNT; i++) same += memcmp(again + i * WIDE, copies + i * WIDE, WIDE * sizeof *tokens) == 0;
  CHECK_INT(same, 0); // another seed, other letters
}

int main(void) {
  RUN(by_hand);
  RUN(each_sample_is_its_own);
  return check_done();
}
