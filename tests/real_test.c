/* Numbers as the user wrote them: grammar, exactness, enclosures, comparison, nearest double. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "harness.h"
#include "real.h"

static ref_real value;

static void setup(void)
{
    ref_real_init(&value);
}

static void teardown(void)
{
    ref_real_clear(&value);
    mpfr_free_cache();
}

/* ---- grammar */

static const struct { const char *text; ref_form form; const char *x; } numbers[] = {
    { "0", REF_RATIONAL, "0" },             { "0.3", REF_RATIONAL, "3/10" },
    { "-0.30", REF_RATIONAL, "-3/10" },     { "+7", REF_RATIONAL, "7" },
    { ".5", REF_RATIONAL, "1/2" },          { "5.", REF_RATIONAL, "5" },
    { "1e-3", REF_RATIONAL, "1/1000" },     { "-2.5E+4", REF_RATIONAL, "-25000" },
    { "12.5e0", REF_RATIONAL, "25/2" },     { "1/2", REF_RATIONAL, "1/2" },
    { "0.1/3", REF_RATIONAL, "1/30" },      { "-6/4", REF_RATIONAL, "-3/2" },
    { "0x1.8p-3", REF_RATIONAL, "3/16" },   { "0X.FP4", REF_RATIONAL, "15" },
    { "0x10", REF_RATIONAL, "16" },         { "-0x1p-1074", REF_RATIONAL, NULL },
    { "0x1e2", REF_RATIONAL, "482" },       { "0x1p1/3", REF_RATIONAL, "2/3" },
    { "pi", REF_MULTIPLE_OF_PI, "1" },      { "-pi", REF_MULTIPLE_OF_PI, "-1" },
    { "pi/100", REF_MULTIPLE_OF_PI, "1/100" }, { "3*pi/7", REF_MULTIPLE_OF_PI, "3/7" },
    { "-2*pi/5", REF_MULTIPLE_OF_PI, "-2/5" }, { "0.01*pi", REF_MULTIPLE_OF_PI, "1/100" },
    { "1/2*pi/3", REF_MULTIPLE_OF_PI, "1/6" }, { "0*pi", REF_MULTIPLE_OF_PI, "0" },
    { "pi/0x1p3", REF_MULTIPLE_OF_PI, "1/8" }, { "1e9999", REF_RATIONAL, NULL },
};

START_TEST(reads_numbers_exactly)
{
    mpq_t expected;
    mpq_init(expected);
    ck_assert_msg(ref_real_parse(&value, numbers[_i].text), "%s", numbers[_i].text);
    ck_assert_int_eq(value.form, numbers[_i].form);
    if (numbers[_i].x != NULL) {
        mpq_set_str(expected, numbers[_i].x, 10);
        ck_assert_msg(mpq_equal(value.x, expected), "%s is not %s", numbers[_i].text, numbers[_i].x);
    }
    mpq_clear(expected);
}
END_TEST

static const char *const no_numbers[] = {
    "", " ", "-", "+", "--1", "+-1", "1 ", " 1", "1 /2", ".", "-.", "e5", "1e", "1e+", "1e5.", "1.2.3",
    "0x", "0x.", "0xg", "0x1p", "1p3", "1/0", "1/0.0", "1/-2", "1//2", "1/2/3", "1/", "/2", "2pi",
    "pi*2", "*pi", "2*", "2*3", "pi/", "pi/0", "pi/pi", "pipi", "p", "Pi", "PI", "π", "inf", "nan",
    "0.3f", "1,5", "1e10000", "1e-10000", "1e999999999", "1e99999999999999999999999", "0x1p999999999",
    "1\n", "½", "1_000", "0b1",
};

START_TEST(refuses_what_is_no_number)
{
    ref_real_set_ratio(&value, 3, 7);
    ck_assert_msg(!ref_real_parse(&value, no_numbers[_i]), "\"%s\"", no_numbers[_i]);
    ck_assert_msg(value.form == REF_RATIONAL && mpq_cmp_ui(value.x, 3, 7) == 0, "changed by \"%s\"",
                  no_numbers[_i]);
}
END_TEST

START_TEST(bounds_the_length)
{
    char text[4098];
    memset(text, '7', sizeof text);
    text[4097] = '\0';
    ck_assert(!ref_real_parse(&value, text));
    text[4096] = '\0';
    ck_assert(ref_real_parse(&value, text));
}
END_TEST

