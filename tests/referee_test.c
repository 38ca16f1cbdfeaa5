/* The oracle against the referee on random scenarios, and the referee against closed forms. */
#include <stdio.h>
#include <stdlib.h>
#include <flint/flint.h>
#include "harness.h"
#include "hermitian.h"
#include "random_scenario.h"
#include "referee.h"
#include "run.h"

enum { SCENARIOS = 400, INFINITE_SCENARIOS = 80, GREEDY_SCENARIOS = 60, BATCHES = 4, ANGLES = 24 };
enum { PRECISION = 256, PRECISION_MAX = 4096, CERTAIN = 120 };      /* bits */

static const char *const everything[] = {
    "trace", "energy", "power", "transient-power", "variance", "purity", "entropy", "ergotropy",
    "ergotropy-dephased", "populations", "element", "element", "element", NULL
};
static const random_limits limits = {
    .levels_min = 2, .levels_max = 8, .steps_max = 12, .exponent_max = 5,
    .observe = everything, .digits_min = 5, .digits_max = 45
};
static const random_limits infinite_limits = {
    .levels_min = 2, .levels_max = 6, .steps_max = 6, .exponent_max = 5, .infinite = true,
    .observe = everything, .digits_min = 5, .digits_max = 20
};

static const char *const no_power[] = { "energy", "variance", "purity", "populations", "element", NULL };
static const random_limits greedy_limits = {
    .levels_min = 2, .levels_max = 8, .steps_max = 8, .greedy = true,
    .observe = no_power, .digits_min = 5, .digits_max = 25
};

static void parse(ref_scenario *scenario, const char *text)
{
    char *error = NULL;
    ck_assert_msg(ref_scenario_parse(scenario, text, "scenario", &error), "%s\n%s", error ? error : "", text);
}

/* ---- closed forms */

static void start(referee *state, ref_scenario *scenario, const char *text)
{
    parse(scenario, text);
    referee_init(state, scenario, scenario->levels, PRECISION);
}

static void finish(referee *state, ref_scenario *scenario)
{
    referee_clear(state);
    ref_scenario_clear(scenario);
}

/* The ball contains x and is certain to 2^-CERTAIN. */
static void check_equal(const arb_t ball, const arb_t x)
{
    ck_assert(arb_overlaps(ball, x));
    ck_assert(mag_cmp_2exp_si(arb_radref(ball), -CERTAIN) < 0);
}

static void check_equal_d(const arb_t ball, double x)
{
    arb_t exact;
    arb_init(exact);
    arb_set_d(exact, x);
    check_equal(ball, exact);
    arb_clear(exact);
}

static void check_energy(const referee *state, double energy)
{
    const ref_observable observable = { .kind = REF_ENERGY };
    arb_t value;
    arb_init(value);
    referee_observe(value, state, &observable);
    check_equal_d(value, energy);
    arb_clear(value);
}

/* From |0>: U |0,e> = cos |0,e> - i sin |1,g>, so rho_11 = p sin^2, rho_10 = -i kappa e^(i alpha) sin.
 * From |1>: U |1,g> = cos |1,g> - i sin |0,e>, so rho_00 = q sin^2, rho_10 = +i kappa e^(i alpha) sin. */
