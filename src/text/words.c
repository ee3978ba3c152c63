// Words, after Unicode's annex 29 in short: letters, digits and _ in one ("naïve", "don't", "3.14"), each Chinese
// character and each Hiragana by itself, spaces in one, any other sign by itself. Marks and joined emoji stay with what
// they belong to.
#include <stdbool.h>

#include "text/classes.h"
#include "text/split.h"
#include "text/utf8.h"

enum { NON_JOINER = 0x200C, JOINER, SKIN_FIRST = 0x1F3FB, SKIN_LAST = 0x1F3FF, FLAG_A = 0x1F1E6, FLAG_Z = 0x1F1FF };

typedef struct reader {
  const uint8_t *text;
  int64_t bytes, at;
  int32_t code, length; // of the character at `at`
  text_class kind;
} reader;

static bool look(reader *r) { // false: the end
  if (r->at >= r->bytes) return false;
  r->code = utf8_read(r->text + r->at, r->bytes - r->at, &r->length);
  r->kind = text_class_of(r->code);
  return true;
}

static bool extends(const reader *r) {
  return r->kind == TEXT_MARK || r->code == NON_JOINER || r->code == JOINER ||
         (r->code >= SKIN_FIRST && r->code <= SKIN_LAST);
}

static bool half_flag(const reader *r) { // two of them are a country's
  return r->code >= FLAG_A && r->code <= FLAG_Z;
}

// What combines with the character before. A joiner takes along what it joins.
static void skip_extending(reader *r) {
  while (look(r) && extends(r)) {
    const bool joins = r->code == JOINER;
    r->at += r->length;
    if (joins && look(r) && r->kind == TEXT_OTHER) r->at += r->length;
  }
}

static bool in_word(const reader *r) {
  return r->kind == TEXT_LETTER || r->kind == TEXT_NUMBER || r->code == '_';
}

// ' between letters, . and , between digits. Leaves the reader before it when it does not join.
static bool joins(reader *r, text_class before) {
  const bool letters = r->code == '\'' || r->code == 0x2019, digits = r->code == '.' || r->code == ',';
  if (!(letters && before == TEXT_LETTER) && !(digits && before == TEXT_NUMBER)) return false;
  reader next = *r;
  next.at += r->length;
  if (!look(&next) || next.kind != before) return false;
  *r = next;
  return true;
}

int64_t word_end(const uint8_t *text, int64_t bytes, int64_t at) {
  reader r = {.text = text, .bytes = bytes, .at = at};
  look(&r);
  if (r.kind == TEXT_SPACE) {
    while (look(&r) && r.kind == TEXT_SPACE) r.at += r.length;
    return r.at;
  }
  if (!in_word(&r)) {
    const bool half = half_flag(&r);
    r.at += r.length;
    if (half && look(&r) && half_flag(&r)) r.at += r.length;
    skip_extending(&r);
    return r.at;
  }
  text_class before = r.kind;
  while (look(&r) && (in_word(&r) || joins(&r, before))) {
    before = r.kind;
    r.at += r.length;
    skip_extending(&r);
  }
  return r.at;
}
