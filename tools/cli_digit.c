// glassnet digit: {"strokes":[[[x,y],…],…]} per line → {"digit":d,"probabilities":[…]} per line.
#include "data.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

typedef struct drawing {
  double *xy;
  float *fitted;   // the same, of a size that floats hold well
  int32_t *points; // of each stroke
  int64_t count, strokes;
} drawing;

static void drawing_free(drawing *d) {
  free(d->xy);
  free(d->fitted);
  free(d->points);
}

static const char *read_points(const cJSON *stroke, drawing *d) {
  const cJSON *point;
  cJSON_ArrayForEach(point, stroke) {
    const cJSON *x = cJSON_IsArray(point) ? point->child : NULL, *y = x ? x->next : NULL;
    if (!x || !y || !cJSON_IsNumber(x) || !cJSON_IsNumber(y)) return "a point is [x,y], two numbers";
    d->xy[2 * d->count] = x->valuedouble;
    d->xy[2 * d->count + 1] = y->valuedouble;
    d->count++;
  }
  return NULL;
}

// NULL, or what is wrong.
static const char *read_strokes(const cJSON *json, drawing *d) {
  const cJSON *strokes = cJSON_GetObjectItemCaseSensitive(json, "strokes"), *stroke;
  if (!cJSON_IsArray(strokes)) return "a line is {\"strokes\":[[[x,y],…],…]}";
  int64_t points = 0, count = 0;
  cJSON_ArrayForEach(stroke, strokes) {
    if (!cJSON_IsArray(stroke)) return "a stroke is a list of points";
    const cJSON *point;
    cJSON_ArrayForEach(point, stroke) points++;
    count++;
  }
  if (points > INT32_MAX / 2) return "too many points";
  d->xy = malloc((size_t)(2 * points + 1) * sizeof *d->xy);
  d->fitted = malloc((size_t)(2 * points + 1) * sizeof *d->fitted);
  d->points = malloc((size_t)(count + 1) * sizeof *d->points);
  if (!d->xy || !d->fitted || !d->points) return "out of memory";
  cJSON_ArrayForEach(stroke, strokes) {
    int64_t before = d->count;
    const char *wrong = read_points(stroke, d);
    if (wrong) return wrong;
    d->points[d->strokes++] = (int32_t)(d->count - before);
  }
  return NULL;
}

// Any scale and any origin: the longer side of the ink becomes 1000, in double, before it becomes float.
static void fit(drawing *d) {
  double least[2] = {INFINITY, INFINITY}, most[2] = {-INFINITY, -INFINITY};
  for (int64_t i = 0; i < d->count; i++) {
    if (!isfinite(d->xy[2 * i]) || !isfinite(d->xy[2 * i + 1])) continue;
    for (int a = 0; a < 2; a++) {
      least[a] = fmin(least[a], d->xy[2 * i + a]);
      most[a] = fmax(most[a], d->xy[2 * i + a]);
    }
  }
  // Halves, so that the difference of the largest doubles is still one.
  double side = fmax(most[0] / 2 - least[0] / 2, most[1] / 2 - least[1] / 2);
  for (int64_t i = 0; i < d->count; i++) {
    bool finite = isfinite(d->xy[2 * i]) && isfinite(d->xy[2 * i + 1]);
    for (int a = 0; a < 2; a++) {
      double x = side > 0 ? (d->xy[2 * i + a] / 2 - least[a] / 2) / side * 1000 : 0;
      d->fitted[2 * i + a] = finite ? (float)x : NAN; // the core leaves it out
    }
  }
}

static void answer(gn_net *net, const gn_digit *digit) {
  memcpy(gn_row_values(net, gn_input_row(net, 0)), digit->pixels, sizeof digit->pixels);
  gn_forward(net, &(gn_pass){.n = 1, .batch = 1});
  int32_t row = cli_output_row(net), best = 0, n = (int32_t)cli_shape_size(gn_row_shape(net, row));
  const float *y = gn_row_values(net, row);
  for (int32_t i = 1; i < n; i++)
    if (y[i] > y[best]) best = i;
  printf("{\"digit\":%d,\"probabilities\":[", (int)best);
  for (int32_t i = 0; i < n; i++)
    if (isfinite(y[i]))
      printf("%s%.9g", i ? "," : "", (double)y[i]);
    else
      printf("%snull", i ? "," : "");
  printf("]}\n");
}

static bool read_line(gn_net *net, const char *line, size_t length, double pen) {
  cJSON *json = memchr(line, '\0', length) ? NULL : cJSON_ParseWithLengthOpts(line, length + 1, NULL, true);
  if (!json) return cli_json_error("this line is not JSON");
  drawing d = {0};
  const char *wrong = read_strokes(json, &d);
  cJSON_Delete(json);
  bool good = !wrong;
  if (wrong)
    cli_json_error(wrong);
  else {
    gn_digit digit;
    gn_error error = {0};
    char sentence[512];
    fit(&d);
    good = gn_digit_from_strokes(d.fitted, d.points, (int32_t)d.strokes, 0, (float)pen, GN_DIGIT_ALL, &digit, &error);
    if (good)
      answer(net, &digit);
    else {
      cli_explain(&error, sentence, sizeof sentence);
      cli_json_error(sentence);
    }
  }
  drawing_free(&d);
  return good;
}

int cli_digit(int argc, char **argv) {
  const char *weights = NULL, *model = NULL;
  double pen = 0;
  const cli_flag flags[] = {
      {"weights", "F", "weights (safetensors)", CLI_TEXT, &weights, 0, 0, NULL, NULL},
      {"model", "SPEC|NAME", "if the weights do not name their notation", CLI_TEXT, &model, 0, 0, NULL, NULL},
      {"pen", "W", "width of the pen, pixels of the 28 (as MNIST's)", CLI_REAL, &pen, 0, 28, NULL, NULL}};
  int code;
  if (!cli_flags(
          argc, argv,
          "glassnet digit: reads {\"strokes\":[[[x,y],…],…]} per line, y down, any scale; prints the digit seen.\n"
          "A line that cannot be used is answered by {\"error\":…}, the exit code is then 1.",
          flags, 3, &code))
    return code;
  if (!weights) {
    fprintf(stderr, "glassnet: digit wants --weights\n");
    return CLI_BAD_USAGE;
  }
  gn_net *net = cli_net(model, weights, &(gn_config){.slice = 1});
  if (!net || !cli_net_fits(net, GN_DIGIT_PIXELS, false)) {
    gn_net_free(net);
    return CLI_BAD_INPUT;
  }
  char *line = NULL;
  size_t room = 0;
  ssize_t length;
  code = CLI_DONE;
  while ((length = getline(&line, &room, stdin)) >= 0) {
    if (length > 0 && line[length - 1] == '\n') line[--length] = '\0';
    if (!read_line(net, line, (size_t)length, pen)) code = CLI_BAD_INPUT;
    fflush(stdout); // whoever asks may wait for the answer
  }
  if (ferror(stdin)) code = cli_fail("standard input cannot be read");
  free(line);
  gn_net_free(net);
  return code;
}
