/* suite: see suite.h. */
#include "suite.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "certificate.h"
#include "pass.h"
#include "text.h"

enum { CASES_MAX = 1000000 };

static const char *const formats[] = { "vectors/1", "certificate/1", "scenario/1", NULL };
typedef enum { VECTORS, CERTIFICATE, SCENARIO } suite_format;

static const char *const vectors_keys[] = { "surecharge", "group", "cases", NULL };
static const char *const case_keys[] = { "id", "note", "difficulty", "command", "scenario", "results", NULL };
static const char *const value_keys[] = { "lo", "hi", "hex", NULL };
static const char *const element_keys[] = { "re", "im", NULL };

/* What reading a suite needs on its way down. */
typedef struct {
    ref_suite *suite;
    ref_reader *reader;
    int digits;
    ref_progress progress;
    void *context;
} loader;

/* ---- columns */

static const char *const parts[] = { ".re", ".im" };

const ref_observable *ref_case_observable(size_t *part, const ref_case *of, size_t column)
{
    *part = column;
    if (column == 0)
        return NULL;
    --*part;
    const ref_observable *observable = of->scenario.observe;
    for (;; observable++) {
        size_t count = ref_record_count(observable, of->scenario.levels);
        if (*part < count)
            return observable;
        *part -= count;
    }
}

char *ref_case_column_name(const ref_case *of, size_t column)
{
    size_t part;
    const ref_observable *observable = ref_case_observable(&part, of, column);
    if (observable == NULL)
        return strdup("tau");
    char *name = ref_observable_name(observable), *full = name;
    if (observable->kind == REF_POPULATIONS)
        full = ref_text_format("%s:%zu", name, part);
    if (observable->kind == REF_ELEMENT)
        full = ref_text_format("%s%s", name, parts[part]);
    if (full != name)
        free(name);
    return full;
}

/* The part of an observable called `name` that the text names; false when it does not. */
static bool find_part(size_t *part, const ref_observable *observable, const char *name, const char *text,
                      long levels)
{
    size_t length = strlen(name);
    *part = 0;
    if (strncmp(text, name, length) != 0)
        return false;
    text += length;
    if (observable->kind == REF_ELEMENT) {
        *part = strcmp(text, parts[1]) == 0;
        return strcmp(text, parts[*part]) == 0;
    }
    if (observable->kind != REF_POPULATIONS)
        return *text == '\0';
    if (*text != ':')
        return false;
    char canonical[32];
    long level = strtol(text + 1, NULL, 10);
    snprintf(canonical, sizeof canonical, ":%ld", level);
    *part = (size_t)level;
    return strcmp(canonical, text) == 0 && level >= 0 && level < levels;
}

bool ref_case_find_column(size_t *column, const ref_case *of, const char *name)
{
    const ref_scenario *scenario = &of->scenario;
    size_t start = 1, part;
    *column = 0;
    if (strcmp(name, "tau") == 0)
        return true;
    for (size_t i = 0; i < scenario->observe_count; i++) {
        char *observable = ref_observable_name(&scenario->observe[i]);
        bool found = find_part(&part, &scenario->observe[i], observable, name, scenario->levels);
        free(observable);
        *column = start + part;
        if (found)
            return true;
        start += ref_record_count(&scenario->observe[i], scenario->levels);
    }
    return false;
}

bool ref_case_find_row(size_t *row, const ref_case *of, long step)
{
    for (*row = 0; *row < of->scenario.at_count; ++*row)
        if (of->scenario.at[*row] == step)
            return true;
    return false;
}

/* ---- one case */

static void case_set_width(ref_case *out)
{
    out->width = 1;
    for (size_t i = 0; i < out->scenario.observe_count; i++)
        out->width += ref_record_count(&out->scenario.observe[i], out->scenario.levels);
    size_t count = out->scenario.at_count * out->width;
    out->lo = malloc(count * sizeof *out->lo);
    out->hi = malloc(count * sizeof *out->hi);
    for (size_t i = 0; i < count; i++)
        mpq_inits(out->lo[i], out->hi[i], NULL);
}

static void case_clear(ref_case *of)
{
    for (size_t i = 0; of->lo != NULL && i < of->scenario.at_count * of->width; i++)
        mpq_clears(of->lo[i], of->hi[i], NULL);
    free(of->lo);
    free(of->hi);
    free(of->id);
    free(of->note);
    ref_scenario_clear(&of->scenario);
}

static bool read_end(mpq_t out, ref_reader *reader, const ref_node *value, const char *key)
{
    ref_node at = ref_node_member(value, key);
    ref_real end;
    ref_real_init(&end);
    bool valid = ref_reader_real(&end, reader, &at, "a decimal");
    if (valid && end.form != REF_RATIONAL)
        valid = ref_reader_fail(reader, &at, "a decimal");
    mpq_set(out, end.x);
    ref_real_clear(&end);
    return valid;
}

