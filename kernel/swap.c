/* Why sc_swap_error is a bound. u = 2^-53; f = fl(sqrt(w)); X = sqrt(w) |theta|; all numbers are doubles unless said.
   1. Angle. f = sqrt(w) (1 + a), |a| <= u, and x = fl(f theta), so |x - sqrt(w) theta| <= (2 u + u^2) X + 2^-1075.
      |x| <= 2^20.
   2. Quarter turns. turns = k with k + 2^20 = floor(fl(fl(x TWO_OVER_PI) + 2^20 + 1/2)). The product is off by at most
      2 u (2/pi) 2^20 < 2^-32.6, the sum is below 2^21 and off by at most 2^-33, so |k - 2 x / pi| <= 1/2 + 2^-31.7 and
      |x - k pi/2| <= R = pi/4 + 4.6e-10 < 0.78539817. |k| <= 667545 < 2^20.
   3. Reduction. HALF_PI_1 and HALF_PI_2 have 33 bits, so k HALF_PI_1 and k HALF_PI_2 are exact.
      If k = 0 nothing is rounded. Otherwise 1/2 < |x|, so x and k HALF_PI_1 are multiples of 2^-53, their difference
      is below 1 and therefore exact. The next difference is below 1: off by at most u/2. HALF_PI_3 holds the next 53
      bits of pi/2, k HALF_PI_3 <= 2^-48 is rounded by less than 2^-101, what is left of pi/2 is below 2^-122, and the
      last difference is below 1: off by at most u/2. So |r - (x - k pi/2)| <= u + 2^-100 =: 1.001 u.
   4. Kernels, on |r| <= 0.7853982: |sine(r) - sin r| <= 0.83 u and |cosine(r) - cos r| <= 1.21 u (approximation
      2^-56.8 and 2^-59.9, the rest rounding).
   5. sin and cos have slope at most 1, and turning by k quarters is exact, so the total is at most
      (2 u + u^2) X + 2^-1075 + 1.001 u + 1.21 u <= (2.0001 X + 2.22) u. As X <= f_max |theta| (1 + 2 u) and each of the
      four rounded operations of sc_swap_error loses at most a factor 1 - u, (2.001 f_max |theta| + 2.5) u covers it.
   Sine and cosine are taken at the same r, so |c^2 + s^2 - 1| <= 2 (0.83 sin r + 1.21 cos r) u + 3 u^2 <= 3 u. */
#include "swap.h"
#include "round.h"

#define TWO_OVER_PI 0x1.45f306dc9c883p-1
#define HALF_PI_1 0x1.921fb544p+0
#define HALF_PI_2 0x1.0b4611a6p-34
#define HALF_PI_3 0x1.3198a2e037073p-69
#define TURN_BIAS 1048576 /* a multiple of 4 above every |k| */

int sc_swap_valid(double f_max, double theta)
{
  return f_max >= 0.0 && f_max <= 0x1p20 && theta >= -0x1p20 && theta <= 0x1p20
    && sc_abs(sc_mul(f_max, theta)) < 0x1p20;
}

/* The number of quarter turns nearest to x, plus TURN_BIAS. */
/*@ requires domain: sc_bounded(x, 0x1.00001p20);
    terminates \true;
    assigns \nothing;
    ensures range: 0 <= \result <= 0x200000;
    ensures nearest: \abs(\result - 1048576 - x * 0x1.45f306dc9c883p-1) <= 0.5001; */
static inline int32_t quarter_turns(double x)
{
  double turns = sc_mul(x, TWO_OVER_PI);
  return (int32_t)sc_add(turns, TURN_BIAS + 0.5);
}

/* x - k pi/2. */
/*@ requires domain: sc_bounded(x, 0x1.00001p20) && sc_bounded(k, 0x1p20);
    requires nearest: \abs(k - x * 0x1.45f306dc9c883p-1) <= 0.5001;
    terminates \true;
    assigns \nothing;
    ensures range: sc_bounded(\result, 0.79); */
