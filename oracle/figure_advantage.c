/* figure_advantage: Fig. 4, the time of the first coherent advantage; see figure.h.
 *
 * No step can be missed: a battery of N + 1 levels holds at most N, and (15) passes N at
 * tau = 2 (sqrt(N + 1) - 1)/R0, so a run up to there has seen every crossing there is. */
#include "figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "command.h"
#include "constants.h"
#include "crossing.h"
#include "text.h"

/* Angles are parts of pi/UNIT: 1 to COARSE_COUNT times COARSE, more where the curve wants them. */
enum { UNIT = 16000, COARSE = 16, COARSE_COUNT = 50, QUICK = 2, PRECISION = 128 };

static const char base[] = "fig4_coherent";
static const char *const gammas[] = { "0", "0.0002", "0.0005", "0.0008", "0.001", "0.0013", "0.0016", "0.002",
                                      "0.0023", "0.0026" };
static const char beyond_critical[] = "0.0026";
enum { CURVES = sizeof gammas / sizeof gammas[0] };

typedef struct { long part; ref_crossing crossings[REF_READINGS]; } sample;
typedef struct { const char *gamma; size_t count; sample *samples; } curve;     /* in order of part */

/* How far the sweep is; shared by all threads. */
typedef struct { ref_claims *claims; long done, total; } counter;

static void count(counter *progress)
{
    #pragma omp critical(advantage)
    {
        progress->done++;
        double done = (double)progress->done / (double)progress->total;
        ref_claims_progress(progress->claims, "Fig. 4", fmin(1, done));
    }
}

/* ---- one protocol */

/* The first step from which (15) is beyond every level, for theta = part pi/UNIT. */
static long last_step(long part, long levels)
{
    mpfi_t steps, other;
    mpfi_init2(steps, PRECISION);
    mpfi_init2(other, PRECISION);
    mpfi_set_si(steps, levels);
    mpfi_sqrt(steps, steps);
    mpfi_sub_ui(steps, steps, 1);
    mpfi_mul_ui(steps, steps, 2 * UNIT);
    mpfi_div_si(steps, steps, part);
    mpfi_const_pi(other);
    mpfi_div(steps, steps, other);
    ref_constant_r0(other);
    mpfi_div(steps, steps, other);
    long last = mpfr_get_si(&steps->right, MPFR_RNDU);
    mpfi_clear(other);
    mpfi_clear(steps);
    return last;
}

/* The shipped scenario with another theta and gamma, up to the last step that matters. */
static void set_protocol(ref_scenario *scenario, const ref_scenario *shipped, long part, const char *gamma)
{
    json_t *source = json_deep_copy(shipped->source), *protocol = json_object_get(source, "protocol");
    char *theta = ref_text_format("%ld*pi/%d", part, UNIT), *error;
    json_object_set_new(protocol, "theta", json_string(theta));
    json_object_set_new(protocol, "steps", json_integer(last_step(part, shipped->levels)));
    json_object_set_new(source, "damping", json_pack("{s:s}", "gamma", gamma));
    char *text = json_dumps(source, 0);
    if (!ref_scenario_parse(scenario, text, base, &error)) {
        ref_command_fail(REF_SYSTEM_FAILURE, "%s", error);
        abort();
    }
    free(text);
    free(theta);
    json_decref(source);
}

static void find(sample *point, const ref_scenario *shipped, const char *gamma, counter *progress)
{
    ref_scenario scenario;
    set_protocol(&scenario, shipped, point->part, gamma);
    for (int reading = 0; reading < REF_READINGS; reading++)
        ref_crossing_init(&point->crossings[reading]);
    ref_crossing_find(point->crossings, &scenario, ref_bound_find("15"));
    ref_scenario_clear(&scenario);
    mpfr_free_cache();
    count(progress);
}

/* ---- one curve */

static void curve_init(curve *out, const char *gamma, long stride)
{
    *out = (curve){ .gamma = gamma, .count = (size_t)(COARSE_COUNT / stride) };
    out->samples = calloc(out->count, sizeof *out->samples);
    for (size_t i = 0; i < out->count; i++)
        out->samples[i].part = (long)(i + 1) * stride * COARSE;
}

static void curve_clear(curve *out)
{
    for (size_t i = 0; i < out->count; i++)
        for (int reading = 0; reading < REF_READINGS; reading++)
            ref_crossing_clear(&out->samples[i].crossings[reading]);
    free(out->samples);
}

