#include "damp.h"
#include "round.h"

/* C(N, k + 1) gamma^{k+1} from C(N, k) gamma^k; four roundings, each at most u, against a factor 1 + 8 u. */
/*@ requires tail: sc_between(tail, 0, 0x1p80);
    requires gamma: sc_between(gamma, 0, 1);
    requires index: 0 <= k < n <= 4096;
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 0x1p93); */
static double next_tail(double tail, double gamma, int64_t k, int64_t n)
{
  double ratio = sc_div(sc_double(n - k), sc_double(k + 1));
  //@ assert ratio: 0 <= ratio <= 4096;
  double kept = sc_mul(sc_mul(tail, gamma), ratio);
  //@ assert kept: 0 <= kept <= 0x1p92 * 1.001;
  return sc_mul(kept, 1.0 + 0x1p-50);
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
      loop assigns k, tail;
      loop variant terms - k; */
  for (int64_t k = 0; k < terms; k++) {
    tail = next_tail(tail, gamma, k, d - 1);
    if (tail < 0x1p-200) /* it only falls from here on; stay clear of underflow */
      return 0x1p-200;
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

/* Squared weights of the Kraus operator after the one whose squared weights are `before`. */
/*@ requires domain: sc_damp_domain(gamma, d);
    requires rest: sc_between(rest, 0, 1) && gamma + rest <= 1 + 0x1p-53;
    requires index: 0 <= k <= 4096;
    requires valid_square: \valid(square + (0 .. d - 1));
    requires valid_before: \valid_read(before + (0 .. d - 1));
    requires apart: \separated(square + (0 .. d - 1), before + (0 .. d - 1));
    requires before: sc_squares(before, d, k);
    terminates \true;
    assigns square[0 .. d - 1];
    ensures square: sc_squares(square, d, k + 1); */
static void next_squares(double *square, const double *before, double gamma, double rest, int64_t d)
/*@ ghost (int64_t k) */
{
  square[0] = sc_mul(gamma, before[0]);
  /*@ loop invariant range: 1 <= n <= d;
      loop invariant square: \forall integer i; 0 <= i < n ==> sc_between(square[i], 0, sc_grown(i + k + 1));
      loop assigns n, square[0 .. d - 1];
      loop variant d - n; */
  for (int64_t n = 1; n < d; n++) {
    //@ assert here: sc_between(square[n - 1], 0, sc_grown(n + k));
    //@ assert above: sc_between(before[n], 0, sc_grown(n + k));
    double stay = sc_mul(rest, square[n - 1]);
    double lose = sc_mul(gamma, before[n]);
    //@ assert stay: sc_prod(rest, square[n - 1]) <= sc_prod(rest, sc_grown(n + k));
    //@ assert lose: sc_prod(gamma, before[n]) <= sc_prod(gamma, sc_grown(n + k));
    /*@ assert mean: sc_prod(rest, sc_grown(n + k)) + sc_prod(gamma, sc_grown(n + k)) <= sc_grown(n + k) +
        0x1p-52; */
    //@ assert sum: stay + lose <= sc_grown(n + k) + 0x1.9p-52;
    double total = sc_add(stay, lose);
    //@ assert total: 0 <= total <= sc_grown(n + k + 1);
    square[n] = total;
  }
}

/* Squared weights of the Kraus operator k = 0: powers of rest = 1 - gamma. */
/*@ requires rest: sc_between(rest, 0, 1);
    requires levels: 2 <= d <= 4096;
    requires valid_square: \valid(square + (0 .. d - 1));
    terminates \true;
    assigns square[0 .. d - 1];
    ensures square: \forall integer i; 0 <= i < d ==> sc_between(square[i], 0, 1); */
static void first_squares(double *square, double rest, int64_t d)
{
  square[0] = 1.0;
  /*@ loop invariant range: 1 <= n <= d;
      loop invariant square: \forall integer i; 0 <= i < n ==> sc_between(square[i], 0, 1);
      loop assigns n, square[0 .. d - 1];
      loop variant d - n; */
  for (int64_t n = 1; n < d; n++)
    square[n] = sc_mul(rest, square[n - 1]);
}

/*@ requires levels: 2 <= d <= 4096;
    requires index: 0 <= k <= 4096;
    requires valid: \valid(x + (0 .. d - 1));
    requires square: sc_squares(x, d, k);
    terminates \true;
    assigns x[0 .. d - 1];
    ensures root: sc_weights(x, d); */
static void take_roots(double *x, int64_t d)
/*@ ghost (int64_t k) */
{
  /*@ loop invariant range: 0 <= n <= d;
      loop invariant root: \forall integer i; 0 <= i < n ==> sc_between(x[i], 0, 1.001);
      loop invariant square: \forall integer i; n <= i < d ==> sc_between(x[i], 0, sc_grown(i + k));
      loop assigns n, x[0 .. d - 1];
      loop variant d - n; */
  for (int64_t n = 0; n < d; n++)
    x[n] = sc_sqrt(x[n]);
}

void sc_damp_weights(double *w, double gamma, int64_t terms, int64_t d)
{
  double rest = sc_sub(1.0, gamma);
  //@ assert rest: sc_between(rest, 0, 1) && gamma + rest <= 1 + 0x1p-53;
  //@ assert size: d <= terms * d <= 16777216 && sc_place(d, 0, 0) == 0;
  first_squares(w, rest, d);
  //@ assert first: sc_squares(w + sc_place(d, 0, 0), d, 0);
  /*@ loop invariant range: 1 <= k <= terms;
      loop invariant square: \forall integer j; 0 <= j < k ==> sc_squares(w + sc_place(d, j, 0), d, j);
      loop assigns k, w[0 .. terms * d - 1];
      loop variant terms - k; */
  for (int64_t k = 1; k < terms; k++) {
    //@ assert place: sc_place(d, k, 0) == k * d && sc_place(d, k - 1, 0) == (k - 1) * d;
    //@ assert next: (k - 1) * d + d == k * d;
    //@ assert inside: 0 <= (k - 1) * d && k * d + d <= terms * d;
    /*@ assert below: \forall integer j; 0 <= j < k ==>
          0 <= sc_place(d, j, 0) && sc_place(d, j, 0) + d <= k * d; */
    //@ assert before: sc_squares(w + sc_place(d, k - 1, 0), d, k - 1);
    next_squares(w + k * d, w + (k - 1) * d, gamma, rest, d) /*@ ghost (k - 1) */;
    //@ assert row: sc_squares(w + k * d, d, k);
    /*@ assert kept: \forall integer j, n; 0 <= j < k && 0 <= n < d ==>
          (w + sc_place(d, j, 0))[n] == \at((w + sc_place(d, j, 0))[n], LoopCurrent); */
    //@ assert new: sc_squares(w + sc_place(d, k, 0), d, k);
    //@ assert old: \forall integer j; 0 <= j < k ==> sc_squares(w + sc_place(d, j, 0), d, j);
  }
  /*@ loop invariant range: 0 <= k <= terms;
      loop invariant root: \forall integer j; 0 <= j < k ==> sc_weights(w + sc_place(d, j, 0), d);
      loop invariant square: \forall integer j; k <= j < terms ==> sc_squares(w + sc_place(d, j, 0), d, j);
      loop assigns k, w[0 .. terms * d - 1];
      loop variant terms - k; */
  for (int64_t k = 0; k < terms; k++) {
    //@ assert place: sc_place(d, k, 0) == k * d && sc_place(d, terms, 0) == terms * d;
    //@ assert inside: 0 <= k * d && k * d + d <= terms * d;
    /*@ assert below: \forall integer j; 0 <= j < k ==>
          0 <= sc_place(d, j, 0) && sc_place(d, j, 0) + d <= k * d; */
    //@ assert above: \forall integer j; k < j < terms ==> k * d + d <= sc_place(d, j, 0);
    //@ assert this: sc_squares(w + sc_place(d, k, 0), d, k);
    take_roots(w + k * d, d) /*@ ghost (k) */;
    //@ assert row: sc_weights(w + k * d, d);
    //@ assert new: sc_weights(w + sc_place(d, k, 0), d);
    //@ assert old: \forall integer j; 0 <= j < k ==> sc_weights(w + sc_place(d, j, 0), d);
    //@ assert rest: \forall integer j; k < j < terms ==> sc_squares(w + sc_place(d, j, 0), d, j);
  }
}

/* w_n w_m r */
/*@ requires weights: sc_between(w_n, 0, 1.001) && sc_between(w_m, 0, 1.001);
    requires entry: sc_bounded(r, 2);
    terminates \true;
    assigns \nothing;
    ensures bounded: sc_bounded(\result, 2.01); */
static inline double term(double w_n, double w_m, double r)
{
  double weight = sc_mul(w_n, w_m);
  //@ assert weight: sc_bounded(weight, 1.004);
  return sc_mul(weight, r);
}

/* Adds Kraus operator k to row n of the result. w: the operator's weights; r: row n + k of the state. */
/*@ requires row: 0 <= n < d <= 4096 && 0 <= k <= 4096;
    requires valid_w: \valid_read(w + (0 .. n));
    requires valid_r: \valid_read(r + (0 .. n + k));
    requires apart_w: \separated(out + (0 .. n), w + (0 .. n));
    requires apart_r: \separated(out + (0 .. n), r + (0 .. n + k));
    requires weights: sc_weights(w, d);
    requires state: sc_row_bounded(r, n + k + 1);
    requires valid_out: \valid(out + (0 .. n));
    requires sum: \forall integer i; 0 <= i <= n ==> sc_bounded(out[i], 3 * k);
    terminates \true;
    assigns out[0 .. n];
    ensures sum: \forall integer i; 0 <= i <= n ==> sc_bounded(out[i], 3 * (k + 1)); */
SC_CLONES
static void add_one(double *restrict out, const double *restrict w, const double *restrict r, int64_t k,
                    int64_t n)
/*@ ghost (int64_t d) */
{
  double w_n = w[n];
  /*@ loop invariant range: 0 <= m <= n + 1;
      loop invariant done: \forall integer i; 0 <= i < m ==> sc_bounded(out[i], 3 * (k + 1));
      loop invariant rest: \forall integer i; m <= i <= n ==> sc_bounded(out[i], 3 * k);
      loop assigns m, out[0 .. n];
      loop variant n - m; */
  for (int64_t m = 0; m <= n; m++)
    out[m] = sc_add(out[m], term(w_n, w[m], r[m + k]));
}

/* Adds the Kraus operators k .. k + 3 to row n of the result; weights and rows of the state as in add_one. */
/*@ requires row: 0 <= n < d <= 4096 && 0 <= k <= 4096;
    requires valid_w_0: \valid_read(w_0 + (0 .. n));
    requires valid_r_0: \valid_read(r_0 + (0 .. n + k));
    requires apart_w_0: \separated(out + (0 .. n), w_0 + (0 .. n));
    requires apart_r_0: \separated(out + (0 .. n), r_0 + (0 .. n + k));
    requires weights_0: sc_weights(w_0, d);
    requires state_0: sc_row_bounded(r_0, n + k + 1);
    requires valid_w_1: \valid_read(w_1 + (0 .. n));
    requires valid_r_1: \valid_read(r_1 + (0 .. n + k + 1));
    requires apart_w_1: \separated(out + (0 .. n), w_1 + (0 .. n));
    requires apart_r_1: \separated(out + (0 .. n), r_1 + (0 .. n + k + 1));
    requires weights_1: sc_weights(w_1, d);
    requires state_1: sc_row_bounded(r_1, n + k + 1 + 1);
    requires valid_w_2: \valid_read(w_2 + (0 .. n));
    requires valid_r_2: \valid_read(r_2 + (0 .. n + k + 2));
    requires apart_w_2: \separated(out + (0 .. n), w_2 + (0 .. n));
    requires apart_r_2: \separated(out + (0 .. n), r_2 + (0 .. n + k + 2));
    requires weights_2: sc_weights(w_2, d);
    requires state_2: sc_row_bounded(r_2, n + k + 2 + 1);
    requires valid_w_3: \valid_read(w_3 + (0 .. n));
    requires valid_r_3: \valid_read(r_3 + (0 .. n + k + 3));
    requires apart_w_3: \separated(out + (0 .. n), w_3 + (0 .. n));
    requires apart_r_3: \separated(out + (0 .. n), r_3 + (0 .. n + k + 3));
    requires weights_3: sc_weights(w_3, d);
    requires state_3: sc_row_bounded(r_3, n + k + 3 + 1);
    requires valid_out: \valid(out + (0 .. n));
    requires sum: \forall integer i; 0 <= i <= n ==> sc_bounded(out[i], 3 * k);
    terminates \true;
    assigns out[0 .. n];
    ensures sum: \forall integer i; 0 <= i <= n ==> sc_bounded(out[i], 3 * (k + 4)); */
SC_CLONES
static void add_four(double *restrict out, const double *restrict w_0, const double *restrict w_1,
                     const double *restrict w_2, const double *restrict w_3, const double *restrict r_0,
                     const double *restrict r_1, const double *restrict r_2, const double *restrict r_3,
                     int64_t k, int64_t n)
/*@ ghost (int64_t d) */
{
  double a_0 = w_0[n], a_1 = w_1[n], a_2 = w_2[n], a_3 = w_3[n];
  /*@ loop invariant range: 0 <= m <= n + 1;
      loop invariant done: \forall integer i; 0 <= i < m ==> sc_bounded(out[i], 3 * (k + 4));
      loop invariant rest: \forall integer i; m <= i <= n ==> sc_bounded(out[i], 3 * k);
      loop assigns m, out[0 .. n];
      loop variant n - m; */
  for (int64_t m = 0; m <= n; m++) {
    double low = sc_add(term(a_0, w_0[m], r_0[m + k]), term(a_1, w_1[m], r_1[m + k + 1]));
    double high = sc_add(term(a_2, w_2[m], r_2[m + k + 2]), term(a_3, w_3[m], r_3[m + k + 3]));
    //@ assert pairs: sc_bounded(low, 4.03) && sc_bounded(high, 4.03);
    double four = sc_add(low, high);
    //@ assert four: sc_bounded(four, 8.1);
    out[m] = sc_add(out[m], four);
  }
}

/*@ requires row: 0 <= n <= 4096;
    requires valid_out: \valid(out + (0 .. n));
    terminates \true;
    assigns out[0 .. n];
    ensures zero: \forall integer i; 0 <= i <= n ==> sc_bounded(out[i], 0); */
static void clear(double *out, int64_t n)
{
  /*@ loop invariant range: 0 <= m <= n + 1;
      loop invariant zero: \forall integer i; 0 <= i < m ==> sc_bounded(out[i], 0);
      loop assigns m, out[0 .. n];
      loop variant n - m; */
  for (int64_t m = 0; m <= n; m++)
    out[m] = 0.0;
}

/* The rows that operator k reads. */
/*@ ghost
  /@ requires domain: sc_density_domain(d, top) && 0 <= k < terms <= d && 0 <= n && n + k <= top;
     requires weights: \forall integer j; 0 <= j < terms ==> sc_weights(w + sc_place(d, j, 0), d);
     requires state: \forall integer j; 0 <= j <= top ==> sc_row_bounded(r + sc_place(d, j, 0), j + 1);
     terminates \true;
     assigns \nothing;
     ensures operator: 0 <= k * d && k * d + d <= terms * d;
     ensures weights: sc_weights(w + k * d, d);
     ensures place: 0 <= (n + k) * d && (n + k) * d + d <= d * d;
     ensures state: sc_row_bounded(r + (n + k) * d, n + k + 1); @/
  void rows_read(const double *w, const double *r, int64_t k, int64_t n, int64_t terms, int64_t d,
                 int64_t top)
  {
    /@ assert place_w: sc_place(d, k, 0) == k * d && sc_place(d, terms, 0) == terms * d; @/
    /@ assert row_w: sc_weights(w + sc_place(d, k, 0), d); @/
    /@ assert place_r: sc_place(d, n + k, 0) == (n + k) * d; @/
    /@ assert row_r: sc_row_bounded(r + sc_place(d, n + k, 0), n + k + 1); @/
  }
*/

/* Row n of the result: the Kraus operators k < kept, n + kept - 1 <= top. */
/*@ requires domain: sc_density_domain(d, top) && 0 <= n && 1 <= kept <= terms <= d && n + kept - 1 <= top;
    requires size: d * d <= 16777216 && terms * d <= d * d;
    requires valid_w: \valid_read(w + (0 .. terms * d - 1));
    requires valid_r: \valid_read(r + (0 .. d * d - 1));
    requires valid_out: \valid(out + (0 .. n));
    requires apart_w: \separated(out + (0 .. n), w + (0 .. terms * d - 1));
    requires apart_r: \separated(out + (0 .. n), r + (0 .. d * d - 1));
    requires weights: \forall integer j; 0 <= j < terms ==> sc_weights(w + sc_place(d, j, 0), d);
    requires state: \forall integer k; 0 <= k <= top ==> sc_row_bounded(r + sc_place(d, k, 0), k + 1);
    terminates \true;
    assigns out[0 .. n];
    ensures sum: \forall integer i; 0 <= i <= n ==> sc_bounded(out[i], 3 * kept); */
static void damp_row(double *out, const double *r, const double *w, int64_t kept, int64_t n, int64_t d)
/*@ ghost (int64_t terms, int64_t top) */
{
  //@ assert end: sc_place(d, terms, 0) == terms * d;
  /*@ assert inside: \forall integer j; 0 <= j < terms ==>
        0 <= sc_place(d, j, 0) && sc_place(d, j, 0) + d <= terms * d; */
  int64_t k = 0;
  clear(out, n);
  /*@ loop invariant range: 0 <= k <= kept;
      loop invariant weights: \forall integer j; 0 <= j < terms ==> sc_weights(w + sc_place(d, j, 0), d);
      loop invariant sum: \forall integer i; 0 <= i <= n ==> sc_bounded(out[i], 3 * k);
      loop assigns k, out[0 .. n];
      loop variant kept - k; */
  for (; k + 4 <= kept; k += 4) {
    //@ ghost rows_read(w, r, k, n, terms, d, top);
    //@ ghost rows_read(w, r, k + 1, n, terms, d, top);
    //@ ghost rows_read(w, r, k + 2, n, terms, d, top);
    //@ ghost rows_read(w, r, k + 3, n, terms, d, top);
    const double *w_k = w + k * d, *r_k = r + (n + k) * d;
    add_four(out, w_k, w_k + d, w_k + 2 * d, w_k + 3 * d, r_k, r_k + d, r_k + 2 * d, r_k + 3 * d, k, n)
      /*@ ghost (d) */;
  }
  /*@ loop invariant range: 0 <= k <= kept;
      loop invariant weights: \forall integer j; 0 <= j < terms ==> sc_weights(w + sc_place(d, j, 0), d);
      loop invariant sum: \forall integer i; 0 <= i <= n ==> sc_bounded(out[i], 3 * k);
      loop assigns k, out[0 .. n];
      loop variant kept - k; */
  for (; k < kept; k++) {
    //@ ghost rows_read(w, r, k, n, terms, d, top);
    add_one(out, w + k * d, r + (n + k) * d, k, n) /*@ ghost (d) */;
  }
}

/* Row n of the result, as many of the Kraus operators as reach a populated level. */
/*@ requires domain: sc_density_domain(d, top) && 0 <= n <= top && 1 <= terms <= d;
    requires size: d * d <= 16777216 && terms * d <= d * d;
    requires valid_w: \valid_read(w + (0 .. terms * d - 1));
    requires valid_r: \valid_read(r + (0 .. d * d - 1));
    requires valid_out: \valid(out + (0 .. n));
    requires apart_w: \separated(out + (0 .. n), w + (0 .. terms * d - 1));
    requires apart_r: \separated(out + (0 .. n), r + (0 .. d * d - 1));
    requires weights: \forall integer j; 0 <= j < terms ==> sc_weights(w + sc_place(d, j, 0), d);
    requires state: \forall integer k; 0 <= k <= top ==> sc_row_bounded(r + sc_place(d, k, 0), k + 1);
    terminates \true;
    assigns out[0 .. n];
    ensures bounded: sc_row_within(out, n + 1, 3 * terms); */
static void level(double *out, const double *r, const double *w, int64_t terms, int64_t n, int64_t d,
                  int64_t top)
{
  int64_t kept = terms <= top - n ? terms : top - n + 1;
  damp_row(out, r, w, kept, n, d) /*@ ghost (terms, top) */;
}

void sc_damp(double *out, const double *r, const double *w, int64_t terms, int64_t d, int64_t top)
{
  //@ assert size: d * d <= 16777216 && terms * d <= d * d;
  /*@ loop invariant range: 0 <= n <= top + 1;
      loop invariant bounded: \forall integer k; 0 <= k < n ==>
                             sc_row_within(out + sc_place(d, k, 0), k + 1, 3 * terms);
      loop invariant weights: \forall integer k; 0 <= k < terms ==> sc_weights(w + sc_place(d, k, 0), d);
      loop assigns n, out[0 .. d * d - 1];
      loop variant top - n; */
  for (int64_t n = 0; n <= top; n++) {
    //@ assert place: sc_place(d, n, 0) == n * d && sc_place(d, d, 0) == d * d;
    //@ assert inside: 0 <= n * d && n * d + d <= d * d;
    /*@ assert before: \forall integer k; 0 <= k < n ==>
          0 <= sc_place(d, k, 0) && sc_place(d, k, 0) + d <= n * d; */
    level(out + n * d, r, w, terms, n, d, top);
    //@ assert row: sc_row_within(out + n * d, n + 1, 3 * terms);
    //@ assert new: sc_row_within(out + sc_place(d, n, 0), n + 1, 3 * terms);
    /*@ assert old: \forall integer k; 0 <= k < n ==>
          sc_row_within(out + sc_place(d, k, 0), k + 1, 3 * terms); */
  }
}
