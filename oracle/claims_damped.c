/* claims_damped: App. C, the damped oscillator. */
#include "claims.h"
#include "constants.h"
#include "witness.h"

#include <stdlib.h>
#include "text.h"

enum { PRECISION = 128, FAMILY = 100 };

static void hold_family(ref_claims *claims, const char *const *ids, const ref_claim_kind *kinds, int count,
                        const ref_family *family, const char *stem_format, const char *scope)
{
    enum { COUNT_MAX = 3 };
    const ref_bound *bounds[COUNT_MAX];
    ref_ruling rulings[COUNT_MAX];
    for (int b = 0; b < count; b++) {
        bounds[b] = ref_bound_find(ids[b]);
        ref_ruling_init(&rulings[b]);
    }
    ref_claims_family(rulings, bounds, (size_t)count, family);
    for (int b = 0; b < count; b++) {
        char *stem = ref_text_format("%s-%s", stem_format, ids[b]);
        char *path = ref_claims_write(claims, family, stem, rulings[b].step);
        ref_claims_add(claims, kinds[b], ids[b], bounds[b]->equation, bounds[b]->statement, &rulings[b],
                       ref_text_format("every step of %ld random incoherent protocols, %s", family->count,
                                       scope),
                       ref_text_format("tightest: protocol %ld", rulings[b].step),
                       ref_text_format("surecharge bound %s %s", ids[b], path));
        free(path);
        free(stem);
        ref_ruling_clear(&rulings[b]);
    }
}

static void on_protocols(ref_claims *claims)
{
    static const char *const weak_ids[] = {"C3", "C4", "C4p"}, *const strong_ids[] = {"C3", "C4p"};
    static const ref_claim_kind weak_kinds[] = {REF_CORRECTED, REF_PRINTED, REF_CORRECTED},
                                strong_kinds[] = {REF_CORRECTED, REF_CORRECTED};
    ref_family weak = {REF_OSCILLATOR, 4, 16, 52, FAMILY}, strong = {REF_OSCILLATOR, 4, 16, 230, FAMILY};
    hold_family(claims, weak_ids, weak_kinds, 3, &weak, "random-weakly-damped",
                "gamma up to 52/256, inside the range of (C4)");
    hold_family(claims, strong_ids, strong_kinds, 2, &strong, "random-damped", "gamma up to 230/256");
}

/* --- (C3) in units other than E = 1 --------------------------------------------------------------------- */

/* Level 1, gamma = 1/10, theta = (x* / sqrt 2): R0 (1-gamma) sqrt 2 - (2/pi) gamma unit minus the gain per
 * unit of angle. The printed last term carries the unit of energy, the others do not. */
static void units_slack(mpfi_t slack, unsigned long unit)
{
    mpfi_t gamma, energy, theta, gain;
    mpfi_ptr all[] = {gamma, energy, theta, gain};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) mpfi_init2(all[i], PRECISION);
    mpfi_set_ui(gamma, 1);
    mpfi_div_ui(gamma, gamma, 10);
    mpfi_set_ui(energy, 1);
    mpfi_set_ui(gain, 2);
    mpfi_sqrt(gain, gain);
    ref_constant_x_star(theta);
    mpfi_div(theta, theta, gain);
    mpfi_mul(energy, theta, gain);
    mpfi_sin(gain, energy);
    mpfi_sqr(gain, gain);
    mpfi_ui_sub(slack, 1, gamma);
    mpfi_mul(gain, gain, slack);
    mpfi_sub(gain, gain, gamma);
    mpfi_div(gain, gain, theta);
    mpfi_set_ui(energy, 1);
    ref_damped_bound_gain(slack, energy, gamma);
    mpfi_sub(slack, slack, gain);
    mpfi_const_pi(theta);
    mpfi_div(gamma, gamma, theta);
    mpfi_mul_2ui(gamma, gamma, 1);
    mpfi_mul_ui(gamma, gamma, unit - 1);
    mpfi_sub(slack, slack, gamma);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) mpfi_clear(all[i]);
}

static void units(ref_claims *claims)
{
    mpfi_t slack;
    ref_ruling ruling;
    mpfi_init2(slack, PRECISION);
    units_slack(slack, 100);
    ref_ruling_init(&ruling);
    ref_ruling_note(&ruling, slack, 1);
    ref_claims_add(claims, REF_PRINTED, "C3 printed", "(C3)", "the bound in any unit of energy", &ruling,
                   ref_text_format("units with E = 100; the last term lacks 1/E"),
                   ref_text_format("level 1, gamma = 1/10, theta = x*/sqrt 2"),
                       ref_text_format("surecharge paper"));
    ref_ruling_clear(&ruling);
    mpfi_clear(slack);
}

/* --- (C4) at strong damping ----------------------------------------------------------------------------- */

static void gamma_ratio(mpfi_t gamma, long parts)
{
    mpfi_set_si(gamma, parts);
    mpfi_div_ui(gamma, gamma, 10000);
}

