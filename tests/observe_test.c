/* Observables against exact sums in MPFR. Whatever must not be read is NaN. */
#include <math.h>
#include <mpfr.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "harness.h"
#include "observe.h"
#include "rate.h"

static uint64_t state = 88172645463325252u;

/* Uniform in [-1, 1). */
static double uniform(void)
{
  state ^= state << 13, state ^= state >> 7, state ^= state << 17;
  return (double)(state >> 11) * 0x1p-52 - 1.0;
}

/* A sum with room for every bit, and the sum of the absolute values of its terms. */
typedef struct {
  mpfr_t sum, size, term;
} exact;

static void exact_start(exact *e)
{
  mpfr_inits2(2400, e->sum, e->size, e->term, (mpfr_ptr)0);
  mpfr_set_zero(e->sum, 1);
  mpfr_set_zero(e->size, 1);
}

/* Adds times a b^power. */
static void exact_add(exact *e, double times, double a, double b, unsigned power)
{
  mpfr_set_d(e->term, b, MPFR_RNDN);
  mpfr_pow_ui(e->term, e->term, power, MPFR_RNDN);
  mpfr_mul_d(e->term, e->term, a, MPFR_RNDN);
  mpfr_mul_d(e->term, e->term, times, MPFR_RNDN);
  mpfr_add(e->sum, e->sum, e->term, MPFR_RNDN);
  mpfr_abs(e->term, e->term, MPFR_RNDN);
  mpfr_add(e->size, e->size, e->term, MPFR_RNDN);
}

/* The proved error of a sum, in units of u times the sum of the absolute values of its terms. */
static double units(int64_t d) { return 1.1 * (double)(d < 4096 ? d : 4096) + 6.0; }

/* value is within the proved rounding error of the exact sum; frees the sum. */
static void exact_check(exact *e, double value, int64_t d, const char *what)
{
  mpfr_d_sub(e->sum, value, e->sum, MPFR_RNDN);
  mpfr_abs(e->sum, e->sum, MPFR_RNDN);
  ck_assert(units(d) * 0x1p-53 < sc_observe_error(d));
  mpfr_mul_d(e->size, e->size, units(d) * 0x1p-53, MPFR_RNDN);
  ck_assert_msg(mpfr_cmp(e->sum, e->size) <= 0, "%s, d %ld: error %g, bound %g", what, (long)d,
                mpfr_get_d(e->sum, MPFR_RNDN), mpfr_get_d(e->size, MPFR_RNDN));
  mpfr_clears(e->sum, e->size, e->term, (mpfr_ptr)0);
}

/* A random lower triangle in rows 0..top, NaN everywhere else. */
static double *random_state(int64_t d, int64_t top)
{
  double *r = malloc((size_t)(d * d) * sizeof *r);
  for (int64_t i = 0; i < d * d; i++) r[i] = NAN;
  for (int64_t n = 0; n <= top; n++)
    for (int64_t m = 0; m <= n; m++) r[n * d + m] = 2.0 * uniform() * ldexp(1.0, (int)((n * m) % 30) - 29);
  return r;
}

static void check_state(int64_t d, int64_t top)
{
  double *r = random_state(d, top);
  ck_assert(sc_observe_valid(r, d, top));
  exact trace, energy, variance, purity, mass;
  exact_start(&trace), exact_start(&energy), exact_start(&variance), exact_start(&purity), exact_start(&mass);
  double mean = sc_observe_energy(r, d, top);
  mpfr_t distance;
  mpfr_init2(distance, 2400);
  for (int64_t n = 0; n <= top; n++) {
    exact_add(&trace, 1.0, r[n * d + n], 1.0, 1);
    exact_add(&energy, (double)n, r[n * d + n], 1.0, 1);
    mpfr_set_d(distance, mean, MPFR_RNDN);
    mpfr_si_sub(distance, (long)n, distance, MPFR_RNDN);
    mpfr_sqr(distance, distance, MPFR_RNDN);
    mpfr_mul_d(distance, distance, r[n * d + n], MPFR_RNDN);
    mpfr_add(variance.sum, variance.sum, distance, MPFR_RNDN);
    mpfr_abs(distance, distance, MPFR_RNDN);
    mpfr_add(variance.size, variance.size, distance, MPFR_RNDN);
    for (int64_t m = 0; m <= n; m++) {
      double times = m < n ? 2.0 : 1.0;
      exact_add(&purity, times, 1.0, r[n * d + m], 2);
      exact_add(&mass, times, 1.0, fabs(r[n * d + m]), 1);
    }
  }
  mpfr_clear(distance);
  exact_check(&trace, sc_observe_trace(r, d, top), d, "trace");
  exact_check(&energy, mean, d, "energy");
  exact_check(&variance, sc_observe_variance(r, d, top), d, "variance");
  exact_check(&purity, sc_observe_purity(r, d, top), d, "purity");
  exact_check(&mass, sc_observe_mass(r, d, top), d, "mass");
  free(r);
}

