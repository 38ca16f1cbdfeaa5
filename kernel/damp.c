#include "damp.h"
#include "damp_window.h"
#include "round.h"
#ifdef __FRAMAC__
#include "damp_tile.acsl"
#endif

enum { SOURCE = 2 * SIDE * SIDE, TILE = SIDE * SIDE };

/* ---- the channel. A tile is SIDE rows of a strip of SIDE diagonals; in it, column j of row i is column
   m + 1 + i + j of the matrix, so that every operator reads straight down. */

/* gamma S S', exactly: S and S' are powers of two. */
/*@ requires gamma: sc_between(gamma, 0, 1);
    requires size: \is_finite(size) &&
                   (size == 256 || size == 512 || size == 1024 || size == 2048 || size == 4096);
    terminates \true;
    assigns \nothing;
    ensures range: sc_between(\result, 0, 4096);
    ensures exact: \result == sc_stretched(gamma, size); */
static inline double stretched(double gamma, double size)
{
  //@ assert range: 0 <= gamma * size <= 4096;
  double x = gamma * size;
  //@ assert value: x == (real)\round_double(\NearestEven, gamma * size);
  return x;
}

/* The coefficients a_g of sc_damp, x = gamma S S', zero from `count` on. They stay below 2^260. */
/*@ requires x: sc_between(x, 0, 4096);
    requires index: 0 <= k <= 4096 && 1 <= count <= 32;
    requires valid_a: \valid(a + (0 .. 31));
    terminates \true;
    assigns a[0 .. 31];
    ensures a: sc_table(a, 32, 0x1p270);
    ensures near: \forall integer g; 0 <= g < 32 ==> sc_coefficient_near(a[g], x, k, count, g); */
static void coefficients(double *a, double x, int64_t k, int64_t count)
{
  double next = 1.0;
  a[0] = 1.0;
  /*@ loop invariant range: 1 <= g <= count;
      loop invariant next: sc_between(next, 0, sc_factor_limit(g - 1));
      loop invariant next_near: sc_coefficient_near(next, x, k, count, g - 1);
      loop invariant a: sc_table(a, g, 0x1p270);
      loop invariant near: \forall integer i; 0 <= i < g ==> sc_coefficient_near(a[i], x, k, count, i);
      loop assigns g, next, a[0 .. 31];
      loop variant count - g; */
  for (int64_t g = 1; g < count; g++) {
    //@ assert before: sc_between(next, 0, 0x1p260);
    double ratio = sc_div(x, sc_double(k + g));
    //@ assert ratio: sc_between(ratio, 0, 4096) && sc_rdiv(ratio, x, k + g);
    next = sc_mul_wide(next, ratio);
    //@ assert next: 0 <= next <= sc_factor_limit(g);
    //@ assert near: sc_coefficient_near(next, x, k, count, g);
    a[g] = next;
  }
  /*@ loop invariant range: count <= g <= 32;
      loop invariant a: sc_table(a, g, 0x1p270);
      loop invariant near: \forall integer i; 0 <= i < g ==> sc_coefficient_near(a[i], x, k, count, i);
      loop assigns g, a[0 .. 31];
      loop variant 32 - g; */
  for (int64_t g = count; g < SIDE; g++)
    a[g] = 0.0;
}

/* One row of the scaled block: from column `first` on, t_n t_m r_nm. */
/*@ requires columns: 0 <= first < 32 && 0 <= at && at + 32 <= 2048;
    requires places: -32 <= column <= 4064 && -32 <= scale_at <= 16384 && 0 <= column + first &&
                     0 <= scale_at + first;
    requires valid_source: \valid(source + (0 .. 2047));
    requires valid_x: \valid_read(x + (column + first .. column + 31));
    requires valid_scale: \valid_read(scale + (scale_at + first .. scale_at + 31));
    requires apart_x: \separated(source + (0 .. 2047), x + (column + first .. column + 31));
    requires apart_scale: \separated(source + (0 .. 2047), scale + (scale_at + first .. scale_at + 31));
    requires factor: sc_between(factor, 0, 1);
    requires x: column + 32 <= count && sc_row_bounded(x, count);
    requires scale: \forall integer c; scale_at + first <= c < scale_at + 32 ==> sc_between(scale[c], 0, 1);
    requires source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
    requires windows: 0 <= a <= level < a + 96 && level <= 4095 && 0 <= b <= column + first &&
                      column + 32 <= b + 96 && scale_at == 2 * b + column;
    requires row_scale: sc_scale_stored(factor, a, level);
    requires column_scale: \forall integer m; column + first <= m < column + 32 ==>
                           sc_scale_stored(scale[sc_scale_place(b, m)], b, m);
    terminates \true;
    assigns source[at + first .. at + 31];
    ensures source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
    ensures near: \forall integer e; at + first <= e < at + 32 ==>
                  sc_scaled_near(source[e], a, level, b, column + (e - at), \old(x[column + (e - at)])); */
static inline void collect_row(double *restrict source, int64_t at, const double *restrict x, int64_t column,
                               const double *restrict scale, int64_t scale_at, double factor, int64_t first)
/*@ ghost (int64_t count, int64_t a, int64_t level, int64_t b) */
{
  /*@ loop invariant range: first <= j <= 32;
      loop invariant source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
      loop invariant near: \forall integer e; at + first <= e < at + j ==>
        sc_scaled_near(source[e], a, level, b, column + (e - at), \at(x[column + (e - at)], Pre));
      loop assigns j, source[at + first .. at + 31];
      loop variant 32 - j; */
  for (int64_t j = first; j < SIDE; j++) {
    //@ assert entry: sc_bounded(x[column + j], 2);
    //@ assert place: sc_scale_place(b, column + j) == scale_at + j;
    //@ assert scale: sc_between(scale[scale_at + j], 0, 1);
    //@ assert stored: sc_scale_stored(scale[scale_at + j], b, column + j);
    double y = sc_mul(sc_mul(factor, scale[scale_at + j]), x[column + j]);
    //@ assert near: sc_scaled_near(y, a, level, b, column + j, x[column + j]);
    //@ assert same: \forall integer c; c == column + j ==> (real)x[c] == \at((real)x[c], Pre);
    source[at + j] = y;
    /*@ assert old: \forall integer e; at + first <= e < at + j ==>
          sc_scaled_near(source[e], a, level, b, column + (e - at), \at(x[column + (e - at)], Pre)); */
    /*@ assert new: \forall integer e; e == at + j ==>
          sc_scaled_near(source[e], a, level, b, column + (e - at), \at(x[column + (e - at)], Pre)); */
  }
}

/* Clears entries from .. to - 1 of the block. */
/*@ requires range: 0 <= from && to <= 2048;
    requires valid: \valid(source + (0 .. 2047));
    terminates \true;
    assigns source[from .. to - 1];
    ensures zero: \forall integer e; from <= e < to ==> \is_finite(source[e]) && source[e] == 0; */
static void blank(double *source, int64_t from, int64_t to)
{
  /*@ loop invariant range: from <= e && (e <= to || e == from);
      loop invariant zero: \forall integer i; from <= i < e ==> \is_finite(source[i]) && source[i] == 0;
      loop assigns e, source[from .. to - 1];
      loop variant to - e; */
  for (int64_t e = from; e < to; e++)
    source[e] = 0.0;
}

