/* spin_bound: (26), (28), (29) as printed and as corrected; see bound.h. */
#include "bound.h"
#include "constants.h"

/* out := out / R0 */
static void divide_by_r0(mpfi_t out)
{
    mpfi_t r0;
    mpfi_init2(r0, mpfi_get_prec(out));
    ref_constant_r0(r0);
    mpfi_div(out, out, r0);
    mpfi_clear(r0);
}

/* out := R0 sqrt(out), out known to be nonnegative */
static void r0_root(mpfi_t out)
{
    mpfi_t r0;
    mpfi_init2(r0, mpfi_get_prec(out));
    ref_constant_r0(r0);
    if (mpfr_sgn(&out->left) < 0) mpfr_set_zero(&out->left, 1);
    mpfi_sqrt(out, out);
    mpfi_mul(out, out, r0);
    mpfi_clear(r0);
}

/* <(N-n)(n+1)> = j(j+1) - <J_z^2 + J_z> = N + (N-1) E - E^2 - variance */
static void mean_weight_up(mpfi_t out, const mpfi_t energy, const mpfi_t variance, long n_max)
{
    mpfi_t square;
    mpfi_init2(square, mpfi_get_prec(out));
    mpfi_sqr(square, energy);
    mpfi_mul_si(out, energy, n_max - 1);
    mpfi_add_si(out, out, n_max);
    mpfi_sub(out, out, square);
    mpfi_sub(out, out, variance);
    mpfi_clear(square);
}

void ref_spin_bound_gain(mpfi_t out, const mpfi_t energy, const mpfi_t variance, long n_max)
{
    mean_weight_up(out, energy, variance, n_max);
    r0_root(out);
}

/* j(j+1) - <J_z^2 - J_z> is the mean above plus 2 <J_z> = 2 E - N */
void ref_spin_bound_gain_printed(mpfi_t out, const mpfi_t energy, const mpfi_t variance, long n_max)
{
    mpfi_t twice;
    mpfi_init2(twice, mpfi_get_prec(out));
    mpfi_mul_2ui(twice, energy, 1);
    mpfi_sub_si(twice, twice, n_max);
    mean_weight_up(out, energy, variance, n_max);
    mpfi_add(out, out, twice);
    r0_root(out);
    mpfi_clear(twice);
}

/* x + 1/2 with x = <J_z> = E - j: the distance above the equator of g, where g is largest */
static void above_equator(mpfi_t out, const mpfi_t energy, long n_max)
{
    ref_interval_clamp(out, energy, 0, n_max);
    mpfi_mul_2ui(out, out, 1);
    mpfi_add_si(out, out, 1 - n_max);
    mpfi_div_2ui(out, out, 1);
}

/* arcsin(out / (j + 1/2)) = arctan of (28), an antiderivative of 1/g */
static void arc(mpfi_t out, long n_max)
{
    mpfi_mul_2ui(out, out, 1);
    mpfi_div_si(out, out, n_max + 1);
    mpfi_asin(out, out);
}

static void arc_from_empty(mpfi_t out, long n_max)
{
    mpfi_set_si(out, n_max - 1);
    mpfi_div_2ui(out, out, 1);
    arc(out, n_max);
}

/* arctan((count)/2) */
static void half_arctan(mpfi_t out, long count)
{
    mpfi_set_si(out, count);
    mpfi_div_2ui(out, out, 1);
    mpfi_atan(out, out);
}

void ref_spin_bound_time_printed(mpfi_t out, const mpfi_t energy, long n_max)
{
    mpfi_t start;
    mpfi_init2(start, mpfi_get_prec(out));
    half_arctan(start, n_max - 1);
    above_equator(out, energy, n_max);
    arc(out, n_max);
    mpfi_add(out, out, start);
    divide_by_r0(out);
    mpfi_clear(start);
}

void ref_spin_bound_time_integrated(mpfi_t out, const mpfi_t energy, long n_max)
{
    mpfi_t start;
    mpfi_init2(start, mpfi_get_prec(out));
    arc_from_empty(start, n_max);
    above_equator(out, energy, n_max);
    arc(out, n_max);
    mpfi_add(out, out, start);
    divide_by_r0(out);
    mpfi_clear(start);
}

/* A sine up to the equator, a straight line of length 1, the rest of the sine. */
void ref_spin_bound_time(mpfi_t out, const mpfi_t energy, long n_max)
{
    mpfi_t height, piece, zero;
    mpfi_init2(height, mpfi_get_prec(out));
    mpfi_init2(piece, mpfi_get_prec(out));
    mpfi_init2(zero, mpfi_get_prec(out));
    mpfi_set_ui(zero, 0);
    above_equator(height, energy, n_max);
    arc_from_empty(out, n_max);
    ref_interval_min(piece, height, zero);
    arc(piece, n_max);
    mpfi_add(out, out, piece);
    ref_interval_clamp(piece, height, 0, 1);
    mpfi_mul_2ui(piece, piece, 1);
    mpfi_div_si(piece, piece, n_max + 1);
    mpfi_add(out, out, piece);
    mpfi_sub_ui(height, height, 1);
    ref_interval_max(piece, height, zero);
    arc(piece, n_max);
    mpfi_add(out, out, piece);
    divide_by_r0(out);
    mpfi_clear(zero);
    mpfi_clear(piece);
    mpfi_clear(height);
}

void ref_spin_bound_full_printed(mpfi_t out, long n_max)
{
    mpfi_t start;
    mpfi_init2(start, mpfi_get_prec(out));
    half_arctan(start, n_max - 1);
    half_arctan(out, n_max + 1);
    mpfi_add(out, out, start);
    divide_by_r0(out);
    mpfi_clear(start);
}

void ref_spin_bound_full_integrated(mpfi_t out, long n_max)
{
    mpfi_t full;
    mpfi_init2(full, mpfi_get_prec(out));
    mpfi_set_si(full, n_max);
    ref_spin_bound_time_integrated(out, full, n_max);
    mpfi_clear(full);
}

void ref_spin_bound_potential(mpfi_t out, long n, long n_max)
{
    mpfi_t factor;
    mpfi_init2(factor, mpfi_get_prec(out));
    ref_full_swap_time(out, REF_SPIN, n, n_max + 1);
    mpfi_const_pi(factor);
    mpfi_div(out, out, factor);
    mpfi_mul_2ui(out, out, 1);
    divide_by_r0(out);
    mpfi_clear(factor);
}
