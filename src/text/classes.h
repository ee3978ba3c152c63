// Classes of Unicode's characters, as \p{L}, \p{N} and \s of JavaScript tell them; for words also marks, and the
// letters that are written without spaces between words.
#ifndef GN_TEXT_CLASSES_H
#define GN_TEXT_CLASSES_H

#include <stdbool.h>
#include <stdint.h>

typedef enum text_class {
  TEXT_OTHER,     // signs, controls, what is not assigned or not UTF-8
  TEXT_LETTER,    // \p{L}, but for
  TEXT_IDEOGRAPH, // \p{L} of Han and Hiragana
  TEXT_NUMBER,    // \p{N}
  TEXT_SPACE,     // \s of JavaScript: U+FEFF is one, U+0085 is none
  TEXT_MARK,      // \p{M}: combines with what stands before it
} text_class;

text_class text_class_of(int32_t code); // −1: TEXT_OTHER

#endif
