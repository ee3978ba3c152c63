// A gn_error as an English sentence, and the place in a notation with a caret beneath it.
#include "data.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"

int cli_fail(const char *format, ...) {
  va_list list;
  va_start(list, format);
  fprintf(stderr, "glassnet: ");
  vfprintf(stderr, format, list);
  fprintf(stderr, "\n");
  va_end(list);
  return CLI_BAD_INPUT;
}

// "1 × 28 × 28"
static const char *shape_text(const gn_shape *shape, char *out, size_t room) {
  size_t used = 0;
  out[0] = '\0';
  for (int32_t i = 0; i < shape->rank && i < GN_MAX_RANK && used < room; i++)
    used += (size_t)snprintf(out + used, room - used, "%s%d", i ? " × " : "", (int)shape->dim[i]);
  if (shape->rank <= 0) snprintf(out, room, "one number");
  return out;
}

static const char *nearest(const gn_error *e, char *out, size_t room) {
  out[0] = '\0';
  if (e->hint[0]) snprintf(out, room, "; did you mean %s?", e->hint);
  return out;
}

void cli_explain(const gn_error *e, char *out, size_t room) {
  char a[80], b[80], hint[GN_MAX_NAME + 20];
  shape_text(&e->a, a, sizeof a);
  shape_text(&e->b, b, sizeof b);
  nearest(e, hint, sizeof hint);
  const char *name = e->name, *key = e->hint;
  long long n0 = e->arg[0], n1 = e->arg[1], n2 = e->arg[2];
#define SAY(code, ...)                                                                                                 \
  case GN_##code:                                                                                                      \
    snprintf(out, room, __VA_ARGS__);                                                                                  \
    return
  switch ((gn_code)e->code) {
    SAY(OK, "no error");
    SAY(NO_MEMORY, "out of memory");
    SAY(TOO_BIG, "this would need %lld numbers in memory, %lld are allowed", n0, n1);
    SAY(EMPTY, "there is nothing in the text");
    SAY(TOO_LONG, "the text has %lld bytes, %lld are allowed", n0, n1);
    SAY(TOO_MANY_ROWS, "more than %lld rows, repeats and loops written out", n0);
    SAY(TOO_DEEP, "braces nested deeper than %lld", n0);
    SAY(UNEXPECTED, "\"%s\" does not belong here", name);
    SAY(NAME_TOO_LONG, "a name has %lld characters at most", n0);
    SAY(PATH_TOO_LONG, "with the blocks around it, its full name (repeat1.0.…) has more than %lld characters", n0);
    SAY(UNKNOWN_OP, "there is no operation \"%s\"%s", name, hint);
    SAY(UNKNOWN_NAME, "no row before this one is called \"%s\"", name);
    SAY(DUPLICATE_NAME, "\"%s\" is the name of another row already", name);
    SAY(RESERVED_NAME, "\"%s\" cannot be the name of this row", name);
    SAY(MISSING_ARG, "%s wants %s", name, key);
    SAY(EXTRA_ARG, "%s has no place for \"%s\"", name, key);
    SAY(UNKNOWN_KEY, "%s has no setting %s", name, key);
    SAY(DUPLICATE_KEY, "%s is given %s twice", name, key);
    SAY(BAD_NUMBER, "\"%s\" is not a number that can be used here", name);
    SAY(BAD_WORD, "%s cannot be \"%s\"", key, name);
    SAY(OUT_OF_RANGE, "%s goes from %.12g to %.12g", key, e->limit[0], e->limit[1]);
    SAY(NOT_WHOLE, "%s is a whole number", key);
    SAY(UNCLOSED, "this brace is never closed");
    SAY(UNOPENED, "this brace closes nothing");
    SAY(NO_INPUT, "%s has no input: a model begins with an \"in\" row", name);
  case GN_INPUTS:
    if (n0 == n1)
      snprintf(out, room, "%s takes %lld inputs, here it has %lld", name, n0, n2);
    else
      snprintf(out, room, "%s takes %lld to %lld inputs, here it has %lld", name, n0, n1, n2);
    return;
    SAY(AFTER_LOSS, "%s stands behind a loss row, which has no successors", name);
    SAY(RANK, "%s wants an input of %lld axes, here it is %s", name, n0, a);
    SAY(DENSE_ON_IMAGE, "dense wants a list of numbers, here it gets %s: put flatten before it", a);
    SAY(SHAPES_DIFFER, "%s cannot join %s and %s", name, a, b);
    SAY(WINDOW_TOO_BIG, "%s looks through a window of %lld, but its input with padding has only %lld (%s)", name, n0,
        n1, a);
    SAY(WINDOW_PAD, "%s: padding of %lld is more than half of the window of %lld", name, n1, n0);
    SAY(UNSUPPORTED, "%s: %s can only be %lld yet", name, key, n0);
    SAY(LOOP_INPUT, "a loop runs over time steps × features, here it gets %s", a);
    SAY(LOOP_STATE, "no row of the loop is called \"%s\", so this state would never change", name);
    SAY(STATE_SHAPE, "the state \"%s\" is %s but is set to %s", name, a, b);
    SAY(SHARED_SHAPE, "the weight of \"%s\" is %s, here %s is wanted", name, b, a);
    SAY(NO_WEIGHT, "\"%s\" has no weight to share", name);
    SAY(NEEDS_EMBED, "%s cannot take integers: put embed before it", name);
    SAY(NEEDS_IDS, "%s wants integers: a row \"in T ids=V\" before it, here it gets %s", name, a);
    SAY(NOT_DIVISIBLE, "%s: %lld does not divide the last axis of %s", name, n0, a);
    SAY(FILE_TRUNCATED, "the file is cut off: %lld bytes wanted, %lld there", n0, n1);
    SAY(FILE_FORMAT, "the file stops making sense at byte %d", (int)e->at);
    SAY(FILE_VERSION, "the file has format version %lld, this program reads %lld", n0, n1);
    SAY(FILE_TYPE, "tensor %s is %s; only F32 is read", name, key);
    SAY(TENSOR_MISSING, "the file has no tensor %s", name);
    SAY(TENSOR_SHAPE, "tensor %s is %s in the file, the model wants %s", name, b, a);
    SAY(NOT_FINITE, "tensor %s holds a number that is not finite, at index %lld", name, n0);
    SAY(NORM_SLICE, "%s trains on a whole batch at once: %lld samples are asked for, there is room for %lld", name, n0,
        n1);
    SAY(DATA_ENDS, "to be trained a model has one input and ends in one loss; this one has %lld and %lld", n0, n1);
    SAY(DATA_FIT, "the model takes %s numbers, a sample has %lld", a, n0);
    SAY(LABEL, "sample %lld is of class %lld, the model tells %lld classes apart", n2, n0, n1);
    SAY(TARGET_FIT, "a sample's target has %lld numbers, the model answers with %lld", n0, n1);
    SAY(NO_CLASSES, "%s wants classes, the data has numbers: take mse", name);
    SAY(NO_SAMPLES, "there are no samples to train on");
    SAY(CSV_EMPTY, "there is no row of data in it");
    SAY(CSV_BINARY, "this is no text: byte %d is zero", (int)e->at);
    SAY(CSV_ONE_COLUMN, "there is only one column; wanted are features and a target, between commas");
    SAY(CSV_TOO_WIDE, "there are %lld columns or more, %lld are allowed", n0, n1);
    SAY(CSV_QUOTE, "line %lld, column %lld: the quotes do not end where the field does", n0, n1);
    SAY(CSV_FIELDS, "line %lld has %lld fields, the first row has %lld", n0, n1, n2);
    SAY(CSV_MISSING, "line %lld, column %lld: there is nothing in the field", n0, n1);
    SAY(CSV_NUMBER, "line %lld, column %lld: \"%s\" is not a number that can be used", n0, n1, name);
    SAY(CSV_TOO_MANY, "line %lld, column %lld: with \"%s\" the target has more than %d classes", n0, n1, name,
        GN_CSV_MAX_CLASSES);
    SAY(CSV_ONE_CLASS, "the target is the same in every row");
    SAY(TEXT_TOO_LONG, "the text has %lld bytes, %lld are allowed", n0, n1);
    SAY(TOKEN, "there is no token %lld: the vocabulary has %lld, from 0 on", n0, n1);
    SAY(NO_INK, "there is nothing drawn");
    SAY(PICTURE, "a picture of %lld × %lld cannot be used", n0, n1);
  }
#undef SAY
  snprintf(out, room, "error %d", (int)e->code);
}

