#include "run.h"
#include "pass.h"

#include <stdlib.h>

/* The most bits a run may need beyond the digits asked for; the room left at the start for rounding. */
enum { EXTRA_BITS = 4096, GUARD_BITS = 20 };

/* 64 m - 1 bits, whole limbs: the shapes of number MPFR is fastest at. */
static mpfr_prec_t whole_limbs(double bits)
{
    return 64 * (mpfr_prec_t)(bits / 64 + 1) - 1;
}

static double log2_of(long x)
{
    double bits = 0;
    for (; x > 1; x /= 2)
        bits++;
    return bits + 1;
}

/* digits, and what the error of `steps` steps and the size of the largest energies take away. */
static mpfr_prec_t first_precision(const ref_scenario *scenario)
{
    return whole_limbs(3.33 * scenario->digits + 2 * log2_of(scenario->levels) + log2_of(scenario->steps)
                       + GUARD_BITS);
}

static void value_init(ref_value *value, const ref_observable *observable, long levels)
{
    value->count = ref_record_count(observable, levels);
    value->value = ref_intervals_new(value->count, MPFR_PREC_MIN);
}

static void results_init(ref_results *results, const ref_scenario *scenario)
{
    bool greedy = scenario->protocol == REF_GREEDY_TRANSIENT || scenario->protocol == REF_GREEDY_AVERAGE;
    results->count = scenario->at_count;
    results->observe_count = scenario->observe_count;
    results->angles = greedy ? calloc((size_t)scenario->steps + 1, sizeof *results->angles) : NULL;
    results->angle_count = greedy ? 0 : scenario->steps;
    results->objective_gap = 0;
    results->leak = 0;
    results->results = calloc(results->count + 1, sizeof *results->results);
    for (size_t i = 0; i < results->count; i++) {
        ref_result *result = &results->results[i];
        mpfi_init(result->tau);
        result->values = calloc(results->observe_count + 1, sizeof *result->values);
        for (size_t j = 0; j < results->observe_count; j++)
            value_init(&result->values[j], &scenario->observe[j], scenario->levels);
    }
}

void ref_results_clear(ref_results *results)
{
    for (size_t i = 0; i < results->count; i++) {
        ref_result *result = &results->results[i];
        mpfi_clear(result->tau);
        for (size_t j = 0; j < results->observe_count; j++)
            ref_intervals_clear(result->values[j].value, result->values[j].count);
        free(result->values);
    }
    free(results->results);
    free(results->angles);
}

static void set_precision(ref_results *results, mpfr_prec_t precision)
{
    results->precision = precision;
    for (size_t i = 0; i < results->count; i++) {
        ref_result *result = &results->results[i];
        mpfi_set_prec(result->tau, precision);
        for (size_t j = 0; j < results->observe_count; j++)
            for (size_t k = 0; k < result->values[j].count; k++)
                mpfi_set_prec(result->values[j].value[k], precision);
    }
}

bool ref_run(ref_results *results, const ref_scenario *scenario, ref_progress progress, void *context)
{
    static const char *const methods[] = {"rate", "real", "complex"};
    ref_shape shape = ref_pass_shape(scenario);
    mpfr_prec_t precision = first_precision(scenario), limit = precision + EXTRA_BITS;
    results_init(results, scenario);
    results->method = methods[shape];
    for (int number = 1;; number++) {
        ref_pass pass;
        set_precision(results, precision);
        ref_pass_run(&pass, scenario, results, shape, number, progress, context);
        if (pass.certain)
            return true;
        if (pass.certain_but_leak || precision == limit)
            return false;
        precision = whole_limbs(1.5 * (double)precision);
        if (precision > limit)
            precision = limit;
    }
}
