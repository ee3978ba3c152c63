// Prints web/engine/generated/layout.ts: where each field of the public structs lies, the names of the error codes and
// the headers' constants. Built as wasm32 and run under Node, so no offset is typed by hand on the page.
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "look.h"
#include "train.h"
#include "surface.h"
#include "text.h"
#include "words.h"

#define BEGIN(type) printf("  %s: {\n    bytes: %zu,\n", #type, sizeof(type))
#define FIELD(type, field) printf("    %s: %zu,\n", #field, offsetof(type, field))
#define END() printf("  },\n")
#define CONSTANT(name) printf("  %s: %lld,\n", #name, (long long)(name))

static void structs(void) {
  printf("// Bytes of each struct, and the byte at which each of its fields begins (wasm32).\n"
         "export const layout = {\n");
  BEGIN(gn_shape);
  FIELD(gn_shape, rank);
  FIELD(gn_shape, dim);
  END();
  BEGIN(gn_error);
  FIELD(gn_error, code);
  FIELD(gn_error, at);
  FIELD(gn_error, length);
  FIELD(gn_error, row);
  FIELD(gn_error, arg);
  FIELD(gn_error, limit);
  FIELD(gn_error, a);
  FIELD(gn_error, b);
  FIELD(gn_error, name);
  FIELD(gn_error, hint);
  END();
  BEGIN(gn_config);
  FIELD(gn_config, slice);
  FIELD(gn_config, flags);
  FIELD(gn_config, seed);
  FIELD(gn_config, init);
  FIELD(gn_config, gain);
  END();
  BEGIN(gn_pass);
  FIELD(gn_pass, n);
  FIELD(gn_pass, batch);
  FIELD(gn_pass, training);
  FIELD(gn_pass, targets);
  FIELD(gn_pass, step);
  FIELD(gn_pass, sample);
  END();
  BEGIN(gn_ref);
  FIELD(gn_ref, kind);
  FIELD(gn_ref, id);
  FIELD(gn_ref, sample);
  FIELD(gn_ref, index);
  END();
  BEGIN(gn_term);
  FIELD(gn_term, value);
  FIELD(gn_term, weight);
  FIELD(gn_term, value_from);
  FIELD(gn_term, weight_from);
  END();
  BEGIN(gn_data);
  FIELD(gn_data, images);
  FIELD(gn_data, numbers);
  FIELD(gn_data, labels);
  FIELD(gn_data, targets);
  FIELD(gn_data, count);
  FIELD(gn_data, size);
  FIELD(gn_data, target_size);
  FIELD(gn_data, block);
  FIELD(gn_data, held);
  FIELD(gn_data, tokens);
  FIELD(gn_data, stride);
  END();
  BEGIN(gn_csv_class);
  FIELD(gn_csv_class, text);
  FIELD(gn_csv_class, length);
  FIELD(gn_csv_class, value);
  END();
  BEGIN(gn_csv);
  FIELD(gn_csv, rows);
  FIELD(gn_csv, columns);
  FIELD(gn_csv, size);
  FIELD(gn_csv, target);
  FIELD(gn_csv, classes);
  FIELD(gn_csv, header);
  FIELD(gn_csv, words);
  FIELD(gn_csv, images);
  FIELD(gn_csv, separator);
  FIELD(gn_csv, begin);
  FIELD(gn_csv, line);
  FIELD(gn_csv, names);
  END();
  BEGIN(gn_digit);
  FIELD(gn_digit, pad);
  FIELD(gn_digit, fitted);
  FIELD(gn_digit, pixels);
  FIELD(gn_digit, box);
  FIELD(gn_digit, mass);
  FIELD(gn_digit, shift);
  END();
  BEGIN(gn_augment);
#define X(kind, name, otherwise, least, most, when)
#define A(name, otherwise, least, most) FIELD(gn_augment, name);
  GN_SETTINGS(X, A)
#undef X
#undef A
  END();
  BEGIN(gn_settings);
#define X(kind, name, otherwise, least, most, when) FIELD(gn_settings, name);
#define A(name, otherwise, least, most) FIELD(gn_settings, augment_##name);
  GN_SETTINGS(X, A)
#undef X
#undef A
  END();
  BEGIN(gn_moment);
  FIELD(gn_moment, batch);
  FIELD(gn_moment, first);
  FIELD(gn_moment, row);
  FIELD(gn_moment, backward);
  FIELD(gn_moment, update);
  END();
  BEGIN(gn_fault);
  FIELD(gn_fault, what);
  FIELD(gn_fault, value);
  FIELD(gn_fault, backward);
  FIELD(gn_fault, step);
  END();
  BEGIN(gn_spread);
  FIELD(gn_spread, count);
  FIELD(gn_spread, reach);
  END();
  BEGIN(gn_activity);
  FIELD(gn_activity, units);
  FIELD(gn_activity, silent);
  FIELD(gn_activity, flat);
  END();
  BEGIN(gn_noise);
  FIELD(gn_noise, gradient);
  FIELD(gn_noise, noise);
  END();
  BEGIN(gn_measure);
  FIELD(gn_measure, gradient);
  FIELD(gn_measure, weight);
  FIELD(gn_measure, update);
  FIELD(gn_measure, clipped);
  END();
  BEGIN(gn_check);
  FIELD(gn_check, analytic);
  FIELD(gn_check, numeric);
  FIELD(gn_check, error);
  FIELD(gn_check, loss);
  FIELD(gn_check, below);
  FIELD(gn_check, above);
  END();
  BEGIN(gn_prediction);
  FIELD(gn_prediction, change);
  FIELD(gn_prediction, gradient);
  FIELD(gn_prediction, step);
  END();
  BEGIN(gn_change);
  FIELD(gn_change, shift_x_px);
  FIELD(gn_change, shift_y_px);
  FIELD(gn_change, rotate_deg);
  FIELD(gn_change, scale);
  FIELD(gn_change, stroke_px);
  END();
  BEGIN(gn_plane_view);
  FIELD(gn_plane_view, w);
  FIELD(gn_plane_view, h);
  FIELD(gn_plane_view, across);
  FIELD(gn_plane_view, up);
  FIELD(gn_plane_view, reach);
  FIELD(gn_plane_view, rest);
  END();
  BEGIN(gn_score);
  FIELD(gn_score, count);
  FIELD(gn_score, correct);
  FIELD(gn_score, loss);
  END();
  BEGIN(gn_point);
  FIELD(gn_point, value);
  FIELD(gn_point, gradient);
  FIELD(gn_point, length);
  FIELD(gn_point, hessian);
  FIELD(gn_point, trace);
  FIELD(gn_point, determinant);
  FIELD(gn_point, eigenvalue);
  FIELD(gn_point, eigenvector);
  FIELD(gn_point, kind);
  END();
  BEGIN(gn_direction);
  FIELD(gn_direction, u);
  FIELD(gn_direction, derivative);
  FIELD(gn_direction, cosine);
  FIELD(gn_direction, steepest);
  FIELD(gn_direction, measured);
  END();
  BEGIN(gn_walk_step);
  FIELD(gn_walk_step, w);
  FIELD(gn_walk_step, value);
  FIELD(gn_walk_step, gradient);
  FIELD(gn_walk_step, m);
  FIELD(gn_walk_step, scale);
  FIELD(gn_walk_step, rate);
  FIELD(gn_walk_step, step);
  END();
  BEGIN(gn_start);
  FIELD(gn_start, from);
  FIELD(gn_start, at);
  FIELD(gn_start, value);
  FIELD(gn_start, group);
  END();
  BEGIN(gn_group);
  FIELD(gn_group, at);
  FIELD(gn_group, value);
  FIELD(gn_group, count);
  END();
  BEGIN(gn_pair);
  FIELD(gn_pair, left);
  FIELD(gn_pair, right);
  FIELD(gn_pair, count);
  END();
  BEGIN(gn_word);
  FIELD(gn_word, at);
  FIELD(gn_word, length);
  FIELD(gn_word, count);
  END();
  BEGIN(gn_words_settings);
#define X(kind, name, otherwise, least, most) FIELD(gn_words_settings, name);
  GN_WORDS_SETTINGS(X)
#undef X
  FIELD(gn_words_settings, seed);
  END();
  BEGIN(gn_words_state);
  FIELD(gn_words_state, progress);
  FIELD(gn_words_state, loss);
  FIELD(gn_words_state, read);
  FIELD(gn_words_state, pairs);
  FIELD(gn_words_state, epoch);
  FIELD(gn_words_state, rate);
  END();
  BEGIN(gn_words_pair);
  FIELD(gn_words_pair, word);
  FIELD(gn_words_pair, label);
  FIELD(gn_words_pair, score);
  END();
  printf("} as const;\n\n");
}

