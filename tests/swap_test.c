/* Swap tables against MPFR: the bound of sc_swap_error on easy, large, tiny and adversarial angles. */
#include <math.h>
#include <mpfr.h>
#include <stdint.h>
#include <stdlib.h>
#include "harness.h"
#include "ladder.h"
#include "swap.h"

#define PRECISION 256
#define U 0x1p-53
static const double pi = 0x1.921fb54442d18p+1;

/* |value - exact| as a double, rounded up. */
static double distance(double value, mpfr_t exact)
{
  mpfr_t difference;
  mpfr_init2(difference, PRECISION);
  mpfr_sub_d(difference, exact, value, MPFR_RNDN);
  mpfr_abs(difference, difference, MPFR_RNDN);
  double result = mpfr_get_d(difference, MPFR_RNDU);
  mpfr_clear(difference);
  return result;
}

/* Worst error of level n of the tables against sqrt(weight) theta, in exact arithmetic up to PRECISION
   bits. */
static double worst_error(double c, double s, int64_t weight, double theta)
{
  mpfr_t angle, sine, cosine;
  mpfr_inits2(PRECISION, angle, sine, cosine, (mpfr_ptr)0);
  mpfr_sqrt_ui(angle, (unsigned long)weight, MPFR_RNDN);
  mpfr_mul_d(angle, angle, theta, MPFR_RNDN);
  mpfr_sin_cos(sine, cosine, angle, MPFR_RNDN);
  double error = fmax(distance(c, cosine), distance(s, sine));
  mpfr_clears(angle, sine, cosine, (mpfr_ptr)0);
  return error;
}

/* On the uniform ladder f = 1, so the angle is exact: only reduction and polynomials err, by 2.22 u at any
   angle. */
static double bound(int ladder, double f, double theta)
{
  return ladder == SC_UNIFORM ? 2.22 * U : sc_swap_error(f, theta);
}

/* Every checked level of a table stays within its own bound, has c^2 + s^2 = 1 within 3 u, and lies in
   [-1, 1]. */
static void check_table(int ladder, int64_t d, double theta, int64_t stride)
{
  double *f = malloc((size_t)(d + 1) * sizeof *f);
  double *c = malloc((size_t)(d + 1) * sizeof *c);
  double *s = malloc((size_t)(d + 1) * sizeof *s);
  sc_ladder(f, ladder, d);
  sc_swap(c, s, f, theta, d);
  ck_assert(c[0] == 1.0 && s[0] == 0.0 && c[d] == 1.0 && s[d] == 0.0);
  for (int64_t n = 1; n < d; n += stride) {
    ck_assert(sc_swap_valid(f[n], theta));
    double error = worst_error(c[n], s[n], sc_ladder_weight(ladder, n, d), theta);
    ck_assert_msg(error <= bound(ladder, f[n], theta), "ladder %d, level %ld, theta %a: %g u, bound %g u",
                  ladder, (long)n, theta, error / U, bound(ladder, f[n], theta) / U);
    ck_assert(fabs(c[n]) <= 1.0 && fabs(s[n]) <= 1.0);
    double excess = fma(s[n], s[n], fma(c[n], c[n], -1.0));
    ck_assert_msg(fabs(excess) <= 3.2 * U, "level %ld, theta %a: c^2 + s^2 - 1 = %g u", (long)n, theta,
                  excess / U);
  }
  free(f), free(c), free(s);
}

START_TEST(ordinary_angles)
{
  static const double thetas[] = { 0x1.015bf9217271ap-5 /* pi/100 */, 0.3, 1.0, -1.0, 1.1655611852072114, 3.14,
                                   -17.25 };
  for (int ladder = SC_OSCILLATOR; ladder <= SC_UNIFORM; ladder++)
    check_table(ladder, 300, thetas[_i], 1);
}
END_TEST

START_TEST(long_ladders)
{
  check_table(SC_OSCILLATOR, SC_LEVELS_MAX, 0.7, 997);
  check_table(SC_SPIN, SC_LEVELS_MAX, 1.9999, 997);
  check_table(SC_OSCILLATOR, SC_LEVELS_MAX, -1023.5, 1009);
}
END_TEST

START_TEST(tiny_angles)
{
  static const double thetas[] = { 0.0, -0.0, 0x1p-1074, -0x1p-1074, 0x1.8p-1070, 0x1p-1022, 1e-300, 1e-160,
                                   -1e-20, 1e-9 };
  for (int ladder = SC_OSCILLATOR; ladder <= SC_UNIFORM; ladder++)
    check_table(ladder, 40, thetas[_i], 1);
}
END_TEST

/* The uniform ladder has f = 1: theta itself is reduced. Doubles nearest to multiples of pi/2, and their
   neighbours, leave almost nothing after reduction; doubles nearest to odd multiples of pi/4 are where the
   quadrant changes. */
