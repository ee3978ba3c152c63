// Lists of what is not zero, and the tiles that follow them, of every size, against plain loops, bit for bit.
#include "../check.h"
#include "bits.h"
#include "kernel/tile.h"

enum { MOST_PLACES = 256, LANES = 4 * SPARSE_MOST };

static void places(void) {
  for (int n = 0; n <= MOST_PLACES; n += n < 40 ? 1 : 27)
    for (uint32_t seed = 0; seed < 20; seed++) {
      float x[MOST_PLACES];
      uint8_t at[MOST_PLACES];
      for (int i = 0; i < n; i++) {
        const uint32_t u = scramble(seed * 991 + (uint32_t)i);
        x[i] = u % 20 >= seed ? specials[(u >> 8) % SPECIALS] : 0;
      }
      const int lives = (int)nonzero_places(at, x, n);
      int want = 0;
      for (int i = 0; i < n; i++)
        if (x[i] != 0) {
          CHECK(want < lives && at[want] == i);
          want++;
        }
      CHECK_INT(lives, want);
    }
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

// Every other place or so, from the same few numbers.
static ptrdiff_t some_places(uint8_t *at, uint32_t seed, ptrdiff_t n) {
  ptrdiff_t k = 0;
  for (ptrdiff_t i = 0; i < n; i++)
    if (scramble(seed + (uint32_t)i) % 2) at[k++] = (uint8_t)i;
  return k;
}

static void weighted(void) {
  for (int vectors = 1; vectors <= SPARSE_MOST; vectors++)
    for (ptrdiff_t n = 0; n <= 60; n += 15) {
      float x[60], b[60 * LANES], y[LANES + 1], want[LANES + 1];
      uint8_t at[60];
      const int width = 4 * vectors;
      fill_some(x, n, 1, true);
      fill_some(b, n * width, 2, true);
      fill_some(y, LANES + 1, 3, false);
      memcpy(want, y, sizeof y);
      const ptrdiff_t k = some_places(at, 5, n);
      for (int j = 0; j < width; j++) {
        float s = 0;
        for (ptrdiff_t p = 0; p < k; p++) s += x[at[p]] * b[at[p] * width + j];
        want[j] += s;
      }
      weighted_rows(y, x, at, k, b, vectors);
      CHECK_INT(first_difference(y, want, LANES + 1), -1);
    }
}

static void outer(void) {
  for (int rows = 1; rows <= SPARSE_MOST; rows++)
    for (ptrdiff_t n = 0; n <= 60; n += 15) {
      float a[60 * LANES], x[60 * 4], c[5 * SPARSE_MOST], want[5 * SPARSE_MOST];
      uint8_t at[60];
      fill_some(a, n * rows * 4, 1, true);
      fill_some(x, n * 4, 2, true);
      fill_some(c, 5 * SPARSE_MOST, 3, false);
      memcpy(want, c, sizeof c);
      const ptrdiff_t k = some_places(at, 5, n);
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

int main(void) {
  RUN(places);
  RUN(mostly);
  RUN(weighted);
  RUN(outer);
  return check_done();
}
