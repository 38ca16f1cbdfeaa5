/* The certified budget against the exact recursion in long double (64-bit significand, so 2^11 times finer
   than what it judges): the budget must bound every difference, with exact inputs and with inputs rounded
   much more coarsely. */
#include <math.h>
#include <stdlib.h>
#include "budget.h"
#include "collide.h"
#include "damp.h"
#include "harness.h"
#include "observe.h"
#include "rate.h"
#include "swap.h"

#define LEVELS 9

typedef struct {
  int d, steps;
  long double theta, q, c, gamma; /* the exact scenario */
  int coarse;                     /* the kernel gets numbers rounded to float */
} scenario;

static long double matrix(long double *r, int d, int n, int m)
{
  return n < 0 || m < 0 || n >= d || m >= d ? 0 : r[n * LEVELS + m];
}

static void exact_collide(long double *r, const scenario *x)
{
  long double c[LEVELS + 1], s[LEVELS + 1], out[LEVELS * LEVELS], p = 1 - x->q, kappa = x->c * sqrtl(x->q *
    p);
  for (int n = 0; n <= x->d; n++) {
    long double angle = n == x->d ? 0 : sqrtl(n) * x->theta;
    c[n] = cosl(angle);
    s[n] = sinl(angle);
  }
  for (int n = 0; n < x->d; n++)
    for (int m = 0; m < x->d; m++)
      out[n * LEVELS + m] =
        (x->q * c[n] * c[m] + p * c[n + 1] * c[m + 1]) * matrix(r, x->d, n, m) +
        p * s[n] * s[m] * matrix(r, x->d, n - 1, m - 1) + x->q * s[n + 1] * s[m + 1] * matrix(r, x->d, n + 1,
          m + 1) +
        kappa * (c[n] * s[m] * matrix(r, x->d, n, m - 1) + s[n] * c[m] * matrix(r, x->d, n - 1, m) -
                 c[n + 1] * s[m + 1] * matrix(r, x->d, n, m + 1) - s[n + 1] * c[m + 1] * matrix(r, x->d, n +
                   1, m));
  for (int i = 0; i < LEVELS * LEVELS; i++)
    r[i] = out[i];
}

static void exact_damp(long double *r, const scenario *x)
{
  for (int n = 0; n < x->d; n++)
    for (int m = 0; m < x->d; m++) {
      long double weight = powl(1 - x->gamma, (n + m) / 2.0L), sum = 0;
      for (int k = 0; n + k < x->d && m + k < x->d; k++) {
        sum += weight * matrix(r, x->d, n + k, m + k);
        weight *= x->gamma * sqrtl((long double)((n + k + 1) * (m + k + 1))) / (k + 1);
      }
      r[n * LEVELS + m] = sum;
    }
}

static double given(long double exact, int coarse) { return coarse ? (double)(float)exact : (double)exact; }

static double error(double number, long double exact) { return (double)(fabsl(number - exact) * 1.0000001L); }

static void check_bars(const double *r, long double *exact, double budget, int d, int64_t top)
{
  long double trace = 0, energy = 0, square = 0, purity = 0, frobenius = 0;
  for (int n = 0; n < d; n++) {
    trace += matrix(exact, d, n, n);
    energy += n * matrix(exact, d, n, n);
    square += n * n * matrix(exact, d, n, n);
    for (int m = 0; m < d; m++) {
      double value = n > top || m > top ? 0.0 : r[n > m ? n * d + m : m * d + n];
      long double difference = value - matrix(exact, d, n, m);
      ck_assert_msg(fabsl(difference) <= budget, "element %d %d: %Lg, budget %g", n, m, difference, budget);
      frobenius += difference * difference; /* at most the square of the trace norm */
      purity += matrix(exact, d, n, m) * matrix(exact, d, n, m);
    }
  }
  ck_assert_msg(frobenius <= (long double)budget * budget, "norm %Lg, budget %g", sqrtl(frobenius), budget);
  ck_assert(fabsl(sc_observe_trace(r, d, top) - trace) <= sc_budget_trace(budget, d));
  ck_assert(fabsl(sc_observe_energy(r, d, top) - energy) <= sc_budget_energy(budget, d));
  ck_assert(fabsl(sc_observe_purity(r, d, top) - purity) <= sc_budget_purity(budget, d));
  ck_assert(fabsl(sc_observe_variance(r, d, top) - (square - energy * energy)) <= sc_budget_variance(budget,
      d));
}

