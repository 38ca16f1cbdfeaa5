#include "damp.h"
#include "damp_window.h"
#include "round.h"
#ifdef __FRAMAC__
#include "damp_weights.acsl"
#endif

/* ---- what is dropped */

/* C(N, k + 1) gamma^{k+1} from C(N, k) gamma^k, N = n; four roundings, each at most u, against a factor
   1 + 8 u. Below 2^-200 underflow may have cost more. */
/*@ requires tail: sc_between(tail, 0, 0x1p80);
    requires gamma: sc_between(gamma, 0, 1);
    requires index: 0 <= k < n < 4096;
    requires above: sc_tail(gamma, n + 1, k) <= tail;
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 0x1p93);
    ensures above: sc_tail(gamma, n + 1, k + 1) <= (\result < 0x1p-200 ? 0x1p-200 : \result); */
static double next_tail(double tail, double gamma, int64_t k, int64_t n)
{
  double ratio = sc_div(sc_double(n - k), sc_double(k + 1));
  //@ assert ratio: 0 <= ratio <= 4096;
  double lost = sc_mul(tail, gamma);
  double kept = sc_mul(lost, ratio);
  //@ assert kept: 0 <= kept <= 0x1p92 * 1.001;
  return sc_mul(kept, 0x1.0000000000004p0);
}

int sc_damp_valid(double gamma, int64_t d)
{
  return gamma >= 0.0 && gamma <= 1.0 && 2 <= d && d <= SC_DENSITY_LEVELS_MAX;
}

double sc_damp_tail(double gamma, int64_t terms, int64_t d)
{
  if (terms == d)
    return 0.0;
  double tail = 1.0;
  /*@ loop invariant range: 0 <= k <= terms;
      loop invariant tail: sc_between(tail, 0x1p-200, 0x1p80);
      loop invariant above: sc_tail(gamma, d, k) <= tail;
      loop assigns k, tail;
      loop variant terms - k; */
  for (int64_t k = 0; k < terms; k++) {
    tail = next_tail(tail, gamma, k, d - 1);
    if (tail < 0x1p-200) { /* it only falls from here on; stay clear of underflow */
      //@ assert small: sc_tail(gamma, d, k + 1) <= 0x1p-200;
      return 0x1p-200;
    }
    if (tail > 0x1p80)
      return 1.0;
  }
  return tail < 1.0 ? tail : 1.0;
}

int64_t sc_damp_terms(double gamma, int64_t d)
{
  double tail = 1.0;
  int64_t k = 0;
  /*@ loop invariant range: 0 <= k < d && (k == 0 ==> tail == 1.0);
      loop invariant tail: sc_between(tail, 0, 0x1p80);
      loop invariant above: sc_tail(gamma, d, k) <= (tail < 0x1p-200 ? 0x1p-200 : tail);
      loop assigns k, tail;
      loop variant d - k; */
  while (tail > 0x1p-52) {
    if (k + 1 == d)
      return d;
    tail = next_tail(tail, gamma, k, d - 1);
    k++;
    if (tail > 0x1p80)
      return d;
  }
  return k;
}

/* ---- scales */

/*@ requires range: 0 <= count <= 0x2000000;
    requires valid: \valid(x + (0 .. count - 1));
    terminates \true;
    assigns x[0 .. count - 1];
    ensures zero: sc_table(x, count, 0); */
static void clear(double *x, int64_t count)
{
  /*@ loop invariant range: 0 <= i <= count;
      loop invariant zero: sc_table(x, i, 0);
      loop assigns i, x[0 .. count - 1];
      loop variant count - i; */
  for (int64_t i = 0; i < count; i++)
    x[i] = 0.0;
}


/* level / S^2, exactly: S^2 is a power of two. */
/*@ requires level: 0 <= first <= 4096 && 0 <= level <= 4096;
    requires small: first + 96 <= 256 ==> unit == 16;
    requires middle: 256 < first + 96 <= 1024 ==> unit == 32;
    requires large: 1024 < first + 96 ==> unit == 64;
    terminates \true;
    assigns \nothing;
    ensures exact: \is_finite(\result) && \result == sc_scale_ratio(first, level); */
