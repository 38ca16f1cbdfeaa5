/* Numbers read exactly, the last digit given, and values judged to the point. */
#include <math.h>
#include <stdlib.h>
#include "harness.h"
#include "judge.h"
#include "submitted.h"
#include "text.h"

/* A certificate with one energy, enclosed by [lo, hi]. */
static ref_case *enclose(const char *lo, const char *hi)
{
    char *text = ref_text_format("{\"surecharge\": \"certificate/1\", \"scenario\": " TWO_LEVELS
                                 "\"at\": [1]}, \"results\": [{\"step\": 1, \"tau\": {\"lo\": \"1\", \"hi\": "
                                 "\"1\", \"hex\": \"0x1p+0\"}, "
                                 "\"energy\": {\"lo\": \"%s\", \"hi\": \"%s\", \"hex\": \"0x1p+0\"}}]}",
                                 lo, hi);
    ref_case *of = load(text);
    free(text);
    return of;
}

/* ---- numbers */

static const struct {
    const char *text;
    ref_number_kind kind;
    const char *value;
    long digits, place;
} numbers[] = {
    { "12.50", REF_FINITE_NUMBER, "25/2", 4, -2 },
    { "-0.00120e-3", REF_FINITE_NUMBER, "-3/2500000", 3, -8 },
    { "+7", REF_FINITE_NUMBER, "7", 1, 0 },
    { ".5", REF_FINITE_NUMBER, "1/2", 1, -1 },
    { "5.", REF_FINITE_NUMBER, "5", 1, 0 },
    { "3E2", REF_FINITE_NUMBER, "300", 1, 2 },
    { "0.10000000000000000000000000000000000000001", REF_FINITE_NUMBER,
      "10000000000000000000000000000000000000001/100000000000000000000000000000000000000000", 41, -41 },
    { "0x1.8p-3", REF_FINITE_NUMBER, "3/16", 0, 0 },
    { "-0X.8P1", REF_FINITE_NUMBER, "-1", 0, 0 },
    { "0x10", REF_FINITE_NUMBER, "16", 0, 0 },
    { "0", REF_FINITE_NUMBER, "0", 0, 0 },
    { "nan", REF_NOT_FINITE, NULL, 0, 0 },
    { "-Infinity", REF_NOT_FINITE, NULL, 0, 0 },
    { "INF", REF_NOT_FINITE, NULL, 0, 0 },
    { "", REF_NO_NUMBER, NULL, 0, 0 },
    { ".", REF_NO_NUMBER, NULL, 0, 0 },
    { "-", REF_NO_NUMBER, NULL, 0, 0 },
    { "1e", REF_NO_NUMBER, NULL, 0, 0 },
    { "1e+", REF_NO_NUMBER, NULL, 0, 0 },
    { "1.2.3", REF_NO_NUMBER, NULL, 0, 0 },
    { "1,5", REF_NO_NUMBER, NULL, 0, 0 },
    { "0x", REF_NO_NUMBER, NULL, 0, 0 },
    { "1e10000", REF_NO_NUMBER, NULL, 0, 0 },
    { "1e-99999999999999999999", REF_NO_NUMBER, NULL, 0, 0 },
    { "1/3", REF_NO_NUMBER, NULL, 0, 0 },
    { "1 ", REF_NO_NUMBER, NULL, 0, 0 },
    { "nano", REF_NO_NUMBER, NULL, 0, 0 },
};

START_TEST(numbers_are_read_exactly)
{
    ref_number number;
    mpq_t expected;
    mpq_init(expected);
    ref_number_init(&number);
    ref_number_read(&number, numbers[_i].text);
    ck_assert_int_eq(number.kind, numbers[_i].kind);
    if (number.kind == REF_FINITE_NUMBER) {
        mpq_set_str(expected, numbers[_i].value, 10);
        mpq_canonicalize(expected);
        ck_assert_msg(mpq_equal(number.x, expected), "%s", numbers[_i].text);
    }
    if (number.kind == REF_FINITE_NUMBER && !number.hexadecimal) {
        ck_assert_int_eq(number.digits, numbers[_i].digits);
        ck_assert_int_eq(number.place, numbers[_i].place);
    }
    ref_number_clear(&number);
    mpq_clear(expected);
}
END_TEST

static const struct { const char *x; long magnitude; } magnitudes[] = {
    { "1", 0 }, { "999999999999999999999999/1000000000000000000000000", -1 }, { "-10", 1 }, { "1/1000", -3 },
    { "1000000000000000000000001", 24 }, { "-99999999999999999999", 19 }, { "1/3", -1 },
};

START_TEST(magnitudes_are_exact)
{
    mpq_t x;
    mpq_init(x);
    mpq_set_str(x, magnitudes[_i].x, 10);
    ck_assert_int_eq(ref_number_magnitude(x), magnitudes[_i].magnitude);
    mpq_clear(x);
}
END_TEST

