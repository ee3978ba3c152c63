// IDX: 0 0 type rank | rank big-endian sizes | the numbers. The format of MNIST's files.
#include "data.h"
#include "data/fail.h"

enum { IDX_UBYTE = 8, IDX_MAX_RANK = 4 };

bool gn_idx_parse(const uint8_t *file, int64_t bytes, int32_t *rank, int32_t dims[4], const uint8_t **payload,
                  gn_error *error) {
  if (bytes < 4) return data_fail2(error, GN_FILE_TRUNCATED, -1, 4, bytes < 0 ? 0 : bytes);
  if (file[0] != 0) return data_fail(error, GN_FILE_FORMAT, 0);
  if (file[1] != 0) return data_fail(error, GN_FILE_FORMAT, 1);
  if (file[2] != IDX_UBYTE) return data_fail(error, GN_FILE_FORMAT, 2);
  const int32_t axes = file[3];
  if (axes < 1 || axes > IDX_MAX_RANK) return data_fail(error, GN_FILE_FORMAT, 3);
  const int64_t header = 4 + 4 * (int64_t)axes;
  if (bytes < header) return data_fail2(error, GN_FILE_TRUNCATED, -1, header, bytes);

  int32_t size[4] = {1, 1, 1, 1};
  int64_t total = 1;
  for (int32_t i = 0; i < axes; i++) {
    const uint8_t *p = file + 4 + 4 * i;
    const uint32_t dim = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | (uint32_t)p[3];
    // An empty file trains nothing; a product beyond 64 bits is no file.
    if (dim == 0 || dim > INT32_MAX || total > (INT64_MAX >> 8) / dim)
      return data_fail(error, GN_FILE_FORMAT, 4 + 4 * i);
    size[i] = (int32_t)dim;
    total *= dim;
  }
  if (bytes - header < total) return data_fail2(error, GN_FILE_TRUNCATED, -1, header + total, bytes);
  if (bytes - header > total) return data_fail(error, GN_FILE_FORMAT, header + total);

  *rank = axes;
  for (int32_t i = 0; i < 4; i++) dims[i] = size[i];
  *payload = file + header;
  return data_good(error);
}
