/* claims_damped: (21) and App. C, the damped oscillator. */
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

/* parts/10000 */
static void gamma_ratio(mpfi_t gamma, long parts)
{
    mpfi_set_si(gamma, parts);
    mpfi_div_ui(gamma, gamma, 10000);
}

/* --- (C2), (C4) against (15) ---------------------------------------------------------------------------- */

/* Level n, gamma = 1/parts. slack := (1-gamma) sqrt(n+1) R0 - 2 gamma n/pi - rate, the rate that of (C2)
 * anywhere in the interval theta. */
static void rate_slack(mpfi_t slack, const mpfi_t theta, unsigned long n, unsigned long parts)
{
    mpfi_t gamma, root, part;
    mpfi_ptr all[] = {gamma, root, part};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) mpfi_init2(all[i], PRECISION);
    mpfi_set_ui(gamma, 1);
    mpfi_div_ui(gamma, gamma, parts);
    mpfi_set_ui(root, n + 1);
    mpfi_sqrt(root, root);
    mpfi_mul(part, root, theta);
    mpfi_sin(part, part);
    mpfi_sqr(part, part);
    ref_constant_r0(slack);
    mpfi_mul(slack, slack, root);
    mpfi_div(part, part, theta);
    mpfi_sub(slack, slack, part);
    mpfi_ui_sub(root, 1, gamma);
    mpfi_mul(slack, slack, root);
    mpfi_const_pi(part);
    mpfi_ui_div(part, 2, part);
    mpfi_ui_div(root, 1, theta);
    mpfi_sub(part, root, part);
    mpfi_mul(part, part, gamma);
    mpfi_mul_ui(part, part, n);
    mpfi_add(slack, slack, part);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) mpfi_clear(all[i]);
}

/* Halves [left, right] pi/(2 unit) until every piece is decided. */
static void cover_rate(ref_ruling *ruling, unsigned long n, unsigned long parts, long left, long right,
                       long unit, int depth)
{
    mpfi_t theta, slack;
    mpfi_init2(theta, PRECISION);
    mpfi_init2(slack, PRECISION);
    mpfi_const_pi(slack);
    mpfi_interv_si(theta, left, right);
    mpfi_mul(theta, theta, slack);
    mpfi_div_si(theta, theta, 2 * unit);
    rate_slack(slack, theta, n, parts);
    if (depth == 0 || ref_bound_decide(slack) != REF_VERDICT_UNDECIDED) {
        ref_ruling_note(ruling, slack, (long)n);
    } else {
        cover_rate(ruling, n, parts, 2 * left, left + right, 2 * unit, depth - 1);
        cover_rate(ruling, n, parts, left + right, 2 * right, 2 * unit, depth - 1);
    }
    mpfi_clear(slack);
    mpfi_clear(theta);
}

/* Below pi/2 times 1/UNIT, as sin^2 x <= x^2 and (1-gamma) (n+1) <= 18 gamma n, the rate is less than
 * gamma n (18 theta^2 - 1)/theta < -2 gamma n/pi. */
static void largest_rate(ref_claims *claims)
{
    enum { LEVEL_MAX = 40, UNIT = 64, DEPTH = 24 };
    ref_ruling ruling;
    ref_ruling_init(&ruling);
    for (unsigned long n = 1; n <= LEVEL_MAX; n++)
        for (unsigned long parts = 2; parts <= 10; parts += 8)
            for (long i = 1; i < UNIT; i++) cover_rate(&ruling, n, parts, i, i + 1, UNIT, DEPTH);
    ref_claims_add(claims, REF_PRINTED, "C2", "(C2)",
                   "the damped rate of level n is at most (1-gamma) sqrt(n+1) R0 - 2 gamma n/pi", &ruling,
                   ref_text_format("n = 1 to %d, gamma = 1/2 and 1/10, every theta up to pi/2, by interval "
                                   "subdivision; n = 0 is (12)", LEVEL_MAX),
                   ref_text_format("tightest: n = %ld", ruling.step),
                   ref_text_format("surecharge paper --chapter damped"));
    ref_ruling_clear(&ruling);
}

/* "It does not differ appreciably from (15)": the times they allow for an energy, at
 * the damping of Fig. 5. */
