/* suite: what results are judged against: scenarios with enclosures of their exact values.
 *
 * A suite is read from published vectors (format "vectors/1"), a directory of such files (*.json, in the
 * order of their names), a certificate, or a scenario, which is certified on the spot. The last two are
 * suites of one case, named after the file. */
#ifndef REF_SUITE_H
#define REF_SUITE_H

#include "run.h"

/* The values of a case are a table: one row for each step of scenario.at, and as columns tau, then the
 * observables in the scenario's order, populations level by level, elements as re, im. */
typedef struct {
    char *id;
    char *note;                 /* which mistake it catches; NULL for a case that is not published */
    ref_scenario scenario;
    size_t width;               /* columns */
    mpq_t *lo, *hi;             /* at_count * width: the exact value lies in [lo, hi] */
} ref_case;

typedef struct { ref_case *cases; size_t count; } ref_suite;

/* Reads `path` and appends its cases; ids may not repeat. Scenarios are certified to their own digits, but at
 * least to `digits`, with the progress. On bad input false, and *error is one malloc'ed line. */
bool ref_suite_read(ref_suite *suite, const char *path, int digits, ref_progress progress, void *context,
                    char **error);

void ref_suite_clear(ref_suite *suite);

/* The name of a column, malloc'ed: "tau", "energy", "populations:3", "element:3,1.re". */
char *ref_case_column_name(const ref_case *of, size_t column);

/* The column with that name; false when the case has none. */
bool ref_case_find_column(size_t *column, const ref_case *of, const char *name);

/* The observable a column belongs to, and which of its values the column is. NULL for tau. */
const ref_observable *ref_case_observable(size_t *part, const ref_case *of, size_t column);

/* The row of a step; false when the case does not observe it. */
bool ref_case_find_row(size_t *row, const ref_case *of, long step);

#endif
