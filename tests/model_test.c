/* The parts of the oracle one by one: ladders, tables, one step by hand, damping, budget, leak. */
#include <stdlib.h>
#include "harness.h"
#include "model.h"

enum { BITS = 200 };

/* ---- helpers */

static void real_set(ref_real *value, const char *text)
{
    ref_real_init(value);
    ck_assert_msg(ref_real_parse(value, text), "%s", text);
}

static void qubit_set(ref_qubit *qubit, const char *q, const char *c, const char *alpha)
{
    real_set(&qubit->q, q);
    real_set(&qubit->c, c);
    real_set(&qubit->alpha, alpha);
}

static void qubit_clear(ref_qubit *qubit)
{
    ref_real_clear(&qubit->q);
    ref_real_clear(&qubit->c);
    ref_real_clear(&qubit->alpha);
}

static void enclose(mpfi_t out, const char *text)
{
    ref_real value;
    real_set(&value, text);
    ref_real_enclose(out, &value);
    ref_real_clear(&value);
}

/* A state with these populations, separated by commas. */
static void state_set(ref_state *state, ref_shape shape, long levels, const char *const *populations,
                      const char *alpha, mpfr_prec_t precision)
{
    ref_real *initial = malloc((size_t)levels * sizeof *initial), gauge;
    for (long n = 0; n < levels; n++)
        real_set(&initial[n], populations[n]);
    real_set(&gauge, alpha);
    ref_state_init(state, shape, levels, precision);
    ref_state_set(state, initial, &gauge);
    for (long n = 0; n < levels; n++)
        ref_real_clear(&initial[n]);
    ref_real_clear(&gauge);
    free(initial);
}

static void exchange_set(ref_exchange *exchange, ref_ladder_kind ladder, long levels, const char *q,
                         const char *c, const char *alpha, const char *theta, mpfr_prec_t precision)
{
    ref_qubit qubit;
    mpfi_t angle;
    qubit_set(&qubit, q, c, alpha);
    mpfi_init2(angle, precision);
    enclose(angle, theta);
    ref_exchange_init(exchange, ladder, levels, precision);
    ref_exchange_set_qubit(exchange, &qubit);
    ref_exchange_set_angle(exchange, angle);
    mpfi_clear(angle);
    qubit_clear(&qubit);
}

static void decay_set(ref_decay *decay, long levels, const char *gamma, mpfr_prec_t precision)
{
    ref_real value;
    real_set(&value, gamma);
    ref_decay_init(decay, levels, precision);
    ref_decay_set(decay, &value);
    ref_real_clear(&value);
}

/* The two overlap, and `value` is narrower than 2^-bits. */
static void assert_equal(const mpfi_t value, const mpfi_t exact, long bits, const char *what)
{
    mpfr_t width;
    mpfr_init2(width, 64);
    mpfi_diam_abs(width, value);
    ck_assert_msg(mpfr_cmp_ui_2exp(width, 1, -bits) <= 0, "%s is wide: %g", what,
                  mpfr_get_d(width, MPFR_RNDU));
    mpfi_t common;
    mpfi_init2(common, BITS);
    mpfi_intersect(common, value, exact);
    ck_assert_msg(!mpfi_is_empty(common), "%s: %.20g, expected %.20g", what, mpfi_get_d(value),
                  mpfi_get_d(exact));
    mpfi_clear(common);
    mpfr_clear(width);
}

/* ---- ladder, swap */

START_TEST(ladder_weights)
{
    static const unsigned long oscillator[] = {0, 1, 2, 3, 4, 0}, spin[] = {0, 4, 6, 6, 4, 0};
    static const unsigned long uniform[] = {0, 1, 1, 1, 1, 0};
    for (long n = 0; n <= 5; n++) {
        ck_assert_uint_eq(ref_ladder_weight(REF_OSCILLATOR, n, 5), oscillator[n]);
        ck_assert_uint_eq(ref_ladder_weight(REF_SPIN, n, 5), spin[n]);
        ck_assert_uint_eq(ref_ladder_weight(REF_UNIFORM, n, 5), uniform[n]);
    }
}
END_TEST