static void names(void) {
  printf("// codes[error.code] is the key of its sentence.\nexport const codes = [\n");
#define X(code) printf("  '%s',\n", #code);
  GN_CODES(X)
#undef X
  printf("] as const;\nexport type Code = (typeof codes)[number];\n\n");
}

static void words(void) {
  printf("// Settings of word vectors.\nexport const wordsSettings = [\n");
#define X(type, name, otherwise, least, most)                                                                          \
  printf("  { name: '%s', kind: '%s', initial: %.6g, least: %.6g, most: %.6g },\n", #name,                             \
         strcmp(#type, "float") == 0 ? "real" : "whole", (double)(otherwise), (double)(least), (double)(most));
  GN_WORDS_SETTINGS(X)
#undef X
  printf("] as const;\n\n");
}

static void constants(void) {
  printf("export const constants = {\n");
  CONSTANT(GN_FORMAT_VERSION);
  CONSTANT(GN_MAX_RANK);
  CONSTANT(GN_MAX_NAME);
  CONSTANT(GN_MAX_ROWS);
  CONSTANT(GN_MAX_NOTATION);
  CONSTANT(GN_SLICE);
  CONSTANT(GN_GRADIENTS);
  CONSTANT(GN_INPUT_GRADIENTS);
  CONSTANT(GN_OPTIMIZER);
  CONSTANT(GN_CONSTANT);
  CONSTANT(GN_VALUE);
  CONSTANT(GN_GRADIENT);
  CONSTANT(GN_PARAM);
  CONSTANT(GN_PARAM_GRADIENT);
  CONSTANT(GN_LOSS);
  CONSTANT(GN_TARGET);
  CONSTANT(GN_COST);
  CONSTANT(GN_STATE);
  CONSTANT(GN_REAL);
  CONSTANT(GN_WHOLE);
  CONSTANT(GN_SWITCH);
  CONSTANT(GN_CHOICE);
  CONSTANT(GN_NEXT_STEP);
  CONSTANT(GN_NEXT_EPOCH);
  CONSTANT(GN_FORM_NONE);
  CONSTANT(GN_FORM_SUM);
  CONSTANT(GN_FORM_FUNCTION);
  CONSTANT(GN_PLANE_CLASSES);
  CONSTANT(GN_CSV_MAX_COLUMNS);
  CONSTANT(GN_CSV_MAX_CLASSES);
  CONSTANT(GN_CSV_EITHER);
  CONSTANT(GN_CSV_CLASSES);
  CONSTANT(GN_CSV_NUMBERS);
  CONSTANT(GN_ALL);
  CONSTANT(GN_TRAINED);
  CONSTANT(GN_HELD);
  CONSTANT(GN_DIGIT_SIDE);
  CONSTANT(GN_DIGIT_BOX);
  CONSTANT(GN_DIGIT_PIXELS);
  CONSTANT(GN_DIGIT_FIT);
  CONSTANT(GN_DIGIT_CENTRE);
  CONSTANT(GN_DIGIT_ALL);
  CONSTANT(GN_SLOPING);
  CONSTANT(GN_MINIMUM);
  CONSTANT(GN_MAXIMUM);
  CONSTANT(GN_SADDLE);
  CONSTANT(GN_UNDECIDED);
  CONSTANT(GN_MAX_STARTS);
  CONSTANT(GN_BYTES);
  CONSTANT(GN_BEST_PAIRS);
  CONSTANT(GN_MAX_TOKENS);
  CONSTANT(GN_WORDS_MOST);
  CONSTANT(GN_WORDS_AXES);
#define X(NAME, name) CONSTANT(GN_SPLIT_##NAME);
  GN_SPLITS(X)
#undef X
  printf("} as const;\n");
}

int main(void) {
  printf("// Made by tools/layout.c at build; not to be edited.\n\n");
  structs();
  names();
  words();
  constants();
  return ferror(stdout) ? 1 : 0;
}