/* The scaled entries that operators k, k + 1, ... move into a tile: `rows` rows from row n + k on. */
/*@ requires domain: sc_density_domain(d, top);
    requires tile: 0 <= n && 0 <= k && 1 <= rows <= 63 && n + k + rows - 1 <= top && -32 <= m <= n - 32;
    requires blocks: sc_block(n + k) && sc_block(sc_start(m) + k) && (m < 0 ==> m == -32);
    requires valid_r: \valid_read(r + (0 .. d * d - 1));
    requires valid_scale: \valid_read(scale + (0 .. 3 * d - 1));
    requires valid_source: \valid(source + (0 .. 2047));
    requires apart_r: \separated(source + (0 .. 2047), r + (0 .. d * d - 1));
    requires apart_scale: \separated(source + (0 .. 2047), scale + (0 .. 3 * d - 1));
    requires scale: sc_table(scale, 3 * d, 1);
    requires scale_error: sc_scales(scale, d);
    requires state: \forall integer i; 0 <= i <= top ==> sc_row_bounded(r + sc_place(d, i, 0), i + 1);
    requires source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
    terminates \true;
    assigns source[0 .. 2047];
    ensures source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
    ensures near: \forall integer i, j; 0 <= i < rows && 0 <= j < 32 && 0 <= m + 1 + i + j ==>
      sc_scaled_near(source[sc_place(32, i, j)], n + k, n + k + i, sc_start(m) + k, m + 1 + k + i + j,
                     \old(r[sc_place(d, n + k + i, m + 1 + k + i + j)])); */
SC_CLONES
static void collect(double *restrict source, const double *restrict r, const double *restrict scale,
                    int64_t n, int64_t m, int64_t k, int64_t rows, int64_t d)
/*@ ghost (int64_t top) */
{
  int64_t start = m < 0 ? 0 : m;
  //@ assert start: start == sc_start(m);
  //@ assert rows_window: sc_window(scale, d, n + k) && sc_window(scale, d, start + k);
  /*@ loop invariant range: 0 <= i <= rows;
      loop invariant source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
      loop invariant near: \forall integer h, j; 0 <= h < i && 0 <= j < 32 && 0 <= m + 1 + h + j ==>
        sc_scaled_near(source[sc_place(32, h, j)], n + k, n + k + h, start + k, m + 1 + k + h + j,
                       \at(r[sc_place(d, n + k + h, m + 1 + k + h + j)], Pre));
      loop assigns i, source[0 .. 2047];
      loop variant rows - i; */
  for (int64_t i = 0; i < rows; i++) {
    int64_t level = n + k + i, column = m + 1 + k + i;
    //@ assert place: sc_place(d, level, 0) == level * d && sc_place(d, d, 0) == d * d;
    //@ assert inside: 0 <= level * d && level * d + d <= d * d <= 16777216;
    //@ assert row: sc_row_bounded(r + sc_place(d, level, 0), level + 1);
    //@ assert here: sc_row_bounded(r + level * d, level + 1);
    //@ assert window: 0 <= 2 * (n + k) + level < 3 * d && 2 * (start + k) + column + 31 < 3 * d;
    //@ assert row_place: sc_scale_place(n + k, level) == 2 * (n + k) + level;
    /*@ assert column_scale: \forall integer c; column <= c < column + 32 && k <= c ==>
          sc_scale_stored(scale[sc_scale_place(start + k, c)], start + k, c); */
    double factor = scale[2 * (n + k) + level];
    //@ assert row_scale: sc_scale_stored(factor, n + k, level);
    if (column >= k)
      collect_row(source, i * SIDE, r + level * d, column, scale, 2 * (start + k) + column, factor, 0)
        /*@ ghost (level + 1, n + k, level, start + k) */;
    else
      collect_row(source, i * SIDE, r + level * d, column, scale, 2 * (start + k) + column, factor,
                  k - column)
        /*@ ghost (level + 1, n + k, level, start + k) */;
    //@ assert same_r: \forall integer e; 0 <= e < d * d ==> (real)r[e] == \at((real)r[e], Pre);
    /*@ assert new: \forall integer e; 32 * i <= e < 32 * i + 32 && k <= column + (e - 32 * i) ==>
          sc_scaled_near(source[e], n + k, level, start + k, column + (e - 32 * i),
                         r[level * d + (column + (e - 32 * i))]); */
    /*@ assert new_place: \forall integer h, j; h == i && 0 <= j < 32 && 0 <= m + 1 + h + j ==>
          sc_scaled_near(source[sc_place(32, h, j)], n + k, n + k + h, start + k, m + 1 + k + h + j,
                         r[sc_place(d, n + k + h, m + 1 + k + h + j)]); */
    /*@ assert new_here: \forall integer h, j; h == i && 0 <= j < 32 && 0 <= m + 1 + h + j ==>
          sc_scaled_near(source[sc_place(32, h, j)], n + k, n + k + h, start + k, m + 1 + k + h + j,
                         \at(r[sc_place(d, n + k + h, m + 1 + k + h + j)], Pre)); */
    /*@ assert old_here: \forall integer h, j; 0 <= h < i && 0 <= j < 32 && 0 <= m + 1 + h + j ==>
          sc_scaled_near(source[sc_place(32, h, j)], n + k, n + k + h, start + k, m + 1 + k + h + j,
                         \at(r[sc_place(d, n + k + h, m + 1 + k + h + j)], Pre)); */
  }
}

/* a x + b y */
/*@ requires factors: sc_between(a, 0, 0x1p270) && sc_between(b, 0, 0x1p270);
    requires entries: sc_bounded(x, 2) && sc_bounded(y, 2);
    terminates \true;
    assigns \nothing;
    ensures bounded: sc_bounded(\result, 0x1.01p272);
    ensures two: sc_two(\result, a, x, b, y); */
static inline double pair(double a, double x, double b, double y)
{
  return sc_add_wide(sc_mul_wide(a, x), sc_mul_wide(b, y));
}

/* before + x, which is x if there is nothing before. */
/*@ requires domain: sc_bounded(before, 0x1p800) && sc_bounded(x, 0x1p800);
    terminates \true;
    assigns \nothing;
    ensures finite: \is_finite(\result);
    ensures rounded: sc_radd(\result, before, x);
    ensures first: before == 0 ==> \result == x; */
static inline double add_to(double before, double x)
{
  //@ assert keep: (real)\round_double(\NearestEven, x) == x;
  double y = before + x;
  //@ assert value: y == (real)\round_double(\NearestEven, before + x);
  return y;
}

/* before + (a_0 x_0 + a_1 x_1) + (a_2 x_2 + a_3 x_3): the operators done .. done + 3 on one entry. */
/*@ requires factors: sc_between(a_0, 0, 0x1p270) && sc_between(a_1, 0, 0x1p270) &&
                      sc_between(a_2, 0, 0x1p270) && sc_between(a_3, 0, 0x1p270);
    requires entries: sc_bounded(x_0, 2) && sc_bounded(x_1, 2) && sc_bounded(x_2, 2) && sc_bounded(x_3, 2);
    requires before: 0 <= done <= 28 && sc_bounded(before, done * 0x1.1p271);
    terminates \true;
    assigns \nothing;
    ensures bounded: sc_bounded(\result, (done + 4) * 0x1.1p271);
    ensures four: sc_four_more(\result, before, a_0, x_0, a_1, x_1, a_2, x_2, a_3, x_3); */
