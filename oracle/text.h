/* text: a whole file as text, with one-line errors. */
#ifndef REF_TEXT_H
#define REF_TEXT_H

/* The text of `path` ("-" is standard input), malloc'ed. NULL when it cannot be read, holds a NUL byte or
 * more than 64 MiB: then *error is one malloc'ed line. */
char *ref_text_read(const char *path, char **error);

/* The name of `path` in errors. */
const char *ref_text_name(const char *path);

/* A malloc'ed formatted line. */
__attribute__((format(printf, 1, 2)))
char *ref_text_format(const char *format, ...);

#endif
