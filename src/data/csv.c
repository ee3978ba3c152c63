// CSV, read twice: once to find out what it is and how much, once into the caller's memory. Nothing is allocated.
//   row = field {separator field} newline;  field = bare | '"' {any, '"' as '""'} '"'   (RFC 4180, and ; or tab)
#include "data.h"

#include <math.h>
#include <string.h>

#include "data/fail.h"

enum { MNIST_COLUMNS = GN_DIGIT_PIXELS + 1 };

typedef struct cursor {
  const char *text;
  int64_t bytes, at, line; // line: 1, 2, …
  char separator;
} cursor;

typedef struct field {
  const char *text; // still with its doubled quotes, without the outer ones and without blanks around it
  int64_t length;
  bool last; // of its row
} field;

static bool is_blank(char c, char separator) {
  return (c == ' ' || c == '\t') && c != separator;
}

static bool at_newline(const cursor *c) {
  return c->at < c->bytes && (c->text[c->at] == '\n' || c->text[c->at] == '\r');
}

static void skip_newline(cursor *c) {
  if (c->text[c->at] == '\r' && c->at + 1 < c->bytes && c->text[c->at + 1] == '\n') c->at++;
  c->at++;
  c->line++;
}

static void skip_blanks(cursor *c) {
  while (c->at < c->bytes && is_blank(c->text[c->at], c->separator)) c->at++;
}

// To the next row that has something in it. False: there is none.
static bool next_row(cursor *c) {
  while (c->at < c->bytes) {
    skip_blanks(c);
    if (!at_newline(c)) return c->at < c->bytes;
    skip_newline(c);
  }
  return false;
}

static bool quoted(cursor *c, field *f) {
  f->text = c->text + ++c->at;
  for (;; c->at++) {
    if (c->at >= c->bytes) return false;
    if (at_newline(c) && !(c->text[c->at] == '\r' && c->at + 1 < c->bytes && c->text[c->at + 1] == '\n')) c->line++;
    if (c->text[c->at] != '"') continue;
    if (c->at + 1 >= c->bytes || c->text[c->at + 1] != '"') break;
    c->at++;
  }
  f->length = c->text + c->at++ - f->text;
  skip_blanks(c);
  return c->at >= c->bytes || c->text[c->at] == c->separator || at_newline(c);
}

static void bare(cursor *c, field *f) {
  f->text = c->text + c->at;
  while (c->at < c->bytes && c->text[c->at] != c->separator && !at_newline(c)) c->at++;
  f->length = c->text + c->at - f->text;
  while (f->length > 0 && is_blank(f->text[f->length - 1], c->separator)) f->length--;
}

// False: a quote that never closes, or that text follows.
static bool next_field(cursor *c, field *f) {
  skip_blanks(c);
  if (c->at < c->bytes && c->text[c->at] == '"') {
    if (!quoted(c, f)) return false;
  } else {
    bare(c, f);
  }
  f->last = c->at >= c->bytes || at_newline(c);
  if (c->at < c->bytes) {
    if (f->last)
      skip_newline(c);
    else
      c->at++;
  }
  return true;
}

static bool digit(const field *f, int64_t i) {
  return i < f->length && f->text[i] >= '0' && f->text[i] <= '9';
}

// A number up to ±1e30 and nothing else, to 15 digits and more. Where ; separates, a comma is the decimal point. The C
// library's own reading would bring 128-bit arithmetic into the page.
static bool number(const field *f, char separator, double *value) {
  int64_t i = 0, digits = 0, power = 0, shift = 0;
  double mantissa = 0;
  bool fraction = false;
  const bool negative = f->length > 0 && f->text[0] == '-';
  if (f->length > 0 && (negative || f->text[0] == '+')) i++;
  for (; i < f->length; i++) {
    if (digit(f, i)) {
      digits++;
      if (mantissa < 1e15) { // exact so far
        mantissa = 10 * mantissa + (f->text[i] - '0');
        power -= fraction;
      } else {
        power += !fraction;
      }
    } else if (!fraction && (f->text[i] == '.' || (f->text[i] == ',' && separator == ';'))) {
      fraction = true;
    } else {
      break;
    }
  }
  if (digits == 0) return false;
  if (i < f->length && (f->text[i] == 'e' || f->text[i] == 'E')) {
    const bool small = i + 1 < f->length && f->text[i + 1] == '-';
    i += small || (i + 1 < f->length && f->text[i + 1] == '+') ? 2 : 1;
    if (!digit(f, i)) return false;
    for (; digit(f, i); i++)
      if (shift < 10000) shift = 10 * shift + (f->text[i] - '0');
    power += small ? -shift : shift;
  }
  if (i < f->length) return false;
  double scale = 1;
  for (int64_t k = power < 0 ? -power : power; k > 0 && scale < 1e300; k--) scale *= 10;
  mantissa = power < 0 ? mantissa / scale : mantissa * scale;
  if (!(mantissa <= 1e30)) return false;
  *value = negative ? -mantissa : mantissa;
  return true;
}

