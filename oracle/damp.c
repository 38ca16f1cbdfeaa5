/* Damping (21) by Kraus operators on the level number,
 *   r'_nm = sum_k w_{n,k} w_{m,k} r_{n+k,m+k},   w_{n,k} = sqrt(C(n+k,k) gamma^k (1-gamma)^n)
 *         = lower_n lower_m sum_k loss_k (raise_{n+k} raise_{m+k} r_{n+k,m+k}),
 * because C(n+k,k) = (n+k)! / (n! k!). All weights are >= 0. */
#include "model.h"

void ref_decay_init(ref_decay *decay, long levels, mpfr_prec_t precision)
{
    decay->levels = levels;
    decay->terms = 0;
    decay->raise = ref_intervals_new((size_t)levels, precision);
    decay->lower = ref_intervals_new((size_t)levels, precision);
    decay->loss = ref_intervals_new((size_t)levels, precision);
    mpfr_init2(decay->tail, 64);
    mpfr_init2(decay->uncertainty, 64);
}

void ref_decay_clear(ref_decay *decay)
{
    ref_intervals_clear(decay->raise, (size_t)decay->levels);
    ref_intervals_clear(decay->lower, (size_t)decay->levels);
    ref_intervals_clear(decay->loss, (size_t)decay->levels);
    mpfr_clear(decay->tail);
    mpfr_clear(decay->uncertainty);
}

/* The three tables by recurrence: raise_n = raise_{n-1} sqrt(n), lower_n = lower_{n-1} sqrt((1-gamma)/n),
 * loss_k = loss_{k-1} gamma / k. */
static void set_tables(ref_decay *decay, const mpfi_t gamma)
{
    mpfi_t keep, factor;
    mpfi_init2(keep, mpfi_get_prec(gamma));
    mpfi_init2(factor, mpfi_get_prec(gamma));
    mpfi_ui_sub(keep, 1, gamma);
    if (mpfr_sgn(&keep->left) < 0)
        mpfr_set_zero(&keep->left, 1);
    mpfi_set_ui(decay->raise[0], 1);
    mpfi_set_ui(decay->lower[0], 1);
    mpfi_set_ui(decay->loss[0], 1);
    for (long n = 1; n < decay->levels; n++) {
        unsigned long number = (unsigned long)n;
        mpfi_set_ui(factor, number);
        mpfi_sqrt(factor, factor);
        mpfi_mul(decay->raise[n], decay->raise[n - 1], factor);
        mpfi_div_ui(factor, keep, number);
        mpfi_sqrt(factor, factor);
        mpfi_mul(decay->lower[n], decay->lower[n - 1], factor);
        mpfi_mul(factor, decay->loss[n - 1], gamma);
        mpfi_div_ui(decay->loss[n], factor, number);
    }
    mpfi_clear(keep);
    mpfi_clear(factor);
}

/* (right - left) / left, rounded up; 0 for an exact zero. */
static void relative_width(mpfr_t width, const mpfi_t enclosure)
{
    mpfi_diam_abs(width, enclosure);
    if (!mpfr_zero_p(width))
        mpfr_div(width, width, &enclosure->left, MPFR_RNDU);
}

static void set_uncertainty(ref_decay *decay)
{
    mpfr_t width;
    mpfr_init2(width, 64);
    mpfr_set_ui_2exp(decay->uncertainty, 1, -(mpfr_exp_t)mpfi_get_prec(decay->raise[0]), MPFR_RNDU);
    for (long n = 0; n < decay->levels; n++) {
        mpfi_t *table[] = {decay->raise, decay->lower, decay->loss};
        for (size_t i = 0; i < 3; i++) {
            relative_width(width, table[i][n]);
            mpfr_max(decay->uncertainty, decay->uncertainty, width, MPFR_RNDU);
        }
    }
    mpfr_clear(width);
}

