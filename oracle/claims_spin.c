/* claims_spin: (26)-(30), the incoherent spin. */
#include "claims.h"
#include "constants.h"
#include "witness.h"

#include <stdlib.h>
#include <string.h>
#include "text.h"

enum { PRECISION = 128, N_MAX = 120 };

#define COMMAND "surecharge paper --chapter spin"

/* --- against the full swap, every j up to N_MAX/2 ------------------------------------------------------- */

/* slack := a lower bound on the full-swap time, beyond N_MAX for every N (it grows), minus limit */
static void slack_beyond(mpfi_t slack, const mpfi_t limit)
{
    ref_full_swap_floor(slack, N_MAX + 1);
    mpfi_sub(slack, slack, limit);
}

/* pi/R0, which every form of (29) from (27) stays below */
static void spin_limit(mpfi_t limit)
{
    mpfi_t r0;
    mpfi_init2(r0, PRECISION);
    ref_constant_r0(r0);
    mpfi_const_pi(limit);
    mpfi_div(limit, limit, r0);
    mpfi_clear(r0);
}

static void rule_every_spin(ref_ruling *ruling, ref_exceptions *out, const char *id)
{
    mpfi_t slack;
    mpfi_init2(slack, PRECISION);
    *out = (ref_exceptions){0, 0, 0};
    for (long n_max = 1; n_max <= N_MAX; n_max++) {
        long step;
        ref_witness_spin(slack, &step, id, n_max);
        ref_ruling_note(ruling, slack, n_max);
        if (ref_bound_decide(slack) == REF_VERDICT_REFUTED) ref_exceptions_add(out, n_max);
    }
    mpfi_clear(slack);
}

static char *bound_command(const char *id, long n_max)
{
    char *j = ref_claims_half(n_max), *text = ref_text_format("surecharge bound %s --j %s", id, j);
    free(j);
    return text;
}

/* Against the full swap of every j up to N_MAX/2; `limited`: a full-charge time below pi/R0,
 * so every j beyond too. */
static void against_full_swap(ref_claims *claims, ref_claim_kind kind, const char *id, const char *equation,
                              const char *statement, bool limited)
{
    ref_ruling ruling;
    ref_exceptions found;
    mpfi_t slack, limit;
    mpfi_init2(slack, PRECISION);
    mpfi_init2(limit, PRECISION);
    ref_ruling_init(&ruling);
    rule_every_spin(&ruling, &found, id);
    spin_limit(limit);
    slack_beyond(slack, limit);
    bool every = limited && ref_bound_decide(slack) == REF_VERDICT_CERTIFIED;
    long witness = ruling.verdict == REF_VERDICT_REFUTED ? found.first : ruling.step;
    ref_claims_add(claims, kind, id, equation, statement, &ruling,
                   ref_text_format("the full swap, j = 1/2 to %d%s", N_MAX / 2,
                                   every ? "; beyond it takes longer than pi/R0" : ""),
                   ref_exceptions_text(&found, ruling.step, "tightest:"), bound_command(id, witness));
    ref_ruling_clear(&ruling);
    mpfi_clear(limit);
    mpfi_clear(slack);
}

static void every_full_swap(ref_claims *claims)
{
    against_full_swap(claims, REF_PRINTED, "26", "(26)", "third line, as printed", false);
    against_full_swap(claims, REF_CORRECTED, "26p", "(26)", "third line, with +J_z", false);
    against_full_swap(claims, REF_PRINTED, "28", "(28)", "energy in time, as printed", false);
    against_full_swap(claims, REF_PRINTED, "28i", "(28)", "energy in time, (27) integrated from its initial "
                      "value", false);
    against_full_swap(claims, REF_CORRECTED, "28p", "(28')", "energy in time, corrected", false);
    against_full_swap(claims, REF_PRINTED, "29", "(29)", "full-charge time, as printed", true);
    against_full_swap(claims, REF_PRINTED, "29i", "(29)",
                      "full-charge time, (27) integrated from its initial "
                      "value", true);
    against_full_swap(claims, REF_CORRECTED, "29p", "(29')", "full charge takes (1/R0) sum 1/f_n", false);
    against_full_swap(claims, REF_CORRECTED, "29pp", "(29'')", "certain full charge takes (pi/2) sum 1/f_n, "
                      "attained", false);
}