/* No protocol leaves the range of (C4) while gamma <= (pi R0/4)^2 (1-gamma)^2. */
static void range(ref_claims *claims)
{
    mpfi_t slack, gamma;
    ref_ruling ruling;
    mpfi_init2(slack, PRECISION);
    mpfi_init2(gamma, PRECISION);
    gamma_ratio(gamma, 2048);
    ref_damped_bound_reserve(slack, gamma);
    ref_ruling_init(&ruling);
    ref_ruling_note(&ruling, slack, 0);
    ref_claims_add(claims, REF_CORRECTED, "C4 range", "(C4)",
                   "every protocol stays below the peak of h, so (C4) holds as printed, for gamma <= 0.2048",
                       &ruling,
                   ref_text_format("gamma <= (pi R0/4)^2 (1-gamma)^2, decided at gamma = 0.2048"),
                   ref_text_format("E < (1-gamma)/gamma always"), ref_text_format("surecharge bound C4 "
                           "--gamma 0.2048"));
    ref_ruling_clear(&ruling);
    mpfi_clear(gamma);
    mpfi_clear(slack);
}

/* At swap angles up to 1/8: E <= (1-gamma) theta^2 <= (1-gamma)/64 and int_0^E dx/h <= E/min h, so the slack
 * is at least theta (1 - (1-gamma)/(8 min h)). True when that is positive. */
static bool small_angles_safe(const mpfi_t gamma)
{
    mpfi_t energy, least;
    mpfi_init2(energy, PRECISION);
    mpfi_init2(least, PRECISION);
    mpfi_ui_sub(energy, 1, gamma);
    mpfi_div_2ui(energy, energy, 6);
    mpfi_put_ui(energy, 0);
    ref_damped_bound_gain(least, energy, gamma);
    mpfi_mul_2ui(least, least, 3);
    mpfi_ui_sub(energy, 1, gamma);
    mpfi_sub(least, least, energy);
    bool safe = mpfi_is_strictly_pos(least);
    mpfi_clear(least);
    mpfi_clear(energy);
    return safe;
}

/* Halves [left, right] until every piece has nonnegative slack; notes the pieces. */
static void cover(ref_ruling *ruling, const mpfi_t gamma, long left, long right, unsigned long unit,
                  int depth)
{
    mpfi_t theta, end, slack;
    mpfi_init2(theta, PRECISION);
    mpfi_init2(end, PRECISION);
    mpfi_init2(slack, PRECISION);
    mpfi_set_si(theta, left);
    mpfi_set_si(end, right);
    mpfi_union(theta, theta, end);
    mpfi_div_ui(theta, theta, unit);
    ref_witness_damped_at(slack, theta, true, gamma);
    if (depth == 0 || ref_bound_decide(slack) != REF_VERDICT_UNDECIDED) {
        ref_ruling_note(ruling, slack, left);
    } else {
        cover(ruling, gamma, 2 * left, left + right, 2 * unit, depth - 1);
        cover(ruling, gamma, left + right, 2 * right, 2 * unit, depth - 1);
    }
    mpfi_clear(slack);
    mpfi_clear(end);
    mpfi_clear(theta);
}

/* No single step from the empty battery breaks (C4) at gamma = 0.344: swap angles from 1/8 to pi/2 piece by
 * piece; beyond pi/2 the same energies take longer. */
static void no_single_step(ref_claims *claims)
{
    enum { FIRST = 4, LAST = 51, UNIT = 32, DEPTH = 24 };
    mpfi_t gamma, slack;
    ref_ruling ruling;
    mpfi_init2(gamma, PRECISION);
    mpfi_init2(slack, PRECISION);
    gamma_ratio(gamma, 3440);
    ref_ruling_init(&ruling);
    for (long i = FIRST; i < LAST; i++) cover(&ruling, gamma, i, i + 1, UNIT, DEPTH);
    if (!small_angles_safe(gamma)) ruling.verdict = REF_VERDICT_UNDECIDED;
    ref_claims_add(claims, REF_CORRECTED, "C4 one step, 0.344", "(C4)", "as printed, for one step from the "
                   "empty battery at gamma = 0.344",
                   &ruling, ref_text_format("every theta > 0, by interval subdivision; the margin is that of "
                                            "the pieces"),
                   ref_text_format("none"), ref_text_format("surecharge bound C4 --gamma 0.344"));
    ref_ruling_clear(&ruling);
    mpfi_clear(slack);
    mpfi_clear(gamma);
}

static void one_step(ref_claims *claims, ref_claim_kind kind, const char *id, long parts)
{
    long m;
    mpfi_t slack;
    ref_ruling ruling;
    ref_real gamma;
    mpfi_init2(slack, PRECISION);
    ref_real_init(&gamma);
    ref_real_set_ratio(&gamma, parts, 10000);
    ref_witness_damped(slack, &m, id, &gamma);
    ref_ruling_init(&ruling);
    ref_ruling_note(&ruling, slack, 1);
    ref_claims_add(claims, kind, id, kind == REF_PRINTED ? "(C4)" : "(C4')", ref_bound_find(id)->statement,
                   &ruling,
                   ref_text_format("one step from the empty battery, q = 0, gamma = 0.%04ld", parts),
                   ref_text_format("theta = %ld/256", m), ref_text_format("surecharge bound %s --gamma "
                           "0.%04ld", id, parts));
    ref_ruling_clear(&ruling);
    ref_real_clear(&gamma);
    mpfi_clear(slack);
}

void ref_claims_damped(ref_claims *claims)
{
    on_protocols(claims);
    units(claims);
    range(claims);
    no_single_step(claims);
    one_step(claims, REF_PRINTED, "C4", 3443);
    one_step(claims, REF_PRINTED, "C4", 5000);
    one_step(claims, REF_CORRECTED, "C4p", 3443);
    one_step(claims, REF_CORRECTED, "C4p", 5000);
}
