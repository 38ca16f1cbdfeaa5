/* bound: verdicts about runs; see bound.h. */
#include "bound.h"

#include <stdlib.h>
#include <string.h>
#include "constants.h"
#include "model.h"

const char *ref_verdict_word(ref_verdict verdict)
{
    static const char *const words[] = {"certified", "refuted", "undecided"};
    return words[verdict];
}

ref_verdict ref_bound_decide(const mpfi_t slack)
{
    if (mpfr_sgn(&slack->left) >= 0 && !mpfi_nan_p(slack)) return REF_VERDICT_CERTIFIED;
    return mpfi_is_strictly_neg(slack) ? REF_VERDICT_REFUTED : REF_VERDICT_UNDECIDED;
}

void ref_interval_min(mpfi_t out, const mpfi_t a, const mpfi_t b)
{
    mpfr_min(&out->left, &a->left, &b->left, MPFR_RNDD);
    mpfr_min(&out->right, &a->right, &b->right, MPFR_RNDU);
}

void ref_interval_max(mpfi_t out, const mpfi_t a, const mpfi_t b)
{
    mpfr_max(&out->left, &a->left, &b->left, MPFR_RNDD);
    mpfr_max(&out->right, &a->right, &b->right, MPFR_RNDU);
}

void ref_interval_clamp(mpfi_t out, const mpfi_t x, long low, long high)
{
    mpfi_t end;
    mpfi_init2(end, mpfi_get_prec(out));
    mpfi_set_si(end, low);
    ref_interval_max(out, x, end);
    mpfi_set_si(end, high);
    ref_interval_min(out, out, end);
    mpfi_clear(end);
}

/* --- the slack of each bound at one step ---------------------------------------------------------------- */

/* slack := bound - what := out - (E_k - E_{k-1}), with out the gain per unit of swap angle */
static void gain_slack(mpfi_t out, const ref_bound_point *point)
{
    mpfi_mul(out, out, point->theta);
    mpfi_sub(out, out, point->energy);
    mpfi_add(out, out, point->energy_before);
}

/* (12): the least over the levels of R0 sqrt(n+1) theta - sin^2(sqrt(n+1) theta) */
static void slack_12(mpfi_t slack, const ref_bound_point *point)
{
    mpfr_prec_t precision = mpfi_get_prec(slack);
    mpfi_t r0, angle, level;
    mpfi_init2(r0, precision);
    mpfi_init2(angle, precision);
    mpfi_init2(level, precision);
    ref_constant_r0(r0);
    for (long n = 0; n < point->levels; n++) {
        mpfi_set_si(angle, n + 1);
        mpfi_sqrt(angle, angle);
        mpfi_mul(angle, angle, point->theta);
        mpfi_mul(level, angle, r0);
        mpfi_sin(angle, angle);
        mpfi_sqr(angle, angle);
        mpfi_sub(level, level, angle);
        if (n == 0) mpfi_set(slack, level);
        else ref_interval_min(slack, slack, level);
    }
    mpfi_clear(level);
    mpfi_clear(angle);
    mpfi_clear(r0);
}

static void slack_13(mpfi_t slack, const ref_bound_point *point)
{
    ref_oscillator_bound_gain(slack, point->energy_before);
    gain_slack(slack, point);
}

static void slack_15(mpfi_t slack, const ref_bound_point *point)
{
    ref_oscillator_bound_energy(slack, point->tau);
    mpfi_sub(slack, slack, point->energy);
}

static void slack_16(mpfi_t slack, const ref_bound_point *point)
{
    mpfi_t power;
    mpfi_init2(power, mpfi_get_prec(slack));
    mpfi_div(power, point->energy, point->tau);
    ref_oscillator_bound_power(slack, point->tau);
    mpfi_sub(slack, slack, power);
    mpfi_clear(power);
}

static void slack_26(mpfi_t slack, const ref_bound_point *point)
{
    ref_spin_bound_gain_printed(slack, point->energy_before, point->variance_before, point->levels - 1);
    gain_slack(slack, point);
}

