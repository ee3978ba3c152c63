// What layers cost, against the arithmetic by hand.
#include "../check.h"
#include "look.h"

static int64_t total(const char *notation, int64_t *each, int32_t most) {
  gn_error error;
  gn_config config = {.slice = 1, .seed = 7};
  gn_net *net = gn_net_new(notation, (int64_t)strlen(notation), &config, &error);
  if (!net) {
    CHECK_FAIL("\"%s\": %s", notation, gn_code_name(error.code));
    return 0;
  }
  int64_t sum = 0;
  int32_t counted = 0;
  for (int32_t r = 0; r < gn_rows(net); r++) {
    int64_t products = gn_row_products(net, r);
    sum += products;
    if (products > 0 && counted < most) each[counted++] = products;
  }
  CHECK_INT(counted, most);
  gn_net_free(net);
  return sum;
}

// 86 % of LeNet's multiplications are its convolutions', which have 2,572 of its 61,706 parameters.
static void lenet(void) {
  int64_t each[5];
  int64_t sum =
      total("in 1 28 28; conv 6 5 pad=2; tanh; avgpool 2; conv 16 5; tanh; avgpool 2; flatten; dense 120; tanh; "
            "dense 84; tanh; dense 10; softmax_ce",
            each, 5);
  CHECK_INT(each[0], 28 * 28 * 6 * 25);
  CHECK_INT(each[1], 10 * 10 * 16 * 6 * 25);
  CHECK_INT(each[2], 400 * 120);
  CHECK_INT(each[3], 120 * 84);
  CHECK_INT(each[4], 84 * 10);
  CHECK_INT(sum, 416520);
  CHECK_NEAR((double)(each[0] + each[1]) / (double)sum, 0.86, 0.005);
}

static void at_each_place(void) {
  int64_t each[1];
  CHECK_INT(total("in 7 5; dense 3 bias=0", each, 1), 7 * 5 * 3); // at each of seven times
  CHECK_INT(total("in 3 4; a: tanh; sigmoid; mul a", each, 1), 12);
  CHECK_INT(total("in 2 9 9; conv 4 3 stride=2", each, 1), 4 * 4 * 4 * 2 * 9);
  CHECK_INT(total("in 1 8 8; upsample 2; avgpool 2; flatten; softmax", each, 0), 0);
}

static void attention(void) {
  int64_t each[2];
  // two heads, five queries, three keys of four numbers: scores, then what each query takes along
  total("q: in 2 5 4; k: in 2 3 4; from q; scores k; softmax; mix k", each, 2);
  CHECK_INT(each[0], 2 * 5 * 3 * 4);
  CHECK_INT(each[1], 2 * 5 * 4 * 3);
}

int main(void) {
  RUN(lenet);
  RUN(at_each_place);
  RUN(attention);
  return check_done();
}
