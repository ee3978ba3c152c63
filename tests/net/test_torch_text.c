// Attention against PyTorch 1.13 (tools/golden/make_torch_text.py): nn.TransformerEncoderLayer, a whole GPT,
// nn.MultiheadAttention from text to text with padding.
#include "../check.h"
#include "../golden/golden.h"
#include "../golden/torch_text.h"
#include "glassnet.h"

static const double near = 1e-5;
static const double zero = 1e-8; // a key's bias has no gradient, of which only roundings are left

static void compare(const char *what, const float *got, const golden_tensor *want) {
  const double rms = want->norm / sqrt((double)want->size);
  double sum = 0;
  for (int64_t i = 0; i < want->size; i++) {
    sum += (double)got[i];
    if (i % want->stride) continue;
    const double g = (double)got[i], w = (double)want->values[i / want->stride];
    if (!(fabs(g - w) <= near * (rms + fabs(w)) + zero)) {
      CHECK_FAIL("%s of %s[%lld] is %.9g, should be %.9g", what, want->name, (long long)i, g, w);
      return;
    }
  }
  CHECK_NEAR(sum, want->sum, (near * rms + zero) * (double)want->size);
}

static int32_t row_called(const gn_net *net, const char *name) {
  for (int32_t r = 0; r < gn_rows(net); r++)
    if (strcmp(gn_row_name(net, r), name) == 0) return r;
  CHECK_FAIL("no row is called %s", name);
  return 0;
}

static int32_t param_called(const gn_net *net, const golden_tensor *t) {
  for (int32_t p = 0; p < gn_params(net); p++)
    if (strcmp(gn_param_name(net, p), t->name) == 0 && gn_param_size(net, p) == t->size) return p;
  CHECK_FAIL("no parameter of %lld numbers is called %s", (long long)t->size, t->name);
  return 0;
}

static void given(gn_net *net, const golden_net *g) {
  CHECK_INT(gn_params(net), g->params);
  for (int32_t i = 0; i < g->params && !check_state.bad; i++) {
    const golden_tensor *t = &g->initial[i];
    float *w = gn_param_values(net, param_called(net, t));
    for (int64_t k = 0; k < t->size && !check_state.bad; k++) w[k] = golden_value(t->name, (uint32_t)k, t->scale);
  }
  for (int32_t k = 0; k < gn_inputs(net); k++) {
    const int32_t row = gn_input_row(net, k), ids = gn_input_ids(net, k);
    const gn_shape *s = gn_row_shape(net, row);
    const int64_t n = (int64_t)g->batch * s->dim[0] * s->dim[1];
    for (int64_t i = 0; i < n; i++)
      gn_row_values(net, row)[i] = ids > 0 ? (float)(golden_hash(gn_row_name(net, row), (uint32_t)i) % (uint32_t)ids)
                                           : golden_value(gn_row_name(net, row), (uint32_t)i, 1.5f);
  }
  for (int32_t i = 0; i < g->batch * g->pixels; i++) // labels of all places
    gn_target_values(net, 0)[i] = golden_label((uint32_t)i, (uint32_t)g->classes);
}

static void check_pass(const golden_net *g) {
  const gn_config config = {.slice = g->batch, .flags = GN_GRADIENTS | GN_INPUT_GRADIENTS, .seed = 1};
  gn_error error;
  gn_net *net = gn_net_new(g->notation, (int64_t)strlen(g->notation), &config, &error);
  if (!net) {
    CHECK_FAIL("\"%s\": %s at %d (%s)", g->notation, gn_code_name(error.code), error.at, error.name);
    return;
  }
  given(net, g);
  const gn_pass pass = {.n = g->batch, .batch = g->batch, .training = true, .targets = true};
  gn_forward(net, &pass);
  gn_zero_gradients(net);
  gn_backward(net, &pass);
  CHECK_NEAR(gn_loss(net, &pass) / g->batch, g->loss, 1e-6 * g->loss);
  for (int32_t i = 0; i < g->ys && !check_state.bad; i++)
    compare("y", gn_row_values(net, row_called(net, g->y[i].name)), &g->y[i]);
  for (int32_t i = 0; i < g->dys && !check_state.bad; i++)
    compare("dy", gn_row_gradients(net, row_called(net, g->dy[i].name)), &g->dy[i]);
  for (int32_t i = 0; i < g->params && !check_state.bad; i++)
    compare("gradient", gn_param_gradients(net, param_called(net, &g->dw[i])), &g->dw[i]);
  gn_net_free(net);
}

static void encoder_layer(void) {
  check_pass(&golden_block);
}
static void gpt(void) {
  check_pass(&golden_gpt);
}
static void cross_attention(void) {
  check_pass(&golden_cross);
}

// The GPT of the notation's page, and how many numbers it learns.
static void parameters_of_a_small_gpt(void) {
  static const char notation[] =
      "in 64 ids=65; e: embed 48; pos learned; repeat 2 { n: layernorm; dense 48; q: heads 4; from n; dense 48; k: "
      "heads 4; "
      "from n; dense 48; v: heads 4; from q; scores k; scale; mask causal; softmax; mix v; merge; dense 48; r: add x; "
      "layernorm; dense 192; gelu; dense 48; add r }; layernorm; dense 65 w=e bias=0; softmax_ce";
  const gn_config config = {.slice = 1};
  gn_error error;
  gn_net *net = gn_net_new(notation, (int64_t)strlen(notation), &config, &error);
  CHECK(net);
  if (net) CHECK_INT(gn_param_total(net), 62832);
  gn_net_free(net);
}

int main(void) {
  RUN(encoder_layer);
  RUN(gpt);
  RUN(cross_attention);
  RUN(parameters_of_a_small_gpt);
  return check_done();
}
