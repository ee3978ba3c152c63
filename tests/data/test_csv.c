// CSV as people save it: separators, quotes, headers, targets; and where a broken one is broken.
#include <stdlib.h>

#include "../check.h"
#include "data.h"

static gn_csv csv;
static gn_error error;
static float x[64], targets[16];
static uint8_t labels[16];

static bool look(const char *text) {
  return gn_csv_look(&csv, text, (int64_t)strlen(text), &error);
}

static void take(const char *text) {
  memset(labels, 99, sizeof labels);
  if (!look(text))
    CHECK_FAIL("\"%s\": %s at line %lld, column %lld", text, gn_code_name(error.code), (long long)error.arg[0],
               (long long)error.arg[1]);
  else
    gn_csv_read(&csv, x, NULL, labels, targets, text, (int64_t)strlen(text));
}

static void refuse(const char *text, gn_code code, int64_t arg0, int64_t arg1) {
  if (look(text)) {
    CHECK_FAIL("\"%s\" was taken", text);
    return;
  }
  if (error.code != (int32_t)code || error.arg[0] != arg0 || error.arg[1] != arg1)
    CHECK_FAIL("\"%s\": %s %lld %lld, should be %s %lld %lld", text, gn_code_name(error.code), (long long)error.arg[0],
               (long long)error.arg[1], gn_code_name((int32_t)code), (long long)arg0, (long long)arg1);
}

static void check_x(const float *want, int64_t n) {
  for (int64_t i = 0; i < n; i++) CHECK_NEAR(x[i], want[i], 0);
}

static void words_are_classes(void) {
  take("sepal,petal,species\n5.1,1.4,setosa\n7,4.75,\"a, \"\"b\"\"\"\n-6e1, .5 , setosa \n");
  CHECK(csv.header && csv.words && !csv.images);
  CHECK_INT(csv.rows, 3);
  CHECK_INT(csv.size, 2);
  CHECK_INT(csv.target, 2);
  CHECK_INT(csv.classes, 2);
  check_x((const float[]){5.1f, 1.4f, 7, 4.75f, -60, 0.5f}, 6);
  CHECK(labels[0] == 1 && labels[1] == 0 && labels[2] == 1);
  char name[16];
  CHECK_INT(gn_csv_class_name(&csv, name, sizeof name, 0), 6);
  CHECK_TEXT(name, "a, \"b\"");
  CHECK_INT(gn_csv_class_name(&csv, name, 4, 1), 6);
  CHECK_TEXT(name, "set");
  const char *text = "sepal,\"pe\"\"tal\",species\n1,2,a\n3,4,b\n";
  take(text);
  CHECK_INT(gn_csv_column_name(&csv, name, sizeof name, 1, text, (int64_t)strlen(text)), 6);
  CHECK_TEXT(name, "pe\"tal");
}

static void numbers_are_classes_if_whole_and_few(void) {
  take("1,2,7\n3,4,-1\n5,6,7.0\n");
  CHECK(!csv.header && !csv.words);
  CHECK_INT(csv.classes, 2);
  CHECK(labels[0] == 1 && labels[1] == 0 && labels[2] == 1); // smallest first; 7 and 7.0 are one
  take("1,2,7\n3,4,-1.5\n");
  CHECK_INT(csv.classes, 0);
  CHECK(targets[0] == 7 && targets[1] == -1.5f);
  static char text[4096];
  for (int many = 64; many < 66; many++) {
    int n = 0;
    for (int i = 0; i < many; i++) n += snprintf(text + n, sizeof text - (size_t)n, "0,%d\n", i);
    CHECK(look(text));
    CHECK_INT(csv.classes, many == 64 ? 64 : 0);
    CHECK_INT(csv.rows, many);
  }
}

static void the_target_may_be_named(void) {
  static const char *const names[] = {"label", "Class", "TARGET", "kind", "y"};
  for (int i = 0; i < 5; i++) {
    char text[80];
    snprintf(text, sizeof text, "a,%s,b\n1,0,2\n3,1,4\n", names[i]);
    take(text);
    CHECK_INT(csv.target, 1);
    check_x((const float[]){1, 2, 3, 4}, 4);
    CHECK(labels[0] == 0 && labels[1] == 1);
  }
}