/* f_2 = sqrt(6) on the spin ladder of 5 levels; both ends are closed, and c is not s. */
START_TEST(swap_tables)
{
    ref_swap swap;
    mpfi_t theta, exact;
    mpfi_init2(theta, BITS);
    mpfi_init2(exact, BITS);
    enclose(theta, "3/10");
    ref_swap_init(&swap, 5, BITS);
    ref_swap_set(&swap, REF_SPIN, theta);
    mpfi_set_ui(exact, 6);
    mpfi_sqrt(exact, exact);
    mpfi_mul(exact, exact, theta);
    mpfi_cos(exact, exact);
    assert_equal(swap.c[2], exact, BITS - 4, "cos");
    mpfi_set_ui(exact, 6);
    mpfi_sqrt(exact, exact);
    mpfi_mul(exact, exact, theta);
    mpfi_sin(exact, exact);
    assert_equal(swap.s[2], exact, BITS - 4, "sin");
    for (long n = 0; n <= 5; n += 5) {
        ck_assert(mpfi_cmp_ui(swap.c[n], 1) == 0 && mpfi_is_zero(swap.s[n]));
        ck_assert(mpfr_equal_p(&swap.c[n]->left, &swap.c[n]->right));
    }
    ref_swap_clear(&swap);
    mpfi_clear(theta);
    mpfi_clear(exact);
}
END_TEST

/* ---- one step by hand */

/* sin^2(sqrt(w) 3/10) */
static void sine_squared(mpfi_t out, unsigned long w)
{
    mpfi_t theta;
    mpfi_init2(theta, BITS);
    enclose(theta, "3/10");
    mpfi_set_ui(out, w);
    mpfi_sqrt(out, out);
    mpfi_mul(out, out, theta);
    mpfi_sin(out, out);
    mpfi_sqr(out, out);
    mpfi_clear(theta);
}

/* Eq. (9), with its subtraction, from P = (1/2, 1/4, 1/4) at q = 1/5 on an oscillator of 3 levels:
 * P'_0 = P_0 - p s1 P_0 + q s1 P_1,  P'_2 = P_2 - q s2 P_2 + p s2 P_1,  s_n = sin^2(sqrt(n) theta). */
START_TEST(rate_by_hand)
{
    static const char *const start[] = {"1/2", "1/4", "1/4"};
    ref_state state;
    ref_exchange exchange;
    mpfi_t exact, populations[3];
    state_set(&state, REF_DIAGONAL, 3, start, "0", BITS);
    exchange_set(&exchange, REF_OSCILLATOR, 3, "1/5", "0", "0", "3/10", BITS);
    ref_rate(&state, &exchange);
    mpfi_init2(exact, BITS);
    for (size_t n = 0; n < 3; n++)
        mpfi_init2(populations[n], BITS);
    ref_observe_populations(populations, &state);
    sine_squared(exact, 1);                             /* (-4/5 1/2 + 1/5 1/4) s1 + 1/2 */
    mpfi_mul_si(exact, exact, -7);
    mpfi_div_ui(exact, exact, 20);
    mpfi_add_d(exact, exact, 0.5);
    assert_equal(populations[0], exact, BITS - 10, "P_0");
    sine_squared(exact, 2);                             /* (4/5 1/4 - 1/5 1/4) s2 + 1/4 */
    mpfi_mul_ui(exact, exact, 3);
    mpfi_div_ui(exact, exact, 20);
    mpfi_add_d(exact, exact, 0.25);
    assert_equal(populations[2], exact, BITS - 10, "P_2");
    for (size_t n = 0; n < 3; n++)
        mpfi_clear(populations[n]);
    mpfi_clear(exact);
    ref_state_clear(&state);
    ref_exchange_clear(&exchange);
}
END_TEST

/* From the ground state U turns sqrt(q) |0,g> + sqrt(p) e^{i alpha} |0,e> into
 *   sqrt(q) |0,g> + sqrt(p) e^{i alpha} (cos(theta) |0,e> - i sin(theta) |1,g>),
 * so with q = 1/5, p = 4/5, c = 1/2, alpha = pi/3: rho_11 = p sin^2(theta), rho_10 = -i kappa e^{i alpha}
 * sin(theta), kappa = 1/2 2/5 = 1/5, e^{i alpha} = (1 + i sqrt(3))/2. */
