// Every activation on four lanes against the scalar one, bit for bit: lengths, alignments, in place, special values,
// and a walk through all magnitudes. Slopes against differences of the functions.
#include "../check.h"
#include "bits.h"
#include "kernel/ref.h"

typedef void map(float *y, const float *x, int64_t n);
typedef void back(float *dx, const float *dy, const float *x, int64_t n);

static void leaky_map(float *y, const float *x, int64_t n) {
  leaky_relu_map(y, x, 0.1f, n);
}
static void leaky_map_ref(float *y, const float *x, int64_t n) {
  leaky_relu_map_ref(y, x, 0.1f, n);
}
static void leaky_back(float *dx, const float *dy, const float *x, int64_t n) {
  leaky_relu_back(dx, dy, x, 0.1f, n);
}
static void leaky_back_ref(float *dx, const float *dy, const float *x, int64_t n) {
  leaky_relu_back_ref(dx, dy, x, 0.1f, n);
}

static const struct {
  const char *name;
  map *map, *map_ref;
  back *back, *back_ref;
  bool from_y; // back reads y instead of x
} kinds[] = {
    {"relu", relu_map, relu_map_ref, relu_back, relu_back_ref, false},
    {"leaky_relu", leaky_map, leaky_map_ref, leaky_back, leaky_back_ref, false},
    {"sigmoid", sigmoid_map, sigmoid_map_ref, sigmoid_back, sigmoid_back_ref, true},
    {"tanh", tanh_map, tanh_map_ref, tanh_back, tanh_back_ref, true},
    {"gelu", gelu_map, gelu_map_ref, gelu_back, gelu_back_ref, false},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

static void lengths(void) {
  for (int kind = 0; kind < KINDS; kind++)
    for (int special = 0; special < 2; special++)
      for (int64_t n = 0; n < BITS_LENGTHS; n++)
        for (int offset = 0; offset < BITS_OFFSETS; offset++) {
          float x[BITS_ROOM], dy[BITS_ROOM], got[BITS_ROOM], want[BITS_ROOM];
          fill_some(x, BITS_ROOM, (uint32_t)n, special);
          fill_some(dy, BITS_ROOM, (uint32_t)n + 99, special);
          fill_some(got, BITS_ROOM, 5, special);
          memcpy(want, got, sizeof got);
          kinds[kind].map(got + offset, x + 3 - offset, n);
          kinds[kind].map_ref(want + offset, x + 3 - offset, n);
          if (first_difference(got, want, BITS_ROOM) >= 0) CHECK_FAIL("%s n=%d", kinds[kind].name, (int)n);
          kinds[kind].back(got + offset, dy + 1, x + 3 - offset, n);
          kinds[kind].back_ref(want + offset, dy + 1, x + 3 - offset, n);
          if (first_difference(got, want, BITS_ROOM) >= 0) CHECK_FAIL("%s back n=%d", kinds[kind].name, (int)n);
          kinds[kind].map(got + offset, got + offset, n);
          kinds[kind].map_ref(want + offset, want + offset, n);
          if (first_difference(got, want, BITS_ROOM) >= 0) CHECK_FAIL("%s in place n=%d", kinds[kind].name, (int)n);
        }
}

// Every 65,521st float of all: signs, denormals, NaNs included
static void all_magnitudes(void) {
  float x[256], y[256], want[256], dx[256], want_dx[256], dy[256];
  for (int i = 0; i < 256; i++) dy[i] = 1;
  uint64_t u = 0;
  while (u <= UINT32_MAX) {
    for (int i = 0; i < 256; i++, u += 65521) x[i] = bits_float((uint32_t)u);
    for (int kind = 0; kind < KINDS; kind++) {
      kinds[kind].map(y, x, 256);
      kinds[kind].map_ref(want, x, 256);
      memset(dx, 0, sizeof dx);
      memset(want_dx, 0, sizeof want_dx);
      kinds[kind].back(dx, dy, x, 256);
      kinds[kind].back_ref(want_dx, dy, x, 256);
      int64_t at = first_difference(y, want, 256);
      if (at >= 0)
        CHECK_FAIL("%s(%a) is %a, should be %a", kinds[kind].name, (double)x[at], (double)y[at], (double)want[at]);
      at = first_difference(dx, want_dx, 256);
      if (at >= 0) CHECK_FAIL("%s'(%a)", kinds[kind].name, (double)x[at]);
    }
  }
}

static void slopes(void) {
  for (int kind = 0; kind < KINDS; kind++)
    for (int i = 0; i < 81; i++) {
      float x = (float)(i - 40) * 0.11f + 0.003f, h = 1.0f / 256, dx = 0, y = 0, one = 1, up = x + h, down = x - h;
      float y_up, y_down;
      kinds[kind].map(&y, &x, 1);
      kinds[kind].back(&dx, &one, kinds[kind].from_y ? &y : &x, 1);
      kinds[kind].map(&y_up, &up, 1);
      kinds[kind].map(&y_down, &down, 1);
      if (kind < 2 && down * up <= 0) continue; // the kink
      CHECK_NEAR(dx, (y_up - y_down) / (up - down), 3e-4);
    }
}

static void by_hand(void) {
  float x[] = {-1, -0.0f, 2, NAN}, y[4], dx[] = {0, 0, 0, 0}, dy[] = {5, 5, 5, 5};
  relu_map(y, x, 4);
  CHECK(same_float(y[0], 0) && same_float(y[1], 0) && y[2] == 2 && y[3] != y[3]);
  relu_back(dx, dy, x, 3);
  CHECK(dx[0] == 0 && dx[1] == 0 && dx[2] == 5);
  leaky_relu_map(y, x, 0.1f, 4);
  CHECK(y[0] == -0.1f && y[1] == 0 && y[2] == 2 && y[3] != y[3]);
  gelu_map(y, x, 3);
  CHECK_NEAR(y[0], -0.15865525, 1e-7);
  CHECK_NEAR(y[2], 1.9544997, 2e-7);
  CHECK_NEAR(gelu_slope(0), 0.5, 0);
  CHECK_NEAR(gelu_slope(1), 1.0833155, 3e-7);
  sigmoid_map(y, x, 3);
  CHECK_NEAR(y[0], 0.26894142, 5e-8);
  CHECK_NEAR(y[1], 0.5, 0);
}

int main(void) {
  RUN(by_hand);
  RUN(lengths);
  RUN(all_magnitudes);
  RUN(slopes);
  return check_done();
}
