/* judge: submitted results against enclosures of the exact values.
 *
 * A value is judged by what is certain about its error. With x the number, [lo, hi] the enclosure and h half
 * a unit of the last digit given, |x - exact| lies between
 *     error = max(lo - x, x - hi, 0)   and   most = max(|x - lo|, |x - hi|).
 * With a tolerance t it is
 *     inside      error <= h      and most <= h + t
 *     close       error > h       and most <= h + t
 *     mismatch    error > h + t
 *     unsettled   error <= h + t  and most > h + t: the enclosure is too wide
 *     invalid     NaN or infinity.
 * All comparisons are exact, in rational arithmetic.
 *
 * The last digit given. In a table, digits left out at the end are taken as zeros: with s the most
 * significant digits and p the most decimals of any number submitted, the last digit of an x between 10^m and
 * 10^(m+1) stands for 10^max(m - s + 1, -p), or for the last one written if that is finer. A program's
 * decimals stand for doubles: there a unit is that of the double nearest to x, or of the last digit written
 * if that is finer. Hexadecimal floats are exact. */
#ifndef REF_JUDGE_H
#define REF_JUDGE_H

#include "promise.h"
#include "number.h"
#include "results.h"

typedef enum { REF_TABLE_DIGITS, REF_DOUBLE_DIGITS } ref_rounding;
typedef enum {
    REF_NOT_GIVEN, REF_INSIDE, REF_CLOSE, REF_UNSETTLED, REF_MISMATCH, REF_INVALID
} ref_judgement_kind;

/* One value. absolute: the error; relative: over |exact| (the middle of the enclosure); ulp: in units of the
 * last place of the double nearest to exact. digits: -log10(error / max(1, |exact|)), the measure in which
 * certificates are certain; lre: -log10 relative, the log relative error of NIST's StRD (of the absolute
 * error where exact is 0). Both are infinite without error. promised: `digits` that were asked for. */
typedef struct {
    ref_judgement_kind kind;
    double absolute, relative, ulp, digits, lre, promised;
} ref_judgement;

/* A case. values: one judgement a cell of the table. counts: by kind. worst: the cell with the
 * fewest digits among those given (NaN below all). first_step: the first row with a mismatch or NaN;
 * valid when there is one. */
typedef struct {
    ref_judgement *values;
    size_t counts[REF_INVALID + 1];
    size_t worst, first_row;
} ref_judgements;

/* digits: the pass mark, t = 10^-digits max(1, |exact|); 0: t is what double precision can promise. */
void ref_judge(ref_judgements *out, const ref_table *table, ref_rounding rounding, int digits);
void ref_judgements_clear(ref_judgements *judgements);

/* How many values do not hold: mismatches, NaN and infinities. */
size_t ref_judgements_wrong(const ref_judgements *judgements);

/* Half a unit of the last digit of a finite number of a table with these conventions. */
typedef struct { ref_rounding rounding; long digits, place; } ref_convention;
ref_convention ref_judge_convention(const ref_table *table, ref_rounding rounding);
void ref_judge_half_unit(mpq_t half, const ref_number *number, const ref_convention *convention);

/* The middle of an enclosure, as a double. */
double ref_case_middle(const ref_case *of, size_t cell);

#endif
