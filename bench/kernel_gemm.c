// GFLOP/s of gemm on the shapes that training uses: the best of several short runs, not a test.
#include "kernel/kernel.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now_s(void) {
  return (double)clock() / CLOCKS_PER_SEC;
} // CPU time: other programs count little

static const char *const names[] = {"NN", "NT"};

static const struct {
  const char *what;
  gemm_form form;
  int64_t m, n, k;
} shapes[] = {
    {"dense 784-16 forward, 16 samples", GEMM_NT, 16, 16, 784},
    {"dense 784-16 forward, 8 samples", GEMM_NT, 8, 16, 784},
    {"dense 784-128 forward, 16 samples", GEMM_NT, 16, 128, 784},
    {"dense 128-10 forward", GEMM_NT, 16, 10, 128},
    {"dense 128-10 dx", GEMM_NN, 16, 128, 10},
    {"dense 16-16 forward", GEMM_NT, 16, 16, 16},
    {"dense 400-120 forward", GEMM_NT, 16, 120, 400},
    {"dense 400-120 dx", GEMM_NN, 16, 400, 120},
    {"one sample, 784-16", GEMM_NT, 1, 16, 784},
    {"one sample, 784-128", GEMM_NT, 1, 128, 784},
    {"one sample, 784-128 dx", GEMM_NN, 1, 784, 128},
    {"square 512 NN", GEMM_NN, 512, 512, 512},
    {"square 512 NT", GEMM_NT, 512, 512, 512},
};

// Kept out of main: a function that runs once would stay in the slow first tier of a WASM engine for ever.
static void (*volatile run_gemm)(float *, const float *, const float *, gemm_form, int64_t, int64_t, int64_t,
                                 float *) = gemm;

int main(void) {
  for (size_t s = 0; s < sizeof shapes / sizeof shapes[0]; s++) {
    int64_t m = shapes[s].m, n = shapes[s].n, k = shapes[s].k;
    float *a = malloc((size_t)(m * k) * sizeof(float)), *b = malloc((size_t)(k * n) * sizeof(float));
    float *c = malloc((size_t)(m * n) * sizeof(float));
    float *scratch = malloc((size_t)(gemm_scratch(shapes[s].form, m, n, k) + 1) * sizeof(float));
    if (!a || !b || !c || !scratch) return 1;
    for (int64_t i = 0; i < m * k; i++) a[i] = (float)(i % 7) - 3;
    for (int64_t i = 0; i < k * n; i++) b[i] = (float)(i % 5) - 2;
    fill(c, 0, m * n);
    double flop = 2.0 * (double)m * (double)n * (double)k, best = 0;
    int64_t times = (int64_t)(1e8 / flop) + 1;
    for (int run = 0; run < 12; run++) {
      double start = now_s();
      for (int64_t i = 0; i < times; i++) run_gemm(c, a, b, shapes[s].form, m, n, k, scratch);
      double rate = flop * (double)times / (now_s() - start) * 1e-9;
      if (rate > best) best = rate;
    }
    printf("%6.1f GFLOP/s  %s %4d x %4d x %4d  %s\n", best, names[shapes[s].form], (int)m, (int)n, (int)k,
           shapes[s].what);
    free(a);
    free(b);
    free(c);
    free(scratch);
  }
  return 0;
}