START_TEST(collide_by_hand)
{
    static const char *const start[] = {"1", "0", "0"};
    ref_shape shape = _i == 0 ? REF_REAL_SYMMETRIC : REF_HERMITIAN;
    ref_state state;
    ref_exchange exchange;
    mpfi_t exact, sine, re, im, populations[3];
    state_set(&state, shape, 3, start, shape == REF_HERMITIAN ? "0" : "pi/3", BITS);
    exchange_set(&exchange, REF_OSCILLATOR, 3, "1/5", "1/2", "pi/3", "3/10", BITS);
    ref_collide(&state, &exchange);
    mpfi_init2(exact, BITS);
    mpfi_init2(sine, BITS);
    mpfi_init2(re, BITS);
    mpfi_init2(im, BITS);
    for (size_t n = 0; n < 3; n++)
        mpfi_init2(populations[n], BITS);
    ref_observe_populations(populations, &state);
    sine_squared(exact, 1);
    mpfi_mul_ui(exact, exact, 4);
    mpfi_div_ui(exact, exact, 5);
    assert_equal(populations[1], exact, BITS - 10, "rho_11");
    ck_assert(mpfi_is_zero(populations[2]));
    sine_squared(sine, 1);
    mpfi_sqrt(sine, sine);
    ref_observe_element(re, im, &state, 1, 0);
    mpfi_set_ui(exact, 3);                              /* Re = sqrt(3)/10 sin theta */
    mpfi_sqrt(exact, exact);
    mpfi_mul(exact, exact, sine);
    mpfi_div_ui(exact, exact, 10);
    assert_equal(re, exact, BITS - 10, "Re rho_10");
    mpfi_div_si(exact, sine, -10);                      /* Im = -1/10 sin theta */
    assert_equal(im, exact, BITS - 10, "Im rho_10");
    ref_observe_element(re, im, &state, 0, 1);
    mpfi_neg(exact, exact);
    assert_equal(im, exact, BITS - 10, "Im rho_01");
    for (size_t n = 0; n < 3; n++)
        mpfi_clear(populations[n]);
    mpfi_clear(exact);
    mpfi_clear(sine);
    mpfi_clear(re);
    mpfi_clear(im);
    ref_state_clear(&state);
    ref_exchange_clear(&exchange);
}
END_TEST

/* Two levels with q = 1/2, kappa = 1/2, c = cos(theta), s = sin(theta); c_0 = c_2 = 1, s_0 = s_2 = 0:
 *   r'_10 = c r_10 + s (r_00 - r_11) / 2,  r'_00 = r_00 - s^2 (r_00 - r_11) / 2 - c s r_10,  rho_10 = -i
 *   r_10. */
START_TEST(two_levels_by_hand)
{
    static const char *const start[] = {"3/5", "2/5"};
    ref_state state;
    ref_exchange exchange;
    mpfi_t c, s, r00, r10, r11, next, part, populations[2], re, im;
    mpfi_t *all[] = {&c, &s, &r00, &r10, &r11, &next, &part, &populations[0], &populations[1], &re, &im};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        mpfi_init2(*all[i], BITS);
    state_set(&state, REF_REAL_SYMMETRIC, 2, start, "0", BITS);
    exchange_set(&exchange, REF_UNIFORM, 2, "1/2", "1", "0", "3/10", BITS);
    enclose(s, "3/10");
    mpfi_cos(c, s);
    mpfi_sin(s, s);
    enclose(r00, "3/5");
    mpfi_set_ui(r10, 0);
    for (int step = 0; step < 3; step++) {
        ref_collide(&state, &exchange);
        mpfi_ui_sub(r11, 1, r00);
        mpfi_sub(next, r00, r11);                       /* c r_10 + s (r_00 - r_11) / 2 */
        mpfi_mul(next, next, s);
        mpfi_div_ui(next, next, 2);
        mpfi_mul(part, c, r10);
        mpfi_add(next, next, part);
        mpfi_mul(part, c, s);                           /* r_00 - s^2 (r_00 - r_11) / 2 - c s r_10 */
        mpfi_mul(part, part, r10);
        mpfi_swap(r10, next);
        mpfi_sub(next, r00, r11);
        mpfi_sub(r00, r00, part);
        mpfi_sqr(part, s);
        mpfi_mul(part, part, next);
        mpfi_div_ui(part, part, 2);
        mpfi_sub(r00, r00, part);
        ref_observe_populations(populations, &state);
        ref_observe_element(re, im, &state, 1, 0);
        assert_equal(populations[0], r00, BITS - 12, "rho_00");
        mpfi_neg(im, im);
        assert_equal(im, r10, BITS - 12, "-Im rho_10");
    }
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        mpfi_clear(*all[i]);
    ref_state_clear(&state);
    ref_exchange_clear(&exchange);
}
END_TEST

/* ---- damping */

