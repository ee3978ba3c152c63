// Philox against the known answers published with it (Random123, kat_vectors); the shapes of what is drawn from it.
#include "../check.h"
#include "kernel/ref.h"

static void known_answers(void) {
  static const struct {
    uint32_t counter[4], key[2], want[4];
  } cases[] = {
      {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
      {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
       {0xffffffff, 0xffffffff},
       {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
      {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
       {0xa4093822, 0x299f31d0},
       {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
  };
  for (int i = 0; i < 3; i++) {
    uint32_t out[4];
    philox(out, cases[i].counter, cases[i].key);
    for (int j = 0; j < 4; j++) CHECK_INT(out[j], cases[i].want[j]);
  }
}

static void blocks(void) {
  uint32_t out[4], want[4];
  random_block(out, 0x299f31d0a4093822u, RANDOM_SHUFFLE, 7, 8, 9);
  philox(want, (const uint32_t[4]){7, 8, 9, RANDOM_SHUFFLE}, (const uint32_t[2]){0xa4093822, 0x299f31d0});
  CHECK(memcmp(out, want, sizeof out) == 0);
}

static void units(void) {
  CHECK_NEAR(random_unit(0), 0, 0);
  CHECK(random_unit(UINT32_MAX) < 1);
  CHECK_NEAR(random_unit(0x80000000u), 0.5, 0);
}

// Moments of 40,000 draws: five standard errors
static void normals(void) {
  double s1 = 0, s2 = 0, s3 = 0, s4 = 0, cross = 0;
  int n = 40000;
  for (int i = 0; i < n; i += 4) {
    uint32_t u[4];
    float z[4];
    random_block(u, 1, RANDOM_USER, (uint32_t)i, 0, 0);
    random_normals(z, u);
    for (int j = 0; j < 4; j++) {
      double v = (double)z[j];
      s1 += v;
      s2 += v * v;
      s3 += v * v * v;
      s4 += v * v * v * v;
    }
    cross += (double)z[0] * (double)z[1];
  }
  CHECK_NEAR(s1 / n, 0, 5 * 1.0 / 200);
  CHECK_NEAR(s2 / n, 1, 5 * 1.41 / 200);
  CHECK_NEAR(s3 / n, 0, 5 * 3.87 / 200);
  CHECK_NEAR(s4 / n, 3, 5 * 9.8 / 200);
  CHECK_NEAR(cross / (n / 4), 0, 5 * 1.0 / 100);
  float z[4];
  random_normals(z, (const uint32_t[4]){0, 0, UINT32_MAX, UINT32_MAX});
  CHECK_NEAR(z[0], 6.66043, 1e-4);
  CHECK_NEAR(z[1], 0, 0);
  CHECK_NEAR(z[2], 0, 1e-4);
}

int main(void) {
  RUN(known_answers);
  RUN(blocks);
  RUN(units);
  RUN(normals);
  return check_done();
}
