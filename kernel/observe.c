#include "observe.h"
#include "round.h"

#define LANES 8
#define BLOCK 4096 /* populations are summed block by block, which keeps the rounding error of long ladders small */

int sc_observe_valid(const double *r, int64_t d, int64_t top)
{
  if (d < 2 || d > SC_DENSITY_LEVELS_MAX || top < 0 || top >= d) return 0;
  //@ assert domain: sc_observe_domain(d, top);
  /*@ loop invariant level: 0 <= n <= top + 1;
      loop assigns n;
      loop variant top - n; */
  for (int64_t n = 0; n <= top; n++) {
    //@ assert start: sc_place(d, n, 0) == n * d && sc_place(d, d, 0) == d * d;
    //@ assert row: 0 <= n * d && n * d + d <= d * d <= 16777216;
    /*@ loop invariant column: 0 <= m <= n + 1;
        loop assigns m;
        loop variant n - m; */
    for (int64_t m = 0; m <= n; m++)
      if (!(r[n * d + m] >= -2.0 && r[n * d + m] <= 2.0)) return 0;
  }
  return 1;
}

double sc_observe_error(int64_t d)
{
  return sc_mul(0x1.0000001p-53, sc_double(2 * (d < BLOCK ? d : BLOCK) + 8));
}

/* n x */
/*@ requires level: 0 <= n < 1048576;
    requires entry: sc_bounded(x, 2);
    terminates \true;
    assigns \nothing;
    ensures size: sc_bounded(\result, 0x1p22);
    ensures sign: 0 <= x ==> 0 <= \result; */
static inline double energy_term(int64_t n, double x) { return sc_mul(sc_double(n), x); }

/* (n - mean)^2 x */
/*@ requires level: 0 <= n < 1048576;
    requires mean: sc_bounded(mean, 0x1p44);
    requires entry: sc_bounded(x, 2);
    terminates \true;
    assigns \nothing;
    ensures size: sc_bounded(\result, 0x1p93);
    ensures sign: 0 <= x ==> 0 <= \result; */
static inline double variance_term(int64_t n, double mean, double x)
{
  double distance = sc_sub(sc_double(n), mean);
  //@ assert distance: \abs(distance) <= 0x1p45;
  double square = sc_mul(distance, distance);
  //@ assert square: 0 <= square <= 0x1p91;
  return sc_mul(square, x);
}

double sc_observe_trace(const double *r, int64_t d, int64_t top)
{
  double sum = 0.0;
  /*@ loop invariant level: 0 <= n <= top + 1;
      loop invariant size: sc_bounded(sum, 4.0 * n);
      loop assigns n, sum;
      loop variant top - n; */
  for (int64_t n = 0; n <= top; n++) {
    //@ assert start: sc_place(d, n, 0) == n * d && sc_place(d, d, 0) == d * d;
    //@ assert row: 0 <= n * d && n * d + d <= d * d <= 16777216;
    //@ assert diagonal: sc_place(d, n, n) == n * d + n;
    sum = sc_add(sum, r[n * d + n]);
  }
  return sum;
}

double sc_observe_energy(const double *r, int64_t d, int64_t top)
{
  double sum = 0.0;
  /*@ loop invariant level: 0 <= n <= top + 1;
      loop invariant size: sc_bounded(sum, 0x1p23 * n);
      loop assigns n, sum;
      loop variant top - n; */
  for (int64_t n = 0; n <= top; n++) {
    //@ assert start: sc_place(d, n, 0) == n * d && sc_place(d, d, 0) == d * d;
    //@ assert row: 0 <= n * d && n * d + d <= d * d <= 16777216;
    //@ assert diagonal: sc_place(d, n, n) == n * d + n;
    sum = sc_add(sum, energy_term(n, r[n * d + n]));
  }
  return sum;
}

double sc_observe_variance(const double *r, int64_t d, int64_t top)
{
  double mean = sc_observe_energy(r, d, top);
  double sum = 0.0;
  /*@ loop invariant level: 0 <= n <= top + 1;
      loop invariant size: sc_bounded(sum, 0x1p94 * n);
      loop assigns n, sum;
      loop variant top - n; */
  for (int64_t n = 0; n <= top; n++) {
    //@ assert start: sc_place(d, n, 0) == n * d && sc_place(d, d, 0) == d * d;
    //@ assert row: 0 <= n * d && n * d + d <= d * d <= 16777216;
    //@ assert diagonal: sc_place(d, n, n) == n * d + n;
    sum = sc_add(sum, variance_term(n, mean, r[n * d + n]));
  }
  return sum;
}

