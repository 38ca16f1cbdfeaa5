/* report: see report.h. */
#include "report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "command.h"
#include "text.h"

const char *const ref_report_formats[] = { "human", "tap", "junit", "json", NULL };

/* ---- one value in words */

/* The exact value, to as many digits as a double has and two more. */
static char *exact_text(const ref_case *of, size_t cell)
{
    mpq_t middle;
    mpfr_t value;
    char *text, *copy;
    mpq_init(middle);
    mpfr_init2(value, 128);
    mpq_add(middle, of->lo[cell], of->hi[cell]);
    mpq_div_2exp(middle, middle, 1);
    mpfr_set_q(value, middle, MPFR_RNDN);
    mpfr_asprintf(&text, "%.18Rg", value);
    copy = strdup(text);
    mpfr_free_str(text);
    mpfr_clear(value);
    mpq_clear(middle);
    return copy;
}

/* "step 200: energy" */
static char *place_text(const ref_case *of, size_t cell)
{
    char *name = ref_case_column_name(of, cell % of->width);
    char *text = ref_text_format("step %ld: %s", of->scenario.at[cell / of->width], name);
    free(name);
    return text;
}

static char *digits_text(double digits)
{
    return isinf(digits) && digits > 0 ? strdup("all") : ref_text_format("%.1f", digits);
}

static char *error_text(const ref_judgement *value)
{
    char *digits = digits_text(value->digits), *promised = digits_text(value->promised);
    char *text = ref_text_format("off by %.3g, relative %.3g, %.3g ulp: %s digits of %s, LRE %.1f",
                                 value->absolute, value->relative, value->ulp, digits, promised, value->lre);
    free(digits);
    free(promised);
    return text;
}

static char *discrepancy_text(const ref_table *table, const ref_judgements *judgements, size_t cell)
{
    const ref_judgement *value = &judgements->values[cell];
    char *place = place_text(table->of, cell), *exact = exact_text(table->of, cell);
    char *error = value->kind == REF_INVALID ? strdup("no finite number") : error_text(value);
    char *text = ref_text_format("%s: %.40s: %s; exact %s", place, table->text[cell], error, exact);
    free(place);
    free(exact);
    free(error);
    return text;
}

/* ---- one case in words */

typedef enum { HELD, WRONG, UNDECIDED, PROBLEM } outcome;
static const char *const outcomes[] = { "held", "mismatch", "undecided", "failed" };

static outcome outcome_of(const ref_finding *finding)
{
    if (finding->problem != NULL)
        return PROBLEM;
    if (ref_judgements_wrong(finding->judgements) > 0)
        return WRONG;
    return finding->judgements->counts[REF_UNSETTLED] > 0 ? UNDECIDED : HELD;
}

static size_t count_given(const ref_judgements *judgements)
{
    size_t count = 0;
    for (int kind = REF_INSIDE; kind <= REF_INVALID; kind++)
        count += judgements->counts[kind];
    return count;
}

/* "energy at step 200" with its digits */
static char *worst_text(const ref_finding *finding)
{
    const ref_judgements *judgements = finding->judgements;
    const ref_judgement *value = &judgements->values[judgements->worst];
    char *place = place_text(finding->table->of, judgements->worst);
    char *error = value->kind == REF_INVALID ? strdup("no finite number") : error_text(value);
    char *text = ref_text_format("%s: %s", place, error);
    free(place);
    free(error);
    return text;
}

static char *summary_text(const ref_finding *finding)
{
    const ref_judgements *judgements = finding->judgements;
    const ref_case *of = finding->table->of;
    outcome result = outcome_of(finding);
    if (result == PROBLEM)
        return ref_text_format("the program %s", finding->problem);
    if (result == UNDECIDED)
        return ref_text_format("undecided: the enclosures of %zu of %zu values are too wide",
                               judgements->counts[REF_UNSETTLED], count_given(judgements));
    char *worst = worst_text(finding);
    char *text = result == HELD
        ? ref_text_format("held: %zu values, %zu inside their enclosures; worst %s", count_given(judgements),
                          judgements->counts[REF_INSIDE], worst)
        : ref_text_format("mismatch: %zu of %zu values, from step %ld on; worst %s",
                          ref_judgements_wrong(judgements), count_given(judgements),
                          of->scenario.at[judgements->first_row], worst);
    free(worst);
    return text;
}

