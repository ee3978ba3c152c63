// Lists of what is not zero, and the tiles that follow them, of every size, against plain loops, bit for bit.
#include "../check.h"
#include "bits.h"
#include "kernel/tile.h"

#include <stdlib.h>

enum { MOST_PLACES = 256, LANES = 4 * SPARSE_MOST };

static void places(void) {
  for (int n = 0; n <= MOST_PLACES; n += n < 40 ? 1 : 27)
    for (uint32_t seed = 0; seed < 20; seed++) {
      float x[MOST_PLACES];
      uint16_t at[MOST_PLACES];
      for (int i = 0; i < n; i++) {
        const uint32_t u = scramble(seed * 991 + (uint32_t)i);
        x[i] = u % 20 >= seed ? specials[(u >> 8) % SPECIALS] : 0;
      }
      const int lives = (int)nonzero_places(at, x, 0, n);
      int want = 0;
      for (int i = 0; i < n; i++)
        if (x[i] != 0) {
          CHECK(want < lives && at[want] == i);
          want++;
        }
      CHECK_INT(lives, want);
    }
}

// From the middle, up to the last place that a list can name; its room ends with the numbers.
static void far_places(void) {
  enum { FIRST = 65500, LAST = 65535 };
  float *x = calloc(LAST, sizeof *x);
  uint16_t *at = malloc((LAST - FIRST) * sizeof *at);
  x[FIRST - 1] = 1;
  x[FIRST] = x[FIRST + 7] = x[LAST - 2] = x[LAST - 1] = -2;
  CHECK_INT(nonzero_places(at, x, FIRST, LAST), 4);
  CHECK(at[0] == FIRST && at[1] == FIRST + 7 && at[2] == LAST - 2 && at[3] == LAST - 1);
  for (int i = FIRST; i < LAST; i++) x[i] = 1;
  CHECK_INT(nonzero_places(at, x, FIRST, LAST), LAST - FIRST);
  for (int i = FIRST; i < LAST; i++) CHECK_INT(at[i - FIRST], i);
  free(x);
  free(at);
}

static void mostly(void) {
  float x[3 * 8] = {0};
  CHECK(mostly_zero(x, 3, 8));
  for (int i = 0; i < 4; i++) x[i] = 1, x[2 * 8 + i] = NAN;
  CHECK(!mostly_zero(x, 3, 8)); // half of them
  x[2 * 8] = 0;
  CHECK(mostly_zero(x, 3, 8));
  CHECK(!mostly_zero(x, 1, 8));
  CHECK(!mostly_zero(x, 3, 3)); // too short for a look
}

// Every other place or so.
static bool is_some(uint32_t i) {
  return scramble(5 + i) % 2;
}

static void weighted_of(bool special) {
  for (int vectors = 1; vectors <= SPARSE_MOST; vectors++)
    for (ptrdiff_t n = 0; n <= 60; n += 15) {
      float x[60], b[60 * LANES], y[LANES + 1], want[LANES + 1];
      uint16_t at[60];
      const int width = 4 * vectors;
      fill_some(x, n, 1, special);
      fill_some(b, n * width, 2, special);
      fill_some(y, LANES + 1, 3, false);
      memcpy(want, y, sizeof y);
      ptrdiff_t k = 0;
      for (int i = 0; i < n; i++)
        if (is_some((uint32_t)i)) at[k++] = (uint8_t)i;
      for (int j = 0; j < width; j++) {
        float s = 0;
        for (ptrdiff_t p = 0; p < k; p++) s += x[at[p]] * b[at[p] * width + j];
        want[j] += s;
      }
      weighted_rows(y, x, at, k, b, vectors);
      CHECK_INT(first_difference(y, want, LANES + 1), -1);
    }
}

static void runs_of(bool special) {
  enum { N = 60 };
  for (int length = 1; 2 * length <= SPARSE_MOST; length++) {
    float x[N], b[8 * N + LANES], y[LANES + 1], want[LANES + 1];
    uint16_t at[N];
    fill_some(x, N, 1, special);
    fill_some(b, 8 * N + LANES, 2, special);
    fill_some(y, LANES + 1, 3, false);
    memcpy(want, y, sizeof y);
    ptrdiff_t k = 0;
    for (int i = 0; i < N; i++)
      if (is_some((uint32_t)i)) at[k++] = (uint16_t)i;
    for (int j = 0; j < 8 * length; j++) {
      float s = 0;
      for (ptrdiff_t p = 0; p < k; p++) s += x[at[p]] * b[8 * at[p] + j];
      want[j] += s;
    }
    weighted_runs(y, x, at, k, b, length);
    CHECK_INT(first_difference(y, want, LANES + 1), -1);
  }
}

static void spread_of(bool special) {
  enum { N = 60, ROOM = 8 * N + LANES };
  for (int length = 1; 2 * length <= SPARSE_MOST; length++) {
    float x[N], w[LANES], y[ROOM], want[ROOM];
    uint16_t at[N];
    fill_some(x, N, 1, special);
    fill_some(w, LANES, 2, special);
    fill_some(y, ROOM, 3, false);
    memcpy(want, y, sizeof y);
    ptrdiff_t k = 0;
    for (int i = 0; i < N; i++) {
      if (!is_some((uint32_t)i)) continue;
      at[k++] = (uint16_t)i;
      for (int j = 0; j < 8 * length; j++) want[8 * i + j] += x[i] * w[j];
    }
    spread_runs(y, x, at, k, w, length);
    CHECK_INT(first_difference(y, want, ROOM), -1);
  }
}

static void outer_of(bool special) {
  for (int rows = 1; rows <= SPARSE_MOST; rows++)
    for (ptrdiff_t n = 0; n <= 60; n += 15) {
      float a[60 * LANES], x[60 * 4], c[5 * SPARSE_MOST], want[5 * SPARSE_MOST];
      uint8_t at[60];
      fill_some(a, n * rows * 4, 1, special);
      fill_some(x, n * 4, 2, special);
      fill_some(c, 5 * SPARSE_MOST, 3, false);
      memcpy(want, c, sizeof c);
      ptrdiff_t k = 0;
      for (int i = 0; i < n; i++)
        if (is_some((uint32_t)i)) at[k++] = (uint8_t)i;
      for (int i = 0; i < rows; i++)
        for (int j = 0; j < 4; j++) {
          float s = 0;
          for (ptrdiff_t p = 0; p < k; p++) s += a[(at[p] * rows + i) * 4 + j] * x[p * 4 + j];
          want[i * 5 + j] += s;
        }
      outer_sums(c, 5, a, at, k, x, rows);
      CHECK_INT(first_difference(c, want, 5 * SPARSE_MOST), -1);
    }
}

// With numbers that are not finite most sums are not either.
static void weighted(void) {
  weighted_of(false);
  weighted_of(true);
}
static void runs(void) {
  runs_of(false);
  runs_of(true);
}
static void spread(void) {
  spread_of(false);
  spread_of(true);
}
static void outer(void) {
  outer_of(false);
  outer_of(true);
}

int main(void) {
  RUN(places);
  RUN(far_places);
  RUN(mostly);
  RUN(weighted);
  RUN(runs);
  RUN(spread);
  RUN(outer);
  return check_done();
}