/* how far the energy really is off, in units of its bar */
static long double run(const scenario *x)
{
  double f[LEVELS + 1], c[LEVELS + 1], s[LEVELS + 1], zero[LEVELS + 1] = {0}, budget = 0;
  double weight[(LEVELS + 1) * LEVELS], scale[3 * LEVELS], square[LEVELS];
  double first[LEVELS * LEVELS] = {1}, second[LEVELS * LEVELS], *r = first, *out = second;
  long double exact[LEVELS * LEVELS] = {1}, energy = 0;
  double theta = given(x->theta, x->coarse), gamma = given(x->gamma, x->coarse), q = given(x->q, x->coarse);
  sc_qubit qubit = sc_qubit_make(q, given(x->c, x->coarse));
  int64_t terms = sc_damp_terms(gamma, x->d), top = 0;
  double input = sc_budget_qubit(&qubit, error(q, x->q), error(given(x->c, x->coarse), x->c));
  sc_ladder(f, SC_OSCILLATOR, x->d);
  sc_swap(c, s, f, theta, x->d);
  double tables = sc_swap_error(f[x->d - 1], theta) + 1.0000001 * f[x->d - 1] * error(theta, x->theta);
  double survival = error(gamma, x->gamma) == 0 ? 0 : 1.0000001 * error(gamma, x->gamma) / (1 - gamma);
  sc_damp_weights(weight, scale, square, gamma, terms, x->d);
  for (int step = 0; step < x->steps; step++) {
    budget = sc_budget_collide(budget, sc_observe_mass(r, x->d, top), tables, input);
    top = sc_collide(out, r, c, s, zero, &qubit, x->d, top);
    exact_collide(exact, x);
    budget = sc_budget_damp(budget, sc_observe_mass(out, x->d, top), sc_damp_tail(gamma, terms, x->d),
      survival, terms,
                            x->d);
    sc_damp(r, out, weight, scale, gamma, terms, x->d, top);
    exact_damp(exact, x);
    check_bars(r, exact, budget, x->d, top);
  }
  for (int n = 0; n < x->d; n++)
    energy += n * matrix(exact, x->d, n, n);
  return fabsl(sc_observe_energy(r, x->d, top) - energy) / sc_budget_energy(budget, x->d);
}

START_TEST(bounds_every_error)
{
  srand(7);
  for (int i = 0; i < 400; i++) {
    scenario x = {.d = 2 + i % (LEVELS - 1), .steps = 15, .coarse = i % 2};
    x.theta = 2.5L * rand() / RAND_MAX;
    x.q = i % 7 == 0 ? 0 : i % 7 == 1 ? 1 : i % 7 == 2 ? 1e-10L : (long double)rand() / RAND_MAX;
    x.c = i % 5 == 0 ? 0 : i % 5 == 1 ? 1 : (long double)rand() / RAND_MAX;
    x.gamma = i % 3 == 0 ? 0 : i % 3 == 1 ? 0.1L * rand() / RAND_MAX : 0.99L * rand() / RAND_MAX;
    run(&x);
  }
}
END_TEST

/* Wrong inputs of each kind, one at a time: the budget must hold, and an input's error must be what fills
   it. */
START_TEST(every_input_counts)
{
  scenario exact = {.d = 8, .steps = 10, .theta = 0.5L, .q = 0.25L, .c = 0.5L, .gamma = 0.125L, .coarse = 1};
  scenario theta = exact, q = exact, c = exact, gamma = exact;
  theta.theta = 0.3L;
  q.q = 0.3L;
  c.c = 0.3L;
  gamma.gamma = 0.1L;
  ck_assert(run(&theta) > 1e-3L);
  ck_assert(run(&q) > 1e-3L);
  ck_assert(run(&c) > 1e-3L);
  ck_assert(run(&gamma) > 1e-3L);
}
END_TEST

