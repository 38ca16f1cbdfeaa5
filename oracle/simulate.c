/* simulate: see simulate.h. The kernel is told numbers rounded to doubles; what the exact ones differ by is
 * enclosed here with MPFI and enters the budget. */
#include "simulate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "model.h"
#include "pass.h"
#include "protocol.h"
#include "surecharge.h"
#include "text.h"

enum { PRECISION = 128 };

/* The battery at `step`, with what the next collision needs. state: d populations, or the d x d matrix. */
typedef struct {
    const ref_scenario *scenario;
    ref_results *results;
    bool density, damped;
    int64_t d, top, terms;
    double *state, *spare, *f, *c, *s, *zero, *weight, *scale;
    double f_max, swap_error;
    sc_qubit qubit;
    double qubit_error, gamma, survival_error;      /* as budget.h wants them */
    double budget;                  /* trace norm of (state - exact state), rounded up */
    mpfi_t theta, tau, energy_before;
    ref_real alpha;                 /* of every coherent collision */
} machine;

/* ---- exact numbers and doubles */

/* Upper bound on |exact - approximate|. */
static double distance(const mpfi_t exact, double approximate)
{
    mpfi_t difference;
    mpfr_t largest;
    mpfi_init2(difference, PRECISION);
    mpfr_init2(largest, PRECISION);
    mpfi_sub_d(difference, exact, approximate);
    mpfi_mag(largest, difference);
    double bound = mpfr_get_d(largest, MPFR_RNDU);
    mpfi_clear(difference);
    mpfr_clear(largest);
    return bound;
}

/* The few additions of non-negative errors below, rounded up. */
static double up(double sum)
{
    return sum * (1 + 0x1p-50) + 0x1p-1060;
}

static bool is_positive(const ref_real *value)
{
    return ref_real_compare_ratio(value, 0, 1) > 0;
}

/* The nearest double, and an upper bound on |gamma - double| / (1 - double). */
static double nearest_gamma(double *survival_error, const ref_real *gamma)
{
    double error, nearest = ref_real_double(&error, gamma);
    *survival_error = error > 0 ? up(error / (1 - nearest)) : 0;
    return nearest;
}

/* ---- what is supported */

static bool angles_fit(const ref_scenario *scenario)
{
    double f_max = sqrt((double)ref_ladder_largest(scenario->ladder, scenario->levels)), error;
    for (size_t i = 0; i < scenario->collision_count; i++)
        if (!sc_swap_valid(f_max, ref_real_double(&error, &scenario->collisions[i].theta)))
            return false;
    return true;
}

/* A gamma so close to 1 that its double loses what survives is left to the oracle. */
static bool dampings_fit(const ref_scenario *scenario)
{
    double survival_error;
    for (size_t i = 0; i < scenario->collision_count; i++) {
        nearest_gamma(&survival_error, &scenario->collisions[i].gamma);
        if (!sc_budget_error_valid(survival_error))
            return false;
    }
    return true;
}

static bool is_supported_observable(const ref_observable *observable)
{
    return observable->kind != REF_ENTROPY && observable->kind != REF_ERGOTROPY &&
           observable->kind != REF_ERGOTROPY_DEPHASED;
}

bool ref_simulate_supports(const ref_scenario *scenario, char **reason)
{
    *reason = NULL;
    if (scenario->protocol == REF_GREEDY_TRANSIENT || scenario->protocol == REF_GREEDY_AVERAGE)
        *reason = ref_text_format("expected the protocol fixed, full-swap or list, found a greedy one");
    else if (scenario->infinite)
        *reason = ref_text_format("expected the model truncated, found infinite");
    else if (ref_pass_shape(scenario) == REF_HERMITIAN)
        *reason = ref_text_format("expected one alpha for all coherent collisions, found several");
    else if (!angles_fit(scenario))
        *reason = ref_text_format("expected swap angles below 2^20 on every level, found larger ones");
    else if (!dampings_fit(scenario))
        *reason = ref_text_format("expected a gamma that doubles can tell from 1, found one closer to 1");
    for (size_t i = 0; *reason == NULL && i < scenario->observe_count; i++)
        if (!is_supported_observable(&scenario->observe[i])) {
            char *name = ref_observable_name(&scenario->observe[i]);
            *reason = ref_text_format("expected trace, energy, power, transient-power, variance, purity, "
                                      "populations or element:n,m, found %s", name);
            free(name);
        }
    return *reason == NULL;
}

/* ---- tables of one collision */

