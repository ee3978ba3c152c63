// glassnet's text: from bytes to tokens and back. The public header of src/text/, beside glassnet.h; a library of its
// own (glassnet_text), so that a page without text need not fetch it.
//
// Text is bytes, in UTF-8 where it is well-formed; no byte is ever refused or lost. gn_split_end cuts it into units
// that lie side by side and are all of it; letters, numbers and spaces are those of Unicode 17.0. Byte-pair encoding
// (BPE) begins with one token per byte: gn_bpe_step joins the most frequent pair of neighbours, once per call.
// gn_bpe_save makes a file of it, gn_vocab_read reads one, GPT-2's too; gn_encode and gn_decode work with that.
//
//   text/  utf8, classes → split (words, pieces) → corpus → pairs, bpe → vocab → encode → subwords → units
#ifndef GN_TEXT_H
#define GN_TEXT_H

#include "glassnet.h"

#define GN_MAX_TEXT ((int64_t)1 << 30) // bytes to encode or to learn from
#define GN_MAX_TOKENS 65536            // of a vocabulary
#define GN_MAX_TOKEN_BYTES 4096        // of one token
#define GN_MAX_VOCAB_BYTES (1 << 24)   // of all its tokens, end to end
#define GN_VOCAB_VERSION 1             // of vocabulary files
#define GN_UNITS_VERSION 1             // of files of units
enum { GN_BYTES = 256, GN_BEST_PAIRS = 100 };

// ---------------------------------------------------------------- units

// X(NAME, name): what text is cut into. For BPE a unit is a piece, across whose edges nothing is ever joined.
#define GN_SPLITS(X)                                                                                                   \
  X(BYTES, bytes)                                                                                                      \
  X(CHARACTERS, characters) /* code points; a byte that is not UTF-8 is one by itself */                               \
  X(WORDS, words)           /* letters and digits; spaces between; signs one by one; each Chinese character */         \
  X(GPT2, gpt2)             /* GPT-2's pieces: " word", " 123", "'s", signs, spaces */                                 \
  X(WHOLE, whole)           /* all of it */

typedef enum gn_split {
#define X(NAME, name) GN_SPLIT_##NAME,
  GN_SPLITS(X)
#undef X
} gn_split;

int32_t gn_split_count(void);
const char *gn_split_name(int32_t split);
int32_t gn_split_find(const char *name); // −1: none

// The code point of the character that begins at byte `at` < bytes, −1 where there is no UTF-8, and its length.
int32_t gn_character(const uint8_t *text, int64_t bytes, int64_t at, int32_t *length);
// Where the unit that begins at byte `at` < bytes ends. The next one begins there.
int64_t gn_split_end(int32_t split, const uint8_t *text, int64_t bytes, int64_t at);
// ends: where each unit ends; as many as there are units, at most one per byte, or NULL. Their number.
int64_t gn_split_all(int32_t *ends, int32_t split, const uint8_t *text, int64_t bytes);

// An alphabet: the different characters of a text in the order of their code points, each a token; a byte that is not
// UTF-8 is 0x110000 + itself. work (gn_alphabet_work) bytes. Returns how many there are; the first `most` are written.
int64_t gn_alphabet_work(void);
int32_t gn_alphabet(int32_t *characters, int32_t most, uint8_t *work, const uint8_t *text, int64_t bytes);
// tokens (at most one per byte): places in the alphabet, −1 for what is not in it. Their number.
int64_t gn_alphabet_encode(int32_t *tokens, const int32_t *characters, int32_t count, const uint8_t *text,
                           int64_t bytes);
int32_t gn_alphabet_text(uint8_t out[4], int32_t character); // its bytes' number

// ---------------------------------------------------------------- byte-pair encoding, learning
// P. Gage, A new algorithm for data compression (1994); over pieces of text: R. Sennrich, B. Haddow, A. Birch (2016);
// over bytes: A. Radford et al., GPT-2 (2019).

