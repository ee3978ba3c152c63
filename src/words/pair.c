// e += g·u, u += g·v
#include "words/pair.h"

#include "kernel/simd.h"

void pair_update_ref(float *e, float *u, const float *v, float g, int64_t n) {
  for (int64_t i = 0; i < n; i++) {
    const float was = u[i];
    e[i] += g * was;
    u[i] = was + g * v[i];
  }
}

void pair_update(float *e, float *u, const float *v, float g, int64_t n) {
  const v128_t by = wasm_f32x4_splat(g);
  int64_t i = 0;
  for (; i + 4 <= n; i += 4) {
    const v128_t was = wasm_v128_load(u + i);
    wasm_v128_store(e + i, wasm_f32x4_add(wasm_v128_load(e + i), wasm_f32x4_mul(by, was)));
    wasm_v128_store(u + i, wasm_f32x4_add(was, wasm_f32x4_mul(by, wasm_v128_load(v + i))));
  }
  pair_update_ref(e + i, u + i, v + i, g, n - i);
}