static void set_angle(machine *battery, const mpfi_t theta)
{
    double nearest = mpfi_get_d(theta);
    mpfi_set(battery->theta, theta);
    sc_swap(battery->c, battery->s, battery->f, nearest, battery->d);
    battery->swap_error =
        up(sc_swap_error(battery->f_max, nearest) + battery->f_max * distance(theta, nearest));
}

static void set_qubit(machine *battery, const ref_qubit *qubit)
{
    double q_error, c_error;
    double q = ref_real_double(&q_error, &qubit->q), c = ref_real_double(&c_error, &qubit->c);
    battery->qubit = sc_qubit_make(q, c);
    battery->qubit_error = sc_budget_qubit(&battery->qubit, q_error, c_error);
}

static void set_damping(machine *battery, const ref_real *gamma)
{
    battery->damped = is_positive(gamma);
    if (!battery->damped)
        return;
    battery->gamma = nearest_gamma(&battery->survival_error, gamma);
    battery->terms = sc_damp_terms(battery->gamma, battery->d);
    battery->weight =
        realloc(battery->weight, (size_t)((battery->terms + 1) * battery->d) * sizeof *battery->weight);
    sc_damp_weights(battery->weight, battery->scale, battery->spare, battery->gamma, battery->terms,
                    battery->d);
}

/* ---- steps */

static void swap_buffers(machine *battery)
{
    double *state = battery->state;
    battery->state = battery->spare;
    battery->spare = state;
}

static void collide_populations(machine *battery)
{
    double total = sc_observe_rate_total(battery->state, battery->d);
    battery->budget = sc_budget_rate(battery->budget, total, battery->swap_error, battery->qubit_error);
    sc_rate(battery->spare, battery->state, battery->c, battery->s, &battery->qubit, battery->d);
    swap_buffers(battery);
}

static void collide_density(machine *battery)
{
    double mass = sc_observe_mass(battery->state, battery->d, battery->top);
    battery->budget = sc_budget_collide(battery->budget, mass, battery->swap_error, battery->qubit_error);
    battery->top = sc_collide(battery->spare, battery->state, battery->c, battery->s, battery->zero,
                              &battery->qubit, battery->d, battery->top);
    swap_buffers(battery);
}

static void damp(machine *battery)
{
    double mass = sc_observe_mass(battery->state, battery->d, battery->top);
    double tail = sc_damp_tail(battery->gamma, battery->terms, battery->d);
    battery->budget =
        sc_budget_damp(battery->budget, mass, tail, battery->survival_error, battery->terms, battery->d);
    sc_damp(battery->spare, battery->state, battery->weight, battery->scale, battery->gamma, battery->terms,
            battery->d, battery->top);
    swap_buffers(battery);
}

static void set_ladder(machine *battery)
{
    const ref_scenario *scenario = battery->scenario;
    static const int ladders[] = { SC_OSCILLATOR, SC_SPIN, SC_UNIFORM };    /* by ref_ladder_kind */
    sc_ladder(battery->f, ladders[scenario->ladder], battery->d);
    for (int64_t n = 0; n <= battery->d; n++)
        battery->f_max = fmax(battery->f_max, battery->f[n]);
}

/* Tables that have not changed are kept. */
static void set_collision(machine *battery, long k)
{
    const ref_scenario *scenario = battery->scenario;
    const ref_collision *collision = ref_scenario_collision(scenario, k);
    bool first = k == 1, varies = scenario->protocol == REF_LIST;
    mpfi_t theta;
    mpfi_init2(theta, PRECISION);
    if (scenario->protocol == REF_FULL_SWAP)
        ref_protocol_full_swap(theta, scenario->ladder, k, scenario->levels);
    else
        ref_real_enclose(theta, &collision->theta);
    if (first || scenario->protocol != REF_FIXED)
        set_angle(battery, theta);
    if (first || varies) {
        set_qubit(battery, &collision->qubit);
        set_damping(battery, &collision->gamma);
    }
    mpfi_clear(theta);
}

static void charge(machine *battery)
{
    if (battery->density)
        collide_density(battery);
    else
        collide_populations(battery);
    if (battery->damped)
        damp(battery);
    mpfi_add(battery->tau, battery->tau, battery->theta);
}

/* ---- observables: the computed value, plus and minus its bar */

static void set_ball(mpfi_t out, double value, double bar)
{
    mpfr_t radius;
    mpfr_init2(radius, 53);
    mpfr_set_d(radius, bar, MPFR_RNDU);
    mpfi_set_d(out, value);
    mpfi_increase(out, radius);
    mpfr_clear(radius);
}

