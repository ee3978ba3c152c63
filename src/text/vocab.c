// Reading a vocabulary file, whose bytes may be anything.
#include "text/vocab.h"

#include <assert.h>
#include <stdlib.h>

#include "data/fail.h"

typedef struct input {
  const uint8_t *file;
  int64_t bytes;
  gn_error *error;
} input;

static uint32_t u16(const uint8_t *p) {
  return p[0] | (uint32_t)p[1] << 8;
}

static uint32_t u32(const uint8_t *p) {
  return u16(p) | u16(p + 2) << 16;
}

static bool whole(const input *in, int64_t wanted) {
  return in->bytes >= wanted || data_fail2(in->error, GN_FILE_TRUNCATED, -1, wanted, in->bytes);
}

static bool malformed(const input *in, int64_t at) {
  return data_fail(in->error, GN_FILE_FORMAT, at);
}

static bool read_header(const input *in, gn_vocab *v) {
  for (int64_t i = 0; i < VOCAB_VERSION_AT && i < in->bytes; i++)
    if (in->file[i] != (uint8_t)VOCAB_MAGIC[i]) return malformed(in, i);
  if (!whole(in, VOCAB_HEADER)) return false;
  const uint32_t version = u32(in->file + VOCAB_VERSION_AT), split = u32(in->file + VOCAB_SPLIT_AT);
  if (version != GN_VOCAB_VERSION) return data_fail2(in->error, GN_FILE_VERSION, -1, version, GN_VOCAB_VERSION);
  if (split >= (uint32_t)gn_split_count()) return malformed(in, VOCAB_SPLIT_AT);
  const uint32_t merges = u32(in->file + VOCAB_MERGES_AT), specials = u32(in->file + VOCAB_SPECIALS_AT);
  const uint32_t room = GN_MAX_TOKENS - GN_BYTES;
  if (merges > room) return malformed(in, VOCAB_MERGES_AT);
  if (specials > room - merges) return malformed(in, VOCAB_SPECIALS_AT);
  v->split = (int32_t)split;
  v->merges = v->used = (int32_t)merges;
  v->specials = (int32_t)specials;
  v->bits = table_bits(v->merges);
  bool seen[GN_BYTES] = {false};
  for (int32_t i = 0; i < GN_BYTES; i++) {
    const uint8_t byte = in->file[VOCAB_BYTES_AT + i];
    if (seen[byte]) return malformed(in, VOCAB_BYTES_AT + i);
    seen[byte] = true;
    v->byte_token[byte] = (uint16_t)i;
  }
  return whole(in, VOCAB_HEADER + (int64_t)VOCAB_MERGE * v->merges + 2 * (int64_t)v->specials);
}

// Where each token's bytes begin: at (tokens + 1).
static bool read_lengths(const input *in, const gn_vocab *v, uint32_t *at) {
  for (uint32_t i = 0; i <= GN_BYTES; i++) at[i] = i;
  int64_t from = VOCAB_HEADER;
  uint32_t last = GN_BYTES;
  for (uint32_t i = 0; i < (uint32_t)v->merges; i++, last++, from += VOCAB_MERGE) {
    const uint32_t left = u16(in->file + from), right = u16(in->file + from + 2);
    if (left >= last) return malformed(in, from);
    if (right >= last) return malformed(in, from + 2);
    const uint32_t length = at[left + 1] - at[left] + at[right + 1] - at[right];
    if (length > GN_MAX_TOKEN_BYTES || at[last] + length > GN_MAX_VOCAB_BYTES) return malformed(in, from);
    at[last + 1] = at[last] + length;
  }
  for (int32_t k = 0; k < v->specials; k++, last++) {
    if (!whole(in, from + 2)) return false;
    const uint32_t length = u16(in->file + from);
    if (length > GN_MAX_TOKEN_BYTES || at[last] + length > GN_MAX_VOCAB_BYTES) return malformed(in, from);
    if (!whole(in, from + 2 + length)) return false;
    at[last + 1] = at[last] + length;
    from += 2 + length;
  }
  return from == in->bytes || malformed(in, from);
}

