/* The steps of a run, as a caller makes them. Nothing is computed here: from the contracts of kernel/ alone, WP proves that
   the calls meet the predicates of spec/contract.acsl, which the theorem kernel_energy_spec of proofs/coq takes as Why3
   prints them. So nobody has to compare the headers with that theorem. */
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
    ensures made: sc_tables_made(c, s, f, ladder, theta, d); */
void tables(double *c, double *s, double *f, int ladder, double theta, int64_t d)
{
  sc_ladder(f, ladder, d);
  sc_swap(c, s, f, theta, d);
}

/*@ requires state: sc_density_domain(d, top);
    requires qubit: sc_qubit_domain(q, coherence);
    requires ladder: 0 <= ladder <= 2;
    requires angle: sc_bounded(theta, 0x1p20);
    requires reach: \forall double x; sc_between(x, 0, 0x1p20) ==> sc_swap_domain(x, theta);
    requires valid: \valid(f + (0 .. d)) && \valid(c + (0 .. d)) && \valid(s + (0 .. d)) && \valid(qubit) &&
                    \valid(out + (0 .. d * d - 1)) && \valid_read(r + (0 .. d * d - 1)) &&
                    \valid_read(zero + (0 .. d));
    requires apart: \separated(f + (0 .. d), c + (0 .. d), s + (0 .. d), qubit, out + (0 .. d * d - 1),
                               r + (0 .. d * d - 1), zero + (0 .. d));
    requires zero: \forall integer n; 0 <= n <= d ==> sc_bounded(zero[n], 0);
    requires entries: \forall integer n; 0 <= n <= top ==> sc_row_bounded(r + sc_place(d, n, 0), n + 1);
    terminates \true;
    assigns f[0 .. d], c[0 .. d], s[0 .. d], *qubit, out[0 .. d * d - 1];
    ensures made: sc_collision_made(out, r, c, s, f, qubit->q, qubit->p, qubit->kappa, coherence, ladder, theta,
                                    d, top, \result);
    ensures given: qubit->q == q; */
int64_t collision(double *out, const double *r, double *c, double *s, double *f, const double *zero,
                  sc_qubit *qubit, double q, double coherence, int ladder, double theta, int64_t d, int64_t top)
{
  *qubit = sc_qubit_make(q, coherence);
  tables(c, s, f, ladder, theta, d);
  return sc_collide(out, r, c, s, zero, qubit, d, top);
}

/*@ requires state: sc_density_domain(d, top) && sc_damp_domain(gamma, d);
    requires count: 1 <= terms <= d;
    requires valid: \valid(weight + (0 .. (terms + 1) * d - 1)) && \valid(scale + (0 .. 3 * d - 1)) &&
                    \valid(square + (0 .. d - 1)) && \valid(out + (0 .. d * d - 1)) &&
                    \valid_read(r + (0 .. d * d - 1));
    requires apart: \separated(weight + (0 .. (terms + 1) * d - 1), scale + (0 .. 3 * d - 1),
                               square + (0 .. d - 1), out + (0 .. d * d - 1), r + (0 .. d * d - 1));
    requires entries: \forall integer n; 0 <= n <= top ==> sc_row_bounded(r + sc_place(d, n, 0), n + 1);
    terminates \true;
    assigns weight[0 .. (terms + 1) * d - 1], scale[0 .. 3 * d - 1], square[0 .. d - 1], out[0 .. d * d - 1];
    ensures made: sc_loss_made(out, r, gamma, \result, d, top, terms); */
double loss(double *out, const double *r, double *weight, double *scale, double *square, double gamma,
            int64_t terms, int64_t d, int64_t top)
{
  sc_damp_weights(weight, scale, square, gamma, terms, d);
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

/*@ requires domain: sc_between(budget, 0, 1) && 2 <= d <= 1048576;
    terminates \true;
    assigns \nothing;
    ensures made: sc_energy_bar(budget, d) <= \result; */
double bar(double budget, int64_t d) { return sc_budget_energy(budget, d); }
