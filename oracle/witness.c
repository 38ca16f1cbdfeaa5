/* witness: see witness.h. */
#include "witness.h"

#include <string.h>
#include "protocol.h"

/* --- spin: the full swap -------------------------------------------------------------------------------- */

/* The first full swap, from the empty battery: it gains 1, with energy and variance 0 before it. */
static void first_swap_slack(mpfi_t slack, bool printed, long n_max)
{
    mpfi_t zero, theta;
    mpfi_init2(zero, mpfi_get_prec(slack));
    mpfi_init2(theta, mpfi_get_prec(slack));
    mpfi_set_ui(zero, 0);
    ref_full_swap_time(theta, REF_SPIN, 1, n_max + 1);
    if (printed) ref_spin_bound_gain_printed(slack, zero, zero, n_max);
    else ref_spin_bound_gain(slack, zero, zero, n_max);
    mpfi_mul(slack, slack, theta);
    mpfi_sub_ui(slack, slack, 1);
    mpfi_clear(theta);
    mpfi_clear(zero);
}

/* tau minus the least time allowed for the energy k. */
static void time_slack(mpfi_t slack, const mpfi_t tau, void (*time)(mpfi_t, const mpfi_t, long), long k,
                       long n_max)
{
    mpfi_t energy;
    mpfi_init2(energy, mpfi_get_prec(slack));
    mpfi_set_si(energy, k);
    time(slack, energy, n_max);
    mpfi_sub(slack, tau, slack);
    mpfi_clear(energy);
}

static void empty_slack(mpfi_t slack, void (*time)(mpfi_t, const mpfi_t, long), long n_max)
{
    mpfi_t tau;
    mpfi_init2(tau, mpfi_get_prec(slack));
    mpfi_set_ui(tau, 0);
    time_slack(slack, tau, time, 0, n_max);
    mpfi_clear(tau);
}

/* The least over k = 1..n_max full swaps. */
static void least_swap_slack(mpfi_t slack, long *step, void (*time)(mpfi_t, const mpfi_t, long), long n_max)
{
    mpfi_t at_step, theta, tau;
    mpfi_init2(at_step, mpfi_get_prec(slack));
    mpfi_init2(theta, mpfi_get_prec(slack));
    mpfi_init2(tau, mpfi_get_prec(slack));
    mpfi_set_ui(tau, 0);
    for (long k = 1; k <= n_max; k++) {
        ref_protocol_full_swap(theta, REF_SPIN, k, n_max + 1);
        mpfi_add(tau, tau, theta);
        time_slack(at_step, tau, time, k, n_max);
        if (k == 1 || mpfr_less_p(&at_step->right, &slack->right)) {
            mpfi_set(slack, at_step);
            *step = k;
        }
    }
    mpfi_clear(tau);
    mpfi_clear(theta);
    mpfi_clear(at_step);
}

static void full_charge_slack(mpfi_t slack, void (*bound)(mpfi_t, long), long n_max)
{
    mpfi_t least;
    mpfi_init2(least, mpfi_get_prec(slack));
    bound(least, n_max);
    ref_full_swap_time(slack, REF_SPIN, n_max, n_max + 1);
    mpfi_sub(slack, slack, least);
    mpfi_clear(least);
}

static void potential_of_full(mpfi_t out, long n_max)
{
    ref_spin_bound_potential(out, n_max, n_max);
}

bool ref_witness_spin(mpfi_t slack, long *step, const char *id, long n_max)
{
    *step = n_max;
    if (strcmp(id, "26") == 0 || strcmp(id, "26p") == 0) {
        *step = 1;
        first_swap_slack(slack, id[2] == '\0', n_max);
    } else if (strcmp(id, "28") == 0) {
        *step = 0;
        empty_slack(slack, ref_spin_bound_time_printed, n_max);
    } else if (strcmp(id, "28i") == 0) {
        least_swap_slack(slack, step, ref_spin_bound_time_integrated, n_max);
    } else if (strcmp(id, "28p") == 0) {
        least_swap_slack(slack, step, ref_spin_bound_time, n_max);
    } else if (strcmp(id, "29") == 0) {
        full_charge_slack(slack, ref_spin_bound_full_printed, n_max);
    } else if (strcmp(id, "29i") == 0) {
        full_charge_slack(slack, ref_spin_bound_full_integrated, n_max);
    } else if (strcmp(id, "29p") == 0) {
        full_charge_slack(slack, potential_of_full, n_max);
    } else if (strcmp(id, "29pp") == 0) {
        mpfi_set_ui(slack, 0);          /* the bound is the time of the full swap itself */
    } else {
        return false;
    }
    return true;
}

/* --- damped oscillator: one step from the empty battery ------------------------------------------------- */

void ref_witness_damped_at(mpfi_t slack, const mpfi_t theta, bool printed, const mpfi_t gamma)
{
    mpfi_t energy;
    mpfi_init2(energy, mpfi_get_prec(slack));
    ref_damped_bound_first_step(energy, theta, gamma);
    if (printed) ref_damped_bound_time_printed(slack, energy, gamma);
    else ref_damped_bound_time(slack, energy, gamma);
    mpfi_sub(slack, theta, slack);
    mpfi_clear(energy);
}

bool ref_witness_damped(mpfi_t slack, long *m, const char *id, const ref_real *gamma)
{
    enum { FIRST = 128, LAST = 402, DENOMINATOR = 256 };      /* swap angles from 1/2 to pi/2 */
    bool printed = strcmp(id, "C4") == 0;
    if (!printed && strcmp(id, "C4p") != 0) return false;
    mpfi_t theta, at_theta, g;
    mpfi_init2(theta, mpfi_get_prec(slack));
    mpfi_init2(at_theta, mpfi_get_prec(slack));
    mpfi_init2(g, mpfi_get_prec(slack));
    ref_real_enclose(g, gamma);
    for (long i = FIRST; i <= LAST; i++) {
        mpfi_set_si(theta, i);
        mpfi_div_si(theta, theta, DENOMINATOR);
        ref_witness_damped_at(at_theta, theta, printed, g);
        if (i == FIRST || mpfr_less_p(&at_theta->right, &slack->right)) {
            mpfi_set(slack, at_theta);
            *m = i;
        }
    }
    mpfi_clear(g);
    mpfi_clear(at_theta);
    mpfi_clear(theta);
    return true;
}
