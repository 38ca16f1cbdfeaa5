/* scenario: see scenario.h. */
#include "scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "text.h"

enum {
    LEVELS_MAX = 1 << 20,       /* populations alone */
    DENSITY_LEVELS_MAX = 4096,  /* density matrices, and damping */
    STEPS_MAX = 10000000,
    THETA_MAX = 1000000,
    DIGITS_MAX = 1000,
    DIGITS_DEFAULT = 15,
    OBSERVABLES_MAX = 10000
};

static const char *const root_keys[] = { "surecharge", "battery", "qubit", "protocol", "damping", "initial",
                                         "observe", "at", "digits", NULL };
static const char *const any_battery_keys[] = { "ladder", "levels", "j", "model", NULL };
static const char *const battery_keys[][4] = {   /* by ladder */
    { "ladder", "levels", "model", NULL }, { "ladder", "j", NULL }, { "ladder", "levels", NULL }
};
static const char *const qubit_keys[] = { "q", "c", "alpha", NULL };
static const char *const damping_keys[] = { "gamma", "kappa_t0", NULL };
static const char *const any_protocol_keys[] = { "kind", "theta", "steps", "collisions", NULL };
static const char *const protocol_keys[][4] = {  /* by kind */
    { "kind", "theta", "steps", NULL }, { "kind", "steps", NULL }, { "kind", "steps", NULL },
    { "kind", "steps", NULL }, { "kind", "collisions", NULL }
};
static const char *const collision_keys[] = { "theta", "q", "c", "alpha", "gamma", "kappa_t0", NULL };

static const char *const formats[] = { "scenario/1", NULL };
static const char *const ladders[] = { "oscillator", "spin", "uniform", NULL };
static const char *const models[] = { "truncated", "infinite", NULL };
static const char *const protocols[] = { "fixed",          "full-swap", "greedy-transient",
                                         "greedy-average", "list",      NULL };
static const char *const observables[] = { "trace",           "energy",      "power",
                                           "transient-power", "variance",    "purity",
                                           "entropy",         "ergotropy",   "ergotropy-dephased",
                                           "populations",     "element:n,m", NULL };

const ref_collision *ref_scenario_collision(const ref_scenario *scenario, long k)
{
    return &scenario->collisions[scenario->protocol == REF_LIST ? k - 1 : 0];
}

char *ref_observable_name(const ref_observable *observable)
{
    char name[64];
    if (observable->kind == REF_ELEMENT)
        snprintf(name, sizeof name, "element:%ld,%ld", observable->n, observable->m);
    else
        snprintf(name, sizeof name, "%s", observables[observable->kind]);
    return strdup(name);
}

/* ---- numbers and their ranges */

static bool in_unit_interval(const ref_real *value)
{
    return ref_real_compare_ratio(value, 0, 1) >= 0 && ref_real_compare_ratio(value, 1, 1) <= 0;
}

/* A missing optional number leaves *out as it is. */
static bool read_unit(ref_real *out, ref_reader *reader, const ref_node *parent, const char *key)
{
    ref_node at = ref_node_member(parent, key);
    const char *expected = "a number from 0 to 1";
    if (at.json == NULL)
        return true;
    if (!ref_reader_real(out, reader, &at, expected))
        return false;
    return in_unit_interval(out) || ref_reader_fail(reader, &at, "%s", expected);
}

static bool read_theta(ref_real *out, ref_reader *reader, const ref_node *parent)
{
    ref_node at = ref_node_member(parent, "theta");
    if (!ref_reader_real(out, reader, &at, "a swap angle"))
        return false;
    if (ref_real_compare_ratio(out, 0, 1) > 0 && ref_real_compare_ratio(out, THETA_MAX, 1) <= 0)
        return true;
    return ref_reader_fail(reader, &at, "a swap angle above 0, at most %d", THETA_MAX);
}

/* ---- battery */

