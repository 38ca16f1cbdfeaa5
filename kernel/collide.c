#include "collide.h"
#include "round.h"
#ifdef __FRAMAC__
#include "stencil.acsl"
#endif

/* What row n contributes to the eight coefficients; `_next` belongs to level n + 1. */
typedef struct {
  double q_c, k_s, p_s, k_c, p_c_next, k_s_next, q_s_next, k_c_next;
} row_factors;

/*@ predicate factors(row_factors f) =
      sc_bounded(f.q_c, 1) && sc_bounded(f.k_s, 1) && sc_bounded(f.p_s, 1) && sc_bounded(f.k_c, 1) &&
      sc_bounded(f.p_c_next, 1) && sc_bounded(f.k_s_next, 1) && sc_bounded(f.q_s_next, 1) &&
      sc_bounded(f.k_c_next, 1);

    // of these numbers they are the rounded products
    predicate products(row_factors f, real q, real p, real kappa, real cn, real sn, real cn1, real sn1) =
      sc_products(f.q_c, f.k_s, f.p_s, f.k_c, f.p_c_next, f.k_s_next, f.q_s_next, f.k_c_next,
                  q, p, kappa, cn, sn, cn1, sn1);
    // y stands for the entry that they make of a column and seven neighbours
    predicate made(row_factors f, real y, real cm, real sm, real cm1, real sm1, real up_left, real up,
                   real left, real here, real right, real down, real down_right) =
      sc_made(y, f.q_c, f.k_s, f.p_s, f.k_c, f.p_c_next, f.k_s_next, f.q_s_next, f.k_c_next,
              cm, sm, cm1, sm1, up_left, up, left, here, right, down, down_right);
    predicate same{A, B}(double *x, integer i) = \at((real)x[i], A) == \at((real)x[i], B);
    predicate kept{A, B}(double *x, integer count) =
      \forall integer i; 0 <= i < count ==> \at((real)x[i], A) == \at((real)x[i], B);
    predicate made_inside{L}(row_factors f, real y, double *up_left, double *up, double *left, double *here,
                             double *right, double *down, double *down_right, double *c, double *s,
                             double *c_next, double *s_next, integer m) =
      made(f, y, c[m], s[m], c_next[m], s_next[m], up_left[m], up[m], left[m], here[m], right[m], down[m],
           down_right[m]);
    // at column m < n of row n, from the rows n - 1, n, n + 1
    predicate made_left{L}(row_factors f, real y, double *up, double *here, double *down,
                           double *c, double *s, integer m) =
      made(f, y, c[m], s[m], c[m + 1], s[m + 1], m > 0 ? (real)up[m - 1] : 0.0, up[m],
           m > 0 ? (real)here[m - 1] : 0.0, here[m], here[m + 1], down[m], down[m + 1]);
    // the neighbours of entry m <= n of row n: none left of column 0, by symmetry beyond the diagonal
    logic real before{L}(double *row, integer m) = m > 0 ? (real)row[m - 1] : 0.0;
    logic real above{L}(double *up, double *here, integer n, integer m) =
      m < n ? (real)up[m] : before(here, n);
    logic real beyond{L}(double *here, double *down, integer n, integer m) =
      m < n ? (real)here[m + 1] : (real)down[n];
    // and at any column m <= n
    predicate made_of_rows{L}(real y, double *up, double *here, double *down, double *c, double *s,
                              sc_qubit *qubit, integer n, integer m) =
      sc_stencil_off(y, qubit->q, qubit->p, qubit->kappa, c[n], s[n], c[n + 1], s[n + 1],
                     c[m], s[m], c[m + 1], s[m + 1],
                     before(up, m), above(up, here, n, m), before(here, m), here[m], beyond(here, down, n, m),
                     down[m], down[m + 1]);
    // and of the matrix
    predicate made_of_matrix{L}(real y, double *r, double *c, double *s, sc_qubit *qubit,
                                integer d, integer top, integer n, integer m) =
      sc_stencil_off(y, qubit->q, qubit->p, qubit->kappa, c[n], s[n], c[n + 1], s[n + 1],
                     c[m], s[m], c[m + 1], s[m + 1],
                     sc_entry(r, d, top, n - 1, m - 1), sc_entry(r, d, top, n - 1, m),
                     sc_entry(r, d, top, n, m - 1), sc_entry(r, d, top, n, m), sc_entry(r, d, top, n, m + 1),
                     sc_entry(r, d, top, n + 1, m), sc_entry(r, d, top, n + 1, m + 1));
    // row n in memory B, of the matrix in memory A; element is a trigger
    logic real element{L}(double *row, integer m) = (real)row[m];
    predicate made_row{A, B}(double *row, double *r, double *c, double *s, sc_qubit *qubit,
                             integer d, integer top, integer n) =
      \forall integer m; 0 <= m <= n ==>
        made_of_matrix{A}(element{B}(row, m), r, c, s, qubit, d, top, n, m);
*/

