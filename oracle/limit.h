/* limit: how far coherent charging is from its driving limit theta -> 0 at fixed tau = K theta, (19), (20),
 * (31), (32), and the remainders of the small-theta generators (A12), (A13).
 *
 * The protocol is the paper's: K collisions with swap angle theta = tau/K, q = 1/2, c = 1, alpha = 0, from
 * the empty battery. Units E = 1, Omega = 1. N = levels - 1; the oscillator is the infinite one. */
#ifndef REF_LIMIT_H
#define REF_LIMIT_H

#include "model.h"

/* The limit state psi, amplitudes[n] (-i)^n on level n, n = 0..N, enclosed at their precision; 0 <= tau <= pi
 * for a spin. (19), (32) with the missing -i:
 *   oscillator D(-i tau/2)|0>: exp(-x^2/2) x^n / sqrt(n!), x = tau/2;
 *   spin exp(-i tau J_x)|j,-j>: sqrt(C(N,n)) cos^(N-n)(tau/2) sin^n(tau/2).
 * tail: at least the population of the oscillator's levels above N; 0 for a spin. */
void ref_limit_target(mpfi_t *amplitudes, mpfr_t tail, ref_ladder_kind ladder, long levels, const mpfi_t tau);

/* The battery after K collisions: its energy, its fidelity <psi|rho|psi> and its trace distance
 * ||rho - |psi><psi|||_1 / 2 to the limit state. */
typedef struct { mpfi_t energy, fidelity, distance; } ref_limit;
void ref_limit_init(ref_limit *limit, mpfr_prec_t precision);
void ref_limit_clear(ref_limit *limit);

/* Encloses all three, at the precision of `limit`, the levels above N included. */
void ref_limit_measure(ref_limit *limit, ref_ladder_kind ladder, long levels, const mpfi_t tau, long steps);

/* Encloses the sum of |eigenvalues| of the exact Hermitian matrix that `difference` stands for. */
void ref_limit_trace_norm(mpfi_t out, const ref_state *difference);

/* Theorem: for every K >= 1, ||rho_K - |psi><psi|||_1 <= first / K + second / K^2 (derivation in limit.c).
 * With S = 1 for the oscillator and S = 2j for a spin,
 *   first  = (1 + sqrt 3)/4 S tau^2,   second = tau^3/6 (h + (sqrt 15 + 3 sqrt 3)/4 S^(3/2)),
 *   spin: h = 8 max_n f_n^3;  oscillator, m = tau^2/4: h = 2 h_3 + 6 h_2 h_1,
 *   h_1^2 = m + 1/2, h_2^2 = m^2 + 2 m + 1/2, h_3^2 = m^3 + 9/2 m^2 + 4 m + 1/2. */
void ref_limit_constants(mpfi_t first, mpfi_t second, ref_ladder_kind ladder, long levels, const mpfi_t tau);

/* (A12) (c = 0), (A13) (c = 1) on a closed ladder, q = 1/5, e^(i alpha) = (3 + 4i)/5, applied to the
 * projector on sum_n ((3 + 4i)/5)^(n^2) |n> / sqrt(levels).
 * size: encloses the trace norm of (exact - printed) change of the state. bound: 2/3 (F theta)^4 for (A12),
 * 4/3 (F theta)^3 for (A13), F = max_n f_n, which hold for every state, q and alpha (derivation in limit.c).
 * F theta <= 2. */
void ref_limit_remainder(mpfi_t size, mpfi_t bound, ref_ladder_kind ladder, long levels, bool coherent,
                         const mpfi_t theta);

#endif
