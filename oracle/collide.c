/* One charging step, eq. (3), of a density matrix. With eq. (2), U = exp(-i theta H) has the blocks (A9)
 *   <g|U|g> |n> = c_n |n>,           <e|U|e> |n> = c_{n+1} |n>,
 *   <e|U|g> |n> = -i s_n |n-1>,      <g|U|e> |n> = -i s_{n+1} |n+1>,
 * so that tracing out the qubit (1) leaves
 *   rho'_nm = (q c_n c_m + p c_{n+1} c_{m+1}) rho_nm
 *     + p s_n s_m rho_{n-1,m-1} + q s_{n+1} s_{m+1} rho_{n+1,m+1}
 *     + kappa i e^{-i alpha} (c_n s_m rho_{n,m-1} - s_{n+1} c_{m+1} rho_{n+1,m})
 *     + kappa i e^{+i alpha} (c_{n+1} s_{m+1} rho_{n,m+1} - s_n c_m rho_{n-1,m}).
 * In the gauge rho_nm = (-i e^{i alpha})^{n-m} r_nm every coefficient is real, which is (A11) in that gauge:
 *   r'_nm = s_m     (p s_n r_{n-1,m-1}     + kappa c_n r_{n,m-1})
 *         + c_m     (q c_n r_nm            + kappa s_n r_{n-1,m})
 *         + c_{m+1} (p c_{n+1} r_nm        - kappa s_{n+1} r_{n+1,m})
 *         + s_{m+1} (q s_{n+1} r_{n+1,m+1} - kappa c_{n+1} r_{n,m+1}).
 * A step with another alpha first turns the state to its gauge; then Re r (symmetric) and Im r
 * (antisymmetric) obey the same real recursion one by one. */
#include "model.h"

/* The coefficients of row n, and room for one term. */
typedef struct {
    mpfr_t p_s, q_c, p_c1, q_s1, kappa_c, kappa_s, minus_kappa_c1, minus_kappa_s1;
    mpfr_t term, other;
} ref_row;

static void row_init(ref_row *row, mpfr_prec_t precision)
{
    mpfr_inits2(precision, row->p_s, row->q_c, row->p_c1, row->q_s1, row->kappa_c, row->kappa_s,
                row->minus_kappa_c1, row->minus_kappa_s1, row->term, row->other, (mpfr_ptr)NULL);
}

static void row_clear(ref_row *row)
{
    mpfr_clears(row->p_s, row->q_c, row->p_c1, row->q_s1, row->kappa_c, row->kappa_s,
                row->minus_kappa_c1, row->minus_kappa_s1, row->term, row->other, (mpfr_ptr)NULL);
}

static void row_set(ref_row *row, const ref_exchange *exchange, long n)
{
    mpfr_srcptr q = &exchange->q->left, p = &exchange->p->left, kappa = &exchange->kappa->left;
    mpfr_srcptr c = &exchange->swap.c[n]->left, c1 = &exchange->swap.c[n + 1]->left;
    mpfr_srcptr s = &exchange->swap.s[n]->left, s1 = &exchange->swap.s[n + 1]->left;
    mpfr_mul(row->p_s, p, s, MPFR_RNDN);
    mpfr_mul(row->q_c, q, c, MPFR_RNDN);
    mpfr_mul(row->p_c1, p, c1, MPFR_RNDN);
    mpfr_mul(row->q_s1, q, s1, MPFR_RNDN);
    mpfr_mul(row->kappa_c, kappa, c, MPFR_RNDN);
    mpfr_mul(row->kappa_s, kappa, s, MPFR_RNDN);
    mpfr_mul(row->minus_kappa_c1, kappa, c1, MPFR_RNDN);
    mpfr_neg(row->minus_kappa_c1, row->minus_kappa_c1, MPFR_RNDN);
    mpfr_mul(row->minus_kappa_s1, kappa, s1, MPFR_RNDN);
    mpfr_neg(row->minus_kappa_s1, row->minus_kappa_s1, MPFR_RNDN);
}

/* The entry (n, m) of a symmetric matrix, zero outside 0..top. */
static mpfr_srcptr entry(mpfr_t *r, long n, long m, long top, mpfr_srcptr zero)
{
    long low = n < m ? n : m, high = n < m ? m : n;
    return low < 0 || high > top ? zero : r[(size_t)high * ((size_t)high + 1) / 2 + (size_t)low];
}

/* out += column (a x + b y) */
static void add_term(mpfr_t out, const mpfi_t column, const mpfr_t a, mpfr_srcptr x, const mpfr_t b,
                     mpfr_srcptr y, ref_row *row)
{
    mpfr_mul(row->term, a, x, MPFR_RNDN);
    mpfr_mul(row->other, b, y, MPFR_RNDN);
    mpfr_add(row->term, row->term, row->other, MPFR_RNDN);
    mpfr_mul(row->term, row->term, &column->left, MPFR_RNDN);
    mpfr_add(out, out, row->term, MPFR_RNDN);
}

