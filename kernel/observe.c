#include "observe.h"
#include "round.h"

#define LANES 8
/* populations are summed block by block, which keeps the rounding error of long ladders small */
#define BLOCK 4096

/*@ requires level: 0 <= n < 4096;
    requires valid: \valid_read(row + (0 .. n));
    terminates \true;
    assigns \nothing;
    ensures twin: sc_row_finite(row, n + 1) ==> (\result != 0 <==> sc_row_bounded(row, n + 1)); */
static int row_valid(const double *row, int64_t n)
{
  /*@ loop invariant column: 0 <= m <= n + 1;
      loop invariant bounded: sc_row_finite(row, n + 1) ==> sc_row_bounded(row, m);
      loop assigns m;
      loop variant n - m; */
  for (int64_t m = 0; m <= n; m++)
    if (!(row[m] >= -2.0 && row[m] <= 2.0)) return 0;
  return 1;
}

int sc_observe_valid(const double *r, int64_t d, int64_t top)
{
  if (d < 2 || d > SC_DENSITY_LEVELS_MAX || top < 0 || top >= d) return 0;
  //@ assert domain: sc_observe_domain(d, top);
  /*@ loop invariant level: 0 <= n <= top + 1;
      for stored: loop invariant rows:
        \forall integer i; 0 <= i < n ==> sc_row_bounded(r + sc_place(d, i, 0), i + 1);
      loop assigns n;
      loop variant top - n; */
  for (int64_t n = 0; n <= top; n++) {
    //@ assert start: sc_place(d, n, 0) == n * d && sc_place(d, d, 0) == d * d;
    //@ assert row: 0 <= n * d && n * d + d <= d * d <= 16777216;
    //@ for stored: assert finite: sc_row_finite(r + sc_place(d, n, 0), n + 1);
    if (!row_valid(r + n * d, n)) return 0;
  }
  return 1;
}

double sc_observe_error(int64_t d)
{
  return sc_mul(0x1.0000001p-53, sc_double(2 * (d < BLOCK ? d : BLOCK) + 8));
}

/* r_nn */
/*@ requires state: sc_diagonal(r, d, n);
    terminates \true;
    assigns \nothing;
    ensures size: sc_bounded(\result, 2);
    ensures exact: \result == r[sc_place(d, n, n)]; */
static inline double diagonal(const double *r, int64_t d, int64_t n)
{
  //@ assert start: sc_place(d, n, 0) == n * d && sc_place(d, d, 0) == d * d;
  //@ assert row: 0 <= n * d && n * d + d <= d * d <= 16777216;
  //@ assert diagonal: sc_place(d, n, n) == n * d + n;
  return r[n * d + n];
}

/* n x */
/*@ requires level: 0 <= n < 1048576;
    requires entry: sc_bounded(x, 2);
    terminates \true;
    assigns \nothing;
    ensures size: sc_bounded(\result, 0x1p22);
    ensures sign: 0 <= x ==> 0 <= \result;
    ensures error: sc_summed(\result, sc_prod(n, x), \abs(sc_prod(n, x)) + 0x1p-901, 1.0001); */
static inline double energy_term(int64_t n, double x) { return sc_mul(sc_double(n), x); }

/* (n - mean)^2 x */
/*@ requires level: 0 <= n < 1048576;
    requires mean: sc_bounded(mean, 0x1p44);
    requires entry: sc_bounded(x, 2);
    terminates \true;
    assigns \nothing;
    ensures size: sc_bounded(\result, 0x1p93);
    ensures sign: 0 <= x ==> 0 <= \result;
    ensures error: sc_summed(\result, sc_prod(sc_prod(n - mean, n - mean), x),
                             \abs(sc_prod(sc_prod(n - mean, n - mean), x)) + 0x1p-901, 4.0004); */
static inline double variance_term(int64_t n, double mean, double x)
{
  double distance = sc_sub(sc_double(n), mean);
  //@ assert distance: \abs(distance) <= 0x1p45;
  //@ assert near: \abs(distance - (n - mean)) <= sc_u * \abs(n - mean) + sc_eta;
  //@ assert reach: \abs(n - mean) <= 0x1p45;
  double square = sc_mul(distance, distance);
  //@ assert square: 0 <= square <= 0x1p91;
  return sc_mul(square, x);
}

