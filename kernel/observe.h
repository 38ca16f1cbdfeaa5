/* Observables of a battery: of a density matrix (real symmetric form, lower triangle, rows n <= top) and of populations.
   Every sum runs in a fixed order, so its bits depend on nothing but the numbers.
   Rounding: each result differs from the exact value for the stored numbers by at most sc_observe_error(d) times the
   sum of the absolute values of its terms; stated. For mass, purity and the sums over populations that sum is the result
   itself (rounded); for trace and energy of a density matrix it is at most mass and (d-1) mass. */
#ifndef SC_OBSERVE_H
#define SC_OBSERVE_H
#include "ladder.h"
#ifdef __FRAMAC__
#include "observe.acsl"
#endif

/* Whether every stored entry is finite and |r_nm| <= 2, for 2 <= d <= SC_DENSITY_LEVELS_MAX, 0 <= top < d. */
/*@ requires valid_r: sc_observe_domain(d, top) ==> \valid_read(r + (0 .. d * d - 1));
    terminates \true;
    assigns \nothing; */
int sc_observe_valid(const double *r, int64_t d, int64_t top);

/* Relative rounding error of every sum of this file: (2 min(d, 4096) + 8) u, u = 2^-53, rounded up. */
/*@ requires levels: 2 <= d <= 1048576;
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 1); */
double sc_observe_error(int64_t d);

/* Trace, sum_n r_nn. Domain of this and the following: sc_observe_valid(r, d, top). */
/*@ requires shape: sc_observe_domain(d, top);
    requires valid_r: \valid_read(r + (0 .. d * d - 1));
    requires state: \forall integer n; 0 <= n <= top ==> sc_bounded(r[sc_place(d, n, n)], 2);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_bounded(\result, 0x1p20); */
double sc_observe_trace(const double *r, int64_t d, int64_t top);

/* Mean energy above the ground level, sum_n n r_nn, in units of the level spacing. Equations (4), (7). */
/*@ requires shape: sc_observe_domain(d, top);
    requires valid_r: \valid_read(r + (0 .. d * d - 1));
    requires state: \forall integer n; 0 <= n <= top ==> sc_bounded(r[sc_place(d, n, n)], 2);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_bounded(\result, 0x1p40); */
double sc_observe_energy(const double *r, int64_t d, int64_t top);

/* Energy variance, sum_n (n - e)^2 r_nn with e = sc_observe_energy(r, d, top). At trace 1 and true mean E this is
   variance + (e - E)^2: an error of e enters squared. */
/*@ requires shape: sc_observe_domain(d, top);
    requires valid_r: \valid_read(r + (0 .. d * d - 1));
    requires state: \forall integer n; 0 <= n <= top ==> sc_bounded(r[sc_place(d, n, n)], 2);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_bounded(\result, 0x1p110); */
double sc_observe_variance(const double *r, int64_t d, int64_t top);

/* Purity tr rho^2 = sum_nm r_nm^2 over both triangles. */
/*@ requires shape: sc_observe_domain(d, top);
    requires valid_r: \valid_read(r + (0 .. d * d - 1));
    requires state: \forall integer n; 0 <= n <= top ==> sc_row_bounded(r + sc_place(d, n, 0), n + 1);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 0x1p40); */
double sc_observe_purity(const double *r, int64_t d, int64_t top);

/* Mass sum_nm |r_nm| over both triangles: the scale of every local rounding error of a step. */
/*@ requires shape: sc_observe_domain(d, top);
    requires valid_r: \valid_read(r + (0 .. d * d - 1));
    requires state: \forall integer n; 0 <= n <= top ==> sc_row_bounded(r + sc_place(d, n, 0), n + 1);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 0x1p40); */
double sc_observe_mass(const double *r, int64_t d, int64_t top);

/* Populations p[n] = r_nn, 0 <= n < d, zero above top. */
/*@ requires shape: sc_observe_domain(d, top);
    requires valid_r: \valid_read(r + (0 .. d * d - 1));
    requires valid_p: \valid(p + (0 .. d - 1));
    requires separated: \separated(p + (0 .. d - 1), r + (0 .. d * d - 1));
    requires state: \forall integer n; 0 <= n <= top ==> sc_bounded(r[sc_place(d, n, n)], 2);
    terminates \true;
    assigns p[0 .. d - 1];
    ensures finite: \forall integer n; 0 <= n < d ==> sc_bounded(p[n], 2); */
void sc_observe_populations(double *p, const double *r, int64_t d, int64_t top);

/* Total population, sum_n p_n. Domain of this and the following: sc_rate_valid(p, d). */
/*@ requires levels: 2 <= d <= 1048576;
    requires valid_p: \valid_read(p + (0 .. d - 1));
    requires populations: \forall integer n; 0 <= n < d ==> sc_between(p[n], 0, 2);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 0x1p40); */
double sc_observe_rate_total(const double *p, int64_t d);

/* Mean energy above the ground level, sum_n n p_n. */
/*@ requires levels: 2 <= d <= 1048576;
    requires valid_p: \valid_read(p + (0 .. d - 1));
    requires populations: \forall integer n; 0 <= n < d ==> sc_between(p[n], 0, 2);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 0x1p44); */
double sc_observe_rate_energy(const double *p, int64_t d);

/* Energy variance, sum_n (n - e)^2 p_n with e = sc_observe_rate_energy(p, d); see sc_observe_variance. */
/*@ requires levels: 2 <= d <= 1048576;
    requires valid_p: \valid_read(p + (0 .. d - 1));
    requires populations: \forall integer n; 0 <= n < d ==> sc_between(p[n], 0, 2);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 0x1p150); */
double sc_observe_rate_variance(const double *p, int64_t d);
#endif
