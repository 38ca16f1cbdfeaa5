/* results: see results.h. */
#include "results.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "csv.h"
#include "number.h"
#include "pass.h"
#include "text.h"

enum { ROWS_MAX = 10000000 };

static const char *const answer_keys[] = { "results", "id", NULL };
static const char *const element_keys[] = { "re", "im", NULL };

void ref_table_init(ref_table *table, const ref_case *of)
{
    *table = (ref_table){ .of = of, .text = calloc(of->scenario.at_count * of->width, sizeof(char *)) };
}

void ref_table_clear(ref_table *table)
{
    for (size_t i = 0; i < table->of->scenario.at_count * table->of->width; i++)
        free(table->text[i]);
    free(table->text);
}

/* ---- JSON */

static bool read_number(ref_table *table, size_t cell, ref_reader *reader, const ref_node *at)
{
    const char *text = json_string_value(at->json);
    if (text == NULL || ref_number_kind_of(text) == REF_NO_NUMBER)
        return ref_reader_fail(reader, at, "a number");
    table->text[cell] = strdup(text);
    return true;
}

static bool read_element(ref_table *table, size_t cell, ref_reader *reader, const ref_node *at)
{
    ref_node re = ref_node_member(at, "re"), im = ref_node_member(at, "im");
    return ref_reader_object(reader, at, element_keys) && read_number(table, cell, reader, &re) &&
           read_number(table, cell + 1, reader, &im);
}

static bool read_levels(ref_table *table, size_t cell, ref_reader *reader, const ref_node *at)
{
    size_t levels = (size_t)table->of->scenario.levels;
    if (!json_is_array(at->json) || json_array_size(at->json) != levels)
        return ref_reader_fail(reader, at, "a list of %zu populations", levels);
    for (size_t n = 0; n < levels; n++) {
        ref_node entry = ref_node_entry(at, n);
        if (!read_number(table, cell + n, reader, &entry))
            return false;
    }
    return true;
}

/* The keys of a result: step, tau, the observables; NULL-terminated, to be freed one by one. */
static char **result_keys(const ref_scenario *scenario)
{
    char **keys = calloc(scenario->observe_count + 3, sizeof *keys);
    keys[0] = strdup("step");
    keys[1] = strdup("tau");
    for (size_t i = 0; i < scenario->observe_count; i++)
        keys[i + 2] = ref_observable_name(&scenario->observe[i]);
    return keys;
}

static void free_keys(char **keys)
{
    for (size_t i = 0; keys[i] != NULL; i++)
        free(keys[i]);
    free(keys);
}

/* The values of one step into the row that starts at `cell`; observables that are missing are left out. */
static bool read_values(ref_table *table, size_t cell, ref_reader *reader, const ref_node *result,
                        char **keys)
{
    const ref_scenario *scenario = &table->of->scenario;
    ref_node tau = ref_node_member(result, "tau");
    if (tau.json != NULL && !read_number(table, cell, reader, &tau))
        return false;
    cell++;
    for (size_t i = 0; i < scenario->observe_count; i++) {
        const ref_observable *observable = &scenario->observe[i];
        ref_node at = ref_node_member(result, keys[i + 2]);
        bool valid = at.json == NULL                       ? true
                     : observable->kind == REF_ELEMENT     ? read_element(table, cell, reader, &at)
                     : observable->kind == REF_POPULATIONS ? read_levels(table, cell, reader, &at)
                                                           : read_number(table, cell, reader, &at);
        if (!valid)
            return false;
        cell += ref_record_count(observable, scenario->levels);
    }
    return true;
}

/* A whole number, 0 or more, however it is written ("200", "2.0e+02"). */
static bool parse_step(long *step, const char *text)
{
    ref_number number;
    ref_number_init(&number);
    ref_number_read(&number, text);
    bool valid = number.kind == REF_FINITE_NUMBER && mpz_cmp_ui(mpq_denref(number.x), 1) == 0 &&
                 mpq_sgn(number.x) >= 0 && mpz_fits_slong_p(mpq_numref(number.x));
    *step = valid ? mpz_get_si(mpq_numref(number.x)) : -1;
    ref_number_clear(&number);
    return valid;
}

