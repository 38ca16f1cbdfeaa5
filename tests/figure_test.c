/* The curves of the figures: their numbers enclose what the oracle certifies and what the formulas give,
 * Fig. 4's steps are the first ones, the bytes do not depend on the threads. Drawings: figure_test.sh. */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "crossing.h"
#include "figure.h"
#include "harness.h"
#include "run.h"
#include "simulate.h"
#include "text.h"

enum { COLUMNS = 16, ROWS = 2000 };

static char directory[HARNESS_PATH];
static ref_claims claims;
static ref_scenario scenario;

/* A CSV file: fields as text, empty ones as "". */
static char *text, *fields[ROWS][COLUMNS];
static int rows;

static void setup(void)
{
    harness_make_directory(directory);
    ref_claims_init(&claims, directory, directory);
}

static void teardown(void)
{
    ref_claims_clear(&claims);
    free(text);
    text = NULL;
    harness_remove_directory(directory);
}

static char *read_whole(const char *name)
{
    char path[200], *error;
    snprintf(path, sizeof path, "%s/%s", directory, name);
    char *whole = ref_text_read(path, &error);
    ck_assert_msg(whole != NULL, "%s", error);
    return whole;
}

/* Row 0 is the first after the header, which must be as expected. */
static void read_csv(const char *name, const char *header)
{
    free(text);
    text = read_whole(name);
    char *line = strchr(text, '\n');
    ck_assert_ptr_nonnull(line);
    *line = '\0';
    ck_assert_str_eq(text, header);
    for (rows = 0; *++line != '\0' && rows < ROWS; rows++) {
        char *end = strchr(line, '\n');
        ck_assert_ptr_nonnull(end);
        *end = '\0';
        for (int column = 0; column < COLUMNS; column++) {
            char *comma = line == NULL ? NULL : strchr(line, ',');
            fields[rows][column] = line;
            if (comma != NULL) *comma++ = '\0';
            line = comma;
        }
        ck_assert_msg(line == NULL, "more than %d columns", COLUMNS);
        line = end;
    }
}

static double field(int row, int column)
{
    return strtod(fields[row][column], NULL);
}

/* x_lo <= x <= x_hi, and the exact value, known to lie in `exact`, may be in [x_lo, x_hi]; narrow. */
static void assert_encloses(int row, int column, const mpfi_t exact)
{
    mpfi_t ends;
    mpfi_init2(ends, 200);
    double x = field(row, column), slack = 1e-11 * fmax(1, fabs(x));
    ck_assert_double_ge(x, field(row, column + 1) - slack);
    ck_assert_double_le(x, field(row, column + 2) + slack);
    mpfr_set_str(&ends->left, fields[row][column + 1], 10, MPFR_RNDD);
    mpfr_set_str(&ends->right, fields[row][column + 2], 10, MPFR_RNDU);
    ck_assert(mpfr_lessequal_p(&ends->left, &exact->right) && mpfr_lessequal_p(&exact->left, &ends->right));
    ck_assert_double_le(field(row, column + 2) - field(row, column + 1), 1e-7 * fmax(1, fabs(x)));
    mpfi_clear(ends);
}

