/* threshold: that no swap angle of a whole range lets a coherent protocol exceed a bound.
 *
 * A run at one angle speaks for its neighbours. Write the run as unitaries on the battery, fresh qubits and
 * the environment of the damping (none of which depends on theta): a pure state Psi(theta). Each collision
 * exp(-i H theta) has <H^2> = tr(rho (q A^+A + (1-q) A A^+)), the same all through the collision, so with
 *     S = 2 sum_{k <= K} sqrt(<H^2> of step k),   ||dPsi/dtheta|| <= S/2,
 * and, with N the battery's energy, E its mean, sigma its standard deviation after step K,
 *     |dE/dtheta|     = |2 Re <Psi|(N - E)|dPsi>|                    <= S sigma,
 *     |dsigma/dtheta| <= ||((N - E)^2 - sigma^2) Psi|| S/(2 sigma)   <= S top/2,
 * where |N - E| <= top = min(K, levels - 1),
 * so at most r away from an angle E is at most E + r S sigma + r^2 S^2 top/4, S being the largest within r.
 * <H^2> is at most E + 1 - q on the oscillator, (q w(E) + (1-q) w(E+1)), w(x) = x (levels - x), on the spin
 * (Jensen), E that of the step before: S follows step by step. */
#ifndef REF_THRESHOLD_H
#define REF_THRESHOLD_H

#include "crossing.h"

/* Swap angles are whole parts of 1: theta = part/REF_PARTS. */
#define REF_PARTS (1UL << 40)

/* Coherent charging of fixed angle against a bound. Only steps whose energy is at least `floor` count. */
typedef struct {
    ref_scenario watched; /* its angle and number of steps are replaced */
    const ref_bound *bound;
    ref_reading reading;
    double floor;
    long piece_count; /* 0: the bound has to reach the top level */
    double *pull;     /* at i: upper bound on (sqrt(X + 1 - q) - h(X))/X, i/64 <= X <= (i+1)/64 */
    double gamma_low;
} ref_contest;

/* scenario: an oscillator or a spin, fixed protocol, charged from empty. gamma: instead of its own, NULL to
 * keep it. bound: on the energy in time, monotone in both; late steps are spared for 15 and C4p alone. floor:
 * a part of the top level, 0 to 1. least, most: the angles the contest is for. */
void ref_contest_init(ref_contest *contest, const ref_scenario *scenario, const char *gamma,
                      const ref_bound *bound, ref_reading reading, double floor, double least, double most);
void ref_contest_clear(ref_contest *contest);

/* What a range of angles came to. certified: no step of any angle exceeds the bound; refuted: at angle
 * `part`, step `step` certainly does, by at least `margin`; undecided: not told at angle `part`. runs: how
 * many were made; margin: else the least slack seen at the end of a reach. */
typedef struct {
    ref_verdict verdict;
    long part, step, runs;
    double margin;
} ref_outcome;

/* The worse of both, their runs added. */
void ref_outcome_merge(ref_outcome *all, const ref_outcome *part);

/* One angle: every step. */
ref_outcome ref_threshold_at(const ref_contest *contest, long part);

/* All angles left/REF_PARTS <= theta <= right/REF_PARTS. Subdivides until each piece is within reach of a
 * run; gives up at pieces of 2^-34 relative. The same outcome for any number of threads. progress may be
 * NULL; it is told which fraction is done, 0 to 1. */
ref_outcome ref_threshold_cover(const ref_contest *contest, long left, long right,
                                void (*progress)(void *, double), void *context);

/* From this part on no angle exceeds the bound, floor or not. Oscillator: a step raises the energy by at most
 * 1, and the bound grows at least at the rate R0 (1 - gamma) while h increases, so 1/(R0 (1 - gamma)). Spin,
 * and where h does not increase: the time at which the bound has reached the top level. */
long ref_threshold_last_part(const ref_contest *contest);

/* text (a number) times pi, in parts, rounded down or up. */
long ref_threshold_part(const char *text, mpfr_rnd_t round);

#endif