static double level_ratio(int64_t level, int64_t unit)
/*@ ghost (int64_t first) */
{
  double size = sc_double(unit * unit), whole = sc_double(level);
  //@ assert size: size == 256 || size == 1024 || size == 4096;
  //@ assert quotient: whole / size == sc_scale_ratio(first, level) && 0 <= whole / size <= 4096;
  double ratio = whole / size;
  //@ assert value: ratio == (real)\round_double(\NearestEven, whole / size);
  return ratio;
}

/* Square of the scale of a level from that of the level below. It starts at 1 and stays above 2^-291. */
/*@ requires window: 0 <= first < level < first + 96 && level <= 4095;
    requires small: first + 96 <= 256 ==> unit == 16;
    requires middle: 256 < first + 96 <= 1024 ==> unit == 32;
    requires large: 1024 < first + 96 ==> unit == 64;
    requires finite: \is_finite(square) && square <= 1;
    requires square: sc_square_stored(square, first, level - 1);
    terminates \true;
    assigns \nothing;
    ensures finite: \is_finite(\result) && \result <= 1;
    ensures square: sc_square_stored(\result, first, level); */
static double next_scale(double square, int64_t level, int64_t unit)
/*@ ghost (int64_t first) */
{
  //@ assert range: 0x1p-291 <= square <= 1;
  double ratio = level_ratio(level, unit) /*@ ghost (first) */;
  //@ assert ratio: 0 <= ratio <= 1;
  //@ assert product: 0 <= square * ratio <= 1;
  double next = square * ratio;
  //@ assert value: next == (real)\round_double(\NearestEven, square * ratio);
  //@ assert rounded: sc_rmul(next, square, ratio);
  return next;
}

/* Scales of the levels of the window that starts at `first`. */
/*@ requires size: 2 <= d <= 4096 && 0 <= first < d;
    requires valid: \valid(scale + (0 .. 3 * d - 1));
    requires scale: sc_table(scale, 3 * d, 1);
    terminates \true;
    assigns scale[3 * first .. 3 * d - 1];
    ensures scale: sc_table(scale, 3 * d, 1);
    ensures near: sc_window(scale, d, first); */
static void fill_scale(double *scale, int64_t first, int64_t d)
{
  int64_t s = unit(first), end = least(first + WINDOW, d);
  double square = 1.0;
  /*@ loop invariant range: first <= n <= end;
      loop invariant square: \is_finite(square) && square <= 1 &&
        sc_square_stored(square, first, n > first ? n - 1 : first);
      loop invariant scale: sc_table(scale, 3 * d, 1);
      loop invariant near: \forall integer i; first <= i < n ==>
        sc_scale_stored(scale[sc_scale_place(first, i)], first, i);
      loop assigns n, square, scale[3 * first .. 3 * d - 1];
      loop variant end - n; */
  for (int64_t n = first; n < end; n++) {
    if (n > first)
      square = next_scale(square, n, s) /*@ ghost (first) */;
    //@ assert here: sc_square_stored(square, first, n);
    //@ assert range: 0x1p-291 <= square <= 1;
    //@ assert place: sc_scale_place(first, n) == 2 * first + n;
    double root = sc_sqrt(square);
    //@ assert root: sc_scale_stored(root, first, n);
    scale[2 * first + n] = root;
  }
}

/*@ requires size: 2 <= d <= 4096;
    requires valid: \valid(scale + (0 .. 3 * d - 1));
    terminates \true;
    assigns scale[0 .. 3 * d - 1];
    ensures scale: sc_table(scale, 3 * d, 1);
    ensures near: sc_scales(scale, d); */
static void fill_scales(double *scale, int64_t d)
{
  clear(scale, 3 * d);
  /*@ loop invariant range: 0 <= n < d + 32 && sc_block(n);
      loop invariant scale: sc_table(scale, 3 * d, 1);
      loop invariant near: \forall integer i; 0 <= i < n && i < d && sc_block(i) ==> sc_window(scale, d, i);
      loop assigns n, scale[0 .. 3 * d - 1];
      loop variant d - n; */
  for (int64_t n = 0; n < d; n += SIDE)
    fill_scale(scale, n, d);
}

/* ---- weights */

