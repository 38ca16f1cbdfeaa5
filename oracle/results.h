/* results: numbers somebody submitted for a case, kept as the text they were written as. */
#ifndef REF_RESULTS_H
#define REF_RESULTS_H

#include "suite.h"

/* text: one cell for each value of the case, row by row; NULL where nothing was submitted.
 * other_rows: rows at steps that the case does not observe, left out. */
typedef struct { const ref_case *of; char **text; long other_rows; } ref_table;

void ref_table_init(ref_table *table, const ref_case *of);
void ref_table_clear(ref_table *table);

/* Reads results for the case from `path` ("-" is standard input): JSON when the text starts with { or [, else
 * CSV. On bad input false, and *error is one malloc'ed line: file:line:column: what, expected …, found …
 *
 * CSV (RFC 4180): a header row that names `step` and columns of the case in any order, any of them
 * ("populations:3"; quoted, for its comma, "element:3,1.re"), then one row for each step. An empty cell is a
 * number not given.
 * JSON: {"results": [{"step": k, "energy": x, …, "populations": [x, …], "element:3,1":
 * {"re": x, "im": x}}, …]}, any steps, any observables; a number is a JSON number, a string ("0x1.8p-3"), or
 * a bare NaN or Infinity. */
bool ref_table_read(ref_table *table, const char *path, char **error);

/* The same from text in memory, called `name` in errors. */
bool ref_table_parse(ref_table *table, const char *text, const char *name, char **error);

/* An answer to a request: one line of JSON as above, with every observable (tau may be missing) of every step
 * the case observes. It may carry the `id` of the request. */
bool ref_table_parse_answer(ref_table *table, const char *line, char **error);

#endif
