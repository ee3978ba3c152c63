// Convolution, bit for bit as columns.c defines it, straight from the padded image. Lanes run along outputs (or, back
// to the image, along its channels), eight to a panel; a term's factor lies where the window's place and the cell's
// place in it say, so that sizes, strides and paddings are nothing but lists of places.
#include "kernel/kernel.h"
#include "kernel/tile.h"

#include <string.h>

static int64_t image_of(const window *v) {
  return (int64_t)v->channels * v->height * v->width;
}
static int64_t patch_of(const window *v) {
  return (int64_t)v->channels * v->kernel * v->kernel;
}
static int64_t area_of(const window *v) {
  return (int64_t)v->out_height * v->out_width;
}
static int64_t row_of(const window *v) { // of the padded image
  return v->width + 2 * (int64_t)v->pad;
}
static int64_t plane_of(const window *v) {
  return row_of(v) * (v->height + 2 * (int64_t)v->pad);
}
static int64_t panels_of(int64_t n) { // floats of a row in all panels
  return (n + TILE_WIDE - 1) / TILE_WIDE * TILE_WIDE;
}

// ---- places

static void even_places(int32_t *at, int64_t step, int64_t n) {
  for (int64_t i = 0; i < n; i++) at[i] = (int32_t)(i * step);
}

// Of a window's cells, from its first, in the padded image.
static void cell_places(int32_t *at, const window *v) {
  for (int64_t c = 0; c < v->channels; c++)
    for (int64_t i = 0; i < v->kernel; i++)
      for (int64_t j = 0; j < v->kernel; j++) *at++ = (int32_t)(c * plane_of(v) + i * row_of(v) + j);
}

// Of the windows in a plane of the padded image, whose pixels are `step` floats apart.
static void window_places(int32_t *at, const window *v, int64_t step) {
  for (int64_t i = 0; i < v->out_height; i++)
    for (int64_t j = 0; j < v->out_width; j++) *at++ = (int32_t)((i * row_of(v) + j) * v->stride * step);
}

static void put_image(float *padded, const float *x, const window *v) {
  for (int64_t c = 0; c < v->channels; c++)
    for (int64_t i = 0; i < v->height; i++, x += v->width)
      memcpy(padded + c * plane_of(v) + (i + v->pad) * row_of(v) + v->pad, x, (size_t)v->width * sizeof *x);
}

// ---- the kernels

// floats
static int64_t forward_scratch(const window *v, int64_t outputs) {
  return patch_of(v) * (1 + panels_of(outputs)) + area_of(v) * (2 + TILE_WIDE) + v->channels * plane_of(v);
}
static int64_t inputs_scratch(const window *v, int64_t outputs) {
  return area_of(v) * (3 + TILE_WIDE) + outputs * (1 + TILE_WIDE * (int64_t)v->kernel * v->kernel) +
         TILE_WIDE * plane_of(v);
}

int64_t conv_scratch(const window *v, int64_t outputs) {
  const int64_t forward = forward_scratch(v, outputs), inputs = inputs_scratch(v, outputs);
  const int64_t weights = forward + patch_of(v);
  return weights > inputs ? weights : inputs;
}

void conv_forward(float *y, const float *x, const float *w, const window *v, int64_t outputs, int64_t images,
                  float *scratch) {
  const ptrdiff_t patch = (ptrdiff_t)patch_of(v), area = (ptrdiff_t)area_of(v), n = (ptrdiff_t)outputs;
  int32_t *cells = (int32_t *)scratch, *windows = cells + patch, *to = windows + area;
  float *sums = scratch + patch + 2 * area, *image = sums + TILE_WIDE * area; // sums (area, outputs of a panel)
  float *panels = image + v->channels * plane_of(v);
  cell_places(cells, v);
  window_places(windows, v, 1);
  memset(image, 0, (size_t)(v->channels * plane_of(v)) * sizeof *image);
  for (ptrdiff_t j = 0; j < n; j += TILE_WIDE) {
    const ptrdiff_t left = tile_least(n - j, TILE_WIDE);
    panel_turned(panels + j * patch, w + j * patch, patch, left, tile_width(left), patch);
  }
  for (int64_t b = 0; b < images; b++, x += image_of(v), y += n * area) {
    put_image(image, x, v);
    for (ptrdiff_t j = 0; j < n; j += TILE_WIDE) {
      const ptrdiff_t left = tile_least(n - j, TILE_WIDE), width = tile_width(left);
      even_places(to, width, area);
      panel_turned(sums, y + j * area, area, left, width, area);
      for (ptrdiff_t p = 0; p < patch; p += GEMM_KC)
        indexed_sums(sums, to, image, windows, area, cells + p, panels + j * patch + p * width, width,
                     tile_least(patch - p, GEMM_KC));
      panel_back(y + j * area, area, sums, left, width, area);
    }
  }
}

