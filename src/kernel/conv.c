// Convolution. The definition is a matrix product with the columns of im2col; where the stride is 1, the same sums are
// made, bit for bit, straight from the padded image: columns are eight neighbours of a row, and the factors of each
// lie at the same distances from it.
#include "kernel/ref.h"
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

// ---- by columns: the definition, with im2col and gemm or with theirs

typedef struct columns_by {
  void (*im2col)(float *columns, const float *x, const window *w);
  void (*col2im_add)(float *dx, const float *columns, const window *w);
  void (*gemm)(float *c, const float *a, const float *b, gemm_form form, int64_t m, int64_t n, int64_t k, float *rest);
} columns_by;

static void scalar_gemm(float *c, const float *a, const float *b, gemm_form form, int64_t m, int64_t n, int64_t k,
                        float *rest) {
  (void)rest;
  gemm_ref(c, a, b, form, m, n, k);
}

static const columns_by by_definition = {im2col_ref, col2im_add_ref, scalar_gemm},
                        by_kernels = {im2col, col2im_add, gemm};

static void columns_forward(float *y, const float *x, const float *w, const window *v, int64_t outputs, int64_t images,
                            float *columns, const columns_by *by) { // y += W · columns
  const int64_t patch = patch_of(v), area = area_of(v);
  for (int64_t b = 0; b < images; b++) {
    by->im2col(columns, x + b * image_of(v), v);
    by->gemm(y + b * outputs * area, w, columns, GEMM_NN, outputs, area, patch, columns + patch * area);
  }
}

static void columns_inputs(float *dx, const float *dy, const float *w, const window *v, int64_t outputs, int64_t images,
                           float *columns, const columns_by *by) { // dcolumns = Wᵀ · dy
  const int64_t patch = patch_of(v), area = area_of(v);
  for (int64_t b = 0; b < images; b++) {
    memset(columns, 0, (size_t)(patch * area) * sizeof *columns);
    by->gemm(columns, w, dy + b * outputs * area, GEMM_TN, patch, area, outputs, columns + patch * area);
    by->col2im_add(dx + b * image_of(v), columns, v);
  }
}

static void columns_weights(float *dw, const float *dy, const float *x, const window *v, int64_t outputs,
                            int64_t images, float *columns, const columns_by *by) { // dW = Σ dy · columnsᵀ
  const int64_t patch = patch_of(v), area = area_of(v);
  float *part = columns + patch * area, *rest = part + patch * outputs;
  memset(part, 0, (size_t)(patch * outputs) * sizeof *part);
  for (int64_t b = 0; b < images; b++) {
    by->im2col(columns, x + b * image_of(v), v);
    by->gemm(part, dy + b * outputs * area, columns, GEMM_NT, outputs, patch, area, rest);
  }
  for (int64_t i = 0; i < patch * outputs; i++) dw[i] += part[i];
}

void conv_forward_ref(float *y, const float *x, const float *w, const window *v, int64_t outputs, int64_t images,
                      float *scratch) {
  columns_forward(y, x, w, v, outputs, images, scratch, &by_definition);
}
void conv_inputs_ref(float *dx, const float *dy, const float *w, const window *v, int64_t outputs, int64_t images,
                     float *scratch) {
  columns_inputs(dx, dy, w, v, outputs, images, scratch, &by_definition);
}
void conv_weights_ref(float *dw, const float *dy, const float *x, const window *v, int64_t outputs, int64_t images,
                      float *scratch) {
  columns_weights(dw, dy, x, v, outputs, images, scratch, &by_definition);
}

// ---- straight

// The padded image, and where the two factors of each term lie.
typedef struct ground {
  ptrdiff_t width, plane;  // of the image with its padding
  int32_t *rows, *columns; // as many as a sum has terms, which is what each kernel says
  float *image;            // (C, height, width) padded, and TILE_WIDE more, so that a tile may read on
  float *rest;
} ground;

static int64_t padded_of(const window *v) {
  return (int64_t)v->channels * (v->height + 2 * v->pad) * (v->width + 2 * v->pad) + TILE_WIDE;
}

static int64_t most_terms(const window *v, int64_t outputs) {
  const int64_t patch = patch_of(v), area = area_of(v), most = patch > area ? patch : area;
  return most > outputs ? most : outputs;
}

static ground ground_of(const window *v, int64_t outputs, float *scratch) {
  const int64_t terms = most_terms(v, outputs);
  ground g = {.width = v->width + 2 * v->pad, .rows = (int32_t *)scratch, .image = scratch + 2 * terms};
  g.plane = g.width * (v->height + 2 * v->pad);
  g.columns = g.rows + terms;
  g.rest = g.image + padded_of(v);
  memset(g.image, 0, (size_t)padded_of(v) * sizeof *g.image);
  return g;
}