static bool read_spin(ref_scenario *scenario, ref_reader *reader, const ref_node *at)
{
    const char *expected = "a half integer from 1/2 to %d/2";
    ref_real j;
    ref_real_init(&j);
    bool valid = json_is_string(at->json) && ref_real_parse(&j, json_string_value(at->json));
    mpq_mul_2exp(j.x, j.x, 1);
    valid = valid && j.form == REF_RATIONAL && mpz_cmp_ui(mpq_denref(j.x), 1) == 0 &&
            mpz_cmp_ui(mpq_numref(j.x), 1) >= 0 && mpz_cmp_ui(mpq_numref(j.x), LEVELS_MAX - 1) <= 0;
    scenario->levels = valid ? mpz_get_si(mpq_numref(j.x)) + 1 : 0;
    ref_real_clear(&j);
    return valid || ref_reader_fail(reader, at, expected, LEVELS_MAX - 1);
}

static bool read_battery(ref_scenario *scenario, ref_reader *reader, const ref_node *root)
{
    ref_node battery = ref_node_member(root, "battery");
    if (!ref_reader_object(reader, &battery, any_battery_keys))
        return false;
    ref_node ladder = ref_node_member(&battery, "ladder"), levels = ref_node_member(&battery, "levels");
    ref_node j = ref_node_member(&battery, "j"), model = ref_node_member(&battery, "model");
    int kind, infinite = 0;
    if (!ref_reader_word(&kind, reader, &ladder, ladders))
        return false;
    scenario->ladder = (ref_ladder_kind)kind;
    if (!ref_reader_object(reader, &battery, battery_keys[kind]))
        return false;
    if (model.json != NULL && !ref_reader_word(&infinite, reader, &model, models))
        return false;
    scenario->infinite = infinite;
    if (kind == REF_SPIN)
        return read_spin(scenario, reader, &j);
    return ref_reader_integer(&scenario->levels, reader, &levels, 2, LEVELS_MAX);
}

/* ---- collisions */

static void init_collision(ref_collision *collision)
{
    ref_real_init(&collision->theta);
    ref_real_init(&collision->qubit.q);
    ref_real_init(&collision->qubit.c);
    ref_real_init(&collision->qubit.alpha);
    ref_real_init(&collision->gamma);
}

static void clear_collision(ref_collision *collision)
{
    ref_real_clear(&collision->theta);
    ref_real_clear(&collision->qubit.q);
    ref_real_clear(&collision->qubit.c);
    ref_real_clear(&collision->qubit.alpha);
    ref_real_clear(&collision->gamma);
}

static void copy_collision(ref_collision *collision, const ref_collision *from)
{
    ref_real_set(&collision->theta, &from->theta);
    ref_real_set(&collision->qubit.q, &from->qubit.q);
    ref_real_set(&collision->qubit.c, &from->qubit.c);
    ref_real_set(&collision->qubit.alpha, &from->qubit.alpha);
    ref_real_set(&collision->gamma, &from->gamma);
}

static void allocate_collisions(ref_scenario *scenario, size_t count)
{
    scenario->collisions = malloc(count * sizeof *scenario->collisions);
    scenario->collision_count = count;
    for (size_t i = 0; i < count; i++)
        init_collision(&scenario->collisions[i]);
}

static bool read_qubit(ref_qubit *qubit, ref_reader *reader, const ref_node *parent)
{
    ref_node alpha = ref_node_member(parent, "alpha");
    return read_unit(&qubit->q, reader, parent, "q") && read_unit(&qubit->c, reader, parent, "c") &&
           (alpha.json == NULL || ref_reader_real(&qubit->alpha, reader, &alpha, "a phase"));
}

/* gamma, or kappa_t0 = x for gamma = 1 - exp(-x), eq. (21). */
static bool read_damping(ref_real *gamma, ref_reader *reader, const ref_node *parent)
{
    ref_node kappa_t0 = ref_node_member(parent, "kappa_t0");
    const char *expected = "a rational number, at least 0";
    if (kappa_t0.json == NULL)
        return read_unit(gamma, reader, parent, "gamma");
    if (json_object_get(parent->json, "gamma") != NULL)
        return ref_reader_fail(reader, parent, "gamma or kappa_t0, not both");
    if (!ref_reader_real(gamma, reader, &kappa_t0, expected))
        return false;
    if (gamma->form != REF_RATIONAL || mpq_sgn(gamma->x) < 0)
        return ref_reader_fail(reader, &kappa_t0, "%s", expected);
    gamma->form = REF_DECAY;
    return true;
}