/* Calls `write` for every discrepancy up to the limit. */
static void each_discrepancy(ref_report *report, const ref_finding *finding,
                             void (*write)(ref_report *, const ref_finding *, size_t cell))
{
    const ref_case *of = finding->table->of;
    for (size_t i = 0; finding->problem == NULL && i < of->scenario.at_count * of->width; i++) {
        ref_judgement_kind kind = finding->judgements->values[i].kind;
        if (kind != REF_MISMATCH && kind != REF_INVALID)
            continue;
        if (ref_report_full(report))
            return;
        report->discrepancies++;
        write(report, finding, i);
    }
    report->discrepancies += finding->problem != NULL;
}

/* ---- text */

static void human_discrepancy(ref_report *report, const ref_finding *finding, size_t cell)
{
    (void)report;
    char *text = discrepancy_text(finding->table, finding->judgements, cell);
    printf("%s: %s\n", finding->table->of->id, text);
    free(text);
}

static void human_case(ref_report *report, const ref_finding *finding)
{
    const ref_case *of = finding->table->of;
    each_discrepancy(report, finding, human_discrepancy);
    if (outcome_of(finding) != HELD || report->planned == 1) {
        char *summary = summary_text(finding);
        printf("%s: %s\n", of->id, summary);
        free(summary);
    }
    if (finding->diagnosis != NULL)
        printf("%s: diagnosis: %s\n", of->id, finding->diagnosis);
    if (finding->table->other_rows > 0)
        printf("%s: %ld rows at other steps, not judged\n", of->id, finding->table->other_rows);
    if (outcome_of(finding) != HELD && of->note != NULL)
        printf("%s: what this case is for: %s\n", of->id, of->note);
    fflush(stdout);
}

static void human_end(const ref_report *report)
{
    if (report->planned > 1) {
        printf("%zu of %zu cases: %zu held, %zu mismatch, %zu failed, %zu undecided; %zu values, %zu inside "
               "their enclosures\n",
               report->cases, report->planned, report->held, report->wrong, report->problems,
               report->undecided, report->values, report->inside);
        if (report->worst != NULL)
            printf("worst: %s\n", report->worst);
    }
    if (ref_report_full(report))
        printf("stopped after %zu discrepancies (--all goes on)\n", report->discrepancies);
}

/* ---- TAP: what a case has to say stands in a YAML block, each line a JSON string */

static void tap_line(const char *key, const char *text)
{
    json_t *json = json_string(text);
    char *quoted = json_dumps(json, JSON_ENCODE_ANY | JSON_ENSURE_ASCII);
    printf("  %s%s\n", key, quoted);
    free(quoted);
    json_decref(json);
}

static void tap_discrepancy(ref_report *report, const ref_finding *finding, size_t cell)
{
    (void)report;
    char *text = discrepancy_text(finding->table, finding->judgements, cell);
    tap_line("  - ", text);
    free(text);
}

static void tap_case(ref_report *report, const ref_finding *finding)
{
    const ref_case *of = finding->table->of;
    outcome result = outcome_of(finding);
    char *summary = summary_text(finding);
    printf("%s %zu - %s\n", result == HELD ? "ok" : "not ok", report->cases, of->id);
    if (result != HELD) {
        puts("  ---");
        tap_line("message: ", summary);
        if (finding->diagnosis != NULL)
            tap_line("diagnosis: ", finding->diagnosis);
        if (of->note != NULL)
            tap_line("note: ", of->note);
        if (result == WRONG)
            puts("  discrepancies:");
    }
    each_discrepancy(report, finding, tap_discrepancy);
    if (result != HELD)
        puts("  ...");
    free(summary);
    fflush(stdout);
}

/* ---- JUnit */