static inline double four_more(double before, double a_0, double x_0, double a_1, double x_1, double a_2,
                               double x_2, double a_3, double x_3)
/*@ ghost (int64_t done) */
{
  double four = sc_add_wide(pair(a_0, x_0, a_1, x_1), pair(a_2, x_2, a_3, x_3));
  //@ assert four: sc_bounded(four, 0x1.02p273);
  return add_to(before, four);
}

/* Two rows of the tile, from `at` on: the operators `done` .. `done` + 3 of the rows of the block, added to
   what is there unless done = 0. */
/*@ requires place: 0 <= at && at + 64 <= 1024 && 0 <= done <= 28;
    requires valid_sum: \valid(sum + (at .. at + 63));
    requires valid_source: \valid_read(source + (0 .. 2047));
    requires apart: \separated(sum + (at .. at + 63), source + (0 .. 2047));
    requires a: sc_between(a_0, 0, 0x1p270) && sc_between(a_1, 0, 0x1p270) && sc_between(a_2, 0, 0x1p270) &&
                sc_between(a_3, 0, 0x1p270);
    requires source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
    requires sum: done > 0 ==> sc_part_within(sum, at, at + 64, done * 0x1.1p271);
    terminates \true;
    assigns sum[at .. at + 63];
    ensures sum: sc_part_within(sum, at, at + 64, (done + 4) * 0x1.1p271);
    ensures made: sc_fours_made{Pre,Post}(sum, at, at + 64, source, a_0, a_1, a_2, a_3, done); */
static inline void two_rows(double *restrict sum, int64_t at, const double *restrict source,
                            double a_0, double a_1, double a_2, double a_3, int64_t done)
{
  int64_t from = at + SIDE * done;
  /*@ loop invariant range: 0 <= j <= 32;
      loop invariant upper: sc_part_within(sum, at, at + j, (done + 4) * 0x1.1p271);
      loop invariant lower: sc_part_within(sum, at + 32, at + 32 + j, (done + 4) * 0x1.1p271);
      loop invariant rest_upper: done > 0 ==> sc_part_within(sum, at + j, at + 32, done * 0x1.1p271);
      loop invariant rest_lower: done > 0 ==> sc_part_within(sum, at + 32 + j, at + 64, done * 0x1.1p271);
      loop invariant made_upper: sc_fours_made{Pre,Here}(sum, at, at + j, source, a_0, a_1, a_2, a_3, done);
      loop invariant made_lower:
        sc_fours_made{Pre,Here}(sum, at + 32, at + 32 + j, source, a_0, a_1, a_2, a_3, done);
      loop invariant left: \forall integer e; at + j <= e < at + 32 || at + 32 + j <= e < at + 64 ==>
        (real)sum[e] == \at((real)sum[e], Pre);
      loop assigns j, sum[at .. at + 63];
      loop variant 32 - j; */
  for (int64_t j = 0; j < SIDE; j++) {
    double y_0 = source[from + j], y_1 = source[from + j + SIDE], y_2 = source[from + j + 2 * SIDE];
    double y_3 = source[from + j + 3 * SIDE], y_4 = source[from + j + 4 * SIDE];
    //@ assert entries: sc_bounded(y_0, 2) && sc_bounded(y_1, 2) && sc_bounded(y_2, 2);
    //@ assert more: sc_bounded(y_3, 2) && sc_bounded(y_4, 2);
    double before_upper = done > 0 ? sum[at + j] : 0.0, before_lower = done > 0 ? sum[at + SIDE + j] : 0.0;
    double upper = four_more(before_upper, a_0, y_0, a_1, y_1, a_2, y_2, a_3, y_3) /*@ ghost (done) */;
    double lower = four_more(before_lower, a_0, y_1, a_1, y_2, a_2, y_3, a_3, y_4) /*@ ghost (done) */;
    //@ assert fit_upper: sc_four_at{Pre}(upper, sum, source, a_0, a_1, a_2, a_3, done, at + j);
    //@ assert fit_lower: sc_four_at{Pre}(lower, sum, source, a_0, a_1, a_2, a_3, done, at + 32 + j);
    sum[at + j] = upper;
    sum[at + SIDE + j] = lower;
    //@ assert within: sc_bounded(sum[at + j], (done + 4) * 0x1.1p271);
    //@ assert new_upper: sc_four_at{Pre}(sum[at + j], sum, source, a_0, a_1, a_2, a_3, done, at + j);
    /*@ assert new_lower:
          sc_four_at{Pre}(sum[at + 32 + j], sum, source, a_0, a_1, a_2, a_3, done, at + 32 + j); */
    //@ assert old_upper: sc_part_within(sum, at, at + j, (done + 4) * 0x1.1p271);
    //@ assert old_lower: sc_part_within(sum, at + 32, at + 32 + j, (done + 4) * 0x1.1p271);
    //@ assert made_upper: sc_fours_made{Pre,Here}(sum, at, at + j, source, a_0, a_1, a_2, a_3, done);
    /*@ assert made_lower:
          sc_fours_made{Pre,Here}(sum, at + 32, at + 32 + j, source, a_0, a_1, a_2, a_3, done); */
  }
}

/* The tile's sums along the diagonals of the block: the operators `done` .. `done` + 3. */
/*@ requires done: 0 <= done <= 28;
    requires valid_sum: \valid(sum + (0 .. 1023));
    requires valid_source: \valid_read(source + (0 .. 2047));
    requires valid_a: \valid_read(a + (0 .. 31));
    requires apart: \separated(sum + (0 .. 1023), source + (0 .. 2047), a + (0 .. 31));
    requires a: sc_table(a, 32, 0x1p270);
    requires source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
    requires sum: done > 0 ==> sc_part_within(sum, 0, 1024, done * 0x1.1p271);
    terminates \true;
    assigns sum[0 .. 1023];
    ensures sum: sc_part_within(sum, 0, 1024, (done + 4) * 0x1.1p271);
    ensures made: sc_fours_made{Pre,Post}(sum, 0, 1024, source, \old(a[done]), \old(a[done + 1]),
                                         \old(a[done + 2]), \old(a[done + 3]), done); */
SC_CLONES
static void combine(double *restrict sum, const double *restrict source, const double *restrict a,
                    int64_t done)
{
  double a_0 = a[done], a_1 = a[done + 1], a_2 = a[done + 2], a_3 = a[done + 3];
  /*@ loop invariant range: 0 <= i <= 16;
      loop invariant sum: sc_part_within(sum, 0, 64 * i, (done + 4) * 0x1.1p271);
      loop invariant rest: done > 0 ==> sc_part_within(sum, 64 * i, 1024, done * 0x1.1p271);
      loop invariant made: sc_fours_made{Pre,Here}(sum, 0, 64 * i, source, a_0, a_1, a_2, a_3, done);
      loop invariant left: \forall integer e; 64 * i <= e < 1024 ==> (real)sum[e] == \at((real)sum[e], Pre);
      loop assigns i, sum[0 .. 1023];
      loop variant 16 - i; */
  for (int64_t i = 0; i < SIDE / 2; i++) {
    two_rows(sum, 2 * SIDE * i, source, a_0, a_1, a_2, a_3, done);
    //@ assert old: sc_fours_made{Pre,Here}(sum, 0, 64 * i, source, a_0, a_1, a_2, a_3, done);
    /*@ assert four: \forall integer e; 64 * i <= e < 64 * i + 64 ==>
          sc_four_at{LoopCurrent}(sum[e], sum, source, a_0, a_1, a_2, a_3, done, e); */
    /*@ assert four_more: \forall integer e; 64 * i <= e < 64 * i + 64 ==>
          sc_four_at{Pre}(sum[e], sum, source, a_0, a_1, a_2, a_3, done, e); */
    //@ assert new: sc_fours_made{Pre,Here}(sum, 64 * i, 64 * i + 64, source, a_0, a_1, a_2, a_3, done);
  }
}