START_TEST(populations)
{
  double f[LEVELS + 1], c[LEVELS + 1], s[LEVELS + 1], p[LEVELS] = {1}, out[LEVELS], budget = 0;
  long double exact[LEVELS] = {1}, next[LEVELS];
  const long double q = 0.3L, theta = 0.7L;
  sc_qubit qubit = sc_qubit_make((double)(float)q, 0.0);
  sc_ladder(f, SC_OSCILLATOR, LEVELS);
  sc_swap(c, s, f, (double)(float)theta, LEVELS);
  double tables = sc_swap_error(f[LEVELS - 1], (double)(float)theta) +
                  1.0000001 * f[LEVELS - 1] * error((double)(float)theta, theta);
  for (int step = 0; step < 30; step++) {
    long double norm = 0;
    budget = sc_budget_rate(budget, sc_observe_rate_total(p, LEVELS), tables, 2 * error((double)(float)q, q));
    sc_rate(out, p, c, s, &qubit, LEVELS);
    for (int n = 0; n < LEVELS; n++) {
      long double here = sinl(sqrtl(n) * theta), above = n + 1 < LEVELS ? sinl(sqrtl(n + 1) * theta) : 0;
      next[n] = (q * (1 - here * here) + (1 - q) * (1 - above * above)) * exact[n] +
                (n + 1 < LEVELS ? q * above * above * exact[n + 1] : 0) +
                (n > 0 ? (1 - q) * here * here * exact[n - 1] : 0);
    }
    for (int n = 0; n < LEVELS; n++) {
      p[n] = out[n];
      exact[n] = next[n];
      norm += fabsl(p[n] - exact[n]);
    }
    ck_assert_msg(norm <= budget && norm >= budget / 1000, "step %d: %Lg, budget %g", step, norm, budget);
  }
}
END_TEST

START_TEST(rounded_up)
{
  const double tiny = 0x1p-1074;
  ck_assert_double_gt(sc_budget_collide(1.0, 0.0, 0.0, 0.0), 1.0);
  ck_assert_double_gt(sc_budget_collide(0.0, tiny, tiny, tiny), 0.0);
  ck_assert_double_ge(sc_budget_collide(0.0, 0.0, 0.0, 0.0), 8191 * 0x1p-72); /* the rows cut off */
  ck_assert_double_ge(sc_budget_collide(0.0, 3.0, 0.0, 0.0), 66 * 0x1p-53);
  ck_assert_double_ge(sc_budget_collide(0.0, 3.0, 0.01, 0.1), 3.0 * (22 * 0x1p-53 + 0.06 + 0.1));
  ck_assert_double_ge(sc_budget_damp(0.0, 3.0, 0.01, 0.001, 10, 20), 3.0 * (0.01 + 0.04 + 80 * 0x1p-53));
  ck_assert_double_ge(sc_budget_rate(0.0, 3.0, 0.01, 0.1), 3.0 * (8 * 0x1p-53 + 0.03 + 0.1));
  ck_assert_double_eq_tol(sc_budget_energy(1e-9, 250), 249e-9, 1e-9);
  ck_assert_double_ge(sc_budget_variance(1e-6, 10), 81e-6);
}
END_TEST

START_TEST(qubit_errors)
{
  for (int i = 0; i <= 40; i++)
    for (int j = 0; j <= 40; j++) {
      double q = i / 40.0, other = j / 40.0;
      sc_qubit qubit = sc_qubit_make(q, 1.0);
      if (fabs(q - other) > 0x1p-4)
        continue;
      long double kappa = fabsl(sqrtl(q * (1 - (long double)q)) - sqrtl(other * (1 - (long double)other)));
      long double cost = 2 * fabsl((long double)q - other) + 2 * kappa;
      ck_assert(sc_budget_qubit(&qubit, fabs(q - other), 0.0) >= cost);
    }
}
END_TEST

START_TEST(domains)
{
  ck_assert(sc_budget_valid(0.0, 0.0) && sc_budget_valid(0x1p20, 0x1p30));
  ck_assert(!sc_budget_valid(-1.0, 0.0) && !sc_budget_valid(0.0, -1.0) && !sc_budget_valid(NAN, 1.0));
  ck_assert(!sc_budget_valid(0.0, NAN) && !sc_budget_valid(INFINITY, 0.0) && !sc_budget_valid(0.0, INFINITY));
  ck_assert(sc_budget_error_valid(0.0) && sc_budget_error_valid(0x1p-4));
  ck_assert(!sc_budget_error_valid(0.07) && !sc_budget_error_valid(-1e-9) && !sc_budget_error_valid(NAN));
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("budget");
  TCase *cases = tcase_create("budget");
  tcase_set_timeout(cases, 60);
  tcase_add_test(cases, bounds_every_error);
  tcase_add_test(cases, every_input_counts);
  tcase_add_test(cases, populations);
  tcase_add_test(cases, rounded_up);
  tcase_add_test(cases, qubit_errors);
  tcase_add_test(cases, domains);
  suite_add_tcase(suite, cases);
  return harness_run(suite);
}
