/* claims_limits: how fast coherent charging reaches its limits (19), (20), (31), (32), and the remainders of
 * (A12), (A13). Writes the curves limit_oscillator.csv and limit_spin.csv. */
#include "claims.h"

#include <stdlib.h>
#include "command.h"
#include "limit.h"
#include "text.h"

enum { PRECISION = 128, FIRST = 10, POINTS = 7, LAST = FIRST << (POINTS - 1), REMAINDER_LEVELS = 5 };

#define COMMAND "surecharge paper --chapter limits"

/* A battery charged for tau = pi, and its limit at K = FIRST, 2 FIRST, … */
typedef struct {
    ref_ladder_kind ladder;
    long levels;
    const char *name, *id, *equation, *state;
    mpfi_t tau, goal, first, second;
    ref_limit points[POINTS];
} series;

static void series_init(series *s)
{
    mpfi_ptr all[] = { s->tau, s->goal, s->first, s->second };
    for (int i = 0; i < 4; i++) mpfi_init2(all[i], PRECISION);
    mpfi_const_pi(s->tau);
    if (s->ladder == REF_SPIN) ref_coherent_limit_spin(s->goal, s->tau, s->levels - 1);
    else ref_coherent_limit_oscillator(s->goal, s->tau);
    ref_limit_constants(s->first, s->second, s->ladder, s->levels, s->tau);
    for (int i = 0; i < POINTS; i++) {
        ref_limit_init(&s->points[i], PRECISION);
        ref_limit_measure(&s->points[i], s->ladder, s->levels, s->tau, (long)FIRST << i);
    }
}

static void series_clear(series *s)
{
    mpfi_ptr all[] = { s->tau, s->goal, s->first, s->second };
    for (int i = 0; i < 4; i++) mpfi_clear(all[i]);
    for (int i = 0; i < POINTS; i++) ref_limit_clear(&s->points[i]);
}

/* Half of first/K + second/K^2: the theorem for the trace distance. */
static void promise(mpfi_t out, const series *s, long steps)
{
    mpfi_div_si(out, s->second, steps);
    mpfi_add(out, out, s->first);
    mpfi_div_si(out, out, steps);
    mpfi_div_2ui(out, out, 1);
}

/* What vanishes in the limit: |E - limit|, 1 - F, T. */
typedef enum { ENERGY, INFIDELITY, DISTANCE, KINDS } kind;

static void deviation(mpfi_t out, const series *s, int i, kind which)
{
    if (which == ENERGY) {
        mpfi_sub(out, s->points[i].energy, s->goal);
        mpfi_abs(out, out);
    } else if (which == INFIDELITY) {
        mpfi_ui_sub(out, 1, s->points[i].fidelity);
    } else {
        mpfi_set(out, s->points[i].distance);
    }
}

/* --- claims --------------------------------------------------------------------------------------------- */

static char *enclosure_text(const mpfi_t value)
{
    char *number;
    mpfr_asprintf(&number, "[%.8RDg, %.8RUg]", &value->left, &value->right);
    char *text = ref_text_format("%s", number);
    mpfr_free_str(number);
    return text;
}

static char *witness_text(const series *s, int i)
{
    char *parts[KINDS];
    mpfi_t value;
    mpfi_init2(value, PRECISION);
    for (kind which = ENERGY; which < KINDS; which++) {
        deviation(value, s, i, which);
        parts[which] = enclosure_text(value);
    }
    char *text = ref_text_format("|E - limit| in %s, 1 - F in %s, trace distance in %s", parts[ENERGY],
                                 parts[INFIDELITY], parts[DISTANCE]);
    for (kind which = ENERGY; which < KINDS; which++) free(parts[which]);
    mpfi_clear(value);
    return text;
}

