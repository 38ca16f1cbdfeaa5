/* figure_csv: the files of curves; see figure.h. */
#include "figure.h"

#include <stdlib.h>
#include "command.h"
#include "crossing.h"
#include "text.h"

enum { MIDDLE_DIGITS = 12, END_DIGITS = 15 };

void ref_csv_open(ref_csv *csv, const char *header)
{
    csv->stream = open_memstream(&csv->text, &csv->size);
    if (csv->stream == NULL)
        abort();
    fprintf(csv->stream, "%s\n", header);
}

static void number(ref_csv *csv, const char *format, int digits, mpfr_srcptr x)
{
    char *text;
    mpfr_asprintf(&text, format, digits, x);
    fprintf(csv->stream, ",%s", mpfr_zero_p(x) ? "0" : text);
    mpfr_free_str(text);
}

void ref_csv_enclosure(ref_csv *csv, mpfi_srcptr x)
{
    if (x == NULL) {
        fputs(",,,", csv->stream);
        return;
    }
    mpfr_t middle;
    mpfr_init2(middle, mpfi_get_prec(x) + 1);
    mpfi_mid(middle, x);
    number(csv, "%.*RNg", MIDDLE_DIGITS, middle);
    number(csv, "%.*RDg", END_DIGITS, &x->left);
    number(csv, "%.*RUg", END_DIGITS, &x->right);
    mpfr_clear(middle);
}

bool ref_csv_write(ref_csv *csv, const char *directory, const char *name)
{
    char *path = ref_text_format("%s/%s.csv", directory, name);
    bool whole = fclose(csv->stream) == 0;
    bool written = whole && ref_write_file(path, csv->text);
    free(csv->text);
    free(path);
    return written;
}

/* ",x,x_lo,x_hi" (malloc'ed) */
static char *heading(const char *rest, const char *name)
{
    return ref_text_format("%s,%s,%s_lo,%s_hi", rest, name, name, name);
}

static bool write_populations(const char *directory, const char *name, const ref_results *run,
                              size_t observable)
{
    ref_csv csv;
    ref_csv_open(&csv, "step,tau,tau_lo,tau_hi,level,population,population_lo,population_hi");
    for (size_t i = 0; i < run->count; i++) {
        const ref_value *populations = &run->results[i].values[observable];
        for (size_t n = 0; n < populations->count; n++) {
            fprintf(csv.stream, "%ld", run->results[i].step);
            ref_csv_enclosure(&csv, run->results[i].tau);
            fprintf(csv.stream, ",%zu", n);
            ref_csv_enclosure(&csv, populations->value[n]);
            fputc('\n', csv.stream);
        }
    }
    char *file = ref_text_format("%s_populations", name);
    bool written = ref_csv_write(&csv, directory, file);
    free(file);
    return written;
}

static bool is_single(const ref_observable *observable)
{
    return observable->kind != REF_POPULATIONS && observable->kind != REF_ELEMENT;
}

static void open_values(ref_csv *csv, const ref_scenario *scenario)
{
    char *header = heading("step", "tau");
    for (size_t j = 0; j < scenario->observe_count; j++) {
        if (!is_single(&scenario->observe[j]))
            continue;
        char *name = ref_observable_name(&scenario->observe[j]), *longer = heading(header, name);
        free(header);
        free(name);
        header = longer;
    }
    ref_csv_open(csv, header);
    free(header);
}

/* A greedy run that ended early repeats its last state from there on. */
static bool has_ended(const ref_results *run, size_t i)
{
    return run->angles != NULL && run->results[i].step > run->angle_count;
}

bool ref_figure_run(const char *directory, const char *name, const ref_scenario *scenario,
                    const ref_results *run)
{
    ref_csv csv;
    bool written = true;
    open_values(&csv, scenario);
    for (size_t i = 0; i < run->count && !has_ended(run, i); i++) {
        fprintf(csv.stream, "%ld", run->results[i].step);
        ref_csv_enclosure(&csv, run->results[i].tau);
        for (size_t j = 0; j < scenario->observe_count; j++)
            if (is_single(&scenario->observe[j]))
                ref_csv_enclosure(&csv, run->results[i].values[j].value[0]);
        fputc('\n', csv.stream);
    }
    written = ref_csv_write(&csv, directory, name);
    for (size_t j = 0; j < scenario->observe_count; j++)
        if (scenario->observe[j].kind == REF_POPULATIONS)
            written = write_populations(directory, name, run, j) && written;
    return written;
}

bool ref_figure_excess(const char *directory, const char *name, const ref_scenario *scenario,
                       const ref_results *run)
{
    ref_csv csv;
    mpfi_t excess;
    mpfi_init2(excess, 128);
    ref_csv_open(&csv, "step,tau,tau_lo,tau_hi,excess,excess_lo,excess_hi,"
                       "excess_before,excess_before_lo,excess_before_hi");
    for (size_t i = 0; i < run->count; i++) {
        fprintf(csv.stream, "%ld", run->results[i].step);
        ref_csv_enclosure(&csv, run->results[i].tau);
        for (ref_reading reading = 0; reading < REF_READINGS; reading++) {
            ref_crossing_slack(excess, scenario, ref_bound_find("15"), run, i, reading);
            mpfi_neg(excess, excess);
            ref_csv_enclosure(&csv, excess);
        }
        fputc('\n', csv.stream);
    }
    mpfi_clear(excess);
    char *file = ref_text_format("%s_excess", name);
    bool written = ref_csv_write(&csv, directory, file);
    free(file);
    return written;
}
