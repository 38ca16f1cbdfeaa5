#include "semantics.h"
#include "round.h"

/* Compilers evaluate what they can at compile time, in the mode they assume: keep these operands from
   them. */
#if defined(__clang__)
#define SC_OPAQUE __attribute__((noinline, used))
#elif defined(__GNUC__) && !defined(__FRAMAC__)
#define SC_OPAQUE __attribute__((noipa))
#else
#define SC_OPAQUE
#endif

/* half: 2^-53, half an ulp of one; least: the least normal number. The four sums tell rounding to nearest,
   ties to even, from up, down, towards zero and excess precision. */
/*@ requires small: sc_bounded(one, 1) && sc_bounded(half, 1) && sc_bounded(least, 1);
    terminates \true;
    assigns \nothing;
    ensures truth: \result == 0 || \result == 1; */
SC_OPAQUE
static int rounds_to_nearest(double one, double half, double least)
{
  double next = sc_add(one, sc_mul(2.0, half));
  return sc_add(one, half) == one && sc_sub(-one, half) == -one && sc_add(one, sc_mul(1.5, half)) == next
      && sc_add(next, half) > next && sc_mul(least, 0.5) > 0.0;
}

int sc_semantics_valid(void)
{
  return rounds_to_nearest(1.0, 0x1p-53, 0x1p-1022);
}