static void write_text(const char *name, const char *content)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(content, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

/* ---- curves of runs */

#define DAMPED "{\"surecharge\": \"scenario/1\", \"battery\": {\"ladder\": \"oscillator\", \"levels\": 30}, " \
               "\"qubit\": {\"q\": \"1/2\", \"c\": \"1\"}, \"damping\": {\"gamma\": \"1/100\"}, " \
               "\"protocol\": {\"kind\": \"fixed\", \"theta\": \"pi/40\", \"steps\": 60}, \"observe\": %s, \"at\": %s, " \
               "\"digits\": %d}"

static void read_damped(const char *observe, const char *at, int digits)
{
    char *json = ref_text_format(DAMPED, observe, at, digits);
    harness_read(&scenario, "%s", json);
    free(json);
}

/* Written from the kernel's run, held against the oracle's. */
START_TEST(run_overlaps_certificate)
{
    ref_results fast, certified;
    read_damped("[\"energy\", \"populations\", \"power\"]", "[1, 20, 60]", 12);
    ref_simulate(&fast, &scenario, NULL, NULL);
    ck_assert(ref_figure_run(directory, "run", &scenario, &fast));
    scenario.digits = 30;
    ck_assert(ref_run(&certified, &scenario, NULL, NULL));
    read_csv("run.csv", "step,tau,tau_lo,tau_hi,energy,energy_lo,energy_hi,power,power_lo,power_hi");
    ck_assert_int_eq(rows, 3);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq((int)field(i, 0), (int)certified.results[i].step);
        assert_encloses(i, 1, certified.results[i].tau);
        assert_encloses(i, 4, certified.results[i].values[0].value[0]);
        assert_encloses(i, 7, certified.results[i].values[2].value[0]);
    }
    read_csv("run_populations.csv", "step,tau,tau_lo,tau_hi,level,population,population_lo,population_hi");
    ck_assert_int_eq(rows, 90);
    for (int i = 0; i < 90; i++) {
        ck_assert_int_eq((int)field(i, 4), i % 30);
        assert_encloses(i, 5, certified.results[i / 30].values[1].value[i % 30]);
    }
    ref_results_clear(&certified);
    ref_results_clear(&fast);
    ref_scenario_clear(&scenario);
}
END_TEST

/* E/(1 - gamma) - E = gamma/(1 - gamma) E separates the two readings; (15) in doubles gives the first. */
START_TEST(excess_in_both_readings)
{
    const double r0 = 0.72461135377670848;
    ref_results run;
    read_damped("[\"energy\"]", "[1, 30, 60]", 12);
    ref_run(&run, &scenario, NULL, NULL);
    ck_assert(ref_figure_excess(directory, "run", &scenario, &run));
    read_csv("run_excess.csv", "step,tau,tau_lo,tau_hi,excess,excess_lo,excess_hi,"
                               "excess_before,excess_before_lo,excess_before_hi");
    ck_assert_int_eq(rows, 3);
    for (int i = 0; i < 3; i++) {
        double energy = mpfi_get_d(run.results[i].values[0].value[0]), tau = mpfi_get_d(run.results[i].tau);
        ck_assert_double_eq_tol(field(i, 4), energy - r0 * tau * (1 + r0 * tau / 4), 1e-9);
        ck_assert_double_eq_tol(field(i, 7) - field(i, 4), energy / 99, 1e-9);
    }
    ref_results_clear(&run);
    ref_scenario_clear(&scenario);
}
END_TEST

/* Greedy-average on a spin stops before its last step: so does the curve. */
START_TEST(ended_run_is_not_repeated)
{
    ref_results run;
    harness_read(&scenario,
                 "{\"surecharge\": \"scenario/1\", \"battery\": {\"ladder\": \"spin\", \"j\": \"1\"}, "
                 "\"qubit\": {\"q\": \"0\"}, \"protocol\": {\"kind\": \"greedy-average\", \"steps\": 9}, "
                 "\"at\": [1, 2, 3, 4, 5, 6, 7, 8, 9]}");
    ref_run(&run, &scenario, NULL, NULL);
    ck_assert_int_lt(run.angle_count, 9);
    ck_assert(ref_figure_run(directory, "run", &scenario, &run));
    read_csv("run.csv", "step,tau,tau_lo,tau_hi,energy,energy_lo,energy_hi");
    ck_assert_int_eq(rows, (int)run.angle_count);
    ref_results_clear(&run);
    ref_scenario_clear(&scenario);
}
END_TEST

/* ---- formulas */

/* The row whose column is x to 1e-9. */
static int row_with(int column, double x)
{
    for (int i = 0; i < rows; i++)
        if (fabs(field(i, column) - x) < 1e-9) return i;
    ck_abort_msg("no row with %g", x);
    return -1;
}