/* --- against runs --------------------------------------------------------------------------------------- */

static void every_protocol(ref_claims *claims)
{
    enum { COUNT = 3 };
    static const char *const ids[COUNT] = {"26p", "28p", "29p"};
    const ref_bound *bounds[COUNT];
    ref_ruling rulings[COUNT];
    ref_family family = {REF_SPIN, 2, 30, 0, 116};
    for (int b = 0; b < COUNT; b++) {
        bounds[b] = ref_bound_find(ids[b]);
        ref_ruling_init(&rulings[b]);
    }
    ref_claims_family(rulings, bounds, COUNT, &family);
    for (int b = 0; b < COUNT; b++) {
        char *stem = ref_text_format("random-spin-%s", ids[b]);
        char *path = ref_claims_write(claims, &family, stem, rulings[b].step);
        ref_claims_add(claims, REF_CORRECTED, ids[b], bounds[b]->equation, bounds[b]->statement, &rulings[b],
                       ref_text_format("every step of %ld random incoherent protocols, j = 1/2 to 29/2",
                                       family.count),
                       ref_text_format("tightest: protocol %ld", rulings[b].step),
                       ref_text_format("surecharge bound %s %s", ids[b], path));
        free(path);
        free(stem);
        ref_ruling_clear(&rulings[b]);
    }
    if (!ref_claims_hold(claims, rulings, bounds, COUNT, "fig6_greedy_average")) return;
    for (int b = 0; b < COUNT; b++) {
        ref_claims_add(claims, REF_CORRECTED, ids[b], bounds[b]->equation, bounds[b]->statement, &rulings[b],
                       ref_text_format("every step of fig6_greedy_average"),
                       ref_text_format("tightest: step %ld", rulings[b].step),
                       ref_text_format("surecharge bound %s %s/fig6_greedy_average.json", ids[b],
                                       claims->scenarios));
        ref_ruling_clear(&rulings[b]);
    }
}

/* --- statements about the full swap at every j ---------------------------------------------------------- */

/* slack := full-swap time - limit, at every N up to N_MAX; beyond it the floor of the time, which grows with
 * N, at N_MAX + 1 stands for all: it must exceed the limit, or the ruling is undecided. */
static void rule_against_limit(ref_ruling *ruling, ref_exceptions *out, const mpfi_t limit)
{
    mpfi_t slack;
    mpfi_init2(slack, PRECISION);
    *out = (ref_exceptions){0, 0, 0};
    for (long n_max = 1; n_max <= N_MAX + 1; n_max++) {
        ref_full_swap_time(slack, REF_SPIN, n_max, n_max + 1);
        mpfi_sub(slack, slack, limit);
        if (n_max > N_MAX) slack_beyond(slack, limit);
        ref_ruling_note(ruling, slack, n_max);
        if (ref_bound_decide(slack) == REF_VERDICT_REFUTED) ref_exceptions_add(out, n_max);
    }
    mpfi_clear(slack);
}

static void against_limit(ref_claims *claims, const char *id, const char *equation, const char *statement,
                          const mpfi_t limit)
{
    ref_ruling ruling;
    ref_exceptions found;
    ref_ruling_init(&ruling);
    rule_against_limit(&ruling, &found, limit);
    ref_claims_add(claims, REF_PRINTED, id, equation, statement, &ruling,
                   ref_text_format("every j: one by one to %d, a growing lower bound beyond", N_MAX / 2),
                   ref_exceptions_text(&found, ruling.step, "tightest:"), ref_text_format(COMMAND));
    ref_ruling_clear(&ruling);
}