static void collide_row(mpfr_t *out, mpfr_t *r, const ref_swap *swap, long n, long columns, long top,
                        mpfr_srcptr zero, ref_row *row)
{
    for (long m = 0; m < columns; m++) {
        mpfr_srcptr here = entry(r, n, m, top, zero);
        mpfr_set_zero(out[m], 1);
        add_term(out[m], swap->s[m], row->p_s, entry(r, n - 1, m - 1, top, zero),
                 row->kappa_c, entry(r, n, m - 1, top, zero), row);
        add_term(out[m], swap->c[m], row->q_c, here, row->kappa_s, entry(r, n - 1, m, top, zero), row);
        add_term(out[m], swap->c[m + 1], row->p_c1, here,
                 row->minus_kappa_s1, entry(r, n + 1, m, top, zero), row);
        add_term(out[m], swap->s[m + 1], row->q_s1, entry(r, n + 1, m + 1, top, zero),
                 row->minus_kappa_c1, entry(r, n, m + 1, top, zero), row);
    }
}

/* Builds the next matrix from *r in the spare one and exchanges the two. `odd`: antisymmetric, the diagonal
 * is zero, and no entry below it depends on one above. */
static void collide_part(ref_state *state, mpfr_t **r, const ref_exchange *exchange, long top, bool odd)
{
    #pragma omp parallel if (top >= 32)
    {
        ref_row row;
        mpfr_t zero;
        row_init(&row, state->precision);
        mpfr_init2(zero, state->precision);
        mpfr_set_zero(zero, 1);
        #pragma omp for schedule(dynamic, 4)
        for (long n = 0; n <= top; n++) {
            mpfr_t *out = state->spare + ref_state_index(state, n, 0);
            row_set(&row, exchange, n);
            collide_row(out, *r, &exchange->swap, n, odd ? n : n + 1, state->top, zero, &row);
            if (odd)
                mpfr_set_zero(out[n], 1);
        }
        mpfr_clear(zero);
        row_clear(&row);
    }
    mpfr_t *next = state->spare;
    state->spare = *r;
    *r = next;
}

/* (re + i im) (phase_re + i phase_im), in place */
static void turn_entry(mpfr_t re, mpfr_t im, const mpfi_t phase_re, const mpfi_t phase_im, ref_row *row)
{
    mpfr_mul(row->term, re, &phase_im->left, MPFR_RNDN);
    mpfr_mul(row->other, im, &phase_re->left, MPFR_RNDN);
    mpfr_add(row->term, row->term, row->other, MPFR_RNDN);
    mpfr_mul(re, re, &phase_re->left, MPFR_RNDN);
    mpfr_mul(row->other, im, &phase_im->left, MPFR_RNDN);
    mpfr_sub(re, re, row->other, MPFR_RNDN);
    mpfr_set(im, row->term, MPFR_RNDN);
}

/* Enclosures of cos(k delta), sin(k delta), k = 0..top, delta = (old alpha) - (new
 * alpha); their largest width. */
static void turn_phases(mpfr_t uncertainty, mpfi_t *re, mpfi_t *im, const ref_state *state,
                        const ref_real *alpha)
{
    mpfi_t delta, angle;
    mpfr_t width;
    mpfi_init2(delta, state->precision);
    mpfi_init2(angle, state->precision);
    mpfr_init2(width, 64);
    ref_real_enclose(delta, &state->alpha);
    ref_real_enclose(angle, alpha);
    mpfi_sub(delta, delta, angle);
    mpfr_set_ui_2exp(uncertainty, 1, -(mpfr_exp_t)state->precision, MPFR_RNDU);
    for (long k = 0; k <= state->top; k++) {
        mpfi_mul_ui(angle, delta, (unsigned long)k);
        mpfi_cos(re[k], angle);
        mpfi_sin(im[k], angle);
        mpfi_diam_abs(width, re[k]);
        mpfr_max(uncertainty, uncertainty, width, MPFR_RNDU);
        mpfi_diam_abs(width, im[k]);
        mpfr_max(uncertainty, uncertainty, width, MPFR_RNDU);
    }
    mpfi_clear(delta);
    mpfi_clear(angle);
    mpfr_clear(width);
}

/* To the gauge of alpha: r_nm is multiplied by exp(i (old alpha - new alpha) (n - m)). */
static void turn(ref_state *state, const ref_real *alpha)
{
    size_t count = (size_t)state->top + 1;
    mpfi_t *phase_re = ref_intervals_new(count, state->precision);
    mpfi_t *phase_im = ref_intervals_new(count, state->precision);
    mpfr_t uncertainty;
    mpfr_init2(uncertainty, 64);
    turn_phases(uncertainty, phase_re, phase_im, state, alpha);
    ref_budget_turn(state, uncertainty);
    #pragma omp parallel if (state->top >= 32)
    {
        ref_row row;
        row_init(&row, state->precision);
        #pragma omp for schedule(dynamic, 4)
        for (long n = 0; n <= state->top; n++) {
            mpfr_t *re = state->re + ref_state_index(state, n, 0);
            mpfr_t *im = state->im + ref_state_index(state, n, 0);
            for (long m = 0; m < n; m++)
                turn_entry(re[m], im[m], phase_re[n - m], phase_im[n - m], &row);
        }
        row_clear(&row);
    }
    ref_real_set(&state->alpha, alpha);
    mpfr_clear(uncertainty);
    ref_intervals_clear(phase_re, count);
    ref_intervals_clear(phase_im, count);
}

void ref_collide(ref_state *state, const ref_exchange *exchange)
{
    if (exchange->coherent && !ref_real_equal(&exchange->alpha, &state->alpha))
        turn(state, &exchange->alpha);
    ref_budget_collide(state, exchange);
    long top = state->top + 1 < state->levels ? state->top + 1 : state->top;
    collide_part(state, &state->re, exchange, top, false);
    if (state->im != NULL)
        collide_part(state, &state->im, exchange, top, true);
    state->top = top;
}