/* The tile's sums over all operators of the block, `kept` of them. */
/*@ requires kept: 1 <= kept <= 32;
    requires valid_sum: \valid(sum + (0 .. 1023));
    requires valid_source: \valid_read(source + (0 .. 2047));
    requires valid_a: \valid_read(a + (0 .. 31));
    requires apart: \separated(sum + (0 .. 1023), source + (0 .. 2047), a + (0 .. 31));
    requires apart_r: \separated(sum + (0 .. 1023), r + (0 .. d * d - 1));
    requires a: sc_table(a, 32, 0x1p270);
    requires source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
    requires gamma: sc_between(gamma, 0, 1);
    requires tile: sc_density_domain(d, top) && 0 <= k && 0 <= n && -32 <= m <= n - 32 &&
                   (m < 0 ==> m == -32);
    requires a_near: \forall integer g; 0 <= g < 32 ==> sc_coefficient_near(a[g],
        sc_stretched(gamma, sc_window_unit(n + k) * sc_window_unit(sc_start(m) + k)), k, kept, g);
    requires source_near: sc_block_near(source, r, d, top, n, m, k, kept);
    terminates \true;
    assigns sum[0 .. 1023];
    ensures sum: sc_part_within(sum, 0, 1024, 0x1.1p276);
    ensures near: sc_sums_near{Pre,Post}(sum, r, gamma, d, top, n, m, k, kept, 32); */
static void add_up(double *restrict sum, const double *restrict source, const double *restrict a,
                   int64_t kept)
/*@ ghost (const double *r, double gamma, int64_t n, int64_t m, int64_t k, int64_t d, int64_t top) */
{
  /*@ loop invariant range: 0 <= c <= 8 && 4 * (c - 1) < kept;
      loop invariant sum: c > 0 ==> sc_part_within(sum, 0, 1024, 4 * c * 0x1.1p271);
      loop invariant near: sc_sums_near{Pre,Here}(sum, r, gamma, d, top, n, m, k, kept, 4 * c);
      loop assigns c, sum[0 .. 1023];
      loop variant 8 - c; */
  for (int64_t c = 0; 4 * c < kept; c++) {
    int64_t done = 4 * c;
    /*@ assert moved: sc_moved_near{Pre}(source, r, d, top, n, m, k, kept, done) &&
          sc_moved_near{Pre}(source, r, d, top, n, m, k, kept, done + 1) &&
          sc_moved_near{Pre}(source, r, d, top, n, m, k, kept, done + 2) &&
          sc_moved_near{Pre}(source, r, d, top, n, m, k, kept, done + 3); */
    combine(sum, source, a, done);
    /*@ assert four: \forall integer i, j; 0 <= i < 32 && 0 <= j < 32 ==>
          sc_four_more(sum[sc_place(32, i, j)],
            done > 0 ? \at((real)sum[sc_place(32, i, j)], LoopCurrent) : 0.0,
            a[done], source[sc_place(32, i, j) + 32 * done],
            a[done + 1], source[sc_place(32, i, j) + 32 * (done + 1)],
            a[done + 2], source[sc_place(32, i, j) + 32 * (done + 2)],
            a[done + 3], source[sc_place(32, i, j) + 32 * (done + 3)]); */
    //@ assert near: sc_sums_near{Pre,Here}(sum, r, gamma, d, top, n, m, k, kept, done + 4);
  }
}

/* One row of the result in a tile, columns at + first .. at + 31: what operators k .. k + 31 bring, added
   to what is there unless k = 0. */
/*@ requires columns: 0 <= first < 32 && 0 <= sum_at && sum_at + 32 <= 1024 && 0 <= k <= 4096;
    requires places: -32 <= at <= 4096 && -32 <= weight_at <= 0x2000000;
    requires inside: 0 <= at + first && 0 <= weight_at + first;
    requires valid_row: \valid(row + (at + first .. at + 31));
    requires valid_sum: \valid_read(sum + (0 .. 1023));
    requires valid_weight: \valid_read(weight + (weight_at + first .. weight_at + 31));
    requires apart_sum: \separated(row + (at + first .. at + 31), sum + (0 .. 1023));
    requires apart_weight: \separated(row + (at + first .. at + 31),
                                      weight + (weight_at + first .. weight_at + 31));
    requires factor: sc_between(factor, 0, 0x1p151);
    requires weight: \forall integer c; weight_at + first <= c < weight_at + 32 ==>
                     sc_between(weight[c], 0, 0x1p151);
    requires sum: \forall integer e; 0 <= e < 1024 ==> sc_bounded(sum[e], 0x1.1p276);
    requires row: k > 0 ==> sc_part_within(row, at + first, at + 32, k * 0x1p576);
    terminates \true;
    assigns row[at + first .. at + 31];
    ensures row: sc_part_within(row, at + first, at + 32, (k + 32) * 0x1p576);
    ensures made: sc_parts_made{Pre,Post}(row, at + first, at + 32, k, sum, sum_at - at, factor, weight,
                                          weight_at - at); */
static inline void emit_from(double *restrict row, int64_t at, const double *restrict sum, int64_t sum_at,
                             const double *restrict weight, int64_t weight_at, double factor, int64_t first,
                             int64_t k)
{
  /*@ loop invariant range: first <= j <= 32;
      loop invariant row: sc_part_within(row, at + first, at + j, (k + 32) * 0x1p576);
      loop invariant rest: k > 0 ==> sc_part_within(row, at + j, at + 32, k * 0x1p576);
      loop invariant made: sc_parts_made{Pre,Here}(row, at + first, at + j, k, sum, sum_at - at, factor,
                                                   weight, weight_at - at);
      loop invariant left: \forall integer c; at + j <= c < at + 32 ==>
        (real)row[c] == \at((real)row[c], Pre);
      loop assigns j, row[at + first .. at + 31];
      loop variant 32 - j; */
  for (int64_t j = first; j < SIDE; j++) {
    //@ assert weight: sc_between(weight[weight_at + j], 0, 0x1p151);
    //@ assert entry: sc_bounded(sum[sum_at + j], 0x1.1p276);
    double scale = sc_mul_wide(factor, weight[weight_at + j]);
    //@ assert scale: sc_between(scale, 0, 0x1p303);
    double part = sc_mul_wide(sum[sum_at + j], scale);
    //@ assert part: sc_bounded(part, 0x1p580);
    double before = k > 0 ? row[at + j] : 0.0;
    //@ assert before: sc_bounded(before, k * 0x1p576);
    double total = add_to(before, part);
    //@ assert total: sc_bounded(total, (k + 32) * 0x1p576);
    //@ assert fit: sc_part_at{Pre}(total, row, k, sum, sum_at - at, factor, weight, weight_at - at, at + j);
    row[at + j] = total;
    /*@ assert made: sc_parts_made{Pre,Here}(row, at + first, at + j, k, sum, sum_at - at, factor, weight,
                                             weight_at - at); */
    //@ assert old: sc_part_within(row, at + first, at + j, (k + 32) * 0x1p576);
    //@ assert new: sc_bounded(row[at + j], (k + 32) * 0x1p576);
  }
}

