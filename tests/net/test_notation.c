// The notation: names, blocks, sharing, parameter counts, and errors at their exact place.
#include "../check.h"
#include "glassnet.h"

static gn_net *net_of(const char *notation) {
  const gn_config config = {.slice = 1, .flags = GN_GRADIENTS, .seed = 1};
  gn_error error;
  gn_net *net = gn_net_new(notation, (int64_t)strlen(notation), &config, &error);
  if (!net)
    CHECK_FAIL("\"%s\": %s at %d, %d bytes (%s, %s)", notation, gn_code_name(error.code), error.at, error.length,
               error.name, error.hint);
  return net;
}

static int32_t row_of(const gn_net *net, const char *name) {
  for (int32_t r = 0; r < gn_rows(net); r++)
    if (strcmp(gn_row_name(net, r), name) == 0) return r;
  return -1;
}

static void counts(const char *notation, int64_t params) {
  gn_net *net = net_of(notation);
  if (net) CHECK_INT(gn_param_total(net), params);
  gn_net_free(net);
}

static void parameter_counts(void) {
  counts("in 784; dense 16; relu; dense 16; relu; dense 10; softmax_ce", 13002);
  counts("in 784; dense 128; relu; dense 10; softmax_ce", 101770);
  counts("in 1 28 28; conv 6 5 pad=2; tanh; avgpool 2; conv 16 5; tanh; avgpool 2; flatten; dense 120; tanh; dense 84; "
         "tanh; dense 10; softmax_ce",
         61706);
  counts("in 16 8 8; repeat 2 { conv 16 3 pad=1 bias=0; relu; conv 16 3 pad=1 bias=0; add x; relu }", 4 * 16 * 16 * 9);
  counts("in 6 16 16; x: maxpool 2; conv 16 1; b1: relu; from x; conv 16 1; relu; conv 24 3 pad=1; b2: relu; from x; "
         "maxpool 3 stride=1 pad=1; conv 8 1; concat b1 b2",
         (6 * 16 + 16) + (6 * 16 + 16) + (16 * 24 * 9 + 24) + (6 * 8 + 8));
  counts("in 6; a: dense 6; relu; dense 6 w=a", 36 + 6 + 6); // the weight is shared, the bias is not
  // a cell has its weights once, however long the sequence
  counts("in 28 28; loop h=16 { u: dense 16; from h; dense 16 bias=0; add u; h: tanh }; flatten; dense 10; softmax_ce",
         (28 * 16 + 16) + 16 * 16 + (28 * 16 * 10 + 10));
}

static void rows_are(const char *notation, const char *const *names) {
  gn_net *net = net_of(notation);
  if (!net) return;
  int32_t n = 0;
  while (names[n]) n++;
  CHECK_INT(gn_rows(net), n);
  for (int32_t r = 0; r < n && r < gn_rows(net); r++) CHECK_TEXT(gn_row_name(net, r), names[r]);
  gn_net_free(net);
}

static void names(void) {
  // named rows count in the ordinals
  rows_are("in 3; relu; a: relu; relu; tanh", (const char *const[]){"in1", "relu1", "a", "relu3", "tanh1", NULL});
  rows_are("in 3; repeat 2 { dense 3; b: dense 3; dense 3 }; mid: repeat 1 { tanh }; repeat 1 { tanh }; dense 1",
           (const char *const[]){"in1", "repeat1.0.dense1", "repeat1.0.b", "repeat1.0.dense3", "repeat1.1.dense1",
                                 "repeat1.1.b", "repeat1.1.dense3", "mid.0.tanh1", "repeat3.0.tanh1", "dense1", NULL});
  rows_are("in 2 3; repeat 2 { repeat 1 { dense 3 }; relu }",
           (const char *const[]){"in1", "repeat1.0.repeat1.0.dense1", "repeat1.0.relu1", "repeat1.1.repeat1.0.dense1",
                                 "repeat1.1.relu1", NULL});
  gn_net *net = net_of("in 9 3; loop h=3 { dense 3; dense 3; h: add h }; cell: loop g=3 { g: add g }");
  if (!net) return;
  CHECK(row_of(net, "loop1.dense1@0") >= 0);
  CHECK(row_of(net, "loop1.dense2@7") >= 0);
  CHECK(row_of(net, "loop1.h@8") >= 0);
  CHECK(row_of(net, "loop1.h@9") < 0);
  CHECK(row_of(net, "loop1") >= 0);
  CHECK(row_of(net, "cell.g@0") >= 0);
  CHECK_TEXT(gn_row_name(net, gn_rows(net) - 1), "cell");
  CHECK_INT(gn_params(net), 4);
  CHECK_TEXT(gn_param_name(net, 2), "loop1.dense2.weight");
  gn_net_free(net);
}