static void weak_damping(ref_claims *claims)
{
    enum { ENERGY_MAX = 249 };
    ref_ruling ruling;
    mpfi_t energy, gamma, least, slack;
    mpfi_ptr all[] = {energy, gamma, least, slack};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) mpfi_init2(all[i], PRECISION);
    ref_ruling_init(&ruling);
    gamma_ratio(gamma, 10);
    for (long n = 1; n <= ENERGY_MAX; n++) {
        mpfi_set_si(energy, n);
        ref_damped_bound_time_printed(slack, energy, gamma);
        mpfi_set_si(least, n + 1);
        mpfi_sqrt(least, least);
        mpfi_sub_ui(least, least, 1);
        mpfi_mul_ui(least, least, 2);
        ref_constant_r0(energy);
        mpfi_div(least, least, energy);
        mpfi_div(slack, slack, least);
        mpfi_mul_ui(slack, slack, 100);
        mpfi_ui_sub(slack, 101, slack);
        mpfi_div_ui(slack, slack, 100);
        ref_ruling_note(&ruling, slack, n);
    }
    ref_claims_add(claims, REF_PRINTED, "C4 weak", "(C4)",
                   "(C4) does not differ appreciably from (15) at weak damping: by 1 % of the time or less",
                   &ruling,
                   ref_text_format("gamma = 1e-3, E = 1 to %d", ENERGY_MAX),
                   ref_text_format("most at E = %ld", ruling.step),
                   ref_text_format("surecharge paper --chapter damped"));
    ref_ruling_clear(&ruling);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) mpfi_clear(all[i]);
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
                       ref_text_format("surecharge paper --chapter damped"));
    ref_ruling_clear(&ruling);
    mpfi_clear(slack);
}

/* --- (21), in exact arithmetic ------------------------------------------------------------------------- */

/* sum_k C(n,k) gamma^k (1-gamma)^(n-k) k^moment in rationals */
static void binomial_moment(mpq_t out, unsigned long n, const mpq_t gamma, bool first)
{
    mpq_t keep, term, part;
    mpq_inits(keep, term, part, NULL);
    mpq_set_ui(keep, 1, 1);
    mpq_sub(keep, keep, gamma);
    mpq_set_ui(out, 0, 1);
    for (unsigned long k = 0; k <= n; k++) {
        mpq_set_ui(term, 1, 1);
        mpz_bin_uiui(mpq_numref(term), n, k);
        for (unsigned long i = 0; i < n; i++) mpq_mul(term, term, i < k ? gamma : keep);
        mpq_set_ui(part, first ? n - k : 1, 1);
        mpq_mul(term, term, part);
        mpq_add(out, out, term);
    }
    mpq_clears(keep, term, part, NULL);
}

/* (21): sum over the Kraus operators of |<m|K|n>|^2 = 1, and the energy left is (1-gamma) n, exactly. */
static void damping(ref_claims *claims)
{
    enum { LEVEL_MAX = 40 };
    ref_ruling ruling;
    mpq_t gamma, sum, left;
    mpfi_t slack;
    mpq_inits(gamma, sum, left, NULL);
    mpfi_init2(slack, PRECISION);
    mpq_set_ui(gamma, 3, 17);
    ref_ruling_init(&ruling);
    for (unsigned long n = 0; n <= LEVEL_MAX; n++) {
        binomial_moment(sum, n, gamma, false);
        binomial_moment(left, n, gamma, true);
        mpq_set_ui(gamma, 14 * n, 17);
        mpq_canonicalize(gamma);
        mpfi_set_si(slack, mpq_cmp_ui(sum, 1, 1) == 0 && mpq_equal(left, gamma) ? 0 : -1);
        ref_ruling_note(&ruling, slack, (long)n);
        mpq_set_ui(gamma, 3, 17);
    }
    ref_claims_add(claims, REF_PRINTED, "21", "(21)", "the damping map keeps the trace and scales the energy "
                   "by 1 - gamma",
                   &ruling, ref_text_format("levels 0 to %d, in exact rationals", LEVEL_MAX),
                   ref_text_format("gamma = 3/17"), ref_text_format("surecharge paper --chapter damped"));
    ref_ruling_clear(&ruling);
    mpfi_clear(slack);
    mpq_clears(gamma, sum, left, NULL);
}

/* --- (C4) at strong damping ----------------------------------------------------------------------------- */

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
    damping(claims);
    largest_rate(claims);
    weak_damping(claims);
    units(claims);
    range(claims);
    no_single_step(claims);
    one_step(claims, REF_PRINTED, "C4", 3443);
    one_step(claims, REF_PRINTED, "C4", 5000);
    one_step(claims, REF_CORRECTED, "C4p", 3443);
    one_step(claims, REF_CORRECTED, "C4p", 5000);
}
