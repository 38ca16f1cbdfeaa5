/* Whole scenarios against closed forms, against each other, and at two precisions and thread counts. */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "harness.h"
#include "run.h"

/* ---- helpers */

typedef struct { ref_scenario scenario; ref_results results; bool certain; } run;

/* The rest of a scenario after its version, with ' in place of ". */
static void run_watched(run *out, const char *rest, ref_progress progress, void *context)
{
    char text[4096], *error = NULL;
    int length = snprintf(text, sizeof text, "{'surecharge': 'scenario/1', %s}", rest);
    ck_assert_int_lt(length, (int)sizeof text);
    for (char *quote = strchr(text, '\''); quote != NULL; quote = strchr(quote, '\''))
        *quote = '"';
    ck_assert_msg(ref_scenario_parse(&out->scenario, text, "test", &error), "%s", error);
    out->certain = ref_run(&out->results, &out->scenario, progress, context);
}

static void run_set(run *out, const char *rest)
{
    run_watched(out, rest, NULL, NULL);
}

static void run_clear(run *out)
{
    ref_results_clear(&out->results);
    ref_scenario_clear(&out->scenario);
}

static mpfi_srcptr value(const run *of, size_t at, size_t observable, size_t component)
{
    return of->results.results[at].values[observable].value[component];
}

static double width(mpfi_srcptr x)
{
    mpfr_t diameter;
    mpfr_init2(diameter, 64);
    mpfi_diam_abs(diameter, x);
    double bound = mpfr_get_d(diameter, MPFR_RNDU);
    mpfr_clear(diameter);
    return bound;
}

static bool overlap(mpfi_srcptr a, mpfi_srcptr b)
{
    return mpfr_lessequal_p(&a->left, &b->right) && mpfr_lessequal_p(&b->left, &a->right);
}

static void assert_contains(mpfi_srcptr x, long num, unsigned long den, double narrow)
{
    mpq_t exact;
    mpq_init(exact);
    mpq_set_si(exact, num, den);
    mpq_canonicalize(exact);
    ck_assert_msg(mpfr_cmp_q(&x->left, exact) <= 0 && mpfr_cmp_q(&x->right, exact) >= 0,
                  "%.17g is not %ld/%lu", mpfi_get_d(x), num, den);
    ck_assert_msg(width(x) <= narrow, "width %g", width(x));
    mpq_clear(exact);
}

/* Every value of the two runs overlaps. */
static void assert_overlap(const run *a, const run *b)
{
    ck_assert_uint_eq(a->results.count, b->results.count);
    for (size_t i = 0; i < a->results.count; i++)
        for (size_t j = 0; j < a->results.observe_count; j++)
            for (size_t k = 0; k < a->results.results[i].values[j].count; k++)
                ck_assert_msg(overlap(value(a, i, j, k), value(b, i, j, k)),
                              "step %ld, observable %zu: %.17g, %.17g", a->results.results[i].step, j,
                              mpfi_get_d(value(a, i, j, k)), mpfi_get_d(value(b, i, j, k)));
}

/* ---- closed forms */

static const char *const ladders[] = {
    "'battery': {'ladder': 'oscillator', 'levels': 7}",
    "'battery': {'ladder': 'spin', 'j': '3'}",
    "'battery': {'ladder': 'uniform', 'levels': 7}",
};

/* Full swap with q = 0: E(k) = k in a pure level, transient power 2 f_k / pi. */
START_TEST(full_swap_climbs_level_by_level)
{
    static const unsigned long weights[][6] = {
        {1, 2, 3, 4, 5, 6}, {6, 10, 12, 12, 10, 6}, {1, 1, 1, 1, 1, 1},
    };
    char text[1024];
    snprintf(text, sizeof text,
             "%s, 'qubit': {'q': '0'}, 'protocol': {'kind': 'full-swap', 'steps': 6},"
             "'observe': ['energy', 'trace', 'variance', 'purity', 'transient-power', 'populations'],"
             "'at': [1, 2, 3, 4, 5, 6], 'digits': 30", ladders[_i]);
    run swap;
    run_set(&swap, text);
    ck_assert(swap.certain);
    ck_assert_str_eq(swap.results.method, "rate");
    mpfi_t power;
    mpfi_init2(power, 128);
    for (size_t k = 0; k < 6; k++) {
        assert_contains(value(&swap, k, 0, 0), (long)k + 1, 1, 1e-29);
        assert_contains(value(&swap, k, 1, 0), 1, 1, 1e-29);
        assert_contains(value(&swap, k, 2, 0), 0, 1, 1e-29);
        assert_contains(value(&swap, k, 3, 0), 1, 1, 1e-29);
        assert_contains(value(&swap, k, 5, k + 1), 1, 1, 1e-29);
        mpfi_const_pi(power);
        mpfi_sqr(power, power);
        mpfi_ui_div(power, 4 * weights[_i][k], power);
        mpfi_sqrt(power, power);
        ck_assert(overlap(power, value(&swap, k, 4, 0)));
    }
    mpfi_clear(power);
    run_clear(&swap);
}
END_TEST

