/* One population step against MPFR entry by entry, single steps by hand, conservation, bad input. */
#include <math.h>
#include <mpfr.h>
#include <stdint.h>
#include <stdlib.h>
#include "harness.h"
#include "ladder.h"
#include "rate.h"
#include "swap.h"

#define U 0x1p-53

static uint64_t state = 88172645463325252u;

/* Uniform in [0, 1). */
static double uniform(void)
{
  state ^= state << 13, state ^= state >> 7, state ^= state << 17;
  return (double)(state >> 11) * U;
}

/* sum += weight amplitude^2 population, exactly. */
static void add_term(mpfr_t sum, double weight, double amplitude, double population)
{
  mpfr_t term;
  mpfr_init2(term, 300);
  mpfr_set_d(term, amplitude, MPFR_RNDN);
  mpfr_mul_d(term, term, amplitude, MPFR_RNDN);
  mpfr_mul_d(term, term, weight, MPFR_RNDN);
  mpfr_mul_d(term, term, population, MPFR_RNDN);
  mpfr_add(sum, sum, term, MPFR_RNDN);
  mpfr_clear(term);
}

/* Relative error of out[n], in u, against equation (9) evaluated exactly on the numbers given. */
static double entry_error(const double *out, const double *p, const double *c, const double *s,
                          const sc_qubit *qubit, int64_t n, int64_t d)
{
  mpfr_t exact;
  mpfr_init2(exact, 400);
  mpfr_set_zero(exact, 1);
  add_term(exact, qubit->q, c[n], p[n]);
  add_term(exact, qubit->p, c[n + 1], p[n]);
  if (n + 1 < d) add_term(exact, qubit->q, s[n + 1], p[n + 1]);
  if (n > 0) add_term(exact, qubit->p, s[n], p[n - 1]);
  double scale = mpfr_get_d(exact, MPFR_RNDN);
  mpfr_d_sub(exact, out[n], exact, MPFR_RNDN);
  double error = fabs(mpfr_get_d(exact, MPFR_RNDA));
  mpfr_clear(exact);
  return error <= 0x1p-1068 ? 0.0 : (error - 0x1p-1068) / scale / U;
}

static void check_step(int ladder, int64_t d, double q, double theta)
{
  size_t size = (size_t)(d + 1) * sizeof(double);
  double *f = malloc(size), *c = malloc(size), *s = malloc(size), *p = malloc(size), *out = malloc(size);
  sc_qubit qubit = sc_qubit_make(q, 0.0);
  sc_ladder(f, ladder, d);
  sc_swap(c, s, f, theta, d);
  for (int64_t n = 0; n < d; n++) p[n] = ldexp(uniform(), (int)(-n % 60));
  out[d] = 123.0;
  ck_assert(sc_rate_valid(p, d));
  sc_rate(out, p, c, s, &qubit, d);
  ck_assert(out[d] == 123.0);
  for (int64_t n = 0; n < d; n++) {
    ck_assert(out[n] >= 0.0);
    double error = entry_error(out, p, c, s, &qubit, n, d);
    ck_assert_msg(error <= 6.01, "ladder %d, d %ld, level %ld: %g u", ladder, (long)d, (long)n, error);
  }
  free(f), free(c), free(s), free(p), free(out);
}

START_TEST(entries_within_their_bound)
{
  static const double qs[] = { 0.0, 0.1, 0.5, 1.0 / 3.0, 0.999, 1.0 };
  static const int64_t levels[] = { 2, 3, 4, 5, 8, 9, 17, 250 };
  for (int ladder = SC_OSCILLATOR; ladder <= SC_UNIFORM; ladder++)
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++)
      for (int repeat = 0; repeat < 4; repeat++) check_step(ladder, levels[i], qs[_i], 3.0 * uniform());
}
END_TEST

START_TEST(tiny_populations_and_angles)
{
  check_step(SC_OSCILLATOR, 1200, 0.25, 1e-160);
  check_step(SC_SPIN, 1200, 0.25, 0.7);
}
END_TEST