// The weights of one cell of the window after the other: (k·k, outputs, channels of a panel).
static void inputs_panel(float *panel, const float *w, const window *v, int64_t outputs, ptrdiff_t n, ptrdiff_t width) {
  const int64_t cells = (int64_t)v->kernel * v->kernel;
  for (int64_t cell = 0; cell < cells; cell++)
    for (int64_t o = 0; o < outputs; o++, panel += width)
      for (ptrdiff_t c = 0; c < width; c++) panel[c] = c < n ? w[o * patch_of(v) + c * cells + cell] : 0;
}

// Over the kernel's cells first, so that each dx gets its terms in their order.
void conv_inputs(float *dx, const float *dy, const float *w, const window *v, int64_t outputs, int64_t images,
                 float *scratch) {
  const ptrdiff_t area = (ptrdiff_t)area_of(v), k = v->kernel, n = (ptrdiff_t)outputs, pixels = v->height * v->width;
  const ptrdiff_t row = (ptrdiff_t)row_of(v);
  int32_t *to = (int32_t *)scratch, *from = to + area, *parts = from + area, *at = parts + area;
  float *part = scratch + 3 * area + n, *panel = part + TILE_WIDE * area;
  float *sums = panel + TILE_WIDE * n * k * k; // (padded plane, channels of a panel)
  even_places(from, 1, area);
  even_places(at, area, n);
  for (ptrdiff_t j = 0; j < v->channels; j += TILE_WIDE) {
    const ptrdiff_t left = tile_least(v->channels - j, TILE_WIDE), width = tile_width(left);
    inputs_panel(panel, w + j * k * k, v, outputs, left, width);
    window_places(to, v, width);
    even_places(parts, width, area);
    for (int64_t b = 0; b < images; b++) {
      float *image = dx + b * image_of(v) + j * pixels;
      const float *slopes = dy + b * n * area;
      memset(sums, 0, (size_t)(width * plane_of(v)) * sizeof *sums);
      for (ptrdiff_t i = 0; i < v->height; i++)
        panel_turned(sums + ((i + v->pad) * row + v->pad) * width, image + i * v->width, pixels, left, width, v->width);
      for (ptrdiff_t cell = 0; cell < k * k; cell++) {
        float *c = sums + (cell / k * row + cell % k) * width;
        const float *weights = panel + cell * n * width;
        if (n <= GEMM_KC) {
          indexed_sums(c, to, slopes, from, area, at, weights, width, n);
          continue;
        }
        memset(part, 0, (size_t)(width * area) * sizeof *part); // the blocks' sum is what is added
        for (ptrdiff_t p = 0; p < n; p += GEMM_KC)
          indexed_sums(part, parts, slopes, from, area, at + p, weights + p * width, width, tile_least(n - p, GEMM_KC));
        for (ptrdiff_t q = 0; q < area; q++) add_to(c + to[q], part + q * width, width);
      }
      for (ptrdiff_t i = 0; i < v->height; i++)
        panel_back(image + i * v->width, pixels, sums + ((i + v->pad) * row + v->pad) * width, left, width, v->width);
    }
  }
}

// The sums over all images, turned, are added at the end.
void conv_weights(float *dw, const float *dy, const float *x, const window *v, int64_t outputs, int64_t images,
                  float *scratch) {
  const ptrdiff_t patch = (ptrdiff_t)patch_of(v), area = (ptrdiff_t)area_of(v), n = (ptrdiff_t)outputs;
  int32_t *cells = (int32_t *)scratch, *windows = cells + patch, *to = windows + area;
  float *panel = scratch + 2 * patch + area, *image = panel + TILE_WIDE * area; // panel (area, outputs of it)
  float *sums = image + v->channels * plane_of(v);                              // (patch, outputs of a panel) of each
  cell_places(cells, v);
  window_places(windows, v, 1);
  memset(image, 0, (size_t)(v->channels * plane_of(v)) * sizeof *image);
  memset(sums, 0, (size_t)(patch * panels_of(n)) * sizeof *sums);
  for (int64_t b = 0; b < images; b++, x += image_of(v), dy += n * area) {
    put_image(image, x, v);
    for (ptrdiff_t j = 0; j < n; j += TILE_WIDE) {
      const ptrdiff_t left = tile_least(n - j, TILE_WIDE), width = tile_width(left);
      panel_turned(panel, dy + j * area, area, left, width, area);
      even_places(to, width, patch);
      for (ptrdiff_t q = 0; q < area; q += GEMM_KC)
        indexed_sums(sums + j * patch, to, image, cells, patch, windows + q, panel + q * width, width,
                     tile_least(area - q, GEMM_KC));
    }
  }
  for (ptrdiff_t j = 0; j < n; j += TILE_WIDE) {
    const ptrdiff_t left = tile_least(n - j, TILE_WIDE), width = tile_width(left);
    for (ptrdiff_t o = 0; o < left; o++)
      for (ptrdiff_t p = 0; p < patch; p++) dw[(j + o) * patch + p] += sums[j * patch + p * width + o];
  }
}
