/* The limit states, the distance to them, the theorem's constants and the remainders of (A12), (A13) against
 * matrix exponentials in Arb. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "claims.h"
#include "harness.h"
#include "hermitian.h"
#include "limit.h"
#include "referee.h"

enum { PRECISION = 256, BITS = 128 };

/* ---- pieces in Arb */

static void to_arb(arb_t out, const mpfi_t in)
{
    arb_set_interval_mpfr(out, &in->left, &in->right, PRECISION);
}

/* The enclosure meets the ball, which may be off by 2^-slack: the referee's ladder is cut. */
static void check_contains(const mpfi_t enclosure, const arb_t truth, long slack, const char *what,
                           long which)
{
    arb_t known;
    arb_init(known);
    to_arb(known, enclosure);
    arb_add_error_2exp_si(known, -slack);
    ck_assert_msg(arb_overlaps(known, truth), "%s, %ld", what, which);
    arb_clear(known);
}

static void check_narrow(const mpfi_t enclosure, long bits)
{
    mpfr_t width;
    mpfr_init2(width, 53);
    mpfi_diam_abs(width, enclosure);
    ck_assert(mpfr_cmp_ui_2exp(width, 1, -bits) < 0);
    mpfr_clear(width);
}

/* column := exp(-i t (A + A^dagger)/2) |0> */
static void drive(acb_mat_t column, ref_ladder_kind ladder, const arb_t t)
{
    slong levels = acb_mat_nrows(column);
    acb_mat_t lower, u, start;
    acb_mat_init(lower, levels, levels);
    acb_mat_init(u, levels, levels);
    acb_mat_init(start, levels, 1);
    acb_one(acb_mat_entry(start, 0, 0));
    referee_ladder(lower, ladder, PRECISION);
    acb_mat_transpose(u, lower);
    acb_mat_add(u, u, lower, PRECISION);
    acb_mat_scalar_mul_arb(u, u, t, PRECISION);
    acb_mat_scalar_mul_2exp_si(u, u, -1);
    for (slong i = 0; i < levels * levels; i++)
        acb_div_onei(acb_mat_entry(u, i / levels, i % levels), acb_mat_entry(u, i / levels, i % levels));
    acb_mat_exp(u, u, PRECISION);
    acb_mat_mul(column, u, start, PRECISION);
    acb_mat_clear(lower);
    acb_mat_clear(u);
    acb_mat_clear(start);
}

static void projector(acb_mat_t out, const acb_mat_t column)
{
    acb_mat_t row;
    acb_mat_init(row, 1, acb_mat_nrows(column));
    for (slong n = 0; n < acb_mat_nrows(column); n++)
        acb_conj(acb_mat_entry(row, 0, n), acb_mat_entry(column, n, 0));
    acb_mat_mul(out, column, row, PRECISION);
    acb_mat_clear(row);
}

static void trace_norm(arb_t out, const acb_mat_t a)
{
    slong levels = acb_mat_nrows(a);
    arb_ptr values = _arb_vec_init(levels);
    hermitian_eigenvalues(values, a, PRECISION);
    arb_zero(out);
    for (slong i = 0; i < levels; i++) {
        arb_abs(values + i, values + i);
        arb_add(out, out, values + i, PRECISION);
    }
    _arb_vec_clear(values, levels);
}

/* A battery for the referee, empty. The protocol is not used. */
static void start(referee *state, ref_ladder_kind ladder, long levels)
{
    char text[300], *error = NULL;
    ref_scenario scenario;
    const char *battery = ladder == REF_SPIN ? "\"spin\", \"j\": \"%ld/2\""
                                             : "\"oscillator\", \"levels\": %ld";
    int at = snprintf(text, sizeof text, "{\"surecharge\": \"scenario/1\", \"battery\": {\"ladder\": ");
    at += snprintf(text + at, sizeof text - (size_t)at, battery, ladder == REF_SPIN ? levels - 1 : levels);
    snprintf(text + at, sizeof text - (size_t)at, "}, \"qubit\": {\"q\": \"1/2\", \"c\": \"1\"}, "
             "\"protocol\": {\"kind\": \"fixed\", \"theta\": \"1\", \"steps\": 1}}");
    ck_assert_msg(ref_scenario_parse(&scenario, text, "battery", &error), "%s", error);
    referee_init(state, &scenario, levels, PRECISION);
    ref_scenario_clear(&scenario);
}

