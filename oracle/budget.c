/* Why errors only add up. The dual of a channel maps observables with -I <= B <= I to such observables, so
 * a channel never increases the trace norm ||X|| = max tr(B X) of a Hermitian X. If a step computes R from
 * the computed state r, and the exact step is the channel T, then with the exact state e
 *   ||R - T(e)|| <= ||R - T(r)|| + ||T(r - e)|| <= sum_nm |(R - T(r))_nm| + ||r - e||,
 * where the sum bounds the norm because |B_nm| <= 1. Each function below bounds that sum, the local error.
 *
 * Rounding: an operation at p bits returns x (1 + d), |d| <= 2^-p; MPFR's exponents reach 2^62, far beyond
 * any product here, so nothing underflows. `uncertainty` u is at least 2^-p and at least |x^ - x| for the
 * point x^ that stands for a scalar or table entry x. If a product x y z of numbers of modulus <= 1 is
 * computed with j roundings, then
 *   |x^ y^ z^ (1 + d_1) ... (1 + d_j) - x y z| <= (1 + u)^(3 + j) - 1 <= expm1((3 + j) u)
 * (multiply out: each term with an error in it is bounded by the same term with every x replaced by 1,
 * every error by u). */
#include "model.h"

#include <stdlib.h>

enum { BITS = 64 };

/* error += products expm1(factors uncertainty) mass, rounded up */
static void add_local_error(ref_state *state, unsigned long products, unsigned long factors,
                            const mpfr_t uncertainty)
{
    mpfr_t local, mass;
    mpfr_inits2(BITS, local, mass, (mpfr_ptr)NULL);
    ref_budget_mass(mass, state);
    mpfr_mul_ui(local, uncertainty, factors, MPFR_RNDU);
    mpfr_expm1(local, local, MPFR_RNDU);
    mpfr_mul_ui(local, local, products, MPFR_RNDU);
    mpfr_mul(local, local, mass, MPFR_RNDU);
    mpfr_add(state->error, state->error, local, MPFR_RNDU);
    mpfr_clears(local, mass, (mpfr_ptr)NULL);
}

static void add_modulus(mpfr_t sum, const mpfr_t x)
{
    if (mpfr_sgn(x) < 0)
        mpfr_sub(sum, sum, x, MPFR_RNDU);
    else
        mpfr_add(sum, sum, x, MPFR_RNDU);
}

/* Row n of both triangles: twice what stands left of the diagonal, and the diagonal. */
static void row_mass(mpfr_t sum, const ref_state *state, long n)
{
    mpfr_set_zero(sum, 1);
    for (long m = 0; m < n && state->shape != REF_DIAGONAL; m++) {
        size_t i = ref_state_index(state, n, m);
        add_modulus(sum, state->re[i]);
        if (state->im != NULL)
            add_modulus(sum, state->im[i]);
    }
    mpfr_mul_2ui(sum, sum, 1, MPFR_RNDU);
    add_modulus(sum, state->re[ref_state_index(state, n, n)]);
}

void ref_budget_mass(mpfr_t mass, const ref_state *state)
{
    mpfr_t *rows = ref_points_new((size_t)state->top + 1, BITS);
    #pragma omp parallel for schedule(dynamic, 4) if (state->top >= 32)
    for (long n = 0; n <= state->top; n++)
        row_mass(rows[n], state, n);
    mpfr_set_zero(mass, 1);
    for (long n = 0; n <= state->top; n++)
        mpfr_add(mass, mass, rows[n], MPFR_RNDU);
    free(rows);
}

/* Each population enters 4 products x y^2 P (x = q, p; y = c, s), each with y^2, x, P multiplied (3
 * roundings) and at most 3 additions that round (the first adds to zero):
 *   local error <= 4 expm1((3 + 6) u) mass. */
void ref_budget_rate(ref_state *state, const ref_exchange *exchange)
{
    add_local_error(state, 4, 9, exchange->uncertainty);
}