/* 2 sum_{m<n} row_m^2 + row_n^2: what row n adds to the purity. */
/*@ requires level: 0 <= n < 4096;
    requires valid: \valid_read(row + (0 .. n));
    requires entries: sc_row_bounded(row, n + 1);
    terminates \true;
    assigns \nothing;
    ensures size: sc_between(\result, 0, 131072); */
static double row_purity(const double *row, int64_t n)
{
  double sum = 0.0;
  /*@ loop invariant column: 0 <= m <= n;
      loop invariant size: sc_between(sum, 0, 8.0 * m);
      loop assigns m, sum;
      loop variant n - m; */
  for (int64_t m = 0; m < n; m++) sum = sc_add(sum, sc_mul(row[m], row[m]));
  double both = sc_mul(2.0, sum);
  //@ assert both: 0 <= both <= 65537;
  return sc_add(both, sc_mul(row[n], row[n]));
}

/* sum_{m<n} |x_m|, in LANES interleaved partial sums: the loop vectorises without reordering any of them. */
/*@ requires columns: 0 <= n <= 4096;
    requires valid: \valid_read(x + (0 .. n - 1));
    requires entries: \forall integer m; 0 <= m < n ==> sc_bounded(x[m], 2);
    terminates \true;
    assigns \nothing;
    ensures size: sc_between(\result, 0, 65536); */
SC_CLONES
static double absolute_sum(const double *x, int64_t n)
{
  double lane[LANES] = {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0};
  int64_t m = 0;
  /*@ loop invariant column: 0 <= m <= n;
      loop invariant size: \forall integer i; 0 <= i < 8 ==> sc_between(lane[i], 0, m);
      loop assigns m, lane[0 .. 7];
      loop variant n - m; */
  for (; m + LANES <= n; m += LANES) {
    /*@ loop invariant lane: 0 <= j <= 8;
        loop invariant done: \forall integer i; 0 <= i < j ==> sc_between(lane[i], 0, m + 8);
        loop invariant rest: \forall integer i; j <= i < 8 ==> sc_between(lane[i], 0, m);
        loop assigns j, lane[0 .. 7];
        loop variant 8 - j; */
    for (int j = 0; j < LANES; j++) lane[j] = sc_add(lane[j], sc_abs(x[m + j]));
  }
  double sum = 0.0;
  /*@ loop invariant lane: 0 <= j <= 8;
      loop invariant size: sc_between(sum, 0, 4097.0 * j);
      loop assigns j, sum;
      loop variant 8 - j; */
  for (int j = 0; j < LANES; j++) sum = sc_add(sum, lane[j]);
  /*@ loop invariant column: 0 <= m <= n;
      loop invariant size: sc_between(sum, 0, 32776.0 + 4.0 * m);
      loop assigns m, sum;
      loop variant n - m; */
  for (; m < n; m++) sum = sc_add(sum, sc_abs(x[m]));
  return sum;
}

/* 2 sum_{m<n} |row_m| + |row_n|: what row n adds to the mass. */
/*@ requires level: 0 <= n < 4096;
    requires valid: \valid_read(row + (0 .. n));
    requires entries: sc_row_bounded(row, n + 1);
    terminates \true;
    assigns \nothing;
    ensures size: sc_between(\result, 0, 131077); */
static double row_mass(const double *row, int64_t n)
{
  double both = sc_mul(2.0, absolute_sum(row, n));
  //@ assert both: 0 <= both <= 131073;
  return sc_add(both, sc_abs(row[n]));
}

double sc_observe_purity(const double *r, int64_t d, int64_t top)
{
  double sum = 0.0;
  /*@ loop invariant level: 0 <= n <= top + 1;
      loop invariant size: sc_between(sum, 0, 0x1p18 * n);
      loop assigns n, sum;
      loop variant top - n; */
  for (int64_t n = 0; n <= top; n++) {
    //@ assert start: sc_place(d, n, 0) == n * d && sc_place(d, d, 0) == d * d;
    //@ assert row: 0 <= n * d && n * d + d <= d * d <= 16777216;
    //@ assert stored: sc_row_bounded(r + sc_place(d, n, 0), n + 1);
    sum = sc_add(sum, row_purity(r + n * d, n));
  }
  return sum;
}

double sc_observe_mass(const double *r, int64_t d, int64_t top)
{
  double sum = 0.0;
  /*@ loop invariant level: 0 <= n <= top + 1;
      loop invariant size: sc_between(sum, 0, 0x1p18 * n);
      loop assigns n, sum;
      loop variant top - n; */
  for (int64_t n = 0; n <= top; n++) {
    //@ assert start: sc_place(d, n, 0) == n * d && sc_place(d, d, 0) == d * d;
    //@ assert row: 0 <= n * d && n * d + d <= d * d <= 16777216;
    //@ assert stored: sc_row_bounded(r + sc_place(d, n, 0), n + 1);
    sum = sc_add(sum, row_mass(r + n * d, n));
  }
  return sum;
}