int sc_density_valid(int64_t d, int64_t top)
{
  return 2 <= d && d <= SC_DENSITY_LEVELS_MAX && 0 <= top && top < d;
}

/* w (a x + b y) */
/*@ requires weight: sc_bounded(w, 1);
    requires factors: sc_bounded(a, 1) && sc_bounded(b, 1);
    requires entries: sc_bounded(x, 2) && sc_bounded(y, 2);
    terminates \true;
    assigns \nothing;
    ensures bounded: sc_bounded(\result, 4.001);
    ensures error: \forall real q, g, k, h; sc_rmul(a, q, g) ==> sc_rmul(b, k, h) ==>
                   sc_pair_off(\result, w, q, g, x, k, h, y); */
static inline double plus(double w, double a, double x, double b, double y)
{
  return sc_mul(w, sc_add(sc_mul(a, x), sc_mul(b, y)));
}

/* w (a x - b y) */
/*@ requires weight: sc_bounded(w, 1);
    requires factors: sc_bounded(a, 1) && sc_bounded(b, 1);
    requires entries: sc_bounded(x, 2) && sc_bounded(y, 2);
    terminates \true;
    assigns \nothing;
    ensures bounded: sc_bounded(\result, 4.001);
    ensures error: \forall real q, g, k, h; sc_rmul(a, q, g) ==> sc_rmul(b, k, h) ==>
                   sc_pair_off(\result, w, q, g, x, k, h, -y); */
static inline double minus(double w, double a, double x, double b, double y)
{
  return sc_mul(w, sc_sub(sc_mul(a, x), sc_mul(b, y)));
}

/* One entry from its seven neighbours; up: row n - 1, down: row n + 1, left: column m - 1,
   right: column m + 1. */
/*@ requires factors: factors(f);
    requires table: sc_bounded(c, 1) && sc_bounded(s, 1) && sc_bounded(c_next, 1) && sc_bounded(s_next, 1);
    requires rows: sc_bounded(up, 2) && sc_bounded(here, 2) && sc_bounded(down, 2);
    requires diagonal: sc_bounded(up_left, 2) && sc_bounded(down_right, 2);
    requires columns: sc_bounded(left, 2) && sc_bounded(right, 2);
    terminates \true;
    assigns \nothing;
    ensures bounded: sc_bounded(\result, 16.1);
    ensures error:
      made(f, \result, c, s, c_next, s_next, up_left, up, left, here, right, down, down_right); */
static inline double entry(row_factors f, double c, double s, double c_next, double s_next, double up_left,
                           double up, double left, double here, double right, double down, double down_right)
{
  double from_here = plus(c, f.q_c, here, f.k_s, up);
  double from_left = plus(s, f.p_s, up_left, f.k_c, left);
  double to_here = minus(c_next, f.p_c_next, here, f.k_s_next, down);
  double to_right = minus(s_next, f.q_s_next, down_right, f.k_c_next, right);
  return sc_add(sc_add(sc_add(from_here, from_left), to_here), to_right);
}

/* Entries 1 .. count of a row, none of them on the border or on the diagonal. The shifted rows come as
   pointers of their own: seeing the shift, clang would carry loads from one iteration to the next and not
   vectorise. */
