/* limit: see limit.h.
 *
 * Why rho_K tends to the limit state. Phi(rho) = tr_Q{ e^{-i theta H} rho (x) chi e^{i theta H} } with
 * chi = |+><+|, H = A (x) |e><g| + h.c. Let X = (A + A^+)/2, Y = (A - A^+)/2i, so A = X + iY, and let
 * sigma_k = |phi_k><phi_k|, phi_k = e^{-i k theta X} |0>; sigma_K is the limit state. Telescoping,
 *     rho_K - sigma_K = sum_{k<K} Phi^{K-1-k} (Phi(sigma_k) - sigma_{k+1}),
 * and channels do not increase the trace norm: the distance is at most the sum of the K local errors, each
 * taken on the limit's own path. Taylor's formula in theta, up to theta^3:
 *   order 1: -i [tr_Q-mean of H, sigma] = -i [X, sigma] in both, as <+|H|+> = X. They cancel.
 *   order 2: (D[A] + D[A^+])/2 = D[X] + D[Y] in Phi, by (A12): the off-diagonal part of chi leaves the qubit
 *     off-diagonal after two flips, and its trace vanishes. In the limit -[X,[X,.]]/2 = D[X]. What is left is
 *     theta^2 D[Y] sigma. Y is Hermitian, so D[Y] = D[Y - y], y = <phi|Y|phi>, and with d = Y - y
 *     ||D[Y] sigma||_1 <= ||d phi||^2 + ||d^2 phi|| = mu_2 + sqrt mu_4, the central moments of Y.
 *     Coherent state: Y is Gaussian, mu_2 = 1/4, mu_4 = 3/16. Spin: Y + j is binomial in phi, N trials,
 *     success probability x, v = x(1-x) <= 1/4: mu_2 = N v <= N/4, mu_4 = N v (1 + (3N - 6) v) <= 3 N^2/16.
 *     Together at most (1 + sqrt 3)/4 S.
 *   order 3, remainder: each unitary conjugation keeps the trace norm and tr_Q does not increase it, so at
 *     most theta^3/6 ( ||ad_H^3 (sigma (x) chi)||_1 + ||ad_X^3 sigma||_1 ).
 *     On a pure state ||ad_G^3||_1 <= 2 ||G^3 phi|| + 6 ||G^2 phi|| ||G phi||. X has the same distribution in
 *     every phi_k as in |0>: Gaussian of variance 1/4, or N/2 times the mean of N signs, whose even moments
 *     are at most the Gaussian's: m_2 <= S/4, m_4 <= 3 S^2/16, m_6 <= 15 S^3/64, so (sqrt 15 + 3 sqrt 3)/4
 *     S^(3/2). H^2 is diagonal, f_n^2 on |n, g> and f_{n+1}^2 on |n, e>: for a spin ||H|| = max f_n; for the
 *     oscillator ||H^r phi (x) +||^2 = <n^r + (n+1)^r>/2 in a Poisson distribution of mean (k theta)^2/4 <=
 *     tau^2/4, which gives h_r. Unbounded H is no obstacle: it acts in blocks |n, g>, |n-1, e>, and the
 *     coherent states lie in the domain of H^3 and X^3, all that Taylor's formula with integral remainder
 *     needs.
 * The sum of K terms, theta = tau/K, is the theorem. For the oscillator its `first` is the best there is: X
 * generates displacements, which change Y by a number, so all K terms, carried to the end, are theta^2 D[Y]
 * sigma_K but for O(theta^3), and D[Y] sigma_K has trace norm (1 + sqrt 3)/4 exactly. A spin's Y turns away
 * on the path.
 *
 * The remainders of (A12), (A13): the printed right-hand sides are the terms of order 1 and 2 of Taylor's
 * formula above for any qubit state. Order 3 is at most theta^3/6 (2 ||H||)^3. Without coherence tr_Q ad_H^r
 * vanishes for odd r (the qubit is left off-diagonal), so the first term left out is theta^4/24 (2 ||H||)^4.
 * ||H|| = max f_n. */
#include "limit.h"

#include "spectrum.h"

/* --- the limit state ------------------------------------------------------------------------------------ */

