/* Thresholds: where they are known in closed form, where a dense scan knows them, and whose late steps are
 * spared. */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include "harness.h"
#include "simulate.h"
#include "threshold_table.h"

static ref_scenario scenario;
static ref_contest contest;
static const double pi = 3.14159265358979324;

/* The bound of these tests: E <= offset + slope tau. */
static double offset, slope;

static void line_slack(mpfi_t slack, const ref_bound_point *point)
{
    mpfi_mul_d(slack, point->tau, slope);
    mpfi_add_d(slack, slack, offset);
    mpfi_sub(slack, slack, point->energy);
}

static const ref_bound line = { .id = "line", .ladder = REF_OSCILLATOR, .slack = line_slack };
static const ref_bound spin_line = { .id = "line", .ladder = REF_SPIN, .slack = line_slack };

#define COHERENT                                                                                             \
    "\"qubit\": {\"q\": \"%s\", \"c\": \"1\"}, \"protocol\": {\"kind\": \"fixed\", \"theta\": \"1\", "       \
    "\"steps\": 1}, \"damping\": {\"gamma\": \"%s\"}, \"observe\": [\"energy\"]}"

static void read_oscillator(long levels, const char *q, const char *gamma)
{
    harness_read(&scenario,
                 "{\"surecharge\": \"scenario/1\", \"battery\": {\"ladder\": \"oscillator\", \"levels\": "
                 "%ld}, " COHERENT,
                 levels, q, gamma);
}

static void read_spin(const char *j, const char *q, const char *gamma)
{
    harness_read(&scenario,
                 "{\"surecharge\": \"scenario/1\", "
                 "\"battery\": {\"ladder\": \"spin\", \"j\": \"%s\"}, " COHERENT,
                 j, q, gamma);
}

static long part_of(double theta)
{
    return (long)(theta * (double)REF_PARTS);
}

static ref_outcome cover(const ref_bound *bound, ref_reading reading, double floor, double left, double right)
{
    ref_contest_init(&contest, &scenario, NULL, bound, reading, floor, left, right);
    ref_outcome outcome = ref_threshold_cover(&contest, part_of(left), part_of(right), NULL, NULL);
    ref_contest_clear(&contest);
    return outcome;
}

/* ---- two levels: E_1 = sin^2(theta)/2 before the damping, E <= 1: E <= tau/pi is last exceeded at pi/2 */

static void assert_half_pi(ref_reading reading, double scale)
{
    offset = 0;
    slope = scale / pi;
    ref_outcome above = cover(&line, reading, 0, pi / 2 * (1 + 1e-5), 7);
    ck_assert_int_eq(above.verdict, REF_VERDICT_CERTIFIED);
    ck_assert(above.margin >= 0 && above.runs > 1);
    ref_outcome across = cover(&line, reading, 0, pi / 2 * (1 - 1e-5), 7);
    ck_assert_int_ne(across.verdict, REF_VERDICT_CERTIFIED);
    ref_outcome below = cover(&line, reading, 0, pi / 2 * (1 - 2e-5), pi / 2 * (1 - 1e-5));
    ck_assert_int_eq(below.verdict, REF_VERDICT_REFUTED);
    ck_assert_int_eq(below.step, 1);
    ck_assert(below.margin > 0);
}

START_TEST(two_levels_end_at_half_pi)
{
    read_oscillator(2, "1/2", "0");
    assert_half_pi(REF_AFTER_DAMPING, 1);
    ref_scenario_clear(&scenario);
}
END_TEST

/* gamma = 1/4: 3/4 of the energy after, all of it before. */
START_TEST(readings_differ_by_the_damping)
{
    read_oscillator(2, "1/2", "1/4");
    assert_half_pi(REF_AFTER_DAMPING, 0.75);
    assert_half_pi(REF_BEFORE_DAMPING, 1);
    ref_scenario_clear(&scenario);
}
END_TEST

/* Three levels: the energy of the second step, with every step damped but perhaps the last; p1, r: population
 * of level 1 and rho_10 when it begins. */