/* The same, from column 0 on where the tile sticks out on the left. */
/*@ requires columns: -32 < at <= 4096 && 0 <= sum_at && sum_at + 32 <= 1024 && 0 <= k <= 4096;
    requires places: -32 <= weight_at <= 0x2000000 && 0 <= weight_at - at + sc_start(at);
    requires valid_row: \valid(row + (sc_start(at) .. at + 31));
    requires valid_sum: \valid_read(sum + (0 .. 1023));
    requires valid_weight: \valid_read(weight + (weight_at - at + sc_start(at) .. weight_at + 31));
    requires apart_sum: \separated(row + (sc_start(at) .. at + 31), sum + (0 .. 1023));
    requires apart_weight: \separated(row + (sc_start(at) .. at + 31),
                                      weight + (weight_at - at + sc_start(at) .. weight_at + 31));
    requires factor: sc_between(factor, 0, 0x1p151);
    requires weight: \forall integer c; weight_at - at + sc_start(at) <= c < weight_at + 32 ==>
                     sc_between(weight[c], 0, 0x1p151);
    requires sum: \forall integer e; 0 <= e < 1024 ==> sc_bounded(sum[e], 0x1.1p276);
    requires row: k > 0 ==> sc_part_within(row, sc_start(at), at + 32, k * 0x1p576);
    terminates \true;
    assigns row[sc_start(at) .. at + 31];
    ensures row: sc_part_within(row, sc_start(at), at + 32, (k + 32) * 0x1p576);
    ensures made: sc_parts_made{Pre,Post}(row, sc_start(at), at + 32, k, sum, sum_at - at, factor, weight,
                                          weight_at - at); */
static inline void emit_row(double *restrict row, int64_t at, const double *restrict sum, int64_t sum_at,
                            const double *restrict weight, int64_t weight_at, double factor, int64_t k)
{
  if (at >= 0)
    emit_from(row, at, sum, sum_at, weight, weight_at, factor, 0, k);
  else
    emit_from(row, at, sum, sum_at, weight, weight_at, factor, -at, k);
}

/* A tile of the result: what operators k .. k + 31 bring to the first `count` of its rows. They are done
   right of the strip, and up to k in it. */
/*@ requires domain: sc_density_domain(d, top) && 1 <= terms <= d && 0 <= k < terms;
    requires tile: 0 <= n && -32 <= m <= n - 32 && 1 <= count <= rows <= 32 && n + rows - 1 <= top;
    requires count: n + k + count - 1 <= top && (k == 0 ==> count == rows);
    requires valid_out: \valid(out + (0 .. d * d - 1));
    requires valid_sum: \valid_read(sum + (0 .. 1023));
    requires valid_weight: \valid_read(weight + (0 .. (terms + 1) * d - 1));
    requires apart_sum: \separated(out + (0 .. d * d - 1), sum + (0 .. 1023));
    requires apart_weight: \separated(out + (0 .. d * d - 1), weight + (0 .. (terms + 1) * d - 1));
    requires weight: sc_table(weight, (terms + 1) * d, 0x1p151);
    requires sum: \forall integer e; 0 <= e < 1024 ==> sc_bounded(sum[e], 0x1.1p276);
    requires above: \forall integer i; 0 <= i < n ==> sc_row_within(out + sc_place(d, i, 0), i + 1, 0x1p589);
    requires right: \forall integer i; n <= i < n + rows ==>
                    sc_part_within(out + sc_place(d, i, 0), m + 33 + i - n, i + 1, 0x1p589);
    requires strip: k > 0 ==> \forall integer i; n <= i < n + rows ==>
                    sc_part_within(out + sc_place(d, i, 0), sc_first(m, i - n), m + 33 + i - n, k * 0x1p576);
    requires gamma: sc_between(gamma, 0, 1);
    requires blocks: sc_block(n) && sc_block(sc_start(m)) && sc_block(k) && (m < 0 ==> m == -32);
    requires apart_r: \separated(out + (0 .. d * d - 1), r + (0 .. d * d - 1));
    requires weight_error: sc_weights(weight, gamma, terms, d);
    requires sum_near: sc_sums_near{Here,Here}(sum, r, gamma, d, top, n, m, k, sc_kept(terms, k), 32);
    requires near: k > 0 ==>
      \forall integer i, c; n <= i < n + count && sc_first(m, i - n) <= c < m + 33 + i - n ==>
      sc_damped_near(out[sc_place(d, i, c)], r, gamma, d, top, terms, k, i, c);
    terminates \true;
    assigns out[0 .. d * d - 1];
    ensures above: \forall integer i; 0 <= i < n ==> sc_row_within(out + sc_place(d, i, 0), i + 1, 0x1p589);
    ensures right: \forall integer i; n <= i < n + rows ==>
                   sc_part_within(out + sc_place(d, i, 0), m + 33 + i - n, i + 1, 0x1p589);
    ensures strip: \forall integer i; n <= i < n + rows ==>
                   sc_part_within(out + sc_place(d, i, 0), sc_first(m, i - n), m + 33 + i - n,
                                  (k + 32) * 0x1p576);
    ensures near: \forall integer i, c; n <= i < n + count && sc_first(m, i - n) <= c < m + 33 + i - n ==>
      sc_damped_near{Pre}(out[sc_place(d, i, c)], r, gamma, d, top, terms, k + 32, i, c);
    ensures left: \forall integer i, c;
      n + count <= i < n + rows && sc_first(m, i - n) <= c < m + 33 + i - n ==>
      (real)out[sc_place(d, i, c)] == \old((real)out[sc_place(d, i, c)]);
    ensures same: \forall integer i, c; 0 <= i < n + rows && 0 <= c <= i && (i < n || m + 33 + i - n <= c) ==>
      (real)out[sc_place(d, i, c)] == \old((real)out[sc_place(d, i, c)]); */
SC_CLONES
static void emit(double *restrict out, const double *restrict sum, const double *restrict weight, int64_t n,
                 int64_t m, int64_t k, int64_t count, int64_t d)