/* ---- enclosures */

static const char *const samples[] = { "0",  "1",        "0.1",     "-1/3",   "1e-300", "123456789.125",
                                       "pi", "-22*pi/7", "pi/1e40", "1e50*pi" };
enum { SAMPLES = sizeof samples / sizeof *samples };

/* Contains the value (known to 3000 bits more), and spans at most two neighbouring numbers. */
static void check_enclosure(mpfr_prec_t precision)
{
    mpfi_t coarse, fine;
    mpfi_init2(coarse, precision);
    mpfi_init2(fine, precision + 3000);
    ref_real_enclose(coarse, &value);
    ref_real_enclose(fine, &value);
    ck_assert(mpfi_is_inside(fine, coarse));
    mpfr_nextabove(&coarse->left);
    ck_assert(mpfr_cmp(&coarse->left, &coarse->right) >= 0);
    mpfi_clear(coarse);
    mpfi_clear(fine);
}

START_TEST(encloses_tightly)
{
    ck_assert(ref_real_parse(&value, samples[_i]));
    for (mpfr_prec_t precision = 2; precision < 3000; precision = precision * 3 / 2 + 1)
        check_enclosure(precision);
}
END_TEST

START_TEST(encloses_decays_tightly)
{
    ck_assert(ref_real_parse(&value, samples[_i]));
    if (value.form != REF_RATIONAL || mpq_sgn(value.x) < 0)
        return;
    value.form = REF_DECAY;
    for (mpfr_prec_t precision = 2; precision < 3000; precision = precision * 3 / 2 + 1)
        check_enclosure(precision);
}
END_TEST

START_TEST(decay_is_one_minus_exponential)
{
    mpfi_t computed, expected;
    mpfi_init2(computed, 200);
    mpfi_init2(expected, 200);
    ref_real_set_ratio(&value, 3, 10);
    value.form = REF_DECAY;
    ref_real_enclose(computed, &value);
    mpfi_set_str(expected, "-0.3", 10);
    mpfi_exp(expected, expected);
    mpfi_si_sub(expected, 1, expected);
    mpfi_sub(computed, computed, expected);
    ck_assert(mpfi_has_zero(computed));
    mpfi_clear(computed);
    mpfi_clear(expected);
}
END_TEST

/* ---- comparison */

static const struct {
    const char *text;
    ref_form form;
    long num;
    unsigned long den;
    int sign;
} comparisons[] = {
    { "0.3", REF_RATIONAL, 3, 10, 0 },
    { "0.3", REF_RATIONAL, 1, 3, -1 },
    { "1", REF_RATIONAL, 2, 2, 0 },
    { "-1", REF_RATIONAL, 0, 1, -1 },
    { "pi", REF_MULTIPLE_OF_PI, 22, 7, -1 },
    { "pi", REF_MULTIPLE_OF_PI, 333, 106, 1 },
    { "pi", REF_MULTIPLE_OF_PI, 5706674932067741, 1816491048114374, -1 },
    { "pi", REF_MULTIPLE_OF_PI, 4272943, 1360120, 1 },
    { "0*pi", REF_MULTIPLE_OF_PI, 0, 1, 0 },
    { "0*pi", REF_MULTIPLE_OF_PI, 1, 9, -1 },
    { "-pi/1e3000", REF_MULTIPLE_OF_PI, 0, 1, -1 },
    { "1e-3000*pi", REF_MULTIPLE_OF_PI, 0, 1, 1 },
    { "0", REF_DECAY, 0, 1, 0 },
    { "0", REF_DECAY, -1, 3, 1 },
    { "1e-3000", REF_DECAY, 0, 1, 1 },
    { "1e3000", REF_DECAY, 1, 1, -1 },
    { "1", REF_DECAY, 632, 1000, 1 },
    { "1", REF_DECAY, 633, 1000, -1 },
};

START_TEST(compares_exactly)
{
    ck_assert(ref_real_parse(&value, comparisons[_i].text));
    value.form = comparisons[_i].form;
    ck_assert_int_eq(ref_real_compare_ratio(&value, comparisons[_i].num, comparisons[_i].den),
                     comparisons[_i].sign);
}
END_TEST

