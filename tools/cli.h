// What the subcommands of build/release/glassnet share. JSON lines go to standard output, everything else to standard
// error. Exit codes: 0 done, 1 the input cannot be used, 2 the command line cannot be used.
#ifndef CLI_H
#define CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "train.h"
#include "text.h"

enum { CLI_DONE = 0, CLI_BAD_INPUT = 1, CLI_BAD_USAGE = 2 };
enum { CLI_MAX_FLAGS = 128 };

// One subcommand: a file cli_NAME.c and a row here.
#define COMMANDS(X)                                                                                                    \
  X(train, "train a model; a line per epoch")                                                                          \
  X(eval, "loss and accuracy on the test set")                                                                         \
  X(trace, "every activation and gradient of one test sample, as safetensors")                                         \
  X(digit, "read drawings, one a line; print the digit seen in each")                                                  \
  X(generate, "go on writing where a text stops, with a model that has learnt from one")                               \
  X(models, "the shipped models and their parameter counts")                                                           \
  X(bpe, "learn a vocabulary from a text by byte-pair encoding")                                                       \
  X(tokens, "read texts, one a line; print the tokens of each")

#define X(name, help) int cli_##name(int argc, char **argv);
COMMANDS(X)
#undef X

// ---- flags (cli_flags.c)

typedef enum cli_kind { CLI_SWITCH, CLI_TEXT, CLI_WHOLE, CLI_SEED, CLI_REAL, CLI_SETTING } cli_kind;

typedef struct cli_flag {
  const char *name; // without the dashes
  const char *takes;
  const char *help;
  cli_kind kind;
  void *to;            // bool, const char *, int64_t, uint64_t, double, gn_settings
  double least, most;  // of a number
  bool *given;         // set when the flag is there, or NULL
  const char *setting; // its name in the core, or NULL
} cli_flag;

// Reads flags until the end. False: *code is the exit code, and what there is to say has been said.
bool cli_flags(int argc, char **argv, const char *summary, const cli_flag *flags, int32_t count, int *code);
bool cli_real(const char *text, double *value); // a finite number and nothing else

// ---- settings of training as flags (cli_settings.c)

#define CLI_POINTS_RATE 0.03 // of adam and adamw where points are learnt, as in the page

// A flag for each, under its name with dashes, into `to`; given (gn_setting_count()). Their number.
int32_t cli_setting_flags(cli_flag *flags, gn_settings *to, bool *given);
cli_flag cli_setting_flag(const char *name, const char *help, const char *setting, gn_settings *to, bool *given);
bool cli_set_setting(const cli_flag *flag, const char *text);  // text NULL: a switch that is just there
void cli_say_setting(const cli_flag *flag, const char *wrong); // what it takes

// ---- the line of notation (cli_line.c)

// With this loss and this activation function; NULL: its own. In memory of its own; NULL, and it has been said why.
char *cli_line(const char *line, const char *loss, const char *activation, int *code);

// ---- errors (cli_errors.c)

int cli_fail(const char *format, ...) __attribute__((format(printf, 1, 2))); // says it; CLI_BAD_INPUT
void cli_explain(const gn_error *error, char *out, size_t room);             // one English sentence
int cli_fail_error(const char *what, const gn_error *error);                 // "WHAT: sentence"
int cli_fail_notation(const char *notation, const gn_error *error);          // with a caret at the place

// ---- files (cli_files.c)

typedef struct cli_bytes {
  uint8_t *data;
  int64_t count;
} cli_bytes;

bool cli_read(const char *path, cli_bytes *bytes);
bool cli_write(const char *path, const uint8_t *data, int64_t count); // whole or not at all
bool cli_can_write(const char *path);

typedef struct cli_set { // samples, and what they lie in
  gn_data data;
  cli_bytes images, labels; // IDX files
  float *numbers, *targets;
  int32_t *tokens;
  uint8_t *pixels, *classes, *held;
  bool alone;      // there is no other to test on
  double per_byte; // of a text to test on: tokens for each of its bytes
} cli_set;

