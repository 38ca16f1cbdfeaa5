#include "pass.h"
#include "protocol.h"

#include <math.h>
#include <stdlib.h>

ref_shape ref_pass_shape(const ref_scenario *scenario)
{
    const ref_real *alpha = NULL;
    for (size_t i = 0; i < scenario->collision_count; i++) {
        const ref_qubit *qubit = &scenario->collisions[i].qubit;
        if (!ref_qubit_coherent(qubit))
            continue;
        if (alpha != NULL && !ref_real_equal(alpha, &qubit->alpha))
            return REF_HERMITIAN;
        alpha = &qubit->alpha;
    }
    return alpha == NULL ? REF_DIAGONAL : REF_REAL_SYMMETRIC;
}

/* The gauge to start in: the phase of the first coherent collision. */
static const ref_real *first_alpha(const ref_scenario *scenario)
{
    for (size_t i = 0; i < scenario->collision_count; i++)
        if (ref_qubit_coherent(&scenario->collisions[i].qubit))
            return &scenario->collisions[i].qubit.alpha;
    return NULL;
}

static void pass_init(ref_pass *pass, const ref_scenario *scenario, ref_results *results, ref_shape shape)
{
    mpfr_prec_t precision = results->precision;
    pass->scenario = scenario;
    pass->results = results;
    ref_state_init(&pass->state, shape, scenario->levels, precision);
    ref_state_set(&pass->state, scenario->initial, first_alpha(scenario));
    ref_exchange_init(&pass->exchange, scenario->ladder, scenario->levels, precision);
    ref_decay_init(&pass->decay, scenario->levels, precision);
    pass->damped = false;
    pass->step = 0;
    pass->start = pass->state.top;
    mpfi_init2(pass->theta, precision);
    mpfi_init2(pass->tau, precision);
    mpfi_init2(pass->energy_before, precision);
    mpfi_set_ui(pass->theta, 0);
    mpfi_set_ui(pass->tau, 0);
    mpfi_set_ui(pass->energy_before, 0);
    mpfr_init2(pass->leak, 64);
    mpfr_set_zero(pass->leak, 1);
    pass->recorded = 0;
    pass->certain = pass->certain_but_leak = true;
}

static void pass_clear(ref_pass *pass)
{
    ref_state_clear(&pass->state);
    ref_exchange_clear(&pass->exchange);
    ref_decay_clear(&pass->decay);
    mpfi_clear(pass->theta);
    mpfi_clear(pass->tau);
    mpfi_clear(pass->energy_before);
    mpfr_clear(pass->leak);
}

/* g_n = p P_{n-1} - q P_n, h_n = kappa r_{n,n-1} as doubles, n = 1..levels-1; adds
 * |g_n| + 2 |h_n| to `size`. */
static void gain_terms(double *g, double *h, double *size, const ref_state *state,
                       const ref_exchange *exchange)
{
    mpfr_t term, other;
    mpfr_inits2(state->precision, term, other, (mpfr_ptr)NULL);
    for (long n = 1; n <= state->top + 1 && n < state->levels; n++) {
        mpfr_mul(term, &exchange->p->left, state->re[ref_state_index(state, n - 1, n - 1)], MPFR_RNDN);
        mpfr_mul(other, &exchange->q->left, state->re[ref_state_index(state, n, n)], MPFR_RNDN);
        mpfr_sub(term, term, other, MPFR_RNDN);
        g[n] = mpfr_get_d(term, MPFR_RNDN);
        *size += fabs(g[n]);
        if (h == NULL)
            continue;
        mpfr_mul(term, &exchange->kappa->left, state->re[ref_state_index(state, n, n - 1)], MPFR_RNDN);
        h[n] = mpfr_get_d(term, MPFR_RNDN);
        *size += 2 * fabs(h[n]);
    }
    mpfr_clears(term, other, (mpfr_ptr)NULL);
}

/* Bounds what ref_gain asks of it: sum_n |g_n - exact| + 2 |h_n - exact| and |energy - exact|. A trace-norm
 * error e moves the sums over g and over 2 h by at most e each; q, p, kappa and their products by less than
 * 64 uncertainty; doubles by 2^-53 of each number (2^-1074 at least). In the infinite model e is `leak`
 * more, and g_{N+1} = p rho_NN comes in. */
static double gain_slack(const ref_pass *pass, const mpfi_t energy, double size)
{
    const ref_state *state = &pass->state;
    mpfr_t slack, part;
    mpfr_inits2(64, slack, part, (mpfr_ptr)NULL);
    mpfi_diam_abs(slack, energy);
    mpfi_mag(part, energy);
    mpfr_add_d(part, part, size, MPFR_RNDU);
    mpfr_mul_2si(part, part, -50, MPFR_RNDU);
    mpfr_add(slack, slack, part, MPFR_RNDU);
    mpfr_mul_ui(part, pass->exchange.uncertainty, 64, MPFR_RNDU);
    mpfr_add(slack, slack, part, MPFR_RNDU);
    mpfr_mul_ui(part, state->error, 2, MPFR_RNDU);
    mpfr_add(slack, slack, part, MPFR_RNDU);
    if (pass->scenario->infinite) {
        mpfr_mul_si(part, pass->leak, pass->start + pass->step + 2, MPFR_RNDU);
        mpfr_add(slack, slack, part, MPFR_RNDU);
        if (state->top == state->levels - 1)
            mpfr_add(slack, slack, state->re[ref_state_index(state, state->top, state->top)], MPFR_RNDU);
        mpfr_add(slack, slack, state->error, MPFR_RNDU);
    }
    double bound = mpfr_get_d(slack, MPFR_RNDU) + 0x1p-1000;
    mpfr_clears(slack, part, (mpfr_ptr)NULL);
    return bound;
}