/*@ requires count: 0 <= count <= 4096;
    requires factors: factors(f);
    requires valid_out: \valid(out + (1 .. count));
    requires valid_up_left: \valid_read(up_left + (0 .. count - 1));
    requires valid_up: \valid_read(up + (0 .. count - 1));
    requires valid_left: \valid_read(left + (0 .. count - 1));
    requires valid_here: \valid_read(here + (0 .. count - 1));
    requires valid_right: \valid_read(right + (0 .. count - 1));
    requires valid_down: \valid_read(down + (0 .. count - 1));
    requires valid_down_right: \valid_read(down_right + (0 .. count - 1));
    requires valid_c: \valid_read(c + (0 .. count - 1));
    requires valid_s: \valid_read(s + (0 .. count - 1));
    requires valid_c_next: \valid_read(c_next + (0 .. count - 1));
    requires valid_s_next: \valid_read(s_next + (0 .. count - 1));
    requires apart_up_left: \separated(out + (1 .. count), up_left + (0 .. count - 1));
    requires apart_up: \separated(out + (1 .. count), up + (0 .. count - 1));
    requires apart_left: \separated(out + (1 .. count), left + (0 .. count - 1));
    requires apart_here: \separated(out + (1 .. count), here + (0 .. count - 1));
    requires apart_right: \separated(out + (1 .. count), right + (0 .. count - 1));
    requires apart_down: \separated(out + (1 .. count), down + (0 .. count - 1));
    requires apart_down_right: \separated(out + (1 .. count), down_right + (0 .. count - 1));
    requires apart_c: \separated(out + (1 .. count), c + (0 .. count - 1));
    requires apart_s: \separated(out + (1 .. count), s + (0 .. count - 1));
    requires apart_c_next: \separated(out + (1 .. count), c_next + (0 .. count - 1));
    requires apart_s_next: \separated(out + (1 .. count), s_next + (0 .. count - 1));
    requires c: \forall integer i; 0 <= i < count ==> sc_bounded(c[i], 1);
    requires s: \forall integer i; 0 <= i < count ==> sc_bounded(s[i], 1);
    requires c_next: \forall integer i; 0 <= i < count ==> sc_bounded(c_next[i], 1);
    requires s_next: \forall integer i; 0 <= i < count ==> sc_bounded(s_next[i], 1);
    requires up_left: \forall integer i; 0 <= i < count ==> sc_bounded(up_left[i], 2);
    requires up: \forall integer i; 0 <= i < count ==> sc_bounded(up[i], 2);
    requires left: \forall integer i; 0 <= i < count ==> sc_bounded(left[i], 2);
    requires here: \forall integer i; 0 <= i < count ==> sc_bounded(here[i], 2);
    requires right: \forall integer i; 0 <= i < count ==> sc_bounded(right[i], 2);
    requires down: \forall integer i; 0 <= i < count ==> sc_bounded(down[i], 2);
    requires down_right: \forall integer i; 0 <= i < count ==> sc_bounded(down_right[i], 2);
    terminates \true;
    assigns out[1 .. count];
    ensures bounded: \forall integer i; 1 <= i <= count ==> sc_bounded(out[i], 16.1);
    ensures error: \forall integer i; 1 <= i <= count ==>
      made(f, out[i], \at(c[i - 1], Pre), \at(s[i - 1], Pre), \at(c_next[i - 1], Pre),
           \at(s_next[i - 1], Pre), \at(up_left[i - 1], Pre), \at(up[i - 1], Pre),
           \at(left[i - 1], Pre), \at(here[i - 1], Pre), \at(right[i - 1], Pre),
           \at(down[i - 1], Pre), \at(down_right[i - 1], Pre)); */
SC_CLONES
static void inner(double *restrict out, const double *restrict up_left, const double *restrict up,
                  const double *restrict left, const double *restrict here, const double *restrict right,
                  const double *restrict down, const double *restrict down_right, const double *restrict c,
                  const double *restrict s, const double *restrict c_next, const double *restrict s_next,
                  row_factors f, int64_t count)
{
  /*@ loop invariant range: 0 <= m <= count;
      loop invariant bounded: \forall integer i; 1 <= i <= m ==> sc_bounded(out[i], 16.1);
      loop invariant error: \forall integer i; 1 <= i <= m ==>
        made_inside{Pre}(f, out[i], up_left, up, left, here, right, down, down_right,
                         c, s, c_next, s_next, i - 1);
      loop assigns m, out[1 .. count];
      loop variant count - m; */
  for (int64_t m = 0; m < count; m++) {
    //@ assert c: \let i = m; same{Pre, Here}(c, i);
    //@ assert s: \let i = m; same{Pre, Here}(s, i);
    //@ assert c_next: \let i = m; same{Pre, Here}(c_next, i);
    //@ assert s_next: \let i = m; same{Pre, Here}(s_next, i);
    //@ assert up_left: \let i = m; same{Pre, Here}(up_left, i);
    //@ assert up: \let i = m; same{Pre, Here}(up, i);
    //@ assert left: \let i = m; same{Pre, Here}(left, i);
    //@ assert here: \let i = m; same{Pre, Here}(here, i);
    //@ assert right: \let i = m; same{Pre, Here}(right, i);
    //@ assert down: \let i = m; same{Pre, Here}(down, i);
    //@ assert down_right: \let i = m; same{Pre, Here}(down_right, i);
    out[m + 1] = entry(f, c[m], s[m], c_next[m], s_next[m], up_left[m], up[m], left[m], here[m], right[m],
                       down[m], down_right[m]);
    /*@ assert new: \let i = m + 1;
          made_inside{Pre}(f, out[i], up_left, up, left, here, right, down, down_right,
                           c, s, c_next, s_next, i - 1); */
  }
}

/*@ requires valid_qubit: \valid_read(qubit);
    requires qubit: sc_is_qubit(qubit->q, qubit->p, qubit->kappa);
    requires valid_table: \valid_read(c + (0 .. 1)) && \valid_read(s + (0 .. 1));
    requires table: sc_bounded(c[0], 1) && sc_bounded(s[0], 1) && sc_bounded(c[1], 1) && sc_bounded(s[1], 1);
    terminates \true;
    assigns \nothing;
    ensures factors: factors(\result);
    ensures products: products(\result, qubit->q, qubit->p, qubit->kappa, c[0], s[0], c[1], s[1]); */