double sc_observe_trace(const double *r, int64_t d, int64_t top)
{
  double sum = 0.0;
  /*@ loop invariant level: 0 <= n <= top + 1;
      loop invariant size: sc_bounded(sum, 4.0 * n);
      loop invariant error: sc_moment_summed(sum, r, d, 0.0, 0, 0, n, 1.0001 * n);
      loop assigns n, sum;
      loop variant top - n; */
  for (int64_t n = 0; n <= top; n++) {
    double population = diagonal(r, d, n);
    //@ assert term: population == sc_moment_term(r, d, 0.0, 0, n);
    /*@ assert exact: sc_summed(population, sc_moment_term(r, d, 0.0, 0, n),
                                \abs(sc_moment_term(r, d, 0.0, 0, n)) + 0x1p-900, 0.0); */
    sum = sc_add(sum, population);
  }
  return sum;
}

double sc_observe_energy(const double *r, int64_t d, int64_t top)
{
  double sum = 0.0;
  /*@ loop invariant level: 0 <= n <= top + 1;
      loop invariant size: sc_bounded(sum, 0x1p23 * n);
      loop invariant error: sc_moment_summed(sum, r, d, 0.0, 1, 0, n, 1.0001 * (n + 1));
      loop assigns n, sum;
      loop variant top - n; */
  for (int64_t n = 0; n <= top; n++) {
    double term = energy_term(n, diagonal(r, d, n));
    /*@ assert term: sc_summed(term, sc_moment_term(r, d, 0.0, 1, n),
                               \abs(sc_moment_term(r, d, 0.0, 1, n)) + 0x1p-900, 1.0001); */
    sum = sc_add(sum, term);
  }
  return sum;
}

double sc_observe_variance(const double *r, int64_t d, int64_t top)
{
  double mean = sc_observe_energy(r, d, top);
  double sum = 0.0;
  /*@ loop invariant level: 0 <= n <= top + 1;
      loop invariant size: sc_bounded(sum, 0x1p94 * n);
      loop invariant error: sc_moment_summed(sum, r, d, mean, 2, 0, n, 1.0001 * (n + 4));
      loop assigns n, sum;
      loop variant top - n; */
  for (int64_t n = 0; n <= top; n++) {
    double term = variance_term(n, mean, diagonal(r, d, n));
    /*@ assert term: sc_summed(term, sc_moment_term(r, d, mean, 2, n),
                               \abs(sc_moment_term(r, d, mean, 2, n)) + 0x1p-900, 4.0004); */
    sum = sc_add(sum, term);
  }
  return sum;
}

/* 2 sum_{m<n} row_m^2 + row_n^2: what row n adds to the purity. */
/*@ requires level: 0 <= n < 4096;
    requires valid: \valid_read(row + (0 .. n));
    requires entries: sc_row_bounded(row, n + 1);
    terminates \true;
    assigns \nothing;
    ensures size: sc_between(\result, 0, 131072);
    ensures error: sc_summed(\result, sc_power_row(row, 2, n), sc_power_row(row, 2, n) + 0x1p-886,
                             1.0001 * (n + 3)); */
static double row_purity(const double *row, int64_t n)
{
  double sum = 0.0;
  /*@ loop invariant column: 0 <= m <= n;
      loop invariant size: sc_between(sum, 0, 8.0 * m);
      loop invariant error: sc_power_summed(sum, row, 2, m, 1.0001 * (m + 1));
      loop assigns m, sum;
      loop variant n - m; */
  for (int64_t m = 0; m < n; m++) {
    double square = sc_mul(row[m], row[m]);
    //@ assert square: sc_summed(square, sc_power(2, row[m]), sc_power(2, row[m]) + 0x1p-901, 1.0001);
    sum = sc_add(sum, square);
  }
  double both = sc_mul(2.0, sum), square = sc_mul(row[n], row[n]);
  //@ assert both: 0 <= both <= 65537;
  /*@ assert twice: sc_summed(both, 2 * sc_power_sum(row, 2, n),
                              2 * (sc_power_sum(row, 2, n) + (n + 1) * 0x1p-901), 1.0001 * (n + 2)); */
  //@ assert square: sc_summed(square, sc_power(2, row[n]), sc_power(2, row[n]) + 0x1p-901, 1.0001);
  return sc_add(both, square);
}

/* sum_{m<n} |x_m|, in LANES interleaved partial sums: the loop vectorises without reordering any of them. */
/*@ requires columns: 0 <= n <= 4096;
    requires valid: \valid_read(x + (0 .. n - 1));
    requires entries: \forall integer m; 0 <= m < n ==> sc_bounded(x[m], 2);
    terminates \true;
    assigns \nothing;
    ensures size: sc_between(\result, 0, 65536);
    ensures error: sc_power_summed(\result, x, 1, n, 1.0001 * (n + 1)); */
