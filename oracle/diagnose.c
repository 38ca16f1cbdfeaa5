/* diagnose: see diagnose.h. */
#include "diagnose.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "mistake.h"

#define GAIN 100.0              /* E / V of a match */
#define EVIDENCE 6.0            /* digits */
#define ROUNDING 0x1p-50        /* of a run in double precision */
#define NEAR 10.0               /* V within this factor of the best */
#define COST_MAX 5e6
#define DROPPED_MOST 100.0      /* a threshold over the error it makes */
#define SINGLE_MOST 100.0       /* errors over those of our run in single precision */
#define SINGLE_LIKE 8.0

enum { DECADE_FIRST = 4, DECADE_LAST = 15, SIMPLE_BITS = 12 };

static const ref_mistake mistakes[] = {
    { .name = "swap angle too large by a factor 2", .angle = 2 },
    { .name = "swap angle too large by a factor 2", .angle = 2, .apart = true },
    { .name = "swap angle too small by a factor 2", .angle = 0.5 },
    { .name = "swap angle too small by a factor 2", .angle = 0.5, .apart = true },
    { .name = "q taken for 1 - q", .excited = true },
    { .name = "coherence absent", .incoherent = true },
    { .name = "coherence with the opposite sign", .phase = REF_PHASE_OPPOSITE },
    { .name = "alpha with the opposite sign", .phase = REF_PHASE_REVERSED },
    { .name = "state conjugated (rho_mn for rho_nm)", .phase = REF_PHASE_CONJUGATE },
    { .name = "factor -i of the exchange left out", .phase = REF_PHASE_NO_I },
    { .name = "damping before the collision instead of after it", .damping = REF_DAMP_BEFORE },
    { .name = "damping counted once too few", .damping = REF_DAMP_NOT_LAST },
    { .name = "damping counted once too few", .damping = REF_DAMP_NOT_FIRST },
    { .name = "energy counted from -j, the middle of the ladder", .from_middle = true },
    { .name = "energy counted from -j, the middle of the ladder", .from_middle = true, .apart = true },
    { .name = "energy with the zero-point 1/2", .zero_point = true },
    { .name = "energy with the zero-point 1/2", .zero_point = true, .apart = true },
    { .name = "truncation one level too high", .levels = 1 },
    { .name = "truncation one level too low", .levels = -1 },
    { .name = "truncation one level too low", .cut_top = true },
    { .name = "trace lost at the open top level and not renormalised", .open_top = true },
    { .name = "single precision", .single = true },
    { .name = "single precision", .single = true, .place = REF_AFTER_CHANNELS },
    { .name = "single precision", .single = true, .place = REF_AFTER_STEPS },
};
enum { PLACES = 3, MISTAKES = sizeof mistakes / sizeof *mistakes, DECADES = DECADE_LAST - DECADE_FIRST + 1,
       CANDIDATES = MISTAKES + 2 * PLACES * DECADES };

/* What was submitted, in doubles: x NaN where there is nothing to compare. */
typedef struct {
    const ref_case *of;
    size_t cells;
    long last;                  /* the last step that is compared */
    double *x, *exact, *allowed;
    bool *wrong;
} evidence;

/* ---- the numbers */


/* The last step observed that can be afforded; -1 when that is before the first wrong one. */
static long last_step(const ref_case *of, const ref_judgements *judgements)
{
    const ref_scenario *scenario = &of->scenario;
    double levels = (double)scenario->levels, cost = levels * levels;
    for (size_t i = 0; i < scenario->collision_count; i++)
        if (ref_real_compare_ratio(&scenario->collisions[i].gamma, 0, 1) > 0) {
            cost *= 4;
            break;
        }
    long last = -1;
    for (size_t row = 0; row < scenario->at_count && (double)scenario->at[row] * cost <= COST_MAX; row++)
        if (row >= judgements->first_row)
            last = scenario->at[row];
    return last;
}

static double half_unit(const ref_number *number, const ref_convention *convention)
{
    mpq_t half;
    mpq_init(half);
    ref_judge_half_unit(half, number, convention);
    double value = mpq_get_d(half);
    mpq_clear(half);
    return value;
}

