/* threshold: see threshold.h. Doubles bound doubles here: sums and products of few non-negative numbers, each
 * rounded up by `ref_up`. */
#include "threshold.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "constants.h"
#include "simulate.h"
#include "upward.h"

enum { DIGITS = 12, PRECISION = 128, PIECES_MAX = 64, PIECES_PER_LEVEL = 64 };
static const double SHRINK = 0.8, GIVE_UP = 0x1p-34;

static double angle(double part)
{
    return part / (double)REF_PARTS;
}

/* ---- the contest */

/* Whether the bound, at time tau, certainly allows `energy`. */
static bool allows(const ref_contest *contest, const mpfi_t tau, double energy, mpfi_t slack)
{
    mpfi_t gamma, level;
    mpfi_init2(gamma, PRECISION);
    mpfi_init2(level, PRECISION);
    ref_real_enclose(gamma, &contest->watched.collisions[0].gamma);
    mpfi_set_d(level, energy);
    ref_bound_point point = {
        .levels = contest->watched.levels, .gamma = gamma, .tau = tau, .energy = level
    };
    contest->bound->slack(slack, &point);
    mpfi_clear(level);
    mpfi_clear(gamma);
    return ref_bound_decide(slack) == REF_VERDICT_CERTIFIED;
}

/* A time from which on the bound allows `energy`, and little more than the least. */
static double time_of(const ref_contest *contest, double energy)
{
    enum { HALVINGS = 24 };
    double low = 0, high = 1;
    mpfi_t tau, slack;
    mpfi_init2(tau, PRECISION);
    mpfi_init2(slack, PRECISION);
    for (mpfi_set_d(tau, high); !allows(contest, tau, energy, slack); mpfi_set_d(tau, high))
        high *= 2;
    for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;
        mpfi_set_d(tau, middle);
        *(allows(contest, tau, energy, slack) ? &high : &low) = middle;
    }
    mpfi_clear(slack);
    mpfi_clear(tau);
    return high;
}

/* The level X* from which on no angle up to theta lets the energy overtake the bound: down from the top one,
 * as far as every piece allows. */
static double safe_level(const ref_contest *contest, double theta)
{
    double gain = contest->piece_count > 0 ? contest->gamma_low / theta * (1 - 0x1p-48) : 0;
    long i = contest->piece_count;
    while (i > 0 && contest->pull[i - 1] <= gain)
        i--;
    return contest->piece_count > 0 ? (double)i / PIECES_PER_LEVEL : (double)(contest->watched.levels - 1);
}

/* The last step that matters at any angle from low to high. */
static long last_step(const ref_contest *contest, double low, double high)
{
    double level = safe_level(contest, high);
    return level > 0 ? (long)ceil(ref_up(time_of(contest, level) / low)) : 0;
}

/* ---- late steps of a damped oscillator */

/* An upper bound on (sqrt(X + 1 - q) - h(X))/X in piece i; the first has no bound, X = 0, unless it is <= 0.
 * */
static double pull_in(const mpfi_t gamma, const mpfi_t excited, long i)
{
    mpfi_t level, rate, pull;
    mpfi_init2(level, PRECISION);
    mpfi_init2(rate, PRECISION);
    mpfi_init2(pull, PRECISION);
    mpfi_interv_si(level, i, i + 1);
    mpfi_div_ui(level, level, PIECES_PER_LEVEL);
    ref_damped_bound_gain(rate, level, gamma);
    mpfi_add(pull, level, excited);
    mpfi_sqrt(pull, pull);
    mpfi_sub(pull, pull, rate);
    bool held = mpfr_sgn(&pull->right) <= 0;
    mpfi_div(pull, pull, level);
    double bound = held ? 0 : i > 0 ? mpfr_get_d(&pull->right, MPFR_RNDU) : HUGE_VAL;
    mpfi_clear(pull);
    mpfi_clear(rate);
    mpfi_clear(level);
    return bound;
}

