/* threshold_damped: see threshold_damped.h. */
#include "threshold_damped.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "chart.h"
#include "envelope.h"
#include "simulate.h"
#include "upward.h"

enum { PRECISION = 64, NODES = REF_CHART_NODES, GRID = 64, DEPTH = 26, SETTLINGS = 12, CUTS = 24 };

/* A strip is 2^(1/STRIPS) wide; a chart has at most CHART_WIDTH/F of angles. */
enum { STRIPS = 400 };
static const double CHART_WIDTH = 10, PROBE_TIME = 24, SPARE = 0.05;

typedef struct {
    const ref_scenario *scenario;
    bool falls; /* the bound with gamma */
    ref_reading reading;
    double top;
} contest;

static double share(long parts)
{
    return (double)parts / (double)REF_PARTS;
}

/* ---- the bound, as a time that grows with the energy */

/* time[i]: upper bound on Psi at sqrt(E + 1) = 1 + i/GRID; end: at the top level. */
typedef struct {
    double *time, end;
    long count;
    mpfi_t gamma;
} ceiling;

static double time_of(const ceiling *bound, double energy)
{
    mpfi_t level, time;
    mpfi_init2(level, PRECISION);
    mpfi_init2(time, PRECISION);
    mpfi_set_d(level, energy);
    ref_damped_bound_time(time, level, bound->gamma);
    double latest = mpfr_get_d(&time->right, MPFR_RNDU);
    mpfi_clear(time);
    mpfi_clear(level);
    return latest;
}

static void ceiling_init(ceiling *bound, const contest *of, long gamma)
{
    mpfi_init2(bound->gamma, PRECISION);
    mpfi_set_d(bound->gamma, of->falls ? share(gamma) : 0);
    bound->count = (long)ceil(GRID * sqrt(of->top + 1)) + 1;
    bound->time = calloc((size_t)bound->count, sizeof *bound->time);
    bound->end = time_of(bound, of->top);
    for (long i = 0; i < bound->count; i++) {
        double root = 1 + (double)i / GRID;
        bound->time[i] = time_of(bound, (root - 1) * (root + 1));
    }
}

static void ceiling_clear(ceiling *bound)
{
    free(bound->time);
    mpfi_clear(bound->gamma);
}

static bool allows(const ceiling *bound, double energy, double tau)
{
    long i = (long)ceil(ref_up(GRID * ref_up(sqrt(energy + 1) - 1)));
    return (i < bound->count && bound->time[i] <= tau) || time_of(bound, energy) <= tau;
}

/* ---- any state */

/* The first step after step k that is not certain to stay within the bound, E_k being at most `energy`; 0:
 * all do. The iterates fall for good once they fall. */
static long fails(const contest *of, const ceiling *bound, const ref_envelope *envelope,
                  const ref_rectangle *over, double energy, long k)
{
    double kept = ref_up(1 - share(over->low)), left = share(over->left) * (1 - 0x1p-48);
    for (;;) {
        double before = ref_envelope_after(envelope, energy), after = ref_up(kept * before);
        k++;
        if (!allows(bound, of->reading == REF_BEFORE_DAMPING ? before : after, (double)k * left))
            return k;
        if (after <= energy || bound->end <= (double)k * left)
            return 0;
        energy = after;
    }
}

/* ---- a chart */

/* u + sum of the moduli: an upper bound on the polynomial. */
static double peak(const double *coefficients, int count)
{
    double sum = 0;
    for (int i = 1; i < count; i++)
        sum = ref_up(sum + fabs(coefficients[i]));
    return coefficients[0] + sum + 0x1p-48 * (fabs(coefficients[0]) + sum);
}

static double energy_at(const ref_chart *chart, long k, const ref_rectangle *over)
{
    double table[NODES * NODES];
    ref_chart_restrict(table, chart, k, over);
    return fmax(0, ref_up(peak(table, chart->angles * chart->dampings) + chart->error));
}

