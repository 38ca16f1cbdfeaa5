/* Swap angles: full swap by its meaning, greedy angles against dense sampling in MPFR. */
#include <math.h>
#include <omp.h>
#include <stdint.h>
#include <stdlib.h>
#include "harness.h"
#include "protocol.h"

enum { PRECISION = 100 };

/* x* and R0 = max sin^2 x / x (tan x* = 2 x*), Sec. III A. */
#define X_STAR 1.1655611852072113
#define R0 0.72461135377670848

static const ref_ladder_kind ladders[] = { REF_OSCILLATOR, REF_SPIN, REF_UNIFORM };

/* ---- full swap */

/* sin^2(f_k theta_k) = 1 within 0 < f_k theta_k < pi. */
START_TEST(full_swap_swaps)
{
    const long levels = 12;
    mpfi_t theta, x;
    mpfi_init2(theta, PRECISION);
    mpfi_init2(x, PRECISION);
    for (long k = 1; k < levels; k++) {
        ref_protocol_full_swap(theta, ladders[_i], k, levels);
        ck_assert(mpfr_get_prec(&theta->left) == PRECISION);
        mpfi_set_ui(x, _i == 0 ? (unsigned long)k : _i == 1 ? (unsigned long)(k * (levels - k)) : 1);
        mpfi_sqrt(x, x);
        mpfi_mul(x, x, theta);
        ck_assert(mpfr_cmp_d(&x->left, 1.57) > 0 && mpfr_cmp_d(&x->right, 1.58) < 0);
        mpfi_cos(x, x);
        ck_assert(mpfi_has_zero(x));
        ck_assert(mpfr_cmp_ui_2exp(&x->right, 1, 10 - PRECISION) < 0);
        ck_assert(mpfr_cmp_si_2exp(&x->left, -1, 10 - PRECISION) > 0);
    }
    mpfi_clear(theta);
    mpfi_clear(x);
}
END_TEST

/* ---- the objective in MPFR, from its definition */

static long weight(const ref_gain *gain, long n)
{
    return gain->ladder == REF_OSCILLATOR ? n : gain->ladder == REF_SPIN ? n * (gain->levels - n) : 1;
}

static void energy_gain(mpfr_t out, const ref_gain *gain, const mpfr_t theta)
{
    mpfr_t x, s;
    mpfr_inits2(PRECISION, x, s, (mpfr_ptr)0);
    mpfr_set_zero(out, 1);
    for (long n = 1; n < gain->levels; n++) {
        mpfr_sqrt_ui(x, (unsigned long)weight(gain, n), MPFR_RNDN);
        mpfr_mul(x, x, theta, MPFR_RNDN);
        mpfr_sin(s, x, MPFR_RNDN);
        mpfr_sqr(s, s, MPFR_RNDN);
        mpfr_mul_d(s, s, gain->g[n], MPFR_RNDN);
        mpfr_add(out, out, s, MPFR_RNDN);
        if (gain->h == NULL)
            continue;
        mpfr_mul_2ui(x, x, 1, MPFR_RNDN);
        mpfr_sin(s, x, MPFR_RNDN);
        mpfr_mul_d(s, s, gain->h[n], MPFR_RNDN);
        mpfr_add(out, out, s, MPFR_RNDN);
    }
    mpfr_clears(x, s, (mpfr_ptr)0);
}

static void objective(mpfr_t out, const ref_gain *gain, ref_protocol_kind rule, double theta)
{
    mpfr_t t, keep;
    mpfr_inits2(PRECISION, t, keep, (mpfr_ptr)0);
    mpfr_set_d(t, theta, MPFR_RNDN);
    energy_gain(out, gain, t);
    mpfr_add_d(out, out, gain->energy, MPFR_RNDN);
    mpfr_set_d(keep, gain->gamma, MPFR_RNDN);
    mpfr_ui_sub(keep, 1, keep, MPFR_RNDN);
    mpfr_mul(out, out, keep, MPFR_RNDN);
    if (rule == REF_GREEDY_TRANSIENT)
        mpfr_sub_d(out, out, gain->energy, MPFR_RNDN);
    else
        mpfr_add_d(t, t, gain->tau, MPFR_RNDN);
    mpfr_div(out, out, t, MPFR_RNDN);
    mpfr_clears(t, keep, (mpfr_ptr)0);
}