START_TEST(every_size_and_top)
{
  for (int64_t d = 2; d <= 40; d++)
    for (int64_t top = 0; top < d; top += 1 + d / 7) check_state(d, top);
}
END_TEST

START_TEST(large_states)
{
  check_state(600, 599);
  check_state(SC_DENSITY_LEVELS_MAX, 300);
}
END_TEST

/* (|0> + |1> + |2>) / sqrt(3), and level 3 of a basis: everything known in closed form. */
START_TEST(closed_forms)
{
  double r[16], p[4];
  for (int i = 0; i < 16; i++) r[i] = 0.0;
  r[3 * 4 + 3] = 1.0;
  ck_assert(sc_observe_trace(r, 4, 3) == 1.0 && sc_observe_energy(r, 4, 3) == 3.0);
  ck_assert(sc_observe_variance(r, 4, 3) == 0.0 && sc_observe_purity(r, 4, 3) == 1.0 &&
            sc_observe_mass(r, 4, 3) == 1.0);
  for (int n = 0; n < 3; n++)
    for (int m = 0; m <= n; m++) r[n * 4 + m] = 1.0 / 3.0;
  ck_assert_double_eq_tol(sc_observe_variance(r, 4, 2), 2.0 / 3.0, 1e-15);
  ck_assert_double_eq_tol(sc_observe_purity(r, 4, 2), 1.0, 1e-15);
  ck_assert_double_eq_tol(sc_observe_mass(r, 4, 2), 3.0, 1e-15);
  r[3 * 4 + 3] = NAN;
  sc_observe_populations(p, r, 4, 2);
  ck_assert(p[0] == 1.0 / 3.0 && p[2] == 1.0 / 3.0 && p[3] == 0.0);
}
END_TEST

START_TEST(populations_of_long_ladders)
{
  static const int64_t levels[] = { 2, 3, 9, 4095, 4096, 4097, 8193, 100000, SC_LEVELS_MAX };
  int64_t d = levels[_i];
  double *p = calloc((size_t)d, sizeof *p);
  for (int64_t n = 0; n < d; n++) p[n] = (uniform() + 1.0) / (double)d;
  ck_assert(sc_rate_valid(p, d));
  exact total, energy, variance;
  exact_start(&total), exact_start(&energy), exact_start(&variance);
  double mean = sc_observe_rate_energy(p, d);
  for (int64_t n = 0; n < d; n++) {
    exact_add(&total, 1.0, p[n], 1.0, 1);
    exact_add(&energy, (double)n, p[n], 1.0, 1);
    mpfr_set_d(variance.term, mean, MPFR_RNDN);
    mpfr_si_sub(variance.term, (long)n, variance.term, MPFR_RNDN);
    mpfr_sqr(variance.term, variance.term, MPFR_RNDN);
    mpfr_mul_d(variance.term, variance.term, p[n], MPFR_RNDN);
    mpfr_add(variance.sum, variance.sum, variance.term, MPFR_RNDN);
  }
  mpfr_set(variance.size, variance.sum, MPFR_RNDN);
  exact_check(&total, sc_observe_rate_total(p, d), d, "total");
  exact_check(&energy, mean, d, "energy");
  exact_check(&variance, sc_observe_rate_variance(p, d), d, "variance");
  free(p);
}
END_TEST

START_TEST(bad_input_is_told)
{
  double *r = random_state(5, 3);
  ck_assert(sc_observe_valid(r, 5, 3));
  ck_assert(!sc_observe_valid(r, 5, 4));
  ck_assert(!sc_observe_valid(r, 1, 0) && !sc_observe_valid(r, SC_DENSITY_LEVELS_MAX + 1, 0));
  ck_assert(!sc_observe_valid(r, 5, -1) && !sc_observe_valid(r, 5, 5));
  r[3 * 5 + 1] = INFINITY;
  ck_assert(!sc_observe_valid(r, 5, 3) && sc_observe_valid(r, 5, 2));
  r[3 * 5 + 1] = -2.1;
  ck_assert(!sc_observe_valid(r, 5, 3));
  r[3 * 5 + 1] = 2.1;
  ck_assert(!sc_observe_valid(r, 5, 3));
  free(r);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("observe");
  TCase *tests = tcase_create("observe");
  suite_add_tcase(suite, tests);
  tcase_set_timeout(tests, 120);
  tcase_add_test(tests, every_size_and_top);
  tcase_add_test(tests, large_states);
  tcase_add_test(tests, closed_forms);
  tcase_add_loop_test(tests, populations_of_long_ladders, 0, 9);
  tcase_add_test(tests, bad_input_is_told);
  return harness_run(suite);
}
