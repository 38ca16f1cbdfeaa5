/* falsify_found: what a search has found, certified; see falsify.h. */
#include "falsify.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "text.h"
#include "witness.h"

enum { DIGITS = 15, DIGITS_LAST = 60, RATIO_DIGITS = 30, PRECISION = 256 };

static const double swap_tolerance = 1e-4;

/* ---- scenarios */

static json_t *hex(double value)
{
    char *text = ref_text_format("%a", value);
    json_t *json = json_string(text);
    free(text);
    return json;
}

static json_t *scenario_with(const ref_target *target, long steps, json_t *protocol)
{
    json_t *battery;
    if (target->ladder == REF_SPIN) {
        char *j = ref_text_format("%ld/2", target->n_max);
        battery = json_pack("{s:s, s:s}", "ladder", "spin", "j", j);
        free(j);
    } else {
        battery = json_pack("{s:s, s:I}", "ladder", "oscillator", "levels", (json_int_t)(steps + 1));
    }
    json_t *source = json_pack("{s:s, s:o, s:{s:s}, s:o}", "surecharge", "scenario/1", "battery", battery,
                               "qubit", "q", "0", "protocol", protocol);
    if (target->damping != NULL)
        json_object_set_new(source, "damping", json_pack("{s:s}", "gamma", target->damping));
    return source;
}

static json_t *steps_of(const char *kind, long steps)
{
    return json_pack("{s:s, s:I}", "kind", kind, "steps", (json_int_t)steps);
}

/* Does step k swap level k - 1 fully for level k, for all k up to the top? */
static bool is_full_swap(const ref_find *find, const ref_target *target)
{
    bool is = find->steps == target->n_max;
    for (long k = 0; k < find->steps && is; k++) {
        double rung = sqrt((double)ref_ladder_weight(REF_SPIN, k + 1, target->n_max + 1));
        is = fabs(rung * find->theta[k] - acos(0)) < swap_tolerance && find->q[k] < swap_tolerance;
    }
    return is;
}

json_t *ref_find_scenario(const ref_find *find, const ref_target *target)
{
    if (target->full_charge)
        return !is_full_swap(find, target) ? NULL
               : scenario_with(target, find->steps, steps_of("full-swap", find->steps));
    json_t *collisions = json_array();
    for (long k = 0; k < find->steps; k++) {
        json_t *collision = json_pack("{s:o}", "theta", hex(find->theta[k]));
        if (find->q[k] > 0)
            json_object_set_new(collision, "q", hex(find->q[k]));
        json_array_append_new(collisions, collision);
    }
    return scenario_with(target, find->steps,
                         json_pack("{s:s, s:o}", "kind", "list", "collisions", collisions));
}

static void parse(ref_scenario *scenario, const json_t *source)
{
    char *text = json_dumps(source, JSON_COMPACT), *error;
    if (!ref_scenario_parse(scenario, text, "protocol found", &error))
        abort();        /* made above, from numbers in their ranges */
    free(text);
}

/* ---- certificates */

void ref_found_init(ref_found *found)
{
    mpfi_init2(found->tau, PRECISION);
    mpfi_init2(found->energy, PRECISION);
    mpfi_init2(found->ratio, PRECISION);
    ref_ruling_init(&found->ruling);
}

void ref_found_clear(ref_found *found)
{
    mpfi_clear(found->tau);
    mpfi_clear(found->energy);
    mpfi_clear(found->ratio);
    ref_ruling_clear(&found->ruling);
}

/* From slack = bound - value (15), (16), or tau - least time: the ratio of the two. */
static void set_ratio(ref_found *found, const ref_target *target, const mpfi_t slack)
{
    mpfi_t whole;
    mpfi_init2(whole, PRECISION);
    if (target->ladder == REF_OSCILLATOR && !target->damped) {
        if (strcmp(target->id, "16") == 0)
            mpfi_div(found->ratio, found->energy, found->tau);
        else
            mpfi_set(found->ratio, found->energy);
        mpfi_add(whole, found->ratio, slack);
        mpfi_div(found->ratio, found->ratio, whole);
    } else {
        mpfi_div(whole, slack, found->tau);
        mpfi_ui_sub(found->ratio, 1, whole);
    }
    mpfi_clear(whole);
}