static bool read_result(ref_table *table, bool *seen, ref_reader *reader, const ref_node *result, char **keys)
{
    ref_node at = ref_node_member(result, "step");
    const char *text = json_string_value(at.json);
    long step;
    size_t row;
    if (!ref_reader_object(reader, result, (const char *const *)keys))
        return false;
    if (text == NULL || !parse_step(&step, text))
        return ref_reader_fail(reader, &at, "a step number");
    if (!ref_case_find_row(&row, table->of, step)) {
        table->other_rows++;
        return true;
    }
    if (seen[row])
        return ref_reader_fail(reader, &at, "no step twice");
    seen[row] = true;
    return read_values(table, row * table->of->width, reader, result, keys);
}

static bool read_list(ref_table *table, ref_reader *reader, const ref_node *results, char **keys)
{
    bool *seen = calloc(table->of->scenario.at_count + 1, sizeof *seen);
    bool valid = ref_reader_list(reader, results, 0, ROWS_MAX);
    for (size_t i = 0; valid && i < json_array_size(results->json); i++) {
        ref_node result = ref_node_entry(results, i);
        valid = read_result(table, seen, reader, &result, keys);
    }
    free(seen);
    return valid;
}

static bool read_answer(ref_table *table, ref_reader *reader, const ref_node *root)
{
    ref_node results = ref_node_member(root, "results"), id = ref_node_member(root, "id");
    if (!ref_reader_object(reader, root, answer_keys))
        return false;
    if (id.json != NULL &&
        (!json_is_string(id.json) || strcmp(json_string_value(id.json), table->of->id) != 0))
        return ref_reader_fail(reader, &id, "\"%s\"", table->of->id);
    char **keys = result_keys(&table->of->scenario);
    bool valid = read_list(table, reader, &results, keys);
    free_keys(keys);
    return valid;
}

static bool parse_json(ref_table *table, const char *text, const char *name, const char *whole, char **error)
{
    ref_reader reader = { .text = text, .name = name, .root = whole };
    ref_node root;
    bool valid = ref_reader_root_verbatim(&root, &reader) && read_answer(table, &reader, &root);
    json_decref(root.json);
    *error = reader.error;
    return valid;
}

/* ---- CSV */

/* Which column of the case each field of a row belongs to; `step` is the field with the step. */
typedef struct { size_t count, step; size_t *column; } header;

static bool fail_column(const ref_csv *csv, const ref_case *of, char **error)
{
    char *last = ref_case_column_name(of, of->width - 1);
    *error = ref_csv_error(csv, "expected step, tau or another column of the case, up to %s", last);
    free(last);
    return false;
}

static bool read_header(header *out, ref_csv *csv, const ref_case *of, char **error)
{
    bool has_step = false, more = true;
    *out = (header){ .count = 0 };
    while (more) {
        more = ref_csv_next(csv, error);
        if (*error != NULL)
            return false;
        out->column = realloc(out->column, (out->count + 1) * sizeof *out->column);
        size_t *column = &out->column[out->count++];
        bool is_step = strcmp(csv->field, "step") == 0;
        *column = SIZE_MAX;
        if (!is_step && !ref_case_find_column(column, of, csv->field))
            return fail_column(csv, of, error);
        for (size_t i = 0; i + 1 < out->count; i++)
            if (out->column[i] == *column)
                return (*error = ref_csv_error(csv, "expected no column twice")) == NULL;
        if (is_step)
            out->step = out->count - 1;
        has_step = has_step || is_step;
    }
    if (!has_step)
        *error = ref_csv_error(csv, "expected a column called step in the header row, the last one of which");
    return has_step;
}

/* The fields of one row, as many as the header has, with the places where they stand. */
typedef struct { char **field; ref_csv *at; } csv_row;

static void free_row(csv_row *row, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(row->field[i]);
    free(row->field);
    free(row->at);
}

static bool read_fields(csv_row *row, ref_csv *csv, const header *head, char **error)
{
    bool more = true;
    for (size_t i = 0; i < head->count; i++) {
        if (!more)
            *error =
                ref_csv_error(csv, "expected %zu fields as in the header row, not %zu, the last one of which",
                              head->count, i);
        else
            more = ref_csv_next(csv, error);
        if (*error != NULL)
            return false;
        row->field[i] = strdup(csv->field);
        row->at[i] = *csv;
    }
    if (more)
        *error = ref_csv_error(csv, "expected %zu fields as in the header row, not more, after", head->count);
    return !more;
}