static double second_energy(double theta, double gamma, ref_reading reading)
{
    const double kept = 1 - gamma, s1 = sin(theta), s2 = sin(sqrt(2) * theta);
    const double p1 = kept * s1 * s1 / 2, r = sqrt(kept) * s1 / 2;
    const double gain = (s1 * s1 * (1 - p1) + (s2 * s2 - s1 * s1) * p1) / 2 + s1 * cos(theta) * r;
    return (p1 + gain) * (reading == REF_BEFORE_DAMPING ? 1 : kept);
}

/* The first step above a bound that passes just below and just above the second energy. */
START_TEST(only_the_last_damping_is_left_out)
{
    const double theta = 1;
    read_oscillator(3, "1/2", "1/4");
    slope = 0.01;
    for (ref_reading reading = 0; reading < REF_READINGS; reading++) {
        for (int above = 0; above < 2; above++) {
            offset = second_energy(theta, 0.25, reading) - slope * 2 * theta + (above ? 1e-6 : -1e-6);
            ref_contest_init(&contest, &scenario, NULL, &line, reading, 0, theta, theta);
            ref_outcome outcome = ref_threshold_at(&contest, part_of(theta));
            ref_contest_clear(&contest);
            ck_assert_int_eq(outcome.verdict, REF_VERDICT_REFUTED);
            ck_assert_int_eq(outcome.step, 2 + above);
        }
    }
    ref_scenario_clear(&scenario);
}
END_TEST

/* No step counts below half the top level: E_1 <= 1/2 does not exceed anything then. */
START_TEST(floor_excuses_low_steps)
{
    read_oscillator(2, "1/2", "0");
    offset = 0;
    slope = 1 / pi;
    ref_outcome low = cover(&line, REF_AFTER_DAMPING, 0.51, 1.5, 3);
    ck_assert_int_eq(low.verdict, REF_VERDICT_CERTIFIED);
    ck_assert_int_eq(cover(&line, REF_AFTER_DAMPING, 0.4, 1.5, 3).verdict, REF_VERDICT_REFUTED);
    ref_scenario_clear(&scenario);
}
END_TEST

/* ---- against a dense scan: the largest E - slope tau between two angles, a bound just below and above it */

static double excess_at(double theta, long steps)
{
    ref_scenario watched, at = scenario;
    ref_results run;
    ref_collision collision = scenario.collisions[0];
    ref_bound_watch(&watched, &scenario, false, 12);
    long *all = calloc((size_t)steps + 1, sizeof *all);
    for (long k = 0; k <= steps; k++)
        all[k] = k;
    at = watched;
    ref_real_init(&collision.theta);
    ref_real_set_ratio(&collision.theta, part_of(theta), REF_PARTS);
    at.collisions = &collision;
    at.at = all;
    at.steps = steps;
    at.at_count = (size_t)steps + 1;
    ref_simulate(&run, &at, NULL, NULL);
    double most = -HUGE_VAL;
    for (size_t i = 1; i < run.count; i++)
        most = fmax(most,
                    mpfi_get_d(run.results[i].values[0].value[0]) - slope * mpfi_get_d(run.results[i].tau));
    ref_results_clear(&run);
    ref_real_clear(&collision.theta);
    ref_scenario_clear(&watched);
    free(all);
    return most;
}

static void assert_peak_found(const ref_bound *bound, double left, double right, long steps)
{
    enum { ANGLES = 1500 };
    double most = -HUGE_VAL;
    for (int i = 0; i <= ANGLES; i++)
        most = fmax(most, excess_at(left + (right - left) * i / ANGLES, steps));
    offset = most - 2e-4;
    ref_outcome below = cover(bound, REF_AFTER_DAMPING, 0, left, right);
    ck_assert_msg(below.verdict == REF_VERDICT_REFUTED, "%ld levels, slope %g: %s", scenario.levels, slope,
                  ref_verdict_word(below.verdict));
    offset = most + 2e-2;
    ref_outcome above = cover(bound, REF_AFTER_DAMPING, 0, left, right);
    ck_assert_msg(above.verdict == REF_VERDICT_CERTIFIED, "%ld levels, slope %g: %s", scenario.levels, slope,
                  ref_verdict_word(above.verdict));
    ref_scenario_clear(&scenario);
}

