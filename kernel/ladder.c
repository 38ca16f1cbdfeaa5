#include "ladder.h"
#include "round.h"

int sc_ladder_valid(int ladder, int64_t d)
{
  return ladder >= SC_OSCILLATOR && ladder <= SC_UNIFORM && d >= 2 && d <= SC_LEVELS_MAX;
}

int64_t sc_ladder_weight(int ladder, int64_t n, int64_t d)
{
  if (n == 0 || n == d) return 0;
  if (ladder == SC_OSCILLATOR) return n;
  //@ assert square: d * d <= 0x10000000000 && 0 <= (2 * n - d) * (2 * n - d);
  //@ assert mean: 4 * (n * (d - n)) == d * d - (2 * n - d) * (2 * n - d);
  //@ assert positive: 0 <= n * (d - n);
  //@ assert spin_range: 0 <= n * (d - n) <= 0x4000000000;
  if (ladder == SC_SPIN) return n * (d - n);
  return 1;
}

void sc_ladder(double *f, int ladder, int64_t d)
{
  /*@ loop invariant index: 0 <= n <= d + 1;
      loop invariant bounded: \forall integer i; 0 <= i < n ==> \is_finite(f[i]) && 0 <= f[i] <= 0x1p20;
      loop invariant error: \forall integer i; 0 <= i < n ==> sc_rsqrt(f[i], sc_weight(ladder, i, d));
      loop assigns n, f[0 .. d];
      loop variant d + 1 - n; */
  for (int64_t n = 0; n <= d; n++) {
    double weight = sc_double(sc_ladder_weight(ladder, n, d));
    //@ assert square: sc_prod(0x1p19, 0x1p19) == 0x1p38;
    //@ assert root: 0 <= \sqrt(weight) <= 0x1p19;
    f[n] = sc_sqrt(weight);
    //@ assert bounded: f[n] <= 0x1.1p19;
  }
}
