/* coherent_limit: the driving limit theta -> 0; see bound.h. */
#include "bound.h"

void ref_coherent_limit_oscillator(mpfi_t out, const mpfi_t tau)
{
    mpfi_sqr(out, tau);
    mpfi_div_2ui(out, out, 2);
}

void ref_coherent_limit_spin(mpfi_t out, const mpfi_t tau, long n_max)
{
    mpfi_div_2ui(out, tau, 1);
    mpfi_sin(out, out);
    mpfi_sqr(out, out);
    mpfi_mul_si(out, out, n_max);
}
