/* The bounds: closed forms against numerical integration of their definitions, verdicts on known cases and
 * on runs. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "bound.h"
#include "harness.h"
#include "witness.h"

static const double PI = 3.14159265358979324, R0 = 0.72461135377670848;

static double value(const mpfi_t x)
{
    return mpfi_get_d(x);
}

/* ---- numerical integration of a function of one variable and one parameter pair */

typedef struct { long n_max; double gamma; } parameters;
typedef double (*integrand)(double x, const parameters *with);

static double simpson(integrand f, double from, double to, const parameters *with)
{
    enum { PIECES = 4000 };
    double width = (to - from) / PIECES, sum = f(from, with) + f(to, with);
    for (int i = 1; i < PIECES; i++) sum += (i % 2 == 1 ? 4 : 2) * f(from + i * width, with);
    return sum * width / 3;
}

/* The largest value of a concave f over [from, to], by ternary search. */
static double largest(integrand f, double from, double to, const parameters *with)
{
    for (int i = 0; i < 120; i++) {
        double a = from + (to - from) / 3, b = to - (to - from) / 3;
        if (f(a, with) < f(b, with)) from = a;
        else to = b;
    }
    return f((from + to) / 2, with);
}

static double g(double level, const parameters *with)      /* level counts from the empty battery */
{
    double n = (double)with->n_max;
    return sqrt(fmax(0, (n - level) * (level + 1)));
}

static double h(double energy, const parameters *with)
{
    return R0 * (1 - with->gamma) * sqrt(energy + 1) - 2 / PI * with->gamma * energy;
}

static double inverse_g(double x, const parameters *with) { return 1 / (R0 * g(x, with)); }
static double inverse_h(double x, const parameters *with) { return 1 / h(x, with); }

static double inverse_g_reached(double x, const parameters *with)
{
    return 1 / (R0 * largest(g, fmax(0, x - 1), x, with));
}

static double inverse_h_reached(double x, const parameters *with)
{
    return 1 / largest(h, fmax(0, x - 1), x, with);
}

/* ---- closed forms */

static double spin_time(void (*time)(mpfi_t, const mpfi_t, long), double energy, long n_max)
{
    mpfi_t out, at;
    mpfi_init2(out, 100);
    mpfi_init2(at, 100);
    mpfi_set_d(at, energy);
    time(out, at, n_max);
    double result = value(out);
    mpfi_clear(at);
    mpfi_clear(out);
    return result;
}

START_TEST(spin_times_are_integrals)
{
    static const long sizes[] = { 1, 2, 3, 4, 9, 40 };
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        parameters with = { sizes[i], 0 };
        double n = (double)sizes[i];
        for (int k = 1; k <= 20; k++) {
            double energy = (n - 0.25) * k / 20;
            ck_assert_double_eq_tol(spin_time(ref_spin_bound_time_integrated, energy, sizes[i]),
                                    simpson(inverse_g, 0, energy, &with), 1e-7);
        }
        for (int k = 1; k <= 20; k++)
            ck_assert_double_eq_tol(spin_time(ref_spin_bound_time, n * k / 20, sizes[i]),
                                    simpson(inverse_g_reached, 0, n * k / 20, &with), 1e-5);
    }
}
END_TEST

/* (28) as it stands in the paper, in arctangents. */
START_TEST(printed_spin_time_is_the_printed_formula)
{
    for (long n_max = 1; n_max <= 30; n_max++)
        for (int k = 0; k < 10; k++) {
            double j = (double)n_max / 2, x = 2 * j * k / 10 - j;
            double root = sqrt(j * (j + 1) - x * (x + 1));
            double printed = atan((2 * x + 1) / (2 * root)) - atan((1 - 2 * j) / 2);
            ck_assert_double_eq_tol(spin_time(ref_spin_bound_time_printed, x + j, n_max), printed / R0,
                                    1e-12);
        }
}
END_TEST

/* (26) of a mixture of levels 1 and 4: j(j+1) - <m(m+1)> is the mean of (N-n)(n+1), j(j+1) - <m(m-1)> that
 * of n (N+1-n). */
