/* Energy damping of a density matrix between two collisions. */
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
   and P(B_n >= terms) is at most the expected number of sets of `terms` quanta that are all lost. Rounded up;
   stated.
   Domain: sc_damp_valid(gamma, d), 0 <= terms <= d. */
/*@ requires domain: sc_damp_domain(gamma, d);
    requires count: 0 <= terms <= d;
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 1);
    ensures whole: terms == d ==> \result == 0; */
double sc_damp_tail(double gamma, int64_t terms, int64_t d);

/* Number of Kraus operators to keep: the least with sc_damp_tail at most 2^-52; d where gamma (d - 1) is so
   large that the bound leaves the range of a double on its way. Domain: sc_damp_valid(gamma, d). */
/*@ requires domain: sc_damp_domain(gamma, d);
    terminates \true;
    assigns \nothing;
    ensures range: 1 <= \result <= d; */
int64_t sc_damp_terms(double gamma, int64_t d);

/* Weights of (21): w[k d + n] = w_{n,k} = sqrt(C(n + k, k) gamma^k (1 - gamma)^n),
   0 <= k < terms, 0 <= n < d, from
     w_{n,k}^2 = (1 - gamma) w_{n-1,k}^2 + gamma w_{n,k-1}^2,
   a recurrence of non-negative terms whose coefficients sum to one: nothing cancels, nothing overflows, and
   what underflows stays below 2^-530. Exact for gamma = 0 and gamma = 1.
   Error: |w - w_{n,k}| <= (1.5 n + k + 1.01) u w_{n,k} + 2^-530, u = 2^-53, stated. Proved: 0 <= w <= 1.001.
   Domain: sc_damp_valid(gamma, d), 1 <= terms <= d. */
/*@ requires domain: sc_damp_domain(gamma, d);
    requires count: 1 <= terms <= d;
    requires valid_w: \valid(w + (0 .. terms * d - 1));
    terminates \true;
    assigns w[0 .. terms * d - 1];
    ensures bounded: \forall integer k; 0 <= k < terms ==> sc_weights(w + sc_place(d, k, 0), d); */
void sc_damp_weights(double *w, double gamma, int64_t terms, int64_t d);

/* The channel (21), its Kraus operators k < terms:
     r'_nm = sum_k w_{n,k} w_{m,k} r_{n+k,m+k}.
   r and out are row-major; only the lower triangle m <= n <= top is read or written. w from sc_damp_weights.
   Error per entry against the sum with the weights given: (terms / 4 + 8) u times the sum of the absolute
   values of its terms, stated. Summed over the matrix, weights and cut included: budget.h.
   Proved: finite, |out| <= 3 terms if |r| <= 2.
   Domain: sc_density_valid(d, top), 1 <= terms <= d; out overlaps neither r nor w. */
/*@ requires domain: sc_density_domain(d, top);
    requires count: 1 <= terms <= d;
    requires valid_w: \valid_read(w + (0 .. terms * d - 1));
    requires valid_r: \valid_read(r + (0 .. d * d - 1));
    requires valid_out: \valid(out + (0 .. d * d - 1));
    requires apart_r: \separated(out + (0 .. d * d - 1), r + (0 .. d * d - 1));
    requires apart_w: \separated(out + (0 .. d * d - 1), w + (0 .. terms * d - 1));
    requires weights: \forall integer k; 0 <= k < terms ==> sc_weights(w + sc_place(d, k, 0), d);
    requires state: \forall integer n; 0 <= n <= top ==> sc_row_bounded(r + sc_place(d, n, 0), n + 1);
    terminates \true;
    assigns out[0 .. d * d - 1];
    ensures bounded: \forall integer n; 0 <= n <= top ==>
                     sc_row_within(out + sc_place(d, n, 0), n + 1, 3 * terms); */
void sc_damp(double *out, const double *r, const double *w, int64_t terms, int64_t d, int64_t top);
#endif
