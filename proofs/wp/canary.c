/* False statements, some of every function of the kernel: that it makes no error, or a smaller one than it
   does, or computes something else. None may ever be proved: a canary that dies means an inconsistent axiom
   or a broken driver. They are contracts and checks, not lemmas and assertions, so that none is assumed when
   the next one is tried. */
#include "budget.h"
#include "collide.h"
#include "damp.h"
#include "observe.h"
#include "rate.h"
#include "round.h"
#include "semantics.h"
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

/*@ requires finite: \is_finite(x) && \is_finite(y);
    requires p: \valid_read(p + (0 .. 7)) && \forall integer n; 0 <= n < 8 ==> \is_finite(p[n]);
    requires r: \valid_read(r + (0 .. 63)) && sc_row_finite(r, 64);
    assigns \nothing; */
void domains(double x, double y, const double *p, const double *r, int64_t n)
{
  int ladder = sc_ladder_valid(SC_SPIN, n), qubit = sc_qubit_valid(x, y), swap = sc_swap_valid(x, y);
  int rate = sc_rate_valid(p, 8), density = sc_density_valid(8, n), damp = sc_damp_valid(x, 8);
  int observe = sc_observe_valid(r, 8, 7), budget = sc_budget_valid(x, y), error = sc_budget_error_valid(x);
  int semantics = sc_semantics_valid();
  //@ check canary_ladder_valid: ladder != 0;
  //@ check canary_qubit_valid: qubit != 0;
  //@ check canary_swap_valid: swap != 0;
  //@ check canary_rate_valid: rate != 0;
  //@ check canary_density_valid: density != 0;
  //@ check canary_damp_valid: damp != 0;
  //@ check canary_observe_valid: observe != 0;
  //@ check canary_budget_valid: budget != 0;
  //@ check canary_error_valid: error != 0;
  //@ check canary_semantics: semantics == 0;
}

/*@ requires domain: sc_qubit_domain(q, c);
    assigns \nothing; */
void coherence(double q, double c)
{
  sc_qubit qubit = sc_qubit_make(q, c);
  //@ check canary_complement: qubit.p == 1.0 - qubit.q;
  //@ check canary_coherence: qubit.kappa == sc_kappa(q, c);
  //@ check canary_coherent: sc_kappa_off(qubit.kappa, q, 1.0);
}

/*@ requires valid: \valid(f + (0 .. 8)) && \valid(c + (0 .. 8)) && \valid(s + (0 .. 8));
    requires separated: \separated(c + (0 .. 8), s + (0 .. 8), f + (0 .. 8));
    assigns f[0 .. 8], c[0 .. 8], s[0 .. 8]; */
void swap(double *f, double *c, double *s)
{
  sc_ladder(f, SC_OSCILLATOR, 8);
  //@ check canary_ladder: f[2] == \sqrt(2.0);
  sc_swap(c, s, f, 0.5, 8);
  double error = sc_swap_error(3.0, 0.5);
  //@ check canary_swap_exact: sc_swap_exact(c[2], s[2], f[3], 0.5);
  //@ check canary_swapped: sc_swap_exact(s[2], c[2], f[2], 0.5);
  //@ check canary_circle: c[2] * c[2] + s[2] * s[2] == 1.0;
  //@ check canary_swap_error: error <= 2 * sc_u;
}

/*@ requires state: sc_triangle(r, 8, 7) && sc_diagonal(r, 8, 7);
    requires valid: \valid(p + (0 .. 7)) && \separated(p + (0 .. 7), r + (0 .. 63));
    assigns p[0 .. 7]; */