/* Row k of `rows` rows of length d, and the places of all weights: products apart from the rest. */
/*@ ghost
  /@ requires rows: 0 <= k < rows <= 4096 && 0 <= d <= 4096;
     terminates \true;
     assigns \nothing;
     ensures inside: 0 <= k * d && k * d + d <= rows * d; @/
  void row_inside(int64_t k, int64_t rows, int64_t d) { } */
/*@ ghost
  /@ terminates \true;
     assigns \nothing;
     ensures inside: \forall integer k, first, n; 0 <= k < terms && 0 <= first <= n && n < d ==>
       0 <= sc_weight_place(d, k, first, n) < (terms + 1) * d; @/
  void weights_inside(int64_t terms, int64_t d) { } */

/* A weight over its scale, from their squares. */
/*@ requires gamma: 0 <= gamma <= 1;
    requires levels: 0 <= first <= n < first + 64 && 0 <= k && n + k <= 4095;
    requires finite: \is_finite(square) && \is_finite(scale) && scale <= 1;
    requires square: sc_square_near(square, gamma, n, k);
    requires scale: sc_square_stored(scale, first + k, n + k);
    terminates \true;
    assigns \nothing;
    ensures range: sc_between(\result, 0, 0x1p151);
    ensures near: sc_weight_stored(\result, gamma, first, n, k); */
static double ratio(double square, double scale)
/*@ ghost (double gamma, int64_t first, int64_t n, int64_t k) */
{
  //@ assert square: 0 <= square <= 1.0001;
  //@ assert scale: 0x1p-291 <= scale <= 1;
  double root = sc_sqrt(square), unscale = sc_sqrt(scale);
  //@ assert root: 0 <= root <= 1.001;
  //@ assert root_near: sc_root_near(root, gamma, n, k);
  //@ assert unscale_near: sc_scale_stored(unscale, first + k, n + k);
  //@ assert unscale: 0x1.fp-151 <= unscale <= 1;
  return sc_div_wide(root, unscale);
}

/* Weights of Kraus operator k over scales, for the window of outputs that starts at `first`. */
/*@ requires size: 2 <= d <= 4096 && 1 <= terms <= d && 0 <= k < terms && 0 <= first && first + k < d;
    requires gamma: 0 <= gamma <= 1;
    requires valid: \valid(weight + (0 .. (terms + 1) * d - 1));
    requires valid_square: \valid_read(square + (0 .. d - 1));
    requires apart: \separated(weight + (0 .. (terms + 1) * d - 1), square + (0 .. d - 1));
    requires square: sc_squares(square, gamma, d, k);
    requires weight: sc_table(weight, (terms + 1) * d, 0x1p151);
    terminates \true;
    assigns weight[k * d + 2 * first .. k * d + 2 * d - 1];
    ensures weight: sc_table(weight, (terms + 1) * d, 0x1p151);
    ensures near: sc_weight_window(weight, gamma, d, k, first); */
static void fill_weight(double *weight, const double *square, int64_t k, int64_t first, int64_t d)
/*@ ghost (double gamma, int64_t terms) */
{
  int64_t s = unit(first + k), end = least(first + 2 * SIDE, d - k);
  double scale = 1.0;
  //@ ghost row_inside(k, terms, d);
  //@ assert operator: 0 <= k * d && k * d + d <= terms * d;
  //@ assert table: (terms + 1) * d == terms * d + d && terms * d <= 16777216;
  /*@ loop invariant range: first <= n <= end;
      loop invariant scale: \is_finite(scale) && scale <= 1 &&
        sc_square_stored(scale, first + k, n > first ? n + k - 1 : first + k);
      loop invariant weight: sc_table(weight, (terms + 1) * d, 0x1p151);
      loop invariant near: \forall integer i; first <= i < n ==>
        sc_weight_stored(weight[sc_weight_place(d, k, first, i)], gamma, first, i, k);
      loop assigns n, scale, weight[k * d + 2 * first .. k * d + 2 * d - 1];
      loop variant end - n; */
  for (int64_t n = first; n < end; n++) {
    if (n > first)
      scale = next_scale(scale, n + k, s) /*@ ghost (first + k) */;
    //@ assert here: sc_square_stored(scale, first + k, n + k);
    //@ assert place: sc_weight_place(d, k, first, n) == k * d + first + n;
    weight[k * d + first + n] = ratio(square[n], scale) /*@ ghost (gamma, first, n, k) */;
  }
}

