/* chart: see chart.h. */
#include "chart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "bound.h"
#include "simulate.h"
#include "threshold.h"
#include "upward.h"

enum { NODES = REF_CHART_NODES, DIGITS = 12, PRECISION = 64 };
static const double ERROR = 1e-6;

/* ---- how many nodes */

/* F and L of the banner. */
static void rates(double *angle, double *damping, long levels, long steps)
{
    *angle = *damping = 0;
    for (long j = 1; j <= steps; j++) {
        double most = (double)(j < levels - 1 ? j : levels - 1);
        *angle = ref_up(*angle + ref_up(2 * sqrt(most)));
        *damping = ref_up(*damping + 2 * most);
    }
}

static double half_range(long levels, long steps)
{
    return (double)(steps < levels - 1 ? steps : levels - 1) / 2;
}

/* amount (rate h) ((rate + grows) h) ... ((rate + n grows) h)/(2^n (n+1)!), n + 1 = nodes */
static double remainder_of(double amount, double rate, double grows, double h, int nodes)
{
    double remainder = 2 * amount;
    for (int i = 0; i < nodes; i++)
        remainder = ref_up(remainder * ref_up(ref_up(rate + grows * i) * h) / (2 * (i + 1)));
    return remainder;
}

static double lebesgue(int nodes)
{
    return ref_up(0.63661977236758135 * log(nodes) + 1.0001);
}

static double share(long parts)
{
    return (double)parts / (double)REF_PARTS;
}

/* The fewest nodes with a remainder of at most ERROR; more than NODES: none. */
static int nodes_for(double *remainder, double amount, double rate, double grows, double h)
{
    int nodes = 2;
    while (nodes <= NODES && (*remainder = remainder_of(amount, rate, grows, h, nodes)) > ERROR)
        nodes++;
    return nodes;
}

/* ---- runs at the nodes */

/* cos(pi numerator/denominator), rounded to nearest */
static double cosine(long numerator, long denominator)
{
    mpfr_t angle;
    mpfr_init2(angle, 2 * PRECISION);
    mpfr_const_pi(angle, MPFR_RNDN);
    mpfr_mul_si(angle, angle, numerator, MPFR_RNDN);
    mpfr_div_si(angle, angle, denominator, MPFR_RNDN);
    mpfr_cos(angle, angle, MPFR_RNDN);
    double value = mpfr_get_d(angle, MPFR_RNDN);
    mpfr_clear(angle);
    return value;
}

/* The i-th zero of T_nodes from left to right, to the nearest part. */
static long node(long left, long right, int i, int nodes)
{
    double centre = (double)left + (double)(right - left) / 2, half = (double)(right - left) / 2;
    return lround(centre + half * cosine(2 * i + 1, 2 * nodes));
}

/* The same physics on no more levels than `steps` steps reach. */
static void set_protocol(ref_scenario *out, const ref_scenario *scenario, long steps)
{
    json_t *source = json_deep_copy(scenario->source), *protocol = json_object_get(source, "protocol");
    long levels = steps + 2 < scenario->levels ? steps + 2 : scenario->levels;
    ref_scenario plain;
    char *error;
    json_object_set_new(protocol, "steps", json_integer(steps));
    json_object_set_new(json_object_get(source, "battery"), "levels", json_integer(levels));
    json_object_del(source, "at");
    char *text = json_dumps(source, 0);
    if (!ref_scenario_parse(&plain, text, "chart", &error))
        abort();
    ref_bound_watch(out, &plain, false, DIGITS);
    ref_scenario_clear(&plain);
    free(text);
    json_decref(source);
}

/* The energies of one run into energy[0], energy[stride], ...; the largest of their error bars, or infinity.
 */
static double run(double *energy, size_t stride, const ref_scenario *watched, long theta, long gamma)
{
    ref_scenario at = *watched;
    ref_collision collision = at.collisions[0];
    ref_results results;
    double error = 0;
    ref_real_init(&collision.theta);
    ref_real_init(&collision.gamma);
    ref_real_set_ratio(&collision.theta, theta, REF_PARTS);
    ref_real_set_ratio(&collision.gamma, gamma, REF_PARTS);
    at.collisions = &collision;
    ref_simulate(&results, &at, NULL, NULL);
    if (results.count < at.at_count)
        error = HUGE_VAL;
    for (size_t k = 0; k < results.count; k++) {
        const mpfi_t *value = results.results[k].values[0].value;
        energy[k * stride] = mpfi_get_d(value[0]);
        error = fmax(error, mpfr_get_d(&value[0]->right, MPFR_RNDU) - mpfr_get_d(&value[0]->left, MPFR_RNDD));
    }
    ref_results_clear(&results);
    ref_real_clear(&collision.gamma);
    ref_real_clear(&collision.theta);
    return error;
}

/* values: at the nodes, in the order of the coefficients. */
static double run_all(ref_chart *chart, const ref_scenario *scenario)
{
    ref_scenario watched;
    double error = 0;
    int count = chart->angles * chart->dampings;
    set_protocol(&watched, scenario, chart->steps);
    #pragma omp parallel for schedule(dynamic) reduction(max : error)
    for (int n = 0; n < count; n++) {
        long theta = node(chart->over.left, chart->over.right, n / chart->dampings, chart->angles),
             gamma = node(chart->over.low, chart->over.high, n % chart->dampings, chart->dampings);
        error = fmax(error, run(chart->values + n, (size_t)count, &watched, theta, gamma));
        mpfr_free_cache();
    }
    ref_scenario_clear(&watched);
    return error;
}

/* ---- coefficients */