START_TEST(formulas_are_the_papers)
{
    const double pi = 3.14159265358979324, r0 = 0.72461135377670848;
    static const char header[] = "step,tau,tau_lo,tau_hi,energy,energy_lo,energy_hi";
    ref_figure_formulas(&claims);
    ck_assert(!claims.failed);
    read_csv("fig3_bound_15.csv", header);
    ck_assert_double_eq_tol(field(row_with(1, 10 * pi), 4), r0 * 10 * pi * (1 + r0 * 10 * pi / 4), 1e-9);
    read_csv("fig2_bound_15.csv", header);
    ck_assert_int_eq(row_with(1, 4.5 * pi), 2);
    read_csv("fig3_coherent_limit.csv", header);
    ck_assert_double_eq_tol(field(row_with(1, 2 * pi), 4), pi * pi, 1e-9);
    read_csv("fig6_coherent_limit.csv", header);
    ck_assert_double_eq_tol(field(row_with(1, pi / 2), 4), 49.5, 1e-9);
    read_csv("fig6_bound_28.csv", header);          /* as printed: late by arctan 49 - arcsin(49/50), over R0 */
    ck_assert_double_eq_tol(field(row_with(4, 0), 1), (atan(49) - asin(0.98)) / r0, 1e-9);
    ck_assert_double_eq_tol(field(row_with(4, 99), 1), (atan(49) + pi / 2) / r0, 1e-9);
    read_csv("fig6_bound_28i.csv", header);
    ck_assert_double_eq_tol(field(row_with(4, 99), 1), (asin(0.98) + pi / 2) / r0, 1e-9);
    read_csv("fig6_bound_28p.csv", header);         /* a sine up to E = 49, a line up to 50, the sine again */
    ck_assert_double_eq_tol(field(row_with(4, 99), 1), (2 * asin(0.98) + 0.02) / r0, 1e-9);
    ck_assert_double_eq_tol(field(row_with(4, 0), 1), 0, 1e-12);
    ck_assert_double_eq_tol(field(row_with(4, 49), 1), asin(0.98) / r0, 1e-9);
    read_csv("fig6_time_29.csv", header);
    ck_assert_double_eq_tol(field(row_with(4, 99), 1), (atan(50) + atan(49)) / r0, 1e-9);
    double swaps = 0;                               /* the full swap takes pi R0/2 times (29') */
    for (int n = 1; n <= 99; n++) swaps += pi / 2 / sqrt(n * (100.0 - n));
    read_csv("fig6_time_29p.csv", header);
    ck_assert_double_eq_tol(field(row_with(4, 99), 1) * pi * r0 / 2, swaps, 1e-9);
    read_csv("fig5_bound_C4.csv", header);          /* its slope 1/h, h from (C3), gamma = 1/1000 */
    double slope = field(row_with(4, 100.5), 1) - field(row_with(4, 99.5), 1);
    ck_assert_double_eq_tol(slope, 1 / (r0 * 0.999 * sqrt(101) - 0.2 / pi), 1e-6);
}
END_TEST

/* ---- Fig. 4 */

static const char shipped[] =
    "{\"surecharge\": \"scenario/1\", \"battery\": {\"ladder\": \"oscillator\", \"levels\": 24}, "
    "\"qubit\": {\"q\": \"1/2\", \"c\": \"1\"}, \"damping\": {\"gamma\": \"0\"}, "
    "\"protocol\": {\"kind\": \"fixed\", \"theta\": \"pi/100\", \"steps\": 1}, \"observe\": [\"energy\"]}";

static const char curve_header[] = "theta_over_pi,step,tau,tau_lo,tau_hi,excess,reserve,step_before,tau_before,"
                                   "tau_before_lo,tau_before_hi,excess_before,reserve_before";

static void sweep(int threads)
{
    omp_set_num_threads(threads);
    claims.quick = true;
    ref_figure_advantage(&claims);
    ck_assert(!claims.failed);
}

/* The oracle's first step above (15) at this angle, 0 for none up to `steps`. */
static long oracle_first(const char *theta_over_pi, const char *gamma, long steps)
{
    ref_ruling ruling;
    char *json = ref_text_format("{\"surecharge\": \"scenario/1\", \"battery\": {\"ladder\": \"oscillator\", "
                                 "\"levels\": 24}, \"qubit\": {\"q\": \"1/2\", \"c\": \"1\"}, \"damping\": "
                                 "{\"gamma\": \"%s\"}, \"protocol\": {\"kind\": \"fixed\", \"theta\": \"%s*pi\", "
                                 "\"steps\": %ld}}", gamma, theta_over_pi, steps);
    harness_read(&scenario, "%s", json);
    ref_ruling_init(&ruling);
    ref_bound_rule_scenario(&ruling, ref_bound_find("15"), &scenario, 15, 30, NULL, NULL);
    long first = ruling.verdict == REF_VERDICT_REFUTED ? ruling.first : 0;
    ck_assert_int_ne(ruling.verdict, REF_VERDICT_UNDECIDED);
    ref_ruling_clear(&ruling);
    ref_scenario_clear(&scenario);
    free(json);
    return first;
}

