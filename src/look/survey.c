// How alive a net's activation functions are over a set: units whose slope is zero for every sample, and how often a
// slope is nearly zero; and units that are copies of one another.
#include "look.h"

#include <math.h>
#include <string.h>

#include "train/trainer.h"

static const double FLAT = 0.05; // a slope below it passes next to nothing back

static bool surveyed(const row *r) {
  return r->op->slope != NULL;
}

int64_t gn_survey_units(const gn_net *net) {
  int64_t units = 0;
  for (int32_t i = 0; i < net->row_count; i++)
    if (surveyed(net->rows[i])) units += net->rows[i]->size;
  return units;
}

static void count_slice(const gn_net *net, int32_t n, uint8_t *alive, gn_activity *activity) {
  for (int32_t i = 0; i < net->row_count; i++) {
    const row *r = net->rows[i];
    if (!surveyed(r)) continue;
    int64_t flat = 0;
    for (int64_t k = 0; k < n * r->size; k++) {
      const float slope = r->op->slope(r, r->x[0][k], r->y[k]);
      if (slope != 0) alive[k % r->size] = 1;
      flat += fabs((double)slope) < FLAT;
    }
    activity[i].flat += (double)flat;
    alive += r->size;
  }
}

void gn_survey(gn_net *net, const gn_data *data, int64_t first, int64_t count, uint8_t *alive, gn_activity *activity) {
  memset(alive, 0, (size_t)gn_survey_units(net));
  for (int32_t i = 0; i < net->row_count; i++) activity[i] = (gn_activity){0, 0, 0};
  for (int64_t at = first; at < first + count; at += net->config.slice) {
    const int64_t left = first + count - at;
    const int32_t n = left < net->config.slice ? (int32_t)left : net->config.slice;
    const gn_pass is = {.n = n, .batch = n, .targets = true};
    for (int32_t b = 0; b < n; b++) feed_sample(net, b, data, at + b);
    gn_forward(net, &is);
    count_slice(net, n, alive, activity);
  }
  for (int32_t i = 0; i < net->row_count; i++) {
    const row *r = net->rows[i];
    if (!surveyed(r)) continue;
    activity[i].units = r->size;
    activity[i].flat /= count > 0 ? (double)(count * r->size) : 1;
    for (int64_t k = 0; k < r->size; k++) activity[i].silent += !alive[k];
    alive += r->size;
  }
}

int64_t gn_twins(const gn_net *net, int32_t number) {
  const param *p = net->params[number];
  const int64_t units = p->shape.dim[0], each = units > 0 ? p->size / units : 0;
  int64_t twins = 0;
  for (int64_t i = 0; i < units && p->shape.rank > 1; i++)
    for (int64_t k = 0; k < units; k++)
      if (k != i && memcmp(p->v + i * each, p->v + k * each, (size_t)each * sizeof(float)) == 0) {
        twins++;
        break;
      }
  return twins;
}
