// Cuts a line of notation into tokens.
#ifndef GN_LEX_H
#define GN_LEX_H

#include "glassnet.h"

typedef enum token_kind { TOKEN_END, TOKEN_BREAK, TOKEN_WORD, TOKEN_NUMBER, TOKEN_MARK, TOKEN_BAD } token_kind;

typedef struct token {
  token_kind kind;
  int64_t at, length;
  char mark; // : = { }
  double number;
} token;

// The token at or after `from`; the next one begins at token.at + token.length. TOKEN_BREAK is `;` or a line break.
token lex(const char *text, int64_t length, int64_t from);

#endif
