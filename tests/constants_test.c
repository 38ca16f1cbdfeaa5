/* The constants of the bounds against other formulas for the same numbers. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "constants.h"
#include "harness.h"

enum { PRECISION = 400 };

static void assert_within(const mpfi_t value, mpfr_srcptr expected, double tolerance)
{
    mpfr_t distance;
    mpfr_init2(distance, PRECISION);
    mpfr_sub(distance, &value->left, expected, MPFR_RNDN);
    mpfr_abs(distance, distance, MPFR_RNDN);
    ck_assert_double_lt(mpfr_get_d(distance, MPFR_RNDU), tolerance);
    mpfr_sub(distance, &value->right, expected, MPFR_RNDN);
    mpfr_abs(distance, distance, MPFR_RNDN);
    ck_assert_double_lt(mpfr_get_d(distance, MPFR_RNDU), tolerance);
    mpfr_clear(distance);
}

/* x* by the contraction x -> arctan(2x), from above. */
static void fixed_point(mpfr_t x)
{
    mpfr_set_ui(x, 2, MPFR_RNDN);
    for (int i = 0; i < 1000; i++) {
        mpfr_mul_ui(x, x, 2, MPFR_RNDN);
        mpfr_atan(x, x, MPFR_RNDN);
    }
}

START_TEST(x_star_is_the_fixed_point)
{
    mpfi_t value;
    mpfr_t x;
    mpfi_init2(value, PRECISION);
    mpfr_init2(x, PRECISION);
    ref_constant_x_star(value);
    fixed_point(x);
    assert_within(value, x, 1e-110);
    mpfr_clear(x);
    mpfi_clear(value);
}
END_TEST

/* At the maximum sin^2(x)/x = sin(2x): no division, no square as in the code. */
START_TEST(r0_is_the_sine_of_twice_x_star)
{
    mpfi_t value;
    mpfr_t x;
    mpfi_init2(value, PRECISION);
    mpfr_init2(x, PRECISION);
    ref_constant_r0(value);
    fixed_point(x);
    mpfr_mul_ui(x, x, 2, MPFR_RNDN);
    mpfr_sin(x, x, MPFR_RNDN);
    assert_within(value, x, 1e-110);
    mpfr_clear(x);
    mpfi_clear(value);
}
END_TEST

/* sin^2(x)/x over pieces of (0, 20]: none outside [1.1, 1.25] reaches R0, all inside stay at most a piece
 * above it. */
START_TEST(r0_is_the_maximum)
{
    mpfi_t r0, x, height;
    mpfi_init2(r0, 64);
    mpfi_init2(x, 64);
    mpfi_init2(height, 64);
    ref_constant_r0(r0);
    for (long i = 10; i < 20000; i++) {
        mpfi_interv_si(x, i, i + 1);
        mpfi_div_ui(x, x, 1000);
        mpfi_sin(height, x);
        mpfi_sqr(height, height);
        mpfi_div(height, height, x);
        if (i < 1100 || i >= 1250) ck_assert(mpfr_less_p(&height->right, &r0->left));
        else ck_assert_double_lt(mpfr_get_d(&height->left, MPFR_RNDN), mpfr_get_d(&r0->right, MPFR_RNDU));
    }
    mpfi_clear(height);
    mpfi_clear(x);
    mpfi_clear(r0);
}
END_TEST

/* Euler-Maclaurin: zeta(1/2) = sum_{k<=N} k^(-1/2) - 2 sqrt N - N^(-1/2)/2 + N^(-3/2)/24 - N^(-7/2)/384 + …
 * */
