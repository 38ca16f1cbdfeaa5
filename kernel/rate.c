#include "rate.h"
#include "ladder.h"
#include "round.h"

int sc_rate_valid(const double *p, int64_t d)
{
  if (d < 2 || d > SC_LEVELS_MAX) return 0;
  /*@ loop invariant index: 0 <= n <= d;
      loop invariant populations: (\forall integer i; 0 <= i < d ==> \is_finite(p[i])) ==>
        (\forall integer i; 0 <= i < n ==> sc_between(p[i], 0, 2));
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
    ensures positive: sc_between(\result, 0, 8.1);
    ensures error: sc_rate_off(\result, sc_rate_entry(q, p, c0, c1, s0, s1, below, here, above)); */
static inline double entry(double q, double p, double c0, double c1, double s0, double s1,
                           double below, double here, double above)
{
  double q_stays = sc_mul(q, sc_mul(c0, c0)), p_stays = sc_mul(p, sc_mul(c1, c1));
  //@ assert q_stays: sc_near(q_stays, sc_prod(q, sc_prod(c0, c0)), 2.0001, 3.001);
  //@ assert p_stays: sc_near(p_stays, sc_prod(p, sc_prod(c1, c1)), 2.0001, 3.001);
  double stay = sc_add(q_stays, p_stays);
  //@ assert stay: 0 <= stay <= 2.001;
  //@ assert remains: 0 <= sc_prod(stay, here) <= 4.01;
  /*@ assert near_stay:
        sc_near(stay, sc_prod(q, sc_prod(c0, c0)) + sc_prod(p, sc_prod(c1, c1)), 3.0002, 7.003); */
  double down = sc_mul(q, sc_mul(s1, s1));
  //@ assert near_down: sc_near(down, sc_prod(q, sc_prod(s1, s1)), 2.0001, 3.001);
  double up = sc_mul(p, sc_mul(s0, s0));
  //@ assert near_up: sc_near(up, sc_prod(p, sc_prod(s0, s0)), 2.0001, 3.001);
  double remains = sc_mul(stay, here);
  //@ assert bounded: 0 <= remains <= 4.02;
  /*@ assert near_remains: sc_near(remains,
        sc_prod(sc_prod(q, sc_prod(c0, c0)) + sc_prod(p, sc_prod(c1, c1)), here), 4.0003, 15.007); */
  double falls = sc_mul(down, above), rises = sc_mul(up, below);
  //@ assert near_falls: sc_near(falls, sc_prod(sc_prod(q, sc_prod(s1, s1)), above), 3.0002, 7.003);
  //@ assert near_rises: sc_near(rises, sc_prod(sc_prod(p, sc_prod(s0, s0)), below), 3.0002, 7.003);
  double without_rise = sc_add(remains, falls);
  /*@ assert near_without: sc_near(without_rise,
        sc_prod(sc_prod(q, sc_prod(c0, c0)) + sc_prod(p, sc_prod(c1, c1)), here)
        + sc_prod(sc_prod(q, sc_prod(s1, s1)), above), 5.0004, 23.011); */
  double total = sc_add(without_rise, rises);
  /*@ assert near_total: sc_near(total,
        sc_prod(sc_prod(q, sc_prod(c0, c0)) + sc_prod(p, sc_prod(c1, c1)), here)
        + sc_prod(sc_prod(q, sc_prod(s1, s1)), above) + sc_prod(sc_prod(p, sc_prod(s0, s0)), below),
        6.0005, 31.015); */
  /*@ assert exact: sc_prod(sc_prod(q, sc_prod(c0, c0)) + sc_prod(p, sc_prod(c1, c1)), here)
        + sc_prod(sc_prod(q, sc_prod(s1, s1)), above) + sc_prod(sc_prod(p, sc_prod(s0, s0)), below)
        == sc_rate_entry(q, p, c0, c1, s0, s1, below, here, above); */
  return total;
}

/* Why populations are conserved: what falls into a level from above has left the level above. */
/*@ ghost
  /@ requires levels: 2 <= d <= 1048576;
     requires qubit: sc_between(q, 0, 1) && sc_between(p, 0, 1);
     requires populations: \forall integer n; 0 <= n < d ==> sc_between(from[n], 0, 2);
     requires error: \forall integer n; 0 <= n < d ==> sc_rate_off(out[n], sc_rated(from, c, s, q, p, n, d));
     terminates \true;
     assigns \nothing;
     behavior conserving:
       assumes complement: sc_radd(p, 1.0, -q);
       assumes closed: s[0] == 0 && s[d] == 0;
       assumes unit: \forall integer n; 0 <= n <= d ==> sc_unit(c[n], s[n]);
       ensures conserved:
         \abs(sc_total(out, d) - sc_total(from, d)) <= 10.1 * (sc_u * sc_total(from, d)) + d * 0x1p-1068;
   @/
  void conserve(const double *out, const double *from, const double *c, const double *s, double q, double p,
                int64_t d)
  {
    /@ loop invariant index: 0 <= n <= d;
       loop invariant positive: 0 <= sc_total(from, n) && 0 <= sc_rated_total(from, c, s, q, p, n, d);
       loop invariant error: \abs(sc_total(out, n) - sc_rated_total(from, c, s, q, p, n, d)) <=
         6.01 * (sc_u * sc_rated_total(from, c, s, q, p, n, d)) + n * 0x1p-1068;
       for conserving: loop invariant balance:
         \abs(sc_rated_total(from, c, s, q, p, n, d) - sc_total(from, n)
              - sc_fall(q, p, s[n], sc_population(from, n - 1, d), sc_population(from, n, d)))
         <= 4.001 * (sc_u * sc_total(from, n));
       loop assigns n;
       loop variant d - n; @/
    for (int64_t n = 0; n < d; n++) {
      /@ assert from: sc_total(from, n + 1) == sc_total(from, n) + from[n]; @/
      /@ assert out: sc_total(out, n + 1) == sc_total(out, n) + out[n]; @/
      /@ assert rated: sc_rated_total(from, c, s, q, p, n + 1, d) ==
           sc_rated_total(from, c, s, q, p, n, d) + sc_rated(from, c, s, q, p, n, d); @/
      /@ assert neighbours: 0 <= sc_population(from, n - 1, d) && 0 <= sc_population(from, n + 1, d) &&
           sc_population(from, n, d) == from[n]; @/
      /@ assert positive: 0 <= sc_rated(from, c, s, q, p, n, d); @/
      /@ assert balance: sc_rated(from, c, s, q, p, n, d) == from[n]
           + sc_fall(q, p, s[n + 1], from[n], sc_population(from, n + 1, d))
           - sc_fall(q, p, s[n], sc_population(from, n - 1, d), from[n])
           + sc_prod(from[n], sc_excess(q, p, c[n], c[n + 1], s[n], s[n + 1])); @/
      /@ for conserving: assert small:
           \abs(sc_excess(q, p, c[n], c[n + 1], s[n], s[n + 1])) <= 4.001 * sc_u; @/
      /@ for conserving: assert excess:
           \abs(sc_prod(from[n], sc_excess(q, p, c[n], c[n + 1], s[n], s[n + 1])))
             <= 4.001 * (sc_u * from[n]); @/
      ;
    }
    /@ for conserving: assert closed:
         sc_fall(q, p, s[d], sc_population(from, d - 1, d), sc_population(from, d, d)) == 0; @/
    ;
  }
*/

SC_CLONES
void sc_rate(double *restrict out, const double *restrict p, const double *restrict c,
             const double *restrict s, const sc_qubit *qubit, int64_t d)
{
  double ground = qubit->q;
  double excited = qubit->p;
  out[0] = entry(ground, excited, c[0], c[1], s[0], s[1], 0.0, p[0], p[1]);
  //@ assert first: sc_rate_off(out[0], sc_rated{Pre}(p, c, s, ground, excited, 0, d));
  /*@ loop invariant index: 1 <= n <= d - 1;
      loop invariant positive: \forall integer i; 0 <= i < n ==> sc_between(out[i], 0, 8.1);
      loop invariant error: \forall integer i; 0 <= i < n ==>
        sc_rate_off(out[i], sc_rated{Pre}(p, c, s, ground, excited, i, d));
      loop invariant source: \forall integer i; 0 <= i < d ==> (real)p[i] == \at((real)p[i], Pre);
      loop invariant cosine: \forall integer i; 0 <= i <= d ==> (real)c[i] == \at((real)c[i], Pre);
      loop invariant sine: \forall integer i; 0 <= i <= d ==> (real)s[i] == \at((real)s[i], Pre);
      loop assigns n, out[1 .. d - 2];
      loop variant d - n; */
  for (int64_t n = 1; n < d - 1; n++) {
    double population = entry(ground, excited, c[n], c[n + 1], s[n], s[n + 1], p[n - 1], p[n], p[n + 1]);
    //@ assert here: sc_rate_off(population, sc_rated(p, c, s, ground, excited, n, d));
    /*@ assert exact: sc_rated(p, c, s, ground, excited, n, d) ==
                      sc_rated{Pre}(p, c, s, ground, excited, n, d); */
    out[n] = population;
  }
  double last = entry(ground, excited, c[d - 1], c[d], s[d - 1], s[d], p[d - 2], p[d - 1], 0.0);
  //@ assert last: sc_rate_off(last, sc_rated(p, c, s, ground, excited, d - 1, d));
  /*@ assert last_exact: sc_rated(p, c, s, ground, excited, d - 1, d) ==
                         sc_rated{Pre}(p, c, s, ground, excited, d - 1, d); */
  out[d - 1] = last;
  //@ assert source: \forall integer i; 0 <= i < d ==> (real)p[i] == \at((real)p[i], Pre);
  //@ assert cosine: \forall integer i; 0 <= i <= d ==> (real)c[i] == \at((real)c[i], Pre);
  //@ assert sine: \forall integer i; 0 <= i <= d ==> (real)s[i] == \at((real)s[i], Pre);
  //@ assert populations: \forall integer n; sc_population(p, n, d) == sc_population{Pre}(p, n, d);
  //@ assert rest: \forall integer i; 0 <= i < d - 1 ==> sc_between(out[i], 0, 8.1);
  //@ assert top: sc_between(out[d - 1], 0, 8.1);
  /*@ assert same: \forall integer n; 0 <= n < d ==>
        sc_rated(p, c, s, ground, excited, n, d) == sc_rated{Pre}(p, c, s, ground, excited, n, d); */
  //@ ghost conserve(out, p, c, s, ground, excited, d);
}
