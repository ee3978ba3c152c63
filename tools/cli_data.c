// What there is to train on: MNIST's files, a CSV file, or points made for the purpose.
#include "data.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"

static const char PLANE[] = "plane:";
enum { USUAL_POINTS = 300 }; // as in the page

static bool is_folder(const char *path) {
  struct stat about;
  return stat(path, &about) != 0 || S_ISDIR(about.st_mode); // what is not there fails as a folder
}

bool cli_room_for(cli_set *set, int64_t count, int32_t size, bool images, bool classes) {
  const size_t n = (size_t)count;
  if (images)
    set->data.images = set->pixels = malloc(n * (size_t)size);
  else
    set->data.numbers = set->numbers = malloc(n * (size_t)size * sizeof(float));
  if (classes)
    set->data.labels = set->classes = malloc(n);
  else
    set->data.targets = set->targets = malloc(n * sizeof(float));
  set->data.count = count;
  set->data.size = size;
  set->data.target_size = classes ? 0 : 1;
  if ((set->pixels || set->numbers) && (set->classes || set->targets)) return true;
  cli_fail("out of memory");
  return false;
}

static bool load_plane(const cli_source *from, cli_set *set, int64_t count) {
  const char *name = from->data + strlen(PLANE);
  const int32_t plane = gn_plane_find(name);
  if (plane < 0) {
    char known[256] = "";
    for (int32_t i = 0; i < gn_plane_count(); i++) {
      strcat(known, i > 0 ? ", " : " ");
      strcat(known, gn_plane_name(i));
    }
    cli_fail("there is no plane \"%s\"; there are%s", name, known);
    return false;
  }
  const int32_t least = gn_plane_least_classes(plane), most = gn_plane_most_classes(plane);
  if (from->classes > 0 && (from->classes < least || from->classes > most)) {
    cli_fail("%s has %d to %d classes", name, (int)least, (int)most);
    return false;
  }
  if (!cli_room_for(set, count, gn_plane_size(plane), false, least > 0)) return false;
  gn_plane_make(set->numbers, set->classes, set->targets, plane, (int32_t)from->classes, from->noise, from->deal, 0,
                count);
  return true;
}

static bool load_csv(const cli_source *from, cli_set *set) {
  cli_bytes file;
  if (!cli_read(from->data, &file)) return false;
  gn_csv csv;
  gn_error error = {0};
  const char *text = (const char *)file.data;
  bool read = gn_csv_look(&csv, text, file.count, &error);
  if (!read) cli_fail_error(from->data, &error);
  read = read && cli_room_for(set, csv.rows, csv.size, csv.images, csv.classes > 0);
  if (read) gn_csv_read(&csv, set->numbers, set->pixels, set->classes, set->targets, text, file.count);
  free(file.data);
  set->alone = true;
  return read;
}

bool cli_load(const cli_source *from, cli_set *learn, cli_set *test) {
  if (strncmp(from->data, PLANE, strlen(PLANE)) == 0)
    return load_plane(from, learn, from->samples > 0 ? from->samples : USUAL_POINTS);
  if (cli_is_text(from)) return cli_load_text(from, learn, test);
  if (!is_folder(from->data)) return load_csv(from, learn);
  return cli_load_set(from->data, "train", learn) && cli_load_set(from->data, "t10k", test);
}

bool cli_part(const cli_source *from, cli_set *learn, cli_set *test, int64_t classes) {
  if (learn->numbers) return cli_deal(from, learn, test);
  gn_data *data = &learn->data;
  const double share = data->tokens ? 0 : from->validation >= 0 ? from->validation : learn->alone ? 0.2 : 0;
  const size_t count = (size_t)data->count;
  if (share > 0) {
    learn->held = malloc(count);
    if (learn->held) gn_data_split(learn->held, 0, data->count, share, from->seed);
    data->held = learn->held;
  }
  if (from->label_noise > 0 && data->labels) {
    uint8_t *spoiled = malloc(count);
    if (spoiled) {
      memcpy(spoiled, data->labels, count);
      gn_data_noise(spoiled, learn->held, 0, data->count, (int32_t)classes, from->label_noise, from->seed);
    }
    free(learn->classes);
    data->labels = learn->classes = spoiled;
  }
  if ((share > 0 && !data->held) || (from->label_noise > 0 && data->target_size == 0 && !data->labels)) {
    cli_fail("out of memory");
    return false;
  }
  return true;
}
