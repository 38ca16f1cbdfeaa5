/* threshold_damped: that at no damping from one on and at no swap angle does a coherent protocol (q = 1/2,
 * c = 1, an oscillator charged from empty) exceed a bound.
 *
 * 1. Whatever the state, a step gives at most what its envelope says (envelope.h): from the empty battery, or
 *    from any upper bound on E_k, that bounds all later energies at a damping and at every larger one.
 * 2. Where that is not enough, E_k is known at every angle and damping of a rectangle from the runs at a few
 *    of its points (chart.h). Up to the step before 1. fails, 1.; then the chart, until 1. does for the rest.
 * 3. Against the time Psi(E) at which the bound reaches E, concave in E where h increases: for any u,
 *        Psi(E) <= Psi(u) + (E - u)/h(u),
 *    so over a rectangle max [E/h(u) - k theta] <= u/h(u) - Psi(u) will do, and the maximum of a polynomial
 *    is at most its first Chebyshev coefficient and the moduli of the others. (C4') falls with gamma: it is
 *    taken at the largest of the rectangle.
 * 4. Small angles, theta <= gamma/(0.3 + gamma), theta <= 0.02. At energy X the gain is at most
 *    theta sqrt(X) + theta^2/2: s_{n+1}^2 - s_n^2 <= theta^2, sum f_n |r_{n,n-1}| <= sqrt(X). So
 *    E_k - E_{k-1} <= theta h(E_{k-1}) where
 *        sqrt(X) + theta/2 - R0 sqrt(X + 1) + (2/pi) gamma X <= gamma X/theta,
 *    the first three terms being negative for X <= 1 and at most 0.29 X beyond. Before the damping: X is the
 *    energy there and the root sqrt((1-gamma) X); for (15) the same, for (C4') with R0 (1-gamma) for R0,
 *    where gamma <= 1/200 suffices. So Psi grows by at most theta a step: h(E) is at most the maximum of h
 *    over [x-1, x] for E <= x <= E + 1.
 * 5. Large angles, theta >= 0.7 > 1/(2 R0 (1 - 1/200)): a qubit has 1/2 to give, and
 *    (1-gamma)/2 - gamma E <= t h(E) at t = min(theta, pi/2), so Psi(E_k) <= k t. */
#ifndef REF_THRESHOLD_DAMPED_H
#define REF_THRESHOLD_DAMPED_H

#include "chart.h"
#include "threshold.h"

/* The angles that 4. and 5. leave open from damping over->low on, into left and right. */
void ref_threshold_open_angles(ref_rectangle *over);

/* All angles and dampings of the rectangle; for 15 every larger damping as well. bound: 15 or C4p, C4p up to
 * damping 1/200, where h increases up to 249. scenario: its angle, damping and steps are replaced. margin of
 * the outcome: the least slack of a chart, in time. runs: on the kernel. progress may be NULL; it is told
 * which fraction is done. */
ref_outcome ref_threshold_dampings(const ref_scenario *scenario, const ref_bound *bound, ref_reading reading,
                                   const ref_rectangle *over, void (*progress)(void *, double),
                                   void *context);

#endif
