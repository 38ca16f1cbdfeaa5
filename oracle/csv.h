/* csv: the fields of a CSV text (RFC 4180: commas, quotation marks doubled inside quotation marks, LF or
 * CRLF). Blanks around a field are not part of it; blank lines and a byte order mark are skipped. */
#ifndef REF_CSV_H
#define REF_CSV_H

#include <stdbool.h>

/* field: the field just read, at line:column. */
typedef struct { const char *name, *start, *at; char *field; const char *field_at; } ref_csv;

void ref_csv_start(ref_csv *csv, const char *text, const char *name);
void ref_csv_end(ref_csv *csv);

/* Moves to the next row that is not blank; false when there is none. */
bool ref_csv_next_row(ref_csv *csv);

/* Reads a field; false when it is the last one of its row, or not well-formed: then *error is set. */
bool ref_csv_next(ref_csv *csv, char **error);

/* "name:line:column: format, found \"field\"", malloc'ed. */
__attribute__((format(printf, 2, 3)))
char *ref_csv_error(const ref_csv *csv, const char *format, ...);

#endif
