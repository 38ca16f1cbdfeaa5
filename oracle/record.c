/* The observables at one step. */
#include "pass.h"
#include "spectrum.h"

/* Enclosures of (E(k) - E(k-1)) / theta_k, eq. (7), and E / tau, eq. (6); 0 at step 0, when
 * nothing has been charged. */
static void transient_power(mpfi_t power, const ref_pass *pass)
{
    mpfi_set_ui(power, 0);
    if (pass->step == 0)
        return;
    ref_observe_energy(power, &pass->state);
    mpfi_sub(power, power, pass->energy_before);
    mpfi_div(power, power, pass->theta);
}

static void mean_power(mpfi_t power, const ref_pass *pass)
{
    mpfi_set_ui(power, 0);
    if (pass->step == 0)
        return;
    ref_observe_energy(power, &pass->state);
    mpfi_div(power, power, pass->tau);
}

static void ergotropy(mpfi_t value, const ref_state *state, const mpfi_t *eigenvalues)
{
    mpfi_t energy;
    mpfi_init2(energy, state->precision);
    ref_observe_energy(energy, state);
    ref_spectrum_ergotropy(value, energy, eigenvalues, state->levels);
    mpfi_clear(energy);
}

static void ergotropy_dephased(mpfi_t value, const ref_state *state)
{
    mpfi_t *populations = ref_intervals_new((size_t)state->levels, state->precision);
    ref_observe_populations(populations, state);
    ref_spectrum_sort(populations, state->levels);
    ergotropy(value, state, populations);
    ref_intervals_clear(populations, (size_t)state->levels);
}

static void observe(mpfi_t *value, const ref_observable *observable, const ref_pass *pass,
                    const mpfi_t *eigenvalues)
{
    const ref_state *state = &pass->state;
    switch (observable->kind) {
    case REF_TRACE:
        ref_observe_trace(value[0], state);
        break;
    case REF_ENERGY:
        ref_observe_energy(value[0], state);
        break;
    case REF_POWER:
        mean_power(value[0], pass);
        break;
    case REF_TRANSIENT_POWER:
        transient_power(value[0], pass);
        break;
    case REF_VARIANCE:
        ref_observe_variance(value[0], state);
        break;
    case REF_PURITY:
        ref_observe_purity(value[0], state);
        break;
    case REF_ENTROPY:
        ref_spectrum_entropy(value[0], eigenvalues, state->levels);
        break;
    case REF_ERGOTROPY:
        ergotropy(value[0], state, eigenvalues);
        break;
    case REF_ERGOTROPY_DEPHASED:
        ergotropy_dephased(value[0], state);
        break;
    case REF_POPULATIONS:
        ref_observe_populations(value, state);
        break;
    case REF_ELEMENT:
        ref_observe_element(value[0], value[1], state, observable->n, observable->m);
        break;
    }
}

size_t ref_record_count(const ref_observable *observable, long levels)
{
    switch (observable->kind) {
    case REF_POPULATIONS:
        return (size_t)levels;
    case REF_ELEMENT:
        return 2;
    default:
        return 1;
    }
}

/* Purity and populations lie in [0, 1]; all others are >= 0, but for the transient power, an element, and
 * the trace, which is left as computed. */
static void clip(mpfi_t value, ref_observable_kind kind)
{
    if (kind == REF_TRACE || kind == REF_TRANSIENT_POWER || kind == REF_ELEMENT)
        return;
    if (mpfr_sgn(&value->left) < 0)
        mpfr_set_zero(&value->left, 1);
    if ((kind == REF_PURITY || kind == REF_POPULATIONS) && mpfr_cmp_ui(&value->right, 1) > 0)
        mpfr_set_ui(&value->right, 1, MPFR_RNDU);
}

/* width <= 10^-digits max(1, |value|) */
static bool narrow(const mpfi_t value, int digits)
{
    mpfr_t width, goal;
    mpfr_inits2(64, width, goal, (mpfr_ptr)NULL);
    mpfi_diam_abs(width, value);
    mpfi_mig(goal, value);
    if (mpfr_cmp_ui(goal, 1) < 0)
        mpfr_set_ui(goal, 1, MPFR_RNDN);
    for (int i = 0; i < digits; i++)
        mpfr_div_ui(goal, goal, 10, MPFR_RNDD);
    bool is_narrow = mpfr_lessequal_p(width, goal);
    mpfr_clears(width, goal, (mpfr_ptr)NULL);
    return is_narrow;
}

/* Widens the values of the truncated ladder to those of the infinite one. */
static void add_leak(ref_value *value, ref_observable_kind kind, const ref_pass *pass)
{
    if (mpfr_zero_p(pass->leak))
        return;
    mpfr_t radius;
    mpfr_init2(radius, 64);
    ref_budget_leak_observe(radius, kind, pass->leak, pass->start + pass->step,
                            kind == REF_POWER ? pass->tau : pass->theta);
    for (size_t i = 0; i < value->count; i++) {
        mpfi_increase(value->value[i], radius);
        clip(value->value[i], kind);
    }
    mpfr_clear(radius);
}

static bool all_narrow(const ref_value *value, int digits)
{
    for (size_t i = 0; i < value->count; i++)
        if (!narrow(value->value[i], digits))
            return false;
    return true;
}

static void record_value(ref_pass *pass, ref_value *value, const ref_observable *observable,
                         const mpfi_t *eigenvalues)
{
    observe(value->value, observable, pass, eigenvalues);
    for (size_t i = 0; i < value->count; i++)
        clip(value->value[i], observable->kind);
    pass->certain_but_leak = pass->certain_but_leak && all_narrow(value, pass->scenario->digits);
    add_leak(value, observable->kind, pass);
    pass->certain = pass->certain && all_narrow(value, pass->scenario->digits);
}

static bool needs_eigenvalues(const ref_scenario *scenario)
{
    for (size_t i = 0; i < scenario->observe_count; i++)
        if (scenario->observe[i].kind == REF_ENTROPY || scenario->observe[i].kind == REF_ERGOTROPY)
            return true;
    return false;
}

void ref_record(ref_pass *pass, long at)
{
    const ref_scenario *scenario = pass->scenario;
    ref_result *result = &pass->results->results[pass->recorded++];
    size_t count = needs_eigenvalues(scenario) ? (size_t)scenario->levels : 0;
    mpfi_t *eigenvalues = ref_intervals_new(count + 1, pass->state.precision);
    if (count > 0)
        ref_spectrum_enclose(eigenvalues, &pass->state);
    result->step = at;
    mpfi_set(result->tau, pass->tau);
    pass->certain = pass->certain && narrow(result->tau, scenario->digits);
    pass->certain_but_leak = pass->certain_but_leak && narrow(result->tau, scenario->digits);
    for (size_t i = 0; i < scenario->observe_count; i++)
        record_value(pass, &result->values[i], &scenario->observe[i], eigenvalues);
    ref_intervals_clear(eigenvalues, count + 1);
}