static inline row_factors factors_of(const double *c, const double *s, const sc_qubit *qubit)
{
  return (row_factors){
    .q_c = sc_mul(qubit->q, c[0]),
    .k_s = sc_mul(qubit->kappa, s[0]),
    .p_s = sc_mul(qubit->p, s[0]),
    .k_c = sc_mul(qubit->kappa, c[0]),
    .p_c_next = sc_mul(qubit->p, c[1]),
    .k_s_next = sc_mul(qubit->kappa, s[1]),
    .q_s_next = sc_mul(qubit->q, s[1]),
    .k_c_next = sc_mul(qubit->kappa, c[1]),
  };
}

/* Entries 0 .. n - 1 of row n > 0: all but the diagonal one. On the border the missing neighbours have
   coefficient zero. */
/*@ requires level: 1 <= n < 4096;
    requires factors: factors(f);
    requires valid_c: \valid_read(c + (0 .. n + 1));
    requires valid_s: \valid_read(s + (0 .. n + 1));
    requires valid_up: \valid_read(up + (0 .. n));
    requires valid_here: \valid_read(here + (0 .. n));
    requires valid_down: \valid_read(down + (0 .. n + 1));
    requires valid_out: \valid(out + (0 .. n));
    requires apart_up: \separated(out + (0 .. n), up + (0 .. n));
    requires apart_here: \separated(out + (0 .. n), here + (0 .. n));
    requires apart_down: \separated(out + (0 .. n), down + (0 .. n + 1));
    requires apart_c: \separated(out + (0 .. n), c + (0 .. n + 1));
    requires apart_s: \separated(out + (0 .. n), s + (0 .. n + 1));
    requires cosine: \forall integer i; 0 <= i <= n + 1 ==> sc_bounded(c[i], 1);
    requires sine: \forall integer i; 0 <= i <= n + 1 ==> sc_bounded(s[i], 1);
    requires up: \forall integer i; 0 <= i < n ==> sc_bounded(up[i], 2);
    requires here: \forall integer i; 0 <= i <= n ==> sc_bounded(here[i], 2);
    requires down: \forall integer i; 0 <= i <= n + 1 ==> sc_bounded(down[i], 2);
    terminates \true;
    assigns out[0 .. n - 1];
    ensures bounded: \forall integer i; 0 <= i < n ==> sc_bounded(out[i], 16.1);
    ensures error: \forall integer m; 0 <= m < n ==> made_left{Pre}(f, out[m], up, here, down, c, s, m); */
static inline void left_part(double *out, const double *up, const double *here, const double *down,
                             const double *c, const double *s, row_factors f, int64_t n)
{
  out[0] = entry(f, c[0], s[0], c[1], s[1], 0.0, up[0], 0.0, here[0], here[1], down[0], down[1]);
  //@ assert border: made_left{Pre}(f, out[0], up, here, down, c, s, 0);
  //@ assert cosine: kept{Pre, Here}(c, n + 2);
  //@ assert sine: kept{Pre, Here}(s, n + 2);
  //@ assert up: kept{Pre, Here}(up, n);
  //@ assert here: kept{Pre, Here}(here, n + 1);
  //@ assert down: kept{Pre, Here}(down, n + 2);
  //@ ghost Written: ;
  inner(out, up, up + 1, here, here + 1, here + 2, down + 1, down + 2, c + 1, s + 1, c + 2, s + 2, f, n - 1);
  //@ assert first: sc_bounded(out[0], 16.1);
  //@ assert first_error: made_left{Pre}(f, out[0], up, here, down, c, s, 0);
  /*@ assert shifted: \forall integer m; 1 <= m < n ==>
        made_left{Written}(f, out[m], up, here, down, c, s, m); */
  //@ assert inside: \forall integer m; 1 <= m < n ==> made_left{Pre}(f, out[m], up, here, down, c, s, m);
}