/* The same for all windows. */
/*@ requires size: 2 <= d <= 4096 && 1 <= terms <= d && 0 <= k < terms;
    requires gamma: 0 <= gamma <= 1;
    requires valid: \valid(weight + (0 .. (terms + 1) * d - 1));
    requires valid_square: \valid_read(square + (0 .. d - 1));
    requires apart: \separated(weight + (0 .. (terms + 1) * d - 1), square + (0 .. d - 1));
    requires square: sc_squares(square, gamma, d, k);
    requires weight: sc_table(weight, (terms + 1) * d, 0x1p151);
    terminates \true;
    assigns weight[k * d .. k * d + 2 * d - 1];
    ensures weight: sc_table(weight, (terms + 1) * d, 0x1p151);
    ensures near: sc_weight_row(weight, gamma, d, k); */
static void fill_row(double *weight, const double *square, int64_t k, int64_t d)
/*@ ghost (double gamma, int64_t terms) */
{
  //@ ghost row_inside(k, terms, d);
  //@ assert inside: 0 <= k * d && k * d + d <= terms * d;
  //@ assert end: k * d + 2 * d <= (terms + 1) * d;
  /*@ loop invariant range: 0 <= n < d - k + 32 && sc_block(n);
      loop invariant square: sc_squares(square, gamma, d, k);
      loop invariant weight: sc_table(weight, (terms + 1) * d, 0x1p151);
      loop invariant near: \forall integer i; 0 <= i < n && i + k < d && sc_block(i) ==>
        sc_weight_window(weight, gamma, d, k, i);
      loop assigns n, weight[k * d .. k * d + 2 * d - 1];
      loop variant d - n; */
  for (int64_t n = 0; n + k < d; n += SIDE)
    fill_weight(weight, square, k, n, d) /*@ ghost (gamma, terms) */;
}

/* Squared weights of Kraus operator k = 0: powers of rest = 1 - gamma. */
/*@ requires gamma: 0 <= gamma <= 1;
    requires rest: sc_between(rest, 0, 1) && sc_radd(rest, 1.0, -gamma);
    requires levels: 2 <= d <= 4096;
    requires valid_square: \valid(square + (0 .. d - 1));
    terminates \true;
    assigns square[0 .. d - 1];
    ensures square: sc_squares(square, gamma, d, 0); */
static void first_squares(double *square, double rest, int64_t d)
/*@ ghost (double gamma) */
{
  square[0] = 1.0;
  /*@ loop invariant range: 1 <= n <= d;
      loop invariant square: sc_squares(square, gamma, n, 0);
      loop assigns n, square[0 .. d - 1];
      loop variant d - n; */
  for (int64_t n = 1; n < d; n++) {
    //@ assert below: sc_square_near(square[n - 1], gamma, n - 1, 0) && 0 <= square[n - 1] <= 1.0001;
    double next = sc_mul(rest, square[n - 1]);
    //@ assert next: sc_square_near(next, gamma, n, 0);
    square[n] = next;
  }
}

/* Squared weights of the next Kraus operator. */
/*@ requires domain: sc_damp_domain(gamma, d);
    requires rest: sc_between(rest, 0, 1) && sc_radd(rest, 1.0, -gamma);
    requires index: 0 <= k <= 4128;
    requires valid_square: \valid(square + (0 .. d - 1));
    requires before: sc_squares(square, gamma, d, k);
    terminates \true;
    assigns square[0 .. d - 1];
    ensures square: sc_squares(square, gamma, d, k + 1); */
