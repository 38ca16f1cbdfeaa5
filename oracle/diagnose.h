/* diagnose: which known mistake explains results that are wrong.
 *
 * Every mistake of the list is computed (mistake.h) and named only if its values match the submitted ones to
 * clearly more digits than the exact values do. For a number x let
 *     e = max(|x - exact|, a),  v = max(|x - mistaken|, a),
 *     a = half a unit of its last digit + 2^-50 max(1, |exact|),
 * and E, V the largest e, v over max(1, |exact|), over all numbers submitted. A mistake matches when
 *     V <= E / 100   and   sum of log10(e / v) over the wrong numbers >= 6:
 * two digits better at the worst number, and six digits of evidence in all, so that one number given to three
 * digits is never explained. Of several that match, those within a factor 10 of the best are named: some
 * cannot be told apart (damping before the collision, or once too few, from the ground state). Small elements
 * dropped: below 1e-4, 1e-5, ..., 1e-15, by parts or by modulus, in every operation, after every channel or
 * after every step: the best alone, and only where nothing else is as good.
 *
 * A program in single precision rounds elsewhere than we do, so its digits cannot be matched. Where nothing
 * else matches, it is "single precision" when at least two numbers, and half of those that need more than 12
 * bits, are exact single-precision numbers and the worst error is at most 100 times that of our run in single
 * precision; and "errors of the size that single precision makes", which says no more than it says, when
 * three numbers or more are wrong and the worst error is within a factor 8 of that run's. */
#ifndef REF_DIAGNOSE_H
#define REF_DIAGNOSE_H

#include "judge.h"

/* The names of the mistakes that explain the wrong numbers, joined by " or " (malloc'ed); NULL when there is
 * none, or when the scenario is too large to try them (steps times levels squared above 5e6, a quarter of
 * that with damping, up to the first wrong step). */
char *ref_diagnose(const ref_table *table, const ref_judgements *judgements, ref_rounding rounding);

#endif
