#include "referee.h"

#include <flint/fmpq.h>
#include "hermitian.h"

void referee_real(arb_t out, const ref_real *value, slong precision)
{
    fmpq_t x;
    arb_t pi;
    fmpq_init(x);
    arb_init(pi);
    fmpq_set_mpq(x, value->x);
    arb_set_fmpq(out, x, precision);
    if (value->form == REF_MULTIPLE_OF_PI) {
        arb_const_pi(pi, precision);
        arb_mul(out, out, pi, precision);
    } else if (value->form == REF_DECAY) {
        arb_neg(out, out);
        arb_expm1(out, out, precision);
        arb_neg(out, out);
    }
    arb_clear(pi);
    fmpq_clear(x);
}

/* f_n^2 = <n| A^dagger A |n>; for the spin j (j + 1) - m (m - 1) with j = N/2, m = n - j. */
static slong weight(ref_ladder_kind ladder, slong n, slong levels)
{
    const slong two_j = levels - 1, two_m = 2 * n - two_j;
    switch (ladder) {
    case REF_OSCILLATOR: return n;
    case REF_SPIN: return (two_j * (two_j + 2) - two_m * (two_m - 2)) / 4;
    default: return 1;
    }
}

void referee_ladder(acb_mat_t lower, ref_ladder_kind ladder, slong precision)
{
    const slong levels = acb_mat_nrows(lower);
    acb_mat_zero(lower);
    for (slong n = 1; n < levels; n++)
        arb_sqrt_ui(acb_realref(acb_mat_entry(lower, n - 1, n)), (ulong)weight(ladder, n, levels), precision);
}

void referee_init(referee *state, const ref_scenario *scenario, slong levels, slong precision)
{
    state->precision = precision;
    state->levels = levels;
    state->step = 0;
    arb_init(state->theta);
    arb_init(state->tau);
    arb_init(state->energy_before);
    acb_mat_init(state->lower, state->levels, state->levels);
    acb_mat_init(state->rho, state->levels, state->levels);
    referee_ladder(state->lower, scenario->ladder, precision);
    for (slong n = 0; n < scenario->levels; n++)
        referee_real(acb_realref(acb_mat_entry(state->rho, n, n)), &scenario->initial[n], precision);
}

void referee_clear(referee *state)
{
    arb_clear(state->theta);
    arb_clear(state->tau);
    arb_clear(state->energy_before);
    acb_mat_clear(state->lower);
    acb_mat_clear(state->rho);
}

/* battery (x) qubit, the index of |n> (x) |s> being 2 n + s with s = 0 for |g>, 1 for |e>. */
static void tensor(acb_mat_t out, const acb_mat_t battery, const acb_mat_t qubit, slong precision)
{
    for (slong i = 0; i < acb_mat_nrows(out); i++)
        for (slong j = 0; j < acb_mat_ncols(out); j++)
            acb_mul(acb_mat_entry(out, i, j), acb_mat_entry(battery, i / 2, j / 2),
                    acb_mat_entry(qubit, i % 2, j % 2), precision);
}

static void trace_out_qubit(acb_mat_t battery, const acb_mat_t both, slong precision)
{
    for (slong n = 0; n < acb_mat_nrows(battery); n++)
        for (slong m = 0; m < acb_mat_ncols(battery); m++)
            acb_add(acb_mat_entry(battery, n, m), acb_mat_entry(both, 2 * n, 2 * m),
                    acb_mat_entry(both, 2 * n + 1, 2 * m + 1), precision);
}

/* rho -> K rho K^dagger */
static void sandwich(acb_mat_t rho, const acb_mat_t kraus, slong precision)
{
    acb_mat_t adjoint;
    acb_mat_init(adjoint, acb_mat_nrows(kraus), acb_mat_ncols(kraus));
    acb_mat_conjugate_transpose(adjoint, kraus);
    acb_mat_mul(rho, kraus, rho, precision);
    acb_mat_mul(rho, rho, adjoint, precision);
    acb_mat_clear(adjoint);
}