/* ---- judging. N alone: the pass mark in digits. */

static const struct {
    const char *lo, *hi, *csv;
    ref_rounding rounding;
    int digits;
    ref_judgement_kind kind;
} verdicts[] = {
    /* half a unit of the last digit, to the point */
    { "0.5", "0.5", "0.4", REF_TABLE_DIGITS, 9, REF_MISMATCH },
    { "0.45", "0.45", "0.4", REF_TABLE_DIGITS, 9, REF_INSIDE },
    { "0.45000000000001", "0.45000000000001", "0.4", REF_TABLE_DIGITS, 12, REF_CLOSE },
    { "0.45000000000001", "0.45000000000001", "0.4", REF_TABLE_DIGITS, 15, REF_MISMATCH },
    { "0.35", "0.35", "0.4", REF_TABLE_DIGITS, 9, REF_INSIDE },
    { "0.34999", "0.34999", "0.4", REF_TABLE_DIGITS, 9, REF_MISMATCH },
    /* half a unit plus the tolerance 10^-3, to the point and beyond */
    { "0.551", "0.551", "0.5", REF_TABLE_DIGITS, 3, REF_CLOSE },
    { "0.551000000000000000001", "0.551000000000000000001", "0.5", REF_TABLE_DIGITS, 3, REF_MISMATCH },
    { "0.449", "0.449", "0.5", REF_TABLE_DIGITS, 3, REF_CLOSE },
    { "0.448999999999999999999", "0.448999999999999999999", "0.5", REF_TABLE_DIGITS, 3, REF_MISMATCH },
    /* relative above 1: 10^-3 of 100 */
    { "100.15", "100.15", "100.0", REF_TABLE_DIGITS, 3, REF_CLOSE },
    { "100.16", "100.16", "100.0", REF_TABLE_DIGITS, 3, REF_MISMATCH },
    /* a hexadecimal float is exact; a program's decimal stands for a double */
    { "0.5000001", "0.5000001", "0x1p-1", REF_TABLE_DIGITS, 9, REF_MISMATCH },
    { "0.5", "0.5", "0x1p-1", REF_TABLE_DIGITS, 30, REF_INSIDE },
    { "0.53", "0.53", "0.5", REF_TABLE_DIGITS, 9, REF_INSIDE },
    { "0.53", "0.53", "0.5", REF_DOUBLE_DIGITS, 9, REF_MISMATCH },
    { "0.50000000000000005", "0.50000000000000005", "0.5", REF_DOUBLE_DIGITS, 30, REF_INSIDE },
    { "0.50000000000000006", "0.50000000000000006", "0.5", REF_DOUBLE_DIGITS, 30, REF_MISMATCH },
    { "0.5000000000000000000000000001", "0.5000000000000000000000000001", "0.500000000000000000000000000",
      REF_DOUBLE_DIGITS, 30, REF_INSIDE },
    { "0.500000000000000000000000001", "0.500000000000000000000000001", "0.500000000000000000000000000",
      REF_DOUBLE_DIGITS, 30, REF_MISMATCH },
    /* enclosures too wide to tell: outside by less than the mark at one end, by more at the other */
    { "0.5", "0.6", "0.5500", REF_TABLE_DIGITS, 9, REF_UNSETTLED },
    { "0.5", "0.6", "0.5500", REF_TABLE_DIGITS, 1, REF_INSIDE },
    { "0.5", "0.6", "0.4900", REF_TABLE_DIGITS, 1, REF_UNSETTLED },
    { "0.52", "0.62", "0.5", REF_TABLE_DIGITS, 3, REF_UNSETTLED },
    { "0.5", "0.6", "0.3900", REF_TABLE_DIGITS, 1, REF_MISMATCH },
    { "0.5", "0.5", "nan", REF_TABLE_DIGITS, 9, REF_INVALID },
    { "0.5", "0.5", "-inf", REF_TABLE_DIGITS, 9, REF_INVALID },
    /* what double precision can promise: 7e-15 after one step */
    { "0.5", "0.5", "0.5000000000000050", REF_TABLE_DIGITS, 0, REF_CLOSE },
    { "0.5", "0.5", "0.5000000000000100", REF_TABLE_DIGITS, 0, REF_MISMATCH },
};

static ref_judgement judge(const ref_case *of, const char *text, ref_rounding rounding, int digits)
{
    ref_judgements judgements;
    char *error, *csv = ref_text_format("step,energy\n1,%s\n", text);
    ref_table_init(&table, of);
    ck_assert_msg(ref_table_parse(&table, csv, "test", &error), "%s", error);
    ref_judge(&judgements, &table, rounding, digits);
    ref_judgement value = judgements.values[1];
    ck_assert_int_eq(judgements.values[0].kind, REF_NOT_GIVEN);
    ref_judgements_clear(&judgements);
    free(csv);
    return value;
}

