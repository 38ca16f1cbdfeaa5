/* bound: the paper's bounds on incoherent charging, as printed and as corrected, and verdicts about them.
 *
 * Units E = 1, Omega = 1; energies count from the empty battery; N = levels - 1 (N = 2j for a spin). Every
 * function encloses its value at the precision of `out`. R0 is the constant of (12). */
#ifndef REF_BOUND_H
#define REF_BOUND_H

#include <stdbool.h>
#include "run.h"

/* --- oscillator_bound: Sec. III A ----------------------------------------------------------------------- */

/* (13): the gain of one step per unit of swap angle is at most R0 sqrt(E + 1), E the energy before it. */
void ref_oscillator_bound_gain(mpfi_t out, const mpfi_t energy);

/* (15): E(tau) <= R0 tau (1 + R0 tau/4). With Y_k = sqrt(E_k + 1), (13) gives Y_k^2 - Y_{k-1}^2 <= R0 theta_k
 * Y_{k-1}, so Y_k - Y_{k-1} <= R0 theta_k / 2, for every incoherent protocol, any q_k, any theta_k > 0. */
void ref_oscillator_bound_energy(mpfi_t out, const mpfi_t tau);

/* (16): P(tau) <= R0 (1 + R0 tau/4). */
void ref_oscillator_bound_power(mpfi_t out, const mpfi_t tau);

/* --- spin_bound: Sec. IV A ------------------------------------------------------------------------------ */

/* (26), third line: gain per unit of swap angle <= R0 sqrt(j(j+1) - <J_z^2 - J_z>) as printed,
 * <J_z^2 + J_z> as corrected; variance is that of the level. The true rate is R0 times the mean of f_+. */
void ref_spin_bound_gain_printed(mpfi_t out, const mpfi_t energy, const mpfi_t variance, long n_max);
void ref_spin_bound_gain(mpfi_t out, const mpfi_t energy, const mpfi_t variance, long n_max);

/* (28): the least time in which an incoherent protocol reaches `energy`, 0 <= energy <= N.
 * printed: starts from arctan((1 - 2j)/2);
 * integrated: (27) integrated from its own initial value arctan((1 - 2j)/(2 sqrt(2j)));
 * corrected (28'): (1/R0) int dx/G, G(x) the maximum of g(x) = sqrt(j(j+1) - x(x+1)) over [x-1, x]
 * within [-j, j]: a step is bounded by g at its start and raises the mean by at most 1, so G along the
 * step is at least that. */
void ref_spin_bound_time_printed(mpfi_t out, const mpfi_t energy, long n_max);
void ref_spin_bound_time_integrated(mpfi_t out, const mpfi_t energy, long n_max);
void ref_spin_bound_time(mpfi_t out, const mpfi_t energy, long n_max);

/* (29): the least time of a full charge; printed, and integrated from the right initial value. */
void ref_spin_bound_full_printed(mpfi_t out, long n_max);
void ref_spin_bound_full_integrated(mpfi_t out, long n_max);

/* (29'): phi(n) = (1/R0) sum_{k<=n} 1/f_k. The mean of phi grows by at most theta per step, because
 * sin^2(f theta)/f <= R0 theta. A full charge takes at least phi(N). */
void ref_spin_bound_potential(mpfi_t out, long n, long n_max);

/* --- damped_bound: App. C ------------------------------------------------------------------------------- */

/* (C3): h(E) = R0 (1-gamma) sqrt(E+1) - (2/pi) gamma E bounds the gain of one step per unit of swap angle. */
void ref_damped_bound_gain(mpfi_t out, const mpfi_t energy, const mpfi_t gamma);

/* The energy at which h is largest, max(0, y^2 - 1) with y = pi R0 (1-gamma)/(4 gamma); gamma > 0. */
void ref_damped_bound_peak(mpfi_t out, const mpfi_t gamma);

/* (C4): the least time int_0^E dx/h(x) as printed, a theorem while the energy stays below the peak of h. In
 * y = sqrt(x+1), with a = R0 (1-gamma), b = 2 gamma/pi and y_+ > 0 > y_- the roots of b y^2 - a y - b,
 *     int dx/h = -2/(b (y_+ - y_-)) [ y_+ ln(y_+ - y) - y_- ln(y - y_-) ].
 * Infinite from E = y_+^2 - 1 on. corrected (C4'): h replaced by its maximum over [x-1, x]. */
void ref_damped_bound_time_printed(mpfi_t out, const mpfi_t energy, const mpfi_t gamma);
void ref_damped_bound_time(mpfi_t out, const mpfi_t energy, const mpfi_t gamma);

/* (pi R0/4)^2 (1-gamma)^2 - gamma. Where it is >= 0 every protocol from the empty battery stays below
 * the peak, since E_k <= (1-gamma)(E_{k-1} + 1) keeps E_k below (1-gamma)/gamma: there (C4) is a
 * theorem without conditions. */
void ref_damped_bound_reserve(mpfi_t out, const mpfi_t gamma);

/* A single step from the empty battery at swap angle theta: its energy (1-gamma) sin^2 theta. */
void ref_damped_bound_first_step(mpfi_t energy, const mpfi_t theta, const mpfi_t gamma);

/* --- full_swap: Secs. III B, IV B ----------------------------------------------------------------------- */

