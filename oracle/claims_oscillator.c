/* claims_oscillator: (13)-(18), the incoherent oscillator. */
#include "claims.h"

#include <stdlib.h>
#include "text.h"

enum { PRECISION = 128, BOUNDS = 4, SWAPS = 100000 };

static const char *const ids[BOUNDS] = {"12", "13", "15", "16"};
static const char *const shipped[] = {"fig2_greedy_transient", "fig3_greedy_average", "fig3_full_swap"};

/* The tightest of the family, then of the shipped scenarios, in words and as a command. */
static void add_bound(ref_claims *claims, const ref_bound *bound, const ref_ruling *family_ruling,
                      const ref_family *family)
{
    char *stem = ref_text_format("random-oscillator-%s", bound->id);
    char *path = ref_claims_write(claims, family, stem, family_ruling->step);
    ref_claims_add(claims, REF_PRINTED, bound->id, bound->equation, bound->statement, family_ruling,
                   ref_text_format("every step of %ld random incoherent protocols, adaptive, any q_k",
                                   family->count),
                   ref_text_format("tightest: protocol %ld", family_ruling->step),
                   ref_text_format("surecharge bound %s %s", bound->id, path));
    free(path);
    free(stem);
}

static void add_shipped(ref_claims *claims, const ref_bound *bound, const ref_ruling *ruling,
                        const char *name)
{
    ref_claims_add(claims, REF_PRINTED, bound->id, bound->equation, bound->statement, ruling,
                   ref_text_format("every step of %s", name), ref_text_format("tightest: step %ld",
                           ruling->step),
                   ref_text_format("surecharge bound %s %s/%s.json", bound->id, claims->scenarios, name));
}

static void bounds_on_protocols(ref_claims *claims)
{
    const ref_bound *bounds[BOUNDS];
    ref_ruling rulings[BOUNDS];
    ref_family family = {REF_OSCILLATOR, 8, 40, 0, 200};
    for (int b = 0; b < BOUNDS; b++) {
        bounds[b] = ref_bound_find(ids[b]);
        ref_ruling_init(&rulings[b]);
    }
    ref_claims_family(rulings, bounds, BOUNDS, &family);
    for (int b = 0; b < BOUNDS; b++) {
        add_bound(claims, bounds[b], &rulings[b], &family);
        ref_ruling_clear(&rulings[b]);
    }
    for (size_t i = 0; i < sizeof shipped / sizeof shipped[0]; i++) {
        if (!ref_claims_hold(claims, rulings, bounds, BOUNDS, shipped[i])) return;
        for (int b = 0; b < BOUNDS; b++) {
            add_shipped(claims, bounds[b], &rulings[b], shipped[i]);
            ref_ruling_clear(&rulings[b]);
        }
    }
}

/* --- (17), (18) ----------------------------------------------------------------------------------------- */

/* The time of 1, 2, …, SWAPS full swaps against four statements. */
typedef struct { ref_ruling printed, corrected, power, half; } swap_rulings;

/* pi/(4 sqrt K) - |tau - pi sqrt(K) - constant| */
static void remainder_slack(mpfi_t slack, const mpfi_t tau, const mpfi_t constant, unsigned long count)
{
    mpfi_t root, pi;
    mpfi_init2(root, PRECISION);
    mpfi_init2(pi, PRECISION);
    mpfi_set_ui(root, count);
    mpfi_sqrt(root, root);
    mpfi_const_pi(pi);
    mpfi_mul(slack, pi, root);
    mpfi_add(slack, slack, constant);
    mpfi_sub(slack, tau, slack);
    mpfi_abs(slack, slack);
    mpfi_div(pi, pi, root);
    mpfi_div_2ui(pi, pi, 2);
    mpfi_sub(slack, pi, slack);
    mpfi_clear(pi);
    mpfi_clear(root);
}

/* 4/sqrt(K) - |pi^2 K / tau^2 - 1|: (18) in the form E/tau = (tau/pi^2) (1 + O(1/sqrt K)) */
static void power_slack(mpfi_t slack, const mpfi_t tau, unsigned long count)
{
    mpfi_t allowed;
    mpfi_init2(allowed, PRECISION);
    mpfi_const_pi(slack);
    mpfi_div(slack, slack, tau);
    mpfi_sqr(slack, slack);
    mpfi_mul_ui(slack, slack, count);
    mpfi_sub_ui(slack, slack, 1);
    mpfi_abs(slack, slack);
    mpfi_set_ui(allowed, count);
    mpfi_sqrt(allowed, allowed);
    mpfi_ui_div(allowed, 4, allowed);
    mpfi_sub(slack, allowed, slack);
    mpfi_clear(allowed);
}

/* 1/sqrt(K) - |(K/tau)/(P(K)/2) - 1|, P(K) = 2 sqrt(K)/pi: the average power against
 * half the transient one. */
static void half_slack(mpfi_t slack, const mpfi_t tau, unsigned long count)
{
    mpfi_t root;
    mpfi_init2(root, PRECISION);
    mpfi_set_ui(root, count);
    mpfi_sqrt(root, root);
    mpfi_const_pi(slack);
    mpfi_mul(slack, slack, root);
    mpfi_div(slack, slack, tau);
    mpfi_sub_ui(slack, slack, 1);
    mpfi_abs(slack, slack);
    mpfi_ui_div(root, 1, root);
    mpfi_sub(slack, root, slack);
    mpfi_clear(root);
}