static void qubit_init(ref_qubit *qubit, const char *q, const char *c)
{
    ref_real_init(&qubit->q);
    ref_real_init(&qubit->c);
    ref_real_init(&qubit->alpha);
    ck_assert(ref_real_parse(&qubit->q, q) && ref_real_parse(&qubit->c, c));
}

static void qubit_clear(ref_qubit *qubit)
{
    ref_real_clear(&qubit->q);
    ref_real_clear(&qubit->c);
    ref_real_clear(&qubit->alpha);
}

/* tau = thirds pi / 3 */
static void set_time(mpfi_t tau, arb_t t, unsigned long thirds)
{
    mpfi_const_pi(tau);
    mpfi_mul_ui(tau, tau, thirds);
    mpfi_div_ui(tau, tau, 3);
    arb_const_pi(t, PRECISION);
    arb_mul_ui(t, t, thirds, PRECISION);
    arb_div_ui(t, t, 3, PRECISION);
}

/* ---- the limit states */

static void check_target(ref_ladder_kind ladder, long levels, slong referee_levels, unsigned long thirds,
                         long slack)
{
    mpfi_t tau, *amplitudes = ref_intervals_new((size_t)levels, BITS);
    mpfr_t tail;
    arb_t t, part, missing;
    acb_t amplitude;
    acb_mat_t column;
    mpfi_init2(tau, BITS);
    mpfr_init2(tail, 64);
    arb_init(t);
    arb_init(part);
    arb_init(missing);
    acb_init(amplitude);
    acb_mat_init(column, referee_levels, 1);
    set_time(tau, t, thirds);
    ref_limit_target(amplitudes, tail, ladder, levels, tau);
    drive(column, ladder, t);
    for (slong n = 0; n < referee_levels; n++) {
        acb_set(amplitude, acb_mat_entry(column, n, 0));
        for (slong i = 0; i < n % 4; i++) acb_mul_onei(amplitude, amplitude);
        arb_zero(part);
        if (n < levels) {
            check_contains(amplitudes[n], acb_realref(amplitude), slack, "amplitude", n);
            check_narrow(amplitudes[n], 100);
            arb_add_error_2exp_si(part, -slack);
            ck_assert(arb_overlaps(acb_imagref(amplitude), part));
        } else {
            arb_sqr(part, acb_realref(amplitude), PRECISION);
            arb_add(missing, missing, part, PRECISION);
        }
    }
    arb_set_interval_mpfr(part, tail, tail, PRECISION);
    arb_add_error_2exp_si(part, -slack);
    ck_assert(!arb_lt(part, missing));
    mpfi_clear(tau);
    mpfr_clear(tail);
    arb_clear(t);
    arb_clear(part);
    arb_clear(missing);
    acb_clear(amplitude);
    acb_mat_clear(column);
    ref_intervals_clear(amplitudes, (size_t)levels);
}

START_TEST(limit_states_are_matrix_exponentials)
{
    for (unsigned long thirds = 0; thirds <= 3; thirds++) {
        for (long levels = 2; levels <= 11; levels += 3)
            check_target(REF_SPIN, levels, levels, thirds, 90);
        check_target(REF_OSCILLATOR, 5, 36, thirds, 50);
        check_target(REF_OSCILLATOR, 18, 36, thirds, 50);
    }
}
END_TEST

/* ---- the distance */

