/* locate: see locate.h. jansson has already accepted the text, so nothing here can fail. */
#include "locate.h"

#include <string.h>

ref_node ref_node_member(const ref_node *parent, const char *key)
{
    return (ref_node){ .parent = parent, .key = key, .json = json_object_get(parent->json, key) };
}

ref_node ref_node_entry(const ref_node *parent, size_t index)
{
    return (ref_node){ .parent = parent, .index = index, .json = json_array_get(parent->json, index) };
}

static const char *skip_blank(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

static const char *string_end(const char *at)
{
    for (at++; *at != '"'; at++)
        if (*at == '\\')
            at++;
    return at + 1;
}

const char *ref_locate_end(const char *at)
{
    if (*at == '"')
        return string_end(at);
    if (*at != '{' && *at != '[')
        return at + strcspn(at, ",]} \t\r\n");
    long depth = 0;
    do {
        if (*at == '"') {
            at = string_end(at);
            continue;
        }
        depth += (*at == '{' || *at == '[') - (*at == '}' || *at == ']');
        at++;
    } while (depth > 0);
    return at;
}

/* The first member or entry of the value at `at`, and the one after the member or entry that ends at `at`. */
static const char *first_inside(const char *at)
{
    return skip_blank(at + 1);
}

static const char *next_inside(const char *at)
{
    return skip_blank(skip_blank(at) + 1);
}

/* From the start of a key to its value. */
static const char *value_of_key(const char *at)
{
    return next_inside(string_end(at));
}

/* The key may be written with escapes. */
static bool key_is(const char *at, const char *key)
{
    json_t *read = json_loadb(at, (size_t)(string_end(at) - at), JSON_DECODE_ANY, NULL);
    bool same = strcmp(json_string_value(read), key) == 0;
    json_decref(read);
    return same;
}

const char *ref_locate_key(const char *text, const ref_node *node)
{
    const char *at = first_inside(ref_locate_value(text, node->parent));
    while (!key_is(at, node->key))
        at = next_inside(ref_locate_end(value_of_key(at)));
    return at;
}

const char *ref_locate_value(const char *text, const ref_node *node)
{
    if (node->parent == NULL)
        return skip_blank(text);
    if (node->json == NULL)
        return ref_locate_value(text, node->parent);
    if (node->key != NULL)
        return value_of_key(ref_locate_key(text, node));
    const char *at = first_inside(ref_locate_value(text, node->parent));
    for (size_t i = 0; i < node->index; i++)
        at = next_inside(ref_locate_end(at));
    return at;
}

void ref_locate_position(int *line, int *column, const char *text, const char *at)
{
    *line = 1;
    *column = 1;
    for (; text < at; text++) {
        bool continuation = (*text & 0xC0) == 0x80;
        *column += !continuation;
        if (*text == '\n') {
            ++*line;
            *column = 1;
        }
    }
}