static bool read_enclosure(ref_case *out, size_t cell, ref_reader *reader, const ref_node *at)
{
    if (!ref_reader_object(reader, at, value_keys) || !read_end(out->lo[cell], reader, at, "lo") ||
        !read_end(out->hi[cell], reader, at, "hi"))
        return false;
    return mpq_cmp(out->lo[cell], out->hi[cell]) <= 0 ||
           ref_reader_fail(reader, at, "an enclosure with lo <= hi");
}

static bool read_element(ref_case *out, size_t cell, ref_reader *reader, const ref_node *at)
{
    ref_node re = ref_node_member(at, "re"), im = ref_node_member(at, "im");
    return ref_reader_object(reader, at, element_keys) && read_enclosure(out, cell, reader, &re) &&
           read_enclosure(out, cell + 1, reader, &im);
}

static bool read_levels(ref_case *out, size_t cell, ref_reader *reader, const ref_node *at)
{
    size_t levels = (size_t)out->scenario.levels;
    if (!ref_reader_list(reader, at, levels, levels))
        return false;
    for (size_t n = 0; n < levels; n++) {
        ref_node entry = ref_node_entry(at, n);
        if (!read_enclosure(out, cell + n, reader, &entry))
            return false;
    }
    return true;
}

static bool read_observable(ref_case *out, size_t cell, const ref_observable *observable, ref_reader *reader,
                            const ref_node *result)
{
    char *name = ref_observable_name(observable);
    ref_node at = ref_node_member(result, name);
    bool valid = observable->kind == REF_ELEMENT       ? read_element(out, cell, reader, &at)
                 : observable->kind == REF_POPULATIONS ? read_levels(out, cell, reader, &at)
                                                       : read_enclosure(out, cell, reader, &at);
    free(name);
    return valid;
}

static bool read_result(ref_case *out, size_t row, ref_reader *reader, const ref_node *result)
{
    const ref_scenario *scenario = &out->scenario;
    size_t cell = row * out->width;
    long step = scenario->at[row];
    ref_node at = ref_node_member(result, "step"), tau = ref_node_member(result, "tau");
    if (!json_is_object(result->json))
        return ref_reader_fail(reader, result, "an object");
    if (!ref_reader_integer(&step, reader, &at, step, step) || !read_enclosure(out, cell++, reader, &tau))
        return false;
    for (size_t i = 0; i < scenario->observe_count; i++) {
        if (!read_observable(out, cell, &scenario->observe[i], reader, result))
            return false;
        cell += ref_record_count(&scenario->observe[i], scenario->levels);
    }
    return json_object_size(result->json) == scenario->observe_count + 2 ||
           ref_reader_fail(reader, result, "the observables of the scenario and no others");
}

static bool read_results(ref_case *out, ref_reader *reader, const ref_node *results)
{
    case_set_width(out);
    if (!ref_reader_list(reader, results, out->scenario.at_count, out->scenario.at_count))
        return false;
    for (size_t row = 0; row < out->scenario.at_count; row++) {
        ref_node result = ref_node_entry(results, row);
        if (!read_result(out, row, reader, &result))
            return false;
    }
    return true;
}

/* ---- a suite */

/* A new case at the end. */
static ref_case *append(ref_suite *suite, char *id)
{
    suite->cases = realloc(suite->cases, (suite->count + 1) * sizeof *suite->cases);
    suite->cases[suite->count] = (ref_case){ .id = id };
    return &suite->cases[suite->count++];
}

static bool has_id(const ref_suite *suite, const char *id)
{
    for (size_t i = 0; i < suite->count; i++)
        if (strcmp(suite->cases[i].id, id) == 0)
            return true;
    return false;
}

static bool read_case(loader *load, const ref_node *at)
{
    ref_reader *reader = load->reader;
    if (!ref_reader_object(reader, at, case_keys))
        return false;
    ref_node id = ref_node_member(at, "id"), note = ref_node_member(at, "note");
    ref_node scenario = ref_node_member(at, "scenario"), results = ref_node_member(at, "results");
    if (!json_is_string(id.json))
        return ref_reader_fail(reader, &id, "an id");
    if (has_id(load->suite, json_string_value(id.json)))
        return ref_reader_fail(reader, &id, "an id that no other case has");
    if (!json_is_string(note.json))
        return ref_reader_fail(reader, &note, "a note");
    ref_case *out = append(load->suite, strdup(json_string_value(id.json)));
    out->note = strdup(json_string_value(note.json));
    return ref_scenario_read_node(&out->scenario, reader, &scenario) && read_results(out, reader, &results);
}

