/* claims_search: the bounds against the best incoherent protocols that a search
 * finds by itself, certified. */
#include "claims.h"

#include <stdlib.h>
#include "constants.h"
#include "hunt.h"
#include "text.h"

enum { EVALUATIONS = 6000, N_MOST = 38, STEPS_QUICK = 20 };

static ref_hunt new_hunt(const char *id)
{
    ref_hunt hunt = { .target = *ref_target_find(id), .evaluations = EVALUATIONS, .seed = 1 };
    mpfi_t r0;
    mpfi_init2(r0, 64);
    ref_constant_r0(r0);
    hunt.target.r0 = mpfi_get_d(r0);
    mpfi_clear(r0);
    return hunt;
}

/* The part of the chapter that is the hunt's. */
typedef struct { ref_claims *claims; double from, to; } part;

static void say(void *context, double done)
{
    const part *of = context;
    ref_claims_progress(of->claims, "search", of->from + done * (of->to - of->from));
}

/* ---- (29): full charge */

static void charge_spin(ref_ruling *ruling, ref_exceptions *found, const char *id, long n_max)
{
    ref_hunt hunt = new_hunt(id);
    hunt.target.n_max = n_max;
    ref_hunt_lines(&hunt, n_max);
    ref_hunt_run(&hunt);
    ref_ruling_merge(ruling, &hunt.founds[0].ruling, n_max);
    if (hunt.scenarios[0] == NULL)
        ruling->verdict = REF_VERDICT_UNDECIDED;
    if (ref_hunt_verdict(&hunt) == REF_VERDICT_REFUTED)
        ref_exceptions_add(found, n_max);
    ref_hunt_clear(&hunt);
}

static void full_charge(ref_claims *claims, ref_claim_kind kind, const char *id, const char *bound,
                        const char *equation, const char *statement)
{
    ref_exceptions found = { 0, 0, 0 };
    ref_ruling ruling;
    ref_ruling_init(&ruling);
    for (long n_max = 1; n_max <= N_MOST; n_max++)
        charge_spin(&ruling, &found, bound, n_max);
    char *witness = ref_claims_half(found.count > 0 ? found.first : ruling.step);
    ref_claims_add(claims, kind, id, equation, statement, &ruling,
                   ref_text_format("the protocols that a search finds by itself, j = 1/2 to %d", N_MOST / 2),
                   ref_exceptions_text(&found, ruling.step, "closest at"),
                   ref_text_format("surecharge falsify --bound %s --j %s", bound, witness));
    free(witness);
    ref_ruling_clear(&ruling);
}

/* ---- (16), (28'), (C4): how close */

/* A bound, its parameter, and how many collisions there may be. */
typedef struct {
    const char *id, *bound, *equation, *statement, *option, *gamma;
    ref_claim_kind kind;
    long n_max, steps;
} pursuit;

static const pursuit pursuits[] = {
    { "16 search", "16", "(16)", "not exceeded by the best protocols found; how close they come", "", NULL,
      REF_PRINTED, 0, 100 },
    { "28p search", "28p", "(28')", "not exceeded by the best protocols found; how close they come, j = 99/2",
      " --j 99/2", NULL, REF_CORRECTED, 99, 50 },
    { "C4 search", "C4", "(C4)",
      "as printed, not exceeded by the best protocols found at a damping where it is not proved",
      " --gamma 0.3", "0.3", REF_PRINTED, 0, 5 },
};

static char *closest_text(const ref_hunt *hunt)
{
    size_t last = hunt->count - 1;
    const ref_found *best = &hunt->founds[hunt->best];
    return ref_text_format("best ratio %.6f with %ld collision%s, tau = %.4f; greedy, transient power, %ld "
                           "collisions: %.6f", mpfi_get_d(best->ratio), hunt->finds[hunt->best].steps,
                           hunt->finds[hunt->best].steps == 1 ? "" : "s", mpfi_get_d(best->tau),
                           hunt->steps[last], mpfi_get_d(hunt->greedy[0][last].ratio));
}

static void pursue(ref_claims *claims, const pursuit *of, part *share)
{
    ref_hunt hunt = new_hunt(of->bound);
    ref_ruling ruling;
    long steps = claims->quick && of->steps > STEPS_QUICK ? STEPS_QUICK : of->steps;
    hunt.target.n_max = of->n_max;
    hunt.target.damping = of->gamma;
    hunt.target.gamma = of->gamma == NULL ? 0 : strtod(of->gamma, NULL);
    hunt.progress = say;
    hunt.context = share;
    ref_hunt_lines(&hunt, steps);
    ref_hunt_run(&hunt);
    ref_ruling_init(&ruling);
    for (size_t i = 0; i < hunt.count; i++)
        ref_ruling_merge(&ruling, &hunt.founds[i].ruling, hunt.steps[i]);
    ref_claims_add(claims, of->kind, of->id, of->equation, of->statement, &ruling,
                   ref_text_format("incoherent protocols of up to %ld collisions, every theta_k and q_k "
                                   "free; no proof that there is none", steps),
                   closest_text(&hunt),
                   ref_text_format("surecharge falsify --bound %s%s --steps %ld --evaluations %d", of->bound,
                                   of->option, steps, EVALUATIONS));
    ref_ruling_clear(&ruling);
    ref_hunt_clear(&hunt);
}

void ref_claims_search(ref_claims *claims)
{
    enum { COUNT = sizeof pursuits / sizeof pursuits[0] };
    full_charge(claims, REF_PRINTED, "29 search", "29", "(29)", "full-charge time, as printed");
    full_charge(claims, REF_PRINTED, "29i search", "29i", "(29)",
                "full-charge time, (27) integrated from its initial value");
    full_charge(claims, REF_CORRECTED, "29pp search", "29pp", "(29'')",
                "certain full charge takes (pi/2) sum 1/f_n");
    for (int i = 0; i < COUNT; i++) {
        part share = { claims, (double)i / COUNT, (double)(i + 1) / COUNT };
        pursue(claims, &pursuits[i], &share);
    }
}
