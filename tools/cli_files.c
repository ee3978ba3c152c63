// Whole files in and out, and MNIST's four.
#include "data.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

bool cli_read(const char *path, cli_bytes *bytes) {
  *bytes = (cli_bytes){0};
  FILE *file = fopen(path, "rb");
  if (!file) {
    cli_fail("%s cannot be opened: %s", path, strerror(errno));
    return false;
  }
  // Grown as it comes, so that pipes can be read too.
  size_t room = 1 << 16, count = 0;
  uint8_t *data = malloc(room);
  while (data) {
    count += fread(data + count, 1, room - count, file);
    if (count < room) break;
    uint8_t *more = room < SIZE_MAX / 2 ? realloc(data, room *= 2) : NULL;
    if (!more) free(data);
    data = more;
  }
  bool read = data && !ferror(file);
  if (!data)
    cli_fail("%s does not fit into memory", path);
  else if (!read)
    cli_fail("%s cannot be read: %s", path, strerror(errno));
  fclose(file);
  if (!read) {
    free(data);
    return false;
  }
  *bytes = (cli_bytes){data, (int64_t)count};
  return true;
}

static char *part_path(const char *path) {
  size_t room = strlen(path) + sizeof ".part";
  char *part = malloc(room);
  if (part) snprintf(part, room, "%s.part", path);
  return part;
}

bool cli_can_write(const char *path) {
  char *part = part_path(path);
  FILE *file = part ? fopen(part, "wb") : NULL;
  if (!file)
    cli_fail("%s cannot be written: %s", path, strerror(errno));
  else {
    fclose(file);
    remove(part);
  }
  free(part);
  return file != NULL;
}

bool cli_write(const char *path, const uint8_t *data, int64_t count) {
  char *part = part_path(path);
  FILE *file = part ? fopen(part, "wb") : NULL;
  bool written = file && fwrite(data, 1, (size_t)count, file) == (size_t)count;
  if (file && fclose(file) != 0) written = false;
  // Renamed when complete: a run that is stopped leaves the file of before.
  if (written && rename(part, path) != 0) written = false;
  if (!written) cli_fail("%s cannot be written: %s", path, strerror(errno));
  free(part);
  return written;
}

// DIR/NAME, read and parsed as IDX of `rank` axes.
static bool load_idx(const char *dir, const char *name, int32_t rank, cli_bytes *file, int32_t dims[4],
                     const uint8_t **payload) {
  char path[4096];
  int length = snprintf(path, sizeof path, "%s/%s", dir, name);
  if (length < 0 || (size_t)length >= sizeof path) {
    cli_fail("the name of the data folder is too long");
    return false;
  }
  if (!cli_read(path, file)) return false;
  gn_error error = {0};
  int32_t found;
  if (!gn_idx_parse(file->data, file->count, &found, dims, payload, &error)) {
    cli_fail_error(path, &error);
    return false;
  }
  if (found != rank) {
    cli_fail("%s has %d axes, %d are wanted", path, found, rank);
    return false;
  }
  return true;
}

bool cli_load_set(const char *dir, const char *prefix, cli_set *set) {
  *set = (cli_set){0};
  char images[64], labels[64];
  snprintf(images, sizeof images, "%s-images-idx3-ubyte", prefix);
  snprintf(labels, sizeof labels, "%s-labels-idx1-ubyte", prefix);
  int32_t image_dims[4], label_dims[4];
  bool loaded = load_idx(dir, images, 3, &set->images, image_dims, &set->data.images) &&
                load_idx(dir, labels, 1, &set->labels, label_dims, &set->data.labels);
  if (loaded && image_dims[0] != label_dims[0]) {
    cli_fail("%s has %d pictures but %d labels", dir, image_dims[0], label_dims[0]);
    loaded = false;
  }
  if (loaded && (image_dims[0] < 1 || (int64_t)image_dims[1] * image_dims[2] > GN_MAX_DIM)) {
    cli_fail("%s holds %d pictures of %d × %d", dir, image_dims[0], image_dims[1], image_dims[2]);
    loaded = false;
  }
  if (!loaded) {
    cli_free_set(set);
    return false;
  }
  set->data.count = image_dims[0];
  set->data.size = image_dims[1] * image_dims[2];
  return true;
}

void cli_free_set(cli_set *set) {
  free(set->images.data);
  free(set->labels.data);
  free(set->numbers);
  free(set->targets);
  free(set->pixels);
  free(set->classes);
  free(set->held);
  free(set->tokens);
  *set = (cli_set){0};
}
