/* crossing: see crossing.h. */
#include "crossing.h"

#include <stdlib.h>
#include "simulate.h"

enum { DIGITS = 12, DIGITS_MAX = 96, PRECISION = 128 };

void ref_crossing_init(ref_crossing *crossing)
{
    *crossing = (ref_crossing){ .verdict = REF_VERDICT_UNDECIDED };
    mpfi_init2(crossing->tau, PRECISION);
    mpfr_inits2(64, crossing->excess, crossing->reserve, (mpfr_ptr)NULL);
}

void ref_crossing_clear(ref_crossing *crossing)
{
    mpfi_clear(crossing->tau);
    mpfr_clears(crossing->excess, crossing->reserve, (mpfr_ptr)NULL);
}

void ref_crossing_slack(mpfi_t slack, const ref_scenario *scenario, const ref_bound *bound,
                        const ref_results *run, size_t i, ref_reading reading)
{
    mpfi_t energy, gamma, survival;
    mpfi_init2(energy, mpfi_get_prec(slack));
    mpfi_init2(gamma, mpfi_get_prec(slack));
    mpfi_init2(survival, mpfi_get_prec(slack));
    ref_real_enclose(gamma, &ref_scenario_collision(scenario, run->results[i].step)->gamma);
    mpfi_set(energy, run->results[i].values[0].value[0]);
    if (reading == REF_BEFORE_DAMPING) {
        mpfi_ui_sub(survival, 1, gamma);
        mpfi_div(energy, energy, survival);
    }
    ref_bound_point point = { .levels = scenario->levels, .gamma = gamma, .tau = run->results[i].tau,
                              .energy = energy };
    bound->slack(slack, &point);
    mpfi_clear(survival);
    mpfi_clear(gamma);
    mpfi_clear(energy);
}

/* From step 1 on; stops at the first step that is above the bound, or not decided. */
static void decide(ref_crossing *out, const ref_scenario *scenario, const ref_bound *bound,
                   const ref_results *run, ref_reading reading)
{
    mpfi_t slack;
    mpfi_init2(slack, run->precision < PRECISION ? PRECISION : run->precision);
    out->verdict = REF_VERDICT_CERTIFIED;
    out->step = 0;
    out->precision = run->precision;
    mpfr_set_zero(out->excess, 1);
    mpfr_set_inf(out->reserve, 1);
    for (size_t i = 1; i < run->count && out->step == 0 && out->verdict == REF_VERDICT_CERTIFIED; i++) {
        ref_crossing_slack(slack, scenario, bound, run, i, reading);
        switch (ref_bound_decide(slack)) {
        case REF_VERDICT_CERTIFIED:
            mpfr_min(out->reserve, out->reserve, &slack->left, MPFR_RNDD);
            break;
        case REF_VERDICT_REFUTED:
            out->step = run->results[i].step;
            mpfi_set(out->tau, run->results[i].tau);
            mpfr_neg(out->excess, &slack->right, MPFR_RNDD);
            break;
        case REF_VERDICT_UNDECIDED:
            out->verdict = REF_VERDICT_UNDECIDED;
        }
    }
    mpfi_clear(slack);
}

typedef bool (*runner)(ref_results *, const ref_scenario *, ref_progress, void *);

/* One run; true when every reading is decided. A run that ended early leaves no crossing undecided only where
 * it found one. */
static bool decided_by(runner run_with, ref_crossing *crossings, const ref_scenario *watched,
                       const ref_bound *bound)
{
    ref_results run;
    run_with(&run, watched, NULL, NULL);
    bool decided = true;
    for (ref_reading reading = 0; reading < REF_READINGS; reading++) {
        ref_crossing *out = &crossings[reading];
        decide(out, watched, bound, &run, reading);
        if (out->step == 0 && run.count < watched->at_count)
            out->verdict = REF_VERDICT_UNDECIDED;
        decided = decided && out->verdict == REF_VERDICT_CERTIFIED;
    }
    ref_results_clear(&run);
    return decided;
}

void ref_crossing_find(ref_crossing crossings[REF_READINGS], const ref_scenario *scenario,
                       const ref_bound *bound)
{
    ref_scenario watched;
    char *reason;
    ref_bound_watch(&watched, scenario, false, DIGITS);
    bool decided = ref_simulate_supports(&watched, &reason) &&
                   decided_by(ref_simulate, crossings, &watched, bound);
    free(reason);
    for (; !decided && watched.digits <= DIGITS_MAX; watched.digits *= 2)
        decided = decided_by(ref_run, crossings, &watched, bound);
    ref_scenario_clear(&watched);
}
