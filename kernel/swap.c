/* Why sc_swap_error is a bound. WP proves that the code computes, to the last bit, sc_reduced, sc_sine and
   sc_cosine of spec/swap.acsl; proofs/coq/theories/Swap.v proves the rest, step by step as here.
   u = 2^-53; X = f |theta|.
   1. Angle. x = fl(f theta), so |x - f theta| <= u X + 2^-1074. |x| < 2^20 + 1.
   2. Quarter turns. turns = k with k + 2^20 = floor(fl(fl(x TWO_OVER_PI) + 2^20 + 1/2)), so
      |k - x TWO_OVER_PI| <= 1/2 + 1e-9 (sc_nearest_turn) and |x - k pi/2| <= pi/4 + 4.6e-9 < 0.78539817.
      |k| < 667547 < 2^20.
   3. Reduction. HALF_PI_1 and HALF_PI_2 have 33 bits, so k HALF_PI_1 and k HALF_PI_2 are exact.
      If k = 0 nothing is rounded. Otherwise 1/2 < |x|, so x and k HALF_PI_1 are multiples of 2^-53, their
      difference is below 1 and therefore exact. The next difference is below 1: off by at most u/2. HALF_PI_3
      holds the next 53 bits of pi/2, k HALF_PI_3 <= 2^-48 is rounded by at most 2^-102, what is left of pi/2
      is below 2^-122, and the last difference is below 1: off by at most u/2. So
      |r - (x - k pi/2)| <= 1.001 u (reduced_near).
   4. Kernels, on |r| <= 0.7853982: |sine(r) - sin r| <= 0.83 u and |cosine(r) - cos r| <= 1.21 u
      (approximation 0.072 u and 0.009 u, the rest rounding; sine_near, cosine_near).
   5. sin and cos have slope at most 1, and turning by k quarters is exact, so the total for f theta is at
      most (1.0001 X + 2.22) u (level_given). f = sqrt(w) (1 + a) with |a| <= u, up to 2^-1074, adds
      1.0001 X u: in all (2.0005 X + 2.3) u (level_exact); sc_swap_error is at least that (WP).
   Sine and cosine are taken at the same r, so |c^2 + s^2 - 1| <= 2 (0.83 sin r + 1.21 cos r) u + 3 u^2 <= 3 u
   (level_unit). */
#include "swap.h"
#include "round.h"

#define TWO_OVER_PI 0x1.45f306dc9c883p-1
#define HALF_PI_1 0x1.921fb544p+0
#define HALF_PI_2 0x1.0b4611a6p-34
#define HALF_PI_3 0x1.3198a2e037073p-69
#define TURN_BIAS 1048576 /* a multiple of 4 above every |k| */

/* a b, a + b, a - b, to the last bit: bounds need half a unit in the last place, not u times the result. */
/*@ requires domain: sc_bounded(a, 0x1p100) && sc_bounded(b, 0x1p100);
    terminates \true;
    assigns \nothing;
    ensures finite: \is_finite(\result);
    ensures nearest: \result == sc_times(a, b);
    ensures rounded: sc_rmul(\result, a, b);
    ensures shrink: \abs(a) <= 1 ==> \abs(\result) <= \abs(b); */
static inline double times(double a, double b)
{
  //@ assert size: \abs(sc_prod(a, b)) <= 0x1p200;
  //@ assert range: -0x1p200 <= a * b <= 0x1p200;
  double y = a * b;
  //@ assert nearest: y == sc_times(a, b);
  return y;
}

/*@ requires domain: sc_bounded(a, 0x1p100) && sc_bounded(b, 0x1p100);
    terminates \true;
    assigns \nothing;
    ensures finite: \is_finite(\result);
    ensures nearest: \result == sc_plus(a, b);
    ensures rounded: sc_radd(\result, a, b); */
static inline double plus(double a, double b) { return a + b; }

/*@ requires domain: sc_bounded(a, 0x1p100) && sc_bounded(b, 0x1p100);
    terminates \true;
    assigns \nothing;
    ensures finite: \is_finite(\result);
    ensures nearest: \result == sc_minus(a, b);
    ensures rounded: sc_radd(\result, a, -b); */
static inline double minus(double a, double b) { return a - b; }

int sc_swap_valid(double f_max, double theta)
{
  return f_max >= 0.0 && f_max <= 0x1p20 && theta >= -0x1p20 && theta <= 0x1p20
    && sc_abs(times(f_max, theta)) < 0x1p20;
}

/* The number of quarter turns nearest to x, plus TURN_BIAS. */
/*@ requires domain: sc_bounded(x, 0x1.00001p20);
    terminates \true;
    assigns \nothing;
    ensures range: 0 <= \result <= 0x200000;
    ensures nearest: sc_nearest_turn(x, \result - 1048576); */
static inline int32_t quarter_turns(double x)
{
  double turns = sc_mul(x, TWO_OVER_PI);
  return (int32_t)sc_add(turns, TURN_BIAS + 0.5);
}

/* x - k pi/2. */
/*@ requires domain: sc_bounded(x, 0x1.00001p20) && -0x100000 <= k <= 0x100000;
    requires nearest: sc_nearest_turn(x, k);
    terminates \true;
    assigns \nothing;
    ensures value: \result == sc_reduced(x, k);
    ensures range: sc_bounded(\result, 0.7853982); */
static inline double reduce(double x, int32_t k)
{
  double turns = sc_double(k);
  double first = minus(x, times(turns, HALF_PI_1));
  double second = minus(first, times(turns, HALF_PI_2));
  return minus(second, times(turns, HALF_PI_3));
}