/* Row n of the lower triangle. Symmetry gives the neighbours beyond the diagonal. */
/*@ requires level: 0 <= n < 4096;
    requires valid_qubit: \valid_read(qubit);
    requires qubit: sc_is_qubit(qubit->q, qubit->p, qubit->kappa);
    requires valid_c: \valid_read(c + (0 .. n + 1));
    requires valid_s: \valid_read(s + (0 .. n + 1));
    requires valid_up: \valid_read(up + (0 .. n));
    requires valid_here: \valid_read(here + (0 .. n));
    requires valid_down: \valid_read(down + (0 .. n + 1));
    requires valid_out: \valid(out + (0 .. n));
    requires apart_up: \separated(out + (0 .. n), up + (0 .. n));
    requires apart_here: \separated(out + (0 .. n), here + (0 .. n));
    requires apart_down: \separated(out + (0 .. n), down + (0 .. n + 1));
    requires apart_c: \separated(out + (0 .. n), c + (0 .. n + 1));
    requires apart_s: \separated(out + (0 .. n), s + (0 .. n + 1));
    requires apart_qubit: \separated(out + (0 .. n), qubit);
    requires cosine: \forall integer i; 0 <= i <= n + 1 ==> sc_bounded(c[i], 1);
    requires sine: \forall integer i; 0 <= i <= n + 1 ==> sc_bounded(s[i], 1);
    requires up: \forall integer i; 0 <= i < n ==> sc_bounded(up[i], 2);
    requires here: \forall integer i; 0 <= i <= n ==> sc_bounded(here[i], 2);
    requires down: \forall integer i; 0 <= i <= n + 1 ==> sc_bounded(down[i], 2);
    terminates \true;
    assigns out[0 .. n];
    ensures bounded: \forall integer i; 0 <= i <= n ==> sc_bounded(out[i], 16.1);
    ensures error: \forall integer m; 0 <= m <= n ==>
      made_of_rows{Pre}(out[m], up, here, down, c, s, qubit, n, m); */
static void row(double *out, const double *up, const double *here, const double *down, const double *c,
                const double *s, const sc_qubit *qubit, int64_t n)
{
  row_factors f = factors_of(c + n, s + n, qubit);
  if (n == 0) {
    out[0] = entry(f, c[0], s[0], c[1], s[1], 0.0, 0.0, 0.0, here[0], down[0], down[0], down[1]);
    /*@ assert alone: made_of_rows{Pre}(out[0], up, here, down, c, s, qubit, n, 0); */
    /*@ assert all_one: \forall integer m; 0 <= m <= n ==>
          made_of_rows{Pre}(out[m], up, here, down, c, s, qubit, n, m); */
    return;
  }
  left_part(out, up, here, down, c, s, f, n);
  /*@ assert left: \forall integer m; 0 <= m < n ==>
        made_of_rows{Pre}(out[m], up, here, down, c, s, qubit, n, m); */
  //@ assert column: same{Pre, Here}(c, n) && same{Pre, Here}(s, n);
  //@ assert next: same{Pre, Here}(c, n + 1) && same{Pre, Here}(s, n + 1);
  //@ assert above: same{Pre, Here}(up, n - 1);
  //@ assert beside: same{Pre, Here}(here, n - 1) && same{Pre, Here}(here, n);
  //@ assert below: same{Pre, Here}(down, n) && same{Pre, Here}(down, n + 1);
  out[n] = entry(f, c[n], s[n], c[n + 1], s[n + 1], up[n - 1], here[n - 1], here[n - 1], here[n], down[n],
                 down[n], down[n + 1]);
  /*@ assert diagonal: made_of_rows{Pre}(out[n], up, here, down, c, s, qubit, n, n); */
  /*@ assert rest: \forall integer m; 0 <= m < n ==>
        made_of_rows{Pre}(out[m], up, here, down, c, s, qubit, n, m); */
  /*@ assert all: \forall integer m; 0 <= m <= n ==>
        made_of_rows{Pre}(out[m], up, here, down, c, s, qubit, n, m); */
}

/* Row n of the step, from the rows n - 1, n, n + 1 of the state that are populated. */
/*@ requires domain: sc_density_domain(d, top) && 0 <= n <= sc_next_top(d, top);
    requires valid_qubit: \valid_read(qubit);
    requires qubit: sc_is_qubit(qubit->q, qubit->p, qubit->kappa);
    requires valid_c: \valid_read(c + (0 .. d));
    requires valid_s: \valid_read(s + (0 .. d));
    requires valid_zero: \valid_read(zero + (0 .. d));
    requires valid_r: \valid_read(r + (0 .. d * d - 1));
    requires place: 0 <= n * d && n * d + d <= d * d <= 16777216;
    requires valid_out: \valid(out + (0 .. n));
    requires apart_r: \separated(out + (0 .. n), r + (0 .. d * d - 1));
    requires apart_c: \separated(out + (0 .. n), c + (0 .. d));
    requires apart_s: \separated(out + (0 .. n), s + (0 .. d));
    requires apart_zero: \separated(out + (0 .. n), zero + (0 .. d));
    requires apart_qubit: \separated(out + (0 .. n), qubit);
    requires cosine: \forall integer i; 0 <= i <= d ==> sc_bounded(c[i], 1);
    requires sine: \forall integer i; 0 <= i <= d ==> sc_bounded(s[i], 1);
    requires zero: \forall integer i; 0 <= i <= d ==> sc_bounded(zero[i], 0);
    requires state: \forall integer k; 0 <= k <= top ==> sc_row_bounded(r + sc_place(d, k, 0), k + 1);
    terminates \true;
    assigns out[0 .. n];
    ensures bounded: sc_row_within(out, n + 1, 16.1);
    ensures error: made_row{Pre, Post}(out, r, c, s, qubit, d, top, n); */
