/* run: from a scenario to enclosures of its observables. */
#ifndef REF_RUN_H
#define REF_RUN_H

#include "scenario.h"

/* One observable at one step: 1 enclosure, 2 for an element (real, imaginary part),
 * `levels` for populations. */
typedef struct { size_t count; mpfi_t *value; } ref_value;

typedef struct {
    long step;
    mpfi_t tau;                 /* sum of the swap angles */
    ref_value *values;          /* in the order of scenario->observe */
} ref_result;

typedef struct {
    mpfr_prec_t precision;      /* working precision of the successful run, bits */
    const char *method;         /* "rate", "real" or "complex": the recursion used */
    size_t count, observe_count;
    ref_result *results;        /* in the order of scenario->at */
    double *angles;             /* greedy protocols: the exact doubles used, angles[k-1] for step k, or NULL */
    long angle_count;           /* steps done: < scenario->steps where a greedy run ended early, no angle
                                   being better than the limit theta -> 0; later results repeat its last step */
    double objective_gap;       /* greedy: certified relative distance from the supremum, the worst of all steps */
    double leak;                /* infinite model: the trace-norm leak bound included, else 0 */
} ref_results;

/* Called after each step; `total` steps in this pass, `pass` counts precision raises from 1. May be NULL. */
typedef void (*ref_progress)(void *context, int pass, long step, long total);

/* Runs the scenario, raising the precision until every requested value, tau included, is certain to
 * width <= 10^-digits max(1, |value|). False when the precision limit (4096 bits beyond the first choice)
 * or the leak does not allow it: then the results are still valid enclosures, only wider (undecided). A
 * leak ends the search at once, when all values but for it would be certain.
 *
 * Method: "rate" when no collision is coherent (eqs. (9), (24)), "real" when all coherent ones have one
 * alpha, else "complex". Greedy angles are found at the first precision and then kept: one fixed list of
 * exact doubles.
 * At step 0 nothing has been charged: power and transient power are 0. Facts clip enclosures: purity and
 * populations lie in [0, 1], all other values but trace, transient power and elements are >= 0. */
bool ref_run(ref_results *results, const ref_scenario *scenario, ref_progress progress, void *context);

void ref_results_clear(ref_results *results);

#endif