static void swap_times(swap_rulings *rulings)
{
    mpfi_t tau, rung, half_pi, printed, corrected, slack;
    mpfi_ptr all[] = {tau, rung, half_pi, printed, corrected, slack};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) mpfi_init2(all[i], PRECISION);
    mpfi_set_ui(tau, 0);
    mpfi_const_pi(half_pi);
    mpfi_div_2ui(half_pi, half_pi, 1);
    ref_full_swap_asymptote_printed(printed, 0);
    ref_full_swap_asymptote(corrected, 0);
    for (unsigned long count = 1; count <= SWAPS; count++) {
        mpfi_set_ui(rung, count);
        mpfi_sqrt(rung, rung);
        mpfi_div(rung, half_pi, rung);
        mpfi_add(tau, tau, rung);
        remainder_slack(slack, tau, printed, count);
        ref_ruling_note(&rulings->printed, slack, (long)count);
        remainder_slack(slack, tau, corrected, count);
        ref_ruling_note(&rulings->corrected, slack, (long)count);
        power_slack(slack, tau, count);
        ref_ruling_note(&rulings->power, slack, (long)count);
        half_slack(slack, tau, count);
        if (count > 1) ref_ruling_note(&rulings->half, slack, (long)count);
    }
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) mpfi_clear(all[i]);
}

static void full_swap_time(ref_claims *claims)
{
    swap_rulings rulings;
    ref_ruling_init(&rulings.printed);
    ref_ruling_init(&rulings.corrected);
    ref_ruling_init(&rulings.power);
    ref_ruling_init(&rulings.half);
    swap_times(&rulings);
    ref_claims_add(claims, REF_PRINTED, "17", "(17)", "|tau - pi sqrt(K) + 1.46| <= pi/(4 sqrt K)",
                   &rulings.printed,
                   ref_text_format("K = 1 to %d; the true constant term is (pi/2) zeta(1/2)", SWAPS),
                   ref_text_format("first K = %ld, most K = %ld", rulings.printed.first,
                                   rulings.printed.step),
                   ref_text_format("surecharge paper --chapter oscillator"));
    ref_claims_add(claims, REF_CORRECTED, "17'", "(17)",
                   "|tau - pi sqrt(K) - (pi/2) zeta(1/2)| <= pi/(4 sqrt "
                   "K)",
                   &rulings.corrected, ref_text_format("every K from 1 to %d", SWAPS),
                   ref_text_format("tightest: K = %ld", rulings.corrected.step),
                       ref_text_format("surecharge paper --chapter oscillator"));
    ref_claims_add(claims, REF_PRINTED, "18", "(18)", "full-swap power is tau/pi^2, to a relative 4/sqrt(K)",
                   &rulings.power, ref_text_format("every K from 1 to %d", SWAPS),
                   ref_text_format("tightest: K = %ld", rulings.power.step),
                       ref_text_format("surecharge paper --chapter oscillator"));
    ref_claims_add(claims, REF_PRINTED, "P(K)/2", "Sec. III B",
                   "full-swap power is half the transient power P(K), to a relative 1/sqrt(K)", &rulings.half,
                   ref_text_format("every K from 2 to %d", SWAPS),
                   ref_text_format("tightest: K = %ld", rulings.half.step),
                   ref_text_format("surecharge paper --chapter oscillator"));
    ref_ruling_clear(&rulings.printed);
    ref_ruling_clear(&rulings.corrected);
    ref_ruling_clear(&rulings.power);
    ref_ruling_clear(&rulings.half);
}

/* Sec. III: "theta_k = pi/2 for all k" is no full swap from the second step on: sin^2(sqrt(2) pi/2) < 1. */
static void constant_angle(ref_claims *claims)
{
    mpfi_t slack, two;
    ref_ruling ruling;
    mpfi_init2(slack, PRECISION);
    mpfi_init2(two, PRECISION);
    mpfi_set_ui(two, 2);
    mpfi_sqrt(two, two);
    mpfi_const_pi(slack);
    mpfi_mul(slack, slack, two);
    mpfi_div_2ui(slack, slack, 1);
    mpfi_sin(slack, slack);
    mpfi_sqr(slack, slack);
    mpfi_sub_ui(slack, slack, 1);
    ref_ruling_init(&ruling);
    ref_ruling_note(&ruling, slack, 2);
    ref_claims_add(claims, REF_PRINTED, "pi/2 for all k", "Sec. III", "theta_k = pi/2 for all k swaps every "
                   "excitation in full",
                   &ruling, ref_text_format("step 2, from level 1 to level 2"),
                   ref_text_format("sin^2(pi/sqrt 2) < 1; the angle should be pi/(2 sqrt k)"),
                   ref_text_format("surecharge paper --chapter oscillator"));
    ref_ruling_clear(&ruling);
    mpfi_clear(two);
    mpfi_clear(slack);
}

void ref_claims_oscillator(ref_claims *claims)
{
    bounds_on_protocols(claims);
    full_swap_time(claims);
    constant_angle(claims);
}
