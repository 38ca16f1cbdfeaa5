/* sweep_table: the certificates of a sweep in one table; see sweep.h. */
#include "sweep.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "text.h"

/* ---- rows: results with one enclosure per name */

/* Adds "name" or, for lists and elements, "name:index" and "name re", "name im". */
static void flatten(json_t *row, const char *name, json_t *value)
{
    if (json_is_object(value) && json_object_get(value, "lo") != NULL) {
        json_object_set(row, name, value);
    } else if (json_is_object(value)) {
        for (void *member = json_object_iter(value); member; member = json_object_iter_next(value, member)) {
            char *part = ref_text_format("%s %s", name, json_object_iter_key(member));
            flatten(row, part, json_object_iter_value(member));
            free(part);
        }
    } else if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++) {
            char *part = ref_text_format("%s:%zu", name, i);
            flatten(row, part, json_array_get(value, i));
            free(part);
        }
    }
}

static json_t *row_of(json_t *result)
{
    json_t *row = json_object();
    for (void *member = json_object_iter(result); member; member = json_object_iter_next(result, member))
        flatten(row, json_object_iter_key(member), json_object_iter_value(member));
    return row;
}

/* Adds the names of every result, in the order in which they first appear. */
static void collect_names(json_t *names, json_t *certificate)
{
    json_t *results = json_object_get(certificate, "results");
    for (size_t i = 0; i < json_array_size(results); i++) {
        json_t *row = row_of(json_array_get(results, i));
        json_object_update_missing(names, row);
        json_decref(row);
    }
}

/* ---- CSV (RFC 4180, lines end in a newline alone) */

static void write_cell(FILE *out, const char *text)
{
    if (strpbrk(text, ",\"\r\n") == NULL) {
        fputs(text, out);
        return;
    }
    fputc('"', out);
    for (; *text != '\0'; text++)
        fprintf(out, *text == '"' ? "\"\"" : "%c", *text);
    fputc('"', out);
}

/* A string is itself, anything else is JSON. */
static void write_json_cell(FILE *out, const json_t *value)
{
    char *dump = json_is_string(value) ? NULL : json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    write_cell(out, dump != NULL ? dump : json_string_value(value));
    free(dump);
}

static const char *const ends[] = { "lo", "hi", "hex" };

static void write_head(FILE *out, const ref_sweep *sweep, json_t *names)
{
    fputs("case", out);
    for (size_t i = 0; i < sweep->axis_count; i++) {
        fputc(',', out);
        write_cell(out, sweep->axes[i].path);
    }
    fputs(",verdict,step", out);
    for (void *name = json_object_iter(names); name; name = json_object_iter_next(names, name))
        for (int end = 0; end < 3; end++) {
            char *cell = ref_text_format("%s %s", json_object_iter_key(name), ends[end]);
            fputc(',', out);
            write_cell(out, cell);
            free(cell);
        }
    fputs(",certificate\n", out);
}

static void write_values(FILE *out, json_t *row, json_t *names)
{
    for (void *name = json_object_iter(names); name; name = json_object_iter_next(names, name)) {
        json_t *value = json_object_get(row, json_object_iter_key(name));
        for (int end = 0; end < 3; end++) {
            const char *text = json_string_value(json_object_get(value, ends[end]));
            fprintf(out, ",%s", text != NULL ? text : "");
        }
    }
}

static void write_rows(FILE *out, const ref_sweep *sweep, long index, json_t *certificate, const char *file,
                       json_t *names)
{
    json_t *results = json_object_get(certificate, "results");
    for (size_t i = 0; i < json_array_size(results); i++) {
        json_t *result = json_array_get(results, i), *row = row_of(result);
        fprintf(out, "%ld", index + 1);
        for (size_t axis = 0; axis < sweep->axis_count; axis++) {
            fputc(',', out);
            write_json_cell(out, ref_sweep_value(sweep, axis, index));
        }
        fprintf(out, ",%s,%lld", json_string_value(json_object_get(certificate, "verdict")),
                (long long)json_integer_value(json_object_get(result, "step")));
        write_values(out, row, names);
        fprintf(out, ",%s\n", file);
        json_decref(row);
    }
}

