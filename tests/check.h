// The C tests' few words. A test program is a list of RUN(case) and ends with `return check_done();`.
// Exit code is the verdict; the closing line is `N passed, N failed`.
#ifndef CHECK_H
#define CHECK_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static struct {
  int passed, failed;
  bool bad;
} check_state;

#define CHECK_FAIL(...)                                                                                                \
  do {                                                                                                                 \
    check_state.bad = true;                                                                                            \
    printf("  %s:%d: ", __FILE__, __LINE__);                                                                           \
    printf(__VA_ARGS__);                                                                                               \
    printf("\n");                                                                                                      \
  } while (0)

#define CHECK(cond)                                                                                                    \
  do {                                                                                                                 \
    if (!(cond)) CHECK_FAIL("not so: %s", #cond);                                                                      \
  } while (0)

#define CHECK_INT(got, want)                                                                                           \
  do {                                                                                                                 \
    long long got_ = (long long)(got), want_ = (long long)(want);                                                      \
    if (got_ != want_) CHECK_FAIL("%s is %lld, should be %lld", #got, got_, want_);                                    \
  } while (0)

// |got − want| ≤ tolerance; NaN never passes.
#define CHECK_NEAR(got, want, tolerance)                                                                               \
  do {                                                                                                                 \
    double got_ = (double)(got), want_ = (double)(want);                                                               \
    if (!(fabs(got_ - want_) <= (double)(tolerance)))                                                                  \
      CHECK_FAIL("%s is %.9g, should be %.9g ± %.2g", #got, got_, want_, (double)(tolerance));                         \
  } while (0)

#define CHECK_TEXT(got, want)                                                                                          \
  do {                                                                                                                 \
    const char *got_ = (got), *want_ = (want);                                                                         \
    if (strcmp(got_, want_) != 0) CHECK_FAIL("%s is \"%s\", should be \"%s\"", #got, got_, want_);                     \
  } while (0)

#define RUN(name) check_run(#name, name)

static inline void check_run(const char *name, void (*test)(void)) {
  check_state.bad = false;
  test();
  if (check_state.bad)
    check_state.failed++;
  else
    check_state.passed++;
  if (check_state.bad) printf("failed: %s\n", name);
}

static inline int check_done(void) {
  printf("%d passed, %d failed\n", check_state.passed, check_state.failed);
  return check_state.failed == 0 && check_state.passed > 0 ? 0 : 1;
}
#endif