static void even_steps(int32_t *at, int64_t step, int64_t n) {
  for (int64_t i = 0; i < n; i++) at[i] = (int32_t)(i * step);
}

// Where in the image cell p of the window lies, from the window's first.
static int32_t tap_of(const ground *g, const window *v, int64_t p) {
  const int64_t k = v->kernel;
  return (int32_t)(p / (k * k) * g->plane + p / k % k * g->width + p % k);
}

static float *inner_row(const ground *g, const window *v, int64_t row) {
  return g->image + row / v->height * g->plane + (row % v->height + v->pad) * g->width + v->pad;
}

static void put_image(const ground *g, const float *x, const window *v) {
  for (int64_t row = 0; row < (int64_t)v->channels * v->height; row++)
    memcpy(inner_row(g, v, row), x + row * v->width, (size_t)v->width * sizeof *x);
}

static void take_image(float *x, const ground *g, const window *v) {
  for (int64_t row = 0; row < (int64_t)v->channels * v->height; row++)
    memcpy(x + row * v->width, inner_row(g, v, row), (size_t)v->width * sizeof *x);
}

// n ≤ TILE_WIDE columns of some rows of c, and the k terms that come to each.
typedef struct sums {
  float *c;
  ptrdiff_t ldc, n;
  const float *a[TILE_MOST];
  const float *b;
  ptrdiff_t k;
} sums;

static void add_blocks(const sums *s, const ground *g, float *c, ptrdiff_t ldc, ptrdiff_t rows, ptrdiff_t width) {
  for (ptrdiff_t p = 0; p < s->k; p += GEMM_KC)
    tile_indexed(rows, width)(c, ldc, s->a, g->rows + p, s->b, g->columns + p, tile_least(s->k - p, GEMM_KC));
}

// Block after block of terms, as gemm adds them; `apart`: the blocks' sum from zero is added, as col2im adds it.
static void add_sums(const sums *s, const ground *g, ptrdiff_t rows, bool apart) {
  const ptrdiff_t width = tile_width(s->n);
  if (s->n == width && !(apart && s->k > GEMM_KC)) {
    add_blocks(s, g, s->c, s->ldc, rows, width);
    return;
  }
  float part[TILE_MOST * TILE_WIDE] = {0};
  for (ptrdiff_t r = 0; r < rows && !apart; r++)
    for (ptrdiff_t j = 0; j < s->n; j++) part[r * width + j] = s->c[r * s->ldc + j];
  add_blocks(s, g, part, width, rows, width);
  for (ptrdiff_t r = 0; r < rows; r++)
    for (ptrdiff_t j = 0; j < s->n; j++)
      s->c[r * s->ldc + j] = apart ? s->c[r * s->ldc + j] + part[r * width + j] : part[r * width + j];
}

static bool is_straight(const window *v) {
  return v->stride == 1;
}

int64_t conv_scratch(const window *v, int64_t outputs) {
  const int64_t patch = patch_of(v), area = area_of(v), wide = outputs + TILE_WIDE;
  if (is_straight(v)) return 2 * most_terms(v, outputs) + padded_of(v) + wide * (area + patch);
  const int64_t forward = gemm_scratch(GEMM_NN, outputs, area, patch);
  const int64_t inputs = gemm_scratch(GEMM_TN, patch, area, outputs);
  const int64_t weights = patch * outputs + gemm_scratch(GEMM_NT, outputs, patch, area);
  const int64_t most = forward > inputs ? forward : inputs;
  return patch * area + (most > weights ? most : weights);
}

void conv_forward(float *y, const float *x, const float *w, const window *v, int64_t outputs, int64_t images,
                  float *scratch) {
  if (!is_straight(v)) {
    columns_forward(y, x, w, v, outputs, images, scratch, &by_kernels);
    return;
  }
  const ptrdiff_t patch = (ptrdiff_t)patch_of(v), area = (ptrdiff_t)area_of(v), m = (ptrdiff_t)outputs;
  const ground g = ground_of(v, outputs, scratch);
  even_steps(g.rows, 1, patch);
  for (ptrdiff_t p = 0; p < patch; p++) g.columns[p] = tap_of(&g, v, p);
  for (int64_t b = 0; b < images; b++, x += image_of(v), y += m * area) {
    put_image(&g, x, v);
    for (ptrdiff_t oy = 0; oy < v->out_height; oy++)
      for (ptrdiff_t ox = 0; ox < v->out_width; ox += TILE_WIDE)
        for (ptrdiff_t i = 0, rows = 0; i < m; i += rows) {
          sums s = {.ldc = area, .n = tile_least(v->out_width - ox, TILE_WIDE), .k = patch};
          s.b = g.image + oy * g.width + ox;
          s.c = y + i * area + oy * v->out_width + ox;
          rows = tile_rows(m - i);
          for (ptrdiff_t r = 0; r < rows; r++) s.a[r] = w + (i + r) * patch;
          add_sums(&s, &g, rows, false);
        }
  }
}

