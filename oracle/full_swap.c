/* full_swap: the time of the full-swap protocol; see bound.h. */
#include "bound.h"
#include "constants.h"
#include "model.h"

void ref_full_swap_time(mpfi_t out, ref_ladder_kind ladder, long count, long levels)
{
    mpfi_t rung;
    mpfi_init2(rung, mpfi_get_prec(out));
    mpfi_set_ui(out, 0);
    for (long n = 1; n <= count; n++) {
        mpfi_set_ui(rung, ref_ladder_weight(ladder, n, levels));
        mpfi_sqrt(rung, rung);
        mpfi_inv(rung, rung);
        mpfi_add(out, out, rung);
    }
    mpfi_const_pi(rung);
    mpfi_mul(out, out, rung);
    mpfi_div_2ui(out, out, 1);
    mpfi_clear(rung);
}

/* pi sqrt(count) */
static void leading_term(mpfi_t out, unsigned long count)
{
    mpfi_t root;
    mpfi_init2(root, mpfi_get_prec(out));
    mpfi_set_ui(root, count);
    mpfi_sqrt(root, root);
    mpfi_const_pi(out);
    mpfi_mul(out, out, root);
    mpfi_clear(root);
}

void ref_full_swap_asymptote_printed(mpfi_t out, unsigned long count)
{
    mpfi_t constant;
    mpfi_init2(constant, mpfi_get_prec(out));
    mpfi_set_ui(constant, 146);
    mpfi_div_ui(constant, constant, 100);
    leading_term(out, count);
    mpfi_sub(out, out, constant);
    mpfi_clear(constant);
}

void ref_full_swap_asymptote(mpfi_t out, unsigned long count)
{
    mpfi_t offset, half_pi;
    mpfi_init2(offset, mpfi_get_prec(out));
    mpfi_init2(half_pi, mpfi_get_prec(out));
    ref_constant_zeta_half(offset);
    mpfi_const_pi(half_pi);
    mpfi_div_2ui(half_pi, half_pi, 1);
    mpfi_mul(offset, offset, half_pi);
    leading_term(out, count);
    mpfi_add(out, out, offset);
    mpfi_clear(half_pi);
    mpfi_clear(offset);
}

void ref_full_swap_floor(mpfi_t out, long n_max)
{
    mpfi_t edge;
    mpfi_init2(edge, mpfi_get_prec(out));
    mpfi_set_si(edge, n_max);
    mpfi_sqrt(edge, edge);
    mpfi_inv(edge, edge);
    mpfi_div_2ui(edge, edge, 1);
    mpfi_set_si(out, n_max - 1);
    mpfi_div_si(out, out, n_max + 1);
    mpfi_asin(out, out);
    mpfi_add(out, out, edge);
    mpfi_const_pi(edge);
    mpfi_mul(out, out, edge);
    mpfi_clear(edge);
}
