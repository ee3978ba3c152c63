// A strict reader of JSON text, piece by piece. It holds a place in the text and nothing else: no tree, no recursion,
// no memory. The caller asks for what its format allows next and stops at the first thing that is not there.
#ifndef GN_DATA_JSON_H
#define GN_DATA_JSON_H

#include <stdbool.h>
#include <stdint.h>

typedef struct json {
  const char *text;
  int64_t length, at; // at: of the next byte, or of the first that is wrong
} json;

typedef struct json_string { // still escaped; without its quotes
  const char *text;
  int64_t length;
} json_string;

// Each skips white space first and returns false, its place before the culprit, when something else comes next.
bool json_take(json *j, char piece); // one of { } [ ] : ,
bool json_take_string(json *j, json_string *s);
bool json_take_count(json *j, int64_t *n); // a whole number 0 … 2^53
bool json_end(json *j);                    // nothing but white space is left

// Writes the string without escapes, as UTF-8, with NUL if it fits into `room`; its length.
int64_t json_decode(json_string s, char *out, int64_t room);
int json_compare(json_string a, json_string b);  // of the decoded bytes
int json_order(json_string s, const char *text); // likewise, against a C string
bool json_is(json_string s, const char *text);

// Writes `text` as the inside of a JSON string; its length. out = NULL: only the length.
int64_t json_encode(char *out, const char *text);

#endif