/* |2> damped: binomial populations (1-g)^2, 2 g (1-g), g^2; exactly |0> at gamma = 1. */
START_TEST(damping_by_hand)
{
    static const char *const start[] = {"0", "0", "1"};
    static const char *const exact[2][3] = {{"4/9", "4/9", "1/9"}, {"1", "0", "0"}};
    static const ref_shape shapes[] = {REF_DIAGONAL, REF_REAL_SYMMETRIC, REF_HERMITIAN};
    ref_state state;
    ref_decay decay;
    mpfi_t expected, populations[3];
    state_set(&state, shapes[_i], 3, start, "0", BITS);
    mpfi_init2(expected, BITS);
    for (size_t n = 0; n < 3; n++)
        mpfi_init2(populations[n], BITS);
    for (int full = 0; full < 2; full++) {
        decay_set(&decay, 3, full ? "1" : "2/3", BITS);
        ref_damp(&state, &decay);
        ref_observe_populations(populations, &state);
        for (size_t n = 0; n < 3; n++) {
            enclose(expected, exact[full][n]);
            assert_equal(populations[n], expected, BITS - 12, "population");
        }
        ref_decay_clear(&decay);
    }
    for (size_t n = 0; n < 3; n++)
        mpfi_clear(populations[n]);
    mpfi_clear(expected);
    ref_state_clear(&state);
}
END_TEST

/* An element off the diagonal: rho_10 of two levels is multiplied by sqrt(1 - gamma) = 1/2. */
START_TEST(damping_of_coherence)
{
    static const char *const start[] = {"1", "0"};
    ref_state state;
    ref_exchange exchange;
    ref_decay decay;
    mpfi_t re, im, expected;
    mpfi_init2(re, BITS);
    mpfi_init2(im, BITS);
    mpfi_init2(expected, BITS);
    state_set(&state, _i == 0 ? REF_REAL_SYMMETRIC : REF_HERMITIAN, 2, start, "0", BITS);
    exchange_set(&exchange, REF_UNIFORM, 2, "1/2", "1", "0", "pi/2", BITS);
    decay_set(&decay, 2, "3/4", BITS);
    ref_collide(&state, &exchange);
    ref_damp(&state, &decay);
    ref_observe_element(re, im, &state, 1, 0);
    enclose(expected, "-1/4");                          /* -i kappa sin(theta) / 2 */
    assert_equal(im, expected, BITS - 12, "Im rho_10");
    mpfi_clear(re);
    mpfi_clear(im);
    mpfi_clear(expected);
    ref_state_clear(&state);
    ref_exchange_clear(&exchange);
    ref_decay_clear(&decay);
}
END_TEST

/* ---- budget */

/* The populations of two runs of the same steps, at 64 and at 512 bits, differ by no more than the two
 * errors. In each case another term of the budget is the large one: rounding; the width of cos and sin;
 * that of sin alone; kappa of a q next to 1; damping with a gamma next to 1; the turn by a large phase. */
typedef struct { const char *q, *c, *alpha, *theta, *gamma; long steps; } budget_case;

static const budget_case budget_cases[] = {
    {"1/2", "1", "0", "pi/7", NULL, 20},
    {"1/2", "1", "0", "123456789012345/7", NULL, 1},
    {"1/2", "1", "0", "123456789012345*pi", NULL, 1},
    {"0x1.ffffffffffffffffffffffffffffp-1", "1", "0", "1", NULL, 1},
    {"1/3", "1", "0", "1", "0x1.fffffffffffff8p-1", 1},
    {"1/3", "1", "123456789012345/7", "1", NULL, 2},
};

static void budget_run(ref_state *state, const budget_case *which, mpfr_prec_t precision)
{
    static const char *const start[] = {"1/3", "1/7", "11/21", "0"};
    ref_exchange exchange, other;
    ref_decay decay;
    state_set(state, REF_HERMITIAN, 4, start, "0", precision);
    exchange_set(&exchange, REF_UNIFORM, 4, which->q, which->c, which->alpha, which->theta, precision);
    exchange_set(&other, REF_UNIFORM, 4, "1/2", "1", "0", "1", precision);
    for (long k = 0; k < which->steps; k++) {
        ref_collide(state, &exchange);
        if (which->gamma != NULL) {
            decay_set(&decay, 4, which->gamma, precision);
            ref_damp(state, &decay);
            ref_decay_clear(&decay);
        }
    }
    ref_collide(state, &other);
    ref_exchange_clear(&exchange);
    ref_exchange_clear(&other);
}