static bool store_row(ref_table *table, bool *seen, const csv_row *row, const header *head, char **error)
{
    long step;
    size_t found;
    if (!parse_step(&step, row->field[head->step]))
        return (*error = ref_csv_error(&row->at[head->step], "expected a step number")) == NULL;
    bool wanted = ref_case_find_row(&found, table->of, step);
    if (wanted && seen[found])
        return (*error = ref_csv_error(&row->at[head->step], "expected no step twice")) == NULL;
    for (size_t i = 0; i < head->count; i++) {
        if (i == head->step || *row->field[i] == '\0')
            continue;
        if (ref_number_kind_of(row->field[i]) == REF_NO_NUMBER)
            return (*error = ref_csv_error(&row->at[i], "expected a number")) == NULL;
        if (wanted)
            table->text[found * table->of->width + head->column[i]] = strdup(row->field[i]);
    }
    if (wanted)
        seen[found] = true;
    table->other_rows += !wanted;
    return true;
}

static bool read_row(ref_table *table, bool *seen, ref_csv *csv, const header *head, char **error)
{
    csv_row row = { calloc(head->count, sizeof(char *)), calloc(head->count, sizeof(ref_csv)) };
    bool valid = read_fields(&row, csv, head, error);
    for (size_t i = 0; valid && i < head->count; i++)
        row.at[i].field = row.field[i];
    valid = valid && store_row(table, seen, &row, head, error);
    free_row(&row, head->count);
    return valid;
}

static bool parse_csv(ref_table *table, const char *text, const char *name, char **error)
{
    ref_csv csv;
    header head;
    bool *seen = calloc(table->of->scenario.at_count + 1, sizeof *seen);
    ref_csv_start(&csv, text, name);
    bool valid = read_header(&head, &csv, table->of, error);
    while (valid && ref_csv_next_row(&csv))
        valid = read_row(table, seen, &csv, &head, error);
    ref_csv_end(&csv);
    free(head.column);
    free(seen);
    return valid;
}

/* ---- the whole */

static bool has_numbers(const ref_table *table)
{
    for (size_t i = 0; i < table->of->scenario.at_count * table->of->width; i++)
        if (table->text[i] != NULL)
            return true;
    return false;
}

bool ref_table_parse(ref_table *table, const char *text, const char *name, char **error)
{
    char first = text[strspn(text, " \t\r\n")];
    *error = NULL;
    bool valid = first == '{' || first == '[' ? parse_json(table, text, name, "results", error)
                                              : parse_csv(table, text, name, error);
    if (valid && !has_numbers(table)) {
        *error = ref_text_format("%s: expected numbers at the steps of %s, found %s", name, table->of->id,
                                 table->other_rows > 0 ? "other steps alone" : "none");
        return false;
    }
    return valid;
}

static bool is_numpy(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot != NULL && (strcmp(dot, ".npy") == 0 || strcmp(dot, ".npz") == 0);
}

bool ref_table_read(ref_table *table, const char *path, char **error)
{
    if (is_numpy(path)) {
        *error = ref_text_format("%s: expected CSV or JSON, found a NumPy file: convert it with "
                                 "tests/peers/npz_to_csv.py", path);
        return false;
    }
    char *text = ref_text_read(path, error);
    bool valid = text != NULL && ref_table_parse(table, text, ref_text_name(path), error);
    free(text);
    return valid;
}

static bool is_complete(const ref_table *table, char **error)
{
    const ref_case *of = table->of;
    for (size_t i = 0; i < of->scenario.at_count * of->width; i++) {
        size_t column = i % of->width;
        if (table->text[i] != NULL || column == 0)
            continue;
        char *name = ref_case_column_name(of, column);
        *error = ref_text_format("answer: step %ld: expected %s, found none", of->scenario.at[i / of->width],
                                 name);
        free(name);
        return false;
    }
    return true;
}

bool ref_table_parse_answer(ref_table *table, const char *line, char **error)
{
    return parse_json(table, line, "answer", "answer", error) && is_complete(table, error);
}