static void level(double *out, const double *r, const double *c, const double *s, const double *zero,
                  const sc_qubit *qubit, int64_t n, int64_t d, int64_t top)
{
  //@ assert up_place: sc_place(d, n - 1, 0) == (n - 1) * d && (n - 1) * d + d == n * d;
  //@ assert place: sc_place(d, n, 0) == n * d && sc_place(d, d, 0) == d * d;
  //@ assert down_place: sc_place(d, n + 1, 0) == (n + 1) * d && (n + 1) * d == n * d + d;
  //@ assert row_up: n > 0 ==> 0 <= (n - 1) * d && sc_row_bounded(r + sc_place(d, n - 1, 0), n);
  //@ assert row_here: n <= top ==> sc_row_bounded(r + sc_place(d, n, 0), n + 1);
  /*@ assert row_down: n < top ==>
        sc_row_bounded(r + sc_place(d, n + 1, 0), n + 2) && (n + 1) * d + d <= d * d; */
  //@ assert nothing: \forall integer i; 0 <= i <= d ==> sc_bounded(zero[i], 2);
  const double *up = n > 0 ? r + (n - 1) * d : zero;
  const double *here = n <= top ? r + n * d : zero;
  const double *down = n < top ? r + (n + 1) * d : zero;
  //@ assert blank: \forall integer i; 0 <= i <= d ==> zero[i] == 0.0;
  //@ assert entry: \forall integer k, m; 0 <= m <= k <= top ==> sc_entry(r, d, top, k, m) == r[k * d + m];
  //@ assert nil: \forall integer k, m; 0 <= m <= k && top < k ==> sc_entry(r, d, top, k, m) == 0.0;
  /*@ assert outside: \forall integer k;
        sc_entry(r, d, top, k, -1) == 0.0 && sc_entry(r, d, top, -1, k) == 0.0; */
  //@ assert mirror_up: sc_entry(r, d, top, n - 1, n) == sc_entry(r, d, top, n, n - 1);
  //@ assert mirror_down: sc_entry(r, d, top, n, n + 1) == sc_entry(r, d, top, n + 1, n);
  //@ assert up: n > 0 ==> \forall integer m; 0 <= m < n ==> up[m] == sc_entry(r, d, top, n - 1, m);
  /*@ assert here_stored: n <= top ==> \forall integer m; 0 <= m <= n ==>
        here[m] == sc_entry(r, d, top, n, m); */
  /*@ assert here_empty: n > top ==> \forall integer m; 0 <= m <= n ==>
        here[m] == sc_entry(r, d, top, n, m); */
  //@ assert here: \forall integer m; 0 <= m <= n ==> here[m] == sc_entry(r, d, top, n, m);
  /*@ assert down_stored: n < top ==> \forall integer m; 0 <= m <= n + 1 ==>
        down[m] == sc_entry(r, d, top, n + 1, m); */
  /*@ assert down_empty: n >= top ==> \forall integer m; 0 <= m <= n + 1 ==>
        down[m] == sc_entry(r, d, top, n + 1, m); */
  /*@ assert down: \forall integer m; 0 <= m <= n + 1 ==>
        down[m] == sc_entry(r, d, top, n + 1, m); */
  /*@ assert corner: \forall integer m; 0 <= m <= n ==>
        before(up, m) == sc_entry(r, d, top, n - 1, m - 1); */
  /*@ assert before: \forall integer m; 0 <= m <= n ==>
        before(here, m) == sc_entry(r, d, top, n, m - 1); */
  /*@ assert above_left: \forall integer m; 0 <= m < n ==>
        above(up, here, n, m) == sc_entry(r, d, top, n - 1, m); */
  //@ assert above_diagonal: above(up, here, n, n) == sc_entry(r, d, top, n - 1, n);
  /*@ assert above: \forall integer m; 0 <= m <= n ==>
        above(up, here, n, m) == sc_entry(r, d, top, n - 1, m); */
  /*@ assert beyond_left: \forall integer m; 0 <= m < n ==>
        beyond(here, down, n, m) == sc_entry(r, d, top, n, m + 1); */
  //@ assert beyond_diagonal: beyond(here, down, n, n) == sc_entry(r, d, top, n, n + 1);
  /*@ assert beyond: \forall integer m; 0 <= m <= n ==>
        beyond(here, down, n, m) == sc_entry(r, d, top, n, m + 1); */
  /*@ assert neighbours: \forall real y, integer m; 0 <= m <= n ==>
        made_of_rows(y, up, here, down, c, s, qubit, n, m) ==>
        made_of_matrix(y, r, c, s, qubit, d, top, n, m); */
  row(out, up, here, down, c, s, qubit, n);
}