/* The certificate says what was asked for: values narrow to 10^-digits max(1, |value|), nothing charged at
 * step 0. */
START_TEST(step_zero_is_the_initial_state)
{
    run start;
    run_set(&start, "'battery': {'ladder': 'oscillator', 'levels': 4}, 'qubit': {'q': '1/2', 'c': '1'},"
                    "'initial': ['0', '1/3', '0', '2/3'],"
                    "'protocol': {'kind': 'fixed', 'theta': '1', 'steps': 3},"
                    "'observe': ['energy', 'purity', 'trace', 'ergotropy', 'populations'],"
                    "'at': [0, 3], 'digits': 40");
    ck_assert(start.certain);
    ck_assert_int_eq(start.results.results[0].step, 0);
    ck_assert(mpfi_is_zero(start.results.results[0].tau));
    assert_contains(value(&start, 0, 0, 0), 7, 3, 1e-39);
    assert_contains(value(&start, 0, 1, 0), 5, 9, 1e-39);
    assert_contains(value(&start, 0, 2, 0), 1, 1, 1e-39);
    assert_contains(value(&start, 0, 3, 0), 2, 1, 1e-39);               /* 7/3 - 1/3 */
    assert_contains(value(&start, 0, 4, 3), 2, 3, 1e-39);
    assert_contains(value(&start, 0, 4, 2), 0, 1, 1e-39);
    assert_contains(start.results.results[1].tau, 3, 1, 1e-39);
    run_clear(&start);
}
END_TEST

/* One damped collision from the ground state: P_1 = (1 - gamma) p sin^2(theta), 0 were the damping first.
 * At theta = pi/4 and p = 3/4, gamma = 1/5 that is 3/10; the power 3/10 4/pi. */
START_TEST(damping_follows_the_collision)
{
    char text[1024];
    snprintf(text, sizeof text,
             "%s, 'qubit': {'q': '1/4', 'c': '%s'}, 'damping': {'gamma': '1/5'},"
             "'protocol': {'kind': 'list', 'collisions': [{'theta': '%s'}]},"
             "'observe': ['energy', 'trace', 'power', 'transient-power'], 'digits': 30",
             "'battery': {'ladder': 'oscillator', 'levels': 3}", _i == 0 ? "0" : "1", "pi/4");
    run damped;
    run_set(&damped, text);
    assert_contains(value(&damped, 0, 0, 0), 3, 10, 1e-29);
    assert_contains(value(&damped, 0, 1, 0), 1, 1, 1e-29);
    mpfi_t power;
    mpfi_init2(power, 128);
    mpfi_const_pi(power);
    mpfi_ui_div(power, 12, power);
    mpfi_div_ui(power, power, 10);
    ck_assert(overlap(power, value(&damped, 0, 2, 0)));
    ck_assert(overlap(power, value(&damped, 0, 3, 0)));
    mpfi_clear(power);
    run_clear(&damped);
}
END_TEST

/* tr(N Phi(rho)) = (1 - gamma) tr(N rho) after two coherent collisions, on every ladder. */
START_TEST(damping_scales_the_energy)
{
    char text[2048];
    run plain, damped;
    for (int with = 0; with < 2; with++) {
        snprintf(text, sizeof text,
                 "%s, 'qubit': {'q': '1/3', 'c': '1'}, 'protocol': {'kind': 'list', 'collisions':"
                 "[{'theta': '1'}, {'theta': '2', 'gamma': '%s'}]},"
                 "'observe': ['energy', 'trace'], 'digits': 30", ladders[_i], with ? "3/7" : "0");
        run_set(with ? &damped : &plain, text);
    }
    mpfi_t scaled;
    mpfi_init2(scaled, 128);
    mpfi_mul_ui(scaled, value(&plain, 0, 0, 0), 4);
    mpfi_div_ui(scaled, scaled, 7);
    ck_assert(overlap(scaled, value(&damped, 0, 0, 0)));
    assert_contains(value(&damped, 0, 1, 0), 1, 1, 1e-29);
    mpfi_clear(scaled);
    run_clear(&plain);
    run_clear(&damped);
}
END_TEST

