/* Let r be the computed state, e the exact one, D = r - e, ||D|| <= error =: E (trace norm). For an
 * observable B with values in [0, b], |tr(B D)| <= b E. Every sum over r is an interval sum, so its own
 * rounding is enclosed as well. */
#include "model.h"

static void widen(mpfi_t value, const ref_state *state, unsigned long factor)
{
    mpfr_t radius;
    mpfr_init2(radius, 64);
    mpfr_mul_ui(radius, state->error, factor, MPFR_RNDU);
    mpfi_increase(value, radius);
    mpfr_clear(radius);
}

/* sum_n n^power r_nn */
static void moment(mpfi_t sum, const ref_state *state, unsigned long power)
{
    mpfi_t term;
    mpfi_init2(term, state->precision);
    mpfi_set_ui(sum, 0);
    for (long n = 0; n <= state->top; n++) {
        mpfi_set_fr(term, state->re[ref_state_index(state, n, n)]);
        for (unsigned long i = 0; i < power; i++)
            mpfi_mul_ui(term, term, (unsigned long)n);
        mpfi_add(sum, sum, term);
    }
    mpfi_clear(term);
}

/* b = 1 */
void ref_observe_trace(mpfi_t trace, const ref_state *state)
{
    moment(trace, state, 0);
    widen(trace, state, 1);
}

/* b = top: neither state has a level above it. */
void ref_observe_energy(mpfi_t energy, const ref_state *state)
{
    moment(energy, state, 1);
    widen(energy, state, (unsigned long)state->top);
}

/* <n^2> - <n>^2, b = top^2 and top. */
void ref_observe_variance(mpfi_t variance, const ref_state *state)
{
    mpfi_t energy;
    mpfi_init2(energy, state->precision);
    ref_observe_energy(energy, state);
    mpfi_sqr(energy, energy);
    moment(variance, state, 2);
    widen(variance, state, (unsigned long)state->top * (unsigned long)state->top);
    mpfi_sub(variance, variance, energy);
    mpfi_clear(energy);
}

static void add_square(mpfi_t sum, const mpfr_t x, unsigned long times, mpfi_t term)
{
    mpfi_set_fr(term, x);
    mpfi_sqr(term, term);
    mpfi_mul_ui(term, term, times);
    mpfi_add(sum, sum, term);
}

/* tr r^2 = sum_nm |r_nm|^2, and |tr r^2 - tr e^2| = |tr D (r + e)| <= E (||r|| + ||e||)
 * <= E (2 + E) in operator norms. */
void ref_observe_purity(mpfi_t purity, const ref_state *state)
{
    mpfi_t term;
    mpfi_init2(term, state->precision);
    mpfi_set_ui(purity, 0);
    for (long n = 0; n <= state->top; n++) {
        add_square(purity, state->re[ref_state_index(state, n, n)], 1, term);
        for (long m = 0; m < n && state->shape != REF_DIAGONAL; m++) {
            add_square(purity, state->re[ref_state_index(state, n, m)], 2, term);
            if (state->im != NULL)
                add_square(purity, state->im[ref_state_index(state, n, m)], 2, term);
        }
    }
    mpfi_clear(term);
    mpfr_t radius;
    mpfr_init2(radius, 64);
    mpfr_add_ui(radius, state->error, 2, MPFR_RNDU);
    mpfr_mul(radius, radius, state->error, MPFR_RNDU);
    mpfi_increase(purity, radius);
    mpfr_clear(radius);
}

/* b = 1; levels above top are exactly empty. */
void ref_observe_populations(mpfi_t *populations, const ref_state *state)
{
    for (long n = 0; n < state->levels; n++) {
        mpfi_set_ui(populations[n], 0);
        if (n > state->top)
            continue;
        mpfi_set_fr(populations[n], state->re[ref_state_index(state, n, n)]);
        widen(populations[n], state, 1);
    }
}

/* Enclosures of r_nm, m <= n: |D_nm| <= E. What the shape does not hold is exactly zero. */
static void gauge_element(mpfi_t re, mpfi_t im, const ref_state *state, long n, long m)
{
    mpfi_set_ui(re, 0);
    mpfi_set_ui(im, 0);
    if (n > state->top || (state->shape == REF_DIAGONAL && m < n))
        return;
    mpfi_set_fr(re, state->re[ref_state_index(state, n, m)]);
    widen(re, state, 1);
    if (state->im != NULL && m < n) {
        mpfi_set_fr(im, state->im[ref_state_index(state, n, m)]);
        widen(im, state, 1);
    }
}

/* (re + i im) exp(i angle) */
static void multiply_phase(mpfi_t re, mpfi_t im, const mpfi_t angle)
{
    mpfi_t c, s, cross;
    mpfi_init2(c, mpfi_get_prec(re));
    mpfi_init2(s, mpfi_get_prec(re));
    mpfi_init2(cross, mpfi_get_prec(re));
    mpfi_cos(c, angle);
    mpfi_sin(s, angle);
    mpfi_mul(cross, im, s);
    mpfi_mul(im, im, c);
    mpfi_mul(s, s, re);
    mpfi_add(im, im, s);
    mpfi_mul(re, re, c);
    mpfi_sub(re, re, cross);
    mpfi_clear(c);
    mpfi_clear(s);
    mpfi_clear(cross);
}

/* rho_nm = (-i)^(n-m) exp(i alpha (n-m)) r_nm for m <= n, rho_mn is its conjugate. */
void ref_observe_element(mpfi_t re, mpfi_t im, const ref_state *state, long n, long m)
{
    long high = n > m ? n : m, low = n > m ? m : n;
    gauge_element(re, im, state, high, low);
    mpfi_t angle;
    mpfi_init2(angle, state->precision);
    ref_real_enclose(angle, &state->alpha);
    mpfi_mul_ui(angle, angle, (unsigned long)(high - low));
    multiply_phase(re, im, angle);
    mpfi_clear(angle);
    for (long turns = (high - low) % 4; turns > 0; turns--) {
        mpfi_neg(re, re);
        mpfi_swap(re, im);
    }
    if (n < m)
        mpfi_neg(im, im);
}
