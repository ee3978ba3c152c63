// Units of whole characters: the characters of a text, and those tokens of a vocabulary that hold two of them or more.
#include "text.h"

int64_t gn_characters(const uint8_t *text, int64_t bytes) {
  int64_t n = 0;
  int32_t length = 1;
  for (int64_t at = 0; at < bytes; at += length, n++)
    if (gn_character(text, bytes, at, &length) < 0) return -1;
  return n;
}

int32_t gn_bpe_step_longer(gn_bpe *bpe, int32_t longer) {
  int32_t found = 0, bytes;
  for (int32_t i = 0; i < gn_bpe_merges(bpe); i++) {
    const uint8_t *text = gn_bpe_token(bpe, GN_BYTES + i, &bytes);
    found += gn_characters(text, bytes) > 1;
  }
  while (found < longer && gn_bpe_step(bpe)) {
    const uint8_t *text = gn_bpe_token(bpe, GN_BYTES + gn_bpe_merges(bpe) - 1, &bytes);
    found += gn_characters(text, bytes) > 1;
  }
  return found;
}

int32_t gn_subwords(int32_t *unit_of, const gn_vocab *vocab, int32_t alphabet) {
  const int32_t made = GN_BYTES + gn_vocab_merges(vocab);
  int32_t units = alphabet;
  for (int32_t token = 0; token < gn_vocab_tokens(vocab); token++) {
    int32_t bytes;
    const uint8_t *text = gn_vocab_token(vocab, token, &bytes);
    unit_of[token] = token < made && gn_characters(text, bytes) > 1 ? units++ : -1;
  }
  return units;
}

int64_t gn_subword_encode(int32_t *units, const int32_t *unit_of, const int32_t *characters, int32_t count,
                          const int32_t *tokens, const int32_t *ends, int64_t n, const uint8_t *text, int64_t bytes) {
  int64_t written = 0, at = 0;
  for (int64_t i = 0; i < n; i++) {
    if (ends[i] <= at) continue; // its last bytes went with a character before
    const bool begins = (i ? ends[i - 1] : 0) == at;
    if (begins && unit_of[tokens[i]] >= 0) {
      units[written++] = unit_of[tokens[i]];
      at = ends[i];
    }
    while (at < ends[i]) {
      int32_t length;
      gn_character(text, bytes, at, &length);
      gn_alphabet_encode(units + written++, characters, count, text + at, length);
      at += length;
    }
  }
  return written;
}