/* One coherent collision from the ground state of a two-level battery leaves trace one and, at theta =
 * pi/2, q = 1/2: rho_11 = 1/2, r_10 = 1/2, a pure state: entropy 0, energy = ergotropy = 1/2, variance 1/4;
 * no dephased ergotropy. */
START_TEST(observables_of_a_pure_state)
{
    run pure;
    run_set(&pure, "'battery': {'ladder': 'uniform', 'levels': 2},"
                   "'qubit': {'q': '1/2', 'c': '1', 'alpha': 'pi/2'},"
                   "'protocol': {'kind': 'fixed', 'theta': 'pi/2', 'steps': 1},"
                   "'observe': ['energy', 'variance', 'purity', 'entropy', 'ergotropy', 'ergotropy-dephased',"
                   "'element:1,0', 'element:0,1'], 'digits': 30");
    ck_assert(pure.certain);
    static const long quarters[] = {2, 1, 4, 0, 2, 0};
    for (size_t i = 0; i < 6; i++)
        assert_contains(value(&pure, 0, i, 0), quarters[i], 4, 1e-29);
    assert_contains(value(&pure, 0, 6, 0), 1, 2, 1e-29);                /* -i e^{i pi/2} / 2 */
    assert_contains(value(&pure, 0, 6, 1), 0, 1, 1e-29);
    assert_contains(value(&pure, 0, 7, 0), 1, 2, 1e-29);
    run_clear(&pure);
}
END_TEST

/* Eq. (19): E -> (tau/2)^2 as theta -> 0 at fixed tau = 2; the distance halves with theta. */
START_TEST(driving_limit)
{
    double distance[2];
    for (int i = 0; i < 2; i++) {
        char text[1024];
        int steps = i == 0 ? 64 : 128;
        snprintf(text, sizeof text,
                 "'battery': {'ladder': 'oscillator', 'levels': 24}, 'qubit': {'q': '1/2', 'c': '1'},"
                 "'protocol': {'kind': 'fixed', 'theta': '2/%d', 'steps': %d},"
                 "'observe': ['energy'], 'digits': 15", steps, steps);
        run limit;
        run_set(&limit, text);
        distance[i] = mpfi_get_d(value(&limit, 0, 0, 0)) - 1;
        assert_contains(limit.results.results[0].tau, 2, 1, 1e-14);
        run_clear(&limit);
    }
    ck_assert_double_lt(distance[0] < 0 ? -distance[0] : distance[0], 0.05);
    ck_assert_double_eq_tol(distance[1] / distance[0], 0.5, 0.05);
}
END_TEST

/* ---- one run against another */

static const char observed[] =
    "'observe': ['energy', 'purity', 'entropy', 'ergotropy', 'variance', 'populations', 'element:2,1',"
    "'element:0,3'], 'digits': 25";

/* The same three collisions, whose alphas the format lets be written so that they are equal (method real)
 * or equal only modulo 2 pi (method complex). */
static void run_phases(run *out, const char *ladder, const char *first, const char *second)
{
    char text[2048];
    snprintf(text, sizeof text,
             "%s, 'qubit': {'q': '1/3', 'c': '9/10', 'alpha': '%s'},"
             "'protocol': {'kind': 'list', 'collisions': [{'theta': '0.7'}, {'theta': '1.1', 'alpha': '%s',"
             "'gamma': '1/9'}, {'theta': '0.4', 'q': '3/4'}, {'theta': '2'}]}, 'at': [1, 2, 3, 4], %s",
             ladder, first, second, observed);
    run_set(out, text);
}

START_TEST(complex_path_agrees_with_the_real_one)
{
    run real, complex;
    run_phases(&real, ladders[_i], "pi/5", "pi/5");
    run_phases(&complex, ladders[_i], "pi/5", "11*pi/5");
    ck_assert_str_eq(real.results.method, "real");
    ck_assert_str_eq(complex.results.method, "complex");
    assert_overlap(&real, &complex);
    run_clear(&real);
    run_clear(&complex);
}
END_TEST