/* Eq. (1): q |g><g| + (1-q) |e><e| + c sqrt(q (1-q)) (e^(-i alpha) |g><e| + e^(i alpha) |e><g|) */
static void qubit_state(acb_mat_t rho, const ref_qubit *qubit, slong precision)
{
    arb_t q, p, c, alpha;
    acb_t coherence;
    arb_init(q), arb_init(p), arb_init(c), arb_init(alpha), acb_init(coherence);
    referee_real(q, &qubit->q, precision);
    referee_real(c, &qubit->c, precision);
    referee_real(alpha, &qubit->alpha, precision);
    arb_sub_ui(p, q, 1, precision);
    arb_neg(p, p);
    arb_sin_cos(acb_imagref(coherence), acb_realref(coherence), alpha, precision);
    acb_mul_arb(coherence, coherence, c, precision);
    arb_mul(c, q, p, precision);
    arb_sqrtpos(c, c, precision);
    acb_mul_arb(coherence, coherence, c, precision);
    acb_set_arb(acb_mat_entry(rho, 0, 0), q);
    acb_set_arb(acb_mat_entry(rho, 1, 1), p);
    acb_set(acb_mat_entry(rho, 1, 0), coherence);
    acb_conj(acb_mat_entry(rho, 0, 1), coherence);
    arb_clear(q), arb_clear(p), arb_clear(c), arb_clear(alpha), acb_clear(coherence);
}

/* Eq. (2) with Omega = 1: H = A (x) |e><g| + A^dagger (x) |g><e| */
static void exchange(acb_mat_t h, const acb_mat_t lower, slong precision)
{
    acb_mat_t excite, adjoint;
    acb_mat_init(excite, 2, 2);
    acb_mat_init(adjoint, acb_mat_nrows(h), acb_mat_ncols(h));
    acb_one(acb_mat_entry(excite, 1, 0));
    tensor(h, lower, excite, precision);
    acb_mat_conjugate_transpose(adjoint, h);
    acb_mat_add(h, h, adjoint, precision);
    acb_mat_clear(excite);
    acb_mat_clear(adjoint);
}

void referee_collide(referee *state, const arb_t theta, const ref_qubit *qubit)
{
    const slong precision = state->precision;
    acb_mat_t u, both, incoming;
    acb_mat_init(u, 2 * state->levels, 2 * state->levels);
    acb_mat_init(both, 2 * state->levels, 2 * state->levels);
    acb_mat_init(incoming, 2, 2);

    exchange(u, state->lower, precision);
    acb_mat_scalar_mul_arb(u, u, theta, precision);
    for (slong i = 0; i < 2 * state->levels; i++)
        for (slong j = 0; j < 2 * state->levels; j++)
            acb_div_onei(acb_mat_entry(u, i, j), acb_mat_entry(u, i, j));
    acb_mat_exp(u, u, precision);

    qubit_state(incoming, qubit, precision);
    tensor(both, state->rho, incoming, precision);
    sandwich(both, u, precision);
    trace_out_qubit(state->rho, both, precision);

    acb_mat_clear(u);
    acb_mat_clear(both);
    acb_mat_clear(incoming);
}

static void damp_completely(referee *state)
{
    acb_t trace;
    acb_init(trace);
    acb_mat_trace(trace, state->rho, state->precision);
    acb_mat_zero(state->rho);
    acb_set(acb_mat_entry(state->rho, 0, 0), trace);
    acb_clear(trace);
}

