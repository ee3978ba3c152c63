// Weights as a safetensors file: u64 n | n bytes of JSON | the tensors' bytes, little-endian.
//
//   {"__metadata__":{"format_version":"1","notation":"in 784; …"},
//    "dense1.weight":{"dtype":"F32","shape":[16,784],"data_offsets":[0,50176]}, …}
//
// Files written by others are read too, without metadata and with other tensors beside ours. What the format forbids is
// refused: tensors that overlap or leave gaps, repeated names, sizes that do not follow from type and shape.
#include "data.h"

#include <stdlib.h>
#include <string.h>

#include "data/fail.h"
#include "data/json.h"

enum { PREFIX = 8, MAX_TENSORS = 1 << 16, MAX_AXES = 16 };
#define MAX_HEADER ((int64_t)16 << 20) // 80,000 tensors fit; sorting their names stays quick

typedef struct tensor {
  json_string name, type;
  int32_t axes;
  int64_t dim[MAX_AXES];
  int64_t begin, end; // bytes, from the start of the data
} tensor;

typedef struct file {
  const uint8_t *data;
  int64_t bytes; // of the data
  json_string notation;
  bool has_notation;
  tensor *tensors; // by name
  int64_t count, room;
} file;

// ---------------------------------------------------------------- reading

static bool read_metadata(file *f, json *j, gn_error *error) {
  if (!json_take(j, '{')) return data_fail(error, GN_FILE_FORMAT, PREFIX + j->at);
  if (json_take(j, '}')) return true;
  do {
    json_string key, value;
    if (!json_take_string(j, &key) || !json_take(j, ':') || !json_take_string(j, &value))
      return data_fail(error, GN_FILE_FORMAT, PREFIX + j->at);
    if (json_is(key, "notation")) {
      f->notation = value;
      f->has_notation = true;
    }
    if (json_is(key, "format_version")) {
      json number = {value.text, value.length, 0};
      int64_t version = -1;
      if (!json_take_count(&number, &version) || !json_end(&number)) version = -1;
      if (version != GN_FORMAT_VERSION)
        return data_fail2(error, GN_FILE_VERSION, PREFIX + j->at, version, GN_FORMAT_VERSION);
    }
  } while (json_take(j, ','));
  return json_take(j, '}') || data_fail(error, GN_FILE_FORMAT, PREFIX + j->at);
}

static bool take_counts(json *j, int64_t *n, int32_t most, int32_t *count) {
  *count = 0;
  if (!json_take(j, '[')) return false;
  if (json_take(j, ']')) return true;
  do {
    if (*count == most || !json_take_count(j, &n[*count])) return false;
    ++*count;
  } while (json_take(j, ','));
  return json_take(j, ']');
}

// Bytes of one number; 0: a type we do not know, whose size is not checked.
static int64_t type_bytes(json_string type) {
  static const struct {
    const char *name;
    int64_t bytes;
  } types[] = {{"BOOL", 1}, {"U8", 1},  {"I8", 1},  {"I16", 2}, {"U16", 2}, {"F16", 2},     {"BF16", 2},   {"I32", 4},
               {"U32", 4},  {"F32", 4}, {"I64", 8}, {"U64", 8}, {"F64", 8}, {"F8_E5M2", 1}, {"F8_E4M3", 1}};
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
    if (json_is(type, types[i].name)) return types[i].bytes;
  return 0;
}

static bool read_tensor(tensor *t, json *j) {
  bool type = false, shape = false, offsets = false;
  if (!json_take(j, '{')) return false;
  do {
    json_string key;
    if (!json_take_string(j, &key) || !json_take(j, ':')) return false;
    if (json_is(key, "dtype") && !type) {
      if (!json_take_string(j, &t->type)) return false;
      type = true;
    } else if (json_is(key, "shape") && !shape) {
      if (!take_counts(j, t->dim, MAX_AXES, &t->axes)) return false;
      shape = true;
    } else if (json_is(key, "data_offsets") && !offsets) {
      int64_t span[2];
      int32_t n;
      if (!take_counts(j, span, 2, &n) || n != 2) return false;
      t->begin = span[0];
      t->end = span[1];
      offsets = true;
    } else {
      return false;
    }
  } while (json_take(j, ','));
  if (!type || !shape || !offsets || t->end < t->begin) return false;

  int64_t size = type_bytes(t->type);
  if (size != 0) {
    for (int32_t i = 0; i < t->axes; i++) {
      if (t->dim[i] > 0 && size > INT64_MAX / t->dim[i]) return false;
      size *= t->dim[i];
    }
    if (size != t->end - t->begin) return false;
  }
  return json_take(j, '}');
}