/* A constant alpha changes the elements by exp(i alpha (n - m)), and nothing else; one that varies does
 * change the populations. */
START_TEST(alpha_turns_the_elements_alone)
{
    run zero, quarter, varied;
    run_phases(&zero, ladders[_i], "0", "0");
    run_phases(&quarter, ladders[_i], "pi/2", "pi/2");
    run_phases(&varied, ladders[_i], "0", "pi/2");
    for (size_t at = 0; at < 4; at++)
        for (size_t j = 0; j < 6; j++)
            for (size_t k = 0; k < zero.results.results[at].values[j].count; k++)
                ck_assert(overlap(value(&zero, at, j, k), value(&quarter, at, j, k)));
    mpfi_t turned;
    mpfi_init2(turned, 256);
    mpfi_neg(turned, value(&zero, 3, 6, 1));                            /* rho_21: times i */
    ck_assert(overlap(turned, value(&quarter, 3, 6, 0)));
    ck_assert(overlap(value(&zero, 3, 6, 0), value(&quarter, 3, 6, 1)));
    ck_assert(overlap(value(&zero, 3, 7, 1), value(&quarter, 3, 7, 0)) == false);
    mpfi_neg(turned, value(&zero, 3, 7, 1));                            /* rho_03: times exp(-3 i pi/2) = i */
    ck_assert(overlap(turned, value(&quarter, 3, 7, 0)));
    ck_assert(!overlap(value(&zero, 3, 0, 0), value(&varied, 3, 0, 0)));
    mpfi_clear(turned);
    run_clear(&zero);
    run_clear(&quarter);
    run_clear(&varied);
}
END_TEST

/* Without coherence the density matrix obeys the rate equation: a last, coherent collision after what is
 * observed forces the matrix. */
START_TEST(rate_path_agrees_with_the_real_one)
{
    run rate, real;
    for (int forced = 0; forced < 2; forced++) {
        char text[2048];
        snprintf(text, sizeof text,
                 "%s, 'qubit': {'q': '1/3', 'c': '0'}, 'initial': ['1/4', '0', '1/2', '1/4', '0', '0', '0'],"
                 "'protocol': {'kind': 'list', 'collisions': [{'theta': '0.7'}, {'theta': '1.1',"
                 "'gamma': '1/9'}, {'theta': '0.4', 'q': '3/4', 'alpha': '1'}, {'theta': '2', 'c': '%s'}]},"
                 "'at': [1, 2, 3], %s", ladders[_i], forced ? "1" : "0", observed);
        run_set(forced ? &real : &rate, text);
    }
    ck_assert_str_eq(rate.results.method, "rate");
    ck_assert_str_eq(real.results.method, "real");
    assert_overlap(&rate, &real);
    run_clear(&rate);
    run_clear(&real);
}
END_TEST

/* The literal Kraus operators (A9), (A11) of one coherent collision in double precision: four levels, one
 * general state that two collisions with other phases have made. */
typedef struct { double re, im; } number;

