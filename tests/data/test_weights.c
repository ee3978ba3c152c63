// Weights in safetensors files: there and back, files of others, and everything that must be refused.
#include <stdlib.h>

#include "check.h"
#include "data.h"

static const char notation[] = "in 3; dense 2; relu; dense 2; softmax_ce";
static gn_error error;

static gn_net *net_new(uint64_t seed) {
  const gn_config config = {.slice = 1, .seed = seed};
  gn_net *net = gn_net_new(notation, (int64_t)strlen(notation), &config, &error);
  if (net == NULL) CHECK_FAIL("no net: %s", gn_code_name(error.code));
  return net;
}

static uint8_t *save(const gn_net *net, int64_t *bytes) {
  *bytes = gn_weights_bytes(net);
  uint8_t *file = malloc((size_t)*bytes);
  CHECK_INT(gn_weights_save(net, file), *bytes);
  return file;
}

static bool equal(const gn_net *a, const gn_net *b) {
  for (int32_t p = 0; p < gn_params(a); p++)
    if (memcmp(gn_param_values(a, p), gn_param_values(b, p), sizeof(float) * (size_t)gn_param_size(a, p)) != 0)
      return false;
  return true;
}

// A file with this header and `floats` floats 1, 2, 3 …
static uint8_t *file_of(const char *header, int32_t floats, int64_t *bytes) {
  const size_t n = strlen(header);
  *bytes = 8 + (int64_t)n + 4 * floats;
  uint8_t *file = calloc(1, (size_t)*bytes);
  for (int i = 0; i < 4; i++) file[i] = (uint8_t)(n >> (8 * i));
  memcpy(file + 8, header, n);
  for (int32_t i = 0; i < floats; i++) {
    const float v = (float)(i + 1);
    memcpy(file + 8 + n + 4 * (size_t)i, &v, sizeof v);
  }
  return file;
}

static int32_t load_code(gn_net *net, const char *header, int32_t floats) {
  int64_t bytes;
  uint8_t *file = file_of(header, floats, &bytes);
  const bool good = gn_weights_load(net, file, bytes, &error);
  CHECK_INT(good, error.code == GN_OK);
  free(file);
  return error.code;
}

// The tensors of the net as JSON members, dense1 with these words.
#define DENSE1(type, shape, offsets)                                                                                   \
  "\"dense1.weight\":{\"dtype\":\"" type "\",\"shape\":" shape ",\"data_offsets\":" offsets "}"
#define REST                                                                                                           \
  "\"dense1.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[24,32]},"                                        \
  "\"dense2.weight\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[32,48]},"                                    \
  "\"dense2.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[48,56]}"
#define GOOD DENSE1("F32", "[2,3]", "[0,24]")

static void saved_weights_come_back(void) {
  gn_net *a = net_new(1), *b = net_new(2);
  int64_t bytes;
  uint8_t *file = save(a, &bytes);
  CHECK(!equal(a, b));
  CHECK(gn_weights_load(b, file, bytes, &error));
  CHECK_INT(error.code, GN_OK);
  CHECK(equal(a, b));
  uint64_t header = 0;
  memcpy(&header, file, 8);
  CHECK_INT(header % 8, 0);
  free(file);
  gn_net_free(a);
  gn_net_free(b);
}

static void the_notation_is_kept(void) {
  gn_net *net = net_new(1);
  int64_t bytes;
  uint8_t *file = save(net, &bytes);
  char text[100] = "untouched";
  CHECK_INT(gn_weights_notation(file, bytes, text, 5, &error), strlen(gn_net_notation(net)));
  CHECK_TEXT(text, "untouched");
  CHECK_INT(gn_weights_notation(file, bytes, text, sizeof text, &error), strlen(gn_net_notation(net)));
  CHECK_TEXT(text, gn_net_notation(net));
  free(file);
  gn_net_free(net);
}