START_TEST(one_step_by_hand)
{
    ref_scenario scenario;
    referee state;
    arb_t sine, kappa;
    acb_t expected;
    char text[1000];
    snprintf(text, sizeof text, "{\"surecharge\": \"scenario/1\", \"initial\": %d,"
        "\"battery\": {\"ladder\": \"uniform\", \"levels\": 2},"
        "\"qubit\": {\"q\": \"1/4\", \"c\": \"1/2\", \"alpha\": \"1\"},"
        "\"protocol\": {\"kind\": \"fixed\", \"theta\": \"0.75\", \"steps\": 1},"
        "\"observe\": [\"energy\"]}", _i);
    start(&state, &scenario, text);
    referee_step(&state, &scenario, NULL);
    arb_init(sine), arb_init(kappa), acb_init(expected);
    arb_set_d(sine, 0.75);
    arb_sin(sine, sine, PRECISION);
    arb_sqrt_ui(kappa, 3, PRECISION);
    arb_mul_2exp_si(kappa, kappa, -3);              /* 1/2 sqrt(1/4 3/4) */
    arb_one(acb_imagref(expected));
    acb_exp(expected, expected, PRECISION);
    acb_mul_arb(expected, expected, kappa, PRECISION);
    acb_mul_arb(expected, expected, sine, PRECISION);
    if (_i == 0) acb_div_onei(expected, expected);
    else acb_mul_onei(expected, expected);
    check_equal(acb_realref(acb_mat_entry(state.rho, 1, 0)), acb_realref(expected));
    check_equal(acb_imagref(acb_mat_entry(state.rho, 1, 0)), acb_imagref(expected));
    arb_mul(sine, sine, sine, PRECISION);
    arb_mul_ui(sine, sine, _i == 0 ? 3 : 1, PRECISION);
    arb_mul_2exp_si(sine, sine, -2);
    check_equal(acb_realref(acb_mat_entry(state.rho, 1 - _i, 1 - _i)), sine);
    arb_clear(sine), arb_clear(kappa), acb_clear(expected);
    finish(&state, &scenario);
}
END_TEST

/* Excited qubits and full swaps put the battery exactly into |k>, on every ladder. */
START_TEST(full_swap_climbs_one_level_per_step)
{
    static const char *const batteries[] = {
        "\"ladder\": \"oscillator\", \"levels\": 6", "\"ladder\": \"spin\", \"j\": \"5/2\"",
        "\"ladder\": \"uniform\", \"levels\": 6"
    };
    ref_scenario scenario;
    referee state;
    char text[1000];
    snprintf(text, sizeof text, "{\"surecharge\": \"scenario/1\", \"battery\": {%s},"
        "\"qubit\": {\"q\": \"0\", \"c\": \"0\"}, \"protocol\": {\"kind\": \"full-swap\", \"steps\": 5},"
        "\"observe\": [\"energy\"]}", batteries[_i]);
    start(&state, &scenario, text);
    for (int k = 1; k <= 5; k++) {
        referee_step(&state, &scenario, NULL);
        check_energy(&state, k);
    }
    finish(&state, &scenario);
}
END_TEST

/* tr(N Phi(rho)) = (1 - gamma) tr(N rho), on every ladder; nothing is left at gamma = 1. */
START_TEST(damping_scales_the_energy)
{
    ref_scenario scenario;
    referee state;
    ref_real gamma;
    start(&state, &scenario, "{\"surecharge\": \"scenario/1\","
        "\"battery\": {\"ladder\": \"spin\", \"j\": \"3\"}, \"initial\": 4,"
        "\"qubit\": {\"q\": \"1/2\", \"c\": \"1\"},"
        "\"protocol\": {\"kind\": \"fixed\", \"theta\": \"1\", \"steps\": 1}, \"observe\": [\"energy\"]}");
    ref_real_init(&gamma);
    ref_real_set_ratio(&gamma, 1, 4);
    referee_damp(&state, &gamma);
    check_energy(&state, 3);
    referee_damp(&state, &gamma);
    check_energy(&state, 2.25);
    ref_real_set_ratio(&gamma, 1, 1);
    referee_damp(&state, &gamma);
    check_energy(&state, 0);
    check_equal_d(acb_realref(acb_mat_entry(state.rho, 0, 0)), 1);
    ref_real_clear(&gamma);
    finish(&state, &scenario);
}
END_TEST

