/* The steps of a run, as a caller makes them. Nothing is computed here: from the contracts of kernel/ alone,
   WP proves that the calls meet the predicates of spec/contract.acsl, which the theorems of proofs/coq on runs
   take as Why3 prints them. So nobody has to compare the headers with those theorems. */
#include "surecharge.h"
#ifdef __FRAMAC__
#include "contract.acsl"
#endif

/*@ requires ladder: sc_ladder_domain(ladder, d);
    requires angle: sc_bounded(theta, 0x1p20);
    requires reach: \forall double x; sc_between(x, 0, 0x1p20) ==> sc_swap_domain(x, theta);
    requires valid: \valid(f + (0 .. d)) && \valid(c + (0 .. d)) && \valid(s + (0 .. d));
    requires apart: \separated(f + (0 .. d), c + (0 .. d), s + (0 .. d));
    terminates \true;
    assigns f[0 .. d], c[0 .. d], s[0 .. d];
    ensures bounded: \forall integer n; 0 <= n <= d ==> sc_bounded(c[n], 1) && sc_bounded(s[n], 1);
    ensures unit: \forall integer n; 0 <= n <= d ==> sc_on_circle(c[n], s[n]);
    ensures made: sc_tables_made(c, s, f, ladder, theta, d); */
void tables(double *c, double *s, double *f, int ladder, double theta, int64_t d)
{
  sc_ladder(f, ladder, d);
  //@ assert apart: \forall integer n; 0 <= n <= d ==> \separated(f + n, c + (0 .. d), s + (0 .. d));
  //@ ghost rooted: ;
  sc_swap(c, s, f, theta, d);
  //@ assert kept: \forall integer n; 0 <= n <= d ==> f[n] == \at(f[n], rooted);
}

/*@ requires domain: sc_qubit_domain(q, coherence);
    terminates \true;
    assigns \nothing;
    ensures made: sc_qubit_made(\result.q, \result.p, \result.kappa, coherence) && \result.q == q; */
sc_qubit qubit(double q, double coherence) { return sc_qubit_make(q, coherence); }

/*@ requires state: sc_density_domain(d, top);
    requires qubit: sc_qubit_made(qubit->q, qubit->p, qubit->kappa, coherence);
    requires tables: sc_tables_made(c, s, f, ladder, theta, d);
    requires bounded: \forall integer n; 0 <= n <= d ==> sc_bounded(c[n], 1) && sc_bounded(s[n], 1);
    requires valid: \valid_read(f + (0 .. d)) && \valid_read(c + (0 .. d)) && \valid_read(s + (0 .. d)) &&
                    \valid_read(zero + (0 .. d)) && \valid_read(qubit) && \valid(out + (0 .. d * d - 1)) &&
                    \valid_read(r + (0 .. d * d - 1));
    requires apart: \separated(out + (0 .. d * d - 1), r + (0 .. d * d - 1), c + (0 .. d), s + (0 .. d),
                               zero + (0 .. d), qubit);
    requires apart_f: \separated(out + (0 .. d * d - 1), f + (0 .. d));
    requires zero: \forall integer n; 0 <= n <= d ==> sc_bounded(zero[n], 0);
    requires entries: \forall integer n; 0 <= n <= top ==> sc_row_bounded(r + sc_place(d, n, 0), n + 1);
    terminates \true;
    assigns out[0 .. d * d - 1];
    ensures made: sc_collision_made(out, r, c, s, f, qubit->q, qubit->p, qubit->kappa, coherence, ladder,
                                    theta, d, top, \result); */
int64_t collision(double *out, const double *r, const double *c, const double *s, const double *f,
                  const double *zero, const sc_qubit *qubit, int64_t d, int64_t top)
/*@ ghost (double coherence, int ladder, double theta) */
{
  /*@ assert apart: \forall integer n; 0 <= n <= d ==>
        \separated(c + n, out + (0 .. d * d - 1)) && \separated(s + n, out + (0 .. d * d - 1)) &&
        \separated(f + n, out + (0 .. d * d - 1)); */
  //@ ghost before: ;
  int64_t last = sc_collide(out, r, c, s, zero, qubit, d, top);
  /*@ assert kept: \forall integer n; 0 <= n <= d ==>
        c[n] == \at(c[n], before) && s[n] == \at(s[n], before) && f[n] == \at(f[n], before); */
  //@ assert ends: s[0] == 0 && s[d] == 0 && c[0] == 1 && c[d] == 1;
  /*@ assert ladder: \forall integer n; 0 <= n <= d ==>
        0 <= f[n] && sc_rsqrt(f[n], sc_weight(ladder, n, d)); */
  //@ assert exact: \forall integer n; 1 <= n < d ==> sc_swap_exact(c[n], s[n], f[n], theta);
  return last;
}

