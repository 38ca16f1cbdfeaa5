/* Swap tables: sine and cosine of the swap angles f_n theta, by own argument reduction and polynomials.
   Theorems: contract_of_spec, collide_budget (what their errors cost),
   proofs/coq/theories/StatementsErrors.v. */
#ifndef SC_SWAP_H
#define SC_SWAP_H
#include <stdint.h>
#ifdef __FRAMAC__
#include "swap.acsl"
#endif

/* Whether a swap angle is in the domain: 0 <= f_max <= 2^20, |theta| <= 2^20, f_max |theta| < 2^20, no NaN.
   Proved, for finite arguments: what it accepts is in the domain; what is in it is accepted, unless
   f_max |theta| is below 2^20 and rounds to it. That NaN and infinities are refused is tested. */
/*@ requires finite: \is_finite(f_max) && \is_finite(theta);
    terminates \true;
    assigns \nothing;
    ensures sufficient: \result != 0 ==> sc_bounded(theta, 0x1p20) && sc_swap_domain(f_max, theta) &&
      \abs(sc_prod(f_max, theta)) < 0x1p20;
    ensures necessary: sc_between(f_max, 0, 0x1p20) && sc_bounded(theta, 0x1p20) &&
      \abs(sc_prod(f_max, theta)) <= 0x1.fffffffffffffp19 ==> \result != 0; */
int sc_swap_valid(double f_max, double theta);

/* Tables c[n] = cos(f_n theta), s[n] = sin(f_n theta), 0 <= n <= d, below equation (3); units Omega = 1,
   theta in radians.
   The closed ends are exact: c[0] = c[d] = 1, s[0] = s[d] = 0 (f[0] and f[d] are not read).
   Error, proved: given, at most (1.0001 f_n |theta| + 2.22) u against cos(f_n theta), sin(f_n theta) of the
   doubles given, u = 2^-53; exact, with f from sc_ladder, at most sc_swap_error(max f, theta) against
   cos(sqrt(w_n) theta), sin(sqrt(w_n) theta) of the exact w_n and the given theta; unit,
   |c^2 + s^2 - 1| <= 3 u, what sc_rate needs.
   Proved: |c|, |s| <= 1, finite.
   Domain: sc_swap_valid(max f, theta); f, c, s hold d + 1 doubles and do not overlap. */
/*@ requires levels: 2 <= d <= 1048576;
    requires valid_f: \valid_read(f + (0 .. d));
    requires valid_c: \valid(c + (0 .. d));
    requires valid_s: \valid(s + (0 .. d));
    requires separated: \separated(c + (0 .. d), s + (0 .. d), f + (0 .. d));
    requires angle: sc_bounded(theta, 0x1p20);
    requires domain: \forall integer n; 1 <= n < d ==> sc_swap_domain(f[n], theta);
    terminates \true;
    assigns c[0 .. d], s[0 .. d];
    ensures cosine: \forall integer n; 0 <= n <= d ==> sc_bounded(c[n], 1);
    ensures sine: \forall integer n; 0 <= n <= d ==> sc_bounded(s[n], 1);
    ensures unit: \forall integer n; 0 <= n <= d ==> sc_on_circle(c[n], s[n]);
    ensures given: \forall integer n; 1 <= n < d ==> sc_swap_given(c[n], s[n], f[n], theta);
    ensures exact: \forall integer n; 1 <= n < d ==> sc_swap_exact(c[n], s[n], f[n], theta);
    ensures ends: c[0] == 1 && s[0] == 0 && c[d] == 1 && s[d] == 0; */
void sc_swap(double *c, double *s, const double *f, double theta, int64_t d);

/* Bound on |c_n - cos(sqrt(w_n) theta)| and |s_n - sin(sqrt(w_n) theta)| over all levels with f_n <= f_max:
     (2.001 f_max |theta| + 2.5) u,
   rounded; proved to be at least the error of each such level, (2.0005 f_n |theta| + 2.3) u.
   Domain: sc_swap_valid(f_max, theta). */
/*@ requires ladder: sc_between(f_max, 0, 0x1p20);
    requires angle: sc_bounded(theta, 0x1p20);
    requires domain: sc_swap_domain(f_max, theta);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 1);
    ensures bound: \forall real f; 0 <= f <= f_max ==> sc_swap_gap(f, theta) <= \result; */
double sc_swap_error(double f_max, double theta);
#endif
