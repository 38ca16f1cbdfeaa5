/* protocol: swap angles of the adaptive protocols. */
#ifndef REF_PROTOCOL_H
#define REF_PROTOCOL_H

#include "model.h"

/* Full swap (Secs. III B, IV B): theta_k = pi / (2 f_k), 1 <= k <= levels - 1, at the precision of theta. */
void ref_protocol_full_swap(mpfi_t theta, ref_ladder_kind ladder, long k, long levels);

/* The energy gain of one collision as a function of its swap angle, eq. (10) with coherence:
 *   gain(theta) = sum_{n=1}^{N} g_n sin^2(f_n theta) + h_n sin(2 f_n theta),
 *   g_n = p P_{n-1} - q P_n,  h_n = kappa r_{n,n-1};
 * the energy after damping is (1 - gamma)(energy + gain).
 *
 * The doubles stand for exact numbers:
 *   sum_n |g_n - exact| + 2 |h_n - exact| <= slack  and  |energy - exact| <= slack
 * (a trace-norm error e of the state gives at most 2 e and N e; add the rounding to double, 2^-53 of each
 * number); in the infinite model the sums run on to n = reach + 1, with g = h = 0 from n = levels on.
 * gamma and tau are exact to a relative 2^-50, and energy = 0 at tau = 0 is exact. */
typedef struct {
    ref_ladder_kind ladder;
    long levels;                /* 2 <= levels <= 2^20 */
    const double *g, *h;        /* n = 0..levels-1, entry 0 unused; h NULL if kappa = 0 */
    long reach;                 /* infinite model: the highest level the exact state can hold; else 0 */
    double energy, gamma, tau;  /* energy and tau before the step; 0 <= gamma <= 1 */
    double slack;
} ref_gain;

/* The greedy angle: an exact double in (0, pi] at which the objective of the exact state
 *   greedy-transient  ((1 - gamma)(energy + gain) - energy) / theta      = (E(k) - E(k-1)) / theta
 *   greedy-average     (1 - gamma)(energy + gain) / (tau + theta)        =  E(k) / tau(k)
 * is certified to lie within *gap * |objective| below its supremum over (0, pi].
 *
 * 0.0 when no angle was found that beats the limit theta -> 0; *gap then refers to that limit, certified to
 * be the supremum up to *gap. Where the limit is 0, the supremum itself is at most *gap; where it is infinite
 * (greedy-average at tau = 0 with energy > 0), *gap is 0.
 *
 * Branch and bound in double precision with every rounding error bounded: on [c - r, c + r] the gain is at
 * most its second-order Taylor polynomial at c plus r^3/6 sum_n 4 f_n^3 (|g_n| + 2 |h_n|). Only +, -, *, /
 * and sqrt are used, in a fixed order: same angle on any machine. The gap is 1e-13 or so plus what `slack`
 * costs, more only where the objective is small against sum |g_n| + 2|h_n|. */
double ref_protocol_greedy(double *gap, const ref_gain *gain, ref_protocol_kind rule);

#endif
