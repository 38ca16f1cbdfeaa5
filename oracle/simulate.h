/* simulate: a scenario on the verified kernel, in double precision, each value with a certified error bar. */
#ifndef REF_SIMULATE_H
#define REF_SIMULATE_H

#include "run.h"

/* True when the kernel can run the scenario. It knows the protocols fixed, full-swap and list, the truncated
 * model, one phase alpha for all coherent collisions, swap angles with f_n theta < 2^20, a gamma that doubles
 * can tell from 1, and all observables but entropy and the ergotropies. Otherwise *reason is one malloc'ed
 * line, "expected …, found …". */
bool ref_simulate_supports(const ref_scenario *scenario, char **reason);

/* Runs a supported scenario and encloses its values: what the kernel computed, plus and minus its error bar,
 * which includes what the exact numbers of the scenario differ from doubles by. method: "rate" or "real".
 * False when the bound on the error of the state has reached 1, more than half of how far two states can be
 * apart: then the results hold up to the step before. Clear with ref_results_clear. */
bool ref_simulate(ref_results *results, const ref_scenario *scenario, ref_progress progress, void *context);

#endif
