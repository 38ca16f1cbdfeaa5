/* The simulator: its bars contain the exact values, which includes what exact numbers differ from doubles by,
 * and are not absurdly wide. What it does not support it says. */
#include <stdlib.h>
#include "harness.h"
#include "run.h"
#include "simulate.h"

static ref_scenario scenario;

static void teardown(void)
{
    ref_scenario_clear(&scenario);
}

#define HEAD "{\"surecharge\": \"scenario/1\", \"digits\": 30, \"battery\": "
#define OSCILLATOR(levels) "{\"ladder\": \"oscillator\", \"levels\": " levels "}, "
#define UNIFORM(levels) "{\"ladder\": \"uniform\", \"levels\": " levels "}, "
#define SPIN(j) "{\"ladder\": \"spin\", \"j\": \"" j "\"}, "
#define QUBIT(q, c, alpha) "\"qubit\": {\"q\": \"" q "\", \"c\": \"" c "\", \"alpha\": \"" alpha "\"}, "
#define FIXED(theta, steps) "\"protocol\": {\"kind\": \"fixed\", \"theta\": \"" theta "\", \"steps\": " steps "}, "
#define COMMON "\"trace\", \"energy\", \"power\", \"transient-power\", \"variance\", \"purity\", \"populations\""

static const struct { const char *text; double bar; } runs[] = {
    { HEAD OSCILLATOR("12") QUBIT("1/3", "0", "0") FIXED("1/3", "20")
      "\"observe\": [" COMMON ", \"element:2,2\", \"element:3,1\"], \"at\": [1, 7, 20]}", 1e-10 },
    { HEAD OSCILLATOR("12") QUBIT("1/3", "0.9", "pi/7") FIXED("pi/10", "20")
      "\"observe\": [" COMMON ", \"element:2,1\", \"element:0,3\", \"element:11,2\"], \"at\": [1, 7, 20]}", 1e-10 },
    { HEAD SPIN("5/2") QUBIT("1/2", "1", "3") FIXED("0.2", "30") "\"damping\": {\"gamma\": \"1e-2\"}, "
      "\"observe\": [" COMMON ", \"element:5,0\"], \"at\": [3, 30]}", 1e-10 },
    { HEAD UNIFORM("9") QUBIT("0", "0", "0") FIXED("2/3", "15") "\"damping\": {\"kappa_t0\": \"1/9\"}, "
      "\"observe\": [" COMMON "], \"initial\": [\"1/3\", \"0\", \"1/3\", \"1/3\"]}", 1e-10 },
    { HEAD SPIN("7/2") QUBIT("0", "0", "0") "\"protocol\": {\"kind\": \"full-swap\", \"steps\": 7}, "
      "\"observe\": [" COMMON "], \"at\": [1, 4, 7]}", 1e-10 },
    { HEAD OSCILLATOR("6") QUBIT("1/5", "1", "1") "\"protocol\": {\"kind\": \"list\", \"collisions\": ["
      "{\"theta\": \"1/3\"}, {\"theta\": \"pi/5\", \"q\": \"0.3\"}, "
      "{\"theta\": \"1.1\", \"gamma\": \"0.5\"}, "
      "{\"theta\": \"1\", \"c\": \"0\", \"alpha\": \"2\"}, {\"theta\": \"1e-9999\"}, "
      "{\"theta\": \"1/7\", \"kappa_t0\": \"5\", \"q\": \"0\", \"alpha\": \"9\"}]}, \"initial\": 3, "
      "\"observe\": [" COMMON ", \"element:1,2\"], \"at\": [1, 2, 3, 4, 6]}", 1e-10 },
    { HEAD OSCILLATOR("4") QUBIT("1/4", "1/2", "0") FIXED("123456.789", "3") "\"observe\": [" COMMON "]}", 1e-6 },
    /* the double next to q is 1, and kappa there 0 instead of 1e-10 */
    { HEAD UNIFORM("2") QUBIT("0.99999999999999999999", "1", "0") FIXED("pi/4", "1")
      "\"observe\": [" COMMON ", \"element:1,0\"]}", 1e-8 },
    /* the double next to gamma is off by 1/40 of what survives */
    { HEAD OSCILLATOR("3") QUBIT("1/4", "1", "0") FIXED("1", "1") "\"damping\": {\"gamma\": \"0.999999999999999\"},"
      "\"observe\": [" COMMON ", \"element:1,0\"], \"initial\": 2}", 1 },
    { HEAD OSCILLATOR("3") QUBIT("1/4", "1", "0") FIXED("1", "2") "\"damping\": {\"gamma\": \"1\"},"
      "\"observe\": [" COMMON ", \"element:1,0\"], \"initial\": 2}", 1e-12 },
    { HEAD UNIFORM("2") QUBIT("0", "0", "0") FIXED("1", "1") "\"observe\": [\"populations\", \"trace\", \"energy\", "
      "\"purity\", \"variance\"], \"initial\": [\"1/3\", \"2/3\"], \"at\": [0]}", 1e-14 },
};
enum { RUNS = sizeof runs / sizeof *runs };