/* XML 1.0 has no control characters. */
static void write_xml(FILE *out, const char *text)
{
    for (; *text != '\0'; text++)
        switch (*text) {
        case '&': fputs("&amp;", out); break;
        case '<': fputs("&lt;", out); break;
        case '>': fputs("&gt;", out); break;
        case '"': fputs("&quot;", out); break;
        default: fputc((unsigned char)*text < ' ' ? ' ' : *text, out);
        }
}

static void junit_discrepancy(ref_report *report, const ref_finding *finding, size_t cell)
{
    char *text = discrepancy_text(finding->table, finding->judgements, cell);
    write_xml(report->body, text);
    fputc('\n', report->body);
    free(text);
}

static void junit_case(ref_report *report, const ref_finding *finding)
{
    outcome result = outcome_of(finding);
    const char *element = result == WRONG ? "failure" : "error";
    char *summary = summary_text(finding);
    fputs("  <testcase classname=\"surecharge\" name=\"", report->body);
    write_xml(report->body, finding->table->of->id);
    fputs(result == HELD ? "\"/>\n" : "\">\n", report->body);
    if (result != HELD) {
        fprintf(report->body, "    <%s message=\"", element);
        write_xml(report->body, summary);
        fputs("\">", report->body);
        if (finding->diagnosis != NULL) {
            fputs("diagnosis: ", report->body);
            write_xml(report->body, finding->diagnosis);
            fputc('\n', report->body);
        }
    }
    each_discrepancy(report, finding, junit_discrepancy);
    if (result != HELD)
        fprintf(report->body, "</%s>\n  </testcase>\n", element);
    free(summary);
}

static void junit_end(ref_report *report)
{
    fclose(report->body);
    printf("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n<testsuite name=\"surecharge check\" "
           "tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"0\">\n%s", report->cases, report->wrong,
           report->problems + report->undecided, report->body_text);
    if (ref_report_full(report))
        printf("  <system-out>stopped after %zu discrepancies, %zu of %zu cases</system-out>\n",
               report->discrepancies, report->cases, report->planned);
    puts("</testsuite>\n</testsuites>");
    free(report->body_text);
}

/* ---- JSON; what is infinite is left out */

static void set_real(json_t *object, const char *key, double value)
{
    if (isfinite(value))
        json_object_set_new(object, key, json_real(value));
}

static json_t *value_json(const ref_finding *finding, size_t cell)
{
    const ref_case *of = finding->table->of;
    const ref_judgement *value = &finding->judgements->values[cell];
    char *name = ref_case_column_name(of, cell % of->width), *exact = exact_text(of, cell);
    json_t *json = json_pack("{s:I, s:s, s:s, s:s}", "step", (json_int_t)of->scenario.at[cell / of->width],
                             "name", name, "found", finding->table->text[cell], "exact", exact);
    free(name);
    free(exact);
    if (value->kind == REF_INVALID)
        return json;
    set_real(json, "absolute", value->absolute);
    set_real(json, "relative", value->relative);
    set_real(json, "ulp", value->ulp);
    set_real(json, "digits", value->digits);
    set_real(json, "lre", value->lre);
    set_real(json, "promised", value->promised);
    return json;
}

static void json_discrepancy(ref_report *report, const ref_finding *finding, size_t cell)
{
    json_t *one = json_array_get(report->list, json_array_size(report->list) - 1);
    json_array_append_new(json_object_get(one, "discrepancies"), value_json(finding, cell));
}