/* Each entry r_ab enters 8 products x y z r_ab (x = q, p, kappa; y, z = c, s): two for r'_ab, one for each
 * neighbour. Each is rounded when x y, x y r are formed, in the sum of the pair, in the product with z, and
 * in at most 3 additions (the first adds to zero): 7 roundings. Summed over all entries,
 *   local error <= 8 expm1((3 + 7) u) mass.
 * The upper triangle mirrors the lower one, as in the exact step; so does Im r with the opposite sign, whose
 * diagonal is exactly zero. For Hermitian r, |d_nm| <= |Re d_nm| + |Im d_nm|, and both parts obey the same
 * recursion: mass = sum |re| + |im|. */
void ref_budget_collide(ref_state *state, const ref_exchange *exchange)
{
    add_local_error(state, 8, 10, exchange->uncertainty);
}

/* Each of re, im enters 2 products x r (x = cos, sin), with 2 roundings each:
 *   local error <= 2 expm1((1 + 2) u) mass. */
void ref_budget_turn(ref_state *state, const mpfr_t uncertainty)
{
    add_local_error(state, 2, 3, uncertainty);
}

/* Here u bounds relative errors, and every weight is >= 0. Kept terms: the points that stand for
 * lower_n lower_m loss_k raise_{n+k} raise_{m+k} bring 5 relative errors; 2 roundings raise r, 1 multiplies
 * by loss_k, at most terms - 1 add (the first adds to zero), 2 lower:
 *   |computed weight - weight| <= weight expm1((9 + terms) u),
 * and sum_k w_{a-k,k} w_{b-k,k} <= 1 (Cauchy-Schwarz, sum_k w_{a-k,k}^2 = 1), so these errors sum to at most
 * expm1((9 + terms) u) mass. Dropped terms: at most tail mass (damp.c). */
void ref_budget_damp(ref_state *state, const ref_decay *decay)
{
    mpfr_t dropped;
    mpfr_init2(dropped, BITS);
    ref_budget_mass(dropped, state);
    mpfr_mul(dropped, dropped, decay->tail, MPFR_RNDU);
    add_local_error(state, 1, 9 + (unsigned long)decay->terms, decay->uncertainty);
    mpfr_add(state->error, state->error, dropped, MPFR_RNDU);
    mpfr_clear(dropped);
}

/* An upper bound on the exact population of the top level. */
static void top_population(mpfr_t population, const ref_state *state)
{
    mpfr_add(population, state->re[ref_state_index(state, state->top, state->top)], state->error, MPFR_RNDU);
    if (mpfr_sgn(population) < 0)
        mpfr_set_zero(population, 1);
}

/* The largest |sin x| of an enclosure. */
static void sine_bound(mpfr_t bound, const mpfi_t angle)
{
    mpfi_t sine;
    mpfi_init2(sine, mpfi_get_prec(angle));
    mpfi_sin(sine, angle);
    mpfi_mag(bound, sine);
    mpfi_clear(sine);
}

/* Let f = f_{N+1} = sqrt(levels), P = rho_NN. The exchanges of the infinite and of the truncated oscillator
 * differ on |N, e> alone: the truncated one leaves it in place, the infinite one maps it to
 * cos(f theta) |N, e> - i sin(f theta) |N+1, g>.
 *   Populations, no coherence: p sin^2(f theta) P moves from N to N + 1, trace norm 2 p sin^2(f theta) P.
 *   Density matrix: the unitaries U, V differ by |v><N, e|, ||v|| = 2 |sin(f theta / 2)|, so with w = |N, e>
 *   and R = rho (x) rho_Q
 *     ||U R U^+ - V R V^+|| <= 2 ||(U - V) R|| = 2 ||v|| ||R w|| <= 4 |sin(f theta / 2)| sqrt(p P),
 *     as ||R w||^2 = <w| R^2 |w> <= <w| R |w> = p P.
 * The infinite exchange does not increase the leak so far, and damping acts alike on both. */