/* They overlap, and the bar is at most `bar`. */
static void check_value(const mpfi_t kernel, const mpfi_t oracle, double bar, const char *name, long step)
{
    mpfi_t both;
    mpfr_t width;
    mpfi_init2(both, 200);
    mpfr_init2(width, 53);
    mpfi_intersect(both, kernel, oracle);
    mpfi_diam_abs(width, kernel);
    ck_assert_msg(!mpfi_is_empty(both), "%s at step %ld: apart", name, step);
    ck_assert_msg(mpfr_cmp_d(width, 2 * bar) <= 0, "%s at step %ld: bar %g", name, step,
                  mpfr_get_d(width, MPFR_RNDU) / 2);
    mpfi_clear(both);
    mpfr_clear(width);
}

static void check_result(const ref_result *kernel, const ref_result *oracle, double bar)
{
    ck_assert_int_eq(kernel->step, oracle->step);
    check_value(kernel->tau, oracle->tau, bar, "tau", kernel->step);
    for (size_t i = 0; i < scenario.observe_count; i++) {
        char *name = ref_observable_name(&scenario.observe[i]);
        ck_assert_uint_eq(kernel->values[i].count, oracle->values[i].count);
        for (size_t j = 0; j < kernel->values[i].count; j++)
            check_value(kernel->values[i].value[j], oracle->values[i].value[j], bar, name, kernel->step);
        free(name);
    }
}

START_TEST(bars_contain_the_exact_values)
{
    char *reason;
    ref_results kernel, oracle;
    harness_read(&scenario, "%s", runs[_i].text);
    ck_assert_msg(ref_simulate_supports(&scenario, &reason), "%s", reason);
    ck_assert(ref_simulate(&kernel, &scenario, NULL, NULL));
    ck_assert(ref_run(&oracle, &scenario, NULL, NULL));
    ck_assert_uint_eq(kernel.count, scenario.at_count);
    for (size_t i = 0; i < kernel.count; i++)
        check_result(&kernel.results[i], &oracle.results[i], runs[_i].bar);
    ref_results_clear(&kernel);
    ref_results_clear(&oracle);
}
END_TEST

static const struct { const char *text, *reason; } unsupported[] = {
    { HEAD OSCILLATOR("3") QUBIT("1/4", "1", "0") "\"protocol\": {\"kind\": \"greedy-average\", \"steps\": 2}}",
      "expected the protocol fixed, full-swap or list, found a greedy one" },
    { HEAD "{\"ladder\": \"oscillator\", \"levels\": 3, \"model\": \"infinite\"}, " QUBIT("1/4", "1", "0")
      FIXED("1", "2") "\"initial\": 0}", "expected the model truncated, found infinite" },
    { HEAD OSCILLATOR("3") QUBIT("1/4", "1", "0") "\"protocol\": {\"kind\": \"list\", \"collisions\": ["
      "{\"theta\": \"1\"}, {\"theta\": \"1\", \"alpha\": \"1\"}]}}",
      "expected one alpha for all coherent collisions, found several" },
    { HEAD SPIN("50") QUBIT("1/4", "1", "0") FIXED("1000000", "2") "\"initial\": 0}",
      "expected swap angles below 2^20 on every level, found larger ones" },
    { HEAD OSCILLATOR("3") QUBIT("1/4", "1", "0") FIXED("1", "2") "\"damping\": {\"kappa_t0\": \"40\"}}",
      "expected a gamma that doubles can tell from 1, found one closer to 1" },
    { HEAD OSCILLATOR("3") QUBIT("1/4", "1", "0") FIXED("1", "2") "\"observe\": [\"energy\", \"ergotropy\"]}",
      "expected trace, energy, power, transient-power, variance, purity, populations or element:n,m, found ergotropy" },
};

START_TEST(says_what_is_not_supported)
{
    char *reason;
    harness_read(&scenario, "%s", unsupported[_i].text);
    ck_assert(!ref_simulate_supports(&scenario, &reason));
    ck_assert_str_eq(reason, unsupported[_i].reason);
    free(reason);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("simulate");
    tcase_add_checked_fixture(cases, NULL, teardown);
    tcase_set_timeout(cases, 300);
    tcase_add_loop_test(cases, bars_contain_the_exact_values, 0, RUNS);
    tcase_add_loop_test(cases, says_what_is_not_supported, 0, sizeof unsupported / sizeof *unsupported);
    Suite *suite = suite_create("simulate");
    suite_add_tcase(suite, cases);
    return harness_run(suite);
}