SC_CLONES
static double absolute_sum(const double *x, int64_t n)
{
  double lane[LANES] = {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0};
  int64_t m = 0;
  //@ ghost int64_t turns = 0;
  /*@ loop invariant column: 0 <= m <= n && m == 8 * turns;
      loop invariant size: \forall integer i; 0 <= i < 8 ==> sc_between(lane[i], 0, m);
      loop invariant error: \forall integer i; 0 <= i < 8 ==> sc_lane_summed(lane[i], x, i, turns);
      loop invariant whole: sc_lanes(x, 8, turns) == sc_power_sum(x, 1, m);
      loop assigns m, turns, lane[0 .. 7];
      loop variant n - m; */
  for (; m + LANES <= n; m += LANES) {
    /*@ loop invariant lane: 0 <= j <= 8;
        loop invariant done: \forall integer i; 0 <= i < j ==> sc_between(lane[i], 0, m + 8);
        loop invariant rest: \forall integer i; j <= i < 8 ==> sc_between(lane[i], 0, m);
        loop invariant error: \forall integer i; 0 <= i < j ==> sc_lane_summed(lane[i], x, i, turns + 1);
        loop invariant start: \forall integer i; j <= i < 8 ==> sc_lane_summed(lane[i], x, i, turns);
        loop assigns j, lane[0 .. 7];
        loop variant 8 - j; */
    for (int j = 0; j < LANES; j++) {
      double modulus = sc_abs(x[m + j]);
      //@ assert element: modulus == sc_power(1, x[8 * turns + j]);
      /*@ assert modulus: sc_summed(modulus, sc_power(1, x[8 * turns + j]),
                                    sc_power(1, x[8 * turns + j]) + 0x1p-901, 0.0); */
      lane[j] = sc_add(lane[j], modulus);
      //@ assert grown: sc_lane_summed(lane[j], x, j, turns + 1);
    }
    //@ assert joined: sc_lanes(x, 8, turns + 1) == sc_power_sum(x, 1, 8 * (turns + 1));
    //@ ghost turns++;
  }
  double sum = 0.0;
  /*@ loop invariant lane: 0 <= j <= 8;
      loop invariant size: sc_between(sum, 0, 4097.0 * j);
      loop invariant error: sc_lanes_summed(sum, x, j, turns);
      loop assigns j, sum;
      loop variant 8 - j; */
  for (int j = 0; j < LANES; j++) sum = sc_add(sum, lane[j]);
  //@ assert lanes: sc_power_summed(sum, x, 1, m, 1.0001 * (m + 1));
  /*@ loop invariant column: 0 <= m <= n;
      loop invariant size: sc_between(sum, 0, 32776.0 + 4.0 * m);
      loop invariant error: sc_power_summed(sum, x, 1, m, 1.0001 * (m + 1));
      loop assigns m, sum;
      loop variant n - m; */
  for (; m < n; m++) {
    double modulus = sc_abs(x[m]);
    //@ assert modulus: sc_summed(modulus, sc_power(1, x[m]), sc_power(1, x[m]) + 0x1p-901, 0.0);
    sum = sc_add(sum, modulus);
  }
  return sum;
}

/* 2 sum_{m<n} |row_m| + |row_n|: what row n adds to the mass. */
/*@ requires level: 0 <= n < 4096;
    requires valid: \valid_read(row + (0 .. n));
    requires entries: sc_row_bounded(row, n + 1);
    terminates \true;
    assigns \nothing;
    ensures size: sc_between(\result, 0, 131077);
    ensures error: sc_summed(\result, sc_power_row(row, 1, n), sc_power_row(row, 1, n) + 0x1p-886,
                             1.0001 * (n + 3)); */
static double row_mass(const double *row, int64_t n)
{
  double sum = absolute_sum(row, n);
  double both = sc_mul(2.0, sum), modulus = sc_abs(row[n]);
  //@ assert both: 0 <= both <= 131073;
  /*@ assert twice: sc_summed(both, 2 * sc_power_sum(row, 1, n),
                              2 * (sc_power_sum(row, 1, n) + (n + 1) * 0x1p-901), 1.0001 * (n + 2)); */
  //@ assert modulus: sc_summed(modulus, sc_power(1, row[n]), sc_power(1, row[n]) + 0x1p-901, 0.0);
  return sc_add(both, modulus);
}