START_TEST(zeta_is_the_euler_maclaurin_constant)
{
    enum { N = 1000 };
    mpfi_t value;
    mpfr_t sum, term;
    mpfi_init2(value, PRECISION);
    mpfr_init2(sum, PRECISION);
    mpfr_init2(term, PRECISION);
    mpfr_set_d(sum, -2 * N, MPFR_RNDN);
    mpfr_sub_d(sum, sum, 0.5, MPFR_RNDN);
    mpfr_set_d(term, 1.0 / 24, MPFR_RNDN);
    mpfr_div_ui(term, term, N, MPFR_RNDN);
    mpfr_add(sum, sum, term, MPFR_RNDN);
    mpfr_sqrt_ui(term, N, MPFR_RNDN);
    mpfr_div(sum, sum, term, MPFR_RNDN);
    for (unsigned long k = 1; k <= N; k++) {
        mpfr_set_ui(term, k, MPFR_RNDN);
        mpfr_rec_sqrt(term, term, MPFR_RNDN);
        mpfr_add(sum, sum, term, MPFR_RNDN);
    }
    ref_constant_zeta_half(value);
    assert_within(value, sum, 1e-13);
    mpfr_clear(term);
    mpfr_clear(sum);
    mpfi_clear(value);
}
END_TEST

/* Every entry of the table, by its name, from doubles. */
static double by_name(const char *name)
{
    const double pi = 3.14159265358979324, x = 1.16556118520721131, r0 = sin(2 * x), zeta =
        -1.4603545088095868;
    const struct { const char *name; double value; } expected[] = {
        { "R0", r0 }, { "x*", x }, { "2 x*/pi", 2 * x / pi }, { "1/R0", 1 / r0 }, { "1/R0^2", 1 / (r0 * r0) },
        { "4/(pi^2 R0^2)", 4 / (pi * pi * r0 * r0) }, { "2/(pi R0)", 2 / (pi * r0) },
        { "1/(pi sqrt 250)", 1 / (pi * sqrt(250)) }, { "zeta(1/2)", zeta },
        { "(pi/2) zeta(1/2)", pi / 2 * zeta }, { "pi/R0", pi / r0 }, { "pi^2/2", pi * pi / 2 },
        { "pi R0/2", pi * r0 / 2 }, { "pi/2", pi / 2 },
    };
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        if (strcmp(expected[i].name, name) == 0) return expected[i].value;
    ck_abort_msg("no formula for %s", name);
    return 0;
}

START_TEST(table_says_what_its_names_say)
{
    size_t count;
    const ref_constant *table = ref_constant_table(&count);
    ck_assert_uint_eq(count, 14);
    for (size_t i = 0; i < count; i++) {
        mpfi_t value;
        mpfi_init2(value, 100);
        table[i].enclose(value);
        ck_assert_msg(fabs(mpfi_get_d(value) - by_name(table[i].name)) < 1e-14, "%s", table[i].name);
        mpfi_clear(value);
    }
}
END_TEST

/* Ends in order and close together, at every precision; the wider enclosure contains the narrower one. */
START_TEST(enclosures_are_tight_and_nested)
{
    size_t count;
    const ref_constant *table = ref_constant_table(&count);
    for (size_t i = 0; i < count; i++) {
        mpfi_t wide, narrow;
        mpfr_t width;
        mpfi_init2(wide, 53);
        mpfi_init2(narrow, 3000);
        mpfr_init2(width, 53);
        table[i].enclose(wide);
        table[i].enclose(narrow);
        ck_assert_msg(mpfi_is_inside(narrow, wide), "%s", table[i].name);
        mpfi_diam_abs(width, narrow);
        mpfr_mul_2si(width, width, 2990, MPFR_RNDU);
        ck_assert_msg(mpfr_cmp_ui(width, 1) < 0, "%s", table[i].name);
        mpfr_clear(width);
        mpfi_clear(narrow);
        mpfi_clear(wide);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("constants");
    TCase *tests = tcase_create("constants");
    tcase_add_test(tests, x_star_is_the_fixed_point);
    tcase_add_test(tests, r0_is_the_sine_of_twice_x_star);
    tcase_add_test(tests, r0_is_the_maximum);
    tcase_add_test(tests, zeta_is_the_euler_maclaurin_constant);
    tcase_add_test(tests, table_says_what_its_names_say);
    tcase_add_test(tests, enclosures_are_tight_and_nested);
    tcase_set_timeout(tests, 120);
    suite_add_tcase(suite, tests);
    return harness_run(suite);
}