void observables(double *p, const double *r)
{
  double trace = sc_observe_trace(r, 8, 7), energy = sc_observe_energy(r, 8, 7);
  double variance = sc_observe_variance(r, 8, 7), purity = sc_observe_purity(r, 8, 7);
  double mass = sc_observe_mass(r, 8, 7), error = sc_observe_error(8);
  sc_observe_populations(p, r, 8, 7);
  //@ check canary_trace: trace == sc_moment(r, 8, 0.0, 0, 8);
  //@ check canary_energy: energy == sc_moment(r, 8, 0.0, 1, 8);
  /*@ check canary_energy_weight:
        sc_observed(energy, sc_moment(r, 8, 0.0, 2, 8), sc_moment_size(r, 8, 0.0, 2, 8), 8); */
  //@ check canary_variance: variance == sc_moment(r, 8, energy, 2, 8);
  //@ check canary_purity: purity == sc_power_total(r, 8, 2, 8);
  /*@ check canary_purity_power:
        sc_observed(purity, sc_power_total(r, 8, 1, 8), sc_power_total(r, 8, 1, 8), 8); */
  //@ check canary_mass: mass == sc_power_total(r, 8, 1, 8);
  //@ check canary_population: p[3] == r[sc_place(8, 4, 4)];
  //@ check canary_observe_error: error <= 8 * sc_u;
}

/*@ requires populations: sc_populations(p, 8);
    assigns \nothing; */
void moments(const double *p)
{
  double total = sc_observe_rate_total(p, 8), energy = sc_observe_rate_energy(p, 8);
  double variance = sc_observe_rate_variance(p, 8);
  //@ check canary_rate_total: total == sc_moment(p, 0, 0.0, 0, 8);
  //@ check canary_rate_energy: energy == sc_moment(p, 0, 0.0, 1, 8);
  //@ check canary_rate_variance: variance == sc_moment(p, 0, energy, 2, 8);
}

/* Eight levels, all populated. */
/*@ requires valid: \valid_read(r + (0 .. 63)) && \valid_read(c + (0 .. 8)) && \valid_read(s + (0 .. 8)) &&
                    \valid_read(zero + (0 .. 8)) && \valid(out + (0 .. 63)) && \valid_read(qubit);
    requires separated: \separated(out + (0 .. 63), r + (0 .. 63), c + (0 .. 8), s + (0 .. 8),
                                   zero + (0 .. 8), qubit);
    requires qubit: sc_is_qubit(qubit->q, qubit->p, qubit->kappa);
    requires table: \forall integer n; 0 <= n <= 8 ==>
                    sc_bounded(c[n], 1) && sc_bounded(s[n], 1) && sc_bounded(zero[n], 0);
    requires state: \forall integer n; 0 <= n < 8 ==> sc_row_bounded(r + sc_place(8, n, 0), n + 1);
    assigns out[0 .. 63]; */
void collision(double *out, const double *r, const double *c, const double *s, const double *zero,
               const sc_qubit *qubit)
{
  int64_t last = sc_collide(out, r, c, s, zero, qubit, 8, 7);
  double entry = out[8 * 3 + 2];
  //@ assert place: entry == out[sc_place(8, 3, 2)];
  //@ check canary_collide: entry == sc_collided(r, c, s, qubit->q, qubit->p, qubit->kappa, 8, 7, 3, 2);
  /*@ check canary_collide_half:
        \abs(entry - sc_collided(r, c, s, qubit->q, qubit->p, qubit->kappa, 8, 7, 3, 2)) <=
        3 * (sc_u * sc_spread(r, c, s, qubit->q, qubit->p, qubit->kappa, 8, 7, 3, 2)) + 0x1p-1000; */
  /*@ check canary_collide_exchanged:
        sc_collide_off(entry, sc_collided(r, c, s, qubit->p, qubit->q, qubit->kappa, 8, 7, 3, 2),
                       sc_spread(r, c, s, qubit->p, qubit->q, qubit->kappa, 8, 7, 3, 2)); */
  /*@ check canary_collide_phase:
        sc_collide_off(entry, sc_collided(r, c, s, qubit->q, qubit->p, -qubit->kappa, 8, 7, 3, 2),
                       sc_spread(r, c, s, qubit->q, qubit->p, qubit->kappa, 8, 7, 3, 2)); */
  //@ check canary_cut: last == 6;
}

/* Eight levels, all populated, and all operators of the loss. */
/*@ requires gamma: sc_damp_domain(gamma, 8);
    requires valid: \valid_read(r + (0 .. 63)) && \valid(out + (0 .. 63)) && \valid(weight + (0 .. 71)) &&
                    \valid(scale + (0 .. 23)) && \valid(square + (0 .. 7));
    requires separated: \separated(out + (0 .. 63), r + (0 .. 63), weight + (0 .. 71), scale + (0 .. 23),
                                   square + (0 .. 7));
    requires state: \forall integer n; 0 <= n < 8 ==> sc_row_bounded(r + sc_place(8, n, 0), n + 1);
    assigns out[0 .. 63], weight[0 .. 71], scale[0 .. 23], square[0 .. 7]; */