START_TEST(no_peak_is_missed)
{
    slope = 0.6;
    read_oscillator(6, "1/2", "0");
    assert_peak_found(&line, 0.4, 1.4, 24);
    read_oscillator(12, "1/3", "1/50");
    assert_peak_found(&line, 0.4, 1.2, 50);
    slope = 2;
    read_spin("3", "1/2", "0");
    assert_peak_found(&spin_line, 0.15, 0.9, 24);
    read_spin("4", "3/4", "1/50");
    assert_peak_found(&spin_line, 0.15, 0.9, 30);
}
END_TEST

START_TEST(threads_change_nothing)
{
    read_oscillator(12, "1/2", "0");
    slope = 0.6;
    offset = 1.4;
    omp_set_num_threads(1);
    ref_outcome one = cover(&line, REF_AFTER_DAMPING, 0, 0.4, 1.4);
    omp_set_num_threads(3);
    ref_outcome three = cover(&line, REF_AFTER_DAMPING, 0, 0.4, 1.4);
    ck_assert_int_eq(one.verdict, three.verdict);
    ck_assert_int_eq(one.part, three.part);
    ck_assert_int_eq(one.runs, three.runs);
    ck_assert(one.margin == three.margin);
    ref_scenario_clear(&scenario);
}
END_TEST

/* ---- late steps */

/* Steps beyond those looked at exceed nothing either: 30 levels, far more steps than the cover makes. */
START_TEST(spared_steps_stay_below)
{
    read_oscillator(30, "1/2", "1/50");
    const double theta = 0.3;
    ref_contest_init(&contest, &scenario, NULL, ref_bound_find("15"), REF_BEFORE_DAMPING, 0, theta, theta);
    ck_assert_int_lt(contest.watched.steps, 60);
    ref_contest_clear(&contest);
    slope = 0;
    for (long steps = 1; steps < 200; steps++) {
        const double r0 = 0.724611353776708, tau = (double)steps * theta;
        ck_assert(excess_at(theta, steps) / 0.98 <= r0 * tau * (1 + r0 * tau / 4));
    }
    ref_scenario_clear(&scenario);
}
END_TEST

/* ---- the paper */

START_TEST(every_interval_is_narrow)
{
    size_t count;
    const ref_threshold *table = ref_threshold_table(&count);
    ck_assert_uint_eq(count, 7);
    for (size_t i = 0; i < count; i++) {
        double low = atof(table[i].low), high = atof(table[i].high);
        ck_assert_msg(low < high && high - low <= 1e-3 * low, "%s", table[i].name);
    }
}
END_TEST

START_TEST(fig3_ends_where_it_is_said)
{
    size_t count;
    char *error;
    const ref_threshold *fig3 = ref_threshold_table(&count);
    ck_assert(ref_scenario_read(&scenario, "oracle/paper/fig3_coherent_theta_0.05pi.json", &error));
    ck_assert_int_eq(ref_threshold_low(fig3, &scenario).verdict, REF_VERDICT_REFUTED);
    ck_assert_int_eq(ref_threshold_high(fig3, &scenario, NULL, NULL).verdict, REF_VERDICT_CERTIFIED);
    ref_scenario_clear(&scenario);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("threshold");
    TCase *cases = tcase_create("threshold");
    tcase_set_timeout(cases, 300);
    tcase_add_test(cases, two_levels_end_at_half_pi);
    tcase_add_test(cases, readings_differ_by_the_damping);
    tcase_add_test(cases, only_the_last_damping_is_left_out);
    tcase_add_test(cases, floor_excuses_low_steps);
    tcase_add_test(cases, no_peak_is_missed);
    tcase_add_test(cases, threads_change_nothing);
    tcase_add_test(cases, spared_steps_stay_below);
    tcase_add_test(cases, every_interval_is_narrow);
    tcase_add_test(cases, fig3_ends_where_it_is_said);
    suite_add_tcase(suite, cases);
    return harness_run(suite);
}
