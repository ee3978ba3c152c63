// What the two products of attention share.
#ifndef GN_ATTEND_H
#define GN_ATTEND_H

#include "op/op.h"

bool attend_rank(const row *r, int32_t i, gn_error *error); // input i is (T,d) or (H,T,d)
bool attend_clash(const row *r, gn_error *error);           // false: its two inputs do not go together
void attend_scratch(row *r, int64_t size);                  // at least so many floats
#endif
