// Convolution, bit for bit as columns.c defines it, straight from the padded image. Lanes run along outputs (or, back
// to the image, along its channels), eight to a panel; a term's factor lies where the window's place and the cell's
// place in it say, so that sizes, strides and paddings are nothing but lists of places. Images of which few pixels are
// not zero, as handwriting is, go by those: see ink.h.
#include "kernel/kernel.h"
#include "kernel/ink.h"

#include <string.h>

// ---- places

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

// The padded image, made at `room` unless x is it.
static const float *padded(float *room, const float *x, const window *v) {
  if (v->pad == 0) return x;
  float *y = room + v->pad * row_of(v) + v->pad;
  for (ptrdiff_t c = 0; c < v->channels; c++, y += 2 * v->pad * row_of(v))
    for (ptrdiff_t i = 0; i < v->height; i++, x += v->width, y += row_of(v)) {
      ptrdiff_t j = 0; // a row is too short for memcpy to pay
      for (; j + 4 <= v->width; j += 4) wasm_v128_store(y + j, wasm_v128_load(x + j));
      for (; j < v->width; j++) y[j] = x[j];
    }
  return room;
}

// ---- scratch, in floats

static int64_t inputs_scratch(const window *v, int64_t outputs) {
  return area_of(v) * (3 + TILE_WIDE) + outputs * (1 + TILE_WIDE * (int64_t)v->kernel * v->kernel) +
         TILE_WIDE * (plane_of(v) + 1);
}
int64_t conv_scratch(const window *v, int64_t outputs) {
  const int64_t others =
      patch_of(v) * (2 + panels_of(outputs)) + area_of(v) * (2 + TILE_WIDE) + v->channels * plane_of(v);
  const int64_t inputs = inputs_scratch(v, outputs);
  const int64_t by_ink = (1 + patch_of(v)) * panels_of(outputs) + v->channels * plane_of(v) + ink_scratch(v);
  return (others > inputs ? others : inputs) + (ink_fits(v) ? by_ink : 0);
}

// rows (n,8) of b + 0: a sum that begins with a zero does not end as −0.
static void begin_rows(float *rows, const float *b, ptrdiff_t left, ptrdiff_t n) {
  float first[TILE_WIDE] = {0};
  for (ptrdiff_t o = 0; o < left && b; o++) first[o] += b[o];
  const v128_t low = wasm_v128_load(first), high = wasm_v128_load(first + 4);
  for (ptrdiff_t i = 0; i < n; i++, rows += TILE_WIDE) {
    wasm_v128_store(rows, low);
    wasm_v128_store(rows + 4, high);
  }
}

// Few outputs would leave lanes along them idle; these run along the windows of a row, whose pixels are side by side.
static bool goes_along(const window *v, int64_t outputs) {
  return v->stride == 1 && outputs >= 3 && outputs < TILE_WIDE && patch_of(v) <= GEMM_KC;
}

static void forward_along(float *y, const float *x, const float *w, const float *bias, const window *v, int64_t outputs,
                          int64_t images, float *scratch) {
  const ptrdiff_t patch = (ptrdiff_t)patch_of(v), area = (ptrdiff_t)area_of(v), n = (ptrdiff_t)outputs;
  int32_t *cells = (int32_t *)scratch;
  float *room = scratch + patch, b[TILE_WIDE] = {0};
  for (ptrdiff_t o = 0; o < n && bias; o++) b[o] += bias[o]; // a sum that begins with a zero does not end as −0
  cell_places(cells, v);
  memset(room, 0, (size_t)(v->channels * plane_of(v)) * sizeof *room);
  for (int64_t i = 0; i < images; i++, x += image_of(v), y += n * area) {
    const float *image = padded(room, x, v);
    for (ptrdiff_t h = 0; h < v->out_height; h++)
      sums_along(y + h * v->out_width, area, b, n, w, patch, image + h * row_of(v), cells, patch, v->out_width);
  }
}

static void forward_panels(float *y, const float *x, const float *w, const float *bias, const window *v,
                           int64_t outputs, int64_t images, float *scratch) {
  const ptrdiff_t patch = (ptrdiff_t)patch_of(v), area = (ptrdiff_t)area_of(v), n = (ptrdiff_t)outputs;
  int32_t *cells = (int32_t *)scratch, *windows = cells + patch, *rows = windows + area;
  float *sums = scratch + patch + 2 * area, *room = sums + TILE_WIDE * area; // sums (area, outputs of a panel)
  float *panels = room + v->channels * plane_of(v);
  cell_places(cells, v);
  window_places(windows, v, 1);
  even_places(rows, TILE_WIDE, area);
  memset(room, 0, (size_t)(v->channels * plane_of(v)) * sizeof *room);
  for (ptrdiff_t j = 0; j < n; j += TILE_WIDE) {
    const ptrdiff_t left = tile_least(n - j, TILE_WIDE);
    panel_turned(panels + j * patch, w + j * patch, patch, left, tile_width(left), patch);
  }
  for (int64_t b = 0; b < images; b++, x += image_of(v), y += n * area) {
    const float *image = padded(room, x, v);
    for (ptrdiff_t j = 0; j < n; j += TILE_WIDE) {
      const ptrdiff_t left = tile_least(n - j, TILE_WIDE), width = tile_width(left);
      begin_rows(sums, bias ? bias + j : NULL, left, area);
      for (ptrdiff_t p = 0; p < patch; p += GEMM_KC)
        indexed_sums(sums, rows, image, windows, area, cells + p, panels + j * patch + p * width, width,
                     tile_least(patch - p, GEMM_KC));
      panel_back(y + j * area, area, sums, left, TILE_WIDE, area);
    }
  }
}