static void claim_rate(ref_claims *claims, const series *s)
{
    for (int i = 0; i < POINTS; i++) {
        ref_ruling ruling;
        mpfi_t slack;
        long steps = (long)FIRST << i;
        mpfi_init2(slack, PRECISION);
        promise(slack, s, steps);
        mpfi_sub(slack, slack, s->points[i].distance);
        ref_ruling_init(&ruling);
        ref_ruling_note(&ruling, slack, steps);
        ref_claims_add(claims, REF_CORRECTED, s->id, s->equation,
                       "the trace distance to the limit state is at most (C1/K + C2/K^2)/2", &ruling,
                       ref_text_format("%s, K = %ld, tau = pi: C1 = %.6g, C2 = %.6g", s->state, steps,
                                       mpfi_get_d(s->first), mpfi_get_d(s->second)),
                       witness_text(s, i), ref_text_format(COMMAND));
        ref_ruling_clear(&ruling);
        mpfi_clear(slack);
    }
}

/* log2 of deviation(K)/deviation(2K), K = FIRST 2^i */
static void order(mpfi_t out, const series *s, int i, kind which)
{
    mpfi_t halved;
    mpfi_init2(halved, PRECISION);
    deviation(out, s, i, which);
    deviation(halved, s, i + 1, which);
    mpfi_div(out, out, halved);
    mpfi_log2(out, out);
    mpfi_clear(halved);
}

static char *orders_text(const series *s, kind which)
{
    char *text = ref_text_format("orders");
    mpfi_t value;
    mpfi_init2(value, PRECISION);
    for (int i = 0; i + 1 < POINTS; i++) {
        order(value, s, i, which);
        char *longer = ref_text_format("%s%s %.4f", text, i == 0 ? "" : ",", mpfi_get_d(value));
        free(text);
        text = longer;
    }
    mpfi_clear(value);
    return text;
}

static void claim_order(ref_claims *claims, const series *s)
{
    static const char *const statements[] = {
        "the energy reaches its limit as 1/K: order within 1/10 of 1",
        "the fidelity reaches 1 as 1/K: order within 1/10 of 1",
        "the trace distance falls as 1/K: order within 1/10 of 1",
    };
    for (kind which = ENERGY; which < KINDS; which++) {
        ref_ruling ruling;
        mpfi_t slack;
        mpfi_init2(slack, PRECISION);
        order(slack, s, POINTS - 2, which);
        mpfi_sub_ui(slack, slack, 1);
        mpfi_abs(slack, slack);
        mpfi_mul_ui(slack, slack, 10);
        mpfi_ui_sub(slack, 1, slack);
        mpfi_div_ui(slack, slack, 10);
        ref_ruling_init(&ruling);
        ref_ruling_note(&ruling, slack, LAST);
        ref_claims_add(claims, REF_CORRECTED, s->id, s->equation, statements[which], &ruling,
                       ref_text_format("%s, tau = pi, from K = %d to %d", s->state, LAST / 2, LAST),
                       orders_text(s, which), ref_text_format(COMMAND));
        ref_ruling_clear(&ruling);
        mpfi_clear(slack);
    }
}

/* The oscillator's C1 is the best there is: the distance at the last K already needs 98 % of it. */
static void claim_sharpness(ref_claims *claims, const series *s)
{
    ref_ruling ruling;
    mpfi_t slack, least;
    mpfi_init2(slack, PRECISION);
    mpfi_init2(least, PRECISION);
    mpfi_mul_ui(slack, s->points[POINTS - 1].distance, 2 * LAST);
    mpfi_div(slack, slack, s->first);
    mpfi_set_ui(least, 49);
    mpfi_div_ui(least, least, 50);
    mpfi_sub(slack, slack, least);
    ref_ruling_init(&ruling);
    ref_ruling_note(&ruling, slack, LAST);
    ref_claims_add(claims, REF_CORRECTED, s->id, s->equation,
                   "no C1 below 98 % of (1 + sqrt 3) tau^2/4 will do", &ruling,
                   ref_text_format("%s, tau = pi, a distance C1/(2K) at K = %d", s->state, LAST),
                   ref_text_format("trace distance at K = %d", LAST), ref_text_format(COMMAND));
    ref_ruling_clear(&ruling);
    mpfi_clear(least);
    mpfi_clear(slack);
}

/* --- curves --------------------------------------------------------------------------------------------- */

