/* The collision step against numbers by hand and against equation (3) taken literally: the full unitary on
   battery and qubit and a partial trace, complex, dense, in long double. */
#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include "collide.h"
#include "harness.h"

#define LEVELS 7
#define UNIT 0x1p-53

typedef long double complex amplitude;

/* exact tables of an arbitrary ladder, rounded once */
static void tables(double *c, double *s, long double *angle, int d, unsigned seed)
{
  srand(seed);
  for (int n = 0; n <= d; n++) {
    angle[n] = n == 0 || n == d ? 0.0L : 3.0L * (long double)rand() / (long double)RAND_MAX;
    c[n] = (double)cosl(angle[n]);
    s[n] = (double)sinl(angle[n]);
  }
}

/* tr_Q U (rho x rho_Q) U^dagger; basis index 2 n + e, e = 1 for the excited qubit */
static void literal_step(amplitude rho[LEVELS][LEVELS], const long double *angle, long double q, long double
    c, int d)
{
  static amplitude u[2 * LEVELS][2 * LEVELS], joint[2 * LEVELS][2 * LEVELS], half[2 * LEVELS][2 * LEVELS];
  long double coherence = c * sqrtl(q * (1 - q));
  long double qubit[2][2] = {{q, coherence}, {coherence, 1 - q}};
  for (int i = 0; i < 2 * d; i++)
    for (int j = 0; j < 2 * d; j++) {
      u[i][j] = 0;
      joint[i][j] = rho[i / 2][j / 2] * qubit[i % 2][j % 2];
    }
  for (int n = 0; n < d; n++) {
    u[2 * n][2 * n] = cosl(angle[n]);
    u[2 * n + 1][2 * n + 1] = cosl(angle[n + 1]);
    if (n + 1 < d) {
      u[2 * (n + 1)][2 * n + 1] = -I * sinl(angle[n + 1]);
      u[2 * n + 1][2 * (n + 1)] = -I * sinl(angle[n + 1]);
    }
  }
  for (int i = 0; i < 2 * d; i++)
    for (int j = 0; j < 2 * d; j++) {
      half[i][j] = 0;
      for (int k = 0; k < 2 * d; k++)
        half[i][j] += u[i][k] * joint[k][j];
    }
  for (int n = 0; n < d; n++)
    for (int m = 0; m < d; m++) {
      rho[n][m] = 0;
      for (int e = 0; e < 2; e++)
        for (int k = 0; k < 2 * d; k++)
          rho[n][m] += half[2 * n + e][k] * conjl(u[2 * m + e][k]);
    }
}

/* the last row computed is kept if any of its elements exceeds 2^-72 */
static int64_t highest(const double *out, int d, int64_t top)
{
  int64_t last = top + 1 < d ? top + 1 : d - 1;
  double largest = 0.0;
  for (int64_t m = 0; m <= last; m++)
    largest = fmax(largest, fabs(out[last * d + m]));
  return largest > 0x1p-72 ? last : last - 1;
}

/* One step from the same state both ways; the local error bound of the budget, 22 u mass + 6 u mass for
   rounded tables */
static void compare(int d, double q, double c, unsigned seed)
{
  static const amplitude phase[4] = {1, -I, -1, I}; /* (-i)^k */
  double cosine[LEVELS + 1], sine[LEVELS + 1], zero[LEVELS + 1] = {0};
  double r[LEVELS * LEVELS], out[LEVELS * LEVELS];
  long double angle[LEVELS + 1];
  amplitude rho[LEVELS][LEVELS];
  int64_t top = 0;
  sc_qubit qubit = sc_qubit_make(q, c);
  for (int i = 0; i < d * d; i++)
    r[i] = out[i] = NAN;
  r[0] = 1.0;
  for (int step = 0; step < 12; step++) {
    long double mass = 0, error = 0;
    tables(cosine, sine, angle, d, seed + (unsigned)step);
    for (int n = 0; n < d; n++)
      for (int m = 0; m < d; m++) {
        int row = n > m ? n : m, column = n > m ? m : n;
        double value = row <= top ? r[row * d + column] : 0.0;
        mass += fabsl((long double)value);
        rho[n][m] = value * phase[((n - m) % 4 + 4) % 4];
      }
    int64_t next = sc_collide(out, r, cosine, sine, zero, &qubit, d, top);
    ck_assert_int_eq(next, highest(out, d, top));
    literal_step(rho, angle, q, c, d);
    for (int n = 0; n < d; n++)
      for (int m = 0; m <= n; m++)
        error += (n == m ? 1 : 2) * cabsl(rho[n][m] - (n <= next ? out[n * d + m] * phase[(n - m) % 4] : 0));
    ck_assert_msg(error <= 28 * UNIT * mass, "d %d q %g c %g step %d: error %Lg, bound %Lg", d, q, c, step,
        error,
                  28 * UNIT * mass);
    top = next;
    for (int i = 0; i < d * d; i++)
      r[i] = out[i];
  }
}