static void forward_plain(float *y, const float *x, const float *w, const float *bias, const window *v, int64_t outputs,
                          int64_t images, float *scratch) {
  (goes_along(v, outputs) ? forward_along : forward_panels)(y, x, w, bias, v, outputs, images, scratch);
}

// Those that are mostly zero by their ink, the others one by one.
static void forward_by_ink(float *y, const float *x, const float *w, const float *bias, const window *v,
                           int64_t outputs, int64_t images, float *scratch) {
  const ptrdiff_t patch = (ptrdiff_t)patch_of(v), area = (ptrdiff_t)area_of(v), n = (ptrdiff_t)outputs;
  const ptrdiff_t columns = (ptrdiff_t)panels_of(n);
  float *panels = scratch, *b = panels + patch * columns, *room = b + columns; // (patch, 8) of each eight outputs
  float *rest = room + v->channels * plane_of(v) + ink_scratch(v);
  memset(panels, 0, (size_t)(patch * columns + columns) * sizeof *panels);
  for (ptrdiff_t o = 0; o < n; o++) {
    float *panel = panels + o / TILE_WIDE * TILE_WIDE * patch + o % TILE_WIDE;
    for (ptrdiff_t p = 0; p < patch; p++) panel[ink_cell(p, v)] = w[o * patch + p];
    if (bias) b[o] += bias[o]; // a sum that begins with a zero does not end as −0
  }
  memset(room, 0, (size_t)(v->channels * plane_of(v)) * sizeof *room);
  ink k = ink_begin(room + v->channels * plane_of(v), v);
  for (int64_t i = 0; i < images; i++, x += image_of(v), y += n * area) {
    const bool few = ink_take(&k, padded(room, x, v));
    for (ptrdiff_t j = 0; j < n && few; j += TILE_WIDE)
      ink_forward(y + j * area, &k, panels + j * patch, b + j, tile_least(n - j, TILE_WIDE));
    if (!few) forward_plain(y, x, w, bias, v, outputs, 1, rest);
  }
}

void conv_forward(float *y, const float *x, const float *w, const float *bias, const window *v, int64_t outputs,
                  int64_t images, float *scratch) {
  const bool may_be_ink = ink_fits(v) && all_finite(w, outputs * patch_of(v));
  (may_be_ink ? forward_by_ink : forward_plain)(y, x, w, bias, v, outputs, images, scratch);
}

// Back to the image, its channels lie beside each other, pixel after pixel, `pitch` floats a pixel: then what a window
// gives to one row of its cells is one run of k · pitch floats, and lanes run along it. Where fewer than eight channels
// are left the pitch is as small as they are, so that no lane is idle but in a run's last panel. There lanes beyond the
// run reach into the next pixel, with weights of 0: what they add is 0 where all slopes are finite.

// The weights of a run's panels, for one row of the window's cells after the other: (k, panels, outputs, width).
static void inputs_panels(float *panel, const float *w, const window *v, int64_t outputs, ptrdiff_t n,
                          ptrdiff_t pitch) {
  const ptrdiff_t k = v->kernel, run = k * pitch;
  for (ptrdiff_t i = 0; i < k; i++)
    for (ptrdiff_t l = 0; l < run; l += TILE_WIDE)
      for (int64_t o = 0; o < outputs; o++)
        for (ptrdiff_t lane = l, end = l + tile_width(run - l); lane < end; lane++) {
          const ptrdiff_t c = lane % pitch, j = lane / pitch;
          *panel++ = c < n && lane < run ? w[o * patch_of(v) + (c * k + i) * k + j] : 0;
        }
}

// Windows from the last column to the first: of two whose panels reach the same pixel, the one whose cell is further
// left comes first, as the definition has it.
static void windows_back(int32_t *from, int32_t *to, const window *v, int64_t pitch) {
  for (int64_t j = v->out_width - 1; j >= 0; j--)
    for (int64_t i = 0; i < v->out_height; i++) {
      *from++ = (int32_t)(i * v->out_width + j);
      *to++ = (int32_t)((i * row_of(v) + j) * v->stride * pitch);
    }
}