START_TEST(budget_covers_the_error)
{
    ref_state coarse, fine;
    budget_run(&coarse, &budget_cases[_i], 64);
    budget_run(&fine, &budget_cases[_i], 512);
    mpfr_t difference, allowed;
    mpfr_inits2(512, difference, allowed, (mpfr_ptr)NULL);
    mpfr_add(allowed, coarse.error, fine.error, MPFR_RNDU);
    for (long n = 0; n < 4; n++) {
        size_t i = ref_state_index(&fine, n, n);
        mpfr_sub(difference, coarse.re[i], fine.re[i], MPFR_RNDN);
        ck_assert_msg(mpfr_cmpabs(difference, allowed) <= 0, "level %ld: %g > %g", n,
                      mpfr_get_d(difference, MPFR_RNDN), mpfr_get_d(allowed, MPFR_RNDU));
    }
    ck_assert(mpfr_cmp(fine.error, coarse.error) < 0);
    mpfr_clears(difference, allowed, (mpfr_ptr)NULL);
    ref_state_clear(&coarse);
    ref_state_clear(&fine);
}
END_TEST

/* What one operation adds is at least its bound in numbers: products * factors * uncertainty * mass. */
START_TEST(budget_of_one_operation)
{
    static const char *const start[] = {"1/2", "1/2", "0"};
    ref_state state;
    ref_exchange exchange;
    state_set(&state, _i == 0 ? REF_DIAGONAL : REF_REAL_SYMMETRIC, 3, start, "0", 64);
    exchange_set(&exchange, REF_OSCILLATOR, 3, "0", "0", "0", "1", 64);
    mpfr_set_d(exchange.uncertainty, 0x1p-40, MPFR_RNDU);
    if (_i == 0)
        ref_rate(&state, &exchange);
    else
        ref_collide(&state, &exchange);
    double added = mpfr_get_d(state.error, MPFR_RNDU), least = (_i == 0 ? 4 * 9 : 8 * 10) * 0x1p-40;
    ck_assert(added >= least && added < 1.001 * least);
    ref_state_clear(&state);
    ref_exchange_clear(&exchange);
}
END_TEST

/* Both triangles count in the mass, and both parts: from the ground state r_00 = q + p cos^2, r_11 = p
 * sin^2, r_10 = kappa sin: at theta = pi/2, q = 1/2, c = 1 the mass is 1/2 + 1/2 + 2 1/2, and sqrt(2) times
 * more off the diagonal when turned by pi/4. */
START_TEST(mass_of_a_matrix)
{
    static const char *const start[] = {"1", "0"};
    ref_state state;
    ref_exchange exchange, turned;
    mpfr_t mass;
    mpfr_init2(mass, 64);
    state_set(&state, REF_HERMITIAN, 2, start, "0", 64);
    exchange_set(&exchange, REF_UNIFORM, 2, "1/2", "1", "0", "pi/2", 64);
    exchange_set(&turned, REF_UNIFORM, 2, "1/2", "1", "pi/4", "0x1p-200", 64);
    ref_collide(&state, &exchange);
    ref_budget_mass(mass, &state);
    ck_assert_double_eq_tol(mpfr_get_d(mass, MPFR_RNDU), 2, 1e-15);
    ref_collide(&state, &turned);
    ref_budget_mass(mass, &state);
    ck_assert_double_eq_tol(mpfr_get_d(mass, MPFR_RNDU), 2.4142135623730951, 1e-15);
    mpfr_clear(mass);
    ref_state_clear(&state);
    ref_exchange_clear(&exchange);
    ref_exchange_clear(&turned);
}
END_TEST

/* The tail of a cut sum is at least what the top level loses, Pr(Binomial(N, gamma) >= terms), summed
 * exactly; it is charged. */
START_TEST(damping_tail)
{
    enum { LEVELS = 61 };
    ref_decay decay;
    decay_set(&decay, LEVELS, "1/100", 64);
    ck_assert(decay.terms > 1 && decay.terms < 30);
    mpz_t lost, part, whole;
    mpz_inits(lost, part, whole, NULL);
    for (long k = decay.terms; k < LEVELS; k++) {       /* sum_k C(60,k) 99^(60-k), over 100^60 */
        mpz_ui_pow_ui(part, 99, (unsigned long)(LEVELS - 1 - k));
        mpz_bin_uiui(whole, LEVELS - 1, (unsigned long)k);
        mpz_addmul(lost, part, whole);
    }
    mpz_ui_pow_ui(whole, 100, LEVELS - 1);
    mpq_t ratio;
    mpq_init(ratio);
    mpq_set_num(ratio, lost);
    mpq_set_den(ratio, whole);
    mpq_canonicalize(ratio);
    ck_assert(mpfr_cmp_q(decay.tail, ratio) >= 0);
    ck_assert(mpfr_cmp_ui_2exp(decay.tail, 1, -64) <= 0);

    ref_state state;
    ref_state_init(&state, REF_DIAGONAL, LEVELS, 64);
    mpfr_set_ui(state.re[0], 1, MPFR_RNDN);
    mpfr_set_d(decay.tail, 0.25, MPFR_RNDU);
    ref_budget_damp(&state, &decay);
    ck_assert_double_ge(mpfr_get_d(state.error, MPFR_RNDU), 0.25);
    ref_state_clear(&state);
    ref_decay_clear(&decay);
    mpq_clear(ratio);
    mpz_clears(lost, part, whole, NULL);
}
END_TEST