/* With the tables of sc_damp_weights; returns tail. */
/*@ requires domain: sc_density_domain(d, top) && sc_damp_domain(gamma, d) && 1 <= terms <= d;
    requires valid: \valid_read(weight + (0 .. (terms + 1) * d - 1)) &&
                    \valid_read(scale + (0 .. 3 * d - 1)) && \valid_read(r + (0 .. d * d - 1)) &&
                    \valid(out + (0 .. d * d - 1));
    requires apart: \separated(out + (0 .. d * d - 1), r + (0 .. d * d - 1)) &&
                    \separated(out + (0 .. d * d - 1), weight + (0 .. (terms + 1) * d - 1)) &&
                    \separated(out + (0 .. d * d - 1), scale + (0 .. 3 * d - 1));
    requires weight: sc_table(weight, (terms + 1) * d, 0x1p151) && sc_weights(weight, gamma, terms, d);
    requires scale: sc_table(scale, 3 * d, 1) && sc_scales(scale, d);
    requires entries: \forall integer n; 0 <= n <= top ==> sc_row_bounded(r + sc_place(d, n, 0), n + 1);
    terminates \true;
    assigns out[0 .. d * d - 1];
    ensures made: sc_loss_made(out, r, gamma, \result, d, top, terms); */
double loss(double *out, const double *r, const double *weight, const double *scale, double gamma,
            int64_t terms, int64_t d, int64_t top)
{
  sc_damp(out, r, weight, scale, gamma, terms, d, top);
  return sc_damp_tail(gamma, terms, d);
}

/*@ requires state: sc_triangle(r, d, top);
    terminates \true;
    assigns \nothing;
    ensures made: sc_mass_made(\result, r, d, top); */
double mass(const double *r, int64_t d, int64_t top) { return sc_observe_mass(r, d, top); }

/*@ requires state: sc_diagonal(r, d, top);
    terminates \true;
    assigns \nothing;
    ensures made: sc_energy_made(\result, r, d, top); */
double energy(const double *r, int64_t d, int64_t top) { return sc_observe_energy(r, d, top); }

/*@ requires state: sc_diagonal(r, d, top);
    terminates \true;
    assigns \nothing;
    ensures made: sc_trace_made(\result, r, d, top); */
double trace(const double *r, int64_t d, int64_t top) { return sc_observe_trace(r, d, top); }

/*@ requires state: sc_triangle(r, d, top);
    terminates \true;
    assigns \nothing;
    ensures made: sc_purity_made(\result, r, d, top); */
double purity(const double *r, int64_t d, int64_t top) { return sc_observe_purity(r, d, top); }

/*@ requires state: sc_diagonal(r, d, top);
    terminates \true;
    assigns \nothing;
    ensures made: sc_variance_made(\result, r, d, top); */
double variance(const double *r, int64_t d, int64_t top) { return sc_observe_variance(r, d, top); }

/*@ requires domain: sc_budget_domain(budget, mass);
    requires errors: sc_error_domain(swap_error) && sc_between(input_error, 0, 0x1p8);
    terminates \true;
    assigns \nothing;
    ensures made: sc_collide_paid(\result, budget, mass, swap_error, input_error); */
double collision_paid(double budget, double mass, double swap_error, double input_error)
{
  return sc_budget_collide(budget, mass, swap_error, input_error);
}

/*@ requires domain: sc_budget_domain(budget, mass);
    requires levels: 1 <= terms <= d <= 4096;
    requires errors: sc_between(tail, 0, 1) && sc_error_domain(survival_error);
    terminates \true;
    assigns \nothing;
    ensures made: sc_damp_paid(\result, budget, mass, tail, survival_error, terms, d); */
double loss_paid(double budget, double mass, double tail, double survival_error, int64_t terms, int64_t d)
{
  return sc_budget_damp(budget, mass, tail, survival_error, terms, d);
}

/*@ requires state: sc_populations(p, d);
    requires qubit: sc_is_qubit(qubit->q, qubit->p, qubit->kappa) && sc_radd(qubit->p, 1.0, -qubit->q);
    requires tables: sc_tables_made(c, s, f, ladder, theta, d);
    requires bounded: \forall integer n; 0 <= n <= d ==> sc_bounded(c[n], 1) && sc_bounded(s[n], 1);
    requires unit: \forall integer n; 0 <= n <= d ==> sc_on_circle(c[n], s[n]);
    requires valid: \valid_read(f + (0 .. d)) && \valid_read(c + (0 .. d)) && \valid_read(s + (0 .. d)) &&
                    \valid_read(qubit) && \valid(out + (0 .. d - 1));
    requires apart: \separated(out + (0 .. d - 1), p + (0 .. d - 1), c + (0 .. d), s + (0 .. d), qubit);
    requires apart_f: \separated(out + (0 .. d - 1), f + (0 .. d));
    terminates \true;
    assigns out[0 .. d - 1];
    ensures made: sc_rate_made(out, p, c, s, f, qubit->q, qubit->p, ladder, theta, d); */
void rate(double *out, const double *p, const double *c, const double *s, const double *f,
          const sc_qubit *qubit, int64_t d)