static void check_target(const char *text, int32_t target, int32_t classes) {
  if (!look(text)) {
    CHECK_FAIL("\"%s\": %s at line %lld, column %lld", text, gn_code_name(error.code), (long long)error.arg[0],
               (long long)error.arg[1]);
    return;
  }
  CHECK(csv.header);
  CHECK_INT(csv.target, target);
  CHECK_INT(csv.classes, classes);
}

// Beside an x before it, y may be the other coordinate of a point.
static void y_is_the_target_where_nothing_speaks_for_another(void) {
  check_target("x,y,kind\n1,2,red\n3,4,blue\n", 2, 2);
  check_target("kind,x,y\n1,2,3\n2,4,5\n", 0, 2);
  check_target("y,a,Label\n1,2,0\n3,4,1\n", 2, 2);
  check_target("x,y,group\n1,2,red\n3,4,blue\n", 2, 2);
  check_target("X,Y,z\n1,2,0.5\n3,4,1.5\n", 2, 0);
  check_target("x,y,z,group\n1,2,3,red\n3,4,5,blue\n", 3, 2);
  check_target("group,x,y\nred,1,2\nblue,3,4\n", 0, 2);
  check_target("group,x,y\n\n\"red\",1,2\nblue,3,4", 0, 2);
  check_target("x,y\n1,0.5\n2,1.5\n", 1, 0); // a curve
  check_target("y,x\n0.5,1\n1.5,2\n", 0, 0);
  check_target("t,x,y\n1,2,0.5\n3,4,1.5\n", 2, 0);
  check_target("x,t,y\n1,2,0.5\n3,4,1.5\n", 2, 0);
  check_target("y,x1,x2\n0.5,2,3\n1.5,4,5\n", 0, 0);
  check_target("y,x,t\n0.5,2,3\n1.5,4,5\n", 0, 0);
  refuse("t,x,y\n", GN_CSV_EMPTY, 0, 0);
  refuse("t,x,y\n\"a", GN_CSV_QUOTE, 2, 1);
}

static void separators_and_line_ends(void) {
  take("1;2,5;3\r\n\r\n4;-5;6,5\r\n  ");
  CHECK_INT(csv.separator, ';');
  check_x((const float[]){1, 2.5f, 4, -5}, 4);
  CHECK(targets[1] == 6.5f);
  take("\xEF\xBB\xBF"
       "a\ty\r1\t0\r2\t1");
  CHECK_INT(csv.separator, '\t');
  CHECK_INT(csv.rows, 2);
  check_x((const float[]){1, 2}, 2);
  take("\"a;b;c\",\"y\"\n1,0\n2,1\n"); // quoted ones do not count
  CHECK_INT(csv.separator, ',');
  take("1,\"two\nlines\"\n2,b\n");
  CHECK_INT(csv.rows, 2);
}

// Against the C library's, to the last bit of a float.
static void numbers_are_read_as_c_reads_them(void) {
  static const char *const known[] = {"0",        "-0.0",
                                      "+5",       ".5",
                                      "5.",       "3.14159265358979",
                                      "1e-3",     "1E+4",
                                      "0.001",    "123456789012345678",
                                      "2.5e-7",   "1e29",
                                      "-1e-30",   "0.1",
                                      "16777217", "0.30000001192092896",
                                      "1e-400",   "0000000000000000000000000001.5"};
  static const char *const wrong[] = {"+", "-", ".", "1e", "1e+", "1.2.3", "--1", "1 2", "e5", "inf", "1e31", "0x5"};
  char text[80];
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    snprintf(text, sizeof text, "%s,0.5\n1,1.5\n", known[i]);
    take(text);
    if (x[0] != strtof(known[i], NULL)) CHECK_FAIL("%s is read as %.9g", known[i], (double)x[0]);
  }
  for (uint32_t i = 0, bits = 1; i < 20000; i++, bits = bits * 1664525u + 1013904223u) {
    char one[32];
    snprintf(one, sizeof one, "%.*g", (int)(1 + bits % 9), ((double)bits - 2e9) * pow(10, (int)(bits >> 8) % 12 - 8));
    snprintf(text, sizeof text, "%s,0.5\n1,1.5\n", one);
    take(text);
    if (x[0] != (float)strtod(one, NULL)) CHECK_FAIL("%s is read as %.9g", one, (double)x[0]);
  }
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    snprintf(text, sizeof text, "1,0.5\n%s,1.5\n", wrong[i]);
    refuse(text, GN_CSV_NUMBER, 2, 1);
  }
}

