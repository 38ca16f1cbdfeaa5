/* Dampings: the envelope where it is known in closed form and against runs, charts between their nodes,
 * covers across a threshold, and the small and large angles that are left out. */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include "claims.h"
#include "envelope.h"
#include "harness.h"
#include "simulate.h"
#include "threshold_damped.h"

static ref_scenario scenario;
static const double parts = (double)REF_PARTS;

static void read_oscillator(long levels, double theta, double gamma, long steps)
{
    harness_read(&scenario,
                 "{\"surecharge\": \"scenario/1\", "
                 "\"battery\": {\"ladder\": \"oscillator\", \"levels\": %ld}, "
                 "\"qubit\": {\"q\": \"1/2\", \"c\": \"1\"}, \"protocol\": {\"kind\": \"fixed\", \"theta\": "
                 "\"%.17g\", \"steps\": %ld}, \"damping\": {\"gamma\": \"%.17g\"}, \"observe\": [\"energy\"]}",
                 levels, theta, steps, gamma);
}

/* energy[k] of every step of the scenario. */
static double *energies(void)
{
    ref_scenario watched;
    ref_results run;
    ref_bound_watch(&watched, &scenario, false, 12);
    ref_simulate(&run, &watched, NULL, NULL);
    double *energy = calloc((size_t)scenario.steps + 1, sizeof *energy);
    ck_assert_uint_eq(run.count, (size_t)scenario.steps + 1);
    for (size_t k = 0; k < run.count; k++)
        energy[k] = mpfi_get_d(run.results[k].values[0].value[0]);
    ref_results_clear(&run);
    ref_scenario_clear(&watched);
    return energy;
}

/* ---- the envelope */

/* Two levels: with P_1 = e the best state is pure, s^2 (1 - 2e)/2 + s c sqrt(e (1-e)). */
START_TEST(two_levels_give_what_they_can)
{
    for (double theta = 0.05; theta < 0.7; theta += 0.05) {
        ref_envelope envelope;
        read_oscillator(2, theta, 0, 1);
        ref_envelope_init(&envelope, &scenario.collisions[0].qubit, 2, theta, theta);
        for (double e = 0; e < 0.2; e += 0.01) { /* where the gain grows with e */
            double s = sin(theta), gain = s * s * (1 - 2 * e) / 2 + s * cos(theta) * sqrt(e * (1 - e)),
                   bound = ref_envelope_after(&envelope, e) - e;
            ck_assert_msg(bound >= gain - 1e-12, "theta %g, e %g: %g < %g", theta, e, bound, gain);
            ck_assert_msg(e < 0.05 || bound <= gain * 1.01, "theta %g, e %g: %g > %g", theta, e, bound, gain);
        }
        ref_scenario_clear(&scenario);
    }
}
END_TEST

/* The state of a run is one of all states, and while the angle is small not far from the best. */
START_TEST(runs_stay_below_and_near)
{
    const double thetas[] = { 0.02, 0.1, 0.3, 0.6 };
    for (int i = 0; i < 4; i++) {
        ref_envelope envelope;
        read_oscillator(60, thetas[i], 0, 100);
        ref_envelope_init(&envelope, &scenario.collisions[0].qubit, 60, thetas[i] * 0.999, thetas[i] * 1.001);
        double *energy = energies();
        for (long k = 1; k <= 100; k++) {
            double bound = ref_envelope_after(&envelope, energy[k - 1]);
            ck_assert_msg(energy[k] <= bound + 1e-9, "theta %g, step %ld", thetas[i], k);
            ck_assert(i > 0 || k < 30 || bound - energy[k - 1] < 1.5 * (energy[k] - energy[k - 1]));
        }
        free(energy);
        ref_scenario_clear(&scenario);
    }
}
END_TEST

/* ---- charts */

/* Between the nodes and at the corners, over the whole and over a piece of it. */
START_TEST(charts_are_right_between_their_nodes)
{
    ref_rectangle over = { (long)(0.2 * parts), (long)(0.23 * parts), (long)(0.01 * parts),
                           (long)(0.02 * parts) };
    ref_chart chart;
    long runs = 0;
    read_oscillator(30, 1, 0.5, 40);
    ck_assert(ref_chart_init(&chart, &scenario, &over, 40, &runs));
    ref_scenario_clear(&scenario);
    ck_assert_int_eq(runs, chart.angles * chart.dampings);
    ck_assert(chart.error < 1e-4);
    for (int i = 0; i <= 6; i++) {
        ref_rectangle at = over;
        at.left = at.right = over.left + i * (over.right - over.left) / 6;
        at.low = at.high = over.low + (i * 5 % 7) * (over.high - over.low) / 6;
        read_oscillator(30, (double)at.left / parts, (double)at.low / parts, 40);
        double *energy = energies();
        for (long k = 0; k <= 40; k += 8) {
            double table[REF_CHART_NODES * REF_CHART_NODES], sum = 0;
            ref_chart_restrict(table, &chart, k, &at);
            for (int n = 1; n < chart.angles * chart.dampings; n++)
                sum += fabs(table[n]);
            ck_assert_msg(sum < 1e-9, "a point has no width: %g", sum);
            ck_assert_msg(fabs(table[0] - energy[k]) <= chart.error, "point %d, step %ld: %g, not %g", i, k,
                          table[0], energy[k]);
        }
        free(energy);
        ref_scenario_clear(&scenario);
    }
    ref_chart_clear(&chart);
}
END_TEST