/* The greedy angle of the next step, from the state as it is; 0.0 when there is none. */
static double greedy_angle(ref_pass *pass, const ref_collision *collision)
{
    long levels = pass->scenario->levels;
    bool coherent = pass->exchange.coherent;
    double *g = calloc((size_t)levels, sizeof *g);
    double *h = coherent ? calloc((size_t)levels, sizeof *h) : NULL;
    double size = 0, gamma_error, gap;
    gain_terms(g, h, &size, &pass->state, &pass->exchange);
    mpfi_t energy;
    mpfi_init2(energy, pass->state.precision);
    ref_observe_energy(energy, &pass->state);
    ref_gain gain = {
        .ladder = pass->scenario->ladder, .levels = levels, .g = g, .h = h,
        .reach = pass->scenario->infinite ? pass->start + pass->step : 0,
        .energy = fmax(0, mpfr_get_d(&energy->left, MPFR_RNDN)),
        .gamma = ref_real_double(&gamma_error, &collision->gamma),
        .tau = mpfr_get_d(&pass->tau->left, MPFR_RNDN),
        .slack = gain_slack(pass, energy, size),
    };
    double angle = ref_protocol_greedy(&gap, &gain, pass->scenario->protocol);
    pass->results->objective_gap = fmax(pass->results->objective_gap, gap);
    mpfi_clear(energy);
    free(g);
    free(h);
    return angle;
}

/* theta_k; false when a greedy protocol has ended. */
static bool next_angle(ref_pass *pass, const ref_collision *collision, long k, bool angles_known)
{
    ref_results *results = pass->results;
    switch (pass->scenario->protocol) {
    case REF_FIXED:
    case REF_LIST:
        ref_real_enclose(pass->theta, &collision->theta);
        return true;
    case REF_FULL_SWAP:
        ref_protocol_full_swap(pass->theta, pass->scenario->ladder, k, pass->scenario->levels);
        return true;
    case REF_GREEDY_TRANSIENT:
    case REF_GREEDY_AVERAGE:
        break;
    }
    if (!angles_known) {
        results->angles[k - 1] = greedy_angle(pass, collision);
        results->angle_count = results->angles[k - 1] > 0 ? k : k - 1;
    }
    if (k > results->angle_count)
        return false;
    mpfi_set_d(pass->theta, results->angles[k - 1]);
    return true;
}

static void set_collision(ref_pass *pass, const ref_collision *collision)
{
    ref_exchange_set_qubit(&pass->exchange, &collision->qubit);
    pass->damped = ref_real_compare_ratio(&collision->gamma, 0, 1) > 0;
    if (pass->damped)
        ref_decay_set(&pass->decay, &collision->gamma);
}

/* The collision, then the damping. */
static void charge(ref_pass *pass)
{
    ref_state *state = &pass->state;
    if (pass->scenario->infinite)
        ref_budget_leak(pass->leak, state, &pass->exchange);
    if (state->shape == REF_DIAGONAL)
        ref_rate(state, &pass->exchange);
    else
        ref_collide(state, &pass->exchange);
    ref_state_cap(state);
    if (pass->damped)
        ref_damp(state, &pass->decay);
    ref_state_cap(state);
    mpfi_add(pass->tau, pass->tau, pass->theta);
    pass->step++;
}

/* One step; false when a greedy protocol has ended. Tables that have not changed are kept. */
static bool step(ref_pass *pass, long k, bool angles_known)
{
    const ref_scenario *scenario = pass->scenario;
    const ref_collision *collision = ref_scenario_collision(scenario, k);
    if (k == 1 || scenario->protocol == REF_LIST)
        set_collision(pass, collision);
    if (!next_angle(pass, collision, k, angles_known))
        return false;
    if (k == 1 || scenario->protocol != REF_FIXED)
        ref_exchange_set_angle(&pass->exchange, pass->theta);
    ref_observe_energy(pass->energy_before, &pass->state);
    charge(pass);
    return true;
}

/* The last step to run: greedy angles are listed to the end, else what follows the
 * last result is not needed. */
static long last_step(const ref_scenario *scenario)
{
    bool greedy = scenario->protocol == REF_GREEDY_TRANSIENT || scenario->protocol == REF_GREEDY_AVERAGE;
    return greedy || scenario->at_count == 0 ? scenario->steps : scenario->at[scenario->at_count - 1];
}

void ref_pass_run(ref_pass *pass, const ref_scenario *scenario, ref_results *results, ref_shape shape,
                  int number, ref_progress progress, void *context)
{
    pass_init(pass, scenario, results, shape);
    long last = last_step(scenario);
    size_t next = 0;
    bool running = true;
    for (long k = 0; k <= last; k++) {
        running = running && (k == 0 || step(pass, k, number > 1));
        if (progress != NULL && k > 0)
            progress(context, number, k, last);
        if (next < scenario->at_count && scenario->at[next] == k)
            ref_record(pass, scenario->at[next++]);
    }
    results->leak = mpfr_get_d(pass->leak, MPFR_RNDU);
    pass_clear(pass);
}
