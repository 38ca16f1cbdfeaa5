#include "budget.h"
#include "observe.h"
#include "round.h"

/* A bound on whatever one rounded operation on non-negative numbers should have given when it gave x. */
/*@ requires x: sc_between(x, 0, 0x1p81);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 0x1p82);
    ensures above: \result >= x + 4 * (sc_u * x) + 0x1p-1010;
    ensures size: \result <= 1.0001 * x + 0x1p-900; */
static double raise(double x)
{
  return sc_add(sc_mul(x, 1.0 + 0x1p-50), 0x1p-1000);
}

/* a + b and a b, rounded up. */
/*@ requires domain: sc_between(a, 0, 0x1p60) && sc_between(b, 0, 0x1p60);
    terminates \true;
    assigns \nothing;
    ensures finite: \is_finite(\result);
    ensures size: \result <= (a + b) * 1.001 + 0x1p-100;
    ensures above: \result >= a + b;
    ensures margin: \result >= a + b + 2 * (sc_u * (a + b)) + 0x1p-1020; */
static double add_up(double a, double b) { return raise(sc_add(a, b)); }

/*@ requires domain: sc_between(a, 0, 0x1p40) && sc_between(b, 0, 0x1p40);
    terminates \true;
    assigns \nothing;
    ensures finite: \is_finite(\result) && 0 <= \result;
    ensures size: \result <= sc_prod(a, b) * 1.001 + 0x1p-100;
    ensures above: \result >= sc_prod(a, b);
    ensures margin: \result >= sc_prod(a, b) + 0x1p-1020; */
static double mul_up(double a, double b)
{
  //@ assert size: 0 <= sc_prod(a, b) <= sc_prod(0x1p40, 0x1p40) == 0x1p80;
  return raise(sc_mul(a, b));
}

int sc_budget_valid(double budget, double mass)
{
  return budget >= 0.0 && budget <= 0x1p20 && mass >= 0.0 && mass <= 0x1p30;
}

int sc_budget_error_valid(double error) { return error >= 0.0 && error <= 0x1p-4; }

double sc_budget_qubit(const sc_qubit *qubit, double q_error, double c_error)
{
  double x = sc_sqrt(sc_mul(qubit->q, qubit->p));
  double root = sc_sqrt(q_error);
  double kappa_error = root;
  //@ assert root: sc_roots_within(qubit->q, q_error, root);
  /* x is too large by at most 3 u; a q_error below x^2 is the common case */
  if (x >= 0x1p-19) {
    double slope = sc_mul(sc_div(q_error, sc_mul(x, 0x1p20)), 0x1p20);
    //@ assert slope: sc_radd(qubit->p, 1.0, -qubit->q) ==> sc_roots_within(qubit->q, q_error, slope);
    if (slope < root)
      kappa_error = slope;
  }
  //@ assert roots: sc_radd(qubit->p, 1.0, -qubit->q) ==> sc_roots_within(qubit->q, q_error, kappa_error);
  double given = add_up(sc_mul(2.0, q_error), c_error);
  //@ assert given: 2 * q_error + c_error <= given;
  double twice = sc_mul(2.0, kappa_error);
  //@ assert factor: sc_prod(twice, 1 + 0x1p-40) == twice + 0x1p-40 * twice;
  double spread = mul_up(twice, 1.0 + 0x1p-40);
  //@ assert spread: 2 * ((1 + 0x1p-41) * kappa_error + 0x1p30 * sc_eta) <= spread;
  return add_up(given, spread);
}

/* budget + mass rate; the last factor covers the rounding of the computed mass */
/*@ requires domain: sc_budget_domain(budget, mass);
    requires rate: sc_between(rate, 0, 0x1p10);
    terminates \true;
    assigns \nothing;
    ensures finite: sc_between(\result, 0, 0x1p45);
    ensures grows: \result >= budget;
    ensures formula: \result >= sc_budget_after(budget, mass, rate); */
static double after_step(double budget, double mass, double rate)
{
  //@ assert margin: mass <= sc_prod(mass, 1 + 0x1p-28) <= mass + 0x1p2;
  double scale = mul_up(mass, 1.0 + 0x1p-28);
  //@ assert size: 0 <= sc_prod(scale, rate) <= sc_prod(0x1p31, 0x1p10) == 0x1p41;
  //@ assert covers: sc_prod(sc_prod(mass, 1 + 0x1p-28), rate) <= sc_prod(scale, rate);
  double local = mul_up(scale, rate);
  return add_up(budget, local);
}

double sc_budget_collide(double budget, double mass, double swap_error, double input_error)
{
  double tables = mul_up(6.0, swap_error);
  double rate = add_up(add_up(22.0 * 0x1p-53, tables), input_error);
  //@ assert rate: 0 <= sc_collide_share(swap_error, input_error) <= rate;
  //@ assert mass: 0 <= sc_prod(mass, 1 + 0x1p-28);
  /*@ assert enough: sc_budget_after(budget, mass, sc_collide_share(swap_error, input_error))
                     <= sc_budget_after(budget, mass, rate); */
  return add_up(after_step(budget, mass, rate), 0x1p-59);
}