static number times(number a, number b)
{
    return (number){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

/* sum += operator rho operator^dagger */
static void add_kraus(number sum[4][4], number operator[4][4], number rho[4][4])
{
    for (int n = 0; n < 4; n++)
        for (int m = 0; m < 4; m++)
            for (int a = 0; a < 4; a++)
                for (int b = 0; b < 4; b++) {
                    number conjugate = {operator[m][b].re, -operator[m][b].im};
                    number term = times(times(operator[n][a], rho[a][b]), conjugate);
                    sum[n][m].re += term.re;
                    sum[n][m].im += term.im;
                }
}

/* K_e = sqrt(q) L_- + i sqrt(p) e^{i alpha} L_e, K_g = sqrt(p) L_+ + i sqrt(q) e^{-i alpha} L_g on the
 * uniform ladder, where L_- |n> = s_n |n-1>, L_+ |n> = s_{n+1} |n+1>, L_g |n> = c_n |n>, L_e |n> = c_{n+1}
 * |n>. */
static void kraus_step(number rho[4][4], double q, double theta, double alpha)
{
    double c[] = {1, cos(theta), cos(theta), cos(theta), 1}, s[] = {0, sin(theta), sin(theta), sin(theta), 0};
    number down[4][4] = {{{0, 0}}}, up[4][4] = {{{0, 0}}}, sum[4][4] = {{{0, 0}}};
    for (int n = 0; n < 4; n++) {
        down[n][n] = (number){-sqrt(1 - q) * sin(alpha) * c[n + 1], sqrt(1 - q) * cos(alpha) * c[n + 1]};
        up[n][n] = (number){sqrt(q) * sin(alpha) * c[n], sqrt(q) * cos(alpha) * c[n]};
        if (n < 3) {
            down[n][n + 1] = (number){sqrt(q) * s[n + 1], 0};
            up[n + 1][n] = (number){sqrt(1 - q) * s[n + 1], 0};
        }
    }
    add_kraus(sum, down, rho);
    add_kraus(sum, up, rho);
    memcpy(rho, sum, sizeof sum);
}

/* The reference rounds some 4^4 products of numbers below 1 per step: less than 1e-12. */
START_TEST(kraus_operators_of_the_paper)
{
    number rho[4][4] = {{{0.25, 0}}};
    rho[2][2].re = 0.75;
    kraus_step(rho, 0.25, 0.75, 0.5);
    kraus_step(rho, 0.625, 1.25, -1.5);
    kraus_step(rho, 0.25, 0.375, 2.25);
    run literal;
    run_set(&literal, "'battery': {'ladder': 'uniform', 'levels': 4}, 'qubit': {'q': '1/4', 'c': '1'},"
                      "'initial': ['1/4', '0', '3/4', '0'], 'protocol': {'kind': 'list', 'collisions': ["
                      "{'theta': '0.75', 'alpha': '0.5'}, {'theta': '1.25', 'q': '5/8', 'alpha': '-1.5'},"
                      "{'theta': '0.375', 'alpha': '2.25'}]}, 'digits': 15, 'observe': ['populations',"
                      "'element:1,0', 'element:2,0', 'element:3,0', 'element:1,2', 'element:3,1',"
                      "'element:3,2']");
    static const int rows[] = {1, 2, 3, 1, 3, 3}, columns[] = {0, 0, 0, 2, 1, 2};
    for (size_t n = 0; n < 4; n++)
        ck_assert_double_eq_tol(mpfi_get_d(value(&literal, 0, 0, n)), rho[n][n].re, 1e-12);
    for (size_t i = 0; i < 6; i++) {
        ck_assert_double_eq_tol(mpfi_get_d(value(&literal, 0, i + 1, 0)), rho[rows[i]][columns[i]].re, 1e-12);
        ck_assert_double_eq_tol(mpfi_get_d(value(&literal, 0, i + 1, 1)), rho[rows[i]][columns[i]].im, 1e-12);
    }
    run_clear(&literal);
}
END_TEST

/* More digits asked for: the enclosures overlap, and are narrower. */
START_TEST(precision_shrinks_the_enclosures)
{
    run coarse, fine;
    for (int more = 0; more < 2; more++) {
        char text[1024];
        snprintf(text, sizeof text,
                 "%s, 'qubit': {'q': '1/3', 'c': '1'}, 'damping': {'kappa_t0': '1/50'},"
                 "'protocol': {'kind': 'fixed', 'theta': 'pi/9', 'steps': 50},"
                 "'observe': ['energy', 'purity', 'populations', 'entropy'], 'at': [10, 50],"
                 "'digits': %d", ladders[_i], more ? 60 : 12);
        run_set(more ? &fine : &coarse, text);
    }
    ck_assert(coarse.certain && fine.certain);
    ck_assert_int_gt(fine.results.precision, coarse.results.precision);
    assert_overlap(&coarse, &fine);
    for (size_t j = 0; j < 4; j++)
        ck_assert_double_lt(width(value(&fine, 1, j, 0)), 1e-30 * width(value(&coarse, 1, j, 0)));
    run_clear(&coarse);
    run_clear(&fine);
}
END_TEST

/* rho_10 = -i kappa sin(theta): sqrt(1 - q) halves the digits that q next to 1 has left; precision is
 * raised. */
START_TEST(precision_is_raised)
{
    run weak;
    run_set(&weak, "'battery': {'ladder': 'uniform', 'levels': 2}, 'qubit': {'c': '1',"
                   "'q': '0.9999999999999999999999999999999999999999999999999999999999999999'},"
                   "'protocol': {'kind': 'fixed', 'theta': 'pi/2', 'steps': 1},"
                   "'observe': ['element:1,0'], 'digits': 26");
    ck_assert(weak.certain);
    ck_assert_int_gt(weak.results.precision, 127);
    mpfi_t exact, q;
    mpfi_init2(exact, 600);
    mpfi_init2(q, 600);
    mpfi_set_str(exact, "1e-64", 10);                   /* kappa = sqrt(p (1 - p)), p = 1e-64 */
    mpfi_ui_sub(q, 1, exact);
    mpfi_mul(exact, exact, q);
    mpfi_sqrt(exact, exact);
    mpfi_neg(exact, exact);
    ck_assert(mpfi_is_inside(exact, value(&weak, 0, 0, 1)));
    mpfi_clear(q);
    mpfi_clear(exact);
    run_clear(&weak);
}
END_TEST

START_TEST(same_bits_with_any_thread_count)
{
    run runs[2];
    for (int i = 0; i < 2; i++) {
        omp_set_num_threads(i == 0 ? 1 : 2 + _i);
        char text[1024];
        snprintf(text, sizeof text,
                 "'battery': {'ladder': 'oscillator', 'levels': 300}, 'qubit': {'q': '1/3', 'c': '%s'},"
                 "'initial': 40, 'damping': {'gamma': '1/50'}, 'protocol': {'kind': 'list', 'collisions':"
                 "[{'theta': '0.7'}, {'theta': '1.1', 'alpha': '1'}, {'theta': '0.4'}]},"
                 "'observe': ['energy', 'purity', 'populations', 'element:30,7'], 'digits': 20",
                 _i == 0 ? "0" : "1");
        run_set(&runs[i], text);
    }
    for (size_t j = 0; j < 4; j++)
        for (size_t k = 0; k < runs[0].results.results[0].values[j].count; k++) {
            ck_assert(mpfr_equal_p(&value(&runs[0], 0, j, k)->left, &value(&runs[1], 0, j, k)->left));
            ck_assert(mpfr_equal_p(&value(&runs[0], 0, j, k)->right, &value(&runs[1], 0, j, k)->right));
        }
    run_clear(&runs[0]);
    run_clear(&runs[1]);
}
END_TEST

/* ---- infinite oscillator */

/* 12 levels of the infinite model must enclose a run with so many that none is left out; the truncated
 * model must not. */
START_TEST(infinite_model_encloses_more_levels)
{
    static const char *const models[] = {"12, 'model': 'infinite'", "40", "12"};
    run runs[3];
    for (size_t i = 0; i < 3; i++) {
        char text[1024];
        snprintf(text, sizeof text,
                 "'battery': {'ladder': 'oscillator', 'levels': %s}, 'qubit': {'q': '1/3', 'c': '%s'},"
                 "'damping': {'gamma': '1/100'},"
                 "'protocol': {'kind': 'fixed', 'theta': 'pi/8', 'steps': 20}, 'observe': ['energy', 'power',"
                 "'transient-power', 'trace', 'variance', 'purity', 'entropy', 'ergotropy',"
                 "'ergotropy-dephased', 'element:3,1'], 'digits': 12, 'at': [8, 14, 20]", models[i],
                 _i == 0 ? "0" : "1");
        run_set(&runs[i], text);
    }
    assert_overlap(&runs[0], &runs[1]);
    for (size_t at = 0; at < 3; at++)
        for (size_t j = 0; j < 10; j++) {
            mpfi_srcptr inside = value(&runs[1], at, j, 0), outside = value(&runs[0], at, j, 0);
            if (at > 0 && j != 3)
                ck_assert_msg(mpfi_is_inside(inside, outside), "observable %zu at %zu", j, at);
        }
    ck_assert(!runs[0].certain && runs[1].certain && runs[2].certain);
    ck_assert_double_gt(runs[0].results.leak, 0);
    ck_assert_double_eq(runs[1].results.leak, 0);
    ck_assert(!overlap(value(&runs[2], 2, 0, 0), value(&runs[1], 2, 0, 0)));
    ck_assert_int_lt(runs[0].results.precision, 200);                   /* no precision mends a leak */
    for (size_t i = 0; i < 3; i++)
        run_clear(&runs[i]);
}
END_TEST

/* ---- greedy protocols */

/* The first greedy angle from the ground state with q = 0 is sqrt(w_1) theta = x*, where sin^2 x / x has its
 * maximum R0 = 0.7246113537767...; the power E / tau is R0 sqrt(w_1).
 * greedy-average on the uniform ladder is left out: R0 is then the supremum of step 2 too, at x* and as
 * theta -> 0. */
START_TEST(greedy_starts_at_the_maximum)
{
    char text[1024];
    snprintf(text, sizeof text,
             "%s, 'qubit': {'q': '0'}, 'protocol': {'kind': '%s', 'steps': 4},"
             "'observe': ['power', 'transient-power'], 'at': [1, 2, 4], 'digits': 25", ladders[_i % 3],
             _i < 3 ? "greedy-transient" : "greedy-average");
    run greedy;
    run_set(&greedy, text);
    double root = _i % 3 == 1 ? sqrt(6) : 1;
    ck_assert_int_eq(greedy.results.angle_count, 4);
    ck_assert_double_eq_tol(root * greedy.results.angles[0], 1.16556118520721, 1e-6);
    ck_assert_double_eq_tol(mpfi_get_d(value(&greedy, 0, 0, 0)), root * 0.72461135377670847574, 1e-12);
    ck_assert(greedy.results.objective_gap < 1e-10);
    ck_assert_double_gt(mpfi_get_d(value(&greedy, 1, 0, 0)), mpfi_get_d(value(&greedy, 0, 0, 0)) * 0.9);
    run_clear(&greedy);
}
END_TEST

/* With q = 1 nothing is gained: the protocol ends before its first step, and all later results are those of
 * the start. */
START_TEST(greedy_ends_early)
{
    run ended;
    run_set(&ended, "'battery': {'ladder': 'oscillator', 'levels': 4}, 'qubit': {'q': '1'},"
                    "'protocol': {'kind': 'greedy-transient', 'steps': 5}, 'initial': 2,"
                    "'observe': ['energy', 'trace'], 'at': [2, 5], 'digits': 20");
    ck_assert_int_eq(ended.results.angle_count, 0);
    ck_assert_int_eq(ended.results.results[1].step, 5);
    ck_assert(mpfi_is_zero(ended.results.results[1].tau));
    assert_contains(value(&ended, 0, 0, 0), 2, 1, 0);
    assert_contains(value(&ended, 1, 0, 0), 2, 1, 0);
    run_clear(&ended);
}
END_TEST

static void count_steps(void *context, int pass, long step, long total)
{
    long *last = context;
    ck_assert_int_eq(pass, 1);
    ck_assert_int_eq(step, *last + 1);
    ck_assert_int_eq(total, 7);
    *last = step;
}

START_TEST(progress_is_told_every_step)
{
    run watched;
    long last = 0;
    run_watched(&watched, "'battery': {'ladder': 'spin', 'j': '1'}, 'qubit': {'q': '0'},"
                "'protocol': {'kind': 'fixed', 'theta': '1', 'steps': 7},"
                "'observe': ['energy'], 'digits': 10",
                count_steps, &last);
    ck_assert(watched.certain);
    ck_assert_int_eq(last, 7);
    run_clear(&watched);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("run");
    TCase *closed = tcase_create("closed forms"), *compared = tcase_create("compared");
    TCase *other = tcase_create("other");
    tcase_add_loop_test(closed, full_swap_climbs_level_by_level, 0, 3);
    tcase_add_test(closed, step_zero_is_the_initial_state);
    tcase_add_loop_test(closed, damping_follows_the_collision, 0, 2);
    tcase_add_loop_test(closed, damping_scales_the_energy, 0, 3);
    tcase_add_test(closed, observables_of_a_pure_state);
    tcase_add_test(closed, driving_limit);
    tcase_add_loop_test(compared, complex_path_agrees_with_the_real_one, 0, 3);
    tcase_add_loop_test(compared, alpha_turns_the_elements_alone, 0, 3);
    tcase_add_loop_test(compared, rate_path_agrees_with_the_real_one, 0, 3);
    tcase_add_test(compared, kraus_operators_of_the_paper);
    tcase_add_loop_test(compared, precision_shrinks_the_enclosures, 0, 3);
    tcase_add_test(compared, precision_is_raised);
    tcase_add_loop_test(compared, same_bits_with_any_thread_count, 0, 2);
    tcase_add_loop_test(other, infinite_model_encloses_more_levels, 0, 2);
    tcase_add_loop_test(other, greedy_starts_at_the_maximum, 0, 5);
    tcase_add_test(other, greedy_ends_early);
    tcase_add_test(other, progress_is_told_every_step);
    TCase *all[] = {closed, compared, other};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        tcase_set_timeout(all[i], 120);
        suite_add_tcase(suite, all[i]);
    }
    return harness_run(suite);
}
