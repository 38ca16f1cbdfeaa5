/* Damping against the exact weights and the full sum, in long double. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include "collide.h"
#include "damp.h"

#define UNIT 0x1p-53
#define LEVELS 24

static const double gammas[] = {0.0, 1e-300, 1e-12, 1e-3, 0.1, 0.5, 0.77, 0.999, 1.0};
enum { GAMMAS = sizeof gammas / sizeof *gammas };

static long double exact_weight(long double gamma, int n, int k)
{
  long double square = 1;
  for (int i = 1; i <= k; i++)
    square *= gamma * (long double)(n + i) / (long double)i;
  for (int i = 1; i <= n; i++)
    square *= 1 - gamma;
  return sqrtl(square);
}

static void random_state(double *r, int d, int top, unsigned seed)
{
  srand(seed);
  for (int n = 0; n < d; n++)
    for (int m = 0; m < d; m++)
      r[n * d + m] = m <= n && n <= top ? 2.0 * rand() / RAND_MAX - 1.0 : NAN;
}

static double mass(const double *r, int d, int top)
{
  double sum = 0;
  for (int n = 0; n <= top; n++)
    for (int m = 0; m <= n; m++)
      sum += (n == m ? 1 : 2) * fabs(r[n * d + m]);
  return sum;
}

START_TEST(weights)
{
  double w[LEVELS * LEVELS];
  for (int i = 0; i < GAMMAS; i++) {
    sc_damp_weights(w, gammas[i], LEVELS, LEVELS);
    for (int k = 0; k < LEVELS; k++)
      for (int n = 0; n < LEVELS; n++) {
        long double exact = exact_weight(gammas[i], n, k), bound = (1.5L * n + k + 1.01L) * UNIT * exact +
          0x1p-530L;
        ck_assert_msg(fabsl(w[k * LEVELS + n] - exact) <= bound, "gamma %g n %d k %d: %g, exact %Lg",
            gammas[i], n, k,
                      w[k * LEVELS + n], exact);
      }
    if (gammas[i] == 0.0 || gammas[i] == 1.0)
      for (int j = 0; j < LEVELS * LEVELS; j++)
        ck_assert(w[j] == (gammas[i] == 0.0 ? j < LEVELS : j % LEVELS == 0));
  }
}
END_TEST

/* sum_k w_{n-k,k}^2 = 1 at the largest size, where a start from one end of a row would underflow */
START_TEST(completeness)
{
  enum { D = SC_DENSITY_LEVELS_MAX };
  double *w = malloc(sizeof *w * D * D);
  ck_assert_ptr_nonnull(w);
  for (int i = 0; i < GAMMAS; i++) {
    sc_damp_weights(w, gammas[i], D, D);
    for (int n = 0; n < D; n += 273) {
      long double sum = 0;
      for (int k = 0; k <= n; k++)
        sum += (long double)w[k * D + n - k] * (long double)w[k * D + n - k];
      ck_assert_msg(fabsl(sum - 1) <= (3 * n + 3) * UNIT, "gamma %g n %d: %Lg", gammas[i], n, sum - 1);
    }
  }
  free(w);
}
END_TEST

START_TEST(full_sum)
{
  double w[LEVELS * LEVELS], r[LEVELS * LEVELS], out[LEVELS * LEVELS];
  for (int i = 0; i < GAMMAS; i++)
    for (int top = 0; top < LEVELS; top += 5)
      for (int terms = 1; terms <= LEVELS; terms++) {
        sc_damp_weights(w, gammas[i], terms, LEVELS);
        random_state(r, LEVELS, top, (unsigned)(top + terms));
        for (int j = 0; j < LEVELS * LEVELS; j++)
          out[j] = 77.0;
        sc_damp(out, r, w, terms, LEVELS, top);
        for (int n = 0; n < LEVELS; n++)
          for (int m = 0; m < LEVELS; m++) {
            long double sum = 0, size = 0;
            if (m > n || n > top) {
              ck_assert_double_eq(out[n * LEVELS + m], 77.0);
              continue;
            }
            for (int k = 0; k < terms && n + k <= top; k++) {
              long double term = (long double)w[k * LEVELS + n] * (long double)w[k * LEVELS + m] *
                                 (long double)r[(n + k) * LEVELS + m + k];
              sum += term;
              size += fabsl(term);
            }
            ck_assert_msg(fabsl(out[n * LEVELS + m] - sum) <= (terms / 4 + 8) * UNIT * size,
                          "gamma %g terms %d entry %d %d", gammas[i], terms, n, m);
          }
      }
}
END_TEST

