/* The kernel against the oracle: what double precision computed, plus and minus its own certified bar, must
 * meet the oracle's enclosure, and the bar must be no wider than the formulas it is documented to follow. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include "harness.h"
#include "random_scenario.h"
#include "simulate.h"

enum { SCENARIOS = 240, BATCHES = 4 };
#define UNIT 0x1p-53

static const char *const supported[] = {
    "trace", "energy", "power", "transient-power", "variance", "purity", "populations", "element", "element",
    NULL
};
static const random_limits limits = {
    .levels_min = 2, .levels_max = 60, .steps_max = 40, .exponent_max = 3, .one_phase = true,
    .observe = supported, .digits_min = 25, .digits_max = 30
};

/* Long ladders: a matrix that fills up from the ground, one that is full, a damped one, populations. */
#define OBSERVED "\"observe\": [\"trace\", \"energy\", \"power\", \"transient-power\", \"variance\"," \
    " \"purity\", \"populations\", \"element:3,1\", \"element:130,129\"], \"digits\": 25}"
static const char *const long_ladders[] = {
    "{\"surecharge\": \"scenario/1\", \"battery\": {\"ladder\": \"oscillator\", \"levels\": 250},"
    "\"qubit\": {\"q\": \"1/2\", \"c\": \"1\", \"alpha\": \"0\"},"
    "\"protocol\": {\"kind\": \"fixed\", \"theta\": \"pi/100\", \"steps\": 140}, " OBSERVED,
    "{\"surecharge\": \"scenario/1\", \"battery\": {\"ladder\": \"spin\", \"j\": \"249/2\"},"
    "\"initial\": 125,"
    "\"qubit\": {\"q\": \"1/3\", \"c\": \"0.9\", \"alpha\": \"1.3\"},"
    "\"protocol\": {\"kind\": \"fixed\", \"theta\": \"0.01\", \"steps\": 60}, " OBSERVED,
    "{\"surecharge\": \"scenario/1\", \"battery\": {\"ladder\": \"oscillator\", \"levels\": 250},"
    "\"initial\": 140,"
    "\"qubit\": {\"q\": \"0.1\", \"c\": \"1/7\", \"alpha\": \"pi/3\"}, \"damping\": {\"gamma\": \"1e-3\"},"
    "\"protocol\": {\"kind\": \"fixed\", \"theta\": \"0.4\", \"steps\": 25}, " OBSERVED,
    "{\"surecharge\": \"scenario/1\", \"battery\": {\"ladder\": \"oscillator\", \"levels\": 250},"
    "\"qubit\": {\"q\": \"1/10\"},"
    "\"protocol\": {\"kind\": \"fixed\", \"theta\": \"0.2\", \"steps\": 1000}, " OBSERVED,
};

/* ---- how wide a bar may be: the formulas of budget.h at the largest mass a state can have, its number of
 * levels, with every number of the scenario rounded by half an ulp and Kraus operators dropped up to 2^-52 */

static double as_double(const ref_real *value)
{
    double error;
    return ref_real_double(&error, value);
}

static double largest_f(const ref_scenario *scenario)
{
    const double levels = (double)scenario->levels;
    switch (scenario->ladder) {
    case REF_OSCILLATOR: return sqrt(levels);
    case REF_SPIN: return levels / 2;
    default: return 1;
    }
}

/* Full swap: pi / (2 f_k) is at most pi / 2 on every ladder. */
static double swap_angle(const ref_scenario *scenario, long k)
{
    return scenario->protocol == REF_FULL_SWAP ? 1.5708
                                               : as_double(&ref_scenario_collision(scenario, k)->theta);
}

static double collide_limit(const ref_collision *collision, double largest_angle)
{
    const double q = as_double(&collision->qubit.q), x = sqrt(q * (1 - q));
    const double kappa_error = x > 0 ? 2 * UNIT / x : 2 * sqrt(UNIT);
    return 22 * UNIT + 6 * (3.001 * largest_angle + 2.5) * UNIT + 3 * UNIT + kappa_error;
}

static double damp_limit(const ref_collision *collision, double levels)
{
    const double gamma = as_double(&collision->gamma);
    if (gamma <= 0) return 0;
    return (4 * levels + 12) * UNIT + (gamma < 1 ? 2 * levels * UNIT / (1 - gamma) : 0);
}

static double budget_limit(const ref_scenario *scenario, long steps)
{
    const double levels = (double)scenario->levels;
    double sum = UNIT;                              /* the initial populations */
    for (long k = 1; k <= steps; k++) {
        const ref_collision *collision = ref_scenario_collision(scenario, k);
        sum += collide_limit(collision, largest_f(scenario) * swap_angle(scenario, k))
            + damp_limit(collision, levels);
    }
    return 1.001 * levels * sum;
}