static void json_case(ref_report *report, const ref_finding *finding)
{
    const ref_judgements *judgements = finding->judgements;
    const ref_case *of = finding->table->of;
    outcome result = outcome_of(finding);
    json_t *json = json_pack("{s:s, s:s}", "id", of->id, "verdict", outcomes[result]);
    if (result == PROBLEM) {
        json_object_set_new(json, "problem", json_string(finding->problem));
    } else {
        json_object_set_new(json, "values", json_integer((json_int_t)count_given(judgements)));
        json_object_set_new(json, "inside", json_integer((json_int_t)judgements->counts[REF_INSIDE]));
        json_object_set_new(json, "close", json_integer((json_int_t)judgements->counts[REF_CLOSE]));
        json_object_set_new(json, "undecided", json_integer((json_int_t)judgements->counts[REF_UNSETTLED]));
        json_object_set_new(json, "wrong", json_integer((json_int_t)ref_judgements_wrong(judgements)));
        json_object_set_new(json, "other_rows", json_integer(finding->table->other_rows));
        json_object_set_new(json, "worst", value_json(finding, judgements->worst));
    }
    if (result == WRONG)
        json_object_set_new(json, "first_step", json_integer(of->scenario.at[judgements->first_row]));
    if (finding->diagnosis != NULL)
        json_object_set_new(json, "diagnosis", json_string(finding->diagnosis));
    json_object_set_new(json, "discrepancies", json_array());
    json_array_append_new(report->list, json);
    each_discrepancy(report, finding, json_discrepancy);
}

static outcome overall(const ref_report *report)
{
    return report->wrong + report->problems > 0 ? WRONG : report->undecided > 0 ? UNDECIDED : HELD;
}

static void json_end(ref_report *report)
{
    json_t *json =
        json_pack("{s:s, s:s, s:s, s:I, s:b, s:o}", "surecharge", "check/1", "program",
                  "surecharge " REF_VERSION, "verdict", outcomes[overall(report)], "planned",
                  (json_int_t)report->planned, "stopped", ref_report_full(report), "cases", report->list);
    char *text = json_dumps(json, JSON_INDENT(2) | JSON_REAL_PRECISION(6));
    puts(text);
    free(text);
    json_decref(json);
}

/* ---- the whole */

void ref_report_start(ref_report *report, ref_report_format format, size_t planned, size_t most)
{
    *report = (ref_report){ .format = format, .planned = planned, .most = most, .worst_digits = INFINITY };
    if (format == REF_REPORT_TAP)
        printf("TAP version 13\n1..%zu\n", planned);
    if (format == REF_REPORT_JSON)
        report->list = json_array();
    if (format == REF_REPORT_JUNIT)
        report->body = open_memstream(&report->body_text, &report->body_size);
}

static void count(ref_report *report, const ref_finding *finding)
{
    outcome result = outcome_of(finding);
    report->cases++;
    report->held += result == HELD;
    report->wrong += result == WRONG;
    report->undecided += result == UNDECIDED;
    report->problems += result == PROBLEM;
    if (result == PROBLEM)
        return;
    const ref_judgements *judgements = finding->judgements;
    double digits = judgements->values[judgements->worst].digits;
    report->values += count_given(judgements);
    report->inside += judgements->counts[REF_INSIDE];
    if (digits >= report->worst_digits)
        return;
    char *worst = worst_text(finding);
    free(report->worst);
    report->worst = ref_text_format("%s: %s", finding->table->of->id, worst);
    report->worst_digits = digits;
    free(worst);
}

void ref_report_case(ref_report *report, const ref_finding *finding)
{
    static void (*const writers[])(ref_report *, const ref_finding *) = { human_case, tap_case, junit_case,
                                                                          json_case };
    count(report, finding);
    writers[report->format](report, finding);
}

bool ref_report_full(const ref_report *report)
{
    return report->most > 0 && report->discrepancies >= report->most;
}

int ref_report_end(ref_report *report)
{
    static const int codes[] = { REF_HELD, REF_REFUTED, REF_UNDECIDED };
    if (report->format == REF_REPORT_HUMAN)
        human_end(report);
    if (report->format == REF_REPORT_TAP && report->cases < report->planned)
        printf("Bail out! stopped after %zu discrepancies\n", report->discrepancies);
    if (report->format == REF_REPORT_JUNIT)
        junit_end(report);
    if (report->format == REF_REPORT_JSON)
        json_end(report);
    free(report->worst);
    if (fflush(stdout) != 0 || ferror(stdout))
        return ref_command_fail(REF_SYSTEM_FAILURE, "<stdout>: cannot be written");
    return codes[overall(report)];
}
