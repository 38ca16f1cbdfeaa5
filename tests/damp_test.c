/* Damping against the exact weights and the full sum, in long double. */
#include <math.h>
#include <stdlib.h>
#include "collide.h"
#include "damp.h"
#include "harness.h"

#define UNIT 0x1p-53
#define LEVELS 72 /* more than two blocks of 32, and not a multiple */

static const double gammas[] = {0.0, 1e-300, 1e-12, 1e-3, 0.1, 0.5, 0.77, 0.999, 1.0};
static const int tops[] = {0, 1, 5, 30, 31, 32, 33, 62, 63, 64, 65, LEVELS - 1};
static const int counts[] = {1, 2, 3, 4, 5, 12, 31, 32, 33, 64, 65, LEVELS};
enum { GAMMAS = sizeof gammas / sizeof *gammas, TOPS = sizeof tops / sizeof *tops,
       COUNTS = sizeof counts / sizeof *counts };

static double weight[(LEVELS + 1) * LEVELS], scale[3 * LEVELS], scratch[LEVELS];

static long double exact_weight(long double gamma, int n, int k)
{
  long double square = 1;
  for (int i = 1; i <= k; i++)
    square *= gamma * (long double)(n + i) / (long double)i;
  for (int i = 1; i <= n; i++)
    square *= 1 - gamma;
  return sqrtl(square);
}

static long double exact_scale(int first, int n)
{
  const int size = first + 96 <= 256 ? 256 : first + 96 <= 1024 ? 1024 : 4096;
  long double square = 1;
  for (int i = first + 1; i <= n; i++)
    square *= (long double)i / size;
  return sqrtl(square);
}

static void damp(double *out, const double *r, double gamma, int64_t terms, int64_t top)
{
  sc_damp_weights(weight, scale, scratch, gamma, terms, LEVELS);
  sc_damp(out, r, weight, scale, gamma, terms, LEVELS, top);
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
  for (int i = 0; i < GAMMAS; i++) {
    sc_damp_weights(weight, scale, scratch, gammas[i], LEVELS, LEVELS);
    for (int k = 0; k < LEVELS; k += 32)
      for (int first = 0; first + k < LEVELS; first += 32)
        for (int n = first; n < first + 64 && n + k < LEVELS; n++) {
          long double exact = exact_weight(gammas[i], n, k) / exact_scale(first + k, n + k);
          long double bound = (1.5L * n + k + 0.5L * (n - first) + 3.02L) * UNIT * exact + 0x1p-450L;
          double found = weight[k * LEVELS + first + n];
          ck_assert_msg(fabsl(found - exact) <= bound, "gamma %g n %d k %d first %d: %g, exact %Lg",
                        gammas[i], n, k, first, found, exact);
        }
  }
}
END_TEST

/* also at the largest size, where a single scale for all levels would underflow */
START_TEST(scale_of_every_window)
{
  enum { D = SC_DENSITY_LEVELS_MAX };
  double *large = calloc(3 * D + 2 * D + D, sizeof *large);
  ck_assert_ptr_nonnull(large);
  sc_damp_weights(large + 3 * D, large, large + 5 * D, 1e-3, 1, D);
  for (int first = 0; first < D; first += 32)
    for (int n = first; n < first + 96 && n < D; n++) {
      long double exact = exact_scale(first, n), bound = (0.5L * (n - first) + 1.01L) * UNIT * exact;
      ck_assert_msg(fabsl(large[2 * first + n] - exact) <= bound, "first %d n %d: %g, exact %Lg", first, n,
                    large[2 * first + n], exact);
    }
  free(large);
}
END_TEST

/* Against the formula with exact weights; nothing outside the triangle is read or written. */
START_TEST(full_sum)
{
  static double r[LEVELS * LEVELS], out[LEVELS * LEVELS];
  static long double w[LEVELS * LEVELS];
  for (int i = 0; i < GAMMAS; i++) {
    for (int j = 0; j < LEVELS * LEVELS; j++)
      w[j] = exact_weight(gammas[i], j % LEVELS, j / LEVELS);
    for (int c = i % 4; c < TOPS * COUNTS; c += 5) {
      const int top = tops[c / COUNTS], terms = counts[c % COUNTS];
      random_state(r, LEVELS, top, (unsigned)(top + terms));
      for (int j = 0; j < LEVELS * LEVELS; j++)
        out[j] = 77.0;
      damp(out, r, gammas[i], terms, top);
      for (int n = 0; n < LEVELS; n++)
        for (int m = 0; m < LEVELS; m++) {
          long double sum = 0, size = 0;
          if (m > n || n > top) {
            ck_assert_double_eq(out[n * LEVELS + m], 77.0);
            continue;
          }
          for (int k = 0; k < terms && n + k <= top; k++) {
            long double term = w[k * LEVELS + n] * w[k * LEVELS + m] *
                               (long double)r[(n + k) * LEVELS + m + k];
            sum += term;
            size += fabsl(term);
          }
          ck_assert_msg(fabsl(out[n * LEVELS + m] - sum) <=
                          (3 * LEVELS + terms + 12) * UNIT * size + 0x1p-300L,
                        "gamma %g terms %d top %d entry %d %d: %g, exact %Lg", gammas[i], terms, top, n, m,
                        out[n * LEVELS + m], sum);
        }
    }
  }
}
END_TEST