/* (30), (17): (pi/2) sum_{n<=count} 1/f_n, the time of `count` full swaps. With count = N it is also (29''),
 * the exact optimum: the lowest populated level rises by at most one per step, and emptying level n-1 needs
 * q = 0 and sin^2(f_n theta) = 1. */
void ref_full_swap_time(mpfi_t out, ref_ladder_kind ladder, long count, long levels);

/* (17), oscillator: pi sqrt(K) + constant, with the constant -1.46 as printed, (pi/2) zeta(1/2) as corrected.
 * The full-swap time exceeds the corrected form by less than pi/(4 sqrt K) (Euler-Maclaurin). */
void ref_full_swap_asymptote_printed(mpfi_t out, unsigned long count);
void ref_full_swap_asymptote(mpfi_t out, unsigned long count);

/* Spin: pi arcsin((N-1)/(N+1)) + pi/(2 sqrt N), a lower bound on the full-swap time that grows with N
 * (trapezoid rule on the convex function 1/sqrt(x (N+1-x)), 1 <= x <= N). */
void ref_full_swap_floor(mpfi_t out, long n_max);

/* --- coherent_limit: (19), (20), (31) ------------------------------------------------------------------- */

/* theta -> 0 at q = 1/2, c = 1: oscillator tau^2/4; spin N sin^2(tau/2), full at tau = pi. */
void ref_coherent_limit_oscillator(mpfi_t out, const mpfi_t tau);
void ref_coherent_limit_spin(mpfi_t out, const mpfi_t tau, long n_max);

/* --- verdicts ------------------------------------------------------------------------------------------- */

typedef enum { REF_VERDICT_CERTIFIED, REF_VERDICT_REFUTED, REF_VERDICT_UNDECIDED } ref_verdict;

/* "certified", "refuted", "undecided". */
const char *ref_verdict_word(ref_verdict verdict);

/* slack >= 0: certified; slack < 0: refuted; else undecided. */
ref_verdict ref_bound_decide(const mpfi_t slack);

/* What a bound sees of one step of a run. */
typedef struct {
    long levels;
    mpfi_srcptr gamma, tau, theta, energy;
    mpfi_srcptr energy_before, variance_before;
    const mpfi_t *populations;
} ref_bound_point;

/* A bound that can be held against a run step by step. */
typedef struct {
    const char *id, *equation, *statement;
    ref_ladder_kind ladder;
    bool from_empty;                        /* assumes the empty battery at the start */
    bool populations;                       /* needs the populations, not the energy and its variance alone */
    long first_step;                        /* 0 where the bound says something about the empty battery */
    void (*slack)(mpfi_t slack, const ref_bound_point *point);
} ref_bound;

/* The bound by its id: 12 13 15 16 26 26p 28 28i 28p 29p C3 C4 C4p ("p": corrected, in theory primed; "i":
 * (27) integrated from its own initial value); NULL when no bound of that id applies to runs. */
const ref_bound *ref_bound_find(const char *id);

/* A verdict about many slacks.
 * certified: `step` has the least slack and `margin` is a lower bound on it;
 * refuted: `step` has the largest excess, `margin` is a lower bound on it, `first` is the first step
 * exceeded; undecided: `step` is the first step that is not decided. */
typedef struct {
    ref_verdict verdict;
    long step, first;
    mpfr_prec_t precision;
    mpfr_t margin;
} ref_ruling;
/* Starts as certified, of nothing yet. */
void ref_ruling_init(ref_ruling *ruling);
void ref_ruling_clear(ref_ruling *ruling);

/* Adds the slack at `step`, or a whole ruling under one number (a protocol of a family, a spin, …). */
void ref_ruling_note(ref_ruling *ruling, const mpfi_t slack, long step);
void ref_ruling_merge(ref_ruling *ruling, const ref_ruling *part, long number);

/* Every qubit of the run is without coherence, or pure in energy: c sqrt(q(1-q)) = 0. */
bool ref_scenario_incoherent(const ref_scenario *scenario);

/* NULL when the bound can be held against runs of this scenario, else why not (a
 * clause without full stop). */
const char *ref_bound_objection(const ref_bound *bound, const ref_scenario *scenario);

/* The same scenario observed after every step from 0 on: energy, variance, populations if asked for. Clear
 * it with ref_scenario_clear. */
void ref_bound_watch(ref_scenario *watched, const ref_scenario *scenario, bool populations, int digits);

/* Adds to the ruling every step of a run of a watched scenario. */
void ref_bound_rule(ref_ruling *ruling, const ref_bound *bound, const ref_scenario *watched,
                    const ref_results *run);

/* Watches, runs, rules, and doubles the digits from `digits` on, up to `digits_max`, while undecided. */
void ref_bound_rule_scenario(ref_ruling *ruling, const ref_bound *bound, const ref_scenario *scenario,
                             int digits,
                             int digits_max, ref_progress progress, void *context);

/* --- interval helpers ----------------------------------------------------------------------------------- */

void ref_interval_min(mpfi_t out, const mpfi_t a, const mpfi_t b);
void ref_interval_max(mpfi_t out, const mpfi_t a, const mpfi_t b);

/* min(max(x, low), high) for integers low <= high. */
void ref_interval_clamp(mpfi_t out, const mpfi_t x, long low, long high);

#endif
