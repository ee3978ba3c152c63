// Initial weights against torch.nn.init (tools/golden/make_torch_init.py), for dense and conv of shapes whose fan in
// and fan out differ: every weight is PyTorch's width times a draw of U(±1) or N(0,1), and those draws have the moments
// and the limits of their distributions.

#include "../check.h"
#include "../golden/torch_init.h"
#include "glassnet.h"

enum { CASES = (int)(sizeof init_cases / sizeof init_cases[0]), LEAST = 200000 };

static gn_net *begun(const char *notation, uint64_t seed, const char *init, double gain) {
  const gn_config config = {.slice = 1, .seed = seed, .init = gn_init_find(init), .gain = gain};
  gn_error error;
  gn_net *net = gn_net_new(notation, (int64_t)strlen(notation), &config, &error);
  if (!net) CHECK_FAIL("%s with %s: %s", notation, init, gn_code_name(error.code));
  return net;
}

static int32_t find(const gn_net *net, const char *name) {
  for (int32_t p = 0; p < gn_params(net); p++)
    if (strcmp(gn_param_name(net, p), name) == 0) return p;
  CHECK_FAIL("no %s", name);
  return -1;
}

// Numbers that a number of the output is made of, for either parameter of the row.
static double fan_in(const gn_net *net, int32_t param) {
  const gn_shape *weight = gn_param_shape(net, param - param % 2);
  double n = 1;
  for (int32_t i = 1; i < weight->rank; i++) n *= weight->dim[i];
  return n;
}

// Draws of width 1, from the same counters: U(±g/√fan_in) with g = √fan_in, or N(0, g²) with g = 1.
static gn_net *unit_of(int k, const gn_net *net, int32_t param, uint64_t seed) {
  const bool normal = init_cases[k].kind == 'n';
  return begun(init_cases[k].notation, seed, normal ? "normal" : "uniform", normal ? 1 : sqrt(fan_in(net, param)));
}

// To the bit, but for the last place of the width, which the two may round apart.
static void every_weight_has_its_width(void) {
  for (int k = 0; k < CASES; k++) {
    const char kind = init_cases[k].kind;
    const float scale = (float)init_cases[k].scale;
    gn_net *net = begun(init_cases[k].notation, 5, init_cases[k].init, init_cases[k].gain);
    const int32_t p = net ? find(net, init_cases[k].param) : -1;
    // What has a way of its own to begin is drawn with width 1 already.
    gn_net *unit = p >= 0 && kind != 'c' && !strstr(init_cases[k].param, "embed") ? unit_of(k, net, p, 5) : NULL;
    for (int64_t i = 0; p >= 0 && i < gn_param_size(net, p); i++) {
      const float w = gn_param_values(net, p)[i];
      const float want = kind == 'c' ? scale : unit ? scale * gn_param_values(unit, p)[i] : w;
      if (fabsf(w - want) <= 1.2e-7f * fabsf(want)) continue;
      CHECK_FAIL("%s, %s of \"%s\": [%lld] is %.9g, should be %.9g", init_cases[k].init, init_cases[k].param,
                 init_cases[k].notation, (long long)i, (double)w, (double)want);
      break;
    }
    gn_net_free(net);
    gn_net_free(unit);
  }
}

typedef struct moments {
  double count, mean, square, fourth, most; // about 0
} moments;

// Of as many seeds as it takes.
static moments measure(int k) {
  moments m = {0};
  for (uint64_t seed = 1; m.count < LEAST; seed++) {
    gn_net *net = begun(init_cases[k].notation, seed, init_cases[k].init, init_cases[k].gain);
    const int32_t p = net ? find(net, init_cases[k].param) : -1;
    if (p < 0) break;
    const int64_t n = gn_param_size(net, p);
    for (int64_t i = 0; i < n; i++) {
      const double w = (double)gn_param_values(net, p)[i], square = w * w;
      m.mean += w, m.square += square, m.fourth += square * square;
      m.most = fmax(m.most, fabs(w));
    }
    m.count += (double)n;
    gn_net_free(net);
  }
  m.mean /= m.count, m.square /= m.count, m.fourth /= m.count;
  return m;
}

// Five standard errors each: the variance of a variance is (κ − 1)/n, of a kurtosis 24/n for a normal distribution and
// 1.32/n for a uniform one (delta method); the largest of n uniform draws misses the bound by 20/n once in e²⁰.
static void draws_have_their_moments(void) {
  for (int k = 0; k < CASES; k++) {
    const bool normal = init_cases[k].kind == 'n';
    if (init_cases[k].kind == 'c') continue;
    const bool bias = strstr(init_cases[k].param, ".bias") != NULL; // few numbers of a seed: the weights stand for them
    if (bias) continue;
    const moments m = measure(k);
    const double scale = init_cases[k].scale, deviation = normal ? scale : scale / sqrt(3),
                 variance = deviation * deviation;
    const double kurtosis = normal ? 3 : 1.8, root = sqrt(m.count);
    const int before = check_state.bad;
    CHECK_NEAR(m.mean / deviation, 0, 5 / root);
    CHECK_NEAR(m.square / variance, 1, 5 * sqrt(kurtosis - 1) / root);
    CHECK_NEAR(m.fourth / (m.square * m.square), kurtosis, 5 * sqrt(normal ? 24 : 1.32) / root);
    if (normal) {
      CHECK(m.most > 3.9 * scale && m.most < 6.7 * scale); // √(2·32·ln 2): the least that 32 bits can draw
    } else {
      CHECK(m.most <= (double)(float)scale * (1 + 1.2e-7));
      CHECK(m.most >= scale * (1 - 20 / m.count));
    }
    if (!before && check_state.bad)
      printf("  … %s of \"%s\" with %s\n", init_cases[k].param, init_cases[k].notation, init_cases[k].init);
  }
}

// Widths that would tell a wrong fan apart are all there.
static void every_initialisation_is_compared(void) {
  for (int32_t init = 0; init < gn_init_count(); init++) {
    int dense = 0, conv = 0;
    for (int k = 0; k < CASES; k++) {
      if (gn_init_find(init_cases[k].init) != init || !strstr(init_cases[k].param, ".weight")) continue;
      dense += strstr(init_cases[k].param, "dense") != NULL;
      conv += strstr(init_cases[k].param, "conv") != NULL;
    }
    CHECK(dense >= 3 && conv >= 3);
  }
}

int main(void) {
  RUN(every_weight_has_its_width);
  RUN(draws_have_their_moments);
  RUN(every_initialisation_is_compared);
  return check_done();
}
