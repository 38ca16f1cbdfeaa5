/* Energy damping of a density matrix between two collisions.
   Theorems: damp_budget, kernel_energy (what the errors of its entries cost), damp_trace, damp_energy_factor
   (the trace and the energy that it leaves), proofs/coq/theories/StatementsErrors.v; damp_energy (the energy
   that a loss takes), proofs/coq/theories/Statements.v. */
#ifndef SC_DAMP_H
#define SC_DAMP_H
#include "ladder.h"
#ifdef __FRAMAC__
#include "damp.acsl"
#endif

/* Whether (gamma, d) is in the domain: 0 <= gamma <= 1, not a NaN, 2 <= d <= SC_DENSITY_LEVELS_MAX. */
/*@ terminates \true;
    assigns \nothing;
    ensures twin: \is_finite(gamma) ==> (\result != 0 <==> sc_damp_domain(gamma, d)); */
int sc_damp_valid(double gamma, int64_t d);

/* Upper bound on what keeping only the Kraus operators k < terms of (21) drops on d levels:
     sum_nm |dropped_nm| <= tail sum_nm |r_nm|,   tail = min(1, C(d - 1, terms) gamma^terms), 0 if terms >= d.
   By Cauchy-Schwarz r_nm loses at most sqrt(P(B_n >= terms) P(B_m >= terms)) with B_n binomial (n, gamma),
   and P(B_n >= terms) is at most the expected number of sets of `terms` quanta that are all lost; proved in
   Coq, within damp_budget.
   Rounded up: never below C(d - 1, terms) gamma^terms unless 1; proved.
   Domain: sc_damp_valid(gamma, d), 0 <= terms <= d. */
/*@ requires domain: sc_damp_domain(gamma, d);
    requires count: 0 <= terms <= d;
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 1);
    ensures whole: terms == d ==> \result == 0;
    ensures above: sc_tail(gamma, d, terms) <= \result || \result == 1; */
double sc_damp_tail(double gamma, int64_t terms, int64_t d);

/* Number of Kraus operators to keep: the least with sc_damp_tail at most 2^-52; d where gamma (d - 1) is so
   large that the bound leaves the range of a double on its way. That C(d - 1, k) gamma^k <= 2^-52 for the
   number k returned is proved, that it is the least is not. Domain: sc_damp_valid(gamma, d). */
/*@ requires domain: sc_damp_domain(gamma, d);
    terminates \true;
    assigns \nothing;
    ensures range: 1 <= \result <= d;
    ensures small: sc_tail(gamma, d, \result) <= 0x1p-52; */
int64_t sc_damp_terms(double gamma, int64_t d);

/* Tables for sc_damp. With w_{n,k} = sqrt(C(n + k, k) gamma^k (1 - gamma)^n) the weights of (21), and
   scales t_n that restart at t_a = 1 at the start a of every window of 96 levels,
     t_n = sqrt((a + 1) ... n) / S^{n-a},   S = 16, 32 or 64, S^2 above the window's levels:
     scale[2 a + n] = t_n,                 n < min(a + 96, d),
     weight[k d + a + n] = w_{n,k} / t_{n+k}, n < min(a + 64, d - k), t of the window that starts at a + k,
   for windows a and operators k < terms that are multiples of 32. square[0 .. d - 1] is scratch.
   The squared weights come from
     w_{n,k}^2 = (1 - gamma) w_{n-1,k}^2 + gamma w_{n,k-1}^2,
   a recurrence of non-negative terms whose coefficients sum to one: nothing cancels, nothing overflows, and
   what underflows stays below 2^-529.
   Error, proved, u = 2^-53: |scale - t_n| <= ((n - a) / 2 + 1.001) u t_n, and with t = t_{n+k}
     |weight t - w_{n,k}| <= (1.5 n + k + (n - a) / 2 + 3.01) u w_{n,k} + 2^-528
   for the w_{n,k} of the double gamma. Both have the errors of t^2 in common, which is rounded at every step:
   with T, the root of t^2 so rounded, for t, |scale - T_n| <= 1.001 u T_n and
     |weight T - w_{n,k}| <= (1.5 n + k + 3.01) u w_{n,k} + 2^-528,
   which is what sc_damp needs, as it multiplies one by the other. Proved: 0 <= scale <= 1, and
   0 <= weight <= 2^151.
   Domain: sc_damp_valid(gamma, d), 1 <= terms <= d. */
