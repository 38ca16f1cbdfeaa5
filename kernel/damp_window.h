/* How damping cuts the levels: a block is SIDE levels, a window, which the tables scale together, up to
   three. */
#ifndef SC_DAMP_WINDOW_H
#define SC_DAMP_WINDOW_H
#include <stdint.h>

enum { SIDE = 32, WINDOW = 3 * SIDE };

/*@ terminates \true;
    assigns \nothing;
    ensures least: \result <= a && \result <= b && (\result == a || \result == b); */
static inline int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

/* S of the window that starts at a level: S^2 is above the window's levels, of which none is above 4095. */
/*@ requires level: 0 <= first <= 4096;
    terminates \true;
    assigns \nothing;
    ensures small: first + 96 <= 256 ==> \result == 16;
    ensures middle: 256 < first + 96 <= 1024 ==> \result == 32;
    ensures large: 1024 < first + 96 ==> \result == 64; */
static inline int64_t unit(int64_t first)
{
  return first + WINDOW <= 256 ? 16 : first + WINDOW <= 1024 ? 32 : 64;
}
#endif