static void other_peoples_files_are_read(void) {
  gn_net *net = net_new(1);
  // any order, white space, other metadata, tensors we lack, of types we do not read
  CHECK_INT(load_code(net,
                      "{ \"__metadata__\" : {\"format\":\"pt\"},\n\t" REST ",\r\n" GOOD
                      ",\"mask\":{\"data_offsets\":[56,60],\"dtype\":\"BOOL\",\"shape\":[4]},"
                      "\"q\":{\"dtype\":\"NEW4\",\"shape\":[9],\"data_offsets\":[60,64]},"
                      "\"none\":{\"dtype\":\"F32\",\"shape\":[0,3],\"data_offsets\":[64,64]}}   ",
                      16),
            GN_OK);
  CHECK_NEAR(gn_param_values(net, 0)[0], 1, 0);
  CHECK_NEAR(gn_param_values(net, 0)[5], 6, 0);
  CHECK_NEAR(gn_param_values(net, 3)[1], 14, 0);
  CHECK_INT(load_code(net,
                      "{\"dense1\\u002eweight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}," REST "}",
                      14),
            GN_OK);
  int64_t bytes;
  uint8_t *file = file_of("{}", 0, &bytes);
  char text[8];
  CHECK_INT(gn_weights_notation(file, bytes, text, 8, &error), 0);
  CHECK_INT(error.code, GN_OK);
  free(file);
  gn_net_free(net);
}

static void what_does_not_fit_is_named(void) {
  gn_net *net = net_new(1), *before = net_new(1);
  CHECK_INT(load_code(net, "{" GOOD "}", 6), GN_TENSOR_MISSING);
  CHECK_TEXT(error.name, "dense1.bias");
  CHECK_INT(load_code(net, "{" DENSE1("F32", "[3,2]", "[0,24]") "," REST "}", 14), GN_TENSOR_SHAPE);
  CHECK_TEXT(error.name, "dense1.weight");
  CHECK_INT(error.a.dim[0], 2);
  CHECK_INT(error.b.dim[0], 3);
  CHECK_INT(load_code(net, "{" DENSE1("I32", "[2,3]", "[0,24]") "," REST "}", 14), GN_FILE_TYPE);
  CHECK_TEXT(error.hint, "I32");
  CHECK_INT(load_code(net, "{\"__metadata__\":{\"format_version\":\"2\"}," GOOD "," REST "}", 14), GN_FILE_VERSION);
  CHECK_INT(error.arg[0], 2);
  CHECK_INT(error.arg[1], 1);
  CHECK(equal(net, before));
  gn_net_free(net);
  gn_net_free(before);
}

static void nan_is_refused_and_nothing_is_set(void) {
  gn_net *net = net_new(1), *before = net_new(1);
  int64_t bytes;
  uint8_t *file = file_of("{" GOOD "," REST "}", 14, &bytes);
  const float bad[2] = {NAN, -INFINITY};
  for (int i = 0; i < 2; i++) {
    memcpy(file + bytes - 4, &bad[i], sizeof(float)); // the last of dense2.bias
    CHECK(!gn_weights_load(net, file, bytes, &error));
    CHECK_INT(error.code, GN_NOT_FINITE);
    CHECK_TEXT(error.name, "dense2.bias");
    CHECK_INT(error.arg[0], 1);
    CHECK(equal(net, before));
  }
  free(file);
  gn_net_free(net);
  gn_net_free(before);
}

static void every_truncation_is_refused(void) {
  gn_net *net = net_new(1), *before = net_new(1), *other = net_new(2);
  int64_t bytes;
  uint8_t *file = save(other, &bytes);
  for (int64_t n = 0; n < bytes; n++) {
    uint8_t *part = malloc((size_t)n + 1); // exact, so that a sanitizer sees a read past it
    memcpy(part, file, (size_t)n);
    CHECK(!gn_weights_load(net, part, n, &error));
    CHECK_INT(error.code, GN_FILE_TRUNCATED);
    CHECK_INT(error.arg[1], n);
    free(part);
  }
  CHECK(equal(net, before));
  free(file);
  gn_net_free(net);
  gn_net_free(before);
  gn_net_free(other);
}

