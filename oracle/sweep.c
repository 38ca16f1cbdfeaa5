/* sweep: the format; see sweep.h. */
#include "sweep.h"

#include <sha2.h>
#include <stdlib.h>
#include <string.h>
#include "text.h"

enum { CASES_MAX = 1000000 };

static const char *const formats[] = { "sweep/1", NULL };
static const char *const root_keys[] = { "surecharge", "base", "axes", "scenarios", NULL };
static const char *const grid_keys[] = { "surecharge", "base", "axes", NULL };
static const char *const list_keys[] = { "surecharge", "scenarios", NULL };

/* ---- axes */

/* The object that holds the last key of the path, made where it is not there; NULL when something that is no
 * object is in the way. *key is that key. */
static json_t *reach(json_t *source, const char *path, const char **key)
{
    const char *dot = strchr(path, '.');
    if (!json_is_object(source))
        return NULL;
    if (dot == NULL) {
        *key = path;
        return source;
    }
    char *head = ref_text_format("%.*s", (int)(dot - path), path);
    if (json_object_get(source, head) == NULL)
        json_object_set_new(source, head, json_object());
    json_t *inside = json_object_get(source, head);
    free(head);
    return reach(inside, dot + 1, key);
}

static bool is_path(const char *text)
{
    size_t length = strlen(text);
    return length > 0 && text[0] != '.' && text[length - 1] != '.' && strstr(text, "..") == NULL;
}

/* One is the other, or leads to it. */
static bool overlap(const char *a, const char *b)
{
    size_t length = strlen(a) < strlen(b) ? strlen(a) : strlen(b);
    const char *rest = strlen(a) < strlen(b) ? b + length : a + length;
    return strncmp(a, b, length) == 0 && (*rest == '\0' || *rest == '.');
}

static bool read_axis(ref_sweep *sweep, ref_reader *reader, ref_axis *axis)
{
    if (!is_path(axis->path))
        return ref_reader_fail(reader, &axis->values,
                               "an axis named by the path of a key, like protocol.theta");
    for (const ref_axis *other = sweep->axes; other < axis; other++)
        if (overlap(other->path, axis->path))
            return ref_reader_fail(reader, &axis->values, "an axis apart from %s", other->path);
    json_t *copy = json_deep_copy(sweep->base.json);
    const char *key;
    bool reached = reach(copy, axis->path, &key) != NULL;
    json_decref(copy);
    if (!reached)
        return ref_reader_fail(reader, &axis->values, "an axis that leads through objects of the base");
    if (!ref_reader_list(reader, &axis->values, 1, CASES_MAX))
        return false;
    sweep->count *= (long)json_array_size(axis->values.json);
    return sweep->count <= CASES_MAX ||
           ref_reader_fail(reader, &sweep->axes_node, "at most %d cases", CASES_MAX);
}

static bool read_axes(ref_sweep *sweep, ref_reader *reader)
{
    json_t *axes = sweep->axes_node.json;
    if (!json_is_object(axes) || json_object_size(axes) == 0)
        return ref_reader_fail(reader, &sweep->axes_node, "an object of axes");
    sweep->axes = calloc(json_object_size(axes), sizeof *sweep->axes);
    sweep->count = 1;
    for (void *member = json_object_iter(axes); member; member = json_object_iter_next(axes, member)) {
        ref_axis *axis = &sweep->axes[sweep->axis_count++];
        axis->path = json_object_iter_key(member);
        axis->values = ref_node_member(&sweep->axes_node, axis->path);
        if (!read_axis(sweep, reader, axis))
            return false;
    }
    return true;
}

/* ---- cases */

static size_t position(const ref_sweep *sweep, size_t axis, long index)
{
    for (size_t faster = sweep->axis_count - 1; faster > axis; faster--)
        index /= (long)json_array_size(sweep->axes[faster].values.json);
    return (size_t)index % json_array_size(sweep->axes[axis].values.json);
}

json_t *ref_sweep_value(const ref_sweep *sweep, size_t axis, long index)
{
    return json_array_get(sweep->axes[axis].values.json, position(sweep, axis, index));
}

json_t *ref_sweep_source(const ref_sweep *sweep, long index)
{
    if (sweep->list.json != NULL)
        return json_deep_copy(json_array_get(sweep->list.json, (size_t)index));
    json_t *source = json_deep_copy(sweep->base.json);
    for (size_t i = 0; i < sweep->axis_count; i++) {
        const char *key;
        json_t *holder = reach(source, sweep->axes[i].path, &key);
        json_object_set_new(holder, key, json_deep_copy(ref_sweep_value(sweep, i, index)));
    }
    return source;
}