/* (30): the time stays below its limit pi^2/2 (midpoint rule on a convex function), and within 3 pi/(2 sqrt
 * N) of it. */
static void full_swap_limit(ref_claims *claims)
{
    ref_ruling ruling;
    mpfi_t slack, limit, root, zero;
    mpfi_ptr all[] = {slack, limit, root, zero};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) mpfi_init2(all[i], PRECISION);
    mpfi_set_ui(zero, 0);
    mpfi_const_pi(limit);
    mpfi_sqr(limit, limit);
    mpfi_div_2ui(limit, limit, 1);
    ref_ruling_init(&ruling);
    for (long n_max = 1; n_max <= N_MAX; n_max++) {
        ref_full_swap_time(slack, REF_SPIN, n_max, n_max + 1);
        mpfi_sub(slack, limit, slack);
        ref_ruling_note(&ruling, slack, n_max);
        mpfi_set_si(root, n_max);
        mpfi_sqrt(root, root);
        mpfi_const_pi(zero);
        mpfi_mul_ui(zero, zero, 3);
        mpfi_div_2ui(zero, zero, 1);
        mpfi_div(root, zero, root);
        mpfi_sub(slack, root, slack);
        ref_ruling_note(&ruling, slack, n_max);
    }
    ref_claims_add(claims, REF_PRINTED, "30", "(30)", "pi^2/2 - 3 pi/(2 sqrt(2j)) < full-swap time < pi^2/2",
                   &ruling,
                   ref_text_format("j = 1/2 to %d", N_MAX / 2), ref_text_format("tightest: 2j = %ld",
                           ruling.step),
                   ref_text_format(COMMAND));
    ref_ruling_clear(&ruling);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) mpfi_clear(all[i]);
}

/* (29) as printed stays below pi/R0 and within (2/R0) (1/(2j-1) + 1/(2j+1)) of it: pi/2 - arctan x < 1/x. */
static void printed_limit(ref_claims *claims)
{
    ref_ruling ruling;
    mpfi_t slack, limit, r0, part;
    mpfi_ptr all[] = {slack, limit, r0, part};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) mpfi_init2(all[i], PRECISION);
    ref_constant_r0(r0);
    spin_limit(limit);
    ref_ruling_init(&ruling);
    for (long n_max = 2; n_max <= N_MAX; n_max++) {
        ref_spin_bound_full_printed(slack, n_max);
        mpfi_sub(slack, limit, slack);
        ref_ruling_note(&ruling, slack, n_max);
        mpfi_set_si(part, 4 * n_max);
        mpfi_div_si(part, part, n_max * n_max - 1);
        mpfi_div(part, part, r0);
        mpfi_sub(slack, part, slack);
        ref_ruling_note(&ruling, slack, n_max);
    }
    ref_claims_add(claims, REF_PRINTED, "29 limit", "(29)",
                   "the time of (29) tends to pi/R0 as j -> infinity", &ruling,
                   ref_text_format("j = 1 to %d: below pi/R0 by at most 8j/(R0 (4j^2-1))", N_MAX / 2),
                   ref_text_format("tightest: 2j = %ld", ruling.step),
                   ref_text_format(COMMAND));
    ref_ruling_clear(&ruling);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) mpfi_clear(all[i]);
}

void ref_claims_spin(ref_claims *claims)
{
    mpfi_t limit;
    every_full_swap(claims);
    every_protocol(claims);
    full_swap_limit(claims);
    printed_limit(claims);
    mpfi_init2(limit, PRECISION);
    mpfi_const_pi(limit);
    against_limit(claims, "coherent spin", "Sec. IV C", "the coherent limit time pi is below the least "
                  "incoherent time (29'')",
                  limit);
    spin_limit(limit);
    against_limit(claims, "P* spin", "below (29)",
                  "the power of a full incoherent charge does not exceed 2 E "
                  "j Omega R0/pi",
                  limit);
    mpfi_clear(limit);
}