/* ---- JSON */

static json_t *case_json(const ref_sweep *sweep, long index, json_t *certificate, const char *file)
{
    json_t *axes = json_object();
    for (size_t i = 0; i < sweep->axis_count; i++)
        json_object_set(axes, sweep->axes[i].path, ref_sweep_value(sweep, i, index));
    return json_pack("{s:I, s:o, s:O, s:s, s:O}", "case", (json_int_t)(index + 1), "axes", axes, "verdict",
                     json_object_get(certificate, "verdict"), "certificate", file, "results",
                     json_object_get(certificate, "results"));
}

/* ---- the whole */

/* A pass over the certificates: the first (out NULL) for the names, the second for the table. */
typedef struct { FILE *out; json_t *names, *cases; long undecided; } table_pass;

static bool pass_over(table_pass *table, const ref_sweep *sweep, const char *directory)
{
    bool complete = true;
    for (long i = 0; i < sweep->count && complete; i++) {
        json_t *source = ref_sweep_source(sweep, i), *certificate = ref_sweep_kept(directory, source);
        char *file = ref_sweep_file(source);
        complete = certificate != NULL;
        if (!complete)
            ref_command_fail(REF_SYSTEM_FAILURE, "%s/%s: is no longer there, or no longer what was written",
                             directory, file);
        else if (table->cases != NULL)
            json_array_append_new(table->cases, case_json(sweep, i, certificate, file));
        else if (table->out != NULL)
            write_rows(table->out, sweep, i, certificate, file, table->names);
        else
            collect_names(table->names, certificate);
        const char *verdict = json_string_value(json_object_get(certificate, "verdict"));
        table->undecided += verdict != NULL && strcmp(verdict, "certified") != 0;
        free(file);
        json_decref(certificate);
        json_decref(source);
    }
    return complete;
}

/* The table as text (malloc'ed); NULL when a certificate is missing. */
static char *csv_text(long *undecided, const ref_sweep *sweep, const char *directory)
{
    char *text = NULL;
    size_t size;
    table_pass table = { .names = json_object() };
    bool complete = pass_over(&table, sweep, directory);
    table.undecided = 0;
    table.out = open_memstream(&text, &size);
    write_head(table.out, sweep, table.names);
    complete = complete && pass_over(&table, sweep, directory);
    fclose(table.out);
    json_decref(table.names);
    *undecided = table.undecided;
    if (complete)
        return text;
    free(text);
    return NULL;
}

static char *json_text(long *undecided, const ref_sweep *sweep, const char *directory)
{
    table_pass table = { .cases = json_array() };
    bool complete = pass_over(&table, sweep, directory);
    json_t *axes = json_array();
    for (size_t i = 0; i < sweep->axis_count; i++)
        json_array_append_new(axes, json_string(sweep->axes[i].path));
    json_t *json = json_pack("{s:s, s:s, s:o, s:o}", "surecharge", "table/1", "program",
                             "surecharge " REF_VERSION, "axes", axes, "cases", table.cases);
    char *dump = complete ? json_dumps(json, JSON_INDENT(2)) : NULL;
    char *text = dump != NULL ? ref_text_format("%s\n", dump) : NULL;
    free(dump);
    json_decref(json);
    *undecided = table.undecided;
    return text;
}

bool ref_sweep_table(long *undecided, const ref_sweep *sweep, const char *directory, bool json)
{
    const char *name = json ? "table.json" : "table.csv";
    char *text = json ? json_text(undecided, sweep, directory) : csv_text(undecided, sweep, directory);
    /* The temporary file is made where a later run removes it, if this one is killed here. */
    char *draft = ref_text_format("%s/cases/%s", directory, name);
    char *path = ref_text_format("%s/%s", directory, name);
    bool written = text != NULL && ref_write_file(draft, text);
    if (written && rename(draft, path) != 0) {
        ref_command_fail(REF_SYSTEM_FAILURE, "%s: cannot be written: %s", path, strerror(errno));
        written = false;
    }
    free(path);
    free(draft);
    free(text);
    return written;
}
