/* reader: see reader.h. */
#include "reader.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "word.h"

enum { SHOWN_MAX = 40, DEPTH_MAX = 16, JSON_FLAGS = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY };

/* "protocol.collisions[3].theta" */
static void write_path(FILE *out, const ref_node *at)
{
    if (at->parent == NULL)
        return;
    write_path(out, at->parent);
    if (at->key == NULL)
        fprintf(out, "[%zu]", at->index);
    else
        fprintf(out, "%s%s", at->parent->parent == NULL ? "" : ".", at->key);
}

static bool begins_with(const char *path, const char *head)
{
    return strncmp(path, head, strlen(head)) == 0;
}

/* The graft that made the value at `at`: put it there (whole), or created the object for what is in it. */
static const ref_graft *find_graft(const ref_reader *reader, const ref_node *at, bool whole)
{
    const ref_graft *found = NULL;
    char *path = NULL;
    size_t size;
    FILE *out = open_memstream(&path, &size);
    write_path(out, at);
    if (!whole)
        fputc('.', out);
    fclose(out);
    for (size_t i = 0; i < reader->graft_count && found == NULL; i++)
        if (whole ? strcmp(reader->grafts[i].path, path) == 0 : begins_with(reader->grafts[i].path, path))
            found = &reader->grafts[i];
    free(path);
    return found;
}

/* The same value below the origin or a graft; `chain` has room for it and those above it. */
static const ref_node *follow(ref_node *chain, const ref_reader *reader, const ref_node *at)
{
    const ref_graft *graft = find_graft(reader, at, true);
    if (graft != NULL)
        return &graft->value;
    if (at->parent == NULL)
        return reader->origin;
    const ref_node *parent = follow(chain + 1, reader, at->parent);
    *chain = at->key != NULL ? ref_node_member(parent, at->key) : ref_node_entry(parent, at->index);
    return chain;
}

/* Where the text has a value; an object that only grafts brought into being is at the list of the first. */
static const ref_node *in_text(ref_node *chain, const ref_reader *reader, const ref_node *at)
{
    if (reader->origin == NULL)
        return at;
    const ref_node *found = follow(chain, reader, at);
    return found->json == NULL && at->json != NULL ? find_graft(reader, at, false)->value.parent : found;
}

/* A value as the user wrote it, cut short between characters. */
static void write_found(FILE *out, const char *text, const json_t *json, const ref_node *place)
{
    if (json == NULL) {
        fputs("nothing", out);
    } else if (json_is_object(json)) {
        fputs("an object", out);
    } else if (json_is_array(json)) {
        fprintf(out, "a list of %zu", json_array_size(json));
    } else {
        const char *start = ref_locate_value(text, place);
        int length = (int)(ref_locate_end(start) - start), shown = length;
        if (length > SHOWN_MAX)
            for (shown = SHOWN_MAX; (start[shown] & 0xC0) == 0x80;)
                shown--;
        fprintf(out, "%.*s%s", shown, start, shown < length ? "…" : "");
    }
}

/* "file:line:column: key: " */
static void write_place(FILE *out, const ref_reader *reader, const ref_node *node, const char *at)
{
    int line, column;
    ref_locate_position(&line, &column, reader->text, at);
    fprintf(out, "%s:%d:%d: ", reader->name, line, column);
    if (node->parent == NULL)
        fputs(reader->root, out);
    write_path(out, node);
    fputs(": ", out);
}

bool ref_reader_fail(ref_reader *reader, const ref_node *at, const char *expected, ...)
{
    size_t size;
    FILE *out = open_memstream(&reader->error, &size);
    ref_node chain[DEPTH_MAX];
    const ref_node *place = in_text(chain, reader, at);
    write_place(out, reader, place, ref_locate_value(reader->text, place));
    fputs("expected ", out);
    va_list arguments;
    va_start(arguments, expected);
    vfprintf(out, expected, arguments);
    va_end(arguments);
    fputs(", found ", out);
    write_found(out, reader->text, at->json, place);
    fclose(out);
    return false;
}

static bool fail_syntax(ref_reader *reader, const json_error_t *found)
{
    size_t size;
    FILE *out = open_memstream(&reader->error, &size);
    fprintf(out, "%s:%d:%d: %s: expected JSON, found a syntax error: ", reader->name, found->line,
            found->column > 0 ? found->column : 1, reader->root);
    for (const char *at = found->text; *at != '\0'; at++)
        fputc((unsigned char)*at < ' ' ? '?' : *at, out);
    fclose(out);
    return false;
}

bool ref_reader_root(ref_node *root, ref_reader *reader)
{
    json_error_t found;
    *root = (ref_node){ .json = json_loads(reader->text, JSON_FLAGS, &found) };
    if (root->json == NULL)
        return fail_syntax(reader, &found);
    return true;
}

static bool is_bare(char letter)
{
    return isalnum((unsigned char)letter) || (letter != '\0' && strchr("+-.", letter) != NULL);
}