START_TEST(spin_gains_of_a_mixture)
{
    mpfi_t out, energy, variance;
    mpfi_init2(out, 100);
    mpfi_init2(energy, 100);
    mpfi_init2(variance, 100);
    mpfi_set_d(energy, 0.25 * 1 + 0.75 * 4);
    mpfi_set_d(variance, 0.25 * 0.75 * 9);
    ref_spin_bound_gain(out, energy, variance, 6);
    ck_assert_double_eq_tol(value(out), R0 * sqrt(0.25 * 5 * 2 + 0.75 * 2 * 5), 1e-14);
    ref_spin_bound_gain_printed(out, energy, variance, 6);
    ck_assert_double_eq_tol(value(out), R0 * sqrt(0.25 * 1 * 6 + 0.75 * 4 * 3), 1e-14);
    mpfi_clear(variance);
    mpfi_clear(energy);
    mpfi_clear(out);
}
END_TEST

START_TEST(full_charge_times_are_their_formulas)
{
    mpfi_t out;
    mpfi_init2(out, 100);
    for (long n_max = 1; n_max <= 40; n_max++) {
        double j = (double)n_max / 2, sum = 0;
        for (long n = 1; n <= n_max; n++) sum += 1 / sqrt((double)(n * (n_max + 1 - n)));
        ref_spin_bound_full_printed(out, n_max);
        ck_assert_double_eq_tol(value(out), (atan((2 * j + 1) / 2) - atan((1 - 2 * j) / 2)) / R0, 1e-12);
        ref_spin_bound_full_integrated(out, n_max);
        ck_assert_double_eq_tol(value(out), (PI / 2 - atan((1 - 2 * j) / (2 * sqrt(2 * j)))) / R0, 1e-12);
        ref_spin_bound_potential(out, n_max, n_max);
        ck_assert_double_eq_tol(value(out), sum / R0, 1e-12);
        ref_full_swap_time(out, REF_SPIN, n_max, n_max + 1);
        ck_assert_double_eq_tol(value(out), PI / 2 * sum, 1e-12);
        ref_full_swap_floor(out, n_max);
        ck_assert_double_le(value(out), PI / 2 * sum + 1e-12);
        ck_assert_double_ge(value(out), PI / 2 * sum - 0.3);
    }
    mpfi_clear(out);
}
END_TEST

static double damped_time(void (*time)(mpfi_t, const mpfi_t, const mpfi_t), double energy, double gamma)
{
    mpfi_t out, at, g_enclosed;
    mpfi_init2(out, 120);
    mpfi_init2(at, 120);
    mpfi_init2(g_enclosed, 120);
    mpfi_set_d(at, energy);
    mpfi_set_d(g_enclosed, gamma);
    time(out, at, g_enclosed);
    double result = value(out);
    mpfi_clear(g_enclosed);
    mpfi_clear(at);
    mpfi_clear(out);
    return result;
}

START_TEST(damped_times_are_integrals)
{
    static const double gammas[] = { 0, 1e-3, 0.05, 0.2, 0.3, 0.36, 0.4, 0.6, 0.9 };
    for (size_t i = 0; i < sizeof gammas / sizeof gammas[0]; i++) {
        parameters with = { 0, gammas[i] };
        double most = gammas[i] < 0.05 ? 10
            : (1 - gammas[i]) / gammas[i];      /* what a protocol can reach */
        for (int k = 1; k <= 12; k++) {
            double energy = most * k / 12;
            ck_assert_double_eq_tol(damped_time(ref_damped_bound_time_printed, energy, gammas[i]),
                                    simpson(inverse_h, 0, energy, &with), 1e-8);
            ck_assert_double_eq_tol(damped_time(ref_damped_bound_time, energy, gammas[i]),
                                    simpson(inverse_h_reached, 0, energy, &with), 1e-5);
        }
    }
}
END_TEST

/* h vanishes at y_+^2 - 1: no finite time from there on. */
START_TEST(damped_time_ends_where_the_gain_does)
{
    double a = R0 * 0.5, b = 1 / PI, y = (a + sqrt(a * a + 4 * b * b)) / (2 * b);
    ck_assert(isfinite(damped_time(ref_damped_bound_time_printed, y * y - 1.001, 0.5)));
    ck_assert(isinf(damped_time(ref_damped_bound_time_printed, y * y - 0.999, 0.5)));
}
END_TEST