static void inputs_of_rows(void) {
  gn_net *net = net_of("in 4; a: tanh; b: relu; from a; c: sigmoid; add b a; repeat 2 { relu; add x }; from repeat1; "
                       "d: tanh; from c; add d");
  if (!net) return;
  const int32_t a = row_of(net, "a"), b = row_of(net, "b"), c = row_of(net, "c"), add = row_of(net, "add1");
  CHECK_INT(gn_row_input(net, b, 0), a);
  CHECK_INT(gn_row_input(net, c, 0), a); // set by `from`
  CHECK_INT(gn_row_inputs(net, add), 3);
  CHECK_INT(gn_row_input(net, add, 0), c); // the row before comes first
  CHECK_INT(gn_row_input(net, add, 1), b);
  CHECK_INT(gn_row_input(net, add, 2), a);
  // x is what came into the block: for the second copy, what the first one gave
  const int32_t first = row_of(net, "repeat1.0.add1"), second = row_of(net, "repeat1.1.add1");
  CHECK_INT(gn_row_input(net, first, 1), add);
  CHECK_INT(gn_row_input(net, second, 1), first);
  CHECK_INT(gn_row_input(net, row_of(net, "d"), 0), second); // a block's name is its last row
  CHECK_INT(gn_row_input(net, gn_rows(net) - 1, 0), c);
  gn_net_free(net);
}

static void places_of_rows(void) {
  const char *text = "  a: in 3 ;\n\n dense  4 bias=0;relu\r\n;; softmax_ce label ;";
  gn_net *net = net_of(text);
  if (!net) return;
  static const char *const pieces[] = {"a: in 3", "dense  4 bias=0", "relu", "softmax_ce label"};
  CHECK_INT(gn_rows(net), 4);
  for (int32_t r = 0; r < 4 && r < gn_rows(net); r++) {
    CHECK_INT(gn_row_at(net, r), strstr(text, pieces[r]) - text);
    CHECK_INT(gn_row_length(net, r), strlen(pieces[r]));
  }
  CHECK_TEXT(gn_net_notation(net), text);
  gn_net_free(net);
}

static void fields_bind_by_name(void) {
  gn_net *net = net_of("img: in 1 4 4; flatten; d: dense 3; softmax_ce digit; w: in 8 ids=40; from d; mse");
  if (!net) return;
  CHECK_INT(gn_inputs(net), 2);
  CHECK_TEXT(gn_input_field(net, 0), "img");
  CHECK_INT(gn_input_ids(net, 0), 0);
  CHECK_TEXT(gn_input_field(net, 1), "w");
  CHECK_INT(gn_input_ids(net, 1), 40);
  CHECK_INT(gn_targets(net), 2);
  CHECK_TEXT(gn_target_field(net, 0), "digit");
  CHECK_TEXT(gn_target_field(net, 1), "y");
  CHECK_INT(gn_target_size(net, 0), 1);
  CHECK_INT(gn_target_size(net, 1), 3);
  gn_net_free(net);
}

static void arguments(void) {
  gn_net *net = net_of("in 1 9 9; conv kernel=3 stride=2 out=4; leaky_relu slope=.5; dropout 2.5e-1; leaky_relu -0.1");
  if (!net) return;
  double v = 0;
  CHECK_INT(gn_row_arg(net, 1, "kernel", &v), 1);
  CHECK_NEAR(v, 3, 0);
  CHECK_INT(gn_row_arg(net, 1, "out", &v), 1);
  CHECK_NEAR(v, 4, 0);
  CHECK_INT(gn_row_arg(net, 1, "pad", &v), 1);
  CHECK_NEAR(v, 0, 0);
  CHECK_INT(gn_row_arg(net, 2, "slope", &v), 1);
  CHECK_NEAR(v, 0.5, 0);
  CHECK_INT(gn_row_arg(net, 3, "p", &v), 1);
  CHECK_NEAR(v, 0.25, 0);
  CHECK_INT(gn_row_arg(net, 4, "slope", &v), 1);
  CHECK_NEAR(v, -0.1, 0);
  CHECK_INT(gn_row_arg(net, 4, "stride", &v), 0);
  gn_net_free(net);
}