static void slack_26p(mpfi_t slack, const ref_bound_point *point)
{
    ref_spin_bound_gain(slack, point->energy_before, point->variance_before, point->levels - 1);
    gain_slack(slack, point);
}

static void slack_28(mpfi_t slack, const ref_bound_point *point)
{
    ref_spin_bound_time_printed(slack, point->energy, point->levels - 1);
    mpfi_sub(slack, point->tau, slack);
}

static void slack_28i(mpfi_t slack, const ref_bound_point *point)
{
    ref_spin_bound_time_integrated(slack, point->energy, point->levels - 1);
    mpfi_sub(slack, point->tau, slack);
}

static void slack_28p(mpfi_t slack, const ref_bound_point *point)
{
    ref_spin_bound_time(slack, point->energy, point->levels - 1);
    mpfi_sub(slack, point->tau, slack);
}

/* tau - sum_n P_n phi(n), the sum taken as (1/R0) sum_n (P_n + P_{n+1} + ...)/f_n */
static void slack_29p(mpfi_t slack, const ref_bound_point *point)
{
    mpfr_prec_t precision = mpfi_get_prec(slack);
    mpfi_t above, rung, mean;
    mpfi_init2(above, precision);
    mpfi_init2(rung, precision);
    mpfi_init2(mean, precision);
    mpfi_set_ui(above, 0);
    mpfi_set_ui(mean, 0);
    for (long n = point->levels - 1; n > 0; n--) {
        mpfi_add(above, above, point->populations[n]);
        mpfi_set_ui(rung, ref_ladder_weight(REF_SPIN, n, point->levels));
        mpfi_sqrt(rung, rung);
        mpfi_div(rung, above, rung);
        mpfi_add(mean, mean, rung);
    }
    ref_constant_r0(rung);
    mpfi_div(mean, mean, rung);
    mpfi_sub(slack, point->tau, mean);
    mpfi_clear(mean);
    mpfi_clear(rung);
    mpfi_clear(above);
}

static void slack_c3(mpfi_t slack, const ref_bound_point *point)
{
    ref_damped_bound_gain(slack, point->energy_before, point->gamma);
    gain_slack(slack, point);
}

static void slack_c4(mpfi_t slack, const ref_bound_point *point)
{
    ref_damped_bound_time_printed(slack, point->energy, point->gamma);
    mpfi_sub(slack, point->tau, slack);
}

static void slack_c4p(mpfi_t slack, const ref_bound_point *point)
{
    ref_damped_bound_time(slack, point->energy, point->gamma);
    mpfi_sub(slack, point->tau, slack);
}

static const ref_bound bounds[] = {
    {"12", "(12)", "sin^2(sqrt(n+1) theta)/theta <= R0 sqrt(n+1) at every level n",
     REF_OSCILLATOR, false, false, 1, slack_12},
    {"13", "(13)", "E(k) - E(k-1) <= R0 theta_k sqrt(E(k-1) + 1)", REF_OSCILLATOR, false, false, 1, slack_13},
    {"15", "(15)", "E <= R0 tau (1 + R0 tau/4)", REF_OSCILLATOR, true, false, 1, slack_15},
    {"16", "(16)", "E/tau <= R0 (1 + R0 tau/4)", REF_OSCILLATOR, true, false, 1, slack_16},
    {"26", "(26)", "third line as printed: E(k) - E(k-1) <= R0 theta_k sqrt(j(j+1) - <J_z^2 - J_z>)",
     REF_SPIN, false, false, 1, slack_26},
    {"26p", "(26)", "third line with +J_z: E(k) - E(k-1) <= R0 theta_k sqrt(j(j+1) - <J_z^2 + J_z>)",
     REF_SPIN, false, false, 1, slack_26p},
    {"28", "(28)", "as printed: the arctan form, started from arctan((1-2j)/2)",
     REF_SPIN, true, false, 0, slack_28},
    {"28i", "(28)", "(27) integrated from its own initial value arctan((1-2j)/(2 sqrt(2j)))",
     REF_SPIN, true, false, 1, slack_28i},
    {"28p", "(28')", "(1/R0) int dx/G <= tau, G(x) = max of sqrt(j(j+1) - y(y+1)) over y in [x-1, x]",
     REF_SPIN, true, false, 1, slack_28p},
    {"29p", "(29')", "(1/R0) sum_n P_n sum_{k<=n} 1/f_k <= tau", REF_SPIN, true, true, 1, slack_29p},
    {"C3", "(C3)", "E(k) - E(k-1) <= theta_k (R0 (1-gamma) sqrt(E(k-1) + 1) - (2/pi) gamma E(k-1))",
     REF_OSCILLATOR, false, false, 1, slack_c3},
    {"C4", "(C4)", "as printed: int_0^E dx/h(x) <= tau, h(x) = R0 (1-gamma) sqrt(x+1) - (2/pi) gamma x",
     REF_OSCILLATOR, true, false, 1, slack_c4},
    {"C4p", "(C4')", "int_0^E dx/H(x) <= tau, H(x) = max of h over [x-1, x]",
     REF_OSCILLATOR, true, false, 1, slack_c4p},
};

