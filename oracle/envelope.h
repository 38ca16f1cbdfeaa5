/* envelope: how much energy one collision can give a battery of given energy, whatever its state.
 *
 * With G(theta) the operator of the gain, tr(G rho) = tr(N C(rho)) - tr(N rho): on the oscillator, in the
 * basis where all matrices are real, G_nn = (1-q) s_{n+1}^2 - q s_n^2,   G_{n,n-1} = kappa sin(2 f_n
 * theta)/2,   kappa = c sqrt(q (1-q)), and level + slope N - G >= 0 as an operator gives tr(G rho) <= level +
 * slope E for every state of mean E. Each line has slope >= 0, so e -> (1-gamma)(e + least line at e) grows
 * with e and falls with gamma: once E_k <= e, all later energies at this gamma and at every larger one are
 * below the iterates. */
#ifndef REF_ENVELOPE_H
#define REF_ENVELOPE_H

#include "scenario.h"

enum { REF_ENVELOPE_LINES = 96 };

typedef struct {
    double slope[REF_ENVELOPE_LINES], level[REF_ENVELOPE_LINES], top;
} ref_envelope;

/* collision: its qubit. For every swap angle from left to right, 0 < left <= right <= 4, in exact doubles; an
 * oscillator of that many levels. A line is proved by the pivots of the tridiagonal matrix with the least
 * diagonal and the largest moduli beside it of all these angles: x^T A x >= sum d_n x_n^2 - 2 sum b_n |x_n
 * x_{n-1}|. */
void ref_envelope_init(ref_envelope *envelope, const ref_qubit *qubit, long levels, double left,
                       double right);

/* An upper bound on the energy after one collision, before the damping; energy: an upper bound, >= 0. */
double ref_envelope_after(const ref_envelope *envelope, double energy);

#endif
