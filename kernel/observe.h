/* Observables of a battery: of a density matrix (real symmetric form, lower triangle, rows n <= top) and of
   populations. Every sum runs in a fixed order, so its bits depend on nothing but the numbers.
   Rounding: each result differs from the exact sum over the stored numbers by at most
     (1.1 min(d, 4096) + 6) u times the sum of the absolute values of its terms, plus 2^-900,   u = 2^-53;
   proved (sc_observed in spec/sum.acsl). For mass, purity and populations that sum is the exact result
   itself; for trace and energy of a density matrix it is at most mass and (d-1) mass.
   Theorem: kernel_energy (what this makes of the energy of a run), proofs/coq/theories/StatementsErrors.v. */
#ifndef SC_OBSERVE_H
#define SC_OBSERVE_H
#include "ladder.h"
#ifdef __FRAMAC__
#include "sum.acsl"
#endif

/* Whether every stored entry is finite and |r_nm| <= 2, for 2 <= d <= SC_DENSITY_LEVELS_MAX, 0 <= top < d. */
/*@ requires valid_r: sc_observe_domain(d, top) ==> \valid_read(r + (0 .. d * d - 1));
    terminates \true;
    assigns \nothing;
    behavior stored:
      assumes finite: \forall integer n; 0 <= n <= top ==> sc_row_finite(r + sc_place(d, n, 0), n + 1);
      ensures twin: sc_observe_domain(d, top) ==> (\result != 0 <==> sc_triangle(r, d, top));
    behavior misfit:
      assumes outside: !sc_observe_domain(d, top);
      ensures refused: \result == 0; */
int sc_observe_valid(const double *r, int64_t d, int64_t top);

/* Relative rounding error of every sum of this file, with room for the 2^-900 where that sum of absolute
   values is at least 2^-800: (2 min(d, 4096) + 8) u, u = 2^-53, rounded up. */
/*@ requires levels: 2 <= d <= 1048576;
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 1);
    ensures formula: \result >= sc_observe_share(d); */
double sc_observe_error(int64_t d);

/* Trace, sum_n r_nn. Domain of this and the following: sc_observe_valid(r, d, top). */
/*@ requires state: sc_diagonal(r, d, top);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_bounded(\result, 0x1p20);
    ensures error:
      sc_observed(\result, sc_moment(r, d, 0.0, 0, top + 1), sc_moment_size(r, d, 0.0, 0, top + 1), d); */
double sc_observe_trace(const double *r, int64_t d, int64_t top);

/* Mean energy above the ground level, sum_n n r_nn, in units of the level spacing. Equations (4), (7). */
/*@ requires state: sc_diagonal(r, d, top);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_bounded(\result, 0x1p40);
    ensures error:
      sc_observed(\result, sc_moment(r, d, 0.0, 1, top + 1), sc_moment_size(r, d, 0.0, 1, top + 1), d); */
double sc_observe_energy(const double *r, int64_t d, int64_t top);

/* Energy variance, sum_n (n - e)^2 r_nn with e = sc_observe_energy(r, d, top). At trace 1 and true mean E
   this is variance + (e - E)^2: an error of e enters squared. */
/*@ requires state: sc_diagonal(r, d, top);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_bounded(\result, 0x1p110);
    ensures error: \exists real e;
      sc_observed(e, sc_moment(r, d, 0.0, 1, top + 1), sc_moment_size(r, d, 0.0, 1, top + 1), d) &&
      sc_observed(\result, sc_moment(r, d, e, 2, top + 1), sc_moment_size(r, d, e, 2, top + 1), d); */
double sc_observe_variance(const double *r, int64_t d, int64_t top);

/* Purity tr rho^2 = sum_nm r_nm^2 over both triangles. */
/*@ requires state: sc_triangle(r, d, top);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 0x1p40);
    ensures error:
      sc_observed(\result, sc_power_total(r, d, 2, top + 1), sc_power_total(r, d, 2, top + 1), d); */
double sc_observe_purity(const double *r, int64_t d, int64_t top);

/* Mass sum_nm |r_nm| over both triangles: the scale of every local rounding error of a step. */
/*@ requires state: sc_triangle(r, d, top);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 0x1p40);
    ensures error:
      sc_observed(\result, sc_power_total(r, d, 1, top + 1), sc_power_total(r, d, 1, top + 1), d); */
double sc_observe_mass(const double *r, int64_t d, int64_t top);

/* Populations p[n] = r_nn, 0 <= n < d, zero above top; exact. */
/*@ requires state: sc_diagonal(r, d, top);
    requires valid_p: \valid(p + (0 .. d - 1));
    requires separated: \separated(p + (0 .. d - 1), r + (0 .. d * d - 1));
    terminates \true;
    assigns p[0 .. d - 1];
    ensures finite: \forall integer n; 0 <= n < d ==> sc_bounded(p[n], 2);
    ensures exact: \forall integer n; 0 <= n < d ==>
                   p[n] == (n <= top ? \at((real)r[sc_place(d, n, n)], Pre) : 0.0); */
void sc_observe_populations(double *p, const double *r, int64_t d, int64_t top);

/* Total population, sum_n p_n. Domain of this and the following: sc_rate_valid(p, d). */
/*@ requires populations: sc_populations(p, d);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 0x1p40);
    ensures error: sc_observed(\result, sc_moment(p, 0, 0.0, 0, d), sc_moment_size(p, 0, 0.0, 0, d), d); */
double sc_observe_rate_total(const double *p, int64_t d);

/* Mean energy above the ground level, sum_n n p_n. */
/*@ requires populations: sc_populations(p, d);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 0x1p44);
    ensures error: sc_observed(\result, sc_moment(p, 0, 0.0, 1, d), sc_moment_size(p, 0, 0.0, 1, d), d); */
double sc_observe_rate_energy(const double *p, int64_t d);

/* Energy variance, sum_n (n - e)^2 p_n with e = sc_observe_rate_energy(p, d); see sc_observe_variance. */
/*@ requires populations: sc_populations(p, d);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 0x1p150);
    ensures error: \exists real e;
      sc_observed(e, sc_moment(p, 0, 0.0, 1, d), sc_moment_size(p, 0, 0.0, 1, d), d) &&
      sc_observed(\result, sc_moment(p, 0, e, 2, d), sc_moment_size(p, 0, e, 2, d), d); */
double sc_observe_rate_variance(const double *p, int64_t d);
#endif
