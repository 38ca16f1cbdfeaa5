#include "model.h"

/* out = (q c_n^2 + p c_{n+1}^2) P_n + q s_{n+1}^2 P_{n+1} + p s_n^2 P_{n-1}: four products x y^2 P. */
static void add_product(mpfr_t out, const mpfi_t x, const mpfi_t y, const mpfr_t population, mpfr_t product)
{
    mpfr_sqr(product, &y->left, MPFR_RNDN);
    mpfr_mul(product, product, &x->left, MPFR_RNDN);
    mpfr_mul(product, product, population, MPFR_RNDN);
    mpfr_add(out, out, product, MPFR_RNDN);
}

static void rate_level(mpfr_t out, const ref_state *state, const ref_exchange *exchange, long n,
                       mpfr_t product)
{
    mpfr_t *population = state->re;
    mpfi_t *c = exchange->swap.c, *s = exchange->swap.s;
    mpfr_set_zero(out, 1);
    if (n > 0)
        add_product(out, exchange->p, s[n], population[n - 1], product);
    if (n <= state->top) {
        add_product(out, exchange->q, c[n], population[n], product);
        add_product(out, exchange->p, c[n + 1], population[n], product);
    }
    if (n < state->top)
        add_product(out, exchange->q, s[n + 1], population[n + 1], product);
}

void ref_rate(ref_state *state, const ref_exchange *exchange)
{
    ref_budget_rate(state, exchange);
    long top = state->top + 1 < state->levels ? state->top + 1 : state->top;
    #pragma omp parallel if (top > 256)
    {
        mpfr_t product;
        mpfr_init2(product, state->precision);
        #pragma omp for schedule(static)
        for (long n = 0; n <= top; n++)
            rate_level(state->spare[n], state, exchange, n, product);
        mpfr_clear(product);
    }
    mpfr_t *next = state->spare;
    state->spare = state->re;
    state->re = next;
    state->top = top;
}