/* (15) inverts int_0^E dx/(R0 sqrt(x+1)); (16) is (15) over tau; (13) is the slope. */
START_TEST(oscillator_forms_agree)
{
    mpfi_t tau, out;
    mpfi_init2(tau, 100);
    mpfi_init2(out, 100);
    parameters none = { 0, 0 };
    for (int k = 1; k <= 20; k++) {
        mpfi_set_d(tau, k);
        ref_oscillator_bound_energy(out, tau);
        double energy = value(out);
        ck_assert_double_eq_tol(simpson(inverse_h, 0, energy, &none), k, 1e-8);
        ref_oscillator_bound_power(out, tau);
        ck_assert_double_eq_tol(value(out), energy / k, 1e-12);
        mpfi_set_d(tau, energy);
        ref_oscillator_bound_gain(out, tau);
        ck_assert_double_eq_tol(value(out), h(energy, &none), 1e-12);
    }
    mpfi_clear(out);
    mpfi_clear(tau);
}
END_TEST

START_TEST(coherent_limits_are_their_formulas)
{
    mpfi_t tau, out;
    mpfi_init2(tau, 100);
    mpfi_init2(out, 100);
    mpfi_set_d(tau, 1.25);
    ref_coherent_limit_oscillator(out, tau);
    ck_assert_double_eq_tol(value(out), 1.25 * 1.25 / 4, 1e-15);
    ref_coherent_limit_spin(out, tau, 7);
    ck_assert_double_eq_tol(value(out), 3.5 * (1 - cos(1.25)), 1e-14);
    mpfi_clear(out);
    mpfi_clear(tau);
}
END_TEST

/* ---- verdicts against the full swap and against one damped step */

/* First and last 2j refuted among 1..120, and how many. */
static void refuted_spins(const char *id, long out[3])
{
    mpfi_t slack;
    mpfi_init2(slack, 128);
    out[0] = out[1] = out[2] = 0;
    for (long n_max = 1, step; n_max <= 120; n_max++) {
        ck_assert(ref_witness_spin(slack, &step, id, n_max));
        ck_assert_int_ne(ref_bound_decide(slack), REF_VERDICT_UNDECIDED);
        if (ref_bound_decide(slack) != REF_VERDICT_REFUTED) continue;
        if (out[2]++ == 0) out[0] = n_max;
        out[1] = n_max;
    }
    mpfi_clear(slack);
}

START_TEST(full_swap_refutes_exactly_these_spins)
{
    static const struct { const char *id; long first, last, count; } expected[] = {
        { "26", 1, 120, 120 }, { "26p", 0, 0, 0 }, { "28", 2, 120, 119 }, { "28i", 1, 8, 8 }, { "28p", 0, 0,
                                        0 },
        { "29", 3, 36, 34 }, { "29i", 1, 8, 8 }, { "29p", 0, 0, 0 }, { "29pp", 0, 0, 0 },
    };
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        long found[3];
        refuted_spins(expected[i].id, found);
        ck_assert_msg(found[0] == expected[i].first && found[1] == expected[i].last && found[2] ==
                      expected[i].count,
                      "%s: %ld values from %ld/2 to %ld/2", expected[i].id, found[2], found[0], found[1]);
    }
}
END_TEST

/* theory: j = 3/2 takes 2.59920 against 2.61181 printed */
START_TEST(first_witness_of_29_has_the_known_margin)
{
    long step;
    mpfi_t slack;
    mpfi_init2(slack, 128);
    ref_witness_spin(slack, &step, "29", 3);
    ck_assert_double_eq_tol(value(slack), 2.59920 - 2.61181, 1e-5);
    mpfi_clear(slack);
}
END_TEST

START_TEST(strong_damping_refutes_the_printed_form_alone)
{
    static const struct { const char *id, *gamma; ref_verdict verdict; } expected[] = {
        { "C4", "0", REF_VERDICT_CERTIFIED },       { "C4", "0.2", REF_VERDICT_CERTIFIED },
        { "C4", "0.344", REF_VERDICT_CERTIFIED },   { "C4", "0.3443", REF_VERDICT_REFUTED },
        { "C4", "0.9", REF_VERDICT_REFUTED },       { "C4p", "0", REF_VERDICT_CERTIFIED },
        { "C4p", "0.3443", REF_VERDICT_CERTIFIED }, { "C4p", "0.9", REF_VERDICT_CERTIFIED },
    };
    ref_real gamma;
    mpfi_t slack;
    long m;
    ref_real_init(&gamma);
    mpfi_init2(slack, 128);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        ck_assert(ref_real_parse(&gamma, expected[i].gamma));
        ck_assert(ref_witness_damped(slack, &m, expected[i].id, &gamma));
        ck_assert_msg(ref_bound_decide(slack) == expected[i].verdict, "%s at %s", expected[i].id,
                      expected[i].gamma);
    }
    mpfi_clear(slack);
    ref_real_clear(&gamma);
}
END_TEST