void referee_damp(referee *state, const ref_real *gamma)
{
    const slong precision = state->precision, levels = state->levels;
    arb_t keep, gain, factor;
    acb_mat_t sum, term, kraus, power, a, decay;
    if (gamma->form == REF_RATIONAL && mpq_cmp_ui(gamma->x, 1, 1) == 0) {
        damp_completely(state);
        return;
    }
    arb_init(keep), arb_init(gain), arb_init(factor);
    acb_mat_init(sum, levels, levels), acb_mat_init(term, levels, levels);
    acb_mat_init(kraus, levels, levels), acb_mat_init(power, levels, levels);
    acb_mat_init(a, levels, levels), acb_mat_init(decay, levels, levels);

    referee_real(gain, gamma, precision);
    arb_sub_ui(keep, gain, 1, precision);
    arb_neg(keep, keep);                            /* e^(-kappa t_0) */
    arb_div(gain, gain, keep, precision);           /* e^(kappa t_0) - 1 */
    arb_sqrt(keep, keep, precision);                /* e^(-kappa t_0 / 2) */
    for (slong n = 0; n < levels; n++)
        arb_pow_ui(acb_realref(acb_mat_entry(decay, n, n)), keep, (ulong)n, precision);
    referee_ladder(a, REF_OSCILLATOR, precision);

    acb_mat_one(power);                             /* a^n */
    arb_one(factor);                                /* (e^(kappa t_0) - 1)^n / n! */
    for (slong n = 0; n < levels; n++) {
        acb_mat_mul(kraus, power, decay, precision);
        acb_mat_set(term, state->rho);
        sandwich(term, kraus, precision);
        acb_mat_scalar_addmul_arb(sum, term, factor, precision);
        acb_mat_mul(power, a, power, precision);
        arb_mul(factor, factor, gain, precision);
        arb_div_si(factor, factor, n + 1, precision);
    }
    acb_mat_swap(state->rho, sum);

    arb_clear(keep), arb_clear(gain), arb_clear(factor);
    acb_mat_clear(sum), acb_mat_clear(term), acb_mat_clear(kraus);
    acb_mat_clear(power), acb_mat_clear(a), acb_mat_clear(decay);
}

/* sum_n n^moment rho_nn */
static void level_moment(arb_t out, const referee *state, ulong moment)
{
    arb_t power;
    arb_init(power);
    arb_zero(out);
    for (slong n = 0; n < state->levels; n++) {
        arb_set_si(power, n);
        arb_pow_ui(power, power, moment, state->precision);
        arb_addmul(out, power, acb_realref(acb_mat_entry(state->rho, n, n)), state->precision);
    }
    arb_clear(power);
}

static void swap_angle(arb_t theta, const referee *state, const ref_scenario *scenario, const double *angles)
{
    const long k = state->step + 1;
    switch (scenario->protocol) {
    case REF_FIXED:
    case REF_LIST:
        referee_real(theta, &scenario->collisions[scenario->protocol == REF_LIST ? k - 1 : 0].theta,
                     state->precision);
        break;
    case REF_FULL_SWAP:
        arb_const_pi(theta, state->precision);
        arb_div_ui(theta, theta, 2, state->precision);
        arb_div(theta, theta, acb_realref(acb_mat_entry(state->lower, k - 1, k)), state->precision);
        break;
    default:
        arb_set_d(theta, angles[k - 1]);
    }
}

void referee_step(referee *state, const ref_scenario *scenario, const double *angles)
{
    const ref_collision *collision = &scenario->collisions[scenario->protocol == REF_LIST ? state->step : 0];
    swap_angle(state->theta, state, scenario, angles);
    level_moment(state->energy_before, state, 1);
    referee_collide(state, state->theta, &collision->qubit);
    referee_damp(state, &collision->gamma);
    arb_add(state->tau, state->tau, state->theta, state->precision);
    state->step++;
}

/* -x ln x for x in [0, 1], 0 at 0. It increases up to 1/e, and a ball that reaches 0 ends below that. */
static void entropy_term(arb_t out, const arb_t x, slong precision)
{
    arb_t upper;
    arb_init(upper);
    if (arb_is_positive(x)) {
        arb_log(out, x, precision);
        arb_mul(out, out, x, precision);
        arb_neg(out, out);
    } else {
        arb_get_ubound_arf(arb_midref(upper), x, precision);
        if (arb_is_positive(upper)) {
            arb_log(out, upper, precision);
            arb_mul(out, out, upper, precision);
            arb_neg(out, out);
            arb_zero(upper);
            arb_union(out, out, upper, precision);
        } else
            arb_zero(out);
    }
    arb_clear(upper);
}

