// Each allowed intrinsic against a scalar expression on all pairs of special values, so that what SIMDe makes of it
// natively and what WASM does are the same. A row of SIMD_ALLOWED without a case here does not compile.
#include "../check.h"
#include "bits.h"
#include "kernel/simd.h"

static uint32_t raw(float x) {
  uint32_t u;
  memcpy(&u, &x, sizeof u);
  return u;
}

static uint32_t lane(v128_t v, int i) {
  uint32_t u[4];
  wasm_v128_store(u, v);
  return u[i];
}

// Lane 0 holds (a,b), lane 2 holds (b,a).
#define PAIRS(vector, scalar, same)                                                                                    \
  for (int i = 0; i < SPECIALS; i++)                                                                                   \
    for (int j = 0; j < SPECIALS; j++) {                                                                               \
      float p_[4] = {specials[i], 2, specials[j], 3}, q_[4] = {specials[j], 5, specials[i], 7};                        \
      v128_t p = wasm_v128_load(p_), q = wasm_v128_load(q_), r_ = vector;                                              \
      (void)q;                                                                                                         \
      for (int l = 0; l < 4; l++) {                                                                                    \
        float a = p_[l], b = q_[l];                                                                                    \
        (void)b;                                                                                                       \
        uint32_t got_ = lane(r_, l), want_ = scalar;                                                                   \
        if (!same(got_, want_))                                                                                        \
          CHECK_FAIL("(%a, %a) gives %08x, should give %08x", (double)a, (double)b, got_, want_);                      \
      }                                                                                                                \
    }
#define SAME_BITS(u, v) ((u) == (v))
#define SAME_FLOAT(u, v) same_float(bits_float(u), bits_float(v))
#define FLOATS(vector, scalar) PAIRS(vector, raw(scalar), SAME_FLOAT)
#define WORDS(vector, scalar) PAIRS(vector, scalar, SAME_BITS)
#define MASKS(vector, condition) PAIRS(vector, (condition) ? UINT32_MAX : 0, SAME_BITS)

static void check_wasm_f32x4_add(void) {
  FLOATS(wasm_f32x4_add(p, q), a + b)
}
static void check_wasm_f32x4_sub(void) {
  FLOATS(wasm_f32x4_sub(p, q), a - b)
}
static void check_wasm_f32x4_mul(void) {
  FLOATS(wasm_f32x4_mul(p, q), a * b)
}
static void check_wasm_f32x4_div(void) {
  FLOATS(wasm_f32x4_div(p, q), a / b)
}
static void check_wasm_f32x4_abs(void) {
  WORDS(wasm_f32x4_abs(p), raw(a) & 0x7FFFFFFFu)
}
static void check_wasm_f32x4_neg(void) {
  WORDS(wasm_f32x4_neg(p), raw(a) ^ 0x80000000u)
}
static void check_wasm_f32x4_pmin(void) {
  WORDS(wasm_f32x4_pmin(p, q), raw(b < a ? b : a))
}
static void check_wasm_f32x4_pmax(void) {
  WORDS(wasm_f32x4_pmax(p, q), raw(a < b ? b : a))
}
static void check_wasm_f32x4_lt(void) {
  MASKS(wasm_f32x4_lt(p, q), a < b)
}
static void check_wasm_f32x4_le(void) {
  MASKS(wasm_f32x4_le(p, q), a <= b)
}
static void check_wasm_f32x4_gt(void) {
  MASKS(wasm_f32x4_gt(p, q), a > b)
}
static void check_wasm_f32x4_ne(void) {
  MASKS(wasm_f32x4_ne(p, q), a != b)
}
static void check_wasm_v128_and(void) {
  WORDS(wasm_v128_and(p, q), raw(a) & raw(b))
}
static void check_wasm_v128_andnot(void) {
  WORDS(wasm_v128_andnot(p, q), raw(a) & ~raw(b))
}
static void check_wasm_v128_or(void) {
  WORDS(wasm_v128_or(p, q), raw(a) | raw(b))
}
static void check_wasm_v128_bitselect(void) {
  WORDS(wasm_v128_bitselect(p, q, wasm_f32x4_splat(-1.1f)), (raw(a) & raw(-1.1f)) | (raw(b) & ~raw(-1.1f)))
}
static void check_wasm_i32x4_add(void) {
  WORDS(wasm_i32x4_add(p, q), raw(a) + raw(b))
}
static void check_wasm_i32x4_sub(void) {
  WORDS(wasm_i32x4_sub(p, q), raw(a) - raw(b))
}
static void check_wasm_i32x4_shl(void) {
  WORDS(wasm_i32x4_shl(p, 23), raw(a) << 23)
}
static void check_wasm_u32x4_shr(void) {
  WORDS(wasm_u32x4_shr(p, 1), raw(a) >> 1)
}

static void check_wasm_f32x4_splat(void) {
  for (int i = 0; i < SPECIALS; i++)
    for (int l = 0; l < 4; l++) CHECK(SAME_FLOAT(lane(wasm_f32x4_splat(specials[i]), l), raw(specials[i])));
}

