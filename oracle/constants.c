/* constants: see constants.h. */
#include "constants.h"

enum { GUARD_BITS = 32 };

/* sin x - 2x cos x, whose root on (0, pi/2) is x*. */
static void stationarity(mpfi_t out, const mpfi_t x)
{
    mpfi_t cosine;
    mpfi_init2(cosine, mpfi_get_prec(out));
    mpfi_cos(cosine, x);
    mpfi_mul(cosine, cosine, x);
    mpfi_mul_2ui(cosine, cosine, 1);
    mpfi_sin(out, x);
    mpfi_sub(out, out, cosine);
    mpfi_clear(cosine);
}

/* Its derivative 2x sin x - cos x, positive on [1, 5/4]. */
static void stationarity_slope(mpfi_t out, const mpfi_t x)
{
    mpfi_t cosine;
    mpfi_init2(cosine, mpfi_get_prec(out));
    mpfi_cos(cosine, x);
    mpfi_sin(out, x);
    mpfi_mul(out, out, x);
    mpfi_mul_2ui(out, out, 1);
    mpfi_sub(out, out, cosine);
    mpfi_clear(cosine);
}

/* x := (m - F(m)/F'(x)) within x, m the midpoint: no root of F in x is lost. */
static void newton_step(mpfi_t x)
{
    mpfr_prec_t precision = mpfi_get_prec(x);
    mpfr_t middle;
    mpfi_t point, value, slope;
    mpfr_init2(middle, precision);
    mpfi_init2(point, precision);
    mpfi_init2(value, precision);
    mpfi_init2(slope, precision);
    mpfi_mid(middle, x);
    mpfi_set_fr(point, middle);
    stationarity(value, point);
    stationarity_slope(slope, x);
    mpfi_div(value, value, slope);
    mpfi_sub(point, point, value);
    mpfi_intersect(x, x, point);
    mpfi_clear(slope);
    mpfi_clear(value);
    mpfi_clear(point);
    mpfr_clear(middle);
}

void ref_constant_x_star(mpfi_t out)
{
    mpfr_prec_t precision = mpfi_get_prec(out) + GUARD_BITS;
    mpfi_t x;
    mpfr_t width, before;
    mpfi_init2(x, precision);
    mpfr_init2(width, precision);
    mpfr_init2(before, precision);
    mpfi_interv_d(x, 1.0, 1.25);
    mpfi_diam_abs(width, x);
    do {
        mpfr_set(before, width, MPFR_RNDN);
        newton_step(x);
        mpfi_diam_abs(width, x);
    } while (mpfr_less_p(width, before));
    mpfi_set(out, x);
    mpfr_clear(before);
    mpfr_clear(width);
    mpfi_clear(x);
}

static void enclose_r0(mpfi_t out)
{
    mpfi_t x, square;
    mpfi_init2(x, mpfi_get_prec(out) + GUARD_BITS);
    mpfi_init2(square, mpfi_get_prec(x));
    ref_constant_x_star(x);
    mpfi_mul_2ui(x, x, 1);
    mpfi_sqr(square, x);
    mpfi_add_ui(square, square, 1);
    mpfi_mul_2ui(x, x, 1);
    mpfi_div(out, x, square);
    mpfi_clear(square);
    mpfi_clear(x);
}

/* Bounds are decided at every step of a run: each thread keeps the enclosure it asked for last. */
void ref_constant_r0(mpfi_t out)
{
    static _Thread_local mpfi_t known;
    static _Thread_local mpfr_prec_t precision = 0;
    if (precision != mpfi_get_prec(out)) {
        if (precision == 0)
            mpfi_init2(known, mpfi_get_prec(out));
        precision = mpfi_get_prec(out);
        mpfi_set_prec(known, precision);
        enclose_r0(known);
    }
    mpfi_set(out, known);
}

void ref_constant_zeta_half(mpfi_t out)
{
    mpfr_t half;
    mpfr_init2(half, MPFR_PREC_MIN + 1);
    mpfr_set_d(half, 0.5, MPFR_RNDN);
    mpfr_zeta(&out->left, half, MPFR_RNDD);
    mpfr_zeta(&out->right, half, MPFR_RNDU);
    mpfr_clear(half);
}