/*@ ghost (int64_t rows, int64_t terms, int64_t top, const double *r, double gamma) */
{
  int64_t start = m < 0 ? 0 : m;
  //@ assert operator: 0 <= k * d && k * d + d <= terms * d <= 16777216;
  //@ assert table: (terms + 1) * d == terms * d + d;
  /*@ loop invariant range: n <= i <= n + count;
      loop invariant above: \forall integer j; 0 <= j < n ==>
                            sc_row_within(out + sc_place(d, j, 0), j + 1, 0x1p589);
      loop invariant right: \forall integer j; n <= j < n + rows ==>
                            sc_part_within(out + sc_place(d, j, 0), m + 33 + j - n, j + 1, 0x1p589);
      loop invariant done: \forall integer j; n <= j < i ==>
        sc_part_within(out + sc_place(d, j, 0), sc_first(m, j - n), m + 33 + j - n, (k + 32) * 0x1p576);
      loop invariant rest: k > 0 ==> \forall integer j; i <= j < n + rows ==>
        sc_part_within(out + sc_place(d, j, 0), sc_first(m, j - n), m + 33 + j - n, k * 0x1p576);
      loop invariant near: \forall integer h, c; n <= h < i && sc_first(m, h - n) <= c < m + 33 + h - n ==>
        sc_damped_near{Pre}(out[sc_place(d, h, c)], r, gamma, d, top, terms, k + 32, h, c);
      loop invariant left: \forall integer h, c;
        i <= h < n + rows && sc_first(m, h - n) <= c < m + 33 + h - n ==>
        (real)out[sc_place(d, h, c)] == \at((real)out[sc_place(d, h, c)], Pre);
      loop invariant same: \forall integer h, c; 0 <= h < n + rows && 0 <= c <= h &&
        (h < n || m + 33 + h - n <= c) ==>
        (real)out[sc_place(d, h, c)] == \at((real)out[sc_place(d, h, c)], Pre);
      loop assigns i, out[0 .. d * d - 1];
      loop variant n + count - i; */
  for (int64_t i = n; i < n + count; i++) {
    int64_t column = m + 1 + i - n;
    //@ assert place: sc_place(d, i, 0) == i * d && sc_place(d, d, 0) == d * d;
    //@ assert inside: 0 <= i * d && i * d + d <= d * d <= 16777216;
    /*@ assert below: \forall integer j; 0 <= j < i ==>
          0 <= sc_place(d, j, 0) && sc_place(d, j, 0) + d <= i * d; */
    //@ assert after: \forall integer j; i < j < d ==> i * d + d <= sc_place(d, j, 0);
    /*@ assert others: \forall integer h, c; 0 <= h < n + rows && 0 <= c <= h && h != i ==>
          sc_place(d, h, c) < i * d || i * d + d <= sc_place(d, h, c); */
    //@ assert own: \forall integer c; sc_place(d, i, c) == i * d + c;
    //@ assert row: k > 0 ==> sc_part_within(out + i * d, sc_first(m, i - n), column + 32, k * 0x1p576);
    double factor = weight[k * d + n + i];
    //@ assert weight_row: sc_weight_row(weight, gamma, d, k);
    //@ assert factor_place: sc_weight_place(d, k, n, i) == k * d + n + i;
    //@ assert row_weight: sc_weight_stored(factor, gamma, n, i, k);
    /*@ assert weights: \forall integer c; sc_first(m, i - n) <= c < column + 32 &&
          sc_place(d, i, c) == i * d + c && sc_weight_place(d, k, start, c) == c + (k * d + start) ==>
            sc_weight_stored(weight[c + (k * d + start)], gamma, start, c, k); */
    /*@ assert sums: \forall integer c; sc_first(m, i - n) <= c < column + 32 &&
          sc_place(d, i, c) == i * d + c && sc_place(32, i - n, c - column) == c + ((i - n) * 32 - column) ==>
            sc_sum_near{Pre}(sum[c + ((i - n) * 32 - column)], r, gamma, d, top, n + k, start + k, k,
                             sc_kept(terms, k), 32, i + k, c + k); */
    /*@ assert before_none: k == 0 ==> \forall integer c;
          sc_damped_near{Pre}(0.0, r, gamma, d, top, terms, k, i, c); */
    /*@ assert before: k > 0 ==> \forall integer c; sc_first(m, i - n) <= c < column + 32 ==>
          sc_damped_near{Pre}(out[sc_place(d, i, c)], r, gamma, d, top, terms, k, i, c); */
    emit_row(out + i * d, column, sum, (i - n) * SIDE, weight, k * d + start + column, factor, k);
    //@ assert new: sc_part_within(out + i * d, sc_first(m, i - n), column + 32, (k + 32) * 0x1p576);
    /*@ assert new_place: sc_part_within(out + sc_place(d, i, 0), sc_first(m, i - n), column + 32,
                                          (k + 32) * 0x1p576); */
    /*@ assert above: \forall integer j; 0 <= j < n ==>
          sc_row_within(out + sc_place(d, j, 0), j + 1, 0x1p589); */
    /*@ assert kept: \forall integer e; 0 <= e < d * d && (e < i * d || i * d + column + 32 <= e) ==>
          (real)out[e] == \at((real)out[e], LoopCurrent); */
    /*@ assert made: sc_parts_made{LoopCurrent,Here}(out + i * d, sc_first(m, i - n), column + 32, k, sum,
                                                     (i - n) * 32 - column, factor, weight, k * d + start); */
    /*@ assert old: \forall integer h, c; n <= h < i && sc_first(m, h - n) <= c < m + 33 + h - n ==>
          sc_damped_near{Pre}(out[sc_place(d, h, c)], r, gamma, d, top, terms, k + 32, h, c); */
    /*@ assert part: \forall integer c; sc_first(m, i - n) <= c < column + 32 ==>
          sc_part_at{LoopCurrent}(out[sc_place(d, i, c)], out + i * d, k, sum, (i - n) * 32 - column, factor,
                                  weight, k * d + start, c); */
    /*@ assert more: \forall integer c; sc_first(m, i - n) <= c < column + 32 ==>
          sc_part_more(out[sc_place(d, i, c)], k > 0 ? \at((real)out[i * d + c], LoopCurrent) : 0.0,
            \at(sum[c + ((i - n) * 31 - m - 1)], LoopCurrent), factor,
            \at(weight[c + (k * d + start)], LoopCurrent)); */
    /*@ assert given: \forall integer c; sc_first(m, i - n) <= c < column + 32 ==>
          sc_place(d, i, c) == i * d + c &&
          sc_weight_stored(\at(weight[c + (k * d + start)], LoopCurrent), gamma, start, c, k) &&
          sc_sum_near{Pre}(\at(sum[c + ((i - n) * 31 - m - 1)], LoopCurrent), r, gamma, d, top, n + k,
                           start + k, k, sc_kept(terms, k), 32, i + k, c + k) &&
          sc_damped_near{Pre}(k > 0 ? \at((real)out[i * d + c], LoopCurrent) : 0.0, r, gamma, d, top,
                              terms, k, i, c); */
    /*@ assert near: \forall integer c; sc_first(m, i - n) <= c < column + 32 ==>
          sc_damped_near{Pre}(out[sc_place(d, i, c)], r, gamma, d, top, terms, k + 32, i, c); */
    /*@ assert new_near: \forall integer h, c; h == i && sc_first(m, h - n) <= c < m + 33 + h - n ==>
          sc_damped_near{Pre}(out[sc_place(d, h, c)], r, gamma, d, top, terms, k + 32, h, c); */
  }
}

/* A tile of the result: the sums over operators k .. k + 31, of what they move into strip m of the rows from
   n on. `source` is scratch. */