/* a_0 = exp(-x^2/2), a_n = a_{n-1} x / sqrt(n) */
static void displaced_vacuum(mpfi_t *amplitudes, long levels, const mpfi_t x)
{
    mpfi_t root;
    mpfi_init2(root, mpfi_get_prec(x));
    mpfi_sqr(root, x);
    mpfi_div_2ui(root, root, 1);
    mpfi_neg(root, root);
    mpfi_exp(amplitudes[0], root);
    for (long n = 1; n < levels; n++) {
        mpfi_set_si(root, n);
        mpfi_sqrt(root, root);
        mpfi_div(root, x, root);
        mpfi_mul(amplitudes[n], amplitudes[n - 1], root);
    }
    mpfi_clear(root);
}

/* sqrt(C(N,n)) cos^(N-n) x sin^n x; sin >= 0 and cos >= 0 where x is in 0..pi/2. */
static void rotated_spin(mpfi_t *amplitudes, long levels, const mpfi_t x)
{
    mpfi_t cosine, sine, weight;
    mpfi_ptr all[] = { cosine, sine, weight };
    for (int i = 0; i < 3; i++) mpfi_init2(all[i], mpfi_get_prec(x));
    mpfi_cos(cosine, x);
    mpfi_sin(sine, x);
    for (long n = 0; n < levels; n++) {
        mpz_t binomial;
        mpz_init(binomial);
        mpz_bin_uiui(binomial, (unsigned long)levels - 1, (unsigned long)n);
        mpfi_set_z(weight, binomial);
        mpfi_sqrt(weight, weight);
        for (long i = 0; i < levels - 1; i++) mpfi_mul(weight, weight, i < n ? sine : cosine);
        mpfi_set(amplitudes[n], weight);
        mpz_clear(binomial);
    }
    for (int i = 0; i < 3; i++) mpfi_clear(all[i]);
}

/* 1 - sum |a_n|^2, rounded up */
static void missing_population(mpfr_t tail, const mpfi_t *amplitudes, long levels)
{
    mpfi_t rest, square;
    mpfi_init2(rest, mpfi_get_prec(amplitudes[0]));
    mpfi_init2(square, mpfi_get_prec(amplitudes[0]));
    mpfi_set_ui(rest, 1);
    for (long n = 0; n < levels; n++) {
        mpfi_sqr(square, amplitudes[n]);
        mpfi_sub(rest, rest, square);
    }
    mpfi_get_right(tail, rest);
    mpfi_clear(square);
    mpfi_clear(rest);
}

void ref_limit_target(mpfi_t *amplitudes, mpfr_t tail, ref_ladder_kind ladder, long levels, const mpfi_t tau)
{
    mpfi_t half;
    mpfi_init2(half, mpfi_get_prec(amplitudes[0]));
    mpfi_div_2ui(half, tau, 1);
    mpfr_set_zero(tail, 1);
    if (ladder == REF_SPIN) {
        rotated_spin(amplitudes, levels, half);
    } else {
        displaced_vacuum(amplitudes, levels, half);
        missing_population(tail, amplitudes, levels);
    }
    mpfi_clear(half);
}

/* --- the charged battery -------------------------------------------------------------------------------- */

void ref_limit_init(ref_limit *limit, mpfr_prec_t precision)
{
    mpfi_init2(limit->energy, precision);
    mpfi_init2(limit->fidelity, precision);
    mpfi_init2(limit->distance, precision);
}

void ref_limit_clear(ref_limit *limit)
{
    mpfi_clear(limit->energy);
    mpfi_clear(limit->fidelity);
    mpfi_clear(limit->distance);
}

/* The state after `steps` collisions from |0>, and the leak of the oscillator. */
static void charge(ref_state *state, mpfr_t leak, ref_ladder_kind ladder, const mpfi_t tau, long steps)
{
    ref_exchange exchange;
    ref_qubit qubit;
    mpfi_t theta;
    ref_real_init(&qubit.q);
    ref_real_init(&qubit.c);
    ref_real_init(&qubit.alpha);
    ref_real_set_ratio(&qubit.q, 1, 2);
    ref_real_set_ratio(&qubit.c, 1, 1);
    mpfi_init2(theta, state->precision);
    mpfi_div_si(theta, tau, steps);
    ref_exchange_init(&exchange, ladder, state->levels, state->precision);
    ref_exchange_set_qubit(&exchange, &qubit);
    ref_exchange_set_angle(&exchange, theta);
    mpfr_set_ui(state->re[0], 1, MPFR_RNDN);
    mpfr_set_zero(leak, 1);
    for (long k = 0; k < steps; k++) {
        if (ladder == REF_OSCILLATOR) ref_budget_leak(leak, state, &exchange);
        ref_collide(state, &exchange);
    }
    ref_exchange_clear(&exchange);
    mpfi_clear(theta);
    ref_real_clear(&qubit.alpha);
    ref_real_clear(&qubit.c);
    ref_real_clear(&qubit.q);
}

