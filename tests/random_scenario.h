/* random_scenario: scenarios to try everything on, the same for the same seed on every machine. */
#ifndef RANDOM_SCENARIO_H
#define RANDOM_SCENARIO_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    long levels_min, levels_max;      /* N + 1, from 2 to RANDOM_LEVELS_MAX */
    long steps_max;
    long exponent_max;                /* swap angles are below 10^(exponent_max + 1) */
    bool infinite;                    /* the infinite oscillator instead of a truncated ladder */
    bool greedy;                      /* the greedy protocols instead of the others */
    bool one_phase;                   /* alpha the same in every step, so that the real form applies */
    const char *const *observe;       /* NULL-terminated; "element" stands for an element drawn at random */
    int digits_min, digits_max;
} random_limits;

#define RANDOM_LEVELS_MAX 256

/* The scenario of `seed` as JSON text of format "scenario/1" (malloc'ed). */
char *random_scenario(uint64_t seed, const random_limits *limits);

#endif