/* out = rows x inner times inner x columns; any may be transposed by its strides. */
static void transform(double *table, const double *matrix, int count, int stride, double *scratch)
{
    for (int i = 0; i < count; i++) {
        scratch[i] = 0;
        for (int j = 0; j < count; j++)
            scratch[i] += matrix[i * NODES + j] * table[j * stride];
    }
    for (int i = 0; i < count; i++)
        table[i * stride] = scratch[i];
}

/* A matrix along each side of an angles x dampings table. */
static void transform_both(double *table, const double *along_angles, const double *along_dampings,
                           int angles, int dampings)
{
    double scratch[NODES];
    for (int j = 0; j < dampings; j++)
        transform(table + j, along_angles, angles, dampings, scratch);
    for (int i = 0; i < angles; i++)
        transform(table + i * dampings, along_dampings, dampings, 1, scratch);
}

/* From values at the zeros of T_nodes to coefficients. */
static void set_cosines(double *matrix, int nodes)
{
    for (int i = 0; i < nodes; i++)
        for (int j = 0; j < nodes; j++)
            matrix[i * NODES + j] = (i == 0 ? 1.0 : 2.0) / nodes * cosine(i * (2L * j + 1), 2L * nodes);
}

/* Column j: T_j(centre + half x) in terms of T_i(x), by T_{j+1} = 2 x T_j - T_{j-1}. */
static void set_restriction(double *matrix, double centre, double half, int nodes)
{
    memset(matrix, 0, NODES * NODES * sizeof *matrix);
    matrix[0] = 1;
    for (int j = 1; j < nodes; j++) {
        double factor = j == 1 ? 1 : 2;
        for (int i = 0; i <= j; i++) {
            const double *before = matrix + j - 1;
            double shifted = (i > 0 ? before[(i - 1) * NODES] * (i == 1 ? 1 : 0.5) : 0) +
                             (i + 1 < nodes ? before[(i + 1) * NODES] * 0.5 : 0);
            matrix[i * NODES + j] = factor * (centre * before[i * NODES] + half * shifted) -
                                    (j > 1 ? matrix[i * NODES + j - 2] : 0);
        }
    }
}

/* Rounding of the transforms, relative to the largest value: a coefficient of either matrix is at most 2 and
 * an error made at column i of the restriction is multiplied by U_{j-i}, at most j - i + 1 (recursion). */
static double rounding(const ref_chart *chart)
{
    double most = 0;
    long count = (chart->steps + 1) * chart->angles * chart->dampings;
    for (long i = 0; i < count; i++)
        most = fmax(most, fabs(chart->values[i]));
    return ref_up(most * pow(NODES, 5) * 0x1p-48);
}

static void set_coefficients(ref_chart *chart)
{
    double angles[NODES * NODES], dampings[NODES * NODES];
    set_cosines(angles, chart->angles);
    set_cosines(dampings, chart->dampings);
    for (long k = 0; k <= chart->steps; k++)
        transform_both(chart->values + k * chart->angles * chart->dampings, angles, dampings, chart->angles,
                       chart->dampings);
}

/* A node is at most 0.51 parts off: so is what a run there differs from the run meant. */
static double misplacement(double amount, double angle, double damping, double kept)
{
    return ref_up(0x1p-40 * ref_up(amount * ref_up(angle + damping / kept)));
}

bool ref_chart_init(ref_chart *chart, const ref_scenario *scenario, const ref_rectangle *over, long steps,
                    long *runs)
{
    double angle, damping, along_angles = 0, along_dampings = 0,
                           kept = (1 - share(over->high)) * (1 - 0x1p-48),
                           amount = half_range(scenario->levels, steps);
    rates(&angle, &damping, scenario->levels, steps);
    *chart = (ref_chart){ .over = *over, .steps = steps };
    chart->angles = nodes_for(&along_angles, amount, angle, 0, share(over->right - over->left) / 2);
    chart->dampings =
        nodes_for(&along_dampings, amount, damping, 1, ref_up(share(over->high - over->low) / 2 / kept));
    if (chart->angles > NODES || chart->dampings > NODES)
        return false;
    int count = chart->angles * chart->dampings;
    chart->values = calloc((size_t)((steps + 1) * count), sizeof *chart->values);
    double error = ref_up(run_all(chart, scenario) + misplacement(amount, angle, damping, kept));
    error = ref_up(error * lebesgue(chart->angles) * lebesgue(chart->dampings));
    chart->error = ref_up(error + along_angles + ref_up(along_dampings * lebesgue(chart->angles)));
    chart->error = ref_up(chart->error + rounding(chart));
    set_coefficients(chart);
    *runs += count;
    if (isinf(chart->error))
        ref_chart_clear(chart);
    return !isinf(chart->error);
}

void ref_chart_clear(ref_chart *chart)
{
    free(chart->values);
}

void ref_chart_restrict(double *out, const ref_chart *chart, long k, const ref_rectangle *to)
{
    double angles[NODES * NODES], dampings[NODES * NODES];
    const ref_rectangle *over = &chart->over;
    double width = (double)(over->right - over->left), height = (double)(over->high - over->low);
    set_restriction(angles, (double)((to->left - over->left) - (over->right - to->right)) / width,
                    (double)(to->right - to->left) / width, chart->angles);
    set_restriction(dampings, (double)((to->low - over->low) - (over->high - to->high)) / height,
                    (double)(to->high - to->low) / height, chart->dampings);
    memcpy(out, chart->values + k * chart->angles * chart->dampings,
           (size_t)(chart->angles * chart->dampings) * sizeof *out);
    transform_both(out, angles, dampings, chart->angles, chart->dampings);
}