/* None where h does not increase up to there. */
static void set_pull(ref_contest *contest)
{
    const ref_collision *collision = &contest->watched.collisions[0];
    long top = contest->watched.levels - 1;
    mpfi_t gamma, excited;
    mpfi_init2(gamma, PRECISION);
    mpfi_init2(excited, PRECISION);
    ref_real_enclose(gamma, &collision->gamma);
    ref_real_enclose(excited, &collision->qubit.q);
    mpfi_ui_sub(excited, 1, excited);
    contest->gamma_low = mpfr_get_d(&gamma->left, MPFR_RNDD);
    bool known = strcmp(contest->bound->id, "15") == 0 || strcmp(contest->bound->id, "C4p") == 0;
    bool increases = known && contest->gamma_low > 0;
    if (increases) {
        mpfi_t peak;
        mpfi_init2(peak, PRECISION);
        ref_damped_bound_peak(peak, gamma);
        increases = mpfr_cmp_si(&peak->left, top) >= 0;
        mpfi_clear(peak);
    }
    contest->piece_count = increases ? top * PIECES_PER_LEVEL : 0;
    contest->pull = calloc((size_t)contest->piece_count + 1, sizeof *contest->pull);
    for (long i = 0; i < contest->piece_count; i++)
        contest->pull[i] = pull_in(gamma, excited, i);
    mpfi_clear(excited);
    mpfi_clear(gamma);
}

/* ---- setting up */

static void set_protocol(ref_scenario *out, const ref_scenario *scenario, const char *gamma, long steps)
{
    json_t *source = json_deep_copy(scenario->source), *protocol = json_object_get(source, "protocol");
    char *error;
    json_object_set_new(protocol, "theta", json_string("1"));
    json_object_set_new(protocol, "steps", json_integer(steps));
    json_object_del(source, "at");
    if (gamma != NULL)
        json_object_set_new(source, "damping", json_pack("{s:s}", "gamma", gamma));
    char *text = json_dumps(source, 0);
    if (!ref_scenario_parse(out, text, "threshold", &error))
        abort();
    free(text);
    json_decref(source);
}

void ref_contest_init(ref_contest *contest, const ref_scenario *scenario, const char *gamma,
                      const ref_bound *bound, ref_reading reading, double floor, double least, double most)
{
    ref_scenario plain;
    *contest = (ref_contest){ .bound = bound, .reading = reading };
    set_protocol(&contest->watched, scenario, gamma, 1);
    contest->floor = floor * (double)(scenario->levels - 1);
    set_pull(contest);
    long steps = last_step(contest, least, most);
    ref_scenario_clear(&contest->watched);
    set_protocol(&plain, scenario, gamma, steps);
    ref_bound_watch(&contest->watched, &plain, false, DIGITS);
    ref_scenario_clear(&plain);
}

void ref_contest_clear(ref_contest *contest)
{
    free(contest->pull);
    ref_scenario_clear(&contest->watched);
}

/* ---- one run */

/* Of the steps 0 to count - 1: energy after the damping and before it, standard deviation; upper bounds. */
typedef struct {
    long count;
    double *energy, *before, *spread;
    ref_results results;
} trail;

static double upper(const mpfi_t value)
{
    return fmax(0, mpfr_get_d(&value->right, MPFR_RNDU));
}

/* An upper bound on 1/(1 - gamma). */
static double revival(const ref_contest *contest)
{
    double error, gamma = ref_real_double(&error, &contest->watched.collisions[0].gamma);
    return gamma > 0 ? ref_up(1 / (1 - ref_up(gamma + error))) : 1;
}

static void run(trail *out, const ref_contest *contest, long part, long steps)
{
    ref_scenario at = contest->watched;
    ref_collision collision = at.collisions[0];
    ref_real_init(&collision.theta);
    ref_real_set_ratio(&collision.theta, part, REF_PARTS);
    at.collisions = &collision;
    at.steps = steps < at.steps ? steps : at.steps;
    at.at_count = (size_t)at.steps + 1;
    ref_simulate(&out->results, &at, NULL, NULL);
    ref_real_clear(&collision.theta);
    out->count = (long)out->results.count;
    out->energy = calloc(3 * (size_t)out->count, sizeof *out->energy);
    out->before = out->energy + out->count;
    out->spread = out->before + out->count;
    for (long k = 0; k < out->count; k++) {
        const ref_value *values = out->results.results[k].values;
        out->energy[k] = upper(values[0].value[0]);
        out->before[k] = ref_up(out->energy[k] * revival(contest));
        out->spread[k] = ref_up(sqrt(upper(values[1].value[0])));
    }
}

static void trail_clear(trail *path)
{
    ref_results_clear(&path->results);
    free(path->energy);
}

/* ---- how far a run reaches */