static bool add_tensor(file *f, const tensor *t, gn_error *error) {
  if (f->count == MAX_TENSORS) return data_fail2(error, GN_TOO_BIG, -1, f->count + 1, MAX_TENSORS);
  if (f->count == f->room) {
    const int64_t room = f->room == 0 ? 64 : 2 * f->room;
    tensor *more = realloc(f->tensors, (size_t)room * sizeof *more);
    if (more == NULL) return data_fail(error, GN_NO_MEMORY, -1);
    f->tensors = more;
    f->room = room;
  }
  f->tensors[f->count++] = *t;
  return true;
}

static int by_place(const void *a, const void *b) {
  const tensor *s = a, *t = b;
  if (s->begin != t->begin) return s->begin < t->begin ? -1 : 1;
  return s->end < t->end ? -1 : s->end > t->end;
}

static int by_name(const void *a, const void *b) {
  return json_compare(((const tensor *)a)->name, ((const tensor *)b)->name);
}

// The tensors tile the data; afterwards they are sorted by name, none twice.
static bool check_tensors(file *f, const char *header, gn_error *error) {
  int64_t end = 0;
  if (f->count > 0) qsort(f->tensors, (size_t)f->count, sizeof *f->tensors, by_place);
  for (int64_t i = 0; i < f->count; i++) {
    const tensor *t = &f->tensors[i];
    if (t->begin != end) return data_fail(error, GN_FILE_FORMAT, PREFIX + (t->name.text - header));
    end = t->end;
  }
  const int64_t start = (const char *)f->data - header + PREFIX; // of the data in the file
  if (end > f->bytes) return data_fail2(error, GN_FILE_TRUNCATED, -1, start + end, start + f->bytes);
  if (end < f->bytes) return data_fail(error, GN_FILE_FORMAT, start + end);

  if (f->count > 0) qsort(f->tensors, (size_t)f->count, sizeof *f->tensors, by_name);
  for (int64_t i = 1; i < f->count; i++)
    if (by_name(&f->tensors[i - 1], &f->tensors[i]) == 0)
      return data_fail(error, GN_FILE_FORMAT, PREFIX + (f->tensors[i].name.text - header));
  return true;
}

static bool read_header(file *f, const uint8_t *bytes, int64_t count, gn_error *error) {
  memset(f, 0, sizeof *f);
  if (count < PREFIX) return data_fail2(error, GN_FILE_TRUNCATED, -1, PREFIX, count < 0 ? 0 : count);
  uint64_t length = 0;
  for (int i = 0; i < PREFIX; i++) length |= (uint64_t)bytes[i] << (8 * i);
  if (length > (uint64_t)MAX_HEADER) return data_fail(error, GN_FILE_FORMAT, 0);
  const int64_t start = PREFIX + (int64_t)length;
  if (start > count) return data_fail2(error, GN_FILE_TRUNCATED, -1, start, count);

  json j = {(const char *)bytes + PREFIX, (int64_t)length, 0};
  f->data = bytes + start;
  f->bytes = count - start;
  bool more = json_take(&j, '{') && !json_take(&j, '}');
  if (!more && (j.at == 0 || j.text[j.at - 1] != '}')) return data_fail(error, GN_FILE_FORMAT, PREFIX + j.at);
  bool metadata = false;
  while (more) {
    tensor t = {.axes = 0};
    if (!json_take_string(&j, &t.name) || !json_take(&j, ':')) return data_fail(error, GN_FILE_FORMAT, PREFIX + j.at);
    if (json_is(t.name, "__metadata__")) {
      if (metadata) return data_fail(error, GN_FILE_FORMAT, PREFIX + j.at);
      metadata = true;
      if (!read_metadata(f, &j, error)) return false;
    } else {
      if (!read_tensor(&t, &j)) return data_fail(error, GN_FILE_FORMAT, PREFIX + j.at);
      if (!add_tensor(f, &t, error)) return false;
    }
    more = json_take(&j, ',');
    if (!more && !json_take(&j, '}')) return data_fail(error, GN_FILE_FORMAT, PREFIX + j.at);
  }
  if (!json_end(&j)) return data_fail(error, GN_FILE_FORMAT, PREFIX + j.at);
  return check_tensors(f, j.text, error);
}

