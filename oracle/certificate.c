/* certificate: see certificate.h. */
#include "certificate.h"

#include <stdio.h>
#include <stdlib.h>
#include "command.h"
#include "text.h"

/* A malloc'ed text becomes a JSON string. */
static json_t *take_text(char *text)
{
    json_t *json = json_string(text);
    free(text);
    return json;
}

/* An upper bound, rounded up. */
static json_t *bound_json(double bound)
{
    mpfr_t exact;
    mpfr_init2(exact, 53);
    mpfr_set_d(exact, bound, MPFR_RNDU);
    char *text;
    mpfr_asprintf(&text, "%.3RUe", exact);
    json_t *json = json_string(text);
    mpfr_free_str(text);
    mpfr_clear(exact);
    return json;
}

static json_t *value_list(const ref_value *values, int digits)
{
    json_t *list = json_array();
    for (size_t i = 0; i < values->count; i++)
        json_array_append_new(list, ref_value_json(values->value[i], digits));
    return list;
}

static json_t *observable_json(const ref_observable *observable, const ref_value *values, int digits)
{
    switch (observable->kind) {
    case REF_POPULATIONS:
        return value_list(values, digits);
    case REF_ELEMENT:
        return json_pack("{s:o, s:o}", "re", ref_value_json(values->value[0], digits),
                         "im", ref_value_json(values->value[1], digits));
    default:
        return ref_value_json(values->value[0], digits);
    }
}

static json_t *result_json(const ref_scenario *scenario, const ref_result *result)
{
    json_t *json = json_pack("{s:I, s:o}", "step", (json_int_t)result->step,
                             "tau", ref_value_json(result->tau, scenario->digits));
    for (size_t i = 0; i < scenario->observe_count; i++) {
        char *name = ref_observable_name(&scenario->observe[i]);
        json_object_set_new(json, name,
                            observable_json(&scenario->observe[i], &result->values[i], scenario->digits));
        free(name);
    }
    return json;
}

json_t *ref_certificate_results(const ref_scenario *scenario, const ref_results *results)
{
    json_t *list = json_array();
    for (size_t i = 0; i < results->count; i++)
        json_array_append_new(list, result_json(scenario, &results->results[i]));
    return list;
}

static json_t *model_json(const ref_scenario *scenario)
{
    if (scenario->infinite)
        return take_text(ref_text_format("infinite oscillator, computed on %ld levels with the leak included",
                                         scenario->levels));
    return take_text(ref_text_format("truncated ladder with %ld levels", scenario->levels));
}

/* The swap angles an adaptive protocol chose, and how good they are. */
static void add_angles(json_t *certificate, const ref_scenario *scenario, const ref_results *results)
{
    if (results->angles == NULL)
        return;
    json_t *list = json_array();
    for (long k = 0; k < results->angle_count; k++)
        json_array_append_new(list, take_text(ref_text_format("%a", results->angles[k])));
    json_object_set_new(certificate, "angles", list);
    json_object_set_new(certificate, "gap", bound_json(results->objective_gap));
    if (results->angle_count < scenario->steps)
        json_object_set_new(certificate, "ended_at", json_integer(results->angle_count));
}

static bool is_damped(const ref_scenario *scenario)
{
    for (size_t i = 0; i < scenario->collision_count; i++)
        if (ref_real_compare_ratio(&scenario->collisions[i].gamma, 0, 1) > 0)
            return true;
    return false;
}

static void add_notes(json_t *certificate, const ref_scenario *scenario, const ref_results *results)
{
    json_t *notes = json_array();
    if (is_damped(scenario) && scenario->ladder != REF_OSCILLATOR)
        json_array_append_new(notes,
                              json_string("Damping (21) acts on the level number: on this ladder it extends "
                                          "the paper, which damps oscillators alone."));
    if (results->angles != NULL && results->angle_count < scenario->steps)
        json_array_append_new(notes,
                              json_string("The protocol ended early: the next supremum is only approached as "
                                          "the swap angle goes to 0. Later steps repeat the last state."));
    if (json_array_size(notes) > 0)
        json_object_set(certificate, "notes", notes);
    json_decref(notes);
}

json_t *ref_certificate_json(const ref_scenario *scenario, const ref_results *results, bool certified)
{
    json_t *certificate = json_pack("{s:s, s:s, s:s, s:O, s:i, s:o, s:s, s:I}", "surecharge", "certificate/1",
                                    "program", "surecharge " REF_VERSION, "verdict",
                                    certified ? "certified" : "undecided", "scenario", scenario->source,
                                    "digits", scenario->digits, "model", model_json(scenario), "method",
                                    results->method, "precision", (json_int_t)results->precision);
    if (scenario->infinite)
        json_object_set_new(certificate, "leak", bound_json(results->leak));
    add_angles(certificate, scenario, results);
    add_notes(certificate, scenario, results);
    json_object_set_new(certificate, "results", ref_certificate_results(scenario, results));
    return certificate;
}
