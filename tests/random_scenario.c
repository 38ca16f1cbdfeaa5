#include "random_scenario.h"

#include <string.h>
#include <jansson.h>

/* splitmix64. One draw per statement: C leaves the order within one open. */
static uint64_t draw(uint64_t *seed)
{
    uint64_t z = *seed += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

/* low..high, both possible */
static long between(uint64_t *seed, long low, long high)
{
    return low + (long)(draw(seed) % (uint64_t)(high - low + 1));
}

static double unit(uint64_t *seed)
{
    return (double)(draw(seed) >> 11) * 0x1p-53;
}

static const char *one_of(uint64_t *seed, const char *const *words)
{
    long count = 0;
    while (words[count]) count++;
    return words[between(seed, 0, count - 1)];
}

/* A number in [0, 1], written in each of the ways a scenario allows, both ends often. */
static json_t *fraction(uint64_t *seed)
{
    static const char *const special[] = {
        "0", "1", "1/2", "0.5", "1e-6", "0.999999", "0x1p-1", "0x1.8p-3", NULL
    };
    const long kind = between(seed, 0, 2), denominator = between(seed, 2, 97);
    const long numerator = between(seed, 0, denominator);
    if (kind == 0) return json_string(one_of(seed, special));
    if (kind == 1) return json_sprintf("%ld/%ld", numerator, denominator);
    return json_sprintf("%.*f", (int)between(seed, 2, 12), (double)numerator / (double)denominator);
}

/* A swap angle, over many orders of magnitude. */
static json_t *angle(uint64_t *seed, long exponent_max)
{
    const long kind = between(seed, 0, 5), a = between(seed, 1, 20), b = between(seed, 1, 20);
    const double mantissa = 1 + 8.99 * unit(seed);
    switch (kind) {
    case 0: return json_sprintf("pi/%ld", a * b);
    case 1: return json_sprintf("%ld*pi/%ld", a, b);
    case 2: return json_sprintf("%ld/%ld", a, b);
    case 3: return json_sprintf("%.9f", mantissa / 3);
    case 4: return json_sprintf("%.4fe-%ld", mantissa, between(seed, 2, 6));
    default: return json_sprintf("%.4fe%ld", mantissa, between(seed, 0, exponent_max));
    }
}

static json_t *phase(uint64_t *seed)
{
    const long kind = between(seed, 0, 3), a = between(seed, -20, 20), b = between(seed, 1, 12);
    switch (kind) {
    case 0: return json_string("0");
    case 1: return json_sprintf("%ld*pi/%ld", a, b);
    case 2: return json_sprintf("%ld/%ld", a, b);
    default: return json_sprintf("%.6f", 6.28 * unit(seed));
    }
}

static json_t *loss(uint64_t *seed)
{
    static const char *const gammas[] = {
        "0", "0", "1e-6", "1e-3", "1/50", "0.3", "0.75", "0.999", "1", NULL
    };
    return json_string(one_of(seed, gammas));
}

static json_t *qubit(uint64_t *seed)
{
    json_t *out = json_object();
    json_object_set_new(out, "q", fraction(seed));
    json_object_set_new(out, "c", fraction(seed));
    json_object_set_new(out, "alpha", phase(seed));
    return out;
}

static json_t *damping(uint64_t *seed)
{
    return between(seed, 0, 4) ? json_pack("{so}", "gamma", loss(seed))
                               : json_pack("{ss}", "kappa_t0", between(seed, 0, 1) ? "0.01" : "7/3");
}

/* Each entry keeps some of the scenario's qubit and damping and overrides the rest. */
static json_t *collision(uint64_t *seed, const random_limits *limits)
{
    json_t *entry = json_object();
    json_object_set_new(entry, "theta", angle(seed, limits->exponent_max));
    if (between(seed, 0, 1)) json_object_set_new(entry, "q", fraction(seed));
    if (between(seed, 0, 1)) json_object_set_new(entry, "c", fraction(seed));
    if (between(seed, 0, 1) && !limits->one_phase) json_object_set_new(entry, "alpha", phase(seed));
    if (between(seed, 0, 2) == 0) json_object_set_new(entry, "gamma", loss(seed));
    return entry;
}

static json_t *collision_list(uint64_t *seed, long steps, const random_limits *limits)
{
    json_t *list = json_array();
    for (long k = 0; k < steps; k++) json_array_append_new(list, collision(seed, limits));
    return list;
}

/* A full swap moves one level up per step, so *steps may come out smaller. */
static json_t *protocol(uint64_t *seed, long *steps, long levels, const random_limits *limits)
{
    static const char *const rules[] = { "greedy-transient", "greedy-average", NULL };
    if (limits->greedy)
        return json_pack("{sssI}", "kind", one_of(seed, rules), "steps", (json_int_t)*steps);
    switch (between(seed, 0, 4)) {
    case 0:
        return json_pack("{sssosI}", "kind", "fixed", "theta", angle(seed, limits->exponent_max),
                         "steps", (json_int_t)*steps);
    case 1:
        if (*steps > levels - 1) *steps = levels - 1;
        return json_pack("{sssI}", "kind", "full-swap", "steps", (json_int_t)*steps);
    default:
        return json_pack("{ssso}", "kind", "list", "collisions", collision_list(seed, *steps, limits));
    }
}

static json_t *battery(uint64_t *seed, long levels, bool infinite)
{
    if (infinite)
        return json_pack("{sssIss}", "ladder", "oscillator", "levels", (json_int_t)levels,
                         "model", "infinite");
    switch (between(seed, 0, 2)) {
    case 0: return json_pack("{sssI}", "ladder", "oscillator", "levels", (json_int_t)levels);
    case 1: return json_pack("{sssI}", "ladder", "uniform", "levels", (json_int_t)levels);
    default: return json_pack("{ssso}", "ladder", "spin", "j", json_sprintf("%ld/2", levels - 1));
    }
}

/* A level, or populations that sum to 1 exactly: integers over their sum. */
static json_t *initial(uint64_t *seed, long levels)
{
    long weight[RANDOM_LEVELS_MAX], total = 0;
    if (between(seed, 0, 1)) return json_integer((json_int_t)between(seed, 0, levels - 1));
    for (long n = 0; n < levels; n++) total += weight[n] = between(seed, 0, 1) ? between(seed, 1, 1000) : 0;
    if (total == 0) total = weight[0] = 1;
    json_t *list = json_array();
    for (long n = 0; n < levels; n++) json_array_append_new(list, json_sprintf("%ld/%ld", weight[n], total));
    return list;
}

static bool listed(const json_t *list, const char *word)
{
    size_t i;
    json_t *entry;
    json_array_foreach(list, i, entry)
        if (strcmp(json_string_value(entry), word) == 0) return true;
    return false;
}

/* The powers are not defined before the first step. */
static json_t *observables(uint64_t *seed, long levels, long steps, const char *const *words)
{
    json_t *list = json_array();
    for (; *words; words++) {
        const long n = between(seed, 0, levels - 1), m = between(seed, 0, levels - 1);
        json_t *word = strcmp(*words, "element") ? json_string(*words)
                                                 : json_sprintf("element:%ld,%ld", n, m);
        if ((steps > 0 || strstr(*words, "power") == NULL) && !listed(list, json_string_value(word)))
            json_array_append(list, word);
        json_decref(word);
    }
    return list;
}

/* The last step, and half the time one before it. */
static json_t *steps_observed(uint64_t *seed, long steps)
{
    return steps > 1 && between(seed, 0, 1)
        ? json_pack("[II]", (json_int_t)between(seed, 1, steps - 1), (json_int_t)steps)
        : json_pack("[I]", (json_int_t)steps);
}

char *random_scenario(uint64_t seed, const random_limits *limits)
{
    const long levels = between(&seed, limits->levels_min, limits->levels_max);
    long steps = between(&seed, 0, limits->steps_max);
    json_t *scenario = json_pack("{ss}", "surecharge", "scenario/1");
    json_object_set_new(scenario, "battery", battery(&seed, levels, limits->infinite));
    json_object_set_new(scenario, "qubit", qubit(&seed));
    json_object_set_new(scenario, "protocol", protocol(&seed, &steps, levels, limits));
    if (between(&seed, 0, 1)) json_object_set_new(scenario, "damping", damping(&seed));
    if (between(&seed, 0, 1)) json_object_set_new(scenario, "initial", initial(&seed, levels));
    json_object_set_new(scenario, "observe", observables(&seed, levels, steps, limits->observe));
    json_object_set_new(scenario, "at", steps_observed(&seed, steps));
    const long digits = between(&seed, limits->digits_min, limits->digits_max);
    json_object_set_new(scenario, "digits", json_integer((json_int_t)digits));
    char *text = json_dumps(scenario, JSON_INDENT(2));
    json_decref(scenario);
    return text;
}