/* ---- runs */

#define RUN(battery, qubit, rest) \
    "{\"surecharge\": \"scenario/1\", \"battery\": " battery ", \"qubit\": " qubit ", " rest "}"
#define CAVITY "{\"ladder\": \"oscillator\", \"levels\": 12}"
#define SPIN "{\"ladder\": \"spin\", \"j\": \"3/2\"}"
#define EXCITED "{\"q\": \"0\"}"
#define PLUS "{\"q\": \"1/2\", \"c\": \"1\"}"
#define ONE_STEP "\"protocol\": {\"kind\": \"fixed\", \"theta\": \"1/2\", \"steps\": 1}"
#define TWO_STEPS "\"protocol\": {\"kind\": \"fixed\", \"theta\": \"1/2\", \"steps\": 2}"

static void rule(ref_ruling *ruling, const char *id, const char *text)
{
    ref_scenario scenario;
    harness_read(&scenario, "%s", text);
    const ref_bound *bound = ref_bound_find(id);
    ck_assert_ptr_nonnull(bound);
    ck_assert_ptr_null(ref_bound_objection(bound, &scenario));
    ref_bound_rule_scenario(ruling, bound, &scenario, 15, 60, NULL, NULL);
    ref_scenario_clear(&scenario);
}

/* One step of theta = 1/2 from the empty battery by hand: E = (1-gamma) sin^2(f theta), f^2 = 1 or, spin
 * 3/2, 3. */
START_TEST(slack_of_one_step_by_hand)
{
    double e = sin(0.5) * sin(0.5), s = sin(sqrt(3) / 2) * sin(sqrt(3) / 2), kept = 0.75 * e;
    double level = 1;
    for (int n = 1; n <= 12; n++) level = fmin(level, R0 * sqrt(n) / 2 - sin(sqrt(n) / 2) * sin(sqrt(n) / 2));
    const struct { const char *id, *text; double slack; } expected[] = {
        { "12", RUN(CAVITY, EXCITED, ONE_STEP), level },
        { "13", RUN(CAVITY, EXCITED, ONE_STEP), R0 / 2 - e },
        { "15", RUN(CAVITY, EXCITED, ONE_STEP), R0 / 2 * (1 + R0 / 8) - e },
        { "16", RUN(CAVITY, EXCITED, ONE_STEP), R0 * (1 + R0 / 8) - 2 * e },
        { "26p", RUN(SPIN, EXCITED, ONE_STEP), R0 * sqrt(3) / 2 - s },
        { "28i", RUN(SPIN, EXCITED, ONE_STEP), 0.5 - (asin((s - 1) / 2) + asin(0.5)) / R0 },
        { "28p", RUN(SPIN, EXCITED, ONE_STEP), 0.5 - (asin((s - 1) / 2) + asin(0.5)) / R0 },
        { "29p", RUN(SPIN, EXCITED, ONE_STEP), 0.5 - s / sqrt(3) / R0 },
        { "C3", RUN(CAVITY, EXCITED, ONE_STEP ", \"damping\": {\"gamma\": \"1/4\"}"), R0 * 0.75 / 2 - kept },
    };
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        ref_ruling ruling;
        ref_ruling_init(&ruling);
        rule(&ruling, expected[i].id, expected[i].text);
        ck_assert_int_eq(ruling.verdict, REF_VERDICT_CERTIFIED);
        ck_assert_int_eq(ruling.step, 1);
        ck_assert_msg(fabs(mpfr_get_d(ruling.margin, MPFR_RNDN) - expected[i].slack) < 1e-12, "%s",
                      expected[i].id);
        ref_ruling_clear(&ruling);
    }
}
END_TEST