// ---------------------------------------------------------------- refusals

// The piece that is meant stands in [brackets], which are taken out first.
typedef struct refusal {
  const char *text;
  gn_code code;
  const char *name, *hint;
} refusal;

static const refusal refusals[] = {
    {"[]", GN_EMPTY, "", ""},
    {"[ ; \n ;; ]", GN_EMPTY, "", ""},
    {"[:] in 3", GN_UNEXPECTED, ":", ""},
    {"in 3; [4]", GN_UNEXPECTED, "4", ""},
    {"in 3; a: [;] relu", GN_UNEXPECTED, ";", ""},
    {"in 3; [→] 4", GN_UNEXPECTED, "→", ""},
    {"in 3; relu [{] relu }", GN_UNEXPECTED, "{", ""},
    {"in 3; repeat [{] relu }", GN_UNEXPECTED, "{", ""},
    {"in 3; repeat 2 [relu]", GN_UNEXPECTED, "relu", ""},
    {"in 3; repeat 2 { relu } [relu]", GN_UNEXPECTED, "relu", ""},
    {"in 3; repeat 2 [{] relu; repeat 1 { tanh }", GN_UNCLOSED, "{", ""},
    {"in 3; relu; [}]", GN_UNOPENED, "}", ""},
    {"in 3; repeat 1 { relu }; relu [}]", GN_UNOPENED, "}", ""},
    {"in 3; [a_name_of_ninety_six_bytes_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_long]: relu",
     GN_NAME_TOO_LONG,
     "a_name_of_ninety_six_bytes_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_lon", ""},
    {"in 3; repeat 1 { repeat 1 { repeat 1 { repeat 1 { repeat 1 { repeat 1 { repeat 1 { repeat 1 { repeat 1 { "
     "[repeat] 1 { repeat 1 { repeat 1 { relu } } } } } } } } } } } }",
     GN_PATH_TOO_LONG, "repeat", ""},
    {"in 3; repeat 1 { repeat 1 { repeat 1 { repeat 1 { repeat 1 { repeat 1 { repeat 1 { repeat 1 { repeat 1 { "
     "a_long_name_of_its_own: [relu] } } } } } } } } }",
     GN_PATH_TOO_LONG, "relu", ""},
    {"in 3; [dens] 4", GN_UNKNOWN_OP, "dens", "dense"},
    {"in 3; [Relu]", GN_UNKNOWN_OP, "Relu", "relu"},
    {"in 3; a: [sotfmax]", GN_UNKNOWN_OP, "sotfmax", "softmax"},
    {"in 3; [zeros] 3", GN_UNKNOWN_OP, "zeros", NULL}, // made by `loop` only
    {"in 3; from [later]; later: relu", GN_UNKNOWN_NAME, "later", ""},
    {"in 3; relu; add [nobody]", GN_UNKNOWN_NAME, "nobody", ""},
    {"in 3; dense 3 w=[nobody]", GN_UNKNOWN_NAME, "nobody", ""},
    {"in 3; repeat 1 { a: relu }; from [a]", GN_UNKNOWN_NAME, "a", ""},
    {"a: in 3; [a]: relu", GN_DUPLICATE_NAME, "a", ""},
    {"in 3; relu2: tanh; relu; [relu]", GN_DUPLICATE_NAME, "relu", ""},
    {"in 2 3; loop h=3 { h: relu; [h]: relu }", GN_DUPLICATE_NAME, "h", ""},
    {"in 2 3; loop h=3 [h]=3 { h: relu }", GN_DUPLICATE_NAME, "h", ""},
    {"in 3; repeat 2 { [x]: relu }", GN_RESERVED_NAME, "x", ""},
    {"in 2 3; loop [x]=3 { x: relu }", GN_RESERVED_NAME, "x", ""},
    {"in 3; [dense]", GN_MISSING_ARG, "dense", "out"},
    {"in 3; [dense] bias=0; relu", GN_MISSING_ARG, "dense", "out"},
    {"in 1 4 4; a: [conv] 3", GN_MISSING_ARG, "conv", "kernel"},
    {"in 2 3; [loop] { relu }", GN_MISSING_ARG, "loop", "h"},
    {"in 3; relu [2]", GN_EXTRA_ARG, "relu", "2"},
    {"in 3; dense 4 [5]", GN_EXTRA_ARG, "dense", "5"},
    {"in 3; dense 4 [relu]", GN_EXTRA_ARG, "dense", "relu"},
    {"in 3; softmax_ce y [z]", GN_EXTRA_ARG, "softmax_ce", "z"},
    {"in 3; dense 4 [foo]=2", GN_UNKNOWN_KEY, "dense", "foo"},
    {"a: in 3; relu [w]=a", GN_UNKNOWN_KEY, "relu", "w"},
    {"in 3; dense 4 bias=0 [bias]=1", GN_DUPLICATE_KEY, "dense", "bias"},
    {"in 3; dense 4 [out]=5", GN_DUPLICATE_KEY, "dense", "out"},
    {"in 3; dense [4x]", GN_BAD_NUMBER, "4x", ""},
    {"in 3; dense [-]", GN_BAD_NUMBER, "-", ""},
    {"in 3; a: relu; add [@]-2", GN_UNEXPECTED, "@", ""}, // takes names, no number
    {"in 3; relu [4x]", GN_UNEXPECTED, "4x", ""},
    {"in 3; dense 4 bias=[no]", GN_BAD_NUMBER, "no", ""},
    {"in 3; dense 4 [bias]=; relu", GN_BAD_NUMBER, "bias", ""},
    {"in 3; dense 4 init=[foo]", GN_BAD_WORD, "foo", "init"},
    {"in 3; dense [0]", GN_OUT_OF_RANGE, "dense", "out"},
    {"in 3; dense [-4]", GN_OUT_OF_RANGE, "dense", "out"},
    {"in 3; dense [2.5]", GN_NOT_WHOLE, "dense", "out"},
    {"in 3; dense [1e30]", GN_OUT_OF_RANGE, "dense", "out"},
    {"in [99999999999999999999999999999999999999]", GN_OUT_OF_RANGE, "in", "size"},
    {"in 3; dense [1e999999999999999999999]", GN_OUT_OF_RANGE, "dense", "out"},
    {"in 1 4 4; conv 2 3 stride=[0]", GN_OUT_OF_RANGE, "conv", "stride"},
    {"in 3; repeat [0] { relu }", GN_OUT_OF_RANGE, "0", "repeat"},
    {"in 3; repeat [4097] { relu }", GN_OUT_OF_RANGE, "4097", "repeat"},
    {"[relu]", GN_NO_INPUT, "relu", ""},
    {"[dense] 3; in 4", GN_NO_INPUT, "dense", ""},
    {"a: [repeat] 2 { relu }", GN_NO_INPUT, "repeat", ""},
    {"in 3; [add]", GN_INPUTS, "add", ""},
    {"in 3; softmax_ce; [b: relu]", GN_AFTER_LOSS, "relu", ""},
    {"a: in 3; softmax_ce; from a; [add softmax_ce1]", GN_AFTER_LOSS, "add", ""},
    {"in 3; [loop] h=3 { h: add h }", GN_LOOP_INPUT, "loop", ""},
    {"in 2 3; loop h=3 [{] relu }", GN_LOOP_STATE, "h", ""},
    {"in 2 3; loop h=4 { h: [relu] }", GN_STATE_SHAPE, "h", ""},
    {"in 3; a: dense 4; [dense 5 w=a]", GN_SHARED_SHAPE, "dense", ""},
    {"in 3; a: relu; [dense 3 w=a]", GN_NO_WEIGHT, "dense", ""},
    {"in 8 ids=65; [relu]", GN_NEEDS_EMBED, "relu", ""},
    {"in 16777216; [dense 16777216]", GN_TOO_BIG, "dense", ""},
    {"[in 16777216 16777216 16777216]", GN_TOO_BIG, "in", ""},
    {"in 65536 16 16; [conv 65536 16]", GN_TOO_BIG, "conv", ""},
    {"in 1 1 16777216; [conv 65536 1]", GN_TOO_BIG, "conv", ""},
    {"in 4; repeat 4096 { [relu] }", GN_TOO_MANY_ROWS, NULL, ""},
};