START_TEST(energy_factor)
{
  double w[LEVELS * LEVELS], r[LEVELS * LEVELS], out[LEVELS * LEVELS];
  for (int i = 0; i < GAMMAS; i++) {
    int64_t terms = sc_damp_terms(gammas[i], LEVELS);
    double before = 0, after = 0, trace = 0, trace_after = 0;
    sc_damp_weights(w, gammas[i], terms, LEVELS);
    random_state(r, LEVELS, LEVELS - 1, 3);
    sc_damp(out, r, w, terms, LEVELS, LEVELS - 1);
    for (int n = 0; n < LEVELS; n++) {
      before += n * r[n * LEVELS + n];
      after += n * out[n * LEVELS + n];
      trace += r[n * LEVELS + n];
      trace_after += out[n * LEVELS + n];
    }
    ck_assert_double_eq_tol(trace_after, trace, LEVELS * 100 * UNIT);
    ck_assert_double_eq_tol(after, (1 - gammas[i]) * before, LEVELS * LEVELS * 100 * UNIT);
  }
}
END_TEST

/* What the cut drops is below the bound for every state, and for the top level within (1 - gamma)^(d-1) of
   it. */
START_TEST(tail)
{
  double w[LEVELS * LEVELS], r[LEVELS * LEVELS], cut[LEVELS * LEVELS], full[LEVELS * LEVELS];
  static const double some[] = {1e-3, 0.02, 0.1, 0.4};
  for (int i = 0; i < 4; i++)
    for (int terms = 0; terms <= LEVELS; terms++) {
      double bound = sc_damp_tail(some[i], terms, LEVELS), dropped = 0, only_top = 0;
      sc_damp_weights(w, some[i], LEVELS, LEVELS);
      for (int k = terms; k < LEVELS; k++)
        only_top += w[k * LEVELS + LEVELS - 1 - k] * w[k * LEVELS + LEVELS - 1 - k];
      ck_assert_double_le(only_top, bound * (1 + 1e-13));
      if (bound < 1 && bound > 0x1p-200)
        ck_assert_double_ge(only_top, 0.999 * pow(1 - some[i], LEVELS) * bound);
      if (terms == 0)
        continue;
      random_state(r, LEVELS, LEVELS - 1, (unsigned)terms);
      sc_damp(cut, r, w, terms, LEVELS, LEVELS - 1);
      sc_damp(full, r, w, LEVELS, LEVELS, LEVELS - 1);
      for (int n = 0; n < LEVELS; n++)
        for (int m = 0; m <= n; m++)
          dropped += (n == m ? 1 : 2) * fabs(full[n * LEVELS + m] - cut[n * LEVELS + m]);
      ck_assert_double_le(dropped, (bound + 40 * UNIT) * mass(r, LEVELS, LEVELS - 1));
    }
}
END_TEST

START_TEST(terms_kept)
{
  ck_assert_int_eq(sc_damp_terms(0.0, 250), 1);
  ck_assert_int_eq(sc_damp_terms(1.0, 250), 250);
  ck_assert_int_eq(sc_damp_terms(1e-3, 250), 12);
  for (int d = 2; d <= SC_DENSITY_LEVELS_MAX; d = 3 * d / 2 + 1)
    for (int i = 0; i < GAMMAS; i++) {
      int64_t terms = sc_damp_terms(gammas[i], d);
      ck_assert(terms >= 1 && terms <= d);
      ck_assert_double_le(sc_damp_tail(gammas[i], terms, d), 0x1p-52);
      if (terms < d && terms > 1)
        ck_assert_double_gt(sc_damp_tail(gammas[i], terms - 1, d), 0x1p-52);
    }
}
END_TEST

START_TEST(domains)
{
  ck_assert(sc_damp_valid(0.0, 2) && sc_damp_valid(1.0, 4096));
  ck_assert(!sc_damp_valid(-1e-300, 5) && !sc_damp_valid(1.0000001, 5) && !sc_damp_valid(NAN, 5));
  ck_assert(!sc_damp_valid(0.5, 1) && !sc_damp_valid(0.5, 4097) && !sc_damp_valid(INFINITY, 5));
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("damp");
  TCase *cases = tcase_create("damp");
  tcase_set_timeout(cases, 60);
  tcase_add_test(cases, weights);
  tcase_add_test(cases, completeness);
  tcase_add_test(cases, full_sum);
  tcase_add_test(cases, energy_factor);
  tcase_add_test(cases, tail);
  tcase_add_test(cases, terms_kept);
  tcase_add_test(cases, domains);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