/* The highest level kept, when row `last` is the last one computed. */
/*@ requires level: 1 <= last < 4096;
    requires valid_row: \valid_read(row + (0 .. last));
    requires finite: sc_row_within(row, last + 1, 16.1);
    terminates \true;
    assigns \nothing;
    ensures top: last - 1 <= \result <= last;
    ensures cut: \result < last ==> sc_row_within(row, last + 1, SC_DENSITY_CUT); */
static int64_t highest(const double *row, int64_t last)
{
  /*@ loop invariant range: 0 <= m <= last + 1;
      loop invariant cut: sc_row_within(row, m, SC_DENSITY_CUT);
      loop assigns m;
      loop variant last - m; */
  for (int64_t m = 0; m <= last; m++)
    if (sc_abs(row[m]) > SC_DENSITY_CUT) return last;
  return last - 1;
}

/* The neighbours in the matrix are those of the formula. */
/*@ ghost
  /@ requires valid_r: \valid_read(r + (0 .. d * d - 1));
     requires valid_qubit: \valid_read(qubit);
     terminates \true;
     assigns \nothing;
     ensures off: \forall real y, integer n, m; made_of_matrix(y, r, c, s, qubit, d, top, n, m) ==>
       sc_collide_off(y, sc_collided(r, c, s, qubit->q, qubit->p, qubit->kappa, d, top, n, m),
                      sc_spread(r, c, s, qubit->q, qubit->p, qubit->kappa, d, top, n, m));
   @/
  void by_formula(const double *r, const double *c, const double *s, const sc_qubit *qubit,
                  int64_t d, int64_t top)
  {
    /@ assert exact: \forall integer n, m;
         sc_collided(r, c, s, qubit->q, qubit->p, qubit->kappa, d, top, n, m) ==
         sc_stencil(qubit->q, qubit->p, qubit->kappa, c[n], s[n], c[n + 1], s[n + 1],
           c[m], s[m], c[m + 1], s[m + 1],
           sc_entry(r, d, top, n - 1, m - 1), sc_entry(r, d, top, n - 1, m), sc_entry(r, d, top, n, m - 1),
           sc_entry(r, d, top, n, m), sc_entry(r, d, top, n, m + 1), sc_entry(r, d, top, n + 1, m),
           sc_entry(r, d, top, n + 1, m + 1)); @/
    /@ assert size: \forall integer n, m;
         sc_spread(r, c, s, qubit->q, qubit->p, qubit->kappa, d, top, n, m) ==
         sc_stencil_size(qubit->q, qubit->p, qubit->kappa, c[n], s[n], c[n + 1], s[n + 1],
           c[m], s[m], c[m + 1], s[m + 1],
           sc_entry(r, d, top, n - 1, m - 1), sc_entry(r, d, top, n - 1, m), sc_entry(r, d, top, n, m - 1),
           sc_entry(r, d, top, n, m), sc_entry(r, d, top, n, m + 1), sc_entry(r, d, top, n + 1, m),
           sc_entry(r, d, top, n + 1, m + 1)); @/
    ;
  }
*/

/* Where the other rows are, and what of them and of row n is outside the lower triangle. */
/*@ ghost
  /@ requires rows: 0 <= n < d <= 4096;
     terminates \true;
     assigns \nothing;
     ensures before: \forall integer k; 0 <= k < n ==>
       0 <= sc_place(d, k, 0) && sc_place(d, k, 0) + d <= n * d;
     ensures apart: \forall integer k, m; 0 <= k < d && 0 <= m < d && (n < k || k < m) ==>
       0 <= sc_place(d, k, m) < d * d && (sc_place(d, k, m) < n * d || n * d + n < sc_place(d, k, m));
   @/
  void beside_row(int64_t n, int64_t d)
  {
    /@ assert places: \forall integer k, m; sc_place(d, k, m) == k * d + m; @/
    /@ assert after: \forall integer k; n < k < d ==> n * d + d <= k * d; @/
    /@ assert within: \forall integer k; 0 <= k < d ==> 0 <= k * d && k * d + d <= d * d; @/
    ;
  }
*/

