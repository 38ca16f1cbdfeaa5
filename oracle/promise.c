/* promise: see promise.h. */
#include "promise.h"

#include <math.h>
#include <stdlib.h>
#include "model.h"
#include "pass.h"

#define UNIT 0x1p-53
#define PI 0x1.921fb54442d18p+1

static double number(const ref_real *value)
{
    double error;
    return ref_real_double(&error, value);
}

/* The largest f_n among the levels up to `top` and the one above. */
static double largest_f(const ref_scenario *scenario, long top)
{
    double largest = 0;
    for (long n = 1; n <= top + 1 && n < scenario->levels; n++)
        largest = fmax(largest, (double)ref_ladder_weight(scenario->ladder, n, scenario->levels));
    return sqrt(largest);
}

/* theta_k; of the greedy protocols all that is known here is that it is at most pi. */
static double angle(const ref_scenario *scenario, long k)
{
    switch (scenario->protocol) {
    case REF_FIXED:
    case REF_LIST: return number(&ref_scenario_collision(scenario, k)->theta);
    case REF_FULL_SWAP:
        return PI / 2 / sqrt((double)ref_ladder_weight(scenario->ladder, k, scenario->levels));
    default: return PI;
    }
}

static double collision_error(const ref_collision *collision, double f_theta)
{
    double q = number(&collision->qubit.q);
    double magnified = q < 1 && ref_qubit_coherent(&collision->qubit) ? 2 * sqrt(q / (1 - q)) : 0;
    return UNIT *
           (22 + 6 * (3 * f_theta + 2) + 6 + magnified + 2 * fabs(number(&collision->qubit.alpha)) + 2);
}

static double damping_error(double gamma, double levels)
{
    if (gamma == 0)
        return 0;
    return UNIT * (6 * levels + 16 + (gamma < 1 ? 2 * levels / (1 - gamma) : 0));
}

static long start_level(const ref_scenario *scenario)
{
    long top = scenario->levels - 1;
    while (ref_real_compare_ratio(&scenario->initial[top], 0, 1) == 0)
        top--;
    return top;
}

/* One more step. What does not change from step to step is kept. */
typedef struct { double f, collision, gamma; long f_top; } constants;

static void advance(ref_promise *state, constants *kept, const ref_scenario *scenario, long k, bool coherent)
{
    const ref_collision *collision = ref_scenario_collision(scenario, k);
    if (state->top < scenario->levels - 1)
        state->top++;
    if (kept->f_top != state->top)
        kept->f = largest_f(scenario, kept->f_top = state->top);
    state->theta = angle(scenario, k);
    double levels = (double)state->top + 1, mass = coherent ? levels : 1;
    if (k == 1 || scenario->protocol == REF_LIST)
        kept->gamma = number(&collision->gamma);
    state->budget += mass * (collision_error(collision, kept->f * state->theta)
                             + damping_error(kept->gamma, levels));
    state->budget = fmin(state->budget, 2);
    state->tau += state->theta;
}

ref_promise *ref_promise_new(const ref_case *of)
{
    const ref_scenario *scenario = &of->scenario;
    bool coherent = ref_pass_shape(scenario) != REF_DIAGONAL;
    ref_promise *rows = calloc(scenario->at_count + 1, sizeof *rows);
    ref_promise state = { .budget = UNIT, .top = start_level(scenario) };
    constants kept = { .f_top = -1 };
    long k = 0;
    for (size_t row = 0; row < scenario->at_count; row++) {
        while (k < scenario->at[row])
            advance(&state, &kept, scenario, ++k, coherent);
        rows[row] = state;
    }
    return rows;
}

/* Fannes and Audenaert: two states at most t apart in trace norm. */
static double entropy_bound(double t, double levels)
{
    double half = fmin(t / 2, 0.5);
    return half * log(levels) - half * log(half) - (1 - half) * log1p(-half);
}

static double largest_alpha(const ref_scenario *scenario)
{
    double largest = 0;
    for (size_t i = 0; i < scenario->collision_count; i++)
        largest = fmax(largest, fabs(number(&scenario->collisions[i].qubit.alpha)));
    return largest;
}

static double bound(const ref_promise *row, const ref_case *of, size_t column)
{
    size_t part;
    const ref_observable *observable = ref_case_observable(&part, of, column);
    double b = row->budget, n = (double)row->top, e = (n + 2) * UNIT, t = b + (n + 1) * (n + 1) * UNIT;
    if (observable == NULL)
        return ((double)of->scenario.steps + 2) * row->tau * UNIT;
    switch (observable->kind) {
    case REF_TRACE: return b + e;
    case REF_ENERGY: return n * (b + e);
    case REF_POWER: return n * (b + e) / row->tau;
    case REF_TRANSIENT_POWER: return 2 * n * (b + e) / row->theta;
    case REF_VARIANCE: return 3 * n * n * (b + e);
    case REF_PURITY: return 2 * (b + e);
    case REF_ENTROPY: return entropy_bound(t, (double)of->scenario.levels);
    case REF_ERGOTROPY: return n * (b + e + t);
    case REF_ERGOTROPY_DEPHASED: return 2 * n * (b + e);
    case REF_POPULATIONS: return b + UNIT;
    case REF_ELEMENT:
        return b + (fabs((double)(observable->n - observable->m)) * (largest_alpha(&of->scenario) + 2) + 2) *
                       UNIT;
    }
    return 0;
}

double ref_promise_bound(const ref_promise *row, const ref_case *of, size_t column, double value)
{
    return bound(row, of, column) + 4 * UNIT * fabs(value);
}
