/* resolve: a scenario's collisions in plain doubles, for programs that know neither fractions nor protocols.
 */
#ifndef REF_RESOLVE_H
#define REF_RESOLVE_H

#include "scenario.h"

/* One collision and the damping after it: the doubles nearest to the exact numbers. */
typedef struct { double theta, q, c, alpha, gamma; } ref_step;

/* All of them, malloc'ed: one that serves every step for the fixed protocol, else one for each. The angles of
 * the greedy protocols are the exact doubles of the certificate; where one ended early, the steps after it do
 * nothing (theta = gamma = 0). */
ref_step *ref_resolve(size_t *count, const ref_scenario *scenario);

#endif