static bool is_literal(const char *word, size_t length)
{
    static const char *const literals[] = { "true", "false", "null" };
    for (size_t i = 0; i < sizeof literals / sizeof *literals; i++)
        if (length == strlen(literals[i]) && strncmp(word, literals[i], length) == 0)
            return true;
    return false;
}

/* The end of the string, bare word or single character at `at`. */
static const char *token_end(const char *at)
{
    const char *end = at + 1;
    if (is_bare(*at))
        while (is_bare(*end))
            end++;
    if (*at != '"')
        return end;
    while (*end != '"' && *end != '\0')
        end += *end == '\\' && end[1] != '\0' ? 2 : 1;
    return *end == '"' ? end + 1 : end;
}

/* The text with numbers and bare words in quotation marks (malloc'ed). */
static char *quote_bare_words(const char *text)
{
    char *quoted = NULL;
    size_t size;
    FILE *out = open_memstream(&quoted, &size);
    for (const char *end; *text != '\0'; text = end) {
        end = token_end(text);
        const char *mark = is_bare(*text) && !is_literal(text, (size_t)(end - text)) ? "\"" : "";
        fprintf(out, "%s%.*s%s", mark, (int)(end - text), text, mark);
    }
    fclose(out);
    return quoted;
}

bool ref_reader_root_verbatim(ref_node *root, ref_reader *reader)
{
    char *quoted = quote_bare_words(reader->text);
    json_error_t found;
    *root = (ref_node){ .json = json_loads(quoted, JSON_FLAGS, &found) };
    free(quoted);
    if (root->json != NULL)
        return true;
    json_decref(json_loads(reader->text, JSON_FLAGS, &found));     /* fails too, and says where */
    return fail_syntax(reader, &found);
}

static bool fail_unknown_key(ref_reader *reader, const ref_node *at, const char *const *keys)
{
    size_t size;
    FILE *out = open_memstream(&reader->error, &size);
    ref_node chain[DEPTH_MAX];
    const ref_node *place = in_text(chain, reader, at);
    if (place->key == NULL)     /* an entry of an axis, whose key is wrong */
        place = place->parent;
    write_place(out, reader, place, ref_locate_key(reader->text, place));
    const char *nearest = ref_word_nearest(at->key, keys);
    fputs("expected ", out);
    if (nearest != NULL)
        fprintf(out, "%s (did you mean it?)", nearest);
    else
        for (size_t i = 0; keys[i] != NULL; i++)
            fprintf(out, "%s%s", i == 0 ? "" : keys[i + 1] == NULL ? " or " : ", ", keys[i]);
    fputs(", found an unknown key", out);
    fclose(out);
    return false;
}

bool ref_reader_object(ref_reader *reader, const ref_node *at, const char *const *keys)
{
    if (!json_is_object(at->json))
        return ref_reader_fail(reader, at, "an object");
    for (void *member = json_object_iter(at->json); member;
         member = json_object_iter_next(at->json, member)) {
        ref_node node = ref_node_member(at, json_object_iter_key(member));
        if (ref_word_index(node.key, keys) < 0)
            return fail_unknown_key(reader, &node, keys);
    }
    return true;
}

bool ref_reader_list(ref_reader *reader, const ref_node *at, size_t least, size_t most)
{
    size_t count = json_array_size(at->json);
    if (json_is_array(at->json) && count >= least && count <= most)
        return true;
    return ref_reader_fail(reader, at, "a list of %zu to %zu entries", least, most);
}

bool ref_reader_integer(long *out, ref_reader *reader, const ref_node *at, long least, long most)
{
    *out = (long)json_integer_value(at->json);
    if (json_is_integer(at->json) && *out >= least && *out <= most)
        return true;
    return ref_reader_fail(reader, at, "an integer from %ld to %ld", least, most);
}

static bool fail_word(ref_reader *reader, const ref_node *at, const char *const *words)
{
    const char *nearest = json_is_string(at->json) ? ref_word_nearest(json_string_value(at->json), words)
                                                   : NULL;
    if (nearest != NULL)
        return ref_reader_fail(reader, at, "\"%s\" (did you mean it?)", nearest);
    char *list = NULL;
    size_t size;
    FILE *out = open_memstream(&list, &size);
    for (size_t i = 0; words[i] != NULL; i++)
        fprintf(out, "%s\"%s\"", i == 0 ? "" : words[i + 1] == NULL ? " or " : ", ", words[i]);
    fclose(out);
    ref_reader_fail(reader, at, "%s", list);
    free(list);
    return false;
}

bool ref_reader_word(int *out, ref_reader *reader, const ref_node *at, const char *const *words)
{
    *out = json_is_string(at->json) ? ref_word_index(json_string_value(at->json), words) : -1;
    return *out >= 0 || fail_word(reader, at, words);
}

bool ref_reader_real(ref_real *out, ref_reader *reader, const ref_node *at, const char *expected)
{
    if (json_is_string(at->json) && ref_real_parse(out, json_string_value(at->json)))
        return true;
    return ref_reader_fail(
        reader, at, "%s, exact and in quotation marks (\"0.3\", \"1/3\", \"0x1p-3\", \"pi/7\")", expected);
}