// Over the kernel's cells first, so that each dx gets its terms in their order.
void conv_inputs(float *dx, const float *dy, const float *w, const window *v, int64_t outputs, int64_t images,
                 float *scratch) {
  if (!is_straight(v)) {
    columns_inputs(dx, dy, w, v, outputs, images, scratch, &by_kernels);
    return;
  }
  const ptrdiff_t area = (ptrdiff_t)area_of(v), k = v->kernel, m = v->channels, n = (ptrdiff_t)outputs;
  const ground g = ground_of(v, outputs, scratch);
  float *slopes = g.rest; // dy of an image, and as much more as a tile may read
  memset(slopes + n * area, 0, TILE_WIDE * sizeof *slopes);
  even_steps(g.rows, patch_of(v), n);
  even_steps(g.columns, area, n);
  for (int64_t b = 0; b < images; b++, dx += image_of(v), dy += n * area) {
    put_image(&g, dx, v);
    memcpy(slopes, dy, (size_t)(n * area) * sizeof *slopes);
    for (ptrdiff_t cell = 0; cell < k * k; cell++)
      for (ptrdiff_t oy = 0; oy < v->out_height; oy++)
        for (ptrdiff_t ox = 0; ox < v->out_width; ox += TILE_WIDE)
          for (ptrdiff_t i = 0, rows = 0; i < m; i += rows) {
            sums s = {.ldc = g.plane, .n = tile_least(v->out_width - ox, TILE_WIDE), .k = n};
            s.b = slopes + oy * v->out_width + ox;
            s.c = g.image + i * g.plane + (oy + cell / k) * g.width + ox + cell % k;
            rows = tile_rows(m - i);
            for (ptrdiff_t r = 0; r < rows; r++) s.a[r] = w + (i + r) * k * k + cell;
            add_sums(&s, &g, rows, true);
          }
    take_image(dx, &g, v);
  }
}

// Columns are outputs here, eight to a panel; the sums over all images, turned, are added at the end.
void conv_weights(float *dw, const float *dy, const float *x, const window *v, int64_t outputs, int64_t images,
                  float *scratch) {
  if (!is_straight(v)) {
    columns_weights(dw, dy, x, v, outputs, images, scratch, &by_kernels);
    return;
  }
  const ptrdiff_t patch = (ptrdiff_t)patch_of(v), area = (ptrdiff_t)area_of(v), n = (ptrdiff_t)outputs;
  const ptrdiff_t wide = (n + TILE_WIDE - 1) / TILE_WIDE * TILE_WIDE;
  const ground g = ground_of(v, outputs, scratch);
  float *panel = g.rest, *part = panel + TILE_WIDE * area; // part (patch, wide)
  memset(part, 0, (size_t)(patch * wide) * sizeof *part);
  for (ptrdiff_t q = 0; q < area; q++) g.rows[q] = (int32_t)(q / v->out_width * g.width + q % v->out_width);
  for (int64_t b = 0; b < images; b++, x += image_of(v), dy += n * area) {
    put_image(&g, x, v);
    for (ptrdiff_t j = 0; j < n; j += TILE_WIDE) {
      const ptrdiff_t left = tile_least(n - j, TILE_WIDE), width = tile_width(left);
      panel_turned(panel, dy + j * area, area, left, width, area);
      even_steps(g.columns, width, area);
      for (ptrdiff_t i = 0, rows = 0; i < patch; i += rows) {
        sums s = {.c = part + i * wide + j, .ldc = wide, .n = width, .b = panel, .k = area};
        rows = tile_rows(patch - i);
        for (ptrdiff_t r = 0; r < rows; r++) s.a[r] = g.image + tap_of(&g, v, i + r);
        add_sums(&s, &g, rows, false);
      }
    }
  }
  for (ptrdiff_t o = 0; o < n; o++)
    for (ptrdiff_t p = 0; p < patch; p++) dw[o * patch + p] += part[p * wide + o];
}