double sc_observe_purity(const double *r, int64_t d, int64_t top)
{
  double sum = 0.0;
  /*@ loop invariant level: 0 <= n <= top + 1;
      loop invariant size: sc_between(sum, 0, 0x1p18 * n);
      loop invariant error: sc_total_summed(sum, r, d, 2, n);
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
      loop invariant error: sc_total_summed(sum, r, d, 1, n);
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
      loop invariant exact: \forall integer i; 0 <= i < n ==>
        p[i] == (i <= top ? \at((real)r[sc_place(d, i, i)], Pre) : 0.0);
      loop invariant source: sc_diagonal(r, d, top);
      loop assigns n, p[0 .. d - 1];
      loop variant d - n; */
  for (int64_t n = 0; n < d; n++) p[n] = n <= top ? diagonal(r, d, n) : 0.0;
}

/* The end of the block of populations that starts at `first`. */
/*@ requires levels: 0 <= first < d <= 1048576;
    terminates \true;
    assigns \nothing;
    ensures end: first < \result <= d && \result <= first + 4096;
    ensures full: \result == first + 4096 || \result == d; */
static inline int64_t block_end(int64_t first, int64_t d) { return first + BLOCK < d ? first + BLOCK : d; }

/* Of populations the sum of the moduli is the sum. */
/*@ ghost
  /@ requires levels: 0 <= first <= end;
     requires block: \forall integer n; 0 <= n < end - first ==> block[n] == p[first + n];
     requires populations: \forall integer n; first <= n < end ==> sc_between(p[n], 0, 2);
     terminates \true;
     assigns \nothing;
     ensures total: sc_power_sum(block, 1, end - first) ==
       sc_moment(p, 0, 0.0, 0, end) - sc_moment(p, 0, 0.0, 0, first);
     ensures size: sc_power_sum(block, 1, end - first) ==
       sc_moment_size(p, 0, 0.0, 0, end) - sc_moment_size(p, 0, 0.0, 0, first);
     ensures grows: sc_moment_size(p, 0, 0.0, 0, first) <= sc_moment_size(p, 0, 0.0, 0, end); @/
  void moduli(const double *p, const double *block, int64_t first, int64_t end)
  {
    /@ loop invariant level: 0 <= n <= end - first;
       loop invariant total: sc_power_sum(block, 1, n) ==
         sc_moment(p, 0, 0.0, 0, first + n) - sc_moment(p, 0, 0.0, 0, first);
       loop invariant size: sc_power_sum(block, 1, n) ==
         sc_moment_size(p, 0, 0.0, 0, first + n) - sc_moment_size(p, 0, 0.0, 0, first);
       loop invariant grows: sc_moment_size(p, 0, 0.0, 0, first) <= sc_moment_size(p, 0, 0.0, 0, first + n);
       loop assigns n;
       loop variant end - first - n; @/
    for (int64_t n = 0; n < end - first; n++) {
      /@ assert place: sc_place(0, first + n, first + n) == first + n; @/
      /@ assert term: sc_moment_term(p, 0, 0.0, 0, first + n) == p[first + n]; @/
      /@ assert modulus: sc_power(1, block[n]) == p[first + n]; @/
      /@ assert next: sc_power_sum(block, 1, n + 1) == sc_power_sum(block, 1, n) + p[first + n]; @/
      ;
    }
  }
*/

double sc_observe_rate_total(const double *p, int64_t d)
{
  double sum = 0.0;
  int64_t end;
  //@ ghost int64_t blocks = 0;
  /*@ loop invariant level: 0 <= first <= d;
      loop invariant blocks:
        0 <= blocks && (first == 4096 * blocks || first == d) && 4096 * (blocks - 1) < first;
      loop invariant size: sc_between(sum, 0, 131072.0 * first);
      loop invariant error: sc_moment_summed(sum, p, 0, 0.0, 0, 0, first,
                                             1.0001 * ((d < 4096 ? d : 4096) + 4 + blocks));
      loop assigns first, end, sum, blocks;
      loop variant d - first; */
  for (int64_t first = 0; first < d; first = end) {
    end = block_end(first, d);
    //@ assert stored: \forall integer m; 0 <= m < end - first ==> sc_between(p[first + m], 0, 2);
    double part = absolute_sum(p + first, end - first);
    //@ ghost moduli(p, p + first, first, end);
    //@ assert part: sc_moment_summed(part, p, 0, 0.0, 0, first, end, 1.0001 * (end - first + 1));
    sum = sc_add(sum, part);
    //@ ghost blocks++;
  }
  return sum;
}

/* sum_{first<=n<end} n p_n */
/*@ requires block: 0 <= first < end <= first + 4096 && end <= 1048576;
    requires populations: sc_populations(p, end);
    terminates \true;
    assigns \nothing;
    ensures size: sc_between(\result, 0, 0x1p23 * (end - first));
    ensures grows: sc_moment_size(p, 0, 0.0, 1, first) <= sc_moment_size(p, 0, 0.0, 1, end);
    ensures error: sc_moment_summed(\result, p, 0, 0.0, 1, first, end, 1.0001 * (end - first + 1)); */
