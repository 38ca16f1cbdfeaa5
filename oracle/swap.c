#include "model.h"

void ref_swap_init(ref_swap *swap, long levels, mpfr_prec_t precision)
{
    swap->levels = levels;
    swap->c = ref_intervals_new((size_t)levels + 1, precision);
    swap->s = ref_intervals_new((size_t)levels + 1, precision);
}

void ref_swap_clear(ref_swap *swap)
{
    ref_intervals_clear(swap->c, (size_t)swap->levels + 1);
    ref_intervals_clear(swap->s, (size_t)swap->levels + 1);
}

static void set_level(ref_swap *swap, ref_ladder_kind ladder, const mpfi_t theta, long n)
{
    mpfi_t angle;
    mpfi_init2(angle, mpfi_get_prec(swap->c[n]));
    mpfi_set_ui(angle, ref_ladder_weight(ladder, n, swap->levels));
    mpfi_sqrt(angle, angle);
    mpfi_mul(angle, angle, theta);
    mpfi_cos(swap->c[n], angle);
    mpfi_sin(swap->s[n], angle);
    mpfi_clear(angle);
}

void ref_swap_set(ref_swap *swap, ref_ladder_kind ladder, const mpfi_t theta)
{
    #pragma omp parallel for schedule(dynamic, 16) if (swap->levels >= 64)
    for (long n = 0; n <= swap->levels; n++)
        set_level(swap, ladder, theta, n);
}