const ref_bound *ref_bound_find(const char *id)
{
    for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++)
        if (strcmp(bounds[i].id, id) == 0) return &bounds[i];
    return NULL;
}

/* --- runs ----------------------------------------------------------------------------------------------- */

void ref_ruling_init(ref_ruling *ruling)
{
    *ruling = (ref_ruling){.verdict = REF_VERDICT_CERTIFIED, .step = -1, .first = -1};
    mpfr_init2(ruling->margin, 64);
    mpfr_set_inf(ruling->margin, 1);
}

void ref_ruling_clear(ref_ruling *ruling)
{
    mpfr_clear(ruling->margin);
}

bool ref_scenario_incoherent(const ref_scenario *scenario)
{
    for (size_t i = 0; i < scenario->collision_count; i++)
        if (ref_qubit_coherent(&scenario->collisions[i].qubit)) return false;
    return true;
}

static bool one_gamma(const ref_scenario *scenario)
{
    for (size_t i = 1; i < scenario->collision_count; i++)
        if (!ref_real_equal(&scenario->collisions[i].gamma, &scenario->collisions[0].gamma)) return false;
    return true;
}

const char *ref_bound_objection(const ref_bound *bound, const ref_scenario *scenario)
{
    if (bound->ladder != scenario->ladder)
        return bound->ladder == REF_SPIN ? "it is about the spin ladder" : "it is about the oscillator "
            "ladder";
    if (scenario->steps == 0) return "the scenario has no steps";
    if (bound->from_empty && ref_real_compare_ratio(&scenario->initial[0], 1, 1) != 0)
        return "it is about charging from the empty battery";
    if (bound->id[0] == 'C' && !one_gamma(scenario)) return "it is about one damping for all steps";
    return NULL;
}

void ref_bound_watch(ref_scenario *watched, const ref_scenario *scenario, bool populations, int digits)
{
    json_t *source = json_deep_copy(scenario->source), *observe = json_array(), *at = json_array();
    json_array_append_new(observe, json_string("energy"));
    json_array_append_new(observe, json_string("variance"));
    if (populations) json_array_append_new(observe, json_string("populations"));
    for (long k = 0; k <= scenario->steps; k++) json_array_append_new(at, json_integer(k));
    json_object_set_new(source, "observe", observe);
    json_object_set_new(source, "at", at);
    json_object_set_new(source, "digits", json_integer(digits));
    char *text = json_dumps(source, JSON_PRESERVE_ORDER), *error = NULL;
    if (!ref_scenario_parse(watched, text, "watched scenario", &error)) abort();
    free(text);
    json_decref(source);
}

/* Sees the point of result i >= 1, or of the start when i = 0 (nothing before it). */
static void see(ref_bound_point *point, mpfi_t theta, const ref_results *run, size_t i)
{
    const ref_result *now = &run->results[i], *before = &run->results[i == 0 ? 0 : i - 1];
    mpfi_sub(theta, now->tau, before->tau);
    point->tau = now->tau;
    point->theta = theta;
    point->energy = now->values[0].value[0];
    point->energy_before = before->values[0].value[0];
    point->variance_before = before->values[1].value[0];
    point->populations = run->observe_count > 2 ? now->values[2].value : NULL;
}