void sc_observe_populations(double *restrict p, const double *restrict r, int64_t d, int64_t top)
{
  /*@ loop invariant level: 0 <= n <= d;
      loop invariant size: \forall integer i; 0 <= i < n ==> sc_bounded(p[i], 2);
      loop assigns n, p[0 .. d - 1];
      loop variant d - n; */
  for (int64_t n = 0; n < d; n++) {
    //@ assert start: sc_place(d, n, 0) == n * d && sc_place(d, d, 0) == d * d;
    //@ assert row: 0 <= n * d && n * d + d <= d * d <= 16777216;
    //@ assert diagonal: sc_place(d, n, n) == n * d + n;
    p[n] = n <= top ? r[n * d + n] : 0.0;
  }
}

/* The end of the block of populations that starts at `first`. */
/*@ requires levels: 0 <= first < d <= 1048576;
    terminates \true;
    assigns \nothing;
    ensures end: first < \result <= d && \result <= first + 4096; */
static inline int64_t block_end(int64_t first, int64_t d) { return first + BLOCK < d ? first + BLOCK : d; }

double sc_observe_rate_total(const double *p, int64_t d)
{
  double sum = 0.0;
  int64_t end;
  /*@ loop invariant level: 0 <= first <= d;
      loop invariant size: sc_between(sum, 0, 131072.0 * first);
      loop assigns first, end, sum;
      loop variant d - first; */
  for (int64_t first = 0; first < d; first = end) {
    end = block_end(first, d);
    //@ assert stored: \forall integer m; 0 <= m < end - first ==> sc_between(p[first + m], 0, 2);
    sum = sc_add(sum, absolute_sum(p + first, end - first));
  }
  return sum;
}

/* sum_{first<=n<end} n p_n */
/*@ requires block: 0 <= first < end <= first + 4096 && end <= 1048576;
    requires valid: \valid_read(p + (0 .. end - 1));
    requires populations: \forall integer n; 0 <= n < end ==> sc_between(p[n], 0, 2);
    terminates \true;
    assigns \nothing;
    ensures size: sc_between(\result, 0, 0x1p23 * (end - first)); */
static double block_energy(const double *p, int64_t first, int64_t end)
{
  double sum = 0.0;
  /*@ loop invariant level: first <= n <= end;
      loop invariant size: sc_between(sum, 0, 0x1p23 * (n - first));
      loop assigns n, sum;
      loop variant end - n; */
  for (int64_t n = first; n < end; n++) sum = sc_add(sum, energy_term(n, p[n]));
  return sum;
}

/* sum_{first<=n<end} (n - mean)^2 p_n */
/*@ requires block: 0 <= first < end <= first + 4096 && end <= 1048576;
    requires valid: \valid_read(p + (0 .. end - 1));
    requires populations: \forall integer n; 0 <= n < end ==> sc_between(p[n], 0, 2);
    requires mean: sc_between(mean, 0, 0x1p44);
    terminates \true;
    assigns \nothing;
    ensures size: sc_between(\result, 0, 0x1p94 * (end - first)); */
static double block_variance(const double *p, double mean, int64_t first, int64_t end)
{
  double sum = 0.0;
  /*@ loop invariant level: first <= n <= end;
      loop invariant size: sc_between(sum, 0, 0x1p94 * (n - first));
      loop assigns n, sum;
      loop variant end - n; */
  for (int64_t n = first; n < end; n++) sum = sc_add(sum, variance_term(n, mean, p[n]));
  return sum;
}

double sc_observe_rate_energy(const double *p, int64_t d)
{
  double sum = 0.0;
  int64_t end;
  /*@ loop invariant level: 0 <= first <= d;
      loop invariant size: sc_between(sum, 0, 0x1p24 * first);
      loop assigns first, end, sum;
      loop variant d - first; */
  for (int64_t first = 0; first < d; first = end) {
    end = block_end(first, d);
    sum = sc_add(sum, block_energy(p, first, end));
  }
  return sum;
}

double sc_observe_rate_variance(const double *p, int64_t d)
{
  double mean = sc_observe_rate_energy(p, d);
  double sum = 0.0;
  int64_t end;
  /*@ loop invariant level: 0 <= first <= d;
      loop invariant size: sc_between(sum, 0, 0x1p95 * first);
      loop assigns first, end, sum;
      loop variant d - first; */
  for (int64_t first = 0; first < d; first = end) {
    end = block_end(first, d);
    sum = sc_add(sum, block_variance(p, mean, first, end));
  }
  return sum;
}