static void copy_name(char out[GN_MAX_NAME], const char *name) {
  size_t n = strlen(name);
  if (n >= GN_MAX_NAME) n = GN_MAX_NAME - 1;
  memcpy(out, name, n);
  out[n] = '\0';
}

static const tensor *find_tensor(const file *f, const char *name) {
  int64_t first = 0, last = f->count;
  while (first < last) {
    const int64_t middle = first + (last - first) / 2;
    const int order = json_order(f->tensors[middle].name, name);
    if (order == 0) return &f->tensors[middle];
    if (order < 0)
      first = middle + 1;
    else
      last = middle;
  }
  return NULL;
}

static float read_float(const uint8_t *p) {
  const uint32_t bits = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
  float v;
  memcpy(&v, &bits, sizeof v);
  return v;
}

static bool fail_param(gn_error *error, gn_code code, const char *name) {
  data_fail(error, code, -1);
  if (error != NULL) copy_name(error->name, name);
  return false;
}

// Everything that a file holds of a net: its parameters, then its model state.
static int32_t part_count(const gn_net *net) {
  return gn_params(net) + gn_states(net);
}
static const char *part_name(const gn_net *net, int32_t i) {
  return i < gn_params(net) ? gn_param_name(net, i) : gn_state_name(net, i - gn_params(net));
}
static const gn_shape *part_shape(const gn_net *net, int32_t i) {
  return i < gn_params(net) ? gn_param_shape(net, i) : gn_state_shape(net, i - gn_params(net));
}
static int64_t part_size(const gn_net *net, int32_t i) {
  return i < gn_params(net) ? gn_param_size(net, i) : gn_state_size(net, i - gn_params(net));
}
static float *part_values(const gn_net *net, int32_t i) {
  return i < gn_params(net) ? gn_param_values(net, i) : gn_state_values(net, i - gn_params(net));
}

static bool check_part(const file *f, const gn_net *net, int32_t part, gn_error *error) {
  const char *name = part_name(net, part);
  const tensor *t = find_tensor(f, name);
  if (t == NULL) return fail_param(error, GN_TENSOR_MISSING, name);
  if (!json_is(t->type, "F32")) {
    fail_param(error, GN_FILE_TYPE, name);
    if (error != NULL && t->type.length < GN_MAX_NAME) json_decode(t->type, error->hint, GN_MAX_NAME);
    return false;
  }
  const gn_shape *shape = part_shape(net, part);
  bool same = t->axes == shape->rank;
  for (int32_t i = 0; same && i < t->axes; i++) same = t->dim[i] == shape->dim[i];
  if (!same) {
    fail_param(error, GN_TENSOR_SHAPE, name);
    if (error == NULL) return false;
    error->a = *shape;
    error->b = (gn_shape){t->axes < GN_MAX_RANK ? t->axes : GN_MAX_RANK, {1, 1, 1, 1}};
    for (int32_t i = 0; i < error->b.rank; i++)
      error->b.dim[i] = t->dim[i] > INT32_MAX ? INT32_MAX : (int32_t)t->dim[i];
    return false;
  }
  const int64_t size = part_size(net, part);
  for (int64_t i = 0; i < size; i++) {
    const float v = read_float(f->data + t->begin + 4 * i);
    if (v - v == 0.0f) continue;
    fail_param(error, GN_NOT_FINITE, name);
    if (error != NULL) error->arg[0] = i;
    return false;
  }
  return true;
}