bool ref_sweep_scenario(ref_scenario *scenario, ref_reader *reader, const ref_sweep *sweep, long index)
{
    ref_node root = { .json = ref_sweep_source(sweep, index) };
    bool valid = ref_scenario_read_node(scenario, reader, &root);
    json_decref(root.json);
    return valid;
}

static bool check_case(const ref_sweep *sweep, ref_reader *reader, ref_graft *grafts, long index)
{
    ref_scenario scenario;
    ref_node entry = ref_node_entry(&sweep->list, (size_t)index);
    for (size_t i = 0; i < sweep->axis_count; i++) {
        const ref_axis *axis = &sweep->axes[i];
        grafts[i] = (ref_graft){ axis->path, ref_node_entry(&axis->values, position(sweep, i, index)) };
    }
    reader->origin = sweep->list.json != NULL ? &entry : &sweep->base;
    bool valid = ref_sweep_scenario(&scenario, reader, sweep, index);
    if (valid)
        ref_scenario_clear(&scenario);
    return valid;
}

static bool check_cases(const ref_sweep *sweep, ref_reader *reader)
{
    ref_graft *grafts = calloc(sweep->axis_count + 1, sizeof *grafts);
    bool valid = true;
    reader->grafts = grafts;
    reader->graft_count = sweep->axis_count;
    for (long i = 0; i < sweep->count && valid; i++)
        valid = check_case(sweep, reader, grafts, i);
    free(grafts);
    return valid;
}

/* ---- the whole */

static bool read_sweep(ref_sweep *sweep, ref_reader *reader)
{
    if (!ref_reader_root(&sweep->root, reader))
        return false;
    if (!json_is_object(sweep->root.json))
        return ref_reader_fail(reader, &sweep->root, "an object");
    ref_node format = ref_node_member(&sweep->root, "surecharge");
    int word;
    sweep->base = ref_node_member(&sweep->root, "base");
    sweep->axes_node = ref_node_member(&sweep->root, "axes");
    sweep->list = ref_node_member(&sweep->root, "scenarios");
    if (!ref_reader_word(&word, reader, &format, formats) ||
        !ref_reader_object(reader, &sweep->root, root_keys))
        return false;
    if (sweep->list.json == NULL) {
        if (sweep->base.json == NULL)
            return ref_reader_fail(reader, &sweep->root, "base and axes, or scenarios");
        if (!json_is_object(sweep->base.json))
            return ref_reader_fail(reader, &sweep->base, "an object");
        return ref_reader_object(reader, &sweep->root, grid_keys) && read_axes(sweep, reader) &&
               check_cases(sweep, reader);
    }
    sweep->count = (long)json_array_size(sweep->list.json);
    return ref_reader_object(reader, &sweep->root, list_keys) &&
           ref_reader_list(reader, &sweep->list, 1, CASES_MAX) && check_cases(sweep, reader);
}

bool ref_sweep_parse(ref_sweep *sweep, char *text, const char *name, char **error)
{
    ref_reader reader = { .text = text, .name = name, .root = "sweep" };
    *sweep = (ref_sweep){ .text = text, .name = name };
    bool valid = read_sweep(sweep, &reader);
    *error = reader.error;
    if (!valid)
        ref_sweep_clear(sweep);
    return valid;
}

void ref_sweep_clear(ref_sweep *sweep)
{
    json_decref(sweep->root.json);
    free(sweep->axes);
    free(sweep->text);
}

/* ---- kept certificates */

char *ref_sweep_file(const json_t *source)
{
    char hash[SHA256_DIGEST_STRING_LENGTH], *dump = json_dumps(source, JSON_COMPACT);
    char *content = ref_text_format("surecharge %s\n%s", REF_VERSION, dump);
    SHA256Data((const uint8_t *)content, strlen(content), hash);
    free(content);
    free(dump);
    return ref_text_format("cases/%s.json", hash);
}

static bool certifies(const json_t *certificate, const json_t *source)
{
    const char *program = json_string_value(json_object_get(certificate, "program"));
    return program != NULL && strcmp(program, "surecharge " REF_VERSION) == 0 &&
           json_equal(json_object_get(certificate, "scenario"), source) &&
           json_is_array(json_object_get(certificate, "results"));
}

json_t *ref_sweep_kept(const char *directory, const json_t *source)
{
    char *file = ref_sweep_file(source), *path = ref_text_format("%s/%s", directory, file);
    json_t *certificate = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
    if (certificate != NULL && !certifies(certificate, source)) {
        json_decref(certificate);
        certificate = NULL;
    }
    free(path);
    free(file);
    return certificate;
}