/* Energy, fidelity and trace distance after `steps` collisions, on a ladder long enough to be infinite. */
static void referee_measure(arb_t energy, arb_t fidelity, arb_t distance, ref_ladder_kind ladder,
                            slong levels, const arb_t t, long steps)
{
    referee state;
    ref_qubit qubit;
    arb_t theta;
    acb_t trace;
    acb_mat_t column, target, product;
    start(&state, ladder, levels);
    qubit_init(&qubit, "1/2", "1");
    arb_init(theta);
    acb_init(trace);
    acb_mat_init(column, levels, 1);
    acb_mat_init(target, levels, levels);
    acb_mat_init(product, levels, levels);
    arb_div_si(theta, t, steps, PRECISION);
    for (long k = 0; k < steps; k++) referee_collide(&state, theta, &qubit);
    referee_observe(energy, &state, &(ref_observable){ .kind = REF_ENERGY });
    drive(column, ladder, t);
    projector(target, column);
    acb_mat_mul(product, target, state.rho, PRECISION);
    acb_mat_trace(trace, product, PRECISION);
    arb_set(fidelity, acb_realref(trace));
    acb_mat_sub(product, state.rho, target, PRECISION);
    trace_norm(distance, product);
    arb_mul_2exp_si(distance, distance, -1);
    referee_clear(&state);
    qubit_clear(&qubit);
    arb_clear(theta);
    acb_clear(trace);
    acb_mat_clear(column);
    acb_mat_clear(target);
    acb_mat_clear(product);
}

/* width: bits to which the enclosures must be certain. */
static void check_measure(ref_ladder_kind ladder, long levels, slong referee_levels, unsigned long thirds,
                          long steps, long width)
{
    ref_limit limit;
    mpfi_t tau;
    arb_t t, energy, fidelity, distance;
    ref_limit_init(&limit, BITS);
    mpfi_init2(tau, BITS);
    arb_init(t);
    arb_init(energy);
    arb_init(fidelity);
    arb_init(distance);
    set_time(tau, t, thirds);
    ref_limit_measure(&limit, ladder, levels, tau, steps);
    referee_measure(energy, fidelity, distance, ladder, referee_levels, t, steps);
    check_contains(limit.energy, energy, 40, "energy", steps);
    check_contains(limit.fidelity, fidelity, 40, "fidelity", steps);
    check_contains(limit.distance, distance, 40, "distance", steps);
    check_narrow(limit.energy, width);
    check_narrow(limit.fidelity, width);
    check_narrow(limit.distance, width);
    ref_limit_clear(&limit);
    mpfi_clear(tau);
    arb_clear(t);
    arb_clear(energy);
    arb_clear(fidelity);
    arb_clear(distance);
}

START_TEST(distance_is_the_referees)
{
    for (unsigned long thirds = 1; thirds <= 3; thirds++) {
        check_measure(REF_SPIN, 2, 2, thirds, 1, 100);
        check_measure(REF_SPIN, 6, 6, thirds, 5, 100);
        check_measure(REF_OSCILLATOR, 24, 26, thirds, 3, 20);
    }
}
END_TEST

/* Four levels cannot hold the battery: what lies above is in the width. */
START_TEST(short_ladder_stands_for_the_infinite_oscillator)
{
    check_measure(REF_OSCILLATOR, 4, 20, 1, 6, 0);
    check_measure(REF_OSCILLATOR, 8, 20, 1, 10, 5);
}
END_TEST

/* ---- the theorem's constants, step by step */