static bool equal(const char *left, ref_form left_form, const char *right, ref_form right_form)
{
    ref_real other;
    ref_real_init(&other);
    ck_assert(ref_real_parse(&value, left) && ref_real_parse(&other, right));
    value.form = left_form;
    other.form = right_form;
    bool same = ref_real_equal(&value, &other);
    ref_real_clear(&other);
    return same;
}

START_TEST(equality_is_of_values)
{
    ck_assert(equal("0.5", REF_RATIONAL, "1/2", REF_RATIONAL));
    ck_assert(!equal("0.3333333333333333", REF_RATIONAL, "1/3", REF_RATIONAL));
    ck_assert(!equal("1", REF_RATIONAL, "pi", REF_MULTIPLE_OF_PI));
    ck_assert(equal("0", REF_RATIONAL, "0*pi", REF_MULTIPLE_OF_PI));
    ck_assert(equal("pi/2", REF_MULTIPLE_OF_PI, "0.5*pi", REF_MULTIPLE_OF_PI));
    ck_assert(!equal("1", REF_DECAY, "1", REF_RATIONAL));
}
END_TEST

/* ---- the nearest double */

static double to_double(const char *text, double *error)
{
    ck_assert(ref_real_parse(&value, text));
    return ref_real_double(error, &value);
}

/* |value - nearest| <= error <= half a unit in the last place, decided at 4000 bits. Below the normal range
 * the error itself is rounded up to a multiple of the least double. */
START_TEST(error_of_the_double_is_a_tight_bound)
{
    double error, nearest = to_double(samples[_i], &error);
    mpfi_t difference;
    mpfi_init2(difference, 4000);
    ref_real_enclose(difference, &value);
    mpfi_sub_d(difference, difference, nearest);
    mpfi_abs(difference, difference);
    ck_assert(mpfr_cmp_d(&difference->right, error) <= 0);
    ck_assert(mpfr_cmp_d(&difference->right, error * (1 - 1e-15) - DBL_TRUE_MIN) >= 0);
    ck_assert(error <= 0.5 * (nextafter(fabs(nearest), INFINITY) - fabs(nearest)) * (1 + 1e-15));
    mpfi_clear(difference);
}
END_TEST

START_TEST(doubles_round_to_nearest_even)
{
    double error;
    ck_assert(to_double("0.1", &error) == 0.1);
    ck_assert(to_double("9007199254740993", &error) == 9007199254740992.0 && error == 1.0);
    ck_assert(to_double("9007199254740995", &error) == 9007199254740996.0 && error == 1.0);
    ck_assert(to_double("9007199254740993.0000000000000000000000000000000000000000000000001", &error)
              == 9007199254740994.0);
    ck_assert(to_double("0x1p-1075", &error) == 0.0 && error == DBL_TRUE_MIN);
    ck_assert(to_double("0x1.8p-1074", &error) == 2 * DBL_TRUE_MIN);
    ck_assert(to_double("0x1.00000000000010000000001p-1023", &error) == 0x1.0000000000002p-1023);
    ck_assert(to_double("1/4", &error) == 0.25 && error == 0.0);
    ck_assert(to_double("pi", &error) == 0x1.921fb54442d18p+1 && error > 1.2246e-16 && error < 1.2247e-16);
    ck_assert(isinf(to_double("1e9999", &error)) && isinf(error));
    ck_assert(to_double("-1e9999", &error) == -INFINITY && error == INFINITY);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("real");
    tcase_add_checked_fixture(cases, setup, teardown);
    tcase_add_loop_test(cases, reads_numbers_exactly, 0, sizeof numbers / sizeof *numbers);
    tcase_add_loop_test(cases, refuses_what_is_no_number, 0, sizeof no_numbers / sizeof *no_numbers);
    tcase_add_test(cases, bounds_the_length);
    tcase_add_loop_test(cases, encloses_tightly, 0, SAMPLES);
    tcase_add_loop_test(cases, encloses_decays_tightly, 0, SAMPLES);
    tcase_add_test(cases, decay_is_one_minus_exponential);
    tcase_add_loop_test(cases, compares_exactly, 0, sizeof comparisons / sizeof *comparisons);
    tcase_add_test(cases, equality_is_of_values);
    tcase_add_loop_test(cases, error_of_the_double_is_a_tight_bound, 0, SAMPLES);
    tcase_add_test(cases, doubles_round_to_nearest_even);
    Suite *suite = suite_create("real");
    suite_add_tcase(suite, cases);
    return harness_run(suite);
}