/* From the result of a watched run. */
static void set_found(ref_found *found, const ref_target *target, const ref_bound *bound,
                      const ref_scenario *watched, const ref_result *result)
{
    mpfi_t gamma, slack;
    mpfi_init2(gamma, PRECISION);
    mpfi_init2(slack, PRECISION);
    mpfi_set(found->tau, result->tau);
    mpfi_set(found->energy, result->values[0].value[0]);
    ref_real_enclose(gamma, &watched->collisions[0].gamma);
    bound->slack(slack, &(ref_bound_point){
        .levels = watched->levels, .gamma = gamma, .tau = found->tau, .energy = found->energy,
        .populations = bound->populations ? result->values[2].value : NULL });
    set_ratio(found, target, slack);
    mpfi_clear(slack);
    mpfi_clear(gamma);
}

/* The ruling on the time of the full swap, exactly; its energy is certified by a run. */
static void rule_full_charge(ref_found *found, const ref_target *target)
{
    mpfi_t slack;
    long step;
    mpfi_init2(slack, PRECISION);
    ref_witness_spin(slack, &step, target->id, target->n_max);
    ref_full_swap_time(found->tau, REF_SPIN, target->n_max, target->n_max + 1);
    set_ratio(found, target, slack);
    ref_ruling_note(&found->ruling, slack, step);
    mpfi_clear(slack);
}

void ref_found_certify(ref_found *found, const ref_target *target, const json_t *source)
{
    const ref_bound *bound = ref_bound_find(target->id);
    ref_scenario scenario, watched;
    ref_results run;
    parse(&scenario, source);
    ref_bound_watch(&watched, &scenario, bound != NULL && bound->populations, RATIO_DIGITS);
    ref_run(&run, &watched, NULL, NULL);
    if (target->full_charge) {
        mpfi_set(found->energy, run.results[run.count - 1].values[0].value[0]);
        rule_full_charge(found, target);
    } else {
        set_found(found, target, bound, &watched, &run.results[run.count - 1]);
        ref_bound_rule_scenario(&found->ruling, bound, &scenario, DIGITS, DIGITS_LAST, NULL, NULL);
    }
    ref_results_clear(&run);
    ref_scenario_clear(&watched);
    ref_scenario_clear(&scenario);
}

void ref_found_greedy(ref_found *found, ref_find *known, const ref_target *target, ref_protocol_kind kind,
                      const long *steps, size_t count)
{
    const ref_bound *bound = ref_bound_find(target->id);
    const char *word = kind == REF_GREEDY_TRANSIENT ? "greedy-transient" : "greedy-average";
    long most = steps[count - 1];
    json_t *source = scenario_with(target, most, steps_of(word, most));
    ref_scenario scenario, watched;
    ref_results run;
    parse(&scenario, source);
    ref_bound_watch(&watched, &scenario, bound->populations, DIGITS);
    ref_run(&run, &watched, NULL, NULL);
    for (size_t i = 0; i < count; i++) {
        long done = steps[i] < run.angle_count ? steps[i] : run.angle_count;
        ref_found_init(&found[i]);
        set_found(&found[i], target, bound, &watched, &run.results[steps[i]]);
        known[i] = (ref_find){ .steps = done, .theta = calloc((size_t)done + 1, sizeof(double)),
                               .q = calloc((size_t)done + 1, sizeof(double)) };
        memcpy(known[i].theta, run.angles, (size_t)done * sizeof(double));
    }
    ref_results_clear(&run);
    ref_scenario_clear(&watched);
    ref_scenario_clear(&scenario);
    json_decref(source);
}
