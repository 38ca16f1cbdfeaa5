/* First crossings: where they are known in closed form, where only precision tells, where the oracle alone
 * decides. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include "crossing.h"
#include "harness.h"
#include "run.h"

static ref_scenario scenario;
static ref_crossing crossings[REF_READINGS];

/* The bound of these tests: a constant level, `tenths`/10 + sign 2^-200. */
static long tenths, sign;

static void constant_slack(mpfi_t slack, const ref_bound_point *point)
{
    mpfi_t tiny;
    mpfi_init2(tiny, mpfi_get_prec(slack));
    mpfi_set_si(tiny, sign);
    mpfi_div_2ui(tiny, tiny, 200);
    mpfi_set_si(slack, tenths);
    mpfi_div_ui(slack, slack, 10);
    mpfi_sub(slack, slack, point->energy);
    mpfi_add(slack, slack, tiny);
    mpfi_clear(tiny);
}

static const ref_bound constant = { .id = "constant", .slack = constant_slack };

static void setup(void)
{
    for (int reading = 0; reading < REF_READINGS; reading++)
        ref_crossing_init(&crossings[reading]);
}

static void teardown(void)
{
    for (int reading = 0; reading < REF_READINGS; reading++)
        ref_crossing_clear(&crossings[reading]);
    ref_scenario_clear(&scenario);
}

static const ref_crossing *find(long level_tenths, long tiny_sign)
{
    tenths = level_tenths;
    sign = tiny_sign;
    ref_crossing_find(crossings, &scenario, &constant);
    return &crossings[REF_AFTER_DAMPING];
}

static void assert_step(const ref_crossing *found, long step)
{
    ck_assert_int_eq(found->verdict, REF_VERDICT_CERTIFIED);
    ck_assert_int_eq(found->step, step);
    ck_assert(mpfr_sgn(found->excess) >= 0 && mpfr_sgn(found->reserve) >= 0);
}

/* ---- full swaps: E_k = k */

#define FULL_SWAP "{\"surecharge\": \"scenario/1\", \"battery\": {\"ladder\": \"spin\", \"j\": \"3\"}, " \
                  "\"qubit\": {\"q\": \"0\"}, \"protocol\": {\"kind\": \"full-swap\", \"steps\": 6}}"

START_TEST(full_swap_is_counted)
{
    harness_read(&scenario, FULL_SWAP);
    for (long level = 0; level < 6; level++) {
        assert_step(find(10 * level + 5, 0), level + 1);
        ck_assert_int_eq(crossings[0].precision, 53);
        ck_assert_double_eq_tol(mpfr_get_d(crossings[0].excess, MPFR_RNDN), 0.5, 1e-9);
        if (level > 0)
            ck_assert_double_eq_tol(mpfr_get_d(crossings[0].reserve, MPFR_RNDN), 0.5, 1e-9);
    }
    double tau = 0;
    for (int n = 1; n <= 6; n++)
        tau += acos(-1) / 2 / sqrt(n * (7.0 - n));
    ck_assert_double_eq_tol(mpfi_get_d(crossings[0].tau), tau, 1e-12);
    assert_step(find(65, 0), 0);
}
END_TEST

/* 2^-200 above or below E_3 = 3: doubles cannot tell, more digits do, and the step moves by one. */
START_TEST(precision_is_raised_until_the_step_is_certain)
{
    harness_read(&scenario, FULL_SWAP);
    assert_step(find(30, +1), 4);
    ck_assert_int_gt(crossings[0].precision, 200);
    ck_assert(mpfr_sgn(crossings[0].reserve) > 0 && mpfr_cmp_d(crossings[0].reserve, 0x1p-200) <= 0);
    assert_step(find(30, -1), 3);
    ck_assert_int_gt(crossings[0].precision, 200);
    ck_assert(mpfr_sgn(crossings[0].excess) > 0 && mpfr_cmp_d(crossings[0].excess, 0x1p-200) <= 0);
}
END_TEST

/* E_3 = 3 against 3: no enclosure that is not a point tells, and nothing is claimed. */
START_TEST(tie_stays_undecided)
{
    harness_read(&scenario, FULL_SWAP);
    ck_assert_int_eq(find(30, 0)->verdict, REF_VERDICT_UNDECIDED);
}
END_TEST

/* ---- two levels, in doubles */

/* q = 0, damped by gamma: E' = (1 - gamma) (E + sin^2(theta) (1 - E)). */
START_TEST(two_levels_damped)
{
    const double square = pow(sin(1.0 / 3), 2);
    harness_read(&scenario,
                 "{\"surecharge\": \"scenario/1\", \"battery\": {\"ladder\": \"uniform\", \"levels\": 2}, "
                 "\"qubit\": {\"q\": \"0\"}, \"damping\": {\"gamma\": \"1/50\"}, "
                 "\"protocol\": {\"kind\": \"fixed\", \"theta\": \"1/3\", \"steps\": 40}}");
    bool differed = false;
    for (long level = 1; level < 9; level++) {
        double before, after = 0;
        long first_before = 0, first_after = 0;
        for (long k = 1; k <= 40; k++) {
            before = after + square * (1 - after);
            after = before * 0.98;
            if (first_before == 0 && before > (double)level / 10) first_before = k;
            if (first_after == 0 && after > (double)level / 10) first_after = k;
        }
        assert_step(find(level, 0), first_after);
        assert_step(&crossings[REF_BEFORE_DAMPING], first_before);
        differed = differed || first_after != first_before;
    }
    ck_assert(differed);
}
END_TEST

