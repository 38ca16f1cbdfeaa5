/* mistake: a scenario computed wrongly on purpose, in double precision, to see whether it
 * explains somebody's numbers.
 *
 * Eq. (3) taken literally: the state and the qubit's as one matrix, the exchange unitary from both sides, the
 * trace over the qubit; then (21) as a sum over Kraus operators. It shares nothing with the oracle's
 * recursion, and without a mistake it gives the scenario's values to double precision. */
#ifndef REF_MISTAKE_H
#define REF_MISTAKE_H

#include "suite.h"

typedef enum {
    REF_PHASE_RIGHT, REF_PHASE_OPPOSITE, REF_PHASE_REVERSED, REF_PHASE_CONJUGATE, REF_PHASE_NO_I
} ref_phase;
typedef enum { REF_DAMP_AFTER, REF_DAMP_BEFORE, REF_DAMP_NOT_LAST, REF_DAMP_NOT_FIRST } ref_damp_order;

/* Where numbers are dropped or rounded: in every operation, in the state after each
 * channel, or after each step. */
typedef enum { REF_IN_OPERATIONS, REF_AFTER_CHANNELS, REF_AFTER_STEPS } ref_place;

/* All zero: no mistake. */
typedef struct {
    const char *name;
    double angle;               /* the swap angles are multiplied by this; 0 stands for 1 */
    bool excited;               /* q for 1 - q */
    bool incoherent;            /* c = 0 */
    ref_phase phase;            /* alpha + pi, -alpha, pi - alpha (the conjugate state), alpha + pi/2 */
    ref_damp_order damping;     /* before the collision; left out at the last step, or at the first */
    bool from_middle;           /* energy minus N/2 */
    bool zero_point;            /* energy plus 1/2 */
    bool apart;                 /* but the powers are free of it: of the angle in time, of the shift */
    int levels;                 /* one more, or one fewer */
    bool cut_top;               /* the top level is coupled to nothing */
    bool open_top;              /* the top level is coupled to one above it, what goes there is lost */
    double dropped;             /* real and imaginary parts below this are set to 0 */
    bool modulus;               /* entries whose modulus is below it instead */
    bool single;                /* every entry is rounded to single precision */
    ref_place place;            /* of the last three */
} ref_mistake;

/* The values of the case with the mistake, laid out like its enclosures, up to the step `last`; malloc'ed.
 * NaN: not known (later steps; entropy and ergotropy above 64 levels). NULL when the mistake is not possible
 * here (a level fewer than the initial state has). */
double *ref_mistake_values(const ref_case *of, const ref_mistake *mistake, long last);

#endif