/* ||Phi(sigma_t) - sigma_{t+theta}||_1 <= first (theta/tau)^2 + second (theta/tau)^3, for t <= tau - theta */
static void check_local_error(ref_ladder_kind ladder, long levels, slong referee_levels, long t_tenths,
                              unsigned long inverse)
{
    referee state;
    ref_qubit qubit;
    mpfi_t tau, first, second;
    arb_t t, theta, error, bound, part;
    acb_mat_t column, target;
    start(&state, ladder, referee_levels);
    qubit_init(&qubit, "1/2", "1");
    mpfi_ptr intervals[] = { tau, first, second };
    for (int i = 0; i < 3; i++) mpfi_init2(intervals[i], BITS);
    arb_ptr balls[] = { t, theta, error, bound, part };
    for (int i = 0; i < 5; i++) arb_init(balls[i]);
    acb_mat_init(column, referee_levels, 1);
    acb_mat_init(target, referee_levels, referee_levels);
    arb_one(theta);
    arb_div_ui(theta, theta, inverse, PRECISION);
    arb_set_si(t, t_tenths);
    arb_div_ui(t, t, 10, PRECISION);
    drive(column, ladder, t);
    projector(state.rho, column);
    referee_collide(&state, theta, &qubit);
    arb_add(t, t, theta, PRECISION);
    drive(column, ladder, t);
    projector(target, column);
    acb_mat_sub(target, state.rho, target, PRECISION);
    trace_norm(error, target);
    mpfi_set_ui(tau, 3);
    ref_limit_constants(first, second, ladder, levels, tau);
    arb_div_ui(theta, theta, 3, PRECISION);
    to_arb(part, second);
    arb_mul(part, part, theta, PRECISION);
    to_arb(bound, first);
    arb_add(bound, bound, part, PRECISION);
    arb_sqr(theta, theta, PRECISION);
    arb_mul(bound, bound, theta, PRECISION);
    ck_assert_msg(arb_lt(error, bound), "%ld levels, t = %ld/10, theta = 1/%lu", levels, t_tenths, inverse);
    if (ladder == REF_OSCILLATOR && inverse >= 1000) {
        arb_mul_ui(bound, bound, 19, PRECISION);
        arb_div_ui(bound, bound, 20, PRECISION);
        ck_assert_msg(arb_gt(error, bound), "the constant of the oscillator is not sharp");
    }
    referee_clear(&state);
    qubit_clear(&qubit);
    for (int i = 0; i < 3; i++) mpfi_clear(intervals[i]);
    for (int i = 0; i < 5; i++) arb_clear(balls[i]);
    acb_mat_clear(column);
    acb_mat_clear(target);
}

START_TEST(every_step_obeys_the_constants)
{
    static const unsigned long inverses[] = { 2, 50, 2000 };
    for (int i = 0; i < 3; i++) {
        for (long t = 0; t <= 24; t += 8)
            for (long levels = 2; levels <= 6; levels += 2)
                check_local_error(REF_SPIN, levels, levels, t, inverses[i]);
        check_local_error(REF_OSCILLATOR, 40, 8, 0, inverses[i]);
        check_local_error(REF_OSCILLATOR, 40, 20, 15, inverses[i]);
    }
}
END_TEST

/* The constants for the oscillator and for spin 1 at tau = 2, by hand: m = 1, S = 2, max f_n^2 = 2. */
START_TEST(constants_are_the_documented_ones)
{
    mpfi_t tau, first, second;
    mpfi_ptr all[] = { tau, first, second };
    for (int i = 0; i < 3; i++) mpfi_init2(all[i], BITS);
    mpfi_set_ui(tau, 2);
    ref_limit_constants(first, second, REF_OSCILLATOR, 40, tau);
    ck_assert_double_eq_tol(mpfi_get_d(first), 2.7320508075688772, 1e-14);
    ck_assert_double_eq_tol(mpfi_get_d(second), 29.78608846324372, 1e-12);
    ref_limit_constants(first, second, REF_SPIN, 3, tau);
    ck_assert_double_eq_tol(mpfi_get_d(first), 5.4641016151377544, 1e-14);
    ck_assert_double_eq_tol(mpfi_get_d(second), 38.72035253289349, 1e-12);
    for (int i = 0; i < 3; i++) mpfi_clear(all[i]);
}
END_TEST

/* ---- (A12), (A13) */

