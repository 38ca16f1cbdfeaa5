/* oscillator_bound: (13), (15), (16); see bound.h. */
#include "bound.h"
#include "constants.h"

void ref_oscillator_bound_gain(mpfi_t out, const mpfi_t energy)
{
    mpfi_t r0;
    mpfi_init2(r0, mpfi_get_prec(out));
    ref_constant_r0(r0);
    mpfi_add_ui(out, energy, 1);
    mpfi_sqrt(out, out);
    mpfi_mul(out, out, r0);
    mpfi_clear(r0);
}

void ref_oscillator_bound_power(mpfi_t out, const mpfi_t tau)
{
    mpfi_t r0;
    mpfi_init2(r0, mpfi_get_prec(out));
    ref_constant_r0(r0);
    mpfi_mul(out, r0, tau);
    mpfi_div_2ui(out, out, 2);
    mpfi_add_ui(out, out, 1);
    mpfi_mul(out, out, r0);
    mpfi_clear(r0);
}

void ref_oscillator_bound_energy(mpfi_t out, const mpfi_t tau)
{
    mpfi_t power;
    mpfi_init2(power, mpfi_get_prec(out));
    ref_oscillator_bound_power(power, tau);
    mpfi_mul(out, power, tau);
    mpfi_clear(power);
}
