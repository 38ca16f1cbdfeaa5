/* crossing: the first step at which a run certainly exceeds a bound on its energy. */
#ifndef REF_CROSSING_H
#define REF_CROSSING_H

#include "bound.h"

/* Which energy of a damped step is compared: after the damping that ends it, (1 - gamma) times the one
 * before (21). Sec. III D does not say which. */
typedef enum { REF_AFTER_DAMPING, REF_BEFORE_DAMPING, REF_READINGS } ref_reading;

/* verdict: certified, or undecided where a step could not be told at the highest precision.
 * step: the first one certainly above the bound, every earlier one certainly at most at it; 0 when that holds
 * of every step of the run. tau: the time of that step. excess, reserve: lower bounds (>= 0) on how far the
 * bound is exceeded at `step`, and on how far off it is at every earlier one. precision: bits of the run that
 * decided, 53 for the kernel's. */
typedef struct {
    ref_verdict verdict;
    long step;
    mpfr_prec_t precision;
    mpfi_t tau;
    mpfr_t excess, reserve;
} ref_crossing;
void ref_crossing_init(ref_crossing *crossing);
void ref_crossing_clear(ref_crossing *crossing);

/* Decides every step of the run from its enclosures: by the kernel where it can run the scenario, and where
 * that leaves a step undecided by the oracle, at ever higher precision. bound: one on the energy in time (15,
 * 16, 28, 28i, 28p, C4, C4p) whose ladder is the scenario's. crossings: one per reading. */
void ref_crossing_find(ref_crossing crossings[REF_READINGS], const ref_scenario *scenario,
                       const ref_bound *bound);

/* What the bound leaves after result i of a run whose first observable is the energy: a difference of
 * energies for 15, of powers for 16, of times for 28, 28i, 28p, C4, C4p. */
void ref_crossing_slack(mpfi_t slack, const ref_scenario *scenario, const ref_bound *bound,
                        const ref_results *run, size_t i, ref_reading reading);

#endif
