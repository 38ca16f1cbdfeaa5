/* One charging step of populations: the rate equation.
   Theorems: rate_budget, rate_distance_spec (what errors of a run add up to),
   proofs/coq/theories/StatementsErrors.v. */
#ifndef SC_RATE_H
#define SC_RATE_H
#include <stdint.h>
#include "qubit.h"
#ifdef __FRAMAC__
#include "rate.acsl"
#endif

/* Whether p[0 .. d-1] are populations in the domain: 2 <= d <= SC_LEVELS_MAX, 0 <= p[n] <= 2, none a NaN. */
/*@ requires valid_p: 2 <= d <= 1048576 ==> \valid_read(p + (0 .. d - 1));
    terminates \true;
    assigns \nothing;
    ensures twin: (\forall integer n; 0 <= n < d ==> \is_finite(p[n])) ==>
      (\result != 0 <==> 2 <= d <= 1048576 && (\forall integer n; 0 <= n < d ==> sc_between(p[n], 0, 2))); */
int sc_rate_valid(const double *p, int64_t d);

/* One step of equations (9), (24), in the form without subtraction (p[n] of the qubit is 1 - q):
     out_n = (q c_n^2 + (1-q) c_{n+1}^2) p_n + q s_{n+1}^2 p_{n+1} + (1-q) s_n^2 p_{n-1},   0 <= n < d.
   It is a full collision when the qubit has kappa = 0 and the battery is diagonal; kappa is not read.
   c, s: tables of sc_swap, c[0..d], s[0..d]. p, out: d populations each, out overlaps nothing.
   Error per entry against the formula with the numbers given: 6.01 u out_n + 2^-1068, u = 2^-53 (six
   roundings on the longest path, no subtraction); proved. With p of sc_qubit_make and tables that are closed,
   s[0] = s[d] = 0, and unit, |c^2 + s^2 - 1| <= 3 u, the sum of the populations changes by at most 10.1 u
   times itself + d 2^-1068; proved.
   Proved: finite, 0 <= out <= 8.1.
   Domain: sc_rate_valid(p, d), a qubit of sc_qubit_make. */
/*@ requires levels: 2 <= d <= 1048576;
    requires valid_qubit: \valid_read(qubit);
    requires qubit: sc_is_qubit(qubit->q, qubit->p, qubit->kappa);
    requires valid_p: \valid_read(p + (0 .. d - 1));
    requires valid_c: \valid_read(c + (0 .. d));
    requires valid_s: \valid_read(s + (0 .. d));
    requires valid_out: \valid(out + (0 .. d - 1));
    requires separated: \separated(out + (0 .. d - 1), p + (0 .. d - 1), c + (0 .. d), s + (0 .. d), qubit);
    requires populations: \forall integer n; 0 <= n < d ==> sc_between(p[n], 0, 2);
    requires cosine: \forall integer n; 0 <= n <= d ==> sc_bounded(c[n], 1);
    requires sine: \forall integer n; 0 <= n <= d ==> sc_bounded(s[n], 1);
    terminates \true;
    assigns out[0 .. d - 1];
    ensures positive: \forall integer n; 0 <= n < d ==> sc_between(out[n], 0, 8.1);
    ensures error: \forall integer n; 0 <= n < d ==>
                   sc_rate_off(out[n], \at(sc_rated(p, c, s, qubit->q, qubit->p, n, d), Pre));
    behavior conserving:
      assumes complement: sc_radd(qubit->p, 1.0, -qubit->q);
      assumes closed: s[0] == 0 && s[d] == 0;
      assumes unit: \forall integer n; 0 <= n <= d ==> sc_unit(c[n], s[n]);
      ensures conserved:
        \abs(sc_total(out, d) - sc_total(p, d)) <= 10.1 * (sc_u * sc_total(p, d)) + d * 0x1p-1068; */
void sc_rate(double *out, const double *p, const double *c, const double *s, const sc_qubit *qubit,
             int64_t d);
#endif