int64_t sc_collide(double *out, const double *r, const double *c, const double *s, const double *zero,
                   const sc_qubit *qubit, int64_t d, int64_t top)
{
  //@ assert size: d * d <= 16777216;
  int64_t last = top + 1 < d ? top + 1 : d - 1;
  /*@ loop invariant range: 0 <= n <= last + 1;
      loop invariant bounded: \forall integer k; 0 <= k < n ==>
                             sc_row_within(out + sc_place(d, k, 0), k + 1, 16.1);
      loop invariant made: \forall integer k; 0 <= k < n ==>
        made_row{Here, Here}(out + sc_place(d, k, 0), r, c, s, qubit, d, top, k);
      loop invariant outside: \forall integer k, m; 0 <= k < d && 0 <= m < d && (n <= k || k < m) ==>
        (real)out[sc_place(d, k, m)] == \at((real)out[sc_place(d, k, m)], Pre);
      loop assigns n, out[0 .. d * d - 1];
      loop variant last - n; */
  for (int64_t n = 0; n <= last; n++) {
    //@ assert place: sc_place(d, n, 0) == n * d && sc_place(d, d, 0) == d * d;
    //@ assert inside: 0 <= n * d && n * d + d <= d * d;
    //@ ghost beside_row(n, d);
    level(out + n * d, r, c, s, zero, qubit, n, d, top);
    //@ assert cosine: kept{LoopCurrent, Here}(c, d + 1);
    //@ assert sine: kept{LoopCurrent, Here}(s, d + 1);
    //@ assert state: kept{LoopCurrent, Here}(r, d * d);
    /*@ assert qubit: \at((real)qubit->q, LoopCurrent) == qubit->q &&
          \at((real)qubit->p, LoopCurrent) == qubit->p &&
          \at((real)qubit->kappa, LoopCurrent) == qubit->kappa; */
    //@ assert inside_r: \forall integer k, m; 0 <= m <= k <= top ==> 0 <= k * d + m < d * d;
    /*@ assert stored: \forall integer k, m; 0 <= m <= k <= top ==>
          \at((real)r[k * d + m], LoopCurrent) == (real)r[k * d + m]; */
    /*@ assert entries: \forall integer k, m;
          sc_entry{LoopCurrent}(r, d, top, k, m) == sc_entry(r, d, top, k, m); */
    /*@ assert same: \forall real y, integer k, m; 0 <= m <= k <= last ==>
          made_of_matrix{LoopCurrent}(y, r, c, s, qubit, d, top, k, m) ==>
          made_of_matrix(y, r, c, s, qubit, d, top, k, m); */
    /*@ assert left: \forall integer e; 0 <= e < d * d && (e < n * d || n * d + n < e) ==>
          (real)out[e] == \at((real)out[e], LoopCurrent); */
    /*@ assert outside: \forall integer k, m; 0 <= k < d && 0 <= m < d && (n < k || k < m) ==>
          (real)out[sc_place(d, k, m)] == \at((real)out[sc_place(d, k, m)], LoopCurrent); */
    //@ assert row: sc_row_within(out + n * d, n + 1, 16.1);
    //@ assert new: sc_row_within(out + sc_place(d, n, 0), n + 1, 16.1);
    //@ assert old: \forall integer k; 0 <= k < n ==> sc_row_within(out + sc_place(d, k, 0), k + 1, 16.1);
    /*@ assert row_made: made_row{Here, Here}(out + n * d, r, c, s, qubit, d, top, n); */
    /*@ assert new_made: made_row{Here, Here}(out + sc_place(d, n, 0), r, c, s, qubit, d, top, n); */
    /*@ assert elements: \forall integer k, m; 0 <= m <= k < n ==>
          element{LoopCurrent}(out + sc_place(d, k, 0), m) == element(out + sc_place(d, k, 0), m); */
    /*@ assert old_made: \forall integer k; 0 <= k < n ==>
          made_row{Here, Here}(out + sc_place(d, k, 0), r, c, s, qubit, d, top, k); */
  }
  /*@ assert places: \forall integer n, m; 0 <= m <= n <= last ==>
        out[sc_place(d, n, m)] == element(out + sc_place(d, n, 0), m); */
  /*@ assert rows: \forall integer n, m; 0 <= m <= n <= last ==>
        made_of_matrix(out[sc_place(d, n, m)], r, c, s, qubit, d, top, n, m); */
  //@ ghost by_formula(r, c, s, qubit, d, top);
  /*@ assert made: \forall integer n, m; 0 <= m <= n <= last ==>
        sc_collide_off(out[sc_place(d, n, m)],
                       sc_collided(r, c, s, qubit->q, qubit->p, qubit->kappa, d, top, n, m),
                       sc_spread(r, c, s, qubit->q, qubit->p, qubit->kappa, d, top, n, m)); */
  //@ assert end: sc_place(d, last, 0) == last * d && 0 <= last * d && last * d + d <= d * d;
  return highest(out + last * d, last);
}
