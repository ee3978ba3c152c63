// Any bytes as CSV: an error with a place, or exactly as many numbers and labels as it says.
#include <math.h>
#include <stdlib.h>

#include "data.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
  const char *text = (const char *)bytes;
  static gn_csv csv;
  gn_error error;
  if (!gn_csv_look(&csv, text, (int64_t)count, &error)) {
    if (error.code == GN_OK) abort();
    return 0;
  }
  if (csv.rows < 1 || csv.size != csv.columns - 1 || csv.target >= csv.columns || csv.classes == 1) abort();
  const size_t rows = (size_t)csv.rows, numbers = rows * (size_t)csv.size;
  float *x = malloc(numbers * sizeof *x), *targets = malloc(rows * sizeof *targets);
  uint8_t *images = csv.images ? malloc(numbers) : NULL, *labels = malloc(rows);
  if (!x || !targets || !labels) abort();
  gn_csv_read(&csv, x, images, labels, targets, text, (int64_t)count);
  for (size_t i = 0; i < numbers; i++)
    if (!images && !isfinite(x[i])) abort(); // MemorySanitizer or not: every one was written
  for (size_t i = 0; i < rows; i++)
    if (csv.classes > 0 ? labels[i] >= csv.classes : !isfinite(targets[i])) abort();
  char name[8];
  for (int32_t k = 0; k < csv.classes; k++) gn_csv_class_name(&csv, name, sizeof name, k);
  for (int32_t k = 0; k < csv.columns; k++) gn_csv_column_name(&csv, name, sizeof name, k, text, (int64_t)count);
  free(x);
  free(targets);
  free(images);
  free(labels);
  return 0;
}