static double bar_limit(const ref_observable *observable, const ref_scenario *scenario, long step, double tau)
{
    const double levels = (double)scenario->levels, budget = budget_limit(scenario, step);
    const double trace = budget + (2 * levels + 8) * UNIT * (1 + budget), energy = levels * trace;
    switch (observable->kind) {
    case REF_TRACE: return trace;
    case REF_ENERGY: return energy;
    case REF_POWER: return energy / tau;
    case REF_TRANSIENT_POWER: return 2 * energy / swap_angle(scenario, step);
    case REF_VARIANCE: return (levels + energy) * (levels + energy) * trace + energy * energy;
    case REF_PURITY: return 2 * (1 + budget) * trace;
    default: return budget;
    }
}

/* ---- comparison */

static void parse(ref_scenario *scenario, const char *text)
{
    char *error = NULL;
    ck_assert_msg(ref_scenario_parse(scenario, text, "scenario", &error), "%s\n%s", error ? error : "", text);
}

static bool overlap(const mpfi_t a, const mpfi_t b)
{
    return mpfr_lessequal_p(&a->left, &b->right) && mpfr_lessequal_p(&b->left, &a->right);
}

static double width(const mpfi_t value)
{
    mpfr_t diameter;
    mpfr_init2(diameter, 64);
    mpfi_diam_abs(diameter, value);
    const double result = mpfr_get_d(diameter, MPFR_RNDU);
    mpfr_clear(diameter);
    return result;
}

static void check_value(const mpfi_t kernel, const mpfi_t oracle, double bar, const char *what,
                        const char *text)
{
    if (overlap(kernel, oracle) && width(kernel) <= 2 * bar) return;
    mpfr_printf("kernel [%.20RDe, %.20RUe]\noracle [%.20RDe, %.20RUe]\n", &kernel->left, &kernel->right,
                &oracle->left, &oracle->right);
    fflush(stdout);
    ck_abort_msg("%s: width %g, at most %g\n%s", what, width(kernel), 2 * bar, text);
}

/* The number of values compared at one step. */
static long compare_step(const ref_result *kernel, const ref_result *oracle, const ref_scenario *scenario,
                         const char *text)
{
    long values = 0;
    ck_assert_int_eq(kernel->step, oracle->step);
    ck_assert(overlap(kernel->tau, oracle->tau));
    for (size_t i = 0; i < scenario->observe_count; i++) {
        const double bar = bar_limit(&scenario->observe[i], scenario, kernel->step, mpfi_get_d(oracle->tau));
        char *name = ref_observable_name(&scenario->observe[i]);
        ck_assert_uint_eq(kernel->values[i].count, oracle->values[i].count);
        for (size_t j = 0; j < kernel->values[i].count; j++, values++)
            check_value(kernel->values[i].value[j], oracle->values[i].value[j], bar, name, text);
        free(name);
    }
    return values;
}

static long compare(const char *text)
{
    ref_scenario scenario;
    ref_results kernel, oracle;
    char *reason;
    long values = 0;
    parse(&scenario, text);
    ck_assert_msg(ref_simulate_supports(&scenario, &reason), "%s\n%s", reason, text);
    ck_assert_msg(ref_simulate(&kernel, &scenario, NULL, NULL), "the kernel stopped early\n%s", text);
    ck_assert_msg(ref_run(&oracle, &scenario, NULL, NULL), "undecided\n%s", text);
    ck_assert_uint_eq(kernel.count, scenario.at_count);
    ck_assert_uint_eq(oracle.count, scenario.at_count);
    for (size_t i = 0; i < kernel.count; i++)
        values += compare_step(&kernel.results[i], &oracle.results[i], &scenario, text);
    ref_results_clear(&kernel);
    ref_results_clear(&oracle);
    ref_scenario_clear(&scenario);
    return values;
}

START_TEST(bars_meet_the_oracle)
{
    long values = 0;
    for (int seed = 1 + _i; seed <= SCENARIOS; seed += BATCHES) {
        char *text = random_scenario((uint64_t)seed, &limits);
        values += compare(text);
        free(text);
    }
    printf("%d scenarios, %ld values agree\n", SCENARIOS / BATCHES, values);
    mpfr_free_cache();
}
END_TEST

START_TEST(bars_meet_the_oracle_on_long_ladders)
{
    printf("250 levels: %ld values agree\n", compare(long_ladders[_i]));
    mpfr_free_cache();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("kernel and oracle");
    TCase *random = tcase_create("random"), *length = tcase_create("long");
    tcase_add_loop_test(random, bars_meet_the_oracle, 0, BATCHES);
    tcase_add_loop_test(length, bars_meet_the_oracle_on_long_ladders, 0,
                        (int)(sizeof long_ladders / sizeof *long_ladders));
    tcase_set_timeout(random, 600);
    tcase_set_timeout(length, 600);
    suite_add_tcase(suite, random);
    suite_add_tcase(suite, length);
    return harness_run(suite);
}
