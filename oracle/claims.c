/* claims: the table, and the random protocols; see claims.h. */
#include "claims.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "command.h"
#include "text.h"

enum { MARGIN_DIGITS = 4, DIGITS = 15, DIGITS_MAX = 120, STEPS = 40 };

void ref_claims_init(ref_claims *claims, const char *scenarios, const char *output)
{
    *claims = (ref_claims){.scenarios = scenarios, .output = output};
}

void ref_claims_clear(ref_claims *claims)
{
    for (size_t i = 0; i < claims->count; i++) {
        free(claims->list[i].scope);
        free(claims->list[i].margin);
        free(claims->list[i].witness);
        free(claims->list[i].command);
    }
    free(claims->list);
}

void ref_claims_progress(ref_claims *claims, const char *what, double fraction)
{
    ref_meter_part(&claims->meter, what, claims->from + fraction * (claims->to - claims->from));
}

static char *margin_text(const ref_ruling *ruling)
{
    char *number;
    mpfr_asprintf(&number, "%.*RDg", MARGIN_DIGITS, ruling->margin);
    char *text = ref_text_format("%s", number);
    mpfr_free_str(number);
    return text;
}

void ref_claims_add(ref_claims *claims, ref_claim_kind kind, const char *id, const char *equation,
                    const char *statement, const ref_ruling *ruling, char *scope, char *witness,
                        char *command)
{
    claims->list = realloc(claims->list, (claims->count + 1) * sizeof *claims->list);
    claims->list[claims->count++] = (ref_claim){
        id, equation, statement, kind, ruling->verdict, scope, margin_text(ruling), witness, command};
}

void ref_claims_decide(ref_claims *claims, ref_claim_kind kind, const char *id, const char *equation,
                       const char *statement, const mpfi_t slack, long step, char *scope, char *witness,
                       char *command)
{
    ref_ruling ruling;
    ref_ruling_init(&ruling);
    ref_ruling_note(&ruling, slack, step);
    ref_claims_add(claims, kind, id, equation, statement, &ruling, scope, witness, command);
    ref_ruling_clear(&ruling);
}

bool ref_claims_scenario(ref_claims *claims, ref_scenario *scenario, const char *name)
{
    char *path = ref_text_format("%s/%s.json", claims->scenarios, name), *error;
    bool valid = ref_scenario_read(scenario, path, &error);
    if (!valid) {
        ref_command_fail(REF_BAD_INPUT, "%s", error);
        free(error);
        claims->failed = true;
    }
    free(path);
    return valid;
}

/* --- random protocols ----------------------------------------------------------------------------------- */

/* splitmix64 */
static uint64_t next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static long below(uint64_t *state, long limit)
{
    return (long)(next(state) % (uint64_t)limit);
}

/* floor(sqrt(x)) */
static long root(long x)
{
    long r = 0;
    while ((r + 1) * (r + 1) <= x) r++;
    return r;
}

/* In units of 1/1024: anything up to 2, or between 3/4 and 5/4 of the best angle of level k. */
static long random_angle(uint64_t *state, bool near_best, long weight)
{
    if (!near_best) return 1 + below(state, 2048);
    return (768 + below(state, 512)) * 1194 / root(weight * 1024 * 1024) + 1;
}

json_t *ref_claims_random(ref_ladder_kind ladder, long levels, long steps, long gamma_max,
                          unsigned long number)
{
    uint64_t state = number;
    bool near_best = number % 2 == 1, excited = number % 4 < 2;
    json_t *collisions = json_array();
    for (long k = 1; k <= steps; k++) {
        long n = k < levels ? k : levels - 1, weight = ladder == REF_SPIN ? n * (levels - n) : n;
        char *theta = ref_text_format("%ld/1024", random_angle(&state, near_best, weight));
        char *q = ref_text_format("%ld/16", excited ? 0 : below(&state, 9));
        json_array_append_new(collisions, json_pack("{s:s, s:s}", "theta", theta, "q", q));
        free(q);
        free(theta);
    }
    char *j = ref_text_format("%ld/2", levels - 1);
    json_t *battery = ladder == REF_SPIN
        ? json_pack("{s:s, s:s}", "ladder", "spin", "j", j)
        : json_pack("{s:s, s:I}", "ladder", "oscillator", "levels", (json_int_t)levels);
    json_t *json = json_pack("{s:s, s:o, s:{s:s, s:s}, s:{s:s, s:o}}", "surecharge", "scenario/1", "battery",
                             battery,
                             "qubit", "q", "0", "c", "0", "protocol", "kind", "list", "collisions",
                                 collisions);
    free(j);
    if (gamma_max > 0) {
        char *gamma = ref_text_format("%ld/256", 1 + below(&state, gamma_max));
        json_object_set_new(json, "damping", json_pack("{s:s}", "gamma", gamma));
        free(gamma);
    }
    return json;
}