/*@ ghost (int ladder, double theta) */
{
  /*@ assert apart: \forall integer n; 0 <= n <= d ==>
        \separated(c + n, out + (0 .. d - 1)) && \separated(s + n, out + (0 .. d - 1)) &&
        \separated(f + n, out + (0 .. d - 1)); */
  //@ assert apart_p: \forall integer n; 0 <= n < d ==> \separated(p + n, out + (0 .. d - 1));
  //@ ghost before: ;
  sc_rate(out, p, c, s, qubit, d);
  /*@ assert kept: \forall integer n; 0 <= n <= d ==>
        c[n] == \at(c[n], before) && s[n] == \at(s[n], before) && f[n] == \at(f[n], before); */
  //@ assert populations: \forall integer n; 0 <= n < d ==> p[n] == \at(p[n], before);
  //@ assert ends: s[0] == 0 && s[d] == 0 && c[0] == 1 && c[d] == 1;
  /*@ assert ladder: \forall integer n; 0 <= n <= d ==>
        0 <= f[n] && sc_rsqrt(f[n], sc_weight(ladder, n, d)); */
  //@ assert exact: \forall integer n; 1 <= n < d ==> sc_swap_exact(c[n], s[n], f[n], theta);
  //@ assert numbers: qubit->q == \at(qubit->q, before) && qubit->p == \at(qubit->p, before);
  //@ assert above: \forall integer n; sc_population(p, n, d) == \at(sc_population(p, n, d), before);
  /*@ assert next: \forall integer n; 0 <= n < d ==>
        c[n + 1] == \at(c[n + 1], before) && s[n + 1] == \at(s[n + 1], before); */
  /*@ assert rated: \forall integer n; 0 <= n < d ==> sc_rated(p, c, s, qubit->q, qubit->p, n, d) ==
        \at(sc_rated(p, c, s, qubit->q, qubit->p, n, d), before); */
  //@ assert domain: \forall integer n; 0 <= n < d ==> sc_between(p[n], 0, 2);
  //@ assert qubit: sc_is_qubit(qubit->q, qubit->p, qubit->kappa) && sc_radd(qubit->p, 1.0, -qubit->q);
  //@ assert unit: \forall integer n; 0 <= n <= d ==> sc_on_circle(c[n], s[n]);
  //@ assert tables: sc_tables_made(c, s, f, ladder, theta, d);
  /*@ assert error: \forall integer n; 0 <= n < d ==>
        sc_rate_off(out[n], sc_rated(p, c, s, qubit->q, qubit->p, n, d)); */
}

/*@ requires populations: sc_populations(p, d);
    terminates \true;
    assigns \nothing;
    ensures made: sc_rate_total_made(\result, p, d); */
double rate_total(const double *p, int64_t d) { return sc_observe_rate_total(p, d); }

/*@ requires populations: sc_populations(p, d);
    terminates \true;
    assigns \nothing;
    ensures made: sc_rate_energy_made(\result, p, d); */
double rate_energy(const double *p, int64_t d) { return sc_observe_rate_energy(p, d); }

/*@ requires populations: sc_populations(p, d);
    terminates \true;
    assigns \nothing;
    ensures made: sc_rate_variance_made(\result, p, d); */
double rate_variance(const double *p, int64_t d) { return sc_observe_rate_variance(p, d); }

/*@ requires domain: sc_budget_domain(budget, total);
    requires errors: sc_error_domain(swap_error) && sc_between(input_error, 0, 0x1p8);
    terminates \true;
    assigns \nothing;
    ensures made: sc_rate_paid(\result, budget, total, swap_error, input_error); */
double rate_paid(double budget, double total, double swap_error, double input_error)
{
  return sc_budget_rate(budget, total, swap_error, input_error);
}

/*@ requires domain: sc_between(budget, 0, 1) && 2 <= d <= 1048576;
    terminates \true;
    assigns \nothing;
    ensures above: sc_trace_bar(budget, d) <= \result; */
double trace_bar(double budget, int64_t d) { return sc_budget_trace(budget, d); }

/*@ requires domain: sc_between(budget, 0, 1) && 2 <= d <= 1048576;
    terminates \true;
    assigns \nothing;
    ensures above: sc_energy_bar(budget, d) <= \result; */
double energy_bar(double budget, int64_t d) { return sc_budget_energy(budget, d); }

/*@ requires domain: sc_between(budget, 0, 1) && 2 <= d <= 1048576;
    terminates \true;
    assigns \nothing;
    ensures above: sc_purity_bar(budget, d) <= \result; */
double purity_bar(double budget, int64_t d) { return sc_budget_purity(budget, d); }

/*@ requires domain: sc_between(budget, 0, 1) && 2 <= d <= 1048576;
    terminates \true;
    assigns \nothing;
    ensures above: sc_variance_bar(budget, d) <= \result; */
double variance_bar(double budget, int64_t d) { return sc_budget_variance(budget, d); }