/* The crossings of neighbours are not alike: one has none, or tau differs by more than 1/2. */
static bool differ(const sample *a, const sample *b)
{
    const double pi = 3.14159265358979324;
    for (int reading = 0; reading < REF_READINGS; reading++) {
        long step_a = a->crossings[reading].step, step_b = b->crossings[reading].step;
        double apart = pi / UNIT * (double)(step_a * a->part - step_b * b->part);
        if ((step_a == 0) != (step_b == 0) || fabs(apart) > 0.5)
            return true;
    }
    return false;
}

/* Halves gaps until neighbours are alike or next to each other. Stays at i while the
 * left half may need it. */
static void refine(curve *out, const ref_scenario *shipped, counter *progress)
{
    for (size_t i = 0; i + 1 < out->count;) {
        long left = out->samples[i].part, right = out->samples[i + 1].part;
        if (right - left <= 1 || !differ(&out->samples[i], &out->samples[i + 1])) {
            i++;
            continue;
        }
        out->samples = realloc(out->samples, (out->count + 1) * sizeof *out->samples);
        for (size_t j = out->count++; j > i + 1; j--)
            out->samples[j] = out->samples[j - 1];
        out->samples[i + 1] = (sample){ .part = (left + right) / 2 };
        find(&out->samples[i + 1], shipped, out->gamma, progress);
    }
}

/* Small angles take the most steps and come first. */
static void sweep(curve *curves, size_t curve_count, const ref_scenario *shipped, ref_claims *claims)
{
    long width = (long)curves[0].count, total = width * (long)curve_count;
    counter progress = { .claims = claims, .total = total + total / 4 };
    #pragma omp parallel for schedule(dynamic)
    for (long i = 0; i < total; i++) {
        curve *of = &curves[i % (long)curve_count];
        find(&of->samples[i / (long)curve_count], shipped, of->gamma, &progress);
    }
    #pragma omp parallel for schedule(dynamic)
    for (size_t c = 0; c < curve_count; c++)
        refine(&curves[c], shipped, &progress);
}

/* ---- files and claims */

static void write_bound(ref_csv *csv, mpfr_srcptr bound)
{
    char *text;
    mpfr_asprintf(&text, ",%.4RDg", bound);
    fputs(mpfr_regular_p(bound) ? text : ",", csv->stream);
    mpfr_free_str(text);
}

static void write_crossing(ref_csv *csv, const ref_crossing *found)
{
    if (found->verdict != REF_VERDICT_CERTIFIED)
        fputs(",undecided", csv->stream);
    else if (found->step > 0)
        fprintf(csv->stream, ",%ld", found->step);
    else
        fputs(",", csv->stream);
    ref_csv_enclosure(csv, found->step > 0 ? found->tau : NULL);
    write_bound(csv, found->excess);
    write_bound(csv, found->reserve);
}

static bool write_curve(const curve *out, const char *directory)
{
    ref_csv csv;
    ref_csv_open(&csv, "theta_over_pi,step,tau,tau_lo,tau_hi,excess,reserve,"
                       "step_before,tau_before,tau_before_lo,tau_before_hi,excess_before,reserve_before");
    for (size_t i = 0; i < out->count; i++) {
        fprintf(csv.stream, "%.7f", (double)out->samples[i].part / UNIT);
        for (int reading = 0; reading < REF_READINGS; reading++)
            write_crossing(&csv, &out->samples[i].crossings[reading]);
        fputc('\n', csv.stream);
    }
    char *name = ref_text_format("fig4_advantage_gamma_%s", out->gamma);
    bool written = ref_csv_write(&csv, directory, name);
    free(name);
    return written;
}

/* The curve of a gamma that this run passes over would be an older run's. */
static bool remove_curve(const char *gamma, const char *directory)
{
    char *path = ref_text_format("%s/fig4_advantage_gamma_%s.csv", directory, gamma);
    bool removed = ref_remove_file(path);
    free(path);
    return removed;
}

static size_t crossing_count(const curve *of, ref_reading reading)
{
    size_t count = 0;
    for (size_t i = 0; i < of->count; i++)
        count += of->samples[i].crossings[reading].step > 0;
    return count;
}

/* fig4_curves.csv: the gammas, and at how many angles there is a crossing, for the drawing. */
static bool write_list(const curve *curves, size_t curve_count, const char *directory)
{
    ref_csv csv;
    ref_csv_open(&csv, "gamma,angles,crossings,crossings_before");
    for (size_t i = 0; i < curve_count; i++)
        fprintf(csv.stream, "%s,%zu,%zu,%zu\n", curves[i].gamma, curves[i].count,
                crossing_count(&curves[i], REF_AFTER_DAMPING),
                crossing_count(&curves[i], REF_BEFORE_DAMPING));
    return ref_csv_write(&csv, directory, "fig4_curves");
}