/* By how much less time than k theta the bound needs for the energy of step k, at least. */
static double slack_at(const contest *of, const ceiling *bound, const ref_chart *chart, long k,
                       const ref_rectangle *over)
{
    double table[NODES * NODES],
        revival = of->reading == REF_BEFORE_DAMPING ? ref_up(1 / (1 - ref_up(share(over->high)))) : 1;
    int count = chart->angles * chart->dampings;
    ref_chart_restrict(table, chart, k, over);
    double least = fmax(table[0] * revival, 0), centre = share(over->left) / 2 + share(over->right) / 2;
    mpfi_t rate, energy;
    mpfi_init2(rate, PRECISION);
    mpfi_init2(energy, PRECISION);
    mpfi_set_d(energy, least);
    ref_damped_bound_gain(rate, energy, bound->gamma);
    double pace = 1 / mpfi_get_d(rate), steep = ref_up(pace * revival);
    mpfi_clear(energy);
    mpfi_clear(rate);
    for (int i = 0; i < count; i++)
        table[i] *= steep;
    table[0] -= (double)k * centre + least * pace;
    table[chart->dampings] -= (double)k * share(over->right - over->left) / 2;
    double size = ref_up(0x1p-40 * (1 + (double)k * centre + 4 * least * pace));
    return -(peak(table, count) + ref_up(ref_up(steep * chart->error) + size) + time_of(bound, least));
}

/* ---- one rectangle */

typedef struct {
    const contest *of;
    const ref_chart *chart;
    const ref_envelope *envelope;
    double *margin;
} view;

static bool clears(const view *from, const ceiling *bound, const ref_rectangle *over, int depth);

static bool clears_halves(const view *from, const ceiling *bound, const ref_rectangle *over, int depth,
                          bool angles)
{
    ref_rectangle first = *over, second = *over;
    if (angles)
        first.right = second.left = over->left + (over->right - over->left) / 2;
    else
        first.high = second.low = over->low + (over->high - over->low) / 2;
    if (angles || !from->of->falls)
        return clears(from, bound, &first, depth - 1) && clears(from, bound, &second, depth - 1);
    ceiling lower;
    ceiling_init(&lower, from->of, first.high);
    bool clear = clears(from, &lower, &first, depth - 1) && clears(from, bound, &second, depth - 1);
    ceiling_clear(&lower);
    return clear;
}

/* Whether it is the damping, rather than the angle, that makes the rectangle too large at step k. */
static bool too_high(const view *from, const ceiling *bound, long k, const ref_rectangle *over)
{
    ref_rectangle low = *over, thin = *over;
    ceiling least;
    low.high = low.low;
    thin.left = thin.right = over->left + (over->right - over->left) / 2;
    ceiling_init(&least, from->of, over->low);
    double by_damping = slack_at(from->of, &least, from->chart, k, &low),
           by_angle = slack_at(from->of, bound, from->chart, k, &thin);
    ceiling_clear(&least);
    return by_damping > by_angle;
}

/* Whether any state that has at most the chart's energy at step k stays within the bound. */
static bool clears_from(const view *from, const ceiling *bound, const ref_rectangle *over, long k)
{
    return k <= from->chart->steps &&
           fails(from->of, bound, from->envelope, over, energy_at(from->chart, k, over), k) == 0;
}

static bool clears(const view *from, const ceiling *bound, const ref_rectangle *over, int depth)
{
    long last = from->chart->steps, k = fails(from->of, bound, from->envelope, over, 0, 0);
    if (k == 0 || clears_from(from, bound, over, k - 1))
        return true;
    double least = HUGE_VAL;
    for (; k <= last && least >= 0; k++)
        least = fmin(least, slack_at(from->of, bound, from->chart, k, over));
    if (least >= 0 && clears_from(from, bound, over, last)) {
    #pragma omp critical(margin)
        *from->margin = fmin(*from->margin, least);
        return true;
    }
    bool damped = from->of->falls || from->of->reading == REF_BEFORE_DAMPING;
    return depth > 0 && clears_halves(from, bound, over, depth,
                                      least >= 0 || !damped || !too_high(from, bound, k - 1, over));
}

/* ---- strips of angles */

