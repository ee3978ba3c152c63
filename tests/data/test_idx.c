// IDX files: what is read, and what each way of being broken yields.
#include "check.h"
#include "data.h"

static const uint8_t images[] = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 10, 20, 30, 40, 50, 60};

static int32_t rank, dims[4];
static const uint8_t *payload;
static gn_error error;

static void images_are_read(void) {
  CHECK(gn_idx_parse(images, sizeof images, &rank, dims, &payload, &error));
  CHECK_INT(error.code, GN_OK);
  CHECK_INT(rank, 3);
  CHECK_INT(dims[0], 2);
  CHECK_INT(dims[1], 1);
  CHECK_INT(dims[2], 3);
  CHECK_INT(dims[3], 1);
  CHECK(payload == images + 16);
}

static void labels_are_read(void) {
  const uint8_t labels[] = {0, 0, 8, 1, 0, 0, 0, 4, 7, 2, 1, 0};
  CHECK(gn_idx_parse(labels, sizeof labels, &rank, dims, &payload, &error));
  CHECK_INT(rank, 1);
  CHECK_INT(dims[0], 4);
  CHECK_INT(payload[3], 0);
}

static void every_truncation_is_told(void) {
  for (int64_t n = 0; n < (int64_t)sizeof images; n++) {
    CHECK(!gn_idx_parse(images, n, &rank, dims, &payload, &error));
    CHECK_INT(error.code, GN_FILE_TRUNCATED);
    CHECK_INT(error.arg[1], n);
    CHECK(error.arg[0] > n);
  }
}

// Byte `at` becomes `value`: a format error at that place.
static void broken(int32_t at, uint8_t value, int32_t place) {
  uint8_t copy[sizeof images];
  memcpy(copy, images, sizeof images);
  copy[at] = value;
  CHECK(!gn_idx_parse(copy, sizeof copy, &rank, dims, &payload, &error));
  CHECK_INT(error.code, GN_FILE_FORMAT);
  CHECK_INT(error.at, place);
}

static void nonsense_is_refused(void) {
  broken(0, 1, 0);    // 0x1F8B: still gzipped
  broken(1, 0x8B, 1); //
  broken(2, 0x0D, 2); // floats
  broken(3, 0, 3);    // no axes
  broken(3, 5, 3);    // too many
  broken(7, 0, 4);    // no images
  broken(4, 0x80, 4); // a negative count
  broken(7, 1, 19);   // three bytes too many
}

static void huge_sizes_do_not_overflow(void) {
  uint8_t file[20] = {0, 0, 8, 4};
  for (int i = 0; i < 16; i++) file[4 + i] = i % 4 == 0 ? 0x7F : 0xFF;
  CHECK(!gn_idx_parse(file, sizeof file, &rank, dims, &payload, &error));
  CHECK_INT(error.code, GN_FILE_FORMAT);
  const uint8_t big[] = {0, 0, 8, 2, 0x7F, 0xFF, 0xFF, 0xFF, 0, 1, 0, 0, 1, 2, 3};
  CHECK(!gn_idx_parse(big, sizeof big, &rank, dims, &payload, &error));
  CHECK_INT(error.code, GN_FILE_TRUNCATED);
  CHECK_INT(error.arg[0], 12 + 0x7FFFFFFFll * 65536);
}

int main(void) {
  RUN(images_are_read);
  RUN(labels_are_read);
  RUN(every_truncation_is_told);
  RUN(nonsense_is_refused);
  RUN(huge_sizes_do_not_overflow);
  return check_done();
}