/* The spin ladder at j = 1: f_1 = f_2 = sqrt(2); the oscillator's f_2 = sqrt(2), f_1 = 1. */
START_TEST(ladders_by_hand)
{
    static const double squares[][2] = { { 1, 2 }, { 2, 2 }, { 1, 1 } };
    acb_mat_t lower;
    arb_t square;
    acb_mat_init(lower, 3, 3);
    arb_init(square);
    for (int ladder = REF_OSCILLATOR; ladder <= REF_UNIFORM; ladder++) {
        referee_ladder(lower, (ref_ladder_kind)ladder, PRECISION);
        for (slong n = 1; n <= 2; n++) {
            acb_srcptr f = acb_mat_entry(lower, n - 1, n);
            arb_mul(square, acb_realref(f), acb_realref(f), PRECISION);
            check_equal_d(square, squares[ladder][n - 1]);
        }
    }
    acb_mat_clear(lower);
    arb_clear(square);
}
END_TEST

/* Twice degenerate: 1 + 2 |v><v| with v = (1, i, -1) / sqrt(3) has eigenvalues 3, 1, 1. Then 2, 3, 2. */
START_TEST(degenerate_eigenvalues)
{
    static const int v_re[] = { 1, 0, -1 }, v_im[] = { 0, 1, 0 };
    acb_mat_t a;
    arb_ptr values = _arb_vec_init(3);
    acb_mat_init(a, 3, 3);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            acb_ptr entry = acb_mat_entry(a, i, j);
            acb_set_si_si(entry, v_re[i] * v_re[j] + v_im[i] * v_im[j],
                          v_im[i] * v_re[j] - v_re[i] * v_im[j]);
            acb_mul_2exp_si(entry, entry, 1);
            acb_div_si(entry, entry, 3, PRECISION);
            if (i == j) acb_add_si(entry, entry, 1, PRECISION);
        }
    hermitian_eigenvalues(values, a, PRECISION);
    for (int i = 0; i < 3; i++) check_equal_d(&values[i], i == 0 ? 3 : 1);
    acb_mat_zero(a);
    for (int i = 0; i < 3; i++) acb_set_si(acb_mat_entry(a, i, i), i == 1 ? 3 : 2);
    hermitian_eigenvalues(values, a, PRECISION);
    for (int i = 0; i < 3; i++) check_equal_d(&values[i], i == 0 ? 3 : 2);
    acb_mat_clear(a);
    _arb_vec_clear(values, 3);
}
END_TEST

/* ---- the oracle against the referee */

/* lo <= value <= hi up to the referee's own radius. */
static bool contains(const mpfi_t oracle, const arb_t value)
{
    arb_t enclosure;
    const mpfr_srcptr low = &oracle->left, high = &oracle->right;
    if (!mpfr_number_p(low) || !mpfr_number_p(high) || mpfr_greater_p(low, high)) return false;
    arb_init(enclosure);
    arb_set_interval_mpfr(enclosure, low, high, PRECISION_MAX);
    const bool result = arb_overlaps(enclosure, value);
    arb_clear(enclosure);
    return result;
}

/* hi - lo <= 10^-digits max(1, |value|) */
static bool as_narrow_as_asked(const mpfi_t oracle, const arb_t value, int digits)
{
    arb_t width, allowed;
    arb_init(width), arb_init(allowed);
    arf_set_mpfr(arb_midref(allowed), &oracle->left);
    arf_set_mpfr(arb_midref(width), &oracle->right);
    arb_sub(width, width, allowed, PRECISION_MAX);
    arb_ui_pow_ui(allowed, 10, (ulong)digits, PRECISION_MAX);
    arb_inv(allowed, allowed, PRECISION_MAX);
    if (arf_cmpabs_2exp_si(arb_midref(value), 0) > 0) arb_mul(allowed, allowed, value, PRECISION_MAX);
    arb_abs(allowed, allowed);
    const bool result = !arb_gt(width, allowed);
    arb_clear(width), arb_clear(allowed);
    return result;
}

/* Certain enough that overlap means something. */
static bool narrow(const arb_t ball)
{
    return arb_is_finite(ball) && (mag_cmp_2exp_si(arb_radref(ball), -CERTAIN) < 0
                                   || arb_rel_accuracy_bits(ball) > CERTAIN);
}

/* What is compared: the oracle's results for the scenario written in text. */
typedef struct {
    const char *text;
    ref_scenario scenario;
    ref_results results;
    bool decided;
    long values;                /* compared so far */
} trial;