// Over the kernel's cells first, so that each dx gets its terms in their order.
void conv_inputs(float *dx, const float *dy, const float *w, const window *v, int64_t outputs, int64_t images,
                 float *scratch) {
  const ptrdiff_t area = (ptrdiff_t)area_of(v), k = v->kernel, n = (ptrdiff_t)outputs, pixels = v->height * v->width;
  const ptrdiff_t row = (ptrdiff_t)row_of(v), lines = v->pad ? v->height : 1, line = v->pad ? v->width : pixels;
  const bool finite = all_finite(dy, images * n * area);
  int32_t *to = (int32_t *)scratch, *from = to + area, *parts = from + area, *at = parts + area;
  float *part = scratch + 3 * area + n, *panels = part + TILE_WIDE * area;
  float *sums = panels + TILE_WIDE * n * k * k; // (padded plane, pitch)
  even_places(at, area, n);
  even_places(parts, TILE_WIDE, area);
  for (ptrdiff_t j = 0; j < v->channels; j += TILE_WIDE) {
    const ptrdiff_t left = tile_least(v->channels - j, TILE_WIDE), pitch = finite ? left : TILE_WIDE, run = k * pitch;
    float *inner = sums + (v->pad * row + v->pad) * pitch;
    inputs_panels(panels, w + j * k * k, v, outputs, left, pitch);
    if (pitch < TILE_WIDE) {
      windows_back(from, to, v, pitch);
    } else { // a panel is a cell's alone
      even_places(from, 1, area);
      window_places(to, v, TILE_WIDE);
    }
    for (int64_t b = 0; b < images; b++) {
      float *image = dx + b * image_of(v) + j * pixels;
      const float *slopes = dy + b * n * area, *weights = panels;
      memset(sums, 0, (size_t)(pitch * plane_of(v)) * sizeof *sums);
      for (ptrdiff_t i = 0; i < lines; i++)
        panel_turned(inner + i * row * pitch, image + i * line, pixels, left, pitch, line);
      for (ptrdiff_t i = 0; i < k; i++)
        for (ptrdiff_t l = 0; l < run; l += TILE_WIDE) {
          const ptrdiff_t width = tile_width(run - l);
          float *c = sums + i * row * pitch + l;
          if (n <= GEMM_KC) {
            indexed_sums(c, to, slopes, from, area, at, weights, width, n);
          } else { // the blocks' sum is what is added
            memset(part, 0, (size_t)(TILE_WIDE * area) * sizeof *part);
            for (ptrdiff_t p = 0; p < n; p += GEMM_KC)
              indexed_sums(part, parts, slopes, from, area, at + p, weights + p * width, width,
                           tile_least(n - p, GEMM_KC));
            for (ptrdiff_t q = 0; q < area; q++) add_to(c + to[q], part + q * TILE_WIDE, width);
          }
          weights += n * width;
        }
      for (ptrdiff_t i = 0; i < lines; i++)
        panel_back(image + i * line, pixels, inner + i * row * pitch, left, pitch, line);
    }
  }
}

// The sums over all images, turned, are added at the end.
void conv_weights(float *dw, const float *dy, const float *x, const window *v, int64_t outputs, int64_t images,
                  float *scratch) {
  const ptrdiff_t patch = (ptrdiff_t)patch_of(v), area = (ptrdiff_t)area_of(v), n = (ptrdiff_t)outputs;
  int32_t *cells = (int32_t *)scratch, *to = cells + patch, *windows = to + patch;
  float *panel = scratch + 2 * patch + area, *room = panel + TILE_WIDE * area; // panel (area, outputs of it)
  float *sums = room + v->channels * plane_of(v);                              // (patch, outputs of a panel) of each
  const bool may_be_ink = ink_fits(v) && all_finite(dy, images * n * area);
  ink seen = may_be_ink ? ink_begin(sums + patch * panels_of(n), v) : (ink){0};
  cell_places(cells, v);
  window_places(windows, v, 1);
  for (ptrdiff_t p = 0; p < patch; p++) to[p] = (int32_t)ink_cell(p, v);
  memset(room, 0, (size_t)(v->channels * plane_of(v)) * sizeof *room);
  memset(sums, 0, (size_t)(patch * panels_of(n)) * sizeof *sums);
  for (int64_t b = 0; b < images; b++, x += image_of(v), dy += n * area) {
    const float *image = padded(room, x, v);
    if (may_be_ink && ink_take(&seen, image)) {
      for (ptrdiff_t j = 0; j < n; j += TILE_WIDE)
        ink_weights(sums + j * patch, &seen, dy + j * area, tile_least(n - j, TILE_WIDE));
      continue;
    }
    for (ptrdiff_t j = 0; j < n; j += TILE_WIDE) {
      const ptrdiff_t left = tile_least(n - j, TILE_WIDE), width = tile_width(left);
      panel_turned(panel, dy + j * area, area, left, width, area);
      for (ptrdiff_t q = 0; q < area; q += GEMM_KC)
        indexed_sums(sums + j * patch, to, image, cells, patch, windows + q, panel + q * width, width,
                     tile_least(area - q, GEMM_KC));
    }
  }
  for (ptrdiff_t o = 0; o < n; o++)
    for (ptrdiff_t p = 0; p < patch; p++)
      dw[o * patch + p] += sums[o / TILE_WIDE * TILE_WIDE * patch + to[p] + o % TILE_WIDE];
}
