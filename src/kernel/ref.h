// The scalar definitions beneath which the SIMD kernels stand, and pieces that only tests call directly.
#ifndef GN_REF_H
#define GN_REF_H

#include "kernel/kernel.h"

void philox(uint32_t out[4], const uint32_t counter[4], const uint32_t key[2]);

void dense_forward_ref(float *y, const float *x, const float *w, const float *b, int64_t m, int64_t n, int64_t k);
void dense_weights_ref(float *dw, const float *dy, const float *x, int64_t m, int64_t n, int64_t k,
                       float *part); // (N,K)

// columns.c: one image x (C,H,W) → columns (C·k·k, OH·OW), zeros where the window hangs over; and back, adding.
void im2col_ref(float *columns, const float *x, const window *w);
void col2im_add_ref(float *dx, const float *columns, const window *w);

// scratch: columns (C·k·k, OH·OW), and for the weights (O, C·k·k) more.
void conv_forward_ref(float *y, const float *x, const float *w, const float *b, const window *v, int64_t outputs,
                      int64_t images, float *scratch);
void conv_inputs_ref(float *dx, const float *dy, const float *w, const window *v, int64_t outputs, int64_t images,
                     float *scratch);
void conv_weights_ref(float *dw, const float *dy, const float *x, const window *v, int64_t outputs, int64_t images,
                      float *scratch);

void mean_2x2_ref(float *y, const float *x, int64_t height, int64_t width, int64_t x_width);
void mean_2x2_back_ref(float *dx, const float *dy, int64_t height, int64_t width, int64_t x_width);

void pixels_ref(float *y, const uint8_t *x, int64_t n);

float sum_ref(const float *x, int64_t n);
float dot_ref(const float *x, const float *y, int64_t n);
bool all_finite_ref(const float *x, int64_t n);
float max_of_ref(const float *x, int64_t n);
void add_to_ref(float *y, const float *x, int64_t n);
void axpy_ref(float *y, float a, const float *x, int64_t n);
void scale_by_ref(float *y, float a, int64_t n);
void affine_ref(float *y, const float *x, float a, float b, int64_t n);
void fill_ref(float *y, float a, int64_t n);
void add_rows_ref(float *y, const float *b, int64_t rows, int64_t n);
void sum_rows_ref(float *y, const float *x, int64_t rows, int64_t n);
float exp_shifted_ref(float *y, const float *x, float shift, int64_t n);

void relu_map_ref(float *y, const float *x, int64_t n);
void relu_back_ref(float *dx, const float *dy, const float *x, int64_t n);
void leaky_relu_map_ref(float *y, const float *x, float slope, int64_t n);
void leaky_relu_back_ref(float *dx, const float *dy, const float *x, float slope, int64_t n);
void sigmoid_map_ref(float *y, const float *x, int64_t n);
void sigmoid_back_ref(float *dx, const float *dy, const float *y, int64_t n);
void tanh_map_ref(float *y, const float *x, int64_t n);
void tanh_back_ref(float *dx, const float *dy, const float *y, int64_t n);
void gelu_map_ref(float *y, const float *x, int64_t n);
void gelu_back_ref(float *dx, const float *dy, const float *x, int64_t n);

#endif
