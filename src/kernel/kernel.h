// Kernels: the inner loops. Each has its scalar definition `NAME_ref` above the SIMD one in its file, and both give the
// same bits: the order of every summation is part of the definition. They never allocate and never read past an end.
// Only the intrinsics listed in simd.h are used. Outputs first, then inputs, then sizes.
#ifndef GN_KERNEL_H
#define GN_KERNEL_H

#include <stdbool.h>
#include <stdint.h>

// ---- math.c: own elementary functions, so that every build gives the same bits. Each within 2 ulp (float) of the
// true value over its whole range, special values as in C's <math.h>.
float exp_f32(float x);
float log_f32(float x);
float log1p_f32(float x); // ln(1+x)
float tanh_f32(float x);
float sigmoid_f32(float x);
float erf_f32(float x);
double log_f64(double x); // the double ones: about 1e-14 relative
double exp_f64(double x);
double sin_f64(double x);
double cos_f64(double x);
double pow_f64(double x, double y); // x ≥ 0

// ---- random.c: Philox4x32-10 (Salmon, Moraes, Dror, Shaw, 2011). A pure function, no state.
typedef enum random_stream {
  RANDOM_INIT,
  RANDOM_DROPOUT,
  RANDOM_SHUFFLE,
  RANDOM_AUGMENT,
  RANDOM_USER,
  RANDOM_DATA,
  RANDOM_WALK,
  RANDOM_WORDS
} random_stream;
// Counter (a, b, c, stream).
void random_block(uint32_t out[4], uint64_t seed, random_stream stream, uint32_t a, uint32_t b, uint32_t c);
float random_unit(uint32_t bits);                        // [0,1), 24 bits
void random_normals(float out[4], const uint32_t in[4]); // Box–Muller, standard normal

// ---- gemm.c: C (M,N) += op(A) (M,K) · op(B) (K,N), all row-major and contiguous.
// Each element: for every block of GEMM_KC values of k, a sum from zero in the order of k; the block sums are added to
// C in order. With K ≤ GEMM_KC that is one addition to C.
enum { GEMM_KC = 256 };
typedef enum gemm_form {
  GEMM_NN, // A (M,K), B (K,N)
  GEMM_NT, // A (M,K), B (N,K)
  GEMM_TN, // A (K,M), B (K,N): gemm_ref alone; dense_weights makes it
} gemm_form;
int64_t gemm_scratch(gemm_form form, int64_t m, int64_t n, int64_t k); // floats
void gemm(float *c, const float *a, const float *b, gemm_form form, int64_t m, int64_t n, int64_t k, float *scratch);
void gemm_ref(float *c, const float *a, const float *b, gemm_form form, int64_t m, int64_t n, int64_t k);

// ---- dense.c: x (M,K), w (N,K), b (N) or NULL, y = x·wᵀ + b (M,N); dw += dyᵀ·x, the sum over the M rows from zero
// being added. Bits as by gemm; dw holds no −0, as what began with 0 and was added to never does.
int64_t dense_scratch(int64_t m, int64_t n, int64_t k); // floats
void dense_forward(float *y, const float *x, const float *w, const float *b, int64_t m, int64_t n, int64_t k,
                   float *scratch);
void dense_weights(float *dw, const float *dy, const float *x, int64_t m, int64_t n, int64_t k, float *scratch);

// ---- conv.c: images x (B,C,H,W), w (O,C,k,k), b (O) or NULL, y = … (B,O,OH,OW); dx and dw are added to. Bits as by
// the columns of columns.c and gemm, but that a −0 which dx held may become 0.
typedef struct window {
  int32_t channels, height, width; // of the image
  int32_t kernel, stride, pad;
  int32_t out_height, out_width;
} window;
int64_t conv_scratch(const window *v, int64_t outputs); // floats
void conv_forward(float *y, const float *x, const float *w, const float *b, const window *v, int64_t outputs,
                  int64_t images, float *scratch);
void conv_inputs(float *dx, const float *dy, const float *w, const window *v, int64_t outputs, int64_t images,
                 float *scratch);
void conv_weights(float *dw, const float *dy, const float *x, const window *v, int64_t outputs, int64_t images,
                  float *scratch); // the sum over the images, from zero, is added

// ---- pool.c: y (height,width) from x (≥ 2·height, x_width), one plane; and back, adding.
void mean_2x2(float *y, const float *x, int64_t height, int64_t width, int64_t x_width);
void mean_2x2_back(float *dx, const float *dy, int64_t height, int64_t width, int64_t x_width);

// ---- pixels.c
void pixels(float *y, const uint8_t *x, int64_t n); // y = x / 255
void touch(const uint8_t *x, int64_t n);            // x comes into the cache

// ---- reduce.c. Sums run in four lanes: lane i adds elements i, i+4, …; (l0+l2)+(l1+l3), then the tail in order.
float sum(const float *x, int64_t n);
float dot(const float *x, const float *y, int64_t n);
bool all_finite(const float *x, int64_t n);                         // neither NaN nor infinity among them
float max_of(const float *x, int64_t n);                            // n ≥ 1; NaN if any is
void add_to(float *y, const float *x, int64_t n);                   // y += x
void axpy(float *y, float a, const float *x, int64_t n);            // y += a·x
void scale_by(float *y, float a, int64_t n);                        // y *= a
void affine(float *y, const float *x, float a, float b, int64_t n); // y = x·a + b
void fill(float *y, float a, int64_t n);
void add_rows(float *y, const float *b, int64_t rows, int64_t n);    // y (rows,n) += b (n)
void sum_rows(float *y, const float *x, int64_t rows, int64_t n);    // y (n) += Σ over rows, summed from zero first
float exp_shifted(float *y, const float *x, float shift, int64_t n); // y = exp(x − shift); returns sum(y)

// ---- activation.c: y = f(x), and dx += dy·f′ from x or y, whichever is cheaper.
void relu_map(float *y, const float *x, int64_t n); // x < 0 ? 0 : x, so NaN survives; −0 becomes +0
void relu_back(float *dx, const float *dy, const float *x, int64_t n); // f′(0) = 0, as in PyTorch
void leaky_relu_map(float *y, const float *x, float slope, int64_t n);
void leaky_relu_back(float *dx, const float *dy, const float *x, float slope, int64_t n);
void sigmoid_map(float *y, const float *x, int64_t n);
void sigmoid_back(float *dx, const float *dy, const float *y, int64_t n);
void tanh_map(float *y, const float *x, int64_t n);
void tanh_back(float *dx, const float *dy, const float *y, int64_t n);
void gelu_map(float *y, const float *x, int64_t n); // x·Φ(x), by erf
void gelu_back(float *dx, const float *dy, const float *x, int64_t n);
float gelu_slope(float x);

#endif