static json_t *member(const ref_family *family, long number)
{
    long levels = family->levels_least + number % (family->levels_most - family->levels_least + 1);
    return ref_claims_random(family->ladder, levels, STEPS, family->gamma_max, (unsigned long)number);
}

static void parse_member(ref_scenario *scenario, const ref_family *family, long number)
{
    json_t *json = member(family, number);
    char *text = json_dumps(json, 0), *error;
    if (!ref_scenario_parse(scenario, text, "random protocol", &error)) abort();
    free(text);
    json_decref(json);
}

static bool any_populations(const ref_bound *const *bounds, size_t count)
{
    for (size_t b = 0; b < count; b++)
        if (bounds[b]->populations) return true;
    return false;
}

/* One run against every bound; true when all are decided. */
static bool hold_once(ref_ruling *parts, const ref_bound *const *bounds, size_t count,
                      const ref_scenario *scenario,
                      int digits)
{
    ref_scenario watched;
    ref_results run;
    bool decided = true;
    ref_bound_watch(&watched, scenario, any_populations(bounds, count), digits);
    ref_run(&run, &watched, NULL, NULL);
    for (size_t b = 0; b < count; b++) {
        ref_ruling_init(&parts[b]);
        ref_bound_rule(&parts[b], bounds[b], &watched, &run);
        decided = decided && parts[b].verdict != REF_VERDICT_UNDECIDED;
    }
    ref_results_clear(&run);
    ref_scenario_clear(&watched);
    return decided;
}

/* With more digits while undecided. */
static void hold(ref_ruling *parts, const ref_bound *const *bounds, size_t count,
                 const ref_scenario *scenario)
{
    for (int digits = DIGITS; !hold_once(parts, bounds, count, scenario, digits)
         && digits < DIGITS_MAX; digits *= 2)
        for (size_t b = 0; b < count; b++) ref_ruling_clear(&parts[b]);
}

void ref_claims_family(ref_ruling *rulings, const ref_bound *const *bounds, size_t bound_count,
                       const ref_family *family)
{
    ref_ruling *parts = malloc((size_t)family->count * bound_count * sizeof *parts);
    #pragma omp parallel for schedule(dynamic)
    for (long number = 0; number < family->count; number++) {
        ref_scenario scenario;
        parse_member(&scenario, family, number);
        hold(parts + (size_t)number * bound_count, bounds, bound_count, &scenario);
        ref_scenario_clear(&scenario);
        mpfr_free_cache();
    }
    for (long number = 0; number < family->count; number++)
        for (size_t b = 0; b < bound_count; b++) {
            ref_ruling *part = &parts[(size_t)number * bound_count + b];
            ref_ruling_merge(&rulings[b], part, number);
            ref_ruling_clear(part);
        }
    free(parts);
}

bool ref_claims_hold(ref_claims *claims, ref_ruling *rulings, const ref_bound *const *bounds,
                     size_t bound_count,
                     const char *name)
{
    ref_scenario scenario;
    if (!ref_claims_scenario(claims, &scenario, name)) return false;
    hold(rulings, bounds, bound_count, &scenario);
    ref_scenario_clear(&scenario);
    return true;
}

char *ref_claims_half(long n)
{
    return n % 2 == 0 ? ref_text_format("%ld", n / 2) : ref_text_format("%ld/2", n);
}

void ref_exceptions_add(ref_exceptions *found, long n_max)
{
    if (found->count++ == 0) found->first = n_max;
    found->last = n_max;
}

char *ref_exceptions_text(const ref_exceptions *found, long most, const char *otherwise)
{
    char *first = ref_claims_half(found->first), *last = ref_claims_half(found->last),
         *worst = ref_claims_half(most), *text;
    const char *gap = found->count == found->last - found->first + 1 ? " without gap" : "";
    if (found->count > 0)
        text = ref_text_format("violated for %ld values, j = %s to %s%s; most at j = %s", found->count, first,
                               last, gap, worst);
    else
        text = ref_text_format("%s j = %s", otherwise, worst);
    free(worst);
    free(last);
    free(first);
    return text;
}

char *ref_claims_write(ref_claims *claims, const ref_family *family, const char *stem, long number)
{
    char *path = ref_text_format("%s/%s-%ld.json", claims->output, stem, number);
    json_t *json = member(family, number);
    if (!ref_write_json(path, json)) claims->failed = true;
    json_decref(json);
    return path;
}
