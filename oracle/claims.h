/* claims: the statements of the paper, as printed and as corrected, each with a verdict,
 * a margin and a witness. */
#ifndef REF_CLAIMS_H
#define REF_CLAIMS_H

#include "bound.h"
#include "command.h"

/* REF_PRINTED: what the paper prints. REF_CORRECTED: what is true instead, or what the
 * paper leaves to be decided. */
typedef enum { REF_PRINTED, REF_CORRECTED } ref_claim_kind;

/* All texts are owned. scope says what was examined: a verdict about a universal statement is
 * `certified` on that scope alone; `refuted` needs one witness. margin: a certified lower bound on the
 * distance from the opposite verdict. */
typedef struct {
    const char *id, *equation, *statement;
    ref_claim_kind kind;
    ref_verdict verdict;
    char *scope, *margin, *witness, *command;
} ref_claim;

typedef struct {
    size_t count;
    ref_claim *list;
    const char *scenarios;      /* directory of the shipped scenarios */
    const char *output;         /* directory for certificates and for the tightest random protocols */
    bool quick;                 /* double precision where the kernel can run a figure, fewer curves, points */
    bool failed;                /* a file could not be read or written; one line was said */
    ref_meter meter;            /* of all chapters together */
    double from, to;            /* the part of the whole, 0 to 1, that the present chapter is */
} ref_claims;

void ref_claims_init(ref_claims *claims, const char *scenarios, const char *output);
void ref_claims_clear(ref_claims *claims);

/* Adds a claim. scope, witness, command are malloc'ed and change hands (ref_text_format makes them). */
void ref_claims_add(ref_claims *claims, ref_claim_kind kind, const char *id, const char *equation,
                    const char *statement, const ref_ruling *ruling, char *scope, char *witness,
                        char *command);

/* The same for one inequality, slack >= 0, decided at `step`. */
void ref_claims_decide(ref_claims *claims, ref_claim_kind kind, const char *id, const char *equation,
                       const char *statement, const mpfi_t slack, long step, char *scope, char *witness,
                       char *command);

/* Says how far the whole is: in the present chapter at `what`, of which fraction, 0 to 1, is done. */
void ref_claims_progress(ref_claims *claims, const char *what, double fraction);

/* The chapters, each in its own file. */
void ref_claims_constants(ref_claims *claims);
void ref_claims_oscillator(ref_claims *claims);
void ref_claims_spin(ref_claims *claims);
void ref_claims_damped(ref_claims *claims);
void ref_claims_coherent(ref_claims *claims);
void ref_claims_figures(ref_claims *claims);
void ref_claims_thresholds(ref_claims *claims);

/* A claim of that chapter: (C4) as printed, step by step, at dampings where it is not known to be false. */
void ref_claims_every_step(ref_claims *claims);

/* Whether no incoherent step at a damping from low to high, 0 < low <= high < 1, exceeds what (C4) allows it,
 * from any energy below (1-gamma)/gamma; *boxes of a cover. False: not told. */
bool ref_step_keeps_printed_bound(double low, double high, long *boxes);
void ref_claims_channel(ref_claims *claims);
void ref_claims_platforms(ref_claims *claims);
void ref_claims_protocols(ref_claims *claims);
void ref_claims_search(ref_claims *claims);
void ref_claims_limits(ref_claims *claims);

/* App. B, part of the chapter on channels. */
void ref_claims_uniform(ref_claims *claims);

/* --- what several chapters share ------------------------------------------------------------------------ */

/* Reads a shipped scenario; false, `failed` set, when it cannot be read. Clear with ref_scenario_clear. */
bool ref_claims_scenario(ref_claims *claims, ref_scenario *scenario, const char *name);

/* Random incoherent protocols, number 0, 1, …: the same on every machine (splitmix64, no floating point).
 * Half of them have every q = 0; swap angles are multiples of 1/1024, every other protocol near the best
 * ones of the ladder. damped: one gamma for all steps, a multiple of 1/256 up to gamma_max/256; 0 for none.
 * Returns the scenario as JSON. */
json_t *ref_claims_random(ref_ladder_kind ladder, long levels, long steps, long gamma_max,
                          unsigned long number);

/* A family of protocols held against several bounds at once: rulings[b] gets one ruling
 * per protocol, numbered. */
typedef struct {
    ref_ladder_kind ladder;
    long levels_least, levels_most, gamma_max;
    long count;
} ref_family;
void ref_claims_family(ref_ruling *rulings, const ref_bound *const *bounds, size_t bound_count,
                       const ref_family *family);

/* Holds one shipped scenario against several bounds in one run. False when it cannot be read. */
bool ref_claims_hold(ref_claims *claims, ref_ruling *rulings, const ref_bound *const *bounds,
                     size_t bound_count,
                     const char *name);

/* n/2 as a spin is written: "3/2" or "2" (malloc'ed). */
char *ref_claims_half(long n);

/* Refuted spins, added in order: how many, the first, the last (as 2j). */
typedef struct { long count, first, last; } ref_exceptions;
void ref_exceptions_add(ref_exceptions *found, long n_max);

/* Which they are and the worst, 2j = most; if there are none, "<otherwise> j = ..." (malloc'ed). */
char *ref_exceptions_text(const ref_exceptions *found, long most, const char *otherwise);

/* Writes protocol `number` of the family as <output>/<stem>-<number>.json and
 * returns its path (malloc'ed). */
char *ref_claims_write(ref_claims *claims, const ref_family *family, const char *stem, long number);

#endif