START_TEST(values_are_judged_to_the_point)
{
    const ref_case *of = enclose(verdicts[_i].lo, verdicts[_i].hi);
    ref_judgement value = judge(of, verdicts[_i].csv, verdicts[_i].rounding, verdicts[_i].digits);
    ck_assert_int_eq(value.kind, verdicts[_i].kind);
}
END_TEST

START_TEST(errors_are_measured)
{
    ref_judgement value =
        judge(enclose("200", "200"), "0x1.900008p+7", REF_TABLE_DIGITS, 3); /* 200 + 2^-14 */
    ck_assert_double_eq(value.absolute, 0x1p-14);
    ck_assert_double_eq(value.relative, 0x1p-14 / 200);
    ck_assert_double_eq(value.ulp, 0x1p-14 / 0x1p-45);
    ck_assert_double_eq_tol(value.digits, 14 * log10(2) + log10(200), 1e-12);
    ck_assert_double_eq_tol(value.lre, value.digits, 1e-12);
    ck_assert_double_eq_tol(value.promised, 3, 1e-12);
    ref_table_clear(&table);
    value = judge(enclose("0.01", "0.01"), "0.0100000010", REF_TABLE_DIGITS, 3);
    ck_assert_double_eq_tol(value.digits, 9, 1e-12);
    ck_assert_double_eq_tol(value.lre, 7, 1e-12);
    ref_table_clear(&table);
    value = judge(enclose("0", "0"), "0.0010", REF_TABLE_DIGITS, 3);
    ck_assert_double_eq_tol(value.lre, 3, 1e-12);
}
END_TEST

/* ---- the last digit given, in a table of four */

static const struct { const char *given[4]; double half[4];
} tables[] = {
    { { "0.500", "1.25", "12.125", "0.001" }, { 5e-4, 5e-4, 5e-4, 5e-4 } },  /* fixed decimals */
    { { "12.3456", "0.00123456", "1.5", "0" }, { 5e-5, 5e-9, 5e-6, 5e-9 } }, /* significant digits */
    { { "0.5", "0.25", "0.3333333333333333", "0.0" }, { 5e-17, 5e-17, 5e-17, 5e-17 } }, /* shortest doubles */
    { { "0.5", "0.5", "0.5", "0.0" }, { 0.05, 0.05, 0.05, 0.05 } },
    { { "0x1p-1", "0.25", "nan", "" }, { 0, 5e-3, -1, -1 } },
    { { "1", "3.142", "2", "0" }, { 5e-4, 5e-4, 5e-4, 5e-4 } },
};

START_TEST(digits_left_out_count_as_zeros)
{
    const ref_case *of = load(TWO_LEVELS "\"at\": [0, 1, 2, 3]}");
    char *error, *csv = ref_text_format("step,energy\n0,%s\n1,%s\n2,%s\n3,%s\n", tables[_i].given[0],
                                        tables[_i].given[1], tables[_i].given[2], tables[_i].given[3]);
    ref_table_init(&table, of);
    ck_assert(ref_table_parse(&table, csv, "test", &error));
    ref_convention convention = ref_judge_convention(&table, REF_TABLE_DIGITS);
    ref_number number;
    mpq_t half;
    mpq_init(half);
    ref_number_init(&number);
    for (int i = 0; i < 4; i++) {
        ref_number_read(&number, tables[_i].given[i]);
        if (number.kind != REF_FINITE_NUMBER)
            continue;
        ref_judge_half_unit(half, &number, &convention);
        ck_assert_double_le(fabs(mpq_get_d(half) - tables[_i].half[i]), 1e-12 * tables[_i].half[i]);
    }
    ref_number_clear(&number);
    mpq_clear(half);
    free(csv);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("judge");
    tcase_add_checked_fixture(cases, submitted_setup, submitted_teardown);
    tcase_set_timeout(cases, 60);
    tcase_add_loop_test(cases, numbers_are_read_exactly, 0, sizeof numbers / sizeof *numbers);
    tcase_add_loop_test(cases, magnitudes_are_exact, 0, sizeof magnitudes / sizeof *magnitudes);
    tcase_add_loop_test(cases, values_are_judged_to_the_point, 0, sizeof verdicts / sizeof *verdicts);
    tcase_add_test(cases, errors_are_measured);
    tcase_add_loop_test(cases, digits_left_out_count_as_zeros, 0, sizeof tables / sizeof *tables);
    Suite *all = suite_create("judge");
    suite_add_tcase(all, cases);
    return harness_run(all);
}