/* An excited qubit and s = 1 lift everything by one level; the top level, closed, keeps what it has. */
START_TEST(full_swap_moves_up_one_level)
{
  double c[5] = { 1, 0, 0, 0, 1 }, s[5] = { 0, 1, 1, 1, 0 }, p[4] = { 0.5, 0.25, 0.125, 0.125 }, out[4];
  sc_qubit excited = sc_qubit_make(0.0, 0.0), ground = sc_qubit_make(1.0, 0.0);
  sc_rate(out, p, c, s, &excited, 4);
  ck_assert(out[0] == 0.0 && out[1] == 0.5 && out[2] == 0.25 && out[3] == 0.25);
  sc_rate(out, p, c, s, &ground, 4);
  ck_assert(out[0] == 0.75 && out[1] == 0.125 && out[2] == 0.125 && out[3] == 0.0);
}
END_TEST

/* Exactly representable: q = 1/4, c^2 = 1/4 and s^2 = 3/4 replaced by c = 1/2, s = 1/4, so that nothing
   rounds. */
START_TEST(single_step_by_hand)
{
  double c[4] = { 1, 0.5, 0.25, 1 }, s[4] = { 0, 0.25, 0.5, 0 }, p[3] = { 1, 0.5, 0.25 }, out[3];
  sc_qubit qubit = sc_qubit_make(0.25, 0.0);
  sc_rate(out, p, c, s, &qubit, 3);
  ck_assert(out[0] == (0.25 + 0.75 * 0.25) * 1 + 0.25 * 0.0625 * 0.5);
  ck_assert(out[1] == (0.25 * 0.25 + 0.75 * 0.0625) * 0.5 + 0.25 * 0.25 * 0.25 + 0.75 * 0.0625 * 1);
  ck_assert(out[2] == (0.25 * 0.0625 + 0.75) * 0.25 + 0.75 * 0.25 * 0.5);
}
END_TEST

/* Per step, at most 6.01 u from rounding, 3 u from c^2 + s^2 and u from q + p. */
START_TEST(total_is_conserved)
{
  enum { D = 250, STEPS = 1000 };
  double f[D + 1], c[D + 1], s[D + 1], p[2][D] = { { 1.0 } };
  sc_qubit qubit = sc_qubit_make(0.5, 0.0);
  sc_ladder(f, SC_OSCILLATOR, D);
  sc_swap(c, s, f, 0x1.921fb54442d18p+1 / 100, D);
  for (int k = 0; k < STEPS; k++) sc_rate(p[(k + 1) % 2], p[k % 2], c, s, &qubit, D);
  double total = 0.0;
  for (int64_t n = 0; n < D; n++) total += p[STEPS % 2][n];
  ck_assert_msg(fabs(total - 1.0) <= 10.1 * U * STEPS, "total - 1 = %g", total - 1.0);
}
END_TEST

START_TEST(bad_input_is_told)
{
  double p[3] = { 0.0, 2.0, 0.5 };
  ck_assert(sc_rate_valid(p, 3) && !sc_rate_valid(p, 1) && !sc_rate_valid(p, SC_LEVELS_MAX + 1));
  p[2] = -0x1p-1074;
  ck_assert(!sc_rate_valid(p, 3) && sc_rate_valid(p, 2));
  p[2] = NAN;
  ck_assert(!sc_rate_valid(p, 3));
  p[2] = 2.1;
  ck_assert(!sc_rate_valid(p, 3));
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("rate");
  TCase *tests = tcase_create("rate");
  suite_add_tcase(suite, tests);
  tcase_set_timeout(tests, 60);
  tcase_add_loop_test(tests, entries_within_their_bound, 0, 6);
  tcase_add_test(tests, tiny_populations_and_angles);
  tcase_add_test(tests, full_swap_moves_up_one_level);
  tcase_add_test(tests, single_step_by_hand);
  tcase_add_test(tests, total_is_conserved);
  tcase_add_test(tests, bad_input_is_told);
  return harness_run(suite);
}