typedef struct gn_pair {
  int32_t left, right; // tokens
  int64_t count;       // neighbours like that in all of the text; "aaa" has two of (a, a)
} gn_pair;

typedef struct gn_piece { // one of the different pieces of the text, as it first appeared
  const uint8_t *text;
  int32_t bytes;
  int32_t count;  // how often it is there
  int32_t tokens; // into which it is cut now
} gn_piece;

typedef struct gn_bpe gn_bpe;

// Tokens 0..255 are the bytes; merge i makes token 256 + i. At most `merges` of them, 0..GN_MAX_TOKENS − 256. Keeps no
// pointer to the text. NULL and *error: TEXT_TOO_LONG, NO_MEMORY.
gn_bpe *gn_bpe_new(const uint8_t *text, int64_t bytes, int32_t split, int32_t merges, gn_error *error);
void gn_bpe_free(gn_bpe *bpe);
int64_t gn_bpe_memory(const gn_bpe *bpe); // bytes

// Joins the pair with the largest count everywhere, from left to right; of equal counts the one with the smaller left
// token, then the smaller right one. False: nothing to join, or as many merges as were asked for. A pair that would
// make a token longer than GN_MAX_TOKEN_BYTES is left out; so are all when GN_MAX_VOCAB_BYTES is reached.
bool gn_bpe_step(gn_bpe *bpe);
// What the next steps have to choose from: the first pairs in that order, at most GN_BEST_PAIRS. Their number.
int32_t gn_bpe_best(const gn_bpe *bpe, gn_pair *pairs, int32_t most);

int32_t gn_bpe_merges(const gn_bpe *bpe);                      // so far
void gn_bpe_merge(const gn_bpe *bpe, int32_t i, gn_pair *out); // the i-th, with its count when it was chosen
const uint8_t *gn_bpe_token(const gn_bpe *bpe, int32_t token, int32_t *length); // its bytes
int64_t gn_bpe_tokens(const gn_bpe *bpe);                                       // that all of the text takes now

int32_t gn_bpe_pieces(const gn_bpe *bpe); // that differ, in the order of their first appearance
void gn_bpe_piece(const gn_bpe *bpe, int32_t i, gn_piece *out);
int32_t gn_bpe_piece_tokens(const gn_bpe *bpe, int32_t i, int32_t *tokens); // (gn_piece.tokens)

// ---------------------------------------------------------------- vocabularies

// A vocabulary file, little-endian:
//   "GNTOKENS"            8 bytes
//   version               u32, GN_VOCAB_VERSION
//   split                 u32, a gn_split
//   merges, specials      u32, u32
//   the byte of token i   u8 × 256, each byte once
//   merge i: left, right  (u16, u16) × merges, both < 256 + i: makes token 256 + i, no pair twice
//   special k             (u16 length, its text) × specials: token 256 + merges + k
// Specials are only decoded: text that says "<|endoftext|>" is encoded as the plain text that it is.
int64_t gn_bpe_bytes(const gn_bpe *bpe); // of the file that gn_bpe_save writes, with the merges so far
int64_t gn_bpe_save(const gn_bpe *bpe, uint8_t *file);

typedef struct gn_vocab gn_vocab;

// Keeps no pointer to the file. NULL and *error: FILE_TRUNCATED, FILE_VERSION, FILE_FORMAT with its place, NO_MEMORY.
gn_vocab *gn_vocab_read(const uint8_t *file, int64_t bytes, gn_error *error);
void gn_vocab_free(gn_vocab *vocab);
int32_t gn_vocab_tokens(const gn_vocab *vocab); // 256 + merges + specials
int32_t gn_vocab_merges(const gn_vocab *vocab);
int32_t gn_vocab_split(const gn_vocab *vocab);                                        // gn_split
const uint8_t *gn_vocab_token(const gn_vocab *vocab, int32_t token, int32_t *length); // its bytes
// The pair that a token was made of, count 0. False: a byte or a special.
bool gn_vocab_pair(const gn_vocab *vocab, int32_t token, gn_pair *out);
// Encodes with the first merges only from now on: the smaller vocabulary that training would have stopped at.
void gn_vocab_use(gn_vocab *vocab, int32_t merges);