/* What the gap is relative to: |objective(theta)|, or of its limit for theta = 0, but 1 for the limit 0. */
static double size(const ref_gain *gain, ref_protocol_kind rule, double theta)
{
    mpfr_t value;
    mpfr_init2(value, PRECISION);
    objective(value, gain, rule, theta > 0 ? theta : 0x1p-70);
    double magnitude = fabs(mpfr_get_d(value, MPFR_RNDN));
    mpfr_clear(value);
    return magnitude > 0x1p-40 ? magnitude : 1;
}

/* top = objective(theta), or close to its limit for theta = 0: no angle in (0, pi] beats top + gap |top|. */
static void check_supremum(const ref_gain *gain, ref_protocol_kind rule, double theta, double gap,
                           long samples)
{
    const double pi = 0x1.921fb54442d18p+1;
    mpfr_t top, slack, other;
    mpfr_inits2(PRECISION, top, slack, other, (mpfr_ptr)0);
    ck_assert(theta >= 0 && theta <= pi);
    objective(top, gain, rule, theta > 0 ? theta : 0x1p-70);
    mpfr_abs(slack, top, MPFR_RNDU);
    mpfr_mul_d(slack, slack, theta > 0 ? gap : gap + 0x1p-60, MPFR_RNDU);
    mpfr_add(top, top, slack, MPFR_RNDU);
    for (long i = 1; i <= samples; i++) {
        double far = pi * (double)i / (double)samples;
        objective(other, gain, rule, far);
        ck_assert_msg(mpfr_lessequal_p(other, top), "theta %.17g, better %.17g", theta, far);
        double near = theta + (double)(i - samples / 2) * 0x1p-30;
        if (near <= 0 || near > pi)
            continue;
        objective(other, gain, rule, near);
        ck_assert_msg(mpfr_lessequal_p(other, top), "theta %.17g, better %.17g", theta, near);
    }
    mpfr_clears(top, slack, other, (mpfr_ptr)0);
}

/* ---- first steps */

START_TEST(first_step_from_the_ground_state)
{
    const double g[] = { 0, 1, 0, 0, 0 };
    const double f = sqrt(_i == 1 ? 4 : 1);
    for (int average = 0; average <= 1; average++) {
        ref_protocol_kind rule = average ? REF_GREEDY_AVERAGE : REF_GREEDY_TRANSIENT;
        ref_gain gain = { .ladder = ladders[_i], .levels = 5, .g = g };
        double gap, theta = ref_protocol_greedy(&gap, &gain, rule);
        mpfr_t value;
        mpfr_init2(value, PRECISION);
        ck_assert_double_eq_tol(theta * f, X_STAR, 0x1p-50);
        ck_assert(gap >= 0 && gap < 1e-13);
        objective(value, &gain, rule, theta);
        ck_assert_double_eq_tol(mpfr_get_d(value, MPFR_RNDN) / f, R0, 0x1p-50);
        check_supremum(&gain, rule, theta, gap, 500);
        mpfr_clear(value);
    }
}
END_TEST

/* With a damping of 1/4 and energy 2 the transient objective is (3 sin^2(theta)/4 - 1/2)/theta. */
START_TEST(damping_moves_the_angle)
{
    const double g[] = { 0, 1 };
    ref_gain gain = { .ladder = REF_UNIFORM, .levels = 2, .g = g, .energy = 2, .gamma = 0.25, .tau = 1 };
    double gap, theta = ref_protocol_greedy(&gap, &gain, REF_GREEDY_TRANSIENT);
    ck_assert(gap < 1e-12);
    double s = sin(theta), c = cos(theta);
    ck_assert_double_eq_tol(1.5 * s * c * theta, 0.75 * s * s - 0.5, 1e-14);
    ck_assert(theta > X_STAR);
    check_supremum(&gain, REF_GREEDY_TRANSIENT, theta, gap, 300);
}
END_TEST