static void set_cell(evidence *out, size_t cell, const ref_number *number, const ref_convention *convention,
                     bool wrong)
{
    out->x[cell] = mpq_get_d(number->x);
    out->exact[cell] = ref_case_middle(out->of, cell);
    out->allowed[cell] = half_unit(number, convention) + ROUNDING * fmax(1, fabs(out->exact[cell]));
    out->wrong[cell] = wrong;
}

static void gather(evidence *out, const ref_table *table, const ref_judgements *judgements,
                   ref_rounding rounding, long last)
{
    const ref_case *of = table->of;
    size_t cells = of->scenario.at_count * of->width;
    ref_convention convention = ref_judge_convention(table, rounding);
    ref_number number;
    ref_number_init(&number);
    *out = (evidence){ .of = of, .cells = cells, .last = last };
    out->x = malloc((cells + 1) * sizeof *out->x);
    out->exact = calloc(cells + 1, sizeof *out->exact);
    out->allowed = calloc(cells + 1, sizeof *out->allowed);
    out->wrong = calloc(cells + 1, sizeof *out->wrong);
    for (size_t i = 0; i < cells; i++) {
        out->x[i] = NAN;
        if (table->text[i] == NULL || of->scenario.at[i / of->width] > last)
            continue;
        ref_number_read(&number, table->text[i]);
        if (number.kind == REF_FINITE_NUMBER)
            set_cell(out, i, &number, &convention, judgements->values[i].kind == REF_MISMATCH);
    }
    ref_number_clear(&number);
}

static void release(evidence *found)
{
    free(found->x);
    free(found->exact);
    free(found->allowed);
    free(found->wrong);
}

/* ---- one mistake */

static double scale(const evidence *found, size_t cell)
{
    return fmax(1, fabs(found->exact[cell]));
}

/* max(|x - value|, allowed) over the scale, the largest. */
static double worst_error(const evidence *found, const double *values)
{
    double worst = 0;
    for (size_t i = 0; i < found->cells; i++)
        if (!isnan(found->x[i]) && !isnan(values[i]))
            worst = fmax(worst, fmax(fabs(found->x[i] - values[i]), found->allowed[i]) / scale(found, i));
    return worst;
}

/* Digits gained at the wrong numbers. */
static double digits_gained(const evidence *found, const double *values)
{
    double sum = 0;
    for (size_t i = 0; i < found->cells; i++)
        if (!isnan(found->x[i]) && !isnan(values[i]) && found->wrong[i])
            sum += log10(fmax(fabs(found->x[i] - found->exact[i]), found->allowed[i]) /
                         fmax(fabs(found->x[i] - values[i]), found->allowed[i]));
    return sum;
}

/* V where the mistake matches, else infinity. */
static double match(const evidence *found, const ref_mistake *mistake)
{
    double *values = ref_mistake_values(found->of, mistake, found->last), worst = INFINITY;
    if (values == NULL)
        return INFINITY;
    if (digits_gained(found, values) >= EVIDENCE)
        worst = worst_error(found, values);
    free(values);
    return GAIN * worst <= worst_error(found, found->exact) ? worst : INFINITY;
}

/* ---- single precision, by the numbers themselves */

/* Whether x has at most `bits` significant bits. */
static bool fits(double x, int bits)
{
    int exponent;
    double scaled = ldexp(frexp(x, &exponent), bits);
    return scaled == trunc(scaled);
}

/* At least two numbers, and half of those that tell, are exact single-precision numbers. */
static bool has_single_numbers(const evidence *found)
{
    size_t telling = 0, exact = 0;
    for (size_t i = 0; i < found->cells; i++)
        if (isfinite(found->x[i]) && !fits(found->x[i], SIMPLE_BITS)) {
            telling++;
            exact += (double)(float)found->x[i] == found->x[i];
        }
    return exact >= 2 && 2 * exact >= telling;
}

static size_t count_wrong(const evidence *found)
{
    size_t count = 0;
    for (size_t i = 0; i < found->cells; i++)
        count += found->wrong[i];
    return count;
}

/* The worst error over that of our own run in single precision. */
static double single_ratio(const evidence *found)
{
    static const ref_mistake single = { .single = true };
    double *values = ref_mistake_values(found->of, &single, found->last), ours = 0;
    for (size_t i = 0; i < found->cells; i++)
        if (!isnan(found->x[i]) && !isnan(values[i]))
            ours = fmax(ours, fabs(values[i] - found->exact[i]) / scale(found, i));
    free(values);
    return worst_error(found, found->exact) / ours;
}