/* A gamma that the precision cannot tell from 1 makes the error infinite; then the state is |0><0|, two
 * away at most. */
START_TEST(hopeless_error_is_two)
{
    static const char *const start[] = {"0", "1"};
    ref_state state;
    ref_decay decay;
    mpfi_t energy;
    mpfi_init2(energy, 64);
    state_set(&state, REF_HERMITIAN, 2, start, "0", 64);
    decay_set(&decay, 2, "0x0.ffffffffffffffffffffffffffffffffffp0", 64);
    ref_damp(&state, &decay);
    ck_assert(mpfr_inf_p(state.error));
    ref_state_cap(&state);
    ck_assert_double_eq(mpfr_get_d(state.error, MPFR_RNDU), 2);
    ref_observe_energy(energy, &state);
    ck_assert(mpfi_is_inside_d(0, energy) && mpfi_is_inside_d(1, energy));
    mpfi_clear(energy);
    ref_state_clear(&state);
    ref_decay_clear(&decay);
}
END_TEST

/* ---- leak */

/* |1> of two levels, q = 0: the infinite oscillator has P_1 = cos^2(sqrt(2) theta), P_2 = sin^2, the
 * truncated one stays. Half the leak is exactly the distance of P_1, so that a leak half as large fails. */
START_TEST(leak_of_populations_is_sharp)
{
    static const char *const start[] = {"0", "1"};
    ref_state state;
    ref_exchange exchange;
    mpfr_t leak;
    mpfi_t exact;
    mpfi_init2(exact, BITS);
    mpfr_init2(leak, 64);
    mpfr_set_zero(leak, 1);
    state_set(&state, REF_DIAGONAL, 2, start, "0", BITS);
    exchange_set(&exchange, REF_OSCILLATOR, 2, "0", "0", "0", "3/10", BITS);
    ref_budget_leak(leak, &state, &exchange);
    sine_squared(exact, 2);
    mpfi_mul_ui(exact, exact, 2);
    ck_assert_int_ge(mpfr_cmp(leak, &exact->left), 0);
    mpfi_mul_d(exact, exact, 1 + 0x1p-50);
    ck_assert_int_le(mpfr_cmp(leak, &exact->right), 0);
    mpfr_set_zero(leak, 1);
    state.top = 0;
    ref_budget_leak(leak, &state, &exchange);
    ck_assert(mpfr_zero_p(leak));
    mpfr_clear(leak);
    mpfi_clear(exact);
    ref_state_clear(&state);
    ref_exchange_clear(&exchange);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("model");
    TCase *steps = tcase_create("steps"), *budget = tcase_create("budget");
    tcase_add_test(steps, ladder_weights);
    tcase_add_test(steps, swap_tables);
    tcase_add_test(steps, rate_by_hand);
    tcase_add_loop_test(steps, collide_by_hand, 0, 2);
    tcase_add_test(steps, two_levels_by_hand);
    tcase_add_loop_test(steps, damping_by_hand, 0, 3);
    tcase_add_loop_test(steps, damping_of_coherence, 0, 2);
    tcase_add_loop_test(budget, budget_covers_the_error, 0,
                        (int)(sizeof budget_cases / sizeof *budget_cases));
    tcase_add_loop_test(budget, budget_of_one_operation, 0, 2);
    tcase_add_test(budget, mass_of_a_matrix);
    tcase_add_test(budget, damping_tail);
    tcase_add_test(budget, hopeless_error_is_two);
    tcase_add_test(budget, leak_of_populations_is_sharp);
    suite_add_tcase(suite, steps);
    suite_add_tcase(suite, budget);
    return harness_run(suite);
}
