// What a BPE trainer has learnt, as a vocabulary file.
#include "text/bpe.h"
#include "text/vocab.h"

static uint8_t *put_u16(uint8_t *to, int32_t x) {
  to[0] = (uint8_t)x;
  to[1] = (uint8_t)(x >> 8);
  return to + 2;
}

static uint8_t *put_u32(uint8_t *to, int32_t x) {
  return put_u16(put_u16(to, x), x >> 16);
}

int64_t gn_bpe_bytes(const gn_bpe *b) {
  return VOCAB_HEADER + (int64_t)VOCAB_MERGE * b->merges;
}

int64_t gn_bpe_save(const gn_bpe *b, uint8_t *file) {
  memcpy(file, VOCAB_MAGIC, VOCAB_VERSION_AT);
  uint8_t *to = put_u32(file + VOCAB_VERSION_AT, GN_VOCAB_VERSION);
  to = put_u32(to, b->split);
  to = put_u32(to, b->merges);
  to = put_u32(to, 0);
  memcpy(to, b->bytes, GN_BYTES);
  to += GN_BYTES;
  for (int32_t i = 0; i < b->merges; i++) to = put_u16(put_u16(to, b->learnt[i].left), b->learnt[i].right);
  return to - file;
}