/* What every collision is unless its own entry says otherwise. */
static bool read_common(ref_collision *common, ref_reader *reader, const ref_node *root)
{
    ref_node qubit = ref_node_member(root, "qubit"), damping = ref_node_member(root, "damping");
    if (!ref_reader_object(reader, &qubit, qubit_keys))
        return false;
    ref_node q = ref_node_member(&qubit, "q");
    if (q.json == NULL)
        return ref_reader_fail(reader, &q, "a number from 0 to 1");
    if (!read_qubit(&common->qubit, reader, &qubit))
        return false;
    if (damping.json == NULL)
        return true;
    if (!ref_reader_object(reader, &damping, damping_keys))
        return false;
    if (json_object_size(damping.json) == 0)
        return ref_reader_fail(reader, &damping, "gamma or kappa_t0");
    return read_damping(&common->gamma, reader, &damping);
}

static bool read_list(ref_scenario *scenario, ref_reader *reader, const ref_node *collisions,
                      const ref_collision *common)
{
    if (!ref_reader_list(reader, collisions, 0, STEPS_MAX))
        return false;
    scenario->steps = (long)json_array_size(collisions->json);
    allocate_collisions(scenario, (size_t)scenario->steps);
    for (size_t i = 0; i < scenario->collision_count; i++) {
        ref_collision *collision = &scenario->collisions[i];
        ref_node entry = ref_node_entry(collisions, i);
        copy_collision(collision, common);
        if (!ref_reader_object(reader, &entry, collision_keys) ||
            !read_theta(&collision->theta, reader, &entry) ||
            !read_qubit(&collision->qubit, reader, &entry) ||
            !read_damping(&collision->gamma, reader, &entry))
            return false;
    }
    return true;
}

static bool read_repeated(ref_scenario *scenario, ref_reader *reader, const ref_node *protocol,
                          const ref_collision *common)
{
    ref_node steps = ref_node_member(protocol, "steps");
    long most = scenario->protocol == REF_FULL_SWAP ? scenario->levels - 1 : STEPS_MAX;
    allocate_collisions(scenario, 1);
    copy_collision(scenario->collisions, common);
    if (scenario->protocol == REF_FIXED && !read_theta(&scenario->collisions->theta, reader, protocol))
        return false;
    return ref_reader_integer(&scenario->steps, reader, &steps, 0, most);
}

static bool read_protocol(ref_scenario *scenario, ref_reader *reader, const ref_node *root,
                          const ref_collision *common)
{
    ref_node protocol = ref_node_member(root, "protocol");
    if (!ref_reader_object(reader, &protocol, any_protocol_keys))
        return false;
    ref_node kind = ref_node_member(&protocol, "kind"), collisions = ref_node_member(&protocol, "collisions");
    int word;
    if (!ref_reader_word(&word, reader, &kind, protocols))
        return false;
    scenario->protocol = (ref_protocol_kind)word;
    if (!ref_reader_object(reader, &protocol, protocol_keys[word]))
        return false;
    if (word == REF_LIST)
        return read_list(scenario, reader, &collisions, common);
    return read_repeated(scenario, reader, &protocol, common);
}

static bool read_collisions(ref_scenario *scenario, ref_reader *reader, const ref_node *root)
{
    ref_collision common;
    init_collision(&common);
    bool valid = read_common(&common, reader, root) && read_protocol(scenario, reader, root, &common);
    clear_collision(&common);
    return valid;
}

static bool needs_density_matrix(const ref_scenario *scenario)
{
    for (size_t i = 0; i < scenario->collision_count; i++) {
        const ref_collision *collision = &scenario->collisions[i];
        if (mpq_sgn(collision->qubit.c.x) != 0 || mpq_sgn(collision->gamma.x) != 0)
            return true;
    }
    return false;
}

static bool check_size(const ref_scenario *scenario, ref_reader *reader, const ref_node *root)
{
    if (scenario->levels <= DENSITY_LEVELS_MAX || !needs_density_matrix(scenario))
        return true;
    ref_node battery = ref_node_member(root, "battery");
    ref_node size = ref_node_member(&battery, scenario->ladder == REF_SPIN ? "j" : "levels");
    return ref_reader_fail(reader, &size, "at most %d levels with coherence or damping", DENSITY_LEVELS_MAX);
}

