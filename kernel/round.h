/* Rounded operations. Each is one C operation on doubles, round to nearest, with a contract over the reals,
   so that the rest of the kernel is proved without ever mentioning rounding. Compile with
   -ffp-contract=off. */
#ifndef SC_ROUND_H
#define SC_ROUND_H
#include <stdint.h>
#ifdef __FRAMAC__
#include "round.acsl"
/* IEEE 754 square root, correctly rounded: the one library function the kernel uses, and the one contract it
   trusts. */
/*@ requires domain: \is_finite(x) && x >= 0;
    terminates \true;
    assigns \nothing;
    ensures value: \is_finite(\result) && \result >= 0 && \result == sqrt(x); */
double sqrt(double x);
#else
#include <float.h>
#include <math.h>
_Static_assert(FLT_EVAL_METHOD == 0,
               "every operation on doubles must round to double: compile for SSE2, not for x87");
#ifdef __FAST_MATH__
#error "the proofs need IEEE arithmetic: compile without -ffast-math"
#endif
#endif

/* Hot loops are compiled twice and chosen at load time. Neither version contracts a*b+c, so both give the
   same bits. gcc only: clang 14 gives the dispatching symbol a name of its own, which other files then do not
   find. */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__) \
  && !defined(__FRAMAC__) && !defined(SC_PORTABLE) /* the tests define it to compare the two versions */
#define SC_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define SC_CLONES
#endif

/* Scratch on the stack, aligned to cache lines for the vector loops: half as fast again where it is not.
   Frama-C does not know the word. */
#ifdef __FRAMAC__
#define SC_ALIGNED
#else
#define SC_ALIGNED _Alignas(64)
#endif

/* n as a double, exactly: |n| <= 2^53. */
/*@ requires domain: -0x20000000000000 <= n <= 0x20000000000000;
    terminates \true;
    assigns \nothing;
    ensures finite: \is_finite(\result);
    ensures exact: \result == n; */
static inline double sc_double(int64_t n) { return (double)n; }

/* |a|. */
/*@ requires domain: \is_finite(a);
    terminates \true;
    assigns \nothing;
    ensures finite: \is_finite(\result);
    ensures exact: \result == \abs(a); */
static inline double sc_abs(double a) { return a > -a ? a : -a; }

/* a + b, at most 2^200 each. */
/*@ requires domain: sc_bounded(a, 0x1p200) && sc_bounded(b, 0x1p200);
    terminates \true;
    assigns \nothing;
    ensures finite: \is_finite(\result);
    ensures rounded: sc_radd(\result, a, b);
    ensures sign: 0 <= a && 0 <= b ==> 0 <= \result; */
static inline double sc_add(double a, double b) { return a + b; }

/* a - b, at most 2^200 each. */
/*@ requires domain: sc_bounded(a, 0x1p200) && sc_bounded(b, 0x1p200);
    terminates \true;
    assigns \nothing;
    ensures finite: \is_finite(\result);
    ensures rounded: sc_radd(\result, a, -b);
    ensures sign: b <= a ==> 0 <= \result;
    ensures below: 0 <= b ==> \result <= a; */
static inline double sc_sub(double a, double b)
{
  //@ assert keep_a: (real)\round_double(\NearestEven, a) == a;
  double y = a - b;
  //@ assert value: y == (real)\round_double(\NearestEven, a - b);
  return y;
}

/* a b, at most 2^100 each. A factor of at most 1 does not increase the other, rounding included. */
/*@ requires domain: sc_bounded(a, 0x1p100) && sc_bounded(b, 0x1p100);
    terminates \true;
    assigns \nothing;
    ensures finite: \is_finite(\result);
    ensures rounded: sc_rmul(\result, a, b);
    ensures sign: (0 <= a && 0 <= b) || (a <= 0 && b <= 0) ==> 0 <= \result;
    ensures shrink_a: \abs(b) <= 1 ==> \abs(\result) <= \abs(a);
    ensures shrink_b: \abs(a) <= 1 ==> \abs(\result) <= \abs(b); */