static void bent_headers_are_refused(void) {
  static const char *const bent[] = {
      "",
      "[]",
      "{",
      "{}}",
      "{} x",
      "{" GOOD "," REST ",}",
      "{" GOOD " " REST "}",
      "{" GOOD "," REST "," GOOD "}",                       // twice
      "{" DENSE1("F32", "[2,3]", "[0,28]") "," REST "}",    // size and shape differ
      "{" DENSE1("F32", "[2,3]", "[4,28]") "," REST "}",    // overlap
      "{" DENSE1("F32", "[2,3]", "[24,0]") "," REST "}",    // backwards
      "{" DENSE1("F32", "[2,3]", "[-24,0]") "," REST "}",   // negative
      "{" DENSE1("F32", "[2,3]", "[0,24.0]") "," REST "}",  // not whole
      "{" DENSE1("F32", "[2,3]", "[00,24]") "," REST "}",   // no JSON number
      "{" DENSE1("F32", "[2,3]", "[0,24,24]") "," REST "}", // three
      "{" DENSE1("F32", "[2,[3]]", "[0,24]") "," REST "}",  // nested
      "{" DENSE1("F32", "[4294967296,4294967296,4294967296]", "[0,24]") "," REST "}",
      "{" DENSE1("F32", "[2,3]", "[0,18446744073709551640]") "," REST "}",
      // they tile the data, but one is too small for its shape and one too large
      "{" DENSE1("F32", "[2,3]",
                 "[0,20]") ",\"dense1.bias\":{\"dtype\":\"F32\",\"shape\":[2],"
                           "\"data_offsets\":[20,32]},\"dense2.weight\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_"
                           "offsets\":[32,48]},"
                           "\"dense2.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[48,56]}}",
      "{" GOOD "," REST ",\"z\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[56,56]}}",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,3]}}", // a member is missing
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4],\"x\":1}}",
      "{\"__metadata__\":{\"a\":{}}," GOOD "," REST "}", // not a string
      "{\"__metadata__\":{},\"__metadata__\":{}," GOOD "," REST "}",
      "{\"\\ud800\":1}",
      "{\"\\x\":1}",
      "{\"\xC3\":1}",
      "{\"a\nb\":1}",
      "{\"open",
  };
  gn_net *net = net_new(1), *before = net_new(1);
  for (size_t i = 0; i < sizeof bent / sizeof bent[0]; i++) {
    const int32_t code = load_code(net, bent[i], 14);
    if (code != GN_FILE_FORMAT) CHECK_FAIL("%s gives %s", bent[i], gn_code_name(code));
    if (error.at < 0) CHECK_FAIL("%s has no place", bent[i]);
  }
  CHECK_INT(load_code(net, "{" GOOD "," REST "}", 15), GN_FILE_FORMAT); // bytes nobody owns
  CHECK(equal(net, before));
  gn_net_free(net);
  gn_net_free(before);
}

static void deep_nesting_is_no_danger(void) {
  const int32_t n = 1 << 20;
  char *deep = malloc((size_t)n + 1);
  memset(deep, '[', (size_t)n);
  deep[n] = '\0';
  deep[0] = '{';
  gn_net *net = net_new(1);
  CHECK_INT(load_code(net, deep, 0), GN_FILE_FORMAT);
  memset(deep, '{', (size_t)n);
  CHECK_INT(load_code(net, deep, 0), GN_FILE_FORMAT);
  free(deep);
  gn_net_free(net);
}

int main(void) {
  RUN(saved_weights_come_back);
  RUN(the_notation_is_kept);
  RUN(other_peoples_files_are_read);
  RUN(what_does_not_fit_is_named);
  RUN(nan_is_refused_and_nothing_is_set);
  RUN(every_truncation_is_refused);
  RUN(bent_headers_are_refused);
  RUN(deep_nesting_is_no_danger);
  return check_done();
}
