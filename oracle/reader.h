/* reader: typed access to a JSON text. A value that is not what it should be ends the reading with one line:
 *     file:line:column: key: expected …, found … */
#ifndef REF_READER_H
#define REF_READER_H

#include <stdbool.h>
#include "locate.h"
#include "real.h"

/* A value that stands elsewhere in the text than its path says: `value` is where. */
typedef struct { const char *path; ref_node value; } ref_graft;

/* root: what the whole text is called in errors. error: NULL until the first failure, then a malloc'ed line.
 * origin: where the text has the value that is read, when it is part of a larger one; then `grafts` are
 * those of its parts that stand elsewhere. */
typedef struct {
    const char *text, *name, *root;
    char *error;
    const ref_node *origin;
    const ref_graft *grafts;
    size_t graft_count;
} ref_reader;

/* All of these are false on failure, with reader->error set. */

/* Parses the text as one JSON object; *root, with no parent, owns it. */
bool ref_reader_root(ref_node *root, ref_reader *reader);

/* The same, but every number and bare word except true, false and null becomes a string, spelt as in the
 * text: a JSON library rounds numbers, and knows no NaN. */
bool ref_reader_root_verbatim(ref_node *root, ref_reader *reader);

/* States the failure at a value (for a missing one, at the object that lacks it). */
__attribute__((format(printf, 3, 4)))
bool ref_reader_fail(ref_reader *reader, const ref_node *at, const char *expected, ...);

/* An object with no other keys than those of the NULL-terminated list. */
bool ref_reader_object(ref_reader *reader, const ref_node *at, const char *const *keys);

/* A list with `least` to `most` entries. */
bool ref_reader_list(ref_reader *reader, const ref_node *at, size_t least, size_t most);

/* A JSON integer in least..most. */
bool ref_reader_integer(long *out, ref_reader *reader, const ref_node *at, long least, long most);

/* One of the words of the list, by index. */
bool ref_reader_word(int *out, ref_reader *reader, const ref_node *at, const char *const *words);

/* An exact number, a JSON string in the grammar of ref_real_parse. `expected` says which
 * numbers the caller allows. */
bool ref_reader_real(ref_real *out, ref_reader *reader, const ref_node *at, const char *expected);

#endif
