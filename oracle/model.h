/* model: the battery, one collision and one damping at p bits, with a running certified error.
 *
 * A state holds MPFR points and one number `error`: an upper bound on the trace norm of (computed state -
 * exact state). Channels do not increase that norm, so the errors of the steps only add up. Scalars and
 * tables are MPFI enclosures; the recursion uses the left end of each, and `uncertainty` bounds what that
 * may be wrong by. */
#ifndef REF_MODEL_H
#define REF_MODEL_H

#include "run.h"

/* ladder: w_n = f_n^2, n = 0..levels, both ends closed: w_0 = w_levels = 0.
 * Oscillator n (eq. (8)), spin n (levels - n) (eqs. (23), (24)), uniform 1 (eq. (B1)). */
unsigned long ref_ladder_weight(ref_ladder_kind ladder, long n, long levels);

/* max w_n, the squared norm of the ladder operator. */
unsigned long ref_ladder_largest(ref_ladder_kind ladder, long levels);

/* swap: enclosures of cos(f_n theta), sin(f_n theta), n = 0..levels, at `precision` bits. */
typedef struct { long levels; mpfi_t *c, *s; } ref_swap;
void ref_swap_init(ref_swap *swap, long levels, mpfr_prec_t precision);
void ref_swap_set(ref_swap *swap, ref_ladder_kind ladder, const mpfi_t theta);
void ref_swap_clear(ref_swap *swap);

/* exchange: one collision of the battery with a qubit (eqs. (1)-(3)), enclosed at `precision` bits: p = 1 -
 * q, kappa = c sqrt(q p). `coherent` is false exactly when kappa = 0; then alpha means nothing. uncertainty:
 * rounded up, at least 2^-precision and at least the width of every enclosure here and in `swap`. */
typedef struct {
    ref_ladder_kind ladder;
    bool coherent;
    ref_real alpha;
    mpfi_t theta, q, p, kappa;
    ref_swap swap;
    mpfr_t uncertainty;
} ref_exchange;
void ref_exchange_init(ref_exchange *exchange, ref_ladder_kind ladder, long levels, mpfr_prec_t precision);
void ref_exchange_set_qubit(ref_exchange *exchange, const ref_qubit *qubit);
void ref_exchange_set_angle(ref_exchange *exchange, const mpfi_t theta);
void ref_exchange_clear(ref_exchange *exchange);

/* True exactly when c sqrt(q (1 - q)) is not zero. */
bool ref_qubit_coherent(const ref_qubit *qubit);

/* decay: the damping channel (21) on the level number, enclosed at `precision` bits. With
 * w_{n,k} = sqrt(C(n+k,k) gamma^k (1-gamma)^n), the weight of r_{n+k,m+k} in r'_nm is
 *   w_{n,k} w_{m,k} = lower_n lower_m loss_k raise_{n+k} raise_{m+k},
 *   raise_n = sqrt(n!),  lower_n = (1-gamma)^(n/2) / sqrt(n!),  loss_k = gamma^k / k!.
 * `terms` of the sum over k are kept; what is dropped is at most `tail` times sum |r_nm|.
 * uncertainty: at least 2^-precision and at least the relative width of every enclosure; infinite when
 * gamma is too close to 0 or 1 for the precision. */
typedef struct {
    long levels, terms;
    mpfi_t *raise, *lower, *loss;
    mpfr_t tail, uncertainty;
} ref_decay;
void ref_decay_init(ref_decay *decay, long levels, mpfr_prec_t precision);
void ref_decay_set(ref_decay *decay, const ref_real *gamma);
void ref_decay_clear(ref_decay *decay);

/* Battery state in the gauge |n~> = (-i e^(i alpha))^n |n>: rho_nm = (-i e^(i alpha))^(n-m) r_nm,
 * r = re + i im Hermitian, rows n <= top, m <= n; everything above `top` is exactly zero.
 * REF_DIAGONAL: re[n] = rho_nn alone. REF_REAL_SYMMETRIC: im is NULL, for one alpha throughout. */