/* settled: the least damping, in parts, from which 1. alone does; beyond the slice's where there is none. */
typedef struct {
    long left, right, settled;
    ref_envelope envelope;
} strip;

/* All dampings, the bound at the largest. */
typedef struct {
    const contest *of;
    long low, high;
    ceiling bound;
} slice;

static bool settles(const slice *in, const strip *at, long damping)
{
    ref_rectangle from = { at->left, at->right, damping, in->high };
    return fails(in->of, &in->bound, &at->envelope, &from, 0, 0) == 0;
}

static void settle(strip *at, const slice *in)
{
    long low = in->low, high = 2 * low < in->high ? 2 * low : in->high;
    at->settled = low;
    if (settles(in, at, low))
        return;
    at->settled = in->high + 1;
    if (!settles(in, at, high))
        return;
    for (int i = 0; i < SETTLINGS; i++) {
        long middle = low + (high - low) / 2;
        *(settles(in, at, middle) ? &high : &low) = middle;
    }
    at->settled = high;
}

/* ---- charts */

/* The step from which on any state does, at the middle of a strip and one damping, and some more; 0: none
 * found. */
static long steps_for(const slice *in, const strip *at, long damping)
{
    long middle = at->left + (at->right - at->left) / 2, steps = (long)(PROBE_TIME / share(middle)), runs = 0;
    ref_rectangle over = { at->left, at->right, damping, in->high },
                  point = { middle, middle + 1, damping, damping + 1 };
    ref_chart probe;
    if (!ref_chart_init(&probe, in->of->scenario, &point, steps, &runs))
        return 0;
    long failed = fails(in->of, &in->bound, &at->envelope, &over, 0, 0), k = failed > 0 ? failed - 1 : 0;
    while (k <= steps &&
           fails(in->of, &in->bound, &at->envelope, &over, energy_at(&probe, k, &point) + SPARE, k) != 0)
        k++;
    ref_chart_clear(&probe);
    return k <= steps ? k + k / 16 + 2 : 0;
}

/* How wide a chart of so many steps may be, in parts. */
static long width_for(long steps, double top)
{
    double rate = 0;
    for (long j = 1; j <= steps; j++)
        rate += 2 * sqrt(fmin((double)j, top));
    return (long)(2 * CHART_WIDTH / rate * (double)REF_PARTS);
}

static ref_outcome undecided(long part)
{
    return (ref_outcome){ .verdict = REF_VERDICT_UNDECIDED, .part = part };
}

/* Strips of angles that 1. leaves open at dampings from low to high. */
typedef struct {
    long first, last, low, high;
} patch;

/* Each strip up to where it is settled. */
static bool clears_strips(double *margin, const slice *in, const ref_chart *chart, const strip *strips,
                          const patch *at)
{
    bool clear = true;
    ceiling bound;
    ceiling_init(&bound, in->of, at->high);
    #pragma omp parallel for schedule(dynamic) reduction(&& : clear)
    for (long i = at->first; i < at->last; i++) {
        view from = { in->of, chart, &strips[i].envelope, margin };
        ref_rectangle part = { strips[i].left, strips[i].right, at->low, at->high };
        clear = clear && (strips[i].settled <= at->low || clears(&from, &bound, &part, DEPTH));
        mpfr_free_cache();
    }
    ceiling_clear(&bound);
    return clear;
}

static ref_outcome cover_patch(const slice *in, const strip *strips, const patch *at, int depth);

/* The first half of a patch that is cut, then the second. */
static ref_outcome cover_halves(const slice *in, const strip *strips, const patch *at, int depth,
                                bool strips_too_many)
{
    patch lower = *at, upper = *at;
    if (strips_too_many)
        lower.last = upper.first = at->first + (at->last - at->first) / 2;
    else
        lower.high = upper.low = at->low + (at->high - at->low) / 2;
    ref_outcome outcome = cover_patch(in, strips, &lower, depth - 1);
    if (outcome.verdict == REF_VERDICT_CERTIFIED) {
        ref_outcome other = cover_patch(in, strips, &upper, depth - 1);
        ref_outcome_merge(&outcome, &other);
    }
    return outcome;
}