/* The remainder is a bound, not a guess: with few nodes it covers what is really left. */
START_TEST(wide_charts_are_refused)
{
    ref_rectangle over = { (long)(0.2 * parts), (long)(0.9 * parts), (long)(0.01 * parts),
                           (long)(0.02 * parts) };
    ref_chart chart;
    long runs = 0;
    read_oscillator(30, 1, 0.5, 40);
    ck_assert(!ref_chart_init(&chart, &scenario, &over, 40, &runs));
    ref_scenario_clear(&scenario);
}
END_TEST

/* ---- covers: the paper's battery, angles about 0.08175, where gamma is critical in [0.0024237, 0.002426] */

static ref_outcome cover(const char *bound, ref_reading reading, double left, double right, double gamma,
                         double last)
{
    ref_rectangle over = { (long)(left * parts), (long)(right * parts), (long)(gamma * parts),
                           (long)(last * parts) };
    read_oscillator(250, 1, 0.5, 1);
    ref_outcome outcome =
        ref_threshold_dampings(&scenario, ref_bound_find(bound), reading, &over, NULL, NULL);
    ref_scenario_clear(&scenario);
    return outcome;
}

START_TEST(covers_end_at_the_threshold)
{
    ref_outcome above = cover("15", REF_AFTER_DAMPING, 0.0816, 0.0819, 0.002427, 1);
    ck_assert_int_eq(above.verdict, REF_VERDICT_CERTIFIED);
    ck_assert(above.runs > 0 && above.margin >= 0);
    ck_assert_int_ne(cover("15", REF_AFTER_DAMPING, 0.0816, 0.0819, 0.002423, 1).verdict,
                     REF_VERDICT_CERTIFIED);
    ck_assert_int_ne(cover("15", REF_BEFORE_DAMPING, 0.0820, 0.08225, 0.00246, 1).verdict,
                     REF_VERDICT_CERTIFIED);
    ck_assert_int_ne(cover("C4p", REF_AFTER_DAMPING, 0.08435, 0.08445, 0.00265, 0.0027).verdict,
                     REF_VERDICT_CERTIFIED);
}
END_TEST

START_TEST(threads_change_nothing)
{
    omp_set_num_threads(1);
    ref_outcome one = cover("15", REF_AFTER_DAMPING, 0.0995, 0.1, 0.0025, 1);
    omp_set_num_threads(3);
    ref_outcome three = cover("15", REF_AFTER_DAMPING, 0.0995, 0.1, 0.0025, 1);
    ck_assert_int_eq(one.verdict, three.verdict);
    ck_assert_int_eq(one.part, three.part);
    ck_assert_int_eq(one.runs, three.runs);
    ck_assert(one.margin == three.margin);
}
END_TEST

/* ---- the angles left out: no step exceeds (C4'), and so (15), just outside of what is left open */

START_TEST(small_and_large_angles_are_safe)
{
    ref_rectangle over = { 0, 0, (long)(0.0024 * parts), (long)(0.0024 * parts) };
    ref_threshold_open_angles(&over);
    ck_assert(over.left > 0.0024 / 0.303 * parts && over.left <= 0.0024 / 0.3 * parts);
    const double thetas[] = { (double)over.left / parts, (double)over.right / parts, 1.3, 2.2 };
    for (int i = 0; i < 4; i++) {
        ref_scenario shipped;
        read_oscillator(60, thetas[i], 0.0024, 400);
        ref_ruling ruling;
        ref_results run;
        ref_bound_watch(&shipped, &scenario, false, 12);
        ref_simulate(&run, &shipped, NULL, NULL);
        ref_ruling_init(&ruling);
        ref_bound_rule(&ruling, ref_bound_find("C4p"), &shipped, &run);
        ck_assert_int_eq(ruling.verdict, REF_VERDICT_CERTIFIED);
        ref_ruling_clear(&ruling);
        ref_results_clear(&run);
        ref_scenario_clear(&shipped);
        ref_scenario_clear(&scenario);
    }
}
END_TEST

/* ---- (C4) as printed, step by step: false in one step from the empty battery from 0.3443 on */

START_TEST(printed_bound_holds_until_it_fails)
{
    long boxes;
    ck_assert(ref_step_keeps_printed_bound(0.2, 0.21, &boxes));
    ck_assert(ref_step_keeps_printed_bound(0.3, 0.303, &boxes) && boxes > 1);
    ck_assert(!ref_step_keeps_printed_bound(0.345, 0.345, &boxes));
    ck_assert(!ref_step_keeps_printed_bound(0.3443, 0.3443, &boxes));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("threshold_damped");
    TCase *cases = tcase_create("threshold_damped");
    tcase_set_timeout(cases, 300);
    tcase_add_test(cases, two_levels_give_what_they_can);
    tcase_add_test(cases, runs_stay_below_and_near);
    tcase_add_test(cases, charts_are_right_between_their_nodes);
    tcase_add_test(cases, wide_charts_are_refused);
    tcase_add_test(cases, covers_end_at_the_threshold);
    tcase_add_test(cases, threads_change_nothing);
    tcase_add_test(cases, small_and_large_angles_are_safe);
    tcase_add_test(cases, printed_bound_holds_until_it_fails);
    suite_add_tcase(suite, cases);
    return harness_run(suite);
}
