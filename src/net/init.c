// Initial weights: a pure function of (seed, parameter, element).
#include "net/net.h"

#include "kernel/kernel.h"

#include <math.h>
#include <string.h>

static const struct {
  const char *name, *formula;
  double gain;
} schemes[] = {
    [INIT_UNIFORM] = {"uniform", "w \\sim U\\left(\\pm \\tfrac{g}{\\sqrt{n_{in}}}\\right)", 1},
    [INIT_ZERO] = {"zero", "w = 0", 0},
    [INIT_CONSTANT] = {"constant", "w = g", 0.1},
    [INIT_NORMAL] = {"normal", "w \\sim N(0, g^2)", 0.1},
    [INIT_XAVIER] = {"xavier", "w \\sim U\\left(\\pm g \\sqrt{\\tfrac{6}{n_{in} + n_{out}}}\\right)", 1},
    [INIT_HE] = {"he", "w \\sim N\\left(0, \\tfrac{2 g^2}{n_{in}}\\right)", 1},
};

int32_t gn_init_count(void) {
  return (int32_t)(sizeof schemes / sizeof schemes[0]);
}
const char *gn_init_name(int32_t scheme) {
  return schemes[scheme].name;
}
int32_t gn_init_find(const char *name) {
  return init_find(name, (int64_t)strlen(name));
}
const char *gn_init_formula(int32_t scheme) {
  return schemes[scheme].formula;
}
double gn_init_gain(int32_t scheme) {
  return schemes[scheme].gain;
}

int32_t init_find(const char *name, int64_t length) {
  for (int32_t i = 0; i < (int32_t)(sizeof schemes / sizeof schemes[0]); i++)
    if ((int64_t)strlen(schemes[i].name) == length && memcmp(schemes[i].name, name, (size_t)length) == 0) return i;
  return -1;
}

// sqrt is exact in IEEE arithmetic, so it may come from the C library.
static void draw(param *p, uint64_t seed, bool normal, double size) {
  for (int64_t i = 0; i < p->size; i += 4) {
    uint32_t bits[4];
    float out[4];
    random_block(bits, seed, RANDOM_INIT, (uint32_t)p->number, (uint32_t)(i / 4), 0);
    if (normal)
      random_normals(out, bits);
    else
      for (int32_t j = 0; j < 4; j++) out[j] = 2 * random_unit(bits[j]) - 1;
    for (int64_t j = i; j < i + 4 && j < p->size; j++) p->v[j] = (float)size * out[j - i];
  }
}

void init_param(param *p, uint64_t seed) {
  double in = (double)p->fan_in, both = (double)(p->fan_in + p->fan_out);
  switch (p->scheme) {
  case INIT_ZERO:
    fill(p->v, 0, p->size);
    break;
  case INIT_CONSTANT:
    fill(p->v, (float)p->gain, p->size);
    break;
  case INIT_NORMAL:
    draw(p, seed, true, p->gain);
    break;
  case INIT_XAVIER:
    draw(p, seed, false, p->gain * sqrt(6 / both));
    break;
  case INIT_HE:
    draw(p, seed, true, p->gain * sqrt(2 / in));
    break;
  default:
    draw(p, seed, false, p->gain / sqrt(in));
    break;
  }
}