static void each_refusal_at_its_place(void) {
  const gn_config config = {.slice = 16, .flags = GN_GRADIENTS | GN_INPUT_GRADIENTS | GN_OPTIMIZER, .seed = 1};
  for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
    const refusal *r = &refusals[i];
    char text[256];
    int64_t n = 0, at = 0, length = 0;
    for (const char *c = r->text; *c; c++) {
      if (*c == '[')
        at = n;
      else if (*c == ']')
        length = n - at;
      else
        text[n++] = *c;
    }
    gn_error e = {0};
    gn_net *net = gn_net_new(text, n, &config, &e);
    if (net) {
      CHECK_FAIL("\"%s\" was accepted", r->text);
      gn_net_free(net);
      continue;
    }
    if (e.code != (int32_t)r->code)
      CHECK_FAIL("\"%s\": %s, should be %s", r->text, gn_code_name(e.code), gn_code_name((int32_t)r->code));
    if (e.at != at || e.length != length)
      CHECK_FAIL("\"%s\": at %d, %d bytes, should be at %d, %d bytes", r->text, e.at, e.length, (int)at, (int)length);
    if ((r->name && strcmp(e.name, r->name) != 0) || (r->hint && strcmp(e.hint, r->hint) != 0))
      CHECK_FAIL("\"%s\": name \"%s\", hint \"%s\", should be \"%s\", \"%s\"", r->text, e.name, e.hint, r->name,
                 r->hint);
  }
}

