// Grey bytes as the numbers that a net takes: y = x / 255, rounded as a division is, which is how PyTorch makes them.
#include "kernel/ref.h"
#include "kernel/simd.h"

void pixels_ref(float *y, const uint8_t *x, int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] = (float)x[i] / 255.0f;
}

// x/255 = x·a + x·b for every byte x: a is short, so x·a is exact, and b is what 1/255 has beyond it. The byte becomes
// a float as the last bits of 2²³; of a conversion clang makes one lane after the other.
static inline void put(float *y, v128_t words) {
  const v128_t high = wasm_v128_or(words, wasm_i32x4_splat(0x4b000000));
  const v128_t x = wasm_f32x4_sub(high, wasm_f32x4_splat(0x1p23f));
  const v128_t most = wasm_f32x4_mul(x, wasm_f32x4_splat(0x1.01p-8f));
  wasm_v128_store(y, wasm_f32x4_add(most, wasm_f32x4_mul(x, wasm_f32x4_splat(0x1.010102p-24f))));
}

void pixels(float *y, const uint8_t *x, int64_t n) {
  int64_t i = 0;
  for (; i + 16 <= n; i += 16) {
    const v128_t bytes = wasm_v128_load(x + i);
    const v128_t low = wasm_u16x8_extend_low_u8x16(bytes), high = wasm_u16x8_extend_high_u8x16(bytes);
    put(y + i, wasm_u32x4_extend_low_u16x8(low));
    put(y + i + 4, wasm_u32x4_extend_high_u16x8(low));
    put(y + i + 8, wasm_u32x4_extend_low_u16x8(high));
    put(y + i + 12, wasm_u32x4_extend_high_u16x8(high));
  }
  pixels_ref(y + i, x + i, n - i);
}

// Reads that wait for nothing, one for each line of 64 bytes: samples in shuffled order lie anywhere in tens of
// megabytes, and their cache misses then overlap instead of following each other.
void touch(const uint8_t *x, int64_t n) {
  for (int64_t i = 0; i < n; i += 64) (void)*(const volatile uint8_t *)(x + i);
}
