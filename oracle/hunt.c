/* hunt: see hunt.h. */
#include "hunt.h"

#include <string.h>

/* An evaluation goes over all collisions and all levels they reach. */
static double line_work(const ref_hunt *h, size_t i)
{
    return (double)h->steps[i] * (double)h->steps[i];
}

void ref_hunt_lines(ref_hunt *h, long most)
{
    static const long ladder[] = { 1, 2, 5, 10, 20, 50, 100, 200, 500, REF_HUNT_STEPS };
    h->count = 0;
    for (const long *steps = ladder; *steps < most && !h->target.full_charge; steps++)
        h->steps[h->count++] = *steps;
    h->steps[h->count++] = most;
    h->work = 0;
    for (size_t i = 0; i < h->count; i++)
        h->work += line_work(h, i);
}

static void show(void *context, double share)
{
    ref_hunt *h = context;
    if (h->progress != NULL)
        h->progress(h->context, (h->done + share * line_work(h, h->now)) / h->work);
}

/* `to` has room for at least as many collisions. */
static void copy_find(ref_find *to, const ref_find *from)
{
    to->steps = from->steps;
    to->score = from->score;
    memcpy(to->theta, from->theta, (size_t)from->steps * sizeof *to->theta);
    memcpy(to->q, from->q, (size_t)from->steps * sizeof *to->q);
}

/* What a line starts from: the greedy protocols and the best with fewer collisions. */
static void search_line(ref_hunt *h, size_t i)
{
    ref_find known[3];
    size_t count = 0;
    for (int kind = 0; kind < 2 && !h->target.full_charge; kind++)
        known[count++] = h->known[kind][i];
    if (i > 0)
        known[count++] = h->finds[i - 1];
    ref_search search = { .target = &h->target, .steps = h->steps[i], .evaluations = h->evaluations,
                          .seed = h->seed, .known = known, .known_count = count, .progress = show,
                          .context = h };
    h->now = i;
    ref_search_run(&h->finds[i], &search);
    if (i > 0 && h->finds[i - 1].score > h->finds[i].score)
        copy_find(&h->finds[i], &h->finds[i - 1]);
    h->done += line_work(h, i);
}

static void certify_line(ref_hunt *h, size_t i)
{
    ref_found_init(&h->founds[i]);
    h->scenarios[i] = ref_find_scenario(&h->finds[i], &h->target);
    if (h->scenarios[i] != NULL)
        ref_found_certify(&h->founds[i], &h->target, h->scenarios[i]);
}

void ref_hunt_run(ref_hunt *h)
{
    h->best = 0;
    h->done = 0;
    for (int kind = 0; kind < 2 && !h->target.full_charge; kind++)
        ref_found_greedy(h->greedy[kind], h->known[kind], &h->target,
                         kind == 0 ? REF_GREEDY_TRANSIENT : REF_GREEDY_AVERAGE, h->steps, h->count);
    for (size_t i = 0; i < h->count; i++) {
        search_line(h, i);
        certify_line(h, i);
    }
    for (size_t i = 1; i < h->count; i++)
        if (mpfr_greater_p(&h->founds[i].ratio->left, &h->founds[h->best].ratio->left))
            h->best = i;
}

void ref_hunt_clear(ref_hunt *h)
{
    for (size_t i = 0; i < h->count; i++) {
        ref_find_clear(&h->finds[i]);
        ref_found_clear(&h->founds[i]);
        json_decref(h->scenarios[i]);
        for (int kind = 0; kind < 2 && !h->target.full_charge; kind++) {
            ref_find_clear(&h->known[kind][i]);
            ref_found_clear(&h->greedy[kind][i]);
        }
    }
}

ref_verdict ref_hunt_verdict(const ref_hunt *h)
{
    ref_verdict verdict = REF_VERDICT_CERTIFIED;
    for (size_t i = 0; i < h->count; i++) {
        ref_verdict line = h->founds[i].ruling.verdict;
        if (line == REF_VERDICT_REFUTED)
            return line;
        if (line == REF_VERDICT_UNDECIDED)
            verdict = line;
    }
    return verdict;
}