int cli_fail_error(const char *what, const gn_error *error) {
  char sentence[512];
  cli_explain(error, sentence, sizeof sentence);
  return cli_fail("%s: %s", what, sentence);
}

// Bytes of a UTF-8 character that do not begin it take no column.
static bool begins(char c) {
  return ((unsigned char)c & 0xC0) != 0x80;
}

int cli_fail_notation(const char *notation, const gn_error *error) {
  cli_fail_error("notation", error);
  int32_t length = (int32_t)strlen(notation), at = error->at;
  if (at < 0 || at > length) return CLI_BAD_INPUT;
  enum { BEFORE = 60, AFTER = 40 };
  int32_t from = at, to = at;
  while (from > 0 && at - from < BEFORE && notation[from - 1] != '\n') from--;
  while (from < at && !begins(notation[from])) from++;
  while (to < length && to - at < AFTER && notation[to] != '\n') to++;
  while (to < length && !begins(notation[to])) to++;
  fputs("  ", stderr);
  for (int32_t i = from; i < to; i++) fputc((unsigned char)notation[i] < 0x20 ? ' ' : notation[i], stderr);
  fputs("\n  ", stderr);
  for (int32_t i = from; i < at; i++)
    if (begins(notation[i])) fputc(' ', stderr);
  fputc('^', stderr);
  for (int32_t i = at + 1; i < at + error->length && i < to; i++)
    if (begins(notation[i])) fputc('~', stderr);
  fputc('\n', stderr);
  return CLI_BAD_INPUT;
}
