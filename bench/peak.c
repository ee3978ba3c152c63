// The most multiplications and additions per second that WebAssembly SIMD gives here: N chains x = x·a + b side by
// side, so that none waits for the one before. How many are best depends on the processor; each N is tried.
#include <wasm_simd128.h>

#define LINKS 1000 // of each chain in one call

#define X8(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7)
#define X10(X) X8(X) X(8) X(9)
#define X12(X) X10(X) X(10) X(11)
#define X13(X) X12(X) X(12) // with a and b, all registers that there are

#define BEGIN(i) v128_t x##i = wasm_f32x4_splat(1.0f + (float)i / 16);
#define LINK(i) x##i = wasm_f32x4_add(wasm_f32x4_mul(x##i, a), b);
#define TOTAL(i) total = wasm_f32x4_add(total, x##i);

// Called with a = 1, b = 0, which the compiler does not know: no number overflows or becomes denormal.
#define CHAINS(n)                                                                                                      \
  float chains_##n(float a_, float b_);                                                                                \
  float chains_##n(float a_, float b_) {                                                                               \
    const v128_t a = wasm_f32x4_splat(a_), b = wasm_f32x4_splat(b_);                                                   \
    X##n(BEGIN) for (int k = 0; k < LINKS; k++) {                                                                      \
      X##n(LINK)                                                                                                       \
    }                                                                                                                  \
    v128_t total = wasm_f32x4_splat(0);                                                                                \
    X##n(TOTAL) return wasm_f32x4_extract_lane(total, 0);                                                              \
  }

CHAINS(8)
CHAINS(10)
CHAINS(12)
CHAINS(13)