typedef enum { REF_DIAGONAL, REF_REAL_SYMMETRIC, REF_HERMITIAN } ref_shape;
typedef struct {
    ref_shape shape;
    long levels, top;
    mpfr_prec_t precision;
    mpfr_t *re, *im;            /* packed lower triangle n(n+1)/2 + m (diagonal: plain vector) */
    mpfr_t *spare;              /* where the next re or im is built */
    mpfr_t error;               /* trace norm of (computed - exact), rounded up */
    ref_real alpha;             /* the gauge */
} ref_state;

/* All zero, top = 0, error = 0, alpha = 0. */
void ref_state_init(ref_state *state, ref_shape shape, long levels, mpfr_prec_t precision);
void ref_state_clear(ref_state *state);

/* Any two states are at most 2 apart: where the error is larger, the computed state becomes
 * |0><0| and the error 2. */
void ref_state_cap(ref_state *state);

/* The diagonal state with these `levels` populations, which sum to 1; alpha: the gauge, or NULL. */
void ref_state_set(ref_state *state, const ref_real *populations, const ref_real *alpha);

/* Where r_nm stands in re and im, m <= n (diagonal: m = n). */
static inline size_t ref_state_index(const ref_state *state, long n, long m)
{
    return state->shape == REF_DIAGONAL ? (size_t)n : (size_t)n * ((size_t)n + 1) / 2 + (size_t)m;
}

/* count MPFR zeros of one precision in one block, count initialised intervals; they end the
 * program when memory does. */
mpfr_t *ref_points_new(size_t count, mpfr_prec_t precision);       /* released by free */
mpfi_t *ref_intervals_new(size_t count, mpfr_prec_t precision);
void ref_intervals_clear(mpfi_t *intervals, size_t count);

/* One charging step, eq. (3), in place, error included.
 * ref_rate: REF_DIAGONAL and no coherence, eqs. (9), (24). ref_collide: the other shapes; a coherent exchange
 * whose alpha is not the gauge needs REF_HERMITIAN. */
void ref_rate(ref_state *state, const ref_exchange *exchange);
void ref_collide(ref_state *state, const ref_exchange *exchange);

/* The damping channel (21), in place, error included. */
void ref_damp(ref_state *state, const ref_decay *decay);

/* Observables of the exact truncated state that `state` stands for: enclosures at
 * state->precision, error included. */
void ref_observe_trace(mpfi_t trace, const ref_state *state);
void ref_observe_energy(mpfi_t energy, const ref_state *state);              /* sum_n n rho_nn */
void ref_observe_variance(mpfi_t variance, const ref_state *state);          /* of the energy */
void ref_observe_purity(mpfi_t purity, const ref_state *state);              /* tr rho^2 */
void ref_observe_populations(mpfi_t *populations, const ref_state *state);   /* rho_nn, n = 0..levels-1 */
void ref_observe_element(mpfi_t re, mpfi_t im, const ref_state *state, long n, long m);   /* rho_nm */

/* budget: the error each operation adds, upper bounds proved at the functions (budget.c). `mass` is
 * sum |r_nm| over the whole matrix (Hermitian: sum |re| + |im|) of the computed state before it. */
void ref_budget_mass(mpfr_t mass, const ref_state *state);
void ref_budget_rate(ref_state *state, const ref_exchange *exchange);
void ref_budget_collide(ref_state *state, const ref_exchange *exchange);
void ref_budget_turn(ref_state *state, const mpfr_t uncertainty);
void ref_budget_damp(ref_state *state, const ref_decay *decay);

/* Infinite oscillator: adds to `leak` the trace norm by which this exchange, applied to `state`, differs
 * from the one on the truncated ladder. */
void ref_budget_leak(mpfr_t leak, const ref_state *state, const ref_exchange *exchange);

/* How far an observable of the infinite oscillator may lie from the truncated one when the states differ by
 * `leak` in trace norm and neither has a level above `reach`. `time` is what a power is divided by. */
void ref_budget_leak_observe(mpfr_t radius, ref_observable_kind kind, const mpfr_t leak, long reach,
                             const mpfi_t time);

#endif
