// Units of whole characters as a file, whose bytes may be anything, and text cut into them.
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "data/fail.h"
#include "text.h"

static const char MAGIC[] = "GN UNITS";
enum {
  VERSION_AT = 8,
  CHARACTERS_AT = 12,
  VOCAB_AT = 16,
  HEADER = 20,
  CHARACTER = 4, // bytes of one
  CHARACTER_END = 0x110000 + GN_BYTES,
};

struct gn_units {
  gn_vocab *vocab; // NULL: every unit is a character
  int32_t *unit_of;
  int32_t *token_of; // (count − alphabet): each longer unit's
  int32_t count, alphabet;
  int32_t characters[]; // (alphabet)
};

static uint8_t *put_u32(uint8_t *to, uint32_t x) {
  for (int32_t i = 0; i < 4; i++) to[i] = (uint8_t)(x >> 8 * i);
  return to + 4;
}

static uint32_t u32(const uint8_t *p) {
  return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

int64_t gn_units_bytes(int32_t characters, int64_t vocab_bytes) {
  return HEADER + (int64_t)CHARACTER * characters + vocab_bytes;
}

int64_t gn_units_save(uint8_t *file, const int32_t *characters, int32_t count, const uint8_t *vocab,
                      int64_t vocab_bytes) {
  memcpy(file, MAGIC, VERSION_AT);
  uint8_t *to = put_u32(file + VERSION_AT, GN_UNITS_VERSION);
  to = put_u32(to, (uint32_t)count);
  to = put_u32(to, (uint32_t)vocab_bytes);
  for (int32_t i = 0; i < count; i++) to = put_u32(to, (uint32_t)characters[i]);
  if (vocab_bytes > 0) memcpy(to, vocab, (size_t)vocab_bytes);
  return to + vocab_bytes - file;
}

// Where the vocabulary begins; 0: it is no such file.
static int64_t read_header(const uint8_t *file, int64_t bytes, gn_error *error) {
  for (int64_t i = 0; i < VERSION_AT && i < bytes; i++)
    if (file[i] != (uint8_t)MAGIC[i]) return data_fail(error, GN_FILE_FORMAT, i);
  if (bytes < HEADER) return data_fail2(error, GN_FILE_TRUNCATED, -1, HEADER, bytes);
  const uint32_t version = u32(file + VERSION_AT), count = u32(file + CHARACTERS_AT), vocab = u32(file + VOCAB_AT);
  if (version != GN_UNITS_VERSION) return data_fail2(error, GN_FILE_VERSION, -1, version, GN_UNITS_VERSION);
  if (count == 0 || count > CHARACTER_END) return data_fail(error, GN_FILE_FORMAT, CHARACTERS_AT);
  const int64_t wanted = gn_units_bytes((int32_t)count, vocab);
  if (bytes < wanted) return data_fail2(error, GN_FILE_TRUNCATED, -1, wanted, bytes);
  if (bytes > wanted) return data_fail(error, GN_FILE_FORMAT, wanted);
  uint32_t last = 0;
  for (int64_t i = 0; i < count; i++) {
    const int64_t at = HEADER + CHARACTER * i;
    const uint32_t c = u32(file + at);
    const bool is_half = c >= 0xD800 && c <= 0xDFFF; // of a surrogate pair
    if (c >= CHARACTER_END || is_half || (i > 0 && c <= last)) return data_fail(error, GN_FILE_FORMAT, at);
    last = c;
  }
  return wanted - vocab;
}

static gn_vocab *read_vocab(const uint8_t *file, int64_t from, int64_t bytes, gn_error *error) {
  gn_error told = {0};
  gn_vocab *vocab = gn_vocab_read(file + from, bytes - from, &told);
  if (told.at >= 0) told.at += (int32_t)from;
  if (told.code == GN_FILE_TRUNCATED)
    for (int32_t i = 0; i < 2; i++) told.arg[i] += from;
  if (vocab == NULL && error != NULL) *error = told;
  return vocab;
}

// What the longer units are.
static bool find_longer(gn_units *u) {
  const int32_t tokens = gn_vocab_tokens(u->vocab);
  u->unit_of = malloc((size_t)tokens * sizeof *u->unit_of);
  u->token_of = malloc((size_t)tokens * sizeof *u->token_of);
  if (u->unit_of == NULL || u->token_of == NULL) return false;
  u->count = gn_subwords(u->unit_of, u->vocab, u->alphabet);
  for (int32_t token = 0; token < tokens; token++)
    if (u->unit_of[token] >= 0) u->token_of[u->unit_of[token] - u->alphabet] = token;
  return true;
}

gn_units *gn_units_read(const uint8_t *file, int64_t bytes, gn_error *error) {
  const int64_t from = read_header(file, bytes, error);
  if (from == 0) return NULL;
  const int32_t alphabet = (int32_t)((from - HEADER) / CHARACTER);
  gn_vocab *vocab = from < bytes ? read_vocab(file, from, bytes, error) : NULL;
  if (from < bytes && vocab == NULL) return NULL;
  gn_units *u = calloc(1, sizeof *u + (size_t)alphabet * sizeof *u->characters);
  if (u != NULL) {
    u->vocab = vocab;
    u->alphabet = u->count = alphabet;
    for (int32_t i = 0; i < alphabet; i++) u->characters[i] = (int32_t)u32(file + HEADER + CHARACTER * i);
  } else {
    gn_vocab_free(vocab);
  }
  if (u == NULL || (vocab != NULL && !find_longer(u))) {
    gn_units_free(u);
    data_fail(error, GN_NO_MEMORY, -1);
    return NULL;
  }
  data_good(error);
  return u;
}

void gn_units_free(gn_units *u) {
  if (u == NULL) return;
  gn_vocab_free(u->vocab);
  free(u->unit_of);
  free(u->token_of);
  free(u);
}

int32_t gn_units_count(const gn_units *u) {
  return u->count;
}
int32_t gn_units_characters(const gn_units *u) {
  return u->alphabet;
}

const uint8_t *gn_units_text(const gn_units *u, int32_t unit, uint8_t one[4], int32_t *length) {
  assert(unit >= 0 && unit < u->count);
  if (unit >= u->alphabet) return gn_vocab_token(u->vocab, u->token_of[unit - u->alphabet], length);
  *length = gn_alphabet_text(one, u->characters[unit]);
  return one;
}

int64_t gn_units_work(const gn_units *u, int64_t bytes) {
  return u->vocab == NULL ? 0 : 2 * bytes + gn_encode_work(u->vocab, bytes);
}

int64_t gn_units_encode(const gn_units *u, int32_t *out, int32_t *work, const uint8_t *text, int64_t bytes) {
  if (u->vocab == NULL) return gn_alphabet_encode(out, u->characters, u->alphabet, text, bytes);
  int32_t *tokens = work, *ends = work + bytes;
  const int64_t n = gn_encode(u->vocab, tokens, ends, work + 2 * bytes, text, bytes);
  return gn_subword_encode(out, u->unit_of, u->characters, u->alphabet, tokens, ends, n, text, bytes);
}