/* ---- initial state */

static bool read_populations(ref_scenario *scenario, ref_reader *reader, const ref_node *initial)
{
    mpq_t sum;
    mpq_init(sum);
    bool valid = ref_reader_list(reader, initial, 1, (size_t)scenario->levels);
    for (size_t n = 0; valid && n < json_array_size(initial->json); n++) {
        ref_node entry = ref_node_entry(initial, n);
        const char *expected = "a rational number from 0 to 1";
        ref_real *population = &scenario->initial[n];
        valid = ref_reader_real(population, reader, &entry, expected);
        if (valid && (population->form != REF_RATIONAL || !in_unit_interval(population)))
            valid = ref_reader_fail(reader, &entry, "%s", expected);
        mpq_add(sum, sum, population->x);
    }
    if (valid && mpq_cmp_ui(sum, 1, 1) != 0)
        valid = ref_reader_fail(reader, initial, "populations with the exact sum 1 (theirs is %.17g)",
                                mpq_get_d(sum));
    mpq_clear(sum);
    return valid;
}

static bool read_initial(ref_scenario *scenario, ref_reader *reader, const ref_node *root)
{
    ref_node initial = ref_node_member(root, "initial");
    scenario->initial = malloc((size_t)scenario->levels * sizeof *scenario->initial);
    for (long n = 0; n < scenario->levels; n++)
        ref_real_init(&scenario->initial[n]);
    if (json_is_array(initial.json))
        return read_populations(scenario, reader, &initial);
    long level = 0;
    if (initial.json != NULL && !json_is_integer(initial.json))
        return ref_reader_fail(reader, &initial, "a level number or a list of populations");
    if (initial.json != NULL && !ref_reader_integer(&level, reader, &initial, 0, scenario->levels - 1))
        return false;
    ref_real_set_ratio(&scenario->initial[level], 1, 1);
    return true;
}

/* ---- what is asked for */

/* "element:n,m" in canonical decimals, with levels of the battery. */
static bool parse_element(ref_observable *observable, const char *text, long levels)
{
    const char *prefix = "element:";
    if (strncmp(text, prefix, strlen(prefix)) != 0)
        return false;
    char *end;
    observable->kind = REF_ELEMENT;
    observable->n = strtol(text + strlen(prefix), &end, 10);
    observable->m = *end == ',' ? strtol(end + 1, &end, 10) : -1;
    char *name = ref_observable_name(observable);
    bool canonical = strcmp(name, text) == 0;
    free(name);
    return canonical && observable->n >= 0 && observable->n < levels && observable->m >= 0 &&
           observable->m < levels;
}

static bool read_observable(ref_observable *observable, ref_reader *reader, const ref_node *at, long levels)
{
    *observable = (ref_observable){ .kind = REF_TRACE };
    if (json_is_string(at->json) && strncmp(json_string_value(at->json), "element:", 8) == 0)
        return parse_element(observable, json_string_value(at->json), levels) ||
               ref_reader_fail(reader, at, "\"element:n,m\" with n and m from 0 to %ld", levels - 1);
    int kind;
    if (!ref_reader_word(&kind, reader, at, observables))
        return false;
    observable->kind = (ref_observable_kind)kind;
    return true;
}

static bool same_observable(const ref_observable *a, const ref_observable *b)
{
    return a->kind == b->kind && a->n == b->n && a->m == b->m;
}

static bool read_observe(ref_scenario *scenario, ref_reader *reader, const ref_node *root)
{
    ref_node observe = ref_node_member(root, "observe");
    size_t count = observe.json == NULL ? 1 : json_array_size(observe.json);
    scenario->observe = calloc(count + 1, sizeof *scenario->observe);
    scenario->observe_count = count;
    if (observe.json == NULL) {
        scenario->observe[0].kind = REF_ENERGY;
        return true;
    }
    if (!ref_reader_list(reader, &observe, 1, OBSERVABLES_MAX))
        return false;
    for (size_t i = 0; i < count; i++) {
        ref_node entry = ref_node_entry(&observe, i);
        if (!read_observable(&scenario->observe[i], reader, &entry, scenario->levels))
            return false;
        for (size_t other = 0; other < i; other++)
            if (same_observable(&scenario->observe[i], &scenario->observe[other]))
                return ref_reader_fail(reader, &entry, "no observable twice");
    }
    return true;
}