static void entropy(arb_t out, const referee *state)
{
    arb_t term;
    arb_ptr lambda = _arb_vec_init(state->levels);
    hermitian_eigenvalues(lambda, state->rho, state->precision);
    arb_init(term);
    arb_zero(out);
    for (slong n = 0; n < state->levels; n++) {
        entropy_term(term, &lambda[n], state->precision);
        arb_add(out, out, term, state->precision);
    }
    arb_clear(term);
    _arb_vec_clear(lambda, state->levels);
}

/* Sec. II: energy - sum_n n r_n with the eigenvalues r_n in descending order. */
static void ergotropy(arb_t out, const referee *state, bool dephased)
{
    arb_ptr lambda = _arb_vec_init(state->levels);
    if (dephased) {
        for (slong n = 0; n < state->levels; n++)
            arb_set(&lambda[n], acb_realref(acb_mat_entry(state->rho, n, n)));
        hermitian_sort_descending(lambda, state->levels, state->precision);
    } else
        hermitian_eigenvalues(lambda, state->rho, state->precision);
    level_moment(out, state, 1);
    for (slong n = 0; n < state->levels; n++)
        arb_submul_ui(out, &lambda[n], (ulong)n, state->precision);
    _arb_vec_clear(lambda, state->levels);
}

static void purity(arb_t out, const referee *state)
{
    acb_mat_t square;
    acb_t trace;
    acb_mat_init(square, state->levels, state->levels);
    acb_init(trace);
    acb_mat_mul(square, state->rho, state->rho, state->precision);
    acb_mat_trace(trace, square, state->precision);
    arb_set(out, acb_realref(trace));
    acb_clear(trace);
    acb_mat_clear(square);
}

static void variance(arb_t out, const referee *state)
{
    arb_t mean;
    arb_init(mean);
    level_moment(mean, state, 1);
    level_moment(out, state, 2);
    arb_submul(out, mean, mean, state->precision);
    arb_clear(mean);
}

slong referee_count(const ref_observable *observable, slong levels)
{
    return observable->kind == REF_POPULATIONS ? levels : observable->kind == REF_ELEMENT ? 2 : 1;
}

void referee_observe(arb_ptr values, const referee *state, const ref_observable *observable)
{
    const slong precision = state->precision;
    switch (observable->kind) {
    case REF_TRACE: level_moment(values, state, 0); break;
    case REF_ENERGY: level_moment(values, state, 1); break;
    case REF_POWER:                                                                 /* (6) */
        level_moment(values, state, 1);
        arb_div(values, values, state->tau, precision);
        break;
    case REF_TRANSIENT_POWER:                                                       /* (7) */
        level_moment(values, state, 1);
        arb_sub(values, values, state->energy_before, precision);
        arb_div(values, values, state->theta, precision);
        break;
    case REF_VARIANCE: variance(values, state); break;
    case REF_PURITY: purity(values, state); break;
    case REF_ENTROPY: entropy(values, state); break;
    case REF_ERGOTROPY: ergotropy(values, state, false); break;
    case REF_ERGOTROPY_DEPHASED: ergotropy(values, state, true); break;
    case REF_POPULATIONS:
        for (slong n = 0; n < state->levels; n++)
            arb_set(&values[n], acb_realref(acb_mat_entry(state->rho, n, n)));
        break;
    default:
        acb_get_real(&values[0], acb_mat_entry(state->rho, observable->n, observable->m));
        acb_get_imag(&values[1], acb_mat_entry(state->rho, observable->n, observable->m));
    }
}