/*@ requires domain: sc_damp_domain(gamma, d);
    requires count: 1 <= terms <= d;
    requires valid_weight: \valid(weight + (0 .. (terms + 1) * d - 1));
    requires valid_scale: \valid(scale + (0 .. 3 * d - 1));
    requires valid_square: \valid(square + (0 .. d - 1));
    requires apart: \separated(weight + (0 .. (terms + 1) * d - 1), scale + (0 .. 3 * d - 1),
                               square + (0 .. d - 1));
    terminates \true;
    assigns weight[0 .. (terms + 1) * d - 1], scale[0 .. 3 * d - 1], square[0 .. d - 1];
    ensures weight: sc_table(weight, (terms + 1) * d, 0x1p151);
    ensures scale: sc_table(scale, 3 * d, 1);
    ensures weight_error: sc_weights(weight, gamma, terms, d);
    ensures scale_error: sc_scales(scale, d); */
void sc_damp_weights(double *weight, double *scale, double *square, double gamma, int64_t terms, int64_t d);

/* The channel (21), its Kraus operators k < terms:
     r'_nm = sum_k w_{n,k} w_{m,k} r_{n+k,m+k}.
   r and out are row-major; only the lower triangle m <= n <= top is read or written. weight and scale from
   sc_damp_weights, with the same gamma, terms and d.
   How. w_{n,k+g} w_{m,k+g} = (w_{n,k} / t_{n+k}) (w_{m,k} / t_{m+k}) a_g t_{n+k+g} t_{m+k+g} with
   a_g = (gamma S S')^g k! / (k + g)!: the scaled entries t_n t_m r_nm of a block are summed along its
   diagonals with the coefficients a_g, the same for the whole block.
   Error per entry against the formula: (3 d + terms + 12) u times the sum of the absolute values of its
   terms, u = 2^-53, plus underflow below 2^-300 (for |r| <= 2): proved, counted in budget.h.
   Trace, theorem damp_trace, from that error; c = (3 d + terms + 12) u and tail as of sc_damp_tail: the sum
   of the diagonal of rows 0..top is within c sum |r_nn| + tail sum_{n >= terms} |r_nn| + (top + 1) 2^-300 of
   that of r. Energy, theorem damp_energy_factor: sum n out_nn is (1 - gamma) sum n r_nn, gamma the double,
   within (1 - gamma) (c sum n |r_nn| + tail sum_{n > terms} n |r_nn|) + top (top + 1) 2^-301.
   Proved: finite, |out| <= 2^589 if |r| <= 2.
   Domain: sc_damp_valid(gamma, d), sc_density_valid(d, top), 1 <= terms <= d; out overlaps nothing. */
/*@ requires domain: sc_density_domain(d, top) && sc_damp_domain(gamma, d);
    requires count: 1 <= terms <= d;
    requires valid_weight: \valid_read(weight + (0 .. (terms + 1) * d - 1));
    requires valid_scale: \valid_read(scale + (0 .. 3 * d - 1));
    requires valid_r: \valid_read(r + (0 .. d * d - 1));
    requires valid_out: \valid(out + (0 .. d * d - 1));
    requires apart_r: \separated(out + (0 .. d * d - 1), r + (0 .. d * d - 1));
    requires apart_weight: \separated(out + (0 .. d * d - 1), weight + (0 .. (terms + 1) * d - 1));
    requires apart_scale: \separated(out + (0 .. d * d - 1), scale + (0 .. 3 * d - 1));
    requires weight: sc_table(weight, (terms + 1) * d, 0x1p151);
    requires scale: sc_table(scale, 3 * d, 1);
    requires weight_error: sc_weights(weight, gamma, terms, d);
    requires scale_error: sc_scales(scale, d);
    requires state: \forall integer n; 0 <= n <= top ==> sc_row_bounded(r + sc_place(d, n, 0), n + 1);
    terminates \true;
    assigns out[0 .. d * d - 1];
    ensures made: sc_damp_made(out, r, gamma, d, top, terms);
    ensures bounded: \forall integer n; 0 <= n <= top ==>
                     sc_row_within(out + sc_place(d, n, 0), n + 1, 0x1p589); */
void sc_damp(double *out, const double *r, const double *weight, const double *scale, double gamma,
             int64_t terms, int64_t d, int64_t top);
#endif
