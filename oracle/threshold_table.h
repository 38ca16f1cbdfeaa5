/* threshold_table: where coherent charging stops to exceed the incoherent bounds, as intervals. */
#ifndef REF_THRESHOLD_TABLE_H
#define REF_THRESHOLD_TABLE_H

#include "threshold.h"

/* A critical angle: at `low` some step exceeds the bound, from `high` on none does, at any angle; in units of
 * pi. Or, where `angle` is given, a critical gamma: at `low` some step at that angle (a plain number) does,
 * from `high` to `last` none at any angle. scenario: a shipped one. floor, reading: see ref_contest. */
typedef struct {
    const char *name, *equation, *statement, *scenario, *bound;
    ref_reading reading;
    double floor;
    const char *low, *high, *angle, *last;
} ref_threshold;

/* All of them; *count. */
const ref_threshold *ref_threshold_table(size_t *count);

/* The low end; refuted (the bound is) when some step exceeds it. */
ref_outcome ref_threshold_low(const ref_threshold *threshold, const ref_scenario *shipped);

/* The high end: every angle from there on, or every angle at every gamma up to `last`. */
ref_outcome ref_threshold_high(const ref_threshold *threshold, const ref_scenario *shipped,
                               void (*progress)(void *, double), void *context);

#endif