bool cli_load_set(const char *dir, const char *prefix, cli_set *set); // prefix "train" or "t10k"
void cli_free_set(cli_set *set);

// ---- sets to train on (cli_data.c)

typedef struct cli_source {
  const char *data;               // a folder of IDX files, a CSV file, plane:NAME or text:FILE
  const char *vocab;              // of a text: a vocabulary file, "gpt2"; NULL: its characters
  const char *tokens;             // of a text: a file of units; NULL: none
  int64_t window;                 // of a text: tokens of a sample
  int64_t kinds;                  // and how many the model tells apart; 0: any
  int64_t samples;                // to train on; 0: all. Of a plane: in all; 0: as many as usual
  int64_t classes;                // of a plane
  double noise;                   // of a plane
  double validation, label_noise; // shares; validation < 0: the source's own
  bool raw;                       // the numbers of a CSV file as they are
  double held;                    // of points, which are a plane's or a table's: share kept for the test
  uint64_t seed, deal;            // of the run; of points: which they are, and what becomes of each
} cli_source;

// `test` is left empty where there is no set to test on.
bool cli_load(const cli_source *from, cli_set *learn, cli_set *test);
bool cli_room_for(cli_set *set, int64_t count, int32_t size, bool images, bool classes);
// Holds samples out and spoils labels, as `from` says; `classes` of the model. Of points, some go to `test`.
bool cli_part(const cli_source *from, cli_set *learn, cli_set *test, int64_t classes);
bool cli_deal(const cli_source *from, cli_set *learn, cli_set *test); // points (cli_points.c)

// ---- texts (cli_text.c)

typedef struct cli_vocab { // one of the three
  gn_vocab *bpe;
  gn_units *units;
  int32_t *characters;
  int32_t count;  // of its tokens
  uint8_t one[4]; // the character last asked for
} cli_vocab;

bool cli_is_text(const cli_source *from);
bool cli_load_text(const cli_source *from, cli_set *learn, cli_set *test);
// What the text of `from` is cut by: the vocabulary or the units that it names, or its own characters. text: NULL, or
// gets it.
bool cli_load_vocab(const cli_source *from, cli_bytes *text, cli_vocab *vocab);
void cli_free_vocab(cli_vocab *vocab);
// −1, and it has been said why; a token of −1 is a character that there is none for.
int64_t cli_encode(const cli_vocab *vocab, const cli_bytes *text, int32_t **tokens);
int64_t cli_token_text(cli_vocab *vocab, int32_t token, const uint8_t **text); // its bytes' number

// ---- nets (cli_net.c)

const char *cli_model_notation(const char *name); // of a shipped model, or NULL
int32_t cli_model_count(void);
const char *cli_model_name(int32_t i);

// A net from `model` (a name or a notation; NULL: the notation in the weights), and weights from `weights` unless NULL.
gn_net *cli_net(const char *model, const char *weights, const gn_config *config);
// One input of `size` floats, and one target when `target`; says what does not fit.
bool cli_net_fits(const gn_net *net, int64_t size, bool target);
bool cli_set_fits(const gn_net *net, const cli_set *set);
int64_t cli_shape_size(const gn_shape *shape);
int32_t cli_output_row(const gn_net *net); // the loss row, else the last

// ---- JSON (cli_json.c)

void cli_json_text(const char *text);                   // with quotes and escapes
void cli_json_bytes(const uint8_t *text, int64_t n);    // likewise; what is not UTF-8 as U+FFFD
bool cli_is_whole(const uint8_t *text, int64_t n);      // UTF-8 throughout
int64_t cli_whole(uint8_t *text, int64_t n);            // leaves out what is not UTF-8; the bytes that are left
bool cli_json_error(const char *wrong);                 // a line {"error":…}; false
void cli_json_number(const char *key, double value);    // "key":value, every bit kept; null when not finite
void cli_json_whole(const char *key, int64_t value);    // "key":value
void cli_json_real(const char *key, double v, int dig); // "key":value to so many digits

double cli_seconds(void); // of a clock that only runs forward

#endif
