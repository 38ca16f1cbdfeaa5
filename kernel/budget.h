/* Certified error budget of a run: an upper bound, rounded up, on the trace norm of the computed state minus
   the exact one.
   Theorems: collide_budget, damp_budget, rate_budget (the formulas of sc_budget_collide, sc_budget_damp,
   sc_budget_rate cover one step), input_of_spec (sc_budget_qubit); kernel_observable, kernel_entry,
   kernel_trace, kernel_energy, kernel_purity, kernel_variance (a run: every observable between -1 and 1, and
   the bars), rate_distance, rate_mean, rate_variance (the same of populations), rate_distance_spec,
   rate_total_spec, rate_energy_spec, rate_variance_spec (from the words of spec); density_budget, budget
   (why errors only add up), proofs/coq/theories/StatementsErrors.v.

   Why errors only add up. The dual of a channel maps -I <= B <= I into itself, and such a B has |B_nm| <= 1.
   So if step k computes its state up to an error matrix D_k,
     |tr B (computed - exact)| <= sum_k sum_nm |D_k,nm|
   for every such B at every later step: the budget grows by the sum of the absolute local errors and by
   nothing else. Populations: a column-stochastic matrix does not increase the l1 norm, and the same holds
   with n = m.

   u = 2^-53. mass: sum_nm |r_nm| of the state before the step, as sc_observe_mass gives it (its own rounding,
   below 2^-29, is covered here). Ground state: budget 0. That the functions return at least these formulas is
   proved (clauses formula and covers); that the formulas bound the error is what the theorems say, from the
   contracts of the steps. */
#ifndef SC_BUDGET_H
#define SC_BUDGET_H
#include "ladder.h"
#include "qubit.h"
#ifdef __FRAMAC__
#include "budget.acsl"
#include "sum.acsl"
#endif

/* Whether (budget, mass) is in the domain: 0 <= budget <= 2^20, 0 <= mass <= 2^30, neither a NaN. */
/*@ terminates \true;
    assigns \nothing;
    ensures twin: \is_finite(budget) && \is_finite(mass) ==>
      (\result != 0 <==> sc_budget_domain(budget, mass)); */
int sc_budget_valid(double budget, double mass);

/* Whether an error argument is in the domain: 0 <= error <= 1/16, not a NaN. */
/*@ terminates \true;
    assigns \nothing;
    ensures twin: \is_finite(error) ==> (\result != 0 <==> sc_error_domain(error)); */
int sc_budget_error_valid(double error);

/* What errors of the qubit's numbers cost per unit of mass: at least 2 |q - q*| + 2 |kappa - kappa*| for the
   exact q*, c* with |q - q*| <= q_error, |c - c*| <= c_error; proved of a qubit of sc_qubit_make, for every
   such q*, c* in [0, 1] and kappa = c sqrt(q (1 - q)) unrounded, whose rounding sc_budget_collide covers.
   With x = sqrt(q (1 - q)) <= 1/2: |x - x*| = |q - q*| |1 - q - q*| / (x + x*) <= q_error / x; also
   |x - x*|^2 <= |x^2 - x*^2| <= q_error. Hence 2 q_error + c_error + 2 min(q_error / x, sqrt(q_error)).
   Domain: a qubit of sc_qubit_make, errors in the domain. */
/*@ requires valid_qubit: \valid_read(qubit);
    requires qubit: sc_is_qubit(qubit->q, qubit->p, qubit->kappa);
    requires errors: sc_error_domain(q_error) && sc_error_domain(c_error);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 0x1p8);
    ensures covers: sc_radd(qubit->p, 1.0, -qubit->q) ==>
      sc_input_covers(\result, qubit->q, q_error, c_error); */
double sc_budget_qubit(const sc_qubit *qubit, double q_error, double c_error);

/* The budget after a collision: at least budget + mass (22 u + 6 swap_error + input_error) + 2^-59.
   Weights. With a = sqrt q, b = sqrt p, kappa <= a b, a source entry r_nm spreads with total absolute weight
     at most X_n X_m + Y_n Y_m,   X_n = a |c_n| + b |s_{n+1}|,   Y_n = b |c_{n+1}| + a |s_n|,
   and X_n^2 + Y_n^2 = 1 + 2 a b (|c_n s_{n+1}| + |c_{n+1} s_n|) <= 2, so by Cauchy-Schwarz at most 2.
   Rounding. 7.01 u of the sum of the eight products (collide.h); p has 1 u, kappa 3.01 u (qubit.h): twice
   10.02 u.
   Tables. With c_n, s_n off by at most e: (X_n + X_m + Y_n + Y_m)(a + b) e + 2 (a + b)^2 e^2
   <= 4 sqrt(2) e + 4 e^2, as X + Y <= 2 and a + b <= sqrt 2; at most 6 e for e <= 1/16.
   Cut. A row that sc_collide cuts off has at most 2 * 4095 + 1 elements of at most 2^-72.
   Qubit. |c_n c_m| + |s_n s_m| <= 1 and |c_n s_m| + |s_n c_m| <= 1: an error of q costs 2, one of kappa 2.
   swap_error: sc_swap_error(f_max, theta) + f_max |theta - theta*|; input_error: sc_budget_qubit, 0 if q, c
   are exact. */
