#include "damp.h"
#include "damp_window.h"
#include "round.h"
#ifdef __FRAMAC__
#include "damp_tile.acsl"
#endif

enum { SOURCE = 2 * SIDE * SIDE, TILE = SIDE * SIDE };

/* ---- the channel. A tile is SIDE rows of a strip of SIDE diagonals; in it, column j of row i is column
   m + 1 + i + j of the matrix, so that every operator reads straight down. */

/* The coefficients a_g of sc_damp, x = gamma S S', zero from `count` on. They stay below 2^260. */
/*@ requires x: sc_between(x, 0, 4096);
    requires index: 0 <= k <= 4096 && 1 <= count <= 32;
    requires valid_a: \valid(a + (0 .. 31));
    terminates \true;
    assigns a[0 .. 31];
    ensures a: sc_table(a, 32, 0x1p270); */
static void coefficients(double *a, double x, int64_t k, int64_t count)
{
  double next = 1.0;
  a[0] = 1.0;
  /*@ loop invariant range: 1 <= g <= count;
      loop invariant next: sc_between(next, 0, sc_factor_limit(g - 1));
      loop invariant a: sc_table(a, g, 0x1p270);
      loop assigns g, next, a[0 .. 31];
      loop variant count - g; */
  for (int64_t g = 1; g < count; g++) {
    //@ assert before: sc_between(next, 0, 0x1p260);
    double ratio = sc_div(x, sc_double(k + g));
    //@ assert ratio: sc_between(ratio, 0, 4096) && sc_rdiv(ratio, x, k + g);
    next = sc_mul_wide(next, ratio);
    //@ assert next: 0 <= next <= sc_factor_limit(g);
    a[g] = next;
  }
  /*@ loop invariant range: count <= g <= 32;
      loop invariant a: sc_table(a, g, 0x1p270);
      loop assigns g, a[0 .. 31];
      loop variant 32 - g; */
  for (int64_t g = count; g < SIDE; g++)
    a[g] = 0.0;
}

/* One row of the scaled block: from column `first` on, t_n t_m r_nm. */
/*@ requires columns: 0 <= first < 32 && 0 <= at && at + 32 <= 2048;
    requires places: -32 <= x_at <= 4096 && -32 <= scale_at <= 16384 && 0 <= x_at + first &&
                     0 <= scale_at + first;
    requires valid_source: \valid(source + (0 .. 2047));
    requires valid_x: \valid_read(x + (x_at + first .. x_at + 31));
    requires valid_scale: \valid_read(scale + (scale_at + first .. scale_at + 31));
    requires apart_x: \separated(source + (0 .. 2047), x + (x_at + first .. x_at + 31));
    requires apart_scale: \separated(source + (0 .. 2047), scale + (scale_at + first .. scale_at + 31));
    requires factor: sc_between(factor, 0, 1);
    requires x: x_at + 32 <= count && sc_row_bounded(x, count);
    requires scale: \forall integer c; scale_at + first <= c < scale_at + 32 ==> sc_between(scale[c], 0, 1);
    requires source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
    terminates \true;
    assigns source[0 .. 2047];
    ensures source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2); */
static inline void collect_row(double *restrict source, int64_t at, const double *restrict x, int64_t x_at,
                               const double *restrict scale, int64_t scale_at, double factor, int64_t first)
/*@ ghost (int64_t count) */
{
  /*@ loop invariant range: first <= j <= 32;
      loop invariant source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
      loop assigns j, source[0 .. 2047];
      loop variant 32 - j; */
  for (int64_t j = first; j < SIDE; j++) {
    //@ assert entry: sc_bounded(x[x_at + j], 2);
    //@ assert scale: sc_between(scale[scale_at + j], 0, 1);
    source[at + j] = sc_mul(sc_mul(factor, scale[scale_at + j]), x[x_at + j]);
  }
}