/* sum_nm a_n r_nm a_m over the computed r; its error moves this by at most itself, as |a| <= 1. */
static void overlap(mpfi_t out, const ref_state *state, const mpfi_t *amplitudes)
{
    mpfi_t row, term;
    mpfi_init2(row, state->precision);
    mpfi_init2(term, state->precision);
    mpfi_set_ui(out, 0);
    for (long n = 0; n <= state->top; n++) {
        mpfi_mul_fr(row, amplitudes[n], state->re[ref_state_index(state, n, n)]);
        for (long m = 0; m < n; m++) {
            mpfi_mul_fr(term, amplitudes[m], state->re[ref_state_index(state, n, m)]);
            mpfi_mul_2ui(term, term, 1);
            mpfi_add(row, row, term);
        }
        mpfi_mul(row, row, amplitudes[n]);
        mpfi_add(out, out, row);
    }
    mpfi_increase(out, state->error);
    mpfi_clear(term);
    mpfi_clear(row);
}

/* state := state - |a><a|, rounding added to its error: each entry below the diagonal counts twice. */
static void subtract_projector(ref_state *state, const mpfi_t *amplitudes)
{
    mpfi_t entry;
    mpfr_t width;
    mpfi_init2(entry, state->precision);
    mpfr_init2(width, 64);
    state->top = state->levels - 1;
    for (long n = 0; n < state->levels; n++)
        for (long m = 0; m <= n; m++) {
            mpfr_t *r = &state->re[ref_state_index(state, n, m)];
            mpfi_mul(entry, amplitudes[n], amplitudes[m]);
            mpfi_fr_sub(entry, *r, entry);
            mpfi_get_left(*r, entry);
            mpfi_diam_abs(width, entry);
            if (m < n) mpfr_mul_2ui(width, width, 1, MPFR_RNDU);
            mpfr_add(state->error, state->error, width, MPFR_RNDU);
        }
    mpfr_clear(width);
    mpfi_clear(entry);
}

void ref_limit_trace_norm(mpfi_t out, const ref_state *difference)
{
    mpfi_t *eigenvalues = ref_intervals_new((size_t)difference->levels, difference->precision);
    ref_spectrum_enclose(eigenvalues, difference);
    mpfi_set_ui(out, 0);
    for (long i = 0; i < difference->levels; i++) {
        mpfi_abs(eigenvalues[i], eigenvalues[i]);
        mpfi_add(out, out, eigenvalues[i]);
    }
    ref_intervals_clear(eigenvalues, (size_t)difference->levels);
}

/* The infinite oscillator: rho is `leak` away from the computed one, and cutting psi at level N, |a> being
 * what stays, moves the projector by ||psi psi^+ - a a^+||_1 <= 2 sqrt(tail), both in trace norm. */
static void add_infinite(ref_limit *limit, const mpfr_t leak, const mpfr_t tail, long reach)
{
    mpfr_t radius, energy;
    mpfr_inits2(64, radius, energy, (mpfr_ptr)NULL);
    ref_budget_leak_observe(energy, REF_ENERGY, leak, reach, NULL);
    mpfi_increase(limit->energy, energy);
    mpfr_sqrt(radius, tail, MPFR_RNDU);
    mpfr_mul_2ui(radius, radius, 1, MPFR_RNDU);
    mpfr_add(radius, radius, leak, MPFR_RNDU);
    mpfi_increase(limit->fidelity, radius);
    mpfr_div_2ui(radius, radius, 1, MPFR_RNDU);
    mpfi_increase(limit->distance, radius);
    mpfr_clears(radius, energy, (mpfr_ptr)NULL);
}

void ref_limit_measure(ref_limit *limit, ref_ladder_kind ladder, long levels, const mpfi_t tau, long steps)
{
    mpfr_prec_t precision = mpfi_get_prec(limit->energy);
    ref_state state;
    mpfr_t leak, tail;
    mpfi_t *amplitudes = ref_intervals_new((size_t)levels, precision);
    mpfr_inits2(64, leak, tail, (mpfr_ptr)NULL);
    ref_state_init(&state, REF_REAL_SYMMETRIC, levels, precision);
    charge(&state, leak, ladder, tau, steps);
    ref_limit_target(amplitudes, tail, ladder, levels, tau);
    ref_observe_energy(limit->energy, &state);
    overlap(limit->fidelity, &state, amplitudes);
    subtract_projector(&state, amplitudes);
    ref_limit_trace_norm(limit->distance, &state);
    mpfi_div_2ui(limit->distance, limit->distance, 1);
    if (ladder == REF_OSCILLATOR) add_infinite(limit, leak, tail, steps);
    ref_state_clear(&state);
    mpfr_clears(leak, tail, (mpfr_ptr)NULL);
    ref_intervals_clear(amplitudes, (size_t)levels);
}

