/* referee: eq. (3) of the paper, literally, in Arb balls.
 *
 * A third computation of what the oracle and the kernel compute, sharing no code with either: the complex
 * density matrix of battery and qubit, U = exp(-i theta H) as a matrix exponential, the partial trace, the
 * Kraus operators of eq. (21) as matrix powers. Ball arithmetic goes straight through the recursion, so it is
 * meant for a few levels and a few steps. It reads a ref_scenario as plain data. */
#ifndef REFEREE_H
#define REFEREE_H

#include <acb_mat.h>
#include "scenario.h"

typedef struct {
    slong precision;            /* bits */
    slong levels;               /* N + 1 */
    long step;                  /* k */
    arb_t theta, tau;           /* theta_k and the sum of the swap angles so far */
    arb_t energy_before;        /* E(k-1) */
    acb_mat_t lower;            /* A of eq. (2) */
    acb_mat_t rho;              /* rho_B(k), in the basis |n> of the paper */
} referee;

/* The state of step 0 on `levels` levels, at least those of the scenario; more of them stand for the infinite
 * oscillator, exactly, as long as the last one cannot be reached. */
void referee_init(referee *state, const ref_scenario *scenario, slong levels, slong precision);
void referee_clear(referee *state);

/* A |n> = f_n |n-1>: (8) oscillator, (23) spin J_-, (B1) uniform. */
void referee_ladder(acb_mat_t lower, ref_ladder_kind ladder, slong precision);

/* Eq. (3): rho -> tr_Q { U rho (x) rho_Q U^dagger }, U = exp(-i theta H). */
void referee_collide(referee *state, const arb_t theta, const ref_qubit *qubit);

/* Eq. (21) with 1 - exp(-kappa t_0) = gamma, on the level number; for gamma = 1 its limit tr(rho) |0><0|. */
void referee_damp(referee *state, const ref_real *gamma);

/* Step k + 1 of the scenario, collision and damping. `angles` as in ref_results, for the greedy protocols. */
void referee_step(referee *state, const ref_scenario *scenario, const double *angles);

/* Encloses an observable: `levels` balls for populations, 2 (real, imaginary part) for an element, else 1. */
void referee_observe(arb_ptr values, const referee *state, const ref_observable *observable);

/* The number of balls referee_observe writes. */
slong referee_count(const ref_observable *observable, slong levels);

/* Encloses the exact number that the scenario gives. */
void referee_real(arb_t out, const ref_real *value, slong precision);

#endif
