#include "model.h"

void ref_exchange_init(ref_exchange *exchange, ref_ladder_kind ladder, long levels, mpfr_prec_t precision)
{
    exchange->ladder = ladder;
    exchange->coherent = false;
    ref_real_init(&exchange->alpha);
    mpfi_init2(exchange->theta, precision);
    mpfi_init2(exchange->q, precision);
    mpfi_init2(exchange->p, precision);
    mpfi_init2(exchange->kappa, precision);
    ref_swap_init(&exchange->swap, levels, precision);
    mpfr_init2(exchange->uncertainty, 64);
}

void ref_exchange_clear(ref_exchange *exchange)
{
    ref_real_clear(&exchange->alpha);
    mpfi_clear(exchange->theta);
    mpfi_clear(exchange->q);
    mpfi_clear(exchange->p);
    mpfi_clear(exchange->kappa);
    ref_swap_clear(&exchange->swap);
    mpfr_clear(exchange->uncertainty);
}

bool ref_qubit_coherent(const ref_qubit *qubit)
{
    return ref_real_compare_ratio(&qubit->c, 0, 1) != 0 && ref_real_compare_ratio(&qubit->q, 0, 1) != 0
        && ref_real_compare_ratio(&qubit->q, 1, 1) != 0;
}

static void raise_to_width(mpfr_t uncertainty, const mpfi_t enclosure)
{
    mpfr_t width;
    mpfr_init2(width, 64);
    mpfi_diam_abs(width, enclosure);
    mpfr_max(uncertainty, uncertainty, width, MPFR_RNDU);
    mpfr_clear(width);
}

static void set_qubit_uncertainty(ref_exchange *exchange)
{
    mpfr_set_ui_2exp(exchange->uncertainty, 1, -(mpfr_exp_t)mpfi_get_prec(exchange->q), MPFR_RNDU);
    raise_to_width(exchange->uncertainty, exchange->q);
    raise_to_width(exchange->uncertainty, exchange->p);
    raise_to_width(exchange->uncertainty, exchange->kappa);
}

/* kappa = c sqrt(q p) */
static void set_kappa(ref_exchange *exchange, const ref_real *coherence)
{
    mpfi_t c;
    mpfi_init2(c, mpfi_get_prec(exchange->kappa));
    ref_real_enclose(c, coherence);
    mpfi_mul(exchange->kappa, exchange->q, exchange->p);
    mpfi_sqrt(exchange->kappa, exchange->kappa);
    mpfi_mul(exchange->kappa, exchange->kappa, c);
    mpfi_clear(c);
}

/* p >= 0, although the enclosure of 1 - q may reach below. */
void ref_exchange_set_qubit(ref_exchange *exchange, const ref_qubit *qubit)
{
    exchange->coherent = ref_qubit_coherent(qubit);
    ref_real_set(&exchange->alpha, &qubit->alpha);
    ref_real_enclose(exchange->q, &qubit->q);
    mpfi_ui_sub(exchange->p, 1, exchange->q);
    if (mpfr_sgn(&exchange->p->left) < 0)
        mpfr_set_zero(&exchange->p->left, 1);
    if (exchange->coherent)
        set_kappa(exchange, &qubit->c);
    else
        mpfi_set_ui(exchange->kappa, 0);
    set_qubit_uncertainty(exchange);
}

void ref_exchange_set_angle(ref_exchange *exchange, const mpfi_t theta)
{
    mpfi_set(exchange->theta, theta);
    ref_swap_set(&exchange->swap, exchange->ladder, theta);
    set_qubit_uncertainty(exchange);
    for (long n = 0; n <= exchange->swap.levels; n++) {
        raise_to_width(exchange->uncertainty, exchange->swap.c[n]);
        raise_to_width(exchange->uncertainty, exchange->swap.s[n]);
    }
}
