#include "rate.h"
#include "ladder.h"
#include "round.h"

int sc_rate_valid(const double *p, int64_t d)
{
  if (d < 2 || d > SC_LEVELS_MAX) return 0;
  /*@ loop invariant index: 0 <= n <= d;
      loop assigns n;
      loop variant d - n; */
  for (int64_t n = 0; n < d; n++)
    if (!(p[n] >= 0.0 && p[n] <= 2.0)) return 0;
  return 1;
}

/* Level n, from the levels below, here and above: c0, s0 of this level, c1, s1 of the next. */
/*@ requires qubit: sc_between(q, 0, 1) && sc_between(p, 0, 1);
    requires table: sc_bounded(c0, 1) && sc_bounded(c1, 1) && sc_bounded(s0, 1) && sc_bounded(s1, 1);
    requires populations: sc_between(below, 0, 2) && sc_between(here, 0, 2) && sc_between(above, 0, 2);
    terminates \true;
    assigns \nothing;
    ensures positive: sc_between(\result, 0, 8.1); */
static inline double entry(double q, double p, double c0, double c1, double s0, double s1,
                           double below, double here, double above)
{
  double stay = sc_add(sc_mul(q, sc_mul(c0, c0)), sc_mul(p, sc_mul(c1, c1)));
  //@ assert stay: 0 <= stay <= 2.001;
  //@ assert remains: 0 <= sc_prod(stay, here) <= 4.01;
  double down = sc_mul(q, sc_mul(s1, s1));
  double up = sc_mul(p, sc_mul(s0, s0));
  double remains = sc_mul(stay, here);
  //@ assert bounded: 0 <= remains <= 4.02;
  return sc_add(sc_add(remains, sc_mul(down, above)), sc_mul(up, below));
}

SC_CLONES
void sc_rate(double *restrict out, const double *restrict p, const double *restrict c, const double *restrict s,
             const sc_qubit *qubit, int64_t d)
{
  double ground = qubit->q;
  double excited = qubit->p;
  out[0] = entry(ground, excited, c[0], c[1], s[0], s[1], 0.0, p[0], p[1]);
  /*@ loop invariant index: 1 <= n <= d - 1;
      loop invariant positive: \forall integer i; 0 <= i < n ==> sc_between(out[i], 0, 8.1);
      loop assigns n, out[1 .. d - 2];
      loop variant d - n; */
  for (int64_t n = 1; n < d - 1; n++)
    out[n] = entry(ground, excited, c[n], c[n + 1], s[n], s[n + 1], p[n - 1], p[n], p[n + 1]);
  out[d - 1] = entry(ground, excited, c[d - 1], c[d], s[d - 1], s[d], p[d - 2], p[d - 1], 0.0);
}