bool gn_weights_load(gn_net *net, const uint8_t *bytes, int64_t count, gn_error *error) {
  file f;
  bool good = read_header(&f, bytes, count, error);
  for (int32_t p = 0; good && p < part_count(net); p++) good = check_part(&f, net, p, error);
  for (int32_t p = 0; good && p < part_count(net); p++) {
    const uint8_t *from = f.data + find_tensor(&f, part_name(net, p))->begin;
    float *to = part_values(net, p);
    for (int64_t i = 0; i < part_size(net, p); i++) to[i] = read_float(from + 4 * i);
  }
  free(f.tensors);
  return good && data_good(error);
}

int64_t gn_weights_notation(const uint8_t *bytes, int64_t count, char *notation, int64_t room, gn_error *error) {
  file f;
  const bool good = read_header(&f, bytes, count, error);
  free(f.tensors);
  if (!good) return 0;
  data_good(error);
  return f.has_notation ? json_decode(f.notation, notation, room) : 0;
}

// ---------------------------------------------------------------- writing

typedef struct writer { // counts when out is NULL
  char *out;
  int64_t at;
} writer;

static void put(writer *w, const char *text) {
  for (; *text != '\0'; text++, w->at++)
    if (w->out != NULL) w->out[w->at] = *text;
}

static void put_string(writer *w, const char *text) {
  w->at += json_encode(w->out == NULL ? NULL : w->out + w->at, text);
}

static void put_count(writer *w, int64_t n) {
  char digits[24];
  int at = 23;
  digits[at] = '\0';
  do digits[--at] = (char)('0' + n % 10);
  while ((n /= 10) > 0);
  put(w, digits + at);
}

// The header, padded with spaces so that the floats begin at a multiple of 8; its length.
static int64_t write_header(char *out, const gn_net *net) {
  writer w = {out, 0};
  put(&w, "{\"__metadata__\":{\"format_version\":\"");
  put_count(&w, GN_FORMAT_VERSION);
  put(&w, "\",\"notation\":\"");
  put_string(&w, gn_net_notation(net));
  put(&w, "\"}");
  int64_t offset = 0;
  for (int32_t p = 0; p < part_count(net); p++) {
    const gn_shape *shape = part_shape(net, p);
    put(&w, ",\"");
    put_string(&w, part_name(net, p));
    put(&w, "\":{\"dtype\":\"F32\",\"shape\":[");
    for (int32_t i = 0; i < shape->rank; i++) {
      if (i > 0) put(&w, ",");
      put_count(&w, shape->dim[i]);
    }
    put(&w, "],\"data_offsets\":[");
    put_count(&w, offset);
    offset += 4 * part_size(net, p);
    put(&w, ",");
    put_count(&w, offset);
    put(&w, "]}");
  }
  put(&w, "}");
  while (w.at % 8 != 0) put(&w, " ");
  return w.at;
}

int64_t gn_weights_bytes(const gn_net *net) {
  int64_t bytes = PREFIX + write_header(NULL, net);
  for (int32_t p = 0; p < part_count(net); p++) bytes += 4 * part_size(net, p);
  return bytes;
}

int64_t gn_weights_save(const gn_net *net, uint8_t *bytes) {
  const int64_t header = write_header((char *)bytes + PREFIX, net);
  for (int i = 0; i < PREFIX; i++) bytes[i] = (uint8_t)((uint64_t)header >> (8 * i));
  uint8_t *at = bytes + PREFIX + header;
  for (int32_t p = 0; p < part_count(net); p++) {
    const float *v = part_values(net, p);
    for (int64_t i = 0; i < part_size(net, p); i++, at += 4) {
      uint32_t bits;
      memcpy(&bits, &v[i], sizeof bits);
      for (int k = 0; k < 4; k++) at[k] = (uint8_t)(bits >> (8 * k));
    }
  }
  return at - bytes;
}
