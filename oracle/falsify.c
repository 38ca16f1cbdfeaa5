/* falsify: the search; see falsify.h. */
#include "falsify.h"

#include <math.h>
#include <nlopt.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Seeded starts beside MLSL, which gets the evaluations of MLSL_SHARE of them, and what one ascent inside
 * MLSL may take. Each start works for itself, so that what is found does not depend on the threads. */
enum { SEEDED_STARTS = 24, MLSL_SHARE = 8, MLSL_ASCENT = 500 };

/* A collision is searched by its phase f theta, f the rung above the highest level
 * there can be, and its q. */
static const double phase_least = 1e-4, phase_most = 3.14159265358979, phase_idle = 1e-2, phase_usual = 1.2;

/* A full charge: what a missing unit of energy costs in time, at first and in the end. */
static const double penalty_first = 1e2, penalty_last = 1e6;

typedef struct {
    ref_target target;
    long steps;
    ref_charge_room *room;
    double *weight, *rung, *theta, *by_theta, *by_q;
} climber;

/* ---- the objective */

static double rung(ref_ladder_kind ladder, long n, long levels)
{
    return sqrt((double)ref_ladder_weight(ladder, n, levels));
}

static double *new_weight(const ref_target *target, long levels)
{
    double *weight = calloc((size_t)levels, sizeof *weight);
    bool potential = strcmp(target->id, "29p") == 0;
    for (long n = 1; n < levels; n++) {
        double step = potential ? 1 / (target->r0 * rung(target->ladder, n, levels)) : 1;
        weight[n] = weight[n - 1] + step;
    }
    return weight;
}

static void climber_init(climber *c, const ref_target *target, long steps)
{
    long levels = target->ladder == REF_SPIN ? target->n_max + 1 : steps + 1;
    c->target = *target;
    c->steps = steps;
    c->weight = new_weight(target, levels);
    c->rung = calloc((size_t)steps, sizeof *c->rung);
    c->theta = calloc((size_t)steps, sizeof *c->theta);
    c->by_theta = calloc((size_t)steps, sizeof *c->by_theta);
    c->by_q = calloc((size_t)steps, sizeof *c->by_q);
    for (long k = 0; k < steps; k++)
        c->rung[k] = rung(target->ladder, k + 1 < levels ? k + 1 : levels - 1, levels);
    ref_charge charge = { target->ladder, levels, steps, target->gamma, c->weight };
    c->room = ref_charge_room_new(&charge);
}

static void climber_clear(climber *c)
{
    ref_charge_room_free(c->room);
    free(c->weight);
    free(c->rung);
    free(c->theta);
    free(c->by_theta);
    free(c->by_q);
}

/* x: the phases, then the q. */
static double objective(unsigned count, const double *x, double *gradient, void *context)
{
    climber *c = context;
    long steps = (long)count / 2;
    double tau = 0, by_value, by_tau;
    double *by_q = gradient != NULL ? gradient + steps : c->by_q;
    for (long k = 0; k < steps; k++)
        tau += c->theta[k] = x[k] / c->rung[k];
    double value = ref_charge_value(c->by_theta, by_q, c->room, c->theta, x + steps);
    double score = c->target.score(&by_value, &by_tau, &c->target, value, tau);
    for (long k = 0; k < steps && gradient != NULL; k++) {
        gradient[k] = (by_value * c->by_theta[k] + by_tau) / c->rung[k];
        by_q[k] *= by_value;
    }
    return score;
}

static nlopt_opt new_optimiser(nlopt_algorithm algorithm, climber *c, long evaluations)
{
    unsigned count = 2 * (unsigned)c->steps;
    nlopt_opt optimiser = nlopt_create(algorithm, count);
    for (unsigned i = 0; i < count; i++) {
        bool is_phase = i < count / 2;
        nlopt_set_lower_bound(optimiser, (int)i, is_phase ? phase_least : 0);
        nlopt_set_upper_bound(optimiser, (int)i, is_phase ? phase_most : 1);
    }
    nlopt_set_max_objective(optimiser, objective, c);
    nlopt_set_maxeval(optimiser, (int)evaluations);
    nlopt_set_ftol_rel(optimiser, 1e-14);
    return optimiser;
}

/* From x to a local maximum. NLopt's codes say only why it stopped. */
static double ascend(double *x, climber *c, long evaluations)
{
    double score = -HUGE_VAL;
    nlopt_opt optimiser = new_optimiser(NLOPT_LD_LBFGS, c, evaluations);
    nlopt_optimize(optimiser, x, &score);
    nlopt_destroy(optimiser);
    return score;
}