static void check_near_multiple(int64_t eighths)
{
  mpfr_t multiple;
  mpfr_init2(multiple, PRECISION);
  mpfr_const_pi(multiple, MPFR_RNDN);
  mpfr_mul_si(multiple, multiple, (long)eighths, MPFR_RNDN);
  mpfr_div_ui(multiple, multiple, 4, MPFR_RNDN);
  double theta = mpfr_get_d(multiple, MPFR_RNDN);
  mpfr_clear(multiple);
  check_table(SC_UNIFORM, 2, theta, 1);
  check_table(SC_UNIFORM, 2, -theta, 1);
  check_table(SC_UNIFORM, 2, nextafter(theta, INFINITY), 1);
  check_table(SC_UNIFORM, 2, nextafter(theta, 0.0), 1);
}

START_TEST(near_multiples_of_a_quarter_turn)
{
  int64_t last = (int64_t)(0x1p20 / (pi / 4)) - 1;
  for (int64_t k = 1; k <= 400; k++) check_near_multiple(k);
  for (int64_t k = 401; k < last; k += 1237) check_near_multiple(k);
  for (int64_t k = last - 400; k <= last; k++) check_near_multiple(k);
}
END_TEST

/* Doubles below 2^20 with the smallest distance, relative to themselves, to a multiple of pi/2: among n 2^e,
   n < 2^53, these are convergents of pi/2, searched here by the continued fraction. */
START_TEST(closest_doubles_to_multiples_of_half_pi)
{
  int checked = 0;
  for (int exponent = 1; exponent <= 20; exponent++) {
    /* best k below 2^exponent for |n 2^(exponent-53) - k pi/2|: continued fraction of
       (pi/2) 2^(53-exponent) */
    mpfr_t x;
    mpfr_init2(x, PRECISION);
    mpfr_const_pi(x, MPFR_RNDN);
    mpfr_mul_2si(x, x, 53 - exponent - 1, MPFR_RNDN);
    double previous = 0.0, current = 1.0;
    for (int term = 0; term < 40; term++) {
      mpfr_t whole;
      mpfr_init2(whole, PRECISION);
      mpfr_floor(whole, x);
      mpfr_sub(x, x, whole, MPFR_RNDN);
      mpfr_clear(whole);
      if (mpfr_zero_p(x)) break;
      mpfr_ui_div(x, 1, x, MPFR_RNDN);
      double next = mpfr_get_d(x, MPFR_RNDD);
      next = floor(next) * current + previous;
      previous = current, current = next;
      if (current * (pi / 2) >= 0x1p20) break;
      check_near_multiple(2 * (int64_t)current);
      checked++;
    }
    mpfr_clear(x);
  }
  ck_assert_int_ge(checked, 60);
}
END_TEST

START_TEST(random_angles_of_every_size)
{
  uint64_t state = 88172645463325252u;
  for (int i = 0; i < 60000; i++) {
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    double theta = ldexp((double)(state >> 11) * 0x1p-53 + 0.5, (int)(state % 60) - 41);
    if (theta < 0x1p20) check_table(SC_UNIFORM, 2, (state & 1024) ? theta : -theta, 1);
  }
}
END_TEST

/* The polynomials alone: no reduction, no rounding of the angle. The tables must then be as good as their
   kernels. */
START_TEST(kernels_within_their_own_error)
{
  for (int i = 1; i < 20000; i++) {
    double theta = 0.785398 * i / 20000;
    double f[3] = { 0.0, 1.0, 0.0 }, c[3], s[3];
    sc_swap(c, s, f, theta, 2);
    ck_assert_msg(worst_error(c[1], s[1], 1, theta) <= 1.21 * U, "theta %a: %g u", theta,
                  worst_error(c[1], s[1], 1, theta) / U);
  }
}
END_TEST

START_TEST(bad_input_is_told)
{
  ck_assert(sc_swap_valid(1.0, 0.5) && sc_swap_valid(0.0, -0x1p20) && sc_swap_valid(0x1p19, 1.99));
  ck_assert(!sc_swap_valid(0x1p19, 2.0) && !sc_swap_valid(0x1p19, -2.0) && !sc_swap_valid(-1.0, 0.5));
  ck_assert(!sc_swap_valid(NAN, 0.5) && !sc_swap_valid(1.0, NAN) && !sc_swap_valid(1.0, INFINITY));
  ck_assert(!sc_swap_valid(INFINITY, 0.0) && !sc_swap_valid(0.0, -INFINITY));
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("swap");
  TCase *tests = tcase_create("swap");
  suite_add_tcase(suite, tests);
  tcase_set_timeout(tests, 120);
  tcase_add_loop_test(tests, ordinary_angles, 0, 7);
  tcase_add_test(tests, long_ladders);
  tcase_add_loop_test(tests, tiny_angles, 0, 10);
  tcase_add_test(tests, near_multiples_of_a_quarter_turn);
  tcase_add_test(tests, closest_doubles_to_multiples_of_half_pi);
  tcase_add_test(tests, random_angles_of_every_size);
  tcase_add_test(tests, kernels_within_their_own_error);
  tcase_add_test(tests, bad_input_is_told);
  return harness_run(suite);
}
