/* False statements. None may ever be proved: a canary that dies means an inconsistent axiom or a broken
   driver. They are contracts and not lemmas, so that none is assumed when the next one is tried. */
#include "ladder.h"
#include "rate.h"
#include "round.h"
#include "swap.h"

/*@ requires sum: sc_radd(y, a, b);
    assigns \nothing;
    ensures canary_sum_exact: y == a + b; */
void sum(double y, double a, double b) { (void)y, (void)a, (void)b; }

/*@ requires product: sc_rmul(y, a, b) && \abs(a) <= 1;
    assigns \nothing;
    ensures canary_product_small: \abs(y) <= \abs(b) / 2; */
void product(double y, double a, double b) { (void)y, (void)a, (void)b; }

/*@ requires positive: 0 <= x;
    assigns \nothing;
    ensures canary_root: \sqrt(x) <= 1; */
void root(double x) { (void)x; }

/*@ requires domain: sc_bounded(a, 1) && sc_bounded(b, 1);
    assigns \nothing;
    ensures canary_exact: \result == a * b; */
double rounded_product(double a, double b) { return sc_mul(a, b); }

/*@ requires domain: sc_bounded(a, 0x1p100) && sc_bounded(b, 0x1p100);
    assigns \nothing;
    ensures canary_false: \false; */
double all_operations(double a, double b)
{
  return sc_sub(sc_div(a, 3.0), sc_add(sc_sqrt(sc_abs(b)), sc_mul(a, b)));
}

/*@ requires valid: \valid(x + (0 .. 1));
    requires number: \is_finite(x[0]);
    assigns x[1];
    ensures canary_far: \is_finite(x[2]); */
void outside(double *x) { x[1] = x[0]; }

/*@ requires level: 0 <= n <= 1048576;
    assigns \nothing;
    ensures canary_weight: \result == n; */
int64_t last_weight(int64_t n) { return sc_ladder_weight(SC_OSCILLATOR, n, SC_LEVELS_MAX); }

/*@ requires tables: \valid(c + (0 .. 2)) && \valid(s + (0 .. 2)) && \valid_read(f + (0 .. 2));
    requires separated: \separated(c + (0 .. 2), s + (0 .. 2), f + (0 .. 2));
    requires domain: sc_swap_domain(f[1], (double)1.0);
    assigns c[0 .. 2], s[0 .. 2];
    ensures canary_sine: s[1] == 0; */
void table(double *c, double *s, const double *f) { sc_swap(c, s, f, 1.0, 2); }

/* Eight levels, c^2 + s^2 = 1 and q + p = 1 up to rounding, both ends closed. */
/*@ requires valid: \valid_read(p + (0 .. 7)) && \valid_read(c + (0 .. 8)) && \valid_read(s + (0 .. 8)) &&
                    \valid(out + (0 .. 7)) && \valid_read(qubit);
    requires separated: \separated(out + (0 .. 7), p + (0 .. 7), c + (0 .. 8), s + (0 .. 8), qubit);
    requires qubit: sc_is_qubit(qubit->q, qubit->p, qubit->kappa) && sc_radd(qubit->p, 1.0, -qubit->q);
    requires populations: \forall integer n; 0 <= n < 8 ==> sc_between(p[n], 0, 2);
    requires table: \forall integer n; 0 <= n <= 8 ==>
                    sc_bounded(c[n], 1) && sc_bounded(s[n], 1) && sc_unit(c[n], s[n]);
    requires closed: s[0] == 0 && s[8] == 0;
    assigns out[0 .. 7];
    ensures canary_rate_exact: \forall integer n; 0 <= n < 8 ==>
      out[n] == \at(sc_rated(p, c, s, qubit->q, qubit->p, n, 8), Pre);
    ensures canary_rate_half: \forall integer n; 0 <= n < 8 ==>
      \abs(out[n] - \at(sc_rated(p, c, s, qubit->q, qubit->p, n, 8), Pre)) <=
      3 * (sc_u * \at(sc_rated(p, c, s, qubit->q, qubit->p, n, 8), Pre)) + 0x1p-1068;
    ensures canary_rate_exchanged: \forall integer n; 0 <= n < 8 ==>
      sc_rate_off(out[n], \at(sc_rated(p, c, s, qubit->p, qubit->q, n, 8), Pre));
    ensures canary_rate_kept: sc_total(out, 8) == sc_total(p, 8);
    ensures canary_rate_shrinks: sc_total(out, 8) <= sc_total(p, 8); */
void populations(double *out, const double *p, const double *c, const double *s, const sc_qubit *qubit)
{
  sc_rate(out, p, c, s, qubit, 8);
}