/*@ requires domain: sc_density_domain(d, top) && sc_between(gamma, 0, 1) && 0 <= k < terms <= d;
    requires tile: 0 <= n && -32 <= m <= n - 32 && n + k <= top;
    requires valid_scale: \valid_read(scale + (0 .. 3 * d - 1));
    requires valid_r: \valid_read(r + (0 .. d * d - 1));
    requires valid_sum: \valid(sum + (0 .. 1023));
    requires valid_source: \valid(source + (0 .. 2047));
    requires sum_source: \separated(sum + (0 .. 1023), source + (0 .. 2047));
    requires sum_r: \separated(sum + (0 .. 1023), r + (0 .. d * d - 1));
    requires sum_scale: \separated(sum + (0 .. 1023), scale + (0 .. 3 * d - 1));
    requires block_r: \separated(source + (0 .. 2047), r + (0 .. d * d - 1));
    requires block_scale: \separated(source + (0 .. 2047), scale + (0 .. 3 * d - 1));
    requires scale: sc_table(scale, 3 * d, 1);
    requires state: \forall integer i; 0 <= i <= top ==> sc_row_bounded(r + sc_place(d, i, 0), i + 1);
    requires source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
    requires blocks: sc_block(n) && sc_block(sc_start(m)) && sc_block(k) && (m < 0 ==> m == -32);
    requires scale_error: sc_scales(scale, d);
    terminates \true;
    assigns sum[0 .. 1023], source[0 .. 2047];
    ensures source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
    ensures sum: sc_part_within(sum, 0, 1024, 0x1.1p276);
    ensures near: sc_sums_near{Pre,Here}(sum, r, gamma, d, top, n, m, k, sc_kept(terms, k), 32); */
static void move(double *sum, double *source, const double *r, const double *scale, double gamma,
                 int64_t terms, int64_t n, int64_t m, int64_t k, int64_t d, int64_t top)
{
  SC_ALIGNED double a[SIDE];
  int64_t kept = least(SIDE, terms - k), filled = least(SIDE + kept - 1, top - n - k + 1);
  int64_t start = m < 0 ? 0 : m, units = unit(n + k) * unit(start + k);
  //@ assert start: start == sc_start(m);
  //@ assert units: units == sc_window_unit(n + k) * sc_window_unit(start + k);
  //@ assert blocks: sc_block(n + k) && sc_block(start + k) && kept == sc_kept(terms, k);
  coefficients(a, stretched(gamma, sc_double(units)), k, kept);
  //@ assert r_before: sc_same{Pre,Here}(r, d);
  collect(source, r, scale, n, m, k, filled, d) /*@ ghost (top) */;
  /*@ assert collected: \forall integer i, j; 0 <= i < filled && 0 <= j < 32 && 0 <= m + 1 + i + j ==>
        sc_scaled_near(source[sc_place(32, i, j)], n + k, n + k + i, start + k, m + 1 + k + i + j,
                       sc_entry{Pre}(r, d, top, n + k + i, m + 1 + k + i + j)); */
  //@ ghost Collected: ;
  blank(source, filled * SIDE, (SIDE + kept - 1) * SIDE);
  //@ assert block: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
  /*@ assert below: \forall integer e; 0 <= e < 32 * filled ==>
        (real)source[e] == \at((real)source[e], Collected); */
  /*@ assert block_low: \forall integer i, j; 0 <= i < filled && 0 <= j < 32 && 0 <= m + 1 + i + j ==>
        sc_scaled_near(source[sc_place(32, i, j)], n + k, n + k + i, start + k, m + 1 + k + i + j,
                       sc_entry{Pre}(r, d, top, n + k + i, m + 1 + k + i + j)); */
  /*@ assert block_high: \forall integer i, j; filled <= i < 31 + kept && 0 <= j < 32 ==>
        source[sc_place(32, i, j)] == 0 && sc_entry{Pre}(r, d, top, n + k + i, m + 1 + k + i + j) == 0; */
  //@ assert r_block: sc_same{Pre,Here}(r, d);
  //@ assert block_near: sc_block_near(source, r, d, top, n, m, k, kept);
  //@ assert r_pre: sc_same{Here,Pre}(r, d);
  add_up(sum, source, a, kept) /*@ ghost (r, gamma, n, m, k, d, top) */;
}

/* A tile of the result: strip m of the rows n .. n + rows - 1, which are done right of it.
   `source` is scratch. */
/*@ requires domain: sc_density_domain(d, top) && sc_between(gamma, 0, 1) && 1 <= terms <= d;
    requires tile: 0 <= n && -32 <= m <= n - 32 && 1 <= rows <= 32 && n + rows - 1 <= top;
    requires valid_weight: \valid_read(weight + (0 .. (terms + 1) * d - 1));
    requires valid_scale: \valid_read(scale + (0 .. 3 * d - 1));
    requires valid_r: \valid_read(r + (0 .. d * d - 1));
    requires valid_out: \valid(out + (0 .. d * d - 1));
    requires valid_source: \valid(source + (0 .. 2047));
    requires apart_r: \separated(out + (0 .. d * d - 1), r + (0 .. d * d - 1));
    requires apart_weight: \separated(out + (0 .. d * d - 1), weight + (0 .. (terms + 1) * d - 1));
    requires apart_scale: \separated(out + (0 .. d * d - 1), scale + (0 .. 3 * d - 1));
    requires block_out: \separated(source + (0 .. 2047), out + (0 .. d * d - 1));
    requires block_r: \separated(source + (0 .. 2047), r + (0 .. d * d - 1));
    requires block_scale: \separated(source + (0 .. 2047), scale + (0 .. 3 * d - 1));
    requires block_weight: \separated(source + (0 .. 2047), weight + (0 .. (terms + 1) * d - 1));
    requires weight: sc_table(weight, (terms + 1) * d, 0x1p151);
    requires scale: sc_table(scale, 3 * d, 1);
    requires state: \forall integer i; 0 <= i <= top ==> sc_row_bounded(r + sc_place(d, i, 0), i + 1);
    requires source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
    requires above: \forall integer i; 0 <= i < n ==> sc_row_within(out + sc_place(d, i, 0), i + 1, 0x1p589);
    requires right: \forall integer i; n <= i < n + rows ==>
                    sc_part_within(out + sc_place(d, i, 0), m + 33 + i - n, i + 1, 0x1p589);
    requires blocks: sc_block(n) && sc_block(sc_start(m)) && (m < 0 ==> m == -32);
    requires weight_error: sc_weights(weight, gamma, terms, d);
    requires scale_error: sc_scales(scale, d);
    terminates \true;
    assigns out[0 .. d * d - 1], source[0 .. 2047];
    ensures source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
    ensures above: \forall integer i; 0 <= i < n ==> sc_row_within(out + sc_place(d, i, 0), i + 1, 0x1p589);
    ensures done: \forall integer i; n <= i < n + rows ==>
                  sc_part_within(out + sc_place(d, i, 0), sc_first(m, i - n), i + 1, 0x1p589);
    ensures near: \forall integer i, c; n <= i < n + rows && sc_first(m, i - n) <= c < m + 33 + i - n ==>
      sc_damped_near{Pre}(out[sc_place(d, i, c)], r, gamma, d, top, terms, sc_last(terms), i, c);
    ensures same: \forall integer i, c; 0 <= i < n + rows && 0 <= c <= i && (i < n || m + 33 + i - n <= c) ==>
      (real)out[sc_place(d, i, c)] == \old((real)out[sc_place(d, i, c)]); */