/* Clears entries from .. to - 1 of the block. */
/*@ requires range: 0 <= from && to <= 2048;
    requires valid: \valid(source + (0 .. 2047));
    terminates \true;
    assigns source[0 .. 2047];
    ensures bounded: \forall integer e;
      0 <= e < 2048 && (from <= e < to || sc_bounded(\old(source[e]), 2)) ==> sc_bounded(source[e], 2); */
static void blank(double *source, int64_t from, int64_t to)
{
  /*@ loop invariant range: from <= e && (e <= to || e == from);
      loop invariant bounded: \forall integer i;
        0 <= i < 2048 && (from <= i < e || sc_bounded(\at(source[i], Pre), 2)) ==> sc_bounded(source[i], 2);
      loop assigns e, source[0 .. 2047];
      loop variant to - e; */
  for (int64_t e = from; e < to; e++)
    source[e] = 0.0;
}

/* The scaled entries that operators k, k + 1, ... move into a tile: `rows` rows from row n + k on. */
/*@ requires domain: sc_density_domain(d, top);
    requires tile: 0 <= n && 0 <= k && 1 <= rows <= 63 && n + k + rows - 1 <= top && -32 <= m <= n - 32;
    requires valid_r: \valid_read(r + (0 .. d * d - 1));
    requires valid_scale: \valid_read(scale + (0 .. 3 * d - 1));
    requires valid_source: \valid(source + (0 .. 2047));
    requires apart_r: \separated(source + (0 .. 2047), r + (0 .. d * d - 1));
    requires apart_scale: \separated(source + (0 .. 2047), scale + (0 .. 3 * d - 1));
    requires scale: sc_table(scale, 3 * d, 1);
    requires state: \forall integer i; 0 <= i <= top ==> sc_row_bounded(r + sc_place(d, i, 0), i + 1);
    requires source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
    terminates \true;
    assigns source[0 .. 2047];
    ensures source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2); */
SC_CLONES
static void collect(double *restrict source, const double *restrict r, const double *restrict scale,
                    int64_t n, int64_t m, int64_t k, int64_t rows, int64_t d)
/*@ ghost (int64_t top) */
{
  int64_t start = m < 0 ? 0 : m;
  /*@ loop invariant range: 0 <= i <= rows;
      loop invariant source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
      loop assigns i, source[0 .. 2047];
      loop variant rows - i; */
  for (int64_t i = 0; i < rows; i++) {
    int64_t level = n + k + i, column = m + 1 + k + i;
    //@ assert place: sc_place(d, level, 0) == level * d && sc_place(d, d, 0) == d * d;
    //@ assert inside: 0 <= level * d && level * d + d <= d * d <= 16777216;
    //@ assert row: sc_row_bounded(r + sc_place(d, level, 0), level + 1);
    //@ assert here: sc_row_bounded(r + level * d, level + 1);
    //@ assert window: 0 <= 2 * (n + k) + level < 3 * d && 2 * (start + k) + column + 31 < 3 * d;
    double factor = scale[2 * (n + k) + level];
    if (column >= k)
      collect_row(source, i * SIDE, r + level * d, column, scale, 2 * (start + k) + column, factor, 0)
        /*@ ghost (level + 1) */;
    else
      collect_row(source, i * SIDE, r + level * d, column, scale, 2 * (start + k) + column, factor,
                  k - column)
        /*@ ghost (level + 1) */;
  }
}

/* a x + b y */
/*@ requires factors: sc_between(a, 0, 0x1p270) && sc_between(b, 0, 0x1p270);
    requires entries: sc_bounded(x, 2) && sc_bounded(y, 2);
    terminates \true;
    assigns \nothing;
    ensures bounded: sc_bounded(\result, 0x1.01p272); */
static inline double pair(double a, double x, double b, double y)
{
  return sc_add_wide(sc_mul_wide(a, x), sc_mul_wide(b, y));
}

/* Two rows of the tile, from `at` on: the operators `done` .. `done` + 3 of the rows of the block, added to
   what is there unless done = 0. */