static void mnist_is_known(void) {
  enum { ROWS = 2, WIDE = GN_DIGIT_PIXELS };
  static char text[ROWS * 4 * (WIDE + 2)];
  static uint8_t images[ROWS * WIDE];
  int n = 0;
  for (int i = 0; i < ROWS; i++) {
    n += sprintf(text + n, "%d", 5 - 5 * i); // the label in front
    for (int k = 0; k < WIDE; k++) n += sprintf(text + n, ",%d", (i * 31 + k * 7) % 256);
    n += sprintf(text + n, "\n");
  }
  CHECK(look(text));
  CHECK(csv.images);
  CHECK_INT(csv.target, 0);
  gn_csv_read(&csv, NULL, images, labels, NULL, text, n);
  CHECK(labels[0] == 1 && labels[1] == 0);
  for (int i = 0; i < ROWS * WIDE; i++) CHECK_INT(images[i], (i / WIDE * 31 + i % WIDE * 7) % 256);
  strchr(text, ',')[1] = '.'; // ".…": no pixel any more
  CHECK(!look(text) || !csv.images);
}

static void what_is_broken_is_said_with_its_place(void) {
  refuse("", GN_CSV_EMPTY, 0, 0);
  refuse("\n \r\n", GN_CSV_EMPTY, 0, 0);
  refuse("a,b,y\n", GN_CSV_EMPTY, 0, 0);
  refuse("1\n2\n", GN_CSV_ONE_COLUMN, 0, 0);
  refuse("1,2,a\n3,4\n", GN_CSV_FIELDS, 2, 2);
  CHECK_INT(error.arg[2], 3);
  refuse("1,2,a\n\n3,4,5,6\n", GN_CSV_FIELDS, 3, 4);
  refuse("a,b,y\n1,,0\n", GN_CSV_MISSING, 2, 2);
  refuse("a,b,y\n1,2,\n", GN_CSV_MISSING, 2, 3);
  refuse("a,b,y\n1,2,0\n1,two,0\n", GN_CSV_NUMBER, 3, 2);
  CHECK_TEXT(error.name, "two");
  refuse("1,2,0\nnan,2,0\n", GN_CSV_NUMBER, 2, 1);
  refuse("1,2,0\n1e99,2,0\n", GN_CSV_NUMBER, 2, 1);
  refuse("1,2,0\n0x1p3,2,0\n", GN_CSV_NUMBER, 2, 1);
  refuse("1,2,a\n1,\"2,b\n", GN_CSV_QUOTE, 2, 2);
  refuse("1,2,a\n\"1\"x,2,b\n", GN_CSV_QUOTE, 2, 1);
  refuse("1,\"a\nb\"\n2,x,y\n", GN_CSV_FIELDS, 3, 3); // lines within quotes count
  refuse("1,2,a\n3,4,a\n", GN_CSV_ONE_CLASS, 0, 0);
  CHECK(!gn_csv_look(&csv, "1,\0,2", 5, &error));
  CHECK_INT(error.code, GN_CSV_BINARY);
  CHECK_INT(error.at, 2);
  static char text[GN_CSV_MAX_COLUMNS * 2 + 8];
  int n = 0;
  for (int i = 0; i < 65; i++) n += snprintf(text + n, sizeof text - (size_t)n, "0,w%d\n", i);
  refuse(text, GN_CSV_TOO_MANY, 65, 2);
  CHECK_TEXT(error.name, "w64");
  for (int i = 0; i <= GN_CSV_MAX_COLUMNS; i++) memcpy(text + 2 * i, "1,", 3);
  refuse(text, GN_CSV_TOO_WIDE, GN_CSV_MAX_COLUMNS + 1, GN_CSV_MAX_COLUMNS);
}

static bool look_at(const char *text, int32_t target, int32_t kind) {
  return gn_csv_look_at(&csv, text, (int64_t)strlen(text), target, kind, &error);
}

static void the_target_may_be_chosen(void) {
  const char *text = "group,a,b\nred,1,2\nblue,3,4\nred,5,4\n";
  CHECK(!look_at(text, -1, GN_CSV_EITHER)); // the last column is the target, and a word no feature
  CHECK_INT(error.code, GN_CSV_NUMBER);
  CHECK_INT(csv.columns, 3);
  CHECK(look_at(text, 0, GN_CSV_EITHER));
  CHECK(csv.header && csv.words && csv.target == 0 && csv.classes == 2 && csv.rows == 3);
  gn_csv_read(&csv, x, NULL, labels, targets, text, (int64_t)strlen(text));
  check_x((const float[]){1, 2, 3, 4, 5, 4}, 6);
  CHECK(labels[0] == 1 && labels[1] == 0 && labels[2] == 1);
  CHECK(!look_at(text, 0, GN_CSV_NUMBERS));
  CHECK(error.code == GN_CSV_NUMBER && error.arg[0] == 2 && error.arg[1] == 1);
  CHECK_TEXT(error.name, "red");
  CHECK(look_at("red,1,2\nblue,3,4\n", 0, GN_CSV_EITHER));
  CHECK(!csv.header && csv.rows == 2);
}

