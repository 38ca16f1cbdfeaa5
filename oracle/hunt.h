/* hunt: the best protocol against a bound for growing numbers of collisions, each certified. */
#ifndef REF_HUNT_H
#define REF_HUNT_H

#include "falsify.h"

enum { REF_HUNT_LINES = 12, REF_HUNT_STEPS = 1000 };

/* Line i is the best protocol found with at most steps[i] collisions, certified; scenarios[i] is NULL, and
 * founds[i] empty, where no full charge was found. known, greedy: greedy-transient and greedy-average after
 * as many steps, not for a full charge. best: the line of the largest ratio. */
typedef struct {
    ref_target target;
    long evaluations;           /* for each line */
    unsigned long seed;
    void (*progress)(void *context, double share);      /* of all the work; one thread at a time; or NULL */
    void *context;
    size_t count, now, best;
    long steps[REF_HUNT_LINES];
    ref_find finds[REF_HUNT_LINES];
    json_t *scenarios[REF_HUNT_LINES];
    ref_found founds[REF_HUNT_LINES];
    ref_find known[2][REF_HUNT_LINES];
    ref_found greedy[2][REF_HUNT_LINES];
    double work, done;
} ref_hunt;

/* Lines of 1, 2, 5, 10, ... and `most` collisions, most <= REF_HUNT_STEPS; for a full charge of the most
 * alone. The target's parameters are set. */
void ref_hunt_lines(ref_hunt *hunt, long most);

/* Searches and certifies line by line, each from the greedy protocols and the line before. */
void ref_hunt_run(ref_hunt *hunt);

void ref_hunt_clear(ref_hunt *hunt);

/* One line refuted refutes the bound; else one undecided leaves it undecided. */
ref_verdict ref_hunt_verdict(const ref_hunt *hunt);

#endif
