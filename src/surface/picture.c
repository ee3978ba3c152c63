// A function as a grid of values and shades, as lines of one height, or as a curve with its slope.
#include "surface/table.h"

#include <math.h>
#include <string.h>

void gn_surface_grid(float *value, float *shade, int32_t w, int32_t h, int32_t number) {
  const surface *s = surface_table[number];
  const int64_t cells = (int64_t)w * h;
  float least = INFINITY, most = -INFINITY;
  for (int64_t i = 0; i < cells; i++) {
    const double x = surface_place(s, 0, (int32_t)(i % w), w), y = surface_place(s, 1, h - 1 - (int32_t)(i / w), h);
    value[i] = (float)s->at(x, s->dims == 1 ? 0 : y).value;
    least = value[i] < least ? value[i] : least;
    most = value[i] > most ? value[i] : most;
  }
  for (int64_t i = 0; i < cells; i++) {
    const float share = most > least ? (value[i] - least) / (most - least) : 0;
    shade[i] = sqrtf(sqrtf(share)); // most of what is walked on lies low
  }
}

// Where an edge from a (first) to b crosses the level, as a share of it.
static float crossing(float a, float b, float level) {
  return (level - a) / (b - a);
}

int32_t gn_contour(float *segments, int32_t max, const float *grid, int32_t w, int32_t h, float level) {
  int32_t count = 0;
  for (int32_t y = 0; y + 1 < h; y++)
    for (int32_t x = 0; x + 1 < w; x++) {
      const float *at = grid + (int64_t)y * w + x, a = at[0], b = at[1], c = at[w + 1], d = at[w];
      const bool in[4] = {a < level, b < level, c < level, d < level};
      const float fx = (float)x, fy = (float)y;
      float ends[4][2]; // on the edges above, at the right, beneath, at the left
      int n = 0;
      if (in[0] != in[1]) ends[n][0] = fx + crossing(a, b, level), ends[n++][1] = fy;
      if (in[1] != in[2]) ends[n][0] = fx + 1, ends[n++][1] = fy + crossing(b, c, level);
      if (in[3] != in[2]) ends[n][0] = fx + crossing(d, c, level), ends[n++][1] = fy + 1;
      if (in[0] != in[3]) ends[n][0] = fx, ends[n++][1] = fy + crossing(a, d, level);
      // Of four ends, the height of the middle tells whether the corner a is cut off, or its neighbours are.
      const bool joined = n == 4 && ((a + b + c + d) / 4 < level) == in[0];
      const int pairs[2][2] = {{0, n == 4 && !joined ? 3 : 1}, {joined ? 2 : 1, joined ? 3 : 2}};
      for (int i = 0; i < n / 2; i++) {
        if (count == max) return count;
        float *to = segments + 4 * (int64_t)count++;
        memcpy(to, ends[pairs[i][0]], sizeof ends[0]);
        memcpy(to + 2, ends[pairs[i][1]], sizeof ends[0]);
      }
    }
  return count;
}

void gn_surface_curve(double *value, double *slope_, int32_t n, int32_t number) {
  const surface *s = surface_table[number];
  for (int32_t i = 0; i < n; i++) {
    const slope here = s->at(s->low[0] + surface_span(s, 0) * i / (n - 1), 0);
    value[i] = here.value;
    slope_[i] = here.gradient[0];
  }
}
