/* text: see text.h. */
#include "text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BYTES_MAX = 64 << 20, FIRST_ROOM = 1 << 16 };

const char *ref_text_name(const char *path)
{
    return strcmp(path, "-") == 0 ? "<stdin>" : path;
}

char *ref_text_format(const char *format, ...)
{
    char *line = NULL;
    size_t size;
    FILE *out = open_memstream(&line, &size);
    va_list arguments;
    va_start(arguments, format);
    vfprintf(out, format, arguments);
    va_end(arguments);
    fclose(out);
    return line;
}

/* The bytes of the file and a NUL; NULL, errno set, when reading fails. Stops soon after BYTES_MAX. */
static char *read_bytes(FILE *file, size_t *length)
{
    size_t room = FIRST_ROOM, got;
    char *text = malloc(room + 1);
    *length = 0;
    while (*length <= BYTES_MAX && (got = fread(text + *length, 1, room - *length, file)) > 0) {
        *length += got;
        if (*length == room)
            text = realloc(text, (room *= 2) + 1);
    }
    text[*length] = '\0';
    if (!ferror(file))
        return text;
    free(text);
    return NULL;
}

static char *read_file(const char *path, size_t *length)
{
    if (strcmp(path, "-") == 0)
        return read_bytes(stdin, length);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return NULL;
    char *text = read_bytes(file, length);
    int reason = errno;
    fclose(file);
    errno = reason;
    return text;
}

char *ref_text_read(const char *path, char **error)
{
    const char *name = ref_text_name(path);
    size_t length;
    char *text = read_file(path, &length);
    *error = NULL;
    if (text == NULL)
        *error = ref_text_format("%s: expected a readable file, found: %s", name, strerror(errno));
    else if (length > BYTES_MAX)
        *error = ref_text_format("%s: expected at most %d bytes, found more", name, BYTES_MAX);
    else if (strlen(text) < length)
        *error = ref_text_format("%s: expected text, found a NUL byte", name);
    if (*error == NULL)
        return text;
    free(text);
    return NULL;
}