static char *explain_by_size(const evidence *found)
{
    double ratio = single_ratio(found);
    if (has_single_numbers(found) && ratio <= SINGLE_MOST)
        return strdup("single precision");
    if (count_wrong(found) >= 3 && ratio <= SINGLE_LIKE && ratio >= 1 / SINGLE_LIKE)
        return strdup("errors of the size that single precision makes");
    return NULL;
}

/* ---- all of them */

typedef struct { ref_mistake mistake; double error; char name[48]; } candidate;

static void list_candidates(candidate *list)
{
    for (int i = 0; i < MISTAKES; i++)
        list[i] = (candidate){ .mistake = mistakes[i], .error = INFINITY };
    for (int i = MISTAKES; i < CANDIDATES; i++) {
        int place = (i - MISTAKES) % PLACES, modulus = (i - MISTAKES) / PLACES % 2;
        int decade = DECADE_LAST - (i - MISTAKES) / PLACES / 2;    /* of equals, the lowest */
        list[i] = (candidate){
            .error = INFINITY,
            .mistake = { .dropped = pow(10, -decade), .modulus = modulus, .place = (ref_place)place }
        };
        snprintf(list[i].name, sizeof list[i].name, "elements below 1e-%d dropped", decade);
    }
}

/* A threshold far above the error, or one that could not make it even if all entries were lost in every step
 * at every place, need not be tried. */
static bool is_plausible(const evidence *found, const ref_mistake *mistake)
{
    double error = worst_error(found, found->exact), levels = (double)found->of->scenario.levels;
    double most = mistake->dropped * levels * levels * levels * 16 * (double)(found->last + 1);
    return mistake->dropped == 0 || (mistake->dropped <= DROPPED_MOST * error && most >= error);
}

static const char *name_of(const candidate *one)
{
    return one->mistake.name != NULL ? one->mistake.name : one->name;
}

static bool is_named(const char *names, const char *name)
{
    return names != NULL && strstr(names, name) != NULL;
}

static char *add_name(char *names, const char *name)
{
    if (is_named(names, name))
        return names;
    size_t length = names == NULL ? 0 : strlen(names);
    char *longer = malloc(length + strlen(name) + 5);
    sprintf(longer, "%s%s%s", names == NULL ? "" : names, names == NULL ? "" : " or ", name);
    free(names);
    return longer;
}

static double best_error(const candidate *list, int from, int to)
{
    double best = INFINITY;
    for (int i = from; i < to; i++)
        best = fmin(best, list[i].error);
    return best;
}

/* Of the thresholds only the best, and only where it is clearly better than everything else. */
static void keep_best_threshold(candidate *list)
{
    double best = best_error(list, MISTAKES, CANDIDATES);
    bool kept = best_error(list, 0, MISTAKES) <= NEAR * best;
    for (int i = MISTAKES; i < CANDIDATES; i++) {
        if (kept || list[i].error > best)
            list[i].error = INFINITY;
        kept = kept || isfinite(list[i].error);
    }
}

static char *explain(const evidence *found)
{
    candidate list[CANDIDATES];
    char *names = NULL;
    list_candidates(list);
    #pragma omp parallel for schedule(dynamic)
    for (int i = 0; i < CANDIDATES; i++)
        if (is_plausible(found, &list[i].mistake))
            list[i].error = match(found, &list[i].mistake);
    keep_best_threshold(list);
    double best = best_error(list, 0, CANDIDATES);
    for (int i = 0; i < CANDIDATES && isfinite(best); i++)
        if (list[i].error <= NEAR * best)
            names = add_name(names, name_of(&list[i]));
    return names == NULL ? explain_by_size(found) : names;
}

char *ref_diagnose(const ref_table *table, const ref_judgements *judgements, ref_rounding rounding)
{
    long last = ref_judgements_wrong(judgements) > 0 ? last_step(table->of, judgements) : -1;
    if (last < 0)
        return NULL;
    evidence found;
    gather(&found, table, judgements, rounding, last);
    char *names = explain(&found);
    release(&found);
    return names;
}
