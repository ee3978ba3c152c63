// How many paths lead from a parameter to the loss: what the chain rule would sum if it kept nothing. Backpropagation
// needs one number per value instead, because each row's paths are counted from those of the rows after it.
#include "look.h"
#include "net/net.h"

#include <stdlib.h>

enum { PAGE = 256 };

// The paths that the terms of one gradient stand for. Those of row r's own gradients lie in counts from at[r] on.
static double through(const gn_net *net, const gn_pass *is, gn_ref what, const double *counts, const int64_t *at) {
  gn_term terms[PAGE];
  gn_form form;
  double paths = 0;
  int64_t total = PAGE;
  for (int64_t first = 0; first < total; first += PAGE) {
    total = gn_terms(net, is, what, first, PAGE, terms, &form);
    for (int64_t i = 0; i < PAGE && first + i < total; i++) {
      const gn_ref *from[2] = {&terms[i].value_from, &terms[i].weight_from};
      for (int k = 0; k < 2; k++) {
        if (from[k]->kind == GN_GRADIENT) paths += counts[at[from[k]->id] + from[k]->index];
        // p − y: the loss itself is reached, once
        if (from[k]->kind == GN_VALUE && what.kind == GN_GRADIENT && net->rows[from[k]->id]->op->loss) paths += 1;
      }
    }
  }
  return paths;
}

double gn_paths(const gn_net *net, const gn_pass *is, int32_t number) {
  gn_pass one = *is;
  one.n = 1;
  int64_t room = 1;
  for (int32_t r = 0; r < net->row_count; r++) room += net->rows[r]->size;
  double *counts = calloc((size_t)room, sizeof(double));
  int64_t *at = calloc((size_t)net->row_count + 1, sizeof(int64_t));
  double paths = -1;
  if (counts && at) {
    for (int32_t r = 0; r < net->row_count; r++) at[r + 1] = at[r] + net->rows[r]->size;
    for (int32_t r = net->row_count - 1; r > 0; r--)
      for (int64_t i = 0; i < net->rows[r]->size; i++)
        counts[at[r] + i] = through(net, &one, (gn_ref){GN_GRADIENT, r, 0, i}, counts, at);
    paths = 0;
    for (int64_t i = 0; i < net->params[number]->size; i++)
      paths += through(net, &one, (gn_ref){GN_PARAM_GRADIENT, number, 0, i}, counts, at);
  }
  free(at);
  free(counts);
  return paths;
}