static bool is_word(const field *f, const char *word) {
  const int64_t length = (int64_t)strlen(word);
  if (f->length != length) return false;
  for (int64_t i = 0; i < length; i++)
    if ((f->text[i] | 0x20) != word[i]) return false;
  return true;
}

static bool names_target(const field *f) {
  return is_word(f, "label") || is_word(f, "class") || is_word(f, "target") || is_word(f, "kind");
}

static int compare(const char *a, int64_t a_length, const char *b, int64_t b_length) {
  const int order = memcmp(a, b, (size_t)(a_length < b_length ? a_length : b_length));
  return order != 0 ? order : (a_length > b_length) - (a_length < b_length);
}

// ---------------------------------------------------------------- the first pass

// The one that the first line has most of, outside quotes.
static char find_separator(const char *text, int64_t bytes, int64_t at) {
  static const char known[] = {',', ';', '\t'};
  int64_t counts[3] = {0};
  bool inside = false;
  for (; at < bytes && (inside || (text[at] != '\n' && text[at] != '\r')); at++) {
    inside ^= text[at] == '"';
    for (int k = 0; k < 3 && !inside; k++) counts[k] += text[at] == known[k];
  }
  int best = 0;
  for (int k = 1; k < 3; k++)
    if (counts[k] > counts[best]) best = k;
  return known[best];
}

static bool fail_at(gn_error *error, gn_code code, const cursor *c, int64_t line, int64_t column, const field *f) {
  data_fail2(error, code, c->at, line, column);
  if (error && f) {
    int64_t n = f->length < GN_MAX_NAME - 1 ? f->length : GN_MAX_NAME - 1;
    while (n > 0 && n < f->length && ((unsigned char)f->text[n] & 0xC0) == 0x80) n--; // no half of a character
    memcpy(error->name, f->text, (size_t)n);
  }
  return false;
}

static bool begins_with_word(cursor c) {
  field f;
  double value;
  return next_row(&c) && next_field(&c, &f) && !number(&f, c.separator, &value);
}

// Columns, header and target, from the first row. `wanted`: a column that is to be the target; −1: none is.
static bool read_first(cursor c, gn_csv *csv, int32_t wanted, gn_error *error) {
  int32_t words = 0, last_words = 0, named = -1, x = -1, y = -1;
  bool first_is_word = false, wanted_is_word = false;
  for (field f = {.last = false}; !f.last;) {
    const int64_t line = c.line;
    if (!next_field(&c, &f)) return fail_at(error, GN_CSV_QUOTE, &c, line, csv->columns + 1, NULL);
    double value;
    last_words = !number(&f, csv->separator, &value);
    words += last_words;
    if (csv->columns == 0) first_is_word = last_words;
    if (csv->columns == wanted) wanted_is_word = last_words;
    if (names_target(&f)) named = csv->columns;
    if (is_word(&f, "x")) x = csv->columns;
    if (is_word(&f, "y")) y = csv->columns;
    if (++csv->columns > GN_CSV_MAX_COLUMNS)
      return data_fail2(error, GN_CSV_TOO_WIDE, -1, csv->columns, GN_CSV_MAX_COLUMNS);
  }
  if (csv->columns < 2) return data_fail(error, GN_CSV_ONE_COLUMN, -1);
  if (named < 0 && y >= 0) {
    // Behind an x, y may be a point's second coordinate; the target is then behind them or, as words, in front.
    const int32_t last = csv->columns - 1;
    const bool point = x >= 0 && x == y - 1;
    named = !point ? y : y < last ? last : last == 2 && begins_with_word(c) ? 0 : y;
  }
  // MNIST as CSV has its labels in front, with or without a header; there a word in front is a label.
  const bool front = csv->columns == MNIST_COLUMNS && named < 0;
  csv->header = named >= 0 || words > (front ? first_is_word : last_words);
  csv->target = named >= 0 ? named : front ? 0 : csv->columns - 1;
  if (wanted >= 0 && wanted < csv->columns) {
    csv->target = wanted;
    csv->header = named >= 0 || words > wanted_is_word;
  }
  csv->size = csv->columns - 1;
  return true;
}

