// The one door to SIMD: WASM's intrinsics by their own names, natively through SIMDe, so that sanitizers and debuggers
// see the very kernels that ship. Only the intrinsics of SIMD_ALLOWED may be used: those give the same bits on special
// values in both builds (tests/kernel/test_simd.c has one case for each). Left out on purpose: f32x4_min, f32x4_max
// (±0 and NaN differ), f32x4_nearest, the saturating truncations.
#ifndef GN_SIMD_H
#define GN_SIMD_H

#ifdef __wasm_simd128__
#include <wasm_simd128.h>
#else
#define SIMDE_ENABLE_NATIVE_ALIASES
#include <simde/wasm/simd128.h>
#endif

#define SIMD_ALLOWED(X)                                                                                                \
  X(wasm_v128_load)                                                                                                    \
  X(wasm_v128_load32_splat)                                                                                            \
  X(wasm_v128_store)                                                                                                   \
  X(wasm_f32x4_splat)                                                                                                  \
  X(wasm_f32x4_extract_lane)                                                                                           \
  X(wasm_i32x4_splat)                                                                                                  \
  X(wasm_i32x4_shuffle)                                                                                                \
  X(wasm_f32x4_add)                                                                                                    \
  X(wasm_f32x4_sub)                                                                                                    \
  X(wasm_f32x4_mul)                                                                                                    \
  X(wasm_f32x4_div)                                                                                                    \
  X(wasm_f32x4_abs)                                                                                                    \
  X(wasm_f32x4_neg)                                                                                                    \
  X(wasm_f32x4_pmin)                                                                                                   \
  X(wasm_f32x4_pmax)                                                                                                   \
  X(wasm_f32x4_lt)                                                                                                     \
  X(wasm_f32x4_le)                                                                                                     \
  X(wasm_f32x4_gt)                                                                                                     \
  X(wasm_f32x4_ne)                                                                                                     \
  X(wasm_v128_and)                                                                                                     \
  X(wasm_v128_andnot)                                                                                                  \
  X(wasm_v128_or)                                                                                                      \
  X(wasm_v128_bitselect)                                                                                               \
  X(wasm_i32x4_bitmask)                                                                                                \
  X(wasm_v128_any_true)                                                                                                \
  X(wasm_i32x4_add)                                                                                                    \
  X(wasm_i32x4_sub)                                                                                                    \
  X(wasm_i32x4_shl)                                                                                                    \
  X(wasm_u32x4_shr)                                                                                                    \
  X(wasm_u16x8_extend_low_u8x16)                                                                                       \
  X(wasm_u16x8_extend_high_u8x16)                                                                                      \
  X(wasm_u32x4_extend_low_u16x8)                                                                                       \
  X(wasm_u32x4_extend_high_u16x8)                                                                                      \
  X(wasm_f32x4_convert_i32x4)

// *p in all four lanes: one load in WASM; SIMDe's load32_splat goes through integer registers, which costs a third of
// the matrix product's speed natively.
static inline v128_t simd_splat_at(const float *p) {
#ifdef __wasm_simd128__
  return wasm_v128_load32_splat(p);
#else
  return wasm_f32x4_splat(*p);
#endif
}

#endif
