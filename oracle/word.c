/* word: see word.h. */
#include "word.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { LETTERS_MAX = 40 };

int ref_word_index(const char *word, const char *const *list)
{
    for (int i = 0; list[i] != NULL; i++)
        if (strcmp(word, list[i]) == 0)
            return i;
    return -1;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool same_letter(char a, char b)
{
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Edit distance by rows; b has at most LETTERS_MAX letters. */
static size_t distance(const char *a, const char *b)
{
    size_t row[LETTERS_MAX + 1], width = strlen(b);
    for (size_t j = 0; j <= width; j++)
        row[j] = j;
    for (size_t i = 0; a[i] != '\0'; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < width; j++) {
            size_t replaced = diagonal + !same_letter(a[i], b[j]);
            diagonal = row[j + 1];
            row[j + 1] = least(replaced, least(row[j], row[j + 1]) + 1);
        }
    }
    return row[width];
}

const char *ref_word_nearest(const char *word, const char *const *list)
{
    if (strlen(word) > LETTERS_MAX)
        return NULL;
    const char *nearest = NULL;
    size_t best = LETTERS_MAX;
    for (; *list != NULL; list++) {
        size_t edits = distance(word, *list);
        if (edits < best && 2 * edits <= strlen(*list)) {
            best = edits;
            nearest = *list;
        }
    }
    return nearest;
}
