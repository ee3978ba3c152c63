// Coefficients that the scalar (math.c) and the lane-wise (math_simd.h) functions share. Minimax fits (Remez exchange,
// 200-bit arithmetic), rounded to float; the error of each fit stands beside it, relative to the function.
#ifndef GN_POLY_H
#define GN_POLY_H

// x + ROUND − ROUND is x rounded to the nearest integer, for |x| < 2²²; the sum's low bits hold that integer.
#define POLY_ROUND 0x1.8p23f
#define POLY_ROUND_BITS 0x4B400000u

#define POLY_LOG2E 0x1.715476p0f
#define POLY_LN2_HI 0x1.62e4p-1f // 16 bits, so n·LN2_HI is exact
#define POLY_LN2_LO 1.42860682031e-6f

// exp(r) = 1 + r + r²·(E0 + … + E4·r⁴), |r| ≤ ln2/2; 3.1e-9
#define POLY_E0 0x1.fffffcp-2f
#define POLY_E1 0x1.555492p-3f
#define POLY_E2 0x1.5558f2p-5f
#define POLY_E3 0x1.1239e2p-7f
#define POLY_E4 0x1.6a244ap-10f
#define POLY_EXP_LEAST -104.0f // below: 0
#define POLY_EXP_MOST 89.0f    // above: ∞

// exp(r) − 1 = r + r²·(M0 + … + M4·r⁴), |r| ≤ ln2/2; 1.3e-8
#define POLY_M0 0x1.fffffep-2f
#define POLY_M1 0x1.5554bp-3f
#define POLY_M2 0x1.555676p-5f
#define POLY_M3 0x1.122778p-7f
#define POLY_M4 0x1.6beb12p-10f
#define POLY_TANH_MOST 9.1f // from here on 1

// log(1+f) = f − s·(f − z·(L0 + … + L3·z³)), s = f/(2+f), z = s²; 4.8e-12
#define POLY_L0 0x1.555554p-1f
#define POLY_L1 0x1.999a7ap-2f
#define POLY_L2 0x1.2438d8p-2f
#define POLY_L3 0x1.e2f68ap-3f

// |x| ≤ ERF_SPLIT: erf(x) = x + x·(A0 + … + A6·x¹²); 4e-10
#define POLY_ERF_SPLIT 0.92f
#define POLY_A0 0x1.06eba8p-3f
#define POLY_A1 -0x1.812744p-2f
#define POLY_A2 0x1.ce2e24p-4f
#define POLY_A3 -0x1.b810eap-6f
#define POLY_A4 0x1.54df2p-8f
#define POLY_A5 -0x1.ab107p-11f
#define POLY_A6 0x1.5f952cp-14f

// beyond: erf(|x|) = 1 − exp(−(B0 + … + B6·|x|⁶)); 1.6e-9
#define POLY_ERF_MOST 3.95f // from here on 1
#define POLY_B0 0x1.9a5fcap-13f
#define POLY_B1 0x1.20af5ap0f
#define POLY_B2 0x1.463cc2p-1f
#define POLY_B3 0x1.a9b41cp-4f
#define POLY_B4 -0x1.6c2a5p-6f
#define POLY_B5 0x1.8ee116p-9f
#define POLY_B6 -0x1.9ae85ep-13f

#define POLY_SQRT_HALF 0.707106781187f
#define POLY_INV_SQRT_2PI 0.398942280401f

#endif