/* out += weight (a rho a^dagger - {a^dagger a, rho}/2) */
static void add_dissipator(acb_mat_t out, const acb_mat_t a, const acb_mat_t rho, const arb_t weight)
{
    slong d = acb_mat_nrows(a);
    acb_mat_t dagger, x, y;
    acb_mat_init(dagger, d, d);
    acb_mat_init(x, d, d);
    acb_mat_init(y, d, d);
    acb_mat_transpose(dagger, a);           /* the ladder operators are real */
    acb_mat_mul(x, a, rho, PRECISION);
    acb_mat_mul(x, x, dagger, PRECISION);
    acb_mat_scalar_addmul_arb(out, x, weight, PRECISION);
    acb_mat_mul(x, dagger, a, PRECISION);
    acb_mat_mul(y, x, rho, PRECISION);
    acb_mat_mul(x, rho, x, PRECISION);
    acb_mat_add(x, x, y, PRECISION);
    acb_mat_scalar_mul_2exp_si(x, x, -1);
    acb_mat_neg(x, x);
    acb_mat_scalar_addmul_arb(out, x, weight, PRECISION);
    acb_mat_clear(dagger);
    acb_mat_clear(x);
    acb_mat_clear(y);
}

/* The projector of limit.h on d levels, times the phases that bring e^(i alpha) = (3 + 4i)/5 to alpha = 0:
 * phi_n = ((3 + 4i)/5)^(n^2 - n). The trace norm does not change. */
static void test_state(acb_mat_t rho)
{
    slong d = acb_mat_nrows(rho);
    acb_mat_t column;
    acb_t unit;
    acb_mat_init(column, d, 1);
    acb_init(unit);
    acb_set_si_si(unit, 3, 4);
    acb_div_si(unit, unit, 5, PRECISION);
    for (slong n = 0; n < d; n++)
        acb_pow_si(acb_mat_entry(column, n, 0), unit, n * n - n, PRECISION);
    projector(rho, column);
    acb_mat_scalar_div_si(rho, rho, d, PRECISION);
    acb_mat_clear(column);
    acb_clear(unit);
}

/* expected := the right-hand side of (A13), q = 1/5, alpha = 0; without coherence (A12) */
static void expansion(acb_mat_t expected, const referee *state, bool coherent, const arb_t theta)
{
    slong d = state->levels;
    acb_mat_t raise, drive_operator, x;
    arb_t weight;
    acb_t factor;
    acb_mat_init(raise, d, d);
    acb_mat_init(drive_operator, d, d);
    acb_mat_init(x, d, d);
    arb_init(weight);
    acb_init(factor);
    acb_mat_transpose(raise, state->lower);
    acb_mat_zero(expected);
    arb_sqr(weight, theta, PRECISION);
    arb_div_ui(weight, weight, 5, PRECISION);
    add_dissipator(expected, state->lower, state->rho, weight);
    arb_mul_ui(weight, weight, 4, PRECISION);
    add_dissipator(expected, raise, state->rho, weight);
    if (coherent) {
        arb_mul_si(acb_imagref(factor), theta, -2, PRECISION);
        arb_div_ui(acb_imagref(factor), acb_imagref(factor), 5, PRECISION);
        acb_mat_add(drive_operator, raise, state->lower, PRECISION);
        acb_mat_mul(x, drive_operator, state->rho, PRECISION);
        acb_mat_scalar_addmul_acb(expected, x, factor, PRECISION);
        acb_neg(factor, factor);
        acb_mat_mul(x, state->rho, drive_operator, PRECISION);
        acb_mat_scalar_addmul_acb(expected, x, factor, PRECISION);
    }
    acb_mat_clear(raise);
    acb_mat_clear(drive_operator);
    acb_mat_clear(x);
    arb_clear(weight);
    acb_clear(factor);
}