/*@ requires domain: sc_budget_domain(budget, mass);
    requires errors: sc_error_domain(swap_error) && sc_between(input_error, 0, 0x1p8);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 0x1p50);
    ensures grows: \result >= budget;
    ensures formula: \result >=
      sc_budget_after(budget, mass, sc_collide_share(swap_error, input_error)) + 0x1p-59; */
double sc_budget_collide(double budget, double mass, double swap_error, double input_error);

/* The budget after damping with `terms` Kraus operators on d levels: at least
     budget + mass ((3 d + terms + 12) u + tail + 2 d survival_error).
   Weights. sum_k w_{n-k,k} w_{m-k,k} <= 1 by Cauchy-Schwarz and completeness.
   Rounding, in units of u, of what operator k + g, k a multiple of 32 and g < 32, brings to entry (n, m)
   from r_{n+k+g,m+k+g}. For n: w_{n,k} 1.5 n + k + 1.01, its ratio to the scale 1, the scales of n + k + g
   and of n + k their roots 2 and the g products under them g / 2; the same for m; together
   1.5 (n + m) + 2 k + g + 8.02. a_g: a quotient and a product in each of g steps, 2 g. Five products more:
   two of the scaled entry, that with a_g, w w, the final one. Sums: 2 of four operators, then at most
   terms / 4. As n + k + g, m + k + g <= d - 1, no more than 3 (d - 1) - k + 15.02 + terms / 4, which is below
   3 d + terms + 12, second order (10^-7) included; S, S' and S^2 are powers of two.
   Cut. tail: sc_damp_tail. Its error matrix is the dropped operators' part.
   gamma. Damping by gamma1 > gamma0 is damping by gamma0, then by x = (gamma1 - gamma0)/(1 - gamma0), and
   damping by x differs from the identity by at most (d - 1) x (k = 0, Bernoulli) plus (d - 1) x (k > 0) per
   unit of mass. survival_error: bound on |gamma - gamma*| / (1 - gamma), 0 if gamma is exact. */
/*@ requires domain: sc_budget_domain(budget, mass);
    requires levels: 1 <= terms <= d <= 4096;
    requires errors: sc_between(tail, 0, 1) && sc_error_domain(survival_error);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 0x1p50);
    ensures grows: \result >= budget;
    ensures formula: \result >=
      sc_budget_after(budget, mass, sc_damp_share(tail, survival_error, terms, d)); */
double sc_budget_damp(double budget, double mass, double tail, double survival_error, int64_t terms,
                      int64_t d);

/* The l1 budget of populations after a step of sc_rate: at least
     budget + total (8 u + 3 swap_error + input_error).
   A column's weights sum to 1; 6.01 u (rate.h) and 1 u of p, and room for its d 2^-1068; c^2, s^2 off by
   2 |c| e + e^2: 2 sqrt(2) e + 2 e^2 <= 3 e; an error of q costs 2.
   total: sc_observe_rate_total, at least 2^-800; input_error: 2 |q - q*| rounded up. */
/*@ requires domain: sc_budget_domain(budget, total);
    requires errors: sc_error_domain(swap_error) && sc_between(input_error, 0, 0x1p8);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 0x1p50);
    ensures grows: \result >= budget;
    ensures formula: \result >= sc_budget_after(budget, total, sc_rate_share(swap_error, input_error)); */
double sc_budget_rate(double budget, double total, double swap_error, double input_error);

/* Error bars of observables of a state (or of populations) with this budget, against the exact state;
   d levels, N = d - 1. Each includes the rounding of the observation, e = sc_observe_error(d). An element
   or a population is read off: its bar is the budget itself.
     trace     budget + e (1 + budget)
     energy    N (budget + e (1 + budget))
     purity    budget (2 + budget) + e (1 + budget)^2
     variance  (N + h)^2 (budget + e (1 + budget)) + h^2, h the energy's bar
   For: sum_n |r_nn| <= trace norm <= 1 + budget; |tr(x^2 - y^2)| <= ||x - y||_1 (||x|| + ||y||); and at
   trace 1 sum_n (n - x)^2 p_n is the variance + (x - E)^2 for any x. Proved: at least these formulas, with
   e = (2 min(d, 4096) + 8) u, which has room for the (1.1 min(d, 4096) + 6) u and the 2^-900 of observe.h;
   and in the words of spec/, of a density matrix, that trace, energy, purity and variance are within them
   (theorems kernel_trace_spec, kernel_energy_spec, kernel_purity_spec, kernel_variance_spec).
   Domain: 2 <= d <= SC_LEVELS_MAX, 0 <= budget <= 1. */
/*@ requires domain: sc_between(budget, 0, 1) && 2 <= d <= 1048576;
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 8);
    ensures formula: \result >= sc_trace_bar(budget, d); */
double sc_budget_trace(double budget, int64_t d);

/*@ requires domain: sc_between(budget, 0, 1) && 2 <= d <= 1048576;
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 0x1p24);
    ensures formula: \result >= sc_energy_bar(budget, d); */
double sc_budget_energy(double budget, int64_t d);

/*@ requires domain: sc_between(budget, 0, 1) && 2 <= d <= 1048576;
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 0x1p6);
    ensures formula: \result >= sc_purity_bar(budget, d); */
double sc_budget_purity(double budget, int64_t d);

/*@ requires domain: sc_between(budget, 0, 1) && 2 <= d <= 1048576;
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 0x1p60);
    ensures formula: \result >= sc_variance_bar(budget, d); */
double sc_budget_variance(double budget, int64_t d);
#endif