/* The largest w(x) for x within `around` of the mean. */
static double spin_weight(double mean, double around, double levels)
{
    double peak = levels / 2, x = fmin(fmax(peak, mean - around), mean + around);
    return ref_up(ref_up(x) * (levels - x) + 0x1p-30);
}

/* Upper bound on sqrt(<H^2>), for energies within `loss` of `energy`; its upper half alone where it only
 * grows. */
static double drive(const ref_contest *contest, double energy, double loss)
{
    double error, q = ref_real_double(&error, &contest->watched.collisions[0].qubit.q);
    double levels = (double)contest->watched.levels;
    if (contest->bound->ladder == REF_OSCILLATOR)
        return ref_up(sqrt(ref_up(energy + loss + 1 - q + error)));
    double low = spin_weight(energy, loss + 0x1p-20, levels),
           high = spin_weight(energy + 1, loss + 0x1p-20, levels);
    return ref_up(sqrt(ref_up(q * low + (1 - q) * high + error * levels * levels)));
}

/* Whether every step that counts stays within the bound at every angle at most `reach` parts from `part`. */
static bool reaches(double *margin, const trail *path, const ref_contest *contest, long part, long reach)
{
    double radius = angle((double)reach), sum = 0, loss = 0, top = (double)(contest->watched.levels - 1);
    long steps = last_step(contest, angle((double)(part - reach)), angle((double)(part + reach)));
    bool held = path->count > steps;
    mpfi_t tau, slack;
    mpfi_init2(tau, PRECISION);
    mpfi_init2(slack, PRECISION);
    for (long k = 1; held && k <= steps; k++) {
        sum = ref_up(sum + 2 * drive(contest, path->energy[k - 1], loss));
        double turn = ref_up(radius * sum);
        loss = ref_up(ref_up(turn * path->spread[k]) + ref_up(turn * turn) * fmin((double)k, top) / 4);
        bool before = contest->reading == REF_BEFORE_DAMPING;
        double energy =
            fmin(ref_up(before ? path->before[k] + loss * revival(contest) : path->energy[k] + loss), top);
        if (energy < contest->floor)
            continue;
        mpfi_set_si(tau, part - reach);
        mpfi_mul_si(tau, tau, k);
        mpfi_div_2ui(tau, tau, 40);
        held = allows(contest, tau, energy, slack);
        *margin = fmin(*margin, mpfr_get_d(&slack->left, MPFR_RNDD));
    }
    mpfi_clear(slack);
    mpfi_clear(tau);
    return held;
}

/* The first step that certainly exceeds the bound, its energy certainly at least the floor. */
static void find_excess(ref_outcome *out, const trail *path, const ref_contest *contest, long part)
{
    mpfi_t slack;
    mpfi_init2(slack, PRECISION);
    for (long k = 1; k < path->count && out->verdict != REF_VERDICT_REFUTED; k++) {
        const ref_result *result = &path->results.results[k];
        ref_crossing_slack(slack, &contest->watched, contest->bound, &path->results, (size_t)k,
                           contest->reading);
        if (ref_bound_decide(slack) == REF_VERDICT_REFUTED &&
            mpfr_cmp_d(&result->values[0].value[0]->left, contest->floor) >= 0)
            *out = (ref_outcome){ REF_VERDICT_REFUTED, part, k, out->runs,
                                  -mpfr_get_d(&slack->right, MPFR_RNDU) };
    }
    mpfi_clear(slack);
}

/* Tries reaches from `wanted` down; the one that held, 0 too, or -1 where not even the angle itself does:
 * then `out` says why. */
static long try(ref_outcome *out, const ref_contest *contest, long part, long wanted)
{
    trail path;
    run(&path, contest, part,
        last_step(contest, angle((double)(part - wanted)), angle((double)(part + wanted))));
    long reach = wanted, least = (long)((double)part * GIVE_UP);
    bool held = false;
    *out = (ref_outcome){ .verdict = REF_VERDICT_CERTIFIED, .part = part, .runs = 1, .margin = HUGE_VAL };
    while (!held && reach >= 0) {
        out->margin = HUGE_VAL;
        held = reaches(&out->margin, &path, contest, part, reach);
        if (!held)
            reach = reach > least ? (long)(SHRINK * (double)reach) : reach - 1 < 0 ? -1 : 0;
    }
    if (!held) {
        out->verdict = REF_VERDICT_UNDECIDED;
        find_excess(out, &path, contest, part);
    }
    trail_clear(&path);
    return held ? reach : -1;
}