// The distinct texts and the distinct numbers of the target column, as long as they are few.
typedef struct tally {
  gn_csv_class words[GN_CSV_MAX_CLASSES], numbers[GN_CSV_MAX_CLASSES];
  int32_t word_count, number_count;
  bool all_numbers, all_whole;
  int64_t full_line, word_line; // where there was one word too many, and the first that is no number; 0: nowhere
  field full, word;
} tally;

static void add_class(gn_csv_class *list, int32_t *count, gn_csv_class fresh, bool by_value) {
  int32_t at = *count; // kept in order
  while (at > 0 && (by_value ? list[at - 1].value > fresh.value
                             : compare(list[at - 1].text, list[at - 1].length, fresh.text, fresh.length) > 0))
    at--;
  memmove(list + at + 1, list + at, sizeof *list * (size_t)(*count - at));
  list[at] = fresh;
  ++*count;
}

static void tally_target(tally *t, const field *f, char separator, int64_t line) {
  gn_csv_class fresh = {.text = f->text, .length = f->length, .value = 0};
  const bool is_number = number(f, separator, &fresh.value);
  if (!is_number && t->word_line == 0) {
    t->word_line = line;
    t->word = *f;
  }
  t->all_numbers &= is_number;
  t->all_whole &= is_number && floor(fresh.value) == fresh.value;
  bool known = false;
  for (int32_t k = 0; k < t->word_count && !known; k++)
    known = compare(t->words[k].text, t->words[k].length, fresh.text, fresh.length) == 0;
  if (!known && t->word_count < GN_CSV_MAX_CLASSES)
    add_class(t->words, &t->word_count, fresh, false);
  else if (!known && t->full_line == 0) {
    t->full_line = line;
    t->full = *f;
  }
  known = !is_number;
  for (int32_t k = 0; k < t->number_count && !known; k++) known = t->numbers[k].value == fresh.value;
  if (!known && t->number_count < GN_CSV_MAX_CLASSES)
    add_class(t->numbers, &t->number_count, fresh, true);
  else if (!known)
    t->all_whole = false; // too many to be classes
}

static bool settle(const tally *t, const cursor *c, gn_csv *csv, int32_t kind, gn_error *error) {
  if (kind == GN_CSV_NUMBERS && !t->all_numbers)
    return fail_at(error, GN_CSV_NUMBER, c, t->word_line, csv->target + 1, &t->word);
  csv->words = !t->all_numbers || (kind == GN_CSV_CLASSES && !t->all_whole);
  csv->classes = kind == GN_CSV_NUMBERS ? 0 : csv->words ? t->word_count : t->all_whole ? t->number_count : 0;
  if (csv->words && t->full_line > 0)
    return fail_at(error, GN_CSV_TOO_MANY, c, t->full_line, csv->target + 1, &t->full);
  if (csv->classes == 1) return data_fail(error, GN_CSV_ONE_CLASS, -1);
  memcpy(csv->names, csv->words ? t->words : t->numbers, sizeof csv->names[0] * (size_t)csv->classes);
  return data_good(error);
}

bool gn_csv_look(gn_csv *csv, const char *text, int64_t bytes, gn_error *error) {
  return gn_csv_look_at(csv, text, bytes, -1, GN_CSV_EITHER, error);
}