static void check_wasm_f32x4_extract_lane(void) {
  for (int i = 0; i + 4 <= SPECIALS; i++) {
    v128_t v = wasm_v128_load(specials + i);
    CHECK(same_float(wasm_f32x4_extract_lane(v, 0), specials[i]));
    CHECK(same_float(wasm_f32x4_extract_lane(v, 1), specials[i + 1]));
    CHECK(same_float(wasm_f32x4_extract_lane(v, 2), specials[i + 2]));
    CHECK(same_float(wasm_f32x4_extract_lane(v, 3), specials[i + 3]));
  }
}

static void check_wasm_i32x4_splat(void) {
  for (int l = 0; l < 4; l++) CHECK_INT(lane(wasm_i32x4_splat(INT32_MIN), l), 0x80000000u);
}

static void check_wasm_i32x4_shuffle(void) {
  const uint32_t x[] = {10, 11, 12, 13}, y[] = {14, 15, 16, 17};
  v128_t v = wasm_i32x4_shuffle(wasm_v128_load(x), wasm_v128_load(y), 0, 4, 1, 5);
  CHECK(lane(v, 0) == 10 && lane(v, 1) == 14 && lane(v, 2) == 11 && lane(v, 3) == 15);
  v = wasm_i32x4_shuffle(wasm_v128_load(x), wasm_v128_load(y), 2, 3, 6, 7);
  CHECK(lane(v, 0) == 12 && lane(v, 1) == 13 && lane(v, 2) == 16 && lane(v, 3) == 17);
}

// Bits of every value survive loads and stores, at any alignment
static void check_wasm_v128_load(void) {
  for (int i = 0; i + 4 <= SPECIALS; i++)
    for (int l = 0; l < 4; l++) CHECK_INT(lane(wasm_v128_load(specials + i), l), raw(specials[i + l]));
}

static void check_wasm_v128_load32_splat(void) {
  for (int i = 0; i < SPECIALS; i++)
    for (int l = 0; l < 4; l++) CHECK_INT(lane(wasm_v128_load32_splat(specials + i), l), raw(specials[i]));
}

// Every byte, in every place
static void check_extended_bytes(int first, v128_t (*extend)(v128_t)) {
  for (int i = 0; i < 256; i++) {
    uint8_t x[16];
    for (int k = 0; k < 16; k++) x[k] = (uint8_t)(i + 37 * k);
    v128_t v = extend(wasm_v128_load(x));
    for (int l = 0; l < 4; l++)
      CHECK_INT(lane(v, l), (uint32_t)x[first + 2 * l] | (uint32_t)x[first + 2 * l + 1] << 16);
  }
}
static v128_t low_bytes(v128_t x) {
  return wasm_u16x8_extend_low_u8x16(x);
}
static v128_t high_bytes(v128_t x) {
  return wasm_u16x8_extend_high_u8x16(x);
}
static void check_wasm_u16x8_extend_low_u8x16(void) {
  check_extended_bytes(0, low_bytes);
}
static void check_wasm_u16x8_extend_high_u8x16(void) {
  check_extended_bytes(8, high_bytes);
}
static void check_wasm_u32x4_extend_low_u16x8(void) {
  WORDS(wasm_u32x4_extend_low_u16x8(p), l % 2 ? raw(p_[l / 2]) >> 16 : raw(p_[l / 2]) & 0xFFFF)
}
static void check_wasm_u32x4_extend_high_u16x8(void) {
  WORDS(wasm_u32x4_extend_high_u16x8(p), l % 2 ? raw(p_[2 + l / 2]) >> 16 : raw(p_[2 + l / 2]) & 0xFFFF)
}
static void check_wasm_f32x4_convert_i32x4(void) {
  FLOATS(wasm_f32x4_convert_i32x4(p), (float)(int32_t)raw(a))
}

static void check_wasm_v128_store(void) {
  for (int at = 0; at < 5; at++) {
    uint32_t y[9] = {0};
    wasm_v128_store(y + at, wasm_i32x4_splat(-1));
    for (int i = 0; i < 9; i++) CHECK_INT(y[i], i >= at && i < at + 4 ? UINT32_MAX : 0);
  }
}

static void check_wasm_i32x4_bitmask(void) {
  for (uint32_t mask = 0; mask < 16; mask++) {
    uint32_t x[4];
    for (int i = 0; i < 4; i++) x[i] = mask >> i & 1 ? 0x80000000u + (uint32_t)i : 0x7FFFFFFFu - (uint32_t)i;
    CHECK_INT(wasm_i32x4_bitmask(wasm_v128_load(x)), mask);
  }
}

static void check_wasm_v128_any_true(void) {
  for (int i = 0; i < 4; i++) {
    uint32_t x[4] = {0};
    CHECK(!wasm_v128_any_true(wasm_v128_load(x)));
    x[i] = i % 2 ? 1 : 0x80000000u;
    CHECK(wasm_v128_any_true(wasm_v128_load(x)));
  }
}

int main(void) {
#define X(name) RUN(check_##name);
  SIMD_ALLOWED(X)
#undef X
  return check_done();
}
