// Vocabulary files for tests, byte by byte as src/text.h describes them.
#ifndef VOCAB_FILE_H
#define VOCAB_FILE_H

#include <stdint.h>
#include <string.h>

enum { FILE_ROOM = 1 << 20, FILE_HEADER = 280 };

typedef struct vocab_file {
  uint8_t bytes[FILE_ROOM];
  int64_t count;
} vocab_file;

static inline void file_u16(vocab_file *f, uint32_t x) {
  f->bytes[f->count++] = (uint8_t)x;
  f->bytes[f->count++] = (uint8_t)(x >> 8);
}

static inline void file_u32(vocab_file *f, uint32_t x) {
  file_u16(f, x & 0xFFFF);
  file_u16(f, x >> 16);
}

// `first`: the byte of token 0; the others follow in order, round and round.
static inline void file_begin(vocab_file *f, uint32_t split, uint32_t merges, uint32_t specials, uint8_t first) {
  memcpy(f->bytes, "GNTOKENS", 8);
  f->count = 8;
  file_u32(f, 1);
  file_u32(f, split);
  file_u32(f, merges);
  file_u32(f, specials);
  for (int i = 0; i < 256; i++) f->bytes[f->count++] = (uint8_t)(first + i);
}

static inline void file_merge(vocab_file *f, uint32_t left, uint32_t right) {
  file_u16(f, left);
  file_u16(f, right);
}

static inline void file_special(vocab_file *f, const char *text) {
  file_u16(f, (uint32_t)strlen(text));
  memcpy(f->bytes + f->count, text, strlen(text));
  f->count += (int64_t)strlen(text);
}

#endif
