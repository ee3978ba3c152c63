// What the parts of the parser share: the place in the text, scopes and names.
#ifndef GN_PARSER_H
#define GN_PARSER_H

#include "net/build.h"
#include "net/lex.h"

enum { MAX_DEPTH = 16, MAX_STATES = 4, MAX_NAMED_INPUTS = 64 };
enum { MAX_LOOKUPS = 16 * GN_MAX_ROWS }; // of names: repeated `from` rows make no row that would count
enum { COUNT_REPEAT = OP_COUNT, COUNT_LOOP };

typedef struct state {
  char name[GN_MAX_NAME];
  int32_t row; // that holds it now
  bool set;    // by a row of this step
} state;

typedef struct scope {
  struct scope *outer;
  int32_t number;           // tells its names from those of other scopes
  char prefix[GN_MAX_NAME]; // of the names of its rows: "repeat1.0."
  char suffix[GN_MAX_NAME]; // "@7" in a loop
  int32_t x;                // what came into the block; −1 at the top
  state states[MAX_STATES];
  int32_t state_count;
  int32_t count[OP_COUNT + 2]; // rows of each operation so far, and of COUNT_REPEAT, COUNT_LOOP
} scope;

typedef struct name {
  char text[GN_MAX_NAME];
  int32_t scope, row;
} name;

typedef struct parser {
  gn_net *net;
  gn_error *error;
  const char *text;
  int64_t length;
  token now;
  scope *scope;
  int32_t scopes, depth;
  int32_t last; // row that the next one takes as its input; −1: none
  name names[GN_MAX_ROWS];
  int32_t name_count, lookups;
} parser;

// ---- the place in the text
void parser_next(parser *p);
void parser_jump(parser *p, int64_t to);
bool parser_at(const parser *p, char mark);
bool parser_row_ends(const parser *p);
bool token_is(const parser *p, token t, const char *word);

// ---- failures, always false: at a token, which is the error's name
bool parser_fail(parser *p, gn_code code, token t);
bool parser_fail_arg(parser *p, gn_code code, token t, const op *o, const char *hint, int64_t length);
bool parser_fail_limit(parser *p, gn_code code, token t, int64_t limit);

// ---- names
void name_copy(char to[GN_MAX_NAME], const char *from, int64_t length); // cut where there is no room
bool name_full(parser *p, char out[GN_MAX_NAME], const char *local, const char *suffix, token at);
bool name_free(parser *p, const char *text, token at);                 // in this block; fails if not
int32_t name_in(const parser *p, int32_t where, const char *text);     // row of a name of one scope; −1: none
int32_t name_find(parser *p, token t);                                 // row that a name means here; −1: failed
bool name_row(parser *p, const char *local, int32_t number, token at); // from now on it means this row
state *state_find(scope *s, const char *text);

// ---- rows
row_plan row_plan_of(const op *o, token start);
bool parser_add_row(parser *p, row_plan *plan, const char *local, token at);
bool parse_arg(parser *p, row_plan *plan, bool *given, int32_t i, token value);
bool parse_operation(parser *p, token start, token word, const char *given_name);
bool parse_block(parser *p, token word, const char *given_name, bool is_loop);
bool parse_rows(parser *p, token opened); // up to the brace that closes `opened`, or to the end

#endif