/* R0^r0_order pi^pi_order 2^shift. */
static void monomial(mpfi_t out, int r0_order, int pi_order, int shift)
{
    mpfi_t factor;
    mpfi_init2(factor, mpfi_get_prec(out) + GUARD_BITS);
    mpfi_set_ui(out, 1);
    ref_constant_r0(factor);
    for (; r0_order > 0; r0_order--) mpfi_mul(out, out, factor);
    for (; r0_order < 0; r0_order++) mpfi_div(out, out, factor);
    mpfi_const_pi(factor);
    for (; pi_order > 0; pi_order--) mpfi_mul(out, out, factor);
    for (; pi_order < 0; pi_order++) mpfi_div(out, out, factor);
    mpfi_mul_2si(out, out, shift);
    mpfi_clear(factor);
}

static void swap_fraction(mpfi_t out)
{
    mpfi_t pi;
    mpfi_init2(pi, mpfi_get_prec(out) + GUARD_BITS);
    mpfi_const_pi(pi);
    ref_constant_x_star(out);
    mpfi_mul_2ui(out, out, 1);
    mpfi_div(out, out, pi);
    mpfi_clear(pi);
}

static void full_swap_offset(mpfi_t out)
{
    mpfi_t zeta;
    mpfi_init2(zeta, mpfi_get_prec(out) + GUARD_BITS);
    ref_constant_zeta_half(zeta);
    mpfi_const_pi(out);
    mpfi_div_2ui(out, out, 1);
    mpfi_mul(out, out, zeta);
    mpfi_clear(zeta);
}

static void gain_spin(mpfi_t out) { monomial(out, -1, 0, 0); }
static void gain_oscillator(mpfi_t out) { monomial(out, -2, 0, 0); }
static void full_swap_share_oscillator(mpfi_t out) { monomial(out, -2, -2, 2); }
static void full_swap_share_spin(mpfi_t out) { monomial(out, -1, -1, 1); }
static void full_swap_excess(mpfi_t out) { monomial(out, 1, 1, -1); }
static void spin_limit(mpfi_t out) { monomial(out, -1, 1, 0); }
static void spin_full_swap_limit(mpfi_t out) { monomial(out, 0, 2, -1); }
static void exact_gain_spin(mpfi_t out) { monomial(out, 0, 1, -1); }

static void fig3_angle(mpfi_t out)
{
    monomial(out, 0, -1, 0);
    mpfi_t root;
    mpfi_init2(root, mpfi_get_prec(out) + GUARD_BITS);
    mpfi_set_ui(root, 250);
    mpfi_sqrt(root, root);
    mpfi_div(out, out, root);
    mpfi_clear(root);
}

static const ref_constant table[] = {
    {"R0", "(12): max of sin^2(x)/x over x > 0", ref_constant_r0},
    {"x*", "(12): the one maximiser, tan x* = 2 x*", ref_constant_x_star},
    {"2 x*/pi", "(12): the best swap angle in units of the full swap", swap_fraction},
    {"1/R0", "Sec. IV C: coherent speed-up of the spin as j -> infinity", gain_spin},
    {"1/R0^2", "Sec. III C: coherent power over the bound (16)", gain_oscillator},
    {"4/(pi^2 R0^2)", "Sec. III B: full-swap power over the bound (16)", full_swap_share_oscillator},
    {"2/(pi R0)", "Sec. IV B: full-swap power over the spin bound (29)", full_swap_share_spin},
    {"zeta(1/2)", "(17): printed as zeta_{1/2} = 1.46 with a minus sign", ref_constant_zeta_half},
    {"(pi/2) zeta(1/2)", "(17): the constant term of the full-swap time", full_swap_offset},
    {"1/(pi sqrt 250)", "Sec. III C: the swap angle below which coherent charging beats (16), over pi",
     fig3_angle},
    {"pi/R0", "(29): limit j -> infinity", spin_limit},
    {"pi^2/2", "(30): limit j -> infinity", spin_full_swap_limit},
    {"pi R0/2", "full-swap time over the corrected bound (29'), every j", full_swap_excess},
    {"pi/2", "limit of the full-swap time (29'') over the coherent time pi", exact_gain_spin},
};

const ref_constant *ref_constant_table(size_t *count)
{
    *count = sizeof table / sizeof table[0];
    return table;
}