ref_outcome ref_threshold_at(const ref_contest *contest, long part)
{
    ref_outcome outcome;
    try(&outcome, contest, part, 0);
    return outcome;
}

/* ---- ranges */

typedef struct {
    const ref_contest *contest;
    double done, total;
    void (*progress)(void *, double);
    void *context;
} sweep;

void ref_outcome_merge(ref_outcome *all, const ref_outcome *part)
{
    static const int weight[] = {
        [REF_VERDICT_CERTIFIED] = 0, [REF_VERDICT_UNDECIDED] = 1, [REF_VERDICT_REFUTED] = 2
    };
    long runs = all->runs + part->runs;
    int more = weight[part->verdict] - weight[all->verdict];
    if (more > 0 || (more == 0 && part->margin < all->margin && part->verdict == REF_VERDICT_CERTIFIED))
        *all = *part;
    all->runs = runs;
}

static void count(sweep *all, long left, long right)
{
    #pragma omp critical(threshold)
    {
        all->done += log((double)right / (double)left);
        if (all->progress != NULL)
            all->progress(all->context, fmin(1, all->done / all->total));
    }
}

/* One run in the middle; what it does not reach is cut into pieces of about its reach. */
static ref_outcome cover(sweep *all, long left, long right)
{
    long middle = left + (right - left) / 2, wanted = right - middle;
    ref_outcome outcome;
    long reach = try(&outcome, all->contest, middle, wanted);
    mpfr_free_cache();
    if (reach == wanted)
        count(all, left, right);
    if (reach == wanted || outcome.verdict != REF_VERDICT_CERTIFIED)
        return outcome;
    if (right - left < 2 || reach <= (long)((double)left * GIVE_UP)) {
        outcome.verdict = REF_VERDICT_UNDECIDED;
        return outcome;
    }
    long pieces = (long)fmin(PIECES_MAX, ceil((double)(right - left) / (1.8 * (double)reach)));
    ref_outcome *parts = calloc((size_t)pieces, sizeof *parts);
    for (long i = 0; i < pieces; i++) {
        #pragma omp task shared(parts)
        parts[i] = cover(all, left + (long)((double)(right - left) * (double)i / (double)pieces),
                         left + (long)((double)(right - left) * (double)(i + 1) / (double)pieces));
    }
    #pragma omp taskwait
    for (long i = 0; i < pieces; i++)
        ref_outcome_merge(&outcome, &parts[i]);
    free(parts);
    return outcome;
}

ref_outcome ref_threshold_cover(const ref_contest *contest, long left, long right,
                                void (*progress)(void *, double), void *context)
{
    sweep all = { contest, 0, log((double)right / (double)left), progress, context };
    ref_outcome outcome;
    #pragma omp parallel
    #pragma omp single
    outcome = cover(&all, left, right);
    return outcome;
}

/* ---- ends */

long ref_threshold_last_part(const ref_contest *contest)
{
    if (contest->bound->ladder != REF_OSCILLATOR || (contest->gamma_low > 0 && contest->piece_count == 0))
        return (long)ceil(time_of(contest, (double)(contest->watched.levels - 1)) * (double)REF_PARTS);
    mpfi_t part, survival;
    mpfi_init2(part, PRECISION);
    mpfi_init2(survival, PRECISION);
    ref_real_enclose(survival, &contest->watched.collisions[0].gamma);
    mpfi_ui_sub(survival, 1, survival);
    ref_constant_r0(part);
    mpfi_mul(part, part, survival);
    mpfi_ui_div(part, REF_PARTS, part);
    long last = mpfr_get_si(&part->right, MPFR_RNDU);
    mpfi_clear(survival);
    mpfi_clear(part);
    return last;
}

long ref_threshold_part(const char *text, mpfr_rnd_t round)
{
    mpfi_t part, pi;
    ref_real number;
    mpfi_init2(part, PRECISION);
    mpfi_init2(pi, PRECISION);
    ref_real_init(&number);
    if (!ref_real_parse(&number, text))
        abort();
    ref_real_enclose(part, &number);
    mpfi_const_pi(pi);
    mpfi_mul(part, part, pi);
    mpfi_mul_2ui(part, part, 40);
    long parts = mpfr_get_si(round == MPFR_RNDD ? &part->left : &part->right, round);
    ref_real_clear(&number);
    mpfi_clear(pi);
    mpfi_clear(part);
    return parts;
}