static bool fill(const input *in, gn_vocab *v) {
  memcpy(v->bytes, in->file + VOCAB_BYTES_AT, GN_BYTES);
  const uint8_t *from = in->file + VOCAB_HEADER;
  for (int32_t i = 0; i < v->merges; i++, from += VOCAB_MERGE) {
    const int32_t left = (int32_t)u16(from), right = (int32_t)u16(from + 2);
    const uint32_t s = vocab_slot(v, left, right);
    if (v->slots[s] != 0) return malformed(in, from - in->file);
    v->pairs[i] = (parts){(uint16_t)left, (uint16_t)right};
    v->slots[s] = (uint16_t)(GN_BYTES + i);
    uint8_t *to = v->bytes + v->at[GN_BYTES + i];
    const int32_t n = vocab_length(v, left);
    memcpy(to, v->bytes + v->at[left], (size_t)n);
    memcpy(to + n, v->bytes + v->at[right], (size_t)vocab_length(v, right));
  }
  for (int32_t k = GN_BYTES + v->merges; k < gn_vocab_tokens(v); k++) {
    memcpy(v->bytes + v->at[k], from + 2, (size_t)vocab_length(v, k));
    from += 2 + vocab_length(v, k);
  }
  return true;
}

// One block: the struct, then what has the widest numbers first.
static gn_vocab *lay(const gn_vocab *v, const uint32_t *at) {
  const size_t tokens = (size_t)gn_vocab_tokens(v), slots = (size_t)1 << v->bits;
  const size_t size = sizeof *v + (tokens + 1) * sizeof *at + (size_t)v->merges * sizeof *v->pairs +
                      slots * sizeof *v->slots + at[tokens];
  gn_vocab *made = calloc(1, size);
  if (made == NULL) return NULL;
  *made = *v;
  made->at = (uint32_t *)(made + 1);
  made->pairs = (parts *)(made->at + tokens + 1);
  made->slots = (uint16_t *)(made->pairs + v->merges);
  made->bytes = (uint8_t *)(made->slots + slots);
  memcpy(made->at, at, (tokens + 1) * sizeof *at);
  return made;
}

gn_vocab *gn_vocab_read(const uint8_t *file, int64_t bytes, gn_error *error) {
  const input in = {file, bytes, error};
  gn_vocab v = {0}, *made = NULL;
  if (!read_header(&in, &v)) return NULL;
  uint32_t *at = calloc((size_t)gn_vocab_tokens(&v) + 1, sizeof *at);
  if (at == NULL || read_lengths(&in, &v, at)) {
    data_fail(error, GN_NO_MEMORY, -1);
    made = at != NULL ? lay(&v, at) : NULL;
  }
  free(at);
  if (made == NULL) return NULL;
  if (!fill(&in, made)) {
    gn_vocab_free(made);
    return NULL;
  }
  data_good(error);
  return made;
}

void gn_vocab_free(gn_vocab *v) {
  free(v);
}

int32_t gn_vocab_tokens(const gn_vocab *v) {
  return GN_BYTES + v->merges + v->specials;
}
int32_t gn_vocab_merges(const gn_vocab *v) {
  return v->merges;
}
int32_t gn_vocab_split(const gn_vocab *v) {
  return v->split;
}

const uint8_t *gn_vocab_token(const gn_vocab *v, int32_t token, int32_t *length) {
  assert(token >= 0 && token < gn_vocab_tokens(v));
  *length = vocab_length(v, token);
  return v->bytes + v->at[token];
}

bool gn_vocab_pair(const gn_vocab *v, int32_t token, gn_pair *out) {
  if (token < GN_BYTES || token >= GN_BYTES + v->merges) return false;
  *out = (gn_pair){v->pairs[token - GN_BYTES].left, v->pairs[token - GN_BYTES].right, 0};
  return true;
}

void gn_vocab_use(gn_vocab *v, int32_t merges) {
  assert(merges >= 0 && merges <= v->merges);
  v->used = merges;
}
