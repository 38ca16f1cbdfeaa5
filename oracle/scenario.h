/* scenario: what is to be certified, read from a JSON file (format "scenario/1"). */
#ifndef REF_SCENARIO_H
#define REF_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <jansson.h>
#include "reader.h"

typedef enum { REF_OSCILLATOR, REF_SPIN, REF_UNIFORM } ref_ladder_kind;
typedef enum {
    REF_FIXED, REF_FULL_SWAP, REF_GREEDY_TRANSIENT, REF_GREEDY_AVERAGE, REF_LIST
} ref_protocol_kind;
typedef enum {
    REF_TRACE, REF_ENERGY, REF_POWER, REF_TRANSIENT_POWER, REF_VARIANCE, REF_PURITY, REF_ENTROPY,
    REF_ERGOTROPY, REF_ERGOTROPY_DEPHASED, REF_POPULATIONS, REF_ELEMENT
} ref_observable_kind;

/* The qubit of eq. (1). */
typedef struct { ref_real q, c, alpha; } ref_qubit;

/* One collision and the damping that follows it. theta is unused for the adaptive protocols. */
typedef struct { ref_real theta; ref_qubit qubit; ref_real gamma; } ref_collision;

/* n, m: the element rho_nm, for REF_ELEMENT alone. */
typedef struct { ref_observable_kind kind; long n, m; } ref_observable;

typedef struct {
    json_t *source;                   /* the scenario verbatim */
    ref_ladder_kind ladder;
    long levels;                      /* N + 1, >= 2 */
    bool infinite;                    /* oscillator only: the infinite one is meant, not the truncated one */
    ref_protocol_kind protocol;
    long steps;                       /* K >= 0 */
    ref_collision *collisions;        /* `steps` of them for REF_LIST, else one that serves every step */
    size_t collision_count;
    ref_real *initial;                /* `levels` populations of the diagonal initial state, sum exactly 1 */
    ref_observable *observe;
    size_t observe_count;
    long *at;                         /* strictly increasing, each in 0..steps */
    size_t at_count;
    int digits;                       /* every value is certain to 10^-digits max(1, |value|) */
} ref_scenario;

/* The collision of step k, 1 <= k <= steps. */
const ref_collision *ref_scenario_collision(const ref_scenario *scenario, long k);

/* Reads `path` ("-" is standard input). On bad input false, and *error is one malloc'ed line naming
 * file, line, column, key, what was expected and what was found. */
bool ref_scenario_read(ref_scenario *scenario, const char *path, char **error);

/* The same from text already in memory; `name` stands for the file in errors. */
bool ref_scenario_parse(ref_scenario *scenario, const char *text, const char *name, char **error);

/* The same from a value inside a JSON text; on bad input reader->error is set. */
bool ref_scenario_read_node(ref_scenario *scenario, ref_reader *reader, const ref_node *root);

void ref_scenario_clear(ref_scenario *scenario);

/* The word of the file format, e.g. "energy" or "element:3,1" (malloc'ed). */
char *ref_observable_name(const ref_observable *observable);

#endif
