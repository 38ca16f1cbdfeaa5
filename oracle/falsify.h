/* falsify: the search for the incoherent protocol that comes closest to a bound, or exceeds it. In double
 * precision and without proof: what it finds is certified afterwards. */
#ifndef REF_FALSIFY_H
#define REF_FALSIFY_H

#include <stdbool.h>
#include "bound.h"
#include "model.h"

/* --- the recursion and its gradient --------------------------------------------------------------------- */

/* Charging from the empty battery by `steps` collisions, eqs. (9), (24), each
 * followed by the damping (21). */
typedef struct {
    ref_ladder_kind ladder;
    long levels, steps;
    double gamma;
    const double *weight;       /* what is measured in the end: sum_n weight_n P_n */
} ref_charge;

/* Room for one evaluation at a time. */
typedef struct ref_charge_room ref_charge_room;
ref_charge_room *ref_charge_room_new(const ref_charge *charge);
void ref_charge_room_free(ref_charge_room *room);

/* The measure after the collisions (theta_k, q_k), k = 0..steps-1, and its derivatives by all of them:
 * reverse mode, about three times the work of the value alone. */
double ref_charge_value(double *by_theta, double *by_q, ref_charge_room *room, const double *theta,
                        const double *q);

/* --- bounds as a search sees them ----------------------------------------------------------------------- */

/* How close a measured value comes to the bound in time tau: the ratio that the bound says is at most 1,
 * and its derivatives. For bounds on a full charge, minus the time that it takes, in units of the bound,
 * with what is missing to full charge counted as `penalty` units of time for each unit of energy. */
typedef struct ref_target ref_target;
typedef double ref_target_score(double *by_value, double *by_tau, const ref_target *target, double value,
                                double tau);
struct ref_target {
    const char *id;             /* as ref_bound_find, and 29 29i 29pp */
    ref_ladder_kind ladder;
    bool damped, full_charge;
    ref_target_score *score;
    long n_max;                 /* spin: 2j */
    const char *damping;        /* gamma as it was written, exactly; NULL undamped */
    double gamma, r0, penalty;
};

/* The target with that id, without its parameters; NULL when there is none. */
const ref_target *ref_target_find(const char *id);

/* --- the search ----------------------------------------------------------------------------------------- */

/* A protocol from the empty battery: the collisions (theta_k, q_k), k = 0..steps-1,
 * theta_k > 0, 0 <= q_k <= 1. */
typedef struct { long steps; double *theta, *q, score; } ref_find;
void ref_find_clear(ref_find *find);

typedef struct {
    const ref_target *target;
    long steps;
    long evaluations;           /* at most, over all starts */
    unsigned long seed;
    const ref_find *known;      /* protocols to start from as well, with at most `steps` steps */
    size_t known_count;
    void (*progress)(void *context, double share);      /* of the work; one thread at a time; or NULL */
    void *context;
} ref_search;

/* The best protocol found with at most `steps` collisions, none of them idle, f theta_k up to pi for the
 * highest rung f within reach. By NLopt: MLSL over the whole box, and local ascents by L-BFGS from seeded
 * random starts (one phase for all, with noise) and from what is known. The same search finds the same
 * protocol on any number of threads. */
void ref_search_run(ref_find *find, const ref_search *search);

/* --- what was found, certified -------------------------------------------------------------------------- */

/* The protocol as a scenario, every number of it exactly. For a full charge the full swap, which it must
 * be to 1e-4 in every swap angle and q: only exact angles charge fully, and no other protocol takes as
 * little time (29''); NULL where it is not. */
json_t *ref_find_scenario(const ref_find *find, const ref_target *target);

/* tau, energy and ratio after the last step, and the ruling on all steps. */
typedef struct { mpfi_t tau, energy, ratio; ref_ruling ruling; } ref_found;
void ref_found_init(ref_found *found);
void ref_found_clear(ref_found *found);
void ref_found_certify(ref_found *found, const ref_target *target, const json_t *source);

/* The greedy protocol of that kind after each of `count` numbers of steps, certified: found[i] after steps[i]
 * (without a ruling), known[i] its collisions. Clear both. Not for a full charge. */
void ref_found_greedy(ref_found *found, ref_find *known, const ref_target *target, ref_protocol_kind kind,
                      const long *steps, size_t count);

#endif
