/* locate: where in a JSON text the value at a path stands, so that an error can name line and column. */
#ifndef REF_LOCATE_H
#define REF_LOCATE_H

#include <stdbool.h>
#include <jansson.h>

/* A value with the way to it from the root. The root has no parent; an entry of a list has no key.
 * json NULL: the key is missing. */
typedef struct ref_node {
    const struct ref_node *parent;
    const char *key;
    size_t index;
    json_t *json;
} ref_node;

/* The member `key` of an object, the entry `index` of a list. */
ref_node ref_node_member(const ref_node *parent, const char *key);
ref_node ref_node_entry(const ref_node *parent, size_t index);

/* First character of the value of `node` in `text`, valid JSON that holds it; of its
 * parent's when it is missing. */
const char *ref_locate_value(const char *text, const ref_node *node);

/* First character (the quotation mark) of its key. */
const char *ref_locate_key(const char *text, const ref_node *node);

/* One past the last character of the JSON value that starts at `at`. */
const char *ref_locate_end(const char *at);

/* Line and column, both from 1, columns in characters of UTF-8. */
void ref_locate_position(int *line, int *column, const char *text, const char *at);

#endif