/*@ requires place: 0 <= at && at + 64 <= 1024 && 0 <= from && from + 160 <= 2048 && 0 <= done <= 28;
    requires valid_sum: \valid(sum + (at .. at + 63));
    requires valid_source: \valid_read(source + (0 .. 2047));
    requires apart: \separated(sum + (at .. at + 63), source + (0 .. 2047));
    requires a: sc_between(a_0, 0, 0x1p270) && sc_between(a_1, 0, 0x1p270) && sc_between(a_2, 0, 0x1p270) &&
                sc_between(a_3, 0, 0x1p270);
    requires source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
    requires sum: done > 0 ==> \forall integer e; at <= e < at + 64 ==> sc_bounded(sum[e], done * 0x1.1p271);
    terminates \true;
    assigns sum[at .. at + 63];
    ensures sum: \forall integer e; at <= e < at + 64 ==> sc_bounded(sum[e], (done + 4) * 0x1.1p271); */
static inline void two_rows(double *restrict sum, int64_t at, const double *restrict source, int64_t from,
                            double a_0, double a_1, double a_2, double a_3, int64_t done)
{
  /*@ loop invariant range: 0 <= j <= 32;
      loop invariant upper: \forall integer e; at <= e < at + j ==>
                            sc_bounded(sum[e], (done + 4) * 0x1.1p271);
      loop invariant lower: \forall integer e; at + 32 <= e < at + 32 + j ==>
                            sc_bounded(sum[e], (done + 4) * 0x1.1p271);
      loop invariant rest_upper: done > 0 ==> \forall integer e; at + j <= e < at + 32 ==>
                                 sc_bounded(sum[e], done * 0x1.1p271);
      loop invariant rest_lower: done > 0 ==> \forall integer e; at + 32 + j <= e < at + 64 ==>
                                 sc_bounded(sum[e], done * 0x1.1p271);
      loop assigns j, sum[at .. at + 63];
      loop variant 32 - j; */
  for (int64_t j = 0; j < SIDE; j++) {
    double y_0 = source[from + j], y_1 = source[from + j + SIDE], y_2 = source[from + j + 2 * SIDE];
    double y_3 = source[from + j + 3 * SIDE], y_4 = source[from + j + 4 * SIDE];
    //@ assert entries: sc_bounded(y_0, 2) && sc_bounded(y_1, 2) && sc_bounded(y_2, 2);
    //@ assert more: sc_bounded(y_3, 2) && sc_bounded(y_4, 2);
    double before_upper = done > 0 ? sum[at + j] : 0.0, before_lower = done > 0 ? sum[at + SIDE + j] : 0.0;
    //@ assert before_upper: sc_bounded(before_upper, done * 0x1.1p271);
    //@ assert before_lower: sc_bounded(before_lower, done * 0x1.1p271);
    double upper = sc_add_wide(pair(a_0, y_0, a_1, y_1), pair(a_2, y_2, a_3, y_3));
    double lower = sc_add_wide(pair(a_0, y_1, a_1, y_2), pair(a_2, y_3, a_3, y_4));
    //@ assert four: sc_bounded(upper, 0x1.02p273) && sc_bounded(lower, 0x1.02p273);
    double total_upper = sc_add_wide(before_upper, upper), total_lower = sc_add_wide(before_lower, lower);
    //@ assert upper: sc_bounded(total_upper, (done + 4) * 0x1.1p271);
    //@ assert lower: sc_bounded(total_lower, (done + 4) * 0x1.1p271);
    sum[at + j] = total_upper;
    sum[at + SIDE + j] = total_lower;
    //@ assert old: \forall integer e; at <= e < at + j ==> sc_bounded(sum[e], (done + 4) * 0x1.1p271);
    //@ assert new: sc_bounded(sum[at + j], (done + 4) * 0x1.1p271);
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
    requires sum: done > 0 ==> \forall integer e; 0 <= e < 1024 ==> sc_bounded(sum[e], done * 0x1.1p271);
    terminates \true;
    assigns sum[0 .. 1023];
    ensures sum: \forall integer e; 0 <= e < 1024 ==> sc_bounded(sum[e], (done + 4) * 0x1.1p271); */
SC_CLONES
static void combine(double *restrict sum, const double *restrict source, const double *restrict a,
                    int64_t done)
{
  double a_0 = a[done], a_1 = a[done + 1], a_2 = a[done + 2], a_3 = a[done + 3];
  /*@ loop invariant range: 0 <= i <= 16;
      loop invariant sum: \forall integer e; 0 <= e < 64 * i ==> sc_bounded(sum[e], (done + 4) * 0x1.1p271);
      loop invariant rest: done > 0 ==> \forall integer e; 64 * i <= e < 1024 ==>
                           sc_bounded(sum[e], done * 0x1.1p271);
      loop assigns i, sum[0 .. 1023];
      loop variant 16 - i; */
  for (int64_t i = 0; i < SIDE / 2; i++)
    two_rows(sum, 2 * SIDE * i, source, 2 * SIDE * i + SIDE * done, a_0, a_1, a_2, a_3, done);
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
    ensures row: sc_part_within(row, at + first, at + 32, (k + 32) * 0x1p576); */
static inline void emit_row(double *restrict row, int64_t at, const double *restrict sum, int64_t sum_at,
                            const double *restrict weight, int64_t weight_at, double factor, int64_t first,
                            int64_t k)
{
  /*@ loop invariant range: first <= j <= 32;
      loop invariant row: sc_part_within(row, at + first, at + j, (k + 32) * 0x1p576);
      loop invariant rest: k > 0 ==> sc_part_within(row, at + j, at + 32, k * 0x1p576);
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
    double total = sc_add_wide(before, part);
    //@ assert total: sc_bounded(total, (k + 32) * 0x1p576);
    row[at + j] = total;
    //@ assert old: \forall integer c; at + first <= c < at + j ==> sc_bounded(row[c], (k + 32) * 0x1p576);
    //@ assert new: sc_bounded(row[at + j], (k + 32) * 0x1p576);
  }
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
    terminates \true;
    assigns out[0 .. d * d - 1];
    ensures above: \forall integer i; 0 <= i < n ==> sc_row_within(out + sc_place(d, i, 0), i + 1, 0x1p589);
    ensures right: \forall integer i; n <= i < n + rows ==>
                   sc_part_within(out + sc_place(d, i, 0), m + 33 + i - n, i + 1, 0x1p589);
    ensures strip: \forall integer i; n <= i < n + rows ==>
                   sc_part_within(out + sc_place(d, i, 0), sc_first(m, i - n), m + 33 + i - n,
                                  (k + 32) * 0x1p576); */
SC_CLONES
static void emit(double *restrict out, const double *restrict sum, const double *restrict weight, int64_t n,
                 int64_t m, int64_t k, int64_t count, int64_t d)
/*@ ghost (int64_t rows, int64_t terms, int64_t top) */
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
      loop assigns i, out[0 .. d * d - 1];
      loop variant n + count - i; */
  for (int64_t i = n; i < n + count; i++) {
    int64_t column = m + 1 + i - n;
    //@ assert place: sc_place(d, i, 0) == i * d && sc_place(d, d, 0) == d * d;
    //@ assert inside: 0 <= i * d && i * d + d <= d * d <= 16777216;
    /*@ assert below: \forall integer j; 0 <= j < i ==>
          0 <= sc_place(d, j, 0) && sc_place(d, j, 0) + d <= i * d; */
    //@ assert after: \forall integer j; i < j < d ==> i * d + d <= sc_place(d, j, 0);
    //@ assert row: k > 0 ==> sc_part_within(out + i * d, sc_first(m, i - n), column + 32, k * 0x1p576);
    double factor = weight[k * d + n + i];
    if (column >= 0)
      emit_row(out + i * d, column, sum, (i - n) * SIDE, weight, k * d + start + column, factor, 0, k);
    else
      emit_row(out + i * d, column, sum, (i - n) * SIDE, weight, k * d + start + column, factor, -column, k);
    //@ assert new: sc_part_within(out + i * d, sc_first(m, i - n), column + 32, (k + 32) * 0x1p576);
    /*@ assert new_place: sc_part_within(out + sc_place(d, i, 0), sc_first(m, i - n), column + 32,
                                          (k + 32) * 0x1p576); */
  }
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
    terminates \true;
    assigns out[0 .. d * d - 1], source[0 .. 2047];
    ensures source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
    ensures above: \forall integer i; 0 <= i < n ==> sc_row_within(out + sc_place(d, i, 0), i + 1, 0x1p589);
    ensures done: \forall integer i; n <= i < n + rows ==>
                  sc_part_within(out + sc_place(d, i, 0), sc_first(m, i - n), i + 1, 0x1p589); */
static void tile(double *out, const double *r, const double *weight, const double *scale, double *source,
                 double gamma, int64_t terms, int64_t n, int64_t m, int64_t rows, int64_t d, int64_t top)
{
  SC_ALIGNED double sum[TILE], a[SIDE];
  int64_t start = m < 0 ? 0 : m;
  /*@ loop invariant range: 0 <= k < terms + 32 && (k == 0 || n + k - 32 <= top);
      loop invariant source: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
      loop invariant above: \forall integer i; 0 <= i < n ==>
                            sc_row_within(out + sc_place(d, i, 0), i + 1, 0x1p589);
      loop invariant right: \forall integer i; n <= i < n + rows ==>
                            sc_part_within(out + sc_place(d, i, 0), m + 33 + i - n, i + 1, 0x1p589);
      loop invariant strip: k > 0 ==> \forall integer i; n <= i < n + rows ==>
        sc_part_within(out + sc_place(d, i, 0), sc_first(m, i - n), m + 33 + i - n, k * 0x1p576);
      loop assigns k, out[0 .. d * d - 1], source[0 .. 2047], sum[0 .. 1023], a[0 .. 31];
      loop variant terms - k; */
  for (int64_t k = 0; k < terms && n + k <= top; k += SIDE) {
    int64_t kept = least(SIDE, terms - k), filled = least(SIDE + kept - 1, top - n - k + 1);
    int64_t count = least(rows, top - n - k + 1), units = unit(n + k) * unit(start + k);
    //@ assert units: 256 <= units <= 4096;
    coefficients(a, sc_mul(gamma, sc_double(units)), k, kept);
    collect(source, r, scale, n, m, k, filled, d) /*@ ghost (top) */;
    blank(source, filled * SIDE, (SIDE + kept - 1) * SIDE);
    //@ assert block: \forall integer e; 0 <= e < 2048 ==> sc_bounded(source[e], 2);
    /*@ loop invariant range: 0 <= c <= 8 && (c == 0 || 4 * (c - 1) < kept);
        loop invariant sum: c > 0 ==> \forall integer e; 0 <= e < 1024 ==>
                            sc_bounded(sum[e], 4 * c * 0x1.1p271);
        loop assigns c, sum[0 .. 1023];
        loop variant 8 - c; */
    for (int64_t c = 0; 4 * c < kept; c++)
      combine(sum, source, a, 4 * c);
    //@ assert sum: \forall integer e; 0 <= e < 1024 ==> sc_bounded(sum[e], 0x1.1p276);
    emit(out, sum, weight, n, m, k, count, d) /*@ ghost (rows, terms, top) */;
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
        loop assigns s, out[0 .. d * d - 1], source[0 .. 2047];
        loop variant s + 2; */
    for (int64_t s = p - 1; s >= -1; s--)
      tile(out, r, weight, scale, source, gamma, terms, SIDE * p, SIDE * s, rows, d, top);
  }
}
