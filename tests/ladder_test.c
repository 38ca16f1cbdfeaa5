/* Ladder weights and amplitudes: closed forms, both ends, the largest ladders, correct rounding, bad
   input. */
#include <mpfr.h>
#include <stdint.h>
#include <stdlib.h>
#include "harness.h"
#include "ladder.h"

START_TEST(weights_of_small_ladders)
{
  static const int64_t expected[3][6] = { { 0, 1, 2, 3, 4, 0 }, { 0, 4, 6, 6, 4, 0 }, { 0, 1, 1, 1, 1, 0 } };
  for (int ladder = SC_OSCILLATOR; ladder <= SC_UNIFORM; ladder++)
    for (int64_t n = 0; n <= 5; n++)
      ck_assert_int_eq(sc_ladder_weight(ladder, n, 5), expected[ladder][n]);
}
END_TEST

/* w_n = j (j + 1) - m (m - 1) with m = n - j, equation (23): in integers
   4 w_n = 2j (2j + 2) - 2m (2m - 2). */
START_TEST(spin_weight_is_the_matrix_element_of_the_lowering_operator)
{
  for (int64_t twice_j = 1; twice_j <= 60; twice_j++)
    for (int64_t n = 0; n <= twice_j + 1; n++) {
      int64_t twice_m = 2 * n - twice_j;
      ck_assert_int_eq(4 * sc_ladder_weight(SC_SPIN, n, twice_j + 1),
                       twice_j * (twice_j + 2) - twice_m * (twice_m - 2));
    }
}
END_TEST

START_TEST(largest_ladders_do_not_overflow)
{
  int64_t d = SC_LEVELS_MAX;
  ck_assert_int_eq(sc_ladder_weight(SC_SPIN, d / 2, d), (int64_t)1 << 38);
  ck_assert_int_eq(sc_ladder_weight(SC_SPIN, d - 1, d), d - 1);
  ck_assert_int_eq(sc_ladder_weight(SC_OSCILLATOR, d - 1, d), d - 1);
  for (int ladder = SC_OSCILLATOR; ladder <= SC_UNIFORM; ladder++) {
    ck_assert_int_eq(sc_ladder_weight(ladder, 0, d), 0);
    ck_assert_int_eq(sc_ladder_weight(ladder, d, d), 0);
  }
}
END_TEST

static void check_amplitudes(int ladder, int64_t d)
{
  double *f = malloc((size_t)(d + 1) * sizeof *f);
  mpfr_t root;
  mpfr_init2(root, 53);
  sc_ladder(f, ladder, d);
  for (int64_t n = 0; n <= d; n++) {
    mpfr_sqrt_ui(root, (unsigned long)sc_ladder_weight(ladder, n, d), MPFR_RNDN);
    ck_assert_msg(f[n] == mpfr_get_d(root, MPFR_RNDN), "ladder %d, level %ld of %ld", ladder, (long)n,
                  (long)d);
  }
  mpfr_clear(root);
  free(f);
}

START_TEST(amplitudes_are_correctly_rounded_roots)
{
  static const int64_t levels[] = { 2, 3, 250, 4096, SC_LEVELS_MAX };
  for (int ladder = SC_OSCILLATOR; ladder <= SC_UNIFORM; ladder++)
    check_amplitudes(ladder, levels[_i]);
}
END_TEST

START_TEST(bad_input_is_told)
{
  ck_assert(sc_ladder_valid(SC_OSCILLATOR, 2) && sc_ladder_valid(SC_UNIFORM, SC_LEVELS_MAX));
  ck_assert(!sc_ladder_valid(SC_OSCILLATOR, 1) && !sc_ladder_valid(SC_SPIN, SC_LEVELS_MAX + 1));
  ck_assert(!sc_ladder_valid(-1, 10) && !sc_ladder_valid(3, 10) && !sc_ladder_valid(SC_SPIN, -5));
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("ladder");
  TCase *tests = tcase_create("ladder");
  suite_add_tcase(suite, tests);
  tcase_set_timeout(tests, 60);
  tcase_add_test(tests, weights_of_small_ladders);
  tcase_add_test(tests, spin_weight_is_the_matrix_element_of_the_lowering_operator);
  tcase_add_test(tests, largest_ladders_do_not_overflow);
  tcase_add_loop_test(tests, amplitudes_are_correctly_rounded_roots, 0, 5);
  tcase_add_test(tests, bad_input_is_told);
  return harness_run(suite);
}
