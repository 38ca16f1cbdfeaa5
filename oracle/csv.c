/* csv: see csv.h. */
#include "csv.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "locate.h"

enum { SHOWN_MAX = 40 };

void ref_csv_start(ref_csv *csv, const char *text, const char *name)
{
    const char *mark = "\xEF\xBB\xBF";
    *csv = (ref_csv){ .name = name, .start = text, .at = text };
    if (strncmp(text, mark, strlen(mark)) == 0)
        csv->start = csv->at += strlen(mark);
    ref_csv_next_row(csv);
    csv->field_at = csv->at;
}

void ref_csv_end(ref_csv *csv)
{
    free(csv->field);
}

bool ref_csv_next_row(ref_csv *csv)
{
    for (;;) {
        const char *first = csv->at + strspn(csv->at, " \t\r");
        if (*first != '\n')
            return *first != '\0';
        csv->at = first + 1;
    }
}

char *ref_csv_error(const ref_csv *csv, const char *format, ...)
{
    char *line = NULL;
    const char *field = csv->field == NULL ? "" : csv->field;
    size_t size;
    int row, column, shown = (int)strcspn(field, "\r\n");
    ref_locate_position(&row, &column, csv->start, csv->field_at);
    if (shown > SHOWN_MAX)
        for (shown = SHOWN_MAX; (field[shown] & 0xC0) == 0x80;)
            shown--;
    FILE *out = open_memstream(&line, &size);
    fprintf(out, "%s:%d:%d: ", csv->name, row, column);
    va_list arguments;
    va_start(arguments, format);
    vfprintf(out, format, arguments);
    va_end(arguments);
    fprintf(out, ", found \"%.*s\"%s", shown, field, field[shown] == '\0' ? "" : "…");
    fclose(out);
    return line;
}

/* From a quotation mark to the one that ends the field; NULL when there is none. */
static const char *closing_mark(const char *at)
{
    for (at++; *at != '\0'; at++)
        if (*at == '"' && *++at != '"')
            return at - 1;
    return NULL;
}

/* What stands between the marks, doubled ones single. */
static char *unquote(const char *start, const char *end)
{
    char *field = malloc((size_t)(end - start) + 1), *out = field;
    for (; start < end; start++) {
        *out++ = *start;
        start += *start == '"';
    }
    *out = '\0';
    return field;
}

/* Without the blanks at the end. */
static char *trim(const char *start, const char *end)
{
    while (end > start && strchr(" \t\r", end[-1]) != NULL)
        end--;
    return strndup(start, (size_t)(end - start));
}

bool ref_csv_next(ref_csv *csv, char **error)
{
    const char *start = csv->at + strspn(csv->at, " \t"), *end;
    free(csv->field);
    csv->field = NULL;
    csv->field_at = start;
    if (*start == '"') {
        end = closing_mark(start);
        csv->field = end == NULL ? strdup(start) : unquote(start + 1, end);
        csv->at = end == NULL ? start + strlen(start) : end + 1;
        csv->at += strspn(csv->at, " \t\r");
        if (end == NULL || strchr(",\n", *csv->at) == NULL) {
            *error =
                ref_csv_error(csv, end == NULL ? "expected a closing quotation mark"
                                               : "expected a comma or the end of the line after the field");
            return false;
        }
    } else {
        csv->at = start + strcspn(start, ",\n");
        csv->field = trim(start, csv->at);
    }
    bool more = *csv->at == ',';
    csv->at += *csv->at != '\0';
    return more;
}
