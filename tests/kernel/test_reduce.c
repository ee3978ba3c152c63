// Every kernel of reduce.c against its scalar definition, bit for bit, over lengths, alignments and special values.
#include "../check.h"
#include "bits.h"
#include "kernel/ref.h"

// Calls `body` with n, x, z (inputs) and got, want (equal to begin with, guarded after n floats).
#define OVER_ALL(...)                                                                                                  \
  for (int special = 0; special < 2; special++)                                                                        \
    for (int64_t n = 0; n < BITS_LENGTHS; n++)                                                                         \
      for (int offset = 0; offset < BITS_OFFSETS; offset++) {                                                          \
        float x_[BITS_ROOM], z_[BITS_ROOM], got_[BITS_ROOM], want_[BITS_ROOM];                                         \
        float *x = x_ + offset, *z = z_ + (offset * 3) % 4, *got = got_ + (offset + 1) % 4, *want = want_;             \
        uint32_t seed = (uint32_t)(n * 8 + offset * 2 + special);                                                      \
        fill_some(x, n + 1, seed, special);                                                                            \
        fill_some(z, n + 1, seed + 5000, special);                                                                     \
        fill_some(want, n + 1, seed + 9000, special);                                                                  \
        memcpy(got, want, (size_t)(n + 1) * sizeof(float));                                                            \
        (void)z;                                                                                                       \
        __VA_ARGS__;                                                                                                   \
        int64_t at = first_difference(got, want, n + 1);                                                               \
        if (at >= 0) {                                                                                                 \
          CHECK_FAIL("n=%d offset=%d at %d: %a, should be %a", (int)n, offset, (int)at, (double)got[at],               \
                     (double)want[at]);                                                                                \
          return;                                                                                                      \
        }                                                                                                              \
      }

static void sums(void) {
  OVER_ALL(got[0] = sum(x, n); want[0] = sum_ref(x, n))
}
static void dots(void) {
  OVER_ALL(got[0] = dot(x, z, n); want[0] = dot_ref(x, z, n))
}
static void maxima(void) {
  OVER_ALL(got[0] = max_of(x, n); want[0] = max_of_ref(x, n))
}
static void finiteness(void) {
  static const float odd[] = {INFINITY, -INFINITY, NAN, FLT_MAX, -0.0f};
  for (int64_t n = 1; n < BITS_LENGTHS; n++)
    for (int64_t at = 0; at < n; at++)
      for (int k = 0; k < 5; k++) {
        float x[BITS_ROOM];
        fill_some(x, n + 1, (uint32_t)n, false);
        x[n] = NAN;
        x[at] = odd[k];
        if (all_finite(x, n) != (k > 2) || all_finite_ref(x, n) != (k > 2)) {
          CHECK_FAIL("%a at %d of %d", (double)odd[k], (int)at, (int)n);
          return;
        }
      }
  CHECK(all_finite(odd, 0));
}
static void add_tos(void) {
  OVER_ALL(add_to(got, x, n); add_to_ref(want, x, n))
}
static void axpys(void) {
  OVER_ALL(axpy(got, z[0], x, n); axpy_ref(want, z[0], x, n))
}
static void scale_bys(void) {
  OVER_ALL(scale_by(got, z[0], n); scale_by_ref(want, z[0], n))
}
static void affines(void) {
  OVER_ALL(affine(got, x, z[0], 0.25f, n); affine_ref(want, x, z[0], 0.25f, n))
}
static void fills(void) {
  OVER_ALL(fill(got, z[0], n); fill_ref(want, z[0], n))
}
static void exps(void) {
  OVER_ALL(float a = exp_shifted(got, x, z[0], n), b = exp_shifted_ref(want, x, z[0], n); CHECK(same_float(a, b)))
}

static void rows(void) {
  for (int64_t r = 0; r <= 9; r++)
    for (int64_t n = 0; n <= 35; n++)
      for (int special = 0; special < 2; special++) {
        float x[9 * 35 + 1], y[9 * 35 + 1], want[9 * 35 + 1], b[36], got_b[36], want_b[36];
        fill_some(x, r * n, (uint32_t)(r * 40 + n), special);
        fill_some(b, n, (uint32_t)(r * 40 + n + 7), special);
        memcpy(y, x, sizeof x);
        memcpy(want, x, sizeof x);
        memcpy(got_b, b, sizeof b);
        memcpy(want_b, b, sizeof b);
        add_rows(y, b, r, n);
        add_rows_ref(want, b, r, n);
        CHECK_INT(first_difference(y, want, r * n), -1);
        sum_rows(got_b, x, r, n);
        sum_rows_ref(want_b, x, r, n);
        CHECK_INT(first_difference(got_b, want_b, n), -1);
      }
}

static void by_hand(void) {
  const float x[] = {1, 2, 3, 4, 5, 6, 7};
  CHECK_NEAR(sum(x, 7), 28, 0);
  CHECK_NEAR(dot(x, x, 7), 140, 0);
  CHECK_NEAR(max_of(x, 7), 7, 0);
  CHECK_NEAR(max_of((const float[]){-3, -2}, 2), -2, 0);
  float y[7];
  CHECK_NEAR(exp_shifted(y, x, 7, 7), 1.5805, 1e-4);
  CHECK_NEAR(y[6], 1, 0);
  float s[] = {10, 20};
  sum_rows(s, x, 3, 2);
  CHECK_NEAR(s[0], 19, 0);
  CHECK_NEAR(s[1], 32, 0);
}

static void nan_wins(void) {
  for (int64_t n = 1; n < 20; n++)
    for (int64_t i = 0; i < n; i++) {
      float x[20];
      fill_some(x, n, 3, false);
      CHECK(max_of(x, n) == max_of(x, n));
      x[i] = NAN;
      CHECK(max_of(x, n) != max_of(x, n));
    }
}

int main(void) {
  RUN(by_hand);
  RUN(nan_wins);
  RUN(sums);
  RUN(dots);
  RUN(maxima);
  RUN(finiteness);
  RUN(add_tos);
  RUN(axpys);
  RUN(scale_bys);
  RUN(affines);
  RUN(fills);
  RUN(exps);
  RUN(rows);
  return check_done();
}