static char *row_text(const series *s, int i)
{
    const ref_limit *at = &s->points[i];
    long steps = (long)FIRST << i;
    mpfi_t theta, bound;
    char *row;
    mpfi_init2(theta, PRECISION);
    mpfi_init2(bound, PRECISION);
    mpfi_div_si(theta, s->tau, steps);
    promise(bound, s, steps);
    mpfr_asprintf(&row, "%ld,%.17Rg,%.17RDg,%.17RUg,%.17RDg,%.17RUg,%.17RDg,%.17RUg,%.17RUg", steps,
                  &theta->left, &at->energy->left, &at->energy->right, &at->fidelity->left,
                  &at->fidelity->right, &at->distance->left, &at->distance->right, &bound->right);
    char *text = ref_text_format("%s\n", row);
    mpfr_free_str(row);
    mpfi_clear(bound);
    mpfi_clear(theta);
    return text;
}

static void write_curve(ref_claims *claims, const series *s)
{
    char *path = ref_text_format("%s/limit_%s.csv", claims->output, s->name);
    char *text = ref_text_format("K,theta,energy_lo,energy_hi,fidelity_lo,fidelity_hi,trace_distance_lo,"
                                 "trace_distance_hi,trace_distance_bound\n");
    for (int i = 0; i < POINTS; i++) {
        char *row = row_text(s, i), *longer = ref_text_format("%s%s", text, row);
        free(row);
        free(text);
        text = longer;
    }
    if (!ref_write_file(path, text)) claims->failed = true;
    free(text);
    free(path);
}

/* --- (A12), (A13) --------------------------------------------------------------------------------------- */

static void claim_remainder(ref_claims *claims, bool coherent)
{
    static const ref_ladder_kind ladders[] = { REF_OSCILLATOR, REF_SPIN, REF_UNIFORM };
    ref_ruling ruling;
    mpfi_t theta, size, bound;
    mpfi_ptr all[] = { theta, size, bound };
    for (int i = 0; i < 3; i++) mpfi_init2(all[i], PRECISION);
    ref_ruling_init(&ruling);
    for (int i = 0; i < 3; i++)
        for (long denominator = 10; denominator <= 10000; denominator *= 10) {
            mpfi_set_ui(theta, 3);
            mpfi_div_si(theta, theta, denominator);
            ref_limit_remainder(size, bound, ladders[i], REMAINDER_LEVELS, coherent, theta);
            mpfi_div(size, size, bound);
            mpfi_ui_sub(size, 1, size);
            ref_ruling_note(&ruling, size, denominator);
        }
    ref_claims_add(claims, REF_CORRECTED, coherent ? "A13 remainder" : "A12 remainder",
                   coherent ? "(A13)" : "(A12)",
                   coherent ? "the remainder is at most 4/3 (theta max f_n)^3 in trace norm"
                            : "the remainder is at most 2/3 (theta max f_n)^4 in trace norm", &ruling,
                   ref_text_format("oscillator, spin, uniform, %d levels, theta = 3/10 to 3/10000; margin "
                                   "relative to the bound", REMAINDER_LEVELS),
                   ref_text_format("theta = 3/%ld, q = 1/5, a pure state", ruling.step),
                   ref_text_format(COMMAND));
    ref_ruling_clear(&ruling);
    for (int i = 0; i < 3; i++) mpfi_clear(all[i]);
}

void ref_claims_limits(ref_claims *claims)
{
    series all[] = {
        { .ladder = REF_OSCILLATOR, .levels = 40, .name = "oscillator", .id = "19 rate",
          .equation = "(19), (20)", .state = "infinite oscillator" },
        { .ladder = REF_SPIN, .levels = 11, .name = "spin", .id = "31 rate", .equation = "(31), (32)",
          .state = "spin 5" },
    };
    for (int i = 0; i < 2; i++) {
        series_init(&all[i]);
        claim_rate(claims, &all[i]);
        claim_order(claims, &all[i]);
        if (all[i].ladder == REF_OSCILLATOR) claim_sharpness(claims, &all[i]);
        write_curve(claims, &all[i]);
        series_clear(&all[i]);
    }
    claim_remainder(claims, false);
    claim_remainder(claims, true);
}