static void next_squares(double *square, double gamma, double rest, int64_t d)
/*@ ghost (int64_t k) */
{
  //@ assert first: sc_square_near(square[0], gamma, 0, k) && 0 <= square[0] <= 1.0001;
  double lowest = sc_mul(gamma, square[0]);
  //@ assert lowest: sc_square_near(lowest, gamma, 0, k + 1);
  square[0] = lowest;
  /*@ loop invariant range: 1 <= n <= d;
      loop invariant square: sc_squares(square, gamma, n, k + 1);
      loop invariant before: \forall integer i; n <= i < d ==>
        \is_finite(square[i]) && sc_square_near(square[i], gamma, i, k);
      loop assigns n, square[0 .. d - 1];
      loop variant d - n; */
  for (int64_t n = 1; n < d; n++) {
    //@ assert here: sc_square_near(square[n - 1], gamma, n - 1, k + 1) && 0 <= square[n - 1] <= 1.0001;
    //@ assert above: sc_square_near(square[n], gamma, n, k) && 0 <= square[n] <= 1.0001;
    double stay = sc_mul(rest, square[n - 1]), lose = sc_mul(gamma, square[n]);
    double total = sc_add(stay, lose);
    //@ assert total: sc_square_near(total, gamma, n, k + 1);
    square[n] = total;
  }
}

/* All weights, zero where there is none. */
/*@ requires domain: sc_damp_domain(gamma, d) && 1 <= terms <= d;
    requires valid_weight: \valid(weight + (0 .. (terms + 1) * d - 1));
    requires valid_square: \valid(square + (0 .. d - 1));
    requires apart: \separated(weight + (0 .. (terms + 1) * d - 1), square + (0 .. d - 1));
    terminates \true;
    assigns weight[0 .. (terms + 1) * d - 1], square[0 .. d - 1];
    ensures weight: sc_table(weight, (terms + 1) * d, 0x1p151);
    ensures near: sc_weights(weight, gamma, terms, d); */
static void fill_weights(double *weight, double *square, double gamma, int64_t terms, int64_t d)
{
  double rest = sc_sub(1.0, gamma);
  //@ assert rest: sc_between(rest, 0, 1) && sc_radd(rest, 1.0, -gamma);
  //@ assert size: 0 <= (terms + 1) * d <= 0x2000000 && (terms + 1) * d == terms * d + d;
  //@ ghost weights_inside(terms, d);
  clear(weight, (terms + 1) * d);
  first_squares(square, rest, d) /*@ ghost (gamma) */;
  /*@ loop invariant range: 0 <= k < terms + 32 && sc_block(k);
      loop invariant square: sc_squares(square, gamma, d, k);
      loop invariant weight: sc_table(weight, (terms + 1) * d, 0x1p151);
      loop invariant near: \forall integer j; 0 <= j < k && j < terms && sc_block(j) ==>
        sc_weight_row(weight, gamma, d, j);
      loop assigns k, weight[0 .. (terms + 1) * d - 1], square[0 .. d - 1];
      loop variant terms - k; */
  for (int64_t k = 0; k < terms; k += SIDE) {
    //@ ghost row_inside(k, terms, d);
    //@ assert inside: 0 <= k * d && k * d + d <= terms * d <= 16777216;
    fill_row(weight, square, k, d) /*@ ghost (gamma, terms) */;
    //@ assert old: \forall integer j; 0 <= j < k && sc_block(j) ==> sc_weight_row(weight, gamma, d, j);
    /*@ assert done: \forall integer j; 0 <= j < k + 32 && j < terms && sc_block(j) ==>
          sc_weight_row(weight, gamma, d, j); */
    /*@ loop invariant range: 0 <= i <= 32;
        loop invariant done: \forall integer j; 0 <= j < k + 32 && j < terms && sc_block(j) ==>
          sc_weight_row(weight, gamma, d, j);
        loop invariant square: sc_squares(square, gamma, d, k + i);
        loop assigns i, square[0 .. d - 1];
        loop variant SIDE - i; */
    for (int64_t i = 0; i < SIDE; i++) {
      next_squares(square, gamma, rest, d) /*@ ghost (k + i) */;
      /*@ assert same: \forall integer j, first, n; 0 <= j < terms && 0 <= first <= n && n < d ==>
            (real)weight[sc_weight_place(d, j, first, n)] ==
            \at((real)weight[sc_weight_place(d, j, first, n)], LoopCurrent); */
    }
  }
}

void sc_damp_weights(double *weight, double *scale, double *square, double gamma, int64_t terms, int64_t d)
{
  //@ assert size: 0 <= (terms + 1) * d <= 0x2000000;
  fill_scales(scale, d);
  fill_weights(weight, square, gamma, terms, d);
}