/* The earliest advantage of a curve; NULL when there is none. */
static const sample *earliest(const curve *of, ref_reading reading)
{
    const sample *best = NULL;
    for (size_t i = 0; i < of->count; i++) {
        const sample *point = &of->samples[i];
        long step = point->crossings[reading].step;
        if (step > 0 && (best == NULL || step * point->part < best->crossings[reading].step * best->part))
            best = point;
    }
    return best;
}

/* The margin: by how much the witness exceeds the bound, or, where no sampled angle does, the least
   distance. */
static void rule(ref_ruling *ruling, const curve *of, ref_reading reading)
{
    const sample *best = earliest(of, reading);
    bool expected = strcmp(of->gamma, beyond_critical) != 0;
    ruling->verdict = (best != NULL) == expected ? REF_VERDICT_CERTIFIED : REF_VERDICT_REFUTED;
    if (best != NULL)
        mpfr_set(ruling->margin, best->crossings[reading].excess, MPFR_RNDD);
    for (size_t i = 0; i < of->count; i++) {
        const ref_crossing *found = &of->samples[i].crossings[reading];
        if (found->verdict != REF_VERDICT_CERTIFIED)
            ruling->verdict = REF_VERDICT_UNDECIDED;
        if (best == NULL)
            mpfr_min(ruling->margin, ruling->margin, found->reserve, MPFR_RNDD);
    }
}

static char *witness_text(const curve *of, ref_reading reading)
{
    const sample *best = earliest(of, reading);
    if (best == NULL)
        return ref_text_format("below (15) at every step of every sampled theta");
    long first = 0, last = 0;
    for (size_t i = 0; i < of->count; i++) {
        if (of->samples[i].crossings[reading].step == 0) continue;
        if (first == 0) first = of->samples[i].part;
        last = of->samples[i].part;
    }
    const ref_crossing *found = &best->crossings[reading];
    return ref_text_format("earliest at theta = %.7g pi, step %ld, tau = %.5f; sampled theta with one: "
                           "%.7g pi to %.7g pi", (double)best->part / UNIT, found->step,
                           mpfi_get_d(found->tau), (double)first / UNIT, (double)last / UNIT);
}

static void add_claim(ref_claims *claims, const curve *of, ref_reading reading)
{
    static const char *const statements[][REF_READINGS] = {
        { "at some sampled theta the energy after the damping exceeds (15)",
          "at some sampled theta the energy before the last damping exceeds (15)" },
        { "at no sampled theta the energy after the damping exceeds (15)",
          "at no sampled theta the energy before the last damping exceeds (15)" },
    };
    bool beyond = strcmp(of->gamma, beyond_critical) == 0;
    ref_ruling ruling;
    ref_ruling_init(&ruling);
    rule(&ruling, of, reading);
    ref_claims_add(claims, REF_PRINTED, "Fig. 4", "Fig. 4", statements[beyond][reading], &ruling,
                   ref_text_format("gamma = %s, %zu swap angles from %.7g pi to %.7g pi, every step",
                                   of->gamma, of->count, (double)of->samples[0].part / UNIT,
                                   (double)of->samples[of->count - 1].part / UNIT),
                   witness_text(of, reading), ref_text_format("surecharge paper --chapter advantage"));
    ref_ruling_clear(&ruling);
}

void ref_figure_advantage(ref_claims *claims)
{
    ref_scenario shipped;
    curve curves[CURVES];
    size_t count = 0;
    if (!ref_claims_scenario(claims, &shipped, base))
        return;
    size_t every = claims->quick ? QUICK : 1;
    for (size_t i = 0; i < CURVES; i += every)
        curve_init(&curves[count++], gammas[i], (long)every);
    sweep(curves, count, &shipped, claims);
    claims->failed = !write_list(curves, count, claims->output) || claims->failed;
    for (size_t i = 0; i < CURVES; i++)
        if (i % every != 0 && !remove_curve(gammas[i], claims->output))
            claims->failed = true;
    for (size_t i = 0; i < count; i++) {
        claims->failed = !write_curve(&curves[i], claims->output) || claims->failed;
        add_claim(claims, &curves[i], REF_AFTER_DAMPING);
        add_claim(claims, &curves[i], REF_BEFORE_DAMPING);
        curve_clear(&curves[i]);
    }
    ref_scenario_clear(&shipped);
}