/* sin r = r - r z (1/6 - z/120 + ...), z = r^2. */
/*@ requires domain: sc_bounded(r, 0.7853982);
    terminates \true;
    assigns \nothing;
    ensures value: \result == sc_sine(r);
    ensures range: sc_bounded(\result, 1); */
static inline double sine(double r)
{
  double z = times(r, r);
  double h = plus(0x1.ae5db47989289p-26, times(z, -0x1.5d64c97dad3edp-33));
  h = plus(-0x1.71de34756603dp-19, times(z, h));
  h = plus(0x1.a01a019ab4afcp-13, times(z, h));
  h = plus(-0x1.111111110eb1fp-7, times(z, h));
  h = plus(0x1.555555555553dp-3, times(z, h));
  return minus(r, times(r, times(z, h)));
}

/* cos r = 1 - z (1/2 - z (1/24 - z/720 + ...)), z = r^2. */
/*@ requires domain: sc_bounded(r, 0.7853982);
    terminates \true;
    assigns \nothing;
    ensures value: \result == sc_cosine(r);
    ensures range: sc_bounded(\result, 1); */
static inline double cosine(double r)
{
  double z = times(r, r);
  double g = plus(0x1.1ee9ec4814e74p-29, times(z, -0x1.8faecf64d248dp-37));
  g = plus(-0x1.27e4f80a76e20p-22, times(z, g));
  g = plus(0x1.a01a019cb26fap-16, times(z, g));
  g = plus(-0x1.6c16c16c15184p-10, times(z, g));
  g = plus(0x1.555555555554cp-5, times(z, g));
  return minus(1.0, times(z, minus(0.5, times(z, g))));
}

/* One level. */
/*@ requires valid: \valid(c) && \valid(s) && \separated(c, s);
    requires angle: sc_bounded(theta, 0x1p20);
    requires domain: sc_swap_domain(f, theta);
    terminates \true;
    assigns *c, *s;
    ensures range: sc_bounded(*c, 1) && sc_bounded(*s, 1);
    ensures unit: sc_on_circle(*c, *s);
    ensures given: sc_swap_given(*c, *s, f, theta);
    ensures exact: sc_swap_exact(*c, *s, f, theta); */
static inline void level(double *c, double *s, double f, double theta)
{
  double x = times(f, theta);
  int32_t turns = quarter_turns(x);
  double r = reduce(x, turns - TURN_BIAS);
  double sin_r = sine(r);
  double cos_r = cosine(r);
  double sin_x = (turns & 1) ? cos_r : sin_r;
  double cos_x = (turns & 1) ? sin_r : cos_r;
  double sin_f = (turns & 2) ? -sin_x : sin_x;
  double cos_f = ((turns + 1) & 2) ? -cos_x : cos_x;
  //@ assert sine: sc_bounded(sin_f, 1) && sin_f == sc_turned_sine(turns, cos_r, sin_r);
  //@ assert cosine: sc_bounded(cos_f, 1) && cos_f == sc_turned_cosine(turns, cos_r, sin_r);
  //@ assert unit: sc_on_circle(sc_turned_cosine(turns, cos_r, sin_r), sc_turned_sine(turns, cos_r, sin_r));
  /*@ assert given: sc_swap_given(sc_turned_cosine(turns, cos_r, sin_r),
                                  sc_turned_sine(turns, cos_r, sin_r), f, theta); */
  *s = sin_f;
  *c = cos_f;
}

SC_CLONES
void sc_swap(double *restrict c, double *restrict s, const double *restrict f, double theta, int64_t d)
{
  /*@ loop invariant index: 1 <= n <= d;
      loop invariant cosine: \forall integer i; 1 <= i < n ==> sc_bounded(c[i], 1);
      loop invariant sine: \forall integer i; 1 <= i < n ==> sc_bounded(s[i], 1);
      loop invariant unit: \forall integer i; 1 <= i < n ==> sc_on_circle(c[i], s[i]);
      loop invariant given: \forall integer i; 1 <= i < n ==> sc_swap_given(c[i], s[i], f[i], theta);
      loop invariant exact: \forall integer i; 1 <= i < n ==> sc_swap_exact(c[i], s[i], f[i], theta);
      loop assigns n, c[1 .. d - 1], s[1 .. d - 1];
      loop variant d - n; */
  for (int64_t n = 1; n < d; n++) level(c + n, s + n, f[n], theta);
  c[0] = c[d] = 1.0;
  s[0] = s[d] = 0.0;
  //@ assert closed: sc_on_circle(1.0, 0.0);
  //@ assert unit: \forall integer i; 0 <= i <= d ==> sc_on_circle(c[i], s[i]);
}

double sc_swap_error(double f_max, double theta)
{
  //@ assert even: sc_prod(f_max, \abs(theta)) == \abs(sc_prod(f_max, theta));
  double angle = sc_mul(f_max, sc_abs(theta));
  //@ assert angle: 0 <= angle <= 0x1.1p20;
  //@ assert angle_low: 0.9999999 * sc_prod(f_max, \abs(theta)) - sc_eta <= angle;
  double scaled = sc_mul(0x1.0021p-52, angle);
  //@ assert scaled: 0 <= scaled <= 0x1p-30;
  //@ assert scaled_low: 2.0009 * sc_u * angle - sc_eta <= scaled;
  double bound = sc_add(scaled, 0x1.4p-52);
  //@ assert bound_low: 0.9999999 * scaled + 2.4 * sc_u <= bound;
  //@ assert enough: sc_swap_gap(f_max, theta) <= bound;
  return bound;
}