/* r_nm, m <= n; exactly zero beside the diagonal of a diagonal state. */
static void entry(mpfi_t out, const machine *battery, int64_t n, int64_t m)
{
    if (!battery->density)
        set_ball(out, n == m ? battery->state[n] : 0, n == m ? battery->budget : 0);
    else
        set_ball(out, n <= battery->top ? battery->state[n * battery->d + m] : 0, battery->budget);
}

/* rho_nm = (-i e^(i alpha))^(n-m) r_nm */
static void element(mpfi_t re, mpfi_t im, const machine *battery, long n, long m)
{
    mpfi_t value, angle, turn;
    mpfi_init2(value, PRECISION);
    mpfi_init2(angle, PRECISION);
    mpfi_init2(turn, PRECISION);
    entry(value, battery, n > m ? n : m, n > m ? m : n);
    ref_real_enclose(angle, &battery->alpha);
    mpfi_const_pi(turn);
    mpfi_div_2ui(turn, turn, 1);
    mpfi_sub(angle, angle, turn);
    mpfi_mul_si(angle, angle, n - m);
    mpfi_cos(turn, angle);
    mpfi_mul(re, value, turn);
    mpfi_sin(turn, angle);
    mpfi_mul(im, value, turn);
    mpfi_clear(value);
    mpfi_clear(angle);
    mpfi_clear(turn);
}

static void trace(mpfi_t out, const machine *battery)
{
    double value = battery->density ? sc_observe_trace(battery->state, battery->d, battery->top)
                                    : sc_observe_rate_total(battery->state, battery->d);
    set_ball(out, value, sc_budget_trace(battery->budget, battery->d));
}

static void energy(mpfi_t out, const machine *battery)
{
    double value = battery->density ? sc_observe_energy(battery->state, battery->d, battery->top)
                                    : sc_observe_rate_energy(battery->state, battery->d);
    set_ball(out, value, sc_budget_energy(battery->budget, battery->d));
}

static void variance(mpfi_t out, const machine *battery)
{
    double value = battery->density ? sc_observe_variance(battery->state, battery->d, battery->top)
                                    : sc_observe_rate_variance(battery->state, battery->d);
    set_ball(out, value, sc_budget_variance(battery->budget, battery->d));
}

/* sum_n p_n^2 of populations, rounded to nearest once: the kernel has no sum of its own for it. */
static double population_purity(const machine *battery)
{
    mpfr_t sum, square;
    mpfr_inits2(PRECISION, sum, square, (mpfr_ptr)NULL);
    mpfr_set_zero(sum, 1);
    for (int64_t n = 0; n < battery->d; n++) {
        mpfr_set_d(square, battery->state[n], MPFR_RNDN);
        mpfr_sqr(square, square, MPFR_RNDN);
        mpfr_add(sum, sum, square, MPFR_RNDN);
    }
    double purity = mpfr_get_d(sum, MPFR_RNDN);
    mpfr_clears(sum, square, (mpfr_ptr)NULL);
    return purity;
}

static void purity(mpfi_t out, const machine *battery)
{
    double value = battery->density ? sc_observe_purity(battery->state, battery->d, battery->top)
                                    : population_purity(battery);
    set_ball(out, value, sc_budget_purity(battery->budget, battery->d));
}

/* Eqs. (6) and (7). */
static void power(mpfi_t out, const machine *battery)
{
    energy(out, battery);
    mpfi_div(out, out, battery->tau);
}

static void transient_power(mpfi_t out, const machine *battery)
{
    energy(out, battery);
    mpfi_sub(out, out, battery->energy_before);
    mpfi_div(out, out, battery->theta);
}

static void observe(mpfi_t *out, const ref_observable *observable, const machine *battery)
{
    switch (observable->kind) {
    case REF_TRACE: trace(out[0], battery); break;
    case REF_ENERGY: energy(out[0], battery); break;
    case REF_POWER: power(out[0], battery); break;
    case REF_TRANSIENT_POWER: transient_power(out[0], battery); break;
    case REF_VARIANCE: variance(out[0], battery); break;
    case REF_PURITY: purity(out[0], battery); break;
    case REF_POPULATIONS:
        for (int64_t n = 0; n < battery->d; n++)
            entry(out[n], battery, n, n);
        break;
    case REF_ELEMENT: element(out[0], out[1], battery, observable->n, observable->m); break;
    default: break;     /* not supported */
    }
}