void loss(double *out, const double *r, double *weight, double *scale, double *square, double gamma)
{
  double tail = sc_damp_tail(gamma, 2, 8);
  int64_t terms = sc_damp_terms(gamma, 8);
  //@ check canary_tail: tail == sc_tail(gamma, 8, 2);
  //@ check canary_tail_next: tail <= sc_tail(gamma, 8, 3);
  //@ check canary_terms: terms == 1;
  sc_damp_weights(weight, scale, square, gamma, 8, 8);
  double scale_2 = scale[2], weight_2 = weight[2];
  //@ assert blocks: sc_block(32 * 0) && sc_scale_place(0, 2) == 2 && sc_weight_place(8, 0, 0, 2) == 2;
  //@ assert scale: sc_scale_stored(scale_2, 0, 2);
  //@ assert weight: sc_weight_stored(weight_2, gamma, 0, 2, 0);
  //@ check canary_scale: scale_2 == \sqrt(sc_scale_square(0, 2));
  //@ check canary_scale_other: sc_scale_near(scale_2, 0, 3);
  //@ check canary_weight_scaled: weight_2 == \sqrt(sc_damp_square(gamma, 2, 0));
  //@ check canary_weight_other: sc_weight_near(weight_2, gamma, 0, 3, 0);
  sc_damp(out, r, weight, scale, gamma, 8, 8, 7);
  double entry = out[8 * 3 + 2];
  //@ assert place: entry == out[sc_place(8, 3, 2)];
  //@ check canary_damp: entry == sc_damped(r, gamma, 8, 7, 8, 3, 2);
  /*@ check canary_damp_small: \abs(entry - sc_damped(r, gamma, 8, 7, 8, 3, 2)) <=
        sc_u * sc_damped_size(r, gamma, 8, 7, 8, 3, 2) + 0x1p-300; */
  /*@ check canary_damp_kept:
        sc_damp_off(entry, sc_damped(r, 1 - gamma, 8, 7, 8, 3, 2),
                    sc_damped_size(r, 1 - gamma, 8, 7, 8, 3, 2), 8, 8); */
  /*@ check canary_damp_fewer:
        sc_damp_off(entry, sc_damped(r, gamma, 8, 7, 3, 3, 2),
                    sc_damped_size(r, gamma, 8, 7, 3, 3, 2), 8, 8); */
}

/*@ requires domain: sc_budget_domain(budget, mass) && sc_between(budget, 0, 1);
    requires errors: sc_error_domain(error) && sc_between(tail, 0, 1);
    requires valid: \valid_read(qubit) && sc_is_qubit(qubit->q, qubit->p, qubit->kappa);
    assigns \nothing; */
void budgets(double budget, double mass, double error, double tail, const sc_qubit *qubit)
{
  double input = sc_budget_qubit(qubit, error, error), rate = sc_budget_rate(budget, mass, error, error);
  double collide = sc_budget_collide(budget, mass, error, error);
  double damp = sc_budget_damp(budget, mass, tail, error, 8, 8);
  double trace = sc_budget_trace(budget, 8), energy = sc_budget_energy(budget, 8);
  double purity = sc_budget_purity(budget, 8), variance = sc_budget_variance(budget, 8);
  //@ check canary_input: input <= 2 * error;
  //@ check canary_input_root: sc_input_covers(input, qubit->q, 2 * error, error);
  //@ check canary_budget_rate: rate >= budget + mass * (8 * error);
  //@ check canary_budget_collide: collide >= budget + mass * (8 * error);
  //@ check canary_budget_damp: damp >= budget + mass * (2 * tail);
  //@ check canary_bar_trace: trace == sc_trace_bar(budget, 8);
  //@ check canary_bar_energy: energy >= 8 * budget;
  //@ check canary_bar_purity: purity >= 3 * budget;
  //@ check canary_bar_variance: variance <= sc_variance_bar(budget, 8);
}