/* Ascents from all over the box, by a low-discrepancy sequence; the first from x. */
static double search_box(double *x, climber *c, long evaluations)
{
    double score = -HUGE_VAL;
    nlopt_opt optimiser = new_optimiser(NLOPT_G_MLSL_LDS, c, evaluations);
    nlopt_opt local = new_optimiser(NLOPT_LD_LBFGS, c, MLSL_ASCENT);
    nlopt_set_local_optimizer(optimiser, local);
    nlopt_optimize(optimiser, x, &score);
    nlopt_destroy(local);
    nlopt_destroy(optimiser);
    return score;
}

/* ---- starts */

/* A uniform number in [0, 1): splitmix64. */
static double draw(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

static double clamp_phase(double phase)
{
    return fmin(fmax(phase, phase_least), phase_most);
}

/* One phase for all collisions, more or less, and mostly excited qubits. */
static void start_seeded(double *x, long steps, uint64_t seed)
{
    uint64_t state = seed;
    double phase = 0.4 + 2 * draw(&state), noise = draw(&state), most_q = 0.3 * fmax(0, 2 * draw(&state) - 1);
    for (long k = 0; k < steps; k++) {
        x[k] = clamp_phase(phase * (1 + noise * (draw(&state) - 0.5)));
        x[steps + k] = most_q * draw(&state);
    }
}

static void start_known(double *x, const climber *c, const ref_find *known)
{
    for (long k = 0; k < c->steps; k++) {
        bool more = k < known->steps;
        x[k] = more ? clamp_phase(known->theta[k] * c->rung[k]) : phase_usual;
        x[c->steps + k] = more ? known->q[k] : 0;
    }
}

/* Start 0 is MLSL, then come the seeded ones, then those from what is known. */
static double run_start(double *x, const ref_search *search, size_t start)
{
    climber c;
    ref_find none = { .steps = 0 };
    long share = search->evaluations / (SEEDED_STARTS + MLSL_SHARE + (long)search->known_count);
    long evaluations = share > 0 ? share : 1;       /* NLopt takes 0 for no limit */
    climber_init(&c, search->target, search->steps);
    c.target.penalty = penalty_first;
    double score;
    if (start == 0) {
        start_known(x, &c, &none);
        score = search_box(x, &c, MLSL_SHARE * evaluations);
    } else {
        if (start <= SEEDED_STARTS)
            start_seeded(x, c.steps, (uint64_t)search->seed * SEEDED_STARTS + start);
        else
            start_known(x, &c, &search->known[start - SEEDED_STARTS - 1]);
        score = ascend(x, &c, evaluations);
    }
    climber_clear(&c);
    return score;
}

/* ---- the whole */

/* Leaves out the collisions that do next to nothing, unless all do. */
static void leave_out_idle(ref_find *find, const double *x, const climber *c)
{
    find->steps = 0;
    for (long k = 0; k < c->steps; k++)
        if (x[k] >= phase_idle) {
            find->theta[find->steps] = x[k] / c->rung[k];
            find->q[find->steps++] = x[c->steps + k];
        }
    for (long k = 0; k < c->steps && find->steps == 0; k++) {
        find->theta[k] = x[k] / c->rung[k];
        find->q[k] = x[c->steps + k];
    }
    if (find->steps == 0)
        find->steps = c->steps;
}

/* A last ascent without idle collisions; towards a full charge, with ever higher penalties. */
static void polish(ref_find *find, double *x, const ref_search *search)
{
    climber whole, busy;
    climber_init(&whole, search->target, search->steps);
    leave_out_idle(find, x, &whole);
    climber_init(&busy, search->target, find->steps);
    start_known(x, &busy, find);
    busy.target.penalty = penalty_first;
    find->score = ascend(x, &busy, search->evaluations);
    while (search->target->full_charge && busy.target.penalty < penalty_last) {
        busy.target.penalty *= 10;
        find->score = ascend(x, &busy, search->evaluations);
    }
    for (long k = 0; k < busy.steps; k++) {
        find->theta[k] = x[k] / busy.rung[k];
        find->q[k] = x[busy.steps + k];
    }
    climber_clear(&busy);
    climber_clear(&whole);
}

void ref_search_run(ref_find *find, const ref_search *search)
{
    size_t starts = 1 + SEEDED_STARTS + search->known_count, room = 2 * (size_t)search->steps, best = 0;
    size_t finished = 0;
    double *x = calloc(starts * room, sizeof *x), *score = calloc(starts, sizeof *score);
    find->theta = calloc((size_t)search->steps, sizeof *find->theta);
    find->q = calloc((size_t)search->steps, sizeof *find->q);
    #pragma omp parallel for schedule(dynamic)
    for (size_t i = 0; i < starts; i++) {
        score[i] = run_start(x + i * room, search, i);
        #pragma omp critical
        if (search->progress != NULL)
            search->progress(search->context, (double)++finished / (double)starts);
    }
    for (size_t i = 1; i < starts; i++)
        if (score[i] > score[best])
            best = i;
    polish(find, x + best * room, search);
    free(score);
    free(x);
}

void ref_find_clear(ref_find *find)
{
    free(find->theta);
    free(find->q);
}
