/* falsify_target: the bounds as a search sees them, in doubles; see falsify.h. Formulas: bound.h. */
#include "falsify.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

enum { STEEPEST = 1000000 };    /* the least time of 1 unit of energy, where a bound would have it infinite */

#define PI 3.14159265358979323846

/* time / tau, where the bound's least time has the slope 1/rate */
static double time_ratio(double *by_value, double *by_tau, double time, double rate, double tau)
{
    *by_value = (rate * STEEPEST > 1 ? 1 / rate : STEEPEST) / tau;
    *by_tau = -time / (tau * tau);
    return time / tau;
}

/* (15): E over R0 tau (1 + R0 tau/4) */
static double score_15(double *by_value, double *by_tau, const ref_target *target, double value, double tau)
{
    double bound = target->r0 * tau * (1 + target->r0 * tau / 4);
    *by_value = 1 / bound;
    *by_tau = -value / (bound * bound) * target->r0 * (1 + target->r0 * tau / 2);
    return value / bound;
}

/* ---- spin */

/* arcsin(2x/(N+1)), an antiderivative of 1/g with g(x) = sqrt(((N+1)/2)^2 - x^2), x the
 * distance from the equator */
static double arc(double x, const ref_target *target)
{
    return asin(fmax(-1, fmin(1, 2 * x / (double)(target->n_max + 1))));
}

static double height(double x, const ref_target *target)
{
    double radius = (double)(target->n_max + 1) / 2;
    return sqrt(fmax(0, radius * radius - x * x));
}

static double equator_distance(double energy, const ref_target *target)
{
    return energy - (double)(target->n_max - 1) / 2;
}

static double score_28(double *by_value, double *by_tau, const ref_target *target, double value, double tau)
{
    double x = equator_distance(value, target), start = atan((double)(target->n_max - 1) / 2);
    return time_ratio(by_value, by_tau, (arc(x, target) + start) / target->r0, target->r0 * height(x, target),
                      tau);
}

static double score_28i(double *by_value, double *by_tau, const ref_target *target, double value, double tau)
{
    double x = equator_distance(value, target), start = arc((double)(target->n_max - 1) / 2, target);
    return time_ratio(by_value, by_tau, (arc(x, target) + start) / target->r0, target->r0 * height(x, target),
                      tau);
}

/* A sine to the equator, a straight line of length 1, the rest of the sine. */
static double score_28p(double *by_value, double *by_tau, const ref_target *target, double value, double tau)
{
    double x = equator_distance(value, target), start = arc((double)(target->n_max - 1) / 2, target);
    double line = fmax(0, fmin(1, x)), rest = x > 1 ? x - 1 : x < 0 ? x : 0;
    double time = (arc(rest, target) + start + 2 * line / (double)(target->n_max + 1)) / target->r0;
    return time_ratio(by_value, by_tau, time, target->r0 * height(rest, target), tau);
}

/* (29'): the measured value is the time itself */
static double score_29p(double *by_value, double *by_tau, const ref_target *target, double value, double tau)
{
    (void)target;
    return time_ratio(by_value, by_tau, value, 1, tau);
}

/* the full time printed in (29), integrated, and (29'') */
static double full_time(const ref_target *target)
{
    double j2 = (double)target->n_max, sum = 0;
    if (strcmp(target->id, "29") == 0)
        return (atan((j2 + 1) / 2) + atan((j2 - 1) / 2)) / target->r0;
    if (strcmp(target->id, "29i") == 0)
        return (PI / 2 + arc((j2 - 1) / 2, target)) / target->r0;
    for (long n = 1; n <= target->n_max; n++)
        sum += 1 / sqrt((double)ref_ladder_weight(REF_SPIN, n, target->n_max + 1));
    return PI / 2 * sum;
}

static double score_full(double *by_value, double *by_tau, const ref_target *target, double value, double tau)
{
    double unit = full_time(target), missing = (double)target->n_max - value;
    *by_value = target->penalty / unit;
    *by_tau = -1 / unit;
    return -(tau + target->penalty * missing) / unit;
}

/* ---- damped oscillator */

/* h(E) = a sqrt(E+1) - b E in y = sqrt(E+1), and int_0^E dx/h by the roots of b y^2 - a y - b */
typedef struct { double a, b, upper, lower; } damping;

static damping damping_of(const ref_target *target)
{
    damping d = { .a = target->r0 * (1 - target->gamma), .b = 2 * target->gamma / PI };
    d.upper = d.a / d.b / 2 + sqrt(d.a * d.a / (d.b * d.b) / 4 + 1);
    d.lower = -1 / d.upper;
    return d;
}

static double loss_rate(double energy, const damping *d)
{
    return d->a * sqrt(energy + 1) - d->b * energy;
}

static double integral(double energy, const damping *d)
{
    double y = fmin(sqrt(energy + 1), d->upper * (1 - 1e-12));
    double up = d->upper * log((d->upper - y) / (d->upper - 1));
    double down = d->lower * log((y - d->lower) / (1 - d->lower));
    return -2 / (d->b * (d->upper - d->lower)) * (up - down);
}

static double score_c4(double *by_value, double *by_tau, const ref_target *target, double value, double tau)
{
    damping d = damping_of(target);
    return time_ratio(by_value, by_tau, integral(value, &d), loss_rate(value, &d), tau);
}

/* h to its peak, a straight line for one unit of energy, then h shifted by one. */
static double score_c4p(double *by_value, double *by_tau, const ref_target *target, double value, double tau)
{
    damping d = damping_of(target);
    double top = d.a / d.b / 2, peak = fmax(0, top * top - 1), line = fmax(0, fmin(1, value - peak));
    double before = fmin(value, peak), after = fmax(value - 1, peak);
    double time = integral(before, &d) + line / loss_rate(peak, &d)
                  + integral(after, &d) - integral(peak, &d);
    return time_ratio(by_value, by_tau, time, loss_rate(value < peak ? value : after, &d), tau);
}

static const ref_target targets[] = {
    { .id = "15", .ladder = REF_OSCILLATOR, .score = score_15 },
    { .id = "16", .ladder = REF_OSCILLATOR, .score = score_15 },
    { .id = "28", .ladder = REF_SPIN, .score = score_28 },
    { .id = "28i", .ladder = REF_SPIN, .score = score_28i },
    { .id = "28p", .ladder = REF_SPIN, .score = score_28p },
    { .id = "29", .ladder = REF_SPIN, .full_charge = true, .score = score_full },
    { .id = "29i", .ladder = REF_SPIN, .full_charge = true, .score = score_full },
    { .id = "29p", .ladder = REF_SPIN, .score = score_29p },
    { .id = "29pp", .ladder = REF_SPIN, .full_charge = true, .score = score_full },
    { .id = "C4", .ladder = REF_OSCILLATOR, .damped = true, .score = score_c4 },
    { .id = "C4p", .ladder = REF_OSCILLATOR, .damped = true, .score = score_c4p },
};

const ref_target *ref_target_find(const char *id)
{
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++)
        if (strcmp(targets[i].id, id) == 0)
            return &targets[i];
    return NULL;
}