/* The supremum is only reached as theta -> 0. */
START_TEST(no_angle)
{
    double gap;
    const double none[] = { 0, 0, 0 }, loss[] = { 0, -0.5, -0.25 }, drive[] = { 0, 0.25, 0.125 };
    const double one[] = { 0, 1, 0 };
    ref_gain gain = { .ladder = REF_OSCILLATOR, .levels = 3, .g = none };
    ck_assert(ref_protocol_greedy(&gap, &gain, REF_GREEDY_TRANSIENT) == 0 && gap == 0); /* nothing to gain */
    gain.g = loss;
    ck_assert(ref_protocol_greedy(&gap, &gain, REF_GREEDY_TRANSIENT) == 0 && gap == 0); /* limit 0 is best */
    gain.h = drive;     /* the limit 2 sum h_n f_n is best */
    ck_assert(ref_protocol_greedy(&gap, &gain, REF_GREEDY_TRANSIENT) == 0 && gap < 1e-13);
    check_supremum(&gain, REF_GREEDY_TRANSIENT, 0, gap, 300);
    gain = (ref_gain){ .ladder = REF_OSCILLATOR, .levels = 3, .g = one, .energy = 1 };
    ck_assert(ref_protocol_greedy(&gap, &gain, REF_GREEDY_AVERAGE) == 0);   /* E / 0 is infinite */
    gain.tau = 0.125;
    ck_assert(ref_protocol_greedy(&gap, &gain, REF_GREEDY_AVERAGE) == 0 && gap < 1e-13);    /* 1/tau = 8 */
    check_supremum(&gain, REF_GREEDY_AVERAGE, 0, gap, 300);
    gain.tau = 4;
    ck_assert(ref_protocol_greedy(&gap, &gain, REF_GREEDY_AVERAGE) > 0);    /* 1/tau = 1/4 */
}
END_TEST

/* ---- random gains */

static uint64_t seed;
static uint64_t next(void)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return seed >> 33;
}

static double uniform(void)
{
    return (double)next() * 0x1p-31;
}

enum { LEVELS_MAX = 40 };
typedef struct { double g[LEVELS_MAX], h[LEVELS_MAX]; } couplings;

/* A random population vector behind g, a random coherence behind h; many levels are empty. */
static ref_gain random_gain(couplings *x, int ladder)
{
    long levels = 2 + (long)(next() % (LEVELS_MAX - 1)), top = 1 + (long)(next() % (uint64_t)levels);
    double p[LEVELS_MAX] = { 0 }, total = 0, q = uniform(), kappa = uniform() / 2, energy = 0;
    for (long n = 0; n < top; n++)
        total += p[n] = uniform() * pow(10, -4 * uniform());
    for (long n = 1; n < levels; n++) {
        x->g[n] = ((1 - q) * p[n - 1] - q * p[n]) / total;
        x->h[n] = kappa * sqrt(p[n - 1] * p[n]) / total * (2 * uniform() - 1);
        energy += (double)n * p[n] / total;
    }
    const double *h = next() % 2 != 0 ? x->h : NULL;
    double gamma = next() % 3 == 0 ? uniform() / 20 : 0;
    return (ref_gain){ .ladder = ladders[ladder], .levels = levels, .g = x->g, .h = h,
                       .energy = energy, .gamma = gamma, .tau = 0.1 + 4 * uniform() };
}

START_TEST(nothing_beats_the_angle)
{
    long angles = 0;
    seed = 10 + (uint64_t)_i;
    for (int i = 0; i < 40; i++) {
        couplings x;
        ref_gain gain = random_gain(&x, _i);
        ref_protocol_kind rule = i % 2 != 0 ? REF_GREEDY_AVERAGE : REF_GREEDY_TRANSIENT;
        double gap, theta = ref_protocol_greedy(&gap, &gain, rule);
        check_supremum(&gain, rule, theta, gap, 150);
        ck_assert_msg(gap >= 0 && gap * size(&gain, rule, theta) < 1e-12, "gap %g", gap);
        angles += theta > 0;
    }
    ck_assert_int_gt(angles, 10);
}
END_TEST

