/* pass: one run of a scenario at one working precision. */
#ifndef REF_PASS_H
#define REF_PASS_H

#include "model.h"

/* The battery at `step`, and what its observables need beside the state. */
typedef struct {
    const ref_scenario *scenario;
    ref_results *results;
    ref_state state;
    ref_exchange exchange;
    ref_decay decay;
    bool damped;                /* by the current collision: gamma > 0 */
    long step, start;           /* steps done; highest level of the initial state */
    mpfi_t theta, tau;          /* of the last step; the sum so far */
    mpfi_t energy_before;       /* E(step - 1), where the transient power is to be recorded */
    mpfr_t leak;                /* infinite model: trace norm of (infinite - truncated state), rounded up */
    size_t recorded;            /* results written */
    bool certain;               /* every value recorded is as narrow as asked */
    bool certain_but_leak;      /* it would be, were there no leak */
} ref_pass;

/* Runs the scenario at results->precision and fills results->results. Pass `number` 1 finds the greedy
 * angles, later ones take those in results->angles. */
void ref_pass_run(ref_pass *pass, const ref_scenario *scenario, ref_results *results, ref_shape shape,
                  int number, ref_progress progress, void *context);

/* The recursion a scenario needs: populations alone, one phase alpha throughout, or several. */
ref_shape ref_pass_shape(const ref_scenario *scenario);

/* Writes the values of the current state as the next result, for step `at`. */
void ref_record(ref_pass *pass, long at);

/* How many enclosures an observable has. */
size_t ref_record_count(const ref_observable *observable, long levels);

#endif