// Tokens of a text of at most GN_MAX_TEXT bytes: in each piece the earliest merge that fits, leftmost first, until none
// does. tokens (bytes): room for one per byte; ends (bytes) or NULL: where in the text each ends, and the next begins;
// work (gn_encode_work). Their number. The time grows as the text does, however long a piece is.
int64_t gn_encode(const gn_vocab *vocab, int32_t *tokens, int32_t *ends, int32_t *work, const uint8_t *text,
                  int64_t bytes);
int64_t gn_encode_work(const gn_vocab *vocab, int64_t bytes); // int32s that it needs

// How many characters a text is; −1: it begins or ends within one, or is not UTF-8.
int64_t gn_characters(const uint8_t *text, int64_t bytes);
// Units that are whole characters, for a model whose output must never end within one: an alphabet of so many
// characters, then each token of the vocabulary that is two characters or more. unit_of (gn_vocab_tokens): the unit of
// each token; −1, it is cut into its characters. Returns how many units there are.
int32_t gn_subwords(int32_t *unit_of, const gn_vocab *vocab, int32_t alphabet);
// tokens, ends (n): as gn_encode leaves them. units (at most one per byte); −1 for a character that the alphabet has
// not. Their number.
int64_t gn_subword_encode(int32_t *units, const int32_t *unit_of, const int32_t *characters, int32_t count,
                          const int32_t *tokens, const int32_t *ends, int64_t n, const uint8_t *text, int64_t bytes);

// Learns until there are so many tokens of two characters or more. Merges that only put the bytes of one character
// together do not count: of Chinese those come first. How many such tokens there are.
int32_t gn_bpe_step_longer(gn_bpe *bpe, int32_t longer);

// Units as a file, little-endian; what a small GPT has learnt is of no use without it:
//   "GN UNITS"               8 bytes
//   version                  u32, GN_UNITS_VERSION
//   characters, vocabulary   u32, u32: how many; bytes of it, 0: every unit is a character
//   character i              u32 × characters, as gn_alphabet has them, each larger than the one before
//   a vocabulary file
int64_t gn_units_bytes(int32_t characters, int64_t vocab_bytes);
int64_t gn_units_save(uint8_t *file, const int32_t *characters, int32_t count, const uint8_t *vocab,
                      int64_t vocab_bytes);

typedef struct gn_units gn_units;

// Keeps no pointer to the file. NULL and *error: FILE_TRUNCATED, FILE_VERSION, FILE_FORMAT with its place, NO_MEMORY.
gn_units *gn_units_read(const uint8_t *file, int64_t bytes, gn_error *error);
void gn_units_free(gn_units *units);
int32_t gn_units_count(const gn_units *units);      // of all
int32_t gn_units_characters(const gn_units *units); // of those, which come first
// The bytes of a unit; of a character they are written to `one`.
const uint8_t *gn_units_text(const gn_units *units, int32_t unit, uint8_t one[4], int32_t *length);
// out (bytes): units of a text of at most GN_MAX_TEXT bytes, −1 for a character that is not among them; work
// (gn_units_work int32s). Their number.
int64_t gn_units_encode(const gn_units *units, int32_t *out, int32_t *work, const uint8_t *text, int64_t bytes);
int64_t gn_units_work(const gn_units *units, int64_t bytes);

// The bytes of n tokens, NULL: none are written. Their number; −1 and *error, TOKEN, where there is no such token.
int64_t gn_decode(const gn_vocab *vocab, uint8_t *text, const int32_t *tokens, int64_t n, gn_error *error);

#endif