bool gn_csv_look_at(gn_csv *csv, const char *text, int64_t bytes, int32_t target, int32_t kind, gn_error *error) {
  *csv = (gn_csv){.begin = bytes >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0, .images = true};
  const char *zero = bytes > 0 ? memchr(text, 0, (size_t)bytes) : NULL;
  if (zero) return data_fail(error, GN_CSV_BINARY, zero - text);
  cursor c = {text, bytes, csv->begin, 1, '\0'};
  if (!next_row(&c)) return data_fail(error, GN_CSV_EMPTY, -1);
  csv->separator = c.separator = find_separator(text, bytes, c.at);
  c.at = csv->begin;
  c.line = 1;
  next_row(&c);
  csv->begin = c.at;
  csv->line = c.line;
  if (!read_first(c, csv, target, error)) return false;

  tally t = {.all_numbers = true, .all_whole = true};
  for (bool header = csv->header; next_row(&c); header = false) {
    const int64_t first_line = c.line;
    int32_t column = 0;
    for (field f = {.last = false}; !f.last; column++) {
      const int64_t line = c.line;
      double value = 0;
      if (!next_field(&c, &f)) return fail_at(error, GN_CSV_QUOTE, &c, line, column + 1, NULL);
      if (header || column >= csv->columns) continue;
      if (f.length == 0) return fail_at(error, GN_CSV_MISSING, &c, line, column + 1, NULL);
      if (column == csv->target)
        tally_target(&t, &f, c.separator, line);
      else if (!number(&f, c.separator, &value))
        return fail_at(error, GN_CSV_NUMBER, &c, line, column + 1, &f);
      else
        csv->images &= value >= 0 && value <= 255 && floor(value) == value;
    }
    if (column != csv->columns) {
      fail_at(error, GN_CSV_FIELDS, &c, first_line, column, NULL);
      if (error) error->arg[2] = csv->columns;
      return false;
    }
    csv->rows += !header;
    if (csv->rows * csv->size > GN_MAX_FLOATS)
      return data_fail2(error, GN_TOO_BIG, -1, csv->rows * csv->size, GN_MAX_FLOATS);
  }
  if (csv->rows == 0) return data_fail(error, GN_CSV_EMPTY, -1);
  csv->images &= csv->size == GN_DIGIT_PIXELS;
  return settle(&t, &c, csv, kind, error);
}

// ---------------------------------------------------------------- the second pass

static int32_t class_of(const gn_csv *csv, const field *f) {
  double value = 0;
  number(f, csv->separator, &value);
  for (int32_t k = 0; k < csv->classes; k++) {
    const gn_csv_class *c = &csv->names[k];
    if (csv->words ? compare(c->text, c->length, f->text, f->length) == 0 : c->value == value) return k;
  }
  return 0;
}

void gn_csv_read(const gn_csv *csv, float *x, uint8_t *images, uint8_t *labels, float *targets, const char *text,
                 int64_t bytes) {
  cursor c = {text, bytes, csv->begin, csv->line, csv->separator};
  bool header = csv->header;
  for (int64_t i = 0; next_row(&c); header = false) {
    int64_t at = i * csv->size;
    int32_t column = 0;
    for (field f = {.last = false}; !f.last && next_field(&c, &f); column++) {
      double value = 0;
      if (header) continue;
      if (column == csv->target && csv->classes > 0) {
        labels[i] = (uint8_t)class_of(csv, &f);
        continue;
      }
      number(&f, csv->separator, &value);
      if (column == csv->target)
        targets[i] = (float)value;
      else if (images)
        images[at++] = (uint8_t)value;
      else
        x[at++] = (float)value;
    }
    i += !header;
  }
}

// ---------------------------------------------------------------- names

// Without the doubling of quotes; the length, written with NUL if it fits.
static int64_t decode(char *name, int64_t room, const char *text, int64_t length) {
  int64_t n = 0;
  for (int64_t i = 0; i < length; i++, n++) {
    if (n < room) name[n] = text[i];
    i += text[i] == '"' && i + 1 < length && text[i + 1] == '"';
  }
  if (room > 0) name[n < room ? n : room - 1] = '\0';
  return n;
}

int64_t gn_csv_class_name(const gn_csv *csv, char *name, int64_t room, int32_t klass) {
  return decode(name, room, csv->names[klass].text, csv->names[klass].length);
}

int64_t gn_csv_column_name(const gn_csv *csv, char *name, int64_t room, int32_t column, const char *text,
                           int64_t bytes) {
  const int64_t n = csv->header ? gn_csv_field(csv, name, room, 0, column, text, bytes) : -1;
  return n >= 0 ? n : decode(name, room, "", 0);
}

int64_t gn_csv_field(const gn_csv *csv, char *name, int64_t room, int64_t row, int32_t column, const char *text,
                     int64_t bytes) {
  cursor c = {text, bytes, csv->begin, csv->line, csv->separator};
  for (int64_t i = 0; next_row(&c); i++) {
    field f = {.last = false};
    for (int32_t k = 0; !f.last && next_field(&c, &f); k++)
      if (i == row && k == column) return decode(name, room, f.text, f.length);
    if (i == row || !f.last) break;
  }
  return -1;
}