/* --- the constants -------------------------------------------------------------------------------------- */

/* (max f_n)^power */
static void norm_power(mpfi_t out, ref_ladder_kind ladder, long levels, unsigned long power)
{
    mpfi_t norm;
    mpfi_init2(norm, mpfi_get_prec(out));
    mpfi_set_ui(norm, ref_ladder_largest(ladder, levels));
    mpfi_sqrt(norm, norm);
    mpfi_set_ui(out, 1);
    for (unsigned long i = 0; i < power; i++) mpfi_mul(out, out, norm);
    mpfi_clear(norm);
}

/* sqrt(c_3 m^3 + c_2 m^2 + c_1 m + c_0), coefficients given twice as large. */
static void root_of_cubic(mpfi_t out, const mpfi_t m, const long *doubled)
{
    mpfi_set_si(out, doubled[3]);
    for (int i = 2; i >= 0; i--) {
        mpfi_mul(out, out, m);
        mpfi_add_si(out, out, doubled[i]);
    }
    mpfi_div_2ui(out, out, 1);
    mpfi_sqrt(out, out);
}

/* 2 h_3 + 6 h_2 h_1 at m = tau^2/4 */
static void oscillator_third(mpfi_t out, const mpfi_t tau)
{
    static const long h_1[] = { 1, 2, 0, 0 }, h_2[] = { 1, 4, 2, 0 }, h_3[] = { 1, 8, 9, 2 };
    mpfi_t m, part;
    mpfi_init2(m, mpfi_get_prec(out));
    mpfi_init2(part, mpfi_get_prec(out));
    mpfi_sqr(m, tau);
    mpfi_div_2ui(m, m, 2);
    root_of_cubic(out, m, h_2);
    root_of_cubic(part, m, h_1);
    mpfi_mul(out, out, part);
    mpfi_mul_ui(out, out, 3);
    root_of_cubic(part, m, h_3);
    mpfi_add(out, out, part);
    mpfi_mul_2ui(out, out, 1);
    mpfi_clear(part);
    mpfi_clear(m);
}

/* (sqrt 15 + 3 sqrt 3)/4 S^(3/2) = sqrt 3 (sqrt 5 + 3) S sqrt S / 4 */
static void drive_third(mpfi_t out, long s)
{
    mpfi_t root;
    mpfi_init2(root, mpfi_get_prec(out));
    mpfi_set_ui(out, 5);
    mpfi_sqrt(out, out);
    mpfi_add_ui(out, out, 3);
    mpfi_set_si(root, 3 * s);
    mpfi_sqrt(root, root);
    mpfi_mul(out, out, root);
    mpfi_mul_si(out, out, s);
    mpfi_div_2ui(out, out, 2);
    mpfi_clear(root);
}

void ref_limit_constants(mpfi_t first, mpfi_t second, ref_ladder_kind ladder, long levels, const mpfi_t tau)
{
    long s = ladder == REF_SPIN ? levels - 1 : 1;
    mpfi_t part;
    mpfi_init2(part, mpfi_get_prec(second));
    mpfi_set_ui(first, 3);
    mpfi_sqrt(first, first);
    mpfi_add_ui(first, first, 1);
    mpfi_mul_si(first, first, s);
    mpfi_div_2ui(first, first, 2);
    mpfi_sqr(part, tau);
    mpfi_mul(first, first, part);
    if (ladder == REF_SPIN) {
        norm_power(second, ladder, levels, 3);
        mpfi_mul_2ui(second, second, 3);
    } else {
        oscillator_third(second, tau);
    }
    mpfi_mul(part, part, tau);
    mpfi_div_ui(part, part, 6);
    mpfi_t drive;
    mpfi_init2(drive, mpfi_get_prec(second));
    drive_third(drive, s);
    mpfi_add(second, second, drive);
    mpfi_mul(second, second, part);
    mpfi_clear(drive);
    mpfi_clear(part);
}
