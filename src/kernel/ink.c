#include "kernel/ink.h"

#include <string.h>

enum { MOST_CHANNELS = 4, MOST_CELLS = (SPARSE_MOST / 2) * (SPARSE_MOST / 2) };
_Static_assert(MOST_CHANNELS *MOST_CELLS <= GEMM_KC, "forward, a sum is one block");

static ptrdiff_t rows_of(const window *v) { // of the padded image
  return v->height + 2 * v->pad;
}
static int64_t plane_size(const window *v) {
  return TILE_WIDE * (plane_of(v) + v->kernel);
}

bool ink_fits(const window *v) {
  return v->stride == 1 && v->channels <= MOST_CHANNELS && 2 * v->kernel <= SPARSE_MOST && plane_of(v) <= UINT16_MAX;
}

int64_t ink_scratch(const window *v) {
  return plane_size(v) + v->channels * (rows_of(v) + 1 + plane_of(v) / 2 + 1);
}

ink ink_begin(float *scratch, const window *v) {
  ink k = {.v = v, .plane = scratch + TILE_WIDE * (v->kernel - 1) * (row_of(v) + 1)};
  memset(scratch, 0, (size_t)plane_size(v) * sizeof *scratch);
  k.starts = (int32_t *)(scratch + plane_size(v));
  k.at = (uint16_t *)(k.starts + v->channels * (rows_of(v) + 1));
  return k;
}

bool ink_take(ink *k, const float *image) {
  const window *v = k->v;
  const ptrdiff_t row = (ptrdiff_t)row_of(v), rows = rows_of(v);
  int32_t lives = 0, *starts = k->starts;
  k->image = image;
  for (ptrdiff_t c = 0; c < v->channels; c++, image += plane_of(v)) {
    for (ptrdiff_t i = 0; i < rows; i++) {
      *starts++ = lives;
      lives += (int32_t)nonzero_places(k->at + lives, image, i * row, (i + 1) * row);
    }
    *starts++ = lives;
  }
  return 2 * lives < image_of(v) && all_finite(k->image, v->channels * plane_of(v));
}

// Where the plane would begin for the pixels that are seen at row i of cells.
static float *plane_at(const ink *k, ptrdiff_t i) {
  return k->plane - (i * row_of(k->v) + k->v->kernel - 1) * TILE_WIDE;
}

void ink_forward(float *y, const ink *k, const float *panel, const float *b, ptrdiff_t outputs) {
  const window *v = k->v;
  const ptrdiff_t out = v->out_width, row = (ptrdiff_t)row_of(v), area = (ptrdiff_t)area_of(v);
  const v128_t low = wasm_v128_load(b), high = wasm_v128_load(b + 4);
  const float *image = k->image;
  memset(k->plane, 0, (size_t)(v->out_height * row * TILE_WIDE) * sizeof *y);
  for (ptrdiff_t c = 0; c < v->channels; c++, image += plane_of(v))
    for (ptrdiff_t i = 0; i < v->kernel; i++, panel += v->kernel * TILE_WIDE) {
      const int32_t *starts = k->starts + c * (rows_of(v) + 1) + i;
      spread_runs(plane_at(k, i), image, k->at + starts[0], starts[v->out_height] - starts[0], panel, v->kernel);
    }
  float *sums = k->plane;
  for (ptrdiff_t i = 0; i < v->out_height; i++, sums += row * TILE_WIDE) {
    for (ptrdiff_t j = 0; j < out; j++) {
      float *at = sums + j * TILE_WIDE;
      wasm_v128_store(at, wasm_f32x4_add(low, wasm_v128_load(at)));
      wasm_v128_store(at + 4, wasm_f32x4_add(high, wasm_v128_load(at + 4)));
    }
    panel_back(y + i * out, area, sums, outputs, TILE_WIDE, out);
  }
}

// The slopes of the windows from first to last − 1 alone; beside them in their rows zeros. Rows that see no ink are not
// read.
static void put_slopes(const ink *k, const float *dy, ptrdiff_t outputs, ptrdiff_t first, ptrdiff_t last) {
  const window *v = k->v;
  const ptrdiff_t out = v->out_width, area = (ptrdiff_t)area_of(v);
  for (ptrdiff_t i = first / out; i * out < last; i++) {
    bool sees = false;
    for (ptrdiff_t c = 0; c < v->channels; c++) {
      const int32_t *starts = k->starts + c * (rows_of(v) + 1) + i;
      sees |= starts[v->kernel] > starts[0];
    }
    if (!sees) continue;
    float *to = k->plane + i * row_of(v) * TILE_WIDE;
    const ptrdiff_t begin = first > i * out ? first - i * out : 0, end = tile_least(last - i * out, out);
    fill(to, 0, begin * TILE_WIDE);
    panel_turned(to + begin * TILE_WIDE, dy + i * out + begin, area, outputs, TILE_WIDE, end - begin);
    fill(to + end * TILE_WIDE, 0, (out - end) * TILE_WIDE);
  }
}

void ink_weights(float *panel, const ink *k, const float *dy, ptrdiff_t outputs) {
  const window *v = k->v;
  const ptrdiff_t area = (ptrdiff_t)area_of(v);
  for (ptrdiff_t first = 0; first < area; first += GEMM_KC) {
    const ptrdiff_t last = tile_least(first + GEMM_KC, area);
    const ptrdiff_t first_row = first / v->out_width, rows = (last - 1) / v->out_width + 1 - first_row;
    const float *image = k->image;
    float *run = panel;
    put_slopes(k, dy, outputs, first, last);
    for (ptrdiff_t c = 0; c < v->channels; c++, image += plane_of(v))
      for (ptrdiff_t i = 0; i < v->kernel; i++, run += v->kernel * TILE_WIDE) {
        const int32_t *starts = k->starts + c * (rows_of(v) + 1) + first_row + i;
        weighted_runs(run, image, k->at + starts[0], starts[rows] - starts[0], plane_at(k, i), v->kernel);
      }
  }
}
