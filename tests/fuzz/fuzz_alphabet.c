// Any bytes as a text and, before it, as characters: what is in the alphabet is spelt back to the byte, what is not is
// said, one for each character.
#include <stdlib.h>
#include <string.h>

#include "text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void *room(size_t bytes) {
  void *made = malloc(bytes + 1);
  if (made == NULL) abort();
  return made;
}

// Each token spells the text where it stands, or is of a character that is not there.
static int64_t spell(const int32_t *characters, int32_t count, const uint8_t *text, int64_t bytes) {
  int32_t *tokens = room(sizeof *tokens * (size_t)bytes);
  int64_t at = 0, unknown = 0;
  const int64_t n = gn_alphabet_encode(tokens, characters, count, text, bytes);
  if (n > bytes) abort();
  for (int64_t i = 0; i < n; i++) {
    int32_t length;
    uint8_t one[4];
    gn_character(text, bytes, at, &length);
    if (tokens[i] < -1 || tokens[i] >= count) abort();
    if (tokens[i] < 0)
      unknown++;
    else if (gn_alphabet_text(one, characters[tokens[i]]) != length || memcmp(one, text + at, (size_t)length) != 0)
      abort();
    at += length;
  }
  if (at != bytes) abort();
  free(tokens);
  return unknown;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
  if (count < 1) return 0;
  const int64_t head = bytes[0] < count ? bytes[0] : (int64_t)count - 1;
  const uint8_t *text = bytes + 1 + head;
  const int64_t size = (int64_t)count - 1 - head;
  uint8_t *work = room((size_t)gn_alphabet_work());
  const int32_t all = gn_alphabet(NULL, 0, work, text, size);
  int32_t *characters = room(sizeof *characters * (size_t)all);
  if (all > size || gn_alphabet(characters, all, work, text, size) != all) abort();
  for (int32_t i = 1; i < all; i++)
    if (characters[i - 1] >= characters[i]) abort();
  if (spell(characters, all, text, size) != 0) abort();
  spell(characters, all, bytes + 1, head); // another text in this one's alphabet
  free(characters);
  free(work);
  return 0;
}