static inline double reduce(double x, double k)
{
  double first = sc_sub(x, sc_mul(k, HALF_PI_1));
  double second = sc_sub(first, sc_mul(k, HALF_PI_2));
  return sc_sub(second, sc_mul(k, HALF_PI_3));
}

/* sin r = r - r z (1/6 - z/120 + ...), z = r^2. */
/*@ requires domain: sc_bounded(r, 0.79);
    terminates \true;
    assigns \nothing;
    ensures range: sc_bounded(\result, 1); */
static inline double sine(double r)
{
  double z = sc_mul(r, r);
  //@ assert z: 0 <= z <= 0.79;
  double h = sc_add(0x1.ae5db47989289p-26, sc_mul(z, -0x1.5d64c97dad3edp-33));
  h = sc_add(-0x1.71de34756603dp-19, sc_mul(z, h));
  h = sc_add(0x1.a01a019ab4afcp-13, sc_mul(z, h));
  h = sc_add(-0x1.111111110eb1fp-7, sc_mul(z, h));
  h = sc_add(0x1.555555555553dp-3, sc_mul(z, h));
  return sc_sub(r, sc_mul(r, sc_mul(z, h)));
}

/* cos r = 1 - z (1/2 - z (1/24 - z/720 + ...)), z = r^2. */
/*@ requires domain: sc_bounded(r, 0.79);
    terminates \true;
    assigns \nothing;
    ensures range: sc_bounded(\result, 1); */
static inline double cosine(double r)
{
  double z = sc_mul(r, r);
  //@ assert z: 0 <= z <= 0.79;
  double g = sc_add(0x1.1ee9ec4814e74p-29, sc_mul(z, -0x1.8faecf64d248dp-37));
  g = sc_add(-0x1.27e4f80a76e20p-22, sc_mul(z, g));
  g = sc_add(0x1.a01a019cb26fap-16, sc_mul(z, g));
  g = sc_add(-0x1.6c16c16c15184p-10, sc_mul(z, g));
  g = sc_add(0x1.555555555554cp-5, sc_mul(z, g));
  //@ assert g: 0 <= g <= 0.05;
  double half = sc_sub(0.5, sc_mul(z, g));
  //@ assert half: 0 <= half <= 0.5;
  return sc_sub(1.0, sc_mul(z, half));
}

SC_CLONES
void sc_swap(double *restrict c, double *restrict s, const double *restrict f, double theta, int64_t d)
{
  /*@ loop invariant index: 1 <= n <= d;
      loop invariant cosine: \forall integer i; 1 <= i < n ==> sc_bounded(c[i], 1);
      loop invariant sine: \forall integer i; 1 <= i < n ==> sc_bounded(s[i], 1);
      loop assigns n, c[1 .. d - 1], s[1 .. d - 1];
      loop variant d - n; */
  for (int64_t n = 1; n < d; n++) {
    double x = sc_mul(f[n], theta);
    int32_t k = quarter_turns(x);
    double r = reduce(x, sc_double(k - TURN_BIAS));
    double sin_r = sine(r);
    double cos_r = cosine(r);
    double sin_x = (k & 1) ? cos_r : sin_r;
    double cos_x = (k & 1) ? sin_r : cos_r;
    s[n] = (k & 2) ? -sin_x : sin_x;
    c[n] = ((k + 1) & 2) ? -cos_x : cos_x;
  }
  c[0] = c[d] = 1.0;
  s[0] = s[d] = 0.0;
}

double sc_swap_error(double f_max, double theta)
{
  //@ assert even: sc_prod(f_max, \abs(theta)) == \abs(sc_prod(f_max, theta));
  double angle = sc_mul(f_max, sc_abs(theta));
  //@ assert angle: 0 <= angle <= 0x1.1p20;
  return sc_add(sc_mul(0x1.0021p-52, angle), 0x1.4p-52);
}