static bool read_vectors(loader *load, const ref_node *root)
{
    ref_node cases = ref_node_member(root, "cases");
    if (!ref_reader_object(load->reader, root, vectors_keys) ||
        !ref_reader_list(load->reader, &cases, 1, CASES_MAX))
        return false;
    for (size_t i = 0; i < json_array_size(cases.json); i++) {
        ref_node entry = ref_node_entry(&cases, i);
        if (!read_case(load, &entry))
            return false;
    }
    return true;
}

/* The name of a file without directory and ".json". */
static char *stem(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;
    size_t length = strlen(name);
    if (length > 5 && strcmp(name + length - 5, ".json") == 0)
        length -= 5;
    return ref_text_format("%.*s", (int)length, name);
}

/* A case named after its file; NULL when there is one already. */
static ref_case *append_file(loader *load, const ref_node *root)
{
    char *id = stem(load->reader->name);
    if (!has_id(load->suite, id))
        return append(load->suite, id);
    free(id);
    ref_reader_fail(load->reader, root, "a file with a name that no other case has");
    return NULL;
}

static bool read_certificate(loader *load, const ref_node *root)
{
    ref_node scenario = ref_node_member(root, "scenario"), results = ref_node_member(root, "results");
    ref_case *out = append_file(load, root);
    return out != NULL && ref_scenario_read_node(&out->scenario, load->reader, &scenario) &&
           read_results(out, load->reader, &results);
}

/* Through the certificate's text, so that a scenario and its certificate judge alike. */
static bool certify(loader *load, ref_case *out)
{
    ref_results results;
    ref_run(&results, &out->scenario, load->progress, load->context);
    json_t *list = ref_certificate_results(&out->scenario, &results);
    char *text = json_dumps(list, JSON_COMPACT);
    ref_reader reader = { .text = text, .name = load->reader->name, .root = "certificate" };
    ref_node root = { .json = list };
    bool valid = read_results(out, &reader, &root);
    load->reader->error = reader.error;
    free(text);
    json_decref(list);
    ref_results_clear(&results);
    return valid;
}

static bool read_scenario(loader *load, const ref_node *root)
{
    ref_case *out = append_file(load, root);
    if (out == NULL || !ref_scenario_read_node(&out->scenario, load->reader, root))
        return false;
    if (out->scenario.digits < load->digits)
        out->scenario.digits = load->digits;
    return certify(load, out);
}

static bool read_root(loader *load)
{
    ref_node root;
    if (!ref_reader_root(&root, load->reader))
        return false;
    ref_node format = ref_node_member(&root, "surecharge");
    int word = SCENARIO;
    bool valid = json_is_object(root.json) || ref_reader_fail(load->reader, &root, "an object");
    valid = valid && ref_reader_word(&word, load->reader, &format, formats);
    if (valid)
        valid = word == VECTORS       ? read_vectors(load, &root)
                : word == CERTIFICATE ? read_certificate(load, &root)
                                      : read_scenario(load, &root);
    json_decref(root.json);
    return valid;
}

static bool read_file(loader *load, const char *path, char **error)
{
    char *text = ref_text_read(path, error);
    if (text == NULL)
        return false;
    ref_reader reader = { .text = text, .name = ref_text_name(path), .root = "suite" };
    load->reader = &reader;
    bool valid = read_root(load);
    free(text);
    *error = reader.error;
    return valid;
}

/* ---- directories */

static int is_json(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > 5 && strcmp(entry->d_name + length - 5, ".json") == 0;
}

/* By bytes: the same order in every locale. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static bool read_directory(loader *load, const char *path, char **error)
{
    struct dirent **entries;
    int count = scandir(path, &entries, is_json, by_name);
    bool valid = count > 0;
    if (!valid)
        *error = ref_text_format("%s: expected a directory with .json files, found none", path);
    for (int i = 0; i < count; i++) {
        char *file = ref_text_format("%s/%s", path, entries[i]->d_name);
        valid = valid && read_file(load, file, error);
        free(file);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    return valid;
}

bool ref_suite_read(ref_suite *suite, const char *path, int digits, ref_progress progress, void *context,
                    char **error)
{
    loader load = { .suite = suite, .digits = digits, .progress = progress, .context = context };
    struct stat status;
    *error = NULL;
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
        return read_directory(&load, path, error);
    return read_file(&load, path, error);
}

void ref_suite_clear(ref_suite *suite)
{
    for (size_t i = 0; i < suite->count; i++)
        case_clear(&suite->cases[i]);
    free(suite->cases);
    *suite = (ref_suite){ .count = 0 };
}