START_TEST(literal_equation)
{
  static const double q[] = {0.0, 0.1, 0.5, 0.83, 1.0}, c[] = {0.0, 0.4, 1.0};
  for (int d = 2; d <= LEVELS; d++)
    for (int i = 0; i < 5; i++)
      for (int j = 0; j < 3; j++)
        compare(d, q[i], c[j], (unsigned)(100 * d + 10 * i + j));
}
END_TEST

START_TEST(two_levels_by_hand)
{
  double c[] = {1.0, 0.6, 1.0}, s[] = {0.0, 0.8, 0.0}, zero[3] = {0};
  double r[] = {1.0, NAN, NAN, NAN}, out[] = {NAN, NAN, NAN, NAN};
  sc_qubit qubit = sc_qubit_make(0.25, 1.0);
  ck_assert_int_eq(sc_collide(out, r, c, s, zero, &qubit, 2, 0), 1);
  ck_assert_double_eq_tol(out[0], 0.25 + 0.75 * 0.36, 4 * UNIT);
  ck_assert_double_eq_tol(out[2], 0.8 * sqrt(0.1875), 4 * UNIT);
  ck_assert_double_eq_tol(out[3], 0.75 * 0.64, 4 * UNIT);
}
END_TEST

START_TEST(three_levels_by_hand)
{
  double c[] = {1.0, 0.6, 0.8, 1.0}, s[] = {0.0, 0.8, 0.6, 0.0}, zero[4] = {0}, out[9];
  double r[] = {0.0, NAN, NAN, 0.0, 1.0, NAN, NAN, NAN, NAN}; /* level 1 */
  static const double expected[] = {0.32, NAN, NAN, -0.32, 0.5, NAN, 0.0, 0.18, 0.18};
  sc_qubit qubit = sc_qubit_make(0.5, 1.0);
  ck_assert_int_eq(sc_collide(out, r, c, s, zero, &qubit, 3, 1), 2);
  for (int n = 0; n < 3; n++)
    for (int m = 0; m <= n; m++)
      ck_assert_double_eq_tol(out[3 * n + m], expected[3 * n + m], 4 * UNIT);
}
END_TEST

/* Outside the lower triangle and the active rows nothing is read (it would spread its NaN) or written. */
START_TEST(active_block_only)
{
  enum { D = 9 };
  double c[D + 1], s[D + 1], zero[D + 1] = {0}, r[D * D], out[D * D];
  long double angle[D + 1];
  sc_qubit qubit = sc_qubit_make(0.3, 0.9);
  tables(c, s, angle, D, 5);
  for (int top = 0; top < D; top++) {
    for (int n = 0; n < D; n++)
      for (int m = 0; m < D; m++) {
        r[n * D + m] = m <= n && n <= top ? 0.01 * (n + 2 * m + 1) : NAN;
        out[n * D + m] = 77.0;
      }
    int64_t last = sc_collide(out, r, c, s, zero, &qubit, D, top);
    for (int n = 0; n < D; n++)
      for (int m = 0; m < D; m++)
        if (m <= n && n <= last)
          ck_assert(isfinite(out[n * D + m]) && out[n * D + m] < 2.0);
        else
          ck_assert_double_eq(out[n * D + m], 77.0);
  }
}
END_TEST

/* Each entry within 7.01 u times the sum of the absolute values of its eight terms; 0.01 u for the long
   double here. */
static void check_entries(int d, int top, double q, double coherence, unsigned seed)
{
  double c[LEVELS + 1], s[LEVELS + 1], zero[LEVELS + 1] = {0}, r[LEVELS * LEVELS], out[LEVELS * LEVELS];
  long double angle[LEVELS + 1], full[LEVELS + 2][LEVELS + 2] = {{0}}; /* levels -1 .. d */
  sc_qubit qubit = sc_qubit_make(q, coherence);
  const long double g = qubit.q, e = qubit.p, k = qubit.kappa;
  tables(c, s, angle, d, seed);
  for (int n = 0; n <= top; n++)
    for (int m = 0; m <= n; m++) {
      r[n * d + m] = ldexp(2.0 * rand() / RAND_MAX - 1.0, -(rand() % 40));
      full[n + 1][m + 1] = full[m + 1][n + 1] = r[n * d + m];
    }
  sc_collide(out, r, c, s, zero, &qubit, d, top);
  for (int n = 0; n <= (top + 1 < d ? top + 1 : d - 1); n++)
    for (int m = 0; m <= n; m++) {
      const long double term[8] = {
        g * c[n] * c[m] * full[n + 1][m + 1],          e * c[n + 1] * c[m + 1] * full[n + 1][m + 1],
        e * s[n] * s[m] * full[n][m],                  g * s[n + 1] * s[m + 1] * full[n + 2][m + 2],
        k * c[n] * s[m] * full[n + 1][m],              k * s[n] * c[m] * full[n][m + 1],
        -k * c[n + 1] * s[m + 1] * full[n + 1][m + 2], -k * s[n + 1] * c[m + 1] * full[n + 2][m + 1],
      };
      long double exact = 0, size = 0;
      for (int i = 0; i < 8; i++) {
        exact += term[i];
        size += fabsl(term[i]);
      }
      ck_assert_msg(fabsl(out[n * d + m] - exact) <= 7.02L * UNIT * size, "d %d top %d entry %d %d: %Lg u", d,
                    top, n, m, fabsl(out[n * d + m] - exact) / size / UNIT);
    }
}