static void check_value(const mpfi_t oracle, const arb_t value, const trial *run, const char *what)
{
    if (contains(oracle, value)
        && (!run->decided || as_narrow_as_asked(oracle, value, run->scenario.digits))) return;
    mpfr_printf("oracle  [%.50RDe, %.50RUe]\nreferee ", &oracle->left, &oracle->right);
    arb_printn(value, 50, ARB_STR_MORE);
    fflush(stdout);
    ck_abort_msg("\n%s\n%s", what, run->text);
}

/* Every value at one step; false when the referee needs more precision. */
static bool compare_step(trial *run, const ref_result *result, const referee *state)
{
    arb_ptr values = _arb_vec_init(state->levels);
    bool certain = narrow(state->tau);
    if (certain) check_value(result->tau, state->tau, run, "tau");
    for (size_t i = 0; certain && i < run->scenario.observe_count; i++) {
        const ref_observable *observable = &run->scenario.observe[i];
        const slong count = referee_count(observable, run->scenario.levels);
        char *name = ref_observable_name(observable);
        ck_assert_msg((slong)result->values[i].count == count, "%s: %zu", name, result->values[i].count);
        referee_observe(values, state, observable);
        for (slong j = 0; certain && j < count; j++) {
            certain = narrow(&values[j]);
            if (certain) check_value(result->values[i].value[j], &values[j], run, name);
            run->values += certain;
        }
        free(name);
    }
    _arb_vec_clear(values, state->levels);
    return certain;
}

static bool compare(trial *run, slong precision)
{
    const ref_scenario *scenario = &run->scenario;
    const slong levels = scenario->levels + (scenario->infinite ? scenario->steps + 1 : 0);
    const long last = run->results.angles ? run->results.angle_count : scenario->steps;
    referee state;
    bool certain = true;
    referee_init(&state, scenario, levels, precision);
    run->values = 0;
    for (size_t i = 0; certain && i < scenario->at_count; i++) {
        ck_assert_int_eq(run->results.results[i].step, scenario->at[i]);
        while (state.step < (scenario->at[i] < last ? scenario->at[i] : last))
            referee_step(&state, scenario, run->results.angles);
        certain = compare_step(run, &run->results.results[i], &state);
    }
    referee_clear(&state);
    return certain;
}

/* The number of values compared. */
static long try_scenario(uint64_t seed, const random_limits *draw)
{
    char *text = random_scenario(seed, draw);
    trial run = { .text = text };
    slong precision = PRECISION;
    parse(&run.scenario, text);
    run.decided = ref_run(&run.results, &run.scenario, NULL, NULL);
    ck_assert_msg(run.decided || draw->infinite, "undecided, seed %lu\n%s", (ulong)seed, text);
    ck_assert_uint_eq(run.results.count, run.scenario.at_count);
    while (!compare(&run, precision)) {
        precision *= 2;
        ck_assert_msg(precision <= PRECISION_MAX, "the referee cannot tell, seed %lu\n%s", (ulong)seed, text);
    }
    ref_results_clear(&run.results);
    ref_scenario_clear(&run.scenario);
    free(text);
    return run.values;
}

static void try_batch(int batch, int scenarios, const random_limits *draw)
{
    long values = 0;
    for (int seed = 1 + batch; seed <= scenarios; seed += BATCHES)
        values += try_scenario((uint64_t)seed, draw);
    printf("%d scenarios, %ld values agree\n", scenarios / BATCHES, values);
    flint_cleanup();
    mpfr_free_cache();
}

START_TEST(oracle_agrees)
{
    try_batch(_i, SCENARIOS, &limits);
}
END_TEST

/* The angles are the oracle's own, exact doubles; what follows from them is not. */
START_TEST(oracle_agrees_on_greedy_runs)
{
    try_batch(_i, GREEDY_SCENARIOS, &greedy_limits);
}
END_TEST