static void what_it_is_learnt_as_may_be_chosen(void) {
  const char *text = "1,2,0\n3,4,1\n5,6,1\n";
  CHECK(look_at(text, -1, GN_CSV_NUMBERS) && csv.classes == 0);
  gn_csv_read(&csv, x, NULL, labels, targets, text, (int64_t)strlen(text));
  CHECK(targets[0] == 0 && targets[1] == 1 && targets[2] == 1);
  CHECK(look_at("1,0.5\n2,1.5\n3,0.50\n", -1, GN_CSV_CLASSES) && csv.words);
  CHECK_INT(csv.classes, 3); // as texts
  static char many[1024];
  int n = 0;
  for (int i = 0; i < 65; i++) n += snprintf(many + n, sizeof many - (size_t)n, "0,%d\n", i);
  CHECK(look_at(many, -1, GN_CSV_EITHER) && csv.classes == 0);
  CHECK(!look_at(many, -1, GN_CSV_CLASSES));
  CHECK(error.code == GN_CSV_TOO_MANY && error.arg[0] == 65);
}

static void each_field_can_be_read(void) {
  const char *text = "a,b\n\n\"x\"\"y\";,2\n3\n";
  CHECK(!look(text));
  char name[16];
  const int64_t n = (int64_t)strlen(text);
  CHECK_INT(gn_csv_field(&csv, name, sizeof name, 0, 1, text, n), 1);
  CHECK_TEXT(name, "b");
  CHECK_INT(gn_csv_field(&csv, name, sizeof name, 1, 1, text, n), -1); // text behind a quote: no field
  const char *ragged = "a,b\n\n1,2\n3\n";
  CHECK(!look(ragged));
  CHECK_INT(gn_csv_field(&csv, name, sizeof name, 1, 1, ragged, (int64_t)strlen(ragged)), 1);
  CHECK_TEXT(name, "2");
  CHECK_INT(gn_csv_field(&csv, name, sizeof name, 2, 1, ragged, (int64_t)strlen(ragged)), -1);
  CHECK_INT(gn_csv_field(&csv, name, sizeof name, 3, 0, ragged, (int64_t)strlen(ragged)), -1);
}

static void features_are_standardized_over_what_is_trained_on(void) {
  float v[] = {1, 5, 2, 5, 3, 5, 100, 7}, mean[2], deviation[2];
  const uint8_t held[] = {0, 0, 0, 1};
  gn_data_standardize(v, mean, deviation, 4, 2, held);
  CHECK_NEAR(mean[0], 2, 0);
  CHECK_NEAR(deviation[0], sqrt(2.0 / 3), 1e-7);
  CHECK_NEAR(v[0], -sqrt(1.5), 1e-6);
  CHECK_NEAR(v[6], 98 * sqrt(1.5), 1e-4);
  CHECK_NEAR(mean[1], 5, 0);
  CHECK_NEAR(deviation[1], 1, 0); // never changes
  CHECK(v[1] == 0 && v[7] == 2);
  gn_data_standardize(v, mean, deviation, 4, 2, NULL);
  CHECK_NEAR(v[0] + v[2] + v[4] + v[6], 0, 1e-5);
}

int main(void) {
  RUN(words_are_classes);
  RUN(numbers_are_classes_if_whole_and_few);
  RUN(the_target_may_be_named);
  RUN(y_is_the_target_where_nothing_speaks_for_another);
  RUN(separators_and_line_ends);
  RUN(numbers_are_read_as_c_reads_them);
  RUN(mnist_is_known);
  RUN(what_is_broken_is_said_with_its_place);
  RUN(the_target_may_be_chosen);
  RUN(what_it_is_learnt_as_may_be_chosen);
  RUN(each_field_can_be_read);
  RUN(features_are_standardized_over_what_is_trained_on);
  return check_done();
}