/* Certified so far: keeps the least slack. */
static void note_slack(ref_ruling *ruling, mpfr_srcptr slack, long step)
{
    if (ruling->verdict != REF_VERDICT_CERTIFIED || (ruling->step >= 0 && mpfr_lessequal_p(ruling->margin,
            slack)))
        return;
    mpfr_set(ruling->margin, slack, MPFR_RNDD);
    ruling->step = step;
}

/* Refuted from now on: keeps the largest excess. */
static void note_excess(ref_ruling *ruling, mpfr_srcptr excess, long step)
{
    bool first = ruling->verdict != REF_VERDICT_REFUTED;
    if (first) ruling->first = step;
    if (first || mpfr_less_p(ruling->margin, excess)) {
        mpfr_set(ruling->margin, excess, MPFR_RNDD);
        ruling->step = step;
    }
    ruling->verdict = REF_VERDICT_REFUTED;
}

static void note_undecided(ref_ruling *ruling, long step)
{
    if (ruling->verdict != REF_VERDICT_CERTIFIED) return;
    ruling->verdict = REF_VERDICT_UNDECIDED;
    mpfr_set_zero(ruling->margin, 1);
    ruling->step = step;
}

void ref_ruling_note(ref_ruling *ruling, const mpfi_t slack, long step)
{
    mpfr_t excess;
    ruling->precision = mpfi_get_prec(slack);
    switch (ref_bound_decide(slack)) {
    case REF_VERDICT_CERTIFIED: note_slack(ruling, &slack->left, step); break;
    case REF_VERDICT_UNDECIDED: note_undecided(ruling, step); break;
    case REF_VERDICT_REFUTED:
        mpfr_init2(excess, mpfi_get_prec(slack));
        mpfr_neg(excess, &slack->right, MPFR_RNDD);
        note_excess(ruling, excess, step);
        mpfr_clear(excess);
    }
}

void ref_ruling_merge(ref_ruling *ruling, const ref_ruling *part, long number)
{
    if (part->precision > ruling->precision) ruling->precision = part->precision;
    switch (part->verdict) {
    case REF_VERDICT_CERTIFIED: note_slack(ruling, part->margin, number); break;
    case REF_VERDICT_UNDECIDED: note_undecided(ruling, number); break;
    case REF_VERDICT_REFUTED: note_excess(ruling, part->margin, number);
    }
}

void ref_bound_rule(ref_ruling *ruling, const ref_bound *bound, const ref_scenario *watched,
                    const ref_results *run)
{
    mpfi_t gamma, theta, slack;
    mpfi_init2(gamma, run->precision);
    mpfi_init2(theta, run->precision);
    mpfi_init2(slack, run->precision);
    ref_real_enclose(gamma, &watched->collisions[0].gamma);
    ref_bound_point point = {.levels = watched->levels, .gamma = gamma};
    for (size_t i = (size_t)bound->first_step; i < run->count; i++) {
        if (run->results[i].step > run->angle_count) break;     /* a greedy run that ended early */
        see(&point, theta, run, i);
        bound->slack(slack, &point);
        ref_ruling_note(ruling, slack, run->results[i].step);
    }
    mpfi_clear(slack);
    mpfi_clear(theta);
    mpfi_clear(gamma);
}

void ref_bound_rule_scenario(ref_ruling *ruling, const ref_bound *bound, const ref_scenario *scenario,
                             int digits,
                             int digits_max, ref_progress progress, void *context)
{
    bool undecided = true;
    for (; digits <= digits_max && undecided; digits *= 2) {
        ref_scenario watched;
        ref_results run;
        ref_ruling_clear(ruling);
        ref_ruling_init(ruling);
        ref_bound_watch(&watched, scenario, bound->populations, digits);
        ref_run(&run, &watched, progress, context);
        ref_bound_rule(ruling, bound, &watched, &run);
        undecided = ruling->verdict == REF_VERDICT_UNDECIDED;
        ref_results_clear(&run);
        ref_scenario_clear(&watched);
    }
}