/* What a greedy rule maximises, after a collision with angle theta: E/tau, or (E(k) - E(k-1)) / theta. */
static void greedy_objective(arb_t out, const referee *state, const ref_scenario *scenario, const arb_t theta)
{
    const bool average = scenario->protocol == REF_GREEDY_AVERAGE;
    const ref_observable kind = { .kind = average ? REF_POWER : REF_TRANSIENT_POWER };
    referee next;
    referee_init(&next, scenario, state->levels, state->precision);
    acb_mat_set(next.rho, state->rho);
    referee_observe(next.energy_before, state, &(ref_observable){ .kind = REF_ENERGY });
    arb_set(next.theta, theta);
    arb_add(next.tau, state->tau, theta, state->precision);
    referee_collide(&next, theta, &scenario->collisions[0].qubit);
    referee_damp(&next, &scenario->collisions[0].gamma);
    referee_observe(out, &next, &kind);
    referee_clear(&next);
}

/* No angle of a grid over (0, pi] beats the oracle's by more than the gap it certifies. */
static void check_greedy_step(const referee *state, const trial *run)
{
    arb_t theta, best, other, gap;
    arb_init(theta), arb_init(best), arb_init(other), arb_init(gap);
    arb_set_d(theta, run->results.angles[state->step]);
    greedy_objective(best, state, &run->scenario, theta);
    arb_set_d(gap, run->results.objective_gap);
    arb_mul(gap, gap, best, state->precision);
    arb_abs(gap, gap);
    arb_add(best, best, gap, state->precision);
    for (ulong j = 1; j <= ANGLES; j++) {
        arb_const_pi(theta, state->precision);
        arb_mul_ui(theta, theta, j, state->precision);
        arb_div_ui(theta, theta, ANGLES, state->precision);
        greedy_objective(other, state, &run->scenario, theta);
        ck_assert_msg(!arb_gt(other, best), "step %ld: %lu pi / %d is better\n%s", state->step + 1, (ulong)j,
                      ANGLES, run->text);
    }
    arb_clear(theta), arb_clear(best), arb_clear(other), arb_clear(gap);
}

START_TEST(greedy_angles_are_best)
{
    for (int seed = 1 + _i; seed <= GREEDY_SCENARIOS; seed += BATCHES) {
        char *text = random_scenario((uint64_t)seed, &greedy_limits);
        trial run = { .text = text };
        referee state;
        parse(&run.scenario, text);
        ck_assert(ref_run(&run.results, &run.scenario, NULL, NULL));
        referee_init(&state, &run.scenario, run.scenario.levels, PRECISION);
        while (state.step < run.results.angle_count) {
            check_greedy_step(&state, &run);
            referee_step(&state, &run.scenario, run.results.angles);
        }
        referee_clear(&state);
        ref_results_clear(&run.results);
        ref_scenario_clear(&run.scenario);
        free(text);
    }
    flint_cleanup();
    mpfr_free_cache();
}
END_TEST

/* A ladder too long to be climbed is the infinite oscillator. Enclosures may stay wide, but never wrong. */
START_TEST(oracle_bounds_the_leak)
{
    try_batch(_i, INFINITE_SCENARIOS, &infinite_limits);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("referee");
    TCase *closed = tcase_create("closed forms"), *oracle = tcase_create("oracle");
    tcase_add_loop_test(closed, one_step_by_hand, 0, 2);
    tcase_add_loop_test(closed, full_swap_climbs_one_level_per_step, 0, 3);
    tcase_add_test(closed, damping_scales_the_energy);
    tcase_add_test(closed, ladders_by_hand);
    tcase_add_test(closed, degenerate_eigenvalues);
    tcase_add_loop_test(oracle, oracle_agrees, 0, BATCHES);
    tcase_add_loop_test(oracle, oracle_agrees_on_greedy_runs, 0, BATCHES);
    tcase_add_loop_test(oracle, greedy_angles_are_best, 0, BATCHES);
    tcase_add_loop_test(oracle, oracle_bounds_the_leak, 0, BATCHES);
    tcase_set_timeout(oracle, 600);
    suite_add_tcase(suite, closed);
    suite_add_tcase(suite, oracle);
    return harness_run(suite);
}