static void check_remainder(ref_ladder_kind ladder, long levels, bool coherent, unsigned long inverse)
{
    referee state;
    ref_qubit qubit;
    mpfi_t angle, size, bound;
    arb_t theta, norm;
    acb_mat_t before, expected;
    start(&state, ladder, levels);
    qubit_init(&qubit, "1/5", coherent ? "1" : "0");
    mpfi_ptr intervals[] = { angle, size, bound };
    for (int i = 0; i < 3; i++) mpfi_init2(intervals[i], PRECISION);
    arb_init(theta);
    arb_init(norm);
    acb_mat_init(before, levels, levels);
    acb_mat_init(expected, levels, levels);
    mpfi_set_ui(angle, 1);
    mpfi_div_ui(angle, angle, inverse);
    to_arb(theta, angle);
    test_state(state.rho);
    acb_mat_set(before, state.rho);
    expansion(expected, &state, coherent, theta);
    referee_collide(&state, theta, &qubit);
    acb_mat_sub(state.rho, state.rho, before, PRECISION);
    acb_mat_sub(state.rho, state.rho, expected, PRECISION);
    trace_norm(norm, state.rho);
    ref_limit_remainder(size, bound, ladder, levels, coherent, angle);
    check_contains(size, norm, 180, "remainder", (long)inverse);
    check_narrow(size, 180);
    to_arb(theta, bound);
    ck_assert(arb_lt(norm, theta));
    referee_clear(&state);
    qubit_clear(&qubit);
    for (int i = 0; i < 3; i++) mpfi_clear(intervals[i]);
    arb_clear(theta);
    arb_clear(norm);
    acb_mat_clear(before);
    acb_mat_clear(expected);
}

START_TEST(remainder_is_the_referees)
{
    for (unsigned long inverse = 3; inverse <= 3000; inverse *= 10)
        for (int coherent = 0; coherent <= 1; coherent++) {
            check_remainder(REF_OSCILLATOR, 5, coherent, inverse);
            check_remainder(REF_SPIN, 4, coherent, inverse);
        }
}
END_TEST

/* ---- the chapter */

START_TEST(chapter_is_certified_and_writes_its_curves)
{
    char output[HARNESS_PATH], path[HARNESS_PATH + 32], line[512];
    ref_claims claims;
    harness_make_directory(output);
    ref_claims_init(&claims, "oracle/paper", output);
    ref_claims_limits(&claims);
    ck_assert(!claims.failed);
    ck_assert_uint_eq(claims.count, 2 * 7 + 2 * 3 + 1 + 2);
    for (size_t i = 0; i < claims.count; i++)
        ck_assert_msg(claims.list[i].verdict == REF_VERDICT_CERTIFIED, "%s: %s", claims.list[i].statement,
                      claims.list[i].scope);
    ref_claims_clear(&claims);
    static const char *const names[] = { "oscillator", "spin" };
    for (int i = 0; i < 2; i++) {
        int lines = 0;
        snprintf(path, sizeof path, "%s/limit_%s.csv", output, names[i]);
        FILE *file = fopen(path, "r");
        ck_assert_ptr_nonnull(file);
        for (; fgets(line, sizeof line, file) != NULL; lines++) {
            int commas = 0;
            for (const char *c = line; *c != '\0'; c++) commas += *c == ',';
            ck_assert_int_eq(commas, 8);
        }
        ck_assert_int_eq(lines, 8);
        fclose(file);
    }
    harness_remove_directory(output);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("limit");
    TCase *tests = tcase_create("limit");
    tcase_add_test(tests, limit_states_are_matrix_exponentials);
    tcase_add_test(tests, distance_is_the_referees);
    tcase_add_test(tests, short_ladder_stands_for_the_infinite_oscillator);
    tcase_add_test(tests, every_step_obeys_the_constants);
    tcase_add_test(tests, constants_are_the_documented_ones);
    tcase_add_test(tests, remainder_is_the_referees);
    tcase_add_test(tests, chapter_is_certified_and_writes_its_curves);
    tcase_set_timeout(tests, 120);
    suite_add_tcase(suite, tests);
    return harness_run(suite);
}
