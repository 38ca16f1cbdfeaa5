/* Ladders of battery levels: A|n> = f_n |n-1>, w_n = f_n^2 an exact integer. d is the number of levels.
   Theorems: leak_distance, density_leak_bound (what a cut costs), proofs/coq/theories/StatementsErrors.v. */
#ifndef SC_LADDER_H
#define SC_LADDER_H
#include <stdint.h>

enum { SC_OSCILLATOR, SC_SPIN, SC_UNIFORM };
#define SC_LEVELS_MAX 1048576
#define SC_DENSITY_LEVELS_MAX 4096

#ifdef __FRAMAC__
#include "ladder.acsl"
#endif

/* Whether (ladder, d) is in the domain of the kernel: a known ladder, 2 <= d <= SC_LEVELS_MAX. */
/*@ terminates \true;
    assigns \nothing;
    ensures twin: \result != 0 <==> sc_ladder_domain(ladder, d); */
int sc_ladder_valid(int ladder, int64_t d);

/* Squared ladder amplitude w_n of level n, 0 <= n <= d, exact.
     oscillator  w_n = n            equation (8)
     spin        w_n = n (d - n)    equations (23), (24): n = m + j, d = 2 j + 1
     uniform     w_n = 1            equation (B1)
   and w_0 = w_d = 0 on every ladder: both ends are closed.
   Domain: sc_ladder_valid(ladder, d). Exactness proved. */
/*@ requires domain: sc_ladder_domain(ladder, d);
    requires level: 0 <= n <= d;
    terminates \true;
    assigns \nothing;
    ensures exact: \result == sc_weight(ladder, n, d);
    ensures range: 0 <= \result <= 0x4000000000; */
int64_t sc_ladder_weight(int ladder, int64_t n, int64_t d);

/* Ladder amplitudes f[n] = sqrt(w_n), 0 <= n <= d, correctly rounded; f[0] = f[d] = 0.
   Error: |f[n] - sqrt(w_n)| <= u sqrt(w_n) + 2^-1074, u = 2^-53, proved.
   Domain: sc_ladder_valid(ladder, d); f holds d + 1 doubles. */
/*@ requires domain: sc_ladder_domain(ladder, d);
    requires valid_f: \valid(f + (0 .. d));
    terminates \true;
    assigns f[0 .. d];
    ensures bounded: \forall integer n; 0 <= n <= d ==> \is_finite(f[n]) && 0 <= f[n] <= 0x1p20;
    ensures error: \forall integer n; 0 <= n <= d ==> sc_rsqrt(f[n], sc_weight(ladder, n, d)); */
void sc_ladder(double *f, int ladder, int64_t d);
#endif