static void tile(double *out, const double *r, const double *weight, const double *scale, double *source,
                 double gamma, int64_t terms, int64_t n, int64_t m, int64_t rows, int64_t d, int64_t top)
{
  SC_ALIGNED double sum[TILE];
  //@ assert inside: \forall integer i, c; 0 <= i < d && 0 <= c < d ==> 0 <= sc_place(d, i, c) < d * d;
  /*@ loop invariant range: 0 <= k < terms + 32 && (k == 0 || n + k - 32 <= top) && sc_block(k);
      loop invariant source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
      loop invariant above: \forall integer i; 0 <= i < n ==>
                            sc_row_within(out + sc_place(d, i, 0), i + 1, 0x1p589);
      loop invariant right: \forall integer i; n <= i < n + rows ==>
                            sc_part_within(out + sc_place(d, i, 0), m + 33 + i - n, i + 1, 0x1p589);
      loop invariant strip: k > 0 ==> \forall integer i; n <= i < n + rows ==>
        sc_part_within(out + sc_place(d, i, 0), sc_first(m, i - n), m + 33 + i - n, k * 0x1p576);
      loop invariant near: k > 0 ==> \forall integer i, c;
        n <= i < n + rows && i + k <= top + 32 && sc_first(m, i - n) <= c < m + 33 + i - n ==>
          sc_damped_near{Pre}(out[sc_place(d, i, c)], r, gamma, d, top, terms, k, i, c);
      loop invariant all: \forall integer i, c;
        n <= i < n + rows && (terms <= k || top < i + k) && sc_first(m, i - n) <= c < m + 33 + i - n ==>
          sc_damped_near{Pre}(out[sc_place(d, i, c)], r, gamma, d, top, terms, sc_last(terms), i, c);
      loop invariant same: \forall integer i, c; 0 <= i < n + rows && 0 <= c <= i &&
        (i < n || m + 33 + i - n <= c) ==>
        (real)out[sc_place(d, i, c)] == \at((real)out[sc_place(d, i, c)], Pre);
      loop assigns k, out[0 .. d * d - 1], source[0 .. 2047], sum[0 .. 1023];
      loop variant terms - k; */
  for (int64_t k = 0; k < terms && n + k <= top; k += SIDE) {
    int64_t count = least(rows, top - n - k + 1);
    move(sum, source, r, scale, gamma, terms, n, m, k, d, top);
    //@ assert same_r: sc_same{Pre,Here}(r, d) && sc_same{Here,Pre}(r, d);
    /*@ assert same_weight: \forall integer e; 0 <= e < (terms + 1) * d ==>
          (real)weight[e] == \at((real)weight[e], Pre); */
    //@ assert weight_error: sc_weights(weight, gamma, terms, d);
    /*@ assert strip: k > 0 ==> \forall integer i; n <= i < n + rows ==>
          sc_part_within(out + sc_place(d, i, 0), sc_first(m, i - n), m + 33 + i - n, k * 0x1p576); */
    /*@ assert near_here: k > 0 ==>
          \forall integer i, c; n <= i < n + count && sc_first(m, i - n) <= c < m + 33 + i - n ==>
            sc_damped_near(out[sc_place(d, i, c)], r, gamma, d, top, terms, k, i, c); */
    emit(out, sum, weight, n, m, k, count, d) /*@ ghost (rows, terms, top, r, gamma) */;
    /*@ assert same_next: \forall integer i, c; 0 <= i < n + rows && 0 <= c <= i &&
          (i < n || m + 33 + i - n <= c) ==>
            (real)out[sc_place(d, i, c)] == \at((real)out[sc_place(d, i, c)], LoopCurrent); */
    /*@ assert near_next: \forall integer i, c;
          n <= i < n + count && sc_first(m, i - n) <= c < m + 33 + i - n ==>
          sc_damped_near{Pre}(out[sc_place(d, i, c)], r, gamma, d, top, terms, k + 32, i, c); */
    /*@ assert end: \forall real x, integer i, c; (terms <= k + 32 || top < i + k + 32) &&
          sc_damped_near{Pre}(x, r, gamma, d, top, terms, k + 32, i, c) ==>
          sc_damped_near{Pre}(x, r, gamma, d, top, terms, sc_last(terms), i, c); */
    /*@ assert all_new: \forall integer i, c;
          n <= i < n + count && (terms <= k + 32 || top < i + k + 32) &&
          sc_first(m, i - n) <= c < m + 33 + i - n ==>
          sc_damped_near{Pre}(out[sc_place(d, i, c)], r, gamma, d, top, terms, sc_last(terms), i, c); */
    /*@ assert all_old: \forall integer i, c;
          n + count <= i < n + rows && sc_first(m, i - n) <= c < m + 33 + i - n ==>
          sc_damped_near{Pre}(out[sc_place(d, i, c)], r, gamma, d, top, terms, sc_last(terms), i, c); */
  }
}

void sc_damp(double *out, const double *r, const double *weight, const double *scale, double gamma,
             int64_t terms, int64_t d, int64_t top)
{
  SC_ALIGNED double source[SOURCE];
  blank(source, 0, SOURCE);
  /*@ loop invariant range: 0 <= p && 32 * p <= top + 32;
      loop invariant source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
      loop invariant bounded: \forall integer i; 0 <= i < 32 * p && i <= top ==>
                              sc_row_within(out + sc_place(d, i, 0), i + 1, 0x1p589);
      loop invariant near: \forall integer i, c; 0 <= i < 32 * p && i <= top && 0 <= c <= i ==>
        sc_damped_near{Pre}(out[sc_place(d, i, c)], r, gamma, d, top, terms, sc_last(terms), i, c);
      loop assigns p, out[0 .. d * d - 1], source[0 .. 2047];
      loop variant top - 32 * p; */
  for (int64_t p = 0; SIDE * p <= top; p++) {
    int64_t rows = least(SIDE, top - SIDE * p + 1);
    /*@ loop invariant range: -2 <= s < p;
        loop invariant source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
        loop invariant above: \forall integer i; 0 <= i < 32 * p ==>
                              sc_row_within(out + sc_place(d, i, 0), i + 1, 0x1p589);
        loop invariant right: \forall integer i; 32 * p <= i < 32 * p + rows ==>
          sc_part_within(out + sc_place(d, i, 0), sc_first(32 * (s + 1), i - 32 * p), i + 1, 0x1p589);
        loop invariant near: \forall integer i, c; 0 <= i < 32 * p + rows && 0 <= c <= i &&
          (i < 32 * p || 32 * (s + 1) + 1 + (i - 32 * p) <= c) ==>
          sc_damped_near{Pre}(out[sc_place(d, i, c)], r, gamma, d, top, terms, sc_last(terms), i, c);
        loop assigns s, out[0 .. d * d - 1], source[0 .. 2047];
        loop variant s + 2; */
    for (int64_t s = p - 1; s >= -1; s--) {
      //@ assert blocks: sc_block(32 * p) && sc_block(sc_start(32 * s));
      //@ assert same_r: sc_same{Pre,Here}(r, d);
      /*@ assert same_weight: \forall integer e; 0 <= e < (terms + 1) * d ==>
            (real)weight[e] == \at((real)weight[e], Pre); */
      //@ assert weight_error: sc_weights(weight, gamma, terms, d);
      tile(out, r, weight, scale, source, gamma, terms, SIDE * p, SIDE * s, rows, d, top);
    }
  }
  //@ assert same_r: sc_same{Pre,Here}(r, d);
  /*@ assert near: \forall integer i, c; 0 <= i <= top && 0 <= c <= i ==>
        sc_damped_near(out[sc_place(d, i, c)], r, gamma, d, top, terms, sc_last(terms), i, c); */
  //@ assert small: sc_small(r, d, top);
}