/* The power at step 0 is a quotient 0/0. */
static bool observes_power(const ref_scenario *scenario)
{
    for (size_t i = 0; i < scenario->observe_count; i++)
        if (scenario->observe[i].kind == REF_POWER || scenario->observe[i].kind == REF_TRANSIENT_POWER)
            return true;
    return false;
}

static bool read_at(ref_scenario *scenario, ref_reader *reader, const ref_node *root)
{
    ref_node at = ref_node_member(root, "at");
    size_t count = at.json == NULL ? 1 : json_array_size(at.json);
    long least = observes_power(scenario) ? 1 : 0;
    scenario->at = calloc(count + 1, sizeof *scenario->at);
    scenario->at_count = count;
    if (at.json == NULL) {
        scenario->at[0] = scenario->steps;
        return scenario->steps >= least || ref_reader_fail(reader, &at, "a step from 1 on for the power");
    }
    if (!ref_reader_list(reader, &at, 1, (size_t)scenario->steps + 1))
        return false;
    for (size_t i = 0; i < count; i++) {
        ref_node entry = ref_node_entry(&at, i);
        if (!ref_reader_integer(&scenario->at[i], reader, &entry, least, scenario->steps))
            return false;
        if (i > 0 && scenario->at[i] <= scenario->at[i - 1])
            return ref_reader_fail(reader, &entry, "a step after %ld", scenario->at[i - 1]);
    }
    return true;
}

static bool read_digits(ref_scenario *scenario, ref_reader *reader, const ref_node *root)
{
    ref_node at = ref_node_member(root, "digits");
    long digits = DIGITS_DEFAULT;
    if (at.json != NULL && !ref_reader_integer(&digits, reader, &at, 1, DIGITS_MAX))
        return false;
    scenario->digits = (int)digits;
    return true;
}

/* ---- the whole */

static bool read_scenario(ref_scenario *scenario, ref_reader *reader, const ref_node *root)
{
    ref_node format = ref_node_member(root, "surecharge");
    int word;
    if (!json_is_object(root->json))
        return ref_reader_fail(reader, root, "an object");
    return ref_reader_word(&word, reader, &format, formats) && ref_reader_object(reader, root, root_keys) &&
           read_battery(scenario, reader, root) && read_collisions(scenario, reader, root) &&
           check_size(scenario, reader, root) && read_initial(scenario, reader, root) &&
           read_observe(scenario, reader, root) && read_at(scenario, reader, root) &&
           read_digits(scenario, reader, root);
}

bool ref_scenario_read_node(ref_scenario *scenario, ref_reader *reader, const ref_node *root)
{
    *scenario = (ref_scenario){ .source = json_incref(root->json) };
    bool valid = read_scenario(scenario, reader, root);
    if (!valid)
        ref_scenario_clear(scenario);
    return valid;
}

bool ref_scenario_parse(ref_scenario *scenario, const char *text, const char *name, char **error)
{
    ref_reader reader = { .text = text, .name = name, .root = "scenario" };
    ref_node root;
    *scenario = (ref_scenario){ .source = NULL };
    bool valid = ref_reader_root(&root, &reader) && ref_scenario_read_node(scenario, &reader, &root);
    json_decref(root.json);
    *error = reader.error;
    return valid;
}

void ref_scenario_clear(ref_scenario *scenario)
{
    for (size_t i = 0; i < scenario->collision_count; i++)
        clear_collision(&scenario->collisions[i]);
    for (long n = 0; scenario->initial != NULL && n < scenario->levels; n++)
        ref_real_clear(&scenario->initial[n]);
    free(scenario->collisions);
    free(scenario->initial);
    free(scenario->observe);
    free(scenario->at);
    json_decref(scenario->source);
    *scenario = (ref_scenario){ .source = NULL };
}

bool ref_scenario_read(ref_scenario *scenario, const char *path, char **error)
{
    *scenario = (ref_scenario){ .source = NULL };
    char *text = ref_text_read(path, error);
    bool valid = text != NULL && ref_scenario_parse(scenario, text, ref_text_name(path), error);
    free(text);
    return valid;
}