/* Where rows and columns of a tile have scales of different units, some entries. */
START_TEST(long_ladder)
{
  enum { D = 1300, TERMS = 40 };
  double *r = calloc((size_t)D * D, sizeof *r), *out = calloc((size_t)D * D, sizeof *out);
  double *tables = calloc((TERMS + 1) * D + 4 * D, sizeof *tables), *rest = tables + (TERMS + 1) * D;
  ck_assert(r && out && tables);
  random_state(r, D, D - 1, 5);
  sc_damp_weights(tables, rest, rest + 3 * D, 0.004, TERMS, D);
  sc_damp(out, r, tables, rest, 0.004, TERMS, D, D - 1);
  for (int n = 7; n < D; n += 61)
    for (int m = n % 10; m <= n; m += 83) {
      long double sum = 0, size = 0;
      for (int k = 0; k < TERMS && n + k < D; k++) {
        long double w = exact_weight(0.004, n, k) * exact_weight(0.004, m, k);
        sum += w * (long double)r[(n + k) * D + m + k];
        size += w * fabsl((long double)r[(n + k) * D + m + k]);
      }
      ck_assert_msg(fabsl(out[n * D + m] - sum) <= (3 * D + TERMS + 12) * UNIT * size,
                    "entry %d %d: %g, exact %Lg", n, m, out[n * D + m], sum);
    }
  free(r);
  free(out);
  free(tables);
}
END_TEST

START_TEST(energy_factor)
{
  static double r[LEVELS * LEVELS], out[LEVELS * LEVELS];
  for (int i = 0; i < GAMMAS; i++) {
    int64_t terms = sc_damp_terms(gammas[i], LEVELS);
    double before = 0, after = 0, trace = 0, trace_after = 0;
    random_state(r, LEVELS, LEVELS - 1, 3);
    damp(out, r, gammas[i], terms, LEVELS - 1);
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
  static double r[LEVELS * LEVELS], cut[LEVELS * LEVELS], full[LEVELS * LEVELS];
  static const double some[] = {1e-3, 0.02, 0.1, 0.4};
  for (int i = 0; i < 4; i++)
    for (int terms = 0; terms <= LEVELS; terms++) {
      double bound = sc_damp_tail(some[i], terms, LEVELS), dropped = 0, only_top = 0;
      for (int k = terms; k < LEVELS; k++) {
        const double w = (double)exact_weight(some[i], LEVELS - 1 - k, k);
        only_top += w * w;
      }
      ck_assert_double_le(only_top, bound * (1 + 1e-13));
      if (bound < 1 && bound > 0x1p-200)
        ck_assert_double_ge(only_top, 0.999 * pow(1 - some[i], LEVELS) * bound);
      if (terms == 0)
        continue;
      random_state(r, LEVELS, LEVELS - 1, (unsigned)terms);
      damp(cut, r, some[i], terms, LEVELS - 1);
      damp(full, r, some[i], LEVELS, LEVELS - 1);
      for (int n = 0; n < LEVELS; n++)
        for (int m = 0; m <= n; m++)
          dropped += (n == m ? 1 : 2) * fabs(full[n * LEVELS + m] - cut[n * LEVELS + m]);
      ck_assert_double_le(dropped, (bound + 2 * (4 * LEVELS + 12) * UNIT) * mass(r, LEVELS, LEVELS - 1));
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
  tcase_add_test(cases, scale_of_every_window);
  tcase_add_test(cases, full_sum);
  tcase_add_test(cases, long_ladder);
  tcase_add_test(cases, energy_factor);
  tcase_add_test(cases, tail);
  tcase_add_test(cases, terms_kept);
  tcase_add_test(cases, domains);
  suite_add_tcase(suite, cases);
  return harness_run(suite);
}