static inline double sc_mul(double a, double b)
{
  //@ ghost double minus_a = -a;
  //@ ghost double minus_b = -b;
  //@ assert range: -0x1p200 <= a * b <= 0x1p200;
  //@ assert exact_a: \abs(b) <= 1 ==> -\abs(a) <= a * b <= \abs(a);
  //@ assert exact_b: \abs(a) <= 1 ==> -\abs(b) <= a * b <= \abs(b);
  //@ assert keep_a: (real)\round_double(\NearestEven, a) == a;
  //@ assert keep_b: (real)\round_double(\NearestEven, b) == b;
  //@ assert keep_minus_a: minus_a == -a && (real)\round_double(\NearestEven, minus_a) == minus_a;
  //@ assert keep_minus_b: minus_b == -b && (real)\round_double(\NearestEven, minus_b) == minus_b;
  double y = a * b;
  //@ assert value: y == (real)\round_double(\NearestEven, a * b);
  //@ assert below_a: (a * b <= a ==> y <= a) && (a * b <= minus_a ==> y <= minus_a);
  //@ assert above_a: (a <= a * b ==> a <= y) && (minus_a <= a * b ==> minus_a <= y);
  //@ assert below_b: (a * b <= b ==> y <= b) && (a * b <= minus_b ==> y <= minus_b);
  //@ assert above_b: (b <= a * b ==> b <= y) && (minus_b <= a * b ==> minus_b <= y);
  return y;
}

/* a / b, |a| at most 2^100 and 1 <= b <= 2^100. */
/*@ requires domain: sc_bounded(a, 0x1p100) && sc_between(b, 1, 0x1p100);
    terminates \true;
    assigns \nothing;
    ensures finite: \is_finite(\result);
    ensures rounded: sc_rdiv(\result, a, b);
    ensures sign: 0 <= a ==> 0 <= \result;
    ensures shrink: \abs(\result) <= \abs(a); */
static inline double sc_div(double a, double b)
{
  //@ assert range: -0x1p100 <= a / b <= 0x1p100;
  return a / b;
}

/* The square root of a, 0 <= a <= 2^100. */
/*@ requires domain: sc_between(a, 0, 0x1p100);
    terminates \true;
    assigns \nothing;
    ensures finite: \is_finite(\result);
    ensures rounded: sc_rsqrt(\result, a);
    ensures sign: 0 <= \result;
    ensures unit: a <= 1 ==> \result <= 1; */
static inline double sc_sqrt(double a) { return sqrt(a); }

/* The same for intermediate results far outside the range of the data. */
/*@ requires domain: sc_bounded(a, 0x1p800) && sc_bounded(b, 0x1p800);
    terminates \true;
    assigns \nothing;
    ensures finite: \is_finite(\result);
    ensures rounded: sc_radd(\result, a, b); */
static inline double sc_add_wide(double a, double b) { return a + b; }

/*@ requires domain: sc_bounded(a, 0x1p400) && sc_bounded(b, 0x1p400);
    terminates \true;
    assigns \nothing;
    ensures finite: \is_finite(\result);
    ensures rounded: sc_rmul(\result, a, b);
    ensures sign: 0 <= a && 0 <= b ==> 0 <= \result; */
static inline double sc_mul_wide(double a, double b)
{
  //@ assert size: \abs(a) * \abs(b) <= 0x1p400 * 0x1p400;
  //@ assert range: -0x1p800 <= a * b <= 0x1p800;
  //@ assert sign: 0 <= a && 0 <= b ==> 0 <= a * b;
  return a * b;
}

/*@ requires domain: sc_between(a, 0, 1.001) && sc_between(b, 0x1.fp-151, 1);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 0x1p151);
    ensures rounded: sc_rdiv(\result, a, b); */
static inline double sc_div_wide(double a, double b)
{
  //@ assert size: 0 <= 1 / b <= 0x1.09p150;
  //@ assert range: 0 <= a / b <= 0x1.1p150;
  return a / b;
}
#endif