static void record(machine *battery, long step)
{
    const ref_scenario *scenario = battery->scenario;
    ref_result *result = &battery->results->results[battery->results->count++];
    result->step = step;
    mpfi_init2(result->tau, PRECISION);
    mpfi_set(result->tau, battery->tau);
    result->values = calloc(scenario->observe_count + 1, sizeof *result->values);
    for (size_t i = 0; i < scenario->observe_count; i++) {
        ref_value *value = &result->values[i];
        value->count = ref_record_count(&scenario->observe[i], scenario->levels);
        value->value = ref_intervals_new(value->count, PRECISION);
        observe(value->value, &scenario->observe[i], battery);
    }
}

/* ---- the run */

/* Damping needs the density matrix: the kernel has no damping of populations. */
static bool is_damped(const ref_scenario *scenario)
{
    for (size_t i = 0; i < scenario->collision_count; i++)
        if (is_positive(&scenario->collisions[i].gamma))
            return true;
    return false;
}

static void set_initial(machine *battery)
{
    for (int64_t n = 0; n < battery->d; n++) {
        double error, population = ref_real_double(&error, &battery->scenario->initial[n]);
        battery->state[battery->density ? n * battery->d + n : n] = population;
        battery->budget = up(battery->budget + error);
        if (population > 0)
            battery->top = n;
    }
}

static void set_alpha(machine *battery)
{
    for (size_t i = 0; i < battery->scenario->collision_count; i++) {
        const ref_qubit *qubit = &battery->scenario->collisions[i].qubit;
        if (ref_qubit_coherent(qubit))
            ref_real_set(&battery->alpha, &qubit->alpha);
    }
}

static double *new_doubles(int64_t count)
{
    double *numbers = calloc((size_t)count, sizeof *numbers);
    if (numbers == NULL)
        abort();
    return numbers;
}

static void start(machine *battery, const ref_scenario *scenario, ref_results *results)
{
    ref_shape shape = ref_pass_shape(scenario);
    *battery = (machine){ .scenario = scenario, .results = results, .d = scenario->levels };
    battery->density = shape == REF_REAL_SYMMETRIC || is_damped(scenario);
    int64_t size = battery->density ? battery->d * battery->d : battery->d;
    battery->state = new_doubles(size);
    battery->spare = new_doubles(size);
    battery->f = new_doubles(battery->d + 1);
    battery->c = new_doubles(battery->d + 1);
    battery->s = new_doubles(battery->d + 1);
    battery->zero = new_doubles(battery->d + 1);
    battery->scale = new_doubles(3 * battery->d);
    mpfi_init2(battery->theta, PRECISION);
    mpfi_init2(battery->tau, PRECISION);
    mpfi_init2(battery->energy_before, PRECISION);
    mpfi_set_ui(battery->tau, 0);
    ref_real_init(&battery->alpha);
    set_alpha(battery);
    set_ladder(battery);
    set_initial(battery);
}

static void finish(machine *battery)
{
    free(battery->state);
    free(battery->spare);
    free(battery->f);
    free(battery->c);
    free(battery->s);
    free(battery->zero);
    free(battery->weight);
    free(battery->scale);
    mpfi_clear(battery->theta);
    mpfi_clear(battery->tau);
    mpfi_clear(battery->energy_before);
    ref_real_clear(&battery->alpha);
}

/* Two states are at most 2 apart: a bound of 1 says too little, and the kernel wants less. */
static bool step(machine *battery, long k, bool observed)
{
    set_collision(battery, k);
    if (observed)
        energy(battery->energy_before, battery);
    charge(battery);
    return battery->budget < 1;
}

bool ref_simulate(ref_results *results, const ref_scenario *scenario, ref_progress progress, void *context)
{
    machine battery;
    long last = scenario->at[scenario->at_count - 1];
    *results = (ref_results){ .precision = 53, .observe_count = scenario->observe_count };
    results->results = calloc(scenario->at_count, sizeof *results->results);
    start(&battery, scenario, results);
    results->method = battery.density ? "real" : "rate";
    bool bounded = true;
    for (long k = 0; bounded && k <= last; k++) {
        bool observed = scenario->at[results->count] == k;
        bounded = k == 0 || step(&battery, k, observed);
        if (bounded && observed)
            record(&battery, k);
        if (progress != NULL)
            progress(context, 1, k, last);
    }
    finish(&battery);
    return bounded;
}