static double block_energy(const double *p, int64_t first, int64_t end)
{
  double sum = 0.0;
  /*@ loop invariant level: first <= n <= end;
      loop invariant size: sc_between(sum, 0, 0x1p23 * (n - first));
      loop invariant grows: sc_moment_size(p, 0, 0.0, 1, first) <= sc_moment_size(p, 0, 0.0, 1, n);
      loop invariant error: sc_moment_summed(sum, p, 0, 0.0, 1, first, n, 1.0001 * (n - first + 1));
      loop assigns n, sum;
      loop variant end - n; */
  for (int64_t n = first; n < end; n++) {
    double term = energy_term(n, p[n]);
    //@ assert place: sc_place(0, n, n) == n;
    /*@ assert term: sc_summed(term, sc_moment_term(p, 0, 0.0, 1, n),
                               \abs(sc_moment_term(p, 0, 0.0, 1, n)) + 0x1p-900, 1.0001); */
    sum = sc_add(sum, term);
  }
  return sum;
}

/* sum_{first<=n<end} (n - mean)^2 p_n */
/*@ requires block: 0 <= first < end <= first + 4096 && end <= 1048576;
    requires populations: sc_populations(p, end);
    requires mean: sc_between(mean, 0, 0x1p44);
    terminates \true;
    assigns \nothing;
    ensures size: sc_between(\result, 0, 0x1p94 * (end - first));
    ensures grows: sc_moment_size(p, 0, mean, 2, first) <= sc_moment_size(p, 0, mean, 2, end);
    ensures error: sc_moment_summed(\result, p, 0, mean, 2, first, end, 1.0001 * (end - first + 4)); */
static double block_variance(const double *p, double mean, int64_t first, int64_t end)
{
  double sum = 0.0;
  /*@ loop invariant level: first <= n <= end;
      loop invariant size: sc_between(sum, 0, 0x1p94 * (n - first));
      loop invariant grows: sc_moment_size(p, 0, mean, 2, first) <= sc_moment_size(p, 0, mean, 2, n);
      loop invariant error: sc_moment_summed(sum, p, 0, mean, 2, first, n, 1.0001 * (n - first + 4));
      loop assigns n, sum;
      loop variant end - n; */
  for (int64_t n = first; n < end; n++) {
    double term = variance_term(n, mean, p[n]);
    //@ assert place: sc_place(0, n, n) == n;
    /*@ assert term: sc_summed(term, sc_moment_term(p, 0, mean, 2, n),
                               \abs(sc_moment_term(p, 0, mean, 2, n)) + 0x1p-900, 4.0004); */
    sum = sc_add(sum, term);
  }
  return sum;
}

double sc_observe_rate_energy(const double *p, int64_t d)
{
  double sum = 0.0;
  int64_t end;
  //@ ghost int64_t blocks = 0;
  /*@ loop invariant level: 0 <= first <= d;
      loop invariant blocks:
        0 <= blocks && (first == 4096 * blocks || first == d) && 4096 * (blocks - 1) < first;
      loop invariant size: sc_between(sum, 0, 0x1p24 * first);
      loop invariant error: sc_moment_summed(sum, p, 0, 0.0, 1, 0, first,
                                             1.0001 * ((d < 4096 ? d : 4096) + 4 + blocks));
      loop assigns first, end, sum, blocks;
      loop variant d - first; */
  for (int64_t first = 0; first < d; first = end) {
    end = block_end(first, d);
    sum = sc_add(sum, block_energy(p, first, end));
    //@ ghost blocks++;
  }
  return sum;
}

double sc_observe_rate_variance(const double *p, int64_t d)
{
  double mean = sc_observe_rate_energy(p, d);
  double sum = 0.0;
  int64_t end;
  //@ ghost int64_t blocks = 0;
  /*@ loop invariant level: 0 <= first <= d;
      loop invariant blocks:
        0 <= blocks && (first == 4096 * blocks || first == d) && 4096 * (blocks - 1) < first;
      loop invariant size: sc_between(sum, 0, 0x1p95 * first);
      loop invariant error: sc_moment_summed(sum, p, 0, mean, 2, 0, first,
                                             1.0001 * ((d < 4096 ? d : 4096) + 4 + blocks));
      loop assigns first, end, sum, blocks;
      loop variant d - first; */
  for (int64_t first = 0; first < d; first = end) {
    end = block_end(first, d);
    sum = sc_add(sum, block_variance(p, mean, first, end));
    //@ ghost blocks++;
  }
  return sum;
}