/* Keeps the fewest terms whose tail is at most 2^-precision. An entry r_ab loses
 *   sum_{k >= terms} w_{a-k,k} w_{b-k,k} |r_ab| <= |r_ab| max_a sum_{k >= terms} w_{a-k,k}^2      
 *   (Cauchy-Schwarz)
 *     = |r_ab| Pr(Binomial(N, gamma) >= terms) <= |r_ab| C(N, terms) gamma^terms,   N = levels - 1,
 * since the probability grows with a, and by the union bound over the sets of `terms` trials. */
static void set_terms(ref_decay *decay, const mpfi_t gamma)
{
    mpfr_t target;
    mpfr_init2(target, 64);
    mpfr_set_ui_2exp(target, 1, -(mpfr_exp_t)mpfi_get_prec(gamma), MPFR_RNDU);
    mpfr_set_ui(decay->tail, 1, MPFR_RNDU);
    decay->terms = 0;
    while (mpfr_cmp(decay->tail, target) > 0) {
        mpfr_mul_ui(decay->tail, decay->tail, (unsigned long)(decay->levels - 1 - decay->terms), MPFR_RNDU);
        decay->terms++;
        mpfr_div_ui(decay->tail, decay->tail, (unsigned long)decay->terms, MPFR_RNDU);
        mpfr_mul(decay->tail, decay->tail, &gamma->right, MPFR_RNDU);
    }
    mpfr_clear(target);
}

void ref_decay_set(ref_decay *decay, const ref_real *gamma)
{
    mpfi_t enclosure;
    mpfi_init2(enclosure, mpfi_get_prec(decay->raise[0]));
    ref_real_enclose(enclosure, gamma);
    set_tables(decay, enclosure);
    set_uncertainty(decay);
    set_terms(decay, enclosure);
    mpfi_clear(enclosure);
}

/* x table_n table_m, in place */
static void scale(mpfr_t x, mpfi_t *table, long n, long m)
{
    mpfr_mul(x, x, &table[n]->left, MPFR_RNDN);
    mpfr_mul(x, x, &table[m]->left, MPFR_RNDN);
}

/* out = lower_n lower_m sum_k loss_k r_{n+k,m+k}, r already raised */
static void damp_entry(mpfr_t out, const ref_state *state, mpfr_t *r, const ref_decay *decay, long n, long m,
                       mpfr_t product)
{
    long last = state->top - n < decay->terms - 1 ? state->top - n : decay->terms - 1;
    mpfr_set_zero(out, 1);
    for (long k = last; k >= 0; k--) {
        mpfr_mul(product, r[ref_state_index(state, n + k, m + k)], &decay->loss[k]->left, MPFR_RNDN);
        mpfr_add(out, out, product, MPFR_RNDN);
    }
    scale(out, decay->lower, n, m);
}

/* The first column of row n that the shape holds. */
static long first_column(const ref_state *state, long n)
{
    return state->shape == REF_DIAGONAL ? n : 0;
}

static void damp_part(ref_state *state, mpfr_t **r, const ref_decay *decay)
{
    #pragma omp parallel if (state->top >= 32)
    {
        mpfr_t product;
        mpfr_init2(product, state->precision);
        #pragma omp for schedule(dynamic, 4)
        for (long n = 0; n <= state->top; n++)
            for (long m = first_column(state, n); m <= n; m++)
                scale((*r)[ref_state_index(state, n, m)], decay->raise, n, m);
        #pragma omp for schedule(dynamic, 4)
        for (long n = 0; n <= state->top; n++)
            for (long m = first_column(state, n); m <= n; m++)
                damp_entry(state->spare[ref_state_index(state, n, m)], state, *r, decay, n, m, product);
        mpfr_clear(product);
    }
    mpfr_t *next = state->spare;
    state->spare = *r;
    *r = next;
}

void ref_damp(ref_state *state, const ref_decay *decay)
{
    ref_budget_damp(state, decay);
    damp_part(state, &state->re, decay);
    if (state->im != NULL)
        damp_part(state, &state->im, decay);
}
