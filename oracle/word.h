/* word: a fixed word of a file format or of the command line, and the one a typing error meant. */
#ifndef REF_WORD_H
#define REF_WORD_H

/* Index of `word` in the NULL-terminated list, -1 when it is not there. */
int ref_word_index(const char *word, const char *const *list);

/* The word of the list fewest edits (insert, delete, replace a letter; case is none) away from
 * `word`, the first of several; NULL when it takes more edits than half its letters. Words of the
 * list have at most 40 letters. */
const char *ref_word_nearest(const char *word, const char *const *list);

#endif