void ref_budget_leak(mpfr_t leak, const ref_state *state, const ref_exchange *exchange)
{
    if (state->top < state->levels - 1)
        return;
    mpfi_t angle;
    mpfr_t step, sine;
    mpfi_init2(angle, state->precision);
    mpfr_inits2(BITS, step, sine, (mpfr_ptr)NULL);
    mpfi_set_ui(angle, (unsigned long)state->levels);
    mpfi_sqrt(angle, angle);
    mpfi_mul(angle, angle, exchange->theta);
    top_population(step, state);
    mpfr_mul(step, step, &exchange->p->right, MPFR_RNDU);
    if (state->shape == REF_DIAGONAL) {
        sine_bound(sine, angle);
        mpfr_mul(step, step, sine, MPFR_RNDU);
        mpfr_mul_2ui(sine, sine, 1, MPFR_RNDU);
    } else {
        mpfi_div_2ui(angle, angle, 1);
        sine_bound(sine, angle);
        mpfr_sqrt(step, step, MPFR_RNDU);
        mpfr_mul_2ui(sine, sine, 2, MPFR_RNDU);
    }
    mpfr_mul(step, step, sine, MPFR_RNDU);
    mpfr_add(leak, leak, step, MPFR_RNDU);
    mpfi_clear(angle);
    mpfr_clears(step, sine, (mpfr_ptr)NULL);
}

/* T ln(reach / T) - ln(1 - T) >= T ln(reach) + h(T), T < 1; the entropies differ by ln(reach + 1) at most. */
static void entropy_leak(mpfr_t radius, const mpfr_t distance, long reach)
{
    mpfr_t bound, part;
    mpfr_inits2(BITS, bound, part, (mpfr_ptr)NULL);
    mpfr_si_div(bound, reach, distance, MPFR_RNDU);
    mpfr_log(bound, bound, MPFR_RNDU);
    mpfr_mul(bound, bound, distance, MPFR_RNDU);
    mpfr_neg(part, distance, MPFR_RNDD);
    mpfr_log1p(part, part, MPFR_RNDD);
    mpfr_sub(bound, bound, part, MPFR_RNDU);
    mpfr_log_ui(radius, (unsigned long)reach + 1, MPFR_RNDU);
    mpfr_min(radius, radius, bound, MPFR_RNDU);
    mpfr_clears(bound, part, (mpfr_ptr)NULL);
}

/* Let L = leak, R = reach. Both states have trace one, so for 0 <= B <= b the means of B differ by at most
 * b L / 2.
 *   Trace: one in both. Energy: b = R. Power: energy / time. Transient power: (E(k) - E(k-1)) / theta, twice
 *   the energy's, as the leak only grows. Populations: b = 1. An element: 2 |D_nm| <= L, by
 *   B = |n><m| e^{i x} + h.c. Variance: the least mean of (n - a)^2 over a in [0, R], b = R^2.
 *   Purity: tr(D (sigma + rho)), b = 2.
 *   Entropy: Fannes and Audenaert in R + 1 dimensions, T ln(R) + h(T), T = L / 2,
 *   h(T) = -T ln T - (1 - T) ln(1 - T).
 *   Ergotropy: the energy's, and that of sum_i i lambda_i, R L / 2, since sum_i |lambda_i - lambda'_i| <= L
 *   (Mirsky) and both sum to one. */
void ref_budget_leak_observe(mpfr_t radius, ref_observable_kind kind, const mpfr_t leak, long reach,
                             const mpfi_t time)
{
    mpfr_div_2ui(radius, leak, 1, MPFR_RNDU);
    switch (kind) {
    case REF_TRACE:
        mpfr_set_zero(radius, 1);
        break;
    case REF_ENERGY:
        mpfr_mul_si(radius, radius, reach, MPFR_RNDU);
        break;
    case REF_POWER:
        mpfr_mul_si(radius, radius, reach, MPFR_RNDU);
        mpfr_div(radius, radius, &time->left, MPFR_RNDU);
        break;
    case REF_TRANSIENT_POWER:
        mpfr_mul_si(radius, leak, reach, MPFR_RNDU);
        mpfr_div(radius, radius, &time->left, MPFR_RNDU);
        break;
    case REF_VARIANCE:
        mpfr_mul_si(radius, radius, reach, MPFR_RNDU);
        mpfr_mul_si(radius, radius, reach, MPFR_RNDU);
        break;
    case REF_PURITY:
        mpfr_set(radius, leak, MPFR_RNDU);
        break;
    case REF_ENTROPY:
        if (!mpfr_zero_p(leak))
            entropy_leak(radius, radius, reach);
        break;
    case REF_ERGOTROPY:
    case REF_ERGOTROPY_DEPHASED:
        mpfr_mul_si(radius, leak, reach, MPFR_RNDU);
        break;
    case REF_POPULATIONS:
    case REF_ELEMENT:
        break;
    }
}