static gn_error refuse(const char *text, int64_t length, gn_code code) {
  const gn_config config = {.slice = 16, .flags = GN_GRADIENTS | GN_OPTIMIZER};
  gn_error e = {0};
  gn_net *net = gn_net_new(text, length, &config, &e);
  if (net) CHECK_FAIL("accepted: %.40s…", text);
  gn_net_free(net);
  if (e.code != (int32_t)code)
    CHECK_FAIL("%s, should be %s: %.40s…", gn_code_name(e.code), gn_code_name((int32_t)code), text);
  return e;
}

static void what_errors_carry(void) {
  const char *shapes = "in 2 3; loop h=4 { h: relu }";
  gn_error e = refuse(shapes, (int64_t)strlen(shapes), GN_STATE_SHAPE);
  CHECK_INT(e.a.dim[0], 4); // it has
  CHECK_INT(e.b.dim[0], 3); // it is set to
  const char *shared = "in 3; a: dense 4; dense 5 w=a";
  e = refuse(shared, (int64_t)strlen(shared), GN_SHARED_SHAPE);
  CHECK_INT(e.a.dim[0], 5); // wanted
  CHECK_INT(e.a.dim[1], 4);
  CHECK_INT(e.b.dim[0], 4); // there
  CHECK_INT(e.b.dim[1], 3);
  const char *big = "in 16777216; dense 16777216";
  e = refuse(big, (int64_t)strlen(big), GN_TOO_BIG);
  CHECK_INT(e.arg[0], (int64_t)1 << 48);
  CHECK_INT(e.arg[1], GN_MAX_FLOATS);
  const char *together = "in 200000000"; // 16 samples of it do not fit
  refuse(together, (int64_t)strlen(together), GN_OUT_OF_RANGE);
  const char *sum = "in 256 256 256; relu; relu"; // each row fits, the slice of all of them does not
  e = refuse(sum, (int64_t)strlen(sum), GN_TOO_BIG);
  CHECK(e.arg[0] >= (int64_t)3 * 16 * 256 * 256 * 256);
  CHECK_INT(e.at, -1);
}

static void a_nul_ends_nothing_silently(void) {
  const gn_error e = refuse("in 3;\0 relu", 11, GN_UNEXPECTED);
  CHECK_INT(e.at, 5);
  CHECK_INT(e.length, 1);
  const gn_config config = {.slice = 1};
  gn_error error;
  gn_net *net = gn_net_new("in 3; relu###", 10, &config, &error); // the length counts, not what follows
  CHECK(net);
  gn_net_free(net);
}

int main(void) {
  RUN(parameter_counts);
  RUN(names);
  RUN(inputs_of_rows);
  RUN(places_of_rows);
  RUN(fields_bind_by_name);
  RUN(arguments);
  RUN(each_refusal_at_its_place);
  RUN(what_errors_carry);
  RUN(a_nul_ends_nothing_silently);
  return check_done();
}