static ref_outcome cover_patch(const slice *in, const strip *strips, const patch *at, int depth)
{
    ref_rectangle over = { strips[at->first].left, strips[at->last - 1].right, at->low, at->high };
    ref_outcome outcome = { .verdict = REF_VERDICT_CERTIFIED, .part = over.left, .margin = HUGE_VAL };
    long steps = steps_for(in, &strips[at->first], at->low);
    ref_chart chart;
    bool many = at->last - at->first > 1;
    if (steps == 0 || depth == 0)
        return undecided(over.left);
    if (many && over.right - over.left > width_for(steps, in->of->top))
        return cover_halves(in, strips, at, depth, true);
    if (!ref_chart_init(&chart, in->of->scenario, &over, steps, &outcome.runs))
        return cover_halves(in, strips, at, depth, false);
    bool clear = clears_strips(&outcome.margin, in, &chart, strips, at);
    ref_chart_clear(&chart);
    if (clear)
        return outcome;
    if (!many)
        return undecided(over.left);
    ref_outcome parts = cover_halves(in, strips, at, depth, true);
    parts.runs += outcome.runs;
    return parts;
}

/* The strips from `first` on that 1. leaves open, as far as they are adjacent; none: last is first. */
static patch open_from(const slice *in, const strip *strips, long count, long first)
{
    patch open = { first, first, in->low, in->low };
    for (; open.last < count && strips[open.last].settled > in->low; open.last++)
        open.high = strips[open.last].settled > open.high ? strips[open.last].settled : open.high;
    open.high = open.high < in->high ? open.high : in->high;
    return open;
}

/* ---- all dampings */

static strip *cut(const ref_scenario *scenario, const ref_rectangle *over, long *count)
{
    double factor = (double)over->right / (double)over->left;
    *count = (long)ceil(STRIPS * log2(factor));
    strip *strips = calloc((size_t)*count, sizeof *strips);
    for (long i = 0; i < *count; i++) {
        strips[i].left = i == 0 ? over->left : strips[i - 1].right;
        strips[i].right = i == *count - 1
                              ? over->right
                              : (long)((double)over->left * pow(factor, (double)(i + 1) / (double)*count));
    }
    #pragma omp parallel for schedule(dynamic)
    for (long i = 0; i < *count; i++) {
        ref_envelope_init(&strips[i].envelope, &scenario->collisions[0].qubit, scenario->levels,
                          share(strips[i].left), share(strips[i].right));
        mpfr_free_cache();
    }
    return strips;
}

void ref_threshold_open_angles(ref_rectangle *over)
{
    double low = share(over->low);
    over->left = (long)(fmin(0.02, low / (0.3 + low)) * (double)REF_PARTS);
    over->right = (long)(0.7 * (double)REF_PARTS);
}

ref_outcome ref_threshold_dampings(const ref_scenario *scenario, const ref_bound *bound, ref_reading reading,
                                   const ref_rectangle *over, void (*progress)(void *, double), void *context)
{
    contest of = { scenario, strcmp(bound->id, "C4p") == 0, reading, (double)(scenario->levels - 1) };
    ref_outcome outcome = { .verdict = REF_VERDICT_CERTIFIED, .part = over->left, .margin = HUGE_VAL };
    slice in = { .of = &of, .low = over->low, .high = over->high };
    long count;
    strip *strips = cut(scenario, over, &count);
    ceiling_init(&in.bound, &of, over->high);
    #pragma omp parallel for schedule(dynamic)
    for (long i = 0; i < count; i++) {
        settle(&strips[i], &in);
        mpfr_free_cache();
    }
    for (long i = 0; i < count; i++) {
        patch open = open_from(&in, strips, count, i);
        if (open.last == i)
            continue;
        ref_outcome part = cover_patch(&in, strips, &open, CUTS);
        ref_outcome_merge(&outcome, &part);
        i = open.last - 1;
        if (progress != NULL)
            progress(context, (double)open.last / (double)count);
    }
    ceiling_clear(&in.bound);
    free(strips);
    return outcome;
}