/* Every angle in order, neighbours that differ next to each other; a few crossings recomputed by the
   oracle. */
START_TEST(sweep_finds_first_crossings)
{
    write_text("fig4_coherent.json", shipped);
    sweep(2);
    read_csv("fig4_advantage_gamma_0.001.csv", curve_header);
    int found = 0, checked = 0;
    for (int i = 0; i < rows; i++) {
        bool here = fields[i][1][0] != '\0';
        found += here;
        if (here)
            ck_assert_double_eq_tol(field(i, 2), acos(-1) * field(i, 0) * field(i, 1), 1e-9);
        if (i == 0) continue;
        double apart = field(i, 0) - field(i - 1, 0);
        ck_assert_double_gt(apart, 0);
        if (here != (fields[i - 1][1][0] != '\0'))
            ck_assert_double_eq_tol(apart, 1.0 / 16000, 1e-9);
        if (field(i, 0) < 0.02 || checked == 4 || i % 3 != 0) continue;
        ck_assert_int_eq(oracle_first(fields[i][0], "0.001", 200), (long)field(i, 1));
        checked++;
    }
    ck_assert_int_gt(found, 5);
    ck_assert_int_lt(found, rows);
    ck_assert_int_eq(checked, 4);
    ck_assert_uint_eq(claims.count, 10);
    for (size_t i = 0; i < claims.count; i++)
        ck_assert_int_ne(claims.list[i].verdict, REF_VERDICT_UNDECIDED);
}
END_TEST

START_TEST(sweep_does_not_depend_on_threads)
{
    write_text("fig4_coherent.json", shipped);
    sweep(2);
    char *two = read_whole("fig4_advantage_gamma_0.0016.csv");
    sweep(1);
    char *one = read_whole("fig4_advantage_gamma_0.0016.csv");
    ck_assert_str_eq(one, two);
    free(one);
    free(two);
}
END_TEST

/* ---- drawings */

START_TEST(no_gnuplot_is_no_failure)
{
    char *path = ref_text_format("%s", getenv("PATH")), *svg = ref_text_format("%s/fig2.svg", directory);
    ck_assert_int_eq(setenv("PATH", "/nowhere", 1), 0);
    ref_figure_draw(&claims);
    ck_assert(!claims.failed);
    ck_assert_int_ne(access(svg, F_OK), 0);
    ck_assert_int_eq(setenv("PATH", path, 1), 0);
    free(svg);
    free(path);
}
END_TEST

/* A layout that gnuplot does not understand: said, and nothing left behind. */
START_TEST(failed_drawing_is_not_written)
{
    char *svg = ref_text_format("%s/fig2.svg", directory);
    if (system("gnuplot --version >/dev/null 2>&1") != 0) {
        free(svg);
        return;
    }
    write_text("style.gp", "set terminal svg\n");
    write_text("fig2.gp", "plot 'no_such_curve.csv'\n");
    ref_figure_draw(&claims);
    ck_assert(claims.failed);
    ck_assert_int_ne(access(svg, F_OK), 0);
    char *count = ref_text_format("[ $(ls %s | wc -l) = 2 ]", directory);
    ck_assert_int_eq(system(count), 0);
    free(count);
    free(svg);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("figure");
    TCase *tests = tcase_create("figure");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, run_overlaps_certificate);
    tcase_add_test(tests, excess_in_both_readings);
    tcase_add_test(tests, ended_run_is_not_repeated);
    tcase_add_test(tests, formulas_are_the_papers);
    tcase_add_test(tests, sweep_finds_first_crossings);
    tcase_add_test(tests, sweep_does_not_depend_on_threads);
    tcase_add_test(tests, no_gnuplot_is_no_failure);
    tcase_add_test(tests, failed_drawing_is_not_written);
    tcase_set_timeout(tests, 300);
    suite_add_tcase(suite, tests);
    return harness_run(suite);
}