double sc_budget_damp(double budget, double mass, double tail, double survival_error, int64_t terms,
                      int64_t d)
{
  double units = sc_double(3 * d + terms + 12);
  //@ assert rounding: 0 <= sc_prod(units, 0x1p-53) <= sc_prod(16396.0, 0x1p-53);
  double rounding = mul_up(units, 0x1p-53);
  double steps = sc_double(2 * d);
  //@ assert input: 0 <= sc_prod(steps, survival_error) <= sc_prod(8192.0, 0x1p-4);
  //@ assert size: sc_prod(8192.0, 0x1p-4) == 512.0 && sc_prod(16396.0, 0x1p-53) <= 1.0;
  double input = mul_up(steps, survival_error);
  double rate = add_up(add_up(rounding, tail), input);
  //@ assert rate: 0 <= sc_damp_share(tail, survival_error, terms, d) <= rate;
  //@ assert mass: 0 <= sc_prod(mass, 1 + 0x1p-28);
  /*@ assert enough: sc_budget_after(budget, mass, sc_damp_share(tail, survival_error, terms, d))
                     <= sc_budget_after(budget, mass, rate); */
  return after_step(budget, mass, rate);
}

double sc_budget_rate(double budget, double total, double swap_error, double input_error)
{
  double tables = mul_up(3.0, swap_error);
  double rate = add_up(add_up(8.0 * 0x1p-53, tables), input_error);
  //@ assert rate: 0 <= sc_rate_share(swap_error, input_error) <= rate;
  //@ assert total: 0 <= sc_prod(total, 1 + 0x1p-28);
  /*@ assert enough: sc_budget_after(budget, total, sc_rate_share(swap_error, input_error))
                     <= sc_budget_after(budget, total, rate); */
  return after_step(budget, total, rate);
}

double sc_budget_trace(double budget, int64_t d)
{
  double error = sc_observe_error(d), norm = add_up(1.0, budget);
  //@ assert rounding: 0 <= sc_prod(error, norm) <= sc_prod(1.0, 3.0) == 3.0;
  //@ assert enough: sc_prod(sc_observe_share(d), 1 + budget) <= sc_prod(error, norm);
  return add_up(budget, mul_up(error, norm));
}

double sc_budget_energy(double budget, int64_t d)
{
  double levels = sc_double(d - 1), trace = sc_budget_trace(budget, d);
  //@ assert size: 0 <= sc_prod(levels, trace) <= sc_prod(0x1p20, 8.0) == 0x1p23;
  //@ assert positive: 0 <= sc_trace_bar(budget, d);
  //@ assert enough: sc_energy_bar(budget, d) <= sc_prod(levels, trace);
  return mul_up(levels, trace);
}

double sc_budget_purity(double budget, int64_t d)
{
  double error = sc_observe_error(d), norm = add_up(1.0, budget), sum = add_up(2.0, budget);
  //@ assert norm: 0 <= sc_prod(norm, norm) <= sc_prod(3.0, 3.0) == 9.0;
  double square = mul_up(norm, norm);
  //@ assert rounding: 0 <= sc_prod(error, square) <= sc_prod(1.0, 10.0) == 10.0;
  //@ assert state: 0 <= sc_prod(budget, sum) <= sc_prod(1.0, 4.0) == 4.0;
  //@ assert enough_state: sc_prod(budget, 2 + budget) <= sc_prod(budget, sum);
  //@ assert enough_square: 0 <= sc_prod(1 + budget, 1 + budget) <= square;
  /*@ assert enough_rounding:
        sc_prod(sc_observe_share(d), sc_prod(1 + budget, 1 + budget)) <= sc_prod(error, square); */
  return add_up(mul_up(budget, sum), mul_up(error, square));
}

double sc_budget_variance(double budget, int64_t d)
{
  double trace = sc_budget_trace(budget, d), energy = sc_budget_energy(budget, d);
  double reach = add_up(sc_double(d - 1), energy);
  //@ assert reach: 0 <= sc_prod(reach, trace) <= sc_prod(0x1p25, 8.0) == 0x1p28;
  double moment = mul_up(reach, trace);
  //@ assert moment: 0 <= sc_prod(moment, reach) <= sc_prod(0x1p29, 0x1p25) == 0x1p54;
  //@ assert square: 0 <= sc_prod(energy, energy) <= sc_prod(0x1p24, 0x1p24) == 0x1p48;
  //@ assert positive: 0 <= sc_trace_bar(budget, d) && 0 <= sc_energy_bar(budget, d);
  //@ assert enough_reach: 0 <= d - 1 + sc_energy_bar(budget, d) <= reach;
  //@ assert enough_moment: 0 <= sc_prod(d - 1 + sc_energy_bar(budget, d), sc_trace_bar(budget, d)) <= moment;
  /*@ assert enough: sc_prod(sc_prod(d - 1 + sc_energy_bar(budget, d), sc_trace_bar(budget, d)),
                             d - 1 + sc_energy_bar(budget, d)) <= sc_prod(moment, reach); */
  /*@ assert enough_square:
        sc_prod(sc_energy_bar(budget, d), sc_energy_bar(budget, d)) <= sc_prod(energy, energy); */
  return add_up(mul_up(moment, reach), mul_up(energy, energy));
}