START_TEST(entries_within_their_bound)
{
  static const double q[] = {0.0, 0.1, 0.5, 0.83, 1.0}, c[] = {0.0, 0.4, 1.0};
  for (int d = 2; d <= LEVELS; d++)
    for (int top = 0; top < d; top++)
      for (int i = 0; i < 300; i++)
        check_entries(d, top, q[i % 5], c[i % 3], (unsigned)(1000 * d + i));
}
END_TEST

/* A level is cut off when its whole row is at most 2^-72, wherever in the row the largest element is. */
START_TEST(negligible_level_is_cut)
{
  enum { D = 6 };
  static const double cut = 0x1p-72;
  double c[D + 1], s[D + 1] = {0}, zero[D + 1] = {0}, r[D * D], out[D * D];
  sc_qubit qubit = sc_qubit_make(0.5, 0.0);
  for (int n = 0; n <= D; n++)
    c[n] = 1.0; /* nothing moves */
  for (int top = 1; top < D; top++)
    for (int column = 0; column <= top; column++)
      for (int sign = -1; sign <= 1; sign += 2) {
        for (int i = 0; i < D * D; i++)
          r[i] = 0.0;
        r[top * D + column] = sign * cut;
        int64_t next = sc_collide(out, r, c, s, zero, &qubit, D, top);
        ck_assert_int_eq(next, top < D - 1 ? top : D - 2);
        if (top == D - 1) {
          r[top * D + column] = sign * nextafter(cut, 1.0);
          ck_assert_int_eq(sc_collide(out, r, c, s, zero, &qubit, D, top), top);
        }
      }
}
END_TEST

START_TEST(trace_over_many_steps)
{
  enum { D = 60 };
  static double first[D * D], second[D * D];
  double c[D + 1], s[D + 1], zero[D + 1] = {0}, *r = first, *out = second, trace = 0;
  int64_t top = 0;
  sc_qubit qubit = sc_qubit_make(0.5, 1.0);
  for (int n = 0; n <= D; n++) {
    double angle = n == D ? 0.0 : sqrt(n) * acos(-1.0) / 100;
    c[n] = cos(angle);
    s[n] = sin(angle);
  }
  r[0] = 1.0;
  for (int step = 0; step < 1000; step++) {
    top = sc_collide(out, r, c, s, zero, &qubit, D, top);
    double *swapped = r;
    r = out;
    out = swapped;
  }
  for (int n = 0; n < D; n++)
    trace += r[n * D + n];
  ck_assert_double_eq_tol(trace, 1.0, 2e-14);
}
END_TEST

START_TEST(domains)
{
  ck_assert(sc_density_valid(2, 0) && sc_density_valid(4096, 4095));
  ck_assert(!sc_density_valid(1, 0) && !sc_density_valid(4097, 0) && !sc_density_valid(5, 5) &&
      !sc_density_valid(5, -1));
  ck_assert(sc_qubit_valid(0.0, 1.0) && sc_qubit_valid(1.0, 0.0));
  ck_assert(!sc_qubit_valid(-0.1, 0.5) && !sc_qubit_valid(1.1, 0.5) && !sc_qubit_valid(0.5, -1e-300));
  ck_assert(!sc_qubit_valid(0.5, 1.5) && !sc_qubit_valid(NAN, 0.5) && !sc_qubit_valid(0.5, NAN));
  ck_assert(!sc_qubit_valid(INFINITY, 0.5) && !sc_qubit_valid(0.5, INFINITY));
}
END_TEST

START_TEST(qubit_numbers)
{
  for (int i = 0; i <= 50; i++)
    for (int j = 0; j <= 4; j++) {
      double q = i / 50.0, c = j / 4.0;
      long double kappa = c * sqrtl(q * (1 - (long double)q));
      sc_qubit qubit = sc_qubit_make(q, c);
      ck_assert_double_eq(qubit.q, q);
      ck_assert(fabsl(qubit.p - (1 - (long double)q)) <= UNIT * (1 - (long double)q));
      ck_assert(fabsl(qubit.kappa - kappa) <= 3.01L * UNIT * kappa);
    }
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("collide");
  TCase *cases = tcase_create("collide");
  tcase_add_test(cases, literal_equation);
  tcase_add_test(cases, two_levels_by_hand);
  tcase_add_test(cases, three_levels_by_hand);
  tcase_add_test(cases, active_block_only);
  tcase_add_test(cases, entries_within_their_bound);
  tcase_add_test(cases, negligible_level_is_cut);
  tcase_add_test(cases, trace_over_many_steps);
  tcase_add_test(cases, domains);
  tcase_add_test(cases, qubit_numbers);
  suite_add_tcase(suite, cases);
  return harness_run(suite);
}
