/* report: the verdicts of `surecharge check` on standard output, as text, TAP 13, JUnit
 * XML or JSON ("check/1"). */
#ifndef REF_REPORT_H
#define REF_REPORT_H

#include <jansson.h>
#include <stdio.h>
#include "judge.h"

typedef enum { REF_REPORT_HUMAN, REF_REPORT_TAP, REF_REPORT_JUNIT, REF_REPORT_JSON } ref_report_format;
extern const char *const ref_report_formats[];      /* "human", "tap", "junit", "json", NULL */

/* One case. problem: why there is nothing to judge (a program that crashed), or NULL. diagnosis: the mistakes
 * that explain the numbers, or NULL. */
typedef struct {
    const ref_table *table;
    const ref_judgements *judgements;
    const char *problem, *diagnosis;
} ref_finding;

/* most: discrepancies after which it stops, 0 for no limit. */
typedef struct {
    ref_report_format format;
    size_t most, planned;
    size_t cases, held, wrong, undecided, problems;     /* cases so far */
    size_t discrepancies, values, inside;
    char *worst;                    /* in words, and its digits */
    double worst_digits;
    json_t *list;                   /* JSON: the cases */
    FILE *body;                     /* JUnit: the cases, into body_text */
    char *body_text;
    size_t body_size;
} ref_report;

void ref_report_start(ref_report *report, ref_report_format format, size_t planned, size_t most);
void ref_report_case(ref_report *report, const ref_finding *finding);

/* True when the limit is reached: the other cases are left out. */
bool ref_report_full(const ref_report *report);

/* Writes the end, and hands back the exit code; REF_SYSTEM_FAILURE when standard output does not take it. */
int ref_report_end(ref_report *report);

#endif
