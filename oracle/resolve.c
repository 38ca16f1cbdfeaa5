/* resolve: see resolve.h. */
#include "resolve.h"

#include <stdlib.h>
#include "model.h"
#include "protocol.h"

static bool is_greedy(const ref_scenario *scenario)
{
    return scenario->protocol == REF_GREEDY_TRANSIENT || scenario->protocol == REF_GREEDY_AVERAGE;
}

static double full_swap(const ref_scenario *scenario, long k)
{
    mpfi_t theta;
    mpfi_init2(theta, 128);
    ref_protocol_full_swap(theta, scenario->ladder, k, scenario->levels);
    double nearest = mpfi_get_d(theta);
    mpfi_clear(theta);
    return nearest;
}

/* A greedy protocol finds its angles in the first pass, and a run without observables takes no other. */
static void set_greedy_angles(ref_step *steps, const ref_scenario *scenario)
{
    ref_scenario unobserved = *scenario;
    ref_results results;
    unobserved.at_count = unobserved.observe_count = 0;
    ref_run(&results, &unobserved, NULL, NULL);
    for (long k = 1; k <= scenario->steps; k++) {
        bool running = k <= results.angle_count;
        steps[k - 1].theta = running ? results.angles[k - 1] : 0;
        steps[k - 1].gamma = running ? steps[k - 1].gamma : 0;
    }
    ref_results_clear(&results);
}

static ref_step resolve(const ref_scenario *scenario, long k)
{
    const ref_collision *collision = ref_scenario_collision(scenario, k);
    const ref_qubit *qubit = &collision->qubit;
    double error;
    return (ref_step){ .theta = scenario->protocol == REF_FULL_SWAP
                                    ? full_swap(scenario, k)
                                    : ref_real_double(&error, &collision->theta),
                       .q = ref_real_double(&error, &qubit->q),
                       .c = ref_real_double(&error, &qubit->c),
                       .alpha = ref_real_double(&error, &qubit->alpha),
                       .gamma = ref_real_double(&error, &collision->gamma) };
}

ref_step *ref_resolve(size_t *count, const ref_scenario *scenario)
{
    *count = scenario->protocol == REF_FIXED ? 1 : (size_t)scenario->steps;
    ref_step *steps = calloc(*count + 1, sizeof *steps);
    for (size_t i = 0; i < *count; i++)
        steps[i] = resolve(scenario, (long)i + 1);
    if (is_greedy(scenario))
        set_greedy_angles(steps, scenario);
    return steps;
}