/* q = 1/2, c = 1: E' = (c^2 + 1)/2 E + s^2/2 (1 - E) + c s r, with the coherence r = r_10 beside it. */
START_TEST(two_levels_coherent)
{
    const double c = cos(0.2), s = sin(0.2);
    harness_read(&scenario,
                 "{\"surecharge\": \"scenario/1\", \"battery\": {\"ladder\": \"uniform\", \"levels\": 2}, "
                 "\"qubit\": {\"q\": \"1/2\", \"c\": \"1\"}, "
                 "\"protocol\": {\"kind\": \"fixed\", \"theta\": \"1/5\", \"steps\": 30}}");
    double highest = 0;
    for (long level = 1; level <= 10; level++) {
        double energy = 0, r = 0;
        long first = 0;
        for (long k = 1; k <= 30 && first == 0; k++) {
            double next = (c * c + 1) / 2 * energy + s * s / 2 * (1 - energy) + c * s * r;
            r = c * r + s / 2 * (1 - 2 * energy);
            energy = next;
            highest = fmax(highest, energy);
            if (energy > (double)level / 10) first = k;
        }
        assert_step(find(level, 0), first);
        ck_assert_int_eq(crossings[REF_BEFORE_DAMPING].step, first);
    }
    ck_assert_int_gt(find(5, 0)->step, 1);
    assert_step(find(10, 0), 0);        /* the energy rises, falls again, and never gets there */
    ck_assert_double_lt(highest, 1);
    ck_assert_double_eq_tol(mpfr_get_d(crossings[0].reserve, MPFR_RNDN), 1 - highest, 1e-9);
}
END_TEST

/* ---- (15), as in Fig. 4 */

/* The kernel's first crossing is the oracle's. */
START_TEST(oracle_agrees)
{
    static const char *const gammas[] = { "0", "1e-3", "2e-3" };
    const ref_bound *bound = ref_bound_find("15");
    for (int i = 0; i < 3; i++) {
        harness_read(&scenario,
                     "{\"surecharge\": \"scenario/1\", "
                     "\"battery\": {\"ladder\": \"oscillator\", \"levels\": 50}, "
                     "\"qubit\": {\"q\": \"1/2\", \"c\": \"1\"}, \"damping\": {\"gamma\": \"%s\"}, "
                     "\"protocol\": {\"kind\": \"fixed\", \"theta\": \"pi/40\", \"steps\": 140}}", gammas[i]);
        ref_crossing_find(crossings, &scenario, bound);
        ref_ruling ruling;
        ref_ruling_init(&ruling);
        ref_bound_rule_scenario(&ruling, bound, &scenario, 15, 30, NULL, NULL);
        ck_assert_int_ne(ruling.verdict, REF_VERDICT_UNDECIDED);
        assert_step(&crossings[REF_AFTER_DAMPING], ruling.verdict == REF_VERDICT_REFUTED ? ruling.first : 0);
        ck_assert_int_le(crossings[REF_BEFORE_DAMPING].step, crossings[REF_AFTER_DAMPING].step);
        ref_ruling_clear(&ruling);
        if (i < 2) ref_scenario_clear(&scenario);
    }
}
END_TEST

/* The kernel cannot run the infinite oscillator: the oracle decides. */
START_TEST(oracle_decides_alone)
{
    harness_read(&scenario,
                 "{\"surecharge\": \"scenario/1\", \"battery\": {\"ladder\": \"oscillator\", \"levels\": 40, "
                 "\"model\": \"infinite\"}, \"qubit\": {\"q\": \"0\"}, "
                 "\"protocol\": {\"kind\": \"full-swap\", \"steps\": 6}}");
    assert_step(find(35, 0), 4);
    ck_assert_int_gt(crossings[0].precision, 53);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crossing");
    TCase *tests = tcase_create("crossing");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, full_swap_is_counted);
    tcase_add_test(tests, precision_is_raised_until_the_step_is_certain);
    tcase_add_test(tests, tie_stays_undecided);
    tcase_add_test(tests, two_levels_damped);
    tcase_add_test(tests, two_levels_coherent);
    tcase_add_test(tests, oracle_agrees);
    tcase_add_test(tests, oracle_decides_alone);
    tcase_set_timeout(tests, 120);
    suite_add_tcase(suite, tests);
    return harness_run(suite);
}