/* The exact state differs from the doubles by as much as slack allows: the gap still holds for it. */
START_TEST(gap_covers_the_slack)
{
    seed = 20 + (uint64_t)_i;
    for (int i = 0; i < 40; i++) {
        couplings x, exact;
        ref_gain gain = random_gain(&x, _i), other = gain;
        ref_protocol_kind rule = i % 2 != 0 ? REF_GREEDY_AVERAGE : REF_GREEDY_TRANSIENT;
        gain.slack = 1e-3;
        double gap, theta = ref_protocol_greedy(&gap, &gain, rule);
        exact = x;
        other.g = exact.g;
        other.h = gain.h != NULL ? exact.h : NULL;
        long n = 1 + (long)(next() % (uint64_t)(gain.levels - 1));
        if (gain.h != NULL && next() % 2 != 0)
            exact.h[n] += next() % 2 != 0 ? 0.4999e-3 : -0.4999e-3;
        else
            exact.g[n] += next() % 2 != 0 ? 0.9999e-3 : -0.9999e-3;
        other.energy += next() % 2 != 0 ? 1e-3 : -fmin(1e-3, other.energy);
        check_supremum(&other, rule, theta, gap, 150);
    }
}
END_TEST

/* The slack may hide h = slack/2 at n = 10^4, f = 100; then the objective tends to 1 for theta -> 0. */
START_TEST(gap_covers_what_is_out_of_reach)
{
    const double g[] = { 0, 1 }, h[] = { 0, 0 };
    ref_gain gain = { .ladder = REF_OSCILLATOR, .levels = 2, .g = g, .h = h, .reach = 9999, .slack = 0.01 };
    double gap, theta = ref_protocol_greedy(&gap, &gain, REF_GREEDY_TRANSIENT);
    ck_assert_double_gt(theta, 1);
    ck_assert_double_ge(gap, 1 / (R0 + 0.01) - 1);
}
END_TEST

/* Levels that hold next to nothing are left out, but not forgotten. */
START_TEST(tiny_populations)
{
    enum { LEVELS = 200 };
    double g[LEVELS] = { 0, 1 }, gap;
    for (long n = 2; n < LEVELS; n++)
        g[n] = ldexp(1, (int)(-10 * n));
    ref_gain gain = { .ladder = REF_OSCILLATOR, .levels = LEVELS, .g = g };
    double theta = ref_protocol_greedy(&gap, &gain, REF_GREEDY_TRANSIENT);
    ck_assert(gap < 1e-13);
    check_supremum(&gain, REF_GREEDY_TRANSIENT, theta, gap, 100);
}
END_TEST

START_TEST(same_angle_with_any_thread_count)
{
    enum { LEVELS = 3000 };
    static double g[LEVELS];
    seed = 30;
    for (long n = 1; n < LEVELS; n++)
        g[n] = (uniform() - 0.4) / LEVELS;
    for (int average = 0; average <= 1; average++) {
        ref_protocol_kind rule = average ? REF_GREEDY_AVERAGE : REF_GREEDY_TRANSIENT;
        ref_gain gain = { .ladder = REF_OSCILLATOR, .levels = LEVELS, .g = g, .energy = 1, .tau = 30 };
        double gap[2];
        omp_set_num_threads(1);
        double one = ref_protocol_greedy(&gap[0], &gain, rule);
        omp_set_num_threads(3);
        ck_assert(ref_protocol_greedy(&gap[1], &gain, rule) == one);
        ck_assert(gap[0] == gap[1] && one > 0);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("protocol");
    TCase *full = tcase_create("full swap"), *greedy = tcase_create("greedy");
    tcase_set_timeout(greedy, 120);
    tcase_add_loop_test(full, full_swap_swaps, 0, 3);
    tcase_add_loop_test(greedy, first_step_from_the_ground_state, 0, 3);
    tcase_add_test(greedy, damping_moves_the_angle);
    tcase_add_test(greedy, no_angle);
    tcase_add_loop_test(greedy, nothing_beats_the_angle, 0, 3);
    tcase_add_loop_test(greedy, gap_covers_the_slack, 0, 3);
    tcase_add_test(greedy, gap_covers_what_is_out_of_reach);
    tcase_add_test(greedy, tiny_populations);
    tcase_add_test(greedy, same_angle_with_any_thread_count);
    suite_add_tcase(suite, full);
    suite_add_tcase(suite, greedy);
    return harness_run(suite);
}