/* The second step is bounded by what stands before it, not after it: (13) and (26) by hand. */
START_TEST(second_step_counts_from_the_first)
{
    ref_scenario scenario, watched;
    ref_results run;
    mpfi_t slack, theta;
    double first = sin(0.5) * sin(0.5), second = sin(sqrt(2) / 2) * sin(sqrt(2) / 2);
    double gain = first * second + (1 - first) * first;
    harness_read(&scenario, RUN(CAVITY, EXCITED, TWO_STEPS));
    ref_bound_watch(&watched, &scenario, false, 15);
    ref_run(&run, &watched, NULL, NULL);
    ck_assert_uint_eq(run.count, 3);
    mpfi_init2(slack, 128);
    mpfi_init2(theta, 128);
    mpfi_set_d(theta, 0.5);
    ref_bound_point point = { .levels = 12, .theta = theta, .energy = run.results[2].values[0].value[0],
                              .energy_before = run.results[1].values[0].value[0] };
    ref_bound_find("13")->slack(slack, &point);
    ck_assert_double_eq_tol(value(slack), R0 / 2 * sqrt(1 + first) - gain, 1e-12);
    mpfi_clear(theta);
    mpfi_clear(slack);
    ref_results_clear(&run);
    ref_scenario_clear(&watched);
    ref_scenario_clear(&scenario);
}
END_TEST

START_TEST(coherent_run_exceeds_and_incoherent_run_does_not)
{
    static const char *const rest = "\"protocol\": {\"kind\": \"fixed\", \"theta\": \"pi/100\", \"steps\": "
        "250}}";
    static const char *const qubits[] = { "{\"q\": \"1/2\", \"c\": \"1\"}",
                                        "{\"q\": \"1/2\", \"c\": \"0\"}" };
    for (int i = 0; i < 2; i++) {
        char text[512];
        snprintf(text, sizeof text, "{\"surecharge\": \"scenario/1\", \"battery\": {\"ladder\": "
                 "\"oscillator\", "
                 "\"levels\": 60}, \"qubit\": %s, %s", qubits[i], rest);
        ref_ruling ruling;
        ref_ruling_init(&ruling);
        rule(&ruling, "15", text);
        ck_assert_int_eq(ruling.verdict, i == 0 ? REF_VERDICT_REFUTED : REF_VERDICT_CERTIFIED);
        if (i == 0) ck_assert_int_gt(ruling.first, 190);    /* the limit itself crosses at tau =
            4 R0/(1-R0^2) */
        ref_ruling_clear(&ruling);
    }
}
END_TEST

/* A printed bound that fails on the empty battery fails at step 0 of every run. */
START_TEST(printed_28_fails_before_the_first_step)
{
    ref_ruling ruling;
    ref_ruling_init(&ruling);
    rule(&ruling, "28", RUN(SPIN, EXCITED, ONE_STEP));
    ck_assert_int_eq(ruling.verdict, REF_VERDICT_REFUTED);
    ck_assert_int_eq(ruling.first, 0);
    ref_ruling_clear(&ruling);
}
END_TEST

