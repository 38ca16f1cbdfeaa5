/* certificate: the results of a run as JSON (format "certificate/1"). Nothing in it depends on when, where or
 * with how many threads it was made: same scenario, same bytes. */
#ifndef REF_CERTIFICATE_H
#define REF_CERTIFICATE_H

#include <jansson.h>
#include "run.h"

/* The list of results, one object per step: {"step": k, "tau": V, "energy": V, …, "populations": [V, …],
 * "element:3,1": {"re": V, "im": V}}, each V as ref_value_json writes it. */
json_t *ref_certificate_results(const ref_scenario *scenario, const ref_results *results);

/* The certificate: verdict ("certified", or "undecided" when ref_run returned false), program, scenario
 * verbatim, model, method, precision, what an adaptive protocol chose, notes, results. */
json_t *ref_certificate_json(const ref_scenario *scenario, const ref_results *results, bool certified);

#endif
