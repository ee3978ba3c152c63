// The class of a code point: its plane's runs, halved until one is left.
#include "text/classes.h"

#include "text/classes_table.h"

text_class text_class_of(int32_t code) {
  if (code < 0 || code > 0x10FFFF) return TEXT_OTHER;
  if (code < 0x80) { // most of all text
    if ((uint32_t)(code | 0x20) - 'a' < 26) return TEXT_LETTER;
    if (code == ' ' || (uint32_t)code - '\t' < 5) return TEXT_SPACE;
    return (uint32_t)code - '0' < 10 ? TEXT_NUMBER : TEXT_OTHER;
  }
  int32_t low = planes[code >> 16], high = planes[(code >> 16) + 1];
  while (high - low > 1) {
    const int32_t middle = (low + high) / 2;
    if (starts[middle] <= (code & 0xFFFF))
      low = middle;
    else
      high = middle;
  }
  return (text_class)classes[low];
}