START_TEST(bounds_object_to_what_they_do_not_cover)
{
    static const struct { const char *id, *text; bool objects; } cases[] = {
        { "15", RUN(SPIN, EXCITED, ONE_STEP), true },
        { "28p", RUN(CAVITY, EXCITED, ONE_STEP), true },
        { "15", RUN(CAVITY, EXCITED, ONE_STEP ", \"initial\": 1"), true },
        { "13", RUN(CAVITY, EXCITED, ONE_STEP ", \"initial\": 1"), false },
        { "C4", RUN(CAVITY, EXCITED, "\"protocol\": {\"kind\": \"list\", \"collisions\": [{\"theta\": \"1\", "
                    "\"gamma\": "
                    "\"0.1\"}, {\"theta\": \"1\", \"gamma\": \"0.2\"}]}"), true },
        { "15", RUN(CAVITY, EXCITED, "\"protocol\": {\"kind\": \"fixed\", \"theta\": \"1\", \"steps\": 0}"),
          true },
        { "15", RUN(CAVITY, PLUS, ONE_STEP), false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ref_scenario scenario;
        harness_read(&scenario, "%s", cases[i].text);
        ck_assert_int_eq(ref_bound_objection(ref_bound_find(cases[i].id), &scenario) != NULL,
                         cases[i].objects);
        ref_scenario_clear(&scenario);
    }
    ck_assert_ptr_null(ref_bound_find("17"));
}
END_TEST

/* ---- rulings */

START_TEST(rulings_keep_the_worst)
{
    static const struct { double slacks[3]; ref_verdict verdict; long step, first; double margin; } cases[] =
        {
        { { 3, 1, 2 }, REF_VERDICT_CERTIFIED, 1, -1, 1 },
        { { 3, -1, -2 }, REF_VERDICT_REFUTED, 2, 1, 2 },
        { { -4, 1, -2 }, REF_VERDICT_REFUTED, 0, 0, 4 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ref_ruling ruling, merged;
        mpfi_t slack;
        mpfi_init2(slack, 64);
        ref_ruling_init(&ruling);
        ref_ruling_init(&merged);
        for (int k = 0; k < 3; k++) {
            ref_ruling part;
            ref_ruling_init(&part);
            mpfi_set_d(slack, cases[i].slacks[k]);
            ref_ruling_note(&ruling, slack, k);
            ref_ruling_note(&part, slack, 7);
            ref_ruling_merge(&merged, &part, k);
            ref_ruling_clear(&part);
        }
        const ref_ruling *both[] = { &ruling, &merged };
        for (int b = 0; b < 2; b++) {
            ck_assert_int_eq(both[b]->verdict, cases[i].verdict);
            ck_assert_int_eq(both[b]->step, cases[i].step);
            ck_assert_int_eq(both[b]->first, cases[i].first);
            ck_assert_double_eq(mpfr_get_d(both[b]->margin, MPFR_RNDN), cases[i].margin);
        }
        mpfi_clear(slack);
        ref_ruling_clear(&merged);
        ref_ruling_clear(&ruling);
    }
}
END_TEST

/* An interval around 0 is undecided, and so is a slack that is no number. */
START_TEST(doubt_is_undecided)
{
    ref_ruling ruling;
    mpfi_t slack;
    mpfi_init2(slack, 64);
    ref_ruling_init(&ruling);
    mpfi_interv_d(slack, -1e-30, 1e-30);
    ref_ruling_note(&ruling, slack, 5);
    ck_assert_int_eq(ruling.verdict, REF_VERDICT_UNDECIDED);
    ck_assert_int_eq(ruling.step, 5);
    mpfr_set_nan(&slack->left);
    ck_assert_int_eq(ref_bound_decide(slack), REF_VERDICT_UNDECIDED);
    mpfi_set_ui(slack, 0);
    ck_assert_int_eq(ref_bound_decide(slack), REF_VERDICT_CERTIFIED);
    ref_ruling_clear(&ruling);
    mpfi_clear(slack);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("bound");
    TCase *tests = tcase_create("bound");
    tcase_add_test(tests, spin_times_are_integrals);
    tcase_add_test(tests, printed_spin_time_is_the_printed_formula);
    tcase_add_test(tests, spin_gains_of_a_mixture);
    tcase_add_test(tests, full_charge_times_are_their_formulas);
    tcase_add_test(tests, damped_times_are_integrals);
    tcase_add_test(tests, damped_time_ends_where_the_gain_does);
    tcase_add_test(tests, oscillator_forms_agree);
    tcase_add_test(tests, coherent_limits_are_their_formulas);
    tcase_add_test(tests, full_swap_refutes_exactly_these_spins);
    tcase_add_test(tests, first_witness_of_29_has_the_known_margin);
    tcase_add_test(tests, strong_damping_refutes_the_printed_form_alone);
    tcase_add_test(tests, slack_of_one_step_by_hand);
    tcase_add_test(tests, second_step_counts_from_the_first);
    tcase_add_test(tests, coherent_run_exceeds_and_incoherent_run_does_not);
    tcase_add_test(tests, printed_28_fails_before_the_first_step);
    tcase_add_test(tests, bounds_object_to_what_they_do_not_cover);
    tcase_add_test(tests, rulings_keep_the_worst);
    tcase_add_test(tests, doubt_is_undecided);
    tcase_set_timeout(tests, 300);
    suite_add_tcase(suite, tests);
    return harness_run(suite);
}
