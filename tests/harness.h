/* harness: how a test program runs its suite, and a directory of its own for what it writes. */
#ifndef HARNESS_H
#define HARNESS_H

#include <check.h>

/* Runs the suite (CK_VERBOSITY and the like are heeded), frees it, and hands back what main returns. */
int harness_run(Suite *suite);

/* Makes a new empty directory under /tmp and writes its path; removes it with everything in it. */
enum { HARNESS_PATH = 64 };
void harness_make_directory(char path[HARNESS_PATH]);
void harness_remove_directory(const char *path);

#endif
